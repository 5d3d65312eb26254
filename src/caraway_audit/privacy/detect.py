"""Finds personal values in a text.

Our own matchers come first: one module for each way in which a value is known. Presidio lends its long tail (network and
device addresses, wallets), and a firm its own recognisers.

`detect` gives what a form, a checksum or a word beside it tells: rules judge people by it. `find` adds what the tagger takes
for a name, an address or a number by the words around it: good enough to mask and to redact by, not to accuse anybody.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from operator import attrgetter

from caraway_audit.folding import folded
from caraway_audit.language.identify import function_words
from caraway_audit.language.unseen import as_read
from caraway_audit.model import Span
from caraway_audit.privacy.accounts import accounts, payment_handles
from caraway_audit.privacy.addresses import spelled_emails, street_addresses
from caraway_audit.privacy.again import in_usual_form
from caraway_audit.privacy.bare import said
from caraway_audit.privacy.context import may_hold, told_values
from caraway_audit.privacy.cues import as_meant
from caraway_audit.privacy.formats import OTHER_NUMBER, SPARE, Entity, cards, emails, glued_numbers, ibans, phones
from caraway_audit.privacy.full_names import full_names, given_names, lone_name, whole_name
from caraway_audit.privacy.harmless import is_harmless
from caraway_audit.privacy.labels import STANDS_IN
from caraway_audit.privacy.likely import likely_values
from caraway_audit.privacy.names import WORD
from caraway_audit.privacy.national import national_numbers
from caraway_audit.privacy.other_languages import is_other_language, kept
from caraway_audit.privacy.recognizers import LongTail, OwnRecognizers
from caraway_audit.privacy.secrets import secrets
from caraway_audit.privacy.spoken import dictated_end, dictated_runs, written
from caraway_audit.privacy.tagger import SCORE, Tagger, is_everyday, listed
from caraway_audit.privacy.typed_cards import typed_cards

__all__ = ["Detector", "Entity"]

_ANYTHING = re.compile(r"[\d@＠]|[:-][0-9A-Fa-f]{2}[:-]")
_FIVE_DIGITS = re.compile(r"\d(?:\D{0,4}\d){4}|\b[A-Za-z]{5}\d{4}[A-Za-z]\b|\d{4}\D{5,24}\d{4}(?!\d)")
"""What every card, account, identity and telephone number holds, and few texts do (an Indian PAN has four digits)."""
_CACHE_LIMIT = 10_000
_AN_ANSWER, _WORDS = 60, 4
"""Characters of a text that may be a bare value but for politeness around it, and words of a value."""
_BARE = SCORE / 2
"""How sure such a value is: what was asked before tells better what it is."""


class Detector:
    """Finds personal values. `regions` are ISO regions whose local phone numbers count."""

    def __init__(self, regions: Sequence[str] = ("GB", "US")) -> None:
        self._regions = tuple(regions)
        self._long_tail = LongTail()
        self.own = OwnRecognizers()
        self._known: dict[str, tuple[Entity, ...]] = {}
        self._found: dict[str, Sequence[Entity]] = {}

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger, read when a text is first masked."""
        return Tagger()

    @cached_property
    def chat_tagger(self) -> Tagger:
        """The one that learnt from conversations, read when one is first masked."""
        return Tagger(weights="chat.txt.gz")

    def detect(self, text: str) -> tuple[Entity, ...]:
        """Values in order of place, none overlapping: where two claim the same text the surer, then the longer wins."""
        found = self._known.get(text)
        if found is None:
            if len(self._known) >= _CACHE_LIMIT:
                self._known.clear()
            meant, places = as_meant(text, range(len(text)))
            worth = self.own or _ANYTHING.search(text) or may_hold(meant)
            entities = self._detect(text) if worth else []
            if worth and meant is not text:
                entities = resolve((*entities, *_placed(self._detect(meant), places)))
            found = self._known[text] = tuple(entities)
        return found

    def find(self, text: str) -> Sequence[Entity]:
        """What `detect` gives, and what the tagger finds beside it; in order of place, none overlapping."""
        known = self._found.get(text)
        if known is None:
            if len(self._found) >= _CACHE_LIMIT:
                self._found.clear()
            known = self._found[text] = self._find(text)
        return known

    def _find(self, text: str) -> Sequence[Entity]:
        visible, seen = as_read(text)
        read, places = as_meant(visible, seen)
        tagged = self._tagged(_FILE.sub(_spaced, in_usual_form(read)))
        if read is not text:
            tagged = [*_placed(tagged, places)]
            if "<" in text:  # within a tag, too
                more = [e._replace(start=s, end=t) for e in self._tagged(text) for s, t in free(e.start, e.end, tagged)]
                tagged = sorted((*tagged, *more), key=_start)
        tagged = [_without_unit(text, one) for one in tagged if not is_harmless(text, one)]
        found = self.detect(text)
        meant, places = (read, places) if visible is text else as_meant(text, range(len(text)))
        if likely := [*_placed(likely_values(meant), places)]:
            likely = [e for e in resolve(likely) if not any(e.overlaps(other) for other in found)]
            tagged = sorted((*likely, *(left for e in tagged for left in _beside(e, likely))), key=_start)
        done = [Entity("", *match.span(), 1.0) for match in STANDS_IN.finditer(text)] if "[" in text else []  # of a copy
        left = [
            Entity(entity.kind, *trimmed(text, start, end), entity.score)
            for entity in tagged
            for start, end in free(entity.start, entity.end, sorted((*found, *done), key=_start) if done else found)
            if sum(map(str.isalnum, text[start:end])) >= _TELLING
        ]
        every = _with_towns(text, grown(text, sorted((*found, *left), key=_start) if left else found))
        return [one for one in every if one.kind != "PERSON" or not _SHORT_FORM.fullmatch(text, one.start, one.end)]

    def _tagged(self, text: str, only: str = "") -> list[Entity]:
        """What is tagged in a text, and the numbers that would be if a short answer stood without the politeness around it."""
        tagged = self._tagged_as_it_is(text, only)
        start, end = said(text) if len(text) <= _AN_ANSWER else (0, len(text))
        if end - start == len(text) or text.count(" ", start, end) >= _WORDS:
            return tagged
        bare = (
            Entity(one.kind, one.start + start, one.end + start, _BARE)
            for one in self._tagged_as_it_is(text[start:end], only)
            if any(map(str.isdigit, text[one.start + start : one.end + start]))
        )
        return sorted((*tagged, *(one for one in bare if not any(one.overlaps(e) for e in tagged))), key=_start)

    def _tagged_as_it_is(self, text: str, only: str) -> list[Entity]:
        """What the tagger finds, full names that the lists know, and the capitalised names behind a word for a person."""
        text = text.translate(_APOSTROPHES)
        language = is_other_language(text)
        tagged = [part for one in self.tagger.tag(text, only) for part in self._parts(text, one, only)]
        if tagged and language:
            tagged = [one for one in kept(text, tagged, function_words(language)) if not only or one.kind == only]
        else:
            tagged = [part for one in _whole(text, tagged) for part in _without_greeting(text, one)]
        given = [] if language else [*given_names(text)]  # in some, nouns have capitals
        full = _no_words(text, full_names(text), language) if language else full_names(text)
        listed = resolve(Entity("PERSON", *span, SCORE) for span in (*full, *lone_name(text), *given))
        if listed:  # the tagger may have seen a part
            whole = [one for one in listed if not any(one.overlaps(e) and not one.holds(e) for e in tagged)]
            tagged = sorted((*whole, *(e for e in tagged if not any(one.holds(e) for one in whole))), key=_start)
        called = [Entity("PERSON", *span, SCORE) for span in _called(text)]
        if called:  # "Mr Lincoln" is no place
            tagged = [e for e in tagged if e.kind != "LOCATION" or not any(one.overlaps(e) for one in called)]
        left = [one._replace(start=start, end=end) for one in called for start, end in free(one.start, one.end, tagged)]
        found = sorted((*tagged, *left), key=_start) if left else tagged
        return [_without_possessive(text, one) for one in found] if "'" in text else found

    def _parts(self, text: str, entity: Entity, only: str) -> Iterator[Entity]:
        """An address without who lives there, whom the tagger takes along; a word of every day in small letters is no name."""
        lives = _LIVES.search(text, entity.start, entity.end) if entity.kind == "POSTAL_ADDRESS" else None
        before = text[entity.start : lives.start()] if lives else ""
        if lives and not any(map(str.isdigit, before)):
            yield from (
                one._replace(start=one.start + entity.start, end=one.end + entity.start)
                for one in self.tagger.tag(before, only)
            )
            if any(map(str.isalnum, text[lives.end() : entity.end])):
                yield entity._replace(start=lives.end())
        else:
            yield from _without_greeting(text, entity)

    def people(self, text: str) -> tuple[Span, ...]:
        """The full names in a text: two words or more, or a title and a word; with capitals, unless the text has none."""
        full = _FULL_NAME_SMALL if text.islower() else _FULL_NAME
        if not full.search(text):
            return ()
        named = self._tagged(text, only="PERSON")
        return tuple((e.start, e.end) for e in named if full.fullmatch(text, e.start, e.end))

    def _detect(self, text: str) -> list[Entity]:
        visible, places = as_read(text)
        if visible is text:
            return self._detect_as_it_is(text)
        read = [*_placed(self._detect_as_it_is(visible), places)]
        return resolve((*read, *self._detect_as_it_is(text))) if "<" in text else read  # in a link, too

    def _detect_as_it_is(self, text: str) -> list[Entity]:
        text = in_usual_form(text)
        found = [*emails(text), *payment_handles(text), *secrets(text), *spelled_emails(text), *street_addresses(text)]
        found += [*self._numbers(text, found), *self._dictated(text)]
        found += self._long_tail.find(text)
        if self.own:
            found += self.own.find(text)
        return resolve(found)

    def _numbers(self, text: str, taken: Sequence[Entity] = ()) -> list[Entity]:
        """Numbers, and what a word tells, of a text as it stands; none within what is `taken` is a telephone's."""
        found = [*told_values(text)]
        if _FIVE_DIGITS.search(text):
            found += [
                *cards(text),
                *typed_cards(text),
                *ibans(text),
                *glued_numbers(text),
                *national_numbers(text),
                *accounts(text),
            ]
            found += phones(text, self._regions, [entity for entity in (*taken, *found) if entity.score > SPARE])
        return found

    def _dictated(self, text: str) -> Iterator[Entity]:
        """Numbers in words: what they would be in digits; a long one is masked whatever it is."""
        for one in written(text):
            told = [e for e in self._numbers(one.text) if any(e.start < end and start < e.end for start, end in one.runs)]
            for entity in told:
                yield Entity(entity.kind, *one.origin(entity.start, entity.end), entity.score)
            for start, end in one.long:
                yield Entity("SPOKEN_NUMBER", *one.origin(start, end), _DICTATED)


def _no_words(text: str, spans: Iterable[Span], language: str) -> Iterator[Span]:
    """Full names in another language, but for those that begin with a function word of it ("Sie Geduld")."""
    words = function_words(language)
    return (span for span in spans if text[slice(*span)].split()[0].lower() not in words)


def _beside(entity: Entity, likely: Sequence[Entity]) -> Iterator[Entity]:
    """What of a tagged value stands beside those that patterns tell, which they tell better: the rest of an address of which
    they know the street, and else nothing."""
    claimed = [one for one in likely if one.overlaps(entity)]
    if not claimed:
        yield entity
    elif {entity.kind, *(one.kind for one in claimed)} == {"POSTAL_ADDRESS"}:
        yield from (entity._replace(start=start, end=end) for start, end in free(entity.start, entity.end, claimed))


def _placed(found: Iterable[Entity], places: Sequence[int]) -> Iterator[Entity]:
    """Values of a text as it is read, where they stand in the original."""
    return (one._replace(start=places[one.start], end=places[one.end - 1] + 1) for one in found)


_DICTATED = 0.55
"""How sure a dictated number is whose kind nothing tells: under all that is told."""


def grown(text: str, found: Sequence[Entity]) -> Sequence[Entity]:
    """What was found, with what belongs to it beside: the extension of a telephone, the rest of a log-in name ("daveh_1979"),
    what stands before a street ("3rd floor, Cobalt House,"), whatever else the tagger took that for."""
    found = _whole_runs(text, found)
    kept: list[Entity] = []
    for number, one in enumerate(found):
        after = found[number + 1].start if number + 1 < len(found) else len(text)
        more = None
        if one.kind == "PHONE_NUMBER":
            more = _EXTENSION.match(text, one.end, after) or _REST_IN_WORDS.match(text, one.end, after)
        elif one.kind in ("PERSON", "USERNAME") and (rest := _REST_OF_LOGIN.match(text, one.end, after)):
            one = one._replace(kind="USERNAME", end=rest.end())
        elif one.kind == "POSTAL_ADDRESS":
            sure = next((other.end for other in reversed(kept) if other.score > SCORE), 0)
            if lead := _PARTS_BEFORE.search(text, max(sure, one.start - _WIDEST), one.start):
                start = lead.start("parts")
                while kept and kept[-1].end > start:
                    start = min(start, kept.pop().start)
                kept.append(Entity(one.kind, *trimmed(text, start, one.start), SCORE))
        kept.append(one)
        if more:
            kept.append(Entity(OTHER_NUMBER, *trimmed(text, *more.span()), SCORE))
    return kept


def _whole_runs(text: str, found: Sequence[Entity]) -> Sequence[Entity]:
    """What was found, where a part of a number that is dictated was, with the rest of it; and what is dictated on behind a
    secret ("bluebird capital b and then a seven")."""
    runs = list(dictated_runs(text)) if any(one.kind in _DICTATED_KINDS for one in found) else []
    grown: list[Entity] = []
    for number, one in enumerate(found):
        after = found[number + 1].start if number + 1 < len(found) else len(text)
        start, end = one.start, one.end
        if one.kind in _DICTATED_KINDS:
            before = grown[-1].end if grown else 0
            for first, last in runs:
                if first < one.end and one.start < last:
                    start, end = max(min(start, first), before), min(max(end, last), after)
            on = dictated_end(text, end) if one.kind == "CREDENTIAL" else end
            if not any(map(str.isdigit, text[start:on])):
                end = max(end, min(on, after))
        if (start, end) != (one.start, one.end):
            start, end = trimmed(text, start, end)
        grown.append(one._replace(start=start, end=end))
    return grown


_DICTATED_KINDS = frozenset(
    {"SPOKEN_NUMBER", "PHONE_NUMBER", "CREDENTIAL", "US_SSN", "ID_NUMBER", "REFERENCE", "PASSPORT", "BANK_ACCOUNT", "BANK_CODE"}
)

_WIDEST = 60
_EXTENSION = re.compile(r",?\s{1,2}(?:ext(?:ension|n)?\.?|x)\s?\d{1,6}(?!\w)", re.IGNORECASE)
_DIGIT_IN_WORDS = r"(?:oh|zero|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|treble)"
_REST_IN_WORDS = re.compile(rf"(?:[ ,]{{1,2}}{_DIGIT_IN_WORDS}\b){{2,9}}", re.IGNORECASE)  # "07700 900 double six one"
_REST_OF_LOGIN = re.compile(r"(?=[\w.]*\d)[_.]?\w+(?:\.\w+)*+(?![@\w])")
_FLOOR = r"(?:[Tt]op|[Gg]round|[Bb]asement|[Ff]irst|[Ss]econd|[Tt]hird|\d{1,2}(?:st|nd|rd|th)) [Ff]loor"
_PARTS_BEFORE = re.compile(
    r"(?:^|(?<=[\s,(]))(?P<parts>(?:"
    r"(?:(?:[Bb]lock|[Uu]nit|[Bb]uilding|[Tt]ower|[Ss]taircase|[Ee]ntrance) [A-Z\d]{1,3}"
    rf"|{_FLOOR}(?: (?:[Ll]eft|[Rr]ight|[Ff]lat|[Ff]ront|[Rr]ear))?"
    r"|(?:[A-Z][\w’'-]{1,20} ){1,2}(?:House|Hse|Court|Lodge|Cottage|Mansions?|Tower|Buildings?|Hall|Villa|Works"
    r"|Yard|Mill|Apartments)"
    r"|Hotel [A-Z][\w’'-]{1,20})(?:, ?|\n)){1,3})$"
)


def _with_towns(text: str, found: Sequence[Entity]) -> Iterator[Entity]:
    """What was found, and the town behind a street as a part of the address: a place that is told, or any words before a
    postcode ("14 Mill Lane, Hexham NE46 1AB")."""
    before = None
    for one in found:
        between = (before.end, one.start) if before and before.kind == "POSTAL_ADDRESS" else (0, 0)
        if one.kind == "LOCATION" and _GAP.fullmatch(text, *between):
            one = one._replace(kind="POSTAL_ADDRESS")
        elif one.kind == "POSTAL_CODE" and (town := _TOWN.fullmatch(text, *between)):
            yield Entity("POSTAL_ADDRESS", *town.span("town"), SCORE)
        yield one
        before = one


_GAP = re.compile(r"[ ,\n]{1,3}")
_TOWN = re.compile(r"[ ,\n]{1,3}(?P<town>[^\W\d_]{2,20}(?:[ '’-][^\W\d_]{1,20}){0,3})[ ,\n]{1,3}")


def _whole(text: str, tagged: list[Entity]) -> list[Entity]:
    """Names in their whole length, up to what else was found, those that grew into one another as one; none overlap."""
    found: list[Entity] = []
    for number, one in enumerate(tagged):
        if found and found[-1].end >= one.end:
            continue
        grown = one
        if one.kind == "PERSON":
            start, end = whole_name(text, (one.start, one.end))
            following = tagged[number + 1] if number + 1 < len(tagged) else None
            is_place = following and following.kind == "LOCATION" and end >= following.end  # "Jurgen Kaltenbach here"
            if following and following.kind != "PERSON" and not is_place and end > following.start:
                end = one.end
            if found and found[-1].kind != "PERSON" and start < found[-1].end:
                start = one.start
            grown = one._replace(start=start, end=end)
            if found and found[-1].kind == "PERSON" and found[-1].end >= start:
                before = found.pop()
                grown = before._replace(end=max(end, before.end))
        found.append(grown)
    return found


_SHORT_FORM = re.compile(r"(?i:i|it|that|there|here|what|who|you|we|they|he|she|let)['’](?:m|s|ve|ll|re|d)")
"""What begins many a sentence before a name: "I'm Aoife"."""
_LIVES = re.compile(
    r"\s*\b(?:lives?|lived|living|stays?|stayed|staying|resides?|is moving|moved|j['’]habite|habite|wohnt|wohne|vive|vivo)\b"
    r"(?:\s+(?:at|in|on|to|au|à|en))?\s+",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset("lie lies lay rush lamb bath begin erm um hm first last middle wrong server".split())
_GREETINGS = frozenset(
    "begin erm um hm monday tuesday wednesday thursday friday saturday sunday buongiorno buonasera bonsoir bonjour "
    "guten morgen tag abend gruss gott dumela sawubona hoi hej hallo hola ola ciao salam salaam assalam alaikum kia "
    "ora kalimera kalispera namaste namaskar merhaba varsagod nada adieu jings tanti auguri joyeux anniversaire selv "
    "tak gracias danke merci obrigado obrigada shukran inshallah beijinhos moin servus tere wa vanakkam ahlan marhaba "
    "easter christmas xmas ramadan eid diwali hanukkah hogmanay pentecost whitsun advent lent halloween thanksgiving "
    "szia ahoj geb grüßen grüssen dziekuje dziękuję dzięki mrn conf visa".split()
)
"""What opens a sentence with a capital, or is said in another language, and is nobody's name."""


def _without_greeting(text: str, entity: Entity) -> Iterator[Entity]:
    """What was found, but of a name only what is one."""
    if entity.kind != "PERSON":
        yield entity
    elif (start := _name_begins(text, entity)) < entity.end:
        yield entity._replace(start=start)


def _name_begins(text: str, entity: Entity) -> int:
    """Where a name begins, behind a greeting that the tagger took for a part of it; its end where nothing is left of it."""
    words = list(WORD.finditer(text, entity.start, entity.end))
    for number, word in enumerate(words):
        small = folded(word.group())
        alone = len(words) == 1 or (len(words) == 2 and words[1].group() == "s")
        thing = alone and (word.group() in _SMALL_WORDS or (len(words) == 2 and is_everyday(small)))
        if small not in _GREETINGS and not thing:
            return word.start() if number else entity.start
        if alone:
            break
    return entity.end


def _without_unit(text: str, one: Entity) -> Entity:
    """A name without what it was measured in before it: "60 °C. Lorcan Devanney"."""
    unit = _UNIT.match(text, one.start, one.end) if one.kind == "PERSON" and _MEASURED.search(text[: one.start][-8:]) else None
    return one._replace(start=unit.end()) if unit else one


_UNIT = re.compile(r"[A-Z]\.\s+(?=[^\W\d_]{2})")
_MEASURED = re.compile(r"(?:°|\d\s?)$")
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʼ`´"), "'")
"""As phones and word processors write them."""


def _without_possessive(text: str, entity: Entity) -> Entity:
    """A name without the 's that says what is somebody's."""
    own = entity.kind == "PERSON" and text.endswith("'s", entity.start, entity.end) and entity.end - entity.start > _WITH_S
    return entity._replace(end=entity.end - 2) if own else entity


_WITH_S = 4
_FILE = re.compile(r"(?<!\w)[^\W_]\w{0,80}_\w{0,80}\.(?:pdf|jpe?g|png|heic|docx?|xlsx?|txt|csv|zip|eml|msg)\b", re.IGNORECASE)


def _spaced(match: re.Match[str]) -> str:
    """The name of a file with spaces for its underscores: "passport Gudrun Meisel.pdf"."""
    return match.group().replace("_", " ")


# Possessive and anchored at words: a run of letters without end costs its length, not the square of it.
_NAME = r"(?<![\w'’-])[^\W\d_a-zß-öø-ÿ][\w'’-]*+"
_FULL_NAME = re.compile(
    rf"{_NAME}\.?\s++(?:(?:{_NAME}\.?|van|von|der|den|de|del|della|la|le|da|do|di|dos|du|bin|bint|al|el|ibn|ap|ab|ten|ter|mac|an)\s++){{0,6}}{_NAME}(?<=[\w'’-]{{2}})"
)

_NAME_SMALL = r"(?<![\w'’-])[^\W\d_]{2,20}+(?:['’-][^\W\d_]{1,20}+)?+"
_FULL_NAME_SMALL = re.compile(rf"{_NAME_SMALL}\.?\s++(?:[^\W\d_]\.?\s++)?+(?:{_NAME_SMALL}\s++){{0,3}}{_NAME_SMALL}")

_SMALL_LETTERS = r"(?=[\w'’-]{1,40}?[a-zß-öø-ÿ])"  # no code, no shouting
_CALLED = re.compile(
    r"\b(?:neighbou?r|tenant|lodger|flatmate|landlord|landlady|husband|wife|partner|fianc[ée]e?|mother|father|mum|mom|dad|sister|brother|"
    r"son|daughter|friend|colleague|boss|patient|customer|client|guest|caller|passenger)\b\.?,?\s++"
    rf"(?P<name>{_SMALL_LETTERS}{_NAME}(?:\s++{_SMALL_LETTERS}{_NAME}){{1,2}})"
)
_TITLED = re.compile(
    r"\b(?:[Mm]r|[Mm]rs|[Mm]s|[Mm]iss|[Mm]x|[Dd]r|Prof|Professor|[Cc]onstable|[Ss]ergeant|[Ss]gt|[Ii]nspector|Rev(?=\.)|Reverend"
    r"|Cllr|[Nn]urse(?! Practitioner)|[Mm]atron|[Mm]idwife)\b\.?\s++"
    rf"(?P<name>(?:[A-Z]\.?\s{{0,2}}){{0,3}}(?:(?:van|von|der|den|de|del|della|la|le|al|el|bin|ap|ten|ter)\s++){{0,3}}"
    rf"{_SMALL_LETTERS}{_NAME}(?:\s++{_SMALL_LETTERS}{_NAME}){{0,2}})"
)
_TITLED_SMALL = re.compile(r"\b(?:mr|mrs)\b\.?\s++(?P<name>[a-zß-öø-ÿ][a-zß-öø-ÿ'’-]{2,30}+)(?![\w@.]\w)")


def _called(text: str) -> Iterator[Span]:
    """Names with a capital behind a word for a person or a title; in small letters behind a title, what is no everyday word."""
    for pattern in (_CALLED, _TITLED):
        for match in pattern.finditer(text):
            yield match.span("name")
    for match in _TITLED_SMALL.finditer(text):
        if "c" not in listed(match["name"]):
            yield match.span("name")


_start = attrgetter("start")
_TELLING = 2
"""Letters and digits that a piece of a value holds at least, where the rest of it is another value."""


def trimmed(text: str, start: int, end: int) -> Span:
    """A stretch that holds a letter or digit, without what stands around it."""
    while not text[start].isalnum():
        start += 1
    while not text[end - 1].isalnum():
        end -= 1
    return start, end


def free(start: int, end: int, taken: Sequence[Entity]) -> Iterator[Span]:
    """What of a stretch no value has taken (these in order of place)."""
    place = max(bisect_left(taken, start, key=_start) - 1, 0)
    while place < len(taken) and taken[place].start < end:
        entity = taken[place]
        if entity.end > start:
            if start < entity.start:
                yield start, entity.start
            start = entity.end
        place += 1
    if start < end:
        yield start, end


def resolve(found: Iterable[Entity]) -> list[Entity]:
    """Entities without overlaps, in order of place."""
    kept: list[Entity] = []
    for entity in sorted(found, key=lambda e: (-e.score, e.start - e.end, e.start, e.kind)):
        place = bisect_left(kept, entity.start, key=_start)
        before_ends = place == 0 or kept[place - 1].end <= entity.start
        after_begins = place == len(kept) or entity.end <= kept[place].start
        if before_ends and after_begins:
            kept.insert(place, entity)
    return kept
