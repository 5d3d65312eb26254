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


_KNOWN = 1_000
"""Ways for a conversation to come out that are kept: many come out alike."""


_ONE = 1 << 60
"""The rate 1: rates are added up as whole numbers, so that no order of the conversations changes a sum."""

Sums = dict[Subject, dict[tuple[str, str], list[int]]]
"""Conversations and sum of rates, by holder, scope and key."""


class Ruling(NamedTuple):
    """One evaluated opportunity: whose, of which rule, and whether it passed."""

    subject: Subject
    rule: str
    passed: bool


Quiet = tuple[tuple[Subject, ...], tuple[str, ...]]
"""Subjects, and the rules that passed all of them."""


class ScoreBook:
    """Adds up conversations; holds two numbers for each subject and key, whatever the size of the export."""

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
        self._known: dict[tuple[SubjectKind, frozenset[tuple[str, bool]]], dict[tuple[str, str], int]] = {}
        self.sums: Sums = {}

    def add(self, team: str, rulings: Iterable[Ruling], times: int = 1, quiet: Iterable[Quiet] = ()) -> None:
        """One conversation of a team. Agents' rulings count for the agent and the team, the team's for the team only.

        With `times` -1 it is taken back, as if it had never been added.
        """
        agents: dict[str, dict[str, bool]] = {}
        everyone: dict[str, bool] = {}
        for subjects, codes in quiet:
            passes = dict.fromkeys(codes, True)
            for subject in subjects:
                if subject.kind is SubjectKind.AGENT:
                    agents.setdefault(subject.id, {}).update(passes)
                elif subject.kind is not SubjectKind.TEAM:
                    continue
                everyone.update(passes)
        for subject, rule, passed in rulings:
            if subject.kind is SubjectKind.AGENT:
                rules = agents.setdefault(subject.id, {})
                rules[rule] = rules.get(rule, True) and passed
            elif subject.kind is not SubjectKind.TEAM:
                continue
            everyone[rule] = everyone.get(rule, True) and passed
        for name, rules in agents.items():
            self._add(Subject(SubjectKind.AGENT, name), rules, times)
        if everyone:
            self._add(Subject(SubjectKind.TEAM, team), everyone, times)

    def merge(self, sums: "Sums") -> None:
        """Add what another book has added up."""
        for holder, theirs in sums.items():
            ours = self.sums.setdefault(holder, {})
            for key, (number, total) in theirs.items():
                known = ours.setdefault(key, [0, 0])
                known[0] += number
                known[1] += total

    def _add(self, holder: Subject, rules: Mapping[str, bool], times: int) -> None:
        alike = (holder.kind, frozenset(rules.items()))
        values = self._known.get(alike)
        if values is None:
            if len(self._known) >= _KNOWN:
                self._known.clear()
            values = self._known[alike] = self._values(holder.kind, rules)
        sums = self.sums.setdefault(holder, {})
        for key, value in values.items():
            known = sums.get(key)
            if known is None:
                sums[key] = [times, times * value]
            else:
                known[0] += times
                known[1] += times * value

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
                if not n:
                    continue  # all of it was taken back
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
        return Score(holder, scope, key, n, rate, round(low, 12), round(high, 12), n >= self._min_sample)


_SCOPES = ("overall", "section", "clause", "rule")
