"""CSV message rows."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caraway_audit.model import Role, Source, Status, Visibility
from caraway_audit.readers import ReaderSettings
from caraway_audit.readers.fields import LONGEST_TEXT
from caraway_audit.readers.problems import LISTED

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]

HEADER = "conversation_id,message_id,timestamp,role,author,text,channel,team,visibility,client_name,status\n"


def test_reads_every_column(read: Read, write: Write) -> None:
    row = "c1,m1,2026-03-02T10:00:00Z,Client,Ann,hello,Chat,Billing,internal,Ann Lee,ended\n"
    outcome = read(write("a.csv", HEADER + row))
    (conversation,) = outcome.conversations
    (message,) = conversation.messages
    assert (conversation.id, conversation.channel, conversation.team) == ("c1", "chat", "Billing")
    assert conversation.client.names == ("Ann Lee",)
    assert conversation.status is Status.ENDED
    assert message.role is Role.CLIENT
    assert message.at == datetime(2026, 3, 2, 10, tzinfo=UTC)
    assert message.visibility is Visibility.INTERNAL
    assert not outcome.problems
    assert outcome.files[0].records == 1


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_encoding_and_delimiter_are_found(read: Read, write: Write, encoding: str, delimiter: str) -> None:
    rows = [["Conversation ID", "ROLE", "text"], ["c1", "agent", "Grüezi, “Zoë”"]]
    content = "\r\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    outcome = read(write("a.txt", content.encode(encoding)))
    assert outcome.texts == ["Grüezi, “Zoë”"]
    assert not outcome.problems


def test_a_mark_before_what_an_older_tool_wrote_is_not_believed(read: Read, write: Write) -> None:
    content = "conversation_id,role,text\nc1,agent,Señor Peña – fünf €\n"
    outcome = read(write("a.csv", b"\xef\xbb\xbf" + content.encode("cp1252")))
    assert outcome.texts == ["Señor Peña – fünf €"]
    assert not outcome.problems


@pytest.mark.parametrize("text", ["Jürgen Käßbohrer", "très déçue", "año, señora: ¿cuándo?", "Ich möchte – bitte – fünf"])
def test_what_an_old_mac_wrote_is_read_as_such(read: Read, write: Write, text: str) -> None:
    # This failed once: "JŸrgen KŠ§bohrer", and nobody was told
    for encoding in ("mac_roman", "cp1252"):
        outcome = read(write("a.csv", f'conversation_id,role,text\nc1,agent,"{text}"\n'.encode(encoding)))
        assert outcome.texts == [text]
        assert f"encoding {encoding}, delimiter comma" in outcome.files[0].notes


@pytest.mark.parametrize("text", ["it’s 20°C, naïve…and “so”", "§5 Abs. 2, ŠKODA Škoda", "A²b"])
def test_signs_alone_are_no_old_mac(read: Read, write: Write, text: str) -> None:
    assert read(write("a.csv", f'conversation_id,role,text\nc1,agent,"{text}"\n'.encode("cp1252"))).texts == [text]


@pytest.mark.parametrize(
    ("encoding", "text"),
    [("cp1250", "zażółć gęślą jaźń"), ("cp850", "Jürgen Käßbohrer déçu"), ("cp1251", "Добрый день, как дела")],
)
def test_what_is_neither_is_taken_for_no_old_mac(read: Read, write: Write, encoding: str, text: str) -> None:
    outcome = read(write("a.csv", f'conversation_id,role,text\nc1,agent,"{text}"\n'.encode(encoding)))
    assert "encoding cp1252, delimiter comma" in outcome.files[0].notes


def test_a_cut_file_with_a_mark_stays_utf8(read: Read, write: Write) -> None:
    content = "conversation_id,role,text\nc1,agent,Peñ".encode("utf-8-sig")
    assert read(write("a.csv", content[:-1])).texts == ["Pe\ufffd"]


def test_a_few_broken_bytes_do_not_turn_utf8_into_cp1252(read: Read, write: Write) -> None:
    content = "conversation_id,role,text\nc1,agent,é ü ö ä\nc1,agent,x".encode() + b"\xff\n"
    outcome = read(write("a.csv", content))
    assert outcome.texts == ["é ü ö ä", "x\ufffd"]
    assert outcome.problems[0].records == 0


def test_rows_know_their_first_line(read: Read, write: Write) -> None:
    content = 'conversation_id,role,text\nc1,agent,"one\ntwo\n"\n\nc1,client,three\n'
    outcome = read(write("a.csv", content))
    assert outcome.texts == ["one\ntwo\n", "three"]
    assert [message.source.line for message in outcome.messages if message.source] == [2, 6]


def test_a_hint_of_excel_names_the_delimiter(read: Read, write: Write) -> None:
    outcome = read(write("a.csv", "sep=;\nconversation_id;role;text\nc1;agent;a,b\n"))
    assert outcome.texts == ["a,b"]


def test_text_is_kept_as_it_is(read: Read, write: Write) -> None:
    outcome = read(write("a.csv", 'conversation_id,role,text\nc1,agent,"=1+1"\nc1,agent, a\0b \n'))
    assert outcome.texts == ["=1+1", " a\0b "]


def test_a_huge_message_is_left_out_and_counted(read: Read, write: Write) -> None:
    huge = "x" * 50_000_000
    outcome = read(
        write("a.csv", f'conversation_id,role,text\nc1,agent,"{huge}"\nc1,client,ok\nc1,agent,{"y" * LONGEST_TEXT}\n')
    )
    assert [len(text) for text in outcome.texts] == [2, LONGEST_TEXT]
    (problem,) = outcome.problems
    assert "50,000,000 characters" in problem.what
    assert (problem.source.line, problem.records) == (2, 1)


@pytest.mark.parametrize(
    "content",
    [
        ",".join(f"col{n}" for n in range(1_000_000)) + "\n",
        ",".join(["Body"] * 1_000_000) + ",conversation_id,role\n",
        ",".join(["text"] * 1_000_000) + "\n",
        f"conversation_id,role,text\nc1,agent,hi{',' * 1_000_000}\n",
    ],
)
def test_a_million_columns_are_refused_in_seconds_and_few_words(read: Read, write: Write, content: str) -> None:
    started = process_time()
    (problem,) = read(write("a.csv", content)).problems
    assert process_time() - started < 20  # about 3; more than a factor of a thousand below squared time
    assert len(str(problem)) < 1000
    assert problem.remedy


def test_missing_columns_are_told_once_with_what_was_found(read: Read, write: Write) -> None:
    outcome = read(write("a.csv", "conversation_id,roles,Body,author\nc1,agent,x,Ann\nc1,agent,y,Ann\n"))
    (problem,) = outcome.problems
    assert problem.source.line == 1
    assert problem.records == 2
    assert "missing: role (" in problem.what
    assert "conversation_id, roles, Body, author" in problem.what
    assert "mapping: [{fields: {role: …}}]" in problem.remedy
    assert 'Did you mean "roles" for role?' in problem.remedy


def test_a_file_without_header_gives_nothing_away(read: Read, write: Write) -> None:
    outcome = read(write("a.csv", "4711,agent,Ann Lee,4111 1111 1111 1111\n"))
    (problem,) = outcome.problems
    assert "does not look like a header" in problem.what
    assert "Ann" not in str(problem)
    assert "4111" not in str(problem)


@pytest.mark.parametrize(
    ("row", "what", "records"),
    [
        ("c1,client,hi", "3 cells", 1),
        ("c1,2026-03-02T10:00:00Z,client,hi,public,open,more", "7 cells", 1),
        ("c1,,user,hi,,", 'the role "user" can be either', 1),
        ("c1,,boss,hi,,", "the role is not known", 1),
        ("c1,,,hi,,", "there is no role", 1),
        ("c1,,Ann Lee,hi,,", "the role is not known", 1),
        (" ,,client,hi,,", "conversation id is empty", 1),
        ("c1,31.12.2026 1000,client,hi,,", '"99.99.9999 9999"', 0),
        ("c1,03/04/2026 10:00,client,hi,,", "day first or month first", 0),
        ("c1,2026-03-02,client,hi,,", "timestamp cannot be read", 0),
        ("c1,0001-01-01T00:00:00Z,client,hi,,", "timestamp cannot be read", 0),
        ("c1,2026-03-02T10:00:00,client,hi,,", "no time zone", 0),
        ("c1,,client,hi,secret,", "visibility is not known", 0),
    ],
)
def test_a_bad_value_costs_no_more_than_it_must(
    tmp_path: Path, read: Read, write: Write, row: str, what: str, records: int
) -> None:
    content = f"conversation_id,timestamp,role,text,visibility,status\nc0,,bot,first,,\n{row}\nc9,,bot,last,,\n"
    outcome = read(write("a.csv", content))
    (problem,) = outcome.problems
    assert problem.source == Source(str(tmp_path / "a.csv"), 3, 2)
    assert what in problem.what
    assert problem.records == records
    assert problem.remedy
    assert "Ann Lee" not in str(problem)
    assert outcome.texts == (["first", "last"] if records else ["first", "hi", "last"])


def test_an_open_quote_swallows_no_rows(read: Read, write: Write) -> None:
    content = 'conversation_id,role,text\nc1,agent,"never closed\nc1,client,two\nc1,agent,three\n'
    outcome = read(write("a.csv", content))
    assert outcome.texts == ["two", "three"]
    assert [(problem.source.line, problem.records) for problem in outcome.problems] == [(2, 1)]


def test_many_problems_of_a_kind_are_summed_up(read: Read, write: Write) -> None:
    content = "conversation_id,role,text\n" + "c1,boss,x\n" * 100 + "c1,agent,y\n"
    outcome = read(write("a.csv", content))
    assert len(outcome.problems) == LISTED + 1
    assert sum(problem.records for problem in outcome.problems) == 100
    assert outcome.texts == ["y"]


def test_times_without_zone_take_that_of_the_policy(read: Read, write: Write) -> None:
    content = "conversation_id,role,text,timestamp\nc1,agent,x,2026-07-01 12:00:00\nc1,agent,y,2026-07-01 12:00:00 UTC\n"
    outcome = read(write("a.csv", content), settings=ReaderSettings(timezone=ZoneInfo("Europe/Zurich")))
    assert [message.at for message in outcome.messages] == [
        datetime(2026, 7, 1, 10, tzinfo=UTC),
        datetime(2026, 7, 1, 12, tzinfo=UTC),
    ]


def test_rows_that_follow_each_other_are_one_piece(read: Read, write: Write) -> None:
    content = "conversation_id,role,text\nc1,agent,a\nc1,client,b\nc2,agent,c\nc1,agent,d\n"
    outcome = read(write("a.csv", content))
    assert [(piece.id, len(piece.messages)) for piece in outcome.conversations] == [("c1", 2), ("c2", 1), ("c1", 1)]


def test_columns_that_are_not_used_are_noted(read: Read, write: Write) -> None:
    outcome = read(write("a.csv", "conversation_id,role,text,priority\nc1,agent,a,good\n"))
    assert any("priority" in note for note in outcome.files[0].notes)
