"""Section 5: where outcomes sit, whom they count for, and who is not accused."""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.model import Conversation, SubjectKind, Verdict

Talk = Callable[..., Conversation]
FAIL, PASS, UNTOLD, NONE = ["fail"], ["pass"], ["not-evaluated"], list[str]()
STORY = "client: the removal van did not come and we sit on our boxes"
SORRY = "I completely understand your frustration."


def test_sympathy_said_again_is_charged_where_it_is_said_again(court: Any, talk: Talk) -> None:
    lines = [STORY, f"agent: {SORRY} Where?", "client: Elm Row", "agent: Hello Ann, I understand your frustration. One moment."]
    conversation = talk(*lines)
    (outcome,) = court(conversation, "CA503")
    assert (outcome.verdict, outcome.message) == (Verdict.FAIL, "m4")
    (start, end), *_ = outcome.spans
    assert conversation.messages[3].text[start:end] == "Hello Ann, I understand your frustration."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"agent: {SORRY}", "client: Elm Row", f"agent Hal: {SORRY}"], ["pass", "pass"]),
        ([f"agent: {SORRY}", "client: Elm Row", "agent: I can imagine how stressful that is in the dark."], PASS),
        (["agent: I'm sorry.", "client: Elm Row", "agent: I'm sorry."], NONE),
        (
            [
                "agent: I am sorry to hear that, but it is full.",
                "client: hm",
                "agent: I am sorry to hear that, but it is full.",
            ],
            NONE,
        ),
        (["agent: It comes at six.", "client: Elm Row", "agent: It comes at six."], NONE),
        ([f"agent: {SORRY}", "client: stop the scripted talk", "agent: We are sorry for the inconvenience."], FAIL),
        ([f"agent: {SORRY}", "client: stop the scripted talk", "agent: We are sorry to hear of the van, it comes at 6."], PASS),
    ],
)
def test_whose_sympathy_is_canned(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(STORY, *lines), "CA503") == expected


TWICE = "client: Hello, you charged my card twice for the pool pass."
CONFIRMED = "agent: Hello, you were charged twice, yes."


@pytest.mark.parametrize(
    ("lines", "setting", "expected"),
    [
        ([CONFIRMED], {}, FAIL),
        ([CONFIRMED, "client: and now?", "agent: It goes back today. That was our mistake."], {}, PASS),
        ([CONFIRMED, "client: and now?", "agent Hal: Sorry about that."], {}, PASS),
        ([CONFIRMED], {"status": None}, UNTOLD),
        ([CONFIRMED, "note: sorry for her"], {}, FAIL),
        (["agent: Hello, it may be that you were charged twice."], {}, NONE),
        (["agent: Hello, as a gesture of goodwill I have refunded one."], {}, NONE),
        (["agent: Hello, I have refunded one."], {}, FAIL),
        (["agent: Hello, which card is it?"], {}, NONE),
        (["client: oh, my mistake", CONFIRMED], {}, NONE),
    ],
)
def test_an_established_failure_wants_an_apology(
    court: Any, talk: Talk, lines: list[str], setting: dict[str, Any], expected: list[str]
) -> None:
    assert court.verdicts(talk(TWICE, *lines, **setting), "CA504") == expected


def test_a_refund_without_a_complaint_establishes_nothing(court: Any, talk: Talk) -> None:
    lines = [
        "client: Hello, please look at my bill of May",
        "agent: Hello, it may be by mistake.",
        "agent: I have refunded it.",
    ]
    assert court.verdicts(talk(*lines), "CA504") == NONE


def test_a_missing_apology_sits_at_the_first_report_and_counts_for_who_confirmed(court: Any, talk: Talk) -> None:
    lines = ["client: Hello there", TWICE, "agent Hal: One moment please.", "client: charged twice!", CONFIRMED]
    (outcome,) = court(talk(*lines), "CA504")
    assert (outcome.message, outcome.subject.id) == ("m2", "Dana Whitfield")


def test_a_note_is_judged_although_the_client_never_sees_it(court: Any, talk: Talk) -> None:
    rude = "this drama queen again, let her wait"
    (outcome,) = court(talk(STORY, f"note Hal: {rude}", "agent: Hello, it comes at six."), "CA505")
    assert (outcome.verdict.value, outcome.message, outcome.subject.id) == ("fail", "m2", "Hal")
    assert court.verdicts(talk(STORY, f"agent: Hello, {rude}"), "CA505") == NONE
    assert court.verdicts(talk(f"client: {rude}", "note: client upset, called twice", "agent: Hello"), "CA505") == PASS


RISE = [
    "client: the gate code does not open, again",
    "agent: Hello, the code is on the card.",
    "client: I am frustrated, it is raining and I stand here",
    "agent: Please type it slowly.",
    "client: This is a disgrace, I have had enough",
]


def test_rising_anger_sits_at_the_last_rising_turn(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk(*RISE, "agent: Type it once more."), "CA506")
    assert (outcome.verdict.value, outcome.message, outcome.subject.id) == ("fail", "m5", "Dana Whitfield")
    dry, top = "agent: Type it once more.", "client: I am livid now, absolute shambles"
    assert [o.message for o in court(talk(*RISE, dry, top, dry), "CA506")] == ["m7"]
    assert [o.message for o in court(talk(*RISE, dry, "client: ok it is open", dry, top), "CA506")] == ["m5"]


def test_to_look_something_up_takes_no_feeling_in(court: Any, talk: Talk) -> None:
    upset = "client: I am furious, nobody came"
    assert court.verdicts(talk(upset, "agent: I see the report here. He comes at 9 on Friday."), "CA501") == FAIL
    assert court.verdicts(talk(upset, "agent: I can see why. He comes at 9 on Friday."), "CA501") == PASS


@pytest.mark.parametrize(
    "taken_in", ["agent: That must be awful in the rain.", "agent: I am passing you over to my colleague."]
)
@pytest.mark.parametrize("place", [1, 3])
def test_an_acknowledgement_or_escalation_starts_the_count_anew(court: Any, talk: Talk, place: int, taken_in: str) -> None:
    lines = [*RISE]
    lines[place] = taken_in
    assert court.verdicts(talk(*lines), "CA506") == PASS


def test_anger_that_falls_or_stands_at_the_top(court: Any, talk: Talk) -> None:
    top, dry = "client: this is a joke, worst company ever", "agent: Level two, on the left."
    assert court.verdicts(talk(top, dry, top, dry, top), "CA506") == FAIL
    assert court.verdicts(talk(top, dry, "client: ah, I see the sign now", dry, top), "CA506") == PASS
    assert court.verdicts(talk(top, top, top, dry), "CA506") == NONE  # one turn


FIRST, SECOND = "client: are you all stupid or what, it does not scan", "client: you useless cow, left is broken"


def test_abuse_sits_at_the_second_abusive_turn_and_counts_for_the_team(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk(FIRST, "agent: Hello, hold it left.", SECOND, "agent: Try right."), "CA507")
    assert (outcome.message, outcome.subject.kind, outcome.subject.id) == ("m3", SubjectKind.TEAM, "Orders")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FIRST, "agent: Hello.", "client: this reader is useless", "agent: Try right."], NONE),
        ([FIRST, SECOND, "agent: Hello, hold it left."], NONE),  # one turn
        ([FIRST, "agent: Hello, please stay polite.", SECOND, "agent: Try right."], PASS),
        ([FIRST, "agent: Hello.", SECOND, "agent: I end this chat if the insults go on."], PASS),
        ([FIRST, "agent: Hello.", SECOND, "note: client is abusive, lead informed"], PASS),
        ([FIRST, "agent: Hello.", SECOND, "note: wants a new pass"], FAIL),
        ([FIRST, "agent: Hello.", SECOND, "agent Fay: Good evening, Fay here."], PASS),
        ([FIRST, "agent: Hello.", "agent Fay: Hello.", SECOND], PASS),
    ],
)
def test_who_stood_by_an_abused_agent(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(*lines), "CA507") == expected


NUMPTY, STILL = "client: learn to read, numpty", "client: still red, numpty"


def test_what_the_rules_of_respect_find_is_abuse(court: Any, talk: Talk) -> None:
    lines = [NUMPTY, "agent: Hello, hold it left.", STILL, "agent: Try right."]
    assert court.verdicts(talk(*lines), "CA507") == FAIL
    assert (
        court.verdicts(talk(NUMPTY, "agent: Hello.", "client: learn to read, she told him", "agent: Right."), "CA507") == NONE
    )


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        ("agent: Please send us the slip, so that we can see which are open.", FAIL),
        ("agent: Which stop are you at, and which way are you heading?", FAIL),
        ("agent: That is miserable, I can see why you are cross.", PASS),
    ],
)
def test_what_takes_in_a_rising_client(court: Any, talk: Talk, answer: str, expected: list[str]) -> None:
    report, cross, top = "client: nine jackets are missing", "client: I am very cross now", "client: I am absolutely fuming"
    assert court.verdicts(talk(report, "agent: Hello.", cross, answer, top, "agent: They come at 4."), "CA506") == expected


def test_belittling_words_need_a_feeling_that_was_stated(court: Any, talk: Talk) -> None:
    answer = "agent: Hello, it was only a suitcase, people lose theirs every day."
    assert court.verdicts(talk("client: I am heartbroken, my suitcase is lost", answer), "CA502") == ["fail"]
    assert court.verdicts(talk("client: which bag was on the belt at nine", answer), "CA502") == ["pass"]


def test_a_stock_apology_stays_one_beside_an_amount(court: Any, talk: Talk) -> None:
    called = "client: you sound like a recorded tape, we slept in the car"
    stock = "agent: We apologise for the inconvenience. Your 240 euros are under way."
    own = "agent: I'm sorry that you had to sleep in the car. Your 240 euros are under way."
    assert court.verdicts(talk("client: no room", "agent: Hello.", called, stock), "CA503") == ["fail"]
    assert court.verdicts(talk("client: no room", "agent: Hello.", called, own), "CA503") == ["pass"]


@pytest.mark.parametrize(
    ("asked", "answer", "expected"),
    [
        ("May the harbour print be had unframed?", "It can, for 48 pounds. The dog is lost in the square version only.", NONE),
        ("How much are 200 rolls?", "They are 64 pounds. Tell us afterwards how all of them went down.", NONE),
        ("why is it 40 and not 20, am I charged twice", "Hello, you were charged twice.", FAIL),
    ],
)
def test_words_of_failure_are_doubted_where_nothing_failed(
    court: Any, talk: Talk, asked: str, answer: str, expected: list[str]
) -> None:
    assert court.verdicts(talk(f"client: {asked}", f"agent: {answer}"), "CA504") == expected


def test_a_question_confirms_no_failure(court: Any, talk: Talk) -> None:
    report = "client: the app has been down since noon"
    assert court.verdicts(talk(report, "agent: Hello, is it down on our side?"), "CA504") == []


@pytest.mark.parametrize(
    ("feeling", "answer"),
    [
        ("people say that I am overreacting, but I am worried sick", "I don't think you're overreacting. Could you come at 4?"),
        (
            "it makes me so sad each time a magazine of hers arrives",
            "My condolences on the loss of your aunt. I have ended it.",
        ),
        (
            "I feel like giving up, everyone gets it but me",
            "Hi Ann, that's a rotten feeling, and a lonely one. Shall we start?",
        ),
        ("I am scared of the nest in my roof", "Being scared of a nest that close is only natural, so please keep away."),
        ("I am overwhelmed by this, when do I pay", "It's a lot to take in, and nearly everybody feels so. Nothing today."),
        ("I am so worried that I miss something", "Hello Ann. The vesting date is simply the day on which it is yours."),
    ],
)
def test_who_takes_a_feeling_seriously_does_not_belittle_it(court: Any, talk: Talk, feeling: str, answer: str) -> None:
    assert court.verdicts(talk(f"client: {feeling}", f"agent: {answer}"), "CA502") == ["pass"]


def test_an_offer_that_will_be_lost_is_no_failure_of_the_firm(court: Any, talk: Talk) -> None:
    lines = [
        "client: I want to cancel my plan today please",
        "agent: Hello Ann, after Friday the offer is lost for good. It is cancelled.",
    ]
    assert court.verdicts(talk(*lines), "CA504") == NONE
