"""What the engine decides around the rules: who is judged by what, whom a fault counts for, and macros."""

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import combinations
from typing import Any
from zlib import crc32

import pytest

from caraway_audit.model import Conversation, SubjectKind

Talk = Callable[..., Conversation]
Audit = Callable[..., Any]
ASK = "client: Good morning, when does my parcel with the kettle arrive?"
ANSWER = "agent: Hello Ann, it comes on Tuesday before noon. Have a nice day!"
WORDING = ("CA101", "CA108", "CA109", "CA201", "CA402", "CA403", "CA501")


@pytest.mark.parametrize("declared", ["de", "de-CH", "DE", ""])
def test_a_german_conversation_is_not_judged_by_wording_rules_and_data_rules_still_run(
    audited: Audit, talk: Talk, declared: str
) -> None:
    lines = ["client: Guten Tag, wo ist meine Bestellung? Meine Karte ist 4539 1488 0343 6467, ich warte seit zwei Wochen.",
             "agent: Die ist leider noch nicht da, {{vorname}}, aber wir kümmern uns darum."]  # fmt: skip
    result = audited(talk(*lines, language=declared))
    for code in WORDING:
        assert result.verdicts(code) == ["not-evaluated"], code
    assert "the language “de” is not covered" in result.counts["CA109"].reasons
    assert [finding.subject.kind.value for finding in result.of("CA301")] == ["client"]
    assert len(result.of("CA213")) == 1
    assert result.verdicts("CA202") == ["pass"]
    assert result.coverage.languages == {"de": 1}


def test_a_team_can_write_rules_for_another_language_and_widen_a_shipped_one(audited: Audit, talk: Talk) -> None:
    own = {
        "name": "unwirsch", "clause": "1.1", "who": "agent", "kind": "phrase", "severity": "minor", "summary": "Barsch.",
        "languages": ["de"], "phrases": ["geht mich nichts an"], "reason": "“{match}” ist barsch.",
        "examples": {"fail": ["agent: Das geht mich nichts an."], "pass": ["agent: Das geht."]},
    }  # fmt: skip
    policy = {"rules": {"TEAM1": own, "CA101": {"languages": ["en", "de"], "phrases": {"add": ["verdammt"]}}}}
    german = ["client: Guten Tag, wo ist denn nun meine Bestellung von der letzten Woche?",
              "agent: Verdammt, das geht mich nichts an."]  # fmt: skip
    result = audited(talk(*german, language="de"), talk(ASK, ANSWER, identity="c2"), policy=policy)
    assert [finding.conversation for finding in result.of("TEAM1")] == ["c1"]
    assert len(result.of("CA101")) == 1
    assert result.counts["TEAM1"].reasons == {"the language “en” is not covered": 1}


def test_a_conversation_in_another_script_is_not_judged_by_wording_rules(audited: Audit, talk: Talk) -> None:
    # This failed once: it passes every wording rule, and fails the one for a greeting
    lines = ["client: Здравствуйте, мой заказ не пришёл, и я хотел бы узнать, где он сейчас",
             "agent: Ваш заказ будет доставлен во вторник утром до десяти часов"]  # fmt: skip
    result = audited(talk(*lines, language=""))
    assert result.verdicts("CA109") == ["not-evaluated"]


@pytest.mark.parametrize(
    "lines", [["client: hi", "agent: get a grip"], ["client: one two three four", "agent: get a grip now ok"]]
)
def test_under_ten_words_only_rules_about_one_message_judge(audited: Audit, talk: Talk, lines: list[str]) -> None:
    result = audited(talk(*lines))
    assert result.verdicts("CA108") == ["not-evaluated"]
    assert result.counts["CA108"].reasons == {"under 10 words in all": 1}
    assert "not-evaluated" not in result.verdicts("CA101") + result.verdicts("CA301") + result.verdicts("CA308")


def test_ten_words_are_enough(audited: Audit, talk: Talk) -> None:
    assert audited(talk("client: one two three four", "agent: calm down and get a grip")).verdicts("CA108") == ["fail"]


@pytest.mark.parametrize("side", ["client", "agent"])
def test_where_one_side_wrote_only_rules_about_one_message_judge(audited: Audit, talk: Talk, side: str) -> None:
    result = audited(
        talk(f"{side}: bullshit, my card is 4539 1488 0343 6467 and I told you so already yesterday", "bot: Hello", "note: x")
    )
    assert result.counts["CA109"].reasons == {"only one side wrote": 1}
    assert len(result.of("CA101")) == len(result.of("CA301")) == 1


def test_a_note_is_no_message_of_a_side(audited: Audit, talk: Talk) -> None:
    assert audited(talk(ASK, "note: called twice, wants a lot of things from us today")).verdicts("CA109") == ["not-evaluated"]


def test_what_was_not_evaluated_is_in_no_score(audited: Audit, talk: Talk) -> None:
    result = audited(talk(ASK, ANSWER, start=None))
    assert result.verdicts("CA202") == ["not-evaluated"]
    assert result.score("agent", "Dana Whitfield", "rule", "CA202") is None
    assert result.score("agent", "Dana Whitfield", "rule", "CA109").rate == 1.0


# Whom it counts for.


def test_client_findings_are_in_no_agents_or_teams_score(audited: Audit, talk: Talk) -> None:
    lines = ["client: what the fuck, my card is 4539 1488 0343 6467, call my sister, she's on 07700 900123", ANSWER]
    result = audited(talk(*lines))
    assert {finding.rule for finding in result.findings} == {"CA101", "CA301", "CA305"}
    assert {finding.subject.kind for finding in result.findings} == {SubjectKind.CLIENT}
    assert {score.who.kind.value for score in result.scores} == {"agent", "team"}
    assert {
        score.rate
        for score in result.scores
        if score.scope in ("rule", "section") and score.key[-3:] in ("101", "301", "1", "3")
    } == {1.0}


def test_data_findings_are_in_no_score(audited: Audit, talk: Talk) -> None:
    result = audited(talk("client: Hello, my number is 07700 900123, please call me today", ANSWER))
    assert [finding.subject.kind for finding in result.findings] == [SubjectKind.DATA]
    assert result.score("agent", "Dana Whitfield", "section", "3").rate == 1.0


def test_a_client_is_named_by_a_code_only(audited: Audit, talk: Talk) -> None:
    (finding,) = audited(talk("client Ann Bell: what the fuck is this, where is my parcel", ANSWER)).of("CA101")
    assert finding.subject.id.startswith("client-")
    assert "ann" not in repr(finding).lower().replace("dana", "")


def test_two_agents_answer_each_for_their_own_words(audited: Audit, talk: Talk) -> None:
    result = audited(talk(ASK, ANSWER, "agent Hal: Get a grip, please."))
    assert [finding.subject.id for finding in result.of("CA108")] == ["Hal"]
    assert result.score("agent", "Dana Whitfield", "rule", "CA108").rate == 1.0
    assert result.score("agent", "Hal", "rule", "CA108").rate == 0.0
    assert result.score("team", "Orders", "rule", "CA108").rate == 0.0


def test_aliases_are_one_agent_and_the_roster_knows_the_team(audited: Audit, talk: Talk) -> None:
    roster = [{"agent": "Dana Whitfield", "aliases": ["dana.w"], "teams": ["Billing"]}]
    one = talk(ASK, "agent dana.w: Hello Ann, it comes on Tuesday.", team="")
    result = audited(one, talk(ASK, ANSWER, identity="c2", team=""), policy={"roster": roster})
    assert result.agents == {"Dana Whitfield": ("Billing",)}
    assert result.score("agent", "Dana Whitfield", "overall", "").conversations == 2


def test_the_teams_overrides_judge_its_conversations(audited: Audit, talk: Talk) -> None:
    policy = {"overrides": [{"match": {"team": "billing"}, "rules": {"CA109": "off"}}]}
    cold = (ASK, "agent: It comes on Tuesday before noon.")
    result = audited(talk(*cold), talk(*cold, identity="c2", team="Billing"), policy=policy)
    assert [finding.conversation for finding in result.of("CA109")] == ["c1"]


def test_the_idle_time_of_a_channel_counts_in_any_case(audited: Audit, talk: Talk) -> None:
    lines = ["client: please delete all my data from your systems", "agent: Hello, your order is on its way."]
    later = talk(ASK, ANSWER, identity="c2", start=talk(ASK).messages[0].at + timedelta(hours=2))
    for channel, written in (("chat", "chat"), ("Chat", "chat"), ("chat", "Chat")):
        result = audited(
            talk(*lines, status=None, channel=channel), later, policy={"channels": {written: {"ended_after": "1h"}}}
        )
        assert result.verdicts("CA703", "c1") == ["fail"], (channel, written)


# Macros.

MACRO = "Hello, you should have checked the dates before you booked your stay with us in spring."


def agents(count: int) -> list[str]:
    """Names that no hash of the engine confuses."""
    return ["Dana Whitfield", "Omar Haddad", "Priya Nair", "Lena Brandt"][:count]


def sent_by(names: list[str], talk: Talk, text: str = MACRO) -> list[Conversation]:
    return [talk(ASK, f"agent {name}: {text}", identity=f"c{number}") for number, name in enumerate(names, 1)]


def test_a_macro_of_three_agents_is_charged_once_to_the_team(audited: Audit, talk: Talk) -> None:
    result = audited(*sent_by(agents(3), talk))
    (finding,) = result.of("CA403")
    assert (finding.subject.kind.value, finding.subject.id, finding.repeats) == ("team", "Orders", 3)
    assert "3 times" in finding.advice
    assert [result.score("agent", name, "rule", "CA403") for name in agents(3)] == [None] * 3
    assert result.counts["CA403"].failed == 1


def test_a_macro_is_one_though_names_and_numbers_in_it_differ(audited: Audit, talk: Talk) -> None:
    texts = [
        f"Hello {name}, you should have checked order {n} before you booked your stay."
        for n, name in enumerate(("Ann", "Bo", "Cy"))
    ]
    conversations = [
        talk(ASK, f"agent {agent}: {text}", identity=f"c{n}", client=client)
        for n, (agent, text, client) in enumerate(zip(agents(3), texts, ("Ann Bell", "Bo Lind", "Cy Moor"), strict=True))
    ]
    assert [finding.repeats for finding in audited(*conversations).of("CA403")] == [3]


@pytest.mark.parametrize("names", [agents(2), ["Dana Whitfield"] * 3])
def test_what_two_agents_or_one_send_is_no_macro(audited: Audit, talk: Talk, names: list[str]) -> None:
    found = audited(*sent_by(names, talk)).of("CA403")
    assert [finding.subject.id for finding in found] == names


def test_a_short_reply_is_nobodys_macro(audited: Audit, talk: Talk) -> None:
    found = audited(*sent_by(agents(3), talk, "You should have checked it.")).of("CA403")
    assert [finding.subject.kind.value for finding in found] == ["agent"] * 3


def test_a_note_is_no_macro(audited: Audit, talk: Talk) -> None:
    note = "note {}: what a bullshit call again with this one and no end of it today"
    conversations = [talk(ASK, note.format(name), ANSWER, identity=f"c{name}") for name in agents(3)]
    assert [finding.subject.kind.value for finding in audited(*conversations).of("CA101")] == ["agent"] * 3


def test_any_three_agents_make_a_macro(audited: Audit, talk: Talk) -> None:
    # This failed once: agents are counted by a hash modulo 61, and two names may share it
    names = [f"Agent {letter}" for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"]
    alike = next(pair for pair in combinations(names, 2) if len({crc32(name.encode()) % 61 for name in pair}) == 1)
    other = next(name for name in names if name not in alike)
    assert [finding.subject.kind.value for finding in audited(*sent_by([*alike, other], talk)).of("CA403")] == ["team"]


# Over several conversations.

DENT = (
    "client: my kettle lid will not close and it boils over",
    "agent: Hello Ann, press the hinge once.",
    "client: ok thanks bye",
    "agent: Bye!",
)


@pytest.mark.parametrize(
    ("days", "client", "lines", "expected"),
    [
        (3, "Ann Bell", DENT, ["fail"]),
        (6, "ANN BELL", DENT, ["fail"]),
        (8, "Ann Bell", DENT, ["pass"]),
        (3, "Bo Lind", DENT, []),
        (3, "Ann Bell", (ASK, ANSWER), ["pass"]),
    ],
)
def test_coming_back_on_the_same_topic_within_a_week(
    audited: Audit, talk: Talk, days: int, client: str, lines: tuple[str, ...], expected: list[str]
) -> None:
    first = talk(*DENT)
    again = talk(*lines, identity="c2", client=client, start=first.messages[0].at + timedelta(days=days))
    assert audited(first, again).verdicts("CA407") == expected


@pytest.mark.parametrize(
    ("ended", "back", "when"),
    [
        ("2026-03-02T09:00:00+00:00", "2026-03-02T18:30:00+00:00", "earlier the same day"),
        ("2026-03-02T22:30:00+00:00", "2026-03-03T09:00:00+00:00", "the day before"),
        ("2026-03-02T09:00:00+00:00", "2026-03-04T08:00:00+00:00", "2 days before"),
        ("2026-03-02T23:30:00+00:00", "2026-03-02T20:00:00-05:00", "earlier the same day"),
        ("2026-03-02T22:00:00+00:00", "2026-03-03T00:30:00+01:00", "the day before"),
    ],
)
def test_coming_back_is_told_in_days_of_the_calendar(audited: Audit, talk: Talk, ended: str, back: str, when: str) -> None:
    # This failed once: from one evening to the next morning was "the same day before"
    first = talk(*DENT, start=datetime.fromisoformat(ended))
    again = talk(*DENT, identity="c2", start=datetime.fromisoformat(back))
    (found,) = audited(first, again).of("CA407")
    assert found.reason == f"The client was here on the same topic {when}."


def test_coming_back_to_a_conversation_that_is_open_is_none(audited: Audit, talk: Talk) -> None:
    first = talk(DENT[0], "agent: Hello Ann, press the hinge once.", status=None)
    again = talk(*DENT, identity="c2", start=first.messages[0].at + timedelta(hours=3))
    assert audited(first, again).verdicts("CA407") == ["pass"]


@pytest.mark.parametrize(("times", "expected"), [(2, 0), (3, 1), (5, 1)])
def test_the_same_grave_fault_in_three_conversations_is_a_pattern(
    audited: Audit, talk: Talk, times: int, expected: int
) -> None:
    conversations = [
        talk(
            ASK,
            f"agent: Hello. Your own fault, number {n}.",
            identity=f"c{n}",
            start=talk(ASK).messages[0].at + timedelta(days=n),
        )
        for n in range(1, times + 1)
    ]
    found = audited(*conversations).of("CA604")
    assert [(finding.conversation, finding.subject.id) for finding in found] == [("c3", "Dana Whitfield")] * expected


def test_a_pattern_is_found_where_it_is_complete_whatever_the_offsets(audited: Audit, talk: Talk) -> None:
    # This failed once: times were put in order as they are written, and the first of these comes last then
    starts = {"c1": "2026-03-03T00:15:00+05:00", "c2": "2026-03-02T22:00:00+00:00", "c3": "2026-03-02T23:30:00+00:00"}
    lines = {identity: (ASK, f"agent: Hello. Your own fault, {identity}.") for identity in starts}
    conversations = [talk(*lines[c], identity=c, start=datetime.fromisoformat(at)) for c, at in starts.items()]
    assert [finding.conversation for finding in audited(*conversations).of("CA604")] == ["c3"]


def test_a_minor_fault_or_another_agents_makes_no_pattern(audited: Audit, talk: Talk) -> None:
    cold = [talk(ASK, "agent: it comes on tuesday i guess.", identity=f"c{n}") for n in range(4)]
    shared = [talk(ASK, f"agent {name}: Hello. Your own fault, {name}.", identity=f"d{name}") for name in ("A", "B", "C")]
    assert audited(*cold, *shared).of("CA604") == []
