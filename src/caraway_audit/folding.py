"""Words without case and accents, as they are compared wherever the same name may be written in two ways."""

import unicodedata

_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "ß": "ss"}
)
"""Letters that no normalisation takes apart."""


def folded(word: str) -> str:
    """Case and accents folded, so that "Inés" and "ines" are one, "Bıçakcı" and "bicakci"; marks stay."""
    if word.isascii():
        return word.lower()
    word = word.casefold().translate(_LETTERS)
    return "".join(ch for ch in unicodedata.normalize("NFKD", word) if not unicodedata.combining(ch))
