"""Names that a conversation told once, wherever else they stand in it: "I'm Grace Okoye" and then "Good morning Grace".

The tagger sees one text, and what tells a name may stand in another. What is found so is masked and accuses nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from caraway_audit.folding import folded
from caraway_audit.model import Message, Span
from caraway_audit.privacy.detect import Detector, free
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.harmless import SMALL_WORDS
from caraway_audit.privacy.names import COMMON, WORD, is_of_saint, plain_words
from caraway_audit.privacy.tagger import SCORE, listed

_SHORTEST = 3
_TELLING = 4
"""Letters of a name that is looked for in small letters, too."""


class NamesTold:
    """What texts of a conversation tell of the names in one another; `answers` are told by the question before."""

    def __init__(self, messages: Sequence[Message], detector: Detector, answers: Mapping[str, Sequence[Entity]]) -> None:
        self._detector = detector
        self._answers = answers
        self._holding: dict[str, set[str]] = {}
        self._texts = frozenset(text for message in messages for text in (message.text, message.quoted) if text)
        for text in self._texts:
            for word in plain_words(text):
                self._holding.setdefault(word, set()).add(text)
        self._names: dict[str, frozenset[str]] = {}
        self._told: dict[str, bool] = {}

    def within(self, text: str) -> list[Entity]:
        """Names of people in one of the texts that another tells. Only those are tagged that hold a word which may be one."""
        spans = [span for span, word in _possible(text) if self._is_told(word)] if text in self._texts else []
        found = self._detector.find(text) if spans else ()
        left = (stretch for span in spans for stretch in free(*span, found))
        return [Entity("PERSON", start, end, SCORE) for start, end in left if end - start >= _SHORTEST]  # no "'s" alone

    def _is_told(self, word: str) -> bool:
        """Whether a folded word is a part of a name in any text."""
        if (told := self._told.get(word)) is None:
            told = self._told[word] = any(word in self._names_in(text) for text in self._holding.get(word, ()))
        return told

    def _names_in(self, text: str) -> frozenset[str]:
        """The folded words of the names that a text tells."""
        if (names := self._names.get(text)) is None:
            told = (one for one in (*self._detector.find(text), *self._answers.get(text, ())) if one.kind == "PERSON")
            names = self._names[text] = frozenset(word for one in told for word in _words(text, one))
        return names


def _words(text: str, entity: Entity) -> Iterator[str]:
    """The words of a name, folded, that are no places besides."""
    for match in WORD.finditer(text, entity.start, entity.end):
        word = folded(match.group())
        lists = listed(word)
        if len(word) >= _SHORTEST and ("P" not in lists or "F" in lists) and (match.group()[0].isupper() or not _is_word(word)):
            yield word


def _is_word(word: str) -> bool:
    """Whether a folded word of a name is one of every day too: there only a capital within a sentence makes a name of it."""
    return word in COMMON or word in SMALL_WORDS or "c" in listed(word)


def _possible(text: str) -> Iterator[tuple[Span, str]]:
    """Where words stand that are a name if another text tells them as one, and what they are, folded."""
    for match in WORD.finditer(text):
        written = match.group()
        if len(written) < _SHORTEST:
            continue
        word, capital = folded(written), written[0].isupper()
        if _is_word(word):
            named = capital and _WITHIN.search(text, max(0, match.start() - 2), match.start()) is not None
        else:
            named = capital or len(written) >= _TELLING
        if named and not is_of_saint(text, match.start()):
            yield match.span(), word


_WITHIN = re.compile(r"[\w,;] $")
