"""Section 4: where outcomes sit, whom they count for, and who is not accused."""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.model import Conversation, SubjectKind, Verdict

Talk = Callable[..., Conversation]
FAIL, PASS, UNTOLD, NONE = ["fail"], ["pass"], ["not-evaluated"], list[str]()
ASK = "client: my loyalty points vanished after the update of the app"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["agent: Hello, please contact the marketing department."], FAIL),
        (["agent: Hello, please contact the marketing department.", "agent: I will tell them that you are coming."], PASS),
        (["agent: Hello, points come back overnight. You can check our website too."], PASS),
        (["agent: Hello, would you like to call our office?"], NONE),
        (["agent: Hello, we will get in touch with our team."], PASS),
        (["agent: Hello, ask the branch.", "client: and then?", "agent: Just ask the branch."], FAIL),
        (["bot: Please check our website.", "agent: Hello, they are back now."], NONE),
        (["note: just call the warehouse", "agent: Hello, they are back now."], NONE),
    ],
)
def test_sending_away_is_charged_where_nothing_else_is_done(
    court: Any, talk: Talk, lines: list[str], expected: list[str]
) -> None:
    assert court.verdicts(talk(ASK, *lines), "CA404") == expected


def test_who_asked_whom_to_turn_to_got_an_answer(court: Any, talk: Talk) -> None:
    answer = "agent: Hello, you need to call the billing department."
    assert court.verdicts(talk("client: who do I contact about a bill from last year", answer), "CA404") == PASS
    assert court.verdicts(talk("client: I was billed for a year that I did not live there", answer), "CA404") == FAIL


def test_the_first_turn_of_an_agent_sends_nobody_away_who_has_not_come(court: Any, talk: Talk) -> None:
    opening = "agent: Hello, please contact our office about the lease."
    assert court.verdicts(talk(opening, "client: I will, thank you for the letter"), "CA404") == NONE


HANDED = ("agent Ivo: Hello, I am transferring you to sales.", "agent Ruth: Hello, I am passing you over to contracts.")


def test_a_third_hand_over_sits_at_whoever_receives_it_and_counts_for_the_team(court: Any, talk: Talk) -> None:
    lines = [ASK, *HANDED, "client: ok", "agent Obi: Hello, I will put you through to tenancy.", "agent Fay: Hello, Fay here."]
    (outcome,) = court(talk(*lines), "CA406")
    assert (outcome.verdict, outcome.message, outcome.subject.kind) == (Verdict.FAIL, "m6", SubjectKind.TEAM)
    assert outcome.facts["what"] == "3 hand-overs"


def test_a_returning_hand_over_sits_at_the_first_message_after_the_return(court: Any, talk: Talk) -> None:
    lines = [ASK, HANDED[0], "agent Ruth: Hello, putting you back to Ivo.", "system: transferred", "agent Ivo: Hello again."]
    (outcome,) = court(talk(*lines, "agent Ivo: What is it?"), "CA406")
    assert (outcome.verdict.value, outcome.message) == ("fail", "m5")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["agent Ivo: Hello, I look into it."], NONE),
        ([*HANDED, "agent Obi: Hello, it is back."], PASS),
        # signs of one hand-over count once
        ([HANDED[0], "system: Chat transferred to sales", "system: Ruth joined", "agent Ruth: Hello, it is back."], PASS),
        # who is invited takes nothing over, however often they alternate
        (
            [
                "agent Ivo: I have asked Ruth to join us.",
                "agent Ruth: Hi",
                "agent Ivo: So?",
                "agent Ruth: Hm",
                "agent Ivo: Right",
            ],
            NONE,
        ),
        # colleagues who share an inbox hand nothing back
        (["agent Ivo: Hello, we look.", "agent Ruth: Hello, still looking.", "agent Ivo: Hello, it is back."], PASS),
        # one planned change of shift
        ([*HANDED, "agent Obi: Hello. My shift ends now, Fay goes on.", "agent Fay: Hello, it is back."], PASS),
        # a bot and a note are no hand-over
        (["bot: I am connecting you to an agent.", "agent Ivo: Hello, it is back.", "note: transferring you to sales"], NONE),
    ],
)
def test_few_hand_overs_pass(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(ASK, *lines), "CA406") == expected


COMPLAINT = "client: the courier was rude to my mother and the lamp came broken"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["agent: Hello, our couriers work from six to ten."], FAIL),
        (["agent: Hello, which lamp was it?"], PASS),
        (["agent: Hello, our couriers work from six to ten. Anything else?"], FAIL),
        (["agent: Hello, a new lamp leaves today."], PASS),
        (["agent: Hello, couriers work late.", "client: and?", "agent: I am sorry."], FAIL),
        ([], NONE),
    ],
)
def test_a_complaint_is_taken_up_by_the_next_turn(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(COMPLAINT, *lines), "CA408") == expected


def test_a_reply_charged_as_blame_is_not_charged_as_unacknowledged_too(court: Any, talk: Talk) -> None:
    conversation = talk(COMPLAINT, "agent: Hello, you should have checked it at the door.")
    assert court.verdicts(conversation, "CA408") == FAIL
    assert {"CA403", "CA408"} & court.fails(conversation) == {"CA403"}


def test_a_suggestion_may_be_thanked_for_any_time_before_the_end(court: Any, talk: Talk) -> None:
    lines = [
        "client: Hello, you should really consider opening on Sundays.",
        "agent: Hello, we open on Saturdays.",
        "client: I see",
    ]
    assert court.verdicts(talk(*lines), "CA409") == FAIL
    assert court.verdicts(talk(*lines, "agent: Thank you for the idea, I have passed it on."), "CA409") == PASS
    assert court.verdicts(talk(*lines, status=None), "CA409") == UNTOLD


OPEN_END = [
    "client: the heating shows error 4 since this morning",
    "agent: Hello, please restart it.",
    "client: still not working",
]


@pytest.mark.parametrize(
    ("lines", "setting", "expected"),
    [
        ([*OPEN_END, "agent: That error comes from the clock."], {}, FAIL),
        ([*OPEN_END, "agent: That error comes from the clock. Goodbye!"], {}, UNTOLD),
        ([*OPEN_END, "agent: Then I will send a technician tomorrow."], {}, UNTOLD),
        ([*OPEN_END, "agent: Is the light red?"], {}, UNTOLD),
        (OPEN_END, {}, UNTOLD),
        ([*OPEN_END, "agent: That error comes from the clock."], {"status": None}, NONE),
        ([*OPEN_END[:2], "client: works now, thanks", "agent: Good to hear."], {}, PASS),
        ([OPEN_END[0], "agent: Hello, I don't know.", "client: ok"], {}, FAIL),
        ([OPEN_END[0], "agent: Hello, I don't know, let me ask the fitter.", "client: ok"], {}, UNTOLD),
    ],
)
def test_an_open_end_fails_only_in_plain_shapes(
    court: Any, talk: Talk, lines: list[str], setting: dict[str, Any], expected: list[str]
) -> None:
    assert court.verdicts(talk(*lines, **setting), "CA401") == expected


def test_an_open_end_sits_at_the_last_message_whoever_wrote_it(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk(OPEN_END[0], "agent: Hello, I don't know.", "client: ok"), "CA401")
    assert (outcome.message, outcome.subject.id) == ("m3", "Dana Whitfield")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["client: 👍", "agent: See you!"], FAIL),
        (["client: thanks anyway", "agent: See you!"], NONE),
        (["client: great, thanks", "agent: Shall I wrap them too?"], NONE),
        (["client: great, thanks", "agent: Good luck! How happy were you with our support today? Goodbye."], FAIL),
        (["client: great, thanks", "agent: No worries. I'll end the chat here, have a good day."], FAIL),
        (["client: great, thanks", "agent: Have a nice day!"], FAIL),
        (["agent: I will not be spoken to like that.", "client: ok thanks", "agent: See you!"], NONE),
    ],
)
def test_who_owes_an_offer_of_further_help(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    start = ["client: are my shirts ready for collection today", "agent: Hi Ann, how can I help? Yes, all six."]
    assert court.verdicts(talk(*start, *lines), "CA411") == expected


def test_a_reason_is_no_way_on_and_a_question_is_one(court: Any, talk: Talk) -> None:
    ask = "client: please send it to the office instead"
    assert court.verdicts(talk(ask, "agent: Hello, that can't be done, it has been sent."), "CA402") == FAIL
    assert court.verdicts(talk(ask, "agent: Hello, that can't be done. Which day suits you at home?"), "CA402") == PASS
    assert court.verdicts(talk(ask, "agent: Hello, that can't be done. Anything else?"), "CA402") == FAIL


@pytest.mark.parametrize(
    ("ask", "answer", "expected"),
    [
        ("please send it to the office", "We don't deliver there. Bring it to any branch and they send it on.", PASS),
        ("please send it to the office", "That's not possible today. From Monday on it is.", PASS),
        ("please send it to the office", "That can't be done in the chat, it works in the app.", PASS),
        ("please send it to the office", "We don't ship there. The cheapest courier is Norpost.", PASS),
        ("please send it to the office", "We can't cancel that, it has already been cancelled.", PASS),
        ("please send it to the office", "That isn't possible. Our terms say so.", FAIL),
        ("do you have gluten free buns", "No, we don't do that.", NONE),
        ("do you have buns, and could you send me two", "No, we don't do that.", FAIL),
        ("you fool, send it", "I won't accept being spoken to like that.", NONE),
        ("is the museum card valid here", "I couldn't tell you, to be honest.", NONE),
    ],
)
def test_what_is_a_dead_end(court: Any, talk: Talk, ask: str, answer: str, expected: list[str]) -> None:
    assert court.verdicts(talk(f"client: {ask}", f"agent: Hello. {answer}"), "CA402") == expected


def test_the_way_on_may_stand_in_another_message_of_the_turn(court: Any, talk: Talk) -> None:
    no, way = "agent: Hello, that can't be done.", "agent: Drop it off at the depot and they print a new label."
    assert court.verdicts(talk("client: please redirect it", no), "CA402") == FAIL
    assert court.verdicts(talk("client: please redirect it", no, way), "CA402") == PASS


def test_who_asks_anew_and_is_sent_away_again_is_charged_again(court: Any, talk: Talk) -> None:
    lines = ["agent: Hello, ask the caretaker.", "client: and how do I get in?", "agent: Google it."]
    assert court.verdicts(talk(ASK, *lines), "CA404") == ["fail", "fail"]


def test_an_evasive_last_word_to_a_question_leaves_it_open(court: Any, talk: Talk) -> None:
    start = ("client: where is my transfer", "agent: Hello, it is under way.", "client: since when?")
    assert court.verdicts(talk(*start, "agent: That is all that can be said."), "CA401") == FAIL
    told = "agent: That is all I can say. I have asked the bank and write tomorrow."
    assert court.verdicts(talk(*start, told), "CA401") != FAIL


def test_a_thumbs_up_closes_a_matter(court: Any, talk: Talk) -> None:
    lines = ("client: is the pool open", "agent: Hello Ann, yes, until nine.", "client: 👍", "agent: See you, bye!")
    assert court.verdicts(talk(*lines), "CA411") == FAIL
    assert court.verdicts(talk(*lines), "CA601") == FAIL


@pytest.mark.parametrize(
    "tail",
    [
        "Is there anything else I can help you with today?",
        "Anything else I can do?",
        "Have a nice day!",
    ],
)
def test_an_offer_of_further_help_is_no_way_on(court: Any, talk: Talk, tail: str) -> None:
    ask = "client: can you refund my shipping cost please"
    assert court.verdicts(talk(ask, f"agent: Hello, that's our policy, I can't change it. {tail}"), "CA402") == FAIL
    assert court.verdicts(talk(ask, f"agent: I can't change it, but I can ask billing for you. {tail}"), "CA402") == PASS


@pytest.mark.parametrize("written", ["", "[image]", "<Media omitted>", "IMG_2041.jpg"])
def test_what_holds_no_words_is_not_judged_by_words(court: Any, talk: Talk, written: str) -> None:
    one = talk(
        "client: my router is broken since yesterday and I cannot work", f"agent: {written}", "client: thank you, it works"
    )
    assert court.verdicts(one, "CA109") == UNTOLD
    assert court.verdicts(one, "CA408") == UNTOLD


@pytest.mark.parametrize(
    "more",
    [
        "Have a nice day and I will send you a voucher instead.",
        "If there is anything else I can help with let me know, but you can exchange it in any store.",
        "Is there anything else I can do, or shall I pass you to my manager?",
    ],
)
def test_a_way_on_beside_a_courtesy_is_one(court: Any, talk: Talk, more: str) -> None:
    assert court.verdicts(talk("client: please refund it", f"agent: Sorry, we cannot refund that. {more}"), "CA402") == PASS


@pytest.mark.parametrize("written", ["[file a complaint]", "(video call tomorrow?)", "!!!", "no.pdf"])
def test_words_in_brackets_are_words(court: Any, talk: Talk, written: str) -> None:
    assert (
        court.verdicts(talk("client: my router is broken since yesterday", f"agent: {written}", "client: ok"), "CA109") == FAIL
    )


FOOTER = "Hello Ann,\n\nthe kettle is made in Portugal.\n\nKind regards\nSam Cole\n{}"


@pytest.mark.parametrize(
    ("rule", "asked", "footer"),
    [
        ("CA703", "Please delete all my personal data.", "We take privacy seriously: see our privacy policy."),
        ("CA704", "Stop sending me your newsletter, please.", "To unsubscribe click here."),
    ],
)
def test_footers_deal_with_nothing(court: Any, talk: Talk, rule: str, asked: str, footer: str) -> None:
    assert "fail" in court.verdicts(talk(f"client: {asked}", f"agent: {FOOTER.format(footer)}"), rule)


def test_a_title_below_a_clients_mail_asks_for_nobody(court: Any, talk: Talk) -> None:
    mail = "client: Please send the bill again.\n\nKind regards\nAnn Bell\nOffice Manager"
    assert court.verdicts(talk(mail, "agent: Hello Ann, it is attached."), "CA405") == []
    assert "fail" in court.verdicts(talk(mail + "\n\nPS I want to speak to your manager.", "agent: Hello, attached."), "CA405")
