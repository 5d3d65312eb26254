"""Text to tokens and sentences, with offsets into the original.

Rules are written for words, not for spellings: case, apostrophes, contractions and slips of the finger are folded here
once ("you're", "youre" and "you are" are the same two tokens, "recieved" is "received"), so that a phrase in a rule is
written in its full form and matches all.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import NamedTuple

from caraway_audit.language.contractions import EXPANDED, NEXT, STRETCHED, fold, written_out
from caraway_audit.language.sentence_ends import FROM, begins_large, unmarked_ends
from caraway_audit.language.spelling import Spelling
from caraway_audit.language.unseen import without_unseen
from caraway_audit.model import Span

_TOKEN = re.compile(
    r"""(\w++)(?!['’`´]\w)               # a plain word (group 1)
      | (\w+(?:['’`´]\w+)+)             # a word with apostrophes (group 2)
      | (?<![.!?…])[.!?…]++(?=[\s"'”’)\]*_]|$) # the end of a sentence
      | (?<!\d)[;:](?=[-']?[()DPpO3|/\\])[-']?. # a smiley is one mark (5:30 is none)
      | \n+
      | [;:—–]|\s-\s""",
    re.VERBOSE,
)

BOUNDARY = frozenset({".", "?", "!", "\n"})
"""Token words that end a sentence; no phrase reaches over one. Inner marks (`;` `:` dashes) are the token `,`."""

_ABBREVIATIONS = frozenset(
    {"mr", "mrs", "ms", "mx", "dr", "prof", "rev", "capt", "sgt", "st", "nr", "approx", "vs", "inc", "ltd", "etc"}
)
_OF_LETTERS = frozenset({"e.g.", "i.e."})


class Sentence(NamedTuple):
    """Tokens `first` up to `last` (exclusive) of a message; `start` and `end` are code points; `mark` is its end
    mark, "" where none is written."""

    first: int
    last: int
    start: int
    end: int
    mark: str


_end = attrgetter("end")


@dataclass(frozen=True, slots=True)
class Tokens:
    """Parallel lists: folded word, and where it stands in the text (an expanded contraction shares its place)."""

    words: list[str]
    starts: list[int]
    ends: list[int]
    sentences: list[Sentence]
    count: int
    """How many words as written: marks do not count, a contraction counts once."""

    def sentence_at(self, start: int) -> int:
        """Number of the sentence that holds code point `start`."""
        return max(min(bisect_right(self.sentences, start, key=_end), len(self.sentences) - 1), 0)

    def before(self, place: int) -> "Tokens":
        """The sentences that end before a code point; `count` stays that of all."""
        kept = [one for one in self.sentences if one.end <= place]
        last = kept[-1].last if kept else 0
        return Tokens(self.words[:last], self.starts[:last], self.ends[:last], kept, self.count)

    def as_marked(self) -> Iterator[Sentence]:
        """The sentences as they were written: those that one mark ends are one, however many it seems to hold."""
        first: Sentence | None = None
        for number, one in enumerate(self.sentences, 1):
            first = first or one
            if one.mark or number == len(self.sentences):
                yield Sentence(first.first, one.last, first.start, one.end, one.mark)
                first = None


def _is_abbreviation(word: str, text: str, end: int) -> bool:
    """Whether a full stop only shortens a word: "Mr. Bell", "e.g. Visa", "order no. 4417" (but "No. I will not." ends)."""
    if word in _ABBREVIATIONS or text[max(end - 4, 0) : end].lower() in _OF_LETTERS:
        return True
    return word == "no" and text[end:].lstrip()[:1].isdigit()


_USUAL = Spelling()


def tokenise(text: str, spelling: Spelling = _USUAL) -> Tokens:
    """Split a text into folded tokens and sentences, those too that nobody set a mark after."""
    read, places = without_unseen(text)
    if read is not text:
        return _placed(tokenise(read, spelling), text, places)
    tokens = as_written(text, spelling)
    if not _leaves_marks_out(text, tokens):
        return tokens
    begun = [place for one in tokens.sentences for place in _begun_without_mark(text, tokens, one)]
    return _ended_before(begun, tokens) if begun else tokens


def _placed(tokens: Tokens, text: str, places: Sequence[int]) -> Tokens:
    """The tokens of a text as it is read, with their places in the text as it is."""
    kept = (*places, len(text))
    starts = [kept[start] for start in tokens.starts]
    ends = [kept[end - 1] + 1 if end else 0 for end in tokens.ends]
    sentences = [one._replace(start=kept[one.start], end=kept[one.end - 1] + 1 if one.end else 0) for one in tokens.sentences]
    return Tokens(tokens.words, starts, ends, sentences, tokens.count)


def _leaves_marks_out(text: str, tokens: Tokens) -> bool:
    """Whether a text is written without marks: it has none, or one at its very end and no capital, or far too few."""
    marks = sum(one.mark not in ("", "\n") for one in tokens.sentences)
    lower = marks == 1 and tokens.sentences[-1].mark != "" and text[tokens.starts[0]].islower()
    return tokens.count > (FROM if marks == 0 or lower else marks * WORDS_A_MARK)


WORDS_A_MARK = 40


def _begun_without_mark(text: str, tokens: Tokens, sentence: Sentence) -> Iterator[int]:
    """The tokens inside a sentence that seem to begin another one."""
    words, starts, ends = tokens.words, tokens.starts, tokens.ends
    places = [p for p in range(sentence.first, sentence.last) if words[p] != "," and words[p] not in BOUNDARY]
    if sum(not words[place].isdigit() for place in places) < FROM:
        return
    pauses, capitals, before = [], [], starts[places[0]]
    for place in places:
        pauses.append(not _PAUSES.isdisjoint(text[before : starts[place]]))
        capitals.append(starts[place] >= before and begins_large(text, starts[place]))
        before = ends[place]
    for found in unmarked_ends([words[place] for place in places], pauses, capitals):
        if starts[places[found]] > ends[places[found - 1]]:
            yield places[found]


def _ended_before(begun: Iterable[int], tokens: Tokens) -> Tokens:
    """The same tokens with a full stop, where nothing is written, before some of them."""
    after = Tokens([], [], [], [], tokens.count)
    breaks = frozenset(begun)
    for sentence in tokens.sentences:
        first = len(after.words)
        for place in range(sentence.first, sentence.last):
            if place in breaks:
                if after.words[-1] == ",":
                    after.words[-1] = "."
                else:
                    after.words.append(".")
                    after.starts.append(after.ends[-1])
                    after.ends.append(after.ends[-1])
                after.sentences.append(Sentence(first, len(after.words), after.starts[first], after.ends[-1], ""))
                first = len(after.words)
            after.words.append(tokens.words[place])
            after.starts.append(tokens.starts[place])
            after.ends.append(tokens.ends[place])
        after.sentences.append(Sentence(first, len(after.words), after.starts[first], sentence.end, sentence.mark))
    return after


_PAUSES = frozenset(",;:—–-(")


def as_written(text: str, spelling: Spelling = _USUAL) -> Tokens:
    """Split a text into folded tokens and sentences, by the marks that stand there."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[Sentence] = []
    first = count = 0
    stretched = STRETCHED.search(text) is not None
    known = spelling.lexicon.known
    shouted = text.isupper()
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals grow when lowered; offsets must not
        lowered = "".join(ch if len(ch.lower()) != 1 else ch.lower() for ch in text)
    for match in _TOKEN.finditer(lowered):
        raw = match.group()
        start, end = match.span()
        if kind := match.lastindex:
            count += 1
            if raw in NEXT and len(words) > first and start == ends[-1] + 1:
                before = words[-2] if len(words) - first > 1 else ""
                if full := written_out(words[-1], before, raw):
                    words[-1:] = full
                    starts.append(starts[-1])
                    ends.append(ends[-1])
            if stretched and STRETCHED.search(raw):
                raw = spelling.unstretched(raw)
            if raw not in known and kind == 1 and (shouted or text[start] == raw[0] or len(words) == first):
                raw = raw if raw in EXPANDED else spelling.meant(raw)  # what has a capital inside a sentence may be a name
            if kind == 2 or stretched or raw in EXPANDED:
                for word in fold(raw):
                    words.append(word)
                    starts.append(start)
                    ends.append(end)
            else:
                words.append(raw)
                starts.append(start)
                ends.append(end)
            continue
        if raw[0] in ".!?…\n":
            mark = "?" if "?" in raw else "!" if "!" in raw else "\n" if raw[0] == "\n" else "."
            if mark == "." and words and end < len(text) and _is_abbreviation(words[-1], text, end):
                continue
            if len(words) > first:
                words.append(mark)
                starts.append(start)
                ends.append(end)
                sentences.append(Sentence(first, len(words), starts[first], end, mark))
                first = len(words)
        elif len(words) > first and (len(raw) == 1 or raw == " - "):
            words.append(",")
            starts.append(start)
            ends.append(end)
    if len(words) > first:
        sentences.append(Sentence(first, len(words), starts[first], ends[-1], ""))
    return Tokens(words, starts, ends, sentences, count)


def span_of(tokens: Tokens, first: int, last: int) -> Span:
    """Code points of tokens `first` up to `last` (exclusive)."""
    return tokens.starts[first], tokens.ends[last - 1]
