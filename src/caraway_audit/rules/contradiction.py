"""Section 2, two values for one thing: what an agent says costs 18 euro, and then 22 (CA212).

What is compared are values of one kind (sums, spans of time, dates, weekdays, hours, counts) that agents state of one thing,
and what is said to be included and not included. What one thing is, is told by the words beside the value, and by the
question that it answers; anything in the text that may tell two things apart lets both stand.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from caraway_audit.annotate import AnnotatedConversation, Note
from caraway_audit.language.patterns import PatternSet
from caraway_audit.language.phrases import PhraseSet
from caraway_audit.language.topics import content, is_content, stem
from caraway_audit.language.values import PATTERNS, Range, meets, read
from caraway_audit.model import Confidence, Outcome, Role, RuleMeta, Span
from caraway_audit.rules.base import Rule, author
from caraway_audit.rules.parameters import Phrases

_AGENT, _BOTH = frozenset({Role.AGENT}), frozenset({"agent", "client"})


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
        """`corrects` phrases say that a value was wrong, `changes` that it is another one by now; `several` that more than
        one thing is spoken of. A message that `proposes` brings up something new; by `elsewhere` phrases the client does.
        `vague` words are beside values of many things.

        `denied` are the qualities that a thing has or has not, whatever the time ("included").
        """

        reason: str
        corrects: Phrases
        changes: Phrases
        several: Phrases
        proposes: Phrases
        elsewhere: Phrases
        denied: tuple[str, ...]
        vague: tuple[str, ...]

    def __init__(self, meta: RuleMeta, params: Params, variant: int = 0) -> None:
        super().__init__(meta, params, variant)
        self._vague = frozenset(map(stem, params.vague))

    def phrases(self) -> Mapping[str, PhraseSet]:
        params = self.params
        sets = {"corrects": params.corrects, "changes": params.changes, "several": params.several, "proposes": params.proposes}
        return {name: PhraseSet(table, _BOTH) for name, table in sets.items()} | {
            "elsewhere": PhraseSet(params.elsewhere, frozenset({"client"}))
        }

    def patterns(self) -> Mapping[str, PatternSet]:
        return {name: PatternSet(patterns, _BOTH, timed=False) for name, patterns in PATTERNS.items()}

    def check(self, talk: AnnotatedConversation) -> Iterator[Outcome]:
        failed = set()
        stated: dict[tuple[object, ...], Value] = {}  # each value of a thing once, however often it is said
        if any(self.is_mentioned(talk, name) for name in PATTERNS) or self.params.denied:
            for place in talk.places(_AGENT, True):
                said = self._values(talk, place)
                found = next((one for one in said if self._contradicts(talk, one, stated.values())), None)
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
        apart = {hit.sentence + n for hit in self.hits(talk, place, "corrects") for n in (0, 1)}
        asks = {question.sentence for question in note.questions}
        asked = self._asked(talk, place)
        found: list[Value] = []
        for kind in PATTERNS:
            spans = self.matches(talk, place, kind)
            for span in spans:
                sentence = note.tokens.sentence_at(span[0])
                if sentence in apart | asks:
                    continue
                clause = _clause(talk, place, sentence, span, spans)
                if _OFF.match(talk.messages[place].text, span[1]):
                    continue
                part = _part(talk, place, sentence, span, spans)
                if any(part[0] <= start < part[1] for start in several) or _AT_MOST.search(
                    talk.text(place, (part[0], span[0]))
                ):
                    continue
                written = talk.text(place, span)
                of = stem(written.split()[-1]) if kind == "count" else self._unit(talk, place, span) if kind == "money" else ""
                before = talk.messages[place].text[max(0, span[0] - 5) : span[0]].lower()
                about = _about(note, clause, span) - {of}
                found.append(
                    Value(
                        kind, of, read(kind, written), place, span,
                        about, asked if len(about) <= _BARE else frozenset(), _names(talk, place, clause),
                        _nearer(note, clause), _classes(note, sentence), self._beside(talk, place, clause, span),
                        before.endswith(" the ") and kind == "money",
                    )
                )  # fmt: skip
        return found + [one for one in self._qualities(talk, place) if note.tokens.sentence_at(one.span[0]) not in asks]

    def _bounds(self, talk: AnnotatedConversation, place: int, kind: str, before: Span) -> bool:
        """Whether a value is only said to lie above or below: "from 12 euro"; "up to three weeks" says how long it takes."""
        return (_FROM if kind == "span" else _AT_MOST).search(talk.text(place, before)) is not None

    def _unit(self, talk: AnnotatedConversation, place: int, span: Span) -> str:
        """What a sum is paid for one of: "a day", "per person"; "" where it is paid once."""
        found = _RATE.match(talk.messages[place].text, span[1])
        return _ALIKE.get(found[1].lower(), found[1].lower()) if found else ""

    def _beside(self, talk: AnnotatedConversation, place: int, clause: Span, own: Span) -> tuple[tuple[str, Range], ...]:
        """Days and hours that stand beside a value."""
        return tuple(
            (kind, read(kind, talk.text(place, span)))
            for kind in ("date", "weekday", "clock")
            for span in self.matches(talk, place, kind)
            if clause[0] <= span[0] < clause[1] and span != own
        )

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
                clause = _clause(talk, place, number, span, [span])
                yield Value(
                    "quality", words[at], (is_so, is_so), place, span, _about(note, clause, span), frozenset(),
                    _names(talk, place, clause), _nearer(note, clause), _classes(note, number), (), False,
                )  # fmt: skip

    def _asked(self, talk: AnnotatedConversation, place: int) -> frozenset[str]:
        """Stems of all that the client's turn before asked."""
        turn = next((t for t in reversed(talk.turns) if t.role is Role.CLIENT and t.last < place), None)
        return frozenset(
            word
            for p in (turn.places if turn else ())
            for question in talk.notes[p].questions
            for word in content(talk.notes[p].tokens, question.first, question.last)
        )

    def _contradicts(self, talk: AnnotatedConversation, now: Value, stated: Collection[Value]) -> bool:
        before = [one for one in stated if one.kind == now.kind and one.place != now.place and _comparable(one, now)]
        if not before or any(_agrees(one, now) for one in before) or self._heard(talk, now):
            return False
        # "Bring the 25 pounds", "8 pounds a day": it speaks of a sum as known, and only another one is.
        known = now.definite or now.of in _RATES or now.kind == "count" or (now.kind == "clock" and _same_day(before[0], now))
        known = known and bool(now.range[0] and before[0].range[0]) and len(before) == 1 and not (before[0].names and now.names)
        known = known and not _told_apart(before[0], now)
        others = [one for one in before if (known or self._same(one, now)) and not self._heard(talk, one)]
        return bool(others) and not self._changed(talk, others[-1].place, now.place)

    def _same(self, one: Value, now: Value) -> bool:
        """Whether two values are of one thing: the words beside them meet, and no name or quality tells them apart."""
        shared = (one.about | one.asked) & (now.about | now.asked)
        told = frozenset(word for word in shared - self._vague if not _of_another(word, one, now))
        if not told or not (one.about | now.about) & told:
            return False
        if (one.kind == "clock" and len(told) < _SURELY) or (one.kind == "quality" and told <= {stem(one.of)}):
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

    def _heard(self, talk: AnnotatedConversation, now: Value) -> bool:
        """Whether the client has named the value before: then it is theirs."""
        for place in range(now.place):
            if talk.messages[place].role is not Role.CLIENT or now.kind == "quality":
                continue
            for span in self.matches(talk, place, now.kind):
                if meets(read(now.kind, talk.text(place, span)), now.range, now.kind):
                    return True
        return False

    def _changed(self, talk: AnnotatedConversation, first: int, last: int) -> bool:
        """Whether, from the first value to the second, anybody says that something was wrong or is another one now, or the
        client brings up another thing, day or name."""
        between = range(first + 1, last + 1)
        if any(self.hits(talk, place, name) for place in between[:-1] for name in ("corrects", "changes", "elsewhere")):
            return True
        client = [place for place in between if talk.messages[place].role is Role.CLIENT]
        known = " ".join(message.text for message in talk.messages[: first + 1]).casefold()
        named = (talk.text(p, span) for p in client for kind in ("date", "weekday") for span in self.matches(talk, p, kind))
        whole = ((p, (1, len(talk.messages[p].text))) for p in client)
        return any(one.casefold() not in known for one in named) or any(
            name not in known for p, span in whole for name in _names(talk, p, span) if len(name) > _ACRONYM
        )


_IS = frozenset({"is", "are", "be", "was", "were", "comes", "come", "been"})
_ACRONYM = 4
"""A name of so many letters may be an abbreviation ("DNS"), and names no other thing."""

_MOST = 200
"""So many values of a conversation are kept in mind."""

_LONGER = 40
"""A span so many times as long is one of something else."""

_SURELY = 2
"""Hours of so many shared stems are of one thing: appointments and openings are many."""

_BARE = 3
"""A clause of so few content words leans on the question before it."""
_CLASSES = frozenset(
    map(
        stem,
        "adult child children kid kids senior student concession pensioner infant baby express standard economy "
        "premium basic business single double twin return monthly yearly annual weekly daily deposit balance rest "
        "extra additional minimum maximum upfront instalment instalments tip tax vat fine remaining outstanding both "
        "half inbound outbound outward onward connecting renewal member upgrade insurance air sea road".split(),
    )
)
"""Stems that tell one thing from another of its kind where they stand beside one value only."""
_APART = frozenset(
    map(
        stem,
        "plus pro first second third one-way weekday weekend weekends annually total least without air sea road north "
        "south east west upper lower small medium large big old new previous former current early late opening "
        "closing open close start end begin finish arrive arrival leave departure depart check-in check-out breakfast "
        "lunch dinner before after discount fee saving save left paid online phone store shop morning evening night "
        "peak sale offer promotion reduced full non-member later afterwards delivery collection".split(),
    )
)
"""Stems that do so where each value has one of its own beside it."""


def _of_another(word: str, one: Value, other: Value) -> bool:
    """Whether a shared word speaks of one thing here and of another there: "repair of the kettle", "of the toaster"."""
    first, second = ({said for about, said in value.nearer if about == word} for value in (one, other))
    return bool(first and second and first.isdisjoint(second))


def _classes(note: Note, number: int) -> frozenset[str]:
    sentence = note.sentence(number)
    return _CLASSES.intersection(content(note.tokens, sentence.first, sentence.last)) - _UNITS


_UNITS = frozenset(map(stem, ("weekly", "monthly", "yearly", "daily")))
"""Beside a value they tell things apart; in its sentence the stem may be that of the value itself ("two weeks")."""


def _told_apart(one: Value, other: Value) -> bool:
    """Whether a word beside one value makes it one of another thing: "child" by itself, "start" where the other has its own."""
    first, second = one.about - other.about, other.about - one.about
    return bool((first | second) & _CLASSES or other.classes - one.classes or (first & _APART and second & _APART))


def _comparable(one: Value, other: Value) -> bool:
    """Whether two values of a kind are of one unit: what is free is free by the month, too."""
    return one.of == other.of or (one.kind == "money" and 0 in (one.range[0], other.range[0]))


def _same_day(one: Value, other: Value) -> bool:
    """Whether a day stands beside both, and it is the same."""
    return any(a == b and meets(x, y, a) for a, x in one.beside for b, y in other.beside)


def _agrees(one: Value, other: Value) -> bool:
    return meets(one.range, other.range, one.kind)


_AT_MOST = re.compile(r"(?i)\b(?:from|starting at|up to|at least|at most|over|under|between|than|minimum|maximum)[ :]*$")
_OFF = re.compile(
    r"(?i) (?:off|back|credit|discount|voucher|towards|extra|more|less|deposit|refund|in all|in total|altogether)\b"
)
_FROM = re.compile(r"(?i)\b(?:from|starting at|at least|over|between|than|minimum|every|for)[ :]*$")
_RATE = re.compile(r"(?i) (?:an?|per|each|for each|for every|every) (\w+)")
_ALIKE = {"trip": "time", "ride": "time", "go": "time", "visit": "time", "one": "piece", "item": "piece", "way": "way"}
_RATES = frozenset(
    {"minute", "hour", "day", "night", "week", "month", "year", "time", "person", "head", "piece", "way", "call"}
)

_JOINT = re.compile(r"[,;:()–]|\s-\s|\b(?:and|but|or|while|whereas|then)\b")


def _clause(talk: AnnotatedConversation, place: int, number: int, span: Span, spans: Collection[Span]) -> Span:
    """The stretch of a sentence that speaks of one value: all of it, or where it names several, the part between joints."""
    sentence = talk.notes[place].sentence(number)
    inside = [one for one in spans if sentence.start <= one[0] < sentence.end]
    return (sentence.start, sentence.end) if len(inside) < 2 else _part(talk, place, number, span, spans)


def _part(talk: AnnotatedConversation, place: int, number: int, span: Span, spans: Collection[Span]) -> Span:
    """The stretch between joints that holds a value."""
    sentence = talk.notes[place].sentence(number)
    text = talk.messages[place].text
    joints = [m.start() for m in _JOINT.finditer(text, sentence.start, sentence.end) if not _inside(m.start(), spans)]
    parts = pairwise([sentence.start, *joints, sentence.end])
    return next((part for part in parts if part[0] <= span[0] < part[1]), (sentence.start, sentence.end))


def _inside(at: int, spans: Collection[Span]) -> bool:
    return any(start <= at < end for start, end in spans)


def _about(note: Note, clause: Span, value: Span) -> frozenset[str]:
    """Stems of the content words of a clause, the value's own left out."""
    tokens = note.tokens
    first = next((p for p, start in enumerate(tokens.starts) if start >= clause[0]), len(tokens.words))
    last = next((p for p in range(first, len(tokens.words)) if tokens.starts[p] >= clause[1]), len(tokens.words))
    own = [p for p in range(first, last) if value[0] <= tokens.starts[p] < value[1]]
    if not own:
        return frozenset(content(tokens, first, last))
    return frozenset(content(tokens, first, own[0]) + content(tokens, own[-1] + 1, last))


def _nearer(note: Note, clause: Span) -> frozenset[tuple[str, str]]:
    """Pairs of a content word and what stands right before it, or follows it with "of", "for", "to"."""
    tokens = note.tokens
    inside = [p for p, start in enumerate(tokens.starts) if clause[0] <= start < clause[1]]
    pairs = set()
    for at, p in enumerate(inside):
        word = tokens.words[p]
        if not is_content(word):
            continue
        before = tokens.words[p - 1] if at else ""
        if is_content(before):
            pairs.add((stem(word), stem(before)))
        rest = tokens.words[p + 1 : p + 4]
        if rest and rest[0] in _OF:
            said = next((one for one in rest[1:] if is_content(one)), None)
            if said:
                pairs.add((stem(word), stem(said)))
    return frozenset(pairs)


_OF = frozenset({"of", "for", "to"})


def _names(talk: AnnotatedConversation, place: int, clause: Span) -> frozenset[str]:
    """Words of a clause that are written with a capital or hold digits and letters: names of things and plans."""
    known = {word for name in talk.conversation.client.names for word in name.casefold().split()}
    text = talk.messages[place].text[clause[0] : clause[1]]
    found = re.findall(r"(?<=\w[ ,]) ?([A-Z]\w*)|^\W*([A-Z]\w+)(?=,| is\b| has\b| [A-Z])", text)
    return frozenset(word.casefold() for pair in found for word in pair if word) - known - _NO_NAMES


_NO_NAMES = frozenset(
    "i ok hi hello eur gbp usd chf am pm monday tuesday wednesday thursday friday saturday sunday january february march april "
    "may june july august september october november december".split()
)

KINDS: tuple[type[Rule], ...] = (Contradiction,)
