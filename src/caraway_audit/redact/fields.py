"""What a field of a row or an object holds, told by its name: prose, an id, a value of a kind, or something else."""

import re
from collections.abc import Callable, Collection, Sequence

from caraway_audit.redact.redactor import EPOCH, Redactor

Change = Callable[[str], str]

_PROSE = frozenset(
    "text body message content comment comments note notes subject description transcript snippet title summary reply "
    "plain_body html_body body_text rich_text answer question feedback reason details remark remarks".split()
)
_WORDS = frozenset("role channel visibility status language type kind state direction public format version".split())
_TIMES = frozenset(
    "timestamp time date at ts created updated sent received opened closed seen last_seen start started end ended".split()
)
_SERVING = frozenset("agent agents assignee admin operator staff representative teammate employee owner team".split())
_SERVED = frozenset("client customer requester user end_user visitor contact from sender recipient person caller guest".split())
_NAMED = frozenset("client customer requester contact caller guest kunde kundin kontakt cliente contacto klant name".split())
_WHOLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:^|_)(?:{pattern})(?:_?\d+)?$"), kind)
    for pattern, kind in (
        (r"ip(?:_address)?", "IP_ADDRESS"),
        (r"e_?mail(?:_(?:address|adresse))?", "EMAIL_ADDRESS"),
        (r"(?:phone|mobile|cell|tel|telephone|telefon|fax|whatsapp|handy)(?:_?(?:number|no|nr|nummer))?", "PHONE_NUMBER"),
        (
            r"(?:street|postal|home|billing|shipping|delivery|mailing)(?:_address)?|address(?:_?line)?|adresse|strasse|straße",
            "POSTAL_ADDRESS",
        ),
        (r"zip(?:_?code)?|post_?code|postal_?code|plz", "POSTAL_CODE"),
        (r"dob|date_of_birth|birth_?da(?:te|y)|geburtsdatum", "DATE_OF_BIRTH"),
        (r"ssn|national_id|tax_id|passport(?:_(?:number|no))?", "ID_NUMBER"),
        (r"iban|account_number|sort_code|routing_number", "BANK_ACCOUNT"),
        (r"card_number|credit_card|pan", "CREDIT_CARD"),
        (r"pass_?word|passwort|pin|cvv|cvc|token|api_key|secret", "CREDENTIAL"),
        (
            r"(?:client|customer|requester|user|visitor|contact|caller|guest|patient|member|sender|recipient|kunden)_?name",
            "CLIENT",
        ),
        (r"(?:first|last|given|family|full|middle)_?name|surname|vorname|nachname", "PERSON"),
    )
)
_VERSION = re.compile(r"v?\d{1,4}(?:\.\d{1,5}){1,3}")
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d\d))"
_TIME = re.compile(
    rf"{EPOCH.pattern}|{_DAY}(?:[T ,]+\d{{1,2}}:\d\d[\d:.,+A-Z() -]{{0,24}})?"
    r"|(?:[A-Z][a-z]{2},? )?\d{1,2} [A-Z][a-z]{2} \d{4} \d{1,2}:\d\d[\d:.,+A-Z() -]{0,16}"
)
_WORDS_OF_PROSE = 3


def change(redactor: Redactor, path: Sequence[str], prose: Collection[str] = ()) -> Change | None:
    """How a value at a path of names is redacted (None: what stands there depends on its words); `prose` are more names of
    texts."""
    name, parents = field_name(path[-1]) if path else "", frozenset(map(field_name, path[:-1]))
    if name in _PROSE or name in prose:
        return redactor.prose
    if name in _TIMES or name.endswith("_at"):
        return lambda text: text if _TIME.fullmatch(text.strip()) else redactor.value(text)
    if name in _WORDS:
        return lambda text: text if name == "version" and _VERSION.fullmatch(text.strip()) else redactor.value(text)
    if not parents & _SERVING and not _SERVING & set(name.split("_")[:-1]):
        for pattern, kind in _WHOLE:
            if pattern.search(name):
                return lambda text: redactor.whole(kind, text)
        if name in ("name", "display_name", "username", "screen_name") and {one.removesuffix("s") for one in parents} & _SERVED:
            return lambda text: redactor.whole("PERSON", text)
        if name in _NAMED and (name != "name" or not parents):
            return lambda text: redactor.whole("CLIENT", text)
    if name == "id" or name.endswith("_id"):
        return redactor.identity
    return None


def by_words(redactor: Redactor, text: str) -> str:
    """A field whose name says nothing: prose where it has some words, else a value."""
    words = len(redactor.replaced.sub("x", text).split())
    return redactor.prose(text) if words >= _WORDS_OF_PROSE else redactor.value(text)


def field_name(name: str) -> str:
    """A name of a field in the usual form: "Customer Name" and "customerName" are "customer_name"."""
    return _NO_LETTER.sub("_", _CAMEL.sub("_", name)).strip("_").casefold()


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_LETTER = re.compile(r"\W+")
