"""The roster: one person under many names, and a team that depends on the day."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

import pytest

from caraway_audit.policy.load import Policy
from caraway_audit.policy.roster import Roster
from caraway_audit.policy.schema import PolicyFile


@pytest.fixture(scope="module")
def roster(make_policy: Callable[..., Policy]) -> Roster:
    people = [
        {
            "agent": "Dana Whitfield",
            "aliases": ["dana.w", "dw@acme.example"],
            "teams": [{"team": "Billing", "since": "2026-03-01"}, {"team": "Orders", "since": "2025-01-01"}],
        },
        {"agent": "Omar Haddad", "teams": ["Orders"]},
    ]
    return Roster(
        make_policy(roster=people, firm={"domains": ["acme.example", "@fern.example"], "addresses": ["sub@mail.example"]}).file
    )


@pytest.mark.parametrize("alias", ["Dana Whitfield", "dana whitfield", "DANA.W", "dw@acme.example", "DW@Acme.example"])
def test_every_alias_is_one_person(roster: Roster, alias: str) -> None:
    assert roster.agent(alias) == "Dana Whitfield"


def test_who_is_not_on_the_roster_stands_for_themselves(roster: Roster) -> None:
    assert (roster.agent("Hal Stone"), roster.team("Hal Stone", None)) == ("Hal Stone", "")


@pytest.mark.parametrize(
    ("day", "team"),
    [
        (datetime(2026, 3, 1, tzinfo=UTC), "Billing"),
        (datetime(2026, 2, 28, 23, 59, tzinfo=UTC), "Orders"),
        (datetime(2024, 12, 31, tzinfo=UTC), ""),
        (None, "Billing"),
    ],
)
def test_the_team_is_that_of_the_day(roster: Roster, day: datetime | None, team: str) -> None:
    assert roster.team("Dana Whitfield", day) == team


def test_a_team_without_a_date_always_holds(roster: Roster) -> None:
    assert roster.team("Omar Haddad", datetime(1999, 1, 1, tzinfo=UTC)) == "Orders"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("anybody@acme.example", True),
        ("Anybody@ACME.example", True),
        ("x@mail.acme.example", True),
        ("x@fern.example", True),
        ("sub@mail.example", True),
        ("other@mail.example", False),
        ("x@notacme.example", False),
        ("x@acme.example.evil.example", False),
        ("acme.example", True),
        ("", False),
    ],
)
def test_who_writes_from_the_firm_is_its_agent(roster: Roster, address: str, expected: bool) -> None:
    assert roster.is_agent(address) is expected


def test_a_team_changes_at_midnight_of_the_firms_own_zone() -> None:
    person = {"agent": "Dana", "teams": [{"team": "Orders"}, {"team": "Billing", "since": "2026-03-01"}]}
    roster = Roster(PolicyFile.model_validate({"caraway": 1, "roster": [person], "calendar": {"timezone": "Asia/Tokyo"}}))
    last_minute = datetime(2026, 2, 28, 14, 59, tzinfo=UTC)
    assert roster.team("Dana", last_minute) == "Orders"
    assert roster.team("Dana", last_minute + timedelta(minutes=1)) == "Billing"
    # The same moment, as another office writes it.
    assert roster.team("Dana", (last_minute + timedelta(minutes=1)).astimezone(timezone(timedelta(hours=-8)))) == "Billing"
