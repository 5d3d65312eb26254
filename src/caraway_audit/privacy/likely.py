"""What is likely a value by the words beside it: masked and replaced, and nobody is accused by it.

Where a form or a word leaves no doubt, `context.py` tells it; where it takes the words of a whole text, the tagger does.
"""

import re
from collections.abc import Iterator

from caraway_audit.privacy.days import MONTH, ORDINAL, YEAR_IN_WORDS
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.names import plain
from caraway_audit.privacy.tagger import SCORE, is_everyday

_NUMBER_WORD = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|treble|triple)"
_WORD_FOR_IT = r"(?:pass ?w(?:or|r|o)?ds?|pass ?phrase|passwd|p/w|pwd|pw|pass ?code)"
_CODE_IS = r"\b(?:your|my|the) code (?:is|was|reads?|says?)\W{1,2}"
_IS = r"\W{1,3}(?:is |was |in |on )?"
_DAY_OF_YEAR = rf"\d{{1,2}}(?:st|nd|rd|th)?(?: of)? {MONTH}|{MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?"
_NO_SURNAME = "is|on|and|of|for|in|was|or|as|please|only|you|the|but|too|also|not|has|have|with|changed|wrong|right"
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.MULTILINE))
    for kind, pattern in (
        # "Your code is 771 204", "the code was C7-99-KP"
        ("CREDENTIAL", rf"{_CODE_IS}(?P<value>\d{{3}}[ -]\d{{3}})(?![\w-])"),
        ("CREDENTIAL", rf"{_CODE_IS}(?P<value>(?=[A-Z0-9-]*\d)[A-Z0-9]{{1,4}}(?:-[A-Z0-9]{{1,4}}){{2,4}})\b"),
        # quoted, or several words to the end of the line
        ("CREDENTIAL", rf"\b{_WORD_FOR_IT}(?: is| was|:)?\s*[\"'“‘](?P<value>[^\"'“”‘’\n]{{4,60}})[\"'”’]"),
        ("CREDENTIAL", rf"\b{_WORD_FOR_IT}\s*[:=]\s*(?P<value>[a-z]+(?: [a-z]+){{2,5}})$"),
        ("CREDENTIAL", rf"\b{_WORD_FOR_IT}\s+(?:is |was )?(?P<value>{_NUMBER_WORD}(?: {_NUMBER_WORD}){{3,9}})\b"),
        ("CREDENTIAL", r"\b(?:passwd|p/w)\s+(?P<value>(?!is\b|for\b|to\b|was\b)[\w!@#$%^&*-]{4,40})$"),
        ("CREDENTIAL", r"\bcurl\b[^\n]{0,80}?\s-u\s*[\"']?(?P<value>[^\s:\"']{1,60}:[^\s\"']{3,60})"),
        ("CREDENTIAL", r"\bcookie:\s*(?P<value>[\w-]{1,40}=[^\s;]{8,200})"),
        ("CREDENTIAL", r"\bauthorization:\s*(?P<value>(?:basic|token|digest)\s+[\w+/=.-]{8,200})"),
        ("CARD_SECURITY_CODE", rf"\b(?:cvv|cvc|security code){_IS}(?P<value>{_NUMBER_WORD}(?: {_NUMBER_WORD}){{2,3}})\b"),
        (
            "CARD_EXPIRY",
            rf"\b(?:card|cvv|cvc)\b[^\n]{{0,60}}\b(?:expiry|expires|valid thru){_IS}(?P<value>{MONTH} (?:20)?\d\d)\b",
        ),
        ("REFERENCE", rf"\b(?:pnr|booking ref(?:erence)?|record locator){_IS}(?P<value>(?=[A-Z]*\d)[A-Z0-9]{{6}})\b"),
        (
            "PERSON",
            rf"\b(?:last ?name|surname|family name|first ?name){_IS}(?P<value>(?!(?:{_NO_SURNAME})\b)[^\W\d_]{{3,20}})\b"
            r"(?=\s*(?:$|[,.;]))",
        ),
        ("ID_NUMBER", rf"\bvin\b(?: number)?{_IS}(?P<value>(?=[A-Z]*\d)[A-HJ-NPR-Z0-9]{{17}})\b"),
        ("DATE_OF_BIRTH", rf"\b(?:birthday|b-?day) (?:is|was|on) (?:on )?(?:the )?(?P<value>{_DAY_OF_YEAR})\b"),
        (
            "DATE_OF_BIRTH",
            rf"\bborn(?: on)? (?:the )?(?P<value>{ORDINAL}(?: of)? {MONTH}(?:,? {YEAR_IN_WORDS}|,? (?:19|20)\d\d)?)\b",
        ),
        ("DATE_OF_BIRTH", r"\b(?:i was|i am|i'm|he was|she was|was) born in (?P<value>(?:19|20)\d\d)\b"),
        (
            "EMAIL_ADDRESS",
            r"\b(?P<value>[\w.+-]{3,40} at (?:gmail|yahoo|hotmail|outlook|icloud|proton(?:mail)?|aol|gmx|live)"
            r"(?: dot | |\.)(?:com|net|org|de|co\.? ?uk|fr|es|it))\b",
        ),
        ("POSTAL_ADDRESS", r"\b(?P<value>p\.?\s?o\.?\s?box\s{1,2}\d{1,6})\b"),
        (
            "USERNAME",
            r"\b(?:handle|insta(?:gram)?|twitter|tiktok|snapchat|telegram|venmo|cash ?app|discord)\b[^\n@]{0,20}"
            r"(?<![\w.])(?P<value>@[\w.-]{3,30}\w)",
        ),
    )
)
_BEFORE_POSTCODE = re.compile(  # "7 Bank Top, HX2 5JJ": a number and words with a capital, and a British postcode behind them
    r"(?<![\w.,:/£$€#-])(?P<value>(?:[Ff]lat \w{1,4},? )?\d{1,4}[A-Za-z]?(?:,? [A-Z][\w'’-]{1,20}){1,7}),?\s{1,2}"
    r"(?=[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b)"
)
_SPELLED = re.compile(r"(?<![\w-])(?P<value>[A-Za-z](?:[-. ][A-Za-z]){3,19})(?![\w-])")
_SPELLS = re.compile(r"\bspel(?:t|led|ling|l)\b", re.IGNORECASE)
_WORTH = (
    "code", "pass", "pw", "p/w", "curl", "ookie", "uthoriz", "cvv", "cvc", "expir", "valid", "pnr", "booking ref", "locator",
    "name", "vin", "birthday", "b-day", "bday", "born", " at ", "box", "@", "spel",
)  # fmt: skip
_NO_PHRASE = frozenset("the is are was i you it we they your my not to for and or a an in on of please same never".split())


def likely_values(text: str) -> Iterator[Entity]:
    """What the words beside it make a value of, as surely as the tagger does."""
    for match in _BEFORE_POSTCODE.finditer(text):
        yield Entity("POSTAL_ADDRESS", *match.span("value"), SCORE)
    lowered = text.lower()
    if not any(one in lowered for one in _WORTH):
        return
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            value = match["value"]
            is_phrase = kind == "CREDENTIAL" and " " in value
            if is_phrase and not _NO_PHRASE.isdisjoint(value.lower().split()):
                continue
            if kind != "PERSON" or not is_everyday(plain(value)):
                yield Entity(kind, *match.span("value"), SCORE)
    if _SPELLS.search(text):
        for match in _SPELLED.finditer(text):
            yield Entity("PERSON", *match.span("value"), SCORE)
