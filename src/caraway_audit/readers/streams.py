"""Bytes and text of an input: gzip read transparently, the encoding decided from the bytes, never the whole in memory.

What is packed may unpack to a thousand times its size: `LONGEST_LINE` and `LONGEST_DOCUMENT` bound what is held at once.
"""

import codecs
import gzip
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import BinaryIO, TextIO, cast

HEAD = 64 * 1024
_CHUNK = 1024 * 1024
LONGEST_LINE = 64 * 1024 * 1024
"""Of a line; a longer one comes in pieces, which no format takes for whole."""
LONGEST_DOCUMENT = 256 * 1024 * 1024
"""Of what can only be read at once: a JSON value, a mail, a plain transcript."""
_GZIP = b"\x1f\x8b"

# UTF-32 before UTF-16: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file become text; `damaged` counts bytes that no reading explains (shown as U+FFFD).

    `mark` is how many bytes a byte order mark takes that says another thing than what follows it.
    """

    name: str
    errors: str = "strict"
    damaged: int = 0
    mark: int = 0


def open_bytes(path: Path) -> BinaryIO:
    """Open a file for reading; gzip is told by its magic, whatever the name says."""
    raw = path.open("rb")
    packed = raw.read(2) == _GZIP
    raw.seek(0)
    if not packed:
        return raw
    raw.close()
    return cast(BinaryIO, gzip.open(path, "rb"))


def read_head(path: Path, size: int = HEAD) -> bytes:
    """The first bytes of a file, decompressed."""
    with open_bytes(path) as stream:
        return stream.read(size)


def marked_encoding(head: bytes) -> str | None:
    """The encoding that a byte order mark names, if there is one."""
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def mark_of(path: Path) -> tuple[bytes, str]:
    """The mark that a file of two or four bytes a character begins with, and its encoding; else nothing."""
    head = read_head(path, 4)
    return next(((mark, name) for mark, name in _ORDERS if head.startswith(mark)), (b"", ""))


_ORDERS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def head_text(head: bytes) -> str:
    """The beginning of a file as text, good enough to sniff by."""
    return head.decode(marked_encoding(head) or "utf-8", errors="replace").removeprefix("\ufeff")


def encoding_of(path: Path) -> Encoding:
    """Decide the encoding of a text file: a mark, else UTF-8 where it fits, else cp1252 (or Mac Roman).

    A file that is UTF-8 but for a few broken bytes stays UTF-8: read as cp1252, every accent in it would turn to litter. The
    mark of UTF-8 is believed no more than that: tools put it before whatever an older one wrote.
    """
    with open_bytes(path) as stream:
        head = stream.read(4)
    marked = marked_encoding(head)
    if marked and marked != _UTF8_MARKED:
        # A cut file ends in half a character; `replace` keeps the rest readable.
        return Encoding(marked, "replace")
    name = marked or "utf-8"
    try:
        with open_bytes(path) as stream:
            decoder = codecs.getincrementaldecoder("utf-8")()
            while chunk := stream.read(_CHUNK):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return _lenient(path, name)
    return Encoding(name)


_UTF8_MARKED = "utf-8-sig"


def _lenient(path: Path, name: str) -> Encoding:
    """UTF-8 with broken bytes if whole characters outweigh them, else cp1252, or Mac Roman where its letters fit into words."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = of_windows = of_macs = 0
    with open_bytes(path) as stream:
        while chunk := stream.read(_CHUNK):
            text = decoder.decode(chunk)
            bad = text.count("\ufffd")
            broken += bad
            whole += len(text) - len(text.encode("ascii", "ignore")) - bad
            within = b"".join(_WITHIN.findall(chunk))
            of_windows += len(within) - len(within.translate(None, _ODD["cp1252"]))
            of_macs += len(within) - len(within.translate(None, _ODD["mac_roman"]))
    marks = name == _UTF8_MARKED  # itself a whole character
    if whole - marks > broken or (marks and not broken):  # a cut file ends in half a character
        return Encoding(name, "replace", broken)
    older = "mac_roman" if of_windows > _TIMES * of_macs else "cp1252"
    return Encoding(older, "replace", mark=len(codecs.BOM_UTF8) * marks)


def _odd(encoding: str) -> bytes:
    """The bytes that stand within no word in an encoding: capitals and signs, but for those that join words."""
    characters = ((byte, bytes([byte]).decode(encoding, "replace")) for byte in range(0x80, 0x100))
    return bytes(byte for byte, character in characters if not character.islower() and character not in _JOINING)


_JOINING = "’‘–—…·\xad\xa0«»“”/€°²³½ª"
_ODD = {encoding: _odd(encoding) for encoding in ("cp1252", "mac_roman")}
_WITHIN = re.compile(rb"(?<=[A-Za-z\x80-\xff])[\x80-\xff](?=[a-z])")
_TIMES = 20
"""Odd characters as Windows writes are so many times those as an old Mac does, before it was one."""


def open_text(path: Path, encoding: Encoding, newline: str | None = "") -> TextIO:
    """Open a file as text in the encoding decided for it."""
    stream = open_bytes(path)
    stream.read(encoding.mark)
    return io.TextIOWrapper(stream, encoding.name, encoding.errors, newline)


def lines_of(stream: TextIO) -> Iterator[str]:
    """The lines of a text with their ends."""
    return iter(partial(stream.readline, LONGEST_LINE), "")


def byte_lines_of(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of a file with their ends."""
    return iter(partial(stream.readline, LONGEST_LINE), b"")
