"""Bank accounts beyond the IBAN: an account number counts only together with the bank's own code.

The code alone (US routing number, UK sort code, SWIFT) names a bank and nobody's account: it is masked beside an account and
is no finding. A pair passes by chance hardly ever: its words, the lengths and (for routing numbers) the ABA check have to
agree.
"""

import re
from collections.abc import Iterator

from caraway_audit.privacy.checksums import is_aba
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity

_LINK = r"(?:\W{0,3}\b(?:number|no|nr|num|code|is|was|are|it|my|the|her|his|their|your|and|of|uk|us|bank)\b){0,4}\W{0,4}"
_ACCOUNT = re.compile(
    rf"\b(?:accounts?|acct|acc|a/c|checking|savings|konto(?:nummer)?)\b{_LINK}(?P<value>\d(?:[ -]?\d){{5,17}})(?![\w]|[-.]\d)",
    re.IGNORECASE,
)
_ROUTING = re.compile(rf"\b(?:routing|aba|rtn|transit)\b{_LINK}(?P<value>\d(?:[ -]?\d){{8}})(?![\w]|[-.]\d)", re.IGNORECASE)
_SORT = re.compile(
    rf"\bsort ?-?code\b{_LINK}(?P<value>\d\d[- ]?\d\d[- ]?\d\d)(?!\d|[-.]\d)|\b(?P<bare>\d\d-\d\d-\d\d)(?!\d|[-.]\d)",
    re.IGNORECASE,
)
_SWIFT = re.compile(rf"\b(?:swift|bic)\b{_LINK}(?P<value>[A-Z]{{6}}[A-Z\d]{{2}}(?:[A-Z\d]{{3}})?)\b", re.IGNORECASE)
_EIGHT = re.compile(r"\s*[,;/&|]?\s*(?:and\s+)?(?P<value>\d{4}[ -]?\d{4})(?![\w]|[-.]\d)")
_WORDS = re.compile(
    r"routing|\baba\b|\brtn\b|transit|sort ?-?code|swift|\bbic\b|acc(?:oun|)t|\bacc\b|a/c|\bbank", re.IGNORECASE
)
_BANK_ACCOUNT = re.compile(rf"\bbank account\b{_LINK}(?P<value>\d(?:[ -]?\d){{7,17}})(?![\w]|[-.]\d)", re.IGNORECASE)

TOGETHER = 120
"""Characters between a bank's code and an account number that still belong together."""


def accounts(text: str) -> Iterator[Entity]:
    """Account numbers beside their bank's code (`BANK_ACCOUNT`), and those codes (`BANK_CODE`)."""
    if not _WORDS.search(text):
        return
    numbers = [match.span("value") for match in _ACCOUNT.finditer(text)]
    codes = [*_routing(text), *_sort_codes(text), *((*match.span("value"), _ANY) for match in _SWIFT.finditer(text))]
    for start, end, lengths in codes:
        following = _EIGHT.match(text, end) if lengths == _UK else None
        mine = [following.span("value")] if following else [n for n in numbers if _apart(n, (start, end)) <= TOGETHER]
        mine = [n for n in mine if len(_digits(text[slice(*n)])) in lengths and (n[1] <= start or end <= n[0])]
        for number in mine:
            yield Entity("BANK_CODE", start, end, 0.98)
            yield Entity("BANK_ACCOUNT", *number, 1.0)
    for match in _BANK_ACCOUNT.finditer(text):
        yield Entity(OTHER_NUMBER, *match.span("value"), 0.7)


_ANY = range(6, 19)
_US = range(4, 18)
_UK = range(8, 9)


def _routing(text: str) -> Iterator[tuple[int, int, range]]:
    for match in _ROUTING.finditer(text):
        if is_aba(_digits(match["value"])):
            yield *match.span("value"), _US


def _sort_codes(text: str) -> Iterator[tuple[int, int, range]]:
    for match in _SORT.finditer(text):
        yield *match.span("value" if match["value"] else "bare"), _UK


def _digits(written: str) -> str:
    return "".join(filter(str.isdigit, written))


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
