"""Values that stand over several strings of a list: the words of a call, as a recogniser writes them one by one.

One of them alone ("4539", "5852") tells nothing. When a list has been read its words are joined and looked at; what is
found is noted by the number of the list in the file, and replaced in the pass after that.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.recovery import OF_SENTENCES
from caraway_audit.redact.redactor import AGAIN, Part, Redactor

_LONGEST = 24
"""A string of more characters, or of two words, is no word of a text that somebody took apart."""
_MOST = 20_000
"""Strings of a list that are looked at together."""
_SURE, _CERTAIN = 0.5, 0.9
"""What is less sure counts only in a list that speaks: of sizes, years and versions numbers of all kinds can be made."""
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
        self._open: list[tuple[int, dict[str, tuple[int, list[str]]]]] = []  # by field, where its strings begin, and these

    def begin(self) -> None:
        """A list begins."""
        self._lists += 1
        self._open.append((self._lists, {}))

    def end(self) -> None:
        """The innermost list ends: what its strings tell together is noted."""
        number, fields = self._open.pop() if self._open else (0, {})
        for field, (first, strings) in fields.items():
            self._look_at(number, field, first, strings)

    def _look_at(self, number: int, field: str, first: int, strings: Sequence[str]) -> None:
        for begin, words in self._runs(strings):
            for one, part in _told_together(self._redactor, words, names=bool(field)):
                self._redactor.note_part(Place(number, field, first + begin + one), part)

    def _runs(self, strings: Sequence[str]) -> Iterator[tuple[int, Sequence[str]]]:
        """Stretches of a list that may be a text word by word, and where each begins: what is longer than a word parts them."""
        begin = 0
        for place in range(len(strings) + 1):
            if place < len(strings) and (_is_word(strings[place]) or self._redactor.replaced.search(strings[place])):
                continue
            if place - begin > 1:
                yield begin, strings[begin:place]
            begin = place + 1

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
        first, strings = fields.setdefault(field, (0, []))
        if len(strings) >= _MOST:
            self._look_at(of, field, first, strings)
            first, strings = fields[field] = (first + len(strings), [])
        put = self._redactor.with_part(Place(of, field, first + len(strings)), string)
        strings.append(put)
        return put


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
        is_number = any(map(str.isdigit, value)) or "@" in value
        if not (is_number and _is_sure(one, value, named=named) if not spoken else names or is_number):
            continue
        touched = [n for n, word in enumerate(bare) if starts[n] < one.end and one.start < starts[n] + len(word)]
        for n in touched:
            lead = len(words[n]) - len(words[n].lstrip())
            start, end = max(one.start - starts[n], 0), min(one.end - starts[n], len(bare[n]))
            yield n, Part(words[n], start + lead, end + lead, one.kind if n == touched[0] else "", value)
