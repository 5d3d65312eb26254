"""JSON and JSON lines."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]

MESSAGES = [
    {"message_id": "m1", "timestamp": "2026-03-02T10:00:00Z", "role": "client", "author": "Ann", "text": "hello"},
    {"message_id": "m2", "timestamp": "2026-03-02T10:01:00Z", "role": "agent", "author": "Dana", "text": "hi"},
]
ONE = {"conversation_id": "c1", "channel": "chat", "client_name": "Ann Lee", "messages": MESSAGES}
TWO = {"conversation_id": 2, "messages": MESSAGES}
ROWS = [{"conversation_id": "c1", **message} for message in MESSAGES]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", json.dumps({"conversations": [ONE, TWO]})),
        ("a.json", json.dumps({"conversations": [ONE, TWO]}, indent=1)),
        ("a.json", json.dumps([ONE, TWO])),
        ("no-name", f"{json.dumps(ONE)}\n\n{json.dumps(TWO)}\n"),
        ("a.jsonl", f"{json.dumps(ONE)}\n{json.dumps(TWO)}"),
        ("a.json", json.dumps({"version": 1, "conversations": [ONE, TWO], "more": []})),
        ("bom.json", "\ufeff" + json.dumps([ONE, TWO])),
    ],
)
def test_conversations_in_every_shape(read: Read, write: Write, name: str, content: str) -> None:
    outcome = read(write(name, content))
    assert not outcome.problems
    assert [conversation.id for conversation in outcome.conversations] == ["c1", "2"]
    assert outcome.texts == ["hello", "hi"] * 2
    assert outcome.files[0].records == 4


@pytest.mark.parametrize("content", [json.dumps(ONE), json.dumps(ONE, indent=2)])
def test_one_conversation(read: Read, write: Write, content: str) -> None:
    outcome = read(write("a.json", content))
    assert [conversation.client.names for conversation in outcome.conversations] == [("Ann Lee",)]


@pytest.mark.parametrize("content", ["\n".join(map(json.dumps, ROWS)), json.dumps(ROWS)])
def test_flat_rows(read: Read, write: Write, content: str) -> None:
    outcome = read(write("rows", content))
    assert [(piece.id, len(piece.messages)) for piece in outcome.conversations] == [("c1", 2)]


def test_a_truncated_list_gives_what_is_whole(read: Read, write: Write) -> None:
    content = json.dumps([ONE, TWO, ONE], indent=1)
    outcome = read(write("a.json", content[:-100]))
    assert [conversation.id for conversation in outcome.conversations] == ["c1", "2"]
    (problem,) = outcome.problems
    assert (problem.source.line or 0) > 40
    assert "column" in problem.what
    assert problem.remedy


def test_conversations_know_their_line(read: Read, write: Write) -> None:
    outcome = read(write("a.json", '[\n{"conversation_id":"a","messages":[]},\n\n' + json.dumps(ONE) + "]"))
    assert {message.source.line for message in outcome.messages if message.source} == {4}


def test_a_bad_line_costs_that_line(read: Read, write: Write) -> None:
    outcome = read(write("a.jsonl", f'{json.dumps(ONE)}\n{{"conversation_id": "c\n{json.dumps(TWO)}\n'))
    assert [conversation.id for conversation in outcome.conversations] == ["c1", "2"]
    assert [problem.source.line for problem in outcome.problems] == [2]


@pytest.mark.parametrize("text", [1, None, ["a"], {"a": 1}, True])
def test_a_text_of_another_type_is_a_problem(read: Read, write: Write, text: object) -> None:
    content = json.dumps({"conversation_id": "c1", "messages": [{"role": "agent", "text": text}, *MESSAGES]})
    outcome = read(write("a.json", content))
    assert outcome.texts == ["hello", "hi"]
    assert [problem.records for problem in outcome.problems] == [1]


@pytest.mark.parametrize(
    "value",
    [
        7,
        "text",
        None,
        {},
        {"conversation_id": "c1"},
        {"conversation_id": None, "messages": []},
        {"conversation_id": "c1", "messages": {}},
        {"conversation_id": "c1", "messages": [None, 3, {"role": 3, "text": "x"}, {"text": "no role"}]},
    ],
)
def test_what_is_no_conversation_is_a_problem(read: Read, write: Write, value: object) -> None:
    outcome = read(write("a.json", json.dumps([value, ONE])))
    assert outcome.problems
    assert all(problem.records for problem in outcome.problems)
    assert outcome.texts == ["hello", "hi"]


def test_wrong_types_beside_the_text_cost_only_themselves(read: Read, write: Write) -> None:
    message = {"role": "agent", "text": "x", "timestamp": 17.5, "author": ["Dana"], "visibility": None}
    outcome = read(write("a.json", json.dumps({"conversation_id": "c1", "messages": [message]})))
    assert outcome.texts == ["x"]
    assert [problem.records for problem in outcome.problems] == [0, 0]


def test_hostile_json_is_a_problem_and_not_a_crash(read: Read, write: Write) -> None:
    for number, content in enumerate(["[" * 100_000, '[{"a": ' + "9" * 10_000 + "}]", '[{"a" 1}]', "[1,]", '{"a":1}}']):
        assert read(write(f"{number}.json", content)).problems


def test_half_characters_are_replaced(read: Read, write: Write) -> None:
    content = '{"conversation_id": "c", "messages": [{"role": "agent", "text": "a\\ud800b \\ud83d\\ude00"}]}'
    outcome = read(write("a.json", content))
    assert outcome.texts == ["a\ufffdb 😀"]


def test_fields_that_are_not_used_are_counted(read: Read, write: Write) -> None:
    outcome = read(write("a.json", json.dumps([ONE | {"labels": []}, TWO | {"labels": 1, "ann@example.com": 1}])))
    assert outcome.files[0].notes == ("fields not used: labels (2)", "1 more fields not used")
