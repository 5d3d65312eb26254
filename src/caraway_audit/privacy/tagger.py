"""Finds names, addresses and numbers that no form gives away, as people type them: "its jon oreilly 2 park ave 06042".

A linear chain over the words of a text (a conditional random field, learnt by `training/tagger.py`): what a word, its
neighbours within three places and words such as "name" or "zip" anywhere in the text add up to, and which label may follow
which. Weights are whole numbers, and the sums of all labels are lanes of one Python integer: about ten microseconds a
message, the same answer on every machine. A text none of whose words can open a value is not decoded at all.
"""

import gzip
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import pairwise
from typing import Any, NamedTuple, cast

from caraway_audit.folding import folded
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.online import OFFER

TOKEN = re.compile(
    r"(?:https?://|www\.)\S+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w|@\w+|#[^\W\d]\w*|[^\W_]+(?:['’][^\W\d_]+)?|[^\w\s]|_|\n"
)
"""Links, addresses, handles and hashtags as a whole; words with what an apostrophe ties to them; single marks; line ends."""

LABELS = (
    "PERSON", "POSTAL_ADDRESS", "LOCATION", "POSTAL_CODE", "PHONE_NUMBER", "EMAIL_ADDRESS", "CREDIT_CARD", "ID_NUMBER",
    "BANK_ACCOUNT", "REFERENCE", "CREDENTIAL", "USERNAME", "DATE_OF_BIRTH",
)  # fmt: skip
"""What the tagger tells, in the order of its lanes. A bare city or country is a `LOCATION`, a number at the firm (of an
order, a booking, a policy) a `REFERENCE`."""

OTHER = "O"
"""The label of every other word."""

SCORE = 0.3
"""Of what the tagger finds: under all that a form or a checksum tells, so that those are kept where both claim a text."""

UNIT = 64
"""One of log-odds is so many units of a weight."""

SLACK = 5 * UNIT
"""By how much a word may fall short of a value of its own and still open one: decoding costs most, and 40 in 100 texts less
need it for one value in 2,000."""

LANE = 20
"""Bits of one label's sum: a hundred attributes of the greatest weight add up to a quarter of what they hold."""

GREATEST = 20 * UNIT
"""The greatest weight that is stored."""

OPENING, CLOSING = "\x02", "\x03"
"""The words before the first and after the last."""

REACH = 3
"""So many words on either side are seen."""

TRIGGERS = frozenset(
    "name names email mail phone number mobile cell telephone contact call card credit debit visa amex address street road "
    "live lives living addr zip zipcode postcode postal ssn social security digits account acct bank checking savings routing "
    "booking confirmation reservation pnr policy claim order ticket reference ref password passcode pin username user login "
    "id dob birth born flight code license licence passport".split()
)
"""Words that tell, anywhere in a text, what the values in it may be."""

MODELS = resources.files("caraway_audit.privacy").joinpath("models")

_HALF = 1 << (LANE - 1)
_MASK = (1 << LANE) - 1
_CACHE_LIMIT = 10_000
_MOST_KNOWN = 30_000
_LONG, _LONGEST = 60, 120
"""A text is tagged by paragraphs, and one of more words by sentences together: messages are short, and in a letter the word
"address" says nothing of a number ten lines on."""


def key(word: str) -> str:
    """A word as the model knows it: folded, or only its shape where it is no plain word."""
    if word.isalpha():
        return folded(word)
    return word.lower() if "'" in word or "’" in word else shape(word)


def shape(word: str) -> str:
    """How a word is written: "Xx", "d5" for five digits, "xdx1" for letters and digits (with its length in fours)."""
    if word.isdigit():
        return "year" if len(word) == 4 and word[:2] in ("19", "20") else f"d{min(len(word), 17)}"
    if word.isalpha():
        case = "X" if len(word) > 1 and word.isupper() else "Xx" if word[0].isupper() else "x"
        return case if word.isascii() else case + "u"
    if len(word) == 1:
        return word if word != "\n" else "line"
    if sort := _sort_of_link(word):
        return sort
    written = ""
    for character in word:
        sort = "d" if character.isdigit() else "x" if character.isalpha() else character
        if not written.endswith(sort):
            written += sort
    return f"{written[:5]}{min(len(word), 20) // 4}"


def _sort_of_link(word: str) -> str:
    """Which of what is read as a whole a word is; "" for any other."""
    if word[0] in "@#":
        return word[0] * 2
    return "link" if "://" in word or word.startswith("www.") else "mail" if "@" in word else ""


def sort_of(word: str) -> str:
    """Letters, digits, or another word: what a trigger is weighed with."""
    return "a" if word.isalpha() else "d" if word.isdigit() else "o"


_MAIL = re.compile(r"gmail|yahoo|hotmail|outlook|mailcom|icloud|email|com$|dotcom|aol")


@cache
def _lists(models: Hashable) -> Mapping[str, str]:
    """For each word that is part of a name of a person, a place or a country: of which, and whether it is a common word too."""
    stored = gzip.decompress(cast(Traversable, models).joinpath("lists.txt.gz").read_bytes()).decode()
    listed: dict[str, str] = {}
    for line in stored.splitlines():
        lists, _, words = line.partition(" ")
        listed.update(dict.fromkeys(words.split(), lists))
    return listed


def listed(word: str, models: Traversable = MODELS) -> str:
    """The lists a word is in: "F" of given names, "L" of family names, "P" of places, "N" of countries, "c" common besides;
    "-" for none."""
    return _lists(cast(Hashable, models)).get(folded(word), "-")


def is_everyday(word: str) -> bool:
    """Whether a folded word names things and is no name by the lists, whoever is called so ("Delivery", "Text")."""
    lists = set(listed(word))
    return "c" in lists and not lists & set("FL")


class Seen(NamedTuple):
    """What the model sees of a word wherever it stands: its key, its shape and the lists it is in."""

    key: str
    shape: str
    lists: str


def seen(word: str) -> Seen:
    """What is seen of a word."""
    return Seen(key(word), shape(word), listed(word))


def own_attributes(word: str, one: Seen) -> list[str]:
    """What a word says of itself."""
    attributes = [f"w={one.key}", f"s={one.shape}", f"g={one.lists}"]
    if word[0].isalpha():
        small = folded(word) if word.isalpha() else word.lower()
        attributes += [f"p={small[:3]}", f"q={small[-3:]}", f"r={small[-2:]}", f"n={min(len(word), 14)}"]
        attributes.append(f"m={int(len(small) > 6 and bool(_MAIL.search(small)))}")
    elif len(word) > 1 and not word.isdigit():
        attributes += [f"m={int(bool(_MAIL.search(word.lower())))}", f"mix={min(len(word), 14)}"]
    return attributes


def near_attributes(one: Seen, distance: int) -> list[str]:
    """What a word says of one that stands so many places after it (negative: as the one before says it) or before it."""
    attributes = [f"{distance}w={one.key}"]
    if abs(distance) < REACH:
        attributes.append(f"{distance}g={one.lists}")
    if abs(distance) == 1:
        attributes.append(f"{distance}s={one.shape}")
    return attributes


class PairAttributes(NamedTuple):
    """What two neighbours say of the right one, of the left one, of the word after them and of the word before them."""

    right: tuple[str, ...]
    left: tuple[str, ...]
    after: tuple[str, ...]
    before: tuple[str, ...]


def pair_attributes(left: Seen, right: Seen) -> PairAttributes:
    """What two neighbouring words say."""
    lists, keys = f"{left.lists}|{right.lists}", f"{left.key}|{right.key}"
    return PairAttributes((f"b={left.key}|{right.shape}", f"h={lists}"), (f"i={lists}",), (f"a={keys}",), (f"z={keys}",))


def length_attribute(words: int, one: Seen) -> str:
    """What the number of words in the text says of a word."""
    return f"len={min(words, 5)}|{one.shape}|{one.lists}"


def trigger_attribute(trigger: str, sort: str) -> str:
    """What a trigger anywhere in the text says of words of a sort."""
    return f"has={trigger}|{sort}"


class _Word(NamedTuple):
    """What a word adds to itself and to those one, two and three places after it and before it; which trigger it is, if any;
    what it adds with the word after it, by that one's shape, key and lists."""

    own: int
    after: tuple[int, int, int]
    before: tuple[int, int, int]
    sort: str
    trigger: str
    seen: Seen
    shapes: Mapping[str, int]
    keys: Mapping[str, tuple[int, int]]
    lists: Mapping[str, tuple[int, int]]


_NOTHING: Mapping[str, Any] = {}
_Pairs = dict[str, dict[str, tuple[int, int]]]


class _Weights:
    """The stored weights: those of single words read as texts need them, those of pairs by their left word."""

    def __init__(self, models: Traversable, name: str) -> None:
        stored = gzip.decompress(models.joinpath(name).read_bytes()).decode()
        head, *lines = stored.splitlines()
        self._lines = {name: rest for name, _, rest in (line.partition("\t") for line in lines)}
        steps = [int(number) for number in head.split()]
        size = len(LABELS) + 1
        self.steps = [steps[row * size : (row + 1) * size] for row in range(size)]  # from (row) to; OTHER is the last
        self.triggers = {name: {sort: self.add_up([trigger_attribute(name, sort)]) for sort in "ado"} for name in TRIGGERS}
        self._by_shape = {left: {right: adds[0] for right, adds in row.items()} for left, row in self._pairs("b=").items()}
        self._by_key = self._pairs("a=", "z=")
        self._by_lists = self._pairs("h=", "i=")
        self._words: dict[str, _Word] = {}
        self._lengths: dict[tuple[int, str, str], int] = {}

    def _pairs(self, *sorts: str) -> _Pairs:
        """What pairs add, by left and right, for one or two kinds of attribute."""
        found: _Pairs = {}
        for name in self._lines:
            if name[:2] in sorts:
                left, right = name[2:].rsplit("|", 1) if not name.endswith("||") else (name[2:-2], "|")
                both = [self.add_up([f"{sort}{left}|{right}"]) for sort in sorts]
                found.setdefault(left, {})[right] = (both[0], both[-1])
        return found

    def add_up(self, attributes: Sequence[str]) -> int:
        """What some attributes add to all labels, as lanes of one number."""
        total = 0
        for attribute in attributes:
            if stored := self._lines.get(attribute):
                total += int(stored, 16)
        return total

    def word(self, word: str) -> _Word:
        """What a word adds; words repeat, so that it is remembered."""
        known = self._words.get(word)
        if known is None:
            if len(self._words) >= _MOST_KNOWN:
                self._words.clear()
            one = seen(word)
            known = self._words[word] = _Word(
                self.add_up(own_attributes(word, one) if word not in (OPENING, CLOSING) else ()),
                cast(tuple[int, int, int], tuple(self.add_up(near_attributes(one, -place)) for place in (1, 2, 3))),
                cast(tuple[int, int, int], tuple(self.add_up(near_attributes(one, place)) for place in (1, 2, 3))),
                sort_of(word),
                one.key if one.key in TRIGGERS else "",
                one,
                self._by_shape.get(one.key, _NOTHING),
                self._by_key.get(one.key, _NOTHING),
                self._by_lists.get(one.lists, _NOTHING),
            )
        return known

    def length(self, words: int, one: Seen) -> int:
        """What the number of words in the text adds to a word."""
        place = (min(words, 5), one.shape, one.lists)
        known = self._lengths.get(place)
        if known is None:
            known = self._lengths[place] = self.add_up([length_attribute(words, one)])
        return known


_NO_PAIR = (0, 0)


def _pair(left: _Word, right: _Word) -> tuple[int, int, int, int]:
    """What two neighbours add to the right one, the left one, the one after and the one before."""
    by_lists = left.lists.get(right.seen.lists, _NO_PAIR)
    after, before = left.keys.get(right.seen.key, _NO_PAIR)
    return left.shapes.get(right.seen.shape, 0) + by_lists[0], by_lists[1], after, before


@cache
def _weights(models: Hashable, name: str) -> _Weights:
    return _Weights(cast(Traversable, models), name)


class Tagger:
    """Tells personal values by the words around them, by weights of a name."""

    def __init__(self, models: Traversable = MODELS, weights: str = "tagger.txt.gz") -> None:
        self._weights = _weights(cast(Hashable, models), weights)
        steps, last = self._weights.steps, len(LABELS)
        self._halves = sum(_HALF << lane * LANE for lane in range(last))
        # A value can only pay where some word of it adds more than the steps into and out of its label cost; one whose words
        # all miss that by `SLACK`, and are held together by the steps between them alone, is not looked for.
        gains = [
            min(max(row[lane] for row in steps), steps[last][lane] + SLACK) + max(0, steps[lane][last]) for lane in range(last)
        ]
        self._start = sum((_HALF - 1 + gain) << lane * LANE for lane, gain in enumerate(gains))
        self._within: dict[int, int] = {}
        self._known: dict[str, Sequence[Entity]] = {}

    def _start_among(self, fired: int) -> int:
        """As `_start`, for each word by itself where only some labels come into question: how much a label may lose there
        against the steps that other words would take."""
        known = self._within.get(fired)
        if known is None:
            steps, last = self._weights.steps, len(LABELS)
            ends = [lane for lane in range(last) if fired >> lane * LANE & _HALF]
            known = 0
            for lane in ends:
                into = max(0, *(steps[one][lane] - steps[one][last] for one in (*ends, last)))
                out_of = max(0, *(steps[lane][one] - steps[last][one] for one in (*ends, last)))
                known += (_HALF - 1 + into + out_of) << lane * LANE
            self._within[fired] = known
        return known

    def tag(self, text: str, only: str = "") -> Sequence[Entity]:
        """Values in order of place, none overlapping; with `only`, those of one label. Texts repeat, and one is asked about by
        who finds people, who masks and who reads the conversation, so that what was found is remembered."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            found = self._known[text] = tuple(self._told(text))
        return [one for one in found if one.kind == only] if only else found

    def _told(self, text: str) -> Iterator[Entity]:
        if not text.isascii() and sum(map(str.isascii, text)) * 2 < len(text):
            return  # another script: the model knows none of its words
        for piece in _pieces(list(TOKEN.finditer(text))):
            sums = self.sums([match.group() for match in piece])
            fired = 0
            for total in sums:
                fired |= (total + self._start) & self._halves
            if fired:
                yield from (one for one in _entities(self._decode(sums, fired), piece) if _can_be(one, text))

    def sums(self, words: Sequence[str]) -> list[int]:
        """What each word adds up to, all labels in one number."""
        weights, size = self._weights, len(words)
        around = [OPENING] * REACH + list(words) + [CLOSING] * REACH
        known = [weights.word(word) for word in around]
        pairs = [_pair(left, right) for left, right in pairwise(known)]
        triggers: dict[str, int] = {}
        if named := {one.trigger for one in known if one.trigger}:
            triggers = {sort: sum([weights.triggers[name][sort] for name in named]) for sort in "ado"}
        found = []
        for place in range(REACH, size + REACH):
            word = known[place]
            total = word.own + weights.length(size, word.seen)
            total += known[place - 1].after[0] + known[place - 2].after[1] + known[place - 3].after[2]
            total += known[place + 1].before[0] + known[place + 2].before[1] + known[place + 3].before[2]
            total += pairs[place - 1][0] + pairs[place][1] + pairs[place - 2][2] + pairs[place + 1][3]
            found.append(total + triggers[word.sort] if triggers else total)
        return found

    def _decode(self, sums: Sequence[int], fired: int) -> list[int]:
        """The best label of each word, as numbers of lanes, among those that have `fired` somewhere and that of other words."""
        steps, halves, last = self._weights.steps, self._halves, len(LABELS)
        labels: list[list[int]] = []  # by word those that it may have
        back: list[list[int]] = []  # for each of them, the place among the labels of the word before
        best: list[int] = []
        start = self._start_among(fired)
        for total in sums:
            here, adds = [last], [0]
            bits = (total + start) & fired
            total += halves
            while bits:
                lane = (bits & -bits).bit_length() // LANE - 1  # it is the top bit of its lane
                bits &= bits - 1
                here.append(lane)
                adds.append((total >> lane * LANE & _MASK) - _HALF)
            if not labels:
                best, came = adds, []
            elif len(here) == 1 == len(labels[-1]):
                came = [0]
            else:
                came, now, before = [], [], labels[-1]
                for lane, add in zip(here, adds, strict=True):
                    reached = [one + steps[old][lane] for one, old in zip(best, before, strict=True)]
                    top = max(reached)
                    came.append(reached.index(top))
                    now.append(top + add)
                best = now
            labels.append(here)
            back.append(came)
        place = best.index(max(best))
        path = []
        for here, came in zip(reversed(labels), reversed(back), strict=True):
            path.append(here[place])
            place = came[place] if came else 0
        return path[::-1]


def unpacked(total: int) -> list[int]:
    """The sum of each label."""
    total += sum(_HALF << lane * LANE for lane in range(len(LABELS)))
    return [(total >> lane * LANE & _MASK) - _HALF for lane in range(len(LABELS))]


def _pieces(matches: Sequence[re.Match[str]]) -> Iterator[Sequence[re.Match[str]]]:
    """The words of a text as they are tagged together."""
    first = 0
    for place, match in enumerate(matches):
        word, size = match.group(), place + 1 - first
        blank = word == "\n" and place > first and matches[place - 1].group() == "\n"
        if blank or size >= _LONGEST or (size >= _LONG and word in _ENDS):
            yield matches[first : place + 1]
            first = place + 1
    if first < len(matches):
        yield matches[first:]


_ENDS = frozenset(".!?\n")


def _can_be(entity: Entity, text: str) -> bool:
    """Whether what was tagged holds what such a value must: digits, letters, the name of a street."""
    value = text[entity.start : entity.end]
    digits = sum(map(str.isdigit, value))
    if (no := _NO_VALUE.get(entity.kind)) and no.fullmatch(value):
        return False
    if (thing := _OF_A_THING.get(entity.kind)) and thing.search(text, max(0, entity.start - _BESIDE), entity.start):
        return False
    if entity.kind == "PERSON":
        return digits == 0 and any(map(str.isalpha, value))
    if entity.kind == "POSTAL_ADDRESS":
        is_short = len(value.split()) <= _LONGEST_ADDRESS
        return is_short and not _DATED.search(value) if digits else bool(_STREET.search(value))
    if entity.kind == "EMAIL_ADDRESS":
        return bool("@" in value or _MAIL.search(value.lower()) or " dot " in value.lower())
    if entity.kind == "USERNAME" and entity.start == 0 and value.isalpha():
        return not text[entity.end :].strip(" .!?")  # "bollocks. I paid" opens with an exclamation
    if (
        entity.kind in ("POSTAL_CODE", "REFERENCE")
        and value.isdigit()
        and _METER.search(text, max(0, entity.start - _BESIDE), entity.start)
    ):
        return False
    if entity.kind in ("CREDENTIAL", "USERNAME") and _OFFERED.search(text, max(0, entity.start - _BESIDE), entity.start):
        return not (_OFFER.fullmatch(value) and listed(value.rstrip("0123456789-_")) != "-")
    if entity.kind in ("POSTAL_CODE", "REFERENCE") and _SHELF.fullmatch(value):
        return False
    return digits >= _LEAST_DIGITS.get(entity.kind, 0) and not (entity.kind == "DATE_OF_BIRTH" and _NO_DAY.fullmatch(value))


_BESIDE = 40
_MEASURED = r"\d{1,6}(?:[.,]\d{1,3})? ?(?:iu|mg|mcg|ml|kg|gb|tb|mb|mah|kwh|btu|mph|fps|dpi|hz|ghz|mhz|mm|cm|lbs?)"
_NO_VALUE = {  # laws, measures, tyres, machines that fail, hours ("I'll ring her at ten")
    "PERSON": re.compile(
        r"(?:e-?sims?|(?:[A-Z][a-z]+){1,4}(?:Error|Exception))"
        r"|(?i:(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|noon|half|quarter|past)\b\W?)+)"
    ),
    "REFERENCE": re.compile(rf"{_MEASURED}|(?:uk|ec|eu) ?261(?:/2004)?", re.IGNORECASE),
    "POSTAL_CODE": re.compile(
        rf"{_MEASURED}|(?:Z?R\d\d,? )?\d{{2,3}}[HJ-NP-TV-Z]|Z?R1\d|R(?:1\d"
        rf"|2[0-2]) \d{{2,3}}[A-Z]",
        re.IGNORECASE,
    ),
    "POSTAL_ADDRESS": re.compile(
        r"[45]\d\d (?:bad|gateway|internal|not|forbidden|unauthori[sz]ed|service|server|error|request"
        r"|too)\b.{0,30}",
        re.IGNORECASE,
    ),
}
_OF_A_THING = {  # what stands before a number that names a thing, or says how much
    "REFERENCE": re.compile(
        r"\b(?:part|model|product|article|catalogue|set) (?:number|no\.?|nr|#)\W{1,3}$"
        r"|\b\d{1,6} ?iu or $",
        re.IGNORECASE,
    ),
    "POSTAL_CODE": re.compile(r"\b(?:lego|playmobil)\b[^.!?\n]{0,30}$", re.IGNORECASE),
    "CREDENTIAL": re.compile(r"\bcontactless (?:is|limit|up to|over|under)\W[^.!?\n]{0,12}$", re.IGNORECASE),
}
_METER = re.compile(
    r"\b(?:electric(?:ity)?|gas|water|meter|reading|reads|odometer|mileage|day|night)"
    r"(?: (?:is|was|reads|says|now|meter|reading))?\W{1,3}$",
    re.IGNORECASE,
)
_NO_DAY = re.compile(
    r"(?!(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])|(?:19|20)\d\d)\d{6,8}"
)
"""So many digits in which no day and month stand first."""
_OFFER = re.compile(OFFER, re.IGNORECASE)
_OFFERED = re.compile(r"[?&](?:u|code)=$", re.IGNORECASE)
"""Before the code of an offer, a word and a number: "?code=SPRING25"."""
_SHELF = re.compile(r"[A-Z]{1,2}\d{1,3}-(?:1ST|2ND|3RD|[4-9]TH)", re.IGNORECASE)
"""Where something lies: with a letter, a number and a level."""
_LONGEST_ADDRESS = 24
_DATED = re.compile(r"\b(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?,? \d{4}\b", re.IGNORECASE)
_STREET = re.compile(
    r"^\W*(?:\w+\W+){0,5}\w*(?:st|street|road|rd|ave|avenue|lane|ln|drive|blvd|way|strasse|straße)\b", re.IGNORECASE
)
_LEAST_DIGITS = {
    "PHONE_NUMBER": 6,
    "CREDIT_CARD": 4,
    "ID_NUMBER": 3,
    "BANK_ACCOUNT": 4,
    "REFERENCE": 2,
    "POSTAL_CODE": 2,
    "DATE_OF_BIRTH": 2,
}
"""Digits that a value of a kind holds at least (one that is dictated in words is found elsewhere)."""


def _entities(path: Sequence[int], matches: Sequence[re.Match[str]]) -> Iterator[Entity]:
    """Stretches of words with one label, as values; a link, a handle or a hashtag is none."""
    told = [
        len(LABELS) if _sort_of_link(match.group()) in _LINKS else label for label, match in zip(path, matches, strict=True)
    ]
    first = 0
    for place in range(1, len(told) + 1):
        if place == len(told) or told[place] != told[first]:
            if told[first] < len(LABELS):
                yield Entity(LABELS[told[first]], matches[first].start(), matches[place - 1].end(), SCORE)
            first = place


_LINKS = frozenset({"link", "@@", "##"})
