"""Whether words that a phrase found are meant as the fault that it is of: told by all that stands around them.

"Use your loaf" belittles, and "use your loaf within three days" sells bread. A phrase is a few words; what their sentence may
mean by all its words, what the message around it and the message before it may mean, sentence models know (`in_context.py`),
and a small linear model for each fault adds that up. It is there to doubt, not to find: a rule lets what lies far below every
fault go (`resembles: {condescension as meant: -12}`, in `rules/weighing.py`). `training/as_meant.py` makes the models,
`training/README.md` is their card. Levels and weights are whole numbers: the same answer everywhere.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from operator import mul
from typing import Any

from caraway_audit.language.classifier import MODELS
from caraway_audit.language.in_context import OTHER, STEP, Levels, in_context
from caraway_audit.language.tokens import Tokens

UNIT = 256
"""One in log-odds, for a level of `SCALE`, is so many units of a weight."""

SCALE = 64

AS_MEANT = " as meant"
"""What the name of such a model ends with."""

PARTS = ("sentence", "message", "before")
"""What is weighed: the sentence with the words, the highest levels of its message, and those of the one that it answers."""


@dataclass(frozen=True, slots=True)
class _Model:
    """What a level of each label adds, by part."""

    weights: tuple[Levels, Levels, Levels]
    constant: int


@cache
def known_as_meant(side: str) -> frozenset[str]:
    """The labels that there is a model for, for what a side writes."""
    return frozenset(_stored()[side])


@cache
def _stored() -> Mapping[str, Any]:
    stored: Mapping[str, Any] = json.loads(MODELS.joinpath("as_meant.json").read_text(encoding="utf-8"))
    return stored


@cache
def _model(side: str, label: str) -> _Model:
    entry = _stored()[side][label]
    names = in_context().names
    own, message, before = (
        tuple(entry[part].get(name, 0) for name in names[of]) for part, of in zip(PARTS, (side, side, OTHER[side]), strict=True)
    )
    return _Model((own, message, before), entry["constant"])


def level_as_meant(side: str, label: str, tokens: Tokens, sentence: int, before: Tokens | None) -> int:
    """How much a sentence of a message of a side is meant as what a label means, `before` it the message that it answers.

    In steps, `STEP` of which are one in log-odds. Raises `KeyError` where there is no model.
    """
    models, model = in_context(), _model(side, label)
    lane = models.names[side].index(label)
    read = [one for one in models.read(side, tokens) if one.sentence == sentence]
    own = max(read, key=lambda one: one.levels[lane]).levels if read else models.highest(side, None)
    parts = (own, models.highest(side, tokens), models.highest(OTHER[side], before))
    total: int = sum(sum(map(mul, weights, levels)) for weights, levels in zip(model.weights, parts, strict=True))
    return (total + model.constant * SCALE) * STEP // (UNIT * SCALE)
