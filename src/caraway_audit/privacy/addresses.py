"""Addresses in words: e-mail addresses that are spelled out, and streets with a house number."""

import re
from collections.abc import Iterator

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.providers import WELL_KNOWN

_AT = r"\s{0,3}(?:\(at\)|\[at\]|\bat\b|@)\s{0,3}"
_DOT = r"\s{0,3}(?:[(\[](?:dot|\.)[)\]]|\bdot\b|\.)\s{0,3}"
_ENDINGS = "com|net|org|co|uk|de|ch|at|fr|eu|io|info|edu|gov|example|in|us|ca|au|ie|nl|it|es|be|pl|se|no|dk|nz|za|me|biz"
_SPELLED = re.compile(
    rf"(?<![\w+-])(?P<local>[\w+-]{{1,64}}+(?:(?:{_DOT}|\s{{1,3}}(?:underscore|dash|hyphen|minus|plus)\s{{1,3}})[\w+-]{{1,64}}+){{0,3}}){_AT}"
    rf"[\w-]{{1,64}}+(?:(?:{_DOT}|\s{{1,3}}(?:dash|hyphen|minus)\s{{1,3}})[\w-]{{1,64}}+){{0,2}}?(?:{_DOT}(?:{_ENDINGS})\b){{1,2}}",
    re.IGNORECASE,
)
_SAYS_SO = re.compile(r"\bdot\b", re.IGNORECASE)
_IN_BRACKETS = re.compile(r"[(\[](?:at|dot|\.)[)\]]", re.IGNORECASE)
_MAIL = re.compile(
    r"\be-?mails?\b|\bmail\b|\baddress\b|\breach\b|\bwrite\b|\bsend\b|\bcontact\b|\bgmail\b|\boutlook\b|\byahoo\b|\bhotmail\b",
    re.IGNORECASE,
)
_NO_LOCAL = frozenset(
    "it us me them is order shop bought look looking page website site online found available listed sold".split()
)


_SLIPPED = re.compile(  # a comma for the dot
    r"(?<![\w.+-])[\w.+-]{2,64}@[\w-]{2,40},\s?(?:com|net|org|co\.uk|de|fr|es|it|ie|nl)\b", re.IGNORECASE
)


_AT_WRITTEN = re.compile(  # "p.vandermolen_AT_example.org"
    r"(?<![\w+@.-])[A-Za-z0-9](?:[A-Za-z0-9.+-]|_(?!AT_)){1,40}(?:_AT_|-AT-)[A-Za-z0-9-]{2,40}(?:\.[A-Za-z0-9-]{2,20}){1,3}(?![\w@])"
)
_AT_PROVIDER = re.compile(  # "rosa.lind at gmail", and no "look at gmail"
    r"(?<![\w+@.-])(?=[^\W\d_][\w+-]*[\d._+])[\w+-]+(?:\.[\w+-]+){0,3} ?(?:@| at ) ?"
    rf"(?:{WELL_KNOWN})\b"
    r"(?:(?: ?(?:\.|dot|,) ?| )(?:com|net|org|de|fr|co(?: ?\.? ?uk)?|ie|ca)\b(?: ?\.? ?uk\b)?)?",
    re.IGNORECASE,
)


def spelled_emails(text: str) -> Iterator[Entity]:
    """ "rosa dot lind at mail dot example": a dot or an at in words or in brackets, where mail is spoken of; "a@b,com"; a
    provider's name alone ("rosa.lind at gmail")."""
    if "@" in text:
        yield from (Entity("EMAIL_ADDRESS", *match.span(), 0.9) for match in _SLIPPED.finditer(text))
    yield from (Entity("EMAIL_ADDRESS", *match.span(), 0.9) for match in _AT_PROVIDER.finditer(text))
    yield from (Entity("EMAIL_ADDRESS", *match.span(), 0.9) for match in _AT_WRITTEN.finditer(text))
    if "dot" not in text.lower():
        return
    speaks_of_mail = _MAIL.search(text) is not None
    for match in _SPELLED.finditer(text):
        local = match["local"]
        clear = speaks_of_mail or _IN_BRACKETS.search(match.group()) or " dot " in local.lower()
        if clear and _SAYS_SO.search(match.group()) and local.lower() not in _NO_LOCAL:
            yield Entity("EMAIL_ADDRESS", match.start(), match.end(), 0.9)


_WAYS = (
    "street|road|avenue|lane|drive|crescent|boulevard|terrace|gardens|grove|mews|parade|highway|close|court|square|place|way|hill|"
    "row|walk"
)
_WAYS_WITH_TOWN = (
    "Rise|Bank|View|Green|Park|Parkway|Brae|Wynd|Chase|Croft|Circle|Circuit|Trail|Loop|Alley|Quay|Wharf|End|Fold|Villas|"
    "Cottages|Meadow|Meadows|Heights|Vale|Dell|Gate|Point|Bay|Common|Approach|Passage|Yard|Estate|Ridge|Run|Path"
)
"""Words for streets that stand for other things too: a town has to follow."""
_SHORT = "st|rd|ave|ln|dr|blvd|cres|ct|hwy|sq|pl|ter"
_FLAT = r"(?:,?\s+(?:[Aa]pt|[Aa]partment|[Ff]lat|[Uu]nit|[Ss]uite|#)\.?\s*\w{1,5}\b)?"
_TOWN = r"(?:,\s+[A-Z][a-zà-ÿ’'-]+(?:\s[A-Z][a-zà-ÿ’'-]+){0,2}){0,2}"
_POSTCODE = r"(?:,?\s+(?:[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}|[A-Z]{2},?\s+\d{5}(?:-\d{4})?|\d{4,6})\b)?"
_LOWER_WAYS = "street|road|avenue|lane|drive|crescent|boulevard|terrace|gardens"
_STREET = re.compile(
    r"(?:\b(?:[Ff]lat|[Aa]pt|[Uu]nit|[Aa]partment)\s+\w{1,5}(?:/\w{1,3})?,?\s+)?(?<![\w.,:/£$€#-])\d{1,5}[A-Za-z]?,?\s+"
    rf"(?:(?:[NSEW]\.?\s+)?(?P<capital>(?:[A-Z\d][\w’'-]*\s+){{1,3}})(?i:(?:{_WAYS})\b|(?:{_SHORT})\b\.?)"
    rf"|(?P<more>(?:[A-Z][\w’'-]*\s+){{1,3}})(?:{_WAYS_WITH_TOWN})\b(?=,\s+[A-Z])"
    rf"|(?P<small>(?:[a-z’'-]+\s+){{1,2}})(?:{_LOWER_WAYS})\b){_FLAT}{_TOWN}{_POSTCODE}"
)
_STRASSE = re.compile(
    r"\b[A-ZÄÖÜ][\wäöüß.-]*(?:strasse|straße|str\.|weg|gasse|platz|allee)\s+\d{1,4}\s?[a-z]?\b(?:,?\s+\d{4,5}\s+[A-ZÄÖÜ][\wäöüß-]+)?"
)
_STREET_WORDS = frozenset((*_WAYS.split("|"), *_SHORT.split("|"), *_WAYS_WITH_TOWN.lower().split("|")))
_STRASSEN = ("strasse", "straße", "str.", "weg ", "gasse ", "platz ", "allee ")
_WORDS = re.compile(r"\w+")
_NO_STREET = frozenset(
    "hour hours hr hrs minute minutes min mins mile miles km kilometre kilometres metre metres items item people "
    "person persons years year days day weeks week months month times time of from the a an on in to at by and or "
    "for with off out our your my this that different same way ways best more other new stars star euro euros "
    "pounds dollars usd gb tb test pieces am pm x per each is are was were bedroom bed room cars car seats lane- "
    "wide i we you they it he she not no if so but because gigabyte speed first second third last long short wheel "
    "disk hard usb flash left right inch".split()
)
"""Words between a number and a "drive" or a "way" that is no street."""


def street_addresses(text: str) -> Iterator[Entity]:
    """A house number and a street, with town and postcode where they follow."""
    lowered = text.lower()
    if not _STREET_WORDS.isdisjoint(_WORDS.findall(lowered)):
        for match in _STREET.finditer(text):
            words = (match["capital"] or match["more"] or match["small"]).lower().split()
            if not _NO_STREET.intersection(words):
                yield Entity("POSTAL_ADDRESS", match.start(), match.end(), 0.9)
    if any(word in lowered for word in _STRASSEN):
        for match in _STRASSE.finditer(text):
            yield Entity("POSTAL_ADDRESS", match.start(), match.end(), 0.9)


_AREA = (
    "(?:A[BL]|B[ABDHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]|L[ADELNSU]?|"
    "M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?|YO|ZE)"
)
_INWARD = r"\d[ABD-HJLNP-UW-Z]{2}"
_LEVEL = r"[_-](?:1ST|2ND|3RD|[4-9]TH)(?![^\W_])"
"""Behind the number of a shelf: "W2-2ND" is one on the second level."""
_IS_POSTCODE = re.compile(rf"{_AREA}\d[A-Z\d]?{_INWARD}(?:[_.:#-]\d{{1,3}})?", re.IGNORECASE)
_HOLDS_POSTCODE = re.compile(
    rf"(?<![^\W_])(?:{_AREA}\d[A-Z\d]?(?!{_LEVEL})[ _+-]{_INWARD}(?![^\W\d_])"  # of Britain
    r"|[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d(?![^\W_])"  # Canada
    r"|(?<!.)[1-9]\d{3} [A-Z]{2}(?!.)"  # the Netherlands: all of an id, since "1042 UK" is one of an order
    r"|[AC-FHKNPRTV-Y]\d[\dW] [AC-FHKNPRTV-Y\d]{4}(?![^\W_]))",  # Ireland
    re.IGNORECASE,
)


def holds_postcode(identity: str) -> bool:
    """Whether an id is a postcode or one stands in it, by form alone: those of mere digits are like any number, and without a
    mark between its halves "EH65QR" counts only where it is all of an id, but for a count behind it."""
    return bool(_IS_POSTCODE.fullmatch(identity) or _HOLDS_POSTCODE.search(identity))
