"""Section 2, communication: whether questions are answered."""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import chain, pairwise, takewhile
from typing import Any

from caraway_audit.annotate import AnnotatedConversation, Note, Turn
from caraway_audit.language.deadlines import Deadline
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet, phrase_table
from caraway_audit.language.questions import Question, has_form, wanted
from caraway_audit.language.readability import grade
from caraway_audit.language.tokens import span_of
from caraway_audit.language.topics import content, is_content, stem
from caraway_audit.model import Confidence, Outcome, Role, Span
from caraway_audit.policy.calendar import AROUND_THE_CLOCK, BusinessTime
from caraway_audit.policy.schema import PolicyFile
from caraway_audit.rules import waiting
from caraway_audit.rules.base import Rule, author, public, responsible, says
from caraway_audit.rules.parameters import Duration, Patterns, Phrases

_FILLERS = frozenset(
    {"and", "the", "a", "to", "of", "kind", "regards", "team", "ok", "okay", "well", "so", "is", "am", "here", "from"}
)
_AMOUNTS = frozenset(
    {"free", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "noon",
     "midnight", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "week", "weeks", "month", "months", "hour", "hours", "minutes", "year", "years", "now", "soon",
     "immediately", "half", "nothing", "cents", "pence", "dollars", "pounds", "euro", "euros"}
)  # fmt: skip
_YES_NO = frozenset(
    {"yes", "no", "sure", "certainly", "absolutely", "unfortunately", "indeed", "correct", "yep", "yeah", "nope", "definitely",
     "afraid", "gladly", "course", "both", "either", "neither"}
)  # fmt: skip
_EMPTY = frozenset({"greeting", "farewell", "thanks", "apology", "offer_help"})


REPLIES = 40
"""How many messages after a question are looked at; what comes later answers something else."""

_FIRM, _CLIENT = frozenset({Role.AGENT, Role.BOT}), frozenset({Role.CLIENT})


Asked = tuple[int, Question]
"""A question and the message it stands in."""


class UnansweredQuestion(Rule):
    """Each question of a client turn needs an answer, a question back or a promise to find out, before the conversation ends.

    An answer is told by the question's own content words or by its form (a time for "when", a sum for "how much", a yes or
    no); where a question can be answered in any form, each of them takes a sentence. A question in the client's last turn is no
    opportunity here: it is the business of the rules for an unanswered or prematurely closed conversation.
    """

    kind = "unanswered-question"
    annotations = frozenset({"questions"})
    acts = frozenset({"deferral", "promise", "withdrawal", "refusal", *_EMPTY})

    @dataclass(frozen=True)
    class Params:
        """`holds` ask for patience and take nothing up by themselves; `unknown` says that one cannot tell.

        `reason` may name the question as `{match}`.
        """

        holds: Phrases
        unknown: Phrases
        reason: str

    def phrases(self) -> Mapping[str, PhraseSet]:
        firm = frozenset({"agent", "bot"})
        return {"holds": PhraseSet(self.params.holds, firm), "unknown": PhraseSet(self.params.unknown, firm)}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        client_turns = [turn for turn in talk.turns if turn.role is Role.CLIENT]
        for turn in client_turns[:-1]:
            yield from self._turn(talk, turn)

    def _turn(self, talk: AnnotatedConversation, turn: Turn) -> Iterator[Outcome]:
        asked = [(place, question) for place in turn.places for question in talk.notes[place].questions]
        if not asked or self._withdrawn(talk, turn.last):
            return
        missed = set(self.missed(talk, asked, _replies(talk, turn.first)))
        for place in dict.fromkeys(place for place, _ in asked):
            subject = responsible(talk, place)
            open_ones = [question for p, question in asked if p == place and (p, question) in missed]
            if not open_ones:
                yield self.passed(talk, place, subject)
            elif not talk.ended:
                yield self.not_evaluated(talk, place, subject, "the conversation is still open")
            else:
                spans = [span_of(talk.notes[place].tokens, question.first, question.last) for question in open_ones]
                confidence = Confidence.MEDIUM if len(asked) == 1 else Confidence.LOW
                yield self.failed(talk, place, subject, self.params.reason, spans=spans, confidence=confidence)

    def _withdrawn(self, talk: AnnotatedConversation, last: int) -> bool:
        client = talk.places(_CLIENT, True)
        after = bisect_left(client, last)
        return any(talk.notes[place].does("withdrawal") for place in client[after : after + REPLIES])

    def missed(self, talk: AnnotatedConversation, asked: Sequence[Asked], replies: Sequence[int]) -> list[Asked]:
        """Which of the questions of one turn nobody dealt with."""
        if any(self._takes_up(talk, place) for place in replies):
            return []
        said = [_spoken(talk, place, self.hits(talk, place, "holds")) for place in replies]
        return _missed(talk, asked, replies, said)

    def _takes_up(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a reply refuses, or promises to find out; a bare "one moment" does neither."""
        note = talk.notes[place]
        if note.does("refusal", "promise") or self.hits(talk, place, "unknown"):
            return True
        held = {hit.sentence for hit in self.hits(talk, place, "holds")}
        return any(hit.sentence not in held for hit in note.acts.get("deferral", ()))


def _missed(
    talk: AnnotatedConversation, asked: Sequence[Asked], replies: Sequence[int], said: Sequence[Sequence[list[str]]]
) -> list[Asked]:
    """Which questions of one turn are not answered by the sentences `said` in the replies."""
    number = sum(1 + _further(sentence) for sentences in said for sentence in sentences if len(sentence) > 1)
    shared = Counter(word for place, question in asked for word in set(_topic(talk, place, question)))
    missed = [one for one in asked if not _answered(talk, *one, said, shared)]
    if (
        len(asked) == 1
        and said
        and any(len(sentence) < _FRAGMENT for sentence in said[0])
        and _form(talk, *asked[0]) == "yes-no"
    ):
        return []  # "all out" answers "is the stain out?"
    if len(missed) == len(asked) and any(_asks_back(talk.notes[place]) for place in replies):
        return []
    # Who says as many things as were asked has answered what can be answered in any form.
    return missed if number < len(asked) else [one for one in missed if _form(talk, *one)]


_FRAGMENT = 5


def _replies(talk: AnnotatedConversation, place: int) -> Sequence[int]:
    """The firm's messages after a message, people's and bots'."""
    firm = talk.places(_FIRM, True)
    after = bisect_right(firm, place)
    return firm[after : after + REPLIES]


def _topic(talk: AnnotatedConversation, place: int, question: Question) -> list[str]:
    return content(talk.notes[place].tokens, question.first, question.last)


def _form(talk: AnnotatedConversation, place: int, question: Question) -> str:
    return wanted(talk.notes[place].tokens.words[question.first : question.last])


def _answered(
    talk: AnnotatedConversation, place: int, question: Question, said: Sequence[Sequence[list[str]]], shared: Mapping[str, int]
) -> bool:
    """Whether a reply speaks of what this question alone is about, or has the form of its answer."""
    words = talk.notes[place].tokens.words[question.first : question.last]
    form = wanted(words)
    topic = {word for word in _topic(talk, place, question) if shared[word] == 1}
    # Who is asked for a time or a sum and gives none has to speak of most of what was asked.
    enough = len(topic) // 2 + 1 if form in ("time", "money", "number") else 1
    for sentences in said:
        for sentence in sentences:
            common = len(topic.intersection(map(stem, sentence)))
            if common >= enough or (form and has_form(form, words, sentence)):
                return True
    return False


def _further(sentence: Sequence[str]) -> int:
    """How many more statements a sentence holds: "it is 39 a day and it is called Panda" makes two."""
    return sum(one in ("and", "but") and (other in _STARTS) for one, other in pairwise(sentence))


_STARTS = frozenset({"it", "we", "you", "they", "the", "your", "is", "are", "has", "i", "that", "there", "this", "yes", "no"})


def _asks_back(note: Note) -> bool:
    offers = {hit.sentence for hit in note.acts.get("offer_help", ())}
    return any(question.sentence not in offers for question in note.questions)


def _spoken(talk: AnnotatedConversation, place: int, holds: Sequence[Hit] = ()) -> list[list[str]]:
    """The words of each sentence that does more than greet, thank, apologise, ask for patience or say goodbye."""
    names = {word for name in talk.conversation.client.names for word in name.casefold().split()}
    note = talk.notes[place]
    courtesy = {p for act in _EMPTY for hit in note.acts.get(act, ()) for p in range(hit.first, hit.last)}
    kind = {hit.sentence for act in ("thanks", "farewell", "offer_help") for hit in note.acts.get(act, ())}
    held = {hit.sentence for hit in holds}
    spoken = []
    for number, sentence in enumerate(note.tokens.sentences):
        words = note.tokens.words[sentence.first : sentence.last]
        said = [word for p, word in enumerate(words, sentence.first) if p not in courtesy and word.isalnum()]
        rest = [word for word in said if word not in names and word not in _FILLERS]
        if len(rest) < (_HELD if number in held else _BESIDE if number in kind else 0):
            continue
        if len(rest) >= 2 or any(word in _YES_NO or is_content(word) or any(map(str.isdigit, word)) for word in rest):
            spoken.append(said)
    return spoken


_HELD, _BESIDE = 14, 4
"""A sentence that asks for patience, or thanks, and has so many words says something besides."""


class NoReply(Rule):
    """The client's last turn that wants an answer has to get one from a person before the conversation ends."""

    kind = "no-reply"
    acts = waiting.ACTS
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """Only the reason can be set."""

        reason: str

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        every = waiting.waits(talk)
        if not every:
            return
        last = every[-1]
        wrote = [place for place in public(talk, Role.CLIENT) if last.reply is None or place < last.reply]
        place = wrote[-1]
        subject = responsible(talk, place)
        replied = any(p < last.since and not waiting.is_automatic(talk, p) for p in public(talk, Role.AGENT))
        remark = replied and not waiting.is_open(talk, [p for p in wrote if p >= last.since])
        if last.reply is None and (remark or talk.notes[place].does("withdrawal")):
            return
        if last.reply is not None:
            yield self.passed(talk, place, author(talk, last.reply))
        elif not talk.ended:
            yield self.not_evaluated(talk, place, subject, "the conversation is still open")
        elif any(p > place and not talk.notes[p].does("auto_reply") for p in public(talk, Role.BOT)):
            yield self.not_evaluated(talk, place, subject, "a bot answered")
        else:
            yield self.failed(talk, place, subject, self.params.reason)


@dataclass(frozen=True)
class Detail:
    """What a detail is called in a request, how it looks when it is named, and (`shape`) as the answer to a request for it."""

    called: str = ""
    asks: Phrases = field(default_factory=dict)
    gives: Patterns = field(default_factory=dict)
    shape: Patterns = field(default_factory=dict)


class PrematureClose(Rule):
    """Who closes a conversation leaves nothing of the client's last turn open, and nothing of the own message.

    Each goodbye that nothing of substance follows is an opportunity. Three plain shapes fail: a question of the last turn
    that the closing turn does not deal with, a "still not working" that it passes over, and a proposal in the same message.
    """

    kind = "premature-close"
    own_words = True
    acts = frozenset(
        {"deferral", "promise", "withdrawal", "refusal", "alternative", "reported_done", "escalation_taken", *_EMPTY}
    )
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`goodbye` closes a chat or a call, `closing` on every channel; `broken` is the client's, `proposal` the agent's."""

        reason: str
        goodbye: Phrases
        closing: Phrases
        broken: Phrases
        proposal: Phrases

    def phrases(self) -> Mapping[str, PhraseSet]:
        agent, params = frozenset({"agent"}), self.params
        sets = {"goodbye": params.goodbye, "closing": params.closing, "proposal": params.proposal}
        client = {"broken": PhraseSet(params.broken, frozenset({"client"}))}
        return {name: PhraseSet(table, agent) for name, table in sets.items()} | client

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not (self.is_mentioned(talk, "goodbye") or self.is_mentioned(talk, "closing")):
            return
        spoken = [turn for turn in talk.turns if turn.role is Role.AGENT]
        for number, turn in enumerate(spoken):
            closes = self._closes(talk, turn)
            went_on = any(_spoken(talk, place) for later in spoken[number + 1 :] for place in later.places)
            if closes is None or went_on:
                continue
            place, hit = closes
            before = next((t for t in reversed(talk.turns) if t.last < turn.first and t.role is Role.CLIENT), None)
            if before and (self._leaves_open(talk, before, turn) or self._proposes(talk, place, hit)):
                span = (hit.start, hit.end)
                subject = author(talk, place)
                yield self.failed(talk, place, subject, self.params.reason, spans=[span], confidence=Confidence.MEDIUM)
            else:
                yield self.passed(talk, place, author(talk, place))

    def _closes(self, talk: AnnotatedConversation, turn: Turn) -> tuple[int, Hit] | None:
        written = talk.conversation.channel.lower() in ("email", "social")
        for place in reversed(turn.places):
            if closing := self.hits(talk, place, "closing"):
                return place, closing[-1]
            goodbye = self.hits(talk, place, "goodbye")
            if goodbye and not written and goodbye[-1].sentence + 2 >= len(talk.notes[place].tokens.sentences):
                return place, goodbye[-1]
        return None

    def _leaves_open(self, talk: AnnotatedConversation, before: Turn, turn: Turn) -> bool:
        """Whether the closing turn passes over a question or a "still not working" of the client's last turn."""
        if says(talk, before.places, "withdrawal", "done", "farewell", "client_pause"):
            return False
        said = [_spoken(talk, p, [*self.hits(talk, p, "closing"), *self.hits(talk, p, "goodbye")]) for p in turn.places]
        acts = ("deferral", "promise", "refusal", "alternative", "escalation_taken")
        if says(talk, turn.places, *acts) or any(_asks_back(talk.notes[place]) for place in turn.places):
            return False
        brushed_off = not any(len(sentence) >= _AN_ANSWER for sentences in said for sentence in sentences)
        broken = any(self.hits(talk, place, "broken") for place in before.places)
        if broken and brushed_off and not says(talk, before.places, "thanks"):
            return True
        asked = [(place, question) for place in before.places for question in talk.notes[place].questions]
        return bool(asked and _missed(talk, asked, turn.places, said))

    def _proposes(self, talk: AnnotatedConversation, place: int, goodbye: Hit) -> bool:
        """Whether the message that says goodbye also proposes something, which nobody has accepted by then."""
        if talk.conversation.channel.lower() in ("email", "social") and not self.hits(talk, place, "closing"):
            return False
        offers = {hit.sentence for hit in talk.notes[place].acts.get("offer_help", ())}
        return any(hit.sentence not in offers and hit.last <= goodbye.first for hit in self.hits(talk, place, "proposal"))


_AN_ANSWER = 8
"""A sentence of fewer words ("that is odd") answers no "still not working"."""


class RepeatedRequest(Rule):
    """An agent asks for a detail that the client gave before. Each request is an opportunity.

    Given is what the client says with its name ("order 4417"), or in the turn that answers a request for it. Where the value
    was said to be wrong, or another order has come up since, asking again is right.
    """

    kind = "repeated-request"
    own_words = True
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`details` by name; the phrases `asks` ask for any of them, with what it is called put in.

        `unless` phrases of either side say that the value was wrong or that another one is meant. What was given less than
        `overlap` before the request crossed with it and was not there to be read.
        """

        asks: tuple[str, ...]
        details: Mapping[str, Detail]
        unless: Phrases
        reason: str
        overlap: Duration = timedelta(seconds=5)

    facts = frozenset({"detail"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        firm = frozenset({"agent", "bot"})
        asks = {
            f"asks {name}": PhraseSet({**detail.asks, **self._asks(detail)}, firm)
            for name, detail in self.params.details.items()
        }
        return {**asks, "unless": PhraseSet(self.params.unless)}

    def _asks(self, detail: Detail) -> Mapping[str, Confidence]:
        templates = self.params.asks if detail.called else ()
        return phrase_table(template.replace("{detail}", detail.called) for template in templates)

    def patterns(self) -> Mapping[str, PatternSet]:
        client = frozenset({"client"})
        sets: dict[str, PatternSet] = {}
        for name, detail in self.params.details.items():
            sets |= {f"gives {name}": PatternSet(detail.gives, client)} if detail.gives else {}
            sets |= {f"shape {name}": PatternSet(detail.shape, client)} if detail.shape else {}
        return sets

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        for name in self.params.details:
            if self.is_mentioned(talk, f"asks {name}"):
                yield from self._requests(talk, name)

    def _requests(self, talk: AnnotatedConversation, name: str) -> Iterator[Outcome]:
        asked, doubted = False, False
        given: int | None = None
        for place, message in enumerate(talk.messages):
            if not message.public:
                continue
            doubt = bool(self.hits(talk, place, "unless"))
            doubted = doubted or doubt
            if message.role is Role.CLIENT:
                if self.matches(talk, place, f"gives {name}") or (asked and self.matches(talk, place, f"shape {name}")):
                    given, doubted = place, doubt
            elif message.role is Role.BOT:
                asked = bool(self.hits(talk, place, f"asks {name}")) or asked
            elif message.role is Role.AGENT:
                hits = self.hits(talk, place, f"asks {name}")
                asked = bool(hits) or (asked and talk.messages[place - 1].role is not Role.CLIENT)
                if hits and given is not None and not doubted and not self._crossed(talk, given, place):
                    span = (hits[0].start, hits[0].end)
                    yield self.failed(
                        talk, place, author(talk, place), self.params.reason, spans=[span],
                        confidence=Confidence.MEDIUM, facts={"detail": name},
                    )  # fmt: skip
                elif hits:
                    yield self.passed(talk, place, author(talk, place))

    def _crossed(self, talk: AnnotatedConversation, given: int, asked: int) -> bool:
        gave, wants = talk.messages[given].at, talk.messages[asked].at
        return gave is not None and wants is not None and wants - gave < self.params.overlap


class RepeatedReply(Rule):
    """An agent sends the same text of substance twice. Courtesies, sign-offs and footers are no substance."""

    kind = "repeated-reply"
    own_words = True
    acts = frozenset({*_EMPTY, "auto_reply"})

    @dataclass(frozen=True)
    class Params:
        """From `words` words on, and so much `alike` (share of common words), it is the same; `footer` is never counted."""

        reason: str
        asked: Phrases
        footer: Phrases
        words: int = 8
        alike: float = 0.9

    def phrases(self) -> Mapping[str, PhraseSet]:
        return {
            "asked": PhraseSet(self.params.asked, frozenset({"client"})),
            "footer": PhraseSet(self.params.footer, frozenset({"agent"})),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        spoken = [p for p in public(talk, Role.AGENT) if talk.notes[p].tokens.count >= self.params.words]
        failed = set()
        if len(spoken) > 1:
            earlier: list[Counter[str]] = []
            for place in spoken:
                sentences = self._substance(talk, place)
                said = [Counter(words) for words in (list(chain(*sentences)), *sentences) if len(words) >= self.params.words]
                again = any(_alike(one, before) >= self.params.alike for one in said for before in earlier)
                if again and not self._was_asked(talk, place):
                    failed.add(author(talk, place))
                    span = _head(0, len(talk.messages[place].text))
                    yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span])
                else:
                    earlier += said
        for subject in talk.writers(_AGENT, True):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def _substance(self, talk: AnnotatedConversation, place: int) -> list[list[str]]:
        """The words of a message by sentence, without what only greets, thanks, apologises or signs, and without its footer."""
        note = talk.notes[place]
        courtesies = [hit for act in _EMPTY for hit in note.acts.get(act, ())]
        empty = {hit.sentence for hit in courtesies}
        courtesy = {p for hit in courtesies for p in range(hit.first, hit.last)}
        offered = {hit.sentence for hit in note.acts.get("offer_help", ())}
        footer = {hit.sentence for hit in self.hits(talk, place, "footer")}
        said: list[list[str]] = []
        for number, sentence in enumerate(note.tokens.sentences):
            words = [word for word in note.tokens.words[sentence.first : sentence.last] if word.isalnum()]
            beside = sum(p not in courtesy and note.tokens.words[p].isalnum() for p in range(sentence.first, sentence.last))
            offers = number in offered and len(words) < _LONG_OFFER
            asks = sentence.mark == "?" and len(words) < _LONG_OFFER  # asked again for another thing, most likely
            if number in footer or offers or asks or (number in empty and beside < self.params.words):
                if said and any(hit.sentence == number for hit in note.acts.get("farewell", ())):
                    break  # what follows a sign-off is a signature
                continue
            said.append(words)
        return said

    def _was_asked(self, talk: AnnotatedConversation, place: int) -> bool:
        before = next((turn for turn in reversed(talk.turns) if turn.last < place and turn.role is Role.CLIENT), None)
        return before is not None and any(self.hits(talk, p, "asked") for p in before.places)


_LONG_OFFER = 13
"""A question or an offer of help under so many words is no text of substance."""

_AGENT = frozenset({Role.AGENT})


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two texts have in common; 0 where one says something in the other's place."""
    total = one.total() + other.total()
    if 2 * (one & other).total() < total * 0.8:
        return 0.0
    left, right = one - other, other - one
    if any(_is_detail(word) for word in (left + right)) or (_matters(left) and _matters(right)):
        return 0.0
    return 2 * (one & other).total() / total


def _is_detail(word: str) -> bool:
    return word in _AMOUNTS or any(map(str.isdigit, word))


def _matters(words: Counter[str]) -> bool:
    return any(is_content(word) for word in words)


def _head(start: int, end: int) -> Span:
    """The beginning of a long stretch, enough to find it by."""
    return start, min(end, start + 300)


class HardToRead(Rule):
    """A message over a reading grade, a sentence that is too long, or a term of the firm's own that nobody explains."""

    kind = "readability"
    own_words = True
    facts = frozenset({"what"})

    @dataclass(frozen=True)
    class Params:
        """Grades by Flesch and Kincaid, from `words` words on; `jargon` are terms that need a word of explanation."""

        reason: str
        max_grade: float = 14.0
        words: int = 40
        max_sentence: int = 45
        jargon: tuple[str, ...] = ()

    def patterns(self) -> Mapping[str, PatternSet]:
        agent = frozenset({"agent"})
        terms = "|".join(re.escape(term) for term in sorted(self.params.jargon, key=lambda term: (-len(term), term)))
        sets = {"apart": PatternSet(_APART, agent, timed=False)}
        if terms:
            sets["jargon"] = PatternSet({rf"(?i)(?<!\w)(?:{terms})(?!\w)(?!{_EXPLAINED})": ""}, agent)
        return sets

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        for place in public(talk, Role.AGENT):
            tokens = talk.notes[place].tokens
            long_enough = tokens.count >= min(self.params.words, self.params.max_sentence)
            terms = self.matches(talk, place, "jargon") if self.params.jargon else ()
            found = self._too_hard(talk, place) if long_enough else None
            if terms:
                found = terms[0], "“{match}” is not explained"
            if found is not None:
                span, what = found
                failed.add(author(talk, place))
                yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], facts={"what": what})
        for subject in talk.writers(_AGENT, True):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def _too_hard(self, talk: AnnotatedConversation, place: int) -> tuple[Span, str] | None:
        """What is too hard in a message, quoted terms and addresses left out."""
        tokens = talk.notes[place].tokens
        apart = self.matches(talk, place, "apart")
        plain = []
        for sentence in tokens.sentences:
            words: dict[int, str] = {}  # by place in the text: a contraction is one word
            for p in range(sentence.first, sentence.last):
                start = tokens.starts[p]
                if tokens.words[p].isalnum() and not any(first <= start < last for first, last in apart):
                    words[start] = words.get(start, "") + tokens.words[p]
            if len(words) > self.params.max_sentence:
                return _head(sentence.start, sentence.end), f"a sentence of {len(words)} words"
            if words:
                plain.append(list(words.values()))
        if sum(map(len, plain)) < self.params.words or (years := grade(plain)) <= self.params.max_grade:
            return None
        return _head(tokens.sentences[0].start, tokens.sentences[-1].end), f"a reading grade of {years:.0f}"


_APART = {
    r"\"[^\"\n]{1,200}\"|“[^”\n]{1,200}”|«[^»\n]{1,200}»": '"“«',
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]+\.[\w.]+": ":@w",
    r"\b\d{1,5}[a-z]?,? (?:[A-Z][\w'-]* ){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Square|Way|Drive|Court|Place|Hill)\b"
    r"(?:,? (?:[A-Z][\w'-]*|\d[\w-]*)){0,6}": "0123456789",
}
"""Quoted terms, web and mail addresses, postal addresses."""

_EXPLAINED = (
    r"\s*(?:\(|,? (?:that is|which (?:is|means)|meaning|i\.e\.|short for|stands for|means|is the|is a|is our|is when)\b"
    r"|\s*[–—-]\s)"
)


class BrokenPromise(Rule):
    """A promise to come back, with a deadline that can be read, is kept by any message of substance before it is over."""

    kind = "promise"
    acts = frozenset({*waiting.ACTS, *_EMPTY})
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
        agent, client = frozenset({"agent"}), frozenset({"client"})
        media = {f"by {name}": PhraseSet(phrases, agent) for name, phrases in self.params.media.items()}
        return {
            **media,
            "others": PhraseSet(self.params.others, agent),
            "missed": PhraseSet(self.params.missed),
            "closed": PhraseSet(self.params.closed, client),
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
        if any(self._keeps(talk, turn, p, at) for p in in_time):
            yield self.passed(talk, place, subject)
        elif any(self.hits(talk, p, "missed") for p in overdue):
            yield self._fail(talk, place, hit)
        elif reason := self._out_of_sight(talk, place, hit):
            yield self.not_evaluated(talk, place, subject, reason)
        elif talk.facts.last is None or talk.facts.last <= due:
            yield self.not_evaluated(talk, place, subject, "the export ends before the deadline")
        else:
            yield self._fail(talk, place, hit)

    def _fail(self, talk: AnnotatedConversation, place: int, hit: Hit) -> Outcome:
        sentence = talk.notes[place].sentence(hit.sentence)
        span = _head(sentence.start, sentence.end)
        return self.failed(talk, place, author(talk, place), self.params.reason, spans=[span], confidence=Confidence.MEDIUM)

    def _keeps(self, talk: AnnotatedConversation, turn: Turn, place: int, said: datetime) -> bool:
        """Whether a message before the deadline is the follow-up: of substance, and not the rest of the promise itself."""
        message = talk.messages[place]
        if message.role is not Role.AGENT or message.at is None or waiting.is_automatic(talk, place):
            return False
        return (place not in turn.places or message.at - said >= _AT_ONCE) and bool(_spoken(talk, place))

    def _out_of_sight(self, talk: AnnotatedConversation, place: int, hit: Hit) -> str:
        """Why an export cannot show whether the promise was kept; "" where it can."""
        channel = talk.conversation.channel.lower()
        for name in self.params.media:
            if name != channel and any(h.sentence == hit.sentence for h in self.hits(talk, place, f"by {name}")):
                return f"the promise is one of {name}, which the export does not hold"
        if any(h.sentence == hit.sentence for h in self.hits(talk, place, "others")):
            return "somebody else is to keep the promise"
        return ""


_AT_ONCE = timedelta(minutes=1)


class UnverifiedAnswer(Rule):
    """A client's question of fact is answered by a guess, with no offer to check it in the same turn."""

    kind = "guess"
    own_words = True
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

    def phrases(self) -> Mapping[str, PhraseSet]:
        agent, params = frozenset({"agent"}), self.params
        sets = {"guess": params.guess, "unless": params.unless, "checked": params.checked}
        return {name: PhraseSet(table, agent) for name, table in sets.items()} | {
            "opinion": PhraseSet(params.opinion, frozenset({"client"}))
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        if self.is_mentioned(talk, "guess"):
            for asking, turn in pairwise(talk.turns):
                if turn.role is Role.AGENT and self._asks_a_fact(talk, asking) and (found := self._guess(talk, turn)):
                    place, span = found
                    if self._checks(talk, turn):
                        yield self.passed(talk, place, author(talk, place))
                        continue
                    failed.add(author(talk, place))
                    yield self.failed(
                        talk, place, author(talk, place), self.params.reason, spans=[span], confidence=Confidence.MEDIUM
                    )
        for subject in talk.writers(_AGENT, True):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def _asks_a_fact(self, talk: AnnotatedConversation, turn: Turn) -> bool:
        return any(talk.notes[p].questions and not self.hits(talk, p, "opinion") for p in turn.places)

    def _guess(self, talk: AnnotatedConversation, turn: Turn) -> tuple[int, Span] | None:
        for place in turn.places:
            excepted = {hit.sentence for hit in self.hits(talk, place, "unless")}
            for hit in self.hits(talk, place, "guess"):
                sentence = talk.notes[place].sentence(hit.sentence)
                asks = sentence.mark == "?" and talk.notes[place].tokens.words[sentence.last - 2] not in _TAGS
                if hit.sentence not in excepted and not asks:
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
        """`asks` and `joke` are the client's; `machine` and `human` say what one is; `evades` says that one will not tell."""

        reason: str
        asks: Phrases
        joke: Phrases
        machine: Phrases
        human: Phrases
        evades: Phrases

    def phrases(self) -> Mapping[str, PhraseSet]:
        client, firm, params = frozenset({"client"}), frozenset({"agent", "bot"}), self.params
        return {
            "asks": PhraseSet(params.asks, client),
            "joke": PhraseSet(params.joke, client),
            "machine": PhraseSet(params.machine, firm),
            "human": PhraseSet(params.human, firm),
            "evades": PhraseSet(params.evades, firm),
        }

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        if not self.is_mentioned(talk, "asks"):
            return
        spoken = talk.places(frozenset({Role.AGENT, Role.BOT, Role.CLIENT}), True)
        for number, place in enumerate(spoken):
            if not self.hits(talk, place, "asks") or self.hits(talk, place, "joke") or talk.notes[place].does("distress"):
                continue
            rest = spoken[number + 1 :]
            start = next((n for n, p in enumerate(rest) if talk.messages[p].role is not Role.CLIENT), len(rest))
            reply = list(takewhile(lambda p: talk.messages[p].role is not Role.CLIENT, rest[start:]))
            if reply and not any(self.hits(talk, p, "asks") for p in rest[:start]):
                yield self._judge(talk, reply)

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


KINDS: tuple[type[Rule], ...] = (
    UnansweredQuestion,
    NoReply,
    PrematureClose,
    RepeatedRequest,
    RepeatedReply,
    HardToRead,
    BrokenPromise,
    UnverifiedAnswer,
    HiddenBot,
)
