"""The labelled conversations as hurried people would have typed them: what is found of the same faults then.

Each way of typing changes every message and no label. Rules that judge how something is written (capitals, marks, the length of
sentences) are left out: for them another message is another fault.
"""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

WRITING = frozenset({"CA107", "CA111", "CA207"})
"""What judges the writing itself."""

SLIPS = 0.05
"""The share of longer words with a slip of the finger; a word is misspelt alike all through a conversation."""

_NEAR = dict(zip("qwertyuiopasdfghjklzxcvbnm", "wetyuiiopasdfghjkllxcvbnmn", strict=True))


def _without_apostrophes(text: str, _: str) -> str:
    return re.sub(r"(?<=\w)['’](?=\w)", "", text)


def _without_marks(text: str, conversation: str) -> str:
    return re.sub(r"(?<=[A-Za-z])[.,;:?!]+(?=\s|$)", "", _without_apostrophes(text, conversation))


def _with_slips(text: str, conversation: str) -> str:
    return re.sub(r"\b[A-Za-z]{4,}\b", lambda match: _slipped(match.group(), conversation), text)


def _slipped(word: str, conversation: str) -> str:
    drawn = hashlib.sha256(f"{conversation} {word.lower()}".encode()).digest()
    if drawn[0] >= SLIPS * 256:
        return word
    place = 1 + drawn[1] % (len(word) - 2)
    before, letter, after = word[:place], word[place], word[place + 1 :]
    return (
        before + after,
        before + letter * 2 + after,
        before + after[0] + letter + after[1:],
        before + _NEAR.get(letter, letter) + after,
    )[drawn[2] % 4]


WAYS: Mapping[str, Callable[[str, str], str]] = {
    "as they were written": lambda text, _: text,
    "in small letters": lambda text, _: text.lower(),
    "without apostrophes": _without_apostrophes,
    "without apostrophes and marks": _without_marks,
    f"a slip in {round(100 * SLIPS)} of 100 longer words": _with_slips,
    "small, without marks": lambda text, conversation: _without_marks(text, conversation).lower(),
}


def typed(rows: list[dict[str, Any]], way: Callable[[str, str], str]) -> Iterator[dict[str, Any]]:
    """The same conversations, typed so."""
    for row in rows:
        messages = [message | {"text": way(message["text"], row["conversation_id"])} for message in row["messages"]]
        yield row | {"messages": messages}
