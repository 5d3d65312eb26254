"""One fault, one finding: where several rules fit the same words or the same open point, the first one is charged."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from operator import itemgetter

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.model import Confidence, Outcome, Role, Span, Verdict

SAME_MESSAGE: tuple[tuple[str, ...], ...] = (
    ("CA102", "CA103", "CA104", "CA108"),
    ("CA106", "CA104", "CA108"),
    ("CA502", "CA104", "CA108"),
    ("CA410", "CA602", "CA104", "CA403", "CA108"),
    ("CA505", "CA104", "CA108"),
    ("CA602", "CA402", "CA404"),
    ("CA603", "CA210"),
    ("CA710", "CA311"),
    ("CA310", "CA307"),
)
"""Within one message, the first of a row that fails is charged and the later ones are not."""

YIELDS = {"CA710": "CA311", "CA311": "CA104"}
"""Within one message, what is not sure of the first is the other's: "keep it to yourself" hides nothing by itself, and the
news that it is said of is internal; "between us" before an insult gives nothing away."""

GUESSED = frozenset("CA402 CA403 CA404 CA405 CA408 CA410 CA602 CA603 CA703 CA704 CA706 CA707 CA708".split())
"""What only a model of whole messages tells of these (with low confidence) stands behind whatever else is found in the same
message or for the same point: it may be wrong of what it is, where the other is right that something is."""

SAME_VALUE: tuple[tuple[str, ...], ...] = (
    *((first, later) for first in ("CA310", "CA312") for later in ("CA305", "CA306", "CA307")),
    ("CA309", "CA301", "CA302", "CA303", "CA304"),
)
"""The same for one value, that is, one span."""

OPEN_POINT = (
    "CA204", "CA708", "CA703", "CA707", "CA704", "CA706", "CA405", "CA211", "CA408", "CA402", "CA404", "CA201", "CA401",
)  # fmt: skip
"""For one open point of the client (a client turn and the agent turn that answers it). Of the five duties that are missed in
one point the gravest is charged: a widow who wants no more reminders is a person in need before she is an opt-out. Who says
goodbye over a complaint has closed over it (CA211): that says more than that nobody took it in (CA408)."""

CHARGED_REPLY = frozenset({"CA402", "CA403", "CA404", "CA410", "CA602"})
"""A reply that is charged under one of these is not CA408 (complaint unacknowledged) too."""

UPSET_TURN = ("CA708", "CA502", "CA501", "CA408")
"""For one upset client turn and its reply."""

STOP_REQUEST = ("CA703", "CA704", "CA705")
"""For one wish to be left alone and its reply."""

UNRESOLVED = frozenset(
    {"CA201", "CA204", "CA209", "CA211", "CA212", "CA401", "CA404", "CA405", "CA603", "CA703", "CA704",
     "CA705", "CA706", "CA707", "CA708", "CA709", "CA710"}
)  # fmt: skip
NEEDS_RESOLUTION = frozenset({"CA411", "CA601"})
"""Who ends a conversation in which something stayed open owes more than an offer of further help."""

SAME_POINT = (UPSET_TURN, STOP_REQUEST, OPEN_POINT)
"""Within one exchange, the first of a row that fails is charged and the later ones are not. Row by row: a complaint
that missing empathy is charged for stands for nothing any more, and leaves what was closed over it to CA211."""


_STAND_BEFORE_GUESSES = (*SAME_POINT, (*CHARGED_REPLY, "CA408"))
"""For one point: a reply that is only guessed to be charged leaves a complaint to CA408."""


def settle(talk: AnnotatedConversation, outcomes: Sequence[Outcome]) -> list[Outcome]:
    """The outcomes without failures that another failure stands for."""
    fails = [outcome for outcome in outcomes if outcome.verdict is Verdict.FAIL]
    if len(fails) < 2:
        return list(outcomes)
    unknown = any(outcome.rule == "CA603" for outcome in fails)
    unresolved = any(outcome.rule in UNRESOLVED for outcome in fails)
    points = _points(talk)
    charged = _without_yielding(_by_point(points, _without_guesses(points, fails)))
    at_message: dict[str | None, set[str]] = {}
    at_value: dict[tuple[str | None, str], _Spans] = {}
    for outcome in charged:
        at_message.setdefault(outcome.message, set()).add(outcome.rule)
        for span in outcome.spans:
            at_value.setdefault((outcome.message, outcome.rule), _Spans()).append(span)

    def stands(outcome: Outcome) -> bool:
        if unknown and outcome.rule == "CA401":  # what was left open is what nobody knew
            return False
        if unresolved and outcome.rule in NEEDS_RESOLUTION:
            return False
        here = at_message[outcome.message]
        for row in SAME_VALUE:
            earlier = here.intersection(row[: row.index(outcome.rule)]) if outcome.rule in row and len(here) > 1 else ()
            places = (at_value.get((outcome.message, rule)) for rule in earlier)
            if any(spans.touch(span) for spans in places if spans for span in outcome.spans):
                return False
        return not any(outcome.rule in row and here & set(row[: row.index(outcome.rule)]) for row in SAME_MESSAGE)

    standing = {id(outcome) for outcome in charged if stands(outcome)}
    return [outcome for outcome in outcomes if outcome.verdict is not Verdict.FAIL or id(outcome) in standing]


def _by_point(points: Mapping[str, int], fails: list[Outcome]) -> list[Outcome]:
    """The failures that are charged, going by exchanges."""
    answered = {points.get(outcome.message or "") for outcome in fails if outcome.rule in CHARGED_REPLY} - {None}
    fails = [o for o in fails if o.rule != "CA408" or points.get(o.message or "") not in answered]
    for row in SAME_POINT:
        first: dict[int | None, int] = {}
        for outcome in fails:
            if outcome.rule in row:
                point, rank = points.get(outcome.message or ""), row.index(outcome.rule)
                first[point] = min(rank, first.get(point, rank))
        fails = [
            outcome
            for outcome in fails
            if outcome.rule not in row
            or (point := points.get(outcome.message or "")) is None
            or row.index(outcome.rule) == first[point]
        ]
    return fails


def _without_guesses(points: Mapping[str, int], fails: list[Outcome]) -> list[Outcome]:
    """The failures without guesses beside another one that is none."""
    in_message: dict[str | None, set[str]] = {}
    of_point: dict[int | None, set[str]] = {}
    for one in fails:
        if not _is_guess(one):
            in_message.setdefault(one.message, set()).add(one.rule)
            of_point.setdefault(points.get(one.message or ""), set()).add(one.rule)

    def yields(guess: Outcome) -> bool:
        point = points.get(guess.message or "")
        beside = (in_message.get(guess.message, set()), SAME_MESSAGE), (of_point.get(point, set()), _STAND_BEFORE_GUESSES)
        rows = [(found, row) for found, table in beside for row in table if guess.rule in row]
        return point is not None and any(not found.isdisjoint(row) for found, row in rows)

    return [one for one in fails if not _is_guess(one) or not yields(one)]


def _is_guess(outcome: Outcome) -> bool:
    return outcome.confidence is Confidence.LOW and outcome.rule in GUESSED


def _without_yielding(fails: list[Outcome]) -> list[Outcome]:
    """The failures without those that `YIELDS` gives to another one."""
    found = {(outcome.rule, outcome.message) for outcome in fails}
    return [o for o in fails if o.confidence is Confidence.HIGH or (YIELDS.get(o.rule), o.message) not in found]


class _Spans(list[Span]):
    """Where a rule fails in a message."""

    @cached_property
    def _ends(self) -> list[int]:
        """The furthest end of a span and all before it, in order of their starts."""
        self.sort()
        return list(accumulate((end for _, end in self), max))

    def touch(self, span: Span) -> bool:
        """Whether one of them overlaps a span."""
        ends = self._ends
        before = bisect_left(self, span[1], key=itemgetter(0))
        return before > 0 and ends[before - 1] > span[0]


def stood_for(rule: str, message: str | None, spans: Sequence[Span], across: Sequence[Outcome]) -> bool:
    """Whether a failure found over several conversations stands for this one, on the same value."""
    earlier = {other for row in SAME_VALUE if rule in row for other in row[: row.index(rule)]}
    return any(
        one.rule in earlier and one.verdict is Verdict.FAIL and one.message == message and s < end and start < e
        for one in across
        for start, end in one.spans
        for s, e in spans
    )


def _points(talk: AnnotatedConversation) -> dict[str, int]:
    """By message id, the number of the exchange it belongs to: a client turn and the agent turn after it."""
    points: dict[str, int] = {}
    number = 0
    for turn in talk.turns:
        number += turn.role is Role.CLIENT
        for place in turn.places:
            points[talk.messages[place].id] = number
    return points
