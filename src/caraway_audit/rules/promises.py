"""Section 2, what is owed in time: the last reply and the follow-up that was promised (CA204, CA209)."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.deadlines import Deadline
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.language.roles import OCCUPATIONS
from caraway_audit.model import AGENTS, CLIENTS, Confidence, Outcome, Role
from caraway_audit.policy.calendar import AROUND_THE_CLOCK, BusinessTime
from caraway_audit.policy.schema import PolicyFile
from caraway_audit.rules import waiting
from caraway_audit.rules.base import Rule, asks, author, beginning, public, responsible
from caraway_audit.rules.parameters import Duration, Phrases
from caraway_audit.rules.statements import COURTESIES, statements

_DUTIES = frozenset(
    {"legal_threat", "escalation_request", "privacy_request", "opt_out_request", "misconduct_report", "vulnerability"}
)
"""What a client says that binds the firm to act (CA405, CA703, CA704, CA706 to CA708)."""


class NoReply(Rule):
    """The client's last turn that wants an answer has to get one from a person before the conversation ends.

    A conversation that the export calls open, and in which nobody has written for as long as ends one without a status, has
    left the client waiting as well: tickets that are never closed are where clients are forgotten.
    """

    kind = "no-reply"
    acts = waiting.ACTS | _DUTIES
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """What is said of a conversation that is over, and of one that is open."""

        reason: str
        reason_open: str

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        every = waiting.waits(talk)
        if not every:
            return
        last = every[-1]
        wrote = [place for place in public(talk, Role.CLIENT) if last.reply is None or place < last.reply]
        place = wrote[-1]
        subject = responsible(talk, place)
        replied = any(p < last.since and not waiting.is_automatic(talk, p) for p in public(talk, Role.AGENT))
        if last.reply is None and (talk.notes[place].does("withdrawal") or self._is_remark(talk, last.since, wrote, replied)):
            return
        if last.reply is not None:
            yield self.passed(talk, place, author(talk, last.reply))
        elif not talk.ended and not talk.lies_idle:
            yield self.not_evaluated(talk, place, subject, "the conversation is still open")
        elif any(p > place and not talk.notes[p].does("auto_reply") for p in public(talk, Role.BOT)):
            yield self.not_evaluated(talk, place, subject, "a bot answered")
        else:
            reason, sure = (self.params.reason, Confidence.HIGH) if talk.ended else (self.params.reason_open, Confidence.MEDIUM)
            yield self.failed(talk, place, subject, reason, confidence=sure)

    def _is_remark(self, talk: AnnotatedConversation, since: int, wrote: Sequence[int], replied: bool) -> bool:
        """Whether the client's last messages want no reply; a first contact always seems to."""
        turn = [place for place in wrote if place >= since]
        done = [talk.notes[place] for place in turn]
        if any(note.does(*_DUTIES) for note in done) and not any(note.does("thanks", "farewell", "done") for note in done):
            return False  # "you will be hearing from my solicitor" asks nothing
        return not (waiting.is_open(talk, turn) if replied else waiting.last_turn(talk, turn).waits())


def _is_of_goods(note: Note, hit: Hit) -> bool:
    """Whether a model takes for a promise what nobody undertakes to do: "it ships today, so you'll have it tomorrow"."""
    sentence = note.sentence(hit.sentence)
    words = note.tokens.words[sentence.first : sentence.last]
    return hit.by_model and words[:1] != ["will"] and _UNDERTAKES.isdisjoint(words)


_UNDERTAKES = frozenset(
    "i we me us my our hear word answer reply know promise promised update news touch contacted called".split()
)
"""Words of sentences that promise word of something: by the firm, or "you'll hear back by noon"."""


def _is_conditional(note: Note, hit: Hit) -> bool:
    """Whether a promise waits for something: "if it is not there on Monday, write and I will trace it" is none for Monday."""
    words = note.tokens.words[note.sentence(hit.sentence).first : hit.last]
    return any(word in {"if", "unless"} and words[place - 1 : place] not in _ASKS for place, word in enumerate(words))


_ASKS = (["ask"], ["check"], ["see"], ["out"], ["know"], ["asking"], ["checking"])
"""Before "if" they promise to find out: "I'll ask if they have it and come back by five"."""


_EMPTY = frozenset({"wrap_up", "acknowledgement", "boundary", "offer_help"})
"""Acts of a sentence that keeps no promise: a survey on its way, sympathy, a limit to abuse."""


_ASSENT = re.compile(
    r"(?i)\W*(?:(?:yes|oh|ok|okay|and),? )?(?:(?:please|do|will|so|that|you|may|should|can|i|we)\b ?){2,4}[.!\s]*"
)
"""A sentence that only agrees with what the client made of the promise: "Please do." to "I'll hold you to it"."""


class BrokenPromise(Rule):
    """A promise to come back, with a deadline that can be read, is kept by any message of substance before it is over."""

    kind = "promise"
    acts = frozenset({*waiting.ACTS, *COURTESIES, *_EMPTY})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`media` are wordings of a promise kept elsewhere than on the channel of that name, `others` by somebody else;
        `missed` shows that it was not kept, `closed` that the client needs it no longer. `calendar` comes from the policy."""

        reason: str
        media: Mapping[str, Phrases]
        others: Phrases
        missed: Phrases
        closed: Phrases
        grace: Duration = timedelta(minutes=10)
        calendar: BusinessTime = AROUND_THE_CLOCK

    set_by_policy = frozenset({"calendar"})

    @classmethod
    def under(cls, params: Any, policy: PolicyFile) -> Any:
        return replace(params, calendar=BusinessTime(policy.calendar))

    def phrases(self) -> Mapping[str, PhraseSet]:
        media = {f"by {name}": PhraseSet(phrases, AGENTS) for name, phrases in self.params.media.items()}
        return {
            **media,
            "others": PhraseSet(self.params.others, AGENTS),
            "missed": PhraseSet(self.params.missed),
            "closed": PhraseSet(self.params.closed, CLIENTS),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        for turn in talk.turns:
            if turn.role is Role.AGENT and (found := self._promise(talk, turn)):
                place, hit, limit = found
                at = talk.messages[place].at
                if at is None:
                    yield self.not_evaluated(talk, place, author(talk, place), "no times")
                else:
                    due = limit.due(at, self.params.calendar) + self.params.grace
                    yield from self._judge(talk, turn, place, hit, at, due)

    def _promise(self, talk: AnnotatedConversation, turn: Turn) -> tuple[int, Hit, Deadline] | None:
        for place in turn.places:
            note = talk.notes[place]
            for hit in note.acts.get("promise", ()):
                if _is_of_goods(note, hit) or _is_conditional(note, hit) or _is_asked(note, hit) or _is_survey(note, hit):
                    continue
                if limit := waiting.time_limit(note, hit):
                    return place, hit, limit
        return None

    def _judge(
        self, talk: AnnotatedConversation, turn: Turn, place: int, hit: Hit, at: datetime, due: datetime
    ) -> Iterator[Outcome]:
        subject = author(talk, place)
        later = [p for p in range(place + 1, len(talk.messages)) if talk.messages[p].public]
        in_time = [p for p in later if (moment := talk.messages[p].at) is not None and moment <= due]
        overdue = later[len(in_time) :]
        if any(self.hits(talk, p, "closed") or talk.notes[p].does("withdrawal") for p in in_time):
            return
        missed = any(self.hits(talk, p, "missed") for p in overdue)
        keeping = (p for p in in_time if self._keeps(talk, turn, p, at))
        if missed and (self._out_of_sight(talk, place, hit) or all(self._is_small_talk(talk, p) for p in keeping)):
            yield self._fail(talk, place, hit)  # "nobody rang": what was written meanwhile is no call
        elif missed or next(keeping, None) is not None:
            yield self.passed(talk, place, subject)
        elif reason := self._out_of_sight(talk, place, hit):
            yield self.not_evaluated(talk, place, subject, reason)
        elif talk.facts.last is None or talk.facts.last <= due:
            yield self.not_evaluated(talk, place, subject, "the export ends before the deadline")
        else:
            yield self._fail(talk, place, hit)

    def _fail(self, talk: AnnotatedConversation, place: int, hit: Hit) -> Outcome:
        sentence = talk.notes[place].sentence(hit.sentence)
        span = beginning(sentence.start, sentence.end)
        return self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=Confidence.MEDIUM)

    def _is_small_talk(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a message asks, or only answers at once what the client had gone on to say, who does not thank for it."""
        if asks(talk.notes[place]):
            return True
        client = talk.places(CLIENTS, True)
        after = bisect_left(client, place)
        before = client[after - 1] if after else None
        if before is None or any(talk.messages[p].public for p in range(before + 1, place)):
            return False
        if not any(one.rest >= _SOMETHING for one in statements(talk, before)):
            return False
        said, at = talk.messages[before].at, talk.messages[place].at
        thanked = after < len(client) and talk.notes[client[after]].does("thanks")
        at_once = said is not None and at is not None and at - said < _A_PAUSE
        return at_once and not thanked

    def _keeps(self, talk: AnnotatedConversation, turn: Turn, place: int, said: datetime) -> bool:
        """Whether a message before the deadline is the follow-up: of substance, and not the rest of the promise itself."""
        message = talk.messages[place]
        if message.role is not Role.AGENT or message.at is None or waiting.is_automatic(talk, place):
            return False
        if place in turn.places and message.at - said < _AT_ONCE:
            return False
        note = talk.notes[place]
        empty = {hit.sentence for act in _EMPTY for hit in note.acts.get(act, ())}
        empty |= {
            number for number, one in enumerate(note.tokens.sentences) if _ASSENT.fullmatch(message.text, one.start, one.end)
        }
        return any(one.sentence not in empty and one.rest > 1 for one in statements(talk, place))

    def _out_of_sight(self, talk: AnnotatedConversation, place: int, hit: Hit) -> str:
        """Why an export cannot show whether the promise was kept; "" where it can."""
        channel = talk.channel
        for name in self.params.media:
            if name != channel and any(h.sentence == hit.sentence for h in self.hits(talk, place, f"by {name}")):
                return f"it was promised by {name}, which this conversation does not show"
        if any(h.sentence == hit.sentence for h in self.hits(talk, place, "others")) or _is_by_another(talk, place, hit):
            return "somebody else is to keep the promise"
        return ""


def _is_by_another(talk: AnnotatedConversation, place: int, hit: Hit) -> bool:
    """Whether somebody else is the one who will: "and our loss adjuster will ring you", "She has it and will write"."""
    sentence = talk.notes[place].sentence(hit.sentence)
    found = _OF_ANOTHER.search(talk.messages[place].text, sentence.start, sentence.end)
    return found is not None and _OURSELVES.search(found[0]) is None


_WILL = r"(?:will|shall|['’]ll|is going to|are going to|should|can)\b"
_OF_ANOTHER = re.compile(
    rf"(?i)(?:^|[,;:–—.!?]\s*|\b(?:and|but|so|then|that|because)\s+)"
    rf"(?:(?:our|the|an?|my|one of our|his|her|their)(?:\s[\w'’-]+){{0,3}}\s(?:{OCCUPATIONS})|he|she|they)\b"
    rf"[^.!?\n]{{0,80}}?\s?{_WILL}"
)
_OURSELVES = re.compile(r"(?i)\b(?:i|we|you)\b")


def _is_asked(note: Note, hit: Hit) -> bool:
    """Whether a sentence asks the client to do something: "please wait for ten minutes and look at the meter"."""
    return note.tokens.words[note.sentence(hit.sentence).first] in ("please", "kindly")


def _is_survey(note: Note, hit: Hit) -> bool:
    """Whether what is to come asks for stars: "You will get a message to rate this call from one to five"."""
    sentence = note.sentence(hit.sentence)
    words = note.tokens.words[sentence.first : sentence.last]
    return "survey" in words or ("to", "rate") in pairwise(words)


_AT_ONCE = timedelta(minutes=1)
_A_PAUSE = timedelta(minutes=4)
"""Whoever lets so much time pass has looked."""
_SOMETHING = 3
"""Words from which a client says more than thanks."""

KINDS: tuple[type[Rule], ...] = (NoReply, BrokenPromise)
