"""Measures what innocent messages are accused of that come near a fault: who names people by what remarks are about, and who
speaks of bodies, evenings and private lines, and internal notes that tell of a client in a few plain words.

`near/` holds exchanges of the two sides, and only their last message counts; those of `rude_notes` are at fault, and are to be
found. Nobody who writes rules has read them.
"""

import collections
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Audit = Callable[[Path], list[dict[str, Any]]]
FOLDER = Path(__file__).parent / "near"
OF_WORDS = frozenset({"CA101", "CA102", "CA103", "CA104", "CA105", "CA106", "CA108", "CA502", "CA505"})
"""Rules that accuse who wrote a message of its words."""


def conversations(path: Path) -> Iterator[dict[str, Any]]:
    """The exchanges of a file as conversations, a minute a message."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
        turns = json.loads(line)["turns"]
        messages = [
            {
                "message_id": f"m{n}",
                "timestamp": f"2026-03-02T10:{n:02}:00Z",
                "role": "agent" if role == "note" else role,
                "author": "Agent" if role == "note" else role.title(),
                "visibility": "internal" if role == "note" else "public",
                "text": text,
            }
            for n, (role, text) in enumerate(turns, 1)
        ]
        yield {"conversation_id": f"{path.stem}-{number:03}", "channel": "chat", "messages": messages}


def table(audit: Audit, work: Path) -> Iterator[str]:
    """By file: how many last messages are accused, and by which rules."""
    yield "| Messages | How many | Accused | By |"
    yield "|---|---:|---:|---|"
    for path in sorted(FOLDER.glob("*.jsonl")):
        rows = list(conversations(path))
        last = {row["conversation_id"]: row["messages"][-1]["message_id"] for row in rows}
        export = work / "near.jsonl"
        export.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
        accused = {
            (one["conversation_id"], one["rule"])
            for one in audit(export)
            if one["verdict"] == "fail" and one["rule"] in OF_WORDS and one["message_id"] == last[one["conversation_id"]]
        }
        by = sorted(collections.Counter(rule for _, rule in accused).items())
        said = len({conversation for conversation, _ in accused})
        yield f"| {path.stem} | {len(rows)} | {said} | {', '.join(f'{rule} {n}' for rule, n in by) or '–'} |"
