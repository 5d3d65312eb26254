"""Section 4, problem resolution: who sends whom where, and how a conversation ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet, spelled_out
from caraway_audit.language.topics import content
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, FIRM, Confidence, Outcome, Role
from caraway_audit.rules.base import (
    CLOSING_ACTS,
    CLOSING_PATTERNS,
    Rule,
    asks,
    author,
    is_closing_reaction,
    is_courtesy,
    public,
    says,
    team,
)
from caraway_audit.rules.dialogue import ActRule
from caraway_audit.rules.parameters import Likeness, Phrases
from caraway_audit.rules.weighing import is_certain, is_surely

_BARE = 3
"""Words of a bare answer."""
_DOES = ("deferral", "reported_done", "handover")
_NEXT_STEP = ("deferral", "reported_done", "alternative", "escalation_taken", "handover", "instruction")
_EMPTY = frozenset({"thanks", "apology", "acknowledgement", "refusal"})  # a sentence that does one of these says nothing else
_COURTESY = frozenset({"greeting", "farewell", "offer_help"})  # beside these a sentence may say something


class DeadEnd(ActRule):
    """A turn that refuses and shows no way on, in whatever form: what the client or the firm can do, when, where or with what.

    No opportunity where the client only asked for a fact ("do you have parking?"): a no answers that.
    """

    kind = "dead-end"

    @dataclass(frozen=True)
    class Params(ActRule.Params):
        """`way_on` counts anywhere in the turn but in the refusal's own words, and not in a message that the model is certain
        leaves the client there; `words` are lists that phrases name as <list>.

        `facts` are how clients ask for a fact; one of `wishes` beside it makes the turn a request again.
        """

        way_on: Phrases = field(default_factory=dict)
        facts: Phrases = field(default_factory=dict)
        wishes: Phrases = field(default_factory=dict)
        words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        own = {
            "way_on": PhraseSet(spelled_out(self.params.way_on, self.params.words), AGENTS),
            "facts": PhraseSet(self.params.facts, CLIENTS),
            "wishes": PhraseSet(self.params.wishes, CLIENTS),
        }
        return {**super().phrases(), **own}

    def counts(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        before = talk.turn_before(turn.first)
        if before is None:
            return True
        asked = any(self.hits(talk, place, "facts") for place in before.places)
        return not asked or any(self.hits(talk, place, "wishes") for place in before.places)

    def _redeemed(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        return super()._redeemed(talk, turn) or any(self._shows_a_way(talk, place) for place in turn.places)

    def _shows_a_way(self, talk: AnnotatedConversation, place: int) -> bool:
        note = talk.notes[place]
        refused = note.acts.get(self.params.act, ())
        if refused and self.params.told_by and is_certain(talk, place, self.params.told_by):
            return False
        return any(
            all(hit.last <= no.first or no.last <= hit.first for no in refused) and not is_courtesy(note, hit)
            for hit in self.hits(talk, place, "way_on")
        )


class Deflection(Rule):
    """An agent's turn that sends the client elsewhere and does nothing beside.

    A turn that also does something, hands over or says anything of substance passes: a link beside an answer is help. Only
    the first such turn of a conversation is charged, unless the client asked anew: the open point is the same.
    """

    kind = "deflection"
    own_words = True
    resembled = frozenset({"phrases"})
    acts = frozenset({*_DOES, *_EMPTY, *_COURTESY})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`phrases` send away; sentences with an `empty` phrase add nothing; a client who `asked_where` got an answer."""

        phrases: Phrases
        reason: str
        empty: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        asked_where: Phrases = field(default_factory=dict)
        resembles: Likeness = field(default_factory=dict)
        confidence: Confidence = Confidence.MEDIUM

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = {"phrases": self.params.phrases, "empty": self.params.empty, "unless": self.params.unless}
        return {name: PhraseSet(table, AGENTS) for name, table in sets.items()} | {
            "asked": PhraseSet(self.params.asked_where, CLIENTS)
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self.is_mentioned(talk, "phrases"):
            return
        charged = False
        for number, turn in enumerate(talk.turns):
            place = next((p for p in turn.places if self._sends_away(talk, p)), None) if turn.role is Role.AGENT else None
            if place is None or number == 0:
                continue
            if charged and not any(talk.notes[p].questions for p in talk.turns[number - 1].places):
                continue  # the same open point is charged once, unless the client asked anew
            if self._helps(talk, turn) or any(self.hits(talk, p, "asked") for p in talk.turns[number - 1].places):
                yield self.passed(talk, place, author(talk, place))
            else:
                hit = self._sends_away(talk, place)[0]
                spans, sure = [(hit.start, hit.end)], self.params.confidence
                yield self.failed(talk, place, author(talk, place), self.params.reason, spans=spans, confidence=sure)
                charged = True

    def _sends_away(self, talk: AnnotatedConversation, place: int) -> list[Hit]:
        """Hits that send away; what is asked ("would you like to see the flat?") does not."""
        note = talk.notes[place]
        return [hit for hit in self.hits(talk, place, "phrases") if note.sentence(hit.sentence).mark != "?"]

    def _helps(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        """Whether the turn does something or says something of its own."""
        return any(
            self.hits(talk, place, "unless")
            or any(
                self._does_something(talk.notes[place], number, self._sending(talk, place))
                for number in range(len(talk.notes[place].tokens.sentences))
            )
            for place in turn.places
        )

    def _sending(self, talk: AnnotatedConversation, place: int) -> set[int]:
        """Sentences that send away or only speak of the others."""
        return {hit.sentence for name in ("phrases", "empty") for hit in self.hits(talk, place, name)}

    def _does_something(self, note: Note, number: int, sending: set[int]) -> bool:
        """Whether a sentence does something or says something of its own."""
        sentence = note.sentence(number)
        done = {hit.sentence for act in _DOES for hit in note.acts.get(act, ())}
        if number in sending or number in done:
            return number in done - sending or _said_in(note, "handover", number)
        if any(_said_in(note, act, number) for act in _EMPTY):
            return False
        courtesy = {place for act in _COURTESY for hit in note.acts.get(act, ()) for place in range(hit.first, hit.last)}
        rest = (place for place in range(sentence.first, sentence.last) if place not in courtesy)
        return sum(len(content(note.tokens, place, place + 1)) for place in rest) >= 2


def _said_in(note: Note, act: str, sentence: int) -> bool:
    return any(hit.sentence == sentence for hit in note.acts.get(act, ()))


class TransferLoop(Rule):
    """Three hand-overs of one client, or one back to an agent who had already handed over.

    A hand-over is announced by an agent, written by the system, or shows when another human author takes over; signs of one
    and the same hand-over count once. One opportunity per conversation that was handed over at all.
    """

    kind = "transfer-loop"
    facts = frozenset({"what"})
    acts = frozenset({"handover"})

    @dataclass(frozen=True)
    class Params:
        """`planned` (a shift that ends) excuses one hand-over; an agent who is `invited` joins and takes nothing over."""

        reason: str
        planned: Phrases
        invited: Phrases
        hand_overs: int = 3

    def phrases(self) -> Mapping[str, PhraseSet]:
        roles = FIRM | {Role.SYSTEM}
        return {"planned": PhraseSet(self.params.planned, roles), "invited": PhraseSet(self.params.invited, roles)}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if len(talk.writers(AGENTS, True)) < 2:
            return
        number = 0
        for place, count, returns in self._taken_over(talk):
            number = count
            if returns or count >= self.params.hand_overs:
                what = "back to an agent who had already handed over" if returns else f"{count} hand-overs"
                yield self.failed(talk, place, team(talk), self.params.reason, facts={"what": what})
                return
        if number:
            yield self.passed(talk, None, team(talk))

    def _taken_over(self, talk: AnnotatedConversation) -> Iterator[tuple[int, int, bool]]:
        """First messages of those who took over, the number of hand-overs so far, and whether they had the client before."""
        current, number, excused = "", 0, False
        announced = invited = planned = False
        left: set[str] = set()
        guests: set[str] = set()
        for place, message in enumerate(talk.messages):
            if not message.public or message.role is Role.CLIENT:
                continue
            if message.role is Role.AGENT and current and message.author not in (current, *guests):
                planned = planned or bool(self.hits(talk, place, "planned"))
                if invited:
                    guests.add(message.author)
                else:
                    if planned and not excused:
                        excused = True
                    else:
                        number += 1
                        yield place, number, message.author in left
                        left |= {current} if announced else set()
                    current = message.author
                announced = invited = planned = False
            elif message.role is Role.AGENT and not current:
                current, announced = message.author, False
            announced = announced or talk.notes[place].does("handover")
            invited = invited or bool(self.hits(talk, place, "invited"))
            planned = planned or bool(self.hits(talk, place, "planned"))


class NoResolution(Rule):
    """An ended conversation whose last word from the client is that it still does not work, or an "ok" to "I don't know".

    Or that the client gives up, as a model tells it; or whose last word is an agent's evasive answer to a question. Only these
    plain shapes fail, where no agent names a next step after it and nobody says goodbye over what is open (closing over an
    open point is CA211, leaving it unanswered CA204; who gives up and is wished a good day was left with nothing). What the
    client confirmed passes; for the rest the wording does not tell.
    """

    kind = "no-resolution"
    acts = frozenset({"still_open", "confirmation", "thanks", "done", "farewell", "withdrawal", "offer_help", *_NEXT_STEP})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`unknown` is how an agent says that they do not know, `evasive` how they say nothing in more words."""

        reason: str
        unknown: Phrases
        evasive: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"unknown": PhraseSet(self.params.unknown, AGENTS), "evasive": PhraseSet(self.params.evasive, AGENTS)}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        turns = talk.turns
        if not talk.ended or len(turns) < 2:
            return
        place = talk.places(BOTH_SIDES, True)[-1]
        subject = author(talk, public(talk, Role.AGENT)[-1])
        last = next(turn for turn in reversed(turns) if turn.role is Role.CLIENT)
        if self._left_open(talk, last) or self._left_unknown(talk, place) or self._evaded(talk, last):
            yield self.failed(talk, place, subject, self.params.reason, confidence=Confidence.MEDIUM)
        elif self._given_up(talk, last):
            yield self.failed(talk, place, subject, self.params.reason, confidence=Confidence.LOW)
        elif says(talk, last.places, "confirmation", "thanks", "done") and not says(talk, last.places, "still_open"):
            yield self.passed(talk, place, subject)
        else:
            yield self.not_evaluated(talk, place, subject, "the wording does not tell whether it was resolved")

    def _left_open(self, talk: AnnotatedConversation, last: Turn) -> bool:
        answer = talk.next_turn(last.last, Role.AGENT)
        before = any(turn.role is Role.AGENT and turn.last < last.first for turn in talk.turns)
        if answer is None or not before or not says(talk, last.places, "still_open") or says(talk, last.places, "withdrawal"):
            return False
        is_asking = any(talk.notes[place].questions for place in answer.places)
        return not is_asking and not says(talk, answer.places, "farewell", *_NEXT_STEP)

    def _given_up(self, talk: AnnotatedConversation, last: Turn) -> bool:
        """Whether the client's last word is that they leave it at that, and neither the agents before nor after name a step."""
        if not is_surely(talk, last.last, "gives_up") or says(talk, last.places, "confirmation"):
            return False
        agents = [turn for turn in talk.turns if turn.role is Role.AGENT]
        before = [turn for turn in agents if turn.last < last.first]
        after = [turn for turn in agents if turn.first > last.last]
        bare = sum(talk.notes[place].tokens.count for place in last.places) <= _BARE
        asked = any(talk.notes[place].questions for turn in before[-1:] for place in turn.places)
        if bare and asked:
            return False  # "nope" to "anything else?"
        return bool(before) and not any(says(talk, turn.places, *_NEXT_STEP) for turn in (before[-1], *after))

    def _evaded(self, talk: AnnotatedConversation, last: Turn) -> bool:
        """Whether the last word is an agent's that answers the client's question with nothing."""
        answer = talk.next_turn(last.last, Role.AGENT)
        if answer is None or not any(self.hits(talk, place, "evasive") for place in answer.places):
            return False
        asked = any(talk.notes[place].questions for place in last.places)
        return asked and not says(talk, answer.places, *_NEXT_STEP) and not any(asks(talk.notes[p]) for p in answer.places)

    def _left_unknown(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the last message, at `place`, is a client's bare "ok" to an agent who does not know."""
        before = [turn for turn in talk.turns if turn.role is Role.AGENT and turn.last < place]
        if not before or talk.messages[place].role is not Role.CLIENT or talk.notes[place].questions:
            return False
        unknown = any(self.hits(talk, p, "unknown") for p in before[-1].places)
        return unknown and talk.notes[place].tokens.count <= 4 and not says(talk, before[-1].places, *_NEXT_STEP)


class NoFurtherHelp(Rule):
    """A resolved conversation that the agent ends without offering further help.

    Resolved: the client reacted to the answer with thanks, "perfect" or the like, and did not object. No opportunity where
    the client said goodbye or "that's all" first, only answered a question, has the last word, the conversation is not over,
    an agent had set a boundary, or the last word is a question of the agent ("how did I do?" rounds off and asks nothing).
    """

    kind = "no-further-help"
    acts = CLOSING_ACTS | {"still_open", "boundary", "wrap_up"}
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """Sits at the last public agent message. `unmoved` is thanks for nothing: it settles no matter. `offers` of the last
        agent turn offer further help, too."""

        reason: str
        unmoved: Phrases = field(default_factory=dict)
        offers: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {"unmoved": PhraseSet(self.params.unmoved, CLIENTS), "offers": PhraseSet(self.params.offers, AGENTS)}

    def patterns(self) -> Mapping[str, PatternSet]:
        return CLOSING_PATTERNS

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        turns = talk.turns
        if len(turns) < 3 or turns[-1].role is not Role.AGENT or turns[-2].role is not Role.CLIENT or not talk.ended:
            return
        reaction = turns[-2]
        # Who said "that's all" first, or was left with nothing, needs no further offer.
        if says(talk, reaction.places, "done", "still_open") or any(self.hits(talk, p, "unmoved") for p in reaction.places):
            return
        agents = public(talk, Role.AGENT)
        before = [place for place in agents if place < reaction.first]
        if not is_closing_reaction(self, talk, reaction) or says(talk, before, "boundary"):
            return
        last = agents[-1]
        offered = any(self.hits(talk, place, "offers") for place in turns[-1].places)
        if offered or any(_offers(talk.notes[place], opening=place == agents[0]) for place in agents):
            yield self.passed(talk, last, author(talk, last))
        elif not any(_asks_more(talk.notes[place]) for place in turns[-1].places):
            yield self.failed(talk, last, author(talk, last), self.params.reason, confidence=Confidence.MEDIUM)


def _asks_more(note: Note) -> bool:
    """Whether a message asks anything but how the service was."""
    rounds_off = {hit.sentence for hit in note.acts.get("wrap_up", ())}
    return any(question.sentence not in rounds_off for question in note.questions)


def _offers(note: Note, opening: bool) -> bool:
    """Whether a message offers help; what greets in the opening message ("how can I help?") offers nothing further."""
    greets = {hit.sentence for hit in note.acts.get("greeting", ())} if opening else set()
    return any(hit.sentence not in greets for hit in note.acts.get("offer_help", ()))


KINDS: tuple[type[Rule], ...] = (DeadEnd, Deflection, TransferLoop, NoResolution, NoFurtherHelp)
