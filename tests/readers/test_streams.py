"""What is packed may unpack to a thousand times its size: what does not fit is left out, and the rest is read."""

import gzip
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.readers import csv_rows, fields, json_scan, mbox, plain_text, streams

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]
LIMIT = 10_000
LONG = "a" * 50_000
MAIL = "From a@example.com Thu Jan  1 00:00:00 2026\nFrom: a@example.com\nDate: Thu, 1 Jan 2026 10:00:00 +0000\n\n{}\n\n"


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "LONGEST_LINE", LIMIT)
    monkeypatch.setattr(csv_rows, "LONGEST_LINE", LIMIT)
    for module in (csv_rows, fields):
        monkeypatch.setattr(module, "LONGEST_TEXT", LIMIT // 2)
    monkeypatch.setattr(json_scan, "_CHUNK", 1000)
    for module in (json_scan, mbox, plain_text):
        monkeypatch.setattr(module, "LONGEST_DOCUMENT", LIMIT)


@pytest.mark.parametrize(
    ("name", "content", "kept"),
    [
        ("a.csv", f"conversation_id,role,text\nc1,agent,ok\nc1,client,{LONG}\nc1,agent,bye\n", ["ok", "bye"]),
        (
            "a.json",
            json.dumps([{"conversation_id": "c", "messages": [{"role": "agent", "text": text}]} for text in ("ok", LONG)]),
            ["ok"],
        ),
        (
            "a.jsonl",
            "\n".join(json.dumps({"conversation_id": "c", "role": "agent", "text": text}) for text in ("ok", LONG, "bye")),
            ["ok", "bye"],
        ),
        ("a.mbox", "".join(map(MAIL.format, ("ok", LONG, "bye"))), ["ok", "bye"]),
        ("a.txt", f"Agent: ok\nClient: {LONG}\n", []),
    ],
)
def test_what_is_too_long_is_told_and_left_out(read: Read, write: Write, name: str, content: str, kept: list[str]) -> None:
    outcome = read(write(f"{name}.gz", gzip.compress(content.encode())))
    assert [text.strip() for text in outcome.texts] == kept
    assert any(problem.records for problem in outcome.problems)


def test_a_long_document_of_short_conversations_is_read(read: Read, write: Write) -> None:
    rows = [{"conversation_id": f"c{n}", "messages": [{"role": "agent", "text": "x" * 100}]} for n in range(1000)]
    outcome = read(write("a.json", json.dumps(rows)))
    assert len(outcome.conversations) == 1000
    assert not outcome.problems
