"""Transcripts in one text: rendered and parsed back, in the shapes that people paste, and what is refused."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.model import Role, Source
from caraway_audit.policy.mapping import Mapping
from caraway_audit.readers import ReaderSettings
from caraway_audit.readers.fields import FieldReader
from caraway_audit.readers.problems import ProblemLog
from caraway_audit.readers.transcripts import KnownSpeakers, Transcripts

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]
Rows = list[tuple[str, str, str]]

NOBODY = ReaderSettings(UTC)
ROSTER = ReaderSettings(UTC, lambda author: author.casefold() in ("dana", "dana whitfield"), True)
START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def parse(
    text: str, known: KnownSpeakers | None = None, settings: ReaderSettings = NOBODY, **mapping: Any
) -> tuple[Rows, list[str], tuple[str, ...]]:
    """Role, author and text of each message; the problems; the notes."""
    log = ProblemLog("x")
    chosen = Mapping(**mapping)
    reader = Transcripts(log, FieldReader(log, settings, chosen), chosen.separator, settings.knows_agents)
    messages = reader.messages(text, known or KnownSpeakers(), lambda line: Source("x", line + 1, line + 1))
    rows = [(message.role.value, message.author, message.text) for message in messages]
    return rows, [str(problem) for problem in log.take()], reader.notes()


words = st.text("abcdefghij klmno'äé!?-\n", min_size=1, max_size=60).filter(lambda text: bool(text.strip()))
said = words.map(lambda text: "\n".join(line.strip() for line in text.strip().splitlines() if line.strip()))
turns = st.lists(st.tuples(st.sampled_from(["Agent", "Customer"]), said), min_size=1, max_size=8)


@given(turns)
def test_what_is_rendered_is_read_back(conversation: list[tuple[str, str]]) -> None:
    rows, problems, _ = parse("\n".join(f"{label}: {text}" for label, text in conversation))
    assert not problems
    assert [(role, text) for role, _, text in rows] == [
        ("agent" if label == "Agent" else "client", text) for label, text in conversation
    ]


@given(turns, st.lists(st.integers(0, 7200), min_size=8, max_size=8), st.sampled_from(["[{}] {}: ", "{} - {}: ", "{} {}: "]))
def test_times_are_read_back(conversation: list[tuple[str, str]], gaps: list[int], head: str) -> None:
    moments = [START + timedelta(seconds=sum(gaps[: number + 1])) for number in range(len(conversation))]
    lines = [
        head.format(moment.strftime("%Y-%m-%d %H:%M:%S"), label) + text
        for moment, (label, text) in zip(moments, conversation, strict=True)
    ]
    log = ProblemLog("x")
    reader = Transcripts(log, FieldReader(log, NOBODY))
    messages = reader.messages("\n".join(lines), KnownSpeakers(), lambda line: Source("x", line + 1))
    assert [message.at for message in messages] == moments
    assert [message.text for message in messages] == [text for _, text in conversation]


@given(st.text(max_size=200), st.booleans())
def test_nothing_that_is_pasted_breaks_it(text: str, roster: bool) -> None:
    rows, problems, _ = parse(text, settings=ROSTER if roster else NOBODY)
    assert rows or problems


@pytest.mark.parametrize(
    "text",
    [
        "[10:02] Dana: hello\n[10:04] Rosa: hi\nthere",
        "10:02 Dana: hello\n10:04 Rosa: hi\nthere",
        "10:02:11 AM Dana: hello\n10:04:12 AM Rosa: hi\nthere",
        "2026-03-02 10:02:11 Dana (agent): hello\n2026-03-02 10:04:12 Rosa (customer): hi\nthere",
        "(12s) Dana: hello\n(1m 3s) Rosa: hi\nthere",
        "[02/13/26, 10:02:11] Dana: hello\n[02/13/26, 10:04:12] Rosa: hi\nthere",
        "13/02/26, 10:02 - Dana: hello\n13/02/26, 10:04 - Rosa: hi\nthere",
        "13.02.2026, 10:02 - Dana: hello\n13.02.2026, 10:04 - Rosa: hi\nthere",
        "Dana  10:02 AM\nhello\nRosa  10:04 AM\nhi\nthere",
        "Dana 10:02\nhello\nRosa 10:04\nhi\nthere",
        "Dana\n  10:02\nhello\nRosa\n  10:04\nhi\nthere",
        "Dana (Kettle Co) 2026-03-10 10:02\nhello\nRosa 2026-03-10 10:04\nhi\nthere",
        "[10/03 10:02] Dana (Kettle Co)\nhello\n[10/03 10:04] Rosa (Guest)\nhi\nthere",
        "Dana (Acme Support)  10:02\nhello\nRosa, 10:04\nhi\nthere",
        "Dana (10:02): hello\nRosa (10:04): hi\nthere",
        "Dana: hello\nRosa: hi\nthere",
        "Dana:\nhello\n\nRosa:\nhi\nthere",
        "\ufeff\u200e[13.02.26, 10:02:11] Dana: hello\n\u200e[13.02.26, 10:04:11] Rosa: hi\nthere",
    ],
)
def test_shapes_that_people_paste(text: str) -> None:
    rows, problems, _ = parse(text, KnownSpeakers(agent="Dana", clients=("Rosa Lind",), start="2026-03-02T10:00:00Z"))
    assert rows == [("agent", "Dana", "hello"), ("client", "Rosa", "hi\nthere")]
    assert not problems


@pytest.mark.parametrize("separator", [" / ", " | ", "|", "<br>", "<br/>"])
def test_a_cell_without_line_breaks(separator: str) -> None:
    rows, problems, _ = parse(separator.join(["Agent: and/or a | b", "Customer: hi", "Agent: bye"]))
    assert not problems
    assert [role for role, _, _ in rows] == ["agent", "client", "agent"]
    assert rows[1][2] == "hi"


def test_a_separator_of_the_policys_own() -> None:
    rows, _, _ = parse("Agent: a ## Customer: b", separator="##")
    assert [text for _, _, text in rows] == ["a", "b"]


def test_words_are_never_put_into_another_mouth_for_want_of_a_line_break() -> None:
    rows, problems, _ = parse("Agent: How can I help? Customer: You are an idiot. Agent: Goodbye.")
    assert rows == []
    assert "no line of the transcript begins with a speaker" in problems[0]


def test_labels_in_the_text_are_text() -> None:
    text = "Agent: Your details:\nOrder: 4711\nContact: shop\nCustomer name: Rosa\nCustomer: ok\nNote: thanks"
    rows, _, _ = parse(text)
    assert rows == [
        ("agent", "", "Your details:\nOrder: 4711\nContact: shop\nCustomer name: Rosa"),
        ("client", "", "ok\nNote: thanks"),
    ]


def test_a_speaker_who_speaks_once_is_not_the_one_before() -> None:
    rows, _, notes = parse("Agent: hello\nRosa: you are an idiot\nAgent: bye")
    assert rows[1] == ("client", "Rosa", "you are an idiot")
    assert any("one other speaker was read as the client" in note for note in notes)


def test_names_that_nobody_explains_are_left_out_and_never_shown() -> None:
    rows, problems, _ = parse("Zoltanek: hello\nRosalinde: hi\nZoltanek: bye")
    assert rows == []
    assert len(problems) == 3
    assert all("roster" in problem for problem in problems)
    assert "Zoltanek" not in "".join(problems)


@pytest.mark.parametrize("label", ["Customer Service", "Customer Care", "Support Team", "Client Services"])
def test_the_customers_service_is_no_customer(label: str) -> None:
    rows, _, _ = parse(f"{label}: hello\nCustomer: hi")
    assert [role for role, _, _ in rows] == ["agent", "client"]


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        ("User: hi\nAgent: hello", ["client", "agent"]),
        ("User: hi\nCustomer: hello", ["agent", "client"]),
        ("User: hi\nAgent: hello\nCustomer: hi", ["agent", "client"]),  # whose "User" is, nobody knows
    ],
)
def test_user_is_whoever_the_other_is_not(text: str, roles: list[str]) -> None:
    rows, _, _ = parse(text)
    assert [role for role, _, _ in rows] == roles


def test_the_roster_names_the_agents_and_everybody_else_is_a_client() -> None:
    rows, problems, notes = parse("Dana Whitfield: hello\nRosa: hi\nPaul: me too", settings=ROSTER)
    assert [role for role, _, _ in rows] == ["agent", "client", "client"]
    assert not problems
    assert any("read as clients" in note for note in notes)


def test_the_policys_words_and_names_go_before_guesses() -> None:
    roles = {"agent": ["Zoltanek"], "client": ["Visitor"]}
    rows, _, _ = parse("Zoltanek: hello\nVisitor: hi", roles=roles)
    assert [(role, author) for role, author, _ in rows] == [("agent", "Zoltanek"), ("client", "")]


def test_past_midnight_is_the_next_day_and_without_a_date_there_is_no_time(read: Read, write: Write) -> None:
    cell = '"[23:58] Agent: a\n[00:03] Customer: b"'
    dated = read(write("a.csv", f"conversation_id,date,transcript\nc1,2026-03-02,{cell}\n"), settings=NOBODY)
    assert [message.at for message in dated.messages] == [
        datetime(2026, 3, 2, 23, 58, tzinfo=UTC),
        datetime(2026, 3, 3, 0, 3, tzinfo=UTC),
    ]
    undated = read(write("b.csv", f"conversation_id,transcript\nc1,{cell}\n"), settings=NOBODY)
    assert [message.at for message in undated.messages] == [None, None]
    assert any("no date: they are read without a time: 2" in note for note in undated.files[0].notes)
    assert not undated.problems


def test_a_system_line_of_a_chat_is_nobodys(read: Read, write: Write) -> None:
    chat = "13.02.2026, 10:00 - Messages are encrypted.\n13.02.2026, 10:02 - Dana: hello\n13.02.2026, 10:03 - Rosa: hi\n"
    outcome = read(write("chat.txt", chat), settings=ROSTER)
    assert [message.role for message in outcome.messages] == [Role.SYSTEM, Role.AGENT, Role.CLIENT]


def test_rows_of_transcripts_know_their_lines_and_their_client(read: Read, write: Write) -> None:
    rows = '1,Dana,Rosa,"Agent: hello\nyou\nCustomer: hi"\n2,Dana,Paul,Agent: x / Customer: y\n'
    content = f"Ticket ID,Agent,Customer,Chat transcript\n{rows}"
    outcome = read(write("a.csv", content))
    assert [(piece.id, piece.client.names) for piece in outcome.conversations] == [("1", ("Rosa",)), ("2", ("Paul",))]
    assert [message.author for message in outcome.messages] == ["Dana", "Rosa", "Dana", "Paul"]
    assert [message.source.line for message in outcome.messages if message.source] == [2, 4, 5, 6]
    assert any("Chat transcript read as transcript" in note for note in outcome.files[0].notes)


def test_a_word_behind_a_time_is_no_speaker() -> None:
    rows, _, _ = parse("[13:01] Dana: It is in stock.\n[13:02] Rosa: is it\n[13:02] Great\n[13:03] Dana: Yes.", settings=ROSTER)
    assert "Great" not in {author for _, author, _ in rows}


def test_a_paste_has_an_id_that_tells_it_from_others(read: Read, write: Write, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    first, other = write("chat.txt", "Agent: hello\nCustomer: hi\n"), write("one/chat.txt", "Agent: hello\nCustomer: bye\n")
    outcome = read(first, other)
    assert [file.format for file in outcome.files] == ["text", "text"]
    assert len({piece.id for piece in outcome.conversations}) == 2


def test_whom_a_messenger_names_its_file_after_is_a_client_unless_it_serves(read: Read, write: Write) -> None:
    chat = "13.02.2026, 10:02 - Dana: hello\n13.02.2026, 10:03 - +44 7700 900123: hi\n"
    outcome = read(
        write("WhatsApp Chat with Zuleika Farrant.txt", chat),
        write("WhatsApp_Chat_with_Zuleika_Farrant (2).txt", chat.replace("hello", "morning")),
        write("WhatsApp Chat with Dana.txt", chat.replace("hello", "evening")),
        settings=ROSTER,
    )
    named = {"Zuleika Farrant" in piece.client.names: piece.client.names for piece in outcome.conversations}
    assert sorted("Zuleika Farrant" in piece.client.names for piece in outcome.conversations) == [False, True, True]
    assert named[False] == ("+44 7700 900123",)


def test_a_note_without_speakers_is_a_problem_with_a_remedy(read: Read, write: Write) -> None:
    (problem,) = read(write("a.txt", "just a letter\nof two lines, by Zoltanek\n")).problems
    assert "begins with a speaker" in problem.what
    assert "Agent:" in problem.remedy
    assert "Zoltanek" not in str(problem)


@pytest.mark.parametrize(
    "text", ["Agent: hi" + " " * 500_000 + "x", "A" + " " * 500_000 + ":", "Aa " * 200_000, "|" * 500_000, "a: " * 200_000]
)
def test_hostile_lines_cost_no_squared_time(text: str) -> None:
    rows, problems, _ = parse(text)
    assert rows or problems


def test_what_the_program_writes_is_nobodys_words() -> None:
    stamps = "27/11/2026, 17:0{} - {}: {}".format
    notice = "Messages and calls are end-to-end encrypted. Only people in this chat can read them."
    rows, *_ = parse("\n".join([stamps(1, "Agent", notice), stamps(2, "Customer", "hello"), stamps(3, "Agent", "Hi!")]))
    assert [(role, text) for role, _, text in rows] == [("system", notice), ("client", "hello"), ("agent", "Hi!")]
