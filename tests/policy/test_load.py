"""Policies: all mistakes at once and each with its place, what extends what, and what a file may not do."""

from pathlib import Path

import pytest

from caraway_audit.audit.judge import rules_of
from caraway_audit.cli.auditing import load_policy
from caraway_audit.errors import PolicyError, UsageError
from caraway_audit.policy.load import Policy, find, load

pytestmark = pytest.mark.usefixtures("folder")


def policy(text: str, name: str = "rules.yaml") -> Policy:
    Path(name).write_text(text, encoding="utf-8")
    return load(name)


def complaints(text: str) -> list[str]:
    """The lines of the refusal, of the file or of the rules it makes."""
    with pytest.raises(PolicyError) as caught:
        rules_of(policy(text))
    return str(caught.value).splitlines()


FIVE = """\
caraway: 1
frim: {name: Fernhill}
channels:
  chat: {first_replay: 2m}
  email: {first_reply: soon}
calendar: {timezone: Europe/Zurch}
privacy: {regions: [UK]}
"""


def test_five_mistakes_come_at_once_each_with_place_line_and_remedy() -> None:
    assert complaints(FIVE) == [
        "rules.yaml:2:1: unknown key “frim”; did you mean “firm”?",
        "    frim: {name: Fernhill}",
        "rules.yaml:4:10: unknown key “first_replay”; did you mean “first_reply”?",
        "      chat: {first_replay: 2m}",
        "rules.yaml:5:11: “first_reply”: 'soon' is no duration; write it as 30s, 2m, 24h or 3d",
        "      email: {first_reply: soon}",
        "rules.yaml:6:12: “timezone”: 'Europe/Zurch' is no time zone; write an IANA name such as Europe/Zurich",
        "    calendar: {timezone: Europe/Zurch}",
        "rules.yaml:7:11: “regions”: 'UK' is no ISO region; write GB",
        "    privacy: {regions: [UK]}",
        "5 mistakes in the policy; nothing was audited.",
    ]


def test_five_mistakes_about_rules_come_at_once() -> None:
    text = """\
caraway: 1
rules:
  CA4O3: off
  balme: off
  CA403: {phrazes: [x]}
  CA108: {phrases: ["(a"]}
overrides:
  - match: {team: Billing}
    rules: {CA111: 5}
"""
    found = complaints(text)
    heads = [line for line in found if line.startswith("rules.yaml:")]
    assert [line.split(": ")[0] for line in heads] == [
        "rules.yaml:3:3",
        "rules.yaml:4:3",
        "rules.yaml:5:11",
        "rules.yaml:6:11",
        "rules.yaml:9:13",
    ]
    assert "did you mean “CA403”" in heads[0]
    assert "did you mean “blame”" in heads[1]
    assert "did you mean “phrases”" in heads[2]
    assert "not closed" in heads[3]
    assert "off, on or a mapping" in heads[4]
    assert found[-1] == "5 mistakes in the policy; nothing was audited."


def test_mistakes_of_the_file_and_of_its_rules_come_at_once() -> None:
    """As the commands load a policy."""
    Path("rules.yaml").write_text("caraway: 1\nfrim: {}\nrules:\n  balme: off\n  fh1: {kind: phrase}\n")
    with pytest.raises(PolicyError) as caught:
        load_policy("rules.yaml")
    found = str(caught.value)
    assert "frim" in found
    assert "balme" in found
    assert "fh1" in found


def test_a_slip_in_the_overrides_hides_none_in_the_rules() -> None:
    Path("rules.yaml").write_text("caraway: 1\nrules:\n  CA204: {sevrity: major}\noverrides:\n  - {when: {channel: chat}}\n")
    with pytest.raises(PolicyError) as caught:
        load_policy("rules.yaml")
    assert "sevrity" in str(caught.value)
    assert "unknown key “when”" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", "rules.yaml:1:1: the file is empty; it must say at least `caraway: 1`"),
        ("# nothing\n", "rules.yaml:1:1: the file is empty"),
        ("rules: {}\n", "rules.yaml:1:1: “caraway” is missing; write `caraway: 1` at the top"),
        ("caraway: 2\n", "rules.yaml:1:1: “caraway”"),
        ("caraway: 1\n\tfirm: {}\n", "rules.yaml:2:1: not valid YAML"),
        ("caraway: 1\nfirm: {name: [}\n", "rules.yaml:2:15: not valid YAML"),
        ("caraway: 1\n---\ncaraway: 1\n", "rules.yaml:2:1: not valid YAML"),
        ("caraway: 1\nrules: {? [a] : 1}\n", "rules.yaml:2:11: not valid YAML"),
        ("caraway: 1\nrules:\n  CA109: off\n  CA108: on\n  CA109: on\n", "rules.yaml:5:3: “CA109” stands here a second time"),
        ("caraway: 1\nfirm: {name: a}\nfirm: {name: b}\n", "rules.yaml:3:1: “firm” stands here a second time"),
        (
            "caraway: 1\nrules: {CA109: off, missing-greeting: on}\n",
            "rules.yaml:2:21: CA109 is set twice here, by code and by name",
        ),
        (
            "caraway: 1\noverrides:\n  - {match: {}, rules: {}}\n",
            "rules.yaml:3:6: “match”: an override must match a team or a channel",
        ),
        ("caraway: 1\nroster: [{agent: A, aliases: [x]}, {agent: B, aliases: [X]}]\n", "'X' stands for both A and B"),
        ("caraway: 1\nroster: [{agent: A, teams: [{taem: x}]}]\n", "unknown key “taem”; did you mean “team”?"),
        ("caraway: 1\nscoring: {weights: {8: 1}}\n", "there is no section 8"),
        ("caraway: 1\nscoring: {min_sample: 0}\n", "rules.yaml:2:11: “min_sample”"),
        ("caraway: 1\ncalendar: {hours: Mon-Fri 18:00-08:00}\n", "write a window over midnight as two"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(text: str, complaint: str) -> None:
    assert complaint in "\n".join(complaints(text))


@pytest.mark.parametrize("text", ["- caraway: 1\n", "hello\n", "3\n"])
def test_a_policy_that_is_no_mapping_is_refused_in_words(text: str) -> None:
    # This failed once: pydantic's own error escapes
    assert complaints(text)


def test_a_value_that_contains_itself_is_refused_in_words() -> None:
    # This failed once: RecursionError
    assert complaints("caraway: 1\nrules: &all {CA109: *all}\n")


@pytest.mark.parametrize(
    "text", ["channels: {chat: {first_reply: 99999999999d}}", "rules: {CA202: {targets: {chat: 99999999999d}}}"]
)
def test_a_duration_beyond_all_time_is_refused_in_words(text: str) -> None:
    # This failed once: OverflowError
    assert complaints(f"caraway: 1\n{text}\n")


@pytest.mark.parametrize("code", ["XX", "CH-QQ"])
def test_a_country_without_holidays_is_refused_before_anything_is_audited(code: str) -> None:
    # This failed once: the policy loads and the timing rule crashes in every conversation
    assert code in "\n".join(complaints(f"caraway: 1\ncalendar: {{hours: Mon-Fri 08:00-18:00, holidays: {code}}}\n"))


def test_a_file_that_is_not_utf8_is_refused_in_words() -> None:
    Path("rules.yaml").write_bytes(b"caraway: 1\nfirm: {name: \xff}\n")
    with pytest.raises(PolicyError, match="not UTF-8"):
        load("rules.yaml")


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system ['touch pwned']",
        "!!python/object/new:os.system ['touch pwned']",
        "!!python/name:os.system ''",
    ],
)
def test_a_policy_can_run_no_code(tag: str, folder: Path) -> None:
    assert "rules.yaml:2:7: not valid YAML" in complaints(f"caraway: 1\nfirm: {tag}\n")[0]
    assert not (folder / "pwned").exists()


# What extends what.


def test_the_shipped_rules_are_kept_unless_extends_is_empty() -> None:
    kept = rules_of(policy("caraway: 1\n"))
    named = rules_of(policy("caraway: 1\nextends: default\n"))
    dropped = rules_of(policy("caraway: 1\nextends: []\n"))
    assert [meta.code for meta in kept.metas] == [meta.code for meta in named.metas]
    assert "CA101" in [meta.code for meta in kept.metas]
    assert [meta.code for meta in dropped.metas] == []


def test_a_policy_lies_over_the_one_it_extends(folder: Path) -> None:
    (folder / "house").mkdir()
    Path("house/base.yaml").write_text(
        "caraway: 1\nfirm: {name: Fernhill, domains: [a.example]}\nrules: {CA109: off, CA111: off}\n"
    )
    extended = policy("caraway: 1\nextends: house/base.yaml\nfirm: {name: Fernhill West}\nrules: {CA111: on}\n")
    assert extended.file.firm.name == "Fernhill West"
    assert extended.file.firm.domains == ("a.example",)
    assert rules_of(extended).off == ("CA109",)
    assert extended.origin(("rules", "CA109")) == "house/base.yaml:3"
    assert extended.origin(("firm", "name")) == "rules.yaml:3"
    assert extended.origin(("calendar", "hours")) == "default"


def test_a_mistake_in_an_extended_policy_names_that_file() -> None:
    Path("base.yaml").write_text("caraway: 1\nfrim: {}\n")
    assert complaints("caraway: 1\nextends: base.yaml\n")[0].startswith("base.yaml:2:1: unknown key “frim”")


def test_the_shipped_rules_stay_dropped_by_a_policy_that_extends_one_without_them() -> None:
    Path("base.yaml").write_text("caraway: 1\nextends: []\n")
    assert rules_of(policy("caraway: 1\nextends: base.yaml\n")).metas == ()
    assert rules_of(policy("caraway: 1\nextends: [base.yaml, default]\n")).metas != ()


def test_a_circle_is_refused() -> None:
    Path("other.yaml").write_text("caraway: 1\nextends: [rules.yaml]\n")
    assert "other.yaml:2:11: rules.yaml extends itself in a circle" in complaints("caraway: 1\nextends: other.yaml\n")[0]
    assert "rules.yaml extends itself in a circle" in complaints("caraway: 1\nextends: rules.yaml\n")[0]


def test_extending_a_missing_file_is_refused_with_its_place() -> None:
    assert (
        complaints("caraway: 1\nextends:\n  - default\n  - gone.yaml\n")[0]
        == "rules.yaml:4:5: gone.yaml: there is no such file to extend"
    )


def test_the_digest_changes_with_what_judges_and_not_with_where_the_file_lies(folder: Path) -> None:
    one, other = policy("caraway: 1\nrules: {CA109: off}\n"), policy("# moved\ncaraway: 1\nrules: {CA109: off}\n", "other.yaml")
    assert one.digest == other.digest
    assert policy("caraway: 1\nrules: {CA111: off}\n").digest != one.digest
    assert policy("caraway: 1\nextends: []\nrules: {CA109: off}\n").digest != one.digest


# Which file counts.


def test_config_beats_environment_beats_the_folder(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("rules.yaml", "environment.yaml", "given.yaml"):
        (folder / name).write_text("caraway: 1\n")
    assert find(None) == folder / "rules.yaml"
    monkeypatch.setenv("CARAWAY_CONFIG", "environment.yaml")
    assert find(None) == Path("environment.yaml")
    assert find("given.yaml") == Path("given.yaml")


def test_the_folder_is_searched_upward_to_the_repository(folder: Path) -> None:
    inner = folder / "repository" / "a" / "b"
    inner.mkdir(parents=True)
    (folder / "rules.yaml").write_text("caraway: 1\n")
    assert find(None, inner) == folder / "rules.yaml"
    (folder / "repository" / ".git").write_text("gitdir: elsewhere\n")  # a worktree has a file here
    assert find(None, inner) is None
    (folder / "repository" / "a" / "rules.yaml").write_text("caraway: 1\n")
    assert find(None, inner) == folder / "repository" / "a" / "rules.yaml"


def test_without_any_file_the_shipped_rules_are_in_force() -> None:
    assert (load().source, load().defaults) == ("default", True)


@pytest.mark.parametrize("text", ["rules:\n  - name: something else\n", "groups:\n- name: x\n  caraway: 1\n", "\xff"])
def test_somebody_elses_rules_yaml_is_passed_over(folder: Path, text: str) -> None:
    inner = folder / "inner"
    inner.mkdir()
    (inner / "rules.yaml").write_text(text, encoding="latin-1")
    assert find(None, inner) is None
    (folder / "rules.yaml").write_text("# ours\ncaraway: 1\n")
    assert find(None, inner) == folder / "rules.yaml"


def test_a_file_that_is_named_and_missing_is_refused(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    with pytest.raises(UsageError, match=r"gone\.yaml: there is no such policy file \(--config\).*caraway-audit init"):
        load("gone.yaml")
    with pytest.raises(UsageError, match="no such policy file"):
        load(str(folder))
    monkeypatch.setenv("CARAWAY_CONFIG", "lost.yaml")
    with pytest.raises(UsageError, match=r"lost\.yaml: there is no such policy file \(CARAWAY_CONFIG\)"):
        load()


def test_the_starter_policy_loads_without_a_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    from caraway_audit.cli.setup import example_policy, starter

    assert {"CA101", "FH101", "FH102"} <= {meta.code for meta in rules_of(policy(example_policy())).metas}
    bare = policy(starter())
    assert bare.file.model_dump(exclude={"gates"}) == policy("caraway: 1\n").file.model_dump(exclude={"gates"})
    shown, own = (text.split("\n\n", 1)[1].splitlines() for text in (starter(), example_policy()))
    assert all(line in (written, f"# {written}") for line, written in zip(shown, own, strict=True))
