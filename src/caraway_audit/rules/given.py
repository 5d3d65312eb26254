"""Where a value comes from: the client wrote it themselves, however it is spaced, spoken or split, or it signs the message."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import accumulate

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.signature import POSTSCRIPT, signed
from caraway_audit.model import CLIENTS, Message, Span
from caraway_audit.privacy.again import squeezed
from caraway_audit.privacy.spoken import in_digits


def is_given(talk: AnnotatedConversation, value: str, before: int | None = None) -> bool:
    """Whether the client wrote a value (before a place), in one message or in pieces; a short one as a value of its own."""
    known = squeezed(in_digits(value))
    if len(known) >= _LONG:
        in_letters = talk.once("client's writing", _writing).holds(known, before)
        return in_letters or (known.isdigit() and talk.once("client's digits", _digits).holds(known, before))
    first = talk.once("client's values", _values).get(known)
    return first is not None and (before is None or first < before)


@dataclass(frozen=True, slots=True)
class _Writing:
    """Letters and digits of all that the client wrote, or digits alone ("4716 0093" "and then 5528 7416"): `ends[n]` is where
    those of the first `n` messages end.

    One text serves every place, and each value is looked for in it once: a copy of all that came before, for each place
    that asks, takes time and memory that grow with the square of a conversation.
    """

    text: str
    places: tuple[int, ...]
    ends: tuple[int, ...]
    found: dict[str, int] = field(default_factory=dict)  # by value, where it first ends; -1 for what is nowhere

    def holds(self, known: str, before: int | None) -> bool:
        """Whether a value stands in it, or in what was written before a place."""
        if known not in self.found:
            start = self.text.find(known)
            self.found[known] = start + len(known) if start >= 0 else -1
        return 0 <= self.found[known] <= self.ends[len(self.places) if before is None else bisect_left(self.places, before)]


def _writing(talk: AnnotatedConversation) -> _Writing:
    return _joined(talk, lambda text: squeezed(in_digits(text)))


def _digits(talk: AnnotatedConversation) -> _Writing:
    return _joined(talk, lambda text: "".join(filter(str.isdigit, in_digits(text))))


def _joined(talk: AnnotatedConversation, kept: Callable[[str], str]) -> _Writing:
    places = talk.places(CLIENTS)
    pieces = [kept(talk.messages[place].text) for place in places]
    return _Writing("".join(pieces), places, tuple(accumulate(map(len, pieces), initial=0)))


def _values(talk: AnnotatedConversation) -> Mapping[str, int]:
    """The personal values that the client wrote, squeezed, with the place of the first message that holds each."""
    first: dict[str, int] = {}
    for place in talk.places(CLIENTS):
        for entity in talk.notes[place].entities:
            first.setdefault(squeezed(in_digits(talk.text(place, (entity.start, entity.end)))), place)
    return first


_LONG = 8
"""Characters that do not stand in another number by chance."""


def in_signature(message: Message, span: Span) -> bool:
    """Whether a value stands below where a message is signed, or in its last lines, with no sentence around it."""
    own = signed(message.text, message.author)[0].rstrip()
    last = "\n" in own and own[span[1] :].count("\n") <= _BELOW and _is_no_sentence(own, span)
    return last or is_signed(message, span)


def is_signed(message: Message, span: Span) -> bool:
    """Whether a value stands below where a message is signed, with no sentence around it."""
    own, start = signed(message.text, message.author)
    return span[0] >= start and _is_no_sentence(own, span)


def _is_no_sentence(text: str, span: Span) -> bool:
    """Whether the line of a value, as far as marks of a signature stand around it, is too short for a sentence."""
    start, end = text.rfind("\n", 0, span[0]) + 1, (text.find("\n", span[1]) + 1 or len(text) + 1) - 1
    if POSTSCRIPT.match(text, start, end):
        return False
    before, behind = _APART.split(text[start : span[0]])[-1], _APART.split(text[span[1] : end])[0]
    return len(_LETTERS.findall(before + text[slice(*span)] + behind)) <= _LINE


_APART = re.compile("[|•·]")
"""Marks between what stands in one line of a signature: "Registered in England No. 01234567 | Weir House, Mill Lane"."""
_LETTERS = re.compile(r"[^\W\d_][\w'’-]*")
_LINE, _BELOW = 9, 5
"""Words of a line that is no sentence, and so many lines may stand below it."""
