"""Rules over several conversations. They run after the others, on compact facts that one conversation leaves behind."""

from bisect import insort
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush, merge
from itertools import groupby
from math import ceil
from typing import NamedTuple

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.topics import content
from caraway_audit.model import AGENTS, Confidence, Outcome, Role, Subject, SubjectKind, Verdict
from caraway_audit.privacy.labels import is_replaced
from caraway_audit.rules.base import AcrossRule, Rule
from caraway_audit.rules.parameters import Duration, Phrases


class _Contact(NamedTuple):
    client: str
    conversation: str
    message: str
    team: str
    started: datetime
    last: datetime
    ended: bool
    topic: frozenset[str]
    invited_back: bool


class RepeatContact(AcrossRule):
    """The same client comes back on the same topic within some days of a conversation that counted as ended."""

    kind = "repeat-contact"
    facts = frozenset({"when"})
    wording = True

    @dataclass(frozen=True)
    class Params:
        """`shared` of the content words of the shorter first turn (at least two) make it the same topic."""

        reason: str
        within: Duration = timedelta(days=7)
        shared: float = 0.34
        invited_back: Phrases = field(default_factory=dict)

    def phrases(self) -> dict[str, PhraseSet]:
        return {"invited": PhraseSet(self.params.invited_back, AGENTS)}

    def remember(
        self, talk: AnnotatedConversation, outcomes: Sequence[Outcome], own_words: frozenset[str]
    ) -> Iterable[_Contact]:
        turn = next((turn for turn in talk.turns if turn.role is Role.CLIENT), None)
        times = [message.at for message in talk.messages if message.at]
        key = talk.conversation.client.key
        names = (talk.conversation.client.id, *talk.conversation.client.names)
        if turn is None or not key or not times or any(map(is_replaced, names)):  # in a redacted copy all clients are alike
            return
        places = [p for t in talk.turns if t.role is Role.CLIENT for p in t.places]
        topic = frozenset(word for place in places[:4] for word in content(talk.notes[place].tokens))
        invited = any(self.hits(talk, place, "invited") for place in range(len(talk.messages)))
        yield _Contact(
            key, talk.conversation.id, talk.messages[turn.first].id, talk.conversation.team, min(times), max(times), talk.ended,
            topic, invited,
        )  # fmt: skip

    def key(self, fact: _Contact) -> str:
        return fact.client

    def conclude(self, facts: Iterable[_Contact]) -> Iterator[Outcome]:
        contacts = sorted(facts, key=lambda contact: (contact.started, contact.conversation))
        recent = _Recent(contacts, self.params.shared)
        for number, contact in enumerate(contacts):
            recent.forget(contact.started, self.params.within)
            if number:
                yield self._judge(contact, recent)
            if contact.ended and not contact.invited_back:
                recent.add(number)

    def _judge(self, contact: _Contact, recent: "_Recent") -> Outcome:
        subject = Subject(SubjectKind.TEAM, contact.team)
        for before in recent.sharing(contact.topic):
            if before.last <= contact.started and self._same(contact.topic, before.topic):
                facts = {"when": _days_before(before.last, contact.started)}
                return Outcome(
                    self.meta.code, contact.conversation, contact.message, Verdict.FAIL, subject, (), Confidence.MEDIUM,
                    self.params.reason, None, facts,
                )  # fmt: skip
        return Outcome(self.meta.code, contact.conversation, contact.message, Verdict.PASS, subject)

    def _same(self, one: frozenset[str], other: frozenset[str]) -> bool:
        common = len(one & other)
        return common >= _SHARED and common >= self.params.shared * min(len(one), len(other))


_SHARED = 2
"""Contacts on one topic have so many words in common at least."""


def _days_before(earlier: datetime, now: datetime) -> str:
    """How many days before a time another one was, by the dates that the clocks of the later one show."""
    days = (now.date() - earlier.astimezone(now.tzinfo).date()).days
    return "earlier the same day" if days == 0 else "the day before" if days == 1 else f"{days} days before"


class _Recent:
    """Contacts of one client that a later one can repeat, by the words of their topics.

    One client may be a thousand: whoever wrote without a name, a shop's own account. Only what shares some of a topic's rarer
    words is looked at.
    """

    def __init__(self, contacts: Sequence[_Contact], shared: float) -> None:
        """`contacts` are all of the client, in order; they are known by their numbers in it."""
        self._contacts = contacts
        self._shared = min(1.0, max(0.0, shared))
        self._by_word: dict[int, dict[str, dict[int, None]]] = {}  # by how many words have to be shared; numbers in order
        self._by_end: list[tuple[datetime, int]] = []

    def _needed(self, topic: frozenset[str]) -> int:
        """So many words are shared at least with a topic that is no longer."""
        return max(_SHARED, ceil(self._shared * len(topic)))

    def add(self, number: int) -> None:
        """Take in one that comes after all others."""
        contact = self._contacts[number]
        heappush(self._by_end, (contact.last, number))
        by_word = self._by_word.setdefault(self._needed(contact.topic), {})
        for word in contact.topic:
            by_word.setdefault(word, {})[number] = None

    def forget(self, now: datetime, within: timedelta) -> None:
        """Leave out those that ended too long ago."""
        while self._by_end and now - self._by_end[0][0] > within:
            number = heappop(self._by_end)[1]
            topic = self._contacts[number].topic
            for word in topic:
                del self._by_word[self._needed(topic)][word][number]

    def sharing(self, topic: frozenset[str]) -> Iterator[_Contact]:
        """Those that may share words enough with a topic, the latest first."""
        rarer: list[dict[int, None]] = []
        for needed, by_word in self._by_word.items():
            found = sorted((by_word[word] for word in topic if word in by_word), key=len)
            # Who shares three words shares one besides the two commonest.
            rarer += found[: 1 - min(needed, self._needed(topic))]
        for number, _ in groupby(merge(*map(reversed, rarer), reverse=True)):
            yield self._contacts[number]


class _Failure(NamedTuple):
    agent: str
    rule: str
    conversation: str
    message: str | None
    at: datetime | None


class RecurringViolation(AcrossRule):
    """The same major or critical rule about an agent's own words fails in several conversations of the period."""

    kind = "recurring-violation"
    facts = frozenset({"rule", "count"})
    wording = False

    @dataclass(frozen=True)
    class Params:
        """`conversations` in which the same rule fails make a pattern."""

        reason: str
        conversations: int = 3

    def remember(
        self, talk: AnnotatedConversation, outcomes: Sequence[Outcome], own_words: frozenset[str]
    ) -> Iterable[_Failure]:
        at = next((message.at for message in talk.messages if message.at), None)
        for agent in sorted({m.author for m in talk.messages if m.role is Role.AGENT and m.public}):
            yield _Failure(agent, "", talk.conversation.id, None, at)
        seen: set[tuple[str, str]] = set()
        for outcome in outcomes:
            key = (outcome.subject.id, outcome.rule)
            if (
                outcome.verdict is Verdict.FAIL
                and outcome.subject.kind is SubjectKind.AGENT
                and outcome.rule in own_words
                and key not in seen
            ):
                seen.add(key)
                yield _Failure(outcome.subject.id, outcome.rule, talk.conversation.id, outcome.message, at)

    def conclude(self, facts: Iterable[_Failure]) -> Iterator[Outcome]:
        enough = self.params.conversations
        counts: Counter[tuple[str, str]] = Counter()  # by agent and rule; all conversations of an agent under no rule
        first: dict[tuple[str, str], list[_Failure]] = {}
        last: dict[str, _Failure] = {}
        for fact in facts:
            counts[fact.agent, fact.rule] += 1
            if fact.rule:
                kept = first.setdefault((fact.agent, fact.rule), [])
                insort(kept, fact, key=_order)
                del kept[enough:]
            else:
                last[fact.agent] = max(last.get(fact.agent, fact), fact, key=_order)
        recurring: set[str] = set()
        for (agent, rule), found in sorted(first.items()):
            if counts[agent, rule] >= enough:
                recurring.add(agent)
                facts_ = {"rule": rule, "count": str(counts[agent, rule])}
                yield Outcome(
                    self.meta.code, found[-1].conversation, found[-1].message, Verdict.FAIL, Subject(SubjectKind.AGENT, agent),
                    (), Confidence.HIGH, self.params.reason, None, facts_,
                )  # fmt: skip
        for agent, fact in sorted(last.items()):
            if agent not in recurring and counts[agent, ""] >= enough:
                yield Outcome(self.meta.code, fact.conversation, None, Verdict.PASS, Subject(SubjectKind.AGENT, agent))


def _order(fact: _Failure) -> tuple[datetime, str]:
    """By the moment, whatever offset it was written with; what has no time comes first."""
    return (fact.at.astimezone(UTC) if fact.at else datetime.min.replace(tzinfo=UTC), fact.conversation)


KINDS: tuple[type[Rule], ...] = (RepeatContact, RecurringViolation)
