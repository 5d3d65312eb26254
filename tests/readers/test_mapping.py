"""Exports of other shapes: by the policy's mapping, by a guess that is told, or refused with a remedy."""

import json
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.audit import reader_settings
from caraway_audit.model import Conversation, InputFile, InputProblem, Role, Status, Visibility
from caraway_audit.policy.load import load
from caraway_audit.policy.mapping import Mapping
from caraway_audit.readers import ReaderSettings
from caraway_audit.readers.csv_rows import CsvRows
from caraway_audit.readers.json_files import JsonFiles

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]


def settings(*mappings: dict[str, Any], agents: tuple[str, ...] = ()) -> ReaderSettings:
    return ReaderSettings(
        UTC, lambda author: author.casefold() in agents, bool(agents), tuple(map(Mapping.model_validate, mappings))
    )


def roles(outcome: Any) -> list[str]:
    return [message.role.value for message in outcome.messages]


def notes(outcome: Any) -> str:
    return "\n".join(note for file in outcome.files for note in file.notes)


def test_what_html_quotes_is_told_as_not_read(read: Read, write: Write) -> None:
    given = {"html": True, "files": "*"}
    html = "<p>Yes.</p><blockquote>my card is 4539 1488 0343 6467</blockquote>"
    content = json.dumps({"conversation_id": "7", "messages": [{"role": "client", "text": html}]})
    for name, text in (("a.json", content), ("a.csv", f"conversation_id,role,text\n7,client,{html}\n")):
        outcome = read(write(name, text), settings=settings(given))
        assert [message.text for piece in outcome.conversations for message in piece.messages] == ["Yes."]
        assert "quotations in HTML not read: 1" in notes(outcome)


def test_every_column_may_be_mapped(read: Read, write: Write) -> None:
    content = (
        "Nr;Wann;Wer;Richtung;Inhalt;Art;Zustand;Kanal\n"
        "7;13/04/2026 10:02;Dana;raus;Hallo;öffentlich;zu;Chat\n7;13/04/2026 10:03;Dana;raus;still;intern;zu;Chat\n"
        "7;14/04/2026 10:03;Rosa;rein;ja;öffentlich;zu;Chat\n"
    )
    fields = {
        "conversation_id": "Nr", "timestamp": "Wann", "author": "Wer", "role": "Richtung", "text": "Inhalt",
        "visibility": "Art", "status": "Zustand", "channel": "Kanal",
    }  # fmt: skip
    mapping = {"fields": fields, "roles": {"agent": ["raus"], "client": ["rein"]}, "internal": ["intern"], "ended": ["zu"]}
    outcome = read(write("a.csv", content), settings=settings(mapping | {"dates": "day-first", "always": {"team": "Nord"}}))
    assert not outcome.problems
    (piece,) = outcome.conversations
    assert (piece.id, piece.channel, piece.team, piece.status) == ("7", "chat", "Nord", Status.ENDED)
    assert roles(outcome) == ["agent", "agent", "client"]
    assert [message.visibility for message in piece.messages] == [Visibility.PUBLIC, Visibility.INTERNAL, Visibility.PUBLIC]
    assert piece.messages[0].at == datetime(2026, 4, 13, 10, 2, tzinfo=UTC)
    assert "Inhalt read as text" in notes(outcome)


@pytest.mark.parametrize(
    ("header", "row", "expected"),
    [
        ("Ticket ID,Direction,Body,Created At", "1,Inbound,hi,2026-03-02T10:00:00Z", "client"),
        ("Ticket ID,Sender Type,Message", "1,End-user,hi", "client"),
        ("Case Number,Actor Type,Message", "1,Chatbot,hi", "bot"),
        ("Chat ID,Sender,Content", "1,operator,hi", "agent"),
        ("ID,Ticket ID,From,Text", "1,1,customer,hi", "client"),
        ("conversation_id,role,text", "1,Representative,hi", "agent"),
        ("Ticketnr.;Datum;Absender;Rolle;Nachricht;Team", "1;02.03.2026 10:02 UTC;Eva Kern;Mitarbeiter;hi;Nord", "agent"),
        ("Numéro de ticket;Rôle;Auteur;Texte;Canal", "1;client;Eva;hi;chat", "client"),
        ("Número;Fecha;Rol;Autor;Mensaje;Ticket", "1;2 de marzo de 2026 10:02 UTC;cliente;Eva;hi;7", "client"),
    ],
)
def test_names_that_mean_one_thing_are_guessed_and_told(read: Read, write: Write, header: str, row: str, expected: str) -> None:
    outcome = read(write("a.csv", f"{header}\n{row}\n"))
    assert not outcome.problems
    assert (roles(outcome), outcome.texts) == ([expected], ["hi"])
    assert "guessed" in notes(outcome)


@pytest.mark.parametrize(
    ("header", "row", "named"),
    [
        ("Ticket ID,Role,Body,Message", "1,agent,x,y", ("Body", "Message", "mapping: [{fields: {text: Body}}]")),
        ("Ticket ID,Case ID,Role,Body", "1,2,agent,x", ("Ticket ID", "Case ID", "conversation_id: Ticket ID")),
        ("ID,Role,Body", "1,agent,x", ("ID", "conversation_id or message_id", "fields: {conversation_id: ID}")),
        ("Ticket ID,Body,Chat transcript", "1,x,Agent: y", ("Body", "Chat transcript", "fields: {")),
        ("Ticket ID,Sender,Body", "1,agent,x\n1,Rosa,y", ("Sender", "role or author", "fields: {author: Sender}")),
        ("Ticket ID,Role,Created,Sent at,Body", "1,agent,,,x", ("Created", "Sent at", "fields: {timestamp: Created}")),
        ("Ticket ID,Role,Body,Type", "1,agent,x,note\n1,agent,x,Rosa", ("Type", "visibility", "internal: [note]")),
        ("Ticket ID,Author,Body", "1,Rosa,x", ("role", "roster", "fields: {role: …}")),
    ],
)
def test_what_could_be_two_things_is_refused_with_both_and_the_remedy(
    read: Read, write: Write, header: str, row: str, named: tuple[str, ...]
) -> None:
    outcome = read(write("a.csv", f"{header}\n{row}\n"))
    (problem,) = outcome.problems
    assert all(name in str(problem) for name in named)
    assert problem.records == row.count("\n") + 1
    assert not outcome.messages
    assert "Rosa" not in str(problem)


def test_the_remedy_of_a_refusal_is_one(read: Read, write: Write) -> None:
    path = write("a.csv", "Ticket ID,Role,Body,Message\n1,agent,x,y\n")
    assert read(path, settings=settings({"fields": {"text": "Body"}})).texts == ["x"]


@pytest.mark.parametrize(
    ("header", "public", "internal"),
    [
        ("Ticketnr.;Rolle;Nachricht;Privat", "nein", "ja"),
        ("Ticketnr.;Rolle;Nachricht;Öffentlich", "ja", "nein"),
        ("Ticketnr.;Rolle;Nachricht;Typ", "Antwort", "Interne Notiz"),
        ("Ticket;Rol;Mensaje;Privado", "no", "sí"),
        ("Ticket;Rol;Mensaje;Nota interna", "no", "sí"),
        ("Ticket;Rol;Text;Interne notitie", "nee", "ja"),
    ],
)
def test_notes_of_other_languages_stay_notes(read: Read, write: Write, header: str, public: str, internal: str) -> None:
    outcome = read(write("a.csv", f"{header}\n1;kunde;hallo;{public}\n1;agent;nur für uns;{internal}\n"))
    assert not outcome.problems
    (piece,) = outcome.conversations
    assert [message.visibility for message in piece.messages] == [Visibility.PUBLIC, Visibility.INTERNAL]


def test_a_native_name_goes_before_one_that_could_be_guessed(read: Read, write: Write) -> None:
    outcome = read(write("a.csv", "conversation_id,role,text,Body\n1,agent,x,y\n"))
    assert outcome.texts == ["x"]
    assert "guessed" not in notes(outcome)


def test_a_mapped_column_that_is_missing_is_refused(read: Read, write: Write) -> None:
    (problem,) = read(
        write("a.csv", "conversation_id,role,text\n1,agent,x\n"), settings=settings({"fields": {"text": "Body"}})
    ).problems
    assert "“Body”" in problem.what
    assert "`fields`" in problem.remedy


def test_a_header_that_the_mapping_knows_is_named_up_to_thirty(read: Read, write: Write) -> None:
    # This failed once: columns in words that no list holds are only counted, and nobody sees which one is meant
    names = ["Fallnummer", "Absender", *(f"Feld {number}" for number in range(40))]
    given = settings({"fields": {"conversation_id": "Fallnummer", "author": "Absender", "text": "Inhalt"}})
    (problem,) = read(write("a.csv", f"{','.join(names)}\n{','.join('x' * 42)}\n"), settings=given).problems
    assert "there is no column “Inhalt”, which the policy's mapping names for text" in problem.what
    assert problem.what.endswith(f"(columns found: {', '.join(names[:30])} and 12 more).")


def test_a_row_in_place_of_the_header_gives_nothing_away(read: Read, write: Write) -> None:
    row = "4711,agent,text,Ann Bell,a@one.example,4111 1111 1111 1111"
    given = settings({"fields": {"role": "agent", "text": "text", "conversation_id": "Inhalt"}})
    (problem,) = read(write("a.csv", f"{row}\n{row}\n"), settings=given).problems
    assert "Ann" not in str(problem)
    assert "one.example" not in str(problem)


def test_the_first_mapping_that_fits_a_file_counts(read: Read, write: Write) -> None:
    one, other = write("chat-1.csv", "id,role,a,b\n1,agent,x,y\n"), write("mail-1.csv", "id,role,a,b\n1,agent,x,y\n")
    chosen = settings(
        {"files": "chat-*", "fields": {"conversation_id": "id", "text": "a"}},
        {"fields": {"conversation_id": "id", "text": "b"}},
    )
    assert read(one, other, settings=chosen).texts == ["x", "y"]


@pytest.mark.parametrize(
    ("words", "expected"), [(["user", "agent"], "client"), (["user", "customer"], "agent"), (["user"], None)]
)
def test_user_is_whoever_the_other_word_of_the_file_is_not(
    read: Read, write: Write, words: list[str], expected: str | None
) -> None:
    rows = [("c", word, "hi") for word in [*["user"] * 300, *words]]
    tables = write("a.csv", "conversation_id,role,text\n" + "".join(f"{','.join(row)}\n" for row in rows))
    lines = write(
        "a.jsonl", "".join(json.dumps(dict(zip(("conversation_id", "role", "text"), row, strict=True))) + "\n" for row in rows)
    )
    foreign = write("b.jsonl", "".join(json.dumps({"ticket": 1, "from": word, "body": text}) + "\n" for _, word, text in rows))
    for outcome in (read(tables), read(lines), read(foreign)):
        assert (roles(outcome)[:1] or [None]) == [expected]
        assert bool(outcome.problems) == (expected is None)


def test_the_roster_tells_the_roles_where_no_column_does(read: Read, write: Write) -> None:
    content = "conversation_id,author,text\n1,Dana,hi\n1,Rosa,yes\n1,Dana W <dana@acme.example>,ok\n1,,nobody\n"
    outcome = read(write("a.csv", content), settings=settings(agents=("dana", "dana@acme.example")))
    assert roles(outcome) == ["agent", "client", "agent"]
    assert "agents are who the policy names" in notes(outcome)
    assert [problem.records for problem in outcome.problems] == [1]


def test_a_sender_is_the_client_where_the_ids_are_equal(read: Read, write: Write) -> None:
    content = "Ticket ID,Author ID,Requester ID,Assignee,Requester,Body\n1,17,17,Dana,Rosa,hi\n1,3,17,Dana,Rosa,hello\n"
    outcome = read(write("a.csv", content), settings=settings({"fields": {"sender": "Author ID", "requester": "Requester ID"}}))
    assert [(message.role, message.author) for message in outcome.messages] == [(Role.CLIENT, "Rosa"), (Role.AGENT, "Dana")]


@pytest.mark.parametrize(
    ("column", "internal"), [("Public", "false"), ("is_private", "TRUE"), ("visibility", "Private note"), ("Type", "note")]
)
def test_notes_are_told_by_a_column_of_true_and_false(read: Read, write: Write, column: str, internal: str) -> None:
    outcome = read(write("a.csv", f"conversation_id,role,text,{column}\n1,agent,x,{internal}\n"))
    assert outcome.messages[0].visibility is Visibility.INTERNAL
    assert "internal" in notes(outcome)


DANA = {"type": "admin", "name": "Dana"}
PARTS = [
    {"id": 1, "body": "<p>Hey</p>", "author": DANA, "part_type": "comment", "created_at": 1772445660},
    {"id": 2, "body": None, "author": DANA, "part_type": "assignment", "created_at": 1772445661},
    {"id": 3, "body": "psst", "author": DANA, "part_type": "note", "created_at": 1772445662},
]
TICKET = {
    "id": 7,
    "state": "closed",
    "source": {"body": "<p>Hi &amp; hello</p>", "author": {"type": "user", "name": "Rosa"}},
    "created_at": 1772445600,
    "parts": {"parts": PARTS},
}
TICKETS = {"data": {"count": 1, "tickets": [TICKET]}}
TICKET_MAPPING = {
    "conversations": "data.tickets",
    "messages": "parts.parts",
    "html": True,
    "fields": {
        "conversation_id": "id", "message_id": "id", "timestamp": "created_at", "role": "author.type",
        "author": "author.name", "text": "body", "visibility": "part_type", "status": "state",
    },
    "first": {"text": "source.body", "role": "source.author.type", "author": "source.author.name", "timestamp": "created_at"},
    "roles": {"agent": ["admin"], "client": ["user"]},
    "internal": ["note"],
}  # fmt: skip


@pytest.mark.parametrize("indent", [None, 1])
def test_json_of_another_shape(read: Read, write: Write, indent: int | None) -> None:
    outcome = read(write("a.json", json.dumps(TICKETS, indent=indent)), settings=settings(TICKET_MAPPING))
    assert not outcome.problems
    (piece,) = outcome.conversations
    assert (piece.id, piece.status) == ("7", Status.ENDED)
    assert outcome.texts == ["Hi & hello", "Hey", "psst"]
    assert roles(outcome) == ["client", "agent", "agent"]
    assert piece.messages[0].at == datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
    assert piece.messages[2].visibility is Visibility.INTERNAL
    assert "1 entries without a text" in notes(outcome)


def test_rows_and_files_of_json(read: Read, write: Write) -> None:
    rows = [
        {"ticket": 3, "incoming": True, "body_text": "hi", "private": False},
        {"ticket": 3, "incoming": False, "body_text": "x", "private": True},
    ]
    fields = {"conversation_id": "ticket", "text": "body_text", "role": "incoming", "visibility": "private"}
    mapping = {"files": "rows*", "fields": fields, "roles": {"client": [True], "agent": [False]}}
    outcome = read(write("rows.json", json.dumps(rows)), settings=settings(mapping))
    assert roles(outcome) == ["client", "agent"]
    assert [message.visibility for message in outcome.messages] == [Visibility.PUBLIC, Visibility.INTERNAL]
    chat = {"Transcript": [{"Who": "Agent", "Content": "hi"}]}
    mapping = {"messages": "Transcript", "fields": {"conversation_id": "{file}", "role": "Who", "text": "Content"}}
    assert read(write("call-9.json", json.dumps(chat)), settings=settings(mapping)).conversations[0].id == "call-9"


@pytest.mark.parametrize(
    "value",
    [
        [{"ticket_id": 1, "sender": "customer", "body": "hi"}],
        [{"conversation_id": 1, "messages": [{"sender": "customer", "message": "hi"}]}],
        [{"conversation_id": 1, "transcript": "Customer: hi"}],
    ],
)
def test_json_is_guessed_as_csv_is(read: Read, write: Write, value: object) -> None:
    outcome = read(write("a.json", json.dumps(value)))
    assert not outcome.problems
    assert (roles(outcome), outcome.texts) == (["client"], ["hi"])
    assert "guessed" in notes(outcome)


def test_json_that_could_be_two_things_is_refused(read: Read, write: Write) -> None:
    (problem,) = read(
        write("a.json", json.dumps([{"ticket_id": 1, "role": "agent", "body": "x", "message": "y"}] * 3))
    ).problems
    assert "body and message" in problem.what
    assert problem.records == 3


def test_one_bad_file_of_a_hundred_is_named_and_the_others_are_read(read: Read, write: Write, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for number in range(100):
        write(f"in/{number:03}.csv", f"conversation_id,role,text\nc{number},agent,x\n" if number != 41 else "a,b,c\n1,2,3\n")
    outcome = read(tmp_path / "in")
    assert len(outcome.conversations) == 99
    (problem,) = outcome.problems
    assert problem.source.file.endswith("041.csv")
    assert sorted(piece.id for piece in read(tmp_path / "in" / "00[0-2].csv").conversations) == ["c0", "c1", "c2"]
    assert "no file fits" in read(tmp_path / "in" / "*.nothing").problems[0].what


def test_nul_bytes_and_mixed_encodings_cost_no_row(read: Read, write: Write) -> None:
    content = b"Ticket ID,Role,Body\n1,agent,a\0b\n1,agent,Gr\xc3\xbcezi Z\xc3\xbcrich\n1,agent,caf\xe9\n1,customer,ok\n"
    outcome = read(write("a.csv", content))
    assert outcome.texts == ["a\0b", "Grüezi Zürich", "caf\ufffd", "ok"]
    assert [problem.records for problem in outcome.problems] == [0]


def test_problems_quote_no_cell(read: Read, write: Write) -> None:
    secret = "Rosalinde"
    row = ",".join([secret] * 6)
    outcome = read(
        write("a.csv", f"Ticket ID,Role,Body,Created At,Public,Status\n{row}\n1,agent,x,03/04/2026,{secret},{secret}\n")
    )
    assert outcome.problems
    assert secret not in "".join(map(str, outcome.problems)) + notes(outcome)
    cells = read(write("b.csv", f'Ticket ID,Transcript\n1,"{secret}: a\n{secret}2: b"\n1,{secret}\n'))
    assert cells.problems
    assert secret not in "".join(map(str, cells.problems)) + notes(cells)


ROOT = Path(__file__).parents[2]
EXPORTS = ROOT.parent / "shared" / "data" / "exports"


@pytest.mark.skipif(not EXPORTS.exists(), reason="the public samples of exports (../shared/data/exports) are not here")
@pytest.mark.parametrize(
    ("mapping", "files", "expected"),
    [
        ("amazon_connect", "amazon_connect/*.json", {"agent": 15, "client": 13, "system": 2}),
        ("freshdesk", "freshdesk/*v2*conversations.json", {"agent": 2}),
        ("intercom", "intercom/*put__conversations*.json", {"agent": 1}),
        ("zendesk_chat", "zendesk/*chat_chat.json", {"agent": 11, "client": 8}),
        ("zendesk_tickets", "zendesk/*Tickets*.json", {"client": 28}),
        ("whatsapp", "whatsapp/*lorem.txt", {"agent": 113, "client": 387}),
        ("telegram", "telegram/*single*.json", {"agent": 1, "client": 1}),
        ("slack", "slack/*contrib_sample.json", {"agent": 6, "client": 1}),
        ("rocketchat", "rocketchat/*message_page_?.json", {"agent": 2, "client": 2}),
    ],
)
def test_public_samples_of_other_systems_are_read(read: Read, mapping: str, files: str, expected: dict[str, int]) -> None:
    policy = load(str(ROOT / "benchmarks" / "mappings" / f"{mapping}.yaml"))
    outcome = read(EXPORTS / files, settings=reader_settings(policy))
    assert Counter(roles(outcome)) == expected
    assert not outcome.problems
    assert all(message.at for message in outcome.messages)


NAMES = st.sampled_from(
    "conversation_id role text Body Message Sender From Type Ticket ID id Direction Created At Private Agent Customer Author "
    "Speaker transcript Status x".split(" ")
)
CELLS = st.sampled_from(
    ["agent", "customer", "user", "Rosa", "note", "true", "2026-03-02", "03/04/2026 10:00", "closed", "1", "", "Agent: hi"]
)


@given(
    st.lists(NAMES, min_size=2, max_size=7),
    st.lists(st.lists(CELLS, min_size=7, max_size=7), min_size=1, max_size=5),
    st.booleans(),
)
def test_no_row_is_dropped_in_silence(header: list[str], rows: list[list[str]], roster: bool) -> None:
    """Whatever the columns are called and hold: each row is a message (or several of a transcript), or counted as lost."""
    chosen = settings(agents=("rosa",)) if roster else settings()
    with TemporaryDirectory() as folder:
        tables, lines = Path(folder) / "a.csv", Path(folder) / "a.jsonl"
        tables.write_text("\n".join(",".join(row[: len(header)]) for row in [header, *rows]) + "\n")
        lines.write_text("".join(json.dumps(dict(zip(header, row, strict=False))) + "\n" for row in rows))
        for path, reader in ((tables, CsvRows()), (lines, JsonFiles())):
            items = list(reader.read(path, path.name, chosen))
            kept = sum(len(item.messages) for item in items if isinstance(item, Conversation))
            lost = sum(item.records for item in items if isinstance(item, InputProblem))
            (file,) = [item for item in items if isinstance(item, InputFile)]
            passed_over = sum(int(note.split()[0]) for note in file.notes if "are no messages" in note)
            assert kept + lost + passed_over == len(rows)
            assert file.records == kept


@pytest.mark.parametrize(
    ("word", "channel"),
    [("Live Chat", "chat"), ("web-chat", "chat"), ("E-Mail", "email"), ("Voice", "phone"), ("Kiosk", "kiosk"), ("SMS", "sms")],
)
def test_a_channel_has_the_name_that_targets_have(read: Read, write: Write, word: str, channel: str) -> None:
    rows = f"conversation_id,role,text,channel\n7,client,hello,{word}\n"
    record = {"conversation_id": "7", "channel": word, "messages": [{"role": "client", "text": "hello"}]}
    for name, content in (("a.csv", rows), ("a.json", json.dumps(record))):
        outcome = read(write(name, content), settings=settings())
        assert [one.channel for one in outcome.conversations] == [channel]
        assert (f"{word.casefold()} = {channel}" in notes(outcome)) == (word.casefold() != channel)


def test_a_channel_that_the_policy_names_keeps_its_name(read: Read, write: Write) -> None:
    given = ReaderSettings(UTC, channels=frozenset({"voice"}))
    outcome = read(write("a.csv", "conversation_id,role,text,channel\n7,client,hello,Voice\n"), settings=given)
    assert [one.channel for one in outcome.conversations] == ["voice"]


def unmet(outcome: Any) -> list[str]:
    return [what for file in outcome.files for what in file.unmet]


def test_a_field_of_the_mapping_that_no_record_holds_is_told(read: Read, write: Write) -> None:
    given = {"files": "*", "fields": {"role": "author.type", "visibility": "is_public", "text": "body"}}
    message = {"author": {"type": "client"}, "body": "hello"}
    content = json.dumps({"conversation_id": "7", "messages": [message, {**message, "author": {"type": "agent"}}]})
    told = read(write("a.json", content), settings=settings(given))
    assert unmet(told) == ["“is_public”, which the mapping reads as visibility, stands in no record. Is a name misspelt?"]


def test_words_that_mean_a_note_or_an_end_and_are_not_listed_are_told(read: Read, write: Write) -> None:
    given = {"files": "*", "internal": ["Private note"], "ended": ["shut"]}
    rows = "conversation_id,role,text,visibility,status\n7,client,hello,Public,Resolved\n7,agent,he again,Private,Resolved\n"
    assert unmet(read(write("a.csv", rows), settings=settings(given))) == [
        "“resolved” was read as open, since the mapping's `ended` does not list it. Is a name misspelt?",
        "“private” was read as public, since the mapping's `internal` does not list it. Is a name misspelt?",
    ]
    fits = {"files": "*", "internal": ["Private"], "ended": ["resolved"]}
    assert not unmet(read(write("a.csv", rows), settings=settings(fits)))


def one_side(outcome: Any) -> list[tuple[str, str]]:
    return [(message.role.value, message.text) for piece in outcome.conversations for message in piece.messages]


def test_all_of_a_list_is_read_or_what_is_passed_over_is_told(read: Read, write: Write) -> None:
    said = [{"who": "client", "parts": [{"t": {"c": "hello"}}, {"image": 1}, {"t": {"c": "there"}}]}]
    content = json.dumps({"id": 7, "legs": [{"said": said}, {"said": [{"who": "agent", "parts": [{"t": {"c": "hi"}}]}]}]})
    fields = {"conversation_id": "id", "role": "who", "text": "parts.*.t.c"}
    whole = read(write("a.json", content), settings=settings({"messages": "legs.*.said", "fields": fields}))
    assert one_side(whole) == [("client", "hello\nthere"), ("agent", "hi")]
    assert not unmet(whole)
    first = {"messages": "legs.0.said", "fields": {**fields, "text": "parts.0.t.c"}}
    told = read(write("a.json", content), settings=settings(first))
    assert one_side(told) == [("client", "hello")]
    assert [what.split("”")[0] for what in unmet(told)] == ["“legs.0.said", "“parts.0.t.c"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            {"type": "doc", "content": [{"content": [{"text": "Hello, "}, {"text": "Ann"}]}, {"content": [{"text": "Bye"}]}]},
            "Hello, Ann\nBye",
        ),
        ({"name": "my photo.png", "url": "https://files.example/1", "at": "2026-03-02 10:00:00"}, None),
        ({"blocks": [{"text": "one", "type": "unstyled"}, {"text": "two", "type": "unstyled"}]}, "one\ntwo"),
        ([{"type": "text", "text": "a"}, {"type": "image_url"}, {"type": "text", "text": "b"}], "a\nb"),
        ([{"text": "a"}, {"text": "b"}], "ab"),
        ({"content": [{"type": "paragraph", "content": [{"text": "a"}, {"type": "hardBreak"}, {"text": "b"}]}]}, "a\nb"),
        (
            {"content": [{"type": "bulletList", "content": [{"type": "listItem", "content": [{"text": n}]} for n in "xy"]}]},
            "x\ny",
        ),
        ({"content": [{"type": "mention", "attrs": {"text": "@Dana"}}, {"text": " hello"}]}, "@Dana hello"),
        ([{"type": "section", "text": {"type": "mrkdwn", "text": "hello"}}], "hello"),
        (["hello ", {"type": "link", "text": "here"}, " world"], "hello here world"),
    ],
)
def test_a_text_may_be_a_tree_and_a_file_is_none(read: Read, write: Write, text: object, said: str | None) -> None:
    content = json.dumps({"id": 7, "messages": [{"role": "client", "body": text}, {"role": "agent", "body": "hi"}]})
    outcome = read(write("a.json", content), settings=settings({"fields": {"conversation_id": "id", "text": "body"}}))
    assert one_side(outcome) == [*([("client", said)] if said else []), ("agent", "hi")]
    assert not outcome.problems


@pytest.mark.parametrize(
    "content",
    [
        '{"tickets": [{"id": 7, "messages": [ONE]}]}\n{"tickets": [{"id": 8, "messages": [ONE]}]}',
        '[{"tickets": [{"id": 7, "messages": [ONE]}]}, {"tickets": [{"id": 8, "messages": [ONE]}]}]',
        '{"tickets": {"7": {"id": 7, "messages": [ONE]}, "8": {"id": 8, "messages": [ONE]}}}',
        '{\n"tickets": [{"id": 7, "messages": [ONE]}]}{"tickets": [\n{"id": 8, "messages": [ONE]}]}',
    ],
)
def test_pages_are_read_one_after_another(read: Read, write: Write, content: str) -> None:
    given = {"conversations": "tickets", "fields": {"conversation_id": "id"}}
    outcome = read(write("a.json", content.replace("ONE", '{"role": "client", "text": "hi"}')), settings=settings(given))
    assert [piece.id for piece in outcome.conversations] == ["7", "8"]
    assert not outcome.problems


def test_words_that_stand_where_no_text_is_read_are_told(read: Read, write: Write) -> None:
    content = json.dumps({"id": 7, "messages": [{"role": "agent", "body": {"value": "You are an idiot."}}]})
    (problem,) = read(
        write("a.json", content), settings=settings({"fields": {"conversation_id": "id", "text": "body"}})
    ).problems
    assert "the text of a message is an object" in problem.what


def test_a_conversation_with_a_list_of_that_name_is_no_page(read: Read, write: Write) -> None:
    said = [{"role": "client", "text": "hi"}]
    content = json.dumps({"items": [{"id": 1, "items": said}, {"id": 2, "items": said}]})
    given = {"conversations": "items", "messages": "items", "fields": {"conversation_id": "id"}}
    assert [piece.id for piece in read(write("a.json", content), settings=settings(given)).conversations] == ["1", "2"]
    content = json.dumps({"tickets": [{"id": 1, "messages": said, "tickets": []}]})
    given = {"conversations": "tickets", "fields": {"conversation_id": "id"}}
    assert [piece.id for piece in read(write("b.json", content), settings=settings(given)).conversations] == ["1"]


def test_what_may_tell_a_note_or_is_html_is_told(read: Read, write: Write) -> None:
    row = {"role": "client", "text": "<div>It is <b>broken</b></div>", "is_public": False}
    given = {"fields": {"conversation_id": "id"}}
    told = [
        "1 texts look like HTML and were read as they stand. Say `mapping: [{html: true}]`.",
        "“is_public” may tell internal notes and is not read. Say `mapping: [{fields: {visibility: is_public}}]`.",
    ]
    content = json.dumps({"id": 7, "messages": [row]})
    assert sorted(unmet(read(write("a.json", content), settings=settings(given)))) == told
    rows = "conversation_id,role,body,farbe,jsdPublic\n7,client,<p>It is <b>broken</b></p>,x,0\n"
    read_as = {"fields": {"text": "body", "conversation_id": "conversation_id"}}
    found = unmet(read(write("a.csv", rows), settings=settings(read_as)))
    assert [what.split(" ")[0] for what in found] == ["1", "“jsdPublic”"]


def test_who_wrote_tells_the_side_where_nothing_else_does(read: Read, write: Write) -> None:
    rows = "conversation_id,role,author,text\n7,client,Rosa,hi\n7,,Dana,hello\n7,,Nobody,who?\n7,,Chatbot,beep\n"
    content = json.dumps(
        [dict(zip(("conversation_id", "role", "author", "text"), line.split(","), strict=True)) for line in rows.split()[1:]]
    )
    for name, text in (("a.csv", rows), ("a.json", content)):
        outcome = read(write(name, text), settings=settings(agents=("dana",)))
        assert roles(outcome) == ["client", "agent", "bot"]
        assert [problem.what for problem in outcome.problems] == ["there is no role; the message was left out."]
    rows = "conversation_id,author,text\n7,Rosa,hi\n7,Dana,hello\n7,echo-77,beep\n"
    given = {"roles": {"bot": ["echo-77"]}}
    assert roles(read(write("a.csv", rows), settings=settings(given, agents=("dana",)))) == ["client", "agent", "bot"]


def test_times_may_count_from_the_start_of_a_call(read: Read, write: Write) -> None:
    said = [{"role": "client", "text": "hi", "at": 0}, {"role": "agent", "text": "hello", "at": 1_500}]
    content = json.dumps({"id": 7, "began": 1772535600000, "messages": said})
    given = {"offsets": "ms", "fields": {"conversation_id": "id", "timestamp": "at", "started": "began"}}
    outcome = read(write("a.json", content), settings=settings(given))
    first, second = (message.at for message in outcome.messages)
    assert first == datetime(2026, 3, 3, 11, tzinfo=UTC)
    assert (second - first).total_seconds() == 1.5
    written = {**json.loads(content), "began": "03.03.2026 11:00"}
    known = read(write("b.json", json.dumps(written)), settings=settings({**given, "dates": "%d.%m.%Y %H:%M"}))
    assert [message.at for message in known.messages] == [first, second]
    unknown = read(write("c.json", json.dumps({**written, "began": "?"})), settings=settings(given))
    assert unmet(unknown) == ["2 times have no start to count from: `started` names none that can be read."]
    with pytest.raises(ValueError, match="need each other"):
        Mapping.model_validate({"offsets": "ms"})


def test_a_list_that_holds_messages_is_offered(read: Read, write: Write) -> None:
    content = json.dumps([{"id": 7, "thread": {"parts": [{"kind": "event"}, {"body": "hello", "created_at": 1}]}}])
    (problem,) = read(write("a.json", content)).problems
    assert "“thread.parts”" in problem.what
    assert "{messages: thread.parts, fields: {conversation_id: id, text: body," in problem.remedy


def test_a_file_in_which_nobody_serves_is_told(read: Read, write: Write) -> None:
    rows = "conversation_id,role,text\n7,client,hi\n8,client,hello\n"
    assert unmet(read(write("a.csv", rows))) == [
        "every message is a client's. Say who the agents are (`roster:`, or `roles:` in the mapping)."
    ]
    assert not unmet(read(write("b.csv", rows + "9,agent,hi\n")))


def test_attachments_are_no_messages_and_names_of_people_are_not_told(read: Read, write: Write) -> None:
    rows = [{"conversation_id": "1", "role": "client", "message": "Hi", "attachments": [{"content": "x"}]}]
    assert [message.text for message in read(write("a.json", json.dumps(rows))).messages] == ["Hi"]
    content = json.dumps([{"id": 1, "by": {"anna.lund@mail.example": [{"text": "hi", "author": "x"}]}}])
    assert not any("anna" in f"{problem}" for problem in read(write("b.json", content)).problems)
