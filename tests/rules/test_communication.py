"""Section 2: where outcomes sit, who is charged, what is not evaluated, and times."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.model import Conversation, Outcome, Status, Verdict

Talk = Callable[..., Conversation]
START = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
LATER = START + timedelta(days=40)
FAIL, PASS, OPEN = ["fail"], ["pass"], ["not-evaluated"]
OPENING = ("client: my order shows two kettles", "agent: Hello Ann, which one is yours?")


def timed(conversation: Conversation, *seconds: float) -> Conversation:
    """A conversation whose messages were sent so many seconds after its start."""
    pairs = zip(conversation.messages, seconds, strict=True)
    return replace(conversation, messages=tuple(replace(m, at=START + timedelta(seconds=s)) for m, s in pairs))


def shown(outcomes: list[Outcome]) -> list[tuple[str, str | None]]:
    return [(o.verdict.value, o.message) for o in outcomes]


# Times: CA202, CA203


def test_a_late_reply_is_charged_where_it_stands_and_to_its_writer(court: Any, talk: Talk) -> None:
    conversation = timed(
        talk(*OPENING, "client: the red one", "client: hello?", "agent Hal: Thanks, done."), 0, 60, 100, 300, 401
    )
    (outcome,) = court(conversation, "CA203")
    assert (outcome.verdict, outcome.message, outcome.subject.id) == (Verdict.FAIL, "m5", "Hal")
    assert outcome.facts == {"waited": "5m 1s", "target": "5m"}


@pytest.mark.parametrize(("waited", "expected"), [(300, PASS), (301, FAIL)])
def test_the_target_itself_is_in_time(court: Any, talk: Talk, waited: int, expected: list[str]) -> None:
    conversation = timed(talk(*OPENING, "client: the red one", "agent: Thanks, done."), 0, 60, 100, 100 + waited)
    assert court.verdicts(conversation, "CA203") == expected


@pytest.mark.parametrize(
    ("lines", "seconds", "expected"),
    [
        (["client: Great, thanks a lot!", "agent: One more thing."], [100, 9000], []),
        (["client: ok", "agent: One more thing."], [100, 9000], []),
        (["client: ok, I'll have a look", "client: it is the red one", "agent: Thanks."], [100, 9000, 9060], PASS),
        (["client: the red one", "bot: You are next.", "agent: Thanks."], [100, 110, 500], FAIL),
        (["client: the red one", "note: who knows this?", "agent: Thanks."], [100, 110, 500], FAIL),
        (["client: the red one", "agent: one sec", "agent: Thanks, done."], [100, 110, 500], FAIL),
        (["client: the red one", "agent: This is an automatic reply.", "agent: Thanks, done."], [100, 110, 500], FAIL),
        (["agent: Are you still there?"], [9000], []),
    ],
)
def test_who_waits(court: Any, talk: Talk, lines: list[str], seconds: list[int], expected: list[str]) -> None:
    assert court.verdicts(timed(talk(*OPENING, *lines), 0, 60, *seconds), "CA203") == expected


@pytest.mark.parametrize(("answered", "expected"), [(700, PASS), (1260, PASS), (1261, [])])
def test_an_announced_wait_is_kept_or_it_is_a_broken_promise(
    court: Any, talk: Talk, answered: int, expected: list[str]
) -> None:
    lines = (
        "client: my order shows two",
        "agent: Give me ten minutes, Ann.",
        "client: and the colour is off",
        "agent: Both done.",
    )
    conversation = timed(talk(*lines), 0, 60, 100, answered)
    assert court.verdicts(conversation, "CA203", last=LATER) == expected
    assert court.verdicts(conversation, "CA209", last=LATER) == (PASS if expected else FAIL)


def test_a_wait_announced_without_a_time_is_not_judged(court: Any, talk: Talk) -> None:
    lines = (
        "client: my order shows two",
        "agent: This may take a while, Ann.",
        "client: fine, it is the red one",
        "agent: Done.",
    )
    (outcome,) = court(timed(talk(*lines), 0, 60, 100, 2000), "CA203")
    assert (outcome.verdict, outcome.message) == (Verdict.NOT_EVALUATED, "m4")


def test_who_says_a_kind_word_and_is_back_the_next_day_waits_from_then_on(court: Any, talk: Talk) -> None:
    lines = ("client: is the door ready?", "agent: It is.", "client: fair dos", "client: the door is on", "agent: Enjoy it!")
    assert court.verdicts(timed(talk(*lines), 0, 60, 100, 90_000, 90_060), "CA203") == PASS
    lines = ("client: is it mended?", "agent: It is.", "client: it still drips", "client: hello?", "agent: I am sorry, I come.")
    assert court.verdicts(timed(talk(*lines), 0, 60, 100, 90_000, 90_060), "CA203") == FAIL


def test_a_colleague_who_was_announced_is_not_late(court: Any, talk: Talk) -> None:
    lines = (
        "client: my order shows two",
        "agent: Hello, she joins this chat within 15 minutes.",
        "client: the blue one please",
    )
    lines = (*lines, "agent: Hello, here I am. The blue one stays.")
    (outcome,) = court(timed(talk(*lines), 0, 60, 100, 820), "CA203")
    assert outcome.verdict is Verdict.PASS


@pytest.mark.parametrize("last", ["Leaking everywhere.", "Broken.", "Please!"])
def test_one_word_that_says_what_is_amiss_wants_a_reply(court: Any, talk: Talk, last: str) -> None:
    ended = timed(talk("client: is my tap fixed?", "agent: Yes, it is fixed.", f"client: {last}"), 0, 60, 120)
    assert court.verdicts(replace(ended, status=Status.ENDED), "CA204") == FAIL


@pytest.mark.parametrize("last", ["No problem", "no", "No complaints", "Later.", "Done!", "Wait, found it!"])
def test_a_last_word_that_wants_nothing_wants_no_reply(court: Any, talk: Talk, last: str) -> None:
    ended = timed(talk("client: is my tap fixed?", "agent: Yes, it is fixed.", f"client: {last}"), 0, 60, 120)
    assert court.verdicts(replace(ended, status=Status.ENDED), "CA204") != FAIL


def test_an_automatic_acknowledgement_is_no_first_reply(court: Any, talk: Talk) -> None:
    lines = (
        "client: my order shows two",
        "agent: This is an automated reply: we have your message.",
        "agent: Hello Ann, sorted.",
    )
    conversation = timed(talk(*lines, channel="email"), 0, 1, 86402)
    assert shown(court(conversation, "CA202")) == [("fail", "m3")]


def test_a_human_one_sec_is_a_first_reply(court: Any, talk: Talk) -> None:
    conversation = timed(talk("client: my order shows two", "agent: one sec", "agent: Hello Ann, sorted."), 0, 60, 200)
    assert shown(court(conversation, "CA202")) == [("pass", "m2")]


def test_a_conversation_that_is_taken_up_again_days_later_has_a_first_reply_again(court: Any, talk: Talk) -> None:
    lines = (*OPENING, "client: the red one", "agent: Done.", "client: it is double again", "agent: Sorry, now it is right.")
    conversation = timed(talk(*lines), 0, 60, 100, 110, 200_000, 200_200)
    assert shown(court(conversation, "CA202")) == [("pass", "m2"), ("fail", "m6")]


def test_targets_of_the_policy_count(court_under: Any, talk: Talk) -> None:
    court = court_under(channels={"Chat": {"reply": "90s"}})
    conversation = timed(talk(*OPENING, "client: the red one", "agent: Thanks."), 0, 60, 100, 200)
    assert court.verdicts(conversation, "CA203") == FAIL
    assert court.verdicts(conversation, "CA202") == PASS


TEXTS = st.sampled_from(
    [
        "client: where is it",
        "client: thanks",
        "agent: Hello, let me see.",
        "agent: one sec",
        "bot: wait",
        "note: hm",
        "agent: Done.",
    ]
)
GAPS = st.lists(st.tuples(TEXTS, st.integers(0, 4000)), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(GAPS, st.integers(-14, 14))
def test_the_offset_in_which_times_are_written_changes_no_verdict(court: Any, talk: Talk, sent: Any, offset: int) -> None:
    total, seconds = 0, []
    for _, gap in sent:
        total += gap
        seconds.append(total)
    conversation = timed(talk(*(line for line, _ in sent)), *seconds)
    zone = timezone(timedelta(hours=offset))
    elsewhere = replace(
        conversation, messages=tuple(replace(m, at=m.at.astimezone(zone)) for m in conversation.messages if m.at is not None)
    )
    assert court(conversation, "CA202", "CA203", "CA209", last=LATER) == court(elsewhere, "CA202", "CA203", "CA209", last=LATER)


@settings(max_examples=60, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_who_answers_at_once_is_never_late(court: Any, talk: Talk, lines: list[str]) -> None:
    conversation = timed(talk(*lines), *[0.0] * len(lines))
    assert all(o.verdict is Verdict.PASS for o in court(conversation, "CA202", "CA203"))


@settings(max_examples=15, deadline=None)
@given(GAPS)
def test_working_hours_never_make_a_reply_late_that_was_not(court: Any, court_under: Any, talk: Talk, sent: Any) -> None:
    total, seconds = 0, []
    for _, gap in sent:
        total += gap
        seconds.append(total)
    conversation = timed(talk(*(line for line, _ in sent)), *seconds)
    late = {o.message for o in court(conversation, "CA202", "CA203") if o.verdict is Verdict.FAIL}
    hours = court_under(calendar={"timezone": "Europe/London", "hours": "Mon-Fri 10:00-11:00", "holidays": "GB-ENG"})
    assert {o.message for o in hours(conversation, "CA202", "CA203") if o.verdict is Verdict.FAIL} <= late


def test_a_wait_over_a_night_says_that_only_working_time_counts(court: Any, court_under: Any, talk: Talk) -> None:
    conversation = timed(talk("client: is there a slot?", "agent: Hello, at eight."), 0, 20 * 3600)
    (plain,) = court(conversation, "CA202")
    hours = court_under(calendar={"timezone": "UTC", "hours": "Mon-Sun 10:00-11:00"})
    (working,) = hours(conversation, "CA202")
    assert plain.facts["waited"] == "20h"
    assert working.facts["waited"].endswith(" of working time")


# Silence: CA204


def test_silence_sits_at_the_clients_last_message_and_counts_for_who_wrote_last(court: Any, talk: Talk) -> None:
    conversation = talk(*OPENING, "client: the red one", "client: and please hurry, it is a gift")
    (outcome,) = court(conversation, "CA204")
    assert (outcome.verdict, outcome.message, outcome.subject.id) == (Verdict.FAIL, "m4", "Dana Whitfield")


def test_silence_of_everybody_counts_for_the_team(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk("client: is anybody there?"), "CA204")
    assert (outcome.verdict, outcome.subject.kind.value) == (Verdict.FAIL, "team")


def test_while_it_is_open_nobody_is_silent(court: Any, talk: Talk) -> None:
    conversation = talk(*OPENING, "client: which one do you mean?", status=None)
    assert court.verdicts(conversation, "CA204") == OPEN


@pytest.mark.parametrize(("hours", "expected"), [(20, OPEN), (30, FAIL)])
def test_who_waits_in_an_open_conversation_for_long_is_forgotten(
    court: Any, talk: Talk, hours: int, expected: list[str]
) -> None:
    conversation = talk(*OPENING, "client: which one do you mean?", "note: chased the depot", status=Status.OPEN)
    last = conversation.messages[-1].at + timedelta(hours=hours)
    assert court.verdicts(conversation, "CA204", last=last) == expected


def test_what_a_bot_answers_is_not_judged(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk("client: when do you open?", "bot: At nine."), "CA204") == OPEN
    assert court.verdicts(talk("client: when do you open?", "bot: All our agents are busy."), "CA204") == FAIL


# Details: CA205


def test_a_detail_that_crossed_with_the_request_was_not_there_to_be_read(court: Any, talk: Talk) -> None:
    lines = ("client: I need a new invoice", "client: order 4417", "agent: Hello, what is your order number?")
    assert court.verdicts(timed(talk(*lines), 0, 20, 22), "CA205") == PASS
    assert court.verdicts(timed(talk(*lines), 0, 20, 40), "CA205") == FAIL
    assert court.verdicts(talk(*lines, start=None), "CA205") == FAIL


def test_what_a_bot_was_told_was_given(court: Any, talk: Talk) -> None:
    lines = (
        "bot: Please leave your customer number.",
        "client: 4410936",
        "agent: Hello, could you give me your customer number?",
    )
    assert court.verdicts(talk(*lines), "CA205") == FAIL


# Promises: CA209

PROMISE = ("client: can the sofa be shorter?", "agent: Hello Ann, I'll get back to you by 5 pm today.", "client: fine")


def test_a_promise_is_charged_where_it_was_given(court: Any, talk: Talk) -> None:
    conversation = timed(talk(*PROMISE, "agent Hal: Hello, it can.", channel="email"), 0, 60, 90, 86400)
    (outcome,) = court(conversation, "CA209", last=LATER)
    assert (outcome.verdict, outcome.message, outcome.subject.id) == (Verdict.FAIL, "m2", "Dana Whitfield")


def test_a_promise_is_not_judged_before_its_time(court: Any, talk: Talk) -> None:
    conversation = talk(*PROMISE)
    due = datetime(2026, 3, 2, 17, 10, tzinfo=UTC)
    assert court.verdicts(conversation, "CA209", last=due) == OPEN
    assert court.verdicts(conversation, "CA209", last=due + timedelta(seconds=1)) == FAIL
    assert court.verdicts(talk(*PROMISE, start=None), "CA209") == OPEN


def test_the_deadline_is_meant_in_the_firms_zone(court_under: Any, talk: Talk) -> None:
    court = court_under(calendar={"timezone": "America/New_York"})  # 10:00 UTC is five in the morning there
    conversation = timed(talk(*PROMISE, "agent: It can, for 40 euro."), 0, 60, 90, 11 * 3600)
    assert court.verdicts(conversation, "CA209", last=LATER) == PASS


def test_a_call_that_an_export_cannot_show_is_judged_only_when_it_was_missed(court: Any, talk: Talk) -> None:
    lines = ("client: was my claim paid?", "agent: Hello Ann, I'll call you within two hours.", "client: fine")
    assert court.verdicts(talk(*lines), "CA209", last=LATER) == OPEN
    missed = timed(talk(*lines, "client: nobody has called me"), 0, 20, 40, 20_000)
    assert court.verdicts(missed, "CA209", last=LATER) == FAIL


def test_what_was_still_being_talked_of_is_not_what_was_promised(court: Any, talk: Talk) -> None:
    lines = ["client: did I leave my glasses there?", "agent: Hello Ann, I'll look and let you know within three hours."]
    lines += ["client: thanks, they have a black frame", "agent: Noted, the black one."]
    assert court.verdicts(timed(talk(*lines, "client: morning"), 0, 60, 90, 120, 90_000), "CA209", last=LATER) == PASS
    missed = timed(talk(*lines, "client: no message last night?"), 0, 60, 90, 120, 90_000)
    assert court.verdicts(missed, "CA209", last=LATER) == FAIL
    lines[2:] = ["client: perfect, thank you very much", "agent: They are in the drawer of the blue car."]
    kept = timed(talk(*lines, "client: no message last night?"), 0, 60, 90, 240, 90_000)
    assert court.verdicts(kept, "CA209", last=LATER) == PASS


def test_a_detail_that_a_bot_was_given_has_been_given(court: Any, talk: Talk) -> None:
    lines = ("bot: What is your booking reference?", "client: LN-48213, two adults")
    for asked in ("Could you pop me your booking reference first?", "Can I just grab your booking reference?"):
        assert court.verdicts(timed(talk(*lines, f"agent: Hi Ann. {asked}"), 0, 20, 90), "CA205") == FAIL


# Closing: CA211, machines: CA214


def test_a_goodbye_that_is_followed_by_more_closes_nothing(court: Any, talk: Talk) -> None:
    lines = ["client: Where do I find the key, and is the heating on?", "agent: Thank you for writing, goodbye!"]
    assert court.verdicts(talk(*lines), "CA211") == FAIL
    more = [*lines, "client: hello?", "agent: The key is under the mat, the heating is on."]
    assert court.verdicts(talk(*more), "CA211") == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("client: did that, still dark", "agent: That's just how it goes, Ann. Bye for now!"), FAIL),
        (("client: Nothing. It just beeps.", "agent: Okay. Well, have a nice day!"), FAIL),
        (("client: hang on, the mail still says 7:30", "agent: Nice one. Enjoy the film, bye!"), FAIL),
        (("client: one moment", "client: it still says no, I tried twice", "agent: Safe travels, goodbye!"), FAIL),
        (("client: it still says no", "client: one moment", "agent: Of course. Goodbye for now!"), PASS),
        (("client: is it coming or not", "agent: It is. Enjoy your weekend!"), PASS),
        (("client: did that, it's back, thank you!", "agent: Glad I could help. Take care now!"), PASS),
        (("client: the app crashes on start", "agent: Best thing is to install it again. Have a lovely day, bye!"), FAIL),
    ],
)
def test_what_a_closing_turn_leaves_open(court: Any, talk: Talk, lines: Any, expected: Any) -> None:
    opening = ("client: Hello, it is about my order of Monday.", "agent: Hello Ann, please restart it and tell me how it went.")
    assert court.verdicts(talk(*opening, *lines), "CA211") == expected


@pytest.mark.parametrize(
    "text",
    [
        "sounds like chatgpt wrote that", "before I go on: person or program?", "do you have a heartbeat?",
        "are you one of them AI things?", "is this the bot again or did I get a human?", "tell me I'm not talking to a bot",
    ],
)  # fmt: skip
def test_many_ways_to_ask_for_a_machine(court: Any, talk: Talk, text: str) -> None:
    assert court.verdicts(talk(f"client: {text}", "bot: What is your order number?"), "CA214") == FAIL


@pytest.mark.parametrize(
    "text",
    ["my robot mower is broken, is it a robot fault?", "is it an automated payment?", "is it a machine for carpets too?"],
)
def test_machines_that_are_sold_are_no_question(court: Any, talk: Talk, text: str) -> None:
    assert court.verdicts(talk(f"client: {text}", "agent: What is your order number?"), "CA214") == []


@pytest.mark.parametrize(
    ("first", "between", "second", "expected"),
    [
        ("The deduction is Rs 6,500 per person.", "ok", "The deduction is Rs 9,000 per person.", FAIL),
        ("It will run at 25.2p a unit.", "thanks", "One more thing, your unit rate is 27.9p.", FAIL),
        ("The room is 89 a night.", "for two nights?", "Two nights come to 198.", FAIL),
        ("The room is 89 a night.", "for two nights?", "Two nights come to 178.", PASS),
        ("We close at six today.", "on my way", "See you then, we shut at half past five.", FAIL),
        ("We close at six today.", "ok", "We close at five tomorrow.", PASS),
        ("Your train leaves from platform 4.", "ok", "Please go to platform 9, it leaves soon.", FAIL),
        ("Your appointment is on Tuesday at 3.", "thanks", "See you Wednesday at 3 then.", FAIL),
        ("It takes 20 minutes.", "from where", "From the airport it takes an hour.", PASS),
        ("You can have it until 5.30.", "is there a charge", "No charge for today.", PASS),
    ],
)
def test_two_values_of_one_thing(court: Any, talk: Talk, first: str, between: str, second: str, expected: Any) -> None:
    lines = ("client: Hello, I have a question about my contract.", f"agent: {first}", f"client: {between}", f"agent: {second}")
    assert court.verdicts(talk(*lines), "CA212") == expected


def test_a_bot_that_calls_itself_human_counts_for_the_team(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk("client: are you a real person?", "bot: Yes, I am a real person."), "CA214")
    assert (outcome.verdict, outcome.message, outcome.subject.kind.value) == (Verdict.FAIL, "m2", "team")
    assert court.verdicts(talk("client: are you a real person?", "agent: Yes, I am a real person."), "CA214") == PASS


@pytest.mark.parametrize(
    ("reply", "expected"),
    [
        ("agent: Hello Kai, there is a dishwasher in the kitchen.", FAIL),
        ("agent: Hello Kai, it has one, and small pets are welcome.", PASS),
        ("agent: Hello Kai, yes to both.", PASS),
    ],
)
def test_one_clause_answers_one_of_two_questions(court: Any, talk: Talk, reply: str, expected: list[str]) -> None:
    lines = ("client: Does the flat have a dishwasher? Are pets allowed there?", reply, "client: good", "agent: Bye Kai!")
    assert court.verdicts(talk(*lines), "CA201") == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [("client: Correct", []), ("client: ok, sent it to you by DM", []), ("client: and the lid is cracked too", FAIL)],
)
def test_a_bare_remark_waits_for_nobody(court: Any, talk: Talk, last: str, expected: list[str]) -> None:
    assert court.verdicts(talk(*OPENING, last), "CA204") == expected


# Several questions, two values, a detail given before: CA201, CA212, CA205


def test_the_question_that_was_passed_over_is_marked(court: Any, talk: Talk) -> None:
    asked = "client: when do you open on Sundays, and is the bait safe with a cat in the house?"
    reply = "agent: Hello Ann, on Sundays we open at ten. The gate is unlocked from half past nine, so come in when you like."
    (outcome,) = court(talk(asked, reply, "client: good, I will be there"), "CA201")
    assert outcome.verdict is Verdict.FAIL
    assert [asked.removeprefix("client: ")[start:end] for start, end in outcome.spans] == [
        "and is the bait safe with a cat in the house?"
    ]
    assert outcome.confidence.value == "low"


@pytest.mark.parametrize(
    "reply",
    [
        "agent: Hello Ann, on Sundays we open at ten, and yes, it is safe with a cat.",
        "agent: Hello Ann, at ten on Sundays. Pets are not harmed by the bait.",
        "agent: Hello Ann, at ten on Sundays. I'd guess so, most people have cats.",
    ],
)
def test_a_question_that_was_dealt_with_in_other_words_is_not(court: Any, talk: Talk, reply: str) -> None:
    asked = "client: when do you open on Sundays, and is the bait safe with a cat in the house?"
    assert court.verdicts(talk(asked, reply, "client: good, I will be there"), "CA201") == PASS


def test_measures_of_two_things_are_no_contradiction(court: Any, talk: Talk) -> None:
    first = "agent: Hello Ann, I have had a look at your plan. You used 17 GB of data in March."
    later = "agent: You are welcome. For the garden camera 5 GB of data is plenty."
    assert court.verdicts(talk("client: why is my bill high?", first, "client: I see, thank you", later), "CA212") == PASS


FIRST = ("client: how long does the repair of the kettle take?", "agent: Hello Ann, the repair of the kettle takes three days.")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["client: fine", "agent: The repair of the kettle takes two weeks."], FAIL),
        (["client: fine", "agent: The repair of the kettle takes 72 hours."], PASS),
        (["client: fine", "agent: I was wrong: the repair of the kettle takes two weeks."], PASS),
        (["client: fine", "agent: The repair of the toaster takes two weeks."], PASS),
        (["client: and if I want the other one mended?", "agent: The repair of the kettle takes two weeks."], PASS),
        (["client: two weeks, said Hal", "agent: The repair of the kettle takes two weeks."], PASS),
        (["client: fine", "agent: Does the repair of the kettle take two weeks?"], PASS),
        (["client: fine", "agent: The repair of the kettle takes two weeks without a deposit."], PASS),
    ],
)
def test_two_values_for_one_thing(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(*FIRST, *lines, "client: ok, thanks"), "CA212") == expected


@pytest.mark.parametrize(
    ("asked", "answered", "expected"),
    [
        ("Which town was it sent to?", "Wrexham", FAIL),
        ("Which town was it sent to?", "to my sister, as I said", []),
        ("Which town was it sent to?", "it's in my first message", FAIL),
        ("Was it sent to Wrexham?", "Wrexham", []),
        ("Which colour is it?", "blue", PASS),
    ],
)
def test_a_detail_that_stood_in_an_earlier_message(
    court: Any, talk: Talk, asked: str, answered: str, expected: list[str]
) -> None:
    lines = (
        "client: hello, my parcel to the town of Wrexham is lost",
        "agent: Hello Ann, let me look for it.",
        "client: please do",
    )
    assert court.verdicts(talk(*lines, f"agent: {asked}", f"client: {answered}"), "CA205") == expected


def test_a_template_of_pound_signs_breaks_no_rule(court: Any, talk: Talk) -> None:
    # This failed once: the word behind the sign is no word of its own
    lines = ("client: where is my parcel?", "agent: Hi £FirstName £LastName, thanks.", "client: where?", "agent: Hi £FirstName")
    assert isinstance(court(talk(*lines), "CA201"), list)


def test_a_wait_that_was_over_when_the_client_asked_announces_nothing(court: Any, talk: Talk) -> None:
    lines = (
        *OPENING,
        "client: the red one",
        "agent: Done, it takes two minutes to show.",
        "client: and what about the blue one?",
    )
    conversation = timed(talk(*lines, "agent: The blue one stays."), 0, 60, 100, 160, 400, 1000)
    assert [(o.verdict, o.message) for o in court(conversation, "CA203") if o.verdict is Verdict.FAIL] == [(Verdict.FAIL, "m6")]


@pytest.mark.parametrize(
    ("first", "later", "answer", "expected"),
    [
        ("You'll get it within 3 days.", "Attached. Refunds take 14 days.", "You just said 3 days?? Which one is it?", FAIL),
        ("It is 18 euro for the bike.", "The bike comes to 22 euro.", "hang on, you told me 18", FAIL),
        ("He comes on Tuesday.", "The fitter is booked for Thursday.", "But you said Tuesday!", FAIL),
        ("You'll get it within 3 days.", "Sorry, I was wrong: 14 days from receipt.", "You just said 3 days?? ok", PASS),
        ("It is 18 euro for the bike.", "The lock is 22 euro.", "but you said 18 for the bike and 22 for the lock?", PASS),
        ("You'll get it within 3 days.", "Posting takes 5 days.", "ok, you said 3 days for the refund, thanks", PASS),
        ("You'll get it within 3 days.", "Posting takes 5 days.", "but you said 4 last year!", PASS),
    ],
)  # fmt: skip
def test_a_client_who_holds_the_first_value_against_the_second(
    court: Any, talk: Talk, first: str, later: str, answer: str, expected: list[str]
) -> None:
    lines = ("client: When do I get it?", f"agent: {first}", "client: and the label?", f"agent: {later}", f"client: {answer}")
    assert court.verdicts(talk(*lines), "CA212") == expected
