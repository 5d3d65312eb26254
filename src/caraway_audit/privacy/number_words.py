"""How numbers are said in other languages, as the digits that somebody who dictates them means.

A telephone number is dictated digit by digit in German, in pairs in French ("zéro six, douze, trente-quatre"), by hundreds in
Spanish ("seiscientos doce"); so each language has its numbers below a hundred, made from the few words that differ, and its
hundreds.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

_Said = dict[str, str]
"""Words, one space between them, and their digits."""


def _numbered(first: int, words: str) -> _Said:
    """Words in the order of their numbers; those that are said or written in several ways joined by a stroke."""
    return {word: str(number) for number, ways in enumerate(words.split(), first) for word in ways.split("|")}


def _tens(words: str) -> _Said:
    """The last eight, or fewer, of twenty, thirty, …, ninety."""
    said = words.split()
    first = 10 - len(said)
    return {word: f"{number}0" for number, ways in enumerate(said, first) for word in ways.split("|")}


def _together(tens: Mapping[str, str], ones: Mapping[str, str], joins: Sequence[str], ones_first: bool = False) -> _Said:
    """Tens with ones: "vierunddreißig", "treinta y cuatro"."""
    return {
        (one + join + ten if ones_first else ten + join + one): str(int(tens[ten]) + int(ones[one]))
        for ten in tens
        for one in ones
        if one not in _ZEROS
        for join in joins
    }


_ZEROS = frozenset({"null", "nul", "zéro", "zero", "cero"})


def _german() -> _Said:
    ones = _numbered(0, "null eins|ein zwei|zwo drei vier fünf|fuenf sechs sieben acht neun")
    tens = _tens("zwanzig dreißig|dreissig vierzig fünfzig|fuenfzig sechzig siebzig achtzig neunzig")
    teens = _numbered(10, "zehn elf zwölf|zwoelf dreizehn vierzehn fünfzehn|fuenfzehn sechzehn siebzehn achtzehn neunzehn")
    return ones | teens | tens | _together(tens, ones, ("und", " und "), ones_first=True)


def _dutch() -> _Said:
    ones = _numbered(0, "nul een|één twee drie vier vijf zes zeven acht negen")
    tens = _tens("twintig dertig veertig vijftig zestig zeventig tachtig negentig")
    teens = _numbered(10, "tien elf twaalf dertien veertien vijftien zestien zeventien achttien negentien")
    return ones | teens | tens | _together(tens, ones, ("en", "ën", " en "), ones_first=True)


def _french() -> _Said:
    ones = _numbered(0, "zéro|zero un|une deux trois quatre cinq six sept huit neuf")
    teens = _numbered(10, "dix onze douze treize quatorze quinze seize dix-sept|dix_sept dix-huit|dix_huit dix-neuf|dix_neuf")
    teens = {word.replace("_", " "): number for word, number in teens.items()}
    tens = _tens("vingt trente quarante cinquante soixante septante huitante|octante nonante")
    eighty = {"quatre-vingt": "80", "quatre-vingts": "80", "quatre vingt": "80", "quatre vingts": "80"}
    joins = ("-", " ", " et ", "-et-")
    return (
        ones | teens | tens | eighty | _together(tens, ones, joins)
        | _together({"soixante": "60"} | eighty, teens, joins) | _together(eighty, ones, joins)
    )  # fmt: skip


def _spanish() -> _Said:
    ones = _numbered(0, "cero uno|un|una dos tres cuatro cinco seis siete ocho nueve")
    teens = _numbered(10, "diez once doce trece catorce quince dieciséis|dieciseis diecisiete dieciocho diecinueve")
    twenties = _numbered(
        20,
        "veinte veintiuno|veintiún|veintiun veintidós|veintidos veintitrés|veintitres veinticuatro veinticinco "
        "veintiséis|veintiseis veintisiete veintiocho veintinueve",
    )
    tens = _tens("treinta cuarenta cincuenta sesenta setenta ochenta noventa")
    return ones | teens | twenties | tens | _together(tens, ones, (" y ",))


def _portuguese() -> _Said:
    ones = _numbered(0, "zero um|uma dois|duas três|tres quatro cinco seis|meia sete oito nove")
    teens = _numbered(
        10, "dez onze doze treze catorze|quatorze quinze dezesseis|dezasseis dezessete|dezassete dezoito dezenove|dezanove"
    )
    tens = _tens("vinte trinta quarenta cinquenta|cinqüenta sessenta setenta oitenta noventa")
    return ones | teens | tens | _together(tens, ones, (" e ",))


def _italian() -> _Said:
    ones = _numbered(0, "zero uno|un due tre|tré quattro cinque sei sette otto nove")
    teens = _numbered(10, "dieci undici dodici tredici quattordici quindici sedici diciassette diciotto diciannove")
    tens = _tens("venti trenta quaranta cinquanta sessanta settanta ottanta novanta")
    with_vowel = {ten[:-1]: number for ten, number in tens.items()}  # "trentuno", "trentotto"
    return ones | teens | tens | _together(tens, ones, ("",)) | _together(with_vowel, {"uno": "1", "otto": "8"}, ("",))


def _polish() -> _Said:
    ones = _numbered(0, "zero jeden|jedna dwa|dwie trzy cztery pięć|piec sześć|szesc siedem osiem dziewięć|dziewiec")
    teens = _numbered(
        10,
        "dziesięć|dziesiec jedenaście dwanaście trzynaście czternaście piętnaście szesnaście siedemnaście osiemnaście "
        "dziewiętnaście",
    )
    tens = _tens(
        "dwadzieścia trzydzieści czterdzieści pięćdziesiąt sześćdziesiąt siedemdziesiąt osiemdziesiąt dziewięćdziesiąt"
    )
    return ones | teens | tens | _together(tens, ones, (" ",))


class Spoken:
    """One language: what each of its numbers is in digits, and how they stand in a row."""

    def __init__(self, said: _Said, hundreds: str = "") -> None:
        self.said = said
        self._hundreds = _numbered(1, hundreds)
        self.first: frozenset[str] = frozenset({*(re.split("[ -]", way)[0] for way in said), *self._hundreds})
        """Words that a number begins with."""

    @cached_property
    def item(self) -> re.Pattern[str]:
        """One number, or a digit; the longest way to say it first."""
        return re.compile(rf"\b(?:{self._item})\b", re.IGNORECASE)

    @cached_property
    def row(self) -> re.Pattern[str]:
        """Numbers with nothing but marks and a pause between them, at least one of them in words."""
        return re.compile(rf"\b(?:{self._item})(?:{_BETWEEN}(?:{self._item})){{2,40}}\b", re.IGNORECASE)

    def digits(self, way: str) -> str:
        """What one number is in digits."""
        said = " ".join(way.lower().split())
        if said in self.said or way.isdigit():
            return self.said.get(said, way)
        first, _, rest = said.partition(" ")
        if first in TWICE:
            return self.said[rest] * 2
        hundred = max((one for one in self._hundreds if said.startswith(one)), key=len)
        rest = said.removeprefix(hundred).strip(" -").removeprefix("e ")  # "seiscentos e doze"
        return self._hundreds[hundred] + self.said.get(rest, "0").zfill(2)

    @property
    def _item(self) -> str:
        below = _any_of(self.said)
        hundreds = rf"|(?:{_any_of(self._hundreds)})(?:[ -]?(?:e\s)?(?:{below}))?" if self._hundreds else ""
        digit = _any_of(way for way, digits in self.said.items() if len(digits) == 1)
        return rf"(?:{'|'.join(TWICE)})\s(?:{digit}){hundreds}|{below}|\d"


def _any_of(ways: Iterable[str]) -> str:
    return "|".join(re.escape(way) for way in sorted(ways, key=len, reverse=True))


TWICE = ("doppelt", "doppel", "double", "doble", "doppio", "dubbele", "dubbel", "duplo")
"""Of a digit that is said once and stands twice: "doppel vier"."""
_BETWEEN = r"[\s,.\-–…/]{1,4}(?:(?:ähm?|äh|euh|eh|ehm|ee|yyy|dann|puis|luego|poi|dan|depois)[\s,.\-–…]{1,4})?"

LANGUAGES = (
    Spoken(_german()),
    Spoken(_french()),
    Spoken(
        _spanish(),
        "cien|ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos",
    ),
    Spoken(_italian(), "cento duecento trecento quattrocento cinquecento seicento settecento ottocento novecento"),
    Spoken(_dutch()),
    Spoken(_portuguese(), "cem|cento duzentos trezentos quatrocentos quinhentos seiscentos setecentos oitocentos novecentos"),
    Spoken(_polish(), "sto dwieście trzysta czterysta pięćset sześćset siedemset osiemset dziewięćset"),
)
FIRST = frozenset[str]().union(*(language.first for language in LANGUAGES))
"""Words that a number begins with in any of them."""
