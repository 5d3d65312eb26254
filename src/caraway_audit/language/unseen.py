"""Characters that nobody sees: they break words for a search and numbers for a pattern; cleaning brings both back."""

import re
import unicodedata
from collections.abc import Sequence

_UNSEEN = re.compile(  # controls, soft hyphens, characters without width, marks of direction, variants, marks over a letter
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u0300-\u036f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f"
    "\ufeff]"
)


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
