"""Makes exports of any size out of real conversations: other ids, clients, agents, numbers and names in every copy.

Copies that said the same words would flatter whatever looks at each distinct text once, so about half of the messages of a
copy get words of their own; the others stay as they are, as the macros of a real export do.
"""

import csv
import json
import random
import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from convert import conversations

ROOT = Path(__file__).resolve().parents[1]
SETS = ("star", "twcs", "sgd", "taskmaster4")
COLUMNS = (
    "conversation_id", "message_id", "timestamp", "role", "author", "text", "channel", "team", "client_name", "client_id",
)  # fmt: skip

_SYLLABLES = (
    "ba be bo da de do fa fe ga go ha he ka ke ki la le li lo ma me mi mo na ne no pa pe ra re ri ro sa se ta te to va".split()
)
_LONG_WORD = re.compile(r"\b[a-z]{6,}\b")
_NUMBER = re.compile(r"\d+")


def sources(data: Path | None) -> tuple[list[dict[str, Any]], str]:
    """The conversations to copy, and what they are: the public sets where `data` has them, else those of `examples/`."""
    paths = [data / "transcripts" / f"{name}.jsonl.gz" for name in SETS] if data else []
    present = [path for path in paths if path.exists()]
    if present:
        names = ", ".join(path.name.split(".")[0] for path in present)
        return [talk for path in present for talk in conversations(path)], f"the public sets {names}"
    talks = json.loads((ROOT / "examples" / "chat-billing.json").read_text(encoding="utf-8"))["conversations"]
    return talks, "the examples"


def varied(originals: Sequence[dict[str, Any]], messages: int) -> Iterator[dict[str, Any]]:
    """Conversations of at least so many messages in all, the same each time."""
    made = number = 0
    while made < messages:
        original = originals[number % len(originals)]
        yield _copy(original, number, random.Random(number))
        made += len(original["messages"])
        number += 1


def _copy(original: dict[str, Any], number: int, chance: random.Random) -> dict[str, Any]:
    client = f"{_word(chance, 2).title()} {_word(chance, 3).title()}"
    agent = f"Agent {number % 60:02}"
    begun = datetime(2026, 1, 5, 8) + timedelta(minutes=number % 250_000)
    return {
        "conversation_id": f"talk-{number:07}",
        "channel": original.get("channel") or "chat",
        "team": f"Team {number % 60 % 6}",
        "client_name": client,
        "client_id": f"C{500_000 + number // 2}",  # every client comes twice
        "messages": [
            {
                "message_id": f"m{place}",
                "timestamp": (begun + timedelta(seconds=40 * place)).isoformat() + "Z",
                "role": message["role"],
                "author": {"agent": agent, "client": client}.get(message["role"], message["role"]),
                "text": _reworded(message["text"], client, chance),
            }
            for place, message in enumerate(original["messages"], 1)
        ],
    }


def _reworded(text: str, client: str, chance: random.Random) -> str:
    """Half of the texts with other numbers, another long word, and here and there the client's name or a card number."""
    if chance.random() < 0.5:
        return text
    text = _NUMBER.sub(lambda found: "".join(chance.choice("123456789") for _ in found[0]), text)
    words = list(_LONG_WORD.finditer(text))
    if words:
        one = chance.choice(words)
        text = f"{text[: one.start()]}{_word(chance, 3)}{text[one.end() :]}"
    extra = chance.random()
    if extra < 0.02:
        text += f" My name is {client}."
    elif extra < 0.03:
        text += f" Reach me at {client.split()[0].lower()}{chance.randrange(1000)}@mail.example."
    elif extra < 0.033:
        text += " The card is 4539 1488 0343 6467."
    return text


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice(_SYLLABLES) for _ in range(syllables))


def write_jsonl(path: Path, talks: Iterator[dict[str, Any]]) -> int:
    """One conversation a line; returns the number of messages."""
    count = 0
    with path.open("w", encoding="utf-8") as out:
        for talk in talks:
            count += len(talk["messages"])
            out.write(json.dumps(talk, ensure_ascii=False) + "\n")
    return count


def write_csv(path: Path, talks: Iterator[dict[str, Any]]) -> int:
    """One message a row; returns their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as out:
        rows = csv.writer(out)
        rows.writerow(COLUMNS)
        for talk in talks:
            for message in talk["messages"]:
                rows.writerow([{**talk, **message}[name] for name in COLUMNS])
                count += 1
    return count
