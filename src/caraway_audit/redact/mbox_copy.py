"""Copies a mailbox: the text of each mail redacted, people outside the firm under other addresses, attachments named and left
out. Headers that say who, when and in answer to what stay; all others go, as they tell more than a reader expects."""

import re
from collections.abc import Callable, Iterator
from email import message_from_bytes
from email.header import Header
from email.message import Message
from email.utils import getaddresses
from functools import partial
from hashlib import blake2b
from inspect import signature
from typing import BinaryIO

from caraway_audit.readers.charsets import decode_bytes
from caraway_audit.readers.html_text import html_text
from caraway_audit.readers.mail import WRITTEN_ADDRESS, decode_words, written_address
from caraway_audit.readers.mbox_scan import spans
from caraway_audit.redact.redactor import HOST, Redactor

_PEOPLE = ("From", "Sender", "To", "Cc", "Reply-To")
_KEPT = ("Date", "Auto-Submitted", "Precedence", "X-GM-THRID")
_IDS = ("Message-ID", "In-Reply-To", "References")
_ID = re.compile(r"<[^<>\s]+>")
_MARKS = re.compile(r"[._+=-]")
_QUOTED_FROM = re.compile(r"^>(?=>*From )", re.MULTILINE)  # how a mailbox keeps such a line from being a separator


def copy_mbox(source: BinaryIO, target: BinaryIO, redactor: Redactor, is_agent: Callable[[str], bool]) -> None:
    """Copy every mail of a mailbox, or the one mail of a file without "From " lines."""
    for begin, end in [(span.begin, span.end) for span in spans(source)]:
        source.seek(begin)
        mail = message_from_bytes(source.read(end - begin))
        target.write(b"From " + HOST.encode() + b" Thu Jan  1 00:00:00 1970\n")
        for name, value in _headers(mail, redactor, is_agent):
            target.write(f"{name}: {value}\n".encode())
        target.write(b"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n")
        text = _QUOTED_FROM.sub("", "\n".join(_texts(mail, redactor)).replace("\r\n", "\n"))
        for line in redactor.prose(text).rstrip().splitlines():
            quoted = f">{line}" if line.lstrip(">").startswith("From ") else line
            target.write(quoted.encode("utf-8", "replace") + b"\n")
        target.write(b"\n")


def _headers(mail: Message, redactor: Redactor, is_agent: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
    for name in _PEOPLE:
        if values := [str(value) for value in mail.get_all(name, ())]:
            people = (_person(_decoded(said), address, redactor, is_agent) for said, address in _addresses(values))
            yield name, ",\n ".join(person for person in people if person)
    if subject := mail.get("Subject"):
        yield "Subject", _one_line(redactor.prose(_decoded(str(subject))))
    for name in _IDS:
        if ids := _ID.findall(str(mail.get(name, ""))):
            yield name, " ".join(map(_safe_id, ids))
    for name in _KEPT:
        if value := mail.get(name):
            yield name, _one_line(redactor.value(str(value)))
    if value := mail.get("List-Id"):  # a list is called as people please
        yield "List-Id", _one_line(redactor.glued(redactor.prose(_decoded(str(value)))))


# Newer Pythons leave out a name without an address, as mail that lists made has them.
_addresses = partial(getaddresses, strict=False) if "strict" in signature(getaddresses).parameters else getaddresses


def _safe_id(mail: str) -> str:
    """An id of a mail that says nothing of its sender's host."""
    return mail if mail.endswith(f"@{HOST}>") else f"<{blake2b(mail.encode(), digest_size=9).hexdigest()}@{HOST}>"


def _person(said: str, address: str, redactor: Redactor, is_agent: Callable[[str], bool]) -> str:
    if "@" not in address:
        if redactor.replaced.fullmatch(done := f"[{(said or address).strip('[]')}]"):  # its brackets say something else in mail
            return done
        return _one_line(redactor.whole("CLIENT", said or address)) if said or address else ""
    if address.endswith(f"@{HOST}"):
        name = said
    elif is_agent(address):
        name, local = redactor.name(_without_address(said, redactor, is_agent)), address.rpartition("@")[0]
        if redactor.name(_MARKS.sub(" ", local)) != _MARKS.sub(" ", local):  # written for a client, by their name
            address = redactor.address(address, address.rpartition("@")[2])
    else:
        name, address = redactor.whole("CLIENT", said) if said else "", redactor.address(address)
    shown = _one_line(name).replace('"', "").replace("\\", "")
    return f'"{shown}" <{address}>' if shown else address


def _without_address(said: str, redactor: Redactor, is_agent: Callable[[str], bool]) -> str:
    """The display name of a desk, a client's address in it ("ann (at) example.com via Desk") under another."""
    written = WRITTEN_ADDRESS.search(said)
    if not written or is_agent(address := written_address(said)) or address.endswith(f"@{HOST}"):
        return said
    return said[: written.start()] + redactor.address(address) + said[written.end() :]


def _decoded(value: str) -> str:
    """A header in readable characters; one that is coded wrongly as it stands."""
    try:
        return decode_words(value)
    except ValueError:
        return value


def _one_line(text: str) -> str:
    """A header as it can be written; what is not ASCII as encoded words."""
    text = " ".join(text.split())
    return text if text.isascii() else Header(text, "utf-8").encode(linesep="\n")


def _texts(mail: Message, redactor: Redactor, has_plain: bool = False) -> Iterator[str]:
    """The text parts, and a line for each attachment; of a text that stands there as plain text and HTML, the plain one.

    A mail within a mail is a text of its own: it says nothing of whether the one around it `has_plain` text.
    """
    if mail.is_multipart():
        parts = [part for part in mail.get_payload() if isinstance(part, Message)]
        if mail.get_content_type() == "multipart/alternative":
            has_plain = has_plain or any(_is_plain(part) for part in parts)
        elif mail.get_content_maintype() == "message":
            has_plain = False
        for part in parts:
            yield from _texts(part, redactor, has_plain)
        return
    kind, name = mail.get_content_type(), _file(mail)
    if name or kind not in ("text/plain", "text/html"):
        yield f"[attachment left out: {redactor.glued(_decoded(name)) or kind}]"
    elif kind == "text/plain" or not has_plain:
        payload = mail.get_payload(decode=True)
        text = decode_bytes(payload if isinstance(payload, bytes) else b"", str(mail.get_content_charset() or ""))
        if kind == "text/html":
            own, quoted = html_text(text)
            text = "\n".join((own, *(f"> {line}" for line in quoted.splitlines())))
        yield text


def _is_plain(part: Message) -> bool:
    """Whether a way to show a text is, or begins with, the plain one."""
    inner = part.walk() if part.get_content_maintype() == "multipart" else (part,)
    return any(one.get_content_type() == "text/plain" and not _file(one) for one in inner)


def _file(part: Message) -> str:
    """The name of a part that is an attachment; "" for one that is read."""
    named = part.get_filename()
    return str(named or "unnamed") if named or part.get_content_disposition() == "attachment" else ""
