"""Section 2, communication by form: details asked for twice, texts sent twice, texts hard to read (CA205, CA206, CA207).

What becomes of questions is in `answers.py`, what is owed in time in `promises.py`.
"""

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import lru_cache
from itertools import chain, takewhile
from typing import TypeVar

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet, phrase_table
from caraway_audit.language.readability import grade
from caraway_audit.language.topics import is_content, stem
from caraway_audit.model import Confidence, Outcome, Role, Span, Verdict
from caraway_audit.rules import answers, contradiction, promises
from caraway_audit.rules.base import Rule, asks, author, public
from caraway_audit.rules.parameters import Duration, Patterns, Phrases
from caraway_audit.rules.statements import COURTESIES

_AGENT = frozenset({Role.AGENT})

_AMOUNTS = frozenset(
    {"free", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "noon",
     "midnight", "tomorrow", "tonight", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
     "week", "weeks", "month", "months", "hour", "hours", "minutes", "year", "years", "now", "soon",
     "immediately", "half", "nothing", "cents", "pence", "dollars", "pounds", "euro", "euros"}
)  # fmt: skip


@dataclass(frozen=True)
class Detail:
    """What a detail is `called` in a request and how else one `asks` for it; how a client gives it.

    `says` phrases and `gives` patterns are it wherever they stand; a value of its `shape` is it right behind a phrase of
    `named` ("order no. 4417") and in the turn that answers a request for it.
    """

    called: str = ""
    named: Phrases = field(default_factory=dict)
    says: Phrases = field(default_factory=dict)
    asks: Phrases = field(default_factory=dict)
    gives: Patterns = field(default_factory=dict)
    shape: str = ""


class RepeatedRequest(Rule):
    """An agent asks for a detail that the client gave before. Each request is an opportunity.

    Given is what the client says with its name ("order 4417"), or in the turn that answers a request for it; and what they
    say is "in my first message", if it is. Where the value was said to be wrong, or another order has come up since, asking
    again is right.
    """

    kind = "repeated-request"
    own_words = True
    annotations = frozenset({"questions"})
    acts = frozenset({"offer_help"})

    @dataclass(frozen=True)
    class Params:
        """`details` by name; the phrases `asks` ask for any of them, with what it is called put in. `shapes` of values by name.

        `unless` phrases of either side say that the value was wrong or that another one is meant, `confirms` ones that a
        sentence only makes sure. What was given less than
        `overlap` before the request crossed with it and was not there to be read. `wants` are requests for any detail. By
        `told` phrases a client says that it has been given, by those that it `points` to, where.
        """

        asks: tuple[str, ...]
        wants: Phrases
        told: Phrases
        points: Phrases
        shapes: Mapping[str, Patterns]
        details: Mapping[str, Detail]
        unless: Phrases
        confirms: Phrases
        reason: str
        overlap: Duration = timedelta(seconds=5)

    facts = frozenset({"detail"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        firm = frozenset({"agent", "bot"})
        asks = {
            f"asks {name}": PhraseSet({**detail.asks, **self._asks(detail)}, firm)
            for name, detail in self.params.details.items()
        }
        client = frozenset({"client"})
        given = {
            f"{how} {name}": PhraseSet(phrases, client)
            for name, detail in self.params.details.items()
            for how, phrases in (("named", detail.named), ("says", detail.says))
            if phrases
        }
        anything = {"wants": PhraseSet(self.params.wants, firm), "told": PhraseSet(self.params.told, client)}
        anything["points"] = PhraseSet(self.params.points, client)
        anything["confirms"] = PhraseSet(self.params.confirms, firm)
        return {**asks, **given, **anything, "unless": PhraseSet(self.params.unless)}

    def _asks(self, detail: Detail) -> Mapping[str, Confidence]:
        templates = self.params.asks if detail.called else ()
        return phrase_table(template.replace("{detail}", detail.called) for template in templates)

    def patterns(self) -> Mapping[str, PatternSet]:
        client = frozenset({"client"})
        gives = {
            f"gives {name}": PatternSet(detail.gives, client) for name, detail in self.params.details.items() if detail.gives
        }
        return gives | {f"shape {name}": PatternSet(shape, client) for name, shape in self.params.shapes.items()}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        found = [
            outcome
            for name in self.params.details
            if self.is_mentioned(talk, f"asks {name}")
            for outcome in self._requests(talk, name)
        ]
        failed = {outcome.message for outcome in found if outcome.verdict is Verdict.FAIL}
        again = [place for place in self._asked_again(talk) if talk.messages[place].id not in failed]
        told = {talk.messages[place].id for place in again}
        yield from (outcome for outcome in found if outcome.message not in told)
        for place in again:
            hits = self.hits(talk, place, "wants")
            spans = [(hits[-1].start, hits[-1].end)] if hits else []
            yield self.failed(
                talk, place, author(talk, place), self.params.reason, spans=spans,
                confidence=Confidence.MEDIUM, facts={"detail": "detail"},
            )  # fmt: skip

    def _not_confirming(self, talk: AnnotatedConversation, place: int, name: str) -> Sequence[Hit]:
        """Hits in sentences that do not only make sure of what is known."""
        confirms = {hit.sentence for hit in self.hits(talk, place, "confirms")}
        return [hit for hit in self.hits(talk, place, name) if hit.sentence not in confirms]

    def _asked_again(self, talk: AnnotatedConversation) -> Iterator[int]:
        """Where an agent asks for what stands in an earlier message: the client says so, or it stands beside its name."""
        for place in public(talk, Role.AGENT):
            note = talk.notes[place]
            wants = self._not_confirming(talk, place, "wants")
            if not (wants or asks(note)) or self.hits(talk, place, "unless"):
                continue
            anything = talk.once("client's messages", lambda one: _first_heard(one, lambda *_: [""]))
            if self._was_heard(talk, anything.get("", ()), place) and (
                self._is_told_so(talk, place) or any(self._named(talk, hit, place) for hit in wants)
            ):
                yield place

    def _was_heard(self, talk: AnnotatedConversation, places: Sequence[int], asked: int) -> bool:
        """Whether what was `_first_heard` at some places was there to be read when an agent asked."""
        before = bisect_left(places, asked)
        return before > 0 and not self._crossed(talk, places[before - 1], asked)

    def _is_told_so(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether the client answers that it was given, and what the answer names, or what was asked for, does stand there."""
        turn = talk.next_turn(place, Role.CLIENT)
        if turn is None or any(talk.messages[p].role is Role.AGENT for p in range(place + 1, turn.first)):
            return False  # the last message of the agent's turn is what is answered
        points, told = (any(self.hits(talk, p, name) for p in turn.places) for name in ("points", "told"))
        asked = set(_telling(talk, place))
        if not (points or told):
            return not self._offers_a_choice(talk, place) and self._is_the_same_value(talk, turn.first, place, asked)
        known = talk.once("client's telling words", lambda one: _first_heard(one, _telling))
        named = {w for p in turn.places for w in _telling(talk, p)} - asked
        if points and not told:  # "did you read it? I want a manager" says again what was said, and answers nothing
            written = talk.once("client's written words", lambda one: _first_heard(one, _stems_written))
            named = {w for w in named if self._was_heard(talk, written.get(w, ()), place)}
        return any(self._was_heard(talk, known.get(w, ()), place) for w in (named | asked if points else named))

    def _offers_a_choice(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a message asks for one of several things that it names: "in English or in Welsh?"."""
        tokens = talk.notes[place].tokens
        return any(one.mark == "?" and "or" in tokens.words[one.first : one.last] for one in tokens.sentences)

    def _is_the_same_value(self, talk: AnnotatedConversation, place: int, before: int, asked: Collection[str]) -> bool:
        """Whether a message opens with no more than a value that the client had written `before` it was `asked` for, and the
        agent had not."""
        tokens, text = talk.notes[place].tokens, talk.messages[place].text
        last = tokens.sentences[0].last if tokens.sentences else 0
        if last > _AN_ANSWER:
            return False
        values = [p for p in range(last) if any(map(str.isdigit, tokens.words[p])) or text[tokens.starts[p]].isupper()]
        if not values or any(stem(tokens.words[p]) in asked for p in values):
            return False
        words = [tokens.words[p] for p in values]
        if not any(is_content(word) or sum(map(str.isdigit, word)) > 1 for word in words):
            return False
        written = talk.once("where the client wrote what", _where_written)
        return any(
            p < before and not self._crossed(talk, p, before) and _written(talk, p).issuperset(words)
            for p in min((written.get(word, ()) for word in words), key=len)
        )

    def _named(self, talk: AnnotatedConversation, hit: Hit, place: int) -> bool:
        """Whether what is asked for stands in an earlier message with a value right beside it: "the meter says 00418"."""
        tokens = talk.notes[place].tokens
        rest = tokens.words[hit.last : talk.notes[place].sentence(hit.sentence).last][:_WITHIN]
        wanted = {stem(word) for word in rest if is_content(word)} - _ANY_DETAIL
        if not wanted or "details" in tokens.words[hit.last : hit.last + _WITHIN + 1]:
            return False
        own = talk.once(f"words of {place}", lambda _: frozenset(tokens.words))
        valued = talk.once("client's values by name", _valued)
        return any(
            value not in own and self._was_heard(talk, places, place)
            for name in wanted
            for value, places in takewhile(lambda one: one[1][0] < place, valued.get(name, {}).items())
        )

    def _requests(self, talk: AnnotatedConversation, name: str) -> Iterator[Outcome]:
        asked, doubted = False, False
        given: int | None = None
        for place, message in enumerate(talk.messages):
            if not message.public:
                continue
            doubt = bool(self.hits(talk, place, "unless"))
            doubted = doubted or doubt
            if message.role is Role.CLIENT:
                if self._gives(talk, place, name, asked):
                    given, doubted = place, doubt
            elif message.role is Role.BOT:
                asked = bool(self.hits(talk, place, f"asks {name}")) or asked
            elif message.role is Role.AGENT:
                hits = self._not_confirming(talk, place, f"asks {name}")
                asked = bool(hits) or (asked and talk.messages[place - 1].role is not Role.CLIENT)
                if hits and given is not None and not doubted and not self._crossed(talk, given, place):
                    span = (hits[0].start, hits[0].end)
                    yield self.failed(
                        talk, place, author(talk, place), self.params.reason, spans=[span],
                        confidence=Confidence.MEDIUM, facts={"detail": name},
                    )  # fmt: skip
                elif hits:
                    yield self.passed(talk, place, author(talk, place))

    def _gives(self, talk: AnnotatedConversation, place: int, name: str, asked: bool) -> bool:
        """Whether a client's message holds the detail; who was just asked for it need not name it."""
        if self.matches(talk, place, f"gives {name}") or self.hits(talk, place, f"says {name}"):
            return True
        values = self.matches(talk, place, f"shape {self.params.details[name].shape}")
        if asked or not values:
            return bool(values)
        named = self.hits(talk, place, f"named {name}")
        return any(hit.end < start <= hit.end + _BETWEEN for hit in named for start, _ in values)

    def _crossed(self, talk: AnnotatedConversation, given: int, asked: int) -> bool:
        gave, wants = talk.messages[given].at, talk.messages[asked].at
        return gave is not None and wants is not None and wants - gave < self.params.overlap


def _is_value(word: str) -> bool:
    """Whether a word is a number or code that one would ask for."""
    return sum(map(str.isdigit, word)) >= _A_CODE


_T = TypeVar("_T", bound=Hashable)


def _first_heard(
    talk: AnnotatedConversation, what: Callable[[AnnotatedConversation, int], Iterable[_T]]
) -> dict[_T, list[int]]:
    """By what the client's public messages say: the first that says it, and those of an earlier time than all before them.

    The last of them before a place is the earliest that was written by then: if it crossed with a message, all have. Where
    messages stand in order of time there is one.
    """
    heard: dict[_T, list[int]] = {}
    for place in public(talk, Role.CLIENT):
        at = talk.messages[place].at
        for one in what(talk, place):
            places = heard.setdefault(one, [])
            before = talk.messages[places[-1]].at if places else None
            if not places or (before is not None and (at is None or at < before)):
                places.append(place)
    return heard


def _valued(talk: AnnotatedConversation) -> Mapping[str, Mapping[str, list[int]]]:
    """By the stem of a content word right before it, each number or code of the client's, where it was `_first_heard`."""
    valued: dict[str, dict[str, list[int]]] = {}
    for (name, value), places in _first_heard(talk, _values_by_name).items():
        valued.setdefault(name, {})[value] = places
    return valued


def _values_by_name(talk: AnnotatedConversation, place: int) -> Iterator[tuple[str, str]]:
    """The numbers and codes of a message with the stem of each content word right before them."""
    words = talk.notes[place].tokens.words
    for at, value in enumerate(words):
        if _is_value(value):
            yield from ((stem(word), value) for word in words[max(0, at - _BESIDE) : at] if is_content(word))


def _where_written(talk: AnnotatedConversation) -> Mapping[str, list[int]]:
    """Where the client's public messages hold what is `_written`."""
    places: dict[str, list[int]] = {}
    for place in public(talk, Role.CLIENT):
        for word in _written(talk, place):
            places.setdefault(word, []).append(place)
    return places


def _stems_written(talk: AnnotatedConversation, place: int) -> Iterator[str]:
    return map(stem, _written(talk, place))


def _written(talk: AnnotatedConversation, place: int) -> frozenset[str]:
    """The numbers of a message, and the words that it writes with a capital inside a sentence; worked out once."""
    known: dict[int, frozenset[str]] = talk.once("written", lambda _: {})
    if place not in known:
        tokens, text = talk.notes[place].tokens, talk.messages[place].text
        opening = {sentence.first for sentence in tokens.sentences}
        known[place] = frozenset(
            word
            for p, word in enumerate(tokens.words)
            if any(map(str.isdigit, word)) or (text[tokens.starts[p]].isupper() and p not in opening)
        )
    return known[place]


def _telling(talk: AnnotatedConversation, place: int) -> Iterator[str]:
    """Stems and numbers that a message names."""
    return (stem(word) for word in talk.notes[place].tokens.words if is_content(word) or any(map(str.isdigit, word)))


_AN_ANSWER = 6
_A_CODE, _WITHIN, _BESIDE = 3, 2, 2
_ANY_DETAIL = frozenset(
    map(stem, "number reference code detail details information name email phone order exact full right".split())
)
"""What many details are called: those with a list of their own are looked for there."""

_BETWEEN = 4
"""So many characters stand between a name and its value at most: a colon, a "#", spaces."""


_POLITE = COURTESIES - {"apology"}

_Said = tuple[list[str], int]
"""Words, and how many they are as written."""


def _joined(said: Sequence[_Said]) -> _Said:
    return list(chain(*(words for words, _ in said))), sum(written for _, written in said)


class RepeatedReply(Rule):
    """An agent sends the same text of substance twice. Greetings, thanks, sign-offs and footers are no substance.

    Sympathy and apologies are: who is told twice in the same words how sorry one is was read from a script (CA503 beside it).
    """

    kind = "repeated-reply"
    own_words = True
    acts = frozenset({*_POLITE, "auto_reply"})

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
            said = {place: self._said(talk, place) for place in spoken}
            earlier = _Earlier(chain.from_iterable(said.values()), self.params.alike)
            for place in spoken:
                again = any(_alike(one, before) >= self.params.alike for one in said[place] for before in earlier.like(one))
                if again and not self._was_asked(talk, place):
                    failed.add(author(talk, place))
                    span = _head(0, len(talk.messages[place].text))
                    yield self.failed(talk, place, author(talk, place), self.params.reason, spans=[span])
                else:
                    earlier.add(said[place])
        for subject in talk.writers(_AGENT, True):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def _said(self, talk: AnnotatedConversation, place: int) -> list["_Bag"]:
        """What of a message is long enough to be the same again: all of it together, and its sentences."""
        sentences = self._substance(talk, place)
        whole = [_joined(sentences)] if len(sentences) > 1 else []
        return [_Bag.of(words) for words, written in (*whole, *sentences) if written >= self.params.words]

    def _substance(self, talk: AnnotatedConversation, place: int) -> list[_Said]:
        """The words of a message by sentence and their number as written ("I'm" is one), without what only greets, thanks or
        signs, and without its footer."""
        note = talk.notes[place]
        empty = self._courtesies(note) | {hit.sentence for hit in self.hits(talk, place, "footer")}
        signs_off = {hit.sentence for hit in note.acts.get("farewell", ())}
        ends = _signature(talk.messages[place].text, talk.messages[place].author)
        said: list[_Said] = []
        for number, sentence in enumerate(note.tokens.sentences):
            if sentence.start >= ends:
                break
            places = [p for p in range(sentence.first, sentence.last) if note.tokens.words[p].isalnum()]
            words = [note.tokens.words[p] for p in places]
            asks = sentence.mark == "?" and len(words) < _LONG_OFFER  # asked again for another thing, most likely
            if number not in empty and not asks:
                said.append((words, len({note.tokens.starts[p] for p in places})))
            elif said and number in signs_off:
                break  # what follows a sign-off is a signature
        return said

    def _courtesies(self, note: Note) -> set[int]:
        """Sentences with fewer words than count besides what greets or thanks, and offers of help."""
        covered: dict[int, set[int]] = {}
        for act in _POLITE:
            for hit in note.acts.get(act, ()):
                covered.setdefault(hit.sentence, set()).update(range(hit.first, hit.last))
        empty = set()
        for number, places in covered.items():
            sentence = note.sentence(number)
            if (
                sum(note.tokens.words[p].isalnum() for p in range(sentence.first, sentence.last) if p not in places)
                < self.params.words
            ):
                empty.add(number)
        for hit in note.acts.get("offer_help", ()):
            sentence = note.sentence(hit.sentence)
            if sentence.last - sentence.first <= _LONG_OFFER:
                empty.add(hit.sentence)
        return empty

    def _was_asked(self, talk: AnnotatedConversation, place: int) -> bool:
        before = talk.turn_before(place, Role.CLIENT)
        return before is not None and any(self.hits(talk, p, "asked") for p in before.places)


_LONG_OFFER = 13
"""A question or an offer of help under so many words is no text of substance."""


@dataclass(frozen=True, slots=True)
class _Bag:
    """The words of a text with how often they come, and their number; the `telling` ones are content words and details."""

    words: Counter[str]
    size: int
    telling: Mapping[str, int]

    @classmethod
    def of(cls, words: Sequence[str]) -> "_Bag":
        """The bag of some words."""
        counted = Counter(words)
        return cls(counted, len(words), {word: times for word, times in counted.items() if _is_telling(word)})


def _alike(one: _Bag, other: _Bag) -> float:
    """The share of words that two texts have in common; 0 where one says something in the other's place."""
    total = one.size + other.size
    different = len(one.words.keys() ^ other.words.keys())
    if total - different < total * _RELATED:
        return 0.0
    common = 2 * (one.words & other.words).total()
    if common < total * _RELATED:
        return 0.0
    left, right = one.words - other.words, other.words - one.words
    if any(_is_detail(word) for word in (left + right)) or (_matters(left) and _matters(right)):
        return 0.0
    return common / total


_RELATED = 0.8
"""Texts with a smaller share of common words need no closer look."""


class _Earlier:
    """Texts that were sent before, in which those are found at once that another text can be alike to.

    Of two texts that are `_alike` one has all telling words of the other, and few more: their share of common words says how
    many. So either these words are the same, or the rarest of the one's is among the few rarest of the other's. All other
    texts need not be compared, which in a long conversation are nearly all.
    """

    def __init__(self, texts: Iterable[_Bag], alike: float) -> None:
        """`texts` are all that will be asked for or added: they tell which words are rare."""
        self._uses = Counter(chain.from_iterable(text.telling for text in texts))
        share = min(1.0, max(_RELATED, alike))
        self._more = 2 * (1 - share) / share + 1e-9  # words that only one has, by the size of either; never rounded down
        self._same: dict[frozenset[tuple[str, int]], list[_Bag]] = {}
        self._by_rarest: dict[str, dict[int, list[_Bag]]] = {}
        self._by_rare: dict[str, dict[int, list[_Bag]]] = {}

    def add(self, texts: Iterable[_Bag]) -> None:
        """Take in what has been sent by now."""
        for text in texts:
            self._same.setdefault(frozenset(text.telling.items()), []).append(text)
            rare, number = self._rare(text), sum(text.telling.values())
            self._by_rarest.setdefault(rare[0], {}).setdefault(number, []).append(text)
            for word in rare:
                self._by_rare.setdefault(word, {}).setdefault(number, []).append(text)

    def like(self, text: _Bag) -> Iterator[_Bag]:
        """Texts that can be alike to one; some of them twice."""
        yield from self._same.get(frozenset(text.telling.items()), ())
        rare, number, more = self._rare(text), sum(text.telling.values()), int(text.size * self._more)
        telling = text.telling.keys()
        for count, longer in self._by_rare.get(rare[0], {}).items():
            if number < count <= number + more:
                yield from (other for other in longer if telling <= other.telling.keys())
        for word in rare:
            for count, shorter in self._by_rarest.get(word, {}).items():
                if number - more <= count < number:
                    yield from (other for other in shorter if other.telling.keys() <= telling)

    def _rare(self, text: _Bag) -> list[str]:
        """The telling words of a text one of which is the rarest of any text that has few less; "" stands for none."""
        telling = sorted(text.telling, key=lambda word: (self._uses[word], word))
        more = int(text.size * self._more)
        return telling[: more + 1] + ([] if len(telling) > more else [""])


@lru_cache(maxsize=20_000)
def _is_telling(word: str) -> bool:
    return is_content(word) or _is_detail(word)


def _is_detail(word: str) -> bool:
    return word in _AMOUNTS or any(map(str.isdigit, word))


def _matters(words: Counter[str]) -> bool:
    return any(is_content(word) for word in words)


def _signature(text: str, author: str) -> int:
    """Where what stands under every message of somebody begins: below "--", or with a line that holds their name alone."""
    names = {author.casefold(), *author.casefold().split()[:1]} - {""}
    place = text.find("\n") + 1  # never the first line
    while 0 < place < len(text):
        end = text.find("\n", place)
        line = text[place : end if end >= 0 else len(text)].strip(" \t\r,.")
        if line in ("--", "—", "__") or line.casefold() in names:
            return place
        place = end + 1
    return len(text)


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
        marked = any(sentence.mark for sentence in tokens.sentences)
        for sentence in (
            tokens.as_marked() if marked else tokens.sentences
        ):  # who sets no mark at all is not read as one sentence
            words: dict[int, str] = {}  # by place in the text: a contraction is one word
            for p in range(sentence.first, sentence.last):
                start = tokens.starts[p]
                if tokens.words[p].isalnum() and not _is_within(start, apart):
                    words[start] = words.get(start, "") + tokens.words[p]
            if len(words) > self.params.max_sentence:
                return _head(sentence.start, sentence.end), f"a sentence of {len(words)} words"
            if words:
                plain.append(list(words.values()))
        if sum(map(len, plain)) < self.params.words or (years := grade(plain)) <= self.params.max_grade:
            return None
        return _head(tokens.sentences[0].start, tokens.sentences[-1].end), f"a reading grade of {years:.0f}"


def _is_within(place: int, spans: Sequence[Span]) -> bool:
    """Whether a place lies in one of the spans, which stand in order and do not overlap."""
    before = bisect_right(spans, place, key=lambda span: span[0])
    return before > 0 and place < spans[before - 1][1]


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


KINDS: tuple[type[Rule], ...] = (
    *answers.KINDS,
    *promises.KINDS,
    *contradiction.KINDS,
    RepeatedRequest,
    RepeatedReply,
    HardToRead,
)
