"""Slips in what a policy says of rules: each is refused with its line and a remedy, before anything is audited."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from caraway_audit.audit.judge import rules_of
from caraway_audit.cli.auditing import load_policy
from caraway_audit.errors import PolicyError
from caraway_audit.policy.load import Policy
from caraway_audit.privacy.detect import Detector
from caraway_audit.rules.examples import prove
from caraway_audit.rules.registry import shipped
from caraway_audit.rules.settings import look_for

OWN = """\
  FH1:
    {{name: own-rule, clause: "2.1", who: agent, severity: minor, summary: s, reason: r,
    examples: {{fail: ["agent: x"], pass: ["agent: y"]}},
    {0}}}
"""


pytestmark = pytest.mark.usefixtures("folder")


def refusals(text: str) -> list[str]:
    """What a policy is refused with, each with its place."""
    Path("rules.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PolicyError) as caught:
        rules_of(load_policy("rules.yaml"))
    return [line for line in str(caught.value).splitlines() if ".yaml:" in line]


def refusals_of(rules: str) -> list[str]:
    """As `refusals`, of some rules without their places, which have to be those marked with »."""
    text = f"caraway: 1\nrules:\n{rules}\n"
    marked = [(number, place + 1) for number, line in enumerate(text.split("\n"), 1) for place in _marks(line)]
    told = [line.split(": ", 1) for line in refusals(text.replace("»", ""))]
    assert sorted({place for place, _ in told}) == sorted(f"rules.yaml:{line}:{column}" for line, column in marked)
    return [what for _, what in told]


def _marks(line: str) -> list[int]:
    """Where the marks of a line stand, in the line without them."""
    return [place - before for before, place in enumerate(p for p, ch in enumerate(line) if ch == "»")]


def of_own_rule(parameters: str) -> list[str]:
    return [what.removeprefix("FH1: ") for what in refusals_of(OWN.format(parameters))]


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        ('CA311: {tools: [jira, »"(foo"]}', "“(” is not closed in “(foo”"),
        ('CA311: {tools: [»"jira|wiki"]}', "“|” closes nothing in “jira|wiki”"),
        ('CA205: {asks: {add: [»"(your {detail}"]}}', "“(” is not closed in “(your {detail}”"),
        ('CA104: {words: {dull: [slow, »"("]}}', "an empty alternative in “(”"),
        ('CA101: {compounds: {a: [»"("]}}', "an empty alternative in “(”"),
        (
            'CA701: {disclosures: [{id: a, text_any: [we record], »trigger_any: ["(bad"]}]}',
            "“disclosures.trigger_any”: “(” is not closed in “(bad”",
        ),
        ("CA104: {words: {»dull: []}}", "the list of words “dull” is empty"),
        ("CA104: {words: {»dull: slow}}", "“words.dull”: write a list, as [a, b]"),
        ("CA108: {phrases: {»add: 5}}", "`add` takes a list; write add: [5]"),
        ("CA108: {phrases: {»remove: 5}}", "`remove` takes a list; write remove: [5]"),
        ("CA111: {»at_least: {add: [1]}}", "“at_least”: Input should be a valid integer"),
    ],
)
def test_what_cannot_be_read_is_refused_at_its_line(rule: str, refusal: str) -> None:
    # Each of these failed once: the error escapes and is called one of the program
    assert refusals_of(f"  {rule}") == [refusal]


@pytest.mark.parametrize(
    "rule",
    [
        'CA111: {words: {add: [»""]}}',
        'CA311: {tools: [»" "]}',
        'CA207: {jargon: [»""]}',
        'CA101: {disguises: [»""]}',
        'CA104: {words: {dull: [»""]}}',
    ],
)
def test_an_empty_text_in_a_list_is_refused(rule: str) -> None:
    assert refusals_of(f"  {rule}") == ["an empty text finds nothing; take it out"]


@pytest.mark.parametrize(
    ("patterns", "refusal"),
    [
        ('»patterns: ["(a"]', "“(a” is no valid pattern"),
        ('»patterns: {"(a": ""}', "“(a” is no valid pattern"),
        ("»patterns: {ad: [x]}", "a pattern must be text, or {text: characters}"),
        ("»patterns: [{x: }]", "a pattern must be text, or {text: characters}"),
        ("»patterns: [3]", "a pattern must be text, or {text: characters}"),
        ("»patterns: x", "write a list of patterns"),
        ('patterns: [»""]', "an empty text finds nothing"),
    ],
)
def test_a_pattern_is_read_before_it_is_looked_for(patterns: str, refusal: str) -> None:
    (told,) = of_own_rule(f"kind: pattern, {patterns}")
    assert refusal in told


def test_a_list_that_a_rule_cannot_do_without_is_not_emptied() -> None:
    (told,) = refusals_of("  CA101: {»phrases: []}")
    assert told.endswith("to do without the rule, write CA101: off")


def test_the_mistakes_of_an_override_and_of_an_extended_policy_are_told_where_they_are() -> None:
    Path("base.yaml").write_text('caraway: 1\n\n\nrules:\n  CA311: {tools: ["(foo"]}\n  CA104: {severity: huge}\n')
    told = refusals(
        "caraway: 1\nextends: base.yaml\nrules: {CA111: {where: all}}\noverrides:\n"
        '  - match: {team: Billing}\n    rules: {CA111: {words: {add: [lol, ""]}}}\n'
    )
    assert [line.split(": ")[0] for line in told] == ["base.yaml:5:19", "base.yaml:6:11", "rules.yaml:6:40"]


def test_what_a_setting_takes_from_a_shipped_rule_is_the_policys_mistake() -> None:
    # This failed once: the refusal names a line of the shipped catalogue, which nobody wrote
    assert "act rules have no “certain”" in refusals_of("  »CA108: {kind: act}")[0]


# Settings that would be ignored, or read as something else.


def test_a_channel_of_any_case_is_one_with_all_its_settings(make_policy: Callable[..., Policy]) -> None:
    Path("base.yaml").write_text("caraway: 1\nchannels: {CHAT: {first_reply: 9s, ended_after: 200h}}\n")
    Path("rules.yaml").write_text("caraway: 1\nextends: base.yaml\nchannels: {Chat: {first_reply: 1s}}\n")
    (settings,) = [settings for name, settings in load_policy("rules.yaml").file.channels.items() if name == "chat"]
    assert settings.first_reply is not None
    assert settings.ended_after is not None
    assert (settings.first_reply.total_seconds(), settings.ended_after.total_seconds()) == (1, 200 * 3600)
    told = refusals("caraway: 1\nchannels:\n  Chat: {first_reply: 1s}\n  chat: {reply: 1s}\n")
    assert told == ["rules.yaml:2:1: “channels”: the names Chat and chat are one channel's; write it once"]
    told = refusals("caraway: 1\nchannels:\n  Chat: {first_reply: soon}\n")
    assert told[0].startswith("rules.yaml:3:10: “first_reply”")


def test_a_target_of_a_channel_in_capitals_would_stand_beside_the_shipped_one() -> None:
    assert refusals_of("  CA202: {targets: {»Chat: 1s}}") == ["“targets.Chat”: write the channel in small letters: chat"]


@pytest.mark.parametrize(
    ("disclosures", "refusal"),
    [
        (
            "»disclosures: [{id: a, text_any: [we record]}, {id: a, text_any: [it may fall]}]",
            "“disclosures”: two of them have the id “a”; each needs its own",
        ),
        ("disclosures: [{id: a, text_any: [»…]}]", "“disclosures.text_any”: “…” holds no word; write what has to be said"),
        ("disclosures: [{id: a, »text_any: []}]", "“disclosures.text_any”: write one wording at least"),
        (
            "disclosures: [{id: a, text_any: [we record], »triger_any: [fund]}]",
            "unknown key “triger_any”; did you mean “trigger_any”?",
        ),
    ],
)
def test_a_statement_that_nobody_could_make_or_tell_apart_is_refused(disclosures: str, refusal: str) -> None:
    assert refusals_of(f"  CA701: {{{disclosures}}}") == [refusal]


def test_an_entry_takes_no_keys_that_its_type_does_not_know() -> None:
    assert refusals_of("  CA205: {details: {order: {»caled: [parcel]}}}") == ["unknown key “caled”; did you mean “called”?"]


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        ("CA111: {at_least: 0}", "at_least is 1 or more, not 0"),
        ("CA206: {words: -3}", "words is 1 or more, not -3"),
        ("CA206: {words: yes}", "words is a number, not yes or no"),
        ("CA206: {alike: 7}", "alike is a share: more than 0, and 1 at most, not 7"),
        ("CA206: {alike: 0}", "alike is a share: more than 0, and 1 at most, not 0"),
        ("CA206: {alike: .nan}", "alike is a share: more than 0, and 1 at most, not nan"),
        ("CA207: {max_grade: 0}", "max_grade must be more than 0, not 0"),
    ],
)
def test_a_number_that_can_mean_nothing_else_is_bounded(rule: str, refusal: str) -> None:
    assert refusals_of("  " + rule.replace("{", "{»")) == [refusal]


def test_numbers_within_their_bounds_are_taken(make_policy: Callable[..., Policy]) -> None:
    rules_of(make_policy(rules={"CA111": {"at_least": 1}, "CA206": {"alike": 1, "words": 1}, "CA207": {"max_grade": 1}}))


@pytest.mark.parametrize(
    ("rule", "refusal"),
    [
        ('CA104: {phrases: {add: [»"you are <dul>"]}}', "there is no list of words “dul”; did you mean “dull”?"),
        ('CA104: {unless: {add: [{»"a <dul>": low}]}}', "there is no list of words “dul”; did you mean “dull”?"),
        (
            'CA108: {unless: [»"<dull>"]}',
            "there is no list of words “dull”; write one, as words: {dull: […]}, or the words themselves",
        ),
        ("CA104: {words: {»dul: [slow]}}", "no phrase of the rule has <dul>; did you mean “dull”?"),
    ],
)
def test_a_list_of_words_and_the_phrases_with_it_have_one_name(rule: str, refusal: str) -> None:
    assert refusals_of(f"  {rule}") == [refusal]


def test_both_sides_of_a_misspelt_list_are_told_at_once() -> None:
    assert of_own_rule('kind: phrase, phrases: [»"hello <brnad>"], words: {»brand: [acme]}') == [
        "there is no list of words “brnad”; did you mean “brand”?",
        "no phrase of the rule has <brand>",
    ]


@pytest.mark.parametrize(
    ("phrase", "remedy"),
    [("—", "leave it out"), ("fern & hill", "leave it out"), ("hello.", "write “hello”"), ("and/or", "write “and or”")],
)
def test_a_sign_that_no_token_is_would_never_be_found(phrase: str, remedy: str) -> None:
    for rule in (f'  CA108: {{phrases: {{add: [»"{phrase}"]}}}}', f'  CA311: {{tools: [»"{phrase}"]}}'):
        (told,) = refusals_of(rule)
        assert "is never found, as messages are read word by word" in told
        assert told.endswith(remedy)


@pytest.mark.parametrize(
    "phrase", ["don't", "driver's fault", "pre-paid", "never ... again", "1,000 [or more] !", "^ über", "~apology"]
)
def test_words_as_they_are_written_are_taken(phrase: str, make_policy: Callable[..., Policy]) -> None:
    rules_of(make_policy(rules={"CA108": {"phrases": {"add": [phrase]}}}))


def test_what_a_team_has_not_written_is_not_its_mistake(make_policy: Callable[..., Policy]) -> None:
    for code, entry in shipped().entries.items():
        rules_of(make_policy(rules={code: {"reason": entry.data["reason"]}}))


# Lists inside a setting, and acts.


def test_a_list_inside_a_setting_takes_add_and_remove(make_policy: Callable[..., Policy]) -> None:
    # This failed once: the refusal told the user to write what was written
    before = rules_of(make_policy()).rules
    change = {"phone": {"add": ["give you a tinkle"], "remove": ["by (phone|telephone)"]}, "fax": {"add": ["fax you"]}}
    after = rules_of(make_policy(rules={"CA209": {"media": change}})).rules
    old, new = (next(rule.params.media for rule in rules if rule.meta.code == "CA209") for rules in (before, after))
    assert set(new["phone"]) == set(old["phone"]) - {"by (phone|telephone)"} | {"give you a tinkle"}
    assert list(new["fax"]) == ["fax you"]
    assert new["email"] == old["email"]


def test_what_is_taken_from_a_list_inside_a_setting_has_to_be_in_it() -> None:
    assert refusals_of("  CA209: {media: {phone: {»remove: [x]}}}") == ["“x” is not in CA209's media.phone"]


@pytest.mark.parametrize(
    ("parameters", "refusal"),
    [
        ("kind: act, »act: refusl, redeemed_by: [apology]", "“refusl”; did you mean “refusal”?"),
        ("kind: act, act: refusal, redeemed_by: [apology, »apolgy]", "“apolgy”; did you mean “apology”?"),
        ("kind: required-phrase, acts: [greeting, »greting]", "“greting”; did you mean “greeting”?"),
        (
            "kind: reply, »trigger: cancel my order, expects: [apology]",
            "“cancel my order”; near it are cancellation_request, handover, care."
            " `trigger` takes a dialogue act of the client, no phrases",
        ),
        ("kind: reply, »trigger: xyz, expects: [apology]", "“xyz”; there are acknowledgement, alternative, apology"),
    ],
)
def test_an_act_that_is_none_is_told_where_it_is_named(parameters: str, refusal: str) -> None:
    (told,) = of_own_rule(parameters)
    assert told.startswith(f"there is no dialogue act {refusal}")


# Examples.


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("policy: {where: nowhere}", "“where”: Input should be 'public', 'all' or 'notes'"),
        ("policy: {wher: all}", "phrase rules have no “wher”; did you mean “where”?"),
        ('policy: {phrases: ["(a"]}', "“(” is not closed"),
        ('policy: {words: {x: ["("]}}', "an empty alternative"),
        ("policy: [a]", "cannot read the line “policy: [a]”"),
        ("policy: {a", "expected ',' or '}'"),
    ],
)
def test_an_example_under_settings_that_are_none_does_not_hold(
    line: str, problem: str, make_policy: Callable[..., Policy]
) -> None:
    own: dict[str, Any] = {"name": "own-rule", "clause": "2.1", "who": "agent", "severity": "minor", "summary": "s"}
    own |= {"reason": "r", "kind": "phrase", "phrases": ["fern <x>"], "words": {"x": ["hill"]}}
    own["examples"] = {"fail": [f"{line}\nagent: fern hill"], "pass": ["agent: hello"]}
    (failing, passing) = prove(rules_of(make_policy(extends=[], rules={"FH1": own})), Detector())
    assert (failing.held, passing.held) == (False, True)
    assert problem in failing.problem


def test_all_that_the_shipped_rules_look_for_can_be_read(make_policy: Callable[..., Policy]) -> None:
    for rule in rules_of(make_policy()).rules:
        look_for(rule)
