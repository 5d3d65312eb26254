"""The text of a mail: out of its parts, transfer encodings and charsets, however broken. What is no text is counted."""

import re
from binascii import a2b_base64, a2b_qp
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from email import message_from_bytes, message_from_string, policy
from email.message import Message as Part

from caraway_audit.readers.charsets import decode_bytes
from caraway_audit.readers.html_text import enriched_text, html_text

_CHARSET = re.compile(r"""\bcharset\*?\s*=\s*["']*(?:[\w-]*'')?([\w.:+-]{1,40})""", re.IGNORECASE)
_FLOWED = re.compile(r"\bformat\s*=\s*\"?flowed", re.IGNORECASE)
_DELETE_SPACE = re.compile(r"\bdelsp\s*=\s*\"?yes", re.IGNORECASE)
_NAMED = re.compile(r"\b(?:file)?name\*?[\d*]*\s*=", re.IGNORECASE)
_HTML_CHARSET = re.compile(rb"""<meta[^>]{0,200}charset\s*=\s*["']?([\w-]{1,40})""", re.IGNORECASE)
_BOUNDARY = re.compile(r"^--[^\s-].{0,200}?(?=\s*$)", re.MULTILINE)
_BASE64_LINES = re.compile(rb"\s*(?:[A-Za-z0-9+/]{2,}={0,2}[ \t]*(?:\r?\n|$)(?:[ \t]*\r?\n)*)+")
_LEAST_BASE64 = 60  # so many letters are believed to be base64 whatever their number
_QUOTED_BREAK = re.compile(rb"^[\x20-\x7e]{60,75}=\r?$", re.MULTILINE)
_QUOTED_BYTE = re.compile(rb"=(?:[0-9A-F]{2})")
_UUENCODED = re.compile(r"^begin [0-7]{3,4} .{1,200}\n(?:[ -`]{1,64}\n)+end$", re.MULTILINE)
_UNQUOTED_FROM = re.compile(rb"^>(>*From )", re.MULTILINE)
_DEEPEST = 30
_MARKED_UP = {"text/html": html_text, "text/enriched": enriched_text, "text/richtext": enriched_text}


@dataclass(slots=True)
class Body:
    """What a mail says: its text, what its markup quotes, and how many parts were left unread."""

    plain: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    attachments: int = 0


def read_body(headers: Mapping[str, str], content: bytes, raw: bytes) -> Body:
    """The body of a mail with these headers; `raw` is the whole mail, which only one of several parts needs."""
    body = Body()
    kind = content_type(headers)
    if kind.startswith(("multipart/", "message/")):
        # compat32 decodes a header when asked for; the newer policies parse every one, eighteen times dearer.
        _collect(message_from_bytes(_UNQUOTED_FROM.sub(rb"\1", raw), policy=policy.compat32), body, 0)
    else:
        _leaf(kind, headers, _UNQUOTED_FROM.sub(rb"\1", content), body, top=True)
    return body


def content_type(headers: Mapping[str, str]) -> str:
    """The media type in lower case; what is none is plain text."""
    kind = headers.get("content-type", "").partition(";")[0].strip().casefold()
    return "text/plain" if kind.count("/") != 1 else kind


def _collect(part: Part, body: Body, depth: int) -> None:
    """Gather the text of a part and of those in it."""
    headers = {name.casefold(): " ".join(str(value).split()) for name, value in reversed(list(part.raw_items()))}
    kind = part.get_content_type()
    if depth > _DEEPEST or kind.startswith("message/"):
        body.attachments += 1
    elif part.is_multipart() or kind.startswith("multipart/"):
        parts = [each for each in part.get_payload() if isinstance(each, Part)] if part.is_multipart() else _split(part)
        for each in _best(parts) if kind == "multipart/alternative" else parts:
            _collect(each, body, depth + 1)
    else:
        _leaf(kind, headers, _payload(part), body, top=depth == 0)


def _leaf(kind: str, headers: Mapping[str, str], payload: bytes, body: Body, *, top: bool) -> None:
    """The text of a part that has no parts; what is not for reading counts as attached."""
    disposition = headers.get("content-disposition", "").casefold()
    named = _NAMED.search(headers.get("content-type", "")) or _NAMED.search(disposition)
    if disposition.startswith("attachment") or (named and not top and kind == "text/plain"):
        body.attachments += 1
    elif kind in _MARKED_UP:
        own, quoted = _MARKED_UP[kind](_text(headers, payload))
        body.plain.append(own)
        body.quoted.append(quoted)
    elif kind == "text/plain":
        text, attached = _UUENCODED.subn("", _unflowed(headers, _text(headers, payload)))
        body.plain.append(text)
        body.attachments += attached
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
    plain = [part for part in parts if part.get_content_type() == "text/plain" and _payload(part).strip()]
    rest = [part for part in parts if part.get_content_type() != "text/plain"]
    yield from plain[:1] or rest[-1:] or parts[:1]


def _payload(part: Part) -> bytes:
    return str(part.get_payload()).encode("utf-8", "surrogateescape")


def _text(headers: Mapping[str, str], payload: bytes) -> str:
    """The text of bytes as they were sent."""
    raw = _transferred(headers.get("content-transfer-encoding", "").strip().casefold(), payload)
    charset = _CHARSET.search(headers.get("content-type", ""))
    name = charset[1] if charset else ""
    if not name and (named := _HTML_CHARSET.search(raw[:2048])):
        name = named[1].decode("ascii")
    return decode_bytes(raw, name).replace("\r\n", "\n").replace("\r", "\n")


def _transferred(encoding: str, payload: bytes) -> bytes:
    """Undo the transfer encoding, or what plainly is one; what is not in the encoding that it claims stays as it is."""
    if encoding == "base64":
        encoded = _BASE64_LINES.match(payload)
        # Lists add their footer in clear below what is encoded.
        return decode_base64(encoded[0], _LEAST_BASE64) + b"\n" + payload[encoded.end() :] if encoded else payload
    if encoding == "quoted-printable":
        return a2b_qp(payload)
    if encoding in ("x-uuencode", "uuencode", "x-uue", "uue"):
        decoded = message_from_bytes(b"Content-Transfer-Encoding: x-uuencode\n\n" + payload).get_payload(decode=True)
        return decoded if isinstance(decoded, bytes) else payload
    if _QUOTED_BREAK.search(payload) and _QUOTED_BYTE.search(payload) and payload.isascii():
        return a2b_qp(payload)
    return payload


def decode_base64(encoded: bytes, least: int = 0) -> bytes:
    """Decode as far as it goes: a mail may be cut anywhere. What is not whole and shorter than `least` was never encoded."""
    letters = b"".join(encoded.split())
    if len(letters) % 4 and len(letters) < least:
        return encoded
    letters = letters.replace(b"=", b"")
    return a2b_base64(letters[: len(letters) - (len(letters) % 4 == 1)] + b"==")


def _unflowed(headers: Mapping[str, str], text: str) -> str:
    """Join the lines that the sender's program broke (RFC 3676); quoted lines stay as they are but for stuffed spaces."""
    kind = headers.get("content-type", "")
    if not _FLOWED.search(kind):
        return text
    drop = bool(_DELETE_SPACE.search(kind))
    lines: list[str] = []
    open_ended = False
    for line in text.split("\n"):
        quoted = line.startswith(">")
        line = line if quoted else line.removeprefix(" ")
        if open_ended and not quoted and line and line != "-- ":
            lines[-1] = (lines[-1][:-1] if drop else lines[-1]) + line
        else:
            lines.append(line)
        open_ended = not quoted and line.endswith(" ") and line != "-- " and bool(line.strip())
    return "\n".join(lines)
