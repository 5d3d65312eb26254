"""Section 2, two values for one thing: what an agent says costs 18 euro, and then 22 (CA212).

What is compared are values of one kind (sums, spans of time, dates, weekdays, hours, counts) that agents state of one thing,
and what is said to be so and not to be so (included, in stock, needed, sent). What one thing is, is told by the words beside
the value and by the question that it answers (`same_thing.py`), and by all else that was said (`pairs.py`).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby
from math import inf

from caraway_audit.annotate import AnnotatedConversation
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.topics import content, stem
from caraway_audit.language.values import PATTERNS, Range, meets, read
from caraway_audit.model import AGENTS, BOTH_SIDES, CLIENTS, Confidence, Outcome, Role, RuleMeta
from caraway_audit.rules.base import Rule, author, first_places
from caraway_audit.rules.claims import MOST, ClaimReader, Value
from caraway_audit.rules.pairs import Pair, agree, are_comparable, learnt
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.same_thing import are_of_one_unit, are_told_apart, is_bare, is_same
from caraway_audit.rules.stated import names_in

_CHANGED, _RECKONED = "changed", "reckoned"
"""What explains a second value: somebody says that it is another one by now, or the client asks for something else; or it is
worked out from others."""
_SAME, _BARE = "same thing", "bare thing"
"""What the words beside two values say: they are of one thing, or nothing says what one of them is of."""


class Contradiction(Rule):
    """An agent states another value than was stated before for the same thing, and nobody says that it has changed."""

    kind = "contradiction"
    own_words = True
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`corrects` phrases, and an agent's `contrasts`, say that a value was wrong, `changes` that it is another one by now;
        `several` that more than one thing is spoken of, and so does `less` before a value. A message that `proposes` brings up
        something new; by `another` and `elsewhere` phrases the client does, for sure and perhaps.
        `vague` words are beside values of many things. A client `protests` who holds an earlier value against the later one.

        `denied` are the qualities that a thing has or has not, whatever the time ("included"). `affirms` and `denies` say by
        families that something is so or is not so ("in stock", "sold out"); `wonders` ask for it, and a yes or no says so.
        Of a `final` family what is so stays so; one that is `sole` is of one thing in most conversations ("refundable"); the
        words of a `keyed` one say what it is of ("to sign", "deposit").
        """

        reason: str
        corrects: Phrases
        contrasts: Phrases
        changes: Phrases
        several: Phrases
        less: Phrases
        proposes: Phrases
        another: Phrases
        elsewhere: Phrases
        protests: Phrases
        denied: tuple[str, ...]
        affirms: Mapping[str, Phrases]
        denies: Mapping[str, Phrases]
        wonders: Mapping[str, Phrases]
        final: frozenset[str]
        sole: frozenset[str]
        keyed: frozenset[str]
        vague: tuple[str, ...]

    def __init__(self, meta: RuleMeta, params: Params, variant: int = 0) -> None:
        super().__init__(meta, params, variant)
        self._vague = frozenset(map(stem, params.vague))
        self._reader = ClaimReader(self, params.affirms, params.denied, params.keyed)

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        sets = {"corrects": params.corrects, "changes": params.changes, "several": params.several, "less": params.less}
        sets["proposes"] = params.proposes
        return {
            **{name: PhraseSet(table, BOTH_SIDES) for name, table in sets.items()},
            **{f"affirms {family}": PhraseSet(table, AGENTS) for family, table in params.affirms.items()},
            **{f"denies {family}": PhraseSet(table, AGENTS) for family, table in params.denies.items()},
            **{f"wonders {family}": PhraseSet(table, CLIENTS) for family, table in params.wonders.items()},
            "another": PhraseSet(params.another, CLIENTS),
            "elsewhere": PhraseSet(params.elsewhere, CLIENTS),
            "protests": PhraseSet(params.protests, CLIENTS),
            "contrasts": PhraseSet(params.contrasts, AGENTS),
        }

    def patterns(self) -> Mapping[str, PatternSet]:
        return {name: PatternSet(patterns, BOTH_SIDES, timed=False) for name, patterns in PATTERNS.items()}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        for place, values in groupby(self.told(talk), key=lambda told: told[0].place):
            found = next((now for now, before in values if self._contradicts(talk, now, before)), None)
            if found is not None:
                subject = author(talk, place)
                failed.add(subject)
                yield self.failed(talk, place, subject, self.params.reason, spans=[found.span], confidence=Confidence.MEDIUM)
        yield from self.passed_by_all_but(talk, failed)

    def told(self, talk: AnnotatedConversation) -> Iterator[tuple[Value, list[Pair]]]:
        """The values that agents state of themselves, each with the earlier ones that it differs from."""
        stated: dict[tuple[object, ...], Value] = {}  # each value of a thing once, however often it is said
        left = _MOST_PAIRS
        for place in talk.places(AGENTS, True):
            if not left:
                return
            said, before = self._reader.values(talk, place)[:MOST], list(stated.values())
            for now in said:
                differ = [one for one in before if are_comparable(one, now) and not agree(one, now)]
                if now.of in self.params.final:
                    differ = [one for one in differ if one.range > now.range]
                differ = differ[max(0, len(differ) - min(_MOST_BEFORE, left)) :]
                left -= len(differ)
                if differ and self._heard(talk, now):
                    differ = []
                alone = len({one.range for one in before if one.kind == now.kind and are_of_one_unit(one, now)}) == 1
                facts = [self._facts(talk, one, now, before, alone=alone) for one in differ]
                pairs = zip(differ, facts, strict=True)
                yield now, [Pair(talk, one, now, before, said, self._vague, known) for one, known in pairs]
            for one in said:
                if len(stated) < MOST:
                    stated.setdefault((one.kind, one.of, one.range, one.about, one.asked), one)

    def _contradicts(self, talk: AnnotatedConversation, now: Value, before: Sequence[Pair]) -> bool:
        """Whether a value is of the same thing as an earlier one: surely by all that is observed, or plainly by the words."""
        if not before:
            return False
        if now.kind == "money" and self._is_miscounted(talk, now, before[0].stated):
            return True
        if any(self._is_held_against(talk, pair) for pair in before):
            return True
        model = learnt()
        apart = (pair for pair in before if not _is_two(pair) and not self._is_put_right(talk, pair))
        if any(pair.weight() > (model.though if _CHANGED in pair.facts else model.sure) for pair in apart):
            return True
        plain = (pair for pair in before if self._is_plain(talk, pair))
        return any(pair.weight() > (model.hardly if _SAME in pair.facts else model.bare) for pair in plain)

    def _is_put_right(self, talk: AnnotatedConversation, pair: Pair) -> bool:
        """Whether the later value is said to put the earlier one right, or the client asked about another thing in between."""
        first, last = pair.one.place, pair.now.place
        corrects = talk.once(self.set_name("places that correct"), self._correcting)
        if _CORRECTED in pair.now.marks or _lies_between(corrects, first, last + 1):
            return True
        others = talk.once(self.set_name("places of other things"), self._asking_for_another)
        return any(first < place < last and _is_of_it(talk, place, pair.one, pair.now) for place in others)

    def _is_held_against(self, talk: AnnotatedConversation, pair: Pair) -> bool:
        """Whether the client's next turn protests with the earlier value ("you said 3 days?"), and nobody had put it right: who
        protests says that it is of one thing."""
        one, now = pair.one, pair.now
        answer = talk.next_turn(now.place, Role.CLIENT)
        if answer is None or now.kind == "quality" or _CORRECTED in now.marks or not are_of_one_unit(one, now):
            return False
        if _lies_between(talk.once(self.set_name("places that explain"), self._explaining), one.place, now.place + 1):
            return False
        if are_told_apart(one, now):
            return False
        return any(
            self._names_the_first(talk, place, hit.sentence, pair)
            for place in answer.places
            for hit in self.hits(talk, place, "protests")
        )

    def _names_the_first(self, talk: AnnotatedConversation, place: int, number: int, pair: Pair) -> bool:
        """Whether a sentence names the earlier of two values, with its unit or without anything, and neither the later one nor
        what only the earlier one is of."""
        one, now, tokens = pair.one, pair.now, talk.notes[place].tokens
        sentence = tokens.sentences[number]
        said = talk.text(place, (sentence.start, sentence.end))
        if (one.about - now.about) & set(content(tokens, sentence.first, sentence.last)):
            return False
        first, second = (_figures(talk.text(value.place, value.span)) for value in (one, now))
        bare = set(_BARE_FIGURE.findall(said))
        if not _figures(said).isdisjoint(second - first):
            return False
        spans = [span for span in self.matches(talk, place, now.kind) if sentence.start <= span[0] < sentence.end]
        return not bare.isdisjoint(first - second) or any(
            meets(one.range, read(now.kind, talk.text(place, s)), now.kind) for s in spans
        )

    def _explaining(self, talk: AnnotatedConversation) -> list[int]:
        names = ("corrects", "changes", "contrasts")
        return [place for place in range(len(talk.messages)) if any(self.hits(talk, place, name) for name in names)]

    def _is_plain(self, talk: AnnotatedConversation, pair: Pair) -> bool:
        """Whether the words beside two values, the only ones of their kind, make them of one thing, and nobody says what
        changed."""
        one, now = pair.one, pair.now
        if now.kind in _SAID_OF_MUCH or now.marks or not one.marks <= _TAKEN_BACK or _ALONE.isdisjoint(pair.facts):
            return False
        return not self._heard(talk, one) and {_CHANGED, _RECKONED}.isdisjoint(pair.facts)

    def _facts(
        self, talk: AnnotatedConversation, one: Value, now: Value, stated: Collection[Value], *, alone: bool
    ) -> list[str]:
        """What of the conversation speaks for or against a contradiction; `alone` where only one other value is of the kind."""
        facts = (
            (_CHANGED, _CORRECTED in now.marks or self._changed(talk, one, now)),
            (_RECKONED, now.kind == "money" and self._is_reckoned(talk, now, stated)),
            ("client's", self._heard(talk, one)),
            *self._alike(one, now, alone=alone),
        )
        return [name for name, is_so in facts if is_so]

    def _alike(self, one: Value, now: Value, *, alone: bool) -> Iterator[tuple[str, bool]]:
        """What the words beside two values say of whether they are of one thing."""
        if one.kind != now.kind or not are_of_one_unit(one, now):
            return
        same, bare = is_same(one, now, self._vague), is_bare(one, now, self._vague, self.params.sole)
        yield from ((_SAME, same), (_BARE, bare), ("alone", alone), ("told apart", are_told_apart(one, now)))
        yield from ((f"{_SAME} alone", same and alone), (f"{_BARE} alone", bare and alone))

    def _asks_on(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a client asks about another thing in few words: "and inside?", "order 2"."""
        words = talk.notes[place].tokens.words if talk.messages[place].role is Role.CLIENT else []
        if words[:1] == ["and"] and talk.notes[place].questions:
            return True  # "and to collect the hire car?"
        return 0 < len(words) <= _A_FEW_WORDS and _GOES_ON.isdisjoint(words)

    def _heard(self, talk: AnnotatedConversation, now: Value) -> bool:
        """Whether the client has named the value before: then it is theirs."""
        if now.kind == "quality":
            return False
        if now.kind in ("number", "bay"):  # "31 please" names room 31
            first = talk.once("where clients first say a word", _first_words)
            words = talk.text(now.place, now.span).lower().split()
            told = words if now.kind == "number" else [word for word in words if any(map(str.isdigit, word))]
            return bool(told) and all(first.get(word, now.place) < now.place for word in told)
        return self._clients(talk, now.kind).first_like(now.range) < now.place

    def _clients(self, talk: AnnotatedConversation, kind: str) -> "_Clients":
        """Values of a kind that the client wrote."""
        return talk.once(self.set_name(f"client's {kind}"), lambda talk: _Clients(kind, self._first_written(talk, kind)))

    def _first_written(self, talk: AnnotatedConversation, kind: str) -> Mapping[Range, int]:
        first: dict[Range, int] = {}
        for place in talk.places(CLIENTS):
            for span in self.matches(talk, place, kind):
                first.setdefault(read(kind, talk.text(place, span)), place)
        return first

    def _is_reckoned(self, talk: AnnotatedConversation, now: Value, stated: Collection[Value]) -> bool:
        """Whether a sum is a multiple or a part of one that was said before, or follows from two that either side said."""
        told = {_cents(one.range) for one in stated if one.kind == "money" and one.place != now.place} - {0}
        said = told | {_cents(one) for one, place in self._clients(talk, "money").first.items() if place < now.place}
        cents = _cents(now.range)
        several = any(max(one, cents) % min(one, cents) == 0 for one in told) if cents else False
        return several or any(other != one and other in said for one in said for other in (cents - one, one - cents))

    def _is_miscounted(self, talk: AnnotatedConversation, now: Value, stated: Collection[Value]) -> bool:
        """Whether a sum for so many nights (hours, persons) is another one than so many times what one was said to cost."""
        sentence = talk.notes[now.place].tokens.sentence_at(now.span[0])
        whole = talk.notes[now.place].tokens.sentences[sentence]
        sums = [one for one in stated if one.kind == "money" and one.range[0] and one.place != now.place]
        if now.of or len(sums) != 1 or not sums[0].of:
            return False
        rate, unit, text = sums[0], sums[0].of, talk.messages[now.place].text
        found = re.search(rf"(?i)\b({_FEW}|[2-9]) {unit}s\b", text[whole.start : whole.end])
        if found is None or self._heard(talk, now) or self._changed(talk, rate, now) or _DEAL.search(text):
            return False
        many = int(found[1]) if found[1].isdigit() else _FEW.split("|").index(found[1].lower()) + 2
        return _cents(now.range) != many * _cents(rate.range)

    def _changed(self, talk: AnnotatedConversation, one: Value, now: Value) -> bool:
        """Whether, from the first value to the second, anybody says that something was wrong or is another one now, or the
        client brings up another thing, day or name."""
        if now.kind in ("quality", "window") and self._asks_on(talk, now.place - 1):
            return True
        if now.of in self.params.final:
            return _lies_between(talk.once(self.set_name("places that correct"), self._correcting), one.place, now.place + 1)
        if _lies_between(talk.once(self.set_name("places that correct"), self._correcting), one.place, now.place):
            return True
        others = talk.once(self.set_name("places that change"), self._changing)
        if any(one.place < place < now.place and _is_of_it(talk, place, one, now) for place in others):
            return True
        said = talk.once("all that is said", _all_said)
        known = said.ends[one.place]
        days = talk.once(self.set_name("newest days"), lambda talk: self._newest_days(talk, said))
        names = talk.once("newest names", lambda talk: _newest_names(talk, said))
        return (now.kind not in ("span", "offset") and days[now.place] > known) or names[now.place] > known

    def _correcting(self, talk: AnnotatedConversation) -> list[int]:
        return [place for place in range(len(talk.messages)) if self.hits(talk, place, "corrects")]

    def _asking_for_another(self, talk: AnnotatedConversation) -> list[int]:
        return [place for place in range(len(talk.messages)) if self._asks_for_another(talk, place)]

    def _asks_for_another(self, talk: AnnotatedConversation, place: int) -> bool:
        """Whether a client speaks of another thing, or asks what may be: "less than I feared" does neither."""
        if self.hits(talk, place, "another"):
            return True
        asked = {question.sentence for question in talk.notes[place].questions}
        return any(hit.sentence in asked for hit in self.hits(talk, place, "elsewhere"))

    def _changing(self, talk: AnnotatedConversation) -> list[int]:
        names = ("changes", "contrasts", "another", "elsewhere")
        return [place for place in range(len(talk.messages)) if any(self.hits(talk, place, name) for name in names)]

    def _newest_days(self, talk: AnnotatedConversation, said: "_Said") -> Sequence[int]:
        """As `newest`, of the days in the client's messages."""
        return said.newest(
            [talk.text(place, span) for kind in ("date", "weekday") for span in self.matches(talk, place, kind)]
            if message.role is Role.CLIENT
            else []
            for place, message in enumerate(talk.messages)
        )


def _is_of_it(talk: AnnotatedConversation, place: int, one: Value, now: Value) -> bool:
    """Whether what somebody says of a change or another thing may be of two values: it belongs to what the later one answers,
    or shares a word with either. In a long conversation something changes sooner or later."""
    asked = talk.turn_before(now.place, Role.CLIENT)
    if asked is not None and place >= asked.first:
        return True
    tokens = talk.notes[place].tokens
    said = talk.once(f"stems of {place}", lambda _: frozenset(content(tokens, 0, len(tokens.words))))
    return not said.isdisjoint(one.about | one.asked | now.about | now.asked)


def _first_words(talk: AnnotatedConversation) -> Mapping[str, int]:
    """The words that clients write, and the first message of each."""
    return first_places(talk.places(CLIENTS), lambda place: talk.notes[place].tokens.words)


def _is_two(pair: Pair) -> bool:
    """Whether one value follows from the other, or is plainly another thing's."""
    return _RECKONED in pair.facts or are_told_apart(pair.one, pair.now)


_CORRECTED = "corrected"
_ALONE = frozenset({f"{_SAME} alone", f"{_BARE} alone"})
_TAKEN_BACK = frozenset({_CORRECTED})
"""What does not keep an earlier value from being compared: what it corrected came before it."""


class _Clients:
    """The client's values of a kind, with the place of the message that first holds each."""

    def __init__(self, kind: str, first: Mapping[Range, int]) -> None:
        self.first = first
        self._kind = kind
        # Dates are few, and meet others than those between which they lie.
        single = () if kind == "date" else sorted((one[0], place) for one, place in first.items() if one[0] == one[1])
        self._single, self._places = [value for value, _ in single], [place for _, place in single]
        self._rest = [(one, place) for one, place in first.items() if kind == "date" or one[0] != one[1]]
        self._like: dict[Range, float] = {}

    def first_like(self, one: Range) -> float:
        """The first place of a value that can be the same as one; infinite where there is none."""
        if one not in self._like:
            single = self._places[bisect_left(self._single, one[0]) : bisect_right(self._single, one[1])]
            rest = (place for other, place in self._rest if meets(other, one, self._kind))
            self._like[one] = min((*single, *rest), default=inf)
        return self._like[one]


@dataclass(frozen=True, slots=True)
class _Said:
    """All messages as one text without capitals, and where in it each ends."""

    text: str
    ends: tuple[int, ...]
    first: dict[str, int] = field(default_factory=dict)  # where what was looked for first ends

    def newest(self, named: Iterable[Iterable[str]]) -> list[int]:
        """By place, how far the text has to be read until all has been said that messages `named` up to there.

        Whoever asks what is new since an earlier message need not leave out what was named before it: by the end of a
        message all that it names has been said.
        """
        return list(accumulate((max(map(self._known_from, those), default=0) for those in named), max))

    def _known_from(self, one: str) -> int:
        """Where something that is said first ends."""
        one = one.casefold()
        if one not in self.first:
            found = self.text.find(one)
            day = _DAY_OF_MONTH.search(one)
            if day and (said := re.search(rf"(?<![\d£$€]){day[1]}(?:st|nd|rd|th)?(?![\d%])", self.text)):
                found = min(found, said.start())  # "the 16th" is the 16 March of before
            self.first[one] = found + len(one)
        return self.first[one]


_DAY_OF_MONTH = re.compile(r"^(?:the )?([1-9]|[12]\d|3[01])(?:st|nd|rd|th)\b")
"""How a day of a month stands where its month was said before."""


def _all_said(talk: AnnotatedConversation) -> _Said:
    texts = [message.text.casefold() for message in talk.messages]
    return _Said(" ".join(texts), tuple(end + number for number, end in enumerate(accumulate(map(len, texts)))))


def _newest_names(talk: AnnotatedConversation, said: _Said) -> Sequence[int]:
    """As `newest`, of the names in the client's messages."""
    return said.newest(
        [name for name in names_in(talk, place, (1, len(message.text))) if len(name) > _ACRONYM]
        if message.role is Role.CLIENT
        else []
        for place, message in enumerate(talk.messages)
    )


def _lies_between(places: Sequence[int], first: int, last: int) -> bool:
    """Whether one of some places, which are in order, comes after one and before another."""
    after = bisect_right(places, first)
    return after < len(places) and places[after] < last


def _figures(text: str) -> set[str]:
    return set(re.findall(r"\d+(?:[.:,]\d+)?", text))


_BARE_FIGURE = re.compile(r"\b\d+(?:[.:,]\d+)?(?=\s*(?:$|[.,!?]))")


def _cents(one: Range) -> int:
    return round(100 * one[0])


_FEW = "two|three|four|five|six|seven|eight|nine"
_DEAL = re.compile(r"(?i)\b(?:discount|deal|offer|off|includ\w*|plus|with|rate|tax|vat|deposit|instead|only pay)\b")
_SAID_OF_MUCH = frozenset({"number", "measure"})
"""Kinds whose values the words beside them do not tell apart: a tyre has 1.4 mm left and the spare 6."""
_A_FEW_WORDS = 4
_GOES_ON = frozenset(
    "ok okay good great thanks thank ta nice lovely perfect fine cool cheers super brilliant yes yeah when what how why whats "
    "not then so".split()
)
"""Words of short replies that stay with what was told."""
_MOST_PAIRS, _MOST_BEFORE = 2000, 40
"""So many pairs of values of a conversation are looked at, and so many earlier ones of a value."""
_ACRONYM = 4
"""A name of so many letters may be an abbreviation ("DNS"), and names no other thing."""


KINDS: tuple[type[Rule], ...] = (Contradiction,)
