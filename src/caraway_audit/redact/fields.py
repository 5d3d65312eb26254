"""What a field of a row or an object holds, told by its name: prose, an id, a value of a kind, or something else."""

import re
from collections.abc import Callable, Collection, Sequence

from caraway_audit.folding import folded
from caraway_audit.privacy.full_names import is_full_name, lone_name, says_something
from caraway_audit.privacy.names import COMMON, WORD, plain_words
from caraway_audit.privacy.tagger import is_everyday, listed
from caraway_audit.redact.redactor import EPOCH, OF_FIRMS, ROLES, Redactor

Change = Callable[[str], str]

_PROSE = frozenset(
    "text body message content comment comments note notes subject description transcript snippet title summary reply "
    "plain_body html_body body_text rich_text answer question feedback reason details remark remarks".split()
)
_WORDS = frozenset("role channel visibility status language type kind state direction public format version".split())
_TIMES = frozenset(
    "timestamp time date at ts created updated sent received opened closed seen last_seen start started end ended".split()
)
SERVING = frozenset("agent agents assignee admin operator staff representative teammate employee owner team".split())
_WRITERS = frozenset(
    "author from sender user by created_by updated_by posted_by sent_by written_by assigned_to actor writer "
    "benutzer usuario absender expéditeur expediteur remitente afzender verfasser autor auteur".split()
)
"""Who wrote or did something, of either side."""
_SERVED = frozenset(
    "client customer requester user end_user visitor contact from sender recipient person caller guest participant attendee "
    "watcher follower invitee".split()
)
_CLIENTS = frozenset("client customer requester visitor caller passenger patient".split())
"""Of them those who are never one who serves: a "user" or a "contact" of an agent may be the agent."""
_NAMED = frozenset(
    "client customer requester contact caller guest kunde kundin kontakt cliente contacto klant name passenger recipient "
    "cardholder account_holder card_holder holder beneficiary next_of_kin emergency_contact insured policyholder policy_holder "
    "tenant patient participant member nom prénom prenom nombre apellido apellidos cognome naam spouse husband wife "
    "neighbour neighbor child landlord traveller traveler lead_guest gp doctor".split()
)
_WHOLE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"(?:^|_)(?:{pattern})(?:_?\d+)?$"), kind)
    for pattern, kind in (
        (r"ip(?:_address)?", "IP_ADDRESS"),
        (r"e_?mail(?:_(?:address|adresse))?", "EMAIL_ADDRESS"),
        (
            r"(?:phone|ph|mobile|cell|tel|telephone|telefon|teléfono|telefono|τηλ|τηλέφωνο|"
            r"телефон|rufnummer|festnetz|fax|whatsapp|handy|msisdn|móvil|movil"
            r"|portable)s?"
            r"(?:_?(?:number|no|nr|nummer)s?)?(?:_(?:privat|private|home|work|mobil|personal))?",
            "PHONE_NUMBER",
        ),
        (
            r"(?:street|postal|home|billing|shipping|delivery|mailing)(?:_address)?|address(?:_?line)?|adresse|anschrift|adres"
            r"|addr(?:_?line)?|dirección|direccion|indirizzo|strasse|straße|"
            r"street_name|house_(?:name|number)|flat(?:_number)?|what3words|(?:rechnungs|liefer|post|privat|wohn)(?:adresse|anschrift)"
            r"|haus_?nummer|haus_?nr|huisnummer|strasse_(?:und_)?(?:hausnummer|nr)|straat(?:naam)?|rue|calle|adresse_(?:de_)?(?:livraison|facturation)",
            "POSTAL_ADDRESS",
        ),
        (r"zip(?:_?code)?|post_?code|postal_?code|plz|eircode|kod_pocztowy|código_postal|codigo_postal", "POSTAL_CODE"),
        (
            r"dob|yob|born|geb|b_?day|naissance|(?:date|year)_of_birth|birth_?(?:da(?:te|y)|dt|year)|"
            r"geburtsdatum|geburtstag|date_de_naissance|fecha_(?:de_)?nacimiento"
            r"|geboortedatum|data_urodzenia|data_di_nascita",
            "DATE_OF_BIRTH",
        ),
        (r"latitude|longitude|lat|lon|lng|geo_?location|coordinates", "POSTAL_ADDRESS"),
        (
            r"ssn|national_id|tax_id|passport(?:_(?:number|no|ref|nr|id))?|(?:id|identity)_(?:document|card)(?:_(?:no|number))?|(?:vehicle|"
            r"car)_reg(?:istration)?|reg(?:istration)?_(?:no|number|plate)"
            r"|number_plate|licen[cs]e_(?:plate|no|number)|kennzeichen|matr[ií]cula|kenteken|immatriculation|vin|pps(?:n|"
            r"_number)|aadhaar|bsn|dni|nif|pesel|nino|nhs_number"
            r"|(?:personal)?ausweis_?(?:nummer|nr)|(?:reise)?pass_?(?:nummer|nr)|versicherten_?(?:nummer|nr)|paspoort_?nummer"
            r"|num[eé]ro_de_(?:passeport|s[eé]curit[eé]_sociale)|n[uú]mero_de_pasaporte"
            r"|steuer_?(?:nummer|nr|id)|tin|svnr|sv_nummer|sozialversicherungsnummer|(?:employee|hr)_id|imei|imsi|iccid|device_id|medicare(?:_number)?",
            "ID_NUMBER",
        ),
        (
            r"iban|bic|swift|account_(?:number|no)|sort_code|routing_number|konto_?(?:nummer|nr)|blz|bankleitzahl|rekening_?nummer"
            r"|n[uú]mero_de_cuenta|num[eé]ro_de_compte",
            "BANK_ACCOUNT",
        ),
        (r"card_number|credit_card|pan", "CREDIT_CARD"),
        (r"card_expiry|expiry_date", "CARD_EXPIRY"),
        (r"pnr|record_locator|policy_(?:no|number)", "REFERENCE"),
        (
            r"religion|ethnicity|ethnic_(?:group|origin)|sexual_orientation|(?:health|medical)_(?:notes?|conditions?|info|data|history|details)|disabilit(?:y|ies)"
            r"|diagnosis|allerg(?:y|ies)|pregnan(?:t|cy)|trade_union|union_membership",
            "SPECIAL_CATEGORY",
        ),
        (
            r"username|user_name|login|screen_?name|benutzername|nombre_de_usuario|gebruikersnaam|nom_d_?utilisateur|(?:twitter|instagram|facebook|linkedin|telegram|skype|discord|tiktok)"
            r"(?:_(?:id|handle|name|url|username))?|gamer_?tag",
            "USERNAME",
        ),
        (
            r"pass_?word|passwort|pass_?code|pwd|passwd|kennwort|contrase[nñ]a|mot_de_passe|wachtwoord|secret_answer|mmn|pin(?:_code)?|cvv|cvc|otp|token|api_key|secret|"
            r"security_answer|(?:pw|pass_?word|security)_hint|memorable_word|passphrase"
            r"|wifi_key|session_id|cookie|authorization",
            "CREDENTIAL",
        ),
        (
            r"(?:client|customer|requester|user|visitor|contact|caller|guest|"
            r"patient|member|sender|recipient|kunden|child|spouse|"
            r"partner|traveller|traveler|neighbou?r|landlord)_?name",
            "CLIENT",
        ),
        (
            r"(?:first|last|given|family|full|middle|maiden|billing|shipping|"
            r"passenger|card_?holder|account_?holder|account|beneficiary)_?name"
            r"|[fl]_?names?|(?:first|last)_?nm|(?:customer|client|user|contact|guest|patient)_(?:first|last|middle|given|family|fore|sur)(?:_?name)?|fore_?name"
            r"|card_?holder|account_?holder|next_of_kin|emergency_contact|surname|vorname|nachname|preferred_name|nick_?name"
            r"|ansprechpartner|voornaam|achternaam|geburtsname|nom_de_famille|nom_de_naissance|nombre_completo|volledige_naam|imię|imie|nazwisko|salutation|signed_for_by|delivered_to|requested_by",
            "PERSON",
        ),
    )
)
_SOMEBODY = re.compile(
    r"(?:gift_)?recipient|b[eé]n[eé]ficiaire|empfänger(?:in)?|destinataire|destinatario|destinataria|ontvanger|kin|driver|witness|kid|(?:pickup|collection)_person"
    r"|(?:signed|ordered|reported|collected)_by|delivered_to_neighbou?r|nm|имя|фио|姓名|氏名|房客"
    r"|(?:vehicle|car|pet|property|home|house|card|boat)_owner|b?cc|watchers?|followers?|attendees?|invitees?"
)
"""Fields that name a person on either side: an agent's own name stays. Who drives or signs is no agent unless they write."""

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
    name, parents = snake_case(path[-1]) if path else "", frozenset(map(snake_case, path[:-1]))
    if name in _PROSE or name in prose:
        return redactor.prose
    if name in _TIMES or name.endswith("_at"):
        return lambda text: text if _TIME.fullmatch(text.strip()) else redactor.value(text)
    if name in _WORDS:
        return lambda text: text if name == "version" and _VERSION.fullmatch(text.strip()) else redactor.value(text)
    serving = _is_of_who_serves(_names(path)) if path else False
    if name in _BARE and path[1:]:
        name = snake_case(path[-2]).removesuffix("s")
    if parents & _OWNED and (name == "owner" or (name == "name" and "owner" in parents)):
        return lambda text: redactor.person(text) if _fits("PERSON", text) else by_words(redactor, text)
    if not serving and _SOMEBODY.fullmatch(_NUMBERED.sub("", name)):
        return lambda text: (
            redactor.person(text) if _names_somebody(text) and _fits("PERSON", text) else by_words(redactor, text)
        )
    if not serving and _PARTNER.fullmatch(name):
        return lambda text: (
            redactor.whole("CLIENT", text) if _fits("CLIENT", text) and not _names_a_firm(text) else by_words(redactor, text)
        )
    for names, kind, is_one in _BY_VALUE:
        if names.fullmatch(name):
            return _by_value(redactor, kind, is_one)
    if _OF_FILES.fullmatch(name) or (name in ("name", "title") and any(map(_OF_FILES.fullmatch, parents))):
        return lambda text: _of_a_file(redactor, text)
    for pattern, kind in _WHOLE:
        if pattern.search(name) and not (serving and kind in _NAMES):  # names of those who serve are meant to be read
            put = redactor.part_of_name if kind == "PERSON" and parents & _WRITERS else redactor.whole
            return lambda text: put(kind, text) if _fits(kind, text) else by_words(redactor, text)
    if path[1:] and (part := _part_of(redactor, snake_case(path[-2]), name, serving)):
        return part
    if not serving:
        if name in ("name", "display_name", "username", "screen_name") and {one.removesuffix("s") for one in parents} & _SERVED:
            # Lists of users hold those who serve as well.
            return lambda text: redactor.person(text) if _fits("PERSON", text) else by_words(redactor, text)
        if _NUMBERED.sub("", name).removesuffix("s") in _NAMED and (name != "name" or not parents):
            return lambda text: redactor.whole("CLIENT", text) if _fits("CLIENT", text) else by_words(redactor, text)
        if name in _PARTS_OF_A_NAME:
            put = redactor.part_of_name if parents & _WRITERS else redactor.whole
            return lambda text: put("PERSON", text) if _is_a_name(text) else by_words(redactor, text)
    if name == "id" or name.endswith("_id"):
        return redactor.identity
    return None


def _part_of(redactor: Redactor, whole: str, name: str, serving: bool) -> Change | None:
    """How a part of a value is redacted that stands in fields of its own: the year of a "dob", the last of a "name"."""
    if whole == "name" and name in _PARTS_OF_A_NAME and not serving:
        return lambda text: redactor.whole("CLIENT", text) if _fits("CLIENT", text) else by_words(redactor, text)
    kind = next((kind for pattern, kind in _WHOLE if kind in _IN_PARTS and pattern.search(whole)), None)
    if kind is None or name == "id" or name.endswith(("_id", "_at")) or name in _WORDS or name in _TIMES:
        return None
    if kind == "PHONE_NUMBER" and name not in _PARTS_OF_A_PHONE:  # it may be a telephone that is repaired
        return None
    is_line = kind == "POSTAL_ADDRESS" and name.startswith(("line", "street"))
    return lambda text: redactor.whole(kind, text) if is_line or any(map(str.isdigit, text)) else by_words(redactor, text)


_PARTS_OF_A_NAME = frozenset("first last given family middle full prefix suffix fn ln".split())
_PARTS_OF_A_PHONE = frozenset("area area_code local national subscriber line ext extension prefix exchange digits e164".split())
_IN_PARTS = frozenset({"PHONE_NUMBER", "POSTAL_ADDRESS", "DATE_OF_BIRTH", "BANK_ACCOUNT", "CREDIT_CARD", "ID_NUMBER"})


def _names(path: Sequence[str]) -> list[str]:
    """The names above a field, and the words of its own."""
    return [*map(snake_case, path[:-1]), *snake_case(path[-1]).split("_")]


def _is_of_who_serves(names: Sequence[str]) -> bool:
    """Whether a field is of somebody who serves: the last of its names that says whose it is settles that, so that the
    "customer" of an "assignee" is none. What it is called itself makes nobody serve ("vehicle_owner")."""
    *above, own = names
    sides = [one in SERVING for one in above if one in SERVING or _is_client(one)]
    return bool(sides) and sides[-1] and not _is_client(own)


def _is_client(name: str) -> bool:
    return name.rpartition("_")[2].removesuffix("s") in _CLIENTS


def _fits(kind: str, text: str) -> bool:
    """Whether a text can be of the kind that its field is called by: a contact may be "phone", a home a web site."""
    bare = text.strip()
    digits = sum(map(str.isdigit, bare))
    if kind in _NAMES:
        return (
            any(map(str.isalpha, bare))
            and not _NO_NAME.match(bare)
            and bare.casefold() not in _NOBODY
            and not says_something(bare)
            and not (bare.islower() and all(word in COMMON or is_everyday(word) for word in bare.split()))
        )
    if kind == "PHONE_NUMBER":
        return digits >= _FEWEST_OF_PHONE or len(bare.split()) >= _FEWEST_OF_PHONE
    if kind == "POSTAL_ADDRESS":
        return not _NO_ADDRESS.fullmatch(bare)
    if kind == "USERNAME":
        return not is_everyday(bare.casefold()) and not _NO_NAME.match(bare)
    if kind in ("CREDENTIAL", "SPECIAL_CATEGORY"):
        return bare.casefold() not in _NO_SECRET
    return digits > 0 or kind == "EMAIL_ADDRESS"


def _names_somebody(text: str) -> bool:
    """Whether a text may be a name, in a field that holds other things too ("driver": "DHL", "Van 4"): words with capitals
    of which one names no thing, or a given name that is known; in other scripts any."""
    words = text.split()
    if not words or len(words) > _LONGEST_NAME or any(map(str.isdigit, text)) or text.isupper():
        return False
    if any("F" in listed(folded(word)) for word in words) or not text.isascii():
        return True
    return all(word[:1].isupper() for word in words) and not all(is_everyday(folded(word)) for word in words)


_LONGEST_NAME = 4


def _names_a_firm(text: str) -> bool:
    """Whether a text names a firm rather than a spouse, in a field that may hold either: a word of firms' names is in it, or
    nothing but initials and words for things ("DHL Express"). Where a word is somebody's given name it is a person."""
    words = plain_words(text)
    if any("F" in listed(word) for word in words):
        return False
    things = [word for word in WORD.findall(text) if not _INITIALS.fullmatch(word) or "L" in listed(word)]
    return not OF_FIRMS.isdisjoint(words) or all(is_everyday(folded(word)) for word in things)


_INITIALS = re.compile(r"[A-Z]{3}")
_PARTNER = re.compile(r"partner(?:_?name)?s?(?:_?\d+)?")


def _by_value(redactor: Redactor, kind: str, is_one: Callable[[str], object]) -> Change:
    return lambda text: redactor.whole(kind, text) if is_one(text.strip()) and _fits(kind, text) else by_words(redactor, text)


def _is_number(fewest: int) -> Callable[[str], bool]:
    """Whether a text is a number of somebody's: some digits, perhaps with letters around; no day, amount or count."""
    number = re.compile(rf"(?=(?:\D*\d){{{fewest}}})[A-Za-z]{{0,4}}[ -]?\d[\d /-]*[A-Za-z]?")
    return lambda text: number.fullmatch(text) is not None and not re.fullmatch(_DAY, text)


def _may_be_an_answer(text: str) -> bool:
    """Whether a text answers a security question rather than a survey: a name or so, no rating and no sentence."""
    words = text.casefold().split()
    return len(words) < _WORDS_OF_PROSE and len(text) > _LONGEST_RATING and not all(map(is_everyday, words))


def _of_a_file(redactor: Redactor, text: str) -> str:
    """What a file or a device is called, but for the name in it: "Hannah_Ogle.pdf", "Hepzibah's iPhone"."""
    owned = _OF_SOMEBODY.search(text)
    if owned:
        start, end = owned.span(owned.lastgroup or 0)
        if text[end - 1] == "s" and "F" not in listed(folded(text[start:end])):
            end -= 1  # "hannahs-macbook"
        said = owned.lastgroup == "other" or text[end : end + 1] in ("'", "’")
        name = folded(text[start:end])
        if "F" in listed(name) or (said and not is_everyday(name)):  # "Dell-laptop" is nobody's
            text = text[:start] + redactor.whole("PERSON", text[start:end]) + text[end:]
    return redactor.glued(text)


def _is_a_name(text: str) -> bool:
    """Whether a text is one name, with a capital, and no word of every day: "first" and "last" may be times and places."""
    return text[:1].isupper() and text.replace("-", "").replace("'", "").isalpha() and not is_everyday(folded(text))


_LONGEST_RATING = 2
_PLATE = re.compile(
    r"(?=.*\d)(?:(?=.*[A-Z])[A-Z\d]{1,4}(?:[ -]?[A-Z\d]{1,5}){0,2}|(?=.*[a-z])[a-z\d]{1,4}(?:[ -]?[a-z\d]{1,5}){0,2})"
)
_POSTCODE = r"[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|\d{4} ?[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d"
_BY_VALUE: tuple[tuple[re.Pattern[str], str, Callable[[str], object]], ...] = tuple(
    (re.compile(names), kind, is_one)
    for names, kind, is_one in (
        (r"sort", "BANK_ACCOUNT", re.compile(r"\d\d([ -]?)\d\d\1\d\d").fullmatch),
        (r"account|acct|konto", "BANK_ACCOUNT", _is_number(5)),
        (r"membership(?:_?(?:no|number|id))?|(?:loyalty|club)(?:_?(?:card|no|number))+", "REFERENCE", _is_number(5)),
        (r"reg|registration|rego|vehicle|car|plate", "ID_NUMBER", _PLATE.fullmatch),
        (r"pc", "POSTAL_CODE", re.compile(rf"(?=.*[^\W\d_])(?:{_POSTCODE})", re.IGNORECASE).fullmatch),
        (r"pp|voter|sim|meter", "ID_NUMBER", _is_number(6)),
        (r"tax", "ID_NUMBER", _is_number(8)),
        (r"exp|expiry", "CARD_EXPIRY", re.compile(r"(?:0[1-9]|1[0-2]) ?[/-] ?(?:20)?[2-4]\d").fullmatch),
        (r"(?:card_)?last_?(?:4|four)", "CREDIT_CARD", re.compile(r"\d{4}").fullmatch),
        (r"wallet", "CRYPTO", re.compile(r"(?=.*\d)\w{20,}").fullmatch),
        (
            r"geo|gps|lat_?l(?:ng|ong?)",
            "POSTAL_ADDRESS",
            re.compile(r"\D{0,9}\d{1,3}\.\d{3}|\D{0,9}\d{1,3}\.\d{2}\D+\d{1,3}\.\d{2}").match,
        ),
        (r"handle|gamer", "USERNAME", re.compile(r"(?=\S*[\d_.@])\S{4,}").fullmatch),
        (r"pass|pw", "CREDENTIAL", re.compile(r"(?=\S*\d)(?=\S*[^\W\d_])\S{6,64}").fullmatch),
        (r"nick", "USERNAME", re.compile(r"(?=\S*[\d_.@])\S{4,}").fullmatch),
        (r"(?:card|cc|pan)(?:_?(?:no|number|parts?|bin|mid|first))?_?\d?", "CREDIT_CARD", re.compile(r"\d{4}|\d{6}").fullmatch),
        (r"(?:e_?)?mail_(?:user|local|name)", "EMAIL_ADDRESS", re.compile(r"[\w.+-]{2,64}").fullmatch),
        (r"maiden", "CREDENTIAL", bool),
        (r"hint", "CREDENTIAL", _may_be_an_answer),
        (r"answer_?\d{1,2}", "CREDENTIAL", _may_be_an_answer),
    )
)
"""Names that mean other things as well ("sort", "exp", "sim"): what they hold settles it."""
_OWNED = frozenset("vehicle car pet property home house card boat".split())
_OF_FILES = re.compile(r"(?:file|attachment)(?:_?name)?s?|slug|host_?name|(?:device|computer)(?:_name)?")
_DEVICE = r"(?:iphone|ipad|imac|macbook|mbp|pc|laptop|desktop|computer|phone|tablet|galaxy|pixel|watch|airpods)\b"
_OF_SOMEBODY = re.compile(
    rf"(?<![^\W_])(?P<name>[^\W\d_]{{3,20}})(?:['’]s?[ _-]|[_-]|(?<=s) )(?=(?:\w{{1,30}}[ _-])?{_DEVICE})"
    rf"|{_DEVICE} (?:von|van|de|di|of) (?P<other>[^\W\d_]{{3,20}})",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"_?\d+$")
_NAMES = frozenset({"CLIENT", "PERSON"})
_FEWEST_OF_PHONE = 5
_NO_NAME = re.compile(r"\w+://|[\w.-]+/\d")
_NO_ADDRESS = re.compile(rf"\w+://.*|[a-z]+|{_DAY}")
_NO_SECRET = frozenset("true false yes no none null on off enabled disabled set unset".split())
_NOBODY = _NO_SECRET | ROLES | {"reception"}
_BARE = frozenset({"value", "number"})
"""What a field may be called within one that says what it holds."""


def by_words(redactor: Redactor, text: str, path: Sequence[str] = ()) -> str:
    """A field whose name says nothing: prose where it has some words, else a value. At a `path` of who serves an unknown name
    stays."""
    words = len(redactor.replaced.sub("x", text).split())
    if words > 1 and (any(lone_name(text.strip())) or (is_full_name(text) and not (path and _is_of_who_serves(_names(path))))):
        return redactor.person(text)
    return redactor.prose(text) if words >= _WORDS_OF_PROSE else redactor.value(text)


def snake_case(name: str) -> str:
    """A name of a field in the usual form: "Customer Name", "customerName" and "Customer's name" are "customer_name"."""
    return _NO_LETTER.sub("_", _CAMEL.sub("_", _POSSESSIVE.sub("", name))).strip("_").casefold()


_POSSESSIVE = re.compile(r"['’]s\b")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NO_LETTER = re.compile(r"\W+")
