"""Files and folders: what is opened, what it is called, and what is said of the rest."""

import gzip
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.model import Conversation, Source
from caraway_audit.readers import BUILT_IN, Item, ReaderSettings

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]

CSV = "conversation_id,role,text\nc1,agent,hello\n"
JSONL = '{"conversation_id": "c2", "role": "client", "text": "hi"}\n'


def test_a_folder_is_walked_in_order(tmp_path: Path, read: Read, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in" / "deep").mkdir(parents=True)
    write("in/b.csv", CSV)
    write("in/deep/a.jsonl", JSONL)
    write("in/.hidden.csv", CSV)
    outcome = read("in")
    assert [file.file for file in outcome.files] == [os.path.join("in", "b.csv"), os.path.join("in", "deep", "a.jsonl")]
    assert not outcome.problems
    assert str(tmp_path) not in repr(outcome)


def test_content_goes_before_the_name(read: Read, write: Write) -> None:
    outcome = read(write("a.json", CSV), write("b.csv", JSONL * 2))
    assert [file.format for file in outcome.files] == ["csv", "jsonl"]


@pytest.mark.parametrize("name", ["a.csv.gz", "a.csv", "a"])
def test_gzip_is_read_whatever_the_name(read: Read, write: Write, name: str) -> None:
    assert read(write(name, gzip.compress(CSV.encode()))).texts == ["hello"]


def test_a_broken_gzip_keeps_what_was_read(read: Read, write: Write) -> None:
    content = CSV + "".join(f"c{number},agent,{os.urandom(20).hex()}\n" for number in range(20_000))
    outcome = read(write("a.csv.gz", gzip.compress(content.encode())[:-1000]))
    assert "damaged" in outcome.problems[-1].what
    assert outcome.problems[-1].records


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"PK\x03\x04rest", "ZIP"),
        (b"%PDF-1.7", "PDF"),
        (bytes(range(256)) * 50, "binary"),
        (b"just a letter\nof two lines\n", "format is not known"),
    ],
)
def test_what_cannot_be_read_is_said_and_the_others_go_on(read: Read, write: Write, content: bytes, what: str) -> None:
    bad, good = write("bad", content), write("good.csv", CSV)
    outcome = read(bad, good)
    (problem,) = outcome.problems
    assert problem.source == Source(str(bad))
    assert what in problem.what
    assert problem.remedy
    assert outcome.texts == ["hello"]


def test_missing_file_and_empty_folder(tmp_path: Path, read: Read) -> None:
    assert "no such file" in read(tmp_path / "missing.csv").problems[0].what
    assert "no files" in read(tmp_path).problems[0].what


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_without_permission(read: Read, write: Write) -> None:
    path = write("a.csv", CSV)
    path.chmod(0)
    assert "permission" in read(path).problems[0].what


def test_readers_of_third_parties_are_asked_in_order(read: Read, write: Write) -> None:
    class Shout:
        name = "shout"

        def sniff(self, path: Path, head: bytes) -> bool:
            return head.startswith(b"SHOUT")

        def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
            yield Conversation("loud", ())

    path = write("a.csv", "SHOUT")
    outcome = read(path, readers=(*BUILT_IN, Shout()))
    assert [conversation.id for conversation in outcome.conversations] == ["loud"]
