"""Values that only the words beside them give away (passwords, PINs, security codes, dates of birth), and numbers in words."""

import re
from collections.abc import Iterator
from itertools import pairwise

from caraway_audit.privacy.checksums import is_card
from caraway_audit.privacy.formats import Entity

_DIGIT = "zero|oh|one|two|three|four|five|six|seven|eight|nine"
_SPOKEN_WORDS = frozenset(f"{_DIGIT}|double|triple".split("|"))


def may_hold(text: str) -> bool:
    """Whether a text without a digit is worth a look: it names a password, or dictates a number."""
    lowered = text.lower()
    if "pass" in lowered or "pwd" in lowered:
        return True
    words = lowered.split()
    return len(words) > 4 and sum(word.strip(".,-") in _SPOKEN_WORDS for word in words) > 4


_TOLD = r"(?:\s*(?:\b(?:is|was|now|are)\b|[:=]))"
_CODE_WORDS = (
    r"pins?|pin (?:code|number)|cvv2?|cvc2?|csc|security (?:code|number)|card code|otp|tan|"
    r"(?:one[ -]time|verification|sms|login|log-in|access|confirmation|authenti\w+) (?:code|password|pin)"
)
_CODE = re.compile(rf"\b(?:{_CODE_WORDS})\b{_TOLD}?\W{{0,3}}(?P<value>\d(?:[ -]?\d){{2,7}})(?!\d)", re.IGNORECASE)
_PASSWORD = re.compile(
    rf"\b(?:pass ?word|passwort|pass ?code|passwd|pwd|pw)\b{_TOLD}\s*[\"'“‘]?(?P<value>\S{{4,64}})", re.IGNORECASE
)
_EXPIRY = re.compile(
    r"\b(?:exp|expiry|expires|expiration|exp(?:iry|iration)? date|valid (?:until|thru|through|to|till)|good thru)\b"
    rf"{_TOLD}?\W{{0,3}}(?P<value>\d{{1,2}}\s?[/.-]\s?(?:\d{{4}}|\d\d)|\d{{4}})(?!\d)",
    re.IGNORECASE,
)
_BIRTH = re.compile(
    rf"\b(?:date of birth|birth ?date|birthday|dob|d\.o\.b\.?|born(?: on)?|geboren(?: am)?)\b{_TOLD}?\W{{0,4}}"
    r"(?P<value>\d{1,4}[./ -]\d{1,2}[./ -]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?(?: of)? [A-Za-z]{3,9},? \d{2,4}"
    r"|[A-Za-z]{3,9} \d{1,2}(?:st|nd|rd|th)?,? \d{4})",
    re.IGNORECASE,
)
_TOLD_BY = (("CREDENTIAL", _CODE), ("CREDENTIAL", _PASSWORD), ("CARD_EXPIRY", _EXPIRY), ("DATE_OF_BIRTH", _BIRTH))

_TELLING = (
    "pin",
    "cv",
    "csc",
    "code",
    "otp",
    "tan",
    "pass",
    "pw",
    "exp",
    "valid",
    "thru",
    "birth",
    "geboren",
    "dob",
    "d.o.b",
    "born",
)
"""Parts of the words that tell such a value; most texts hold none of them."""

_NO_PASSWORD = frozenset(
    "wrong incorrect not no never right correct invalid required reset changed expired too very the a an my your "
    "our their it that this what which there here still always only needed safe strong weak old new different same "
    "sent case long short empty missing locked blocked visible private secret protected stored saved for from with "
    "in on at by and but because".split()
)

_DIGIT_WORDS = {
    "zero": "0", "oh": "0", "o": "0", "nil": "0", "nought": "0", "one": "1", "two": "2", "three": "3", "four": "4",
    "five": "5", "six": "6", "seven": "7", "eight": "8", "nine": "9",
}  # fmt: skip
_NUMBER_WORD = rf"(?:{_DIGIT}|o|nil|nought|double|triple|\d)"
_SPOKEN = re.compile(rf"\b{_NUMBER_WORD}(?:[\s,.\-–…]{{1,4}}{_NUMBER_WORD}){{4,40}}\b", re.IGNORECASE)
_WORDS = re.compile(r"\w+")

FEWEST_SPOKEN = 6
"""So many digits in words are a number that was dictated, and no counting."""


def told_values(text: str) -> Iterator[Entity]:
    """Values named by the words before them; only the value itself is the entity."""
    lowered = text.lower()
    if not any(word in lowered for word in _TELLING):
        return
    for kind, pattern in _TOLD_BY:
        for match in pattern.finditer(text):
            start, end = match.span("value")
            if pattern is _PASSWORD:
                value = match["value"].rstrip(".,;:\"'”’)")
                if value.strip("!?").lower() in _NO_PASSWORD or len(value) < 4:
                    continue
                end = start + len(value)
            yield Entity(kind, start, end, 0.9)


def spoken_numbers(text: str) -> Iterator[Entity]:
    """Numbers dictated digit by digit: "five four zero eight …", "oh seven seven double oh". A card number is one."""
    if not any(word in _SPOKEN_WORDS for word in _WORDS.findall(text.lower())):
        return
    for match in _SPOKEN.finditer(text):
        digits, words, repeat = "", 0, 1
        for word in _WORDS.findall(match.group().lower()):
            if word in ("double", "triple"):
                repeat = 2 if word == "double" else 3
                continue
            words += not word.isdigit()
            digits += _DIGIT_WORDS.get(word, word) * repeat
            repeat = 1
        counting = all(int(after) - int(before) == 1 for before, after in pairwise(digits))
        if len(digits) >= FEWEST_SPOKEN and words >= 3 and not counting:
            kind = "CREDIT_CARD" if is_card(digits) else "SPOKEN_NUMBER"
            yield Entity(kind, match.start(), match.end(), 0.9)
