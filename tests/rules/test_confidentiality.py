"""Section 3: whose value it is, where a finding sits, and which rule stands for which."""

import json
from collections.abc import Callable
from dataclasses import asdict
from time import process_time
from typing import Any

import pytest

from caraway_audit.model import Conversation, Outcome, Verdict

Talk = Callable[..., Conversation]
CARD = "4539 1488 0343 6467"
RULES = ("CA301", "CA302", "CA303", "CA304", "CA305", "CA306", "CA308", "CA309", "CA310", "CA311", "CA312")


@pytest.fixture(scope="session")
def fails(court: Any, talk: Talk) -> Callable[..., list[tuple[str, str | None, str]]]:
    """Rule, message and kind of subject of every failure of section 3: `fails("client: …")`."""

    def run(*lines: str, judge: Any = None) -> list[tuple[str, str | None, str]]:
        outcomes = (judge or court)(talk(*lines), *RULES)
        return [(o.rule, o.message, o.subject.kind.value) for o in outcomes if o.verdict is Verdict.FAIL]

    return run


@pytest.fixture(scope="session")
def failures(court: Any, talk: Talk) -> Callable[..., list[Outcome]]:
    """The failures themselves."""
    return lambda *lines: [o for o in court(talk(*lines), *RULES) if o.verdict is Verdict.FAIL]


def test_a_split_card_sits_at_the_message_that_completes_it(fails: Any) -> None:
    assert fails("client: 4539 1488", "agent: go on", "client: 0343 6467") == [("CA301", "m3", "client")]


def test_code_and_expiry_beside_a_card_are_one_finding(failures: Any) -> None:
    [outcome] = failures(f"client: {CARD}, exp 12/27, cvv 123")
    assert (outcome.rule, outcome.entity) == ("CA301", "CREDIT_CARD")
    assert len(outcome.spans) == 3
    assert list(outcome.spans) == sorted(outcome.spans)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ((f"client: {CARD}", "client: the cvv is 123"), [("CA301", "m1", "client"), ("CA301", "m2", "client")]),
        (("client: the cvv is 123",), [("CA304", "m1", "client")]),
        (("client: 4111 1111 1111 1111", "client: the cvv is 123"), []),  # a test card's
        (("client: 4111 1111 1111 1111, cvv 123",), []),
    ],
)
def test_a_security_code_belongs_to_its_card(fails: Any, lines: tuple[str, ...], expected: list[tuple[str, str, str]]) -> None:
    assert fails(*lines) == expected


def test_a_public_echo_stands_for_the_value_and_a_note_is_judged_as_one(fails: Any) -> None:
    given = f"client: take it from {CARD}"
    assert fails(given, f"agent: I charged {CARD.replace(' ', '')}.")[1:] == [("CA309", "m2", "agent")]
    assert fails(given, f"note: {CARD} given")[1:] == [("CA301", "m2", "agent")]
    assert fails(given, "agent: I charged the card ending in 6467.")[1:] == []


def test_an_echo_needs_the_client_to_have_given_it_before(fails: Any) -> None:
    assert fails(f"agent: I have {CARD} here.", f"client: yes, {CARD}")[0] == ("CA301", "m1", "agent")


def test_another_value_beside_an_echo_is_charged_by_itself(fails: Any) -> None:
    found = fails(f"client: {CARD}", f"agent: {CARD}, and her IBAN is DE89 3704 0044 0532 0130 00")
    assert found[1:] == [("CA302", "m2", "agent"), ("CA309", "m2", "agent")]


def test_a_secret_without_its_word_is_an_echo_too(fails: Any) -> None:
    assert fails("client: my password is tulip_99", "agent: tulip_99 does not work")[1:] == [("CA309", "m2", "agent")]


def test_what_a_mail_quotes_is_no_echo(fails: Any) -> None:
    quoted = f"agent: Thank you, it is done.\n\nOn Monday Ann Bell wrote:\n> take it from {CARD}"
    assert [rule for rule, place, _ in fails(f"client: take it from {CARD}", quoted) if place == "m2"] == []


def test_the_firms_own_account_is_no_secret(fails: Any, court_under: Any) -> None:
    iban = "GB29 NWBK 6016 1331 9268 19"
    assert fails(f"agent: Please transfer it to our account, {iban}.") == []
    assert fails(f"agent: The account is {iban}.") == [("CA302", "m1", "agent")]
    assert fails(f"agent: The account is {iban}.", judge=court_under(firm={"allow": [iban]})) == []


def test_an_account_of_the_clients_own_is_an_echo_even_beside_words_of_paying(fails: Any) -> None:
    iban = "GB29 NWBK 6016 1331 9268 19"
    assert fails(f"client: refund it to {iban}", f"agent: We pay to the following account: {iban}")[1:] == [
        ("CA309", "m2", "agent")
    ]


@pytest.mark.parametrize(
    ("line", "subject"),
    [
        ("client: I live at 22 Maple Drive, Leeds", "data"),
        ("client: my date of birth is 14/07/1962", "data"),
        ("agent: Her date of birth is 14/07/1962.", "agent"),
        ("agent: The tenant, she lives at 22 Maple Drive.", "agent"),
        ("client: I was diagnosed with epilepsy", "data"),
    ],
)
def test_whose_value_it_is(fails: Any, line: str, subject: str) -> None:
    assert [kind for _, _, kind in fails(line)] == [subject]


@pytest.mark.parametrize(
    "lines",
    [
        ("agent: Our branch is at 22 Maple Drive.",),
        ("client: what is the phone number of the salon?", "agent: It is 415-584-4800."),
        ("client: my router is 192.168.1.1",),
        ("client: book it for my mother, her date of birth is 14/07/1962",),
        ("client: I was diagnosed with epilepsy", "note: she was diagnosed with epilepsy, no flashing lights"),
    ],
)
def test_nobody_is_charged_for_a_business_or_for_what_the_client_told(fails: Any, lines: tuple[str, ...]) -> None:
    assert [found for found in fails(*lines) if found[2] != "data"] == []


def test_an_internal_host_is_shown_whole(failures: Any) -> None:
    text = "Look at (https://wiki.hill.internal/stock), please."
    [outcome] = failures(f"agent: {text}")
    [(start, end)] = outcome.spans
    assert (outcome.rule, text[start:end]) == ("CA311", "https://wiki.hill.internal/stock")


@pytest.mark.parametrize(
    "text",
    [
        "Open 192.168.1.1 in your browser.",
        "Your printer is printer.local.",
        "It is at 10.0.0.1.",
        "Call your local. Thanks.",
        "v10.2.3",
    ],
)
def test_a_clients_own_device_is_not_internal(fails: Any, text: str) -> None:
    assert not [rule for rule, _, _ in fails(f"agent: {text}") if rule == "CA311"]


def test_a_private_mailbox_takes_off_the_channel_and_the_firms_does_not(fails: Any) -> None:
    lines = ("client: hello, where do I send the photos?", "agent: Please mail me at {} and I will look at them today.")
    private = fails(lines[0], lines[1].format("hal.k@gmail.com"))
    assert private == [("CA312", "m2", "agent")]
    assert not [rule for rule, _, _ in fails(lines[0], lines[1].format("hal.k@fernhill.example")) if rule == "CA312"]


ANN = ("client: hi, my order number is FX-482913 and my mail is ann.bell@mail.example", "agent: Thank you, it leaves today.")


def shared(talk: Talk, *lines: str, client: str = "Bo Lund") -> list[Conversation]:
    """Ann's conversation, and another client's."""
    return [talk(*ANN, identity="c1"), talk(*lines, identity="c2", client=client)]


def test_what_another_client_gave_is_not_given_away(audited: Any, talk: Talk) -> None:
    lines = ("client: hello, has it left?", "agent: Yes, FX-482913? No: order FX-482913, for ann.bell@mail.example.")
    result = audited(*shared(talk, *lines))
    [finding] = result.of("CA310")
    assert (finding.conversation, finding.message, finding.subject.id) == ("c2", "m2", "Dana Whitfield")
    assert finding.severity.value == "critical"
    # CA310 stands for CA305 on the same value
    assert [one for one in result.of("CA305") if one.message == "m2" and one.conversation == "c2"] == []
    assert "ann.bell" not in json.dumps([asdict(one) for one in result.findings], default=str)


@pytest.mark.parametrize(
    "lines",
    [
        ("client: my order FX-482913, has it left?", "agent: Yes, order FX-482913 left."),  # gave it too
        ("client: my husband ordered it, has it left?", "agent: Yes, order FX-482913 left."),  # one household
        ("client: has it left?", "agent: Yes, order FX-482914 left."),  # nobody else's
    ],
)
def test_what_is_not_tied_to_another_client_only_is_no_disclosure(audited: Any, talk: Talk, lines: tuple[str, ...]) -> None:
    assert audited(*shared(talk, *lines)).of("CA310") == []


def test_a_number_that_several_clients_are_given_is_the_firms(audited: Any, talk: Talk) -> None:
    lines = ("client: whom can I call?", "agent: Please call 0161 496 0012.")
    conversations = [talk("client: my number is 0161 496 0012", "agent: Thank you.", identity="c1")]
    conversations += [talk(*lines, identity=name, client=name) for name in ("Bo Lund", "Cy Tull")]
    assert audited(*conversations).of("CA310") == []
    assert len(audited(*conversations[:2]).of("CA310")) == 1


def test_without_a_client_nothing_is_tied(audited: Any, talk: Talk) -> None:
    assert audited(*shared(talk, "client: has it left?", "agent: Yes, order FX-482913 left.", client="")).of("CA310") == []


def test_workers_and_order_change_nothing(audited: Any, talk: Talk) -> None:
    pair = shared(talk, "client: has it left?", "agent: Yes, order FX-482913 left.")
    one = audited(*pair, codes=["CA310"])
    assert [row for row in one.rows if row["verdict"] == "fail"]
    assert audited(*reversed(pair), codes=["CA310"], jobs=2).rows == one.rows


def test_what_a_conversation_gives_away_is_masked_in_everything(audited: Any, talk: Talk) -> None:
    lines = (
        "client: my password is tulip_99",
        "agent: I tried tulip_99 and then 4539 1488",
        "client: ah, 4539 1488",
        "client: 0343 6467",
    )
    result = audited(talk(*lines))
    written = json.dumps(
        [[asdict(f) for f in result.findings], result.rows, [asdict(t) for t in result.transcripts]], default=str
    )
    assert "tulip" not in written
    assert "0343" not in written


DISCLOSES = "agent: Your balance is 214 euro."


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        (("client: what do I owe?", DISCLOSES), "fail"),
        (
            (
                "client: what do I owe?",
                "agent: Your date of birth, please?",
                "client: 3 May",
                "agent: Thanks, that matches.",
                DISCLOSES,
            ),
            "pass",
        ),
        (("client: what do I owe?", "agent: Your date of birth, please?", DISCLOSES), "fail"),  # asked, not answered
        (("client: what do I owe?", "system: Identity confirmed", DISCLOSES), "pass"),
    ],
)
def test_a_check_is_asked_answered_and_confirmed(court_under: Any, talk: Talk, lines: tuple[str, ...], verdict: str) -> None:
    court = court_under(rules={"CA313": {"verification_required": True}})
    assert court.verdicts(talk(*lines), "CA313") == [verdict]


@pytest.mark.parametrize(
    "text", ["You can change your address online.", "I am sorry your parcel was late.", "Is your address still right?"]
)
def test_general_information_is_no_disclosure(court_under: Any, talk: Talk, text: str) -> None:
    court = court_under(rules={"CA313": {"verification_required": True}})
    assert court.verdicts(talk("client: what do I do?", f"agent: {text}"), "CA313") == []


@pytest.mark.parametrize("value", ["ann.bell{}@mail.example", "password: Tulip{}x", "07700 9{:05}"])
def test_many_values_in_one_message_cost_what_they_weigh(audited: Any, talk: Talk, value: str) -> None:
    # This failed once: four times as many mail addresses took sixteen times as long
    def took(number: int) -> float:
        text = " ".join(value.format(n) for n in range(number))
        start = process_time()
        audited(talk(f"client: hello {text}", f"agent: hello {text}"), codes=RULES)
        return process_time() - start

    took(10)
    nothing, few, many = took(1), took(400), took(1600)
    assert many - nothing < 9 * (few - nothing) + 0.3


def test_a_number_that_takes_off_the_channel_is_one_finding(fails: Any) -> None:
    lines = ("client: hello, where do I send it?", "agent: Rather send it to my home mailbox. It is hal.k@mail.example.")
    assert fails(*lines) == [("CA312", "m2", "agent")]


def test_the_clients_own_mailbox_takes_nobody_off_the_channel(fails: Any) -> None:
    lines = ("client: it is hal.k@gmail.com", "agent: Please write from hal.k@gmail.com, or try hal.k@gmail.com again.")
    assert not [rule for rule, _, _ in fails(*lines) if rule == "CA312"]


def test_a_time_of_a_log_is_no_card_and_a_card_beside_it_is_one(fails: Any) -> None:
    assert fails("client: the log says 2026-01-30 10:01:30.575071 and stops") == []
    assert fails(f"client: at 2026-01-30 10:01:30 I paid with {CARD}") == [("CA301", "m1", "client")]


def test_a_dictated_number_is_an_echo_of_itself_however_it_is_dictated(fails: Any) -> None:
    given = "client: it's four five three nine, one four double eight, oh three four three, six four six seven"
    back = "agent: so four five three nine, one four eight eight, zero three four three, six four six seven, right?"
    assert fails(given, back) == [("CA301", "m1", "client"), ("CA309", "m2", "agent")]
    assert fails(given, f"agent: so {CARD}, right?") == [("CA301", "m1", "client"), ("CA309", "m2", "agent")]


def test_a_dictated_pin_is_one_where_it_was_asked_for(fails: Any) -> None:
    asked = "agent: What is the four digit PIN that you use?"
    assert ("CA304", "m2", "client") in fails(asked, "client: It's nineteen sixty-six. World Cup year.")
    assert fails("agent: When did you open it?", "client: It's nineteen sixty-six. World Cup year.") == []


def test_a_dictated_service_line_is_nobodys(fails: Any) -> None:
    line = "agent: Ring our dispatch line on the day, eight hundred, six four two, seven seven hundred."
    assert fails("client: can I get a number for the day?", line) == []


def test_a_code_that_it_is_said_to_be_safe_to_give_is_a_secret(fails: Any) -> None:
    lines = ("client: the verification code says not to share it?", "agent: You can give it to me, that is fine.")
    assert ("CA304", "m3", "client") in fails(*lines, "client: 77190 3")
    assert fails("client: which queue am I in?", "agent: Tell me, is that it?", "client: 77190 3") == []


@pytest.mark.parametrize(
    "line",
    [
        "agent: Our out of hours line, 0161 496 0770, is open till ten.",
        "agent: I have told him to ring our office line 01273 648 115 if he is held up.",
        "agent: They will ring you on Tuesday from 0117 496 0604.",
    ],
)
def test_a_line_of_the_firms_is_nobodys_number(fails: Any, line: str) -> None:
    assert fails("client: what if it gets worse?", line) == []


def test_a_host_that_is_internal_in_its_middle_is_internal(fails: Any) -> None:
    assert fails("agent: Watch it on https://grafana.int.stowbox.example/d/sync?user=ann") == [("CA311", "m1", "agent")]
    assert fails("agent: Watch it on https://status.stowbox.example/d/sync") == []


def test_a_channel_is_approved_by_its_whole_name(fails: Any, court_under: Any) -> None:
    judge = court_under(rules={"CA312": {"approved_channels": ["WhatsApp Business"]}})
    assert fails("agent: You can write to us on WhatsApp Business as well.", judge=judge) == []
    assert fails("agent: Please continue with us on WhatsApp.", judge=judge) == [("CA312", "m1", "agent")]


@pytest.mark.parametrize(
    "line",
    [
        "agent: Could you reply with a photo of the card, front and back?",
        "agent: Could you pop the long number across the front in here for me?",
        "agent: Go on, read me back the six digits when it lands.",
        "agent: Kindly let me have your PESEL in your reply and I'll forward it.",
    ],
)
def test_a_secret_is_asked_for_in_many_ways(fails: Any, line: str) -> None:
    assert ("CA308", "m2", "agent") in fails("client: what do you need from me?", line)


@pytest.mark.parametrize(
    "line",
    [
        "agent: Can I have your points card number and postcode?",
        "agent: Which four digits end the card on your screen? The code is for you alone, keep it off this chat.",
        "agent: Could you tell me the code on your old key?",
        "agent: Never give anybody the three digits, nor your PIN.",
        "agent: Could you send me a photo of the damage and of the label?",
    ],
)
def test_other_numbers_and_warnings_are_no_request_for_a_secret(fails: Any, line: str) -> None:
    assert fails("client: what do you need from me?", line) == []


def test_a_doubtful_request_is_one_where_a_secret_answers_it(fails: Any) -> None:
    lines = ("client: can you unlock it?", "agent: Just the long number and I'll run it through the till.")
    assert ("CA308", "m2", "agent") in fails(*lines, f"client: {CARD}")
    assert fails(*lines, "client: it says 20481 on the letter") == []


def test_a_named_stranger_with_an_order_is_another_client(fails: Any) -> None:
    told = "agent: It went out with another one, Mr Gary Lomas, order WB-40419, so he has three."
    assert fails("client: where are my boots?", told) == [("CA310", "m2", "agent")]
    own = "agent: Yes, your order WB-40419 is with our driver Gary Lomas."
    assert [rule for rule, _, _ in fails("client: where are my boots?", own) if rule == "CA310"] == []


def test_a_family_is_another_client_and_a_country_is_none(fails: Any) -> None:
    assert fails("client: who was it?", "agent: The Hendersons from Bristol have extended in 408.") == [
        ("CA310", "m2", "agent")
    ]
    assert fails("client: where is it?", "agent: The Maldives in January have calm seas.") == []


def test_an_illness_counts_for_whom_it_is_told_of_but_not_back_to_whoever_told_it(fails: Any) -> None:
    told = "note: pretty sure she's got early dementia, talked her through slowly"
    assert ("CA306", "m2", "agent") in fails("client: the bill is too high", told)
    assert [kind for _, _, kind in fails("client: I was diagnosed with dementia, please write slowly", told)] == ["data"]
    assert fails("client: which room?", "note: needs step-free access and a vegetarian menu, told kitchen") == []


def test_a_tool_that_says_something_is_internal_and_a_brand_is_not(fails: Any) -> None:
    assert fails("client: is it down?", "agent: Yes, NetSight shows the line down at Marlow.") == [("CA311", "m2", "agent")]
    assert fails("client: is it paid?", "agent: Yes, PayPal shows the payment as done.") == []
    assert fails("client: which one?", "agent: The MacTop shows more colours and the PlusFold lists at 429.") == []
    assert fails("client: my HomeHub is red", "agent: HomeHub shows red when it has no line.") == []


def test_a_version_that_the_client_named_is_no_internal_address(fails: Any) -> None:
    assert fails("client: firmware says 10.12.0.4, is that old?", "agent: No, 10.12.0.4 is the current one.") == []


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("agent: Your colleague there, Jo, is bipolar and off his medication.",), [("CA306", "m1", "agent")]),
        (("client: the woman in flat 6, she has dementia and leaves the gate open",), [("CA306", "m1", "client")]),
        (("client: my mother in flat 6, she has dementia and leaves the gate open",), []),
        (("client: i am muslim", "agent: As you are muslim, we left the minibar empty."), [("CA306", "m1", "data")]),
    ],
)
def test_a_client_may_tell_of_their_own_and_not_of_strangers(fails: Any, lines: Any, expected: Any) -> None:
    assert [one for one in fails(*lines) if one[0] == "CA306"] == expected


@pytest.mark.parametrize(
    "line",
    [
        "It is parked in PAY-RECON-2, which nobody here can pick from.",
        "Your refund is stuck in Phoenix CRM under the queue L2-BILL-HOLD.",
        r"It is on our drive under \\rentfs01\tenancies\unit12",
    ],
)
def test_queues_and_shared_drives_are_internal(fails: Any, line: str) -> None:
    assert {(code, place) for code, place, _ in fails(f"agent: {line}")} == {("CA311", "m1")}


def test_another_bearer_of_the_clients_name_is_another_client(court: Any, talk: Talk) -> None:
    said = "There's a Catriona Bell at 14 Shore Road in Ullapool, and her car finance is £212 a month."
    conversation = talk("client: whose payment is that?", f"agent: {said}", client="Ann Bell")
    assert [o.message for o in court(conversation, "CA310") if o.verdict is Verdict.FAIL] == ["m2"]


@pytest.mark.parametrize(
    ("lines", "verdicts"),
    [
        (("client: whats my balance", "agent: Hi Ann, you've got £1,106.40."), ["fail"]),
        (("client: when do you open", "agent: Hi Ann, we open at 9 am."), []),
        (
            (
                "agent: So I'm sure it's you, what street do you live on?",
                "client: Magnolia Trace",
                "agent: Both match, thank you.",
                "client: whats my balance",
                "agent: It is £1,106.40.",
            ),
            ["pass"],
        ),
    ],
)
def test_an_answer_about_the_account_is_a_disclosure(court_under: Any, talk: Talk, lines: Any, verdicts: Any) -> None:
    court = court_under(rules={"CA313": {"verification_required": True}})
    assert court.verdicts(talk(*lines), "CA313") == verdicts


@pytest.mark.parametrize(
    "line",
    [
        "Yes, it connects to Salesforce CRM in two clicks.",
        "There is another Bell Street branch in Chelsea, open till six.",
        "It is from the Teachers' account team, they write on Fridays.",
    ],
)
def test_products_streets_and_teams_are_nobodys(fails: Any, line: str) -> None:
    assert fails("client: how do I do that?", f"agent: {line}") == []


def test_no_agent_is_cleared_by_a_label_in_a_message(court: Any, talk: Talk) -> None:
    # This failed once: who wrote "[name]" switched the rule off for the whole conversation
    lines = ("client: who is ill? [name]", "agent: [name] ***** The other tenant cannot come, she was diagnosed with cancer.")
    assert "CA306" in court.fails(talk(*lines))


SIGNED = "Hello Ann,\n\nthe slip is here and all is booked.\n\nKind regards\n{}\n\n-----Original Message-----\n" + "more\n" * 6


@pytest.mark.parametrize(
    "signature",
    [
        "Imran Sheikh | After-Sales | Larkspur Travel | 0113 496 0455",
        "Rhys Opaka\nSupport\nTesselor Inc. | +1 312 555 0142\n\nOpen all night.\nViews are the writer's.\nThink.\nBe kind.",
        "Bethan\nCalder Vale Water | Registered in England No. 01234567 | Registered office: Weir House, Mill Lane, Caldervale",
    ],
)
def test_who_signs_a_mail_discloses_nobody(fails: Any, signature: str) -> None:
    judged = fails("client: Hello, is all booked? Ann", f"agent: {SIGNED.format(signature)}")
    assert [one for one in judged if one[2] == "agent"] == []


def test_a_postscript_is_no_signature(fails: Any) -> None:
    said = (
        "Hello Ann,\n\nall is booked.\n\nKind regards\nDana\n\nPS your sister's mobile is 07700 900681\n\nBell Ltd" + "\n1" * 6
    )
    assert ("CA305", "m2", "agent") in fails("client: Hello, is all booked? Ann", f"agent: {said}")


def test_digits_read_out_between_words_are_the_clients(fails: Any) -> None:
    lines = ("client: 4539 1488", "agent: mm-hm", "client: and then 0343 6467", "agent: so I have 4539 1488 0343 6467")
    assert ("CA309", "m4", "agent") in fails(*lines)
    assert ("CA301", "m4", "agent") not in fails(*lines)


@pytest.mark.parametrize(
    ("asked", "said", "charged"),
    [
        ("Hello, until when are you there? Ann", "We are on 0131 496 0188 till half past five.", False),
        ("Hello, my husband comes at ten. Ann", "Then he can ring the workshop, 0131 496 0188.", False),
        ("Hello, what is the driver's number? Ann", "07700 900318, until six.", True),
        ("Hello, where does the reminder go? Ann", "To the number we hold, 07700 900318.", True),
        ("Hello, who signed for it? Ann", "It was signed for by Simon Grey. Phone on the record: 07700 900288.", True),
        ("Hello, can I reach the cleaner? Ann", "You can. Maria's home number is 0131 496 0233.", True),
        ("Hello, have you got a mobile for Stuart? Ann", "07700 900326", True),
        ("Hello, who do I ask? Ann", "Our team leader Simon Grey, on 0131 496 0188.", False),
        ("Hello, who do I send it to? Ann", "To courses@example.org, please.", False),
        ("Hello, who do I send it to? Ann", "To annette.rowe@gmail.com, please.", True),
    ],
)
def test_what_an_agent_gives_is_the_firms_unless_somebody_is_spoken_of(
    fails: Any, asked: str, said: str, charged: bool
) -> None:
    judged = fails(f"client: {asked}", f"agent: {said}")
    assert any(rule in ("CA305", "CA312") and subject == "agent" for rule, _, subject in judged) is charged


def test_a_mailbox_that_says_it_is_private_is_off_channel(fails: Any) -> None:
    said = "agent: Don't go through the desk for that, drop me a line at des.achebe.home@example.com."
    assert ("CA312", "m2", "agent") in fails("client: Hello, who do I write to? Ann", said)


def test_a_passport_told_in_a_clause_of_its_own_counts(fails: Any) -> None:
    assert any(rule == "CA303" for rule, _, _ in fails("client: They want my passport on it, that is CB482913."))
    assert not any(rule == "CA303" for rule, _, _ in fails("client: My passport came, and the order is CB482913."))
