"""Types of the parameters that rules take in YAML, beyond plain text and numbers."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from caraway_audit.language.patterns import PatternError, compiled
from caraway_audit.language.phrases import PhraseError, phrase_table
from caraway_audit.model import Confidence
from caraway_audit.policy.schema import Duration

__all__ = ["Duration", "Patterns", "Phrases"]


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


Patterns = Annotated[Mapping[str, str], BeforeValidator(_gated)]
"""A list of regular expressions (`text`, or `{text: characters}` one of which a message must hold), checked to compile."""

Phrases = Annotated[Mapping[str, Confidence], BeforeValidator(_table)]
"""A list of phrases (`text`, or `{text: confidence}`) as a table."""
