"""What the taggers take for a value and is none, by its own form and what stands right beside it.

They learnt values from the words around them, and so take whatever stands where a value might: a brand ("I ordered from Ted
Baker"), a word of every day in small letters that somebody is called by as well ("it is orange"), a model, a lens, opening
hours. Only what a tagger guessed is asked about here; what a form, a checksum or a word beside it tells stays.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from caraway_audit.folding import folded
from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.names import WORD, plain_words

SMALL_WORDS = frozenset(
    "ah almond among arch art asks bake bare basic bass bath bean begin bell bent best bills bins bite bitten bitton bond "
    "bones booth bore branch brand brick bridge bright bull bunk burns butcher camp canal cap carpenter carrier carry "
    "carton cases cash champagne chin china chip choke circuit closet cock coffee coffey comfort command constant "
    "contractor cook cop cord corn council court cousin cousins crooks cruise curry curt curtain dare desire dock doc dot "
    "downs drum dusty early easter edit english erm fall far fare farmer fares fed ferry field fielding fields first fleet "
    "flood floor flower flowers font foot forum fox fresh frost gates gauge gent german glass glasses golden grand grange "
    "gravel graves green grey grill guard gut ha hall halls ham hammer hand handy harm harsh hay heaven heck held hemmer "
    "hence herb herd hill hills hip hm hood hook hoover horn house hue hung hunt ice icy innocent jail journey judge jug "
    "junior junk key keyes kidney killer kindle kiss kit la lace lad lady lamb lane lass last latter lawyer lay lean lice "
    "lie lien lies lips loan loft lofts loo loot lord lower loyal magic major male mall manly mass mat mats matter mayor "
    "merchant metro middle miles mike minor miracle moan money moon moss mountain munch nada nae nail nanny neat nil oak "
    "orange orchard owe page pages pal palm parent paw payer peace pen pepper pet pets petty pier pink plank pleasant pole "
    "poll pond pool pop port post pot pots potts powers press priest prior putz quest rabbit raid rails rain ran rail "
    "reader reed refs rice ridge ring rise risk river roach road rock rod roll roots rope rush rust saint sales salmon sec "
    "sell server seven sever shade sharp shine silk silver since sincere sing singer sixteen skip sold solar sole spring "
    "square squire steel steer steward stock storms strand sunshine supple suits swords tab tack tan tank tea tenis "
    "thursday ties tills times tine tins tiny tone toner topic tower toy trace treasure trey trial turner um una unique "
    "unknown valves van velvet villa visa wage walks wall ward ware warmer wash waters wells whit wild wills wing wise "
    "wish wit wolf wong wood woods wrong yoga".split()
)
"""In small letters and alone these name nobody, though the lists of names hold them."""

_NOBODY = frozenset(
    "ha haha hah nae lord gosh crikey dpd dhl ups gps iban bic pdf csv api faq eta gmt bst edt est utc vat isbn ean sku "
    "url vpn sim french german english spanish italian dutch polish welsh irish scottish chinese indian turkish greek "
    "danish swedish russian januar februar märz mai juni juli oktober dezember janvier février mars avril juin juillet "
    "août septembre octobre novembre décembre enero febrero marzo abril mayo junio julio agosto septiembre octubre "
    "noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre montag dienstag mittwoch "
    "donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves "
    "viernes sábado domingo atentamente saludos cordialement salutations bientôt buenos dias días noches viernes désolé "
    "désolée geduld tage tag tardes buenas buenos señores damen herren".split()
)
"""Whoever is called so, these words alone are none of a name: cries, firms by their letters, months, greetings."""

BRANDS = frozenset(
    tuple(brand.split())
    for brand in (
        "an post|ben jerry|calvin klein|charles tyrwhitt|christian dior|cath kidston|dr martens|dolce gabbana|dr "
        "oetker|elizabeth arden|emma bridgewater|ernst young|estee lauder|farrow ball|fortnum mason|goldman sachs|harry "
        "potter|harvey nichols|henry hoover|hugo boss|jack daniel|jack daniels|jack jones|jack wills|jack wolfskin|jean "
        "paul gaultier|jim beam|jimmy choo|jo malone|john deere|john lewis|johnnie walker|johnson johnson|jp morgan|karl "
        "lagerfeld|kate spade|laura ashley|le creuset|levi strauss|louis vuitton|marc jacobs|marks spencer|mary "
        "kay|michael kors|morgan stanley|paco rabanne|paul smith|peter jones|ralph lauren|river island|santander|stella "
        "artois|stella mccartney|ted baker|thomas cook|tim hortons|tom ford|tom tailor|tommy hilfiger|uncle ben|vera "
        "wang|victoria secret|vivienne westwood|wells fargo|william hill|yves rocher|yves saint laurent|zadig "
        "voltaire|vaillant|bauknecht|hermes|siemens|samsung|bosch|miele|philips"
    ).split("|")
)
"""Firms and makers that are called like people, as folded words."""

_POSTCODE = re.compile(
    r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|"
    r"[A-Z]\d[A-Z] ?\d[A-Z]\d|[AC-FHKNPRTV-Y]\d[\dW] ?[AC-FHKNPRTV-Y\d]{4}|\d{4} ?[A-Z]{2}|\d{3} ?\d{2}|\d{2}-\d{3}"
    r"|\d{3,7}(?:-\d{3,4})?|\d{3} \d{3}|(?:[A-Z]{1,2}-)?\d{4,5}|(?i:bt|bfpo|dublin) ?\d{1,2}\w{0,3}|[A-Z]{1,2}\d{1,2}[A-Z]?",
    re.IGNORECASE,
)
_HOURS = re.compile(r"\d{1,2}(?::\d\d)?\s?[ap]\.?m\b|\b\d{1,2}:\d\d\b", re.IGNORECASE)
_MEASURE = re.compile(
    r"\d{1,4}(?:[.,]\d+)?\s?(?:mm|cm|km|kg|gb|tb|mb|ml|mg|kw|kwh|mah|hz|ghz|mhz|mbps|fps|px|dpi|inch|inches|°|%|days?|hours?|tage|stunden|"
    r"jours?|días|giorni)(?!\w)",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:street|st|road|rd|lane|ln|avenue|ave|close|drive|dr|way|court|place|square|terrace|crescent|gardens|grove|hill|row|house|"
    r"flat|apartment|apt|room|unit|floor|block|box)\b",
    re.IGNORECASE,
)
_NO_PART = frozenset("for the is was my your our this that these those it".split())
_RECENT = re.compile(r"\b20[2-9]\d\b")
_BORN = re.compile(r"\b(?:born|birth\w*|b-?day|dob|d\.o\.b|baby|newborn|geboren|née?|nacid[oa])\b", re.IGNORECASE)
_BEFORE = 40


def is_harmless(text: str, one: Entity) -> bool:
    """Whether what a tagger guessed in a text is surely no value."""
    written = text[one.start : one.end]
    told = _BY_KIND.get(one.kind)
    return told is not None and told(text, one, written)


def _names_nobody(text: str, one: Entity, written: str) -> bool:
    if _SAID_TO_BE.search(text, max(0, one.start - _BEFORE), one.start) or _IS_THE_NAME.match(text, one.end):
        return False
    if written == text.strip(" .,!") or not _LETTERS.search(
        text[: one.start] + text[one.end :]
    ):  # an answer, a number beside it
        return False
    if _is_of_brand(text, one):
        return True
    if len(written) == 1:  # the s of "Fiona's", of "M&S"
        return written.islower() or text[max(0, one.start - 1) : one.start] in ("'", "’", "&", "°")
    words = plain_words(written)
    if not _NO_PART.isdisjoint(words):
        return True
    if len(words) != 1:
        return False
    if written in SMALL_WORDS or words[0] in _NOBODY:
        return True
    return written == "Art" and text[one.end : one.end + 3].lstrip(". ")[:1].isdigit()  # "Art. 15"


_SAID_TO_BE = re.compile(r"\b(?:name(?: is|['’]s|:)?|called|named|mr|mrs|ms|dr)\.? $", re.IGNORECASE)
_IS_THE_NAME = re.compile(r" (?:is|was) (?:my|the|his|her|our|their) (?:full |first |last )?name\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]")


def _is_of_brand(text: str, one: Entity) -> bool:
    """Whether words that make a brand overlap a name: the tagger may have seen "Jim" alone of "Jim Beam"."""
    words = [match for match in WORD.finditer(text, max(0, one.start - _BEFORE), one.end + _BEFORE) if match.group() != "s"]
    for size in (1, 2, 3):
        for place in range(len(words) - size + 1):
            run = words[place : place + size]
            if run[0].start() < one.end and one.start < run[-1].end() and _folded(run) in BRANDS:
                return True
    return False


def _folded(run: Sequence[re.Match[str]]) -> tuple[str, ...]:
    return tuple(folded(match.group()).removesuffix("'s").removesuffix("’s") for match in run)


def _is_no_postcode(text: str, one: Entity, written: str) -> bool:
    return _POSTCODE.fullmatch(written.strip()) is None


def _is_nowhere(text: str, one: Entity, written: str) -> bool:
    if _STREET.search(written):
        return False
    around = text[max(0, one.start - 6) : one.end + 8]
    return _HOURS.search(written) is not None or _MEASURE.search(around) is not None


def _is_no_birthday(text: str, one: Entity, written: str) -> bool:
    return _RECENT.search(written) is not None and not _BORN.search(text)


_BY_KIND: Mapping[str, Callable[[str, Entity, str], bool]] = {
    "PERSON": _names_nobody,
    "POSTAL_CODE": _is_no_postcode,
    "POSTAL_ADDRESS": _is_nowhere,
    "DATE_OF_BIRTH": _is_no_birthday,
}
