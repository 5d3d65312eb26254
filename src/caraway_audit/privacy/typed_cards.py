"""Card numbers as hands type them: letters for digits ("O343"), and words between the groups ("first 4539, next 1488")."""

import re
from collections.abc import Iterator

from caraway_audit.privacy.checksums import is_card
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity

_ALIKE = str.maketrans("OoIl|", "00111")
_DIGIT = "[0-9OoIl|]"
_RUN = re.compile(rf"(?<![\w|])(?=[^0-9]{{0,3}}[0-9]){_DIGIT}(?:[ .-]?{_DIGIT}){{12,18}}(?![\w|])")
_BETWEEN = r"[^\d\n]{1,24}?(?<!\w)"
_FOUR_DIGITS = r"(?=[Oo]{0,3}\d)[\dOo]{4}"
_GROUPS = re.compile(rf"(?<![\w.,-]){_FOUR_DIGITS}(?:(?:[xX/*]|(?!\w){_BETWEEN}){_FOUR_DIGITS}){{3}}(?![\w-])")
_FOUR = re.compile(_FOUR_DIGITS)
_MOST_LETTERS = 5
_NAMED = re.compile(r"\b(?:card|visa|mastercard|amex|debit|credit|long number|digits|numbers?)\b", re.IGNORECASE)


def typed_cards(text: str) -> Iterator[Entity]:
    """Sixteen digits or so that are a card's once the letters are read as digits, or the words between them are left out.

    Four numbers of four digits pass by chance in one of some thirty sentences that hold as many ("rooms 4211, 4212, …"): where
    nothing speaks of a card or of digits, they are masked and accuse nobody.
    """
    for match in _RUN.finditer(text):
        written = "".join(filter(_kept, match.group()))
        if 0 < sum(map(str.isalpha, written)) <= _MOST_LETTERS and is_card(written.translate(_ALIKE)):
            yield Entity("CREDIT_CARD", match.start(), match.end(), 0.99)
    for match in _GROUPS.finditer(text):
        groups = [(one.start(), one.end()) for one in _FOUR.finditer(text, match.start(), match.end())]
        if any(map(str.isalpha, match.group())) and is_card(
            "".join(text[start:end] for start, end in groups).translate(_ALIKE)
        ):
            kind = "CREDIT_CARD" if _NAMED.search(text) else OTHER_NUMBER
            yield from (Entity(kind, start, end, 0.99) for start, end in groups)


def _kept(character: str) -> bool:
    return character not in " .-"
