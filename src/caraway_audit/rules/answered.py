"""Which of the things that a client asked the replies pass over: a small linear model over what each statement holds of each.

No list of words tells an answer: "lift's out until May" answers "can my mum get up to the flat?", and "the oak table is in
stock" does not answer "is it solid?". A statement, or a part of one, speaks in words that the question brought up, or in ones
that another question, the rest of the message or an earlier one holds; it takes up the question's verb or has the form of its
answer; its words are such as are said to those of the question, and not to what else is asked (`language/relating.py`); and
its own words are those of answers ("yes", "only", "needs", "included") or of talk. Each such observation weighs something
(`observed`), and the part that is most like an answer decides. An only question of a turn and one of several have weights of
their own. `training/answers.py` learns them from invented conversations in which it is marked of every question whether anybody
dealt with it. Weights are whole numbers, so that the answer is the same on every machine.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib import resources
from itertools import chain, islice, pairwise

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.answer_forms import has_form, wanted
from caraway_audit.language.questions import AUXILIARY
from caraway_audit.language.relating import SAME, Met, relating
from caraway_audit.language.topics import is_content, numberless, stem
from caraway_audit.rules.statements import Asked, Statement, first_said, topic, words_of

WEIGHTS = resources.files("caraway_audit.rules").joinpath("answered.json")

UNIT = 256
"""One of log-odds is so many units of a weight."""

NOTHING_SAID = -6 * UNIT
"""What a question gets to which nothing is said, and at least."""

MOST = 100
"""So many parts of statements are looked at, and so many questions of a turn."""

_GROUPS = {"yes-no": "yes", "choice": "which", "either": "which", "place": "where", "": "open"}
_THINGS = frozenset("it they that this these those he she there".split())
_BASE = {"has": "have", "had": "have", "does": "do", "did": "do", "are": "is", "am": "is", "was": "is", "were": "is"}
_LEADS = frozenset(
    "and but so well then also oh hi hello dear ok okay good morning afternoon evening great thanks thank".split()
)
_OPENING = 4
_MEASURED = frozenset({"time", "money", "number"})
_CLOSED = frozenset({"yes", "which", "where", "request"})
_CONFIRMED = frozenset({"yes", "request"})
"""What a yes or no answers: of several such questions the first, where the statement does not say which."""
_AT_ONCE = 2
"""In so many statements from the first a yes or no is one to what was asked, and not to what came up since."""
_YES_OR_NO = frozenset("yes no yep yeah yup nope aye nah".split())
_FRAGMENT = 4
_TOGETHER = frozenset({"both", "either", "neither"})
_STEPS, _DIFFERENCES = range(SAME // 10, 2 * SAME, SAME // 20), range(-SAME // 2, SAME // 2, SAME // 20)


@dataclass(frozen=True, slots=True)
class SeenQuestion:
    """One thing asked, as the model sees it: its words, the stems that it alone brings up, and those that say less.

    `known` ones were said before in the conversation or the turn, `others` are those of what else is asked, `told` of what
    the turn says besides its questions. `form` is that of the answer, `group` the kind of question. `numbers` are those that
    no other question names.
    """

    words: tuple[str, ...]
    form: str
    group: str
    new: frozenset[str]
    known: frozenset[str]
    others: frozenset[str]
    told: frozenset[str]
    numbers: frozenset[str] = frozenset()

    def asks(self) -> Iterator[str]:
        """What is observed of the question itself."""
        yield f"asked {self.words[0]}" if self.words else "asked"
        yield f"asked {' '.join(self.words[:2])}"

    def observed(self, one: Statement) -> Iterator[str]:
        """What is observed of a statement beside the question, apart from the words of the statement."""
        met, known, others, told = (len(one.stems & those) for those in (self.new, self.known, self.others, self.told))
        meets = (
            "its 2" if met > 1 else "its 1" if met else "known" if known else "other" if others else "told" if told else "free"
        )
        yield meets
        yield f"{meets} | {self.group}"
        yield f"its {min(met, 3)} of {min(len(self.new), 4)}"
        if known and not self.new:
            yield f"known {min(known, 3)} of {min(len(self.known), 4)}"
        if others:
            yield f"others {min(others, 2)}"
        if told:
            yield f"told {min(told, 3)}"
        if self._echoes(one.words):
            yield "echo"
            yield f"echo | {self.group}"
        if self.form:
            form = f"{'' if has_form(self.form, self.words, one.words) else 'not '}{self.form}"
            yield form
            yield f"{form} | {meets}"

    def is_told(self, one: Statement) -> bool:
        """Whether a statement names a time, sum or number as it is asked for, and speaks of nothing else that was written."""
        return (
            self.form in _MEASURED
            and one.stems.isdisjoint(self.others)
            and one.stems.isdisjoint(self.told)
            and has_form(self.form, self.words, one.words)
        )

    def is_met_bare(self, one: Statement) -> bool:
        """Whether a fragment meets a closed question or a request: "all out" does "is the stain out?"."""
        bare = self.group in _CLOSED and len(one.words) < _FRAGMENT
        return bare and one.stems.isdisjoint(self.others) and one.stems.isdisjoint(self.told)

    def is_echoed(self, one: Statement) -> bool:
        """Whether a fragment meets a closed question by its own verb: "it has one" does "does it have a lift?"."""
        bare = self.group in _CLOSED and len(one.words) < _FRAGMENT
        return bare and self._echoes(one.words) and one.stems.isdisjoint(self.others)

    def repeats_number(self, one: Statement) -> bool:
        """Whether a statement meets a closed question with its own number: "still the 19th" to "is it the 19th?"."""
        return self.group in _CONFIRMED and not self.numbers.isdisjoint(_numbers(one.words))

    def is_confirmed(self, one: Statement) -> bool:
        """Whether a statement begins with a yes or no and speaks of nothing else that was asked."""
        return bool(one.words) and one.words[0] in _YES_OR_NO and one.stems.isdisjoint(self.others)

    def _echoes(self, said: Sequence[str]) -> bool:
        """Whether a statement begins by the question's own verb: "it does", "you can"."""
        verbs = {_BASE.get(word, word) for word in self.words if word in AUXILIARY}
        speaks_of = _THINGS | ({"i", "we"} if "you" in self.words else {"you"} if {"i", "we"} & set(self.words) else set())
        start = next((n for n, word in enumerate(said) if word not in _LEADS), 0)
        return any(a in speaks_of and _BASE.get(b, b) in verbs for a, b in pairwise(said[start : start + _OPENING]))


NEAR = "near: "
"""How what is observed of nearness begins."""

Near = Sequence[tuple[str, int]]
"""How far a statement speaks to one thing asked: what is looked at, and how far."""


def nearness(seen: Sequence[SeenQuestion], said: Sequence[Statement]) -> list[list[Near]]:
    """How far each statement, or part of one, speaks to each of several things that a turn asks, and how much more than to the
    others. Of an only question it says little: who evades it speaks of the matter, too."""
    if len(seen) == 1:
        return [[()] * len(said)]
    words = [one.words for one in said]
    met = [relating().met(question.words, words) for question in seen]
    return [[tuple(_near(own[n], [other[n] for other in met if other is not own])) for n in range(len(said))] for own in met]


def _near(own: Met, others: Sequence[Met]) -> Iterator[tuple[str, int]]:
    yield from (("there", own.there), ("back", own.back), ("both", sum(own)))
    yield "rather there", own.there - max(other.there for other in others)
    yield "rather back", own.back - max(other.back for other in others)
    yield "rather both", sum(own) - max(map(sum, others))


@cache
def steps_of(name: str, value: int) -> tuple[str, ...]:
    """What is observed of how near something is: every step that it is above."""
    steps = _DIFFERENCES if name.startswith("rather") else _STEPS
    return tuple(f"{NEAR}{name} > {step}" for step in steps if value > step)


@dataclass(frozen=True, slots=True, eq=False)
class AnsweredModel:
    """The weights of what is observed of a question and a statement, and of words; `least` is what a question has to get that
    was dealt with."""

    weights: Mapping[str, int]
    words: Mapping[str, int]
    least: int
    steps: dict[tuple[str, int], int] = field(default_factory=dict)

    def of_nearness(self, found: Iterable[tuple[str, int]]) -> int:
        """What weighs how near the words of a statement are; what was added up once is kept."""
        total = 0
        for one in found:
            if (weight := self.steps.get(one)) is None:
                weight = self.steps[one] = sum(self.weights.get(name, 0) for name in steps_of(*one))
            total += weight
        return total


@cache
def learnt(*, alone: bool) -> AnsweredModel:
    """Those that ship, for an only question of a turn or for one of several."""
    return AnsweredModel(**json.loads(WEIGHTS.read_text(encoding="utf-8"))["alone" if alone else "several"])


def passed_over(talk: AnnotatedConversation, asked: Sequence[Asked], said: Sequence[Statement]) -> list[Asked]:
    """The questions of one turn that no statement of the replies deals with."""
    model, split, seen = learnt(alone=len(asked) == 1), list(parts(said)), questions(talk, asked)
    forms = Counter(question.form for question in seen)

    if len(asked) > 1 and any(not _TOGETHER.isdisjoint(one.words) for one in said):
        return []  # "yes to both"

    first = next((question for question in seen if question.group in _CONFIRMED), None)

    def is_plain(question: SeenQuestion) -> bool:
        if question is first and len(seen) > 1 and any(map(question.is_confirmed, said[:_AT_ONCE])):
            return True
        if any(map(question.repeats_number, said)) or any(map(question.is_echoed, split)):
            return True
        alone = forms[question.form] == 1
        return alone and (any(map(question.is_told, split)) or any(map(question.is_met_bare, said[:1])))

    left = [n for n, question in enumerate(seen) if not is_plain(question)]
    near = nearness(seen, split) if left else []
    return [asked[n] for n in left if dealt(model, seen[n], split, near[n]) <= model.least]


def dealt(model: AnsweredModel, question: SeenQuestion, said: Sequence[Statement], near: Sequence[Near]) -> int:
    """How far statements and their parts deal with a question: what the one most like an answer weighs, and the question."""
    most = max((_weight(model, question, one, how) for one, how in zip(said, near, strict=True)), default=NOTHING_SAID)
    return max(most, NOTHING_SAID) + sum(model.weights.get(name, 0) for name in question.asks())


def _weight(model: AnsweredModel, question: SeenQuestion, one: Statement, near: Near) -> int:
    seen = sum(model.weights.get(name, 0) for name in question.observed(one))
    return seen + _of_words(model, one.words) + model.of_nearness(near)


@lru_cache(maxsize=20_000)
def _of_words(model: AnsweredModel, words: tuple[str, ...]) -> int:
    return sum(model.words.get(word, 0) for word in set(map(numberless, words)))


def parts(said: Iterable[Statement]) -> Iterator[Statement]:
    """Statements and what they are joined of, at most `MOST`: "it is, and a month costs 12 euro" answers two questions."""
    return islice(chain.from_iterable(map(_parts, said)), MOST)


def _parts(one: Statement) -> tuple[Statement, ...]:
    if not one.joints:
        return (one,)
    split = (one.words[a:b] for a, b in pairwise((0, *one.joints, len(one.words))))
    return (one, *(Statement(one.sentence, words, len(words), frozenset(map(stem, words))) for words in split))


def questions(talk: AnnotatedConversation, asked: Sequence[Asked]) -> list[SeenQuestion]:
    """What one turn asks, at most `MOST`, as the model sees it."""
    asked = asked[:MOST]
    about = [frozenset(topic(talk, *one)) for one in asked]
    valued = [_numbers(words_of(talk, *one)) for one in asked]
    beside = told(talk, asked)
    first = first_said(talk)
    start = min((place for place, _ in asked), default=0)
    found = []
    for number, (place, question) in enumerate(asked):
        words = tuple(words_of(talk, place, question))
        others = frozenset[str]().union(*(those for n, those in enumerate(about) if n != number))
        own = about[number] - others
        new = frozenset(word for word in own if first.get(word, start) >= start) - beside
        form = wanted(words)
        group = "request" if question.requests(talk.notes[place].tokens) else _GROUPS.get(form, "measure")
        numbers = valued[number].difference(*(those for n, those in enumerate(valued) if n != number))
        one = SeenQuestion(words, form, group, new, own - new, others, beside - about[number], numbers)
        found.append(one)
    return found


def _numbers(words: Sequence[str]) -> frozenset[str]:
    """Numbers with what is counted, or that stand by themselves and are no few: "2 beds", "19th", "89". A longer one is a
    reference, which any reply may repeat."""
    found = set[str]()
    for word, behind in pairwise((*words, "")):
        digits = sum(map(str.isdigit, word))
        if 0 < digits < _OF_REFERENCE:
            counted = f"{word} {behind}" if behind.isalpha() and not word[-1].isalpha() else word
            found.update({counted} if digits > 1 or counted != word else ())
    return frozenset(found)


_OF_REFERENCE = 4


def told(talk: AnnotatedConversation, asked: Collection[Asked]) -> frozenset[str]:
    """Stems of what the turn says besides its questions: a reply to that answers none of them."""
    inside = {(place, p) for place, question in asked for p in range(question.first, question.last)}
    return frozenset(
        stem(word)
        for place in {place for place, _ in asked}
        for p, word in enumerate(talk.notes[place].tokens.words)
        if (place, p) not in inside and is_content(word)
    )
