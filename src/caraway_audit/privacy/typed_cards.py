"""Card numbers as hands type them: letters for digits ("O343"), and words between the groups ("first 4539, next 1488")."""

import re
from collections.abc import Iterator

from caraway_audit.privacy.checksums import is_card
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity

_ALIKE = str.maketrans("OoIl|", "00111")
_DIGIT = "[0-9OoIl|]"
_RUN = re.compile(rf"(?<![\w|])(?=[^0-9]{{0,3}}[0-9]){_DIGIT}(?:[ .-]?{_DIGIT}){{12,18}}(?![\w|])")
_BETWEEN = r"(?:[xX/*]|(?!\w)[^\d\n]{1,24}?(?<!\w))"


def _grouped(*sizes: int) -> re.Pattern[str]:
    """A card number in groups of these sizes, each in a group of the pattern."""
    groups = _BETWEEN.join(rf"((?=[Oo]{{0,{size - 1}}}\d)[\dOo]{{{size}}})" for size in sizes)
    return re.compile(rf"(?<![\w.,-]){groups}(?![\w-])")


_GROUPS = (_grouped(4, 4, 4, 4), _grouped(4, 6, 5))
"""As most issuers group a number, and as American Express does."""
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
    for match in (found for pattern in _GROUPS for found in pattern.finditer(text)):
        if any(map(str.isalpha, match.group())) and is_card("".join(match.groups()).translate(_ALIKE)):
            kind = "CREDIT_CARD" if _NAMED.search(text) else OTHER_NUMBER
            yield from (Entity(kind, *match.span(number), 0.99) for number in range(1, len(match.groups()) + 1))


def _kept(character: str) -> bool:
    return character not in " .-"
