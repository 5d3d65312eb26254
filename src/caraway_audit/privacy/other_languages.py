"""What of the tagger's finds stays in a message that is not English.

The tagger was learnt from English: to it a sentence of German or Polish is a row of words that nobody uses, and so of names.
There a name has capitals, or begins with a given name of the lists, or somebody says that it is one; an address is what stands
around a number. Where it is not plain that a message is of another language, all finds stay: too much masked harms less.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from caraway_audit.language.identify import other_language
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.tagger import SCORE, listed

_LETTERS = r"[^\W\d_]+"
_ADDRESS = re.compile(r"@|://|www\.|\w\.(?:com|org|net|io|co|de|fr|es|it|pl|nl|uk)\b")
_WORD = r"[^\W\d_][\w'’-]*+"
_CAPITAL = r"(?<![\w'’-])[^\W\d_a-zß-öø-ÿąćęłńóśźżěščřžýáíéúůőűğışçøåæ][\w'’-]*+"
_PARTICLES = frozenset(
    "de la las los del della di da do dos das du van von der den des het ten ter zu zum el al bin san".split()
)
_OF = rf"(?:(?:{'|'.join(sorted(_PARTICLES))}) ){{0,3}}"
_NAMES = re.compile(rf"{_CAPITAL}(?:[ -]{_OF}{_CAPITAL}){{0,3}}")
_TITLE = (
    r"(?:herrn?|frau|monsieur|madame|mademoiselle|mme|mlle|señora?|señorita|sra|signora?|senhora?|pani?|meneer|mevrouw|don|"
    r"doña)\.?"
)
_TITLED = re.compile(rf"(?i)\b{_TITLE} (?P<name>{_OF}{_WORD}(?: {_OF}{_WORD})?)")
_SAYS = (
    r"ich heiße|ich heisse|(?:mein|ihr) name ist|je m['’]appelle|mon nom est|me llamo|mi nombre es|mi chiamo|il mio nome è|"
    r"o meu nome é|meu nome é|me chamo|nazywam się|mam na imię|jag heter|mitt namn är|jeg hedder|jeg heter|ik heet|"
    r"mijn naam is|benim adım|adım|jmenuji se|a nevem|numele meu este|mă numesc|nimeni on|nama saya|mera naam|heißt|"
    r"ich bin|je suis|soy|sono"
)
_CALLED = re.compile(rf"(?i)\b(?:{_SAYS}) (?P<name>{_OF}{_WORD}(?: {_OF}{_WORD})?)")
_IS = ("ich bin", "je suis", "soy", "sono")
_DIGIT, _LETTER = re.compile(r"\d"), re.compile(r"[^\W\d_]")
_BEFORE_NUMBER = re.compile(rf"(?:{_WORD} ){{0,3}}$")


def is_other_language(text: str) -> str:
    """The language of a message that is plainly not English, else ""."""
    words = re.findall(_LETTERS, " ".join(part for part in text.split() if not _ADDRESS.search(part)))
    return other_language([word for word in words if word.lower() not in _PARTICLES], _is_english)


def _is_english(word: str) -> bool:
    """Whether people use a word in English chat."""
    return "c" in listed(word)


def kept(text: str, tagged: Sequence[Entity], is_word: frozenset[str]) -> Iterator[Entity]:
    """What stays of the tagger's finds in such a message, in order of place; names that are told or titled are added.

    `is_word` are the function words of the language: no part of a name.
    """
    found = []
    for pattern in (_TITLED, _CALLED):
        for match in pattern.finditer(text):
            if pattern is _CALLED and not _may_be_called(match):
                continue
            found += [Entity("PERSON", *span, SCORE) for span in _without_words(text, match.span("name"), is_word)]
    for one in tagged:
        if one.kind == "PERSON":
            found += [one._replace(start=start, end=end) for start, end in _known_names(text, one, is_word)]
        elif one.kind == "LOCATION":
            if all("P" in listed(word) for word in re.findall(_LETTERS, text[one.start : one.end])):
                found.append(one)
        elif one.kind == "POSTAL_ADDRESS":
            if (number := _DIGIT.search(text, one.start, one.end)) and not _AMOUNT.match(text, number.start()):
                begins = _street(text, one, number.start(), is_word)
                ends = _before_words(text, number.start(), one.end, is_word)
                if _LETTER.search(text, begins, ends) and _IS_STREET.search(text, max(0, begins - _NEAR), ends):
                    found.append(one._replace(start=begins, end=ends))
        elif all(map(_DIGIT.search, text[one.start : one.end].split())):
            found.append(one)
    found += _small_names(text, tagged, is_word)
    last = 0
    for one in sorted(found, key=lambda entity: (entity.start, -entity.end)):
        if one.start >= last:
            yield one
            last = one.end


def _may_be_called(match: re.Match[str]) -> bool:
    """Whether somebody is called by what follows: "ich bin Kunde" and "je suis désolé" name nobody."""
    first = match["name"].split()[0]
    says = match.group().lower()
    return not says.startswith(_IS) or _is_given(first) or (first[0].isupper() and not says.startswith("ich"))


def _street(text: str, one: Entity, number: int, is_word: frozenset[str]) -> int:
    """Where an address begins whose first number stands at `number`: up to three words before it may be the street."""
    begins = number
    before = _BEFORE_NUMBER.search(text, one.start, number)
    for word in reversed(list(re.finditer(_WORD, before.group() if before else ""))):
        if len(word.group()) <= _SHORTEST and word.group().lower() in is_word - {"via", "rua"}:
            break
        begins = (before.start() if before else number) + word.start()
    return begins


def _before_words(text: str, number: int, end: int, is_word: frozenset[str]) -> int:
    """Where an address ends: before the first function word behind its number that is no part of names ("15 bis zum")."""
    for word in re.finditer(_WORD, text[number:end]):
        if len(word.group()) > 1 and word.group().lower() in is_word - _PARTICLES:
            return number + len(text[number : number + word.start()].rstrip(" ,"))
    return end


_NEAR = 16
_IS_STREET = re.compile(  # "Schulstraße 9", "calle Pez, numero 8", "83022 Rosenheim"; and no "Schritt 4", "35 Minuten"
    r"(?i:stra(?:ß|ss)e|\bstr\.|\w(?:str|weg|platz|gasse|allee|ring|damm|ufer|hof|berg|stieg|markt|graben|bach|straat|laan"
    r"|plein|gracht|kade|dijk|singel|gatan|vägen|gata|vej|gade|katu)\b|\b(?:weg|platz|gasse|allee|am|im|an der|auf der|chaussee"
    r"|rue|avenue|av|bd|boulevard|place|chemin|impasse|allée|quai|route|cours|calle|c/|avenida|avda|plaza|paseo|carrer|camino"
    r"|ronda|via|viale|piazza|corso|vicolo|largo|ul|ulica|aleja|plac|rua|travessa|praça|sokak|caddesi|cad|sok|mahallesi|utca|út"
    r"|tér|ulice|náměstí|třída|strada|bulevardul|numero|número|hausnummer|wohnung|appartement|apt|piso|adresse|adres|dirección"
    r"|indirizzo|anschrift)\b)|(?<!\d)\d{4,5}\s[A-ZÀ-Þ]"
)
_AMOUNT = re.compile(r"\d{1,6}[.,]\d\d(?!\d)(?![.,]\d)")

_SHORTEST = 4
"""Longer function words are parts of streets as well ("calle mayor")."""


def _without_words(text: str, span: tuple[int, int], is_word: frozenset[str]) -> Iterator[tuple[int, int]]:
    """A name up to the first function word behind it; nothing where it begins with one."""
    end = span[0]
    for word in re.finditer(_WORD, text[slice(*span)]):
        if word.group().lower() in is_word and word.group().lower() not in _PARTICLES:
            break
        if word.group().lower() not in _PARTICLES:
            end = span[0] + word.end()
    if end > span[0]:
        yield span[0], end


def _known_names(text: str, one: Entity, is_word: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Runs of words with capitals of which one is a given name, or two stand inside a sentence."""
    for match in _NAMES.finditer(text, one.start, one.end):
        words = [word for word in re.finditer(_WORD, match.group()) if word.group().lower() not in _PARTICLES]
        names = [word for word in words if word.group().lower() not in is_word]
        given = next((word for word in names if _is_given(word.group()) and word.group().lower() not in _COMMON_IN_SOME), None)
        inside = not _BEGINS_SENTENCE.search(text, 0, match.start())
        if given is not None:
            yield match.start() + given.start(), match.end()
        elif inside and len(names) == len(words) > 1:
            yield match.span()


def _small_names(text: str, tagged: Sequence[Entity], is_word: frozenset[str]) -> Iterator[Entity]:
    """In small letters, a given name and what follows it: anything where the tagger saw a name, else a family's name."""
    seen = sorted((one.start, one.end) for one in tagged if one.kind == "PERSON")
    for match in _SMALL_PAIR.finditer(text):
        given, family = match["given"], match["family"]
        if not _is_given(given) or given in is_word | _COMMON_IN_SOME:
            continue
        whole = (match.start(), match.end("family"))
        before = bisect_left(seen, (whole[1], 0)) - 1
        first = family.split()[0]
        if (before >= 0 and seen[before][1] > whole[0]) or ("L" in listed(first) and first not in is_word):
            yield from (Entity("PERSON", *span, SCORE) for span in _without_words(text, whole, is_word))


_SMALL_PAIR = re.compile(
    r"(?<![\w'’-])(?P<given>[a-zß-öø-ÿąćęłńśźżěščřžýğış][\w'’-]{1,30})"
    rf"(?= {_OF}(?P<family>[\w'’-]{{2,30}}(?: [\w'’-]{{2,30}})?))"
)
_BEGINS_SENTENCE = re.compile(r"(?:^|[.!?\n]\s*|^\W+)$")
_COMMON_IN_SOME = frozenset(
    "sie mir era son mia sole sue lea noa nina kai ina ada eva per mai juni juli tag tage may mayo mars avril "
    "ab an da einer hin leider mal rein déjà vu beau bas clair ville vide val vache patience aimé aimée abril alta alto azul "
    "bello cielo dulce día eres hoy malo mar mañana nada sal salud sé té uno una vi vino fai già ha hai ho male mandi mare ora "
    "sera tre tè vero al bent beste dag kort mei cena dom karta lot mała ta tam tu".split()
)
"""Given names that are words in some language beside their own."""


def _is_given(word: str) -> bool:
    return any(
        "F" in (lists := listed(part)) and not set("N") & set(lists) for part in re.split(r"[-'’]", word) if len(part) > 1
    )
