"""Which rules are selected: ruff's three verbs, by code, prefix or name."""

from collections.abc import Callable, Collection, Sequence

from caraway_audit.errors import UsageError
from caraway_audit.model import RuleMeta
from caraway_audit.policy.load import suggest

Selection = tuple[Sequence[str], Sequence[str], Sequence[str]]
"""What `--select`, `--extend-select` and `--ignore` say."""


def selector(selection: Selection, known: Sequence[RuleMeta], off: Collection[str] = ()) -> Callable[[RuleMeta], bool]:
    """Whether a rule is selected; raises `UsageError` for a word that fits no rule, unless the policy has switched it `off`.

    `--select` names the base (all rules, without it), `--extend-select` adds, `--ignore` takes away; of two that fit a rule
    the longer one counts, and of equals `--ignore`.
    """
    select, extend, ignore = ([word for text in group for word in _words(text)] for group in selection)
    for word in (*select, *extend, *ignore):
        if word.upper() not in off and not any(_fits(word, meta) for meta in known):
            handles = [name for meta in known for name in (meta.code, meta.name)]
            hint = suggest(word, handles)
            raise UsageError(f"no rule fits “{word}”{hint}{'' if hint.endswith('?') else '.'} See `caraway-audit rules`.")

    def selected(meta: RuleMeta) -> bool:
        chosen = max((len(word) for word in (*select, *extend) if _fits(word, meta)), default=0 if not select else -1)
        dropped = max((len(word) for word in ignore if _fits(word, meta)), default=-1)
        return chosen >= 0 and chosen > dropped if dropped >= 0 else chosen >= 0

    return selected


def _words(text: str) -> list[str]:
    return [word for word in text.replace(",", " ").split() if word]


def _fits(word: str, meta: RuleMeta) -> bool:
    return meta.code.startswith(word.upper()) or meta.name == word.lower()
