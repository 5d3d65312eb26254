"""Section 5, empathy and understanding: what shows over several turns, or only beside what somebody else wrote."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.classifier import MARK
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.language.tokens import Sentence, Tokens, span_of
from caraway_audit.language.topics import content
from caraway_audit.language.whole import whole
from caraway_audit.model import AGENTS, CLIENTS, Confidence, Outcome, Role, Span, Subject, Verdict
from caraway_audit.rules import abuse
from caraway_audit.rules.base import Rule, author, first_places, public, says
from caraway_audit.rules.declarative import PhraseRule
from caraway_audit.rules.dialogue import ReplyRule
from caraway_audit.rules.established import establishing, is_doubted
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.weighing import ENGLISH

_FILLERS = frozenset(
    "so very really truly deeply terribly extremely most sincere sincerely again and also completely totally fully hi hello "
    "hey dear oh well yes no please".split()
)
_DEALS_WITH_IT = ("deferral", "reported_done", "alternative", "escalation_taken", "handover")


def _client_turns(talk: AnnotatedConversation) -> list[Turn]:
    return [turn for turn in talk.turns if turn.role is Role.CLIENT]


def _agents_between(talk: AnnotatedConversation, first: int, last: int) -> list[int]:
    """Positions of the public agent messages from `first` up to `last`."""
    return [place for place in public(talk, Role.AGENT) if first <= place < last]


_REPORTED = frozenset({"complaint", "still_open", "upset", "distress"})
"""Acts of a client who reports something."""


class MissingEmpathy(ReplyRule):
    """A client who states a feeling, and no word of the next agent turn that takes it in.

    Words for feelings tell where one may be stated, and words of empathy where one is taken in; two models of whole messages
    (`language/whole.py`) say where either is done in other words, or the words are none ("I'm crying, it's so pretty").
    """

    kind = "missing-empathy"

    def needed_acts(self) -> frozenset[str]:
        return super().needed_acts() | _REPORTED

    def _may_call(self, talk: AnnotatedConversation) -> bool:
        return not _REPORTED.isdisjoint(talk.done)

    def _calls(self, talk: AnnotatedConversation, place: int, first: int | None) -> Sequence[Hit]:
        note = talk.notes[place]
        if not note.does(*_REPORTED):
            return ()
        model = whole("client", "feeling")
        said = super()._calls(talk, place, first)
        if model.odds(note.tokens) < model.bars["hardly" if said else "surely"]:
            return ()
        return said or (_hit_of(note.tokens, model.deciding(note.tokens)),)

    def _answers(self, talk: AnnotatedConversation, place: int, called: int) -> bool:
        if super()._answers(talk, place, called):
            return True
        model = whole("agent", "taken_in")
        said = talk.notes[called].does(self.params.trigger)
        return model.odds(talk.notes[place].tokens) >= model.bars["surely" if said else "hardly"]


def _hit_of(tokens: Tokens, number: int) -> Hit:
    """A sentence that no list of words found."""
    sentence = tokens.sentences[number]
    return Hit(*span_of(tokens, sentence.first, sentence.last), sentence.first, sentence.last, number, Confidence.MEDIUM, MARK)


class Invalidation(PhraseRule):
    """Phrases that deny a feeling, and such as belittle only where the client had stated one ("it is just a suitcase").

    Who has shown none can have none denied: "it could be worse" of the weather is small talk.
    """

    kind = "invalidation"
    resembled = frozenset({"phrases", "belittling"})
    acts = frozenset({"distress"})

    @dataclass(frozen=True)
    class Params(PhraseRule.Params):
        """`belittling` counts after a client message with one of `feelings` or stated distress."""

        belittling: Phrases = field(default_factory=dict)
        feelings: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        own = {"belittling": PhraseSet(self.params.belittling, AGENTS), "feelings": PhraseSet(self.params.feelings, CLIENTS)}
        return {**super().phrases(), **own}

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or self.is_mentioned(talk, "belittling")

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        spans = super().found(talk, place) if self._may_feel(talk, place) else []
        hits = self.hits(talk, place, "belittling")
        if spans or not hits or not self._felt(talk, place):
            return spans
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        return [((hit.start, hit.end), hit.confidence) for hit in hits if hit.sentence not in excepted][:1]

    def _may_feel(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether any message of the client before may state a feeling, by all that it says."""
        model = whole("client", "feeling")
        before = (p for p in public(talk, Role.CLIENT) if p < place)
        return not talk.is_in(ENGLISH) or any(model.odds(talk.notes[p].tokens) >= model.bars["perhaps"] for p in before)

    def _felt(self, talk: AnnotatedConversation, place: int) -> bool:
        before = (p for p in public(talk, Role.CLIENT) if p < place)
        return any(talk.notes[p].does("distress") or self.hits(talk, p, "feelings") for p in before)


_TURNS = frozenset({"but"})
_INFORMS = _TURNS | {"not", "unable", "no"}


class CannedEmpathy(Rule):
    """The same empathy sentence twice, or one that says nothing specific after the client called it scripted.

    One opportunity for each agent who wrote a sentence of empathy.
    """

    kind = "canned-empathy"
    own_words = True
    acts = frozenset({"refusal", *_DEALS_WITH_IT})

    @dataclass(frozen=True)
    class Params:
        """`called_scripted` is how clients say so; a sentence under `words` words is too short to be called the same, and one
        that names nothing ("I hear you, and I'm sorry") under `bare` words.

        A `stock` phrase ("for any inconvenience") stays one whatever is written beside it.
        """

        reason: str
        empathy: Phrases
        called_scripted: Phrases
        stock: Phrases = field(default_factory=dict)
        words: int = 4
        bare: int = 6

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {
            "empathy": PhraseSet(self.params.empathy, AGENTS),
            "scripted": PhraseSet(self.params.called_scripted, CLIENTS),
            "stock": PhraseSet(self.params.stock, AGENTS),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self.is_mentioned(talk, "empathy"):
            return
        writers: dict[Subject, None] = {}
        failed: dict[int, Span] = {}
        said: dict[Subject, list[frozenset[str]]] = {}
        for place in public(talk, Role.AGENT):
            for sentence in self._empathy(talk, place):
                if not (wording := self._wording(talk, place, sentence)):
                    continue
                writers[author(talk, place)] = None
                before = said.setdefault(author(talk, place), [])
                if any(wording <= other or other <= wording for other in before):
                    failed.setdefault(place, (sentence.start, sentence.end))
                before.append(wording)
        if self.is_mentioned(talk, "scripted"):
            for place, span in self._after_the_call(talk):
                failed.setdefault(place, span)
        for place, span in sorted(failed.items()):
            sure = Confidence.MEDIUM
            yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=sure)
        charged = {author(talk, place) for place in failed}
        for subject in writers:
            if subject not in charged:
                yield self.passed(talk, None, subject)

    def _empathy(self, talk: AnnotatedConversation, place: int) -> list[Sentence]:
        note = talk.notes[place]
        refused = {hit.sentence for hit in note.acts.get("refusal", ())}
        found = []
        hits = {hit.sentence: hit for hit in self.hits(talk, place, "empathy")}
        for number, hit in hits.items():
            sentence = note.sentence(number)
            # "I am sorry, but there is no room on that day" informs, and may well be said of each day; so does "I did not get
            # that, sorry", which a model takes for an apology.
            informs = _INFORMS if hit.by_model else _TURNS
            if number not in refused and informs.isdisjoint(note.tokens.words[sentence.first : sentence.last]):
                found.append(sentence)
        return found

    def _wording(self, talk: AnnotatedConversation, place: int, sentence: Sentence) -> frozenset[str]:
        """Words that make a sentence the same as another; empty where it is too short or only says sorry."""
        tokens = talk.notes[place].tokens
        names = {word for name in talk.conversation.client.names for word in name.casefold().split()}
        words = [word for word in tokens.words[sentence.first : sentence.last] if word.isalpha() and word not in names]
        named = content(tokens, sentence.first, sentence.last)
        if len(words) < (self.params.words if named else self.params.bare):
            return frozenset()
        return frozenset(words) - _FILLERS

    def _after_the_call(self, talk: AnnotatedConversation) -> Iterator[tuple[int, Span]]:
        """Where an agent answers "stop the scripted sorries" with another one and nothing else."""
        for turn in _client_turns(talk):
            answer = talk.next_turn(turn.last, Role.AGENT)
            if answer is None or not any(self.hits(talk, place, "scripted") for place in turn.places):
                continue
            told = {
                stem for t in _client_turns(talk) if t.last < answer.first for p in t.places for stem in self._stems(talk, p)
            }
            specific = any(
                talk.notes[p].does(*_DEALS_WITH_IT)
                or any(map(str.isdigit, talk.messages[p].text))
                or told.intersection(self._stems(talk, p))
                for p in answer.places
            )
            sorry = [(place, sentence) for place in answer.places for sentence in self._empathy(talk, place)]
            stock = [(place, sentence) for place, sentence in sorry if self._is_stock(talk, place, sentence)]
            if sorry and (stock == sorry or not specific):
                yield sorry[0][0], (sorry[0][1].start, sorry[0][1].end)

    def _is_stock(self, talk: AnnotatedConversation, place: int, sentence: Sentence) -> bool:
        return any(sentence.first <= hit.first < sentence.last for hit in self.hits(talk, place, "stock"))

    def _stems(self, talk: AnnotatedConversation, place: int) -> list[str]:
        """Content words of a message, without those that call it scripted."""
        tokens = talk.notes[place].tokens
        called = {hit.sentence for hit in self.hits(talk, place, "scripted")}
        parts = (s for number, s in enumerate(tokens.sentences) if number not in called)
        return [stem for s in parts for stem in content(tokens, s.first, s.last)]


def _first_stems(talk: AnnotatedConversation) -> Mapping[str, int]:
    """The content words that clients write, and the first message of each."""
    return first_places(public(talk, Role.CLIENT), lambda place: content(talk.notes[place].tokens))


class MissingApology(Rule):
    """A failure of the firm that is established and for which no agent apologises after the client's first report.

    Established: an agent confirmed it, or repaired or refunded it otherwise than as goodwill; by words that say so, or as a
    model tells it of what both sides said (`rules/established.py`).
    """

    kind = "missing-apology"
    acts = frozenset({*_REPORTED, "apology", "deferral"})

    @dataclass(frozen=True)
    class Params:
        """`confirmed` and `made_good` are said by agents; `goodwill`, the client's `own_mistake` and a stranger's `crime`
        establish nothing.

        What is `likely` a confirmation is one where the client had complained, or told that something came `damaged`, and
        where the agents made it good.
        `unless` cancels it in its sentence ("it may be that we …").
        """

        reason: str
        confirmed: Phrases
        made_good: Phrases
        damaged: Phrases = field(default_factory=dict)
        likely: Phrases = field(default_factory=dict)
        goodwill: Phrases = field(default_factory=dict)
        unless: Phrases = field(default_factory=dict)
        own_mistake: Phrases = field(default_factory=dict)
        crime: Phrases = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        own = {
            "confirmed": params.confirmed,
            "made_good": params.made_good,
            "likely": params.likely,
            "goodwill": params.goodwill,
            "unless": params.unless,
        }
        return {name: PhraseSet(table, AGENTS) for name, table in own.items()} | {
            "own_mistake": PhraseSet(params.own_mistake, CLIENTS),
            "crime": PhraseSet(params.crime, CLIENTS),
            "damaged": PhraseSet(params.damaged, CLIENTS),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        complaint = self._complaint(talk)
        established = self._first_establishing(talk, complaint)
        if established is None:
            return
        report = self._report(talk, established, complaint)
        subject = author(talk, established)
        if self._apologises(talk):
            yield self.passed(talk, report, subject)
        elif not talk.ended:
            yield self.not_evaluated(talk, report, subject, "the conversation is still open")
        else:
            spans = [(hit.start, hit.end) for hit in talk.notes[report].acts.get("complaint", ())[:1]]
            told = any(hit.confidence is not Confidence.LOW for hit in self._confirms(talk, established, "confirmed"))
            sure = Confidence.MEDIUM if told else Confidence.LOW
            yield self.failed(talk, report, subject, self.params.reason, spans=spans, confidence=sure)

    def is_reported(self, talk: AnnotatedConversation) -> bool:
        """Whether a client complains, or tells that something came damaged."""
        return self._complaint(talk) is not None

    def is_established(self, talk: AnnotatedConversation) -> bool:
        """Whether words say that the firm failed."""
        return any(True for _ in self._said(talk, self._complaint(talk)))

    def _complaint(self, talk: AnnotatedConversation) -> int | None:
        clients = public(talk, Role.CLIENT)
        return next((p for p in clients if talk.notes[p].does("complaint") or self.hits(talk, p, "damaged")), None)

    def _first_establishing(self, talk: AnnotatedConversation, complaint: int | None) -> int | None:
        """The agents' message that establishes a failure: by its words, else as surely as a model tells it."""
        if self.is_mentioned(talk, "own_mistake") or self.is_mentioned(talk, "crime"):
            return None
        said = next((p for p in self._said(talk, complaint) if not self._is_doubted(talk, p, complaint)), None)
        if said is not None or _REPORTED.isdisjoint(talk.done):
            return said
        return next(iter(establishing(talk)), None)

    def _is_doubted(self, talk: AnnotatedConversation, place: int, complaint: int | None) -> bool:
        """Whether all that was said speaks against what words say; not where the client complained, or has the same words."""
        if complaint is not None:
            return False
        tokens = talk.notes[place].tokens
        told = talk.once("where clients first say a stem", _first_stems)
        for hit in self._confirms(talk, place, "confirmed"):
            if not hit.by_model and any(told.get(stem, place) < place for stem in content(tokens, hit.first, hit.last)):
                return False
        return is_doubted(talk, place)

    def _said(self, talk: AnnotatedConversation, complaint: int | None) -> Iterator[int]:
        """The agents' messages whose words establish a failure."""
        if not any(self.is_mentioned(talk, name) for name in ("confirmed", "made_good", "likely")):
            return
        clients = public(talk, Role.CLIENT)
        replies = _agents_between(talk, clients[0] if clients else 0, len(talk.messages))
        since = len(talk.messages) if complaint is None else complaint
        twice = complaint is None and self._is_told_twice(talk, replies)
        yield from (p for p in replies if self._establishes(talk, p, complained=twice or p > since))

    def _apologises(self, talk: AnnotatedConversation) -> bool:
        """Whether an agent says a word of regret; to own the fault ("that was us") is none, as surely as a model tells it."""
        for place in public(talk, Role.AGENT):
            for hit in talk.notes[place].acts.get("apology", ()):
                if not hit.by_model or _OWNS.isdisjoint(self._words(talk, place, hit)):
                    return True
        return False

    def _report(self, talk: AnnotatedConversation, established: int, complaint: int | None) -> int:
        """The message that reported it: the client's first that says something, in whatever words; else the complaint."""
        before = (place for place in public(talk, Role.CLIENT) if place < established)
        first = next((place for place in before if talk.notes[place].tokens.count >= _SOMETHING), None)
        return complaint or 0 if first is None else first if complaint is None else min(first, complaint)

    def _establishes(self, talk: AnnotatedConversation, place: int, *, complained: bool) -> bool:
        if self._confirms(talk, place, "confirmed"):
            return True
        if not complained or self.hits(talk, place, "goodwill"):
            return False
        # What only a model takes for a repair ("we take it back unused for a full refund") needs a likely word of the fault.
        repaired = any(not hit.by_model for hit in self.hits(talk, place, "made_good"))
        return repaired or bool(self._confirms(talk, place, "likely"))

    def _is_told_twice(self, talk: AnnotatedConversation, replies: Sequence[int]) -> bool:
        """Whether agents make something good, and a word of the fault is likely: in one message, if only models tell them."""
        repairs = {p: self._repairs(talk, p) for p in replies if not self.hits(talk, p, "goodwill")}
        faults = {p: self._confirms(talk, p, "likely") for p in replies}
        if any(hits and faults[p] for p, hits in repairs.items()):
            return True
        told = [hit for hits in (*repairs.values(), *faults.values()) for hit in hits if not hit.by_model]
        return bool(told) and any(repairs.values()) and any(faults.values())

    def _repairs(self, talk: AnnotatedConversation, place: int) -> list[Hit]:
        """Where a message makes it good; to a model "I'll check with the courier" may look like that."""
        defers = {hit.sentence for hit in talk.notes[place].acts.get("deferral", ())}
        hits = self.hits(talk, place, "made_good")
        return [hit for hit in hits if not hit.by_model or hit.sentence not in defers]

    def _confirms(self, talk: AnnotatedConversation, place: int, name: str) -> Sequence[Hit]:
        """Where a message confirms it; to a model "I'm sorry, but it was unsuccessful" may look like that, and is none."""
        note = talk.notes[place]
        excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
        said = [hit for hit in self.hits(talk, place, name) if hit.sentence not in excepted]
        said = [hit for hit in said if note.sentence(hit.sentence).mark != "?"]
        return [hit for hit in said if not hit.by_model or _REGRETS.isdisjoint(self._words(talk, place, hit))]

    def _words(self, talk: AnnotatedConversation, place: int, hit: Hit) -> Sequence[str]:
        sentence = talk.notes[place].sentence(hit.sentence)
        return talk.notes[place].tokens.words[sentence.first : sentence.last]


_REGRETS = frozenset({"sorry", "unfortunately", "afraid", "sadly"})
_OWNS = frozenset({"our", "us", "we", "ours"})
_SOMETHING = 5
"""A message of fewer words greets or answers, and reports nothing."""

_HARSHEST = 3
_FEARS = frozenset(
    "afraid frightened scared terrified scares scare fear fears nervous panic panicking panicky embarrassed mortified ashamed "
    "embarrassing".split()
)


class RisingFrustration(Rule):
    """Three client turns in a row that grow harsher and never milder, or all of them at the top, that no agent took in.

    How harsh a turn is, is read from plain words of strength: 1 for a complaint, a bad feeling or a mild word, 2 for stated
    distress, 3 for `top` words; a plain report is 0, and may come before two that rise to the top. An acknowledgement or
    an escalation in between starts the count anew.
    """

    kind = "rising-frustration"
    acts = frozenset(
        {"complaint", "still_open", "upset", "distress", "acknowledgement", "apology", "escalation_taken", "handover"}
    )

    @dataclass(frozen=True)
    class Params:
        """`mild`, `strong` and `top` add to what the acts say; `top` is the strongest that clients say."""

        reason: str
        mild: Phrases
        strong: Phrases
        top: Phrases

    def phrases(self) -> Mapping[str, PhraseSet]:
        sets = {"mild": self.params.mild, "strong": self.params.strong, "top": self.params.top}
        return {name: PhraseSet(table, CLIENTS) for name, table in sets.items()}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        turns = _client_turns(talk)
        spoken = self.is_mentioned(talk, "top") or self.is_mentioned(talk, "strong") or "distress" in talk.done
        if len(turns) < 3 or not spoken:
            return
        run: list[tuple[Turn, int]] = []
        last: Turn | None = None
        for turn in turns:
            harsh = max(self._harshness(talk, place) for place in turn.places)
            between = _agents_between(talk, run[-1][0].last, turn.first) if run else ()
            if run and (self._takes_in(talk, between) or not self._goes_on(run[-1][1], harsh)):
                if last is not None:
                    break
                run = []
            run.append((turn, harsh))
            if len(run) >= 3 and self._rises([level for _, level in run[-3:]]):
                last = turn
            if not harsh:
                run = run[-1:]
        if last is not None:
            yield self._fail(talk, last)
            return
        yield from self.passed_by_all_but(talk, failed=())

    def _harshness(self, talk: AnnotatedConversation, place: int) -> int:
        if self.hits(talk, place, "top"):
            return _HARSHEST
        note = talk.notes[place]
        complains = note.does("complaint", "still_open")
        distress = [hit for hit in note.acts.get("distress", ()) if complains or not self._is_of_fear(talk, place, hit)]
        if distress or self.hits(talk, place, "strong"):
            return 2
        return int(complains or note.does("distress", "upset") or bool(self.hits(talk, place, "mild")))

    def _is_of_fear(self, talk: AnnotatedConversation, place: int, hit: Hit) -> bool:
        """Whether what distresses is feared, or one's own doing ("I'm frightened to open it", "I'm so embarrassed"): that is no
        frustration with anybody."""
        return not _FEARS.isdisjoint(talk.notes[place].tokens.words[hit.first : hit.last])

    def _goes_on(self, before: int, now: int) -> bool:
        return now >= before

    def _rises(self, levels: Sequence[int]) -> bool:
        """Whether three turns end harsher than they began, or stayed at the harshest."""
        first, second, third = levels
        if not first:
            return 1 < second < third == _HARSHEST
        return third > max(first, 1) or min(levels) == _HARSHEST

    def _takes_in(self, talk: AnnotatedConversation, replies: Sequence[int]) -> bool:
        """Whether messages of agents acknowledge, apologise or escalate."""
        if says(talk, replies, "apology", "escalation_taken", "handover"):
            return True
        model = whole("agent", "taken_in")
        said = (place for place in replies if self._acknowledges(talk.notes[place]))
        return any(model.odds(talk.notes[place].tokens) >= model.bars["hardly"] for place in said)

    def _acknowledges(self, note: Note) -> bool:
        """Whether words take something in; a model may take any question of the next step for one that does."""
        return any(not hit.by_model or note.sentence(hit.sentence).mark != "?" for hit in note.acts.get("acknowledgement", ()))

    def _fail(self, talk: AnnotatedConversation, turn: Turn) -> Outcome:
        place = max(turn.places, key=lambda one: self._harshness(talk, one))
        note = talk.notes[place]
        hits = self.hits(talk, place, "top") or note.acts.get("distress") or self.hits(talk, place, "strong")
        charged = author(talk, _agents_between(talk, 0, turn.first)[-1])
        spans = [(hits[0].start, hits[0].end)]
        return self.failed(talk, place, charged, self.params.reason, spans=spans, confidence=Confidence.MEDIUM)


class DisrespectfulNote(PhraseRule):
    """A note that mocks or demeans: by phrases of its own, or by what the rule on insults finds in it."""

    kind = "disrespectful-note"
    consults = frozenset({"CA104"})

    def may_fail(self, talk: AnnotatedConversation) -> bool:
        return super().may_fail(talk) or bool(self._insults(talk))

    def found(self, talk: AnnotatedConversation, place: int) -> list[tuple[Span, Confidence]]:
        return super().found(talk, place) or self._insults(talk).get(talk.messages[place].id, [])

    def _insults(self, talk: AnnotatedConversation) -> Mapping[str | None, list[tuple[Span, Confidence]]]:
        """Where notes insult somebody, by message."""
        if all(message.public for message in talk.messages):
            return {}
        return talk.once(self.set_name("insults in notes"), self._consulted)

    def _consulted(self, talk: AnnotatedConversation) -> Mapping[str | None, list[tuple[Span, Confidence]]]:
        notes = {message.id for message in talk.messages if not message.public}
        said = (outcome for rule in self.consulted if rule.quiet(talk) is None for outcome in rule.check(talk))
        return {
            outcome.message: [(outcome.spans[0], outcome.confidence)]
            for outcome in said
            if outcome.verdict is Verdict.FAIL and outcome.message in notes and outcome.spans
        }


KINDS: tuple[type[Rule], ...] = (
    DisrespectfulNote,
    MissingEmpathy,
    Invalidation,
    CannedEmpathy,
    MissingApology,
    RisingFrustration,
    *abuse.KINDS,
)
