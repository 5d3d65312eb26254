"""Types of the parameters that rules take in YAML, beyond plain text and numbers."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from caraway_audit.language.phrases import PhraseError, phrase_table
from caraway_audit.model import Confidence
from caraway_audit.policy.schema import Duration

__all__ = ["Duration", "Phrases"]


def _table(value: object) -> dict[str, Confidence]:
    if isinstance(value, Mapping) and all(isinstance(confidence, Confidence) for confidence in value.values()):
        return dict(value)
    if not isinstance(value, list | tuple):
        raise PhraseError("write a list of phrases, or {add: […], remove: […]} to change the shipped one")
    return phrase_table(value)


Phrases = Annotated[Mapping[str, Confidence], BeforeValidator(_table)]
"""A list of phrases (`text`, or `{text: confidence}`) as a table."""
