"""Types of the parameters that rules take in YAML, beyond plain text and numbers."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BeforeValidator

from caraway_audit.language.phrases import phrase_table
from caraway_audit.model import Confidence
from caraway_audit.policy.schema import Duration

__all__ = ["Duration", "Phrases"]

Phrases = Annotated[Mapping[str, Confidence], BeforeValidator(phrase_table)]
"""A list of phrases (`text`, or `{text: confidence}`) as a table."""
