"""Names that a conversation told once, wherever else they stand in it: "I'm Grace Okoye" and then "Good morning Grace".

The tagger sees one text, and what tells a name may stand in another. What is found so is masked and accuses nobody.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from caraway_audit.model import Message
from caraway_audit.privacy.detect import Detector, free
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.names import COMMON, WORD, plain
from caraway_audit.privacy.tagger import SCORE, listed

_SHORTEST = 3
_TELLING = 4
"""Letters of a name that is looked for in small letters, too."""


def named_in(
    messages: Sequence[Message], detector: Detector, answers: Mapping[str, Sequence[Entity]]
) -> dict[str, list[Entity]]:
    """By text, names of people in it that another text of the conversation tells; `answers` are told by the question before."""
    texts = list(dict.fromkeys(text for message in messages for text in (message.text, message.quoted) if text))
    found = {text: detector.find(text) for text in texts}
    told = ((text, entity) for text in texts for entity in (*found[text], *answers.get(text, ())) if entity.kind == "PERSON")
    names = {word for text, entity in told for word in _words(text, entity)}
    if not names:
        return {}
    return {text: more for text in texts if (more := list(_again(text, found[text], names)))}


def _words(text: str, entity: Entity) -> Iterator[str]:
    """The words of a name, folded, that are no places besides."""
    for match in WORD.finditer(text, entity.start, entity.end):
        word = plain(match.group())
        lists = listed(word)
        if len(word) >= _SHORTEST and ("P" not in lists or "F" in lists) and (match.group()[0].isupper() or not _is_word(word)):
            yield word


def _is_word(word: str) -> bool:
    """Whether a folded word of a name is one of every day too: there only a capital within a sentence makes a name of it."""
    return word in COMMON or "c" in listed(word)


def _again(text: str, found: Sequence[Entity], names: set[str]) -> Iterator[Entity]:
    for match in WORD.finditer(text):
        written = match.group()
        if len(written) < _SHORTEST or (word := plain(written)) not in names:
            continue
        capital = written[0].isupper()
        if _is_word(word):
            named = capital and _WITHIN.search(text, max(0, match.start() - 2), match.start()) is not None
        else:
            named = capital or len(written) >= _TELLING
        if named:
            yield from (Entity("PERSON", start, end, SCORE) for start, end in free(*match.span(), found))


_WITHIN = re.compile(r"[\w,;] $")
