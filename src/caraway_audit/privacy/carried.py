"""Values that only a conversation as a whole gives away: no message holds them by itself.

- A card or account number sent in pieces ("4539 1488", "0343 6467"): whole at the piece that completes it.
- The bare answer to a question for a secret ("Which code did you get?" "482913"), for an identity number, an account or a
  day of birth.
- An account number whose bank's code came before ("sort code twenty …", "and the account seven three …").
- A secret that comes again without the word that told it ("so hunter22 does not work?").
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from caraway_audit.privacy.asked import DAY, asks_birth
from caraway_audit.privacy.bare import said
from caraway_audit.privacy.behind import named_before
from caraway_audit.privacy.formats import Entity, Line
from caraway_audit.privacy.national import GOVERNMENT_IDS
from caraway_audit.privacy.pieces import SHORT, halves, pieces
from caraway_audit.privacy.replies import may_reply, replies
from caraway_audit.privacy.spoken import Written, dictates, in_digits, written

SECRETS = frozenset({"CREDIT_CARD", "CARD_SECURITY_CODE", "IBAN_CODE", "BANK_ACCOUNT", "CREDENTIAL", *GOVERNMENT_IDS})
"""Kinds that stay what they are when they are said again."""


def carried(lines: Sequence[Line], found: Sequence[Sequence[Entity]]) -> Mapping[int, tuple[Entity, ...]]:
    """What to add to the values `found` in each message by itself, by its position."""
    short = [place for place, (_, text) in enumerate(lines) if _is_short(text) and may_reply(text)]
    added: dict[int, list[Entity]] = {}
    starts, bare = {}, list(lines)
    for place in short:
        writer, text = lines[place]
        starts[place], end = said(text)
        bare[place] = (writer, text[starts[place] : end])
    told = (*pieces(bare, short), *replies(bare, short), *named_before(bare, short)) if short else ()
    for place, entity in told:
        shifted = entity._replace(start=entity.start + starts[place], end=entity.end + starts[place])
        added.setdefault(place, []).append(shifted)
    for place, entity in (*_typed(lines), *halves(lines), *_births(lines, short)):
        added.setdefault(place, []).append(entity)
    known = {
        (entity.kind, text[entity.start : entity.end])
        for place, (_, text) in enumerate(lines)
        for entity in (*found[place], *added.get(place, ()))
        if entity.kind in SECRETS
    }
    if known:
        texts = [_Text(text) for _, text in lines]
        taken = [_Taken((*found[place], *added.get(place, ()))) for place in range(len(lines))]
        for kind, value in sorted(known):
            for place, entity in _again(texts, kind, value):
                if taken[place].took(entity):
                    added.setdefault(place, []).append(entity)
    return {place: tuple(entities) for place, entities in added.items()}


def _is_short(text: str) -> bool:
    """Whether a message may be a piece or an answer: by its length, in digits where a number is dictated."""
    return len(text) <= SHORT or (len(text) <= _DICTATED and dictates(text) and len(in_digits(text)) <= SHORT)


_DICTATED = 4 * SHORT

_STRONG = re.compile(  # letters of both cases, a digit and a sign: no word, no name of a file, no address
    r"(?<![\w@./:#&=?-])(?!(?i:order|ticket|case|ref|reference|invoice|booking|claim|account|customer|member|policy|unit|room)#)"
    r"(?=[\w!#$%^&*+-]{7})(?=\S{0,40}[a-z])(?=\S{0,40}[A-Z])(?=\S{0,40}\d)(?=\S{0,40}[_!#$%^&*])[\w!#$%^&*+-]{7,40}(?![\w@/:=]|\.\w)"
    r"|(?<![\w@./:#&=?-])(?:[A-Z][a-z]{2,12}-){2,4}\d{1,4}(?![\w@/:=-]|\.\w)"  # "Harbour-Otter-88"
)
_PASSWORD = re.compile(
    r"\bpass ?(?:word|code|phrase)|\bpw\b|\blog(?:ged)? ?(?:in|on)\b|\bsign ?in\b|\btyp(?:e|ing|ed)\b|\breset|"
    r"\block(?:ed)? (?:me )?out|\bget in\b|\btemporary\b|\bcredential|\buser ?name|\bmagic word",
    re.IGNORECASE,
)


_WANTS_OWN = re.compile(  # "what is my wifi password please"
    r"\b(?:what(?:[’']?s| is| was)|remind me(?: of)?|tell me|forgot(?:ten)?|give me|need|know)\b[^.!?\n]{0,30}\b"
    r"(?:pass ?(?:word|code|phrase)|wi-?fi (?:key|code))\b",
    re.IGNORECASE,
)
_MIXED = re.compile(  # in capitals only where letters follow digits: "PLUM7RIVER22", but no "AB123456"
    r"(?<![\w@./:#&=?-])(?:(?=[a-z0-9]*\d)(?=[a-z0-9]*[a-z]{3})[a-z0-9]{8,40}"
    r"|(?=[A-Z0-9]*\d[A-Z])(?=[A-Z0-9]*[A-Z]{3})[A-Z0-9]{10,40})(?![\w@/:=-]|\.\w)"
)

_NEAR = 24
_NAMED_OTHERWISE = re.compile(r"\b(?:order|model|ref|reference|serial|ticket|case|id|number|no|version)\W{1,3}$", re.IGNORECASE)


def _typed(lines: Sequence[Line]) -> Iterator[tuple[int, Entity]]:
    """What looks like a password where somebody spoke of one shortly before ("am typing Accra_Lions1987! exactly"), or
    where the other side has just asked what theirs is."""
    for place, (writer, text) in enumerate(lines):
        asked = next((other for who, other in reversed(lines[max(0, place - 3) : place]) if who != writer), "")
        if _WANTS_OWN.search(asked):
            for match in _MIXED.finditer(text):
                if not _NAMED_OTHERWISE.search(text, max(0, match.start() - _NEAR), match.start()):
                    yield place, Entity("CREDENTIAL", *match.span(), 0.88)
        for match in _STRONG.finditer(text):
            if any(_PASSWORD.search(other) for _, other in lines[max(0, place - 4) : place + 1]):
                value = match.group().rstrip("!*")
                yield place, Entity("CREDENTIAL", match.start(), match.start() + max(len(value), 7), 0.88)


def _births(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """Days with their year that answer a question for the day of birth, be it asked a word before ("and the account?")."""
    for place in short:
        writer, text = lines[place]
        before = next((other for who, other in reversed(lines[max(0, place - 2) : place]) if who != writer), "")
        day = DAY.search(text)
        if day and _WITH_YEAR.search(day.group()) and asks_birth(before):
            yield place, Entity("DATE_OF_BIRTH", *day.span(), 0.88)


_WITH_YEAR = re.compile(
    r"\d\D+\d+\D+\d{2}|\b(?:18|19|20)\d\d\b|['’ ]\d\d$|\b(?:nineteen|two thousand|twenty)(?:[ -]\w+){1,3}$", re.IGNORECASE
)


class _Taken:
    """Where a message holds secrets, in order."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._spans = sorted((one.start, one.end) for one in entities if one.kind in SECRETS)

    def took(self, entity: Entity) -> bool:
        """Whether an entity stood beside all that is here; then it is here too."""
        place = bisect_left(self._spans, (entity.end, 0))
        if place and self._spans[place - 1][1] > entity.start:
            return False
        self._spans.insert(place, (entity.start, entity.end))
        return True


_FEWEST, _LONG = 4, 8
_YEAR = re.compile(r"(?:19|20)\d\d")


def _again(texts: Sequence["_Text"], kind: str, value: str) -> Iterator[tuple[int, Entity]]:
    """Where a known secret stands, however it is grouped there. Three digits, or a year, are too little to know it by."""
    value = in_digits(value)
    characters = _characters(value)
    if len(characters) < _FEWEST or _YEAR.fullmatch(characters):
        return
    if kind == "CREDENTIAL" and not characters.isdigit():  # a password is exact, "719 304" is 719304
        pattern = re.compile(rf"(?<![^\W_]){re.escape(value)}(?![^\W_])")
    else:
        spread = r"[\W_]{0,3}".join(map(re.escape, characters))
        pattern = re.compile(rf"(?<![^\W_])(?<!\d[ .-]){spread}(?![^\W_]|[ .-]\d)", re.IGNORECASE)
    lead = next(place for place, character in enumerate(value) if character.isalnum())
    for place, text in enumerate(texts):
        for start in text.starts(characters):
            if match := pattern.match(text.written, max(start - lead, 0)):
                yield place, Entity(kind, match.start(), match.end(), 0.9)
        for one in text.dictated if characters.isdigit() else ():
            if found := pattern.search(one.text):
                yield place, Entity(kind, *one.origin(*found.span()), 0.9)
            elif len(characters) >= _LONG and (start := one.text.find(characters)) >= 0:  # in one breath with the bank's code
                yield place, Entity(kind, *one.origin(start, start + len(characters)), 0.9)


class _Text:
    """A message in which secrets are looked for by their letters and digits first: thousands of them are not too many."""

    def __init__(self, written: str) -> None:
        self.written = written
        self._characters = _characters(written)

    @cached_property
    def _places(self) -> list[int]:
        return [place for place, character in enumerate(self.written) if character.isalnum()]

    @cached_property
    def dictated(self) -> list[Written]:
        """The message in digits, where it dictates any."""
        return list(written(self.written))

    def starts(self, characters: str) -> Iterator[int]:
        """Where some letters and digits begin, whatever stands between them."""
        found = self._characters.find(characters)
        while found >= 0:
            yield self._places[found]
            found = self._characters.find(characters, found + 1)


_NO_CHARACTER = re.compile(r"[\W_]+")


def _characters(text: str) -> str:
    """The letters and digits of a text, small; one character each."""
    if text.isascii():
        return _NO_CHARACTER.sub("", text).lower()
    return "".join([ch.lower() if len(ch.lower()) == 1 else ch for ch in text if ch.isalnum()])
