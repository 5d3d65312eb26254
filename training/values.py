"""Invented personal values, put into the templates of `personal/`: "its {person} {zip}" becomes "its mei oconnor 60614".

Names come from Faker's lists (MIT) and places from those of telephone areas; everything else is drawn. A line is then written
as clients write: in lower case, without marks, with words run together. A seed gives the same lines.
"""

import json
import random
import re
import string
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import yaml

from training.lists import cities, family_names, given_names, names_of

TEMPLATES = Path(__file__).parent / "personal"


class Line(NamedTuple):
    """A text with its values: (first code point, code point after the last, label)."""

    text: str
    spans: list[tuple[int, int, str]]


Draw = Callable[[random.Random], str]

LISTS: dict[str, list[str]] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
"""Words to draw from, by what they are."""
CONSONANTS, VOWELS = "bcdfghjklmnprstvwz", "aeiou"


def pick(*choices: str) -> Draw:
    """One of some values."""
    return lambda rng: rng.choice(choices)


@cache
def _culture(name: str) -> tuple[list[str], list[str]]:
    return names_of(name, "first_names"), names_of(name, "last_names")


def _name(rng: random.Random) -> tuple[str, str]:
    draw = rng.random()
    if draw < 0.75:
        first, last = _culture(rng.choice(LISTS["cultures"]))
        given, family = rng.choice(first), rng.choice(last)
    else:
        given, family = rng.choice(given_names()).capitalize(), rng.choice(family_names()).capitalize()
    if draw > 0.93:  # one that no list has
        given, family = _mutated(given, rng), _mutated(family, rng)
    return given, family


def _mutated(word: str, rng: random.Random) -> str:
    place = rng.randrange(1, len(word)) if len(word) > 1 else 0
    return word[:place] + rng.choice(VOWELS if rng.random() < 0.5 else CONSONANTS) + word[place + (rng.random() < 0.6) :]


def person(rng: random.Random) -> str:
    """A full name."""
    given, family = _name(rng)
    draw = rng.random()
    if draw < 0.06:
        return f"{given} {rng.choice(string.ascii_uppercase)}{rng.choice(('', '.'))} {family}"
    if draw < 0.1:
        return f"{given} {_name(rng)[0]} {family}"
    if draw < 0.15:
        return f"{given} {family}-{_name(rng)[1]}"
    if draw < 0.2:
        return f"{family}, {given}"
    if draw < 0.24:
        return f"{given[0]}{rng.choice(('.', ''))} {family}"
    if draw < 0.28:
        return f"{given} {rng.choice(PARTICLES)}{family}"
    if draw < 0.3:
        return f"{given}-{_name(rng)[0].lower()} {family}"
    return f"{given} {family}"


PARTICLES = ("van der ", "van ", "de ", "da ", "dos ", "al-", "el ", "O'", "Mc", "D'", "bin ", "ap ")


def _digits(rng: random.Random, size: int) -> str:
    return rng.choice("123456789") + "".join(rng.choice(string.digits) for _ in range(size - 1))


def digits(*sizes: int) -> Draw:
    """A number of one of some sizes."""
    return lambda rng: _digits(rng, rng.choice(sizes))


def shaped(*shapes: str) -> Draw:
    """A value like "AA-9999": A a capital, a a small letter, 9 a digit, X either of A and 9."""

    def draw(rng: random.Random) -> str:
        sorts = {"A": string.ascii_uppercase, "a": string.ascii_lowercase, "9": string.digits}
        sorts["X"] = sorts["A"] + sorts["9"]
        return "".join(rng.choice(sorts[sort]) if sort in sorts else sort for sort in rng.choice(shapes))

    return draw


def street(rng: random.Random) -> str:
    """A house in a street."""
    draw = rng.random()
    name = (
        rng.choice(LISTS["street_names"])
        if draw < 0.6
        else _name(rng)[1]
        if draw < 0.85
        else f"{rng.choice(('St', 'Old', 'New', 'Upper'))} {_name(rng)[0]}"
    )
    number = _digits(rng, rng.choice((1, 2, 2, 3, 3, 4))) + rng.choice(("", "", "", "", "a", "B"))
    draw = rng.random()
    if draw < 0.05:
        return f"{rng.choice(('Rue', 'Calle', 'Via', 'Avenida', 'Jalan'))} {name} {number}"
    if draw < 0.1:
        return f"{name}{rng.choice(('strasse', 'straße', 'weg', 'straat', 'gasse', 'platz'))} {number}"
    house = f"{number} {name} {rng.choice(LISTS['streets'])}"
    if draw < 0.2:
        door = rng.choice(("Flat", "Apt", "Unit", "Apartment", "Suite"))
        return f"{door} {_digits(rng, rng.choice((1, 2, 3)))}{rng.choice((',', ''))} {house}"
    if draw < 0.28:
        return (
            f"{house}{rng.choice((',', ''))} {rng.choice(('apt', 'unit', 'flat', '#'))} {_digits(rng, rng.choice((1, 2, 3)))}"
        )
    return house


def city(rng: random.Random) -> str:
    """A place."""
    return rng.choice(cities()[rng.choice(LISTS["codes"])])


postcode = shaped(
    "99999", "99999", "99999", "99999", "99999-9999", "A99 9AA", "AA9 9AA", "AA99 9AA", "A9A 9A9", "999999", "9999", "AA999AA"
)


def address(rng: random.Random) -> str:
    """A street, mostly with its place and code."""
    gap = rng.choice((", ", ", ", " ", "\n"))
    parts = [street(rng), city(rng)]
    if rng.random() < 0.5:
        parts.append(rng.choice(LISTS["states"]))
    return gap.join(parts) + (" " + postcode(rng) if rng.random() < 0.8 else "")


def email(rng: random.Random) -> str:
    """An address of a mailbox."""
    given, family = (part.lower().replace(" ", "") for part in _name(rng))
    mark = rng.choice((".", "", "_", "-", ""))
    local = rng.choice(
        (
            f"{given}{mark}{family}",
            f"{given[0]}{mark}{family}",
            f"{given}{_digits(rng, rng.choice((2, 2, 3, 4)))}",
            f"{family}{mark}{given}",
            f"{given}{mark}{family}{_digits(rng, 2)}",
        )
    )
    host = (
        rng.choice(LISTS["mailers"])
        if rng.random() < 0.8
        else f"{_name(rng)[1].lower().replace(' ', '')}.{rng.choice(('com', 'org', 'co.uk', 'net', 'example'))}"
    )
    if rng.random() < 0.12:
        return f"{local} at {host.replace('.', ' dot ')}" if rng.random() < 0.7 else f"{local} {host}"
    return f"{local}@{host}"


phone = shaped(
    "999-999-9999",
    "(999) 999-9999",
    "9999999999",
    "9999999999",
    "999 999 9999",
    "+1 999 999 9999",
    "07999 999999",
    "07999999999",
    "020 7999 9999",
    "+44 7999 999999",
    "+91 99999 99999",
    "9999999999",
    "999.999.9999",
    "555-9999",
    "+49 170 9999999",
    "06 99 99 99 99",
    "999 9999",
    "0999 999 9999",
)


def password(rng: random.Random) -> str:
    """A password."""
    word = rng.choice(LISTS["words"])
    draw = rng.random()
    if draw < 0.2:
        return word
    if draw < 0.6:
        return (
            rng.choice((word, word.capitalize())) + _digits(rng, rng.choice((1, 2, 3, 4))) + rng.choice(("", "", "!", "$", "#"))
        )
    return shaped("XXaXa9Aa", "aXaXaXaX9", "Aaaa9999!", "aaa999aa")(rng)


def username(rng: random.Random) -> str:
    """A name to log in with."""
    given, family = (part.lower().replace(" ", "") for part in _name(rng))
    return rng.choice(
        (
            f"{given}{_digits(rng, 2)}",
            f"{given[0]}{family}",
            f"{given}_{family}",
            f"{given}.{family}",
            f"{rng.choice(LISTS['words'])}{_digits(rng, rng.choice((2, 4)))}",
            f"{family}{given[0]}{_digits(rng, 1)}",
            family + given,
        )
    )


def date(rng: random.Random, first: int = 2022, last: int = 2026) -> str:
    """A day."""
    day, month, year = rng.randint(1, 28), rng.randint(1, 12), rng.randint(first, last)
    name = rng.choice(LISTS["months"])
    return rng.choice(
        (
            f"{day:02}/{month:02}/{year}",
            f"{month}/{day}/{year}",
            f"{day}.{month}.{year}",
            f"{year}-{month:02}-{day:02}",
            f"{day} {name} {year}",
            f"{name} {day} {year}",
            f"{name} {day}, {year}",
            f"{day:02}/{month:02}/{year % 100:02}",
            f"{day}{rng.choice(('th', ''))} {name}",
            f"{day:02}{month:02}{year}",
        )
    )


_CODE = shaped("XXXXXX", "AAAAAA", "A9A9A9", "99999", "999999", "AA9999", "9999", "X9X9X9", "aX9aX9", "AAA999")
_REFERENCE = shaped(
    "99999999",
    "9999999",
    "999999",
    "AA-999999",
    "AAA9999999",
    "A9999999",
    "99-9999-99",
    "AA99999",
    "999-999999",
    "XX99XX99",
    "AAA-99999",
    "999999999",
    "99999",
    "9999",
)

SLOTS: dict[str, tuple[str, Draw]] = {
    "person": ("PERSON", person),
    "first": ("PERSON", lambda rng: _name(rng)[0]),
    "last": ("PERSON", lambda rng: _name(rng)[1]),
    "nick": ("PERSON", lambda rng: _name(rng)[0][: rng.choice((3, 3, 4, 5))]),
    "title": ("", pick("Mr", "Mrs", "Ms", "Dr", "mr", "Mr.", "Miss")),
    "street": ("POSTAL_ADDRESS", street),
    "address": ("POSTAL_ADDRESS", address),
    "city": ("LOCATION", city),
    "state": ("LOCATION", pick(*LISTS["states"])),
    "country": ("LOCATION", pick(*LISTS["countries"])),
    "zip": ("POSTAL_CODE", postcode),
    "phone": ("PHONE_NUMBER", phone),
    "email": ("EMAIL_ADDRESS", email),
    "card": (
        "CREDIT_CARD",
        shaped("9999 9999 9999 9999", "9999999999999999", "9999-9999-9999-9999", "9999999999999999", "9999 999999 99999"),
    ),
    "exp": ("", shaped("09/27", "11/28", "0928", "03/2029")),
    "cvv": ("CREDENTIAL", digits(3, 3, 4)),
    "ssn": ("ID_NUMBER", shaped("999-99-9999", "999999999", "999 99 9999")),
    "ssn4": ("ID_NUMBER", digits(4)),
    "passport": ("ID_NUMBER", shaped("999999999", "A9999999", "AA999999")),
    "licence": ("ID_NUMBER", shaped("A9999999", "999999999", "AAAAA999999AA9AA", "A999-9999-9999")),
    "account": ("BANK_ACCOUNT", digits(8, 8, 10, 9, 12)),
    "routing": ("BANK_ACCOUNT", digits(9)),
    "sortcode": ("BANK_ACCOUNT", shaped("99-99-99", "999999", "99 99 99")),
    "iban": ("BANK_ACCOUNT", shaped("AA99AAAA99999999999999", "DE99 9999 9999 9999 9999 99")),
    "dob": ("DATE_OF_BIRTH", lambda rng: date(rng, 1940, 2008)),
    "booking": ("REFERENCE", _CODE),
    "policy": ("REFERENCE", _REFERENCE),
    "claim": ("REFERENCE", _REFERENCE),
    "order": ("REFERENCE", _REFERENCE),
    "ticket": ("REFERENCE", shaped("999999", "AAA9999999", "99999", "AA-9999", "#99999")),
    "customer": ("REFERENCE", _REFERENCE),
    "username": ("USERNAME", username),
    "ip": ("", shaped("9.99.99.99", "192.168.9.99", "81.99.9.99")),
    "nationality": ("", pick("British", "German", "Indian", "Polish", "Swedish", "Turkish", "Nigerian", "American", "Irish")),
    "password": ("CREDENTIAL", password),
    "pin": ("CREDENTIAL", digits(4, 4, 6)),
    "otp": ("CREDENTIAL", digits(6, 6, 4)),
    "answer": ("CREDENTIAL", pick(*LISTS["answers"])),
    "date": ("", date),
    "time": ("", shaped("9pm", "10:30", "14:15", "8:45 am", "noon", "9am")),
    "amount": ("", shaped("$99", "£99.99", "99.99", "€999", "99 dollars", "$9,999", "999")),
    "number": ("", digits(1, 1, 2, 2, 3)),
    "org": ("", pick(*LISTS["organisations"])),
    "product": ("", pick(*LISTS["products"])),
    "version": ("", shaped("9.9", "9.9.9", "v99", "99")),
    "tracking": ("", shaped("1Z999AA99999999999", "AA999999999GB", "999999999999", "JD999999999999")),
}  # fmt: skip
"""By slot: the label of its value ("" for none), and how one is drawn."""


def renamed(text: str, spans: list[tuple[int, int, str]], rng: random.Random) -> Line:
    """A text with other names for those in it, as many words and as large as they were."""
    written, moved, place = "", [], 0
    for start, end, label in sorted(spans):
        said = text[start:end]
        if label == "PERSON":
            given, family = _name(rng)
            said = given if len(said.split()) == 1 else f"{given} {family}"
            said = said.lower() if text[start:end].islower() else said
        written += text[place:start]
        moved.append((len(written), len(written) + len(said), label))
        written += said
        place = end
    return Line(written + text[place:], moved)


_SLOT = re.compile(r"\{(\w+)\}")
_MASKED = re.compile(r"card|ending|ends|end in|plate|ref", re.IGNORECASE)


def fill(template: str, rng: random.Random) -> Line | None:
    """A template with values; None where it holds a slot whose meaning the line leaves open."""
    text, spans, place = "", [], 0
    for slot in _SLOT.finditer(template):
        text += template[place : slot.start()]
        place = slot.end()
        if slot[1] == "last4":  # the tail of a card is shown, that of an identity number is one
            label, draw = ("" if _MASKED.search(template) else "ID_NUMBER"), digits(4)
        else:
            label, draw = SLOTS[slot[1]]
        value = draw(rng)
        if label:
            spans.append((len(text), len(text) + len(value), label))
        text += value
    return Line(text + template[place:], spans)


def roughen(line: Line, rng: random.Random, client: bool) -> Line:
    """A line as a hurried person types it."""
    draw = rng.random()
    if draw < (0.5 if client else 0.25):
        line = _changed(line, str.lower)
    elif draw < (0.53 if client else 0.26):
        line = _changed(line, str.upper)
    if rng.random() < (0.35 if client else 0.05):
        line = _changed(line, lambda text: "".join(one for one in text if one.isalnum() or one.isspace()))
    if client and rng.random() < 0.04:
        line = Line(line.text, [*line.spans])
        line = _changed(line, lambda text: text.replace(" ", ""), only={"PERSON", "EMAIL_ADDRESS", "POSTAL_ADDRESS"})
    return line


def _changed(line: Line, change: Callable[[str], str], only: set[str] | None = None) -> Line:
    """A line whose pieces are changed one by one, so that its values are known afterwards."""
    text, spans, place = "", [], 0
    for start, end, label in line.spans:
        between = line.text[place:start]
        text += change(between) if only is None else between
        value = line.text[start:end]
        value = change(value) if only is None or label in only else value
        if value:
            spans.append((len(text), len(text) + len(value), label))
        text += value
        place = end
    rest = line.text[place:]
    return Line(text + (change(rest) if only is None else rest), spans)


def invented(times: int, seed: int = 7) -> Iterator[Line]:
    """Every template so many times, with other values."""
    rng = random.Random(seed)
    for path in sorted(TEMPLATES.glob("*.jsonl")):
        for entry in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            for _ in range(times if "{" in entry["text"] else 1):
                if line := fill(entry["text"], rng):
                    yield roughen(line, rng, entry["role"] == "client")
