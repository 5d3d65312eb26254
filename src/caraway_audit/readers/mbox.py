"""Mailboxes (mbox, or one mail): a thread of mails is a conversation.

Two passes keep memory small: the first notes where each mail stands and which others it names, the second reads the
mails thread by thread. `mailbox` of the standard library is not used, as it splits at any line that begins with "From ".
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, cast

from caraway_audit.model import Client, Conversation, InputFile, Message, Role, Source
from caraway_audit.readers.base import Item, ReaderSettings
from caraway_audit.readers.mail import Mail, read_mail
from caraway_audit.readers.mail_text import split_quotation
from caraway_audit.readers.mbox_scan import begins_like_mail, spans
from caraway_audit.readers.problems import ProblemLog
from caraway_audit.readers.streams import open_bytes
from caraway_audit.readers.threads import Threads

_LINKS = re.compile(
    rb"^(message-id|in-reply-to|references|x-gm-thrid)[ \t]*:(.*\n?(?:[ \t].*\n?)*)", re.IGNORECASE | re.MULTILINE
)
_ID = re.compile(rb"<([^<>\s]+)>")
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
        self._problems = ProblemLog(label)
        self._attachments = 0
        self.kept = 0

    def notes(self) -> tuple[str, ...]:
        """What of the mails was not read."""
        return (f"{self._attachments:,} attachments not read",) if self._attachments else ()

    def items(self, stream: BinaryIO) -> Iterator[Item]:
        """The threads as conversations, and the problems."""
        threads = Threads()
        places = list(_places(stream, threads))
        if not places:
            self._problems.add("there is no mail in the file.", Source(self._label), "Export the mailbox as mbox.")
        by_root: dict[str, list[_Place]] = {}
        for place in places:
            by_root.setdefault(threads.root(place.thread), []).append(place)
        for root, members in by_root.items():
            conversation = self._thread(f"mail-{root[:16]}", members, stream)
            if conversation:
                yield conversation
            yield from self._problems.take()
        yield from self._problems.take()
        yield from self._problems.rest()

    def _thread(self, identity: str, places: list[_Place], stream: BinaryIO) -> Conversation | None:
        read = [(mail, place) for place in places if (mail := self._mail(place, stream))]
        # A mail can only quote what came before it.
        read.sort(key=lambda pair: (pair[0].at or datetime.min.replace(tzinfo=UTC), pair[1].begin))
        messages: list[Message] = []
        before: list[Mail] = []
        for mail, place in read:
            # Only others' words: an agent who sends a paragraph twice has written it twice.
            earlier = [other.text for other in before[-_EARLIER:] if other.address != mail.address]
            own, quoted, signature = split_quotation(mail.text, earlier)
            before.append(mail)
            aside = "\n\n".join(text for text in (quoted, mail.quoted, signature) if text)
            source = Source(self._label, place.line, place.record)
            messages.append(Message(place.identity, mail.role, mail.author, own, mail.at, quoted=aside, source=source))
        if not messages:
            return None
        self.kept += len(messages)
        clients = [mail for mail, _ in read if mail.role is Role.CLIENT]
        senders = (name for mail in clients for name in (mail.name, mail.address) if name)
        names = dict.fromkeys((*senders, *(name for mail, _ in read for name in mail.recipients)))
        client = Client(next((mail.address for mail in clients if mail.address), ""), tuple(names))
        subject = next((mail.subject for mail, _ in read if mail.subject), "")
        return Conversation(identity, tuple(messages), "email", client=client, meta={"subject": subject} if subject else {})

    def _mail(self, place: _Place, stream: BinaryIO) -> Mail | None:
        source = Source(self._label, place.line, place.record)
        stream.seek(place.begin)
        try:
            mail = read_mail(stream.read(place.end - place.begin), self._settings)
        except Exception:  # the parsers of the standard library raise nearly anything on mails made to break them
            self._problems.add("the mail cannot be read.", source, "Look at it in a mail program, or leave it out.")
            return None
        self._attachments += mail.attachments
        if not mail.address and not mail.name:
            self._problems.add("the mail names no sender; it was taken as a client's.", source, records=0)
        if mail.at is None:
            what = "has a date that cannot be read" if mail.date.strip() else "has no date"
            remedy = "" if not mail.date else "If only the zone is missing, set `calendar.timezone` in the policy."
            self._problems.add(f"the mail {what}; it was kept without a time.", source, remedy, records=0)
        return mail


def _places(stream: BinaryIO, threads: Threads) -> Iterator[_Place]:
    """The first pass: where mails stand and what they refer to."""
    for record, span in enumerate(spans(stream), start=1):
        identity, thread = _linked(span.header, span.digest, threads)
        yield _Place(span.begin, span.end, span.line, record, identity, thread)


def _linked(header: bytes, digest: str, threads: Threads) -> tuple[str, int]:
    """Enter a mail into the threads; without a Message-ID its content stands for one."""
    fields: dict[bytes, bytes] = {}
    for name, value in _LINKS.findall(header):
        fields.setdefault(name.lower(), value.strip())
    given = fields.get(b"message-id", b"")
    found = _ID.search(given)
    own = found[1] if found else given or digest.encode()
    referred = _ID.findall(fields.get(b"references", b""))
    answered = fields.get(b"in-reply-to", b"")
    ids = _ID.findall(answered)
    # Old programs write "Message of Ann <ann@example.com> …": an address is no id and would join all that Ann wrote.
    if ids and (answered.startswith(b"<") or len(ids) > 1):
        referred = [*referred, ids[-1]] if ids[-1] not in referred else referred
    thread = threads.add(own, referred, fields.get(b"x-gm-thrid", b""))
    return f"m-{sha256(own).hexdigest()[:12]}", thread


@contextmanager
def _seekable(path: Path) -> Iterator[BinaryIO]:
    """The file to jump about in; a packed one is unpacked into an unnamed temporary file."""
    with open_bytes(path) as stream:
        if not hasattr(stream, "peek") or type(stream).__name__ != "GzipFile":
            yield stream
            return
        with tempfile.TemporaryFile() as unpacked:
            shutil.copyfileobj(stream, unpacked, 1024 * 1024)
            unpacked.seek(0)
            yield cast(BinaryIO, unpacked)
