"""Values that nobody has written down before, of every kind, in every field of every format: none stands in any report.

With masking switched off no report is written at all; with the search of the reports off as well, this test fails: a search
that finds nothing proves nothing.
"""

import csv
import html
import json
import re
from collections.abc import Callable, Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caraway_audit.cli.auditing import audit_command
from caraway_audit.cli.checking import check_command
from caraway_audit.errors import LeakError
from caraway_audit.privacy.again import Digests
from caraway_audit.privacy.checksums import luhn
from caraway_audit.privacy.mask import Masker


def digits(count: int) -> st.SearchStrategy[str]:
    """Digits that stand nowhere by chance, as zeros would."""
    return st.text("0123456789", min_size=count, max_size=count).filter(lambda text: len(set(text)) > min(count, 9) // 2)


def grouped(number: str, sizes: tuple[int, ...], separator: str) -> str:
    groups, place = [], 0
    for size in sizes:
        groups.append(number[place : place + size])
        place += size
    return separator.join([*groups, number[place:]] if number[place:] else groups)


def card(head: str, body: str, separator: str) -> str:
    number = next(one for digit in "0123456789" if luhn(one := f"{head}{body[: 15 - len(head)]}{digit}"))
    return grouped(number, (4, 4, 4, 4), separator)


def iban(account: str, separator: str) -> str:
    check = 98 - int(f"{account}131400") % 97  # DE00 at the end, letters as numbers
    return grouped(f"DE{check:02}{account}", (4, 4, 4, 4, 4), separator)


CARDS = st.builds(
    card, st.sampled_from(["4", "51", "55", "2221", "2720"]), digits(15), st.sampled_from(["", " ", "-", ".", "\u00a0"])
)
IBANS = st.builds(iban, digits(18), st.sampled_from(["", " ", "-"]))
PHONES = st.builds(
    "{}{}".format,
    st.sampled_from(["07700 900", "+44 7700 900", "+447700900", "(212) 555-0", "212.555.0"]),
    digits(3).filter(lambda end: end != "123"),  # which stands in an example of a rule
)
MAILS = st.builds(
    "{}.{}@{}.example".format,
    st.text("abcdefghijklmnoprstuvwz", min_size=5, max_size=9),
    st.text("abcdefghijklmnopüéø", min_size=6, max_size=9),
    st.sampled_from(["mail", "post.box", "web-7"]),
)
SOCIAL = st.builds(
    "{}-{}-{}".format, st.sampled_from(["536", "219", "457"]), st.sampled_from(["90", "41"]), st.integers(1000, 9999)
)
DEVICES = st.text("0123456789ABCDEF", min_size=10, max_size=10).map(
    lambda t: "02:" + ":".join(t[n : n + 2] for n in range(0, 10, 2))
)
SECRETS = st.text("abcdefghkmnpqrstuvwxyz23456789", min_size=9, max_size=14).map(lambda text: f"password: Q7{text}x")
KINDS = {
    "card": CARDS, "IBAN": IBANS, "phone": PHONES, "mail": MAILS, "social": SOCIAL, "device": DEVICES, "secret": SECRETS,
}  # fmt: skip
PLANTED = st.sampled_from(sorted(KINDS)).flatmap(lambda kind: KINDS[kind])

TEXTS = ("client text", "agent text", "note", "quoted")
FIELDS = (
    "conversation_id",
    "message_id",
    "author",
    "client_name",
    "client_id",
    "team",
    "channel",
    "language",
    "status",
    "file",
)
FORMATS = ("csv", "json", "jsonl", "mbox", "txt")
BEFORE = ("it is ", "You should have said ", "fuck you, ", "\n", "(")
AFTER = ("", ".", ", I guarantee this never happens again", "\nthanks")


def rows(places: dict[str, str]) -> list[dict[str, str]]:
    """A conversation with faults of both sides, and what is planted at its places."""
    said = {place: places.get(place, "") for place in TEXTS}
    lines = [
        ("client", "public", f"You idiots! {said['client text']}"),
        ("agent", "public", f"Calm down. {said['agent text']} I guarantee it."),
        ("agent", "internal", f"what a moron. {said['note']}"),
        ("client", "public", f"So be it. {said['client text']}"),
    ]
    return [
        {
            "conversation_id": places.get("conversation_id", "c1"),
            "message_id": f"{places['message_id']} {number}" if "message_id" in places else f"m{number}",
            "timestamp": f"2026-03-02T10:0{number}:00Z",
            "role": role,
            "author": places.get("author", "A client") if role == "client" else "Dana Whitfield",
            "text": text,
            "visibility": visibility,
            "client_name": places.get("client_name", "Odo Bell"),
            **{field: places.get(field, default) for field, default in DEFAULTS.items()},
        }
        for number, (role, visibility, text) in enumerate(lines)
    ]


DEFAULTS = {"client_id": "k1", "team": "Orders", "channel": "chat", "language": "en", "status": "ended"}


def write(folder: Path, form: str, places: dict[str, str]) -> Path:
    name = re.sub(r"[/\s\u00a0]", "_", places.get("file", "export"))
    path, given_rows = folder / f"{name}.{form}", rows(places)
    if form == "csv":
        with path.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, list(given_rows[0]))
            writer.writeheader()
            writer.writerows(given_rows)
    elif form in ("json", "jsonl"):
        first = given_rows[0]
        talk: dict[str, Any] = {key: first[key] for key in ("conversation_id", "client_name", *DEFAULTS)}
        talk["messages"] = [{key: value for key, value in row.items() if key not in talk} for row in given_rows]
        path.write_text(json.dumps({"conversations": [talk]} if form == "json" else talk, ensure_ascii="file" in places))
    elif form == "txt":
        who = {"agent": "Agent Dana", "client": "Customer"}
        path.write_text("".join(f"{who[row['role']]}: {row['text']}\n" for row in given_rows), encoding="utf-8")
    else:
        with path.open("wb") as out:
            for number, row in enumerate(given_rows):
                mail = EmailMessage()
                people = (f"{row['client_name']} <odo.bell@mail.example>", "Dana Whitfield <dana@acme.example>")
                mail["From"], mail["To"] = people if row["role"] == "client" else people[::-1]
                mail["Subject"] = " ".join(places.get("team", "Parcel").split())
                mail["Date"] = f"Mon, 02 Mar 2026 10:0{number}:00 +0000"
                mail["Message-ID"] = f"<m{number}@mail.example>"
                mail.set_content(f"{row['text']}\n\nOn Monday Dana wrote:\n> {places.get('quoted', 'nothing')}\n")
                out.write(b"From x@mail.example Mon Mar  2 10:00:00 2026\n" + mail.as_bytes() + b"\n")
    return path


def reported(folder: Path, form: str, places: dict[str, str]) -> Iterator[str]:
    """Everything that an audit and a check write and show, in each form that a reader could undo."""
    target = folder / "out"
    source, policy = str(write(folder, form, places)), str(folder / "rules.yaml")
    audit_command([source], str(target), [], policy, ((), (), ()), fail_on=None, exit_zero=True, jobs=1, quiet=True)
    for path in target.rglob("*"):
        yield str(path.relative_to(target)).casefold()
        if path.is_file():
            yield from forms(path.read_text(encoding="utf-8"))


def forms(text: str) -> Iterator[str]:
    text = text.casefold()
    yield text
    yield html.unescape(text)
    yield re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text).casefold()
    yield re.sub(r"(?<=\d)[\s.,\-\u00a0]{1,2}(?=\d)", "", text)


def needles(value: str) -> set[str]:
    """What must stand nowhere: the value as it was written, without separators, and the heart of a number."""
    bare = value.removeprefix("password: ").casefold()
    squeezed = re.sub(r"[^\w@]", "", bare) if not re.search("[@:]", bare) else bare
    return {bare, squeezed, *([squeezed[2:-2]] if squeezed.isdigit() and len(squeezed) > 12 else [])}


@pytest.fixture
def place(tmp_path: Path) -> Callable[[], Path]:
    """A new folder with a policy for each example."""
    numbers = iter(range(10_000))

    def make() -> Path:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        (folder / "rules.yaml").write_text("caraway: 1\nfirm: {domains: [acme.example]}\nroster: [{agent: Dana Whitfield}]\n")
        return folder

    return make


@pytest.mark.slow
@settings(max_examples=120, phases=(Phase.reuse, Phase.generate), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    form=st.sampled_from(FORMATS),
    texts=st.dictionaries(
        st.sampled_from(TEXTS), st.tuples(st.sampled_from(BEFORE), PLANTED, st.sampled_from(AFTER)), min_size=1, max_size=3
    ),
    fields=st.dictionaries(st.sampled_from(FIELDS), st.one_of(CARDS, PHONES, MAILS, SOCIAL), max_size=2),
)
def test_no_value_stands_in_any_report(
    form: str, texts: dict[str, tuple[str, str, str]], fields: dict[str, str], place: Callable[[], Path]
) -> None:
    places = {where: "".join(parts) for where, parts in texts.items()} | fields
    sought = set().union(*map(needles, [*(parts[1] for parts in texts.values()), *fields.values()]))
    for text in reported(place(), form, places):
        assert not [needle for needle in sought if needle in text]


PLAIN = {"client text": "it is 4916 3278 1045 9372", "agent text": "so rosa.lind@mail.example?"}


def test_without_masking_no_report_is_written(place: Callable[[], Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Masker, "find", lambda self, text: [])
    folder = place()
    with pytest.raises(LeakError, match=r"about to be shown \(.*line \d+\)") as told:
        list(reported(folder, "json", PLAIN))
    assert not (folder / "out").exists()
    assert "4916" not in str(told.value)
    with pytest.raises(LeakError, match="terminal"):
        check_command(
            str(write(folder, "json", PLAIN)),
            None,
            ((), (), ()),
            agents=(),
            fail_on="minor",
            min_confidence="low",
            exit_zero=True,
        )


@pytest.mark.parametrize("where", ["name", "text"])
def test_without_masking_and_search_values_are_found(
    where: str, place: Callable[[], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Masker, "find", lambda self, text: [])
    monkeypatch.setattr(Masker, "known", lambda self, text: [])
    monkeypatch.setattr(Masker, "is_harmless", lambda self, identity: True)
    monkeypatch.setattr(Digests, "__contains__", lambda self, digest: False)
    places = PLAIN if where == "text" else {"file": "rosa.lind@mail.example"}
    sought = needles("4916 3278 1045 9372") if where == "text" else needles("rosa.lind@mail.example")
    assert any(needle in text for text in reported(place(), "json", places) for needle in sought)
