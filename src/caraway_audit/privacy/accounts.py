"""Bank accounts beyond the IBAN: an account number counts only together with the bank's own code.

The code alone (US routing number, UK sort code, SWIFT) names a bank and nobody's account: it is masked beside an account and
is no finding. A pair passes by chance hardly ever: its words, the lengths and (for routing numbers) the ABA check have to
agree.
"""

import re
from collections.abc import Iterator

from caraway_audit.privacy.checksums import is_aba, is_clabe, is_iban
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity

_LINK = (
    r"(?:\W{0,3}\b(?:number|no|nr|num|code|is|was|are|it|its|s|my|the|her|his|their|your|and|of|uk|us|bank|that|would|will|be|here"
    r"|uh|um|erm?|so)\b){0,5}\W{0,4}"
)
_ACCOUNT = re.compile(
    rf"\b(?:accounts?|acct|acc|a/c|checking|savings|konto(?:nummer)?)\b{_LINK}(?P<value>\d(?:[ -]?\d){{5,17}})(?![\w]|[-.]\d)",
    re.IGNORECASE,
)
_ROUTING = re.compile(rf"\b(?:routing|aba|rtn|transit)\b{_LINK}(?P<value>\d(?:[ -]?\d){{8}})(?![\w]|[-.]\d)", re.IGNORECASE)
_SORT = re.compile(
    rf"\b(?:sort ?-?code|sort|s/c)\b{_LINK}(?P<value>\d\d[- ]?\d\d[- ]?\d\d)(?!\d|[-.]\d)"
    r"|\b(?P<bare>\d\d-\d\d-\d\d)(?!\d|[-.]\d)"
    r"|(?<![\d.,-])(?P<first>\d\d[- ]?\d\d[- ]?\d\d)"
    r"(?=[,;. ]{1,3}(?:and )?(?:the |my )?account (?:number )?(?:is |no )?\W?\d{4} ?\d{4}(?!\d))",
    re.IGNORECASE,
)
_SWIFT = re.compile(rf"\b(?:swift|bic)\b{_LINK}(?P<value>[A-Z]{{6}}[A-Z\d]{{2}}(?:[A-Z\d]{{3}})?)\b", re.IGNORECASE)
_CODED = (  # a bank's code by its word, and how long an account number there is
    (re.compile(r"\b(?P<value>[A-Z]{4}0[A-Z\d]{6})(?!\w)", re.IGNORECASE), range(9, 19)),  # India: IFSC
    (re.compile(rf"\bbsb\b{_LINK}(?P<value>\d{{3}}[- ]?\d{{3}})(?!\d|[-.]\d)", re.IGNORECASE), range(5, 11)),  # Australia
    (re.compile(rf"\b(?:blz|bankleitzahl)\b{_LINK}(?P<value>\d{{3}} ?\d{{3}} ?\d\d)(?!\d)", re.IGNORECASE), range(4, 11)),
    (re.compile(rf"\btransit\b{_LINK}(?P<value>\d{{5}})(?!\d|[-.]\d)", re.IGNORECASE), range(7, 13)),  # Canada
    (re.compile(r"(?P<value>\b[A-Za-z]\w+ bank\b|\b\w{2,8}bank\b)", re.IGNORECASE), range(10, 11)),  # Nigeria: by name
)
_CLABE = re.compile(rf"\bclabe\b{_LINK}(?P<value>\d{{3}} ?\d{{3}} ?\d{{11}} ?\d)(?!\d)", re.IGNORECASE)
_NRB = re.compile(r"(?<![\w-])\d\d(?:[ \u00a0.-]?\d{4}){6}(?![\w-])")
_UPI = re.compile(
    r"\b(?:upi|vpa|g-?pay|google pay|phonepe|paytm|bhim)\b[^@\n]{0,25}?"
    r"(?<![\w.-])(?P<value>[\w.-]{2,40}@[a-z]{2,20})(?![\w.]|@)"
    r"|(?<![\w.-])(?P<bare>[\w.-]{2,40}@(?:ok(?:axis|hdfcbank|icici|sbi)|ybl|ibl|axl|paytm|upi|apl|yapl))(?![\w@]|\.\w)",
    re.IGNORECASE,
)
_BIC_BESIDE = re.compile(  # "acc for M. Santos: BNORPHMM / 003120447785"
    r"(?<!\w)[A-Z]{4}(?:[A-Z]{2})[A-Z\d]{2}(?:[A-Z\d]{3})?\s?[/,:|;-]\s?(?P<value>\d(?:[ -]?\d){6,17})(?![\w]|[-.]\d)"
)
_EIGHT = re.compile(
    r"\s{0,4}+[,;/&|]?\s{0,4}+(?:and\s{1,4})?(?:(?:number|no\.?|num)\s{1,4}(?:is\s{1,4})?)?"
    r"(?P<value>\d{4}[ -]?\d{4})(?![\w]|[-.]\d)"
)
_WORDS = re.compile(
    r"routing|\baba\b|\brtn\b|transit|\bsort\b|swift|\bbic\b|acc(?:oun|)t|\bacc\b|a/c|bank|konto|clabe", re.IGNORECASE
)
_BEFORE_SORT = re.compile(  # "bank transfer to 44718820 30-99-50"
    r"(?<![\w.,/-])(?P<value>\d{8})[ ,/]{1,3}(?P<sort>\d\d-\d\d-\d\d)(?![\w-]|[.,]\d)"
)
_BANK_ACCOUNT = re.compile(rf"\bbank account\b{_LINK}(?P<value>\d(?:[ -]?\d){{7,17}})(?![\w]|[-.]\d)", re.IGNORECASE)

TOGETHER = 120
"""Characters between a bank's code and an account number that still belong together."""


def accounts(text: str) -> Iterator[Entity]:
    """Account numbers beside their bank's code (`BANK_ACCOUNT`), and those codes (`BANK_CODE`)."""
    for match in _NRB.finditer(text):
        if is_iban(f"PL{_digits(match.group())}"):
            yield Entity("IBAN_CODE", *match.span(), 1.0)
    if not _WORDS.search(text):
        return
    for match in _BIC_BESIDE.finditer(text):
        yield Entity("BANK_ACCOUNT", *match.span("value"), 0.97)
    for match in _CLABE.finditer(text):
        if is_clabe(_digits(match["value"])):
            yield Entity("BANK_ACCOUNT", *match.span("value"), 1.0)
    numbers = [match.span("value") for match in _ACCOUNT.finditer(text)]
    codes = [*_routing(text), *_sort_codes(text), *((*match.span("value"), _ANY) for match in _SWIFT.finditer(text))]
    codes += [(*match.span("value"), lengths) for pattern, lengths in _CODED for match in pattern.finditer(text)]
    for start, end, lengths in codes:
        following = _EIGHT.match(text, end) if lengths == _UK else None
        mine = [following.span("value")] if following else [n for n in numbers if _apart(n, (start, end)) <= TOGETHER]
        mine = [n for n in mine if len(_digits(text[slice(*n)])) in lengths and (n[1] <= start or end <= n[0])]
        for number in mine:
            yield Entity("BANK_ACCOUNT", *number, 1.0)
            if any(map(str.isdigit, text[start:end])) or text[start:end].isupper():
                yield Entity("BANK_CODE", start, end, 0.98)
    for match in _BEFORE_SORT.finditer(text):
        yield Entity("BANK_ACCOUNT", *match.span("value"), 1.0)
        yield Entity("BANK_CODE", *match.span("sort"), 0.98)
    for match in _BANK_ACCOUNT.finditer(text):
        yield Entity(OTHER_NUMBER, *match.span("value"), 0.7)


def payment_handles(text: str) -> Iterator[Entity]:
    """Handles to which India's banks pay: "ravi.k@okaxis", no mail address for want of a dot."""
    if "@" in text:
        for match in _UPI.finditer(text):
            yield Entity("BANK_ACCOUNT", *match.span("value" if match["value"] else "bare"), 0.95)


_ANY = range(6, 19)
_US = range(4, 18)
_UK = range(8, 9)


def _routing(text: str) -> Iterator[tuple[int, int, range]]:
    for match in _ROUTING.finditer(text):
        if is_aba(_digits(match["value"])):
            yield *match.span("value"), _US


def _sort_codes(text: str) -> Iterator[tuple[int, int, range]]:
    for match in _SORT.finditer(text):
        yield *match.span(str(match.lastgroup)), _UK


def _digits(written: str) -> str:
    return "".join(filter(str.isdigit, written))


def _apart(one: tuple[int, int], other: tuple[int, int]) -> int:
    return max(one[0] - other[1], other[0] - one[1], 0)
