"""Selection: codes, prefixes and names; the longer word wins."""

from collections.abc import Sequence

import pytest

from caraway_audit.errors import UsageError
from caraway_audit.model import RuleMeta, Severity, SubjectKind
from caraway_audit.policy.select import selector

RULES = {"CA301": "payment-card", "CA305": "contact-detail", "CA403": "blame", "FH101": "old-shop-name"}
METAS = [
    RuleMeta(code, name, "3.1", (SubjectKind.AGENT,), {SubjectKind.AGENT: Severity.MINOR}, "") for code, name in RULES.items()
]


def selected(select: Sequence[str] = (), extend: Sequence[str] = (), ignore: Sequence[str] = ()) -> list[str]:
    chosen = selector((select, extend, ignore), METAS)
    return [meta.code for meta in METAS if chosen(meta)]


@pytest.mark.parametrize(
    ("select", "extend", "ignore", "expected"),
    [
        ([], [], [], ["CA301", "CA305", "CA403", "FH101"]),
        (["CA3"], [], [], ["CA301", "CA305"]),
        (["ca301"], [], [], ["CA301"]),
        (["blame"], [], [], ["CA403"]),
        (["Blame,CA301", "FH"], [], [], ["CA301", "CA403", "FH101"]),
        (["CA3"], ["blame"], [], ["CA301", "CA305", "CA403"]),
        ([], ["blame"], [], ["CA301", "CA305", "CA403", "FH101"]),
        ([], [], ["CA3"], ["CA403", "FH101"]),
        (["CA3"], [], ["CA305"], ["CA301"]),
        (["CA305"], [], ["CA3"], ["CA305"]),
        ([], ["CA305"], ["CA3"], ["CA305", "CA403", "FH101"]),
        (["CA3"], [], ["CA3"], []),
        (["CA"], [], ["CA3", "blame"], []),
        (["CA301 CA305"], [], [], ["CA301", "CA305"]),
    ],
)
def test_what_a_selection_leaves(select: list[str], extend: list[str], ignore: list[str], expected: list[str]) -> None:
    assert selected(select, extend, ignore) == expected


def test_a_name_is_no_prefix() -> None:
    with pytest.raises(UsageError):
        selected(["bla"])


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_word_that_fits_no_rule_is_refused_with_a_suggestion(place: int) -> None:
    words: list[list[str]] = [[], [], []]
    words[place] = ["CA301", "balme"]
    with pytest.raises(UsageError, match="no rule fits “balme”; did you mean “blame”"):
        selected(*words)
