"""Characters that nobody sees: they break words for a search and numbers for a pattern; cleaning brings both back."""

import re
import unicodedata
from collections.abc import Sequence
from html import unescape

_UNSEEN = re.compile(  # controls, soft hyphens, characters without width, marks of direction, variants, marks over a letter
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff]"
)


ESCAPES = r"%[2-7][0-9a-fA-F](?<=\S...)|\\(?:u[0-9a-fA-F]{4}|[rnt](?=[A-Z\\]))"
"""How a link and a text within JSON write a character: "Rosa%20Lind"."""


def unescaped(written: str) -> str:
    """What is read in place of a reference or an escape."""
    if written[0] == "&":
        return unescape(written)
    return chr(int(written[-4:] if written[1] == "u" else written[1:], 16)) if written[0] == "%" or written[1] == "u" else " "


_MARKUP = re.compile(  # of an export that nobody called HTML; begins with what a search finds fast
    r"<(?:(?P<breaks>/?(?:br|p|div|li|ul|ol|td|th|tr|table|tbody|h[1-6]|blockquote|hr)\b)"
    r"|(?:/?(?:a|b|i|u|s|em|strong|span|font|small|big|sub|sup|code|tt|strike|del|ins|label|q|mark|wbr|img|o:p)\b|!--))[^<>]{0,400}>"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});"
    rf"|{ESCAPES}"
)


def may_be_marked_up(text: str) -> bool:
    """Whether a text holds a sign that tags, references or escapes begin with."""
    return "<" in text or "&" in text or "%" in text or "\\" in text


def as_read(text: str) -> tuple[str, Sequence[int]]:
    """A text without what nobody sees and without tags of HTML, references decoded, and for each of its characters the place
    in the original. The same object where there is none."""
    seen, places = without_unseen(text)
    if not may_be_marked_up(seen) or not _MARKUP.search(seen):
        return seen, places
    letters: list[str] = []
    kept: list[int] = []
    begin = 0
    for match in _MARKUP.finditer(seen):
        letters.append(seen[begin : match.start()])
        kept += places[begin : match.start()]
        put = unescaped(match.group()).replace("\xa0", " ") if match.group()[0] != "<" else " " if match["breaks"] else ""
        letters.append(put)
        kept += [places[match.end() - 1]] * len(put)
        begin = match.end()
    return "".join((*letters, seen[begin:])), [*kept, *places[begin:]]


def without_unseen(text: str) -> tuple[str, Sequence[int]]:
    """A text as it is read, and for each of its characters the place in the original. The same object where all is seen.

    An accent by itself is put on its letter ("e" and U+0301 are "é"); other marks over and under letters are left out.
    """
    if not _UNSEEN.search(text):
        return text, range(len(text))
    places: list[int] = []
    letters: list[str] = []
    for place, character in enumerate(text):
        if not _UNSEEN.match(character):
            places.append(place)
            letters.append(character)
        elif letters and len(whole := unicodedata.normalize("NFC", letters[-1] + character)) == 1:
            letters[-1] = whole
    return "".join(letters), places
