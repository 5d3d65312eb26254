"""What a message claims: the values that it states, what they are of, and what it says to be so or not to be so.

What it asks, proposes, corrects or compares claims nothing of one thing.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.numerals import is_numeral
from caraway_audit.language.topics import content, stem
from caraway_audit.language.units import OPEN, bound, is_a_part, own_stems, unit
from caraway_audit.language.values import PATTERNS, Range, read
from caraway_audit.model import Role, Span
from caraway_audit.rules.base import Rule
from caraway_audit.rules.spans import overlaps_any
from caraway_audit.rules.stated import FAMILIES, clause_of, days_named, names_in, pairs_beside, part_of, stem_of, words_beside

MOST, _MOST_BESIDE = 200, 8
"""So many values of a message, and of a conversation, are looked at, and so many days and hours beside each."""


@dataclass(frozen=True, slots=True)
class Value:
    """What is stated of something: `about` are the stems beside it, `asked` those of the question that it answers.

    `of` tells kinds apart that compare with none other: what is counted, or which adjective is said or denied. `nearer` are
    stems and what is said of them: ("repair", "kettle") for "the repair of the kettle" and "kettle repair"; `classes` are
    the words of the whole sentence that tell one thing from another; `marks` say that it is the value of a part, or one of
    several, or bounds something, or is asked, proposed or corrected.
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
    marks: frozenset[str] = frozenset()

    @property
    def words(self) -> frozenset[str]:
        """Stems beside it, and those of the question that it answers."""
        return self.about | self.asked


class ClaimReader:
    """Reads claims by the phrases of a rule.

    The rule has the patterns of values, the phrase sets `corrects`, `contrasts`, `several`, `less` and `proposes`, and for each
    of its `families` `affirms`, `denies` and `wonders`. `denied` are qualities that a thing has or has not; the words of a
    `keyed` family say what it is of.
    """

    def __init__(self, rule: Rule, families: Collection[str], denied: Collection[str], keyed: Collection[str]) -> None:
        self._rule = rule
        self._families = families
        self._denied = denied
        self._keyed = keyed

    def values(self, talk: AnnotatedConversation, place: int) -> list[Value]:
        """What a message states; what it asks, proposes or compares states nothing of one thing."""
        note = talk.notes[place]
        corrected = (*self._rule.hits(talk, place, "corrects"), *self._rule.hits(talk, place, "contrasts"))
        apart = {hit.sentence + n for hit in corrected for n in (0, 1)} | {question.sentence for question in note.questions}
        asked = self._asked(talk, place)
        said = (*self._qualities(talk, place), *islice(self._claims(talk, place, asked), MOST))
        so = [one for one in said if note.tokens.sentence_at(one.span[0]) not in apart]
        return [*self._amounts(talk, place, asked, apart), *so]

    def _amounts(self, talk: AnnotatedConversation, place: int, asked: frozenset[str], apart: Set[int]) -> Iterator[Value]:
        """The sums, times, counts and bare numbers of a message; in sentences set `apart` they are marked."""
        note, text = talk.notes[place], talk.messages[place].text
        asks = {question.sentence for question in note.questions}
        proposed = bool(self._rule.hits(talk, place, "proposes"))
        several = [hit.start for hit in self._rule.hits(talk, place, "several")]
        less = [hit.start for hit in self._rule.hits(talk, place, "less")]
        known: dict[int, list[Span]] = {}  # by sentence
        for span in (span for kind in PATTERNS for span in self._rule.matches(talk, place, kind)):
            known.setdefault(note.tokens.sentence_at(span[0]), []).append(span)
        for spans in known.values():
            spans.sort()
        found = {kind: list(self._rule.matches(talk, place, kind)) for kind in PATTERNS}
        bare = _bare_numbers(note, text, known)[:MOST]
        priced = set(_priced(note, text, bare))
        found["money"] = sorted([*found["money"], *priced])
        found["number"] = [span for span in bare if span not in priced]
        classes: dict[int, frozenset[str]] = {}
        for kind, spans in found.items():
            for span in spans[:MOST]:
                sentence = note.tokens.sentence_at(span[0])
                if sentence not in classes:
                    classes[sentence] = _classes(note, sentence, known.get(sentence, ()))
                part = part_of(talk, place, sentence, span, spans)
                apart_from = [start for start in less if start < span[0]]  # "1,150 less 60 for the oven" names the whole first
                others = [start for start in (*several, *apart_from) if not span[0] <= start < span[1]]
                bounded = "" if kind in ("date", "bay") else bound(text, part[0], span)  # "from 9 March" is a day
                marks = {
                    "asked": sentence in asks,
                    "corrected": sentence in apart - asks,
                    "part": is_a_part(text, span),
                    "proposed": proposed,
                    "several": any(part[0] <= start < part[1] for start in others),
                    "open": bounded == OPEN,
                }
                bounded = "" if bounded == OPEN else bounded
                clause = clause_of(talk, place, sentence, span, spans)
                of = self._of(talk, place, span, kind, clause) + bounded
                about = words_beside(note, sentence, clause, known.get(sentence, ())) - own_stems(of)
                yield Value(
                    kind, of, read(kind, talk.text(place, span)), place, span,
                    about, asked if len(about) <= _BARE else frozenset(),
                    names_in(talk, place, clause) | days_named(talk, place, clause), pairs_beside(note, sentence, clause),
                    classes[sentence] - own_stems(of), self._beside(talk, place, clause, span),
                    kind == "money" and text[max(0, span[0] - 5) : span[0]].lower().endswith(" the "),
                    frozenset(name for name, is_so in marks.items() if is_so),
                )  # fmt: skip

    def _of(self, talk: AnnotatedConversation, place: int, span: Span, kind: str, clause: Span) -> str:
        """What is counted, what something comes before, which kind of place is numbered, or what a sum is paid for one of."""
        if kind in ("count", "offset"):
            return stem_of(talk.text(place, span).split()[-1].lower())
        if kind == "bay":
            return talk.text(place, span).split()[0].lower()
        if kind == "measure":
            size = re.findall(r"[a-z]+", talk.text(place, span).lower())[-1]
            return _SIZES.get(size, stem_of(size))
        if kind == "clock":  # "open until ten" tells another hour than "open from seven"
            return "until" if _CLOSES.search(talk.text(place, (clause[0], span[1]))) else ""
        return unit(talk.messages[place].text, span, clause) if kind == "money" else ""

    def _beside(self, talk: AnnotatedConversation, place: int, clause: Span, own: Span) -> tuple[tuple[str, Range], ...]:
        """Days and hours that stand beside a value."""
        found = (
            (kind, read(kind, talk.text(place, span)))
            for kind in ("date", "weekday", "clock")
            for span in self._rule.matches(talk, place, kind)
            if clause[0] <= span[0] < clause[1] and not own[0] - _NEXT_TO <= span[0] < own[1] + _NEXT_TO
        )
        return tuple(islice(found, _MOST_BESIDE))

    def _qualities(self, talk: AnnotatedConversation, place: int) -> Iterator[Value]:
        """Where a message says of something that it is included, or is not."""
        note, wordlist = talk.notes[place], set(self._denied)
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
        for family in talk.once(self._rule.set_name("families"), self._told_of):
            denied = {hit.sentence: hit for hit in self._rule.hits(talk, place, f"denies {family}")}
            affirmed = {hit.sentence: hit for hit in self._rule.hits(talk, place, f"affirms {family}")}
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

    def _told_of(self, talk: AnnotatedConversation) -> tuple[str, ...]:
        """The families of which a conversation says more than one side, or asks and says one."""
        sides = ("affirms", "denies", "wonders")
        said = (
            (family, [side for side in sides if self._rule.is_mentioned(talk, f"{side} {family}")]) for family in self._families
        )
        return tuple(family for family, mentioned in said if len(mentioned) > 1)

    def _claim(
        self, talk: AnnotatedConversation, place: int, family: str, span: Span, asked: frozenset[str], *, is_so: bool
    ) -> Value:
        note = talk.notes[place]
        number = note.tokens.sentence_at(span[0])
        clause = clause_of(talk, place, number, span, [span])
        about = words_beside(note, number, clause, [] if family in self._keyed else [span]) - _PASSING
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
        return len(talk.notes[place - 1].questions) == 1 and bool(self._rule.hits(talk, place - 1, f"wonders {family}"))

    def _denied_in_question(self, talk: AnnotatedConversation, place: int) -> str:
        """The quality that the client's message before asks for ("is it transferable?"), where it asks one thing."""
        note = talk.notes[place - 1]
        words = note.tokens.words[note.questions[0].first : note.questions[0].last] if len(note.questions) == 1 else ()
        return next((word for word in words if word in self._denied), "")

    def _asked(self, talk: AnnotatedConversation, place: int) -> frozenset[str]:
        """Stems of all that the client's turn before asked."""
        turn = talk.turn_before(place, Role.CLIENT)
        return frozenset(
            FAMILIES.get(word, word)
            for p in (turn.places if turn else ())
            for question in talk.notes[p].questions
            for word in content(talk.notes[p].tokens, question.first, question.last)
        )


def _bare_numbers(note: Note, text: str, known: Mapping[int, Sequence[Span]]) -> list[Span]:
    """Numbers, in digits or words, that belong to no value of another kind: "it's 95 all in", "the big suits at eighteen"."""
    tokens = note.tokens
    found: list[Span] = []
    last = -1  # the token before, where it is part of a number
    for at, word in enumerate(tokens.words):
        span = (tokens.starts[at], tokens.ends[at])
        if is_numeral(word):
            if found and last == at - 1 and found[-1][1] == tokens.ends[last]:
                found[-1] = (found[-1][0], span[1])
            elif word != "one":
                found.append(span)
            last = at
        elif word.isdigit() and len(word) <= _DIGITS and _stands_alone(text, span):
            found.append(span)
    return [one for one in found if not overlaps_any(one, known.get(tokens.sentence_at(one[0]), ()))]


def _priced(note: Note, text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """The bare numbers that are sums by their sentence or clause: "you'd pay the first 75 and we do the rest"."""
    costs: dict[int, bool] = {}
    for span in spans:
        number = note.tokens.sentence_at(span[0])
        if number not in costs:
            sentence = note.sentence(number)
            costs[number] = _COIN.search(text, sentence.start, sentence.end) is not None
        before = text[max(note.sentence(number).start, span[0] - _CLAUSE) : span[0]]
        pays = costs[number] or _PAYS.search(_BREAK.split(before)[-1])
        if pays and text[span[0]].isdigit() and _GOES_ON.match(text, span[1]) and not _PLACED.search(before):
            yield span


_CLAUSE = 40
"""Characters before a number in which stands what it is of."""
_BREAK = re.compile(r"[,;:–—]")
_COIN = re.compile(r"[£$€]\s?\d|\d\s?(?:[£$€]|(?:pounds|euros?|dollars)\b)")
_PAYS = re.compile(
    r"(?i)\b(?:pay(?:s|ing)?|paid|costs?|charged?|fees?|price[ds]?|deposit|excess|owe[ds]?|refund|fare|surcharge)\b"
)
_GOES_ON = re.compile(
    r"(?i)\s*(?:$|[.,;!?)](?!\d)|(?:and|but|for|if|in|per|a|each|with|to|on|then|all|more|less|off|plus|or|now|today|instead)\b)"
)
_PLACED = re.compile(
    r"(?i)\b(?:in|at|by|after|within|until|till|before|from|on|room|number|zone|step|option|aged?|over|under|page|of|row|seat|weighs?|covers?|table|desk|bus"
    r"|to|and|or|pounds?|euros?|dollars?|quid)\s\Z"
)
"""What stands around a number that is a sum, and before one that is a day, an hour, a place or an age."""


def _stands_alone(text: str, span: Span) -> bool:
    """Whether digits are a number, and no part of a reference, an hour or a date."""
    return bool(_BEHIND.match(text, span[1]) and _BEFORE.search(text[max(0, span[0] - _BACK) : span[0]]))


_DIGITS, _BACK = 4, 12
_BEHIND = re.compile(r"(?![\w:/%°#*-]|[.,]\d)")
_BEFORE = re.compile(r"(?i)(?<![\w.,:/#£$€*+-])(?<!no\. )(?<!ref )(?<!code )(?<!number )(?<!order )\Z")


def _classes(note: Note, number: int, values: Sequence[Span]) -> frozenset[str]:
    """What in a sentence tells one thing from another of its kind."""
    sentence = note.sentence(number)
    return CLASSES & words_beside(note, number, (sentence.start, sentence.end), values) - _UNITS


_UNITS = frozenset(map(stem, ("weekly", "monthly", "yearly", "daily")))
"""Beside a value they tell things apart; in its sentence the stem may be that of the value itself ("two weeks")."""

CLASSES = frozenset(
    map(
        stem,
        "adult child children kid kids senior student concession pensioner infant baby express standard economy "
        "premium basic business single double twin return monthly yearly annual weekly daily deposit balance rest "
        "extra additional minimum maximum upfront tip tax vat fine remaining outstanding both "
        "half inbound outbound outward onward connecting renewal member upgrade insurance air sea road".split(),
    )
)
"""Stems that tell one thing from another of its kind where they stand beside one value only."""

_NEXT_TO = 12
"""A day so many characters from a date is its own: "Friday, the 13th"."""

_IFS = re.compile(
    r"(?i)^(?:then|for|as for|with) |\b(?:if (?!you(?:['’]d| would)? (?:like|want|wish|need|prefer)\b)|(?:unless|whether|"
    r"until|till|except|normally|usually|once|when|might|may (?!not))\b)"
)
"""Words of sentences that say what is so at times."""
_TILL = re.compile(r"(?i)\b(?:until|till)\b")
_CLOSES = re.compile(r"(?i)\b(?:until|till|clos\w+|shut\w*|lock\w*)\b")
_PASSING = frozenset(
    map(
        stem,
        "one two three four five six seven eight nine ten twelve minute hour day week month year moment now today tomorrow "
        "yesterday anyone anybody unfortunately sorry afraid great otherwise please need require mandatory compulsory sure "
        "remember forget necessary optional note know order problem take yours thing book booked".split(),
    )
)
"""Stems beside a claim that say nothing of what it is about."""

_ANSWERS = {"yes": "yes", "yep": "yes", "yeah": "yes", "sure": "yes", "correct": "yes", "no": "no", "nope": "no"}
_IS = frozenset({"is", "are", "be", "was", "were", "comes", "come", "been"})

_SIZES = {"kilo": "kg", "kilos": "kg", "gig": "gb", "gigs": "gb", "meg": "mb", "mbps": "mb"}

_BARE = 3
"""A clause of so few content words leans on the question before it."""
