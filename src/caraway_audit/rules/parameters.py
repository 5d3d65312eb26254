"""Types of the parameters that rules take in YAML, beyond plain text and numbers."""

from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BeforeValidator, ValidationInfo

from caraway_audit.language.classifier import all_labels
from caraway_audit.language.patterns import PatternError, compiled
from caraway_audit.language.phrases import PhraseError, parse, phrase_table
from caraway_audit.language.tokens import tokenise
from caraway_audit.language.whole import whole_labels
from caraway_audit.model import Confidence
from caraway_audit.policy.load import suggest
from caraway_audit.policy.schema import Duration
from caraway_audit.privacy.national import GOVERNMENT_IDS
from caraway_audit.privacy.recognizers import OwnRecognizers
from caraway_audit.rules.weighing import likenesses, may_doubt

__all__ = [
    "AgentsLabel", "ChannelName", "Duration", "EntityKinds", "Labels", "Likeness", "Patterns", "Phrases", "WholeLabel",
    "Wordings", "apart",
]  # fmt: skip

T = TypeVar("T")

KINDS = (
    "CREDIT_CARD", "CARD_SECURITY_CODE", "IBAN_CODE", "BANK_ACCOUNT", *GOVERNMENT_IDS, "CREDENTIAL", "EMAIL_ADDRESS",
    "PHONE_NUMBER", "POSTAL_ADDRESS", "DATE_OF_BIRTH", "IP_ADDRESS", "MAC_ADDRESS", "CRYPTO", "SPOKEN_NUMBER",
)  # fmt: skip
"""Personal values that the detector finds, as presidio names them where it does."""


PROVED = "proved"
"""What the context of a validation says where nothing was written beside the shipped rules: their phrases are read when met."""


def _table(value: object, info: ValidationInfo) -> dict[str, Confidence]:
    if isinstance(value, Mapping) and all(isinstance(confidence, Confidence) for confidence in value.values()):
        return dict(value)
    if not isinstance(value, list | tuple):
        raise PhraseError("write a list of phrases, or {add: […], remove: […]} to change the shipped one")
    table = phrase_table(value)
    if info.context != PROVED:
        for phrase in table:
            parse(phrase)
    return table


def _gated(value: object) -> dict[str, str]:
    if not isinstance(value, Mapping | list | tuple):
        raise PatternError("write a list of patterns")
    gated: dict[str, str] = {}
    for entry in [value] if isinstance(value, Mapping) else value:  # a mapping is what was read before
        pairs = entry.items() if isinstance(entry, Mapping) else [(entry, "")]
        for pattern, characters in pairs:
            if not isinstance(pattern, str) or not isinstance(characters, str):
                raise PatternError(f"a pattern must be text, or {{text: characters}}, not {entry!r}")
            compiled(pattern)
            gated[pattern] = characters
    return gated


def _known(kind: str) -> str:
    if kind not in KINDS and kind not in (own := OwnRecognizers().kinds):
        kinds = (*KINDS, *own)
        raise ValueError(f"there is no kind of value “{kind}”" + (suggest(kind, kinds) or f". Kinds: {', '.join(kinds)}"))
    return kind


def _weighs(label: str) -> str:
    known = sorted(may_doubt())
    if label and label not in known:
        what = f"no model of whole messages that may doubt is called “{label}”"
        raise ValueError(what + (suggest(label, known) or f". Models: {', '.join(known)}"))
    return label


def _tells(label: str) -> str:
    known = sorted(whole_labels("agent"))
    if label and label not in known:
        what = f"no model of whole messages of agents is called “{label}”"
        raise ValueError(what + (suggest(label, known) or f". Models: {', '.join(known)}"))
    return label


def _labelled(name: str) -> str:
    known = sorted(all_labels())
    if name not in known:
        raise ValueError(f"no sentence model knows “{name}”" + (suggest(name, known) or f". Labels: {', '.join(known)}"))
    return name


def _resembling(least: Mapping[str, int]) -> Mapping[str, int]:
    known = sorted(likenesses())
    for name in least:
        if name not in known:
            raise ValueError(f"no model knows “{name}”" + (suggest(name, known) or f". Models: {', '.join(known)}"))
    return least


def _spelled_out(value: object) -> object:
    if not isinstance(value, list | tuple) or ALL_IDS not in value:
        return value
    return [*(kind for kind in value if kind != ALL_IDS), *GOVERNMENT_IDS]


def _in_small_letters(channel: str) -> str:
    if channel != channel.lower():  # beside the shipped target of the channel, it would be a second one
        raise ValueError(f"write the channel in small letters: {channel.lower()}")
    return channel


def _worded(text: str) -> str:
    if not any(word.isalnum() for word in tokenise(text).words):
        raise ValueError(f"“{text}” holds no word; write what has to be said")
    return text


def _some(wordings: tuple[str, ...]) -> tuple[str, ...]:
    if not wordings:
        raise ValueError("write one wording at least")
    return wordings


def apart(name: str) -> AfterValidator:
    """Refuses a list in which two entries have the same value of the field `name`, by which they are told apart."""
    value_of = attrgetter(name)

    def all_differ(entries: Sequence[T]) -> Sequence[T]:
        seen = set()
        for value in map(value_of, entries):
            if value in seen:
                raise ValueError(f"two of them have the {name} “{value}”; each needs its own")
            seen.add(value)
        return entries

    return AfterValidator(all_differ)


ALL_IDS = "GOVERNMENT_ID"

ChannelName = Annotated[str, AfterValidator(_in_small_letters)]
"""A channel as it is looked up."""

EntityKinds = Annotated[tuple[Annotated[str, AfterValidator(_known)], ...], BeforeValidator(_spelled_out)]
"""Kinds of personal values: `KINDS`, `GOVERNMENT_ID` for all identity numbers, what recognisers of installed packages find."""

Patterns = Annotated[Mapping[str, str], BeforeValidator(_gated)]
"""A list of regular expressions (`text`, or `{text: characters}` one of which a message must hold), checked to compile."""

WholeLabel = Annotated[str, AfterValidator(_weighs)]
"""A model of whole messages that may doubt, by its name; empty for none."""

AgentsLabel = Annotated[str, AfterValidator(_tells)]
"""A model of whole messages of agents, by its name; empty for none."""

Labels = tuple[Annotated[str, AfterValidator(_labelled)], ...]
"""What a sentence model knows, by the names of the labels."""

Likeness = Annotated[Mapping[str, int], AfterValidator(_resembling)]
"""How much of what a model knows something has to be, by the model's name: sixteen are one in log-odds; of a whole message
from where that model is sure."""

Phrases = Annotated[Mapping[str, Confidence], BeforeValidator(_table)]
"""A list of phrases (`text`, or `{text: confidence}`) as a table."""

Wordings = Annotated[tuple[Annotated[str, AfterValidator(_worded)], ...], AfterValidator(_some)]
"""Wordings of a statement, one at least, each of words."""
