"""No raw personal data leaves: values of every kind are planted in every field, and every byte written is searched.

The last test switches masking off and expects the search to find them: a search that finds nothing proves nothing.
"""

import csv
import html
import json
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.cli.auditing import audit_command
from caraway_audit.cli.checking import check_command
from caraway_audit.cli.gating import gate_command
from caraway_audit.cli.inspecting import inspect_command
from caraway_audit.errors import IncompleteError
from caraway_audit.privacy.again import Digests
from caraway_audit.privacy.mask import Masker

VALUES = {
    "card": "4916 3278 1045 9372",
    "card, another": "5331-8720-4460-9155",
    "card in words": "four nine one six three two seven eight one zero four five nine three seven two",
    "security code": "cvc 9137",
    "mail": "rosa.lindqvist@mail.example",
    "mail, beyond ASCII": "jürgen.möller@post.example",
    "phone": "07700 900 417",
    "phone, abroad": "+49 30 23125 778",
    "IBAN": "DE89 3704 0044 0532 0130 00",
    "IBAN, grouped by two": "DE 02 12 03 00 00 00 00 20 20 51",
    "SSN": "536-90-4399",
    "address of a device": "00:1B:44:11:3A:B7",
    "password": "password: Xylo-Quartz-81",
    "date of birth": "born on 14.07.1961",
}
NAMES = {
    "name": "Rosalinde Quartermaine",
    "accents": "Inés Garçonnet-Vial",
    "handle": "@zephyr_and_the_owl",
    "id": "KD-7740923",
    "other client": "Bartholomew Oakenshield",
    "single name": "Zoltanek",
    "short single name": "Otzi",
    "short id": "X7q9",
}
NEEDLES = [
    "4916327810459372", "3278 1045", "3278-1045", "4460-91", "three two seven eight", "cvc 9137", "rosa.lindqvist",
    "lindqvist@", "möller@", "900 417", "900417", "23125 778", "23125778", "3704 0044", "370400440532", "20 51", "536-90",
    "90-4399", "11:3a:b7", "xylo", "quartz-81", "14.07.1961", "quartermaine", "rosalinde", "garçonnet", "garconnet",
    "zephyr", "7740923", "oakenshield", "zoltanek", "otzi", "x7q9",
]  # fmt: skip

AGENT = "Dana Whitfield"


def plant(name: str, n: int = 0) -> list[dict[str, str]]:
    """A conversation whose texts, on both sides and in a note, hold every value, with faults beside so that it is shown."""
    said = [
        f"Hello, I am {name}, client {NAMES['id']}, also known as {NAMES['handle']}.",
        f"Fuck {NAMES['single name']}, {NAMES['short single name']} and x7q9, they told me nothing.",
        *(f"Here is it: {value}, and I am furious, you fucking people." for value in VALUES.values()),
        "Delete all my data, this is an outrage.",
    ]
    answers = [
        f"Calm down {name}. You should have written to {NAMES['other client']} instead.",
        f"You should have asked zoltanek, {NAMES['short single name']} or {NAMES['short id']}.",
        *(f"So it is {value}? I guarantee this will never happen again, {name.split()[0]}." for value in VALUES.values()),
        "We can't do that.",
    ]
    rows = []
    for number, (one, other) in enumerate(zip(said, answers, strict=True)):
        for role, author, text in (("client", name, one), ("agent", AGENT, other)):
            rows.append(
                {
                    "conversation_id": f"{VALUES['mail']}-{n}" if n == 1 else f"c{n}",
                    "message_id": f"{VALUES['phone']}-{number}-{role}" if n == 2 else f"m{number}{role[0]}",
                    "timestamp": f"2026-03-02T10:{2 * number:02}:{'00' if role == 'client' else '30'}Z",
                    "role": role,
                    "author": author,
                    "text": text,
                    "channel": VALUES["mail"] if n == 3 else "chat",
                    "team": f"Team of {VALUES['phone']}" if n == 4 else "Orders",
                    "visibility": "public",
                    "client_name": name,
                    "client_id": NAMES["short id"] if n == 6 else NAMES["id"],
                    "status": "ended",
                    "language": VALUES["mail"] if n == 5 else "",
                }
            )
    note = dict(
        rows[-1], message_id=f"n{n}", role="agent", visibility="internal", text=f"{name} again, {VALUES['card']}, bullshit"
    )
    return [*rows, note]


def conversations() -> list[list[dict[str, str]]]:
    names = [
        NAMES["name"],
        NAMES["name"],
        NAMES["accents"],
        NAMES["other client"],
        NAMES["handle"],
        NAMES["name"],
        NAMES["single name"],
    ]
    names.append(NAMES["short single name"])
    return [plant(name, n) for n, name in enumerate(names)]


def write_csv(folder: Path) -> Path:
    path = folder / "export.csv"
    rows = [row for conversation in conversations() for row in conversation]
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
        # Rows that cannot be read, with values in every cell that a message could quote.
        bad = dict(rows[0], role=VALUES["card"], timestamp=VALUES["mail"])
        writer.writerows([bad, dict(rows[0], conversation_id=""), dict(rows[1], timestamp=VALUES["phone"], message_id="x")])
        writer.writerow(dict(rows[1], visibility=NAMES["name"], message_id="y"))
        writer.writerow(dict(rows[1], status=VALUES["IBAN"], message_id="z"))
        out.write(f"{VALUES['card']},{NAMES['name']}\n")
    return path


def write_json(folder: Path, cut: bool = False) -> Path:
    path = folder / ("cut.json" if cut else "export.json")
    talks = [
        {
            "conversation_id": f"j-{n}", "channel": "chat", "team": "Orders", "client_name": rows[0]["client_name"],
            "client_id": NAMES["id"], "status": "ended", "messages": [
                {key: row[key] for key in ("message_id", "timestamp", "role", "author", "text", "visibility")} for row in rows
            ],
        }
        for n, rows in enumerate(conversations())
    ]  # fmt: skip
    text = json.dumps({"conversations": talks, VALUES["mail"]: VALUES["phone"]}, ensure_ascii=cut)
    path.write_text(text[: len(text) // 2] if cut else text, encoding="utf-8")
    return path


def write_mbox(folder: Path) -> Path:
    path = folder / "mail.mbox"
    with path.open("wb") as out:
        before = ""
        for number, row in enumerate(plant(NAMES["name"])):
            mail = EmailMessage()
            client = f"{NAMES['name']} <{VALUES['mail']}>"
            agent = f"{AGENT} <dana@acme.example>"
            sender, to = (client, agent) if row["role"] == "client" else (agent, client)
            mail["From"], mail["To"], mail["Subject"] = sender, to, f"Card {VALUES['card']} of {NAMES['name']}"
            mail["Date"] = f"Mon, 02 Mar 2026 10:{number:02}:00 +0000"
            mail["Message-ID"] = f"<{number}.{VALUES['mail']}>"
            if before:
                mail["In-Reply-To"] = mail["References"] = before
            before = str(mail["Message-ID"])
            mail.set_content(
                f"{row['text']}\n\nOn Monday {NAMES['name']} wrote:\n> take {VALUES['card']}\n> {VALUES['phone']}\n"
            )
            out.write(f"From {VALUES['mail']} Mon Mar  2 10:00:00 2026\n".encode() + mail.as_bytes() + b"\n")
    return path


def write_shapes(folder: Path) -> list[Path]:
    """The same in shapes of other systems: transcripts in cells and as text, CSV and JSON that the policy maps."""
    talks = conversations()
    transcripts, mapped, text, foreign = (folder / name for name in ("cells.csv", "mapped.csv", "chat.txt", "mapped.json"))
    with transcripts.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Ticket ID", "Customer", "Agent", "Created At", "Chat transcript"])
        for n, rows in enumerate(talks):
            lines = [f"[10:{m % 60:02}] {row['role'].title()}: {row['text']}" for m, row in enumerate(rows)]
            writer.writerow([f"t-{n}", rows[0]["client_name"], AGENT, "2026-03-02", "\n".join(lines)])
        # What cannot be read: speakers whom nobody knows, none at all, all on one line, a date that reads two ways.
        name, card = NAMES["name"], VALUES["card"]
        writer.writerow(["x1", "", "", card, f"{name}: {card}\n{NAMES['other client']}: {VALUES['phone']}"])
        writer.writerow(["x2", name, card, VALUES["mail"], f"{card} {name}"])
        writer.writerow(["x3", name, card, "03/04/2026", f"[10:02] Agent: {card}"])
        writer.writerow(["x4", name, card, "", f"Agent: {card} Customer: {name}"])
    with mapped.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(["Nr", "Wann", "Richtung", "Wer", "Inhalt", "Art"])
        for n, rows in enumerate(talks):
            for row in rows:
                kind = "intern" if row["visibility"] == "internal" else VALUES["IBAN"]
                writer.writerow([f"m-{n}", "02/03/2026 10:00", row["role"].upper(), row["author"], row["text"], kind])
        writer.writerow(["m-1", VALUES["phone"], NAMES["name"], VALUES["mail"], VALUES["card"], NAMES["handle"]])
    values = [
        {"key": f"f-{n}", "said": [{"who": r["role"], "what": r["text"], "by": r["author"]} for r in rows]}
        for n, rows in enumerate(talks)
    ]
    values.append(
        {"key": VALUES["card"], "said": [{"who": NAMES["name"], "what": VALUES["card"], "by": VALUES["mail"]}, VALUES["IBAN"]]}
    )
    foreign.write_text(json.dumps({"export": {"talks": values, VALUES["mail"]: 1}}), encoding="utf-8")
    said = [f"{AGENT if row['role'] == 'agent' else row['author']}: {row['text']}" for row in talks[0]]
    text.write_text(f"{VALUES['card']}\n" + "\n".join(said), encoding="utf-8")
    return [transcripts, mapped, text, foreign]


POLICY = f"""
caraway: 1
firm: {{domains: [acme.example]}}
roster: [{{agent: {AGENT}}}]
mapping:
  - files: mapped.csv
    fields: {{conversation_id: Nr, timestamp: Wann, role: Richtung, author: Wer, text: Inhalt, visibility: Art}}
    internal: [intern]
    dates: day-first
  - files: mapped.json
    conversations: export.talks
    messages: said
    fields: {{conversation_id: key, role: who, text: what, author: by}}
    roles: {{client: ["{VALUES["phone"]}"]}}
"""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "rules.yaml").write_text(POLICY)
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    return tmp_path


def run_everything(place: Path, capfd: pytest.CaptureFixture[str], jobs: int = 1) -> dict[str, bytes]:
    """Every reader, every format and every stream; what was written, by name."""
    folder = place / "in"
    inputs = [write_csv(folder), write_json(folder), write_json(folder, cut=True), write_mbox(folder), *write_shapes(folder)]
    names = [str(path.relative_to(place)) for path in inputs]
    outputs = [f"{name}=out/{name}" for name in ("markdown", "json", "outcomes", "html", "findings-csv", "scores-csv")]
    audit_command(names, "out/folder", outputs, None, ((), (), ()), fail_on="minor", exit_zero=False, jobs=jobs, quiet=False)
    inspect_command(names, None)
    everything = ((), (), ())
    counts = {"fail_on": "minor", "min_confidence": "low", "exit_zero": False}
    for name in names[:1]:  # the export that knows every client by name and id
        check_command(name, None, everything, agents=(), **counts)
    refusals = ""
    for agent in (AGENT, VALUES["mail"], NAMES["name"]):  # the last two wrote in no conversation as agents
        options = counts | {"narrow": ((agent,), (), "2026-03-02", None), "preset": None, "jobs": jobs, "quiet": False}
        try:
            gate_command(names, [f"json=out/gate-{agent == AGENT}"], None, everything, **options)
        except IncompleteError as error:
            refusals += str(error).partition("Agents in")[2]  # what was typed is told back to who typed it
    shown = capfd.readouterr()
    written = {str(path.relative_to(place)): path.read_bytes() for path in (place / "out").rglob("*") if path.is_file()}
    assert len(written) > 20
    return (
        written
        | {"file names": "\n".join(written).encode(), "stdout": shown.out.encode(), "stderr": shown.err.encode()}
        | {"refusals": refusals.encode()}
    )


def forms(data: bytes) -> Iterator[str]:
    """What was written as it is, unescaped as HTML and as JSON, and with separators out of digits."""
    text = data.decode("utf-8").casefold()
    yield text
    yield html.unescape(text)
    yield re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)
    yield re.sub(r"(?<=\d)[\s.,\-]{1,2}(?=\d)", "", text)


def leaks(written: dict[str, bytes]) -> set[tuple[str, str]]:
    return {
        (needle, name)
        for name, data in written.items()
        for form in forms(data)
        for needle in NEEDLES
        if needle.casefold() in form
    }


@pytest.mark.slow
@pytest.mark.parametrize("jobs", [1, 2])
def test_nothing_planted_is_written(place: Path, capfd: pytest.CaptureFixture[str], jobs: int) -> None:
    written = run_everything(place, capfd, jobs)
    assert leaks(written) == set()
    report = written["out/json"].decode()
    for rule in ("CA101", "CA208", "CA301", "CA305", "CA403", "CA501"):
        assert f'"{rule}"' in report.partition('"findings"')[2]  # the planted faults were found, with evidence


@pytest.mark.slow
def test_without_masking_the_search_finds_the_values(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Masker, "find", lambda self, text: [])
    monkeypatch.setattr(Masker, "is_harmless", lambda self, identity: True)
    monkeypatch.setattr(Digests, "__contains__", lambda self, digest: False)  # or nothing would be written at all
    found = {needle for needle, _ in leaks(run_everything(place, capfd))}
    assert len(found) > len(NEEDLES) * 0.8


def test_a_crash_of_a_rule_tells_no_text(
    place: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from caraway_audit.rules.declarative import PhraseRule

    def crash(self: Any, talk: Any) -> Any:
        raise ValueError(talk.messages[0].text)

    monkeypatch.setattr(PhraseRule, "check", crash)
    written = run_everything(place, capfd)
    assert b"crashed" in written["stderr"]
    assert leaks(written) == set()


@pytest.mark.slow
def test_what_is_refused_tells_no_value(cli: Any, tmp_path: Path) -> None:
    """Errors of check and gate through the command line: nobody by that name, nothing that can be read, a crossed pipe."""
    (tmp_path / ".git").mkdir()
    path = write_csv(tmp_path)
    rows = [row for row in plant(NAMES["name"]) if row["role"] == "agent"]
    for row in rows:
        row["author"] = VALUES["mail"]  # an agent who is only known by an address
    with (tmp_path / "address.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    said = ""
    for arguments in (
        ("check", "address.csv"),
        ("check", "address.csv", "--agent", "Nobody"),
        ("gate", "address.csv", "--agent", VALUES["mail"]),
        ("gate", path.name, "--agent", "Nobody"),
        ("gate", path.name, "--team", "Nobody"),
        ("gate", path.name, "-o", "findings-csv=-"),
        ("check", "-"),
    ):
        ran = cli(*arguments, stdin=path.read_text(encoding="utf-8"))
        assert ran.code in (0, 1, 3)
        said += ran.out + ran.err
    assert "Agents in this export: agent-" in said
    assert leaks({"said": said.encode()}) == set()
