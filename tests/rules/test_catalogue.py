"""The shipped catalogue: every rule explains itself, belongs to a clause, and proves its examples."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from caraway_audit.audit.judge import rules_of
from caraway_audit.conduct import CLAUSES, SECTIONS
from caraway_audit.language.acts import acts
from caraway_audit.language.phrases import parse as read_phrase
from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.base import Rule
from caraway_audit.rules.examples import ExampleError, parse, prove
from caraway_audit.rules.settings import idle_words, look_for

SHIPPED = rules_of(load(str(Path(__file__).parents[2] / "rules.yaml")))
RULES = [rule for rule in SHIPPED.rules if rule.meta.code.startswith("CA")]
each_rule = pytest.mark.parametrize("rule", RULES, ids=[rule.meta.code for rule in RULES])


def test_codes_and_names_are_unique() -> None:
    for handle in ("code", "name"):
        counts = Counter(getattr(rule.meta, handle) for rule in SHIPPED.rules)
        assert [name for name, count in counts.items() if count > 1] == []


def test_every_section_has_rules_and_every_clause_a_section() -> None:
    assert {rule.meta.section for rule in RULES} == set(SECTIONS)
    assert len(CLAUSES) == 18
    assert all(clause.section in SECTIONS for clause in CLAUSES.values())


@each_rule
def test_what_a_rule_looks_for_can_be_read(rule: Rule) -> None:
    look_for(rule)  # a run takes this for granted, and reads a phrase when a text first calls for it


def test_what_acts_look_for_can_be_read() -> None:
    for act in acts().values():
        for phrase in (*act.phrases.phrases, *(act.unless.phrases if act.unless else ())):
            read_phrase(phrase)


@each_rule
def test_no_phrase_waits_for_what_no_message_holds(rule: Rule) -> None:
    # This failed once: lists that there are not, and signs, in phrases of six rules that were never found
    assert list(idle_words(rule, [((), phrase) for one in rule.phrases().values() for phrase in one.phrases], ())) == []


@each_rule
def test_the_first_digit_of_a_code_is_the_section_of_its_clause(rule: Rule) -> None:
    assert rule.meta.clause in CLAUSES
    assert rule.meta.code[2] == str(CLAUSES[rule.meta.clause].section) == str(rule.meta.section)


@each_rule
def test_a_rule_says_what_why_and_what_to_do(rule: Rule) -> None:
    for text in (rule.meta.summary, rule.meta.why, rule.meta.advice, rule.meta.wrong_when, rule.params.reason):
        assert text.strip()
    assert rule.meta.summary.endswith(".")


@each_rule
def test_a_rule_has_examples_of_both_kinds(rule: Rule) -> None:
    """At least one that fails and one that passes, three in all: a rule over several conversations tells long stories."""
    fails = sum(example.fails for example in rule.meta.examples)
    assert fails >= 1
    assert len(rule.meta.examples) - fails >= 1
    assert len(rule.meta.examples) >= (2 if len(rule.meta.examples[0].text) > 200 else 3)


@each_rule
def test_every_subject_of_a_rule_has_a_severity(rule: Rule) -> None:
    assert rule.meta.who
    assert set(rule.meta.who) <= set(rule.meta.severities)


def test_every_list_of_words_stands_in_a_phrase() -> None:
    shipped = Path(__file__).parents[2] / "src" / "caraway_audit"
    unused = []
    for path in (*(shipped / "rules").glob("*.yaml"), shipped / "language" / "acts.yaml"):
        for name, entry in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            words = entry.get("words") if isinstance(entry, dict) else None
            lists = [one for one, meant in words.items() if isinstance(meant, list)] if isinstance(words, dict) else []
            unused += [f"{name}: {one}" for one in lists if f"<{one}>" not in str(entry)]
    assert unused == []


def test_no_list_says_a_thing_twice() -> None:
    def lists(value: object, at: str) -> Iterator[tuple[str, list[str]]]:
        if isinstance(value, dict):
            for name, held in value.items():
                yield from lists(held, f"{at}.{name}")
        elif isinstance(value, list):
            yield at, [held for held in value if isinstance(held, str)]
            for phrase in value if "examples" not in at else ():
                yield from ((f"{at}: {group}", group.split("|")) for group in _GROUP.findall(str(phrase)))

    shipped = Path(__file__).parents[2] / "src" / "caraway_audit"
    twice = [
        f"{at}: {word}"
        for path in (*(shipped / "rules").glob("*.yaml"), shipped / "language" / "acts.yaml")
        for at, words in lists(yaml.safe_load(path.read_text(encoding="utf-8")), path.stem)
        for word, times in Counter(words).items()
        if times > 1
    ]
    assert twice == []


_GROUP = re.compile(r"[(\[]([^()\[\]]*\|[^()\[\]]*)[)\]]")


def test_every_example_holds() -> None:
    broken = [verdict for verdict in prove(SHIPPED, Detector(("GB", "US", "DE"))) if not verdict.held]
    assert [(verdict.rule, verdict.problem, verdict.example.text) for verdict in broken] == []


def test_an_example_that_does_not_hold_is_told(make_policy: Callable[..., Any]) -> None:
    own = {
        "name": "old-name",
        "clause": "2.1",
        "who": "agent",
        "kind": "phrase",
        "severity": "minor",
        "summary": "s",
        "reason": "r",
    }
    examples = {"fail": ["agent: nothing here"], "pass": ["agent: fern and hill", "nobody says this"]}
    own |= {"phrases": ["fern and hill"], "examples": examples}
    rules = rules_of(make_policy(extends=[], rules={"FH1": own}))
    problems = [(verdict.held, verdict.problem.split(" “")[0]) for verdict in prove(rules, Detector())]
    assert problems == [(False, "it does not fail"), (False, "it fails"), (False, "cannot read the line")]


def test_an_example_is_read_as_it_is_documented() -> None:
    text = """\
policy: {at_least: 3}
email 10:00 client: hello
  and more
agent Hal: on its way
note: rude
bot: thanks
# Bo Lind, 2026-03-02 11:30
client: me too"""
    (first, second), settings = parse(text)
    assert settings == {"at_least": 3}
    assert (first.channel, first.client.names, second.client.names) == ("email", ("Ann Bell",), ("Bo Lind",))
    assert [(m.role.value, m.author, m.text, m.public) for m in first.messages] == [
        ("client", "Ann Bell", "hello\nand more", True),
        ("agent", "Hal", "on its way", True),
        ("agent", "Dana Whitfield", "rude", False),
        ("bot", "Bot", "thanks", True),
    ]
    assert first.messages[0].at is not None
    assert first.messages[0].at.hour == 10
    assert second.messages[0].at is not None
    assert second.messages[0].at.isoformat() == "2026-03-02T11:30:00+00:00"


@pytest.mark.parametrize("text", ["", "   ", "hello", "agent hello", "policy: {}"])
def test_an_example_that_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(ExampleError):
        parse(text)


def test_the_root_policy_is_valid_yaml_of_this_format() -> None:
    assert yaml.safe_load((Path(__file__).parents[2] / "rules.yaml").read_text(encoding="utf-8"))["caraway"] == 1
