"""Where a message is signed: below stand who wrote it, their titles, numbers and small print, and nothing that is said.

Readers of mail set signatures apart that begin with "--". Exports of tickets leave them in the text, and most begin with no
more than "Kind regards".
"""

import re

from caraway_audit.language.quotation import blank_quotations

_VALEDICTION = re.compile(
    r"\W*(?:(?:with|my|our|yours?|kind|kindest|best|warm|warmest|many|very|friendly|sincere|all|the|and|thanks|thank you) )*"
    r"(?:regards?|wishes|thanks|thank you|cheers|sincerely|faithfully|truly|respectfully|warmly|best|greetings|yours|rgds)"
    r"(?: (?:again|always|ever|in advance|from (?:all of )?us|for now|and (?:good|kind) \w+))?\W*"
    r"|\W*(?:mit )?(?:freundlichen?|herzlichen?|besten?|schönen?|viele[nr]?|liebe[nr]?) gr(?:ü|ue)(?:ß|ss)en?\W*"
    r"|\W*(?:bien )?cordialement\W*|\W*(?:un )?(?:cordial )?saludos?(?: cordiales)?\W*|\W*(?:met )?vriendelijke groet(?:en)?\W*"
    r"|\W*(?:cordiali|distinti) saluti\W*|\W*(?:com os melhores cumprimentos|atenciosamente)\W*",
    re.IGNORECASE,
)
_MARK = re.compile(r"\s*(?:--|—|__)\s*")
_WHO_SIGNS = 12
"""A line of more words is a sentence, and not who signs."""


def signature_start(text: str, author: str) -> int:
    """Where the signature of a message begins: at "--", at a line of courtesy with a short one below it, or at a line that
    begins with the author's name and says nothing; where there is none, the length of the text. Never the first line."""
    names = {author.casefold(), *author.casefold().split()[:1]} - {""}
    own = blank_quotations(text).replace("&nbsp;", " " * len("&nbsp;"))
    places = [match.start() + 1 for match in re.finditer("\n", own)]
    lines = [own[start:end].rstrip("\r\n") for start, end in zip(places, [*places, len(own)][1:], strict=True)]
    for number, (place, line) in enumerate(zip(places, lines, strict=True)):
        below = next((one for one in lines[number + 1 :] if one.strip()), "")
        if _MARK.fullmatch(line) or _is_who(line, names):
            return place
        if _VALEDICTION.fullmatch(line) and below and len(below.split()) <= _WHO_SIGNS:
            return place
    return len(text)


def _is_who(line: str, names: set[str]) -> bool:
    """Whether a line is a name, alone or with what somebody is: "Dana", "Dana Fox, Sales", "Dana Fox | Bell Ltd | 0113 …"."""
    name, mark, rest = _AFTER_NAME.sub("\n", line.strip().casefold(), count=1).partition("\n")
    return name in names and (
        not mark or not rest.strip() or (len(rest.split()) <= _WHO_SIGNS and rest.rstrip()[-1] not in ".!?")
    )


_AFTER_NAME = re.compile(r"\s*(?:[,.|/•·(]|\s[-–—])\s*")
