"""Which sentences ask something, with a question mark or without."""

from dataclasses import dataclass
from itertools import pairwise

from caraway_audit.language.tokens import Sentence, Tokens

_WH = frozenset({"what", "when", "where", "who", "whom", "whose", "which", "why", "how"})
_AUXILIARY = frozenset(
    {"is", "are", "am", "was", "were", "do", "does", "did", "can", "could", "will", "would", "shall", "should", "may",
     "might", "has", "have", "had"}
)  # fmt: skip
_SUBJECT = frozenset(
    {"i", "you", "we", "they", "he", "she", "it", "there", "this", "that", "my", "your", "the", "these", "those", "any",
     "anyone", "anybody", "someone", "somebody", "our", "a", "an"}
)  # fmt: skip
_LEADS = frozenset(
    {"hi", "hello", "hey", "ok", "okay", "so", "and", "but", "also", "well", "please", "yes", "no", "thanks", "then",
     "good", "morning", "afternoon", "evening", "or", "oh", "right", "now", "sorry", ","}
)  # fmt: skip
_COMMON_OPENERS = frozenset({"how", "are", "is", "you", "it", "going", "doing", "today", "things", "all", "well", "everything"})


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: tokens `first` up to `last` of sentence number `sentence`."""

    sentence: int
    first: int
    last: int


def questions(tokens: Tokens) -> tuple[Question, ...]:
    """Everything that a text asks. "Is it in stock, and what does it cost?" asks two things."""
    found: list[Question] = []
    for number, sentence in enumerate(tokens.sentences):
        if is_question(tokens, sentence) and not is_courtesy(tokens, sentence):
            starts = [sentence.first, *_further(tokens, sentence), sentence.last]
            found += [Question(number, first, last) for first, last in pairwise(starts)]
    return tuple(found)


def _further(tokens: Tokens, sentence: Sentence) -> list[int]:
    """Where a second question begins inside a sentence: "and" with a question word or an inverted verb behind it."""
    words = tokens.words
    return [
        place
        for place in range(sentence.first + 3, sentence.last - 2)
        if words[place] in {"and", "also"}
        and ((words[place + 1] in _WH and words[place + 2] in _AUXILIARY | {"much", "many", "long"})
             or (words[place + 1] in _AUXILIARY and words[place + 2] in _SUBJECT))
    ]  # fmt: skip


def is_question(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a sentence asks: it ends in "?", or is built as a question ("when does it arrive")."""
    words = tokens.words
    if sentence.mark == "?" or _wishes_to_know(words[sentence.first : sentence.last]):
        return True
    first, last = sentence.first, sentence.last - (1 if sentence.mark else 0)
    while first < last and words[first] in _LEADS:
        first += 1
    if last - first < 3:
        return False
    word, following = words[first], words[first + 1]
    if word in _AUXILIARY:
        return following in _SUBJECT and (word, following) not in {("have", "a"), ("have", "an")}  # "have a nice day"
    if word in _WH:
        # "what a mess" and "when I came home" are none: an auxiliary has to follow, with a subject behind it or none.
        reach = words[first + 1 : min(first + 5, last)]
        for place, candidate in enumerate(reach):
            if candidate in _AUXILIARY:
                subject_before = any(before in _SUBJECT for before in reach[:place])
                return not subject_before
        return False
    return False


def _wishes_to_know(words: list[str]) -> bool:
    """Whether a sentence asks by stating a wish: "I would like to know when", "can you tell me if", "please advise whether"."""
    for place, word in enumerate(words):
        if word in _WISHES:
            following = words[place + 1 : place + 3]
            if following and following[0] in {"me", "us", "out"}:
                following = following[1:]
            if following and following[0] in _OBJECTS:
                return True
    return False


_WISHES = frozenset({"know", "tell", "wondering", "wonder", "wondered", "advise", "confirm", "find", "curious", "sure", "idea"})
_OBJECTS = frozenset({"when", "where", "what", "which", "who", "why", "how", "if", "whether"})


def is_courtesy(tokens: Tokens, sentence: Sentence) -> bool:
    """Whether a question only greets ("how are you today?") or is a bare particle ("ok?", "right?")."""
    words = [w for w in tokens.words[sentence.first : sentence.last] if w not in _LEADS and len(w) > 1]
    return len(words) <= 1 or ("how" in words and all(word in _COMMON_OPENERS for word in words))
