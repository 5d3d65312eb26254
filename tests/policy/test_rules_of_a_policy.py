"""What a policy makes of the rules: off and on, parameters, lists, overrides, and rules of a team's own."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from caraway_audit.audit.judge import rules_of
from caraway_audit.errors import PolicyError
from caraway_audit.model import Confidence, Severity, SubjectKind
from caraway_audit.policy.load import Policy
from caraway_audit.policy.schema import Firm
from caraway_audit.rules.base import Rule
from caraway_audit.rules.registry import RuleSet

OWN = {
    "name": "old-shop-name",
    "clause": "2.1",
    "who": "agent",
    "kind": "phrase",
    "severity": "minor",
    "summary": "Uses the shop's former name.",
    "phrases": ["fern and hill"],
    "reason": "It is the old name.",
    "examples": {"fail": ["agent: Hello from Fern and Hill."], "pass": ["agent: Hello from Fernhill."]},
}


@pytest.fixture
def ruled(make_policy: Callable[..., Policy]) -> Callable[..., RuleSet]:
    """The rules in force under a policy given in keywords."""
    return lambda **content: rules_of(make_policy(**content))


def rule(rules: RuleSet, code: str, team: str = "", channel: str = "") -> Rule | None:
    return next((r for r in rules.rules_for(team, channel) if r.meta.code == code), None)


@pytest.mark.parametrize("word", ["off", False])
def test_a_rule_is_switched_off_by_code_or_name(ruled: Callable[..., RuleSet], word: Any) -> None:
    for handle in ("CA109", "ca109", "missing-greeting"):
        rules = ruled(rules={handle: word})
        assert rules.off == ("CA109",)
        assert rule(rules, "CA109") is None
        assert rule(rules, "CA111") is not None


def test_a_parameter_is_replaced_and_the_others_stay(ruled: Callable[..., RuleSet]) -> None:
    shipped, changed = rule(ruled(), "CA111"), rule(ruled(rules={"CA111": {"at_least": 5, "severity": "major"}}), "CA111")
    assert shipped is not None
    assert changed is not None
    assert (shipped.params.at_least, changed.params.at_least) == (2, 5)
    assert changed.params.words == shipped.params.words
    assert changed.meta.severity(SubjectKind.AGENT) is Severity.MAJOR


def test_a_mapping_is_changed_key_by_key(ruled: Callable[..., RuleSet]) -> None:
    changed = rule(ruled(rules={"CA202": {"targets": {"chat": "5m", "letter": "3d"}}}), "CA202")
    assert changed is not None
    targets = changed.params.targets
    assert (targets["chat"], targets["letter"], targets["email"]) == (
        timedelta(minutes=5),
        timedelta(days=3),
        timedelta(hours=24),
    )


def test_the_targets_of_channels_reach_the_timing_rule(ruled: Callable[..., RuleSet]) -> None:
    changed = rule(ruled(channels={"Chat": {"first_reply": "45s"}}), "CA202")
    assert changed is not None
    assert changed.params.targets["chat"] == timedelta(seconds=45)
    assert changed.params.targets["social"] == timedelta(hours=1)


def test_targets_of_rules_and_overrides_go_before_those_of_channels(ruled: Callable[..., RuleSet]) -> None:
    rules = ruled(
        channels={"chat": {"first_reply": "45s"}, "letter": {"first_reply": "9d"}},
        rules={"CA202": {"targets": {"letter": "5d"}}},
        overrides=[{"match": {"team": "Billing"}, "rules": {"CA202": {"targets": {"chat": "3m"}}}}],
    )
    targets = {
        key: next(one.params.targets for one in found if one.meta.code == "CA202") for key, found in rules.variants.items()
    }
    assert {key: (one["chat"], one["letter"]) for key, one in targets.items()} == {
        (): (timedelta(seconds=45), timedelta(days=5)),
        (0,): (timedelta(minutes=3), timedelta(days=5)),
    }


def test_what_is_the_firms_is_told_by_all_of_its_letters_and_digits() -> None:
    firm = Firm(contacts=("0800 496 0999", "DE89 3704 0044 0532 0130 00"), allow=("Helpline 24",), domains=("acme.example",))
    assert all(map(firm.owns, ("08004960999", "0800-496-0999", "DE89370400440532013000", "help@acme.example", "helpline 24")))
    assert not any(map(firm.owns, ("john24@mail.example", "24 Mill Lane", "FR89370400440532013000", "help@other.example")))


def test_a_list_takes_add_and_remove(ruled: Callable[..., RuleSet]) -> None:
    changed = rule(
        ruled(rules={"CA108": {"phrases": {"add": ["poor you", {"tut tut": "low"}], "remove": ["get a grip"]}}}), "CA108"
    )
    assert changed is not None
    phrases = changed.params.phrases
    assert phrases["poor you"] is Confidence.HIGH
    assert phrases["tut tut"] is Confidence.LOW
    assert "get a grip" not in phrases
    assert "whatever you say" in phrases


def test_a_list_given_whole_replaces_the_shipped_one(ruled: Callable[..., RuleSet]) -> None:
    changed = rule(ruled(rules={"CA108": {"phrases": ["poor you"]}}), "CA108")
    assert changed is not None
    assert list(changed.params.phrases) == ["poor you"]


@pytest.mark.parametrize("change", [{"ad": ["poor you"]}, {"add": ["poor you"], "removed": ["get a grip"]}])
def test_a_misspelt_add_does_not_silently_drop_the_list(ruled: Callable[..., RuleSet], change: dict[str, Any]) -> None:
    # This failed once: the keys become the phrases, and all shipped ones are lost
    with pytest.raises(PolicyError):
        ruled(rules={"CA108": {"phrases": change}})


def test_overrides_fit_by_team_and_channel_in_any_case_and_the_later_wins(ruled: Callable[..., RuleSet]) -> None:
    rules = ruled(
        rules={"CA111": {"at_least": 3}},
        overrides=[
            {"match": {"team": "Billing"}, "rules": {"CA111": {"at_least": 4}, "CA109": "off"}},
            {"match": {"channel": "email"}, "rules": {"CA111": {"at_least": 5}}},
            {"match": {"team": "Orders", "channel": "chat"}, "rules": {"missing-greeting": "off"}},
        ],
    )

    def words(team: str, channel: str) -> int:
        found = rule(rules, "CA111", team, channel)
        assert found is not None
        return int(found.params.at_least)

    assert (words("", ""), words("Orders", "chat")) == (3, 3)
    assert (words("billing", "chat"), words("BILLING", "Email"), words("Orders", "email")) == (4, 5, 5)
    assert rule(rules, "CA109", "Billing", "chat") is None
    assert rule(rules, "CA109", "Orders", "chat") is None
    assert rule(rules, "CA109", "Orders", "email") is not None
    assert rules.off == ()


def test_an_override_switches_a_rule_back_on(ruled: Callable[..., RuleSet]) -> None:
    rules = ruled(rules={"CA109": "off"}, overrides=[{"match": {"team": "Billing"}, "rules": {"CA109": "on"}}])
    assert rule(rules, "CA109", "Orders") is None
    assert rule(rules, "CA109", "Billing") is not None


def test_a_rule_that_only_an_override_switches_on_is_not_called_off(ruled: Callable[..., RuleSet]) -> None:
    rules = ruled(rules={"CA109": "off"}, overrides=[{"match": {"team": "Billing"}, "rules": {"CA109": "on"}}])
    assert "CA109" in [meta.code for meta in rules.metas]


def test_a_teams_own_rule_stands_beside_the_shipped_ones(ruled: Callable[..., RuleSet]) -> None:
    rules = ruled(rules={"FH101": OWN})
    own = next(meta for meta in rules.metas if meta.code == "FH101")
    assert (own.name, own.section, own.origin.rpartition(":")[0]) == ("old-shop-name", 2, "rules.yaml")
    assert "CA101" in [meta.code for meta in rules.metas]


def test_a_teams_own_rule_can_be_changed_by_an_override(ruled: Callable[..., RuleSet]) -> None:
    rules = ruled(rules={"FH101": OWN}, overrides=[{"match": {"team": "Billing"}, "rules": {"old-shop-name": "off"}}])
    assert rule(rules, "FH101", "Billing") is None
    assert rule(rules, "FH101", "Orders") is not None


@pytest.mark.parametrize("code", ["CA999", "CAX", "fh1", "F-1", "1FH", ""])
def test_a_code_that_is_no_teams_to_take_is_refused(ruled: Callable[..., RuleSet], code: str) -> None:
    with pytest.raises(PolicyError, match="is no code for a rule of your own"):
        ruled(rules={code: OWN})


def test_a_rule_of_a_name_that_is_taken_is_refused(ruled: Callable[..., RuleSet]) -> None:
    # This failed once: two rules then answer to “blame”
    with pytest.raises(PolicyError, match="blame"):
        ruled(rules={"FH101": OWN | {"name": "blame"}})


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"examples": None}, "examples"),
        ({"examples": {"fail": ["agent: x"], "pass": []}}, "pass"),
        ({"kind": "phraze"}, "there is no kind “phraze”; did you mean “phrase”"),
        ({"clause": "9.1"}, "there is no clause '9.1'"),
        ({"severity": "huge"}, "severity"),
        ({"name": "Old Name"}, "name"),
        ({"phrasez": ["x"]}, "did you mean “phrases”"),
        ({"kind": "act", "act": "gloating", "redeemed_by": [], "phrases": None}, "act rules have no “phrases”"),
        ({"kind": "pattern", "patterns": ["(a"], "phrases": None}, "pattern"),
    ],
)
def test_a_mistake_in_an_own_rule_is_said_with_its_code(
    ruled: Callable[..., RuleSet], change: dict[str, Any], complaint: str
) -> None:
    with pytest.raises(PolicyError) as caught:
        ruled(rules={"FH101": OWN | change})
    assert "FH101" in str(caught.value)
    assert complaint in str(caught.value)
    assert "rules.yaml:" in str(caught.value)


def test_an_act_that_does_not_exist_is_refused(ruled: Callable[..., RuleSet]) -> None:
    own = {key: value for key, value in OWN.items() if key != "phrases"} | {"kind": "act", "act": "refusl", "redeemed_by": []}
    with pytest.raises(PolicyError, match="no dialogue act “refusl”; did you mean “refusal”"):
        ruled(rules={"FH101": own})


def test_what_the_policy_fills_in_cannot_be_set_on_a_rule(ruled: Callable[..., RuleSet]) -> None:
    with pytest.raises(PolicyError, match="timing rules have no “calendar”"):
        ruled(rules={"CA202": {"calendar": "x"}})
