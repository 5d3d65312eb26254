"""When a rule has an opportunity, and which of the three verdicts it gives."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from caraway_audit.model import Conversation, SubjectKind, Verdict

Talk = Callable[..., Conversation]
WHEN = "client: Good morning, when does my parcel with the kettle arrive?"
FAIL, PASS, OPEN = ["fail"], ["pass"], ["not-evaluated"]


# 1. Respect


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([WHEN, "agent: It comes on Tuesday."], FAIL),
        ([WHEN, "agent: Hello, it comes on Tuesday."], PASS),
        ([WHEN, "agent: Ann, it comes on Tuesday."], PASS),
        ([WHEN, "bot: Hello, you are next.", "agent: It comes on Tuesday."], PASS),
        ([WHEN, "system: Welcome to our chat", "agent: It comes on Tuesday."], PASS),
        ([WHEN, "agent: It comes on Tuesday.", "bot: Hello again"], FAIL),
        ([WHEN, "agent: It comes on Tuesday.", "agent: And hello, by the way."], PASS),
        ([WHEN, "agent: It comes on Tuesday.", "agent Hal: Hello, I help Dana."], FAIL),
        ([WHEN, "agent: It comes on Tuesday.", "client: Thank you, what colour is it?", "agent: Hello, blue."], FAIL),
        ([WHEN, "note: Hello team", "agent: It comes on Tuesday."], FAIL),
        ([WHEN, "agent: Hello, one moment.", "system: handed over", "agent Hal: It comes on Tuesday."], PASS),
        ([WHEN, "note: nobody answered"], []),
        ([WHEN], []),
    ],
)
def test_a_greeting_is_owed_in_the_first_message_to_the_client(
    court: Any, talk: Talk, lines: list[str], expected: list[str]
) -> None:
    assert court.verdicts(talk(*lines), "CA109") == expected


def test_a_greeting_may_follow_a_bare_one_sec(court: Any, talk: Talk) -> None:
    # This failed once: the bare line belongs to no turn, so what follows it is not looked at
    assert court.verdicts(talk(WHEN, "agent: one sec", "agent: Hello Ann, it comes on Tuesday."), "CA109") == PASS


def test_a_word_rule_gives_one_pass_to_each_writer_and_one_failure_for_each_sentence(court: Any, talk: Talk) -> None:
    lines = [WHEN, "agent: As I already told you, whatever you say. Get a grip.", "agent Hal: Hello, it comes on Tuesday."]
    outcomes = court(talk(*lines), "CA108")
    assert [(o.verdict, o.subject.id, o.message) for o in outcomes] == [
        (Verdict.FAIL, "Dana Whitfield", "m2"),
        (Verdict.FAIL, "Dana Whitfield", "m2"),
        (Verdict.PASS, "Hal", None),
    ]


def test_an_outcome_points_at_the_words(court: Any, talk: Talk) -> None:
    conversation = talk(WHEN, "agent: Hello. Now get a grip, please.")
    (outcome,) = court(conversation, "CA108")
    (start, end), *_ = outcome.spans
    assert conversation.messages[1].text[start:end] == "get a grip"


def test_notes_are_judged_by_profanity_and_data_and_not_by_wording_rules(court: Any, talk: Talk) -> None:
    note = "note: this is bullshit, get a grip, u r thx, card 4539 1488 0343 6467"
    assert court.fails(talk(WHEN, note, "agent: Hello Ann, it comes on Tuesday. Bye!")) == {"CA101", "CA301"}


def test_bots_and_system_lines_are_never_blamed(court: Any, talk: Talk) -> None:
    fault = "As I already told you, bullshit. Card 4539 1488 0343 6467, {{first_name}}, give me your PIN."
    assert (
        court.fails(talk(WHEN, f"bot: Hello {fault}", f"system: {fault}", "agent: Hello Ann, it comes on Tuesday. Bye!"))
        == set()
    )


def test_what_a_mail_quotes_is_not_charged_to_who_quotes(court: Any, talk: Talk) -> None:
    conversation = talk(WHEN, "agent: Hello Ann, it comes on Tuesday. Bye!")
    fault = "> get a grip, bullshit, 4539 1488 0343 6467, rosa.lind@mail.example"
    quoting = replace(conversation, messages=tuple(replace(message, quoted=fault) for message in conversation.messages))
    assert court.fails(quoting) == set()


@pytest.mark.parametrize(
    "text", ["where the f*ck is it", "what sh1t", "f u c k this", "a$$hole", "FUCK", "bull.shit? no: b u l l s h i t"]
)
def test_swearing_is_found_in_disguise(court: Any, talk: Talk, text: str) -> None:
    assert "fail" in court.verdicts(talk(f"client: {text}", "agent: Hello Ann."), "CA101")


@pytest.mark.parametrize(
    "text", ["Scunthorpe and Cockburn", "assess the class", "5 + 5 = 10", "******", "C# and F#", "A/B", "darn, damn"]
)
def test_swearing_is_not_found_where_there_is_none(court: Any, talk: Talk, text: str) -> None:
    assert court.verdicts(talk(f"client: {text}", "agent: Hello Ann."), "CA101") == ["pass", "pass"]


def test_swearing_weighs_more_from_an_agent(court: Any, talk: Talk) -> None:
    outcomes = court(talk("client: fuck this", "agent: Hello, fuck that"), "CA101")
    meta = next(meta for meta in court.rules.metas if meta.code == "CA101")
    assert [(o.subject.kind.value, meta.severity(o.subject.kind).value) for o in outcomes] == [
        ("client", "minor"),
        ("agent", "major"),
    ]


# 2. Communication


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("agent: Hello, it comes on Tuesday.", PASS),
        ("agent: Hello! Let me check that for you.", PASS),
        ("agent: Hello, which kettle do you mean?", PASS),
        ("bot: The parcel with your kettle comes on Tuesday.", PASS),
        ("agent: Hello!", FAIL),
        ("note: it comes on Tuesday", FAIL),
    ],
)
def test_a_question_wants_an_answer(court: Any, talk: Talk, reply: str, expected: list[str]) -> None:
    conversation = talk(WHEN, reply, "agent: Hello!", "client: I am still here, you know", "agent: Thank you for writing, bye!")
    assert court.verdicts(conversation, "CA201") == expected


def test_a_question_is_open_while_the_conversation_is(court: Any, talk: Talk) -> None:
    lines = [WHEN, "agent: Hello!", "client: I am still here, you know"]
    assert court.verdicts(talk(*lines, status=None), "CA201") == OPEN
    assert court.verdicts(talk(*lines), "CA201") == FAIL


def test_a_conversation_without_a_status_ends_when_it_lies_idle(court: Any, talk: Talk) -> None:
    conversation = talk(WHEN, "agent: Hello!", "client: I am still here, you know", status=None)
    at = conversation.messages[-1].at
    assert at is not None
    assert court.verdicts(conversation, "CA201", last=at + timedelta(hours=23, minutes=59)) == OPEN
    assert court.verdicts(conversation, "CA201", last=at + timedelta(hours=24)) == FAIL


def test_a_withdrawn_question_is_none(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk(WHEN, "agent: Hello!", "client: Oh, never mind, I found it", "agent: Bye!"), "CA201") == []


def test_a_question_in_the_last_turn_is_another_rules_business(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk(WHEN, "agent: Hello!"), "CA201") == []


def test_each_of_several_questions_wants_its_own_answer(court: Any, talk: Talk) -> None:
    asked = "client: Is the kettle in stock, and what does delivery cost?"
    done = ("client: I see, that is good to know", "agent: Goodbye!")
    assert court.verdicts(talk(asked, "agent: Hello, the kettle is in stock.", *done), "CA201") == FAIL
    assert court.verdicts(talk(asked, "agent: Hello, the kettle is in stock and delivery is 4 pounds.", *done), "CA201") == PASS


@pytest.mark.parametrize(
    ("seconds", "lines", "expected"),
    [
        (120, [WHEN, "agent: Hello"], PASS),
        (121, [WHEN, "agent: Hello"], FAIL),
        (61, [WHEN, "bot: wait", "agent: Hello"], FAIL),
        (61, [WHEN, "note: mine", "agent: Hello"], FAIL),
        (61, ["client: Hello there", "client: when is it?", "agent: Hello"], FAIL),
        (999, ["agent: Hello, I write about your order.", "client: Thank you", "agent: Bye"], []),
        (999, [WHEN], []),
        (999, [WHEN, "bot: wait"], []),
    ],
)
def test_the_first_human_reply_has_a_target(
    court: Any, talk: Talk, seconds: int, lines: list[str], expected: list[str]
) -> None:
    assert court.verdicts(talk(*lines, step=timedelta(seconds=seconds)), "CA202") == expected


@pytest.mark.parametrize("setting", [{"start": None}, {"channel": "fax"}, {"channel": ""}])
def test_without_times_or_a_target_waiting_is_not_evaluated(court: Any, talk: Talk, setting: dict[str, Any]) -> None:
    (outcome,) = court(talk(WHEN, "agent: Hello", **setting), "CA202")
    assert outcome.verdict is Verdict.NOT_EVALUATED
    assert outcome.reason


def test_waiting_counts_in_business_time(court_under: Any, talk: Talk) -> None:
    court = court_under(calendar={"timezone": "UTC", "hours": "Mon-Fri 12:00-18:00"})
    assert court.verdicts(talk(WHEN, "agent: Hello", step=timedelta(hours=2, minutes=1)), "CA202") == PASS  # from 10:00 on
    assert court.verdicts(talk(WHEN, "agent: Hello", step=timedelta(hours=2, minutes=3)), "CA202") == FAIL


def test_the_channel_is_the_same_in_any_case(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk(WHEN, "agent: Hello", channel="CHAT"), "CA202") == PASS


def test_a_placeholder_is_a_fault_of_agents_only_and_in_any_language(court: Any, talk: Talk) -> None:
    assert "CA213" in court.fails(
        talk("client: Bonjour, où est ma commande", "agent: Bonjour {{prenom}}, elle arrive", language="fr")
    )
    assert court.verdicts(talk("client: it says {{first_name}}", "agent: Hello Ann, sorry for that."), "CA213") == PASS


# 3. Confidentiality


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("client: my number is 07700 900123", "data"),
        ("client: my mail is ann.b@mail.example", "data"),
        ("client: call my sister, she's on 07700 900123", "client"),
        ("agent: The tenant is at rosa.lind@mail.example.", "agent"),
        ("note: the tenant is at rosa.lind@mail.example", "data"),
    ],
)
def test_whose_contact_detail_it_is_says_whom_it_counts_for(court: Any, talk: Talk, line: str, subject: str) -> None:
    outcomes = [o for o in court(talk(line, "agent: Thank you for that."), "CA305") if o.verdict is Verdict.FAIL]
    assert [o.subject.kind for o in outcomes] == [SubjectKind(subject)]


def test_reading_the_clients_own_detail_back_is_no_fault_of_the_agent(court: Any, talk: Talk) -> None:
    outcomes = court(talk("client: my number is 07700 900123", "agent: Is it 07700-900-123?"), "CA305")
    assert {o.subject.kind for o in outcomes if o.verdict is Verdict.FAIL} == {SubjectKind.DATA}
    assert {o.subject.kind for o in outcomes if o.verdict is Verdict.PASS} == {SubjectKind.AGENT, SubjectKind.CLIENT}


def test_what_is_the_firms_own_is_no_finding(court_under: Any, talk: Talk) -> None:
    firm = {"domains": ["fern.example"], "contacts": ["07700 900123", "shop@mail.example"], "allow": ["5412 7512 3456 7898"]}
    text = (
        "Hello, he is at: dana@fern.example, x@uk.fern.example, +44 7700 900 123 or 07700-900123, "
        "SHOP@mail.example, 5412751234567898"
    )
    conversation = talk(WHEN, "agent: " + text.replace("+44 7700 900 123 or ", ""))
    assert court_under().fails(conversation) >= {"CA301", "CA305"}
    assert court_under(firm=firm).fails(conversation) & {"CA301", "CA305"} == set()


def test_a_domain_that_only_ends_alike_is_not_the_firms(court_under: Any, talk: Talk) -> None:
    court = court_under(firm={"domains": ["fern.example"]})
    assert "CA305" in court.fails(talk(WHEN, "agent: Hello, he is at x@notfern.example."))


def test_a_card_is_charged_to_its_writer_and_a_test_card_to_nobody(court: Any, talk: Talk) -> None:
    lines = ["client: it is 4539 1488 0343 6467", "agent: Thank you. For a try use 4111 1111 1111 1111 or 4242424242424242."]
    outcomes = court(talk(*lines), "CA301")
    assert [(o.verdict.value, o.subject.kind.value) for o in outcomes] == [("fail", "client"), ("pass", "agent")]


def test_asking_for_a_secret_is_a_fault_and_warning_of_it_is_none(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk(WHEN, "agent: Please give me your PIN."), "CA308") == FAIL
    assert court.verdicts(talk(WHEN, "agent: Never give your PIN to anyone."), "CA308") == PASS
    assert court.verdicts(talk("client: give me your PIN", "agent: Hello, no."), "CA308") == PASS


# 4. Resolution


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["agent: Hello, that can't be done."], FAIL),
        (["agent: Hello, that can't be done. I can have it held at the depot instead."], PASS),
        (["agent: Hello, that can't be done.", "agent: But I can have it held at the depot instead."], PASS),
        (["agent: Hello, it is on its way."], []),
        (["client: that can't be done?", "agent: Hello, it can."], []),
    ],
)
def test_a_refusal_wants_a_way_on_in_the_same_turn(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk("client: send it to the office please", *lines), "CA402") == expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["agent: Hello, have you tried to restart it?"], FAIL),
        (["agent: Of course, I have asked our team lead to call you before five."], PASS),
        (["agent: Have you restarted it?", "client: yes I did", "agent: I have asked our team lead to call you."], FAIL),
        (["bot: A manager will call you.", "agent: Hello, have you restarted it?"], FAIL),
        ([], []),
    ],
)
def test_a_wish_for_a_manager_is_taken_up_in_the_next_turn(
    court: Any, talk: Talk, lines: list[str], expected: list[str]
) -> None:
    assert court.verdicts(talk("client: This is no good. I want to speak to your manager.", *lines), "CA405") == expected


@pytest.mark.parametrize(
    ("lines", "setting", "expected"),
    [
        (["client: perfect, thanks", "agent: See you!"], {}, FAIL),
        (["client: perfect, thanks", "agent: Anything else I can do? See you!"], {}, PASS),
        (["client: perfect, thanks"], {}, []),
        (["client: perfect, that's all", "agent: See you!"], {}, []),
        (["client: thanks, bye", "agent: See you!"], {}, []),
        (["client: hm, it is still broken", "agent: See you!"], {}, []),
        (["client: thanks, but where is it?", "agent: See you!"], {}, []),
        (["client: perfect, cheers", "agent: It is on the rail."], {"status": None}, []),
    ],
)
def test_further_help_is_offered_where_a_matter_is_settled(
    court: Any, talk: Talk, lines: list[str], setting: dict[str, Any], expected: list[str]
) -> None:
    start = ["client: are my shirts ready for collection today", "agent: Hi Ann, yes, all six of them."]
    assert court.verdicts(talk(*start, *lines, **setting), "CA411") == expected


# 5. Empathy


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["agent: Hello, the job number is 4410."], FAIL),
        (["agent: I am so sorry, that must be hard."], PASS),
        (["agent: Hello.", "agent: I am so sorry, that must be hard."], PASS),
        (["agent: ok", "agent: I am so sorry, that must be hard."], PASS),
        (["agent: The number is 4410.", "client: and now?", "agent: I am so sorry."], FAIL),
        (["note: I am so sorry for her", "agent: The number is 4410."], FAIL),
        (["bot: We are sorry.", "agent: The number is 4410."], FAIL),
        ([], []),
    ],
)
def test_stated_distress_is_taken_in_by_the_next_turn(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk("client: It is the fourth night and I am scared and angry.", *lines), "CA501") == expected


def test_distress_is_one_opportunity_a_turn(court: Any, talk: Talk) -> None:
    lines = ["client: I am furious.", "client: This is ridiculous, I am so angry", "agent: The number is 4410."]
    outcomes = court(talk(*lines), "CA501")
    assert [(o.verdict.value, o.message) for o in outcomes] == [("fail", "m1")]


def test_only_one_is_charged_for_an_upset_turn(court: Any, talk: Talk) -> None:
    lines = ["client: I am really upset about the vase.", "agent: Hello, come on, it's not a big deal."]
    assert {"CA501", "CA502"} & court.fails(talk(*lines)) == {"CA502"}


# 7. Compliance


RECORDING = {"rules": {"CA701": {"disclosures": [{"id": "recording", "text_any": ["calls may be recorded"]}]}}}
RISK = {"rules": {"CA701": {"disclosures": [{"id": "risk", "text_any": ["the value may fall"], "trigger_any": ["fund"]}]}}}


@pytest.mark.parametrize(
    ("policy", "lines", "expected"),
    [
        ({}, ["agent: Hello"], []),
        (RECORDING, ["agent: Hello"], FAIL),
        (RECORDING, ["agent: Hello, this call may be recorded."], PASS),
        (RECORDING, ["bot: Calls may be recorded.", "agent: Hello"], PASS),
        (RECORDING, ["system: Calls may be recorded.", "agent: Hello"], PASS),
        (RECORDING, ["client: calls may be recorded?", "agent: Hello"], FAIL),
        (RECORDING, ["note: calls may be recorded", "agent: Hello"], FAIL),
        (RECORDING, [], []),
        (RISK, ["agent: Hello"], []),
        (RISK, ["client: tell me of the fund", "agent: Hello"], FAIL),
        (RISK, ["client: tell me of the fund", "agent: The value of it may fall."], PASS),
    ],
)
def test_a_statement_is_required_where_the_policy_says_so(
    court_under: Any, talk: Talk, policy: dict[str, Any], lines: list[str], expected: list[str]
) -> None:
    assert court_under(**policy).verdicts(talk(WHEN, *lines), "CA701") == expected


@pytest.mark.parametrize(
    ("lines", "setting", "expected"),
    [
        (["agent: Hello, your order is on its way."], {}, FAIL),
        (["agent: Hello, one moment.", "client: well?", "agent: I have passed your request to our privacy team."], {}, PASS),
        (["agent: Hello, your order is on its way."], {"status": None}, OPEN),
        ([], {}, []),
    ],
)
def test_a_privacy_request_is_routed_before_the_end(
    court: Any, talk: Talk, lines: list[str], setting: dict[str, Any], expected: list[str]
) -> None:
    assert court.verdicts(talk("client: please delete all my data from your systems", *lines, **setting), "CA703") == expected


# Any text whatever


@pytest.mark.parametrize(
    "text", ["", " ", "\x00", "\n\n\n", "?", "…", "😀" * 50, "a" * 3000, "\u202e\u200b", "((((", "$ ^ * [x] ..."]
)
def test_no_rule_stumbles_over_a_text(court: Any, talk: Talk, text: str) -> None:
    court(talk(f"client: {text}", f"agent: {text}", f"note: {text}", f"bot: {text}", f"system: {text}", f"client: {text}"))
    court(talk())
