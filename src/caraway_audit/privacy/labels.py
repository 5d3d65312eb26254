"""What stands in place of a personal value: its kind in brackets, stars, or a pseudonym."""

import re
from collections.abc import Collection

from caraway_audit.privacy.national import GOVERNMENT_IDS

_DIGITS = re.compile(r"\D")

NAME, CLIENT = "NAME", "CLIENT"

_LABELS = {
    "EMAIL_ADDRESS": "e-mail", "IBAN_CODE": "IBAN", "US_SSN": "SSN", "US_ITIN": "ITIN", "IP_ADDRESS": "IP address",
    "UK_NHS": "NHS number", "UK_NINO": "NINO", "CRYPTO": "wallet", "MAC_ADDRESS": "device address",
    "DE_TAX_ID": "tax id", "FR_NIR": "NIR", "ES_NIF": "DNI", "ES_NIE": "NIE", "IT_FISCAL_CODE": "codice fiscale",
    "NL_BSN": "BSN", "CH_AHV": "AHV number", "PL_PESEL": "PESEL", "SE_PERSONNUMMER": "personnummer",
    "BE_NATIONAL_NUMBER": "national number", "PASSPORT": "passport", "DRIVER_LICENSE": "driving licence",
    "ID_CARD": "identity card",
    "BANK_ACCOUNT": "bank account", "BANK_CODE": "bank code", "POSTAL_ADDRESS": "address",
    "CREDIT_CARD": "card number", "PHONE_NUMBER": "phone", "CREDENTIAL": "secret",
    "CARD_SECURITY_CODE": "security code", "CARD_EXPIRY": "expiry", "DATE_OF_BIRTH": "date of birth",
    "SPOKEN_NUMBER": "number in words", "OTHER_NUMBER": "number", NAME: "name", CLIENT: "client", "ID": "id",
    "PERSON": "name", "POSTAL_CODE": "postcode", "ID_NUMBER": "identity number", "REFERENCE": "reference",
    "USERNAME": "username", "SPECIAL_CATEGORY": "sensitive",
}  # fmt: skip


def kind_label(kind: str) -> str:
    """What a kind of value is called where nothing of the value may show: "phone", "card number"."""
    return _LABELS.get(kind) or ("identity number" if kind in GOVERNMENT_IDS else kind.replace("_", " ").lower())


LABELS = frozenset(_LABELS.values())
"""What values are called, but for those of a firm's own recognisers."""


_FEWEST_OF_PHONE = 5


def label(kind: str, value: str) -> str:
    """What stands in place of a value: its kind, with the last digits where they are safe to show."""
    if kind == "CREDIT_CARD":
        digits = _DIGITS.sub("", value)
        if len(digits) < 12:
            return "card number" if digits else "card number in words"  # the last piece of one, or dictated
        return f"card •••• {digits[-4:]}"
    if kind == "PHONE_NUMBER":
        digits = _DIGITS.sub("", value)
        return f"phone •• {digits[-2:]}" if len(digits) > _FEWEST_OF_PHONE else "phone number in words"
    return kind_label(kind)


def stands_in(labels: Collection[str]) -> re.Pattern[str]:
    """What stands in place of a value in a copy, where its kinds have these labels."""
    names = "|".join(map(re.escape, sorted(labels)))
    return re.compile(rf"\[(?:{names})(?:-[a-z2-7]{{8}})?\]|\*{{5}}|client-[a-z2-7]{{8}}@redacted\.invalid")


STANDS_IN = stands_in(LABELS)
"""The same for the kinds that are built in."""


def is_replaced(text: str) -> bool:
    """Whether all of a text is what stands in place of a value and tells nobody: no pseudonym."""
    return bool(STANDS_IN.fullmatch(text)) and not _PSEUDONYM.search(text)


_PSEUDONYM = re.compile(r"-[a-z2-7]{8}(?:\]|@)")
