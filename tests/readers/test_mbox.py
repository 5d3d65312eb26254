"""Mailboxes: mails become messages, threads become conversations."""

import gzip
import random
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from caraway_audit.model import Client, Role
from caraway_audit.readers import ReaderSettings, group

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]

DATA = Path(__file__).parents[3] / "shared" / "data" / "mbox"
SETTINGS = ReaderSettings(is_agent=lambda address: address.endswith("@acme.example"))


def mail(
    number: int,
    body: str,
    *,
    sender: str = "Ann Lee <Ann@client.example>",
    answers: int | None = None,
    headers: str = "",
    date: str = "Mon, 2 Mar 2026 10:{:02}:00 +0100",
) -> str:
    lines = [
        "From sender@host.example Mon Mar  2 10:00:00 2026",
        f"From: {sender}",
        f"Date: {date.format(number)}",
        f"Message-ID: <{number}@host.example>",
        "Subject: =?utf-8?q?Paket_f=C3=BCr_Ann?=",
    ]
    if answers is not None:
        lines.append(f"In-Reply-To: <{answers}@host.example>")
    return "\n".join(lines) + "\n" + headers + "\n" + body + "\n\n"


DANA = "=?utf-8?b?RMOhbmE=?= <dana@acme.example>"
THREAD = [
    mail(1, "Where is it?"),
    mail(2, "On its way.\n\n> Where is it?\n\nDana\n-- \nAcme", sender=DANA, answers=1),
    mail(3, "Thank you!", answers=2),
    mail(4, "Another thing."),
]


def test_threads_are_conversations(read: Read, write: Write) -> None:
    outcome = read(write("box.mbox", "".join(THREAD)), settings=SETTINGS)
    thread, other = outcome.conversations
    assert (thread.channel, thread.meta["subject"]) == ("email", "Paket für Ann")
    assert thread.client == Client("ann@client.example", ("Ann Lee", "ann@client.example"))
    assert [(message.role, message.author) for message in thread.messages] == [
        (Role.CLIENT, "Ann Lee"),
        (Role.AGENT, "Dána"),
        (Role.CLIENT, "Ann Lee"),
    ]
    assert thread.messages[0].at == datetime(2026, 3, 2, 9, 1, tzinfo=UTC)
    assert thread.messages[1].text == "On its way.\n\n\nDana"
    assert "> Where is it?" in thread.messages[1].quoted
    assert "Acme" in thread.messages[1].quoted
    assert [message.text for message in other.messages] == ["Another thing."]
    assert not outcome.problems


def test_order_and_packing_do_not_change_a_thread(read: Read, write: Write) -> None:
    shuffled = THREAD[::-1]
    random.Random(1).shuffle(shuffled)
    plain = read(write("a.mbox", "".join(THREAD)), settings=SETTINGS)
    packed = read(write("b.mbox.gz", gzip.compress("".join(shuffled).encode())), settings=SETTINGS)
    one, other = (
        [
            (each.id, [(message.id, message.text) for message in each.messages])
            for each in group(box.conversations).conversations
        ]
        for box in (plain, packed)
    )
    assert one == other


def test_only_whole_from_lines_separate(read: Read, write: Write) -> None:
    body = "From Monday on we ship at 10:30.\n\nFrom here: it is far.\n>From what I see\n"
    body += "From a@b.example Mon Mar  2 10:00:00 2026\nno header"
    outcome = read(write("box.mbox", mail(1, body) + mail(2, "two")), settings=SETTINGS)
    assert [text.splitlines()[0] for text in outcome.texts] == ["From Monday on we ship at 10:30.", "two"]
    assert "\nFrom what I see\n" in outcome.texts[0]
    assert [message.source.line for message in outcome.messages] == [1, 14]


@pytest.mark.parametrize(
    ("headers", "role"),
    [
        ("Auto-Submitted: auto-replied\n", Role.SYSTEM),
        ("Auto-Submitted: no\n", Role.CLIENT),
        ("Precedence: bulk\n", Role.SYSTEM),
        ("Precedence: bulk\nList-Id: <users.example>\n", Role.CLIENT),
        ("X-Auto-Response-Suppress: All\n", Role.SYSTEM),
    ],
)
def test_automated_mail_is_nobodys(read: Read, write: Write, headers: str, role: Role) -> None:
    assert read(write("box.mbox", mail(1, "hello", headers=headers))).messages[0].role is role


def test_senders_without_a_name(read: Read, write: Write) -> None:
    box = mail(1, "a", sender="ann@client.example") + mail(2, "b", sender="dana.w@acme.example")
    box += mail(3, "c", sender="MAILER-DAEMON@host.example")
    messages = read(write("box.mbox", box), settings=SETTINGS).messages
    assert [message.author for message in messages] == ["ann@client.example", "dana.w", "mailer-daemon@host.example"]
    assert messages[2].role is Role.SYSTEM


def test_a_date_without_zone_takes_that_of_the_policy(read: Read, write: Write) -> None:
    path = write("box.mbox", mail(1, "a", date="Mon, 2 Mar 2026 10:00:00"))
    assert [problem.records for problem in read(path).problems] == [0]
    outcome = read(path, settings=ReaderSettings(timezone=ZoneInfo("Europe/Zurich")))
    assert outcome.messages[0].at == datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("charset", "raw", "text"),
    [
        ("utf-8", "Grüezi".encode(), "Grüezi"),
        ("iso-8859-1", "Grüezi".encode("latin-1"), "Grüezi"),
        ("utf-8", "Grüezi".encode("latin-1"), "Grüezi"),
        ("no-such-charset", "Grüezi".encode(), "Grüezi"),
        ('"u\0\0d"', b"hello", "hello"),
        ("rot13", b"hello", "hello"),
    ],
)
def test_charsets_are_never_an_obstacle(read: Read, write: Write, charset: str, raw: bytes, text: str) -> None:
    header = mail(1, "", headers=f"Content-Type: text/plain; charset={charset}\n").rstrip("\n").encode()
    assert read(write("box.mbox", header + b"\n\n" + raw + b"\n")).texts == [text]


def test_the_plain_part_is_preferred_and_attachments_are_counted(read: Read, write: Write) -> None:
    body = (
        "--x\nContent-Type: multipart/alternative; boundary=y\n\n--y\nContent-Type: text/html\n\n<b>html</b>\n"
        "--y\nContent-Type: text/plain\n\nplain\n--y--\n--x\nContent-Type: application/pdf\n\nxx\n--x--\n"
    )
    outcome = read(write("box.mbox", mail(1, body, headers="Content-Type: multipart/mixed; boundary=x\n")))
    assert outcome.texts == ["plain"]
    assert outcome.files[0].notes == ("1 attachments not read",)


def test_a_boundary_that_is_not_the_one_named_loses_nothing(read: Read, write: Write) -> None:
    body = "--y\nContent-Type: text/plain\n\nhello\n--y\nContent-Type: image/png\n\nxx\n--y--\n"
    outcome = read(write("box.mbox", mail(1, body, headers="Content-Type: multipart/mixed; boundary=x\n")))
    assert outcome.texts == ["hello"]


def test_html_is_read_where_there_is_nothing_else(read: Read, write: Write) -> None:
    html = "<p>Hello</p><blockquote type=cite>old words</blockquote>"
    outcome = read(write("box.mbox", mail(1, html, headers="Content-Type: text/html\n")))
    assert (outcome.texts, outcome.messages[0].quoted) == (["Hello"], "old words")


def test_one_mail_without_a_from_line(read: Read, write: Write) -> None:
    assert read(write("a.eml", mail(1, "hello").split("\n", 1)[1])).texts == ["hello"]


@pytest.mark.skipif(not DATA.exists(), reason="the public mailboxes (../shared/data/mbox) are not here")
def test_public_mailboxes_are_read(read: Read) -> None:
    outcome = read(DATA, settings=ReaderSettings(timezone=ZoneInfo("UTC")))
    assert len(outcome.files) == len(list(DATA.glob("*.mbox")))
    assert sum(file.records for file in outcome.files) == len(outcome.messages) >= 450
    assert sum(problem.records for problem in outcome.problems) <= 1
    assert not any("\r" in text for text in outcome.texts)
