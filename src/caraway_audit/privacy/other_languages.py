"""What of the tagger's finds stays in a message that is not English.

The tagger was learnt from English: to it a sentence of German or Polish is a row of words that nobody uses, and so of names.
There a name has capitals and the lists know it, or somebody says that it is one; an address begins with a number or a capital.
"""

import re
from collections.abc import Iterable, Iterator

from caraway_audit.language.identify import is_other_than_english
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.tagger import SCORE, listed

_LETTERS = r"[^\W\d_]+"
_WORD = r"[^\W\d_][\w'’-]*+"
_CAPITAL = r"(?<![\w'’-])[^\W\d_a-zß-öø-ÿąćęłńóśźżěščřžýáíéúůőűğışçøåæ][\w'’-]*+"
_NAMES = re.compile(rf"{_CAPITAL}(?:[ -](?:(?:van|von|der|den|de|del|della|la|di|da|do|dos|al|el) )*{_CAPITAL}){{0,3}}")
_TITLE = (
    r"(?:[Hh]errn?|[Ff]rau|[Mm]onsieur|[Mm]adame|[Mm]ademoiselle|Mme|Mlle|M\.|[Ss]eñora?|[Ss]eñorita|Sra?\.?|[Ss]ignora?|[Ss]ig\.(?:ra)?|"
    r"[Ss]enhora?|[Pp]ani?|[Mm]eneer|[Mm]evrouw|[Dd]on|[Dd]oña)"
)
_TITLED = re.compile(rf"\b{_TITLE} (?P<name>{_CAPITAL}(?: {_CAPITAL})?)")
_SAYS = (
    r"ich heiße|ich heisse|(?:mein|ihr) name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|"
    r"o meu nome é|meu nome é|me chamo|nazywam się|mam na imię|jag heter|mitt namn är|jeg hedder|jeg heter|ik heet|"
    r"mijn naam is|benim adım|adım|jmenuji se|a nevem|numele meu este|mă numesc|nimeni on|nama saya|mera naam"
)
_CALLED = re.compile(rf"(?i)\b(?:{_SAYS}) (?P<name>{_WORD}(?: (?!(?:und|et|y|e|i|och|og|en|ve|a|dan|aur)\b){_WORD})?)")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[^\W\d_]")
_BEGINS = re.compile(rf"{_CAPITAL}|(?<!\S)\d")


def is_other_language(text: str) -> bool:
    """Whether a message is in another language than English."""
    return is_other_than_english(re.findall(_LETTERS, text))


def kept(text: str, tagged: Iterable[Entity]) -> Iterator[Entity]:
    """What stays of the tagger's finds in such a message, in order of place; names that are told or titled are added."""
    names = [match.span("name") for pattern in (_TITLED, _CALLED) for match in pattern.finditer(text)]
    found = [Entity("PERSON", *span, SCORE) for span in names]
    for one in tagged:
        if one.kind == "PERSON":
            found += [one._replace(start=start, end=end) for start, end in _known_names(text, one)]
        elif one.kind == "LOCATION":
            if all("P" in listed(word) for word in re.findall(_LETTERS, text[one.start : one.end])):
                found.append(one)
        elif one.kind == "POSTAL_ADDRESS":
            begins = _BEGINS.search(text, one.start, one.end)
            if begins and all(sign.search(text, begins.start(), one.end) for sign in (_DIGIT, _LETTER)):
                found.append(one._replace(start=begins.start()))
        elif all(map(_DIGIT.search, text[one.start : one.end].split())):
            found.append(one)
    last = 0
    for one in sorted(found, key=lambda entity: (entity.start, -entity.end)):
        if one.start >= last:
            yield one
            last = one.end


def _known_names(text: str, one: Entity) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals, from a given name on that the lists know."""
    for match in _NAMES.finditer(text, one.start, one.end):
        for word in re.finditer(_WORD, match.group()):
            lists = listed(word.group())
            if "F" in lists and not set("cN") & set(lists) and not is_other_than_english([word.group().lower()] * 2):
                yield match.start() + word.start(), match.end()
                break
