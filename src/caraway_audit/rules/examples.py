"""Examples in a rule's own file: how they are written, and the proof that the rule fails and passes where they say.

One message a line. Times, names and several conversations are there for the rules that need them:

    client: where is it                         a message (agent, client, bot, system, note)
    agent Hal: on its way                       with the author's name
    chat 10:00 client: hello                    with channel and time of day
    # Ann Bell, 2026-03-02 10:00                a new conversation, with client and start
    policy: {disclosures: [...]}                settings that this example is judged under
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import yaml

from caraway_audit.annotate import AnnotatedConversation, Annotators, ExportFacts
from caraway_audit.model import Client, Conversation, Example, Message, Outcome, Role, Severity, Status, Verdict, Visibility
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.base import AcrossRule, Rule
from caraway_audit.rules.registry import RuleSet, changed

_LINE = re.compile(
    r"(?:(?P<channel>chat|email|social|phone) )?(?:(?P<time>\d\d:\d\d) )?"
    r"(?P<role>agent|client|bot|system|note)(?: (?P<name>[^:]+))?: ?(?P<text>.*)"
)
_HEAD = re.compile(r"# (?P<client>[^,]+), (?P<start>\d{4}-\d\d-\d\d \d\d:\d\d)")
_START = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)
_STEP = timedelta(seconds=20)


class ExampleError(ValueError):
    """An example that cannot be read; the message says which line."""


@dataclass(frozen=True)
class Verdicts:
    """What became of one example: `held` says whether the rule did as the example says."""

    rule: str
    example: Example
    held: bool
    problem: str = ""


def parse(text: str) -> tuple[list[Conversation], dict[str, Any]]:
    """The conversations of an example and the settings it is judged under; raises `ExampleError`."""
    conversations: list[Conversation] = []
    settings: dict[str, Any] = {}
    client, at, channel = "Ann Bell", _START, "chat"
    messages: list[Message] = []

    def close() -> None:
        if messages:
            number = len(conversations) + 1
            conversations.append(
                Conversation(f"example-{number}", tuple(messages), channel, "Team", "en", Client("", (client,)), Status.ENDED)
            )
            messages.clear()

    for line in text.strip().splitlines():
        if line.startswith("policy:"):
            settings = yaml.safe_load(line.removeprefix("policy:"))
            if not isinstance(settings, dict):
                raise ExampleError(f"cannot read the line “{line}”; write it as `policy: {{parameter: value}}`")
        elif head := _HEAD.match(line):
            close()
            client = head["client"]
            at = datetime.strptime(head["start"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
        elif match := _LINE.match(line):
            if match["time"]:
                hour, minute = map(int, match["time"].split(":"))
                at = at.replace(hour=hour, minute=minute, second=0)
            channel = match["channel"] or channel
            note = match["role"] == "note"
            role = Role.AGENT if note else Role(match["role"])
            name = match["name"] or {Role.AGENT: "Dana Whitfield", Role.CLIENT: client}.get(role, role.value.title())
            visibility = Visibility.INTERNAL if note else Visibility.PUBLIC
            messages.append(Message(f"m{len(messages) + 1}", role, name, match["text"], at, visibility))
            at += _STEP
        elif messages and line.startswith("  "):
            messages[-1] = replace(messages[-1], text=f"{messages[-1].text}\n{line.strip()}")
        elif line.strip():
            raise ExampleError(f"cannot read the line “{line}”; write it as `agent: text`")
    close()
    if not conversations:
        raise ExampleError("the example holds no message")
    return conversations, settings


def prove(rules: RuleSet, detector: Detector) -> Iterator[Verdicts]:
    """Every example of every rule, judged by the rule alone (rules over several conversations by all rules together)."""
    annotators = Annotators(rules.need(), detector, rules.annotators)
    for rule in rules.rules:
        for example in rule.meta.examples:
            yield _prove(rule, example, rules, annotators, detector)


def _prove(rule: Rule, example: Example, rules: RuleSet, annotators: Annotators, detector: Detector) -> Verdicts:
    try:
        conversations, settings = parse(example.text)
    except (ExampleError, yaml.YAMLError) as error:
        return Verdicts(rule.meta.code, example, False, str(error))
    if settings:
        try:
            rule = changed(rule, settings)
        except ValueError as error:
            return Verdicts(rule.meta.code, example, False, f"the rule cannot be set as its line “policy:” says: {error}")
        own = replace(rules, variants={(): (rule,)})
        annotators = Annotators(own.need(), detector, rules.annotators)
    last = max(m.at for c in conversations for m in c.messages if m.at) + timedelta(days=30)
    talks = list(annotators.annotate(conversations, ExportFacts(last=last), lambda channel: timedelta(hours=24)))
    try:
        failed = any(outcome.verdict is Verdict.FAIL for outcome in _outcomes(rule, talks, rules.rules))
    except Exception as error:  # a bug of the rule: told as one, the other examples go on
        return Verdicts(rule.meta.code, example, False, f"the rule crashes ({type(error).__name__}: {error})")
    problem = "" if failed == example.fails else "it does not fail" if example.fails else "it fails"
    return Verdicts(rule.meta.code, example, not problem, problem)


def _outcomes(rule: Rule, talks: Sequence[AnnotatedConversation], everything: Sequence[Rule]) -> Iterator[Outcome]:
    for talk in talks:
        yield from rule.check(talk)
    if not isinstance(rule, AcrossRule):
        return
    facts: list[Any] = []
    for talk in talks:
        outcomes = [outcome for other in everything for outcome in other.check(talk)]
        facts += rule.remember(talk, outcomes, grave_own_words(everything))
    yield from rule.conclude(facts)


def grave_own_words(rules: Sequence[Rule]) -> frozenset[str]:
    """Codes of the major and critical rules whose failures lie in what an agent wrote."""
    return frozenset(rule.meta.code for rule in rules if rule.own_words and rule.meta.worst is not Severity.MINOR)
