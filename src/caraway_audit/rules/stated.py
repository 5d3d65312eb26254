"""What a stated value is of: the clause it stands in, the words beside it, and the names that tell one thing from another.

The rule on contradictions (CA212) compares what this gives.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.topics import is_content, stem
from caraway_audit.model import Span
from caraway_audit.rules.spans import lies_in

_JOINT = re.compile(r"[,;:()–]|\s-\s|\b(?:and|but|or|while|whereas|then)\b")


_SUBJECT = re.compile(r"\b(?:and|but|while) (?:your|the|our|my) ")
"""What begins to speak of something else."""


def clause_of(talk: AnnotatedConversation, place: int, number: int, span: Span, spans: Sequence[Span]) -> Span:
    """The stretch of a sentence that speaks of one value: all of it, or where it names several, the part between joints."""
    sentence = talk.notes[place].sentence(number)
    inside = [one for one in spans if sentence.start <= one[0] < sentence.end]
    if len(inside) > 1:
        return part_of(talk, place, number, span, spans)
    subjects = [m.start() for m in _SUBJECT.finditer(talk.messages[place].text, sentence.start, sentence.end)]
    parts = pairwise([sentence.start, *subjects, sentence.end])
    return next((part for part in parts if part[0] <= span[0] < part[1]), (sentence.start, sentence.end))


def part_of(talk: AnnotatedConversation, place: int, number: int, span: Span, spans: Sequence[Span]) -> Span:
    """The stretch between joints that holds a value."""
    sentence, text = talk.notes[place].sentence(number), talk.messages[place].text
    joints: Sequence[int] = talk.once(
        f"joints of {place}, {number}", lambda _: [m.start() for m in _JOINT.finditer(text, sentence.start, sentence.end)]
    )
    if not sentence.start <= span[0] < sentence.end:  # the sign of a sum opens the sentence: its words begin behind it
        return sentence.start, sentence.end
    after = bisect_right(joints, span[0])
    begins = (joints[n] for n in range(after - 1, -1, -1) if not lies_in(joints[n], spans))
    ends = (joints[n] for n in range(after, len(joints)) if not lies_in(joints[n], spans))
    return next(begins, sentence.start), next(ends, sentence.end)


def stem_of(word: str) -> str:
    """The stem of a word, the same for words that name one thing of a contract: "charge" is "fee"."""
    found = stem(word)
    return FAMILIES.get(found, found)


FAMILIES = {
    stem(word): stem(family.split()[0])
    for family in (
        "fee charge charged charges penalty deduction deducted deduct",
        "close closes closed shut shuts",
        "guarantee warranty",
        "engineer technician fitter plumber electrician mechanic",
        "driver courier",
        "refund refunded reimbursement reimbursed",
        "cancel cancellation cancelling terminate termination",
        "hold holds holding fit fits capacity",
        "balance owe owing owed outstanding",
        "appointment slot",
        "test exam examination",
        "limit maximum cap allowance",
        "arrive arrives arriving delivered delivers delivery deliver",
        "reading reads",
    )
    for word in family.split()
}


def words_beside(note: Note, number: int, clause: Span, values: Sequence[Span]) -> frozenset[str]:
    """Stems of the content words of a sentence's clause, those of values left out."""
    tokens = note.tokens
    inside = [p for p in _within(note, number, clause) if is_content(tokens.words[p])]
    return frozenset(stem_of(tokens.words[p]) for p in inside if not lies_in(tokens.starts[p], values))


def _within(note: Note, number: int, clause: Span) -> range:
    """The tokens of a sentence that begin in a clause."""
    starts, sentence = note.tokens.starts, note.tokens.sentences[number]
    first, last = (bisect_left(starts, edge, sentence.first, sentence.last) for edge in clause)
    return range(first, last)


def pairs_beside(note: Note, number: int, clause: Span) -> frozenset[tuple[str, str]]:
    """Pairs of a content word and what stands right before it, or follows it with "of", "for", "to"."""
    tokens = note.tokens
    pairs = set()
    for at, p in enumerate(_within(note, number, clause)):
        word = tokens.words[p]
        if not is_content(word):
            continue
        before = tokens.words[p - 1] if at else ""
        if is_content(before):
            pairs.add((stem_of(word), stem_of(before)))
        rest = tokens.words[p + 1 : p + 4]
        if rest and rest[0] in _OF:
            said = next((one for one in rest[1:] if is_content(one)), None)
            if said:
                pairs.add((stem_of(word), stem_of(said)))
    return frozenset(pairs)


_OF = frozenset({"of", "for", "to"})


def names_in(talk: AnnotatedConversation, place: int, clause: Span) -> frozenset[str]:
    """Words of a clause that are written with a capital or hold digits and letters: names of things and plans."""
    known = {word for name in talk.conversation.client.names for word in name.casefold().split()}
    text = talk.messages[place].text[clause[0] : clause[1]]
    found = re.findall(r"(?<=\w[ ,]) ?([A-Z]\w*)|^\W*([A-Z]\w+)(?=,| is\b| has\b| [A-Z])", text)
    return frozenset(word.casefold() for pair in found for word in pair if word) - known - _NO_NAMES


def days_named(talk: AnnotatedConversation, place: int, clause: Span) -> frozenset[str]:
    """Whether a clause speaks of today or of tomorrow, which tells two hours apart as a name does."""
    return frozenset({"today", "tomorrow"}.intersection(re.findall(r"[a-z]+", talk.text(place, clause).lower())))


_NO_NAMES = frozenset(
    "i ok hi hello eur gbp usd chf am pm monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december mondays tuesdays wednesdays thursdays fridays saturdays "
    "sundays yes yep yeah nope no on at in done sure right well so great then the this it ok okay and but if as".split()
)
