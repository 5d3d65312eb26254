"""One mail: who wrote it, when, in what role, and what it says. Whatever its headers and charsets, it yields text."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from email import message_from_bytes, message_from_string, policy
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message as Part
from email.utils import getaddresses, parseaddr, parsedate_to_datetime

from caraway_audit.model import Role
from caraway_audit.readers.base import ReaderSettings
from caraway_audit.readers.html_text import html_text

_OBFUSCATED = re.compile(r"^\s*(\S+) at ([\w.-]+\.\w+)(?=\s|$)")
# Parsing an address by the book takes as long as all the rest of a header.
_USUAL_SENDER = re.compile(r'"?([^"<>@,;:()\\]{0,200}?)"? ?<([^<>\s@"]+@[^<>\s@"]+)>')
_UNQUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_UTC_OFFSET = re.compile(r"[-+]0000\b|\b(?:GMT|UTC?|Z)\b")
_DAEMONS = re.compile(r"(?:mailer-daemon|postmaster|no-?reply-bounces?)@|mailer-daemon$", re.IGNORECASE)
_BOUNDARY = re.compile(r"^--[^\s-].{0,200}?(?=\s*$)", re.MULTILINE)
_DEEPEST = 30


@dataclass(slots=True)
class Mail:
    """What the reader needs of one mail."""

    address: str = ""
    name: str = ""
    role: Role = Role.CLIENT
    at: datetime | None = None
    date: str = ""  # the header as it stands, to tell a missing date from one that is not understood
    subject: str = ""
    text: str = ""
    quoted: str = ""
    attachments: int = 0
    recipients: tuple[str, ...] = ()  # names and addresses of people outside the firm that it was sent to

    @property
    def author(self) -> str:
        """The display name, else what tells the person best."""
        return self.name or (self.address.partition("@")[0] if self.role is Role.AGENT else self.address)


@dataclass(slots=True)
class _Body:
    plain: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    attachments: int = 0


def read_mail(raw: bytes, settings: ReaderSettings) -> Mail:
    """Read a mail without its "From " line."""
    # compat32 decodes a header when asked for; the newer policies parse every one, eighteen times dearer.
    part = message_from_bytes(_UNQUOTED_FROM.sub(rb"\1", raw), policy=policy.compat32)
    headers = _headers(part)
    name, address = _sender(headers)
    body = _Body()
    _collect(part, body, 0)
    date = headers.get("date", "")
    return Mail(
        address=address,
        name=name,
        role=_role(headers, address, settings),
        at=parse_date(date, settings.timezone),
        date=date,
        subject=decode_words(headers.get("subject", "")),
        text=_clean("\n\n".join(text for text in body.plain if text.strip())),
        quoted=_clean("\n\n".join(text for text in body.quoted if text.strip())),
        attachments=body.attachments,
        recipients=_recipients(headers, settings),
    )


def _recipients(headers: Mapping[str, str], settings: ReaderSettings) -> tuple[str, ...]:
    """Names and addresses in To and Cc that are none of the firm's."""
    found = getaddresses([decode_words(headers.get(name, "")) for name in ("to", "cc", "reply-to")])
    outside = [(name.strip(), address.lower()) for name, address in found if "@" in address]
    return tuple(part for name, address in outside if not settings.is_agent(address) for part in (name, address) if part)


def parse_date(value: str, zone: tzinfo | None) -> datetime | None:
    """A Date header as an aware datetime, or None."""
    try:
        at = parsedate_to_datetime(value)
        if at.tzinfo is None:
            # "-0000" and "no zone at all" come out alike, but the first says UTC.
            zone = UTC if _UTC_OFFSET.search(value) else zone
            at = at.replace(tzinfo=zone).astimezone(UTC) if zone else at
        return at if at.tzinfo is not None and 1970 <= at.year < 9999 else None
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def decode_words(value: str) -> str:
    """A header with its encoded words (RFC 2047) decoded, on one line."""
    if "=?" in value:
        try:
            chunks = decode_header(value)
        except (HeaderParseError, ValueError):
            chunks = []
        if chunks:
            value = "".join(
                chunk if isinstance(chunk, str) else decode_bytes(chunk, charset or "") for chunk, charset in chunks
            )
    return " ".join(value.split())


def decode_bytes(raw: bytes, charset: str) -> str:
    """Text from bytes by the charset they claim, else UTF-8, else cp1252 with what is left shown as U+FFFD."""
    name = charset.strip().casefold()
    # By the names "ascii" and "latin-1" programs mean cp1252, and send UTF-8.
    for candidate in ("utf-8",) if name in ("", "us-ascii", "ascii", "iso-8859-1", "latin-1", "latin1") else (name, "utf-8"):
        try:
            return raw.decode(candidate)
        except (LookupError, ValueError):
            continue
    return raw.decode("cp1252", errors="replace")


def _headers(part: Part) -> dict[str, str]:
    """The first of each header, by lower-case name, with bytes that are not ASCII made readable."""
    headers: dict[str, str] = {}
    for name, value in part.raw_items():
        raw = str(value)
        if not raw.isascii():
            raw = decode_bytes(raw.encode("utf-8", "surrogateescape"), "utf-8")
        headers.setdefault(name.casefold(), raw)
    return headers


def _sender(headers: dict[str, str]) -> tuple[str, str]:
    """Display name and address (lower case)."""
    # Archives write "ann at example.com (Ann Lee)".
    value = _OBFUSCATED.sub(r"\1@\2", " ".join((headers.get("from") or headers.get("sender") or "").split()))
    usual = _USUAL_SENDER.fullmatch(value)
    name, address = (usual[1], usual[2]) if usual else parseaddr(value)
    if "@" not in address:
        name, address = name or value.strip("<> "), ""
    name = decode_words(name).strip("\"' ")
    address = address.casefold()
    return ("" if name.casefold() == address else name), address


def _role(headers: dict[str, str], address: str, settings: ReaderSettings) -> Role:
    submitted = headers.get("auto-submitted", "no").partition(";")[0].strip().casefold()
    precedence = headers.get("precedence", "").strip().casefold()
    # Mailing lists stamp "bulk" on what people write to them.
    from_list = "list-id" in headers or "list-post" in headers
    automated = (
        submitted not in ("no", "")
        or precedence in ("auto_reply", "junk")
        or (precedence == "bulk" and not from_list)
        or "x-auto-response-suppress" in headers
        or bool(_DAEMONS.match(address or headers.get("from", "").strip()))
    )
    if automated:
        return Role.SYSTEM
    return Role.AGENT if address and settings.is_agent(address) else Role.CLIENT


def _collect(part: Part, body: _Body, depth: int) -> None:
    """Gather the text of a part and of those in it; what is not text for reading counts as attached."""
    kind = part.get_content_type()
    attached = "content-disposition" in part and part.get_content_disposition() == "attachment"
    if attached or depth > _DEEPEST or kind.startswith("message/"):
        body.attachments += 1
    elif part.is_multipart() or kind.startswith("multipart/"):
        parts = [each for each in part.get_payload() if isinstance(each, Part)] if part.is_multipart() else _split(part)
        for each in _best(parts) if kind == "multipart/alternative" else parts:
            _collect(each, body, depth + 1)
    elif kind in ("text/html", "text/enriched", "text/richtext"):
        own, quoted = html_text(_decoded(part))
        body.plain.append(own)
        body.quoted.append(quoted)
    elif kind == "text/plain" and (depth == 0 or not part.get_filename()):
        body.plain.append(_decoded(part))
    else:
        body.attachments += 1


def _split(part: Part) -> list[Part]:
    """The parts of a mail whose boundary is not the one that its header names; at worst one part with all of it."""
    payload = str(part.get_payload())
    boundary = _BOUNDARY.search(payload)
    if boundary is None:
        return [message_from_string("\n" + payload, policy=policy.compat32)]
    pieces = payload[boundary.start() :].split(boundary[0])
    return [message_from_string(piece.lstrip("\r\n"), policy=policy.compat32) for piece in pieces if piece.strip("-\r\n ")]


def _best(parts: list[Part]) -> Iterator[Part]:
    """Of the forms of one text the plain one, unless it is empty; else the HTML, or whatever holds it."""
    plain = [part for part in parts if part.get_content_type() == "text/plain" and _decoded(part).strip()]
    rest = [part for part in parts if part.get_content_type() != "text/plain"]
    yield from plain[:1] or rest[-1:] or parts[:1]


def _decoded(part: Part) -> str:
    raw = part.get_payload(decode=True)
    if isinstance(raw, bytes):
        charset = part.get_content_charset()
        return decode_bytes(raw, charset if isinstance(charset, str) else "")
    return ""


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
