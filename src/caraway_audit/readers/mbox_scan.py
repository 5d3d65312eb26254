"""Where the mails of a mailbox begin and end.

A line "From …" separates mails only if all of it looks like one that a mail program writes and a header follows:
"From Monday on we ship at 10:30" in a letter begins no mail.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

from caraway_audit.readers.streams import byte_lines_of

_MONTH = rb"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
_CLOCK = rb"\d{1,2}:\d\d(?::\d\d)?"
_DATED = re.compile(
    rb"From .{0,300}?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s+"
    rb"(?:" + _MONTH + rb"\s+\d{1,2}\s+" + _CLOCK + rb"(?:\s+[A-Z+-][A-Za-z0-9+-]*){0,2}\s+\d{4}"
    rb"|\d{1,2}\s+" + _MONTH + rb"\s+\d{4}\s+" + _CLOCK + rb")(?:\s.{0,60})?\s*"
)
# "From -" of Thunderbird, "From 1844347792267117879@xxx" of Google Takeout.
_SHORT = re.compile(rb"From (?:-|\S+@\S+)?\s*")
_HEADER = re.compile(rb"[!-9;-~]{1,80}[ \t]*:(?:[ \t]|\r?\n|$)|>From ")
_MAIL_HEADER = re.compile(
    rb"(?:from|to|cc|date|subject|received|return-path|message-id|mime-version|content-type|delivered-to|reply-to|sender"
    rb"|x-[\w-]+|list-id|dkim-signature|arc-[\w-]+|authentication-results|in-reply-to|references)[ \t]*:",
    re.IGNORECASE,
)
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Span:
    """A mail without its "From " line: from byte to byte, the line it starts on, its header, a digest of its content."""

    begin: int
    end: int
    line: int
    header: bytes
    digest: str


def begins_like_mail(head: bytes) -> bool:
    """Whether a file begins as a mailbox or a single mail does."""
    first, _, rest = head.removeprefix(_MARK).lstrip(b"\r\n").partition(b"\n")
    if first.startswith(b"From "):
        return bool(_HEADER.match(rest))
    return bool(_MAIL_HEADER.match(first) and (_MAIL_HEADER.match(rest) or rest[:1] in (b" ", b"\t")))


def spans(stream: BinaryIO) -> Iterator[Span]:
    """The mails of a mailbox (or the one mail of a file without "From " lines); what stands before the first is none."""
    mail: _Growing | None = None
    separator: int | None = None  # where a line stands that is one if a header follows
    offset = 0
    for number, line in enumerate(byte_lines_of(stream), start=1):
        if separator is not None and (mail is None or _HEADER.match(line)):
            if mail:
                yield mail.span(separator)
            mail = _Growing(offset, number - 1)
        elif mail is None and _MAIL_HEADER.match(line.removeprefix(_MARK)):
            mail = _Growing(offset, number)
        separator = offset if (mail is None or line.startswith(b"From ")) and _separates(line, first=mail is None) else None
        if mail and separator is None and mail.wants_more:
            mail.add(line)
        offset += len(line)
    if mail:
        yield mail.span(offset)


def _separates(line: bytes, *, first: bool) -> bool:
    if first:
        return line.removeprefix(_MARK).startswith(b"From ")
    return bool(_DATED.fullmatch(line) or _SHORT.fullmatch(line))


class _Growing:
    """A mail whose end is not reached yet."""

    def __init__(self, begin: int, line: int) -> None:
        self._begin = begin
        self._line = line
        self._header: list[bytes] = []
        self._in_header = True
        self._digest = sha256()
        self.wants_more = True  # all of the header, and of a mail without an id the content, which must stand for one

    def add(self, line: bytes) -> None:
        if self._in_header:
            self._header.append(line)
            if not line.strip():
                self._in_header = False
                self.wants_more = b"message-id" not in b"".join(self._header).lower()
        else:
            self._digest.update(line.rstrip(b"\r\n"))

    def span(self, end: int) -> Span:
        header = b"".join(self._header)
        self._digest.update(header.replace(b"\r\n", b"\n"))
        return Span(self._begin, end, self._line, header, self._digest.hexdigest())
