"""`check`: one person's own transcript in the terminal: what an agent reads, from whatever they pipe in, in a moment."""

import gzip
import json
import os
import pty
import re
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Cli = Callable[..., Any]
Export = Callable[..., Path]

HELLO = "Good morning, my kettle arrived with a scratch in the lid"
SORRY = "Hello Ann, I am sorry about that scratch and will send a new one today. Anything else I can do? Have a good day."
BLAME = "Hello Ann, you should have checked it at the door."


def flat(text: str) -> str:
    """Output without the line breaks of a narrow terminal."""
    return " ".join(text.split())


def test_a_finding_has_its_place_the_reason_the_clause_and_better_words(cli: Cli, export: Export) -> None:
    ran = cli("check", export((HELLO, BLAME)))
    out = flat(ran.out)
    assert ran.code == 1
    assert "1 conversation, 2 messages by Dana Whitfield" in out
    assert "▲ major CA403 blame sure" in out
    assert "message 2 of 2 (m2), agent Dana Whitfield, 2 March 2026, 10:01" in out
    assert "Hello [client], »you should have checked« it at the door." in out
    assert "what “you should have checked” puts the blame on somebody." in out
    assert "why 4.1 Approach conflicts or disagreements constructively" in out
    assert "better Say what happened and what you will do" in out
    assert "wrong if A cause is named neutrally" in out
    assert "Well done" not in out
    assert "Ann" not in out
    assert "Exit 1: 1 of these counts (major or worse, medium or high confidence)." in ran.err


def test_a_kind_word_where_nothing_is_found(cli: Cli, export: Export) -> None:
    ran = cli("check", export((HELLO, SORRY)))
    assert (ran.code, ran.err) == (0, "")
    assert re.search(r"Nothing found in what you wrote \(\d+ rules looked\)\. Well done\.$", flat(ran.out))


def test_the_clients_part_stands_apart_and_never_counts(cli: Cli, export: Export) -> None:
    ran = cli("check", export((f"What the fuck. {HELLO}", SORRY)), "--fail-on", "minor")
    assert ran.code == 0
    out = flat(ran.out)
    assert "The client's part. It never counts against you: ● CA101 profanity" in out
    assert "Nothing found in what you wrote" in out
    assert "The client was not easy; that is not your doing." in out
    assert "wrong if" not in out


def test_personal_values_are_a_task_to_clean(cli: Cli, export: Export) -> None:
    ran = cli("check", export((f"{HELLO}, take 4539 1488 0343 6467", SORRY)))
    out = flat(ran.out)
    assert ran.code == 1
    assert "To clean before this goes anywhere else: ▲ CA301 payment-card" in out
    assert "»[card •••• 6467]«" in out
    assert "Nothing found in what you wrote" in out
    assert "1 personal value to clean." in out
    assert "4539" not in out
    assert "client's part" not in out


def test_what_could_not_be_judged_is_no_pass(cli: Cli, export: Export, tmp_path: Path) -> None:
    out = flat(cli("check", export((HELLO,))).out)
    assert "Not judged, which is no pass:" in out
    assert "only one side wrote" in out
    assert "Nothing that an agent wrote could be judged here, so this is no pass." in out
    assert "Well done" not in out
    german = (
        "Guten Tag, mein Kessel ist mit einem Kratzer im Deckel angekommen",
        "Guten Tag, das tut uns sehr leid, wir senden",
    )
    out = flat(cli("check", export(german)).out)
    assert "the language “de” is not covered: " in out
    assert "more" in out


def test_several_agents_are_all_judged_unless_one_is_named(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    rows = ["client,Ann Bell," + HELLO, "agent,Dana Whitfield," + BLAME, f"agent,Omar Haddad,{BLAME}"]
    lines = [f'c1,{row.split(",", 2)[0]},{row.split(",", 2)[1]},"{row.split(",", 2)[2]}"\n' for row in rows]
    (tmp_path / "two.csv").write_text("conversation_id,role,author,text\n" + "".join(lines))
    both = flat(cli("check", "two.csv", "--select", "CA403").out)
    assert "Several agents wrote here and all are judged; --agent NAME looks at one of them." in both
    assert "CA403 blame sure Dana Whitfield" in both
    assert "CA403 blame sure Omar Haddad" in both
    one = cli("check", "two.csv", "--select", "CA403", "--agent", "omar haddad")
    assert one.out.count("CA403 blame") == 1
    assert "message 3 of 3" in one.out
    wrong = cli("check", "two.csv", "--agent", "Omar Hadad")
    assert wrong.code == 3
    assert "did you mean “Omar Haddad”?" in wrong.err


@pytest.mark.parametrize(
    ("options", "code"),
    [(("--fail-on", "critical"), 0), (("--exit-zero",), 0), (("--ignore", "CA403"), 0), (("--fail-on", "huge"), 2), ((), 1)],
)
def test_exit_codes(cli: Cli, export: Export, options: tuple[str, ...], code: int) -> None:
    assert cli("check", export((HELLO, BLAME)), *options).code == code


def test_what_cannot_be_read_is_three(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.4 x")
    for name, complaint in (("gone.csv", "there is no such file"), ("a.pdf", "is a PDF")):
        ran = cli("check", name, "--exit-zero")
        assert (ran.code, ran.out) == (3, "")
        assert complaint in ran.err


HOSTILE = "\x1b]0;owned\x07\x1b[2J [bold red]x[/] [/nothing] [link=http://evil.example]y[/link] \u202edrow\u200b :smile: "


def test_hostile_text_is_only_text(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    messages = [
        {"message_id": HOSTILE, "role": "client", "author": HOSTILE, "text": f"{HOSTILE} what the fuck is this, my friends?"},
        {"message_id": "m2", "role": "agent", "author": f"Dana {HOSTILE}", "text": f"{HOSTILE} you should have checked it."},
    ]
    talk = {"conversation_id": HOSTILE, "team": HOSTILE, "channel": HOSTILE, "messages": messages}
    (tmp_path / "bad.json").write_text(json.dumps([talk, talk | {"conversation_id": "c2"}]))
    for command in (("check", "bad.json"), ("gate", "bad.json"), ("gate", "bad.json", "--agent", HOSTILE)):
        ran = cli(*command, env={"FORCE_COLOR": ""})
        said = ran.out + ran.err
        assert ran.code in (1, 3)
        assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e\u200b]", said)
        assert "[bold red]" in flat(said)
        assert ":smile:" in flat(said) or command[0] == "gate"  # which shows less of a text


def test_a_long_message_is_cut_around_what_is_meant(cli: Cli, export: Export) -> None:
    long = "The kettle is made in Leeds by hand. " * 40
    out = flat(cli("check", export((HELLO, f"{long}You should have checked it. {long}"))).out)
    shown = re.search(r"\d\d:\d\d (… .{20,400}?»You should have checked«.{20,400}? …) what", out)
    assert shown
    assert len(shown[1]) < 500


# Standard input, in every format and for every command that reads.

NATIVE = {
    "conversation_id": "c1", "channel": "chat", "client_name": "Ann Bell", "messages": [
        {"message_id": "m1", "role": "client", "author": "Ann Bell", "text": HELLO},
        {"message_id": "m2", "role": "agent", "author": "Dana Whitfield", "text": BLAME},
    ],
}  # fmt: skip
MBOX = f"""\
From ann@mail.example Mon Mar  2 10:00:00 2026
From: Ann Bell <ann@mail.example>
To: help@acme.example
Subject: Kettle
Date: Mon, 02 Mar 2026 10:00:00 +0000
Message-ID: <1@mail.example>

{HELLO}.

From dana@acme.example Mon Mar  2 10:10:00 2026
From: Dana Whitfield <dana@acme.example>
To: Ann Bell <ann@mail.example>
Subject: Re: Kettle
Date: Mon, 02 Mar 2026 10:10:00 +0000
Message-ID: <2@acme.example>
In-Reply-To: <1@mail.example>

{BLAME}

"""
FORMATS = {
    "csv": f'conversation_id,role,author,text,client_name\nc1,client,Ann Bell,"{HELLO}",Ann Bell\n'
    f'c1,agent,Dana Whitfield,"{BLAME}",Ann Bell\n',
    "json": json.dumps({"conversations": [NATIVE]}, indent=1),
    "jsonl": json.dumps(NATIVE) + "\n",
    "mbox": MBOX,
    "text": f"Client: {HELLO}.\nAgent: {BLAME}\n",
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_comes_in_by_standard_input(cli: Cli, tmp_path: Path, form: str) -> None:
    (tmp_path / "rules.yaml").write_text("caraway: 1\nfirm: {domains: [acme.example]}\n")
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    arguments = {"check": [], "gate": [], "inspect": [], "audit": ["-o", "json=-"]}
    for command, more in arguments.items():
        ran = cli(command, "-", *more, stdin=FORMATS[form], env={"TMPDIR": str(scratch)})
        assert ran.code == (1 if command in ("check", "gate") else 0), ran.err
        assert ("CA403" in ran.out) is (command != "inspect")
        assert list(scratch.iterdir()) == []
        if command == "audit":
            assert json.loads(ran.out)["coverage"]["files"][0]["file"] == "stdin"


def test_nothing_named_is_standard_input_and_gzip_is_read(
    tmp_path: Path, export: Export, clean_environment: dict[str, str]
) -> None:
    packed = gzip.compress(export((HELLO, BLAME)).read_bytes())
    command = [sys.executable, "-m", "caraway_audit", "check"]
    done = subprocess.run(command, input=packed, capture_output=True, env=clean_environment, cwd=tmp_path, timeout=60)
    assert done.returncode == 1
    assert b"CA403" in done.stdout


@pytest.mark.parametrize("text", ["", "   \n"])
def test_nothing_piped_in_is_three_with_a_remedy(cli: Cli, tmp_path: Path, text: str) -> None:
    (tmp_path / ".git").mkdir()
    ran = cli("check", stdin=text)
    assert (ran.code, ran.out) == (3, "")
    assert "stdin: nothing came in. Pipe a file into it, or paste a conversation." in ran.err


def test_standard_input_counts_once_and_beside_files(cli: Cli, export: Export) -> None:
    path = export((HELLO, SORRY))
    text = FORMATS["csv"].replace("c1,", "other,")
    ran = cli("audit", "-", path, "-", "-o", "json=-", stdin=text)
    assert ran.code == 0
    assert json.loads(ran.out)["coverage"]["conversations"] == 2


def test_a_keyboard_is_told_what_to_do(tmp_path: Path, clean_environment: dict[str, str]) -> None:
    # This failed once: it takes a second Ctrl-D to end
    (tmp_path / ".git").mkdir()
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "caraway_audit", "check"]
    with subprocess.Popen(
        command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=clean_environment, cwd=tmp_path, text=True
    ) as process:
        os.close(theirs)
        time.sleep(1)
        os.write(ours, FORMATS["csv"].encode() + b"\x04")
        out, err = process.communicate(timeout=30)
    os.close(ours)
    assert process.returncode == 1
    assert err.startswith("Paste the conversation, then press Ctrl-D on a new line. It stays on this machine.")
    assert "CA403" in out


def test_a_transcript_with_a_phone_number_and_a_card_starts_nothing_heavy(cli: Cli, export: Export) -> None:
    texts = [f"{HELLO}. Call me on 07700 900417.", "Hello Ann, I am sorry, of course.", "My card is 4539 1488 0343 6467"]
    texts += ["Thank you for your patience, I am looking into it.", "And when will it come to me?"] * 14
    ran = cli("check", export(texts), python=("-X", "importtime"))
    heavy = ("presidio_analyzer", "spacy", "pandas", "numpy", "jinja2", "holidays")
    lines = [line.rpartition("|")[2].strip() for line in ran.err.splitlines() if line.startswith("import time:")]
    assert {line.partition(".")[0] for line in lines} & set(heavy) == set()
    assert "[card •••• 6467]" in ran.out
    assert "phone •• 17" in ran.out


def test_a_paste_of_names_on_standard_input_is_read_once_the_agent_is_named(cli: Cli, tmp_path: Path) -> None:
    # This failed once: only a file's name told that names at the beginning of lines are speakers
    (tmp_path / ".git").mkdir()
    text = "Ann: Hi, is my parcel stuck?\nMia: Hello Ann, you should have checked it at the door.\nAnn: oh, ok\n"
    ran = cli("check", "-", "--agent", "Mia", stdin=text)
    assert "1 conversation, 3 messages by Mia" in ran.out
    assert "CA403" in ran.out
    refused = cli("check", "-", stdin="Name: x\nDate: y\nname: z\nnote: z\n")
    assert refused.code == 3


@pytest.mark.parametrize(("speaker", "name"), [("Acme Support", "Acme Support"), ("Liam (Acme)", "Liam (Acme)")])
def test_a_speaker_is_the_agent_whatever_the_name_is_made_of(cli: Cli, tmp_path: Path, speaker: str, name: str) -> None:
    (tmp_path / ".git").mkdir()
    lines = (f"[09:0{n}] {who}: {text}" for n, (who, text) in enumerate(
        [("Paulo R.", "hi, my kettle is broken"), (speaker, "You should have checked it at the door."), ("Paulo R.", "oh, ok")]
    ))  # fmt: skip
    ran = cli("check", "-", "--agent", name, stdin="\n".join(lines))
    assert f"3 messages by {name}" in ran.out
    assert "CA403" in ran.out
