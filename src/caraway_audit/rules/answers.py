"""Section 2, what becomes of a client's question: answered, passed over, guessed at or dodged (CA201, CA210, CA211, CA214)."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, pairwise, takewhile

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.phrases import Hit, PhraseSet
from caraway_audit.language.questions import AUXILIARY, Question
from caraway_audit.language.tokens import span_of
from caraway_audit.language.topics import stem
from caraway_audit.language.whole import whole
from caraway_audit.model import AGENTS, CLIENTS, FIRM, Confidence, Outcome, Role, Span
from caraway_audit.rules.answered import passed_over
from caraway_audit.rules.base import Rule, asks, author, responsible, says
from caraway_audit.rules.parameters import Likeness, Phrases
from caraway_audit.rules.statements import COURTESIES, Asked, Statement, statements, topic

REPLIES = 40
"""How many messages after a question are looked at; what comes later answers something else."""


class UnansweredQuestion(Rule):
    """Each question of a client turn needs an answer, a question back or a promise to find out, before the conversation ends.

    A question in the client's last turn is no opportunity here: it is the business of the rules for an unanswered or
    prematurely closed conversation.
    """

    kind = "unanswered-question"
    annotations = frozenset({"questions"})
    acts = frozenset({"deferral", "promise", "withdrawal", "refusal", *COURTESIES})

    @dataclass(frozen=True)
    class Params:
        """`holds` ask for patience and take nothing up by themselves; `unknown` says that one cannot tell. What `elsewhere`
        asks is the business of another rule.

        `reason` may name the question as `{match}`; `request` says it where only something to be done was asked for.
        """

        holds: Phrases
        unknown: Phrases
        elsewhere: Phrases
        reason: str
        request: str

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {
            "holds": PhraseSet(self.params.holds, FIRM),
            "unknown": PhraseSet(self.params.unknown, FIRM),
            "elsewhere": PhraseSet(self.params.elsewhere, CLIENTS),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        last = max(talk.places(CLIENTS, True), default=0)
        for turn in talk.turns:
            if turn.role is not Role.CLIENT or turn.last == last:
                continue
            asked = self.asked_in(talk, turn)
            if asked and not self._withdrawn(talk, turn, len(asked)):
                yield from self._judge(talk, turn, asked)

    def asked_in(self, talk: AnnotatedConversation, turn: Turn) -> list[Asked]:
        """All that a turn asks."""
        apart = {place: {hit.sentence for hit in self.hits(talk, place, "elsewhere")} for place in turn.places}
        return [(p, question) for p in turn.places for question in talk.notes[p].questions if question.sentence not in apart[p]]

    def replies(self, talk: AnnotatedConversation, turn: Turn) -> list[Statement]:
        """What the firm says from a turn on."""
        return list(chain(*(self._said(talk, place) for place in self._replies(talk, turn.first))))

    def _withdrawn(self, talk: AnnotatedConversation, turn: Turn, questions: int) -> bool:
        """Whether the client takes back what a turn asks: there, or later, where "got it" can mean only the one question."""
        client = talk.places(CLIENTS, True)
        after = bisect_left(client, turn.last)
        until = after + (REPLIES if questions == 1 else 1)
        if any(talk.notes[place].does("withdrawal") for place in client[after:until]):
            return True
        return any(self._takes_back_all(talk.notes[place]) for place in client[until : after + REPLIES])

    def _takes_back_all(self, note: Note) -> bool:
        """Whether a client wants none of it any more: "never mind", "got it, both are in the mail"."""
        for hit in note.acts.get("withdrawal", ()):
            sentence = note.sentence(hit.sentence)
            if not _ALL.isdisjoint(note.tokens.words[sentence.first : sentence.last]):
                return True
        return False

    def _judge(self, talk: AnnotatedConversation, turn: Turn, asked: Sequence[Asked]) -> Iterator[Outcome]:
        missed = set(self._missed(talk, turn, asked))
        for place in dict.fromkeys(place for place, _ in asked):
            subject = responsible(talk, place)
            open_ones = [question for p, question in asked if p == place and (p, question) in missed]
            if not open_ones:
                yield self.passed(talk, place, subject)
            elif not talk.ended:
                yield self.not_evaluated(talk, place, subject, "the conversation is still open")
            else:
                tokens = talk.notes[place].tokens
                spans = [span_of(tokens, question.first, question.last) for question in open_ones]
                requested = all(question.requests(tokens) for question in open_ones)
                reason = self.params.request if requested else self.params.reason
                yield self.failed(talk, place, subject, reason, spans=spans, confidence=Confidence.LOW)

    def _missed(self, talk: AnnotatedConversation, turn: Turn, asked: Sequence[Asked]) -> Sequence[Asked]:
        """Which of the questions of one turn nobody dealt with."""
        replies = self._replies(talk, turn.first)
        takes_up = next((place for place in replies if self._takes_up(talk, place)), None)
        if takes_up is not None and not self._moved_on(talk, turn, asked, takes_up):
            return []
        first = self._opening(talk, replies)
        asks_back = next((place for place in first if asks(talk.notes[place]) or _LINK.search(talk.messages[place].text)), None)
        if asks_back is not None and not (len(asked) > 1 and self._meets(talk, asked, first)):
            return []  # a link answers elsewhere; where several things are asked, both may be of the other
        over = passed_over(talk, asked, self.replies(talk, turn))
        over = [one for one in over if not self._is_ticked_off(talk, *one, replies)]
        return [one for one in over if not self._is_chosen(talk, *one, first)]

    def _is_chosen(self, talk: AnnotatedConversation, place: int, question: Question, first: Sequence[int]) -> bool:
        """Whether the next reply names one of the things that a question offers: "friday or saturday?", and "Friday"."""
        words = talk.notes[place].tokens.words[question.first : question.last]
        ors = [number for number, word in enumerate(words) if word == "or"]
        beside = (word for at in ors for word in (*words[max(0, at - 2) : at], *words[at + 1 : at + 3]))
        offered = {stem(word) for word in beside if word.isalpha() and len(word) > _SHORT and word not in _NO_OFFER}
        if not offered:
            return False
        said = [{stem(word) for word in one.words} for reply in first for one in self._said(talk, reply)]
        return any(not offered.isdisjoint(one) for one in said)

    def _is_ticked_off(self, talk: AnnotatedConversation, place: int, question: Question, replies: Sequence[int]) -> bool:
        """Whether a reply has an item of the number or letter of a question: "2) Do I need a form?", and "2) No, none"."""
        note = talk.notes[place]
        text, start = talk.messages[place].text, note.tokens.starts[question.first]
        label = _LABEL.search(text, 0, start) or _LABELLED.match(text, start)
        item = re.compile(rf"(?:^|[\s(]){label[1]}[).]\s") if label else None
        return item is not None and any(item.search(talk.messages[reply].text) for reply in replies)

    def _opening(self, talk: AnnotatedConversation, replies: Sequence[int]) -> Sequence[int]:
        """The replies before the client's next word."""
        client = talk.places(CLIENTS, True)
        heard = bisect_right(client, replies[0]) if replies else len(client)
        return [place for place in replies if heard == len(client) or place < client[heard]]

    def _meets(self, talk: AnnotatedConversation, asked: Sequence[Asked], places: Sequence[int]) -> bool:
        """Whether a statement of some messages speaks in words that a question has."""
        about = {word for place, question in asked for word in topic(talk, place, question)}
        return any(about & one.stems for place in places for one in self._said(talk, place))

    def _said(self, talk: AnnotatedConversation, place: int) -> Sequence[Statement]:
        return statements(talk, place, {hit.sentence for hit in self.hits(talk, place, "holds")})

    def _replies(self, talk: AnnotatedConversation, place: int) -> Sequence[int]:
        """The firm's messages after a message, people's and bots'; the same text as before it answers nothing."""
        firm = talk.places(FIRM, True)
        after = bisect_right(firm, place)
        before = {talk.messages[p].text for p in firm[:after] if talk.notes[p].tokens.count >= _COPIED}
        return [p for p in firm[after : after + REPLIES] if talk.messages[p].text not in before]

    def _moved_on(self, talk: AnnotatedConversation, turn: Turn, asked: Sequence[Asked], before: int) -> bool:
        """Whether the client has asked about something else by then; a question or hand-over after that is about it."""
        client = talk.places(CLIENTS, True)
        between = client[bisect_right(client, turn.last) : bisect_left(client, before)]
        others = [{word for question in talk.notes[p].questions for word in topic(talk, p, question)} for p in between]
        about = {word for place, question in asked for word in topic(talk, place, question)} if any(others) else set()
        return any(other and other.isdisjoint(about) for other in others)

    def _takes_up(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a reply refuses, or promises to find out; a bare "one moment" does neither."""
        note = talk.notes[place]
        if note.does("refusal", "promise") or self.hits(talk, place, "unknown"):
            return True
        held = {hit.sentence for hit in self.hits(talk, place, "holds")}
        return any(hit.sentence not in held for hit in note.acts.get("deferral", ()))


_SHORT = 2
_NO_OFFER = frozenset(
    "the and for you she they should shall can could would will may might must have has had are was were not what how any one "
    "just this that your our their his her its there then else need want does did get now only still today".split()
)
"""Words beside an "or" that are none of the things to choose from."""
_ALL = frozenset("mind nevermind forget scrap both all need everything elsewhere".split())
_LABEL = re.compile(r"(?:^|[\s(])([1-9]|[a-e])[).]\s{0,3}$")
_LABELLED = re.compile(r"([1-9]|[a-e])[).]\s")
_LINK = re.compile(r"https?://")
"""What points to an answer elsewhere."""

_COPIED = 15
"""From so many words on, a text sent again is a copy of what did not help, and no short form of words."""


def _may_answer(one: Statement) -> bool:
    """Whether a statement is long enough to answer, or takes up a question: "it is", "you can"."""
    return len(one.words) >= _AN_ANSWER or (len(one.words) == _AN_ECHO and one.words[-1] in AUXILIARY)


_AN_ECHO = 2


class PrematureClose(Rule):
    """Who closes a conversation leaves nothing of the client's last turn open, and nothing of the own message.

    Each goodbye that nothing of substance follows is an opportunity. Three plain shapes fail: a question of the last turn
    that the closing turn does not deal with, a "still not working" that it passes over, and a proposal in the same message.
    """

    kind = "premature-close"
    own_words = True
    acts = frozenset(
        {"deferral", "promise", "withdrawal", "refusal", "alternative", "reported_done", "escalation_taken"}
        | {"still_open", "distress", "complaint", "wrap_up", "client_pause", *COURTESIES}
    )
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`goodbye` closes a chat or a call, `closing` and a plain `bye` on every channel; `broken` is the client's, `proposal`
        the agent's. `too_soon` is a closing that leaves something open, by what came before it.

        `mended` is what a client says whose problem is over; `shrugs` are sentences of the closing turn that take nothing
        up ("maybe later").
        """

        reason: str
        goodbye: Phrases
        closing: Phrases
        bye: Phrases
        too_soon: Phrases
        broken: Phrases
        mended: Phrases
        proposal: Phrases
        shrugs: Phrases

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        sets = {"goodbye": {**params.goodbye, **params.bye}, "closing": params.closing, "proposal": params.proposal}
        sets |= {"bye": params.bye, "too_soon": params.too_soon}
        sets["shrugs"] = params.shrugs
        client = {"broken": params.broken, "mended": params.mended}
        return {name: PhraseSet(table, AGENTS) for name, table in sets.items()} | {
            name: PhraseSet(table, CLIENTS) for name, table in client.items()
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not (self.is_mentioned(talk, "goodbye") or self.is_mentioned(talk, "closing")):
            return
        later: list[int] = []
        for number in range(len(talk.turns) - 1, -1, -1):
            turn = talk.turns[number]
            if turn.role is not Role.AGENT:
                continue
            closes = self._closes(talk, turn)
            if closes and not any(statements(talk, place) for place in later):
                yield self._judge(talk, talk.turns[:number], turn, *closes)
            elif closes and self._comes_back(talk, number):
                yield self._judge(talk, talk.turns[:number], turn, *closes, final=False)
            later += turn.places

    def _comes_back(self, talk: AnnotatedConversation, number: int) -> bool:
        """Whether the client asks on right after a turn that said goodbye, and says that it was not done."""
        after = talk.turns[number + 1] if number + 1 < len(talk.turns) else None
        if after is None or after.role is not Role.CLIENT or self._lets_go(talk, after):
            return False
        notes = [talk.notes[place] for place in after.places]
        return any(note.questions or note.does("still_open") for note in notes)

    def _judge(
        self,
        talk: AnnotatedConversation,
        before: Sequence[Turn],
        turn: Turn,
        place: int,
        closing: Hit,
        *,
        final: bool = True,
    ) -> Outcome:
        """What a turn that says goodbye leaves open. Where it was not the `final` one, only a question or a problem counts that
        nothing was said to: what came of a proposal the client has said.
        """
        said = next((t for t in reversed(before) if t.role is Role.CLIENT), None)
        # A bare "ok" in between ends no turn, but lets the answer pass; whether it was one is CA201's to say.
        agreed = said is not None and any(said.last < p < place for p in talk.places(CLIENTS, True))
        if said and (
            (not agreed and (self._leaves_open(talk, said, turn) or (final and self._is_too_soon(talk, said, turn, place))))
            or (final and self._proposes(talk, place, closing))
        ):
            span = (closing.start, closing.end)
            return self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=Confidence.MEDIUM)
        return self.passed(talk, place, author(talk, place))

    def _closes(self, talk: AnnotatedConversation, turn: Turn) -> tuple[int, Hit] | None:
        channel = talk.channel
        for place in reversed(turn.places):
            words = talk.notes[place].tokens.words
            hits = self.hits(talk, place, "closing")
            if closing := [hit for hit in hits if words[max(0, hit.first - 2) : hit.first] != _MUST]:
                return place, closing[-1]
            # A wish ends every mail, and a post that says something; a post that says nothing else closes by it.
            wishes = channel == "email" or (channel == "social" and statements(talk, place, self._idle(talk, place)))
            goodbye = self.hits(talk, place, "bye" if wishes else "goodbye")
            rest = {hit.sentence for hit in talk.notes[place].acts.get("wrap_up", ())}
            if goodbye and all(one.sentence <= goodbye[-1].sentence or one.sentence in rest for one in statements(talk, place)):
                return place, goodbye[-1]
        return None

    def _leaves_open(self, talk: AnnotatedConversation, before: Turn, turn: Turn) -> bool:
        """Whether the closing turn passes over a question or a "still not working" of the client's last turn."""
        if self._lets_go(talk, before):
            return False
        idle = {place: self._idle(talk, place) for place in turn.places}
        if any(self._acts(talk, place, idle[place]) for place in turn.places):
            return False
        said = [self._said(talk, place, idle[place]) for place in turn.places]
        done = any(self._done(talk, place) for place in turn.places)
        asked = [(place, question) for place in before.places for question in talk.notes[place].questions]
        if any("reported_done" in talk.notes[place].acts for place in turn.places):  # "you're all booked" is what was wanted
            asked = [(place, question) for place, question in asked if not question.requests(talk.notes[place].tokens)]
        agrees = bool(asked) and any(one.words[0] in _AGREES for one in chain(*said))
        brushed_off = not agrees and not any(len(one.words) >= _AN_ANSWER for one in chain(*said))
        if brushed_off and not done and self._still_broken(talk, before):
            return True
        if not any(said) and not done and self._reports(talk, before):
            return True
        return bool(passed_over(talk, asked, list(chain(*said))))

    def _is_too_soon(self, talk: AnnotatedConversation, before: Turn, turn: Turn, place: int) -> bool:
        """Whether a model takes the closing for one that leaves something open, and nothing was let go, taken up or done.

        Where the client only asked, and the turn states something, whether that answers is told better by the question.
        """
        told, closes = talk.notes[before.last].tokens, talk.notes[place].tokens
        is_one = self.hits(talk, place, "too_soon") or whole("agent", "premature_close").has(closes, told)
        if not is_one or self._lets_go(talk, before):
            return False
        idle = {p: self._idle(talk, p) for p in turn.places}
        asked = any(talk.notes[p].questions for p in before.places)
        if asked and any(_may_answer(one) for p in turn.places for one in self._said(talk, p, idle[p])):
            return False
        return not any(self._acts(talk, p, idle[p]) or self._done(talk, p) for p in turn.places)

    def _lets_go(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        """Whether the client takes it back, has done with it or wants nothing else, and asks nothing after that."""
        words = talk.notes[turn.first].tokens.words
        is_asking = any(talk.notes[place].questions for place in turn.places)
        if words[:1] and words[0] in _NOTHING and not is_asking and self._offered(talk, turn.first):
            return True
        goes_on = False
        for place in reversed(turn.places):
            note = talk.notes[place]
            asked = max((question.sentence for question in note.questions), default=-1)
            hits = [hit.sentence for act in ("withdrawal", "done", "farewell") for hit in note.acts.get(act, ())]
            broken = max((hit.sentence for hit in self.hits(talk, place, "broken")), default=-1)
            if hits and max(hits) >= max(asked, broken):  # "Nothing. It just beeps." wants more
                return True
            if not goes_on and any(hit.sentence > max(asked, broken) for hit in note.acts.get("client_pause", ())):
                return True  # "hang on, it still says 7:30" does, too
            if asked >= 0:
                return False
            goes_on = goes_on or broken >= 0
        return False

    def _offered(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the firm's message before a place offers further help."""
        firm = talk.places(FIRM, True)
        before = bisect_left(firm, place)
        return before > 0 and talk.notes[firm[before - 1]].does("offer_help")

    def _still_broken(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        """Whether the client says that it does not work, and neither thanks nor says that it does from then on."""
        for place in reversed(turn.places):
            acts = talk.notes[place].acts
            thanks = max((hit.sentence for hit in acts.get("thanks", ())), default=-1)
            broken = chain(acts.get("still_open", ()), acts.get("distress", ()), self.hits(talk, place, "broken"))
            if self.hits(talk, place, "mended"):
                return False
            if max((hit.sentence for hit in broken), default=-1) > thanks:
                return True
            if thanks >= 0:
                return False
        return False

    def _done(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a message reports something done, other than "that's you all sorted"."""
        acts = talk.notes[place].acts
        wraps_up = {hit.sentence for hit in acts.get("wrap_up", ())}
        return any(hit.sentence not in wraps_up for hit in acts.get("reported_done", ()))

    def _reports(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        """Whether the client reports something amiss, beside a thanks for what was done before."""
        for place in turn.places:
            acts = talk.notes[place].acts
            thanked = {hit.sentence for hit in acts.get("thanks", ())}
            if any(hit.sentence not in thanked for act in ("complaint", "still_open") for hit in acts.get(act, ())):
                return not self.hits(talk, place, "mended")
        return False

    def _idle(self, talk: AnnotatedConversation, place: int) -> frozenset[int]:
        """Sentences by which a message closes or shrugs, and does nothing else."""
        closes = {hit.sentence for name in ("closing", "goodbye") for hit in self.hits(talk, place, name)}
        closes |= {hit.sentence for hit in talk.notes[place].acts.get("wrap_up", ())}
        lengths = [sentence.last - sentence.first for sentence in talk.notes[place].tokens.sentences]
        besides: dict[int, int] = {}
        for hit in self.hits(talk, place, "shrugs"):
            besides[hit.sentence] = besides.get(hit.sentence, lengths[hit.sentence]) - (hit.last - hit.first)
        return frozenset(closes | {n for n, rest in besides.items() if rest <= _A_CLAUSE or lengths[n] <= _AN_ANSWER})

    def _said(self, talk: AnnotatedConversation, place: int, idle: frozenset[int]) -> list[Statement]:
        """What a closing message says, apart from sentences that only thank or wish in words of their own."""
        note = talk.notes[place]
        first = (hit for act in ("thanks", "farewell") for hit in note.acts.get(act, ()))
        kind = idle.union(hit.sentence for hit in first if not self._ends_with(note, hit))
        said = statements(talk, place, idle)
        return [one for one in said if one.sentence not in kind or one.rest >= _BESIDES_THANKS]

    def _ends_with(self, note: Note, hit: Hit) -> bool:
        """Whether a sentence only ends in thanks: "just drop it at reception, thanks"."""
        sentence = note.sentence(hit.sentence)
        return hit.last >= sentence.last - 1 and hit.first - sentence.first >= _A_CLAUSE

    def _acts(self, talk: AnnotatedConversation, place: int, idle: frozenset[int]) -> bool:
        """Whether a message hands on, promises, refuses, offers or asks something, apart from what only closes."""
        note = talk.notes[place]
        acts = ("deferral", "promise", "refusal", "alternative", "escalation_taken")
        return any(hit.sentence not in idle for act in acts for hit in note.acts.get(act, ())) or asks(note)

    def _proposes(self, talk: AnnotatedConversation, place: int, goodbye: Hit) -> bool:
        """Whether the message that says goodbye also proposes something, which nobody has accepted by then."""
        if talk.channel in ("email", "social") and not self.hits(talk, place, "closing"):
            return False
        offers = {hit.sentence for hit in talk.notes[place].acts.get("offer_help", ())}
        return any(hit.sentence not in offers and hit.last <= goodbye.first for hit in self.hits(talk, place, "proposal"))


_AN_ANSWER, _BESIDES_THANKS, _A_CLAUSE = 8, 12, 4
"""A sentence of fewer words ("that is odd") answers no "still not working", nor does one that thanks."""

_MUST = ["have", "to"]
"""How a closing begins that is held out, and not yet done: "or we'll have to end the chat"."""

_AGREES = frozenset({"yes", "no", "yep", "nope", "both"})
_NOTHING = frozenset({"no", "nope", "nah", "none", "nothing", "nowt", "not"})
"""How a client begins who wants nothing else."""


class UnverifiedAnswer(Rule):
    """A client's question of fact is answered by a guess, with no offer to check it in the same turn."""

    kind = "guess"
    own_words = True
    resembled = frozenset({"guess"})
    acts = frozenset({"deferral"})
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`guess` phrases of the agent; `opinion` phrases of the client ask for one; `checked` ones settle it at once."""

        reason: str
        guess: Phrases
        unless: Phrases
        checked: Phrases
        opinion: Phrases
        resembles: Likeness = field(default_factory=dict)

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        sets = {"guess": params.guess, "unless": params.unless, "checked": params.checked}
        return {name: PhraseSet(table, AGENTS) for name, table in sets.items()} | {
            "opinion": PhraseSet(params.opinion, CLIENTS)
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        if self.is_mentioned(talk, "guess"):
            for asking, turn in pairwise(talk.turns):
                if turn.role is not Role.AGENT:
                    continue
                sure = self._as_a_whole(talk, asking, turn)
                if found := sure or (self._guess(talk, turn) if self._asks_a_fact(talk, asking) else None):
                    place, span = found
                    if not sure and self._checks(talk, turn):
                        yield self.passed(talk, place, author(talk, place))
                        continue
                    failed.add(author(talk, place))
                    yield self.failed(
                        talk, place, author(talk, place), self.params.reason, spans=[span], confidence=Confidence.MEDIUM
                    )
        yield from self.passed_by_all_but(talk, failed)

    def _as_a_whole(self, talk: AnnotatedConversation, asking: Turn, turn: Turn) -> tuple[int, Span] | None:
        """A message that is a guess by all that it says, to what the client said: whatever a word of it is by itself."""
        model, theirs = whole("agent", "guess"), talk.notes[asking.last].tokens
        for place in turn.places:
            tokens = talk.notes[place].tokens
            if self.hits(talk, place, "guess") and model.has(tokens, theirs):
                sentence = tokens.sentences[model.deciding(tokens)]
                return place, span_of(tokens, sentence.first, sentence.last)
        return None

    def _asks_a_fact(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        return any(talk.notes[p].questions and not self.hits(talk, p, "opinion") for p in turn.places)

    def _guess(self, talk: AnnotatedConversation, turn: Turn) -> tuple[int, Span] | None:
        for place in turn.places:
            excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
            for hit in self.hits(talk, place, "guess"):
                sentence = talk.notes[place].sentence(hit.sentence)
                is_asked = sentence.mark == "?" and talk.notes[place].tokens.words[sentence.last - 2] not in _TAGS
                if hit.sentence not in excepted and not is_asked:
                    return place, (hit.start, hit.end)
        return None

    def _checks(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        return says(talk, turn.places, "deferral") or any(self.hits(talk, p, "checked") for p in turn.places)


_TAGS = frozenset({"no", "right", "yes", "not", "innit", "eh", "they", "it", "you"})  # "most do, no?" asks nothing


class HiddenBot(Rule):
    """Who is asked whether it is a machine answers plainly in its next turn; a bot that says it is human does not."""

    kind = "hidden-bot"
    own_words = True
    acts = frozenset({"distress"})  # "are you a robot?" in anger is no question

    @dataclass(frozen=True)
    class Params:
        """`asks` and `joke` are the client's, `harmless` sentences of theirs that do not ask; `machine` and `human` say what
        one is; `evades` says that one will not tell."""

        reason: str
        asks: Phrases
        harmless: Phrases
        joke: Phrases
        machine: Phrases
        human: Phrases
        evades: Phrases

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        return {
            "asks": PhraseSet(params.asks, CLIENTS),
            "harmless": PhraseSet(params.harmless, CLIENTS),
            "joke": PhraseSet(params.joke, CLIENTS),
            "machine": PhraseSet(params.machine, FIRM),
            "human": PhraseSet(params.human, FIRM),
            "evades": PhraseSet(params.evades, FIRM),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self.is_mentioned(talk, "asks"):
            return
        spoken = talk.places(FIRM | CLIENTS, True)
        for number, place in enumerate(spoken):
            if not self._asks(talk, place) or self.hits(talk, place, "joke") or talk.notes[place].does("distress"):
                continue
            rest = spoken[number + 1 :]
            start = next((n for n, p in enumerate(rest) if talk.messages[p].role is not Role.CLIENT), len(rest))
            reply = list(takewhile(lambda p: talk.messages[p].role is not Role.CLIENT, rest[start:]))
            if reply and not any(self._asks(talk, p) for p in rest[:start]):
                yield self._judge(talk, reply)

    def _asks(self, talk: AnnotatedConversation, place: int) -> bool:
        harmless = {hit.sentence for hit in self.hits(talk, place, "harmless")}
        return any(hit.sentence not in harmless for hit in self.hits(talk, place, "asks"))

    def _judge(self, talk: AnnotatedConversation, reply: Sequence[int]) -> Outcome:
        for place in reply:
            evades, machine, human = (self.hits(talk, place, name) for name in ("evades", "machine", "human"))
            if evades:
                break
            if machine or (human and talk.messages[place].role is Role.AGENT):
                return self.passed(talk, place, author(talk, place))
            if human:
                span = (human[0].start, human[0].end)
                return self.failed(talk, place, author(talk, place), self.params.reason, spans=[span])
        subject = author(talk, reply[0])
        return self.failed(talk, reply[0], subject, self.params.reason, confidence=Confidence.MEDIUM)


KINDS: tuple[type[Rule], ...] = (UnansweredQuestion, PrematureClose, UnverifiedAnswer, HiddenBot)
