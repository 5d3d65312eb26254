"""The kinds of what a turn has to do: required-phrase, act, reply.

What a message does (apologises, asks, promises) is told by the language layer; these rules say what follows from it. Each has
a `Params` dataclass, whose fields are the keys that a rule of that kind takes in YAML.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Literal

from caraway_audit.annotate import AnnotatedConversation, Turn
from caraway_audit.language.names import is_given_name
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.language.signature import is_footer, is_small_print
from caraway_audit.model import AGENTS, CLIENTS, FIRM, Confidence, Outcome, Role
from caraway_audit.rules.base import Rule, asks, author, is_courtesy, is_wordless, public, responsible, says
from caraway_audit.rules.parameters import AgentsLabel, Likeness, Phrases, WholeLabel
from caraway_audit.rules.weighing import ENGLISH, decided_by, is_doubted, is_surely, resembles


class RequiredPhraseRule(Rule):
    """Fails where a human agent's first public message lacks any of the acts."""

    kind = "required-phrase"

    @dataclass(frozen=True)
    class Params:
        """`acts` satisfy it; so does the client's name in the opening words, where `or_name` is set.

        Nothing is required where a bot or system line before says one of `or_running`: the conversation was handed over.
        """

        reason: str
        acts: tuple[str, ...] = ()
        or_name: bool = False
        or_said_before_by: tuple[Literal["bot", "system"], ...] = ()
        or_running: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        before = frozenset({Role.BOT, Role.SYSTEM})
        return {"running": PhraseSet(self.params.or_running, before)} if self.params.or_running else {}

    def needed_acts(self) -> frozenset[str]:
        return frozenset(self.params.acts)

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        spoken = public(talk, Role.AGENT)
        if not spoken:
            return
        first = spoken[0]
        if talk.channel == "social" and talk.turns and talk.turns[0].role is Role.AGENT:
            return  # a post of the firm, under which clients wrote
        if any(self.hits(talk, place, "running") for place in range(first)):
            return
        subject = author(talk, first)
        before = [p for p in range(first) if talk.messages[p].role.value in self.params.or_said_before_by]
        # What the same person sends on in the same turn still opens: "one sec" and then "Hello Ann, …".
        turn = talk.turn_of(first)
        following = talk.next_turn(first - 1, Role.AGENT) if turn is None else turn
        places = {first, *(following.places if following else ())}
        opening = [place for place in sorted(places) if talk.messages[place].author == subject.id]
        greeted = says(talk, before, *self.params.acts) or says(talk, opening, *self.params.acts)
        if greeted or _takes_the_call(talk, first) or self._named(talk, first):
            yield self.passed(talk, first, subject)
        elif is_wordless(talk.messages[first].text):
            yield self.not_evaluated(talk, first, subject, "the first message holds no words")
        else:
            yield self.failed(talk, first, subject, self.params.reason)

    def _named(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the message begins with the client's name, as a salutation does, or calls somebody by a name."""
        if not self.params.or_name:
            return False
        names = {word for name in talk.conversation.client.names for word in name.casefold().replace("@", " ").split()}
        tokens, text = talk.notes[place].tokens, talk.messages[place].text
        if any(word in names for word in tokens.words[:3]):
            return True
        own = talk.messages[place].author.casefold().split()  # "Best, Mia" is a signature
        found = zip(tokens.words, tokens.starts, tokens.ends, strict=True)
        return any(
            word not in own
            and (word in names or (text[start].isupper() and is_given_name(word)))
            and _stands_apart(text[:start].rstrip(" "), text[end:].lstrip(" "))
            for word, start, end in found
        )


def _takes_the_call(talk: AnnotatedConversation, place: int) -> bool:
    """Whether a call begins with the agent's own name: "Parcels, this is Mia"."""
    own = talk.messages[place].author.casefold().split()
    return talk.is_spoken and place == 0 and not set(own).isdisjoint(talk.notes[place].tokens.words)


def _stands_apart(before: str, after: str) -> bool:
    """Whether a word is set off between these as a vocative is: "Ann, your …", "so sorry, Ann.", "I'm sorry Ann."."""
    if before.casefold().endswith(_SAID_TO) and after and after[0] in ",.!":
        return True
    if not before.endswith(","):
        return after.startswith(",") and (not before or before[-1] in ".!?\n")
    signs = not after and before.rstrip(", ").casefold().endswith(_SIGNS)
    return not signs and (not after or after[0] in ",.!?:;–—\n")


_SAID_TO = ("sorry", "welcome", "thank you", "of course")
_SIGNS = ("regards", "best", "wishes", "sincerely", "yours", "faithfully", "cheers", "thanks", "thank you")


class ActRule(Rule):
    """Fails for an agent's turn that performs `act` and none of `redeemed_by`."""

    kind = "act"
    own_words = True

    @dataclass(frozen=True)
    class Params:
        """`redeemed_by` acts count anywhere in the turn; with `or_question` a question does too. What only a model of whole
        messages, `told_by`, takes for the act counts with low confidence, where the message holds one of
        `telling`, if there are any."""

        act: str
        redeemed_by: tuple[str, ...]
        reason: str
        unless: Phrases = field(default_factory=dict)
        told_by: AgentsLabel = ""
        telling: Phrases = field(default_factory=dict)
        or_question: bool = False
        confidence: Confidence = Confidence.MEDIUM

    def needed_acts(self) -> frozenset[str]:
        offers = ("offer_help",) if self.params.or_question else ()
        return self.acts | {self.params.act, *self.params.redeemed_by, *offers}

    annotations = frozenset({"questions"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = {"unless": self.params.unless, "telling": self.params.telling}
        return {name: PhraseSet(table, AGENTS) for name, table in sets.items() if table}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if self.params.act not in talk.done and not self.params.told_by:
            return
        for turn in talk.turns:
            found = self._done(talk, turn) if turn.role is Role.AGENT and self.counts(talk, turn) else None
            if not found or any(self.hits(talk, p, "unless") for p in turn.places):
                continue
            place, number, confidence = found
            if self._redeemed(talk, turn):
                yield self.passed(talk, place, author(talk, place))
            else:
                sentence = talk.notes[place].sentence(number)
                span = sentence.start, sentence.end
                yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=confidence)

    def _done(self, talk: AnnotatedConversation, turn: Turn) -> tuple[int, int, Confidence] | None:
        """Where a turn performs the act, which sentence of it does, and how sure that is."""
        for place in turn.places:
            if hits := talk.notes[place].acts.get(self.params.act):
                return place, hits[0].sentence, self.params.confidence
        if self.params.told_by and talk.is_in(ENGLISH):
            for place in turn.places:
                sounds = not self.params.telling or self.hits(talk, place, "telling")
                if sounds and (number := decided_by(talk, place, self.params.told_by)) is not None:
                    return place, number, Confidence.LOW
        return None

    def counts(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        """Whether a turn that performs the act is an opportunity."""
        return True

    def _redeemed(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        if self.params.or_question and any(asks(talk.notes[place]) for place in turn.places):
            return True
        refused = {(p, hit.sentence) for p in turn.places for hit in talk.notes[p].acts.get(self.params.act, ())}
        for place in turn.places:
            note = talk.notes[place]
            for act in self.params.redeemed_by:
                for hit in note.acts.get(act, ()):
                    if ((place, hit.sentence) not in refused or self._apart(talk, place, hit)) and not is_courtesy(note, hit):
                        return True
        return False

    def _apart(self, talk: AnnotatedConversation, place: int, hit: Hit) -> bool:
        """Whether a redeeming phrase stands after the act in the same sentence ("we can't …, but I can …")."""
        return any(
            hit.first >= other.last for other in talk.notes[place].acts[self.params.act] if other.sentence == hit.sentence
        )


_SHORT_REPLY = 50
"""Words up to which a model tells whether a reply takes a matter up: in a long letter everything that is done adds up, though
it is done about something else."""


class ReplyRule(Rule):
    """An opportunity is a client message that does `trigger`; the agents' answer has to do one of `expects`.

    `within` says where the answer may stand: the next agent turn, or anywhere later. What an agent says later of `undone_by`
    takes the answer back. An open conversation may still bring an answer, unless the client came back to a reply in vain.
    """

    kind = "reply"
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """Dialogue acts of the client that call for one of the acts `expects` (or its phrases), and by when.

        `or_question`: a question back deals with it too (an offer of further help is none). `unless` phrases in the client's
        message mean that nothing is called for. `calls` phrases call for an answer as the act does, and `again` phrases ask
        anew for what the client asked for before. Models have a say: nothing is called for by a phrase of the act where every
        sentence of the message is less than `resembles` says of what they know, nor by what the `weighed` one of whole messages
        doubts, and what is `taken` to one deals with it.
        """

        trigger: str
        expects: tuple[str, ...]
        reason: str
        within: Literal["next-turn", "conversation"] = "next-turn"
        expects_phrases: Phrases = field(default_factory=dict)
        undone_by: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        calls: Phrases = field(default_factory=dict)
        again: Phrases = field(default_factory=dict)
        resembles: Likeness = field(default_factory=dict)
        weighed: WholeLabel = ""
        taken: AgentsLabel = ""
        or_question: bool = False
        unanswered_is: Literal["fail", "not-evaluated", "none"] = "none"
        confidence: Confidence = Confidence.MEDIUM

    def needed_acts(self) -> frozenset[str]:
        return frozenset({self.params.trigger, *self.params.expects, "offer_help", "deferral", "asks_for_detail"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = {
            "expects": PhraseSet(self.params.expects_phrases, FIRM | {Role.SYSTEM}),
            "unless": PhraseSet(self.params.unless, CLIENTS),
            "calls": PhraseSet(self.params.calls, CLIENTS),
            "again": PhraseSet(self.params.again, CLIENTS),
            "undone": PhraseSet(self.params.undone_by, AGENTS),
        }
        return {name: one for name, one in sets.items() if one.phrases}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self._may_call(talk):
            return
        first: int | None = None
        for turn in talk.turns:
            if turn.role is not Role.CLIENT:
                continue
            place = next((p for p in turn.places if self._calls(talk, p, first)), None)
            if place is not None and not any(self.hits(talk, p, "unless") for p in turn.places):
                first = place if first is None else first
                yield from self._judge(talk, place, first)

    def _may_call(self, talk: AnnotatedConversation) -> bool:
        """Whether any message calls for an answer at all."""
        return self.params.trigger in talk.done or self.is_mentioned(talk, "calls")

    def _calls(self, talk: AnnotatedConversation, place: int, first: int | None) -> Sequence[Hit]:
        """What in a client's message calls for an answer; `first` is where the client did so before."""
        message = talk.messages[place]

        def said(hit: Hit) -> bool:
            return not is_small_print(message.text, message.author, hit.start)

        acts = filter(said, talk.notes[place].acts.get(self.params.trigger, ()))
        found = [hit for hit in acts if hit.by_model or self._resembles(talk, place)]
        if found and self.params.weighed and talk.is_in(ENGLISH) and is_doubted(talk, place, self.params.weighed):
            return ()
        found = found or list(filter(said, self.hits(talk, place, "calls")))
        return found or (self.hits(talk, place, "again") if first is not None else ())

    def _resembles(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether any sentence of a message does: "I want it checked. The pedal goes soft when it rains." """
        sentences = range(len(talk.notes[place].tokens.sentences))
        return not self.params.resembles or any(resembles(talk, place, n, self.params.resembles) for n in sentences)

    def _judge(self, talk: AnnotatedConversation, place: int, first: int) -> Iterator[Outcome]:
        subject = responsible(talk, place)
        answer = talk.next_turn(place, Role.AGENT)
        if answer is None:
            if self.params.unanswered_is == "fail" and talk.ended:
                yield self._fail(talk, place, first)
            elif self.params.unanswered_is != "none":
                yield self.not_evaluated(talk, place, subject, "no agent replied after it")
            return
        if self.params.within == "next-turn":
            places = range(answer.first, answer.last + 1)
        else:
            # What was taken up when it first came needs no second answer when the client comes back to it.
            places = range(first + 1, len(talk.messages))
        spoken = [p for p in places if talk.messages[p].role is not Role.CLIENT and talk.messages[p].public]
        if self._undone(talk, place):
            yield self._fail(talk, place, first)
        elif any(self._answers(talk, p, place) for p in spoken):
            yield self.passed(talk, place, subject)
        elif self.params.within == "conversation" and not talk.ended and not self._is_in_vain(talk, place, first):
            yield self.not_evaluated(talk, place, subject, "the conversation is still open")
        elif any(is_wordless(talk.messages[p].text) for p in spoken):
            yield self.not_evaluated(talk, place, subject, "a part of the answer holds no words")
        else:
            yield self._fail(talk, place, first)

    def _is_in_vain(self, talk: AnnotatedConversation, place: int, first: int) -> bool:
        """Whether the client asked anew, or the agents replied twice, and their last word puts nothing off."""
        replies = [turn for turn in talk.turns if turn.first > place and turn.role is Role.AGENT]
        if place == first and len(replies) < 2:
            return False
        return not says(talk, replies[-1].places, "deferral", "asks_for_detail")

    def _undone(self, talk: AnnotatedConversation, place: int) -> bool:
        if not self.is_mentioned(talk, "undone"):
            return False
        return any(p > place and self.hits(talk, p, "undone") for p in public(talk, Role.AGENT))

    def _answers(self, talk: AnnotatedConversation, place: int, called: int) -> bool:
        """Whether a message does what the client's, at the place `called`, called for."""
        note = talk.notes[place]
        done = [hit for act in self.params.expects for hit in note.acts.get(act, ())]
        message = talk.messages[place]
        done += self.hits(talk, place, "expects")
        if any(not is_footer(message.text, message.author, hit.start) for hit in done):
            return True  # a title may well: "Product Safety Team" has got it
        short = note.tokens.count <= _SHORT_REPLY
        if self.params.taken and short and message.role is Role.AGENT and is_surely(talk, place, self.params.taken):
            return True
        return self.params.or_question and asks(note)

    def _fail(self, talk: AnnotatedConversation, place: int, first: int) -> Outcome:
        hits = self._calls(talk, place, first)
        return self.failed(
            talk,
            place,
            responsible(talk, place),
            self.params.reason,
            spans=[(hits[0].start, hits[0].end)],
            confidence=max(self.params.confidence, hits[0].confidence, key=attrgetter("rank")),
        )


KINDS: tuple[type[Rule], ...] = (RequiredPhraseRule, ActRule, ReplyRule)
