"""Mailboxes (mbox, or one mail): a thread of mails is a conversation.

Two passes keep memory small: the first notes where each mail stands and which others it names, the second reads the
mails thread by thread. `mailbox` of the standard library is not used, as it splits at any line that begins with "From ".
"""

import gzip
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from caraway_audit.model import Client, Conversation, InputFile, Message, Role, Source, Visibility
from caraway_audit.policy.mapping import Always
from caraway_audit.readers.base import Item, ReaderSettings
from caraway_audit.readers.fields import LONGEST_TEXT, NO_PERSON
from caraway_audit.readers.mail import (
    Mail,
    addresses,
    decode_words,
    list_addresses,
    mail_time,
    read_headers,
    read_mail,
    read_sender,
)
from caraway_audit.readers.mail_text import split_quotation
from caraway_audit.readers.mbox_scan import begins_like_mail, spans
from caraway_audit.readers.problems import ProblemLog
from caraway_audit.readers.streams import LONGEST_DOCUMENT, open_bytes
from caraway_audit.readers.threads import Letter, Threads, digest, plain_subject

_ID = re.compile(r"<([^<>\s]+)>")
_EARLIER = 50  # of so many mails before it a mail may quote paragraphs


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a mail stands in the file (without its "From " line), and its id."""

    begin: int
    end: int
    line: int
    record: int
    identity: str
    thread: int


class Mbox:
    """Reads mailboxes. The role of a sender comes from `ReaderSettings.is_agent`."""

    name = "mbox"

    def sniff(self, path: Path, head: bytes) -> bool:
        """By a "From " line with a header below it or by two mail headers on top, else by the name."""
        return begins_like_mail(head) or path.name.casefold().removesuffix(".gz").endswith((".mbox", ".mbx", ".eml"))

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        """Read the mailbox, thread by thread, in the order of their first mails."""
        with _seekable(path) as stream:
            reading = _Reading(label, settings)
            yield from reading.items(stream)
            yield InputFile(label, self.name, reading.kept, reading.notes())


class _Reading:
    """The two passes over one mailbox."""

    def __init__(self, label: str, settings: ReaderSettings) -> None:
        self._label = label
        self._settings = settings
        given = settings.mapping(label)
        self._always = given.always if given else Always()
        self._problems = ProblemLog(label)
        self._attachments = 0
        self._quoting = 0
        self._agents = 0
        self._dialogues = 0  # threads in which two people wrote
        self.kept = 0

    def notes(self) -> tuple[str, ...]:
        """What of the mails was not read, or is shown and not judged."""
        counted = {"attachments not read": self._attachments, "mails with quoted text, not used by rules": self._quoting}
        return tuple(f"{number:,} {what}" for what, number in counted.items() if number)

    def items(self, stream: BinaryIO) -> Iterator[Item]:
        """The threads as conversations, and the problems."""
        threads = Threads()
        places = list(_places(stream, threads, self._settings))
        threads.join_by_subject()
        if not places:
            self._problems.add("there is no mail in the file.", Source(self._label), "Export the mailbox as mbox.")
        elif _stands_before(stream, places[0]):
            self._problems.add("what stands before the first mail is none, and was not read.", Source(self._label, 1))
        by_root: dict[str, list[_Place]] = {}
        for place in places:
            by_root.setdefault(threads.root(place.thread), []).append(place)
        for root, members in by_root.items():
            conversation = self._thread(f"mail-{root[:16]}", members, stream)
            if conversation:
                yield conversation
            yield from self._problems.take()
        if self.kept and not self._agents and (self._dialogues or not self._settings.knows_agents):
            what = "nothing says who the firm's people are, so everybody who wrote a mail was taken for a client."
            if self._settings.knows_agents:
                what = "nobody who wrote a mail is one of the firm's people, so all of them were taken for clients."
            remedy = "Set `firm: {domains: […]}` in the policy, or list them under `addresses` or `roster`."
            self._problems.add(what, Source(self._label), remedy, records=0)
        yield from self._problems.take()
        yield from self._problems.rest()

    def _thread(self, identity: str, places: list[_Place], stream: BinaryIO) -> Conversation | None:
        read = [(mail, place) for place in places if (mail := self._mail(place, stream))]
        # A mail can only quote what came before it.
        read.sort(key=lambda pair: (pair[0].at or datetime.min.replace(tzinfo=UTC), pair[1].begin))
        # Addresses that clients write to may pass on to them what agents send there.
        shared = frozenset[str]().union(*(mail.sent_to for mail, _ in read if mail.role is Role.CLIENT))
        messages: list[Message] = []
        before: list[Mail] = []
        for mail, place in read:
            # Only others' words: who sends a paragraph twice has written it twice, and agents share their macros.
            earlier = [other.text for other in before[-_EARLIER:] if not _same_side(mail, other)]
            own, quoted, signature = split_quotation(mail.text, earlier)
            before.append(mail)
            aside = "\n\n".join(text for text in (quoted, mail.quoted, signature) if text)
            self._quoting += bool(quoted or mail.quoted)
            source = Source(self._label, place.line, place.record)
            seen = Visibility.INTERNAL if _stays_inside(mail, shared) else Visibility.PUBLIC
            messages.append(Message(place.identity, mail.role, mail.author, own, mail.at, seen, aside, source))
        if not messages:
            return None
        self.kept += len(messages)
        self._dialogues += len({mail.address for mail, _ in read if mail.role is not Role.SYSTEM}) > 1
        self._agents += sum(mail.role is Role.AGENT for mail, _ in read)
        clients = [mail for mail, _ in read if mail.role is Role.CLIENT]
        senders = (name for mail in clients for name in (mail.name, mail.address) if name)
        names = dict.fromkeys((*senders, *(name for mail, _ in read for name in mail.recipients)))
        client = Client(next((mail.address for mail in clients if mail.address), ""), tuple(names))
        subject = next((mail.subject for mail, _ in read if mail.subject), "")
        meta = {"subject": subject} if subject else {}
        channel, team, language = self._always.channel.casefold() or "email", self._always.team, self._always.language
        return Conversation(identity, tuple(messages), channel, team, language, client, meta=meta)

    def _mail(self, place: _Place, stream: BinaryIO) -> Mail | None:
        source = Source(self._label, place.line, place.record)
        size = place.end - place.begin
        if size > LONGEST_DOCUMENT:
            what = f"a mail of {size:,} bytes is longer than {LONGEST_DOCUMENT:,}; it was left out."
            self._problems.add(what, source, NO_PERSON)
            return None
        stream.seek(place.begin)
        try:
            mail = read_mail(stream.read(size), self._settings)
        except Exception:  # the parsers of the standard library raise nearly anything on mails made to break them
            self._problems.add("the mail cannot be read.", source, "Look at it in a mail program, or leave it out.")
            return None
        self._attachments += mail.attachments
        if len(mail.text) > LONGEST_TEXT:
            self._problems.add(
                f"a mail of {len(mail.text):,} characters is longer than {LONGEST_TEXT:,}; it was left out.",
                source,
                NO_PERSON,
                kind=f"a mail is longer than {LONGEST_TEXT:,} characters; it was left out.",
            )
            return None
        if len(mail.quoted) > LONGEST_TEXT:
            mail = replace(mail, quoted="")
            what = f"what the mail quotes is longer than {LONGEST_TEXT:,} characters; it was not read."
            self._problems.add(what, source, records=0)
        if not mail.address and not mail.name:
            self._problems.add("the mail names no sender; it was taken as a client's.", source, records=0)
        if mail.at and not mail.date:
            what = "the mail has no date; the time of its arrival was taken."
            self._problems.add(what, source, records=0)
        if mail.at is None:
            what = "has a date that cannot be read" if mail.date.strip() else "has no date"
            remedy = "" if not mail.date else "If only the zone is missing, set `calendar.timezone` in the policy."
            self._problems.add(f"the mail {what}; it was kept without a time.", source, remedy, records=0)
        return mail


def _stays_inside(mail: Mail, shared: frozenset[str]) -> bool:
    """Whether an agent wrote to colleagues alone, as who forwards a client's mail does: no reply to the client."""
    return mail.role is Role.AGENT and bool(mail.sent_to) and not mail.recipients and mail.sent_to.isdisjoint(shared)


def _same_side(mail: Mail, other: Mail) -> bool:
    return mail.address == other.address or mail.role is other.role is Role.AGENT


def _places(stream: BinaryIO, threads: Threads, settings: ReaderSettings) -> Iterator[_Place]:
    """The first pass: where mails stand and what they refer to."""
    for record, span in enumerate(spans(stream), start=1):
        headers, _ = read_headers(span.header)
        own, referred = _ids(headers, span.digest)
        thread = threads.add(own, referred, headers.get("x-gm-thrid", "").encode(), _letter(headers, settings))
        yield _Place(span.begin, span.end, span.line, record, f"m-{sha256(own).hexdigest()[:12]}", thread)


def _stands_before(stream: BinaryIO, first: _Place) -> bool:
    """Whether the lines above the first mail say anything."""
    stream.seek(0)
    above = stream.read(first.begin).split(b"\n")[: first.line - 1]
    return any(line.removeprefix(b"\xef\xbb\xbf").strip() for line in above)


def _ids(headers: Mapping[str, str], content: str) -> tuple[bytes, list[bytes]]:
    """The id of a mail and those that it refers to; without a Message-ID its content stands for one."""
    given = headers.get("message-id", "")
    found = _ID.search(given)
    own = found[1] if found else given or content
    referred = _ID.findall(headers.get("references", ""))
    answered = headers.get("in-reply-to", "")
    ids = _ID.findall(answered)
    # Old programs write "Message of Ann <ann@example.com> …": an address is no id and would join all that Ann wrote.
    if ids and (answered.startswith("<") or len(ids) > 1):
        referred = [*referred, ids[-1]] if ids[-1] not in referred else referred
    return own.encode(), [each.encode() for each in referred]


def _letter(headers: Mapping[str, str], settings: ReaderSettings) -> Letter | None:
    """What joins the mail to others by its subject; None where that would be guessing."""
    subject, answers = plain_subject(decode_words(headers.get("subject", "")))
    at = mail_time(headers, settings.timezone)
    _, sender = read_sender(headers)
    if not subject or at is None or not sender:
        return None
    lists = list_addresses(headers)
    everybody = {sender, *(each for field in ("to", "cc", "reply-to") for each in addresses(headers.get(field, "")))}
    people = {each for each in everybody if each not in lists and not settings.is_agent(each)}
    return Letter(
        int(at.timestamp()),
        digest(subject),
        digest(sender),
        tuple(sorted(map(digest, people))),
        answers,
        boxed=len(people) < len(everybody),
    )


@contextmanager
def _seekable(path: Path) -> Iterator[BinaryIO]:
    """The file to jump about in; a packed one is unpacked into an unnamed temporary file."""
    with open_bytes(path) as stream:
        if not isinstance(cast(object, stream), gzip.GzipFile):
            yield stream
            return
        with tempfile.TemporaryFile() as unpacked:
            shutil.copyfileobj(stream, unpacked, 1024 * 1024)
            unpacked.seek(0)
            yield cast(BinaryIO, unpacked)
