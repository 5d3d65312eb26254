"""Government identity numbers: a form, a checksum where the country has one, and a word beside it where both are weak.

How often random digits pass is said at each check in `checksums.py`. A form that is rare (dots and dashes in their places,
letters, a long checksum) counts by itself; nine, ten or eleven bare digits need a word that names them. A number that says of
itself that it is an order, a parcel or an invoice is none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from caraway_audit.privacy import checksums
from caraway_audit.privacy.formats import OTHER_NUMBER, Entity, names_itself_otherwise


@dataclass(frozen=True, slots=True)
class _Form:
    """How a number is written, what makes it valid (given letters and digits, upper case), and the words that name it.

    With `alone`, writing it so is enough; else one of the words has to stand near.
    """

    kind: str
    pattern: re.Pattern[str]
    valid: Callable[[str], bool]
    words: re.Pattern[str]
    alone: re.Pattern[str] | None = None

    @property
    def score(self) -> float:
        """How sure it is without a word beside it: where nothing checks the digits, less."""
        return 0.88 if self.kind in ("US_SSN", "US_ITIN", "UK_NINO") else 0.96


_COUNTRIES = {
    "DE": "german", "FR": "french", "ES": "spanish", "IT": "italian", "NL": "dutch", "CH": "swiss", "PL": "polish",
    "SE": "swedish", "BE": "belgian", "IE": "irish", "PT": "portuguese", "AT": "austrian", "DK": "danish", "FI": "finnish",
    "CZ": "czech|slovak", "RO": "romanian", "BG": "bulgarian", "HR": "croatian", "GR": "greek",
    "BALTIC": "estonian|lithuanian|baltic", "NO": "norwegian", "IN": "indian", "CA": "canadian", "AU": "australian",
    "BR": "brazilian", "SG": "singaporean|singapore", "AE": "emirati|uae", "MY": "malaysian", "ZA": "south african",
    "TR": "turkish", "MX": "mexican",
}  # fmt: skip
_PLAINLY_CALLED = (
    r"(?:['’]s)? (?:\w+ )?(?:id|identity|identification|tax|taxpayer|social|insurance|birth|citizen|personal|national|security"
    r"|health|fiscal|civil|population)(?: (?:id|identity|identification|insurance|security|register|registration|service|tax))?"
    r"(?: (?:number|code|no|nr|card|id))?"
)
"""What people who write English call a number for which they do not know the word: "my Norwegian birth number"."""


def _form(kind: str, pattern: str, valid: Callable[[str], bool], words: str, alone: str = "") -> _Form:
    if country := _COUNTRIES.get(kind.partition("_")[0]):
        words = rf"{words}|(?<!our )(?:{country}){_PLAINLY_CALLED}"
    return _Form(
        kind,
        re.compile(rf"(?<![\w])(?<!\d[-./])(?:{pattern})(?![\w]|[-./]\d)", re.IGNORECASE),
        valid,
        re.compile(rf"\b(?:{words})\b", re.IGNORECASE),
        re.compile(alone, re.IGNORECASE) if alone else None,
    )


_SSN = "ssn|social security|social number|social|soc sec"
_ITIN = "itin|tax(?:payer)? id(?:entification)?"
_SPAIN = "dni|nif|nie|identidad|identity|id card|extranjero|tax id"
_SWEDEN = "personnummer|personal (?:identity )?number|pnr|swedish id|personal id"
_BELGIUM = "rijksregister\\w*|registre national|national (?:register )?number|insz|niss"
_GERMANY = "steuer[- ]?id\\w*|steuerliche identifikations\\w*|idnr|steuernummer|tax id|tin|tax identification\\w*"
_FRANCE = "insee|nir|s[ée]curit[ée] sociale|num[ée]ro de s[ée]cu|french social security|social security"

_FORMS = (
    _form("US_SSN", r"\d{3}([-. ]?)\d\d\1\d{4}", checksums.is_ssn, _SSN, r"\d{3}([-.])\d\d\1\d{4}"),
    _form("US_ITIN", r"9\d\d([-. ]?)\d\d\1\d{4}", checksums.is_itin, _ITIN, r"\d{3}-\d\d-\d{4}"),
    _form("UK_NINO", r"[a-z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[a-d]", checksums.is_nino, "nino|national insurance|ni number", "."),
    _form("UK_NHS", r"\d{3}[ -]?\d{3}[ -]?\d{4}", checksums.is_nhs, "nhs|health service|patient (?:number|no|id)"),
    _form("DE_TAX_ID", r"\d\d ?\d{3} ?\d{3} ?\d{3}", checksums.is_german_tax_id, _GERMANY),
    _form(
        "FR_NIR", r"[12]([ .]?)\d\d\1\d\d\1(?:\d\d|2[ab])\1\d{3}\1\d{3}[ ./]?\d\d", checksums.is_french_nir, _FRANCE,
        r"[12][ .]\d\d[ .]",
    ),
    _form("ES_NIF", r"(?:\d{7,8}|\d{1,2}\.\d{3}\.\d{3})[- ]?[a-z]", checksums.is_spanish_id, _SPAIN),
    _form("ES_NIE", r"[xyz][- ]?\d{7}[- ]?[a-z]", checksums.is_spanish_id, _SPAIN, r"."),
    _form(
        "IT_FISCAL_CODE", r"[a-z]{3} ?[a-z]{3} ?\d\d[a-z]\d\d ?[a-z]\d{3}[a-z]", checksums.is_codice_fiscale,
        "codice fiscale|fiscal code|tax code", ".",
    ),
    _form(
        "NL_BSN", r"\d{4}[. ]?\d\d[. ]?\d{3}|\d{3}[. ]\d{3}[. ]\d{3}", checksums.is_bsn,
        r"bsn|burgerservice\w*|sofi\w*|citizen service",
    ),
    _form("CH_AHV", r"756([. ]?)\d{4}\1\d{4}\1\d\d", checksums.is_ahv, "ahv\\w*|avs|navs|insurance", r"756\."),
    _form("PL_PESEL", r"\d\d ?\d\d ?\d\d ?\d{5}", checksums.is_pesel, "pesel"),
    _form(
        "SE_PERSONNUMMER", r"(?:18|19|20)?\d{6}[-+ ]?\d{4}", checksums.is_personnummer, _SWEDEN,
        r"\d{6,8}[-+]\d{4}$|\d{12}$",
    ),
    _form(
        "BE_NATIONAL_NUMBER", r"\d\d[. ]?\d\d[. ]?\d\d[- ]?\d{3}[. ]?\d\d", checksums.is_belgian_number, _BELGIUM,
        r"\d\d\.\d\d\.\d\d-\d{3}",
    ),
    _form("IE_PPSN", r"\d{7}[a-z][a-iw]?", checksums.is_ppsn, r"pps\w?|personal public service"),
    _form("PT_NIF", r"\d{3} ?\d{3} ?\d{3}", checksums.is_portuguese_nif, "nif|contribuinte"),
    _form("AT_SVNR", r"\d{4}[ -]?\d{6}", checksums.is_austrian_svnr, r"sv-?n(?:r|ummer)|sozialversicherung\w*|e-?card"),
    _form("DK_CPR", r"\d{6}-?\d{4}", checksums.is_danish_cpr, r"cpr(?:-?n\w*)?|personnummer"),
    _form("FI_HETU", r"\d{6}[-+a-fu-y]\d{3}[0-9a-fhj-npr-y]", checksums.is_finnish_hetu, r"hetu|henkil[öo]tunnus|finnish id"),
    _form("CZ_BIRTH_NUMBER", r"\d{6}/?\d{4}", checksums.is_czech_birth_number, r"rodn[ée] [čc][íi]slo|birth number"),
    _form("RO_CNP", r"\d{13}", checksums.is_romanian_cnp, "cnp|cod numeric"),
    _form("BG_EGN", r"\d{10}", checksums.is_bulgarian_egn, "egn|егн"),
    _form("HR_OIB", r"\d{11}", checksums.is_croatian_oib, "oib"),
    _form("GR_AMKA", r"\d{11}", checksums.is_greek_amka, "amka|αμκα"),
    _form("BALTIC_CODE", r"\d{11}", checksums.is_baltic_code, r"isikukood|asmens koda\w*|personal (?:id )?code"),
    _form("NO_FODSELSNUMMER", r"\d{6} ?\d{5}", checksums.is_norwegian_number, r"f[øo]dselsnummer|personnummer|national id"),
    _form("IN_AADHAAR", r"\d{4}([ -]?)\d{4}\1\d{4}", checksums.is_aadhaar, r"a+dh?a+r|uid(?:ai)?"),
    _form("IN_PAN", r"[a-z]{5}\d{4}[a-z]", checksums.is_pan, "pan|permanent account"),
    _form("CA_SIN", r"\d{3}[ -]?\d{3}[ -]?\d{3}", checksums.is_canadian_sin, "sin|social insurance"),
    _form("AU_TFN", r"\d{3}[ -]?\d{3}[ -]?\d{3}", checksums.is_australian_tfn, "tfn|tax file"),
    _form("BR_CPF", r"\d{3}\.?\d{3}\.?\d{3}-?\d\d", checksums.is_cpf, "cpf", r"\d{3}\."),
    _form("SG_NRIC", r"[stfgm]\d{7}[a-z]", checksums.is_nric, "nric|fin|ic|identity"),
    _form("AE_ID", r"784-?\d{4}-?\d{7}-?\d", checksums.luhn, "emirates|eid", r"784-"),
    _form("MY_ID", r"\d{6}-\d\d-\d{4}", checksums.is_malaysian_id, "ic|mykad|nric|identity"),
    _form("ZA_ID", r"\d{6} ?\d{4} ?\d{3}", checksums.is_south_african_id, "sa id|id number|identity"),
    _form("TR_ID", r"\d{11}", checksums.is_turkish_id, r"tc(?:kn)?|t\.c\.|kimlik"),
    _form("MX_CURP", r"[a-z]{4}\d{6}[hm][a-z]{5}[a-z\d]\d", checksums.is_curp, "curp", "."),
)  # fmt: skip

_UK_LICENCE = re.compile(
    r"(?<!\w)[A-Z][A-Z9]{4}[ -]?\d[0156]\d(?:0[1-9]|[12]\d|3[01])\d[ -]?[A-Z9]{2}[A-Z\d]{3}(?!\w)", re.IGNORECASE
)
"""The British licence holds name and date of birth; its form is like nothing else."""

_DOCUMENT = r"(?<![@#])(?P<value>(?=(?:[A-Z]*\d[ -]?){5})[A-Z]{0,5}[ -]?\d[A-Z\d]*(?:[ -]\d[A-Z\d]*){0,3})(?![\w]|[-./]\d)"
_LINK = (
    r"(?:\W{0,3}\b(?:numbers?|no|nr|num|id|is|was|are|it|its|s|that|would|be|here|uh|um|erm?|card|my|the"
    r"|her|his|their|your|and|of|es|est|ist)\b){0,6}\W{0,4}"
)
_DOCUMENTS = (
    (
        "PASSPORT",
        re.compile(
            rf"\b(?:passports?|travel document|pasaporte|passaporto|passeport|reisepass|passnummer|pass-nr)\b"
            rf"{_LINK}{_DOCUMENT}",
            re.IGNORECASE,
        ),
    ),
    (
        "PASSPORT",  # "they want my passport on it, that is …"
        re.compile(
            r"\bpassports?\b[^.!?\n]{0,30}?\b(?:that|it|this|which)(?:[’']?s| is) (?P<value>[A-Z]{1,2}\d{6,8})(?!\w)",
            re.IGNORECASE,
        ),
    ),
    (
        "DRIVER_LICENSE",
        re.compile(
            rf"\b(?:(?:driving|drivers?|driver[’']s) (?:licen[cs]e|permit)|dl|f[üu]hrerschein\w*|patente(?: di guida)?|"
            rf"permis de conduire|(?:carn[eé]t?|licencia|permiso) de conducir|rijbewijs)\b{_LINK}{_DOCUMENT}",
            re.IGNORECASE,
        ),
    ),
    (
        "ID_CARD",
        re.compile(
            rf"\b(?:(?:national )?(?:identity|id) card|personalausweis|national id(?:entity|entification)?|nin|bvn|c[ée]dula|"
            r"voter(?:[’']?s)? id(?: card)?|dow[óo]d(?: osobisty)?|philsys|umid|sss|hkid|iqama|rfc|"
            rf"carta d[i’']\s?identit[àa]|carte (?:nationale )?d[’']identit[ée])\b{_LINK}{_DOCUMENT}", re.IGNORECASE
        ),
    ),
)  # fmt: skip
"""Documents without a checksum that the world shares: only what their own word names."""

GOVERNMENT_IDS = tuple(dict.fromkeys([*(form.kind for form in _FORMS), *(kind for kind, _ in _DOCUMENTS)]))

_DOCUMENT_WORD = re.compile(
    r"pass|pasaporte|travel doc|licen|permi|patente|conducir|rijbewijs|\bdl\b|schein|id card|identi|ausweis|national id"
    r"|\b(?:nin|bvn|c[ée]dula|voter|dow[óo]d|philsys|umid|sss|hkid|iqama|rfc)\b",
    re.IGNORECASE,
)
_SEPARATORS = re.compile(r"[\W_]")


def national_numbers(text: str) -> Iterator[Entity]:
    """Government identity numbers; one that is called another kind of number is an `OTHER_NUMBER`."""
    for form in _FORMS:
        for match in form.pattern.finditer(text):
            if form.valid(_SEPARATORS.sub("", match.group()).upper()):
                named = _is_near(form.words, text, *match.span())
                if names_itself_otherwise(text, *match.span()):
                    yield Entity(OTHER_NUMBER, match.start(), match.end(), 0.9)
                elif named or (form.alone and form.alone.match(match.group())):
                    yield Entity(form.kind, match.start(), match.end(), 1.0 if named else form.score)
    for match in _UK_LICENCE.finditer(text):
        yield Entity("DRIVER_LICENSE", match.start(), match.end(), 1.0)
    if _DOCUMENT_WORD.search(text):
        for kind, pattern in _DOCUMENTS:
            for match in pattern.finditer(text):
                yield Entity(kind, *match.span("value"), 0.97)


def _is_near(words: re.Pattern[str], text: str, start: int, end: int) -> bool:
    """Whether one of the words stands in the same breath: before the number, or just behind it."""
    return bool(words.search(text[max(0, start - 60) : start]) or words.search(text[end : end + 25]))
