"""Values that stand over several strings of a list: the words of a call, as a recogniser writes them one by one.

One of them alone ("4539", "5852") tells nothing. When a list has been read its words are joined and looked at; what is
found is noted by the number of the list in the file, and replaced in the pass after that.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.recovery import OF_SENTENCES
from caraway_audit.privacy.spoken import in_digits
from caraway_audit.redact.redactor import AGAIN, Part, Redactor

_LONGEST = 24
"""A string of more characters, or of two words, is no word of a text that somebody took apart."""
_MOST = 20_000
"""Strings of a list that are looked at together."""
_SURE, _CERTAIN = 0.5, 0.9
"""What is less sure counts only in a list that speaks: of sizes, years and versions numbers of all kinds can be made."""
_OF_TEXTS = frozenset({"word", "w", "token", "text", "content", "display", "displaytext", "punctuated_word", "char"})
"""Fields of a list's objects that hold the words of a text. Of strings that stand in a list by themselves only what holds a
number counts: names side by side may be tags."""


_FEW = 3
"""Strings of a list that is one word itself: `["four", "1.2"]`, or what else a recogniser may have heard."""

_Names = tuple[str | int, ...]


class Place(NamedTuple):
    """A string in a list: the number of the list in the file, the names below it that lead to the string (none where the list
    holds strings), and which of these it is."""

    of: int
    names: _Names
    number: int


class _Open:
    """A list that is open: how many strings have stood under which names, and those that have not been looked at."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.counts: Counter[_Names] = Counter()
        self.columns: dict[_Names, list[tuple[Place, str]]] = {}
        self.handed: dict[_Names, list[tuple[Place, str]]] = {}  # of short lists within


class WordLists:
    """Goes along with one pass over a document, beside the stack of lists and objects that are open."""

    def __init__(self, redactor: Redactor) -> None:
        self._redactor = redactor
        self._lists = 0
        self._open: list[_Open] = []

    def begin(self) -> None:
        """A list begins."""
        self._lists += 1
        self._open.append(_Open(self._lists))

    def end(self, path: Sequence[str | None]) -> None:
        """The innermost list ends, which stands at `path`: what its strings tell together is noted. What a short one holds may
        be one word of the list around it."""
        if not self._open:
            return
        ended = self._open.pop()
        for names, told in (*ended.columns.items(), *ended.handed.items()):
            self._look_at(names, told)
        above = _names_in_list(path)
        if above is None or not self._open:
            return
        for names, told in ended.columns.items():
            if ended.counts[names] <= _FEW:
                for number, one in enumerate(told):
                    self._add(self._open[-1].handed, (*above, number, *names), one)

    def put(self, path: Sequence[str | None], string: str) -> str:
        """A string of the innermost list, at the end of `path`, as the pass before says."""
        names = _names_in_list(path)
        if names is None or not self._open or (names and names[-1].casefold() not in _OF_TEXTS):
            return string
        inner = self._open[-1]
        place = Place(inner.number, names, inner.counts[names])
        inner.counts[names] += 1
        put = self._redactor.with_part(place, string)
        self._add(inner.columns, names, (place, put))
        return put

    def _add(self, columns: dict[_Names, list[tuple[Place, str]]], names: _Names, one: tuple[Place, str]) -> None:
        told = columns.setdefault(names, [])
        if len(told) >= _MOST:
            self._look_at(names, told)
            told.clear()
        told.append(one)

    def _look_at(self, names: _Names, told: Sequence[tuple[Place, str]]) -> None:
        for run in self._runs(told):
            by_name = bool(names) and isinstance(names[-1], str)
            for one, part in _told_together(self._redactor, [string for _, string in run], names=by_name):
                self._redactor.note_part(run[one][0], part)

    def _runs(self, told: Sequence[tuple[Place, str]]) -> Iterator[Sequence[tuple[Place, str]]]:
        """Stretches that may be a text word by word: what is longer than a word parts them."""
        begin = 0
        for place in range(len(told) + 1):
            if place < len(told) and (_is_word(told[place][1]) or self._redactor.replaced.search(told[place][1])):
                continue
            if place - begin > 1:
                yield told[begin:place]
            begin = place + 1


def _names_in_list(path: Sequence[str | None]) -> tuple[str, ...] | None:
    """The names of a path below the innermost list; None where there is none."""
    names: list[str] = []
    for name in reversed(path):
        if name is None:
            return tuple(reversed(names))
        names.append(name)
    return None


def _is_word(string: str) -> bool:
    return len(string) <= _LONGEST and " " not in string.strip()


def _speaks(word: str) -> bool:
    """Whether a word is one of sentences, not of lists."""
    return "'" in word or "’" in word or word.lower() in OF_SENTENCES


def _is_sure(one: Entity, value: str, *, named: bool) -> bool:
    """Whether a value stands by itself: by a checksum or an "@", or in a list that has words by one, or by its first digit."""
    if (one.kind in _CHECKED and one.score >= _CERTAIN) or one.score == AGAIN:
        return True
    return named and one.score >= _SURE and (one.kind != "PHONE_NUMBER" or value.startswith(("0", "+")))


_CHECKED = frozenset({"CREDIT_CARD", "IBAN_CODE", "EMAIL_ADDRESS"})


def _told_together(redactor: Redactor, words: Sequence[str], *, names: bool) -> Iterator[tuple[int, Part]]:
    """The values that the words tell together: by word, the part of it that one takes."""
    bare = [word.strip() for word in words]
    starts = [0, *accumulate(len(word) + 1 for word in bare)]
    spoken, named = any(map(_speaks, bare)), any(map(str.isalpha, bare))
    for one, value in redactor.values(" ".join(bare)):
        is_number = any(map(str.isdigit, in_digits(value))) or "@" in value
        if not (is_number and _is_sure(one, value, named=named) if not spoken else names or is_number):
            continue
        touched = [n for n, word in enumerate(bare) if starts[n] < one.end and one.start < starts[n] + len(word)]
        for n in touched:
            lead = len(words[n]) - len(words[n].lstrip())
            start, end = max(one.start - starts[n], 0), min(one.end - starts[n], len(bare[n]))
            yield n, Part(words[n], start + lead, end + lead, one.kind if n == touched[0] else "", value)
