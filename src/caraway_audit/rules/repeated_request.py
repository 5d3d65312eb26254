"""Section 2, a detail asked for again: an agent asks for what the client gave before (CA205)."""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise, takewhile
from typing import TypeVar

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.numerals import is_numeral
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import Hit, PhraseSet, phrase_table
from caraway_audit.language.questions import QUESTION_WORDS, Question
from caraway_audit.language.topics import is_content, stem
from caraway_audit.model import AGENTS, CLIENTS, FIRM, Confidence, Outcome, Role, Verdict
from caraway_audit.rules.base import Rule, asks, author, public
from caraway_audit.rules.parameters import Duration, Patterns, Phrases


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

        `requests` may ask for anything: with what a detail is called in the sentence they ask for it, but for what is asked
        with yes and no ("is your order number on the box?") and what `tells` where else to give it. `unless` phrases of either
        side say that the value was wrong or that another one is meant, `not_found` ones of the firm that nothing came of it,
        `confirms` ones that a sentence only makes sure. What was given less than `overlap` before the request crossed with it
        and was not there to be read. `wants` are requests for any detail. By `told` phrases a client says that it has been
        given, by those that it `points` to, where.
        """

        asks: tuple[str, ...]
        requests: Phrases
        tells: Phrases
        wants: Phrases
        told: Phrases
        points: Phrases
        shapes: Mapping[str, Patterns]
        details: Mapping[str, Detail]
        not_found: Phrases
        unless: Phrases
        confirms: Phrases
        reason: str
        overlap: Duration = timedelta(seconds=5)

    facts = frozenset({"detail"})

    def phrases(self) -> Mapping[str, PhraseSet]:
        asks = {
            f"asks {name}": PhraseSet({**detail.asks, **self._asks(detail)}, FIRM)
            for name, detail in self.params.details.items()
        }
        given = {
            f"{how} {name}": PhraseSet(phrases, CLIENTS)
            for name, detail in self.params.details.items()
            for how, phrases in (("named", detail.named), ("says", detail.says))
            if phrases
        }
        called = {
            f"called {name}": PhraseSet({detail.called: Confidence.MEDIUM}, AGENTS)
            for name, detail in self.params.details.items()
            if detail.called
        }
        anything = {name: PhraseSet(getattr(self.params, name), FIRM) for name in _OF_FIRM}
        anything |= {name: PhraseSet(getattr(self.params, name), CLIENTS) for name in ("told", "points")}
        return {**asks, **called, **given, **anything, "unless": PhraseSet(self.params.unless)}

    def _asks(self, detail: Detail) -> Mapping[str, Confidence]:
        templates = self.params.asks if detail.called else ()
        return phrase_table(template.replace("{detail}", detail.called) for template in templates)

    def patterns(self) -> Mapping[str, PatternSet]:
        gives = {
            f"gives {name}": PatternSet(detail.gives, CLIENTS) for name, detail in self.params.details.items() if detail.gives
        }
        return gives | {f"shape {name}": PatternSet(shape, CLIENTS) for name, shape in self.params.shapes.items()}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        found = [
            outcome
            for name in self.params.details
            if self.is_mentioned(talk, f"asks {name}") or self.is_mentioned(talk, f"called {name}")
            for outcome in self._requests(talk, name)
        ]
        failed = {outcome.message for outcome in found if outcome.verdict is Verdict.FAIL}
        again = {place: sure for place, sure in self._asked_again(talk) if talk.messages[place].id not in failed}
        told = {talk.messages[place].id for place in again}
        yield from (outcome for outcome in found if outcome.message not in told)
        for place, confidence in again.items():
            hits = self.hits(talk, place, "wants")
            spans = [(hits[-1].start, hits[-1].end)] if hits else []
            yield self.failed(
                talk, place, author(talk, place), self.params.reason, spans=spans,
                confidence=confidence, facts={"detail": "detail"},
            )  # fmt: skip

    def _not_confirming(self, talk: AnnotatedConversation, place: int, name: str) -> Sequence[Hit]:
        """Hits in sentences that do not only make sure of what is known."""
        confirms = {hit.sentence for hit in self.hits(talk, place, "confirms")}
        return [hit for hit in self.hits(talk, place, name) if hit.sentence not in confirms]

    def _asking(self, talk: AnnotatedConversation, place: int, name: str) -> Sequence[Hit]:
        """Where a message asks for a detail: in words that do, or where what may ask for anything says what it is called."""
        if hits := self._not_confirming(talk, place, f"asks {name}"):
            return hits
        words, note = talk.notes[place].tokens.words, talk.notes[place]
        requests = {hit.sentence for hit in self._not_confirming(talk, place, "requests")}
        requests -= {hit.sentence for hit in self.hits(talk, place, "tells")}
        return [
            hit
            for hit in self.hits(talk, place, f"called {name}")
            if hit.sentence in requests and words[note.sentence(hit.sentence).first] not in _YES_OR_NO
        ]

    def _asked_again(self, talk: AnnotatedConversation) -> Iterator[tuple[int, Confidence]]:
        """Where an agent asks for what stands in an earlier message: the client says so, it stands beside its name, or, less
        surely, the client had counted or named such a thing."""
        for place in public(talk, Role.AGENT):
            note = talk.notes[place]
            wants = [hit for hit in self._not_confirming(talk, place, "wants") if _asks_by(note, hit)]
            if not wants and (not asks(note) or self.hits(talk, place, "confirms")):
                continue
            if self._doubts(talk, place):
                continue
            anything = talk.once("client's messages", lambda one: _first_heard(one, lambda *_: [""]))
            if not self._was_heard(talk, anything.get("", ()), place):
                continue
            if self._is_told_so(talk, place) or any(self._named(talk, hit, place) for hit in wants):
                yield place, Confidence.MEDIUM
            elif any(self._was_counted(talk, place, one) or self._was_told_which(talk, place, one) for one in note.questions):
                yield place, Confidence.LOW

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
        if points and not told and self._offers_a_choice(talk, place):
            # "The courier, please, the address is in the order" chooses what nobody had named.
            chosen = asked.intersection(w for p in turn.places for w in _telling(talk, p))
            return any(self._was_heard(talk, known.get(w, ()), place) for w in chosen)
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
        said = (p for p in range(last) if text[max(0, tokens.starts[p] - 1)] != "@")  # "@PawsPantry" is who is spoken to
        values = [p for p in said if any(map(str.isdigit, tokens.words[p])) or text[tokens.starts[p]].isupper()]
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

    def _was_counted(self, talk: AnnotatedConversation, place: int, question: Question) -> bool:
        """Whether it asks how many of what the client had counted: "how many tiles are cracked?", "eleven tiles in all"."""
        words = talk.notes[place].tokens.words[question.first : question.last]
        behind = (
            word for (one, other), word in zip(pairwise(words), words[2:], strict=False) if (one, other) == ("how", "many")
        )
        counted = stem(next(behind, ""))
        if not counted or not _FURTHER.isdisjoint(words):
            return False
        known = talk.once("what the client counted", lambda one: _first_heard(one, _counted))
        return self._was_heard(talk, known.get(counted, ()), place)

    def _was_told_which(self, talk: AnnotatedConversation, place: int, question: Question) -> bool:
        """Whether it asks which of what the client had named: "at which stop are you?", "I'm at the Dundalk stop"."""
        note = talk.notes[place]
        words = note.tokens.words[note.sentence(question.sentence).first : question.last]  # "at which stop | are you standing"
        asked = next((other for one, other in pairwise(words) if one in ("which", "what")), "")
        if not is_content(asked) or asked in _ANY_THING or not _WISHES.isdisjoint(words):
            return False
        known = talk.once("what the client named", lambda one: _first_heard(one, _told_apart))
        return self._was_heard(talk, known.get(_SHOPS.get(asked, stem(asked)), ()), place)

    def _requests(self, talk: AnnotatedConversation, name: str) -> Iterator[Outcome]:
        asked, doubted = False, False
        given: int | None = None
        for place, message in enumerate(talk.messages):
            if not message.public:
                continue
            doubt = self._doubts(talk, place)
            doubted = doubted or doubt
            if message.role is Role.CLIENT:
                if self._gives(talk, place, name, asked):
                    given, doubted = place, doubt
            elif message.role is Role.BOT:
                asked = bool(self.hits(talk, place, f"asks {name}")) or asked
            elif message.role is Role.AGENT:
                hits = self._asking(talk, place, name)
                asked = bool(hits) or (asked and talk.messages[place - 1].role is not Role.CLIENT)
                if hits and given is not None and not doubted and not self._crossed(talk, given, place):
                    span = (hits[0].start, hits[0].end)
                    yield self.failed(
                        talk, place, author(talk, place), self.params.reason, spans=[span],
                        confidence=Confidence.MEDIUM, facts={"detail": name},
                    )  # fmt: skip
                elif hits:
                    yield self.passed(talk, place, author(talk, place))

    def _doubts(self, talk: AnnotatedConversation, place: int) -> bool:
        return bool(self.hits(talk, place, "unless") or self.hits(talk, place, "not_found"))

    def _gives(self, talk: AnnotatedConversation, place: int, name: str, asked: bool) -> bool:
        """Whether a client's message holds the detail; who was just asked for it need not name it."""
        if self.matches(talk, place, f"gives {name}") or self.hits(talk, place, f"says {name}"):
            return True
        text = talk.messages[place].text
        shaped = self.matches(talk, place, f"shape {self.params.details[name].shape}")
        values = [one for one in shaped if text[one[0] - 1 : one[0]] not in _MONEY and not _COUNTS.match(text, one[1])]
        if asked or not values:
            return bool(values)
        named = self.hits(talk, place, f"named {name}")
        return any(
            hit.end < start <= hit.end + _FARTHEST
            and (start <= hit.end + _BETWEEN or _HESITATES.fullmatch(text, hit.end, start))
            for hit in named
            for start, _ in values
        )

    def _crossed(self, talk: AnnotatedConversation, given: int, asked: int) -> bool:
        gave, wants = talk.messages[given].at, talk.messages[asked].at
        return gave is not None and wants is not None and wants - gave < self.params.overlap


def _asks_by(note: Note, hit: Hit) -> bool:
    """Whether words ask: "which" in a sentence that asks nothing only goes on ("£12, which the policy leaves out")."""
    asking = {question.sentence for question in note.questions}
    return hit.sentence in asking or note.tokens.words[hit.first] not in QUESTION_WORDS


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


def _counted(talk: AnnotatedConversation, place: int) -> Iterator[str]:
    """Stems of what a message gives a number of: "eleven tiles", "3 large boxes"."""
    words = talk.notes[place].tokens.words
    for at, word in enumerate(words):
        if is_numeral(word) or (word.isdigit() and len(word) < _A_CODE):
            yield from (stem(behind) for behind in words[at + 1 : at + 1 + _BESIDE] if is_content(behind))


def _told_apart(talk: AnnotatedConversation, place: int) -> Iterator[str]:
    """Stems of what a message tells from others of its kind by a name or number beside it: "the Dundalk stop", "zone 3"."""
    tokens, text = talk.notes[place].tokens, talk.messages[place].text
    opening = {sentence.first for sentence in tokens.sentences}
    for at, word in enumerate(tokens.words):
        if not is_content(word):
            continue
        before, behind = tokens.words[max(0, at - 2) : at], tokens.words[at + 1 : at + 2]
        capital = at - 1 not in opening and text[tokens.starts[at - 1]].isupper() and before[-1:] not in (["i"], ["you"])
        named = bool(before) and capital and _ANY_OF.isdisjoint(before[:-1])  # "a Scottish film" may be any
        lettered = behind and len(behind[0]) == 1 and behind[0] != "i" and text[tokens.starts[at + 1]].isupper()
        numbered = lettered or (behind and any(map(str.isdigit, behind[0])))
        if named or numbered or not _ORDINALS.isdisjoint(before[-1:]):
            yield _SHOPS.get(word, stem(word))


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


_OF_FIRM = ("wants", "confirms", "requests", "tells", "not_found")
_FURTHER = frozenset("more other others extra else left still further again would should shall".split())
"""What asks for a number that was not given yet: "how many more?", "how many would you like?"."""
_WISHES = frozenset("would like prefer want should shall can could instead new other else next suit suits better best".split())
_ANY_THING = frozenset(
    "kind sort type way ways one ones thing things part parts number name time day date month year make model brand problem "
    "issue reason help size colour color code message address email phone information info detail details exactly happens "
    "happened page side end point direction language".split()
)
"""What is asked for by lists of its own, or is of no one kind."""
_ANY_OF = frozenset({"a", "an", "any", "some", "another", "no"})
_SHOPS = dict.fromkeys(("shop", "store", "branch", "outlet"), "shop")
_ORDINALS = frozenset("ground first second third fourth fifth sixth seventh eighth ninth tenth top".split())
_YES_OR_NO = frozenset("is are was were did does has have had shall should am do".split())
"""What begins a question that is answered with yes or no."""
_AN_ANSWER = 6
_A_CODE, _WITHIN, _BESIDE = 3, 2, 2
_ANY_DETAIL = frozenset(
    map(stem, "number reference code detail details information name email phone order exact full right".split())
)
"""What many details are called: those with a list of their own are looked for there."""

_MONEY = frozenset("£$€₹")
_COUNTS = re.compile(
    r"\s?(?:%|[£$€₹]|(?:pounds?|quid|euros?|eur|dollars?|bucks|usd|gbp|rupees|pence|cents|days?|weeks?|months?|hours?|hrs|minutes?|mins?"
    r"|years?|items?|pieces?|pcs|boxes|people|persons|guests|kg|km|miles|metres|points)\b)",
    re.IGNORECASE,
)
"""What stands behind a number that counts something: "my order was 300 quid" gives no number of an order."""
_HESITATES = re.compile(
    r"[\s,.…-]{1,3}(?:(?:ah|er|erm|um|uh|oh|well|wait|hang on|hold on|let me see|just a sec|one sec)[\s,.…-]{1,4}){0,4}"
    r"(?:(?-i:[A-Z]{1,4})[\s,-]{1,2}|[a-z]{1,4}\s(?=(?:dash|hyphen|slash|stroke)\s))?(?:(?:dash|hyphen|slash|stroke)\s)?",
    re.IGNORECASE,
)
"""What a caller says before the value: "my account is ah hang on TW 5520", "policy PL dash 66120"."""
_BETWEEN = 4
"""So many characters stand between a name and its value at most: a colon, a "#", spaces."""
_FARTHEST = 60
"""So many where a caller hesitates between them."""


KINDS: tuple[type[Rule], ...] = (RepeatedRequest,)
