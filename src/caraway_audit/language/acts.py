"""Dialogue acts: what a sentence does (greets, refuses, promises, asks for a manager …).

An act is a named set of phrases in `acts.yaml`, shared by all rules; a rule names acts and never lists their wordings
again. An act may name an exception (`unless`): a hit in a sentence that holds one of those does not count. Lists of `words`
save repetition: `my <kin>` stands for one phrase with each word of the list `kin`.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

import yaml

from caraway_audit.language.phrases import PhraseSet, phrase_table, spelled_out
from caraway_audit.model import Role


@dataclass(frozen=True, slots=True)
class Act:
    """What is said of one act; `unless` phrases cancel a hit in their sentence."""

    name: str
    phrases: PhraseSet
    unless: PhraseSet | None


@cache
def acts() -> dict[str, Act]:
    """All acts by name."""
    text = resources.files("caraway_audit.language").joinpath("acts.yaml").read_text(encoding="utf-8")
    table: dict[str, Act] = {}
    for name, entry in yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)).items():  # noqa: S506 - safe
        roles = frozenset(map(Role, entry.get("roles", Role)))
        words = entry.get("words", {})
        said, unless = (spelled_out(phrase_table(entry.get(key, ())), words) for key in ("phrases", "unless"))
        table[name] = Act(name, PhraseSet(said, roles), PhraseSet(unless, roles) if unless else None)
    return table
