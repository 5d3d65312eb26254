"""Section 2, two values for one thing: what an agent says costs 18 euro, and then 22 (CA212).

What is compared are values of one kind (sums, spans of time, dates, weekdays, hours, counts) that agents state of one thing,
and what is said to be so and not to be so (included, in stock, needed, sent). What one thing is, is told by the words beside
the value, and by the question that it answers; anything in the text that may tell two things apart lets both stand.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, islice
from math import inf

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.topics import content, stem
from caraway_audit.language.values import PATTERNS, Range, meets, read
from caraway_audit.model import Confidence, Outcome, Role, RuleMeta, Span
from caraway_audit.rules.base import Rule, author
from caraway_audit.rules.parameters import Phrases
from caraway_audit.rules.stated import FAMILIES, clause_of, days_named, names_in, pairs_beside, part_of, stem_of, words_beside

_AGENT, _CLIENT, _BOTH = frozenset({Role.AGENT}), frozenset({Role.CLIENT}), frozenset({"agent", "client"})


@dataclass(frozen=True, slots=True)
class Value:
    """What is stated of something: `about` are the stems beside it, `asked` those of the question that it answers.

    `of` tells kinds apart that compare with none other: what is counted, or which adjective is said or denied. `nearer` are
    stems and what is said of them: ("repair", "kettle") for "the repair of the kettle" and "kettle repair"; `classes` are
    the words of the whole sentence that tell one thing from another.
    """

    kind: str
    of: str
    range: Range
    place: int
    span: Span
    about: frozenset[str]
    asked: frozenset[str]
    names: frozenset[str]
    nearer: frozenset[tuple[str, str]]
    classes: frozenset[str]
    beside: tuple[tuple[str, Range], ...]
    definite: bool


class Contradiction(Rule):
    """An agent states another value than was stated before for the same thing, and nobody says that it has changed."""

    kind = "contradiction"
    own_words = True
    annotations = frozenset({"questions"})

    @dataclass(frozen=True)
    class Params:
        """`corrects` phrases, and an agent's `contrasts`, say that a value was wrong, `changes` that it is another one by now;
        `several` that more than one thing is spoken of, and so does `less` before a value. A message that `proposes` brings up
        something new; by `elsewhere` phrases the client does.
        `vague` words are beside values of many things.

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
        elsewhere: Phrases
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

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        sets = {"corrects": params.corrects, "changes": params.changes, "several": params.several, "less": params.less}
        sets["proposes"] = params.proposes
        agent, client = frozenset({"agent"}), frozenset({"client"})
        return {
            **{name: PhraseSet(table, _BOTH) for name, table in sets.items()},
            **{f"affirms {family}": PhraseSet(table, agent) for family, table in params.affirms.items()},
            **{f"denies {family}": PhraseSet(table, agent) for family, table in params.denies.items()},
            **{f"wonders {family}": PhraseSet(table, client) for family, table in params.wonders.items()},
            "elsewhere": PhraseSet(params.elsewhere, client),
            "contrasts": PhraseSet(params.contrasts, agent),
        }

    def patterns(self) -> Mapping[str, PatternSet]:
        return {name: PatternSet(patterns, _BOTH, timed=False) for name, patterns in PATTERNS.items()}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        stated: dict[tuple[object, ...], Value] = {}  # each value of a thing once, however often it is said
        if any(self.is_mentioned(talk, name) for name in PATTERNS) or self.params.denied:
            for place in talk.places(_AGENT, True):
                said = self._values(talk, place)
                found = next((one for one in said[:_MOST] if self._contradicts(talk, one, stated.values())), None)
                if found is not None:
                    failed.add(author(talk, place))
                    yield self.failed(
                        talk, place, author(talk, place), self.params.reason, spans=[found.span], confidence=Confidence.MEDIUM
                    )
                for one in said[:_MOST]:
                    if len(stated) < _MOST:
                        stated.setdefault((one.kind, one.of, one.range, one.about, one.asked), one)
        for subject in talk.writers(_AGENT, True):
            if subject not in failed:
                yield self.passed(talk, None, subject)

    def _values(self, talk: AnnotatedConversation, place: int) -> list[Value]:
        """What a message states; what it asks, proposes or compares states nothing of one thing."""
        note = talk.notes[place]
        if self.hits(talk, place, "proposes"):
            return []
        several = [hit.start for hit in self.hits(talk, place, "several")]
        less = [hit.start for hit in self.hits(talk, place, "less")]
        corrected = (*self.hits(talk, place, "corrects"), *self.hits(talk, place, "contrasts"))
        apart = {hit.sentence + n for hit in corrected for n in (0, 1)}
        asks = {question.sentence for question in note.questions}
        asked = self._asked(talk, place)
        found: list[Value] = []
        known: dict[int, list[Span]] = {}
        for span in (span for kind in PATTERNS for span in self.matches(talk, place, kind)):
            known.setdefault(note.tokens.sentence_at(span[0]), []).append(span)
        for spans in known.values():
            spans.sort()
        for kind in PATTERNS:
            spans = list(self.matches(talk, place, kind))
            for span in spans[:_MOST]:
                sentence = note.tokens.sentence_at(span[0])
                if sentence in apart | asks:
                    continue
                clause = clause_of(talk, place, sentence, span, spans)
                if _OFF.match(talk.messages[place].text, span[1]):
                    continue
                part = part_of(talk, place, sentence, span, spans)
                apart_from = [start for start in less if start < span[0]]  # "1,150 less 60 for the oven" names the whole first
                others = [start for start in (*several, *apart_from) if not span[0] <= start < span[1]]
                if any(part[0] <= start < part[1] for start in others):
                    continue
                bound = self._bound(talk, place, kind, (part[0], span[0]), span[1])
                if bound == "open":
                    continue
                written = talk.text(place, span)
                of = self._of(talk, place, span, kind, clause) + bound
                before = talk.messages[place].text[max(0, span[0] - 5) : span[0]].lower()
                own = {of, _BY_STEM.get(of, ""), *(_BOUNDING if bound else ())}
                about = words_beside(note, sentence, clause, known[sentence]) - own
                names = names_in(talk, place, clause) | days_named(talk, place, clause)
                found.append(
                    Value(
                        kind, of, read(kind, written), place, span,
                        about, asked if len(about) <= _BARE else frozenset(), names,
                        pairs_beside(note, sentence, clause), _classes(note, sentence, known[sentence]) - own,
                        self._beside(talk, place, clause, span), before.endswith(" the ") and kind == "money",
                    )
                )  # fmt: skip
        said = (*self._qualities(talk, place), *islice(self._claims(talk, place, asked), _MOST))
        return found + [one for one in said if note.tokens.sentence_at(one.span[0]) not in asks | apart]

    def _bound(self, talk: AnnotatedConversation, place: int, kind: str, before: Span, end: int) -> str:
        """Whether a value is said to be the least, or only to lie above or below: "from 12 euro" ("from 9 March" is a day)."""
        if kind in ("date", "bay"):
            return ""
        said = talk.text(place, before)
        if _LEAST.search(said) or _OR_MORE.match(talk.messages[place].text, end):
            return _AT_LEAST
        return "open" if _AT_MOST.search(said) else ""

    def _of(self, talk: AnnotatedConversation, place: int, span: Span, kind: str, clause: Span) -> str:
        """What is counted, what something comes before, which kind of place is numbered, or what a sum is paid for one of."""
        if kind in ("count", "offset"):
            return stem_of(talk.text(place, span).split()[-1].lower())
        if kind == "bay":
            return talk.text(place, span).split()[0].lower()
        if kind == "measure":
            return stem_of(talk.text(place, span).lstrip("0123456789., -").lower())
        return self._unit(talk, place, span, clause) if kind == "money" else ""

    def _unit(self, talk: AnnotatedConversation, place: int, span: Span, clause: Span) -> str:
        """What a sum is paid for one of: "a day", "per person", "the yearly plan is"; "" where it is paid once."""
        text = talk.messages[place].text
        if by := _BY.match(text, span[1]):
            return _UNIT_OF[by[1].lower()]
        if found := _RATE.match(text, span[1]):
            return _ALIKE.get(found[1].lower(), found[1].lower())
        if by := _BY_THE.search(text, *clause):
            period = str(next(filter(None, by.groups()))).lower()
            return _UNIT_OF.get(period, period)
        return ""

    def _beside(self, talk: AnnotatedConversation, place: int, clause: Span, own: Span) -> tuple[tuple[str, Range], ...]:
        """Days and hours that stand beside a value."""
        found = (
            (kind, read(kind, talk.text(place, span)))
            for kind in ("date", "weekday", "clock")
            for span in self.matches(talk, place, kind)
            if clause[0] <= span[0] < clause[1] and not own[0] - _NEXT_TO <= span[0] < own[1] + _NEXT_TO
        )
        return tuple(islice(found, _MOST_BESIDE))

    def _qualities(self, talk: AnnotatedConversation, place: int) -> Iterator[Value]:
        """Where a message says of something that it is included, or is not."""
        note, wordlist = talk.notes[place], set(self.params.denied)
        words = note.tokens.words
        if wordlist.isdisjoint(words):
            return
        for number, sentence in enumerate(note.tokens.sentences):
            for at in range(sentence.first, sentence.last):
                before = words[max(sentence.first, at - 3) : at]
                if words[at] not in wordlist or not _IS.intersection(before) or sentence.mark == "?":
                    continue
                is_so = 0.0 if {"not", "never", "no"} & set(before) else 1.0
                span = (note.tokens.starts[at], note.tokens.ends[at])
                clause = clause_of(talk, place, number, span, [span])
                yield Value(
                    "quality", words[at], (is_so, is_so), place, span, words_beside(note, number, clause, [span]), frozenset(),
                    names_in(talk, place, clause), pairs_beside(note, number, clause), _classes(note, number, []), (), False,
                )  # fmt: skip

    def _claims(self, talk: AnnotatedConversation, place: int, asked: frozenset[str]) -> Iterator[Value]:
        """Where a message says of something, by the words of a family, that it is so or is not so."""
        tokens, answer = talk.notes[place].tokens, self._yes_or_no(talk, place)
        for family in talk.once(self.set_name("families"), self._families):
            denied = {hit.sentence: hit for hit in self.hits(talk, place, f"denies {family}")}
            affirmed = {hit.sentence: hit for hit in self.hits(talk, place, f"affirms {family}")}
            for number, hit in {**affirmed, **denied}.items():
                sentence = tokens.sentences[number]
                said = talk.text(place, (sentence.start, sentence.end))
                if not _IFS.search(_TILL.sub("", said) if number in denied else said):  # "sold out until May" is sold out
                    yield self._claim(talk, place, family, (hit.start, hit.end), asked, is_so=number not in denied)
            if answer and not affirmed and not denied and self._wonders(talk, place, family):
                yield self._claim(talk, place, family, (tokens.starts[0], tokens.ends[0]), asked, is_so=answer == "yes")
        quality = self._denied_in_question(talk, place) if answer else ""
        if quality and quality not in tokens.words:
            yield self._claim(talk, place, quality, (tokens.starts[0], tokens.ends[0]), asked, is_so=answer == "yes")

    def _families(self, talk: AnnotatedConversation) -> tuple[str, ...]:
        """The families of which a conversation says more than one side, or asks and says one."""
        sides = ("affirms", "denies", "wonders")
        said = (
            (family, [side for side in sides if self.is_mentioned(talk, f"{side} {family}")]) for family in self.params.affirms
        )
        return tuple(family for family, mentioned in said if len(mentioned) > 1)

    def _claim(
        self, talk: AnnotatedConversation, place: int, family: str, span: Span, asked: frozenset[str], *, is_so: bool
    ) -> Value:
        note = talk.notes[place]
        number = note.tokens.sentence_at(span[0])
        clause = clause_of(talk, place, number, span, [span])
        about = words_beside(note, number, clause, [] if family in self.params.keyed else [span]) - _PASSING
        own = set(re.findall(r"\w+", talk.text(place, span).casefold()))
        return Value(
            "quality", family, (float(is_so),) * 2, place, span, about,
            asked if len(about) <= _BARE else frozenset(), names_in(talk, place, clause) - own,
            pairs_beside(note, number, clause), frozenset(), self._beside(talk, place, clause, span), False,
        )  # fmt: skip

    def _yes_or_no(self, talk: AnnotatedConversation, place: int) -> str:
        """How a message answers that is the first after the client's."""
        before = talk.messages[place - 1].role if place else None
        words = talk.notes[place].tokens.words[:1]
        return _ANSWERS.get(words[0], "") if words and before is Role.CLIENT else ""

    def _wonders(self, talk: AnnotatedConversation, place: int, family: str) -> bool:
        """Whether the client's message before asks one thing, and of this family."""
        return len(talk.notes[place - 1].questions) == 1 and bool(self.hits(talk, place - 1, f"wonders {family}"))

    def _denied_in_question(self, talk: AnnotatedConversation, place: int) -> str:
        """The quality that the client's message before asks for ("is it transferable?"), where it asks one thing."""
        note = talk.notes[place - 1]
        words = note.tokens.words[note.questions[0].first : note.questions[0].last] if len(note.questions) == 1 else ()
        return next((word for word in words if word in self.params.denied), "")

    def _asked(self, talk: AnnotatedConversation, place: int) -> frozenset[str]:
        """Stems of all that the client's turn before asked."""
        turn = talk.turn_before(place, Role.CLIENT)
        return frozenset(
            FAMILIES.get(word, word)
            for p in (turn.places if turn else ())
            for question in talk.notes[p].questions
            for word in content(talk.notes[p].tokens, question.first, question.last)
        )

    def _contradicts(self, talk: AnnotatedConversation, now: Value, stated: Collection[Value]) -> bool:
        if now.kind == "money" and self._is_miscounted(talk, now, stated):
            return True
        before = [one for one in stated if one.kind == now.kind and one.place != now.place and _comparable(one, now)]
        if now.of in self.params.final:
            before = [one for one in before if one.range > now.range]
        if not before or any(_agrees(one, now) for one in before) or self._heard(talk, now):
            return False
        # "Bring the 25 pounds", "8 pounds a day": it speaks of a sum as known, and only another one is.
        known = now.definite or now.of in _RATES or now.kind == "count" or (now.kind == "clock" and _same_day(before[0], now))
        known = known and bool(now.range[0] and before[0].range[0]) and len(before) == 1 and not (before[0].names and now.names)
        known = known and not _told_apart(before[0], now)
        known = known and (now.kind != "count" or bool(_words(before[0]) & _words(now) - self._vague))
        alone = len({one.range for one in before}) == 1
        others = [
            one
            for one in before
            if (known or self._same(one, now) or (alone and self._is_bare(one, now))) and not self._heard(talk, one)
        ]
        if not others or self._changed(talk, others[-1].place, now):
            return False
        return now.kind != "money" or not self._is_reckoned(talk, now, stated)  # last, since it looks at all sums there are

    def _same(self, one: Value, now: Value) -> bool:
        """Whether two values are of one thing: the words beside them meet, and no name or quality tells them apart."""
        shared = (one.about | one.asked) & (now.about | now.asked)
        # The least of something is one of few, and so is what is said not to be so.
        vague = frozenset[str]() if now.of.endswith(_AT_LEAST) or now.kind == "quality" else self._vague
        told = frozenset(word for word in shared - vague if not _of_another(word, one, now))
        if not told or not (one.about | now.about) & told:
            return False
        if (one.kind == "clock" and len(told) < _SURELY - _same_day(one, now) and told.isdisjoint(_HOURS_OF)) or (
            one.kind == "quality" and told <= {stem(one.of)}
        ):
            return False
        if (one.names - now.names) and (now.names - one.names):
            return False
        if one.kind == "span" and max(one.range[0], now.range[0]) > _LONGER * min(one.range[1], now.range[1]):
            return False
        for kind in {kind for kind, _ in one.beside} & {kind for kind, _ in now.beside}:
            days, others = ([at for k, at in value.beside if k == kind] for value in (one, now))
            if not any(meets(a, b, kind) for a in days for b in others):
                return False
        return not _told_apart(one, now)

    def _is_bare(self, one: Value, now: Value) -> bool:
        """Whether two values are of how long, when or how much, and beside one of them nothing says of what: "it takes 14
        days", "the money comes in 30 days"."""
        if now.kind == "quality" and now.of in self.params.sole:
            first, second = ((value.about | value.asked) - self._vague - _EMPTY for value in (one, now))
            return (not first or not second) and not _told_apart(one, now) and not (one.names and now.names)
        kinds = _MATTERS.get(now.kind)
        if kinds is None or _told_apart(one, now) or (one.names and now.names):
            return False
        first, second = ((value.about | value.asked) - kinds - self._vague - _EMPTY for value in (one, now))
        if now.kind in _SOLE:  # the only one that was named: "have 27.95 ready at the till", "it's 28 days after check out"
            return not second and bool(kinds & (_words(one) | _words(now)))
        return bool(kinds & one.about and kinds & now.about) and (not first or not second)

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
        return self._clients(talk, now.kind).first_like(now.range) < now.place

    def _clients(self, talk: AnnotatedConversation, kind: str) -> "_Clients":
        """Values of a kind that the client wrote."""
        return talk.once(self.set_name(f"client's {kind}"), lambda talk: _Clients(kind, self._first_written(talk, kind)))

    def _first_written(self, talk: AnnotatedConversation, kind: str) -> Mapping[Range, int]:
        first: dict[Range, int] = {}
        for place in talk.places(_CLIENT):
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
        if found is None or self._heard(talk, now) or self._changed(talk, rate.place, now) or _DEAL.search(text):
            return False
        many = int(found[1]) if found[1].isdigit() else _FEW.split("|").index(found[1].lower()) + 2
        return _cents(now.range) != many * _cents(rate.range)

    def _changed(self, talk: AnnotatedConversation, first: int, now: Value) -> bool:
        """Whether, from the first value to the second, anybody says that something was wrong or is another one now, or the
        client brings up another thing, day or name."""
        if now.kind == "quality" and self._asks_on(talk, now.place - 1):
            return True
        if now.of in self.params.final:
            return _lies_between(talk.once(self.set_name("places that correct"), self._correcting), first, now.place + 1)
        if _lies_between(talk.once(self.set_name("places that change"), self._changing), first, now.place):
            return True
        said = talk.once("all that is said", _all_said)
        known = said.ends[first]
        days = talk.once(self.set_name("newest days"), lambda talk: self._newest_days(talk, said))
        names = talk.once("newest names", lambda talk: _newest_names(talk, said))
        return (now.kind not in ("span", "offset") and days[now.place] > known) or names[now.place] > known

    def _correcting(self, talk: AnnotatedConversation) -> list[int]:
        return [place for place in range(len(talk.messages)) if self.hits(talk, place, "corrects")]

    def _changing(self, talk: AnnotatedConversation) -> list[int]:
        names = ("corrects", "changes", "contrasts", "elsewhere")
        return [place for place in range(len(talk.messages)) if any(self.hits(talk, place, name) for name in names)]

    def _newest_days(self, talk: AnnotatedConversation, said: "_Said") -> Sequence[int]:
        """As `newest`, of the days in the client's messages."""
        return said.newest(
            [talk.text(place, span) for kind in ("date", "weekday") for span in self.matches(talk, place, kind)]
            if message.role is Role.CLIENT
            else []
            for place, message in enumerate(talk.messages)
        )


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
            self.first[one] = self.text.find(one) + len(one)
        return self.first[one]


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


def _cents(one: Range) -> int:
    return round(100 * one[0])


_FEW = "two|three|four|five|six|seven|eight|nine"
_DEAL = re.compile(r"(?i)\b(?:discount|deal|offer|off|includ\w*|plus|with|rate|tax|vat|deposit|instead|only pay)\b")
_NEXT_TO = 12
"""A day so many characters from a date is its own: "Friday, the 13th"."""
_WHEN = frozenset(
    map(
        stem,
        "ready arrive arrives arriving reach reaches come comes coming land lands ship ships leave leaves take takes taking "
        "finish finished done deliver delivered delivery dispatched sent get gets live released planned paid pays due expect "
        "decided there back kept stays stay hold held".split(),
    )
)
_HOW_MUCH = frozenset(map(stem, "cost costs price pay pays paid charge charged charges fee rate total comes come".split()))
_HOW_BIG = frozenset(map(stem, "hold holds get gets have plan weigh weighs long wide high deep limit size".split()))
_MEETING = frozenset(map(stem, "appointment slot visit booked booking session lesson test exam viewing see seen table".split()))
_MATTERS = {
    "span": _WHEN, "window": _WHEN, "date": _WHEN | _MEETING, "weekday": _MEETING, "money": _HOW_MUCH, "percent": _HOW_MUCH,
    "offset": _WHEN, "bay": _WHEN, "measure": _HOW_BIG,
}  # fmt: skip
_SOLE = frozenset({"money", "weekday", "date", "window", "offset", "bay", "measure"})
"""What says of a value that it is how long, when or how much."""
_EMPTY = frozenset(
    map(
        stem,
        "van truck driver parcel money checkout counter end today tomorrow please note just so bring remember ready till desk "
        "door due set worries set see in go head there".split(),
    )
)
_IFS = re.compile(
    r"(?i)^(?:then|for|as for|with) |\b(?:if (?!you(?:['’]d| would)? (?:like|want|wish|need|prefer)\b)|(?:unless|whether|"
    r"until|till|except|normally|usually|once|when|might|may (?!not))\b)"
)
"""Words of sentences that say what is so at times."""
_TILL = re.compile(r"(?i)\b(?:until|till)\b")
_PASSING = frozenset(
    map(
        stem,
        "one two three four five six seven eight nine ten twelve minute hour day week month year moment now today tomorrow "
        "yesterday anyone anybody unfortunately sorry afraid great otherwise please need require mandatory compulsory sure "
        "remember forget necessary optional note know order problem take yours thing book booked".split(),
    )
)
"""Stems beside a claim that say nothing of what it is about."""
_A_FEW_WORDS = 4
_GOES_ON = frozenset(
    "ok okay good great thanks thank ta nice lovely perfect fine cool cheers super brilliant yes yeah when what how why whats "
    "not then so".split()
)
"""Words of short replies that stay with what was told."""
_ANSWERS = {"yes": "yes", "yep": "yes", "yeah": "yes", "sure": "yes", "correct": "yes", "no": "no", "nope": "no"}
_IS = frozenset({"is", "are", "be", "was", "were", "comes", "come", "been"})
_ACRONYM = 4
"""A name of so many letters may be an abbreviation ("DNS"), and names no other thing."""

_MOST, _MOST_BESIDE = 200, 8
"""So many values of a message, and of a conversation, are looked at, and so many days and hours beside each."""

_LONGER = 40
"""A span so many times as long is one of something else."""

_SURELY = 2
"""Hours of so many shared stems are of one thing: appointments are many."""
_HOURS_OF = frozenset({stem("close"), stem("open"), stem("appointment")})
"""Stems of which one is enough: when a house closes, or when "your appointment" is."""

_BARE = 3
"""A clause of so few content words leans on the question before it."""
_CLASSES = frozenset(
    map(
        stem,
        "adult child children kid kids senior student concession pensioner infant baby express standard economy "
        "premium basic business single double twin return monthly yearly annual weekly daily deposit balance rest "
        "extra additional minimum maximum upfront tip tax vat fine remaining outstanding both "
        "half inbound outbound outward onward connecting renewal member upgrade insurance air sea road".split(),
    )
)
"""Stems that tell one thing from another of its kind where they stand beside one value only."""
_APART = frozenset(
    map(
        stem,
        "plus pro first second third one-way weekday weekend weekends annually total least without air sea road north "
        "south east west upper lower small medium large big old new previous former current early late breakfast "
        "lunch dinner before after discount fee saving save left paid online phone store shop morning evening night "
        "peak sale offer promotion reduced full non-member later afterwards delivery collection".split(),
    )
)
"""Stems that do so where each value has one of its own beside it."""
_EVENTS = frozenset(
    map(
        stem,
        "opening open start begin end finish closing close arrive arrival leave departure depart check-in check-out".split(),
    )
)
"""And these where the values are times."""
_PAID = frozenset(map(stem, "return upgrade renewal balance".split()))
"""Classes of sums, not of times."""


def _of_another(word: str, one: Value, other: Value) -> bool:
    """Whether a shared word speaks of one thing here and of another there: "repair of the kettle", "of the toaster"."""
    first, second = ({said for about, said in value.nearer if about == word} for value in (one, other))
    return bool(first and second and first.isdisjoint(second))


def _classes(note: Note, number: int, values: Sequence[Span]) -> frozenset[str]:
    """What in a sentence tells one thing from another of its kind."""
    sentence = note.sentence(number)
    return _CLASSES & words_beside(note, number, (sentence.start, sentence.end), values) - _UNITS


_UNITS = frozenset(map(stem, ("weekly", "monthly", "yearly", "daily")))
"""Beside a value they tell things apart; in its sentence the stem may be that of the value itself ("two weeks")."""


def _told_apart(one: Value, other: Value) -> bool:
    """Whether a word beside one value makes it one of another thing: "child" by itself, "start" where the other has its own."""
    first, second = one.about - other.about, other.about - one.about
    if one.kind == "quality":
        return bool(first & (_CLASSES | _APART) and second & (_CLASSES | _APART))
    paid = one.kind in ("money", "percent")
    classes, apart = (_CLASSES, _APART) if paid else (_CLASSES - _PAID, _APART | _EVENTS)
    return bool((first | second) & classes or (other.classes - one.classes) & classes or (first & apart and second & apart))


def _comparable(one: Value, other: Value) -> bool:
    """Whether two values of a kind are of one unit: what is free is free by the month, too."""
    return one.of == other.of or (one.kind == "money" and 0 in (one.range[0], other.range[0]))


def _words(one: Value) -> frozenset[str]:
    return one.about | one.asked


def _same_day(one: Value, other: Value) -> bool:
    """Whether a day stands beside both, and it is the same."""
    return any(a == b and meets(x, y, a) for a, x in one.beside for b, y in other.beside)


def _agrees(one: Value, other: Value) -> bool:
    return meets(one.range, other.range, one.kind)


_AT_LEAST = " least"
_LEAST = re.compile(
    r"(?i)\b(?:minimum(?: \w+){0,3}(?: is| of| at)?|at least|no less than|(?:have|has|need|needs) to reach|reach)[ :]*$"
)
_BOUNDING = frozenset(map(stem, ("minimum", "least", "reach")))
_OR_MORE = re.compile(r"(?i) ?(?:minimum|or (?:more|over|older|above)|and (?:over|up|above|older))\b")
_AT_MOST = re.compile(r"(?i)\b(?:from|starting at|up to|at least|at most|over|under|between|than|maximum)[ :]*$")
_OFF = re.compile(
    r"(?i) (?:off|back|credit|discount|voucher|towards|extra|more|refund|in all|in total|altogether"
    r"|less(?! (?:the|an?|your|our|[£$€\d])))\b"
)
_RATE = re.compile(r"(?i) (?:an?|per|each|for each|for every|every) (\w+)")
_BY = re.compile(r"(?i) (hourly|daily|nightly|weekly|monthly|yearly|annual)\b")
_BY_THE = re.compile(
    r"(?i)\b(?:the|a|your|our) (yearly|annual|monthly|weekly|daily|nightly|hourly|unit) |\beach (\w+) (?:is|costs) "
    r"|\bfor the (year|month|week)\b"
)
_UNIT_OF = {
    "hourly": "hour", "daily": "day", "nightly": "night", "weekly": "week", "monthly": "month", "yearly": "year",
    "annual": "year",
}  # fmt: skip
_BY_STEM = {unit: stem(by) for by, unit in _UNIT_OF.items() if by != "annual"}
_ALIKE = {"trip": "time", "ride": "time", "go": "time", "visit": "time", "one": "piece", "item": "piece", "way": "way"}
_RATES = frozenset(
    {"minute", "hour", "day", "night", "week", "month", "year", "time", "person", "head", "piece", "way", "call"}
)

KINDS: tuple[type[Rule], ...] = (Contradiction,)
