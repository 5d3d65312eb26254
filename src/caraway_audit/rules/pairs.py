"""How likely two values that differ are said of one thing: a small linear model over how they stand to each other.

No list of words tells it: "it takes 3 days" and "you'll have it in ten" are of one refund, "a child is 9 pounds" and "you pay
18" of two tickets. Observed is what two values share and what stands beside one only, what the client asked before each and
brought up between them, how many values of the kind were named, how much more the one is, and the words around each. Every
observation weighs something. `training/pairs.py` learns the weights from invented conversations
in which it is marked where an agent contradicts. Weights are whole numbers: the same answer on every machine.
"""

import json
from bisect import bisect_left
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.topics import numberless
from caraway_audit.language.values import meets
from caraway_audit.model import Role
from caraway_audit.rules.claims import Value
from caraway_audit.rules.statements import first_said

WEIGHTS = resources.files("caraway_audit.rules").joinpath("pairs.json")

UNIT = 256
"""One of log-odds is so many units of a weight."""

WORDS = ("<1 ", ">1 ", "<2 ", ">2 ", "=1 ", "=2 ", "== ", "ask ")
"""How observations of single words begin: right before and behind the first and the second value, in the sentence of the first
only, of the second only, of both, and of the client before the second."""

_FAMILY = {"offset": "span", "window": "clock", "percent": "size", "count": "size", "bay": "size", "measure": "size"}
_FAMILY |= {"date": "day", "weekday": "day"}
_COUNTED = frozenset({"money", "count", "measure", "percent", "number"})
_CLOSE = 3
_NEAR, _MIDDLE = 1.43, 3.0
_FAR_LONGER = 40


def are_comparable(one: Value, now: Value) -> bool:
    """Whether two values may be of one thing at all: of a kind, or a number without its unit and a sum, size, count or hour."""
    kinds = {one.kind, now.kind}
    if "number" in kinds:
        return kinds <= _COUNTED or "clock" in kinds
    if kinds <= {"span", "offset"} or kinds <= {"clock", "window"} or kinds == {"money"}:
        return True
    return one.kind == now.kind and one.of == now.of


def agree(one: Value, now: Value) -> bool:
    """Whether two values that compare can be one."""
    if one.kind == now.kind:
        return meets(one.range, now.range, one.kind)
    if "number" not in (one.kind, now.kind):
        return meets(one.range, now.range, "span")  # an hour and a window, a span and what it is counted from
    number, other = (one, now) if one.kind == "number" else (now, one)
    if other.kind == "clock":
        return 0 <= other.range[0] - number.range[0] % 12 * 60 < 60
    return number.range == other.range


@dataclass(frozen=True, slots=True)
class PairModel:
    """Weights by what is observed. Above `sure` two values are of one thing, above `though` whatever was said to have changed
    in between; above `hardly` where the words beside both are of one thing, too, and above `bare` where nothing beside one of
    them says of what it is."""

    weights: Mapping[str, int]
    though: int
    sure: int
    hardly: int
    bare: int


@cache
def learnt() -> PairModel:
    """What the model knows."""
    return PairModel(**json.loads(WEIGHTS.read_text(encoding="utf-8")))


@dataclass(frozen=True)
class Pair:
    """Two values of a conversation that differ, among what was `stated` before the second and is `said` beside it.

    `vague` are stems that stand beside values of many things. `facts` are further observations: "changed", "reckoned".
    """

    talk: AnnotatedConversation
    one: Value
    now: Value
    stated: Sequence[Value]
    said: Sequence[Value]
    vague: frozenset[str]
    facts: Collection[str] = ()

    def observed(self) -> frozenset[str]:
        """The names of all that weighs."""
        names = [*self._kinds(), *self._shared(), *self._size(), *self._others(), *self._talk(), *self.facts]
        kind = self._kind
        return frozenset((*names, *(f"{kind}: {name}" for name in names), *self._words()))

    def weight(self) -> int:
        """What all that is observed adds up to."""
        weights = learnt().weights
        return sum(weights.get(name, 0) for name in self.observed())

    @property
    def _kind(self) -> str:
        one, now = (_FAMILY.get(value.kind, value.kind) for value in (self.one, self.now))
        return one if one == now else "mixed"

    def _kinds(self) -> Iterator[str]:
        one, now = self.one, self.now
        yield one.kind if one.kind == now.kind else f"{one.kind} and {now.kind}"
        if one.of != now.of:
            yield f"unit of {'both' if one.of and now.of else 'first' if one.of else 'second'}"
        elif one.of:
            yield "same unit"
        if one.kind == "quality":
            yield f"{one.of} {'denied' if one.range > now.range else 'affirmed'}"
        if now.definite:
            yield "the sum"
        for number, value in (("first", one), ("second", now)):
            yield from (f"{number} {mark}" for mark in value.marks)

    def _shared(self) -> Iterator[str]:
        """What stands beside both values or answers, and what only beside one."""
        one, now, vague = self.one, self.now, self.vague
        yield f"shared {_few((one.about & now.about) - vague)}"
        yield f"shared vague {_few(one.about & now.about & vague, 2)}"
        yield f"first asked {_few((one.asked & now.about) - vague, 2)}"
        yield f"second asked {_few((one.about & now.asked) - vague, 2)}"
        yield f"both asked {_few((one.asked & now.asked) - vague, 2)}"
        yield f"first only {_few(one.about - now.words - vague)}"
        yield f"second only {_few(now.about - one.words - vague)}"
        yield f"bare {'' if one.about - vague else 'first'} {'' if now.about - vague else 'second'}"
        if one.nearer & now.nearer:
            yield "same pair"
        if one.names & now.names:
            yield "name shared"
        if now.names - one.names:
            yield "names differ" if one.names - now.names else "new name"
        if one.classes != now.classes:
            yield "classes differ"
        for kind in {kind for kind, _ in one.beside} & {kind for kind, _ in now.beside}:
            days, others = ([at for k, at in value.beside if k == kind] for value in (one, now))
            yield "days meet" if any(meets(a, b, kind) for a in days for b in others) else "days differ"

    def _size(self) -> Iterator[str]:
        """How much more the second is than the first."""
        first, second = self.one.range[0], self.now.range[0]
        if self._kind not in ("money", "span", "size", "number", "mixed"):
            return
        if not first or not second:
            yield f"nothing {'second' if first else 'first'}"
            return
        ratio = max(first, second) / min(first, second)
        yield f"{'more' if second > first else 'less'} {'near' if ratio < _NEAR else 'middle' if ratio < _MIDDLE else 'far'}"
        if ratio > _FAR_LONGER:
            yield "far longer"
        if abs(ratio - round(ratio)) < _EXACT:
            yield "multiple"

    def _others(self) -> Iterator[str]:
        """How many other values of the kind there are."""
        one, now = self.one, self.now
        yield f"before {_few({other.range for other in self.stated if other.kind == now.kind}, 4)}"
        yield f"comparable {_few({other.range for other in self.stated if are_comparable(other, now)})}"
        yield f"beside second {_few({other.range for other in self.said if other.kind == now.kind}, 4)}"
        beside = {other.range for other in self.stated if other.kind == one.kind and other.place == one.place}
        yield f"beside first {_few(beside, 4)}"
        if any(agree(other, now) for other in self.stated if are_comparable(other, now)):
            yield "said before"

    def _talk(self) -> Iterator[str]:
        """What was said between the two, and by whom."""
        talk, one, now = self.talk, self.one, self.now
        if talk.messages[one.place].author != talk.messages[now.place].author:
            yield "other agent"
        first = first_said(talk)
        new = [word for word in now.about - one.words - self.vague if one.place < first.get(word, 0) < now.place]
        yield f"brought up {_few(new, 2)}"
        for name, value in (("first", one), ("second", now)):
            before = value.place - 1
            if before >= 0 and talk.messages[before].role is Role.CLIENT:
                yield f"questions before {name} {_few(talk.notes[before].questions, 2)}"

    def _words(self) -> Iterator[str]:
        """The words of both sentences, and of what the client said before the second value."""
        one, now = set(_sentence(self.talk, self.one)), set(_sentence(self.talk, self.now))
        yield from (f"== {word}" for word in one & now)
        yield from (f"=1 {word}" for word in one - now)
        yield from (f"=2 {word}" for word in now - one)
        for number, value in (("1", self.one), ("2", self.now)):
            before, behind = _around(self.talk, value)
            yield from (f"<{number} {word}" for word in before)
            yield from (f">{number} {word}" for word in behind)
        asks = self.now.place - 1
        if asks > self.one.place and self.talk.messages[asks].role is Role.CLIENT:
            yield from (f"ask {numberless(word)}" for word in self.talk.notes[asks].tokens.words[:_MOST_WORDS])


_EXACT = 1e-6
_MOST_WORDS = 200


def _few(those: Collection[object], most: int = 3) -> str:
    return str(len(those)) if len(those) < most else f"{most}+"


def _sentence(talk: AnnotatedConversation, value: Value) -> list[str]:
    tokens = talk.notes[value.place].tokens
    sentence = tokens.sentences[tokens.sentence_at(value.span[0])]
    return [numberless(word) for word in tokens.words[sentence.first : sentence.last][:_MOST_WORDS]]


def _around(talk: AnnotatedConversation, value: Value) -> tuple[list[str], list[str]]:
    """The three words before a value and behind it, in its sentence."""
    tokens = talk.notes[value.place].tokens
    sentence = tokens.sentences[tokens.sentence_at(value.span[0])]
    first, last = (bisect_left(tokens.starts, at) for at in value.span)
    before, behind = tokens.words[max(sentence.first, first - _CLOSE) : first], tokens.words[last : last + _CLOSE]
    return [numberless(word) for word in before], [numberless(word) for word in behind[: max(0, sentence.last - last)]]
