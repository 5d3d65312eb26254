"""Where a value comes from: the client wrote it themselves, however it is spaced, spoken or split, or it signs the message."""

import re
from collections.abc import Iterator

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.model import Role, Span
from caraway_audit.privacy.spoken import in_digits


def is_given(talk: AnnotatedConversation, value: str, before: int | None = None) -> bool:
    """Whether the client wrote a value (before a place), in one message or in pieces; a short one as a value of its own."""
    known = squeezed(in_digits(value))
    if len(known) >= _LONG:
        written = talk.once(f"client's writing before {before}", lambda talk: _writing(talk, before))
        return known in written
    return known in talk.once(f"client's values before {before}", lambda talk: _values(talk, before))


def _by_client(talk: AnnotatedConversation, before: int | None) -> Iterator[int]:
    return (place for place in talk.places(_CLIENT) if before is None or place < before)


def _writing(talk: AnnotatedConversation, before: int | None) -> str:
    """Letters and digits of all that the client wrote."""
    return squeezed("".join(in_digits(talk.messages[place].text) for place in _by_client(talk, before)))


def _values(talk: AnnotatedConversation, before: int | None) -> frozenset[str]:
    """The personal values that the client wrote, squeezed."""
    places = _by_client(talk, before)
    values = (talk.text(place, (e.start, e.end)) for place in places for e in talk.notes[place].entities)
    return frozenset(squeezed(in_digits(value)) for value in values)


_CLIENT = frozenset({Role.CLIENT})
_LONG = 8
"""Characters that do not stand in another number by chance."""


def squeezed(text: str) -> str:
    return _NO_LETTER.sub("", text.casefold())


_NO_LETTER = re.compile(r"[\W_]+")


def in_signature(text: str, span: Span) -> bool:
    """Whether a value stands in the last lines of a longer message, with no sentence around it."""
    line = text[text.rfind("\n", 0, span[0]) + 1 : (text.find("\n", span[1]) + 1 or len(text) + 1) - 1]
    after = text[span[1] :].count("\n")
    return "\n" in text and after <= 5 and len(line.split()) <= 10
