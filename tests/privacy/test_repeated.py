"""Values that a conversation told once are masked where they are said again; what is only like one stays."""

import pytest

from tests.privacy.test_named import masked


@pytest.mark.parametrize(
    ("told", "again", "shown"),
    [
        (
            "client: The code for the building is 48B12",
            "agent: Noted: code 48B12, third floor.",
            "Noted: code [secret], third floor.",
        ),
        ("client: we live at 5 chapel fold, ta", "agent: So that's 5 Chapel Fold, correct?", "So that's [address], correct?"),
        ("client: booking KQ7XPL", "agent: I see KQ7XPL here.", "I see [reference] here."),
        ("client: my username is daveh_1979", "agent: Is daveh_1979 yours?", "Is [username] yours?"),
    ],
)
def test_a_value_is_masked_where_it_is_said_again(told: str, again: str, shown: str) -> None:
    # These failed once: what told the value stood in another message
    assert masked(told, again)[1] == shown


@pytest.mark.parametrize(
    ("told", "again"),
    [
        ("client: booking KQ7XPL", "agent: The 10am train and the 5pm train are full."),
        ("client: we live at 5 chapel fold, ta", "agent: We sent 5 chairs and 2 tables."),
        ("client: we live at 5 chapel fold, ta", "agent: The chapel is open."),
    ],
)
def test_what_was_no_value_is_none_again(told: str, again: str) -> None:
    assert masked(told, again)[1] == again.partition(": ")[2]
