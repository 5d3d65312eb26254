"""Mailboxes: mails become messages, threads become conversations."""

import base64
import gzip
import io
import itertools
import random
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from time import process_time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from caraway_audit.model import Client, Conversation, InputFile, InputProblem, Role
from caraway_audit.policy.mapping import Mapping
from caraway_audit.readers import ReaderSettings, group
from caraway_audit.readers.mail import decode_words, read_mail
from caraway_audit.readers.mbox import Mbox
from caraway_audit.readers.mbox_scan import spans

Read = Callable[..., Any]
Write = Callable[[str, str | bytes], Path]

DATA = Path(__file__).parents[3] / "shared" / "data" / "mbox"
KNOWING = ReaderSettings(knows_agents=True)
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


def test_what_is_always_so_holds_for_mail(read: Read, write: Write) -> None:
    mapped = replace(SETTINGS, mappings=(Mapping.model_validate({"always": {"channel": "Social", "team": "Zebra"}}),))
    first, _ = read(write("box.mbox", "".join(THREAD)), settings=mapped).conversations
    assert (first.channel, first.team) == ("social", "Zebra")


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
        ("X-Autoreply: yes\n", Role.SYSTEM),
        ("X-Autoreply: no\n", Role.CLIENT),
        ("X-Autorespond: Re: Broken lamp\n", Role.SYSTEM),
        ("Precedence: auto-reply\n", Role.SYSTEM),
        ("Precedence: bulk\nX-list: users\n", Role.CLIENT),
        ("Return-Path: <>\n", Role.SYSTEM),
        ("Return-Path: <ann@client.example>\n", Role.CLIENT),
        ("Content-Type: multipart/report; report-type=delivery-status; boundary=x\n", Role.SYSTEM),
    ],
)
def test_automated_mail_is_nobodys(read: Read, write: Write, headers: str, role: Role) -> None:
    assert read(write("box.mbox", mail(1, "hello", headers=headers))).messages[0].role is role


@pytest.mark.parametrize(
    ("to", "public"),
    [
        ("To: Bo <bo@acme.example>\nCc: billing@acme.example\n", False),
        ("To: Bo <bo@acme.example>\nCc: Ann@client.example\n", True),
        ("To: help@acme.example\n", True),  # clients write to it: what agents send there may be passed on
        ("", True),
    ],
)
def test_a_mail_to_colleagues_alone_is_no_reply(read: Read, write: Write, to: str, public: bool) -> None:
    asked = mail(1, "Where is it?", headers="To: help@acme.example\n")
    box = write("box.mbox", asked + mail(2, "Can you take this?", sender=DANA, answers=1, headers=to))
    assert [message.public for message in read(box, settings=SETTINGS).messages] == [True, public]


def test_senders_without_a_name(read: Read, write: Write) -> None:
    box = mail(1, "a", sender="ann@client.example") + mail(2, "b", sender="dana.w@acme.example")
    box += mail(3, "c", sender="MAILER-DAEMON@host.example")
    messages = read(write("box.mbox", box), settings=SETTINGS).messages
    assert [message.author for message in messages] == ["ann@client.example", "dana.w", "mailer-daemon@host.example"]
    assert messages[2].role is Role.SYSTEM


def test_a_form_on_a_web_site_is_its_writers_and_other_mail_of_nobody_is_nobodys(read: Read, write: Write) -> None:
    nobody = "Shop <no-reply@acme.example>"
    box = mail(1, "My lamp is broken.", sender=nobody, headers="Reply-To: Ann Lee <ann@client.example>\n")
    box += mail(2, "You have mail.", sender=nobody)
    outcome = read(write("box.mbox", box), settings=SETTINGS)
    assert [(message.role, message.author) for message in outcome.messages] == [(Role.CLIENT, "Ann Lee"), (Role.SYSTEM, "Shop")]


def test_who_writes_by_a_list_is_the_writer(read: Read, write: Write) -> None:
    post = "List-Id: Users <users.acme.example>\nReply-To: Ann Lee <ann@client.example>, <users@acme.example>\n"
    box = mail(1, "a", sender="Ann Lee via Users <users@acme.example>", headers=post)
    box += mail(2, "b", sender="Bob <bob@client.example.invalid>", headers=post.replace("Ann Lee <ann", "Carl <carl"))
    outcome = read(write("box.mbox", box), settings=SETTINGS)
    assert [(message.role, message.author) for message in outcome.messages] == [(Role.CLIENT, "Ann Lee"), (Role.CLIENT, "Bob")]
    assert [each.client.id for each in outcome.conversations] == ["ann@client.example", "bob@client.example"]
    assert "users@acme.example" not in outcome.conversations[0].client.names


_VIA_DESK = "\"'Zuzanna Thrale' via Support\" <support@acme.example>"


@pytest.mark.parametrize(
    ("sender", "headers", "role", "author"),
    [
        (_VIA_DESK, "To: support@acme.example\nReply-To: z.thrale@fen.example\n", Role.CLIENT, "Zuzanna Thrale"),
        (_VIA_DESK, "Reply-To: Zuza <z.thrale@fen.example>\n", Role.CLIENT, "Zuza"),
        (_VIA_DESK, "X-Original-From: z.thrale@fen.example\nReply-To: support@acme.example\n", Role.CLIENT, "Zuzanna Thrale"),
        (_VIA_DESK, "List-Post: <mailto:support@acme.example>\nReply-To: z@fen.example\n", Role.CLIENT, "Zuzanna Thrale"),
        # An agent whose help desk sends for them: nobody outside answers there, or it went to the client.
        ("Dana via Acme <support@acme.example>", "Reply-To: support@acme.example\n", Role.AGENT, "Dana via Acme"),
        (
            "Dana via Acme <support@acme.example>",
            "To: ann@client.example\nReply-To: t7@desk.example\n",
            Role.AGENT,
            "Dana via Acme",
        ),
        ("Dana <dana@acme.example>", "Reply-To: t7@desk.example\n", Role.AGENT, "Dana"),
        ('"w.pike (at) fen.example via Acme Desk" <desk@acme.example>', "", Role.CLIENT, "w.pike@fen.example"),
        ('"w.pike@fen.example via Acme Desk" <desk@acme.example>', "", Role.CLIENT, "w.pike@fen.example"),
        ('"dana [at] acme.example" <desk@acme.example>', "", Role.AGENT, "dana [at] acme.example"),
        ('"ann@work.example" <ann@client.example>', "", Role.CLIENT, "ann@work.example"),
    ],
)
def test_a_client_whose_mail_a_desk_passes_on_is_the_writer(
    read: Read, write: Write, sender: str, headers: str, role: Role, author: str
) -> None:
    # This failed once: the client was a named agent
    [message] = read(write("box.mbox", mail(1, "a", sender=sender, headers=headers)), settings=SETTINGS).messages
    assert (message.role, message.author) == (role, author)


def test_agents_have_the_name_that_the_roster_gives_their_address(read: Read, write: Write) -> None:
    settings = ReaderSettings(is_agent=SETTINGS.is_agent, person=lambda address: "Dana Whitfield")
    outcome = read(write("box.mbox", mail(1, "a", sender="Dana, Acme <dana@acme.example>")), settings=settings)
    assert outcome.messages[0].author == "Dana Whitfield"


def test_mails_without_ids_are_threaded_by_subject_and_people(read: Read, write: Write) -> None:
    to_firm, to_ann = "To: help@acme.example\n", "To: Ann <ann@client.example>\nReferences: <lost@host.example>\n"
    box = [
        mail(1, "Where is it?", headers=to_firm),
        mail(2, "On its way.", sender=DANA, headers=to_ann).replace("Subject: ", "Subject: AW: "),
        mail(3, "Where is mine?", sender="bob@client.example", headers=to_firm),
    ]
    for order in itertools.permutations(box):
        outcome = read(write("box.mbox", "".join(order)), settings=SETTINGS)
        threads = sorted(sorted(message.text for message in each.messages) for each in outcome.conversations)
        assert threads == [["On its way.", "Where is it?"], ["Where is mine?"]]


def test_a_mail_without_a_date_has_the_time_of_its_arrival(read: Read, write: Write) -> None:
    received = "Received: from a.example by b.example;\n\tMon, 2 Mar 2026 10:00:30 +0100 (CET)\n"
    box = mail(1, "a", headers=received).replace("Date: ", "X-Date: ")
    outcome = read(write("box.mbox", box), settings=KNOWING)
    assert outcome.messages[0].at == datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)
    assert [problem.what for problem in outcome.problems] == ["the mail has no date; the time of its arrival was taken."]


def test_a_date_that_cannot_be_is_none(read: Read, write: Write) -> None:
    assert read(write("box.mbox", mail(1, "a", date="Mon, 31 Feb 2026 10:00:00 +0100"))).messages[0].at is None


def test_a_from_line_may_hold_anything(read: Read, write: Write) -> None:
    line = "From Ann Lée <ann@client.example> via größe  Mon Mar  2 10:00:00 2026"
    second = mail(2, "two").replace("From sender@host.example Mon Mar  2 10:00:00 2026", line)
    for encoding in ("utf-8", "latin-1"):
        assert read(write("box.mbox", (mail(1, "one") + second).encode(encoding))).texts == ["one", "two"]


def test_a_broken_mail_costs_itself_alone(read: Read, write: Write) -> None:
    nested = "".join(f"--{depth}\nContent-Type: multipart/mixed; boundary={depth + 1}\n\n" for depth in range(5000))
    broken = mail(2, nested, headers="Content-Type: multipart/mixed; boundary=0\n")
    outcome = read(write("box.mbox", mail(1, "one") + broken + mail(3, "three")))
    assert [text for text in outcome.texts if text] == ["one", "three"]
    assert sum(problem.records for problem in outcome.problems) + len(outcome.messages) == 3


def test_what_stands_before_the_first_mail_is_told(read: Read, write: Write) -> None:
    outcome = read(write("box.mbox", "\n\nAn export of 2026\n\n" + mail(1, "one")), settings=KNOWING)
    assert outcome.texts == ["one"]
    assert [problem.what for problem in outcome.problems] == ["what stands before the first mail is none, and was not read."]
    assert not read(write("box.mbox", "\n\n" + mail(1, "one")), settings=KNOWING).problems


def test_a_mailbox_of_which_nobody_is_known_as_an_agent_says_so(read: Read, write: Write) -> None:
    # This failed once: without a policy the firm's own people are read as clients to whom nobody replies
    box = write("box.mbox", mail(1, "one"))
    [problem] = read(box).problems
    assert "taken for a client" in problem.what
    assert "firm" in problem.remedy
    assert not read(box, settings=KNOWING).problems
    assert not read(box, settings=ReaderSettings(is_agent=lambda address: True)).problems


def test_a_policy_of_another_firm_says_so(read: Read, write: Write) -> None:
    # This failed once: with the roster of a sample policy every mail was a client's, to whom nobody replied
    box = write("box.mbox", mail(1, "one") + mail(2, "two", sender=DANA, answers=1))
    [problem] = read(box, settings=KNOWING).problems
    assert "nobody who wrote a mail is one of the firm's people" in problem.what


def test_a_date_without_zone_takes_that_of_the_policy(read: Read, write: Write) -> None:
    path = write("box.mbox", mail(1, "a", date="Mon, 2 Mar 2026 10:00:00"))
    assert [problem.records for problem in read(path, settings=KNOWING).problems] == [0]
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
        ("utf-7", b"Gr+APw-ezi", "Grüezi"),
        ("koi8-r", "Привет".encode("koi8-r"), "Привет"),
        ("big5", "您好".encode("big5"), "您好"),
        ("gb2312", "您好镕".encode("gbk"), "您好镕"),
        ("windows-1252", "Grüezi".encode(), "Grüezi"),
        ("unknown-8bit", "Grüezi".encode("latin-1"), "Grüezi"),
        ("utf-8", "Grüezi mitenand, schön! ".encode() + b"\xff", "Grüezi mitenand, schön! \ufffd"),
        ("idna", b"xn--gr-zza", "xn--gr-zza"),
        ("unicode_escape", b"a\\x41", "a\\x41"),
    ],
)
def test_charsets_are_never_an_obstacle(read: Read, write: Write, charset: str, raw: bytes, text: str) -> None:
    header = mail(1, "", headers=f"Content-Type: text/plain; charset={charset}\n").rstrip("\n").encode()
    assert read(write("box.mbox", header + b"\n\n" + raw + b"\n")).texts == [text]


@pytest.mark.parametrize(
    ("headers", "raw", "text"),
    [
        ("Content-Transfer-Encoding: base64\n", base64.encodebytes("Grüezi".encode()), "Grüezi"),
        ("Content-Transfer-Encoding: base64\n", base64.encodebytes(b"one two " * 20)[:101], "one two " * 9 + "one"),
        ("Content-Transfer-Encoding: base64\n", b"Hello Ann, it is on its way.", "Hello Ann, it is on its way."),
        ("Content-Transfer-Encoding: base64\n", b"Thanks\n", "Thanks"),
        ("Content-Transfer-Encoding: base64\n", base64.encodebytes(b"Hello") + b"\nto the list\n", "Hello\nto the list"),
        ("Content-Transfer-Encoding: quoted-printable\n", b"Gr=C3=BCezi =\nAnn = 1", "Grüezi Ann = 1"),
        ("", b"Gr=C3=BCezi " + b"a" * 60 + b"=\nb", "Grüezi " + "a" * 60 + "b"),
        ("", b"size=20 and https://a.example/?b=C3", "size=20 and https://a.example/?b=C3"),
        ("Content-Type: text/plain; format=flowed\n", b"is \non its \nway.\n\n> no \n Ann\n-- \nA", "is on its way.\n\nAnn"),
        ("Content-Type: text/plain; format=flowed; delsp=yes\n", b"par \ncel", "parcel"),
        ("Content-Type: text\n", b"hello", "hello"),
        ("Content-Type: text/html\n", b"<meta charset=koi8-r><p>" + "Привет".encode("koi8-r"), "Привет"),
        ("Content-Type: text/enriched\n", b"<bold>Hi</bold>\nAnn,\n\n1 << 2<param>x</param>", "Hi Ann,\n1 < 2"),
    ],
)  # fmt: skip
def test_however_a_text_was_packed(read: Read, write: Write, headers: str, raw: bytes, text: str) -> None:
    head = mail(1, "", headers=headers).rstrip("\n").encode()
    assert [each.strip() for each in read(write("box.mbox", head + b"\n\n" + raw + b"\n")).texts] == [text.strip()]


def test_a_file_packed_into_the_text_is_attached(read: Read, write: Write) -> None:
    packed = "begin 644 lamp.jpg\n" + "M" * 61 + "\n#ABC\n`\nend\n"
    outcome = read(write("box.mbox", mail(1, f"See here.\n\n{packed}\nThanks")))
    assert outcome.texts == ["See here.\n\n\n\nThanks"]
    assert outcome.files[0].notes == ("1 attachments not read",)


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("=?utf-8?q?Gr=C3=BCezi?= Ann", "Grüezi Ann"),
        ("=?utf-8?b?R3LDvGV6aQ==?=\n =?UTF-8?Q?_Ann?=", "Grüezi Ann"),
        ("=?utf-8?q?Gr=C3?= =?utf-8?q?=BCezi?=", "Grüezi"),
        ("=?utf-8?Q?where is it??=", "where is it?"),
        ("=?utf-8?b?R3LDvGV6a?=", "Grüez"),
        ("=?nonsense?q?hello?= there", "hello there"),
        ("1 =?= 2", "1 =?= 2"),
    ],
)
def test_encoded_words_are_read_as_far_as_they_go(header: str, words: str) -> None:
    assert decode_words(header) == words


def test_no_header_takes_long() -> None:
    for part in ("=?a?q?", "=?a?b?x?=", "<a@", "a" * 9 + " ", '"', "(", "@", "a.a@", "x: y\n ", "<"):
        value = part * (200_000 // len(part))
        begin = process_time()
        for field in ("From", "To", "Subject", "Date", "Received", "List-Id", "Content-Type", "References"):
            read_mail(f"{field}: {value}\n\nhello".encode(), SETTINGS)
        assert process_time() - begin < 8


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


_PIECES = st.sampled_from([
    "From a@b.example Mon Mar  2 10:00:00 2026\n", "From ", "From: Ann <ann@client.example>\n", "Message-ID: <1@a>\n",
    "Subject: =?utf-8?b?R3I?=\n", "Date: Mon, 2 Mar 2026 10:00:00 +0100\n", "In-Reply-To: <1@a>\n", "\n", "\r\n", "hello\n",
    "Content-Type: multipart/alternative; boundary=x\n", "--x\n", "--x--\n", "Content-Type: text/html; charset=idna\n",
    "Content-Transfer-Encoding: base64\n", "<p>", ">From me\n", "Content-Type: message/rfc822\n", "Reply-To: <>\n", "-- \n",
]).map(str.encode)  # fmt: skip


@given(st.lists(_PIECES | st.binary(max_size=20), max_size=25).map(b"".join))
def test_any_bytes_are_read_or_told(content: bytes) -> None:
    assume(not content.startswith(b"\x1f\x8b"))  # the beginning of a packed file
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "box.mbox")
        path.write_bytes(content)
        items = list(Mbox().read(path, "box.mbox", SETTINGS))
    read = sum(len(item.messages) for item in items if isinstance(item, Conversation))
    lost = sum(item.records for item in items if isinstance(item, InputProblem))
    mails = len(list(spans(io.BytesIO(content))))
    assert mails <= read + lost
    assert read <= mails
    assert isinstance(items[-1], InputFile)
    assert items[-1].records == read


@given(st.permutations([*THREAD, mail(5, "Re", headers="To: help@acme.example\n").replace("Message-ID", "X-ID")]))
def test_the_order_of_mails_changes_no_conversation(order: list[str]) -> None:
    def conversations(mails: list[str]) -> set[tuple[str, tuple[str, ...]]]:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "box.mbox")
            path.write_text("".join(mails))
            found = [item for item in Mbox().read(path, "box.mbox", SETTINGS) if isinstance(item, Conversation)]
        return {(each.id, tuple(message.id for message in each.messages)) for each in found}

    assert conversations(order) == conversations(sorted(order))


@pytest.mark.skipif(not DATA.exists(), reason="the public mailboxes (../shared/data/mbox) are not here")
def test_public_mailboxes_are_read(read: Read) -> None:
    outcome = read(DATA, settings=ReaderSettings(timezone=ZoneInfo("UTC")))
    assert len(outcome.files) == len(list(DATA.glob("*.mbox")))
    assert sum(file.records for file in outcome.files) == len(outcome.messages) >= 450
    assert sum(problem.records for problem in outcome.problems) <= 2
    assert not any("\r" in text for text in outcome.texts)


def test_a_mail_that_no_person_wrote_is_left_out_and_told(read: Read, write: Write) -> None:
    path = write("fat.mbox", mail(1, "a " * 1_100_000) + mail(2, "Hello"))
    found = read(path, settings=KNOWING)
    assert [message.text for talk in found.conversations for message in talk.messages] == ["Hello"]
    assert [problem.what for problem in found.problems] == [
        "a mail of 2,200,000 characters is longer than 2,000,000; it was left out."
    ]


def test_a_quotation_that_no_person_wrote_is_left_out_and_told(read: Read, write: Write) -> None:
    html = "Content-Type: text/html\n"
    path = write("fat.mbox", mail(1, "<p>Fine.</p><blockquote>" + "a log line\n" * 200_000 + "</blockquote>", headers=html))
    found = read(path, settings=KNOWING)
    assert [(m.text, m.quoted) for talk in found.conversations for m in talk.messages] == [("Fine.", "")]
    assert [problem.records for problem in found.problems] == [0]
