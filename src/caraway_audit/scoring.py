"""Outcomes to rates: per agent and team, by rule, clause, section and overall, each with an interval.

The unit is a conversation. In one conversation a rule with an evaluated opportunity is passed for a subject when none of its
opportunities failed. A section's (or clause's) score there is the weight of the rules passed over the weight of the rules
evaluated, and zero after a critical failure in that section. Over conversations: a rule's rate is the share of conversations
passed, a section's or clause's score the mean; Wilson's interval at n = conversations is wide enough for the mean of any
values in [0, 1]. The overall score is the weighted mean of the sections.
"""

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from caraway_audit.model import RuleMeta, Score, Severity, Subject, SubjectKind

Z = 1.959963984540054
"""Quantile of the normal distribution for a 95 % interval."""


def wilson(rate: float, n: int) -> tuple[float, float]:
    """Wilson's score interval for a mean `rate` in [0, 1] over `n` conversations."""
    if n <= 0:
        return 0.0, 1.0
    centre = (rate + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(rate * (1 - rate) / n + Z * Z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


_KNOWN = 4_000
"""Ways for a conversation to come out that are kept (about 2 KiB each): many come out alike."""


_ONE = 1 << 60
"""The rate 1: rates are added up as whole numbers, so that no order of the conversations changes a sum."""

_COUNT, _LANE = 4, 16
"""Bytes of a lane (see `ScoreBook`), and how many of them, the lower ones, count conversations."""

_MOST = (1 << 8 * _COUNT) - 1

Sums = dict[Subject, dict[tuple[str, str], tuple[int, int]]]
"""Conversations and sum of rates, by holder, scope and key."""


class Ruling(NamedTuple):
    """One evaluated opportunity: whose, of which rule, and whether it passed."""

    subject: Subject
    rule: str
    passed: bool


Quiet = tuple[tuple[Subject, ...], tuple[str, ...]]
"""Subjects, and the rules that passed all of them."""


class _Share:
    """What of one conversation counts for one holder: groups of rules passed, and single rulings."""

    __slots__ = ("passed", "ruled")

    def __init__(self) -> None:
        self.passed: set[tuple[str, ...]] = set()
        self.ruled: set[tuple[str, bool]] = set()

    def rules(self) -> dict[str, bool]:
        """Whether each rule was passed."""
        rules = {code: True for codes in self.passed for code in codes}
        for rule, passed in self.ruled:
            rules[rule] = rules.get(rule, True) and passed
        return rules


class ScoreBook:
    """Adds up conversations; holds one number for each holder of a score, whatever the size of the export.

    In that number each scope and key has a lane of sixteen bytes: how many conversations, and above them the sum of their
    rates. So a conversation is added to all sums of an agent, and taken back, in one addition instead of a hundred.
    """

    def __init__(
        self,
        metas: Mapping[str, RuleMeta],
        weights: Mapping[int, float],
        min_sample: int,
        on_critical: str = "zero_section",
    ) -> None:
        self._metas = metas
        self._weights = weights
        self._min_sample = min_sample
        self._zero_all = on_critical == "zero_conversation"
        self._places: dict[tuple[str, SubjectKind], tuple[tuple[str, str], tuple[str, str], int, bool]] = {}
        self._known: dict[tuple[SubjectKind, frozenset[tuple[str, ...]], frozenset[tuple[str, bool]]], int] = {}
        self._lanes: dict[tuple[str, str], int] = {}
        self._packed: dict[Subject, int] = {}

    def add(self, team: str, rulings: Iterable[Ruling], times: int = 1, quiet: Iterable[Quiet] = ()) -> None:
        """One conversation of a team. Agents' rulings count for the agent and the team, the team's for the team only.

        With `times` -1 it is taken back, as if it had never been added.
        """
        shares: dict[Subject, _Share] = {}
        everyone = _Share()
        for subjects, codes in quiet:
            for subject in subjects:
                if subject.kind is SubjectKind.AGENT:
                    shares.setdefault(subject, _Share()).passed.add(codes)
                elif subject.kind is not SubjectKind.TEAM:
                    continue
                everyone.passed.add(codes)
        for subject, rule, passed in rulings:
            if subject.kind is SubjectKind.AGENT:
                shares.setdefault(subject, _Share()).ruled.add((rule, passed))
            elif subject.kind is not SubjectKind.TEAM:
                continue
            everyone.ruled.add((rule, passed))
        if everyone.passed or everyone.ruled:
            shares[Subject(SubjectKind.TEAM, team)] = everyone
        for holder, share in shares.items():
            self._packed[holder] = self._packed.get(holder, 0) + times * self._worth(holder.kind, share)

    @property
    def sums(self) -> Sums:
        """What has been added up."""
        return {holder: self._unpack(packed) for holder, packed in self._packed.items()}

    def merge(self, sums: Sums) -> None:
        """Add what another book has added up."""
        for holder, theirs in sums.items():
            self._packed[holder] = self._packed.get(holder, 0) + self._pack(theirs)

    def _worth(self, kind: SubjectKind, share: _Share) -> int:
        """What one conversation adds to a holder's number."""
        alike = (kind, frozenset(share.passed), frozenset(share.ruled))
        worth = self._known.get(alike)
        if worth is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            values = self._values(kind, share.rules())
            worth = self._known[alike] = self._pack({key: (1, value) for key, value in values.items()})
        return worth

    def _pack(self, sums: Mapping[tuple[str, str], tuple[int, int]]) -> int:
        lanes = {self._lanes.setdefault(key, len(self._lanes)): numbers for key, numbers in sums.items()}
        packed = bytearray(_LANE * len(self._lanes))
        for lane, (number, total) in lanes.items():
            packed[_LANE * lane : _LANE * (lane + 1)] = (number + (total << 8 * _COUNT)).to_bytes(_LANE, "little")
        return int.from_bytes(packed, "little")

    def _unpack(self, packed: int) -> dict[tuple[str, str], tuple[int, int]]:
        data, sums = packed.to_bytes(_LANE * len(self._lanes), "little"), {}
        for key, lane in self._lanes.items():
            both = int.from_bytes(data[_LANE * lane : _LANE * (lane + 1)], "little")
            if number := both & _MOST:  # else all of it was taken back
                sums[key] = (number, both >> 8 * _COUNT)
        return sums

    def _values(self, kind: SubjectKind, rules: Mapping[str, bool]) -> dict[tuple[str, str], int]:
        """What one conversation counts, by scope and key."""
        values: dict[tuple[str, str], int] = {("overall", ""): _ONE}
        grouped: dict[tuple[str, str], list[tuple[int, bool, bool]]] = {}
        critical = False
        for code, passed in rules.items():
            section, clause, weight, is_critical = self._place(code, kind)
            entry = (weight, passed, is_critical and not passed)
            critical |= entry[2]
            values["rule", code] = passed * _ONE
            grouped.setdefault(section, []).append(entry)
            grouped.setdefault(clause, []).append(entry)
        for group, entries in grouped.items():
            zero = any(failed for _, _, failed in entries) or (critical and self._zero_all)
            got, whole = sum(weight for weight, passed, _ in entries if passed), sum(weight for weight, _, _ in entries)
            values[group] = 0 if zero else got * _ONE // whole
        return values

    def _place(self, code: str, kind: SubjectKind) -> tuple[tuple[str, str], tuple[str, str], int, bool]:
        """Where a rule counts for a kind of subject: section, clause, weight, and whether a failure there is critical."""
        place = self._places.get((code, kind))
        if place is None:
            meta = self._metas[code]
            severity = meta.severity(kind)
            place = (("section", str(meta.section)), ("clause", meta.clause), severity.weight, severity is Severity.CRITICAL)
            self._places[code, kind] = place
        return place

    def scores(self) -> tuple[Score, ...]:
        """All scores, ordered by subject, scope and key."""
        found: list[Score] = []
        for holder, sums in self.sums.items():
            parts: list[tuple[float, float]] = []
            for (scope, key), (n, total) in sorted(sums.items()):
                rate = total / (n * _ONE)
                if scope != "overall":
                    found.append(self._score(holder, scope, key, n, rate))
                if scope == "section":
                    parts.append((self._weights[int(key)], rate))
            if weight := sum(part for part, _ in parts):
                n = sums["overall", ""][0]
                found.append(self._score(holder, "overall", "", n, sum(w * rate for w, rate in parts) / weight))
        return tuple(sorted(found, key=lambda s: (s.who.kind, s.who.id, _SCOPES.index(s.scope), s.key)))

    def _score(self, holder: Subject, scope: str, key: str, n: int, rate: float) -> Score:
        rate = min(1.0, max(0.0, round(rate, 12)))
        low, high = wilson(rate, n)
        ranked = n >= self._min_sample and (holder.kind is not SubjectKind.AGENT or bool(holder.id))  # nobody is several people
        return Score(holder, scope, key, n, rate, round(low, 12), round(high, 12), ranked)


_SCOPES = ("overall", "section", "clause", "rule")
