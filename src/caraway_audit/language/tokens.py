"""Text to tokens and sentences, with offsets into the original.

Rules are written for words, not for spellings: case, apostrophes and contractions are folded here once ("you're",
"youre" and "you are" are the same two tokens), so that a phrase in a rule is written in its full form and matches all.
"""

import re
from dataclasses import dataclass
from typing import NamedTuple

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

_ABBREVIATIONS = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "nr", "approx", "vs", "inc", "ltd", "e.g", "i.e", "etc"})

# Contractions, without their apostrophe. Only forms whose bare spelling is no other common word ("its", "were", "well",
# "ill", "hell", "shell", "wed", "id" are listed only with the apostrophe, below).
_BARE = {
    "youre": "you are", "youve": "you have", "youll": "you will", "youd": "you would", "ive": "i have", "im": "i am",
    "dont": "do not", "doesnt": "does not", "didnt": "did not", "cant": "can not", "cannot": "can not",
    "couldnt": "could not", "wouldnt": "would not", "shouldnt": "should not", "shouldve": "should have",
    "couldve": "could have", "wouldve": "would have", "wont": "will not", "isnt": "is not", "arent": "are not",
    "wasnt": "was not", "werent": "were not", "hasnt": "has not", "havent": "have not", "hadnt": "had not",
    "mustnt": "must not", "neednt": "need not", "aint": "is not", "thats": "that is", "theres": "there is",
    "whats": "what is", "whens": "when is", "hows": "how is", "whos": "who is", "wheres": "where is", "heres": "here is",
    "theyre": "they are", "theyve": "they have", "theyll": "they will", "weve": "we have", "itll": "it will",
    "thatll": "that will", "gonna": "going to", "wanna": "want to", "gotta": "got to", "gimme": "give me",
    "lemme": "let me", "kinda": "kind of", "dunno": "do not know", "yall": "you all", "shoulda": "should have",
    "u": "you", "r": "are", "ur": "your", "pls": "please", "plz": "please", "thx": "thanks", "ty": "thank you",
    "cos": "because", "cuz": "because", "tmrw": "tomorrow", "2moro": "tomorrow", "asap": "as soon as possible",
    "wtf": "what the fuck",
}  # fmt: skip
_APOSTROPHE = {
    "it's": "it is", "we're": "we are", "we'll": "we will", "we'd": "we would", "i'll": "i will", "i'd": "i would",
    "he's": "he is", "she's": "she is", "he'll": "he will", "she'll": "she will", "he'd": "he would",
    "she'd": "she would", "they'd": "they would", "let's": "let us", "o'clock": "oclock", "who'd": "who would",
    "that'd": "that would", "it'd": "it would", "y'all": "you all", "ma'am": "madam", "c'mon": "come on",
}  # fmt: skip
_EXPANDED = {word: tuple(full.split()) for word, full in (_BARE | _APOSTROPHE).items()}


class Sentence(NamedTuple):
    """Tokens `first` up to `last` (exclusive) of a message; `start` and `end` are code points; `mark` is its end mark."""

    first: int
    last: int
    start: int
    end: int
    mark: str


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
        for number, sentence in enumerate(self.sentences):
            if start < sentence.end:
                return number
        return max(len(self.sentences) - 1, 0)


def fold(word: str) -> tuple[str, ...]:
    """The folded form of one written word: usually one token, two or more for a contraction."""
    word = _STRETCHED.sub(r"\1", word.lower())
    if expanded := _EXPANDED.get(word):
        return expanded
    if not ("'" in word or "’" in word or "`" in word or "´" in word):
        return (word,)
    word = word.replace("’", "'").replace("`", "'").replace("´", "'")
    if expanded := _EXPANDED.get(word) or _EXPANDED.get(word.replace("'", "")):
        return expanded
    stem, _, tail = word.rpartition("'")
    if stem.rpartition("'")[2] and tail in _TAILS:  # couldn't've
        return (*fold(stem), _TAILS[tail])
    if tail == "s":
        return (stem, "'s") if stem else ("'s",)  # a phrase writes it apart: "(driver|courier) 's fault"
    return (word.replace("'", ""),)


_STRETCHED = re.compile(r"([^\W\d_])\1{2,}")  # "hiii", "sooo": one letter too often is once


def _is_abbreviation(word: str, text: str, end: int) -> bool:
    """Whether a full stop only shortens a word: "Mr. Bell", "order no. 4417" (but "No. I will not." ends)."""
    return word in _ABBREVIATIONS or (word == "no" and text[end:].lstrip()[:1].isdigit())


_TAILS = {"re": "are", "ve": "have", "ll": "will", "d": "would", "m": "am"}


def tokenise(text: str) -> Tokens:
    """Split a text into folded tokens and sentences."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    sentences: list[Sentence] = []
    first = count = 0
    stretched = _STRETCHED.search(text) is not None
    lowered = text.lower()
    if len(lowered) != len(text):  # a few capitals grow when lowered; offsets must not
        lowered = "".join(ch if len(ch.lower()) != 1 else ch.lower() for ch in text)
    for match in _TOKEN.finditer(lowered):
        raw = match.group()
        start, end = match.span()
        if kind := match.lastindex:
            count += 1
            if kind == 2 or stretched or raw in _EXPANDED:
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
