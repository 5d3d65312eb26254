"""The words that name a value, as they were meant: "my recoverey code", "acount nubmer".

Patterns and the tagger know a value by the words beside it, and who is locked out types fast. Only these words are read anew: a
slip elsewhere hides no value.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from caraway_audit.language.spelling import DOUBLED, MORE, SWAPPED, lexicon, shortened, slips
from caraway_audit.privacy.tagger import listed

CUES = frozenset(
    "password passwords passphrase passcode passcodes passport security recovery backup account accounts number numbers "
    "routing licence license driving driver registration insurance national social birth birthday memorable maiden "
    "verification authentication authenticator confirmation activation address postcode phone mobile telephone email "
    "username login customer reference booking policy membership member card debit credit expiry expires expiration "
    "serial wallet seed mnemonic phrase secret token answer code codes sort savings patient medical".split()
)
"""What beside a value says what it is."""

_SHORT = 4
_WORD = re.compile(rf"(?<![^\W_])[A-Za-z]{{{_SHORT},15}}(?![^\W_])")


_NAMES = frozenset("FLPN")
_SHORTENED = frozenset(part for cue in CUES for part in shortened(cue))


@lru_cache(maxsize=50_000)
def meant(word: str) -> str:
    """The cue that a word in small letters was meant to be; itself if it is a word, a name, or two slips away."""
    if word in CUES or _SHORTENED.isdisjoint(shortened(word)):  # as nearly every word: what follows costs more
        return word
    if word in lexicon().known or _NAMES.intersection(listed(word)):
        return word
    cost, cue = min(((cost, other) for other, cost in slips(word) if other in CUES), default=(MORE, word))
    return cue if cost <= (max(SWAPPED, DOUBLED) if len(cue) == _SHORT else MORE) else word  # "Cody" is no "code"


def as_meant(text: str, places: Sequence[int]) -> tuple[str, Sequence[int]]:
    """A text with its cues as they were meant, and for each of its letters the place in the original; `places` are those of the
    text. The same objects where nothing was misspelt."""
    read: list[str] = []
    kept: list[int] = []
    done = 0
    for word in _WORD.finditer(text):
        written = word.group()
        cue = meant(written.lower())
        if cue != written.lower():
            begin, last = word.start(), word.end() - 1
            read += text[done:begin], cue
            kept += places[done:begin]
            kept += (places[min(begin + letter, last)] for letter in range(len(cue) - 1))
            kept.append(places[last])
            done = word.end()
    return ("".join((*read, text[done:])), [*kept, *places[done:]]) if read else (text, places)
