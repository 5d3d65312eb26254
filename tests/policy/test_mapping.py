"""The `mapping:` part of a policy: every mistake with its place, and what YAML makes of words."""

import re
from pathlib import Path

import pytest

from caraway_audit.errors import PolicyError
from caraway_audit.model import Role
from caraway_audit.policy.load import Policy, load
from caraway_audit.policy.mapping import Mapping

pytestmark = pytest.mark.usefixtures("folder")


def policy(text: str) -> Policy:
    Path("rules.yaml").write_text(text, encoding="utf-8")
    return load("rules.yaml")


ROOT = Path(__file__).parents[2]


def test_the_documented_mapping_loads() -> None:
    document = (ROOT / "docs" / "inputs.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```yaml\n(mapping:.*?)```", document, re.DOTALL)
    assert [len(policy(f"caraway: 1\n{block}").file.mapping) for block in blocks] == [2, 1]


@pytest.mark.parametrize("path", sorted((ROOT / "benchmarks" / "mappings").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_mappings_of_other_systems_load(path: Path) -> None:
    assert policy(path.read_text(encoding="utf-8")).file.mapping


WRONG = """\
caraway: 1
mapping:
  - files: "*.csv"
    fields: {txt: Body, text: Body, transcript: Chat}
  - feilds: {text: Body}
    roles: {agent: [rep], client: [Rep]}
  - fields: {sender: who}
    dates: dd.mm.yyyy
  - first: {role: who}
  - roles: {boss: [x]}
    always: {chanel: chat}
"""


def test_all_mistakes_come_at_once_each_with_its_place() -> None:
    with pytest.raises(PolicyError) as caught:
        policy(WRONG)
    told = [line for line in str(caught.value).splitlines() if line.startswith("rules.yaml")]
    expected = [
        ("4:14", "unknown key “txt”; did you mean “text”?"),
        ("5:5", "unknown key “feilds”; did you mean “fields”?"),
        ("6:5", "'Rep' stands for both agent and client"),
        ("7:5", "`sender` needs `requester`"),
        ("8:5", "'dd.mm.yyyy' gives no day and hour"),
        ("9:5", "needs the path of its `text`"),
        ("10:13", "unknown key “boss”"),
        ("11:14", "unknown key “chanel”; did you mean “channel”?"),
    ]
    assert len(told) == len(expected)
    for line, (place, what) in zip(told, expected, strict=True):
        assert line.startswith(f"rules.yaml:{place}: ")
        assert what in line


def test_what_yaml_takes_for_truth_and_numbers_are_words() -> None:
    (mapping,) = policy("caraway: 1\nmapping: [{roles: {client: [true, 1], agent: [no, '0']}, internal: true}]\n").file.mapping
    assert mapping.roles.by_word() == {"true": Role.CLIENT, "1": Role.CLIENT, "false": Role.AGENT, "0": Role.AGENT}
    assert mapping.internal == ("true",)


@pytest.mark.parametrize("dates", ["day-first", "month-first", "%d.%m.%Y %H:%M", "%m/%d/%y %I:%M:%S %p", "%Y-%m-%dT%H:%M:%S%z"])
def test_ways_to_write_dates(dates: str) -> None:
    Mapping(dates=dates)


@pytest.mark.parametrize("dates", ["%d.%m.%Y", "%H:%M", "%d %H:%M", "yes", "%Q"])
def test_dates_without_a_day_or_an_hour_are_refused(dates: str) -> None:
    with pytest.raises(ValueError, match="gives no day and hour"):
        Mapping(dates=dates)


@pytest.mark.parametrize(
    ("files", "label", "fits"),
    [
        ("", "any/thing.csv", True),
        ("*.csv", "exports/a.csv", True),
        ("exports/*.csv", "exports/a.csv", True),
        ("*.csv", "exports/a.json", False),
        ("chat-*", "mail-chat-1.csv", False),
    ],
)
def test_which_files_a_mapping_is_for(files: str, label: str, fits: bool) -> None:
    assert Mapping(files=files).fits(label) is fits
