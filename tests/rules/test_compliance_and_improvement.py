"""Sections 6 and 7: where an outcome sits, whom it counts for, and what is no opportunity."""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.model import Conversation, SubjectKind, Verdict

Talk = Callable[..., Conversation]
FAIL, PASS = ["fail"], ["pass"]

THREAT = "client: If that is not settled by Friday you will hear from my solicitor."
SHRUG = "agent: Hello Ann, the lamp has a guarantee of two years."
ROUTED = "agent: Hello Ann, I have passed this to our complaints team, they write to you."
GRIEF = "client: My mother passed away on Sunday and her phone still gets bills."
ERASE = "client: Please wipe all my data from your servers, I have left you."
STOP = "client: Please stop sending me these mails, I never asked for them."


def test_a_report_is_charged_at_the_client_message_to_whoever_replied(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk("client: Good morning.", THREAT, "agent Hal: It has a guarantee.", "client: bye"), "CA706")
    assert (outcome.verdict, outcome.message, outcome.subject.id) == (Verdict.FAIL, "m2", "Hal")


def test_a_route_given_later_or_by_another_agent_or_the_system_is_a_route(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk(THREAT, SHRUG, "client: well?", ROUTED.replace("agent", "agent Hal")), "CA706") == PASS
    line = "system: Escalated to the legal department."
    assert court.verdicts(talk(THREAT, SHRUG, line), "CA706") == PASS


def test_what_was_taken_up_needs_no_second_answer_when_the_client_comes_back_to_it(court: Any, talk: Talk) -> None:
    again = "client: My solicitor is looking forward to that. When do you open tomorrow?"
    assert court.verdicts(talk(THREAT, ROUTED, again, "agent: At nine."), "CA706") == ["pass", "pass"]


def test_only_the_next_turn_can_care_for_somebody_in_trouble(court: Any, talk: Talk) -> None:
    late = [GRIEF, "agent: Please upload the form.", "client: where", "agent: I am so sorry for your loss."]
    assert court.verdicts(talk(*late), "CA708") == FAIL
    assert court.verdicts(talk(GRIEF, "agent: one sec", "agent: I am so sorry for your loss."), "CA708") == PASS


def test_nobody_there_for_somebody_in_trouble_is_judged_although_only_one_side_wrote(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk(GRIEF), "CA708") == FAIL
    assert court.fails(talk(GRIEF)) == {"CA204"}  # which stands for it: nobody replied


def test_an_offer_after_the_confirmation_takes_it_back(court: Any, talk: Talk) -> None:
    done, offer = "agent: Done, you are unsubscribed.", "agent: While you are here, a special offer on pans for you!"
    assert court.verdicts(talk(STOP, done, "client: good"), "CA704") == PASS
    assert court.verdicts(talk(STOP, done, "client: good", offer), "CA704") == FAIL
    assert court.verdicts(talk("client: I need pans.", offer, STOP, done), "CA704") == PASS


def test_pressure_after_a_stop_request_is_charged_once(court: Any, talk: Talk) -> None:
    pressed = "agent: This is your last chance, you will regret it."
    assert court.fails(talk(STOP, pressed, "client: no", "agent: Goodbye Ann.")) & {"CA704", "CA705"} == {"CA704"}


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("agent: How about two months at half price?", FAIL),
        ("agent: I will cancel it for the 31st. How about two months at half price?", PASS),
        ("agent: May I ask what made you decide?", PASS),
    ],
)
def test_a_cancellation_may_be_met_with_an_offer_and_not_with_that_alone(
    court: Any, talk: Talk, reply: str, expected: list[str]
) -> None:
    assert court.verdicts(talk("client: Please cancel my subscription now.", reply), "CA705") == expected


def test_a_licence_allows_advice_of_its_field_only(court: Any, talk: Talk) -> None:
    lines = ["client: My head hurts so much today.", "agent: Take two tablets now. You should sue the maker of the chair."]
    assert court.verdicts(talk(*lines), "CA702") == ["fail", "fail"]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([THREAT, SHRUG], ["not-evaluated"]),
        ([THREAT, SHRUG, "client: The guarantee is no help."], ["not-evaluated"]),
        ([THREAT, SHRUG, "client: The guarantee is no help.", "agent: It is for two years."], FAIL),
        ([THREAT, "agent: Let me check that with the workshop.", "client: I wait."], ["not-evaluated"]),
        ([THREAT, "agent: Could you send me the order number?", "client: It is 4417."], ["not-evaluated"]),
        ([THREAT, SHRUG, "client: The guarantee is no help.", ROUTED], PASS),
        (
            [ERASE, "agent: Your points are valid until May.", "client: I want it erased.", "agent: You get more points."],
            FAIL * 2,
        ),
    ],
)
def test_an_open_conversation_fails_once_the_agents_replied_twice_or_were_asked_anew(
    court: Any, talk: Talk, lines: list[str], expected: list[str]
) -> None:
    code = "CA703" if lines[0] is ERASE else "CA706"
    outcomes = court(talk(*lines, status=None, start=None), code)
    assert [outcome.verdict.value for outcome in outcomes] == expected


def test_an_offer_in_answer_to_a_stop_fails_at_once(court: Any, talk: Talk) -> None:
    offer = "agent: Hello Ann, have you seen our spring line?"
    assert court.verdicts(talk(STOP, offer, status=None, start=None), "CA704") == FAIL


def test_a_cancellation_asked_for_again_may_not_be_talked_past_either(court: Any, talk: Talk) -> None:
    talked = "agent: Hello Ann, the new season of the club begins next week already."
    lines = [
        "client: Please cancel my membership.",
        talked,
        "client: I said cancel.",
        talked.replace("Hello Ann", "By the way"),
    ]
    assert [outcome.message for outcome in court(talk(*lines), "CA705")] == ["m2", "m4"]
    assert court.verdicts(talk(lines[0], "agent: Hello Ann, one moment please, I look that up for you."), "CA705") == PASS


# Section 6


SETTLED = ["client: My invoice shows the old address, please change it.", "agent: I have changed it, Ann."]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["client: Perfect, thank you!", "agent: Goodbye Ann."], FAIL),
        (["client: Perfect, thank you!"], FAIL),
        (["client: Perfect, thank you!", "agent: Goodbye!", "system: How did we do? One to five stars."], PASS),
        (["client: Perfect, thank you! And when does it come?", "agent: On Tuesday."], []),
        (["client: ok", "agent: Goodbye Ann."], []),
        (["client: no", "agent: Goodbye Ann."], []),
        (["agent: Shall I send a copy by post?", "client: yes thanks", "agent: It is on its way."], []),
        (["client: Great, another wrong address, I am furious.", "agent: Oh no."], []),
    ],
)
def test_feedback_is_owed_where_the_client_closed_a_settled_matter(
    court: Any, talk: Talk, lines: list[str], expected: list[str]
) -> None:
    assert court.verdicts(talk(*SETTLED, *lines), "CA601") == expected


def test_missing_feedback_sits_at_the_last_message_and_counts_for_the_last_agent(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk(*SETTLED, "agent Hal: Anything else?", "client: No, perfect, thanks!", "system: closed"), "CA601")
    assert (outcome.message, outcome.subject.id) == ("m5", "Hal")


def test_a_gap_in_knowledge_asks_for_no_feedback_on_top(court: Any, talk: Talk) -> None:
    lines = [
        "client: Does the blender crush ice?",
        "agent: No idea, sorry.",
        "client: ok, thank you anyway!",
        "agent: Goodbye.",
    ]
    assert court.fails(talk(*lines)) & {"CA601", "CA603"} == {"CA603"}


@pytest.mark.parametrize(
    ("asked", "said", "expected"),
    [
        ("Does the blender crush ice?", "I don't know.", FAIL),
        ("Does the blender crush ice?", "I don't know, which jug do you have?", []),
        ("Does the blender crush ice?", "I don't know. Anything else?", FAIL),
        ("I love the blender.", "I don't know.", []),
    ],
)
def test_not_knowing_counts_in_answer_to_a_question(court: Any, talk: Talk, asked: str, said: str, expected: list[str]) -> None:
    assert court.verdicts(talk(f"client: {asked}", f"agent: {said}"), "CA603") == expected


def test_no_finding_of_these_sections_counts_for_the_client(court: Any, talk: Talk) -> None:
    outcomes = [o for code in ("CA706", "CA704") for o in court(talk(THREAT, STOP, SHRUG, "client: hm"), code)]
    assert {outcome.subject.kind for outcome in outcomes} == {SubjectKind.AGENT}
