"""`redact`: nothing planted survives in any field of any format, all else stays, and a second run changes nothing."""

import csv
import html
import io
import json
import mailbox
import os
import re
from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path
from time import process_time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from caraway_audit.errors import IncompleteError, UsageError
from caraway_audit.policy.load import Policy, load
from caraway_audit.policy.schema import Firm
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.names import NameIndex
from caraway_audit.privacy.pseudonyms import Pseudonyms
from caraway_audit.redact import Style, json_copy, redact
from caraway_audit.redact.redactor import Known, Redactor
from tests.conftest import Court, conversation

Cli = Callable[..., Any]

VALUES = {
    "card": "4916 3278 1045 9372",
    "mail": "rosa.lindqvist@mail.example",
    "phone": "07700 900 417",
    "IBAN": "DE89 3704 0044 0532 0130 00",
    "SSN": "536-90-4399",
    "password": "password: Xylo-Quartz-81",
    "name": "Rosalinde Quartermaine",
    "another": "my neighbour Bartholomew Oakenshield",
    "street": "my address is 44 Marmalade Lane",
}
NEEDLES = (
    "49163278", "1045 9372", "lindqvist", "900 417", "900417", "3704 0044", "37040044", "536-90", "xylo", "quartz-81",
    "quartermaine", "rosalinde", "oakenshield", "marmalade",
)  # fmt: skip
FIELDS = (
    "conversation_id", "message_id", "timestamp", "role", "author", "text", "channel", "team", "visibility", "client_name",
    "client_id", "status", "language",
)  # fmt: skip


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> Policy:
    path = tmp_path_factory.mktemp("policy") / "rules.yaml"
    path.write_text("caraway: 1\nfirm: {domains: [fernhill.example], contacts: ['0800 555 0100']}\n")
    return load(str(path))


def rows(texts: list[str], extra: str = "") -> list[dict[str, str]]:
    """A conversation of a client who says the texts, and of an agent who repeats them."""
    said = []
    for number, text in enumerate(texts):
        for role, author in (("client", VALUES["name"]), ("agent", "Dana Whitfield")):
            values = (
                "c1", f"m{number}{role[0]}", f"2026-03-02T10:{number:02}:00Z", role, author, text, "chat", "Orders", "public",
                VALUES["name"], "KD-7740923", "ended", "",
            )  # fmt: skip
            said.append({**dict(zip(FIELDS, values, strict=True)), "shelf": extra, "stars": "4"})
    return said


def write(folder: Path, kind: str, given: list[dict[str, str]]) -> Path:
    path = folder / f"export.{kind}"
    if kind == "csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(given[0]), delimiter=";")
            writer.writeheader()
            writer.writerows(given)
    elif kind == "jsonl":
        path.write_text("".join(json.dumps(row) + "\n" for row in given), encoding="utf-8")
    elif kind == "json":
        head = {name: given[0][name] for name in ("conversation_id", "channel", "client_name", "client_id")}
        inner = [{name: value for name, value in row.items() if name not in head} for row in given]
        document = {
            "conversations": [{**head, "customer": {"name": VALUES["name"], "phone": VALUES["phone"]}, "messages": inner}]
        }
        path.write_text(json.dumps(document, indent=3), encoding="utf-8")
    else:
        box = mailbox.mbox(str(path))
        for number, row in enumerate(given):
            mail = EmailMessage()
            client = f"{VALUES['name']} <{VALUES['mail']}>"
            mail["From"], mail["To"] = (client, "help@fernhill.example")[:: 1 if row["role"] == "client" else -1]
            mail["Subject"], mail["Date"] = row["shelf"] or "Lid", f"Mon, 02 Mar 2026 10:{number:02}:00 +0000"
            mail["Message-ID"], mail["X-Phone"] = f"<{number}.{VALUES['mail']}>", VALUES["phone"]
            mail.set_content(row["text"])
            mail.add_attachment(VALUES["card"].encode(), "application", "pdf", filename=f"{VALUES['mail']}.pdf")
            box.add(mail)
        box.close()
    return path


def survivors(path: Path) -> list[str]:
    """The planted values that stand in a file, raw, escaped or only by their digits."""
    raw = path.read_text(encoding="utf-8")
    forms = {raw.casefold(), html.unescape(raw).casefold(), raw.encode().decode("unicode_escape", "replace").casefold()}
    forms.add(re.sub(r"[ .-]", "", raw).casefold())
    return [needle for needle in NEEDLES if any(needle in form for form in forms)]


KINDS = ("csv", "json", "jsonl", "mbox")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("style", list(Style))
def test_no_value_survives_and_a_second_run_changes_nothing(kind: str, style: Style, policy: Policy, tmp_path: Path) -> None:
    source = write(tmp_path, kind, rows([f"hello, {value}, thanks" for value in VALUES.values()], extra=VALUES["phone"]))
    target, again = tmp_path / "clean", tmp_path / "again"
    done = redact(source, target, policy, style)
    assert survivors(source)
    assert survivors(target) == []
    assert sum(done.counts.values()) >= len(VALUES)
    redact(target, again, policy, style)
    assert again.read_bytes() == target.read_bytes()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kind=st.sampled_from(KINDS),
    texts=st.lists(
        st.tuples(
            st.sampled_from(("hi ", "so: ", "\n", "“", "is it ")),
            st.sampled_from(sorted(VALUES.keys() - {"another", "street"})),  # only their words tell those
            st.sampled_from(("", "?", " ok", "\"'")),
        ),
        min_size=1,
        max_size=4,
    ),
    field=st.sampled_from(
        ("author", "client_name", "client_id", "team", "channel", "shelf", "message_id", "conversation_id", "version", "seen")
    ),
    value=st.sampled_from(("card", "mail", "phone", "IBAN", "SSN")),
)
def test_values_in_any_field_are_found(
    kind: str, texts: list[tuple[str, str, str]], field: str, value: str, policy: Policy, tmp_path: Path
) -> None:
    given_rows = rows([f"{before}{VALUES[name]}{after}" for before, name, after in texts])
    for row in given_rows:
        if field != "author" or row["role"] == "client":
            row[field] = VALUES[value]
    target = tmp_path / "clean"
    redact(write(tmp_path, kind, given_rows), target, policy, Style.LABEL)
    assert survivors(target) == []


def test_the_search_finds_what_is_left_when_nothing_is_redacted(
    policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Redactor, "_all", lambda self, text, find: [])
    source = write(tmp_path, "csv", rows(list(VALUES.values())))
    redact(source, tmp_path / "clean", policy, Style.LABEL)
    assert survivors(tmp_path / "clean")


def test_a_value_that_survives_ends_the_run_and_leaves_no_file(
    policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("caraway_audit.redact.redactor._ROUNDS", 1)
    monkeypatch.setattr(Redactor, "_instead", lambda self, kind, written, style=None: written)
    source, target = write(tmp_path, "csv", rows(list(VALUES.values()))), tmp_path / "clean"
    target.write_text("as it was")
    with pytest.raises(IncompleteError, match="still found"):
        redact(source, target, policy, Style.LABEL)
    assert target.read_text() == "as it was"
    assert sorted(os.listdir(tmp_path)) == ["clean", "export.csv"]


@pytest.mark.parametrize(
    "given",
    [
        b'sep=;\r\nconversation_id;role;text;stars;seen at\r\nc1;client;"my lid; it ""broke""";4;2026-03-02 10:00\r\n'
        b"c1;agent;I am sorry. Call 0800 555 0100.;5;2026-03-02 10:01\r\n",
        b"conversation_id,role,text\rc1,client,my lid broke\rc1,agent,I am sorry.\r",
        b'"conversation_id","role","text"\n"c1","client","my lid ""broke"""\n"c1","agent","I am sorry."\n',
        b'sep=;\n"conversation_id";"role";"text"\n"c1";"client";"my\r\nlid"\n"c1";"agent";""\n',
    ],
    ids=["semicolons", "ends of old machines", "all quoted", "all quoted with a hint"],
)
def test_all_else_of_a_csv_stays(policy: Policy, tmp_path: Path, given: bytes) -> None:
    source = tmp_path / "export.csv"
    source.write_bytes(given)
    redact(source, tmp_path / "clean.csv", policy, Style.LABEL)
    assert (tmp_path / "clean.csv").read_bytes() == given


@pytest.mark.parametrize(
    "given",
    [
        'conversation_id,role,text\n"c1","client","call 07700 900417 ""now"", please"\nc2,agent,"fine; ok"\n',
        '"conversation_id";"role";"text";"n"\r\n1;"client";"call 07700 900417";3\r\n1;"agent";sure "thing";4\r\n',
        'conversation_id\trole\ttext\nc1\tclient\t"two\nlines\t07700 900417"\nc1\tagent\tok\n',
    ],
)
def test_every_cell_keeps_its_quotes(policy: Policy, tmp_path: Path, given: str) -> None:
    (tmp_path / "export.csv").write_text(given, newline="")
    redact(tmp_path / "export.csv", tmp_path / "clean.csv", policy, Style.LABEL)
    assert (tmp_path / "clean.csv").read_bytes().decode() == given.replace("07700 900417", "[phone]")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-be", "utf-32", "utf-32-be"])
def test_a_copy_keeps_its_encoding(policy: Policy, tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "export.csv"
    source.write_bytes("conversation_id,role,text\nc1,client,Was kostet das – fünf €?\nc1,agent,Grüße\n".encode(encoding))
    if encoding.endswith("-be"):
        source.write_bytes("\ufeff".encode(encoding) + source.read_bytes())
    redact(source, tmp_path / "clean.csv", policy, Style.LABEL)
    assert (tmp_path / "clean.csv").read_bytes() == source.read_bytes()


def test_bytes_that_are_no_text_are_told(tmp_path: Path, cli: Cli) -> None:
    (tmp_path / "a.csv").write_bytes(
        "conversation_id,role,text\nc1,client,Grüße und Ähre \xff\n".encode().replace(b"\xc3\xbf", b"\xff")
    )
    ran = cli("redact", "a.csv", "--out", "b.csv", "-q")
    assert ran.code == 0
    assert "a.csv: 1 bytes that are no text" in ran.err


def test_all_else_of_a_json_stays_to_the_last_space(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    text = (
        '{"conversations" : [ {"conversation_id":"c1", "rate": 1.50e3, "none": null, "caf\\u00e9": "\\u00e9t\\u00e9",\n\t'
        '"messages":[{"role":"client","text":"call me: %s"}, {"role": "agent", "text": "Yes."}]}]}\n'
    )
    source.write_text(text % VALUES["phone"])
    redact(source, target, policy, Style.LABEL)
    assert target.read_text() == text % "[phone]"


def test_a_json_copied_in_pieces_is_the_same(policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, whole, pieces = (tmp_path / f"{name}.json" for name in ("export", "whole", "pieces"))
    row = {
        "conversation_id": "c1",
        "role": "client",
        "text": "call \u00e9 me: " + VALUES["phone"],
        "n": 7700900417,
        "x": -1.5e3,
    }
    source.write_text(json.dumps([row, {**row, "text": 'a "quoted" \\ word', VALUES["mail"]: [True, None]}]))
    redact(source, whole, policy, Style.LABEL)
    monkeypatch.setattr("caraway_audit.redact.json_copy._CHUNK", 3)
    redact(source, pieces, policy, Style.LABEL)
    assert pieces.read_bytes() == whole.read_bytes()
    assert VALUES["mail"] not in whole.read_text()


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text('a"\\\\\n\u00e9 ', max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('k"\\\\', max_size=3), inner, max_size=3),
    max_leaves=8,
)
_SEARCHING = Detector()


@given(_JSON, st.integers(1, 9), st.sampled_from([None, 1]))
def test_any_json_is_copied_whole_in_pieces(value: object, size: int, indent: int | None) -> None:
    text = json.dumps(value, indent=indent)
    redactor = Redactor(Known(NameIndex.of(())), _SEARCHING, Firm(), Style.LABEL, Pseudonyms(b"0123456789abcdef"))
    copies = []
    for chunk in (size, 10_000):
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(json_copy, "_CHUNK", chunk)
            copies.append(io.StringIO())
            json_copy.copy_json(io.StringIO(text), copies[-1], redactor)
    assert copies[0].getvalue() == copies[1].getvalue()


def test_of_html_only_values_change(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.jsonl", tmp_path / "clean.jsonl"
    stored = (
        "<p>Hi %s, what &amp; where? I typed &lt;script&gt;alert(1)&lt;/script&gt; &mdash; call %s</p><ul><li>Card "
        '%s</li><li>Or write to <a href="mailto:%s">%s</a>, <!-- %s --> <i title="for %s"></i> help@fernhill.example'
        "</li></ul>Kind regards<br>Dana"
    )
    split = stored % (
        "Rosa",
        "07700 <b>900</b> 417",
        "4916 3278 1045 9372",
        *[VALUES["mail"]] * 2,
        VALUES["phone"],
        "Rosa Quenby",
    )
    clean = stored % ("[client]", "[phone]<b></b>", "[card number]", "[e-mail]", "[e-mail]", "[phone]", "[client]")
    about = {"conversation_id": "c1", "role": "agent", "author": "Dana Whitfield", "client_name": "Rosa Lindqvist"}
    source.write_text(json.dumps(about | {"text": split}) + "\n")
    redact(source, target, policy, Style.LABEL)
    assert json.loads(target.read_text())["text"] == clean


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize(
    ("question", "answer", "value"),
    [
        ("hi, whats your password? ill check", "errr ok its Tangerine!dream77", "Tangerine!dream77"),
        ("Thank you. Date of birth?", "fourteenth of March nineteen fifty-two", "fourteenth of March nineteen fifty-two"),
    ],
)
def test_what_only_the_question_tells_is_replaced_in_every_format(
    question: str, answer: str, value: str, style: Style, tmp_path: Path
) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nmapping: [{files: '*html*', html: true}]\n")
    policy = load(str(tmp_path / "rules.yaml"))
    lines = [("agent", question), ("client", answer), ("agent", "That is right, thank you.")]
    about = [{"conversation_id": "c1", "role": role, "text": text} for role, text in lines]
    markup = [{**row, "text": f"<div>\n<p>{row['text'].replace(' ', ' &nbsp;', 1)}</p></div>"} for row in about]
    exports = {
        "tagged.jsonl": "\n".join(json.dumps({**row, "text": f"<p>{row['text']}</p>"}) for row in about),
        "plain.jsonl": "\n".join(map(json.dumps, about)),
        "html.jsonl": "\n".join(map(json.dumps, markup)),
        "chat.txt": "\n".join(f"{role.title()}: {text}" for role, text in lines),
        "cells.csv": 'conversation_id,transcript\nc1,"' + " / ".join(f"{role.title()}: {text}" for role, text in lines) + '"',
    }
    for name, export in exports.items():
        (tmp_path / name).write_text(export + "\n")
        redact(tmp_path / name, tmp_path / f"clean-{name}", policy, style)
        assert value.split()[-1] not in (clean := (tmp_path / f"clean-{name}").read_text()), name
        assert "That is right, thank you." in clean.replace("&nbsp;", "")


def test_a_chat_saved_as_text_keeps_its_times_and_agents(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nroster: [{agent: Ravi Kulkarni}]\n")
    (tmp_path / "chat.txt").write_text(
        "27/11/2026, 17:02 - Kasia Bell: heyy\n27/11/2026, 17:04 - Ravi Kulkarni: Hi Kasia, Ravi here. Is the light on?\n"
    )
    redact(tmp_path / "chat.txt", tmp_path / "clean.txt", load(str(tmp_path / "rules.yaml")), Style.LABEL)
    assert (tmp_path / "clean.txt").read_text() == (
        "27/11/2026, 17:02 - [client]: heyy\n27/11/2026, 17:04 - Ravi Kulkarni: Hi [client], Ravi here. Is the light on?\n"
    )


def test_what_is_found_does_not_hang_on_the_style(policy: Policy, tmp_path: Path) -> None:
    texts = ["Text the PIN to get GBP 300, Rosalinde", "Hi, I am Rosalinde me and my friend Ben want to plan a birthday party"]
    source = write(tmp_path, "csv", rows(texts))
    counts = [redact(source, tmp_path / f"{style}.csv", policy, style).counts for style in Style]
    assert counts[0] == counts[1] == counts[2]
    assert not any("Ben" in (tmp_path / f"{style}.csv").read_text() for style in Style)


def test_a_number_that_is_somebodys_is_found_in_a_number_too(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.jsonl", tmp_path / "clean.jsonl"
    row = {"conversation_id": "c1", "role": "client", "text": "hello there", "card": 4916327810459372, "seconds": 1772445600}
    source.write_text(json.dumps(row) + "\n")
    redact(source, target, policy, Style.LABEL)
    assert json.loads(target.read_text()) == {**row, "card": "[card number]"}


@pytest.mark.parametrize("field", ["word", ""])
@pytest.mark.parametrize(
    "words",
    [
        ["hello", "it", "is", "4539", "1488", "0343", "6467,", "thanks"],
        ["so", "my", "card", "is", *"4539148803436467"],
        ["not", "4539", "but", "the", "card", "is", "4539", "1488", "0343", "6467"],
        ["it's", "4539", "1488", "0343", "6467"],
        [" my", " card", " is", " 4539", " 1488", " 0343", " 6467"],
    ],
)
def test_a_value_in_words_of_their_own_is_found(words: list[str], field: str, policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    row = {"conversation_id": "c1", "role": "client", "text": "hello there"}
    row["heard"] = [{field: word, "at": 3} for word in words] if field else words
    source.write_text(json.dumps([row, {**row, "heard": ["hello", "there"]}]))
    redact(source, target, policy, Style.LABEL)
    first, second = json.loads(target.read_text())
    heard = [one[field] for one in first["heard"]] if field else first["heard"]
    kept = [word for word in heard if word.strip().replace("'", "").isalpha()]
    assert "[card number]" in map(str.strip, heard)
    assert not any(map(str.isdigit, "".join(heard)))
    assert len(heard) == len(words)
    assert kept == [word for word in words if word.strip().replace("'", "").isalpha()]
    assert second == {**row, "heard": ["hello", "there"]}


@pytest.mark.parametrize(
    "words", ["so my card is 4539 1488 0343 6467 thanks", "so it is four five three nine one four eight eight double oh"]
)
@pytest.mark.parametrize(
    "held",
    [
        lambda word: word,
        lambda word: [word, 1.5, 1.7],
        lambda word: {"type": "pronunciation", "alternatives": [{"confidence": "0.99", "content": word}]},
        lambda word: {"at": 2, "heard": {"text": word}},
    ],
    ids=["strings", "pairs", "alternatives", "objects"],
)
def test_a_word_may_lie_deeper(held: Callable[[str], object], words: str, policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    row = {"conversation_id": "c1", "role": "client", "text": "hello there", "items": [held(word) for word in words.split()]}
    source.write_text(json.dumps([row]))
    redact(source, target, policy, Style.LABEL)
    copy = target.read_text()
    assert not any(f'"{word}"' in copy for word in words.split() if word.isdigit() or word in {"four", "nine", "eight"})
    assert len(json.loads(copy)[0]["items"]) == len(words.split())
    assert '"so"' in copy


@pytest.mark.parametrize(
    "numbers",
    [
        ["36", "38", "40", "42", "44", "46"],
        ["2019", "2020", "2021", "2022"],
        ["0900", "1700", "0900", "1300"],
        ["1.2.3", "1.2.4"],
        ["small", "medium", "large", "36", "38", "40", "42"],
        ["lat", "lng", "alt", "52.520008", "13.404954"],
    ],
)
def test_numbers_without_words_are_no_text(numbers: list[str], policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    row = {"conversation_id": "c1", "role": "client", "text": "hello", "sizes": numbers}
    row["parts"] = [{"word": number} for number in numbers]
    row["pairs"] = [["so", number] for number in numbers]
    row["values"] = [{"alternatives": [{"word": number}]} for number in numbers]
    source.write_text(json.dumps([row]))
    redact(source, target, policy, Style.LABEL)
    assert json.loads(target.read_text()) == [row]


def test_what_was_replaced_before_in_a_list_shifts_nothing(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    words = "mail bob@lund.example and my card is 4539 1488 0343 6467 no sorry pin 1768 no 9019".split()
    source.write_text(json.dumps([{"conversation_id": "c1", "role": "client", "text": "hello", "words": words}]))
    redact(source, target, policy, Style.LABEL)
    (row,) = json.loads(target.read_text())
    assert row["words"][:10] == ["mail", "[e-mail]", "and", "my", "card", "is", "[card number]", "", "", ""]
    assert not any(map(str.isdigit, "".join(row["words"])))


def test_who_serves_keeps_a_name_in_parts_and_under_an_alias(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nroster: [{agent: Omar Haddad, aliases: [Omar H]}]\n")
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    rows = [
        {
            "conversation_id": "c1",
            "role": "agent",
            "author": "Omar H",
            "text": "Hi Tom, Omar H here.",
            "by": {"first_name": "Omar"},
        },
        {"conversation_id": "c1", "role": "client", "author": "Tom Lind", "text": "Hello Omar H", "by": {"first_name": "Tom"}},
    ]
    source.write_text(json.dumps(rows))
    redact(source, target, load(str(tmp_path / "rules.yaml")), Style.LABEL)
    agent, client = json.loads(target.read_text())
    assert agent == {**rows[0], "text": "Hi [client], Omar H here."}
    assert client == {**rows[1], "author": "[name]", "by": {"first_name": "[name]"}}


def test_a_client_who_is_called_like_an_agent_or_an_alias_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nroster: [{agent: Dana Reed, aliases: [Rose, Sam Fox]}]\n")
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    rows = [
        {"conversation_id": "c1", "role": "agent", "author": "Dana Reed", "text": "Hello"},
        {"conversation_id": "c1", "role": "client", "author": "Rose", "text": "Hi", "contact": {"first_name": "Dana"}},
        {"conversation_id": "c2", "role": "client", "author": "Sam Fox", "text": "Hi", "contact": {"last_name": "Reed"}},
    ]
    source.write_text(json.dumps(rows))
    redact(source, target, load(str(tmp_path / "rules.yaml")), Style.LABEL)
    _, *clients = json.loads(target.read_text())
    assert not {"Rose", "Sam Fox", "Dana", "Reed"} & {
        word for row in clients for word in (row["author"], *row["contact"].values())
    }


def test_a_stand_in_for_an_address_names_nobody(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.json", tmp_path / "clean.json"
    row = {"conversation_id": "c1", "role": "client", "author": "rosa.delgado@postbox.example", "text": "Hello", "via": "email"}
    source.write_text(json.dumps([{**row, "score": {"CUSTOMER": -3}}]))
    redact(source, target, policy, Style.LABEL)
    (copy,) = json.loads(target.read_text())
    assert copy["via"] == "email"
    assert copy["score"] == {"CUSTOMER": -3}


def test_what_was_found_by_its_words_is_replaced_where_it_stands_without_them(policy: Policy, tmp_path: Path) -> None:
    texts = ["my account number is 883002417 at your bank", "883002417", "and again 883-002-417!"]
    target = tmp_path / "clean.csv"
    redact(write(tmp_path, "csv", rows(texts)), target, policy, Style.LABEL)
    assert "883" not in target.read_text()


def test_pseudonyms_hold_from_export_to_export_under_one_key(policy: Policy, tmp_path: Path) -> None:
    def code(number: int, key: bytes, text: str = "call") -> str:
        folder = tmp_path / f"{number}"
        folder.mkdir()
        target = folder / "clean.csv"
        redact(write(folder, "csv", rows([f"{text} {VALUES['phone']} please"])), target, policy, Style.PSEUDONYM, key)
        assert key not in target.read_bytes()
        return "".join(re.findall(r"\[phone-\w{8}\]", target.read_text())[:1])

    key, other = b"a key of thirty-two bytes or so!", b"another key, as long as the first"
    assert code(1, key).startswith("[phone-")
    assert code(2, key) == code(3, key, "or ring")
    assert code(4, other) != code(5, key)


def test_a_client_who_is_mentioned_has_the_code_of_the_client(policy: Policy, tmp_path: Path) -> None:
    key = b"a key of thirty-two bytes or so!"
    for name, client, text in (("one", "Ulrike Sonnleitner", "hello"), ("two", "Odo Bell", "it was Mrs Ulrike Sonnleitner")):
        (tmp_path / f"{name}.csv").write_text(
            f"conversation_id,role,text,client_name\nc1,client,{text},{client}\nc1,agent,Hi.,\n"
        )
        redact(tmp_path / f"{name}.csv", tmp_path / f"clean-{name}.csv", policy, Style.PSEUDONYM, key)
    (code,) = set(re.findall(r"client-(\w{8})", (tmp_path / "clean-one.csv").read_text()))
    assert f"name-{code}" in (tmp_path / "clean-two.csv").read_text()


def test_a_mailbox_is_a_mailbox_again(policy: Policy, tmp_path: Path) -> None:
    target = tmp_path / "clean.mbox"
    redact(write(tmp_path, "mbox", rows(["From Monday on\nFrom here it is fine"])), target, policy, Style.LABEL)
    mails = list(mailbox.mbox(str(target)))
    assert [mail["From"].rpartition("@")[2] for mail in mails] == ["redacted.invalid>", "fernhill.example"]
    assert mails[0]["Message-ID"].endswith("@redacted.invalid>")
    assert "X-Phone" not in mails[0]
    body = str(mails[0].get_payload())
    assert "From here it is fine" in body
    assert "[attachment left out: [e-mail]" in body


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("cut.json", '{"conversations": [{"conversation_id": "c1", "messages": [', "not valid JSON"),
        ("odd.csv", "conversation_id,role,text\nc1,client,a,b,c\n", "cells"),
        ("none.csv", "conversation_id,role,text\n", "no conversation"),
        ("empty.csv", "", "empty"),
    ],
)
def test_what_cannot_be_read_is_refused_with_place_and_remedy(
    name: str, content: str, says: str, policy: Policy, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(IncompleteError, match=says) as refused:
        redact(tmp_path / name, tmp_path / "clean", policy, Style.LABEL)
    assert name in str(refused.value)
    assert not (tmp_path / "clean").exists()


@pytest.mark.parametrize("heading", ["Sender", "Absender", "Expéditeur", "Remitente", "Afzender", "Autor"])
def test_who_wrote_is_replaced_under_any_heading(heading: str, policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.csv", tmp_path / "clean.csv"
    lines = ["client;hello there, it broke;Fennimore Quillquist", "agent;Hello, I help you;Dana Whitfield"]
    source.write_text("\n".join([f"conversation_id;role;text;{heading}", *(f"C1;{line}" for line in lines)]) + "\n")
    redact(source, target, policy, Style.LABEL)
    assert "Quillquist" not in target.read_text()
    assert "Dana Whitfield" in target.read_text()


def test_a_long_link_hides_no_name_beside_it(policy: Policy, tmp_path: Path) -> None:
    said = f"fennimore quillquist https://files.example/{'a1b2' * 230}"
    lines = [("agent", "Who will collect it?", ""), ("client", said, ""), ("agent", "Thank you.", f"[10:02] Customer: {said}")]
    source, target = tmp_path / "export.jsonl", tmp_path / "clean.jsonl"
    rows = [{"conversation_id": "C1", "role": role, "text": text, "log": log} for role, text, log in lines]
    source.write_text("".join(f"{json.dumps(row)}\n" for row in rows))
    redact(source, target, policy, Style.LABEL)
    assert "quillquist" not in target.read_text()


def test_a_refusal_does_not_say_whom_the_file_is_called_after(policy: Policy, tmp_path: Path) -> None:
    source = tmp_path / "hepzibah.quill@mail.example.json"
    source.write_text("{")
    with pytest.raises(IncompleteError) as refused:
        redact(source, tmp_path / "clean", policy, Style.LABEL)
    assert "hepzibah" not in str(refused.value)
    assert "not valid JSON" in str(refused.value)


def test_a_word_of_a_thousand_letters_is_looked_for_in_linear_time(policy: Policy, tmp_path: Path) -> None:
    def seconds(size: int) -> float:
        source = write(tmp_path, "csv", rows(["a:" * (size // 2)]))
        begin = process_time()
        redact(source, tmp_path / f"clean-{size}.csv", policy, Style.LABEL)
        return process_time() - begin

    seconds(100)
    assert seconds(32_000) < 12 * seconds(8_000) + 0.5


@pytest.mark.parametrize(("umask", "mode"), [(0o077, 0o600), (0o022, 0o644)])
def test_a_copy_has_the_rights_that_new_files_have(policy: Policy, tmp_path: Path, umask: int, mode: int) -> None:
    source = write(tmp_path, "csv", rows(["hello there"]))
    before = os.umask(umask)
    try:
        redact(source, tmp_path / "clean.csv", policy, Style.LABEL)
    finally:
        os.umask(before)
    assert (tmp_path / "clean.csv").stat().st_mode & 0o777 == mode


def test_the_input_is_never_written_over(policy: Policy, tmp_path: Path) -> None:
    source = write(tmp_path, "csv", rows(["hello"]))
    (tmp_path / "link.csv").symlink_to(source)
    for target in (source, tmp_path / "link.csv", tmp_path, tmp_path / "nowhere" / "clean.csv"):
        with pytest.raises(UsageError):
            redact(source, target, policy, Style.LABEL)


def test_no_copy_takes_the_place_of_the_policy_or_the_key(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path, "csv", rows(["hello"]))
    (tmp_path / "rules.yaml").write_text("caraway: 1\n")
    (tmp_path / "key").write_text("0123456789abcdef")
    for name in ("rules.yaml", "key"):
        before = (tmp_path / name).read_text()
        ran = cli("redact", "export.csv", "--out", name, "--style", "pseudonym", "--key-file", "key")
        assert ran.code == 2
        assert "name another file" in ran.err
        assert (tmp_path / name).read_text() == before


def json_clean(folder: Path, policy: Policy, more: dict[str, Any], **client: str) -> dict[str, Any]:
    """A conversation with more fields, redacted."""
    messages = [{"role": "client", "text": "hello, my phone is broken"}, {"role": "agent", "author": "Dana", "text": "Hi."}]
    (folder / "export.json").write_text(json.dumps([{"conversation_id": "c1", **client, "messages": messages, **more}]))
    redact(folder / "export.json", folder / "clean.json", policy, Style.LABEL)
    return dict(json.loads((folder / "clean.json").read_text())[0])


def test_a_custom_field_is_what_its_label_says(policy: Policy, tmp_path: Path) -> None:
    labels = {"Full name": "Ulrike Sonnleitner", "Phone": "7700900417", "Password": "hunter23", "Colour": "green"}
    clean = json_clean(tmp_path, policy, {"custom_fields": [{"name": name, "value": said} for name, said in labels.items()]})
    assert [one["name"] for one in clean["custom_fields"]] == list(labels)
    assert [one["value"] for one in clean["custom_fields"]] == ["[name]", "[phone]", "[secret]", "green"]


def test_of_those_who_serve_only_the_name_stays(policy: Policy, tmp_path: Path) -> None:
    owner = {"name": "Dana Whitfield", "home_phone": "7700900415", "birthday": "1985-05-03", "password": "hunter22"}
    clean = json_clean(tmp_path, policy, {"assignee": owner})
    assert clean["assignee"] == {
        "name": "Dana Whitfield", "home_phone": "[phone]", "birthday": "[date of birth]", "password": "[secret]",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("field", "clean"),
    [
        ({"assignee": {"customer": {"name": "thistlewood"}}}, {"assignee": {"customer": {"name": "[name]"}}}),
        ({"assignee": {"requester": "thistlewood"}}, {"assignee": {"requester": "[client]"}}),
        ({"agent": {"last_customer_name": "thistlewood"}}, {"agent": {"last_customer_name": "[client]"}}),
        ({"team": {"last_customers": [{"full_name": "thistlewood"}]}}, {"team": {"last_customers": [{"full_name": "[name]"}]}}),
        ({"customer": {"agent": {"full_name": "kasia"}}}, {"customer": {"agent": {"full_name": "kasia"}}}),
        ({"agent": {"user": {"full_name": "kasia"}}}, {"agent": {"user": {"full_name": "kasia"}}}),
        ({"assignee": {"customer": {"name": "Dana"}}}, {"assignee": {"customer": {"name": "Dana"}}}),
        ({"vehicle": {"owner": "Hepzibah Ogle"}}, {"vehicle": {"owner": "[name]"}}),
        ({"vehicle": {"owner": {"name": "Hepzibah Ogle"}}}, {"vehicle": {"owner": {"name": "[name]"}}}),
        ({"ticket": {"owner": "Dana"}}, {"ticket": {"owner": "Dana"}}),
        ({"attachments": ["hannah_ogle.pdf"]}, {"attachments": ["[name].pdf"]}),
        ({"attachments": [{"name": "hannah_ogle.pdf"}]}, {"attachments": [{"name": "[name].pdf"}]}),
        ({"account": 88300241}, {"account": "[bank account]"}),
        ({"account": {"number": "88300241"}}, {"account": {"number": "[bank account]"}}),
        ({"order_notes": "Torvald Zalewski"}, {"order_notes": "[name]"}),
        ({"ref": "Oksana Dunmore"}, {"ref": "[name]"}),
        ({"watchers": ["Rosa Pettigrew"], "cc": "Efosa Marchetti"}, {"watchers": ["[name]"], "cc": "[name]"}),
        ({"participants": [{"displayName": "Efosa Marchetti"}]}, {"participants": [{"displayName": "[name]"}]}),
        ({"name": {"first": "Marguerite", "last": "Thistle"}}, {"name": {"first": "[client]", "last": "[client]"}}),
        ({"dob": {"d": 4, "y": 1971}}, {"dob": {"d": "[date of birth]", "y": "[date of birth]"}}),
        ({"phone": {"area": "07700", "type": "mobile"}}, {"phone": {"area": "[phone]", "type": "mobile"}}),
        ({"address": {"post": "LS21 8ZZ", "id": 7}}, {"address": {"post": "[address]", "id": 7}}),
        ({"tax": 1250, "pc": 12, "exp": 3, "answer1": 5}, {"tax": 1250, "pc": 12, "exp": 3, "answer1": 5}),
    ],
)
def test_a_field_is_what_its_name_and_parents_say(
    field: dict[str, Any], clean: dict[str, Any], policy: Policy, tmp_path: Path
) -> None:
    copy = json_clean(tmp_path, policy, field)
    assert {name: copy[name] for name in clean} == clean


def test_words_of_a_name_rename_no_field(policy: Policy, tmp_path: Path) -> None:
    more = {"tags": ["refund"], "title": "Refund", "people": {"Hannelore Vogt": 1}}
    clean = json_clean(tmp_path, policy, {**more, "next_of_kin": "Hannelore Vogt"}, client_name="Tags Title")
    assert {"tags", "title"} <= set(clean)
    assert "Hannelore Vogt" not in clean["people"]


@pytest.mark.parametrize(
    "field",
    [
        {"customer_name": "must not be empty"},
        {"contact": "phone"},
        {"home": "https://shop.example/"},
        {"mobile": "true"},
        {"zip": "export.zip"},
        {"user": "web"},
        {"plan": "Premium Support"},
        {"machine": "Kia Picanto"},
        {"site": "Larkfield Insurance"},
        {"region": "North Region"},
        {"phone": {"model": "iPhone 15", "os": "iOS 17.2"}},
    ],
)
def test_a_field_that_holds_something_else_stays(field: dict[str, Any], policy: Policy, tmp_path: Path) -> None:
    clean = json_clean(tmp_path, policy, field)
    assert {name: clean[name] for name in field} == field
    assert clean["messages"][0]["text"] == "hello, my phone is broken"


def test_what_is_said_of_a_field_in_a_message_names_nobody(policy: Policy, tmp_path: Path) -> None:
    clean = json_clean(
        tmp_path, policy, {"message": '{"customer_name": "must not be empty"}', "note": "It must work. You must see"}
    )
    assert clean["note"] == "It must work. You must see"
    assert clean["message"] == '{"customer_name": "must not be empty"}'


@pytest.mark.parametrize("said", ["must not be empty", "is required", "Field is too long", "cannot be blank"])
def test_what_is_wrong_with_a_name_teaches_no_words(said: str, policy: Policy, tmp_path: Path) -> None:
    more = {"payload": json.dumps({"customer_name": said}), "note": "We must not cancel it, the field is empty, too"}
    clean = json_clean(tmp_path, policy, more)
    assert {name: clean[name] for name in more} == more


@pytest.mark.parametrize("name", ["must not", "Must Notley", "be nguyen", "Ines Okonkwo", "ines okonkwo"])
def test_a_name_of_common_words_is_one(name: str, policy: Policy, tmp_path: Path) -> None:
    clean = json_clean(tmp_path, policy, {"payload": json.dumps({"customer_name": name})})
    assert (clean["payload"] == '{"customer_name": "[client]"}') == (name != "must not")


@pytest.mark.parametrize("place", ["W2-2ND", "M3-1ST", "B12-3RD"])
def test_a_shelf_is_no_postcode(place: str, policy: Policy, tmp_path: Path) -> None:
    given = [{**row, "message_id": f"{place}-{n}", "shelf": place} for n, row in enumerate(rows([f"it is in {place}", place]))]
    redact(write(tmp_path, "csv", given), tmp_path / "clean.csv", policy, Style.LABEL)
    clean = list(csv.DictReader((tmp_path / "clean.csv").open(encoding="utf-8"), delimiter=";"))
    assert {row["shelf"] for row in clean} == {place}
    assert all(place in row["text"] and row["message_id"].startswith(place) for row in clean)


def test_the_name_of_a_firm_teaches_no_words(policy: Policy, tmp_path: Path) -> None:
    clean = json_clean(tmp_path, policy, {"note": "the kitchen is late"}, client_name="Delivery Kitchen Solutions Ltd")
    assert clean["client_name"] == "[client]"
    assert clean["note"] == "the kitchen is late"


@pytest.mark.parametrize("style", list(Style))
def test_what_was_asked_for_and_replaced_is_no_secret_to_the_gate(style: Style, tmp_path: Path, cli: Cli) -> None:
    answers = ("<p>hunter22</p>", "hunter22<br>", "its hunter22", "hunter22", "password: hunter22<br>thanks", "pw hunter22</p>")
    given = [
        {**row, "conversation_id": f"c{number}"}
        for number, answer in enumerate(answers)
        for row in rows(["What is your password?", answer])
    ]
    for row in given:
        row["role"] = "agent" if row["text"].startswith("What") else "client"
    write(tmp_path, "csv", given)
    assert cli("redact", "export.csv", "--out", "clean.csv", "--style", str(style), "-q").code == 0
    assert "hunter22" not in (tmp_path / "clean.csv").read_text()
    assert cli("redact", "clean.csv", "--out", "again.csv", "--style", str(style), "-q").code == 0
    assert (tmp_path / "again.csv").read_bytes() == (tmp_path / "clean.csv").read_bytes()
    assert cli("gate", "clean.csv", "--select", "CA30", "--ignore", "CA308", "--fail-on", "minor", "-q").code == 0


@pytest.mark.parametrize(
    ("text", "copy"),
    [
        ("see https://x.example/?n=%22Odo%20Lindqvist%22 ok", "see https://x.example/?n=%22[client]%22 ok"),
        ('{"body": "hi\\r\\nOdo\\u0020Lindqvist"}', '{"body": "hi\\r\\n[client]"}'),
        ("50% off, C:\\new\\readme", "50% off, C:\\new\\readme"),
    ],
)
def test_a_name_in_a_link_or_in_stored_json_is_read(text: str, copy: str, policy: Policy, tmp_path: Path) -> None:
    clean = json_clean(tmp_path, policy, {"note": text}, client_name="Odo Lindqvist")
    assert clean["note"] == copy


_STORED = {"nm": "Hepzibah Ogle", "ph": "07700900514", "n": 3, "tags": ["late", None], "account": 88300241}
_STORED_CLEAN = {"nm": "[name]", "ph": "[phone]", "n": 3, "tags": ["late", None], "account": "[bank account]"}


@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_json_in_a_cell_is_read_by_its_keys(separators: tuple[str, str], policy: Policy, tmp_path: Path) -> None:
    def stored(value: object) -> str:
        return json.dumps(value, separators=separators)

    given = [{**row, "shelf": stored(_STORED), "payload": stored([{"in": stored(_STORED)}])} for row in rows(["is it open"])]
    redact(write(tmp_path, "csv", given), tmp_path / "clean.csv", policy, Style.LABEL)
    for row in csv.DictReader((tmp_path / "clean.csv").open(encoding="utf-8"), delimiter=";"):
        assert row["shelf"] == stored(_STORED_CLEAN)
        assert row["payload"] == stored([{"in": stored(_STORED_CLEAN)}])
    clean = json_clean(tmp_path, policy, {"payload": stored(_STORED), "assignee": stored({"name": "Dana"})})
    assert clean["payload"] == stored(_STORED_CLEAN)
    assert clean["assignee"] == stored({"name": "Dana"})


_ONLY_BY_KEY = json.dumps({"password": "tulip", "cvv": 123, "nm": "hepzibah ogle"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("\ufeff", ""),
        ("", ","),
        ('{"in": ', ",}"),
        ('{"in": [1, ', " , \n]}"),
        ('{"n": ' + "9" * 5000 + ', "in": ', "}"),
        ('{"in": [{"in": [{"in": ', "}]}]}"),
    ],
    ids=["as it is", "a mark", "a comma behind", "a comma within", "a comma and spaces", "a long number", "deep"],
)
def test_json_that_is_not_quite_json_is_read_by_its_keys(before: str, after: str, policy: Policy, tmp_path: Path) -> None:
    # These failed once: what is not read as JSON is prose, in which a password has no "is"
    given = [{**row, "shelf": f"{before}{_ONLY_BY_KEY}{after}"} for row in rows(["is it open"])]
    redact(write(tmp_path, "csv", given), tmp_path / "clean.csv", policy, Style.LABEL)
    clean = '{"password": "[secret]", "cvv": "[secret]", "nm": "[name]"}'
    for row in csv.DictReader((tmp_path / "clean.csv").open(encoding="utf-8"), delimiter=";"):
        assert clean + after in row["shelf"]
        assert row["shelf"].startswith(before[:6])


def test_json_in_json_is_read_four_levels_down_and_more(policy: Policy, tmp_path: Path) -> None:
    stored = _ONLY_BY_KEY
    for _ in range(5):
        stored = json.dumps({"in": stored})
    redact(write(tmp_path, "csv", [{**rows(["hi"])[0], "shelf": stored}]), tmp_path / "clean.csv", policy, Style.LABEL)
    [row] = csv.DictReader((tmp_path / "clean.csv").open(encoding="utf-8"), delimiter=";")
    clean = row["shelf"]
    for _ in range(5):
        clean = json.loads(clean)["in"]
    assert json.loads(clean) == {"password": "[secret]", "cvv": "[secret]", "nm": "[name]"}


@pytest.mark.parametrize(
    "text", ['{"nm": "open"', "[open]", "[" * 5000 + "]" * 5000, '{"n": ' + "9" * 5000 + "}", "{}", '["a"]']
)
def test_what_only_looks_like_json_is_a_text_as_any_other(text: str, policy: Policy, tmp_path: Path) -> None:
    redact(write(tmp_path, "csv", rows(["is it open"], extra=text)), tmp_path / "clean.csv", policy, Style.LABEL)
    [shelf] = {row["shelf"] for row in csv.DictReader((tmp_path / "clean.csv").open(encoding="utf-8"), delimiter=";")}
    assert shelf.count("[") == text.count("[") or "[" in shelf
    assert text[:6] in shelf


@pytest.mark.slow
def test_many_messages_that_begin_alike_take_no_time_squared(policy: Policy, tmp_path: Path) -> None:
    def seconds(count: int) -> float:
        given = []
        for number in range(count):
            name = "".join("bdfgklmnprst"[number // 12**place % 12] + "aeiou"[place] for place in range(4)).title()
            for role, text in (("agent", "May I have your name please?"), ("client", f"my name is {name} Rinetu ok")):
                given.append({**rows([text])[0], "conversation_id": f"c{number}", "role": role})
        source = write(tmp_path, "csv", given)
        begun = process_time()
        redact(source, tmp_path / "clean.csv", policy, Style.LABEL)
        return process_time() - begun

    seconds(50)
    assert seconds(1600) < 10 * seconds(400) + 2


def test_the_command_tells_what_was_replaced_and_the_gate_passes(tmp_path: Path, cli: Cli) -> None:
    write(tmp_path, "csv", rows([f"hello, {value}, thanks" for value in VALUES.values()]))
    assert cli("gate", "export.csv", "--select", "CA30", "--ignore", "CA308", "-q").code == 1
    ran = cli("redact", "export.csv", "--out", "clean.csv.gz")
    assert ran.code == 0
    assert "replaced in 1 conversation" in ran.out
    assert cli("gate", "clean.csv.gz", "--select", "CA30", "--ignore", "CA308", "--fail-on", "minor", "-q").code == 0


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--style", "xor"), "label, mask or pseudonym"),
        (("--key-file", "key"), "--style pseudonym"),
        (("--style", "pseudonym", "--key-file", "gone"), "cannot be read"),
        (("--style", "pseudonym", "--key-file", "key"), "at least 16 bytes"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(options: tuple[str, ...], says: str, tmp_path: Path, cli: Cli) -> None:
    write(tmp_path, "csv", rows(["hello"]))
    (tmp_path / "key").write_text("short")
    ran = cli("redact", "export.csv", "--out", "clean.csv", *options)
    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "clean.csv").exists()


@pytest.mark.parametrize(
    ("row", "gone"),
    [
        ({"phone": 1701234567, "cvv": 123, "password": 482913}, ("1701234567", "123,", "482913")),
        ({"text": "Hi Petra, petra?", "first_name": "Petra", "last_name": "Holm"}, ("etra", "Holm")),
        ({"Kunde": "Petra Holm", "Passwort": "Zebra99x", "Telefon": "5550199"}, ("Petra", "Zebra", "5550199")),
        (
            {"Destinatario": "Adalgund Pimpfhuber", "Nombre de usuario": "quankb77", "Matrícula": "1234 BCD"},
            ("Adalgund", "quankb77", "1234"),
        ),
        ({"Ontvanger": "Adalgund Pimpfhuber", "Rekeningnummer": "123456789", "Kenteken": "XB-12-YZ"}, ("Pimpf", "12345", "XB")),
        ({"Rechnungsadresse": "Am Tümpel 9", "Ausweisnr": "L01X00T47", "BLZ": "37040044"}, ("Tümpel", "L01X", "3704")),
        ({"Nom de famille": "Pimpfhuber", "Immatriculation": "AB-123-CD"}, ("Pimpf", "AB-")),
        ({"requester": "Petra Holm", "contacts": [{"name": "Lars Vik"}], "phone2": "5550199"}, ("Petra", "Lars", "5550199")),
        ({"text": "Hi Grace. It left on Monday.", "client_name": "Grace Miller"}, ("Grace",)),
        ({"text": "<p>4539&nbsp;1488&nbsp;0343&nbsp;6467 or petra&#64;mail.example</p>"}, ("0343", "mail.example")),
        ({"text": "see https://x.example/reset?email=petra%40mail.example"}, ("petra",)),
        ({"text": "password (new): Zebra-99x"}, ("Zebra",)),
        ({"text": "born on 1961-07-14, device 10:20:30:40:50:60"}, ("1961", "40:50")),
    ],
)
def test_what_an_attack_brought_out(row: dict[str, Any], gone: tuple[str, ...], policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.jsonl", tmp_path / "clean.jsonl"
    rest = {"conversation_id": "c1", "role": "agent", "author": "Dana Whitfield", "text": "sure, I help"}
    source.write_text(json.dumps(rest | row) + "\n")
    redact(source, target, policy, Style.LABEL)
    assert [value for value in gone if value in target.read_text()] == []
    assert "Dana Whitfield" in target.read_text()


def test_a_value_in_an_agents_name_is_replaced(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.csv", tmp_path / "clean.csv"
    source.write_text(
        "conversation_id,role,author,text\nc1,agent,4916327810459372,hello there\n"
        "c1,client,Ann,my card is 4916 3278 1045 9372\n"
        "c1,agent,Dana 07700 900417,thank you\nc1,agent,Dana Whitfield,done\n"
    )
    redact(source, target, policy, Style.LABEL)
    assert not {"4916", "9372", "900417"} & set(re.split(r"[ ,\n]", target.read_text()))
    assert "Dana Whitfield" in target.read_text()


def test_a_client_who_is_called_like_a_column_leaves_it(policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.csv", tmp_path / "clean.csv"
    source.write_text("conversation_id,role,text,client_name\nc1,client,hello Text,Idris Text Role\nc1,agent,hi,\n")
    redact(source, target, policy, Style.LABEL)
    assert target.read_text().splitlines()[:2] == ["conversation_id,role,text,client_name", "c1,client,hello [client],[client]"]


def test_a_sender_without_an_address_has_one_pseudonym(policy: Policy, tmp_path: Path) -> None:
    (tmp_path / "a.mbox").write_text(
        "From x Mon Mar  2 09:00:00 2026\nFrom: Rosalinde Quartermaine\nDate: Mon, 2 Mar 2026 09:00:00 +0000\n\nHello.\n"
    )
    for one, other in (("a", "b"), ("b", "c")):
        redact(tmp_path / f"{one}.mbox", tmp_path / f"{other}.mbox", policy, Style.PSEUDONYM, b"k" * 32)
    assert (tmp_path / "b.mbox").read_text() == (tmp_path / "c.mbox").read_text()
    assert "Rosalinde" not in (tmp_path / "b.mbox").read_text()


def test_who_writes_through_a_desk_stands_in_no_header(policy: Policy, tmp_path: Path) -> None:
    senders = ("'Zuzanna Thrale' via Support", "wilhelmina.pike (at) fen.example via Acme Desk", "w.pike@fen.example (Desk)")
    (tmp_path / "a.mbox").write_text(
        "".join(
            f'From x Mon Mar  2 09:00:00 2026\nFrom: "{sender}" <desk@fernhill.example>\nReply-To: z.thrale@fen.example\n'
            "To: desk@fernhill.example\nList-Id: Hannah Ogle's list <hannah-ogle.fernhill.example>\n"
            f"Date: Mon, 2 Mar 2026 09:00:0{number} +0000\n\nIs it open?\n\n"
            for number, sender in enumerate(senders)
        )
    )
    redact(tmp_path / "a.mbox", tmp_path / "b.mbox", policy, Style.LABEL)
    clean = (tmp_path / "b.mbox").read_text().casefold()
    assert [name for name in ("zuzanna", "thrale", "pike", "fen.example", "hannah", "ogle") if name in clean] == []
    assert clean.count("desk@fernhill.example") == 6
    assert "via acme desk" in clean
    assert clean.count("list-id: ") == 3
    redact(tmp_path / "b.mbox", tmp_path / "c.mbox", policy, Style.LABEL)
    assert (tmp_path / "c.mbox").read_bytes() == (tmp_path / "b.mbox").read_bytes()


def test_an_agent_who_is_called_like_a_client_keeps_their_own_name(policy: Policy, tmp_path: Path) -> None:
    given = [{**row, "author": "Rosalinde Stone"} if row["role"] == "agent" else row for row in rows(["It left, Rosalinde."])]
    target = tmp_path / "clean.csv"
    redact(write(tmp_path, "csv", given), target, policy, Style.LABEL)
    assert [row["author"] for row in csv.DictReader(target.open(), delimiter=";")] == ["[client]", "Rosalinde Stone"]
    assert "It left, [client]." in target.read_text()


def test_a_name_that_a_client_shares_with_an_agent_is_the_clients_where_the_client_is(policy: Policy, tmp_path: Path) -> None:
    said = [
        ("c1", "client", "Peter Blunt", "Hi, is the line up again?"),
        ("c1", "agent", "Declan Moran", "Hi Peter, Declan here. It is."),
        ("c2", "client", "Declan Roche", "declan roche, line is down"),
        ("c2", "agent", "Sinead Walsh", "Hello Declan, it is up again. Regards, Sinead Walsh"),
    ]
    (tmp_path / "a.csv").write_text(
        "conversation_id,role,author,text,client_name\n"
        + "".join(
            f'{c},{role},{who},"{text}",{"Peter Blunt" if c == "c1" else "Declan Roche"}\n' for c, role, who, text in said
        )
    )
    redact(tmp_path / "a.csv", tmp_path / "b.csv", policy, Style.LABEL)
    assert [row["text"] for row in csv.DictReader((tmp_path / "b.csv").open())] == [
        "Hi, is the line up again?",
        "Hi [client], Declan here. It is.",
        "[client], line is down",
        "Hello [client], it is up again. Regards, Sinead Walsh",
    ]


def test_what_an_english_tagger_does_not_know_stays(policy: Policy, tmp_path: Path) -> None:
    text = "Guten Tag, mein Internet geht seit gestern nicht mehr. Können Sie mir bitte helfen?"
    given = [{**row, "text": text} for row in rows(["a"])]
    redact(write(tmp_path, "csv", given), tmp_path / "b.csv", policy, Style.LABEL)
    assert {row["text"] for row in csv.DictReader((tmp_path / "b.csv").open(), delimiter=";")} == {text}


@pytest.mark.parametrize(
    "value",
    [1769221791, "1769221791", "2026-01-30 10:01:30.575071", "Sat, 24 Jan 2026 02:29:51 +0100", "2026-03-02T10:00:00+01:00"],
)
@pytest.mark.parametrize("name", ["timestamp", "created_at", "last_seen", "created"])
def test_times_stay(value: object, name: str, policy: Policy, tmp_path: Path) -> None:
    source, target = tmp_path / "export.jsonl", tmp_path / "clean.jsonl"
    row = {"conversation_id": "c1", "role": "client", "text": "my order is late please", name: value, "version": "20.7.3.16"}
    source.write_text(json.dumps(row) + "\n")
    redact(source, target, policy, Style.LABEL)
    assert json.loads(target.read_text()) == row


def test_names_of_fields_that_are_personal_stay_apart(policy: Policy, tmp_path: Path) -> None:
    source, target, again = tmp_path / "export.jsonl", tmp_path / "clean.jsonl", tmp_path / "again.jsonl"
    people = {"rosa@mail.example": "client", "petra@mail.example": "watcher"}
    source.write_text(
        json.dumps({"conversation_id": "c1", "role": "client", "text": "my order is late", "people": people}) + "\n"
    )
    redact(source, target, policy, Style.LABEL)
    assert list(json.loads(target.read_text())["people"].values()) == ["client", "watcher"]
    redact(target, again, policy, Style.LABEL)
    assert again.read_bytes() == target.read_bytes()


def test_a_long_run_of_one_character_takes_no_time_squared(policy: Policy, tmp_path: Path) -> None:
    source = tmp_path / "export.jsonl"
    lines = (
        {"conversation_id": f"c{n}", "role": "client", "text": f"my order is late {run * 60_000}"}
        for n, run in enumerate("_-.")
    )
    source.write_text("".join(json.dumps(line) + "\n" for line in lines))
    began = process_time()
    redact(source, tmp_path / "clean", policy, Style.LABEL)
    assert process_time() - began < 30  # it was minutes


def test_mail_in_which_nobody_is_known_as_an_agent_is_told(cli: Cli, tmp_path: Path) -> None:
    mail = "From a@example.com Mon Mar  2 10:00:00 2026\nFrom: Ann Bell <a@example.com>\nSubject: lid\n\nMy lid broke.\n"
    (tmp_path / "mail.mbox").write_text(mail, encoding="utf-8")
    ran = cli("redact", "mail.mbox", "--out", "clean.mbox")
    assert ran.code == 0
    assert "nothing says who the agents are" in ran.err
    (tmp_path / "caraway.yaml").write_text("caraway: 1\nfirm: {domains: [example.com]}\n", encoding="utf-8")
    ran = cli("redact", "mail.mbox", "--out", "clean.mbox", "--config", "caraway.yaml")
    assert "nothing says" not in ran.err


@pytest.mark.parametrize("style", list(Style))
@pytest.mark.parametrize(
    "text",
    [
        "I'm diabetic and nurse Bernadette said the insulin pump needs replacing",
        "changed my name from Stephen to Stephanie pls update, im trans",
    ],
)
def test_in_a_copy_nobody_is_identified_by_what_they_tell(
    policy: Policy, tmp_path: Path, style: Style, text: str, court: Court
) -> None:
    rows = [{"conversation_id": "c1", "messages": [{"role": "client", "author": "Client", "text": text}]}]
    (tmp_path / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    redact(tmp_path / "a.jsonl", tmp_path / "b.jsonl", policy, style)
    [clean] = (
        message["text"] for line in (tmp_path / "b.jsonl").read_text().splitlines() for message in json.loads(line)["messages"]
    )
    assert "CA306" in court.fails(conversation(f"client: {text}"))
    assert "CA306" not in court.fails(conversation(f"client: {clean}"))


@pytest.mark.parametrize(
    ("time", "text", "clean"),
    [
        # These failed once: a day told as a birthday stood before a time of day, too
        ("02/03/2026 10:02", "my son was born 02/03/2026", "my son was born [date of birth]"),
        ("2026-03-02 10:02:00", "dob 03/02/2026", "dob [date of birth]"),
        ("2026-03-02T10:02:00Z", "my dob is 14/02/1985 00:00", "my dob is [date of birth] 00:00"),
    ],
)
def test_a_birthday_and_a_time_of_the_same_day(policy: Policy, tmp_path: Path, time: str, text: str, clean: str) -> None:
    (tmp_path / "a.csv").write_text(
        f"conversation_id,role,timestamp,text\nc1,client,{time},{text}\nc1,agent,{time},thank you\n"
    )
    redact(tmp_path / "a.csv", tmp_path / "b.csv", policy, Style.LABEL)
    assert (tmp_path / "b.csv").read_text().splitlines()[1:] == [f"c1,client,{time},{clean}", f"c1,agent,{time},thank you"]


@pytest.mark.parametrize(
    ("column", "value", "clean"),
    [
        ("Child's name", "Macsen", "[client]"),
        ("Passenger 2", "Rhodri Pugh", "[client]"),
        ("Eircode", "F91 X2Y3", "[postcode]"),
        ("Teléfono", "655501234", "[phone]"),
        ("birth_dt", "1985-02-14 00:00:00", "[date of birth]"),
        ("Registration", "LN19 XKB", "[identity number]"),
        ("Registration", "2026-03-02", "2026-03-02"),
        ("Login", "mrs_tiggy", "[username]"),
        ("Partner", "active", "active"),
        ("partner", "DHL", "DHL"),
        ("partner", "DHL Express", "DHL Express"),
        ("partner", "Parcel Shop", "Parcel Shop"),
        ("partner_name", "Fernhill Logistics Ltd", "Fernhill Logistics Ltd"),
        ("partner", "Hepzibah Ogle", "[client]"),
        ("partner", "HEPZIBAH OGLE", "[client]"),
        ("partner", "Hepzibah OGLE", "[client]"),
        ("partner", "Thistlewood", "[client]"),
        ("partner", "OGLE", "[client]"),
        ("partner", "AJ Ogle", "[client]"),
        ("partner", "MR H OGLE", "[client]"),
        ("partner_name", "Jo", "[client]"),
        ("Vehicle", "Golf GTI 2", "Golf GTI 2"),
        ("born", "1985-02-14", "[date of birth]"),
        ("bday", "14 Feb", "[date of birth]"),
        ("naissance", "14/02/1985", "[date of birth]"),
        ("naissance", "Lyon", "Lyon"),
        ("sort", "20-45-45", "[bank account]"),
        ("Sort", "2", "2"),
        ("sort", "newest first", "newest first"),
        ("account", "88300241", "[bank account]"),
        ("acct", "8830 0241", "[bank account]"),
        ("konto", "883002417", "[bank account]"),
        ("account", "3", "3"),
        ("account", "premium", "premium"),
        ("account", "2026-03-02", "2026-03-02"),
        ("plate", "LN19 XKB", "[identity number]"),
        ("pc", "YO1 7HH", "[postcode]"),
        ("pc", "12", "12"),
        ("pp", "533401372", "[identity number]"),
        ("pp", "14", "14"),
        ("voter", "BW883002", "[identity number]"),
        ("voter", "yes", "yes"),
        ("tax", "8830024175", "[identity number]"),
        ("tax", "12.50", "12.50"),
        ("tax", "20%", "20%"),
        ("policy_no", "HH-883002", "[reference]"),
        ("hr_id", "E-4417", "[identity number]"),
        ("exp", "12/27", "[expiry]"),
        ("exp", "3", "3"),
        ("last4", "4417", "[card number]"),
        ("wallet", "bc1qar0srrr7xfkvy5l643lydnw9re59gtzzwf5mdq", "[wallet]"),
        ("wallet", "Apple Pay", "Apple Pay"),
        ("sim", "8944110068912345678", "[identity number]"),
        ("sim", "2", "2"),
        ("imsi", "234150999999999", "[identity number]"),
        ("iccid", "8944110068912345678", "[identity number]"),
        ("meter", "2200 0426 1234", "[identity number]"),
        ("meter", "4.5", "4.5"),
        ("geo", "53.9591 -1.0815", "[address]"),
        ("geo", "EU", "EU"),
        ("lat_lng", '"53.9591,-1.0815"', "[address]"),
        ("gps", "53.951", "[address]"),
        ("τηλ", "2101234567", "[phone]"),
        ("first", "Hepzibah", "[name]"),
        ("first", "yes", "yes"),
        ("last", "Tuesday", "Tuesday"),
        ("customer_first", "Hepzibah", "[name]"),
        ("account_name", "H Ogle", "[name]"),
        ("lname", "Ogle", "[name]"),
        ("last_nm", "Ogle", "[name]"),
        ("kennwort", "Amselnest5", "[secret]"),
        ("steuer_id", "57549285017", "[identity number]"),
        ("geb", "04.07.1983", "[date of birth]"),
        ("pwd", "Zebrafink7", "[secret]"),
        ("pass", "Zebrafink8", "[secret]"),
        ("pass", "day ticket", "day ticket"),
        ("pw", "Zebrafink9", "[secret]"),
        ("nick", "kitty_cat79", "[username]"),
        ("nick", "small", "small"),
        ("card1", "4539", "[card number]"),
        ("card_bin", "453960", "[card number]"),
        ("card", "gold", "gold"),
        ("mail_user", "tess.quill", "[e-mail]"),
        ("maiden", "Thistlewood", "[secret]"),
        ("maiden_name", "Thistlewood", "[name]"),
        ("answer1", "Thistlewood", "[secret]"),
        ("answer1", "yes", "yes"),
        ("answer1", "the parcel came very late", "the parcel came very late"),
        ("security_answer_2", "Thistlewood", "[secret]"),
        ("pw_hint", "cat and year", "[secret]"),
        ("hint", "Thistlewood", "[secret]"),
        ("hint", "none", "none"),
        ("gift recipient", "Hepzibah Ogle", "[name]"),
        ("beneficiaire", "Hepzibah Ogle", "[name]"),
        ("Bénéficiaire", "Hepzibah Ogle", "[name]"),
        ("Empfänger", "Hepzibah Ogle", "[name]"),
        ("destinataire", "Hepzibah Ogle", "[name]"),
        ("signed_by", "Hepzibah", "[name]"),
        ("ordered_by", "Hepzibah Ogle", "[name]"),
        ("ordered_by", "Dana Whitfield", "Dana Whitfield"),
        ("reported by", "H Ogle", "[name]"),
        ("reported by", "Customer", "Customer"),
        ("kin", "Hepzibah Ogle", "[name]"),
        ("driver", "Tobiah Ogle", "[name]"),
        ("driver", "none", "none"),
        ("pickup person", "Hepzibah Ogle", "[name]"),
        ("delivered to neighbour", "Hepzibah Ogle", "[name]"),
        ("delivered to neighbour", "yes", "yes"),
        ("kid1", "Macsen", "[name]"),
        ("witness", "Hepzibah Ogle", "[name]"),
        ("vehicle_owner", "Hepzibah Ogle", "[name]"),
        ("имя", "Хепзиба", "[name]"),
        ("фио", "Хепзиба Огл", "[name]"),
        ("姓名", "王小明", "[name]"),
        ("房客", "王小明", "[name]"),
        ("handle", "hepzi_ogle", "[username]"),
        ("handle", "with care", "with care"),
        ("slug", "hannah-ogle", "[name]"),
        ("slug", "late-delivery", "late-delivery"),
        ("hostname", "hannahs-macbook", "[name]s-macbook"),
        ("hostname", "www1", "www1"),
        ("device", "Hepzibah's iPhone", "[name]'s iPhone"),
        ("device", "iPhone von Hepzibah", "iPhone von [name]"),
        ("device", "iPhone 15", "iPhone 15"),
        ("device", "Galaxy S23", "Galaxy S23"),
        ("device", "Samsung Galaxy", "Samsung Galaxy"),
        ("device", "Driver's tablet", "Driver's tablet"),
        ("filename", "Hannah_Ogle_passport.pdf", "[name]_passport.pdf"),
        ("attachment", "passport-hannah-ogle.jpg", "passport-[name].jpg"),
        ("file", "IMG_20260302_1002.jpg", "IMG_20260302_1002.jpg"),
        ("gamer", "hepzi_ogle", "[username]"),
        ("addr1", "44 Marmalade Lane", "[address]"),
        ("addr2", "Flat 7", "[address]"),
        ("address1", "44 Marmalade Lane", "[address]"),
    ],
)
def test_a_column_is_what_its_name_says(policy: Policy, tmp_path: Path, column: str, value: str, clean: str) -> None:
    (tmp_path / "a.csv").write_text(
        f"conversation_id,role,author,text,{column}\nc1,client,,is it open,{value}\nc1,agent,Dana Whitfield,Yes.,\n"
    )
    redact(tmp_path / "a.csv", tmp_path / "b.csv", policy, Style.LABEL)
    assert (tmp_path / "b.csv").read_text().splitlines()[1].replace('"', "") == f"c1,client,,is it open,{clean}"
    redact(tmp_path / "b.csv", tmp_path / "c.csv", policy, Style.LABEL)
    assert (tmp_path / "c.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()


@pytest.mark.parametrize("identity", ["EH6 5QR", "rosalinde_quartermaine"])
def test_an_id_that_is_a_value_becomes_a_code(identity: str, policy: Policy, tmp_path: Path) -> None:
    given = [
        {**row, "conversation_id": identity, "message_id": f"{identity}-{n}"} for n, row in enumerate(rows(["is it open"]))
    ]
    redact(write(tmp_path, "csv", given), tmp_path / "clean.csv", policy, Style.LABEL)
    clean = list(csv.DictReader((tmp_path / "clean.csv").open(encoding="utf-8"), delimiter=";"))
    assert {re.sub(r"\w{8}$", "", row["conversation_id"]) for row in clean} == {"id-"}
    assert len({row["conversation_id"] for row in clean}) == 1
    assert identity not in (tmp_path / "clean.csv").read_text()


def test_all_styles_replace_the_same_national_numbers(policy: Policy, tmp_path: Path) -> None:
    # This failed once: a pseudonym named the number otherwise and was replaced again
    (tmp_path / "a.csv").write_text("conversation_id,role,text\nc1,client,my aadhaar is 2341 2341 2346\n")
    copies = [redact(tmp_path / "a.csv", tmp_path / f"{style}.csv", policy, style) for style in Style]
    assert {tuple(copy.counts.items()) for copy in copies} == {(("identity number", 1),)}


def test_agents_in_a_list_of_users_stay(tmp_path: Path) -> None:
    (tmp_path / "rules.yaml").write_text(
        'caraway: 1\nroster: [{agent: Becca Stone, aliases: ["9001"]}]\n'
        "mapping:\n  - conversations: tickets\n    messages: comments\n"
        "    fields: {conversation_id: id, sender: author_id, requester: requester_id, author: author_id, text: body}\n"
    )
    comments = [
        {"author_id": 5, "body": "Where is my bill?"},
        {"author_id": 9001, "body": "On its way. Kind regards, Becca Stone"},
    ]
    tickets = {"tickets": [{"id": 1, "requester_id": 5, "comments": comments}]}
    users = {"users": [{"id": 9001, "name": "Becca Stone"}, {"id": 5, "name": "Vera Holm"}]}
    (tmp_path / "a.json").write_text(json.dumps(tickets | users))
    redact(tmp_path / "a.json", tmp_path / "b.json", load(str(tmp_path / "rules.yaml")), Style.LABEL)
    clean = (tmp_path / "b.json").read_text()
    assert clean.count("Becca Stone") == 2
    assert "Vera" not in clean


@pytest.mark.parametrize("name", ["eve", "kev", "will", "may"])
def test_a_client_whose_name_is_a_word_is_no_author(name: str, policy: Policy, tmp_path: Path) -> None:
    # This failed once: in small letters such a word was taken for itself
    source, target = tmp_path / "export.csv", tmp_path / "clean.csv"
    source.write_text(f"conversation_id,role,author,text\nc1,client,{name},hello there\nc1,agent,Dana,it will may be\n")
    redact(source, target, policy, Style.LABEL)
    assert target.read_text().splitlines()[1:] == ["c1,client,[client],hello there", "c1,agent,Dana,it will may be"]


def test_a_daughter_who_is_called_like_an_agent_elsewhere_is_nobody_who_serves(policy: Policy, tmp_path: Path) -> None:
    # This failed once: names of agents were read in every conversation
    source, target = tmp_path / "export.csv", tmp_path / "clean.csv"
    source.write_text(
        "conversation_id,role,author,text\nc1,client,Ann,its for Sandra and Alfie\nc1,agent,Dana,Thank you\n"
        "c2,client,Bob,is that Sandra?\nc2,agent,Sandra,Sandra here\n"
    )
    redact(source, target, policy, Style.LABEL)
    assert target.read_text().splitlines()[1:] == [
        "c1,client,[client],its for [name] and [name]",
        "c1,agent,Dana,Thank you",
        "c2,client,[client],is that Sandra?",
        "c2,agent,Sandra,Sandra here",
    ]


def test_what_stands_in_place_of_a_value_is_no_name_where_it_is_asked_for(policy: Policy, tmp_path: Path) -> None:
    # This failed once: of a copy "[IBAN]", told where an IBAN was asked for, was taken for somebody who is called so
    source, target, again = tmp_path / "export.csv", tmp_path / "clean.csv", tmp_path / "again.csv"
    source.write_text(
        "conversation_id,role,author,text\nc1,client,Ann,Where is my refund\nc1,agent,Dana,Could you give me an IBAN?\n"
        "c1,client,Ann,GB82WEST12345698765432\nc1,agent,Dana,Thank you\n"
    )
    redact(source, target, policy, Style.LABEL)
    assert target.read_text().splitlines()[2:4] == ["c1,agent,Dana,Could you give me an IBAN?", "c1,client,[client],[IBAN]"]
    redact(target, again, policy, Style.LABEL)
    assert again.read_bytes() == target.read_bytes()


def test_what_only_the_copy_brings_out_is_replaced_in_it(policy: Policy, tmp_path: Path) -> None:
    # This failed once: the number of the question hid that the answer names somebody, until it was replaced
    source, target, again = tmp_path / "export.jsonl", tmp_path / "clean.jsonl", tmp_path / "again.jsonl"
    said = [
        ("agent", "Desk", "Note sent, Mr. Der Bedrosian. Your number for her is 617-555-0189?"),
        ("client", "Vartan", "yes, my wife answer, Arpi"),
    ]
    messages = [{"role": role, "author": author, "text": text} for role, author, text in said]
    source.write_text(json.dumps({"conversation_id": "c1", "channel": "chat", "messages": messages}) + "\n")
    redact(source, target, policy, Style.LABEL)
    assert "Arpi" not in target.read_text()
    redact(target, again, policy, Style.LABEL)
    assert again.read_bytes() == target.read_bytes()


def test_a_short_value_of_a_text_is_replaced_in_its_own_column(policy: Policy, tmp_path: Path) -> None:
    said = "My policy number HH-4471902 and booking ref QX7T2M, please."
    source = tmp_path / "own.csv"
    source.write_text(
        "Ticket ID,Role,Author,Body,Policy,Booking,Age group,Health notes,passport_ref,Shelf\n"
        f'T1,client,Rosa Lind,"{said}",HH-4471902,QX7T2M,30-39,diabetic,PX4471209,B-12\n'
        "T1,agent,Dana,Noted with thanks.,HH-4471902,QX7T2M,30-39,diabetic,PX4471209,B-12\n"
    )
    redact(source, tmp_path / "clean.csv", policy, Style.LABEL)
    for row in list(csv.DictReader((tmp_path / "clean.csv").open()))[:2]:
        cells = (row["Policy"], row["Booking"], row["Health notes"], row["passport_ref"])
        assert all(cell.startswith("[") for cell in cells), cells
        assert (row["Age group"], row["Shelf"]) == ("30-39", "B-12")


def test_a_mail_keeps_its_own_text_beside_a_forwarded_one(policy: Policy, tmp_path: Path) -> None:
    inner, outer = EmailMessage(), EmailMessage()
    inner.set_content("What was forwarded is plain.")
    outer["From"], outer["To"], outer["Date"] = "rosa@mail.example", "help@fernhill.example", "Mon, 2 Mar 2026 10:00:00 +0000"
    outer.set_content("<p>The kettle leaks.</p>", subtype="html")
    outer.add_attachment(inner)
    path = tmp_path / "mails.mbox"
    path.write_bytes(b"From x Thu Jan  1 00:00:00 1970\n" + outer.as_bytes() + b"\n")
    redact(path, tmp_path / "clean.mbox", policy, Style.LABEL)
    copy = (tmp_path / "clean.mbox").read_text()
    assert "The kettle leaks." in copy
    assert "What was forwarded is plain." in copy


def test_of_two_ways_to_show_a_text_the_plain_one_is_kept(policy: Policy, tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Date"] = "rosa@mail.example", "help@fernhill.example", "Mon, 2 Mar 2026 10:00:00 +0000"
    mail.set_content("It leaks.")
    mail.add_alternative("<p>It leaks.</p>", subtype="html")
    path = tmp_path / "mails.mbox"
    path.write_bytes(b"From x Thu Jan  1 00:00:00 1970\n" + mail.as_bytes() + b"\n")
    redact(path, tmp_path / "clean.mbox", policy, Style.LABEL)
    assert (tmp_path / "clean.mbox").read_text().count("It leaks.") == 1


def test_an_address_of_the_firm_that_bears_a_clients_name_goes_everywhere(policy: Policy, tmp_path: Path) -> None:
    mails = []
    for number, (sender, body) in enumerate(
        (
            ("Rosa Delgado <rosa@mail.example>", "Hello, it leaks."),
            (
                "Rosa Delgado <rosa.delgado@fernhill.example>",
                "> rosa.delgado@fernhill.example wrote\nSorry, a new one is sent.",
            ),
        )
    ):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Message-ID"] = sender, "help@fernhill.example", f"<{number}@mail.example>"
        mail["Date"] = f"Mon, 2 Mar 2026 10:0{number}:00 +0000"
        mail.set_content(body)
        mails.append(b"From x Thu Jan  1 00:00:00 1970\n" + mail.as_bytes() + b"\n")
    path = tmp_path / "mails.mbox"
    path.write_bytes(b"".join(mails))
    redact(path, tmp_path / "clean.mbox", policy, Style.LABEL)
    assert "delgado" not in (tmp_path / "clean.mbox").read_text().lower()


@pytest.mark.parametrize(("source", "target"), [("-", "clean.csv"), ("own.csv", "-")])
def test_streams_are_refused(source: str, target: str, policy: Policy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("own.csv").write_text("conversation_id,role,text\nc1,client,hi\n")
    with pytest.raises(UsageError, match="from a file to a file"):
        redact(Path(source), Path(target), policy, Style.LABEL)
    assert not Path("-").exists()
