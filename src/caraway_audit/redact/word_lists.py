"""Values that stand over several strings of a list: the words of a call, as a recogniser writes them one by one.

One of them alone ("4539", "5852") tells nothing. When a list has been read its words are joined and looked at; what is
found is noted by the number of the list in the file, and replaced in the pass after that.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from caraway_audit.redact.redactor import Part, Redactor

_LONGEST = 24
"""A string of more characters, or of two words, is no word of a text that somebody took apart."""
_FEWEST = 3
"""A list of fewer words than that is of numbers: sizes, years, hours."""
_MOST = 20_000
"""Strings of a list that are looked at."""
_OF_TEXTS = frozenset({"word", "w", "token", "text", "content", "display", "displaytext", "punctuated_word", "char"})
"""Fields of a list's objects that hold the words of a text. Of strings that stand in a list by themselves only what holds a
digit counts: names side by side may be tags."""


class Place(NamedTuple):
    """A string in a list: the number of the list in the file, the field of its objects ("" where it holds strings), and
    which of them it is."""

    of: int
    field: str
    number: int


class WordLists:
    """Goes along with one pass over a document, beside the stack of lists and objects that are open."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._lists = 0
        self._open: list[tuple[int, dict[str, list[str]]]] = []

    def begin(self) -> None:
        """A list begins."""
        self._lists += 1
        self._open.append((self._lists, {}))

    def end(self) -> None:
        """The innermost list ends: what stands over several of its strings is noted for the next pass."""
        number, fields = self._open.pop() if self._open else (0, {})
        for field, strings in fields.items():
            for first, words in self._runs(strings):
                for one, part in _told_together(self._redactor, words, names=bool(field)):
                    self._redactor.note_part(Place(number, field, first + one), part)

    def _runs(self, strings: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Stretches of a list that may be a text word by word, and where each begins: what is longer than a word parts them."""
        first = 0
        for place in range(len(strings) + 1):
            if place < len(strings) and (_is_word(strings[place]) or self._redactor.replaced.search(strings[place])):
                continue
            words = strings[first:place]
            if sum(map(_is_of_letters, words)) >= _FEWEST:
                yield first, words
            first = place + 1

    def put(self, path: Sequence[str | None], string: str) -> str:
        """A string of the innermost list, at the end of `path`, as the pass before says."""
        if not self._open or not path:
            return string
        if path[-1] is None:
            field = ""
        elif len(path) > 1 and path[-2] is None:
            field = path[-1] or ""
        else:
            return string
        if field and field.casefold() not in _OF_TEXTS:
            return string
        of, fields = self._open[-1]
        words = fields.setdefault(field, [])
        put = self._redactor.with_part(Place(of, field, len(words)), string)
        if len(words) < _MOST:
            words.append(put)
        return put


def _is_word(string: str) -> bool:
    return len(string) <= _LONGEST and " " not in string


def _is_of_letters(string: str) -> bool:
    return len(string) > 1 and string.strip(".,;:!?").isalpha()


def _told_together(redactor: Redactor, words: Sequence[str], *, names: bool) -> Iterator[tuple[int, Part]]:
    """The values that the words tell together: by word, the part of it that one takes."""
    starts = [0, *accumulate(len(word) + 1 for word in words)]
    for kind, (start, end), value in redactor.values(" ".join(words)):
        touched = [n for n, word in enumerate(words) if starts[n] < end and start < starts[n] + len(word)]
        if not (names or any(map(str.isdigit, value)) or "@" in value):
            continue
        for n in touched:
            here = max(start - starts[n], 0), min(end - starts[n], len(words[n]))
            yield n, Part(words[n], *here, kind if n == touched[0] else "", value)
