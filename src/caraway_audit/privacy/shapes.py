"""Patterns of what its shape alone makes a value likely: codes in groups, names to log in with, spelled names, days long ago.

What they tell is masked and accuses nobody, so that an article or an error that is written so is masked, too; a pattern that
knows more of a value is believed before.
"""

import re
from collections.abc import Iterator

from caraway_audit.privacy.days import MONTH, ORDINAL, YEAR_IN_WORDS
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.spoken import written
from caraway_audit.privacy.tagger import SCORE

_DIGITS = "0 1 2 3 4 5 6 7 8 9"
_NO_STANDARD = r"(?!(?:ISO|IEC|DIN|RFC|BS|EN|IEEE|ANSI|CVE|COVID|USB|HTTP|UTF|SHA|AES|WPA|MP)\b)"
_NO_OFFER = r"(?![A-Z]{3,12}(?:-[A-Z]{2,12})*-(?:20)?\d\d(?![\w-]))"
"""Codes of offers are words and a year: "SPRING-SALE-2024"."""
_NO_DAY = r"(?!\d{1,4}[-/](?:\d{1,2}|[A-Z]{3})[-/]\d{1,4}(?![\w/-]))"
_NO_THING = r"(?!\w*(?:err(?:or)?|code|line|img|dsc|file|screen(?:shot)?|id|step|page|part|test|v)_?\d)"
"""Nor are these names to log in with: "error_404", "line_2"."""
_LONG_AGO = r"(?:19[2-9]\d|200\d)"
"""A year in which those who talk were born; goods, bills and visits are younger."""
_FOR_WORD = r"(?: (?:for|as in|like) [A-Za-z]{2,12})"
_LETTER = rf"(?-i:[A-Z]){_FOR_WORD}?"

_SHAPES: tuple[tuple[str, str, str], ...] = (
    (  # "FLOR-35-QX81T", "CAN-TRV-55120"
        "REFERENCE",
        _DIGITS,
        rf"(?-i:(?<![\w/.@-])(?P<value>{_NO_STANDARD}{_NO_OFFER}{_NO_DAY}(?=[A-Z-]*\d)(?=[\d-]*[A-Z])(?=(?:-?[A-Z\d]){{7}})"
        r"[A-Z\d]{1,10}(?:-[A-Z\d]{1,10}){2,6})(?![\w@/-]|\.\w))",
    ),
    (  # "HH/2290/71844", "CMP/24/1187", "2025/004418/PV", "TN/4471/B"
        "REFERENCE",
        "/",
        rf"(?-i:(?<![\w/.@-])(?P<value>{_NO_DAY}(?=[\d/-]*[A-Z])(?=(?:[A-Z/-]*\d){{4}})[A-Z\d]{{1,10}}"
        r"(?:[/-][A-Z\d]{1,10}){2,5})(?![\w@/-]|\.\w))",
    ),
    (  # "kVx93mmP7tQ2": cases and digits in turns, as nobody writes words
        "CREDENTIAL",
        _DIGITS,
        r"(?-i:(?<![\w/.@#-])(?P<value>(?=[a-zA-Z_]*\d+[a-zA-Z_]+\d)(?=[A-Z\d_]*[a-z])(?=[a-z\d_]*[A-Z])[A-Za-z\d_]{10,64})"
        r"(?![\w@-]|\.\w))",
    ),
    (  # "kev_sneakers_06", "xX_ikku_Xx"
        "USERNAME",
        "_",
        rf"(?<![\w/.@#-])(?P<value>(?=[a-z]*_\w)(?=\w*\d|xx?_){_NO_THING}[a-z][a-z\d]*(?:_[a-z\d]+){{1,4}})"
        r"(?![\w@(/=:\"'-]|\.\w)",
    ),
    (  # "14th of March 1951", "Apr 2nd 1963", "twenty-first of August 1947"
        "DATE_OF_BIRTH",
        "19 200",
        rf"(?<![\w-])(?P<value>(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL})(?: of)?[ -]{MONTH}\.?,?[ -]{_LONG_AGO}"
        rf"|{MONTH}\.? (?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?|{ORDINAL}),? {_LONG_AGO})(?!\w)",
    ),
    (
        "DATE_OF_BIRTH",
        "19 200",
        rf"(?<![\w./-])(?P<value>\d{{1,2}}([./-])\d{{1,2}}\2{_LONG_AGO}|{_LONG_AGO}([./-])\d\d\3\d\d)(?![\w/-]|\.\d)",
    ),
    ("DATE_OF_BIRTH", "nineteen Nineteen", rf"\b(?P<value>{ORDINAL}(?: of)?,? {MONTH},? {YEAR_IN_WORDS})\b"),
    (  # "O, D for Delta, U, Y for Yankee", "B-R-O-W-N"
        "PERSON",
        "",
        rf"(?<![\w'’-])(?P<value>{_LETTER}(?:[,.]? ?(?:and )?(?:then )?{_LETTER}){{0,3}}[,.]? ?(?-i:[A-Z]){_FOR_WORD}"
        rf"(?:[,.]? ?(?:and )?(?:then )?{_LETTER}\b){{0,16}}|(?-i:[A-Z](?:(?:, |-|\. ?)[A-Z]){{3,20}}))(?![\w'’-])",
    ),
)
"""Kind, parts of texts of which one stands in a text that is worth a look, and where the value stands."""

_PATTERNS = [(kind, tuple(parts.split()), re.compile(pattern, re.IGNORECASE)) for kind, parts, pattern in _SHAPES]
SHAPED = SCORE / 2
"""How sure a value is that only its shape tells."""


def shaped_values(text: str) -> Iterator[Entity]:
    """What is written, or dictated, as values are."""
    for one in written(text):
        yield from (Entity("SPOKEN_NUMBER", *one.origin(start, end), SHAPED) for start, end in one.short)
    for kind, parts, pattern in _PATTERNS:
        if not parts or any(part in text for part in parts):
            found = (match for match in pattern.finditer(text) if kind != "PERSON" or _is_spelt(match["value"]))
            yield from (Entity(kind, *match.span("value"), SHAPED) for match in found)


def _is_spelt(value: str) -> bool:
    """Whether letters that a word is given for begin it: "D for Delta", and no "DPD for the"."""
    return all(letter.lower() == word.lower() for letter, word in _LETTER_FOR_WORD.findall(value))


_LETTER_FOR_WORD = re.compile(r"([A-Za-z]) (?:for|as in|like) ([A-Za-z])")
