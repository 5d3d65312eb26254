"""Values that only a conversation as a whole gives away: no message holds them by itself.

- A card or account number sent in pieces ("4539 1488", "0343 6467"): whole at the piece that completes it.
- The bare answer to a question for a secret ("Which code did you get?" "482913"), for an identity number or an account.
- An account number whose bank's code came before ("sort code twenty …", "and the account seven three …").
- A secret that comes again without the word that told it ("so hunter22 does not work?").
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from caraway_audit.privacy.behind import named_before
from caraway_audit.privacy.checksums import is_card, is_iban
from caraway_audit.privacy.context import may_hold
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity
from caraway_audit.privacy.national import GOVERNMENT_IDS
from caraway_audit.privacy.spoken import Written, in_digits, written

Line = tuple[str, str]
"""Who wrote a message, and its text."""

SECRETS = frozenset({"CREDIT_CARD", "CARD_SECURITY_CODE", "IBAN_CODE", "BANK_ACCOUNT", "CREDENTIAL", *GOVERNMENT_IDS})
"""Kinds that stay what they are when they are said again."""


def carried(lines: Sequence[Line], found: Sequence[Sequence[Entity]]) -> Mapping[int, tuple[Entity, ...]]:
    """What to add to the values `found` in each message by itself, by its position."""
    short = [place for place, (_, text) in enumerate(lines) if len(text) <= _BARE and _may_answer(text)]
    added: dict[int, list[Entity]] = {}
    told = (*_spoken_pieces(lines, short), *_answers(lines, short), *named_before(lines, short)) if short else ()
    for place, entity in told:
        added.setdefault(place, []).append(entity)
    for place, entity in _typed(lines):
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


def _may_answer(text: str) -> bool:
    return bool(_DIGIT.search(text) or may_hold(text) or _BARE_LETTERS.match(text) or _BARE_PHRASE.match(text.lower()))


_STRONG = re.compile(  # letters of both cases, a digit and a sign: no word, no name of a file, no address
    r"(?<![\w@./:#&=?-])(?=\S*[a-z])(?=\S*[A-Z])(?=\S*\d)(?=\S*[_!#$%^&*])[\w!#$%^&*+-]{7,40}(?![\w@/:=]|\.\w)"
)
_PASSWORD = re.compile(
    r"\bpass ?(?:word|code|phrase)|\bpw\b|\blog(?:ged)? ?(?:in|on)\b|\bsign ?in\b|\btyp(?:e|ing|ed)\b|\breset|"
    r"\block(?:ed)? (?:me )?out|\bget in\b|\btemporary\b|\bcredential",
    re.IGNORECASE,
)


def _typed(lines: Sequence[Line]) -> Iterator[tuple[int, Entity]]:
    """What looks like a password where somebody spoke of one shortly before ("am typing Accra_Lions1987! exactly")."""
    for place, (_, text) in enumerate(lines):
        for match in _STRONG.finditer(text):
            if any(_PASSWORD.search(other) for _, other in lines[max(0, place - 4) : place + 1]):
                value = match.group().rstrip("!*")
                yield place, Entity("CREDENTIAL", match.start(), match.start() + max(len(value), 7), 0.88)


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


_BARE = 80
"""A piece of a number, or a bare answer, stands in a short message."""

_DIGIT = re.compile(r"\d")
_LEAD = (
    r"^\W{0,3}(?:(?:and|then|the|rest|remaining|is|it|its|next|last|second|third|other|half|part|ending|digits|numbers|four|sure|"
    r"ok|okay|yes)\W{1,3}){0,6}"
)
_END = re.compile(r"(?<![^\W_])(?P<value>\d(?:[ .-]?\d){2,15})[\s.,…-]*(?:(?:there|ok|okay|right|yeah)\W*)?$", re.IGNORECASE)
_START = re.compile(_LEAD + r"(?P<value>\d(?:[ .-]?\d){2,15})(?![^\W_])", re.IGNORECASE)
_START_OF_CARD = re.compile(r"^\D{0,40}?(?<![^\W_])(?P<value>\d(?:[ .-]?\d){2,15})(?![^\W_])")
_IBAN_END = re.compile(r"(?<![^\W_])(?P<value>[A-Za-z]{2}\d\d(?:[ -]?[A-Za-z0-9]){2,26})[\s.,…-]*$")
_IBAN_START = re.compile(_LEAD + r"(?P<value>[A-Za-z0-9](?:[ -]?[A-Za-z0-9]){3,26})(?![^\W_])", re.IGNORECASE)
_CARD = re.compile(r"\b(?:card|visa|mastercard|amex|long number|16 digits?|sixteen digits?)\b", re.IGNORECASE)
_MOST_PIECES = 5


def _pieces(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """The pieces of split numbers: masked, and of the number's own kind where it is whole.

    Sixteen random digits in two pieces of whole groups of four pass in one case in fifty; a piece has to end its message and
    the next to begin one of the same writer, so that hardly any two numbers meet this way.
    """
    done: set[int] = set()
    for first in short:
        if first in done or not (end := _IBAN_END.search(lines[first][1]) or _END.search(lines[first][1])):
            continue
        parts = [(first, end)]
        while len(parts) < _MOST_PIECES and (following := _following(lines, parts[-1][0])) is not None:
            text = lines[following][1]
            start = _START.match(text) or (_IBAN_START.match(text) if end.re is _IBAN_END else None)
            if start is None and _spoke_of_card(lines, first):
                start = _START_OF_CARD.match(text)
            if start is None:
                break
            parts.append((following, start))
            if kind := _whole([match["value"] for _, match in parts], _spoke_of_card(lines, first)):
                done |= {place for place, _ in parts}
                for place, match in parts[:-1]:
                    yield place, Entity(OTHER_NUMBER, *match.span("value"), 0.99)
                yield following, Entity(kind, *start.span("value"), 0.99)
                break
            if not _END.search(text):
                break


def _spoken_pieces(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """The pieces of split numbers, also of dictated ones ("two four three nine, seven five seven four. There.")."""
    yield from _pieces(lines, short)
    heard = {place: list(written(lines[place][1])) for place in short}
    for variant in (0, -1):
        read = {place: found[variant] for place, found in heard.items() if found}
        said = (
            [(writer, read[place].text if place in read else text) for place, (writer, text) in enumerate(lines)]
            if read
            else []
        )
        for place, entity in _pieces(said, short) if said else ():
            start, end = read[place].origin(entity.start, entity.end) if place in read else (entity.start, entity.end)
            yield place, Entity(entity.kind, start, end, entity.score)


def _following(lines: Sequence[Line], place: int) -> int | None:
    """The next message of the same writer, where at most a word without digits of somebody else ("go on") lies between."""
    writer = lines[place][0]
    for other in range(place + 1, min(place + 3, len(lines))):
        if lines[other][0] == writer:
            return other
        if any(map(str.isdigit, lines[other][1])) or len(lines[other][1]) > _BARE:
            return None
    return None


def _spoke_of_card(lines: Sequence[Line], place: int) -> bool:
    return any(_CARD.search(text) for _, text in lines[max(0, place - 1) : place + 1])


def _whole(pieces: Sequence[str], spoke_of_card: bool) -> str:
    """What the pieces make together, or ""."""
    joined = ["".join(filter(str.isalnum, piece)) for piece in pieces]
    number = "".join(joined)
    if number.isdigit() and number.isascii():
        in_fours = len(number) == 16 and all(len(piece) % 4 == 0 for piece in joined)
        return "CREDIT_CARD" if (in_fours or spoke_of_card) and len(number) >= 15 and is_card(number) else ""
    return "IBAN_CODE" if number.isascii() and is_iban(number) else ""


_ASKED = re.compile(
    r"(?P<code>\b(?:pin|otp|passcode|(?:one[ -]time|verification|sms|login|log[ -]in|access) (?:code|password|number)|"
    r"code (?:you|we|from|that|in the)|(?:four|six|4|6)[ -](?:digits?|numbers|figures)(?: (?:code|number|pin))?)\b)"
    r"|(?P<card>\b(?:cvv2?|cvc2?|csc|security code|(?:digits|numbers|code) (?:on|from) the back)\b)"
    r"|(?P<password>\bpass ?(?:word|phrase)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\?|\b(?:give|tell|send|read|say|type|share|provide|confirm|enter|need|let me have|drop|pop|put|paste|quote|text|forward|"
    r"stick)\b",
    re.IGNORECASE,
)
_SPARED = re.compile(
    r"\b(?:last (?:four|4|three|3|two|2)|never|do not|don[’']?t|reset|new one|new password|forgotten|"
    r"link|form|post|zip|order|booking|ends?|ending)\b",
    re.IGNORECASE,
)
_LEADING = r"(?:it|its|it[’']s|is|yes|yeah|sure|ok|okay|so|um|uh|er|sir|the|code|says?|reads?|got|i|that|that[’']s|here|you|go)"
_BARE_CODE = re.compile(
    rf"(?:^|[.!?]\s)\W{{0,3}}(?:{_LEADING}\W{{1,3}}){{0,5}}(?P<value>\d(?:[ -]?\d){{2,7}})"
    r"(?:\s(?:is|it|what|written|says?|there|came|sir|mam|madam|the|code|on|here)){0,4}\W{0,3}(?:$|[.!?]\s)",
    re.IGNORECASE,
)
_COMES = re.compile(  # "now one sms will come", "I have sent you a code"
    r"\b(?:sms|otp|code|text message)\b[^.!?\n]{0,40}\b(?:com(?:e|es|ing)|came|arrive[sd]?|sent|received?|get|got|phone)\b"
    r"|\b(?:sent|send|sending|receive|get|got)\b[^.!?\n]{0,30}\b(?:sms|otp|code|(?:six|6)[ -]digit)\b",
    re.IGNORECASE,
)
_SPOKEN_LEAD = re.compile(rf"(?:^|[.!?,]\s)\W{{0,3}}(?:{_LEADING}\W{{1,3}}){{0,5}}$", re.IGNORECASE)
_SPOKEN_TAIL = re.compile(r"\W*(?:$|[.,!?])")
_BARE_LETTERS = re.compile(
    r"^\W{0,3}(?:(?:it|its|it[’']s|is|yes|sure|ok|okay)\W{1,3}){0,4}(?P<value>[^\W\d_]{5,24})\W{0,2}$", re.IGNORECASE
)
_NO_WORD = frozenset(
    "sorry forgot forgotten unknown nothing which whatever password thanks thank please because really seriously "
    "cannot never exactly changed hello there correct incorrect right wrong maybe perhaps later sorted works fixed "
    "either neither both where really absolutely certainly again still always anything everything email mobile "
    "phone online alright perfect great lovely brilliant awesome finally cheers working".split()
)
_BARE_WORD = re.compile(
    r"^\W{0,3}(?:(?:it|its|it[’']s|is|yes|sure|ok|okay|eh|uh|um|er|so|yeah|well|fine|here|you|go)\W{1,3}){0,4}(?P<value>(?=\S*\d)(?=\S*[A-Za-z])\S{6,40})\W{0,2}$",
    re.IGNORECASE,
)


def _answers(lines: Sequence[Line], short: Sequence[int]) -> Iterator[tuple[int, Entity]]:
    """Bare answers to a question for a code or a password; the last digits of something are no secret."""
    for place in short:
        if not place or lines[place - 1][0] == lines[place][0]:
            continue
        text = lines[place][1]
        match = _BARE_CODE.search(text) or _BARE_WORD.match(text) or _BARE_LETTERS.match(text)
        if match and match["value"].lower() in _NO_WORD:
            continue
        span = match.span("value") if match else _bare_spoken(text) or _bare_phrase(text)
        asked = _asked(lines, place) if span else None
        named = asked.groupdict() if asked else {}
        password = bool(named.get("password")) or (asked is not None and "password" in asked.group().lower())
        is_word = match.re is not _BARE_CODE if match else span == _bare_phrase(text)
        if is_word and (match is None or match.re is _BARE_LETTERS) and not _wants_telling(lines[place - 1][1]):
            continue
        if span and asked and (password if is_word else not named.get("password")):
            kind = "CARD_SECURITY_CODE" if named.get("card") else "CREDENTIAL"
            yield place, Entity(kind, *span, 0.88)


_BARE_PHRASE = re.compile(
    r"^\W*(?:(?:it|its|it[’']s|is|eh|uh|um|oh|so|ok|okay|yeah|yes)\W{1,3}){0,3}(?P<value>\w+(?: \w+){1,3})\W*(?:$|[,.;])"
)
_NO_SECRET = _NO_WORD | frozenset(
    "i you he she we they me my your the a an to of for with what why how when who can could do does did not no is "
    "are was were be have has had will would should don cant dont it this that so but and or if one moment second "
    "please sec hang on hold let get all any same as in at by oh ok okay yes yeah done sure great perfect alright "
    "fine good cool nice hi lovely brilliant awesome finally thx ta cheers works working".split()
)


def _bare_phrase(text: str) -> tuple[int, int] | None:
    """Where a few words stand for themselves that say nothing: "eh sunflower twenty two, all lower case"."""
    match = _BARE_PHRASE.match(text.lower())
    if match and _NO_SECRET.isdisjoint(match["value"].split()):
        return match.span("value")
    return None


def _bare_spoken(text: str) -> tuple[int, int] | None:
    """Where a short number is dictated and nothing of weight stands before it ("It's nineteen sixty-six. World Cup year.")."""
    for one in written(text):
        for run in one.runs:
            start, end = one.origin(*run)
            is_short = _FEWEST - 1 <= run[1] - run[0] <= _LONGEST_CODE
            if is_short and _SPOKEN_LEAD.search(text[:start]) and _SPOKEN_TAIL.match(text, end):
                return start, end
    return None


_LONGEST_CODE = 8
_FOR_IT = re.compile(  # "you can give it to me", "read them out", "tell me what it says"
    r"\b(?:give|tell|send|read|say|type|share|provide|enter|pop|put|drop|text|forward|let me have)\b\W+(?:me\W+)?"
    r"(?:it|them|that|those|what (?:it|they|you|the))\b",
    re.IGNORECASE,
)
_BACK = 4


_WANTS = re.compile(
    r"\b(?:what(?:[’']s| is| was)|which|give me|tell me|send me|read me|let me have|share|provide|"
    r"(?:i|we)(?:[’']ll| will)? need)\b",
    re.IGNORECASE,
)


def _wants_telling(text: str) -> bool:
    """Whether a message wants a password told, not set: only then are plain words one."""
    return any("pass" in one.lower() and _WANTS.search(one) and not _SPARED.search(one) for one in _SENTENCES.split(text))


def _asked(lines: Sequence[Line], place: int) -> re.Match[str] | None:
    """What the message before asks for; where it asks for "it", the secret that was spoken of last."""
    before = lines[place - 1][1]
    for other in range(place - 1, max(place - 1 - _BACK, -1), -1):  # "is that all right?" "yes, it's only me" may lie between
        if lines[other][0] == lines[place][0]:
            if _DIGIT.search(lines[other][1]):
                break
        elif asked := _question(lines[other][1]):
            return asked
    if (comes := _COMES.search(before)) and not _SPARED.search(before):
        return comes
    if not _FOR_IT.search(before) or _SPARED.search(before):
        return None
    spoken_of = (_ASKED.search(text) or _COMES.search(text) for _, text in reversed(lines[max(0, place - _BACK) : place]))
    return next(filter(None, spoken_of), None)


def _question(text: str) -> re.Match[str] | None:
    """What a sentence asks for that asks for a secret, and not for the end of a number or where to send it."""
    for sentence in _SENTENCES.split(text):
        if (asked := _ASKED.search(sentence)) and _ASKS.search(sentence) and not _SPARED.search(sentence):
            return asked
    return None


_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_FEWEST, _LONG = 4, 8
_YEAR = re.compile(r"(?:19|20)\d\d")


def _again(texts: Sequence["_Text"], kind: str, value: str) -> Iterator[tuple[int, Entity]]:
    """Where a known secret stands, however it is grouped there. Three digits, or a year, are too little to know it by."""
    value = in_digits(value)
    characters = _characters(value)
    if len(characters) < _FEWEST or _YEAR.fullmatch(characters):
        return
    if kind == "CREDENTIAL" and not value.isdigit():
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
