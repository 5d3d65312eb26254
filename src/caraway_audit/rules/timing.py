"""The kind of the rules on time (CA202, CA203): timing. Its `Params` are the keys that such a rule takes in YAML."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.model import Outcome, Role, Verdict
from caraway_audit.policy.calendar import AROUND_THE_CLOCK, BusinessTime
from caraway_audit.policy.schema import PolicyFile, show_duration
from caraway_audit.rules import waiting
from caraway_audit.rules.base import Rule, author, says
from caraway_audit.rules.parameters import ChannelName, Duration


class TimingRule(Rule):
    """Fails where a human reply to a waiting client comes later than the channel's target, counted in business time.

    `reply` says which: the first one (or the first after a reopening), or every later one.
    """

    kind = "timing"
    facts = frozenset({"waited", "target"})
    wording = False
    acts = waiting.ACTS
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`targets` by channel; another channel is not evaluated. `calendar` and the firm's targets come from the policy."""

        targets: Mapping[ChannelName, Duration]
        reason: str
        reply: Literal["first", "later"] = "first"
        grace: Duration = timedelta(minutes=10)  # for a wait that was announced ("give me ten minutes")
        calendar: BusinessTime = AROUND_THE_CLOCK

    set_by_policy = frozenset({"calendar"})

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        return replace(params, calendar=BusinessTime(policy.calendar))

    @classmethod
    def over(cls, settings: Mapping[str, Any], policy: PolicyFile) -> Mapping[str, Any]:
        setting = "reply" if settings.get("reply") == "later" else "first_reply"
        own = {channel: getattr(c, setting) for channel, c in policy.channels.items() if getattr(c, setting) is not None}
        return {**settings, "targets": {**settings.get("targets", {}), **own}}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        for wait in waiting.waits(talk):
            if wait.reply is not None and wait.first is (self.params.reply == "first"):
                yield from self._judge(talk, wait.since, wait.reply)

    def _judge(self, talk: AnnotatedConversation, since: int, reply: int) -> Iterator[Outcome]:
        subject = author(talk, reply)
        channel = talk.channel
        target = self.params.targets.get(channel)
        asked, answered = talk.messages[since].at, talk.messages[reply].at
        if target is None:
            reason = f"no target for the channel “{channel}”" if channel else "the channel is not known"
            yield self.not_evaluated(talk, reply, subject, reason)
        elif asked is None or answered is None:
            yield self.not_evaluated(talk, reply, subject, "no times")
        else:
            waited = self.params.calendar.between(asked, answered)
            if waited <= target:
                yield self.passed(talk, reply, subject)
            elif (excuse := self._announced(talk, reply, asked, answered)) is None:
                counted = "" if waited == answered - asked else " of working time"
                facts = {"waited": show_duration(waited) + counted, "target": show_duration(target)}
                yield self.failed(talk, reply, subject, self.params.reason, facts=facts)
            elif excuse is Verdict.PASS:
                yield self.passed(talk, reply, subject, "a longer wait was announced and kept")
            elif excuse is Verdict.NOT_EVALUATED:
                yield self.not_evaluated(talk, reply, subject, "a longer wait was announced, but not for how long")

    def _announced(self, talk: AnnotatedConversation, reply: int, asked: datetime, answered: datetime) -> Verdict | None:
        """What a longer wait that was announced makes of a late reply; a fail is the broken promise's own (CA209). What had
        ended when the client asked ("it takes two minutes") announced another."""
        before = next(
            (p for p in range(reply - 1, -1, -1) if talk.messages[p].role is Role.AGENT and talk.messages[p].public), None
        )
        turn = talk.turn_of(before) if before is not None else None
        places = turn.places if turn else (before,) if before is not None else ()
        until = [end for p in places if p < reply and (end := waiting.announced(talk, p, self.params.calendar))]
        if until and max(until) <= asked:
            return None
        if until:
            return Verdict.PASS if answered <= max(until) + self.params.grace else Verdict.FAIL
        return Verdict.NOT_EVALUATED if says(talk, [p for p in places if p < reply], "longer_wait") else None


KINDS: tuple[type[Rule], ...] = (TimingRule,)
