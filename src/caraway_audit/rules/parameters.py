"""Types of the parameters that rules take in YAML, beyond plain text and numbers."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator

from caraway_audit.language.patterns import PatternError, compiled
from caraway_audit.language.phrases import PhraseError, phrase_table
from caraway_audit.model import Confidence
from caraway_audit.policy.load import suggest
from caraway_audit.policy.schema import Duration
from caraway_audit.privacy.national import GOVERNMENT_IDS
from caraway_audit.privacy.recognizers import OwnRecognizers

__all__ = ["Duration", "EntityKinds", "Patterns", "Phrases"]

KINDS = (
    "CREDIT_CARD", "CARD_SECURITY_CODE", "IBAN_CODE", "BANK_ACCOUNT", *GOVERNMENT_IDS, "CREDENTIAL", "EMAIL_ADDRESS",
    "PHONE_NUMBER", "POSTAL_ADDRESS", "DATE_OF_BIRTH", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO", "SPOKEN_NUMBER",
)  # fmt: skip
"""Personal values that the detector finds, as presidio names them where it does."""


def _table(value: object) -> dict[str, Confidence]:
    if isinstance(value, Mapping) and all(isinstance(confidence, Confidence) for confidence in value.values()):
        return dict(value)
    if not isinstance(value, list | tuple):
        raise PhraseError("write a list of phrases, or {add: […], remove: […]} to change the shipped one")
    return phrase_table(value)


def _gated(value: object) -> dict[str, str]:
    if isinstance(value, Mapping):
        return {str(pattern): str(characters) for pattern, characters in value.items()}
    if not isinstance(value, list | tuple):
        raise PatternError("write a list of patterns")
    gated: dict[str, str] = {}
    for entry in value:
        pairs = entry.items() if isinstance(entry, Mapping) else [(entry, "")]
        gated.update({str(pattern): str(characters) for pattern, characters in pairs})
    for pattern in gated:
        compiled(pattern)
    return gated


def _known(kind: str) -> str:
    if kind not in KINDS and kind not in (own := OwnRecognizers().kinds):
        kinds = (*KINDS, *own)
        raise ValueError(f"there is no kind of value “{kind}”" + (suggest(kind, kinds) or f". Kinds: {', '.join(kinds)}"))
    return kind


def _spelled_out(value: object) -> object:
    if not isinstance(value, list | tuple) or ALL_IDS not in value:
        return value
    return [*(kind for kind in value if kind != ALL_IDS), *GOVERNMENT_IDS]


ALL_IDS = "GOVERNMENT_ID"

EntityKinds = Annotated[tuple[Annotated[str, AfterValidator(_known)], ...], BeforeValidator(_spelled_out)]
"""Kinds of personal values: `KINDS`, `GOVERNMENT_ID` for all identity numbers, what recognisers of installed packages find."""

Patterns = Annotated[Mapping[str, str], BeforeValidator(_gated)]
"""A list of regular expressions (`text`, or `{text: characters}` one of which a message must hold), checked to compile."""

Phrases = Annotated[Mapping[str, Confidence], BeforeValidator(_table)]
"""A list of phrases (`text`, or `{text: confidence}`) as a table."""
