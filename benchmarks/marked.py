"""Reads texts whose personal values are marked in place: "ring [[PHONE|07700 900123]]". For what measures and what learns."""

import re

_MARK = re.compile(r"\[\[([A-Z]+)\|(.*?)\]\]", re.S)
_TAIL = re.compile(r"\b(?:end(?:s|ed|ing)?|last)\b[^.?!]{0,40}$", re.IGNORECASE)


def unmarked(marked: str) -> tuple[str, list[tuple[int, int, str]]]:
    """A text as it was written, and where its values are, of which kind."""
    text, spans, last = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[last : match.start()]
        spans.append((len(text), len(text) + len(match[2]), match[1]))
        text += match[2]
        last = match.end()
    return text + marked[last:], spans


def is_tail(text: str, start: int, end: int, kind: str) -> bool:
    """Whether a value is the last digits of a card, an account or a telephone, called so: those are shown by design."""
    return kind in ("CARD", "BANK", "PHONE") and end - start <= 4 and bool(_TAIL.search(text[:start]))
