"""Where a message is signed: below stand who wrote it, their titles, numbers and small print, and nothing that is said.

Readers of mail set signatures apart that begin with "--". Exports of tickets leave them in the text, and most begin with no
more than "Kind regards".
"""

import re
from functools import lru_cache

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
_MARK = re.compile(r"--|—|__")
_AFTER_NAME = re.compile(r" ?(?:[,.|/•·(]| [-–—]) ?")
_LONGEST, _MOST = 200, 25
"""Characters of a line that signs, and so many lines with words stand below it at most."""
_JOINS = frozenset("of and for the at in de la van von der und y et & to on".split())


@lru_cache(maxsize=2_000)
def signed(text: str, author: str) -> tuple[str, int]:
    """A message without what it quotes, at its full length, and where its signature begins: at "--", at a line of courtesy with
    who signs below it, or at a line that holds the author's name, alone or before titles. The length of the text where it is
    not signed; never the first line."""
    own = blank_quotations(text)
    names = _names(author)
    places = [match.start() + 1 for match in re.finditer("\n", own)]
    below, signs, count = "", len(text), 0
    for place, end in zip(reversed(places), reversed([*places, len(own)][1:]), strict=True):
        line = " ".join(own[place : min(end, place + _LONGEST)].replace("&nbsp;", " ").split())
        if not line:
            continue
        if count > _MOST:
            break
        count += 1
        courtesy = _VALEDICTION.fullmatch(line)
        if _MARK.fullmatch(line) or _is_who(line, names) or (courtesy and (_is_title(below) or _is_who(below, names))):
            signs = place
            if courtesy:
                break
        below = line
    return own, signs


def signature_start(text: str, author: str) -> int:
    """Where the signature of a message begins."""
    return signed(text, author)[1]


def is_footer(text: str, author: str, place: int) -> bool:
    """Whether a place lies in a footer ("see our privacy policy") below a courtesy or "--" that ends a message."""
    line = _line_below(text, author, place)
    return _FOOTER.search(line) is not None


def is_small_print(text: str, author: str, place: int) -> bool:
    """Whether it lies in a footer there, or in a line of names and titles ("Office Manager")."""
    line = _line_below(text, author, place)
    return bool(line) and (_is_title(line) or _FOOTER.search(line) is not None)


def _line_below(text: str, author: str, place: int) -> str:
    """The line of a place that lies below a courtesy or "--" that ends a message; "" elsewhere. Behind a postscript all is
    said."""
    if "\n" not in text:
        return ""
    own, start = signed(text, author)
    above = own[start:place].partition("\n")[0].strip()
    ends = place > start and (_MARK.fullmatch(above) or _VALEDICTION.fullmatch(above))
    if not ends or POSTSCRIPT.search(own, start, place):
        return ""
    end = own.find("\n", place)
    return " ".join(own[own.rfind("\n", 0, place) + 1 : end if end >= 0 else len(own)].split())


POSTSCRIPT = re.compile(r"^\W{0,8}p\.?\s?p?\.?\s?s\b", re.IGNORECASE | re.MULTILINE)
"""How a line begins that says something after all, below a signature."""
_FOOTER = re.compile(
    r"\b(?:(?:privacy|data protection) (?:policy|notice|statement)|take privacy|unsubscribe|disclaimer|confidential|intended"
    r"|recipient|registered|company (?:no|number)|terms|conditions|(?:opening|office) hours|before printing|sent from|typos"
    r"|click here|newsletter|our promise)\b",
    re.IGNORECASE,
)


def _names(author: str) -> frozenset[str]:
    """What an author may sign as: the full name, or its first word where there are more."""
    folded = author.casefold()
    first = folded.split()[:1]
    return frozenset({folded, *(name for name in first if len(name) > 1 and name not in _JOINS)} - {""})


def _is_who(line: str, names: frozenset[str]) -> bool:
    """Whether a line is a name, alone or with what somebody is: "Dana", "Dana Fox, Sales", "Dana Fox | Bell Ltd | 0113 …"."""
    name, mark, rest = _AFTER_NAME.sub("\n", line, count=1).partition("\n")
    return name.casefold() in names and (not mark or _is_title(rest) or not rest)


def _is_title(line: str) -> bool:
    """Whether a line holds names, titles and numbers only: every word with a capital or a digit, but small ones that join."""
    words = re.findall(r"[^\W_][\w'’.&@-]*", line)
    return bool(words) and all(not word[0].islower() or word in _JOINS or "@" in word or "." in word[:-1] for word in words)
