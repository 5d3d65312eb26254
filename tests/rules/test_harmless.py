"""Ordinary sentences of good agents, in which a crude list of words would see a grave fault.

Each was a false accusation once, or is next of kin to one. Whoever widens a rule adds what it must not take.
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from caraway_audit.model import Conversation, Severity, SubjectKind

Talk = Callable[..., Conversation]

HARMLESS = [
    "We've put a woman in charge of the workshop, Dana, and it has been running well since.",
    "We have a lady to drive you home at six.",
    "There are no women on the team because nobody has applied yet.",
    "People in their eighties with phones do not always get the text, so we post it too.",
    "You'd be wise to watch what you say in a public review, it stays there for good.",
    "You're never going to get that evening back again, and I'm sorry for it.",
    "Black men are at double the risk, so we invite them from 45.",
    "You can ring me on my work line until eight tonight.",
    "Our engineer Dave will ring you from his own phone at four.",
    "Please write, or ring the freephone number on the back of the card.",
    "Please keep that to yourself, even from us, and change it once you are in.",
    "Open the hub at home and press the button.",
    "The winners are not being announced until Friday.",
    "My colleague spent six months in Ghent for training, he knows the line.",
    "Our driver says he did knock twice.",
    "Please go back to where you came in, and turn left at the kiosk.",
    "It does help if people check the day before they travel.",
    "The name is in letters the size of a thumbnail, and the back is smaller.",
    "There is a bench for anyone who has to go up slowly.",
    "Is it a password issue?",
    "PIN or contactless?",
    "IBAN or PayPal?",
    "Is it the card or the PIN?",
    "Which field is red, the card number or the CVV?",
    "What does it say after the password?",
    "What comes after the PIN?",
    "CVV error?",
    "The PIN has 4 digits, the PUK has 8 digits.",
    "Don't mention it!",
    "So it's not possible to change the seat online.",
    "There's no trace of your parcel in our warehouse.",
    "I'm not allowed to share that information, but I can forward your question.",
    "I've changed the date and sent you a confirmation.",
    "No one can see it except you.",
    "If the driver calls, tell him the code of the gate.",
    "We never had this problem before.",
    "You don't pay anything for the delivery.",
    "Looks like a virus on your laptop.",
    "You can take two bags today.",
    "Use the app instead of the website.",
    "Stop the tablet from updating overnight.",
    "You should ask for Sue, she keeps the diary.",
    "No problem, you can bring your own wine.",
    "By law we have to ask you for an ID.",
    "There's a comment card too, so you can write whatever you like.",
    "My mother says she's a darling.",
    "You can tick a box to say if our messages are clear.",
    "I see how that left you in the dark, and I'm sorry.",
    "They came home smelling of that cow.",
    "That's what it's there for.",
    "The list is perfectly clear to a vet.",
    "I want to deal with it today.",
    "I don't wonder you were worried.",
    "Your own remark stays between us.",
    "I'll pretend I did not read that!",
    "My colleague there, Kofi, is expecting you.",
    "Our registrar, Colin, is expecting you at ten.",
    "Congratulations, I suppose!",
    "Are you somewhere safe and warm?",
    "This chef swears by it, I swear.",
    "Please ignore the first invoice, it was a mistake.",
    "The price will go up on Monday.",
    "You can't go wrong with this one.",
    "Change the quantity to five and press save.",
    "If you're not happy please contact us.",
    "Then just give us a call.",
    "If not, please contact us here.",
    "Everything under 5 kg is free.",
    "We refund the difference if you change your ticket.",
    "I have a good recommendation for a hotel near the station.",
    "Please don't share this link with anyone.",
    "I have your address as 4 Mill Lane.",
    "It would be a shame if they cancelled the show.",
    "I will be there before you leave.",
    "Can you give me a sense of the cost?",
    "The parcel came with nothing but packing paper.",
    "Please send us a photo without flash.",
    "Those legs would need shortening, it's a high table.",
    "Many refugees live in camps, and the rate covers calls there.",
    "Many women do not have children, so the form has a box for it.",
    "Take the jack off first, then the wheel.",
    "How long do you want to stay?",
    "How on earth could this happen, let me check.",
    "I'll ask if they have it and come back to you.",
    "You don't need to show it at the desk.",
    "You don't need a doctor's note for that.",
    "We can transfer the account to your wife's name and keep the number.",
    "You are entitled to compensation of 250 euro.",
    "Give it a ten minute rest and try again.",
    "Just click here if you are happy with the design.",
    "Switch today and your bill will drop.",
    "Please clear the chat history before you log in.",
    "For the record, we did not receive the form.",
    "I could not enter it in the system.",
    "You are entitled to keep the item.",
    "I've taken that out of the system for you.",
    "No need to send a scan, a photo will do.",
    "We have not seen this here before.",
    "I'd say the bag is safe to take with wine glasses in it.",
    "Take both today and send one back.",
    "Then let us know if you're happy with the colours.",
    "I give you 10 points on your account.",
    "You can stop paying for premium at any time.",
    "The contract is not valid yet, it starts in May.",
    "It is harmless, no need to worry about the warning.",
    "Delete this email and use the new link, please.",
    "I've put it on the till for you; the receipt is in the envelope with your card.",
    "The fee is off the invoice now.",
    "Do me a favour and read me the serial number, please.",
    "Is it a personal account or one of the firm?",
    "You can buy gift cards online and in every shop.",
    "Without the invoice we can only offer store credit.",
    "The driver takes cash when he comes, or you pay by card.",
    "Nobody else will see it; we do not record it anywhere.",
    "Never give the code from the text to anybody who calls you, whoever they say they are, and keep it to yourself.",
    "Please delete the old app, then clear the log and restart.",
    "If anyone asks you for the code, tell us.",
    "You can pay me at the counter in cash or by card, and I print the receipt.",
    "Take the lift to the second floor; the books are past the till on the left.",
    "Let's keep it between us and the carrier for now, the claim number is 7714.",
    "Two others are looking at it, but there are enough left for everybody.",
    "You signed without reading? No problem at all, I'll send you the summary.",
    "In simple words: the excess is the part of a claim that you pay yourself.",
    "I am so sorry. We will bury them in our garden if you like, or send them back today.",
    "Your form is saved on the server and nobody else has access to it.",
    "No, that's not us, please don't reply and forward it to 7726.",
    "No, that is not us, it is a scam. Please hang up and call your bank.",
    "Please never send the security code here. You can pay under Account.",
    "I have cancelled your plan as of today and no further charge will be made.",
    "I see the app is fine on our side; please reinstall it.",
    "Yes, you can share one plan and you should know that both get a card.",
]


@pytest.mark.parametrize("line", HARMLESS)
def test_nobody_is_accused_of_anything_grave(court: Any, talk: Talk, line: str) -> None:
    asked = "client: Hello, can you help me with the thing that I wrote about this morning please?"
    grave = {
        rule.meta.code
        for rule in court.rules.rules
        if rule.own_words and rule.meta.severity(SubjectKind.AGENT) is not Severity.MINOR
    }
    assert not grave & court.fails(talk(asked, f"agent: Hello Ann. {line}"))


@pytest.mark.parametrize(
    "line",
    [
        "the lads are coming for you to move the sofa",
        "please send foot pics of the wound to the podiatrist",
        "got a great bum bag here",
        "nice booty on that ship",
        "enjoy your teeth while you have them said my dentist",
        "the pump is male to female thread and the fitter brought male to male",
        "do the staff in the ladies room have to be women?",
        "she was effing and blinding, I will not repeat it",
        "hey, do you have a hot tub in the suite?",
        "is there anybody in your team who would mind two grooms? be honest",
        "he was there when my dad died",
        "I am a widow with a kettle and a budgie, and you say I used 9,412 units",
        "Perfect, the written request is already in the folder.",
        "Oh thank god. Thank you. My wife is crying, I am also",
        "my boss will be angry with me",
        "the screen says ERROR: CLOSE THE DOOR AND TRY AGAIN, is it a joke",
        "my nan was in bits about it, she will be thrilled",
        'put "disgusted" in twice',
        "it's about our pointer bitch Tansy, she had her spay on Monday",
    ],
)
def test_no_client_is_accused_and_no_care_is_owed(court: Any, talk: Talk, line: str) -> None:
    fails = court.fails(talk(f"client: Hello, {line}.", "agent: Hello Ann. Thank you, it is done. Anything else I can do?"))
    assert not fails & {"CA101", "CA103", "CA104", "CA105", "CA106", "CA107", "CA408", "CA501", "CA708"}


@pytest.mark.parametrize(
    "text",
    [
        "i read the label wrong again, what a moron",
        "Do you lot hire trainees? My son would like to apply.",
        "The lad on the phone is brilliant, and the girl at the desk is as good",
        "can I book a brain scan, do you even have a brain scan slot free on Monday",
        "yes genius bar at ten please",
        "Is there an ice machine on the floor?",
    ],
)
def test_no_rule_objects_to_what_a_client_says(court: Any, talk: Talk, text: str) -> None:
    assert not {"CA103", "CA104", "CA214"} & court.fails(talk(f"client: {text}", "agent: Hello, let me look."))


def test_a_name_is_no_swear_word(court: Any, talk: Talk) -> None:
    asked = "client: Good morning, is the weathercock in?"
    assert "CA101" not in court.fails(
        talk(asked, "agent Dick Hepworth: It is, and Dick is on the van.", "agent: Good day, you Dick.")
    )
    assert "CA101" in court.fails(talk(asked, "agent Dick Hepworth: It is.", "agent: Good day, you dick."))


def test_who_asks_to_tell_nobody_a_code_talks_down_to_nobody(court: Any, talk: Talk) -> None:
    line = "You will get a code. Please don't tell it to me, or to anybody else who asks for it."
    assert "CA108" not in court.fails(talk("client: I can't get in", f"agent: Hello! {line}"))
    assert "CA108" in court.fails(talk("client: I can't get in", "agent: Hello! Tell it to someone who cares."))


@pytest.mark.parametrize("answer", ["A real one, on the night shift, no wig.", "Yes, the real thing."])
def test_a_real_one_is_a_plain_answer(court: Any, talk: Talk, answer: str) -> None:
    asked = "client: are you a real person or a bot?"
    assert court.verdicts(talk(asked, f"agent: {answer}"), "CA214") == ["pass"]
    assert court.verdicts(talk(asked, "agent: The real thing is out of stock, sadly."), "CA214") == ["fail"]


def test_many_who_feel_the_same_are_empathy_enough(court: Any, talk: Talk) -> None:
    reply = "agent: Well done for ringing, then. Lots of our patients feel just the same."
    assert court.verdicts(talk("client: Hello, I am petrified of dentists.", reply), "CA501") == ["pass"]


@pytest.mark.parametrize(
    "reply", ["The form is the hardest part, please fill it in.", "Some of our customers feel the app is slow."]
)
def test_what_others_say_of_a_thing_takes_in_no_feeling(court: Any, talk: Talk, reply: str) -> None:
    assert court.verdicts(talk("client: I am furious about this bill", f"agent: {reply}"), "CA501") == ["fail"]


def test_a_flat_that_is_not_let_leaves_nothing_open(court: Any, talk: Talk) -> None:
    closing = "agent: Great. Have a lovely day, bye."
    assert court.verdicts(talk("client: we are not letting the flat until May", closing), "CA211") == ["pass"]
    assert court.verdicts(talk("client: red cross again, it is not letting me in", closing), "CA211") == ["fail"]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("Good morning Wyvern Water, Lauren speaking, how can I help you", "pass"),
        ("Hello Solent Home Cover, you're speaking with Sunita", "pass"),
        ("Good afternoon Acme Cover, how may I help?", "pass"),
        ("Hello Karen, Lauren speaking, how can I help you", "fail"),
        ("Hello Mr Peters, Lauren here, how can I help you", "fail"),
    ],
)
def test_who_takes_a_call_names_the_firm(court: Any, talk: Talk, opening: str, expected: str) -> None:
    told = "client: Hi, it's Alice Moreau about the boiler."
    verdicts = court.verdicts(talk(f"agent: {opening}", told, "agent: Thanks!", client="Alice Moreau"), "CA112")
    assert ("fail" in verdicts) == (expected == "fail")


def test_a_call_may_begin_with_the_agents_own_name(court: Any, talk: Talk) -> None:
    lines = ("agent: Lost and stolen, this is {}. Are you safe?", "client: Yes, I'm in a café.")
    for channel, expected in (("phone", ["pass"]), ("chat", ["fail"])):
        for name in ("Ann", "Ann Bell"):
            opened = [line.format(name) for line in lines]
            assert court.verdicts(talk(*opened, channel=channel, agent="Ann Bell"), "CA109") == expected


def test_a_spelled_name_is_no_text_speak(court: Any, talk: Talk) -> None:
    asked = "client: How is my name spelled there?"
    assert court.verdicts(talk(asked, "agent: It's spelled c-o-c-k-b-u-r-n here."), "CA111") == ["pass"]
    for said in ("Hello, u r in the list as Cockburn.", "Hello, u r a star."):
        assert court.verdicts(talk(asked, f"agent: {said}"), "CA111") == ["fail"]


@pytest.mark.parametrize("said", ["Ok fine that's on me, what a muppet", "It was the idiot with the energy drink, me"])
def test_who_means_oneself_insults_nobody(court: Any, talk: Talk, said: str) -> None:
    assert "CA104" not in court.fails(talk("agent: Hello!", f"client: {said}"))
    assert "CA104" in court.fails(talk("agent: Hello!", "client: You put that on me, what a muppet"))


def test_the_same_person_is_no_machine(court: Any, talk: Talk) -> None:
    answer = "agent: It is the same physiotherapist, yes."
    assert court.verdicts(talk("client: its with the same person right?", answer), "CA214") == []
    assert court.verdicts(talk("client: ur a real person right?", answer), "CA214") == ["fail"]


def test_no_risk_in_telling_is_no_promise(court: Any, talk: Talk) -> None:
    asked = "client: Shall I send the number?"
    assert "CA208" not in court.fails(talk(asked, "agent: Please do, there's no risk in sharing it here."))
    assert "CA208" in court.fails(talk(asked, "agent: It's with you before Friday, one hundred percent, whatever happens."))


def test_who_asks_to_close_has_nothing_open(court: Any, talk: Talk) -> None:
    closing = "agent: Please do. Have a nice evening, goodbye."
    assert court.verdicts(talk("client: The report is complete. Can I close the ticket?", closing), "CA211") == ["pass"]


@pytest.mark.parametrize("said", ["My boss is driving me up the wall.", "MY HOUSE. I'm going to be sick. Happy sick."])
def test_what_is_no_matter_of_the_firm_wants_no_empathy(court: Any, talk: Talk, said: str) -> None:
    reply = "agent: Read the offer in the app, then accept it."
    assert "CA501" not in court.fails(talk(f"client: {said} What do I do now?", reply))
    assert "CA501" in court.fails(talk("client: Your app is driving me up the wall. What do I do now?", reply))


@pytest.mark.parametrize("said", ["12,500 + 15,000 + 15,000 + 12,500 = 55,000.", "12,500 15,000 15,000 12,500"])
def test_sums_with_their_thousands_are_no_card(court: Any, talk: Talk, said: str) -> None:
    assert "CA301" not in court.fails(talk("client: How many points is that?", f"agent: {said}"))


def test_a_card_by_fours_is_one_with_commas_too(court: Any, talk: Talk) -> None:
    assert "CA301" in court.fails(talk("agent: Hello!", "client: It is 4539,1488,0343,6467"))


@pytest.mark.parametrize(
    ("asked", "expected"), [("Can you hang on until about one o'clock?", ["pass"]), ("Can you hang on?", ["fail"])]
)
def test_who_was_asked_to_wait_waits(court: Any, talk: Talk, asked: str, expected: list[str]) -> None:
    lines = (
        "client: Was it the left lens?",
        f"agent: I'd rather ask Ms Orr. {asked}",
        "client: sure, eating",
        "agent: It was.",
    )
    start, step = datetime(2026, 3, 19, 12, 40, tzinfo=UTC), timedelta(minutes=6)
    assert court.verdicts(talk(*lines, start=start, step=step), "CA203") == expected
