"""Measures what `redact` leaves of personal values in chats as hurried people type them, and what it takes away besides.

`values/` holds invented conversations by two writers who had not seen the code, every value marked in place
("[[PHONE|07700 900123]]"). A value stands whole when all of it is left, and in part when a word of it or four digits are. Names
of agents who write are left by design, and so are the last digits of a card; towns are no value by themselves.
"""

import collections
import json
import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from marked import is_tail, unmarked

HERE = Path(__file__).parent / "values"
KINDS = {
    "PERSON": "names", "ADDRESS": "addresses", "POSTCODE": "postcodes", "PHONE": "telephones", "EMAIL": "mail addresses",
    "CARD": "cards", "BANK": "bank accounts", "ID": "identity and serial numbers", "REF": "numbers at a firm",
    "SECRET": "secrets", "USER": "usernames", "DOB": "dates of birth",
}  # fmt: skip
"""The kinds as they are marked, and as they are called in the table."""

_LABEL = re.compile(r"\[[A-Za-z][A-Za-z -]*\]")
_DIGITS = re.compile(r"\d(?:[ .\-/]?\d){3,}")
_LITTLE = frozenset("mr mrs ms miss dr the of a at no flat number street st road rd to and c o apt unit the de la".split())
"""Words that tell nothing if they are left of a value."""


@dataclass(frozen=True)
class Standing:
    """A value that was left, whole or in part."""

    conversation: str
    kind: str
    value: str
    whole: bool
    text: str


@dataclass
class Measured:
    """Values by kind, those that stand, and words that were taken though they belong to none."""

    values: collections.Counter[str]
    standing: list[Standing]
    taken: list[tuple[str, str, str]]
    words: int


def sets() -> dict[str, list[dict[str, Any]]]:
    """The marked conversations by writer."""
    return {
        path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in sorted(HERE.glob("*.jsonl"))
    }


def measure(tool: str, rows: Sequence[dict[str, Any]], work: Path) -> Measured:
    """Redacts the conversations and compares."""
    plain, copy = work / "values.jsonl", work / "copy.jsonl"
    with plain.open("w", encoding="utf-8") as stream:
        for row in rows:
            messages = [
                {"message_id": f"m{n}", "role": one["role"], "author": one["author"], "text": unmarked(one["text"])[0]}
                for n, one in enumerate(row["messages"], 1)
            ]
            entry = {"conversation_id": row["conversation_id"], "channel": row["channel"], "messages": messages}
            stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
    copy.unlink(missing_ok=True)
    policy = work / "policy.yaml"
    policy.write_text("caraway: 1\n", encoding="utf-8")  # whatever policy lies where this is run
    command = [*tool.split(), "redact", str(plain), "--out", str(copy), "--config", str(policy), "--quiet"]
    subprocess.run(command, check=True, capture_output=True)
    found = Measured(collections.Counter(), [], [], 0)
    for row, line in zip(rows, copy.read_text("utf-8").splitlines(), strict=True):
        agents = {word for one in row["messages"] if one["role"] == "agent" for word in _words(one["author"])}
        for before, after in zip(row["messages"], json.loads(line)["messages"], strict=True):
            _compare(row["conversation_id"], before["text"], after["text"], agents, found)
    return found


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _compare(conversation: str, marked: str, copy: str, agents: set[str], found: Measured) -> None:
    text, spans = unmarked(marked)
    seen = visible(text, copy)
    found.words += len(re.findall(r"\w+", text))
    personal = bytearray(len(text))
    for start, end, kind in spans:
        personal[start:end] = b"1" * (end - start)
        value = text[start:end]
        if kind == "PERSON" and _words(value) <= agents:
            continue
        if is_tail(text, start, end, kind):
            continue
        found.values[kind] += 1
        letters = [place for place in range(start, end) if text[place].isalnum()]
        whole = all(seen[place] for place in letters)
        left = "".join(text[place] if seen[place] else "\0" for place in range(start, end))
        words = [m for m in re.finditer(r"[^\W_]+", value) if all(seen[start + m.start() : start + m.end()])]
        telling = [m for m in words if len(m.group()) > 1 and m.group().lower() not in _LITTLE and not m.group().isdigit()]
        if whole or telling or _DIGITS.search(left):
            found.standing.append(Standing(conversation, kind, value, whole, text))
    for match in re.finditer(r"\w+", text):
        hidden = not any(seen[match.start() : match.end()]) and not any(personal[match.start() : match.end()])
        if hidden and match.group().lower() not in agents:
            found.taken.append((conversation, match.group(), text))


def visible(text: str, copy: str) -> list[bool]:
    """Which characters of a text its copy still shows."""
    kept = _LABEL.split(copy)
    gaps = "(.+?)".join(map(re.escape, kept))
    match = re.fullmatch(gaps, text, re.S)
    if match is None:
        raise ValueError(f"the copy {copy!r} cannot be laid on {text!r}")
    seen = [True] * len(text)
    for group in range(1, len(kept)):
        seen[slice(*match.span(group))] = [False] * (match.end(group) - match.start(group))
    return seen


def table(tool: str, work: Path) -> Iterator[str]:
    """The table for `docs/accuracy.md`."""
    yield "| Writer | Values | Stand whole | In part | Most of them | Other words taken |"
    yield "|---|---:|---:|---:|---|---:|"
    for name, rows in sets().items():
        found = measure(tool, rows, work)
        whole = sum(one.whole for one in found.standing)
        by_kind = collections.Counter(one.kind for one in found.standing)
        most = ", ".join(f"{KINDS[kind]} {number} of {found.values[kind]}" for kind, number in by_kind.most_common(5))
        rest = len(found.standing) - whole
        yield f"| {name} | {found.values.total()} | {whole} | {rest} | {most} | {len(found.taken)} of {found.words:,} |"
