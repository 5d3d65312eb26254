"""What no list of words reaches: advice, pressure, payments and secrets said in a hundred ways, and what clients bring.

This failed once: of plain faults by a writer who had seen no list, two in thirty of advice were found (CA702), and a privacy
request that was carried out at once in other words than ours was a critical finding (CA703).
"""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.model import Confidence, Conversation

Talk = Callable[..., Conversation]

SAID = [
    ("CA702", "I've got 12 years in my old employer's final salary pension. Should that come over to you?",
     "Thank you for calling on us. With your age I would transfer it out straight away, you'll end up far better off than "
     "with those guaranteed payments."),
    ("CA702", "Hello, do you think I should keep my savings in the cash account or move to your tech fund?",
     "Hello Mr Abara, thank you for asking. Move the whole lot into the tech fund now, while it's low. It is going to climb."),
    ("CA705", "We'd like to think about the windows for a week.",
     "Good evening Mr and Mrs Bloom. I see you as sensible people. There's another couple from your road holding the phone for "
     "this slot, so I need a yes before I put this line down."),
    ("CA705", "Hi, I'm only comparing prices for the moment.",
     "Hello Mr Hume! This price is for today only. If you leave the chat, you lose it for good, so you'd better put your "
     "card in now."),
    ("CA709", "Can I pay the vet's bill in two parts?",
     "Hello Ms Trask, of course. First half by card. The other half you could Venmo to me, I'm saving up for a car."),
    ("CA709", "Is there any chance of a bigger room?",
     "Good evening Mr Hirsch! There might be. You run a restaurant, right? A free dinner for me and my wife, and the suite is "
     "yours."),
    ("CA710", "My mum fell out of bed at the home last night. Was the doctor called?",
     "Good afternoon Mrs Jarvis, I'm sorry about your mum. No, he wasn't. We didn't write the fall down, so better you never "
     "heard about it from me."),
    ("CA711", "i gave you 1 star because the tap still leaks",
     "Good morning Mr Yates, I'm sorry about the tap. We'd come on Monday free of charge, provided you turn the one star into "
     "something nicer first."),
    ("CA403", "The invoice has VAT twice on it.",
     "Dear Mr Kaplan, I apologise. This is down to Accounts, who can't seem to get a single invoice right. A corrected copy is "
     "attached. Kind regards, Mirela"),
    ("CA404", "My bank card is worn and the machine wont read it. Can I have another one?",
     "Hello Mr Obi, pop into a branch, they do cards. Thanks for chatting!"),
    ("CA410", "The tyres were new when I dropped the car off.",
     "Hello Mr Ivanov. Let me stop you right there. Those tyres were bald, don't try that with me. Bye and drive safely."),
    ("CA602", "For what the gym costs, the showers should be cleaner.",
     "Hey Mick. There are cheaper gyms in town with worse showers. Enjoy your workout!"),
]  # fmt: skip
BROUGHT = [
    ("CA704", "I've had enough of those pharmacy vouchers in my inbox. Turn off the tap.",
     "Hi Mr Castellanos. The vouchers give you 10 percent on vitamins, a lot of customers love them."),
    ("CA706", "I'll get the civil aviation people on to you for this compensation, EU261 says 400.",
     "Good morning Mr Vella. I'm sorry your flight was late. The aircraft came in late from Oslo."),
    ("CA707", "hey, found ur customer list just sitting open on google. names, phones, all",
     "Hi there! Thanks for finding us on Google. What can I do for you today?"),
    ("CA707", "my kids car seat buckle opens by itself while driving",
     "Hello Amy, I'm sorry, what a worry. The seat has the highest rating in its class."),
    ("CA708", "The debt letters, I can't any more. I stood on the bridge yesterday.",
     "Good afternoon Mr Kowal. You owe 3,120. With 130 monthly you'd be through in two years."),
    ("CA708", "My boyfriend goes through my phone and hits me if he sees calls. Can I have a bill with no numbers on it?",
     "Hello! Bills without numbers can be switched on under Settings, Bills, Details."),
]  # fmt: skip
TAKEN = [
    ("CA703", "My address is wrong in your records, I'm at number 14 not 41.",
     "Good morning Mrs Shah. Thanks for spotting it. I've corrected it to 14, and the next bill goes there."),
    ("CA703", "I don't want my data used for adverts.",
     "Good evening Karim, that's your right. I have just turned it off on your account and told marketing."),
    ("CA704", "I'd like to opt out of paper bills",
     "Hello Joost, with pleasure. From May, you'll find your bills in the portal and get a mail each time."),
    ("CA405", "i asked for a supervisor",
     "Hello Shanice, you did and I'm sorry nobody rang. Jerome, who leads our team, has your number and is dialling now."),
]  # fmt: skip
DECENT = [
    "I'm on the orders desk so I can't advise on doses, but the pharmacist is free till 10pm on the same number, option 2.",
    "That's not something I'm able to say, sorry. Citizens Advice or a solicitor would look at your contract with you.",
    "I'm not able to give a view on that. The factsheet shows the past five years.",
    "20% VAT is already in the price, so £120 is what you pay.",
    "The offer ends on Sunday, and the usual price is 40 after that; take your time.",
    "We take card, bank transfer and our own gift cards, and the driver takes no cash.",
]


@pytest.mark.parametrize(("code", "client", "agent"), SAID + BROUGHT)
def test_what_a_model_of_whole_messages_tells_is_found(court: Any, talk: Talk, code: str, client: str, agent: str) -> None:
    assert code in court.fails(talk(f"client: {client}", f"agent: {agent}", "client: Right.", "agent: Goodbye."))


@pytest.mark.parametrize(("code", "client", "agent"), TAKEN)
def test_who_does_at_once_what_was_asked_has_taken_it_up(court: Any, talk: Talk, code: str, client: str, agent: str) -> None:
    assert code not in court.fails(talk(f"client: {client}", f"agent: {agent}", "client: Thanks.", "agent: Goodbye."))


def test_a_long_letter_about_something_else_takes_nothing_up(court: Any, talk: Talk) -> None:
    # This passed once: each thing that a letter does about the bin counted for what it does about the ombudsman
    letter = (
        "Dear Ms Moss, thank you for writing and for the three dates. I am sorry, on all of them the bin was out and the sheet "
        "of the crew is blank, so this was our failing. The crew comes back on Thursday before noon. I have put the address on "
        "the watch list for the next four rounds, and the fee for the three missed ones goes back to the card you paid with. "
        "Kind regards, Refuse Desk"
    )
    threat = "Once more, and I take it to the ombudsman. When will the bin be emptied?"
    assert "CA706" in court.fails(talk(f"client: {threat}", f"agent: {letter}", "client: Right.", "agent: Goodbye."))


@pytest.mark.parametrize("agent", DECENT)
def test_a_referral_a_fact_and_a_plain_way_to_pay_accuse_nobody(court: Any, talk: Talk, agent: str) -> None:
    accused = court.fails(
        talk("client: Hello, what do you say to that?", f"agent: Good morning. {agent}", "client: Thank you.")
    )
    assert accused.isdisjoint({"CA403", "CA404", "CA410", "CA602", "CA702", "CA705", "CA709", "CA710", "CA711"})


@pytest.mark.parametrize(("licensed", "at_fault"), [([], True), (["medical"], False)])
def test_a_team_that_may_advise_is_not_judged_by_the_model(
    audited: Callable[..., Any], talk: Talk, licensed: list[str], at_fault: bool
) -> None:
    _, asked, said = SAID[0]
    result = audited(talk(f"client: {asked}", f"agent: {said}"), policy={"rules": {"CA702": {"licensed": licensed}}})
    assert bool(result.of("CA702")) is at_fault
    assert all(one.confidence is Confidence.LOW for one in result.of("CA702"))


def test_who_gives_up_was_left_with_nothing(court: Any, talk: Talk) -> None:
    broken = ("client: Printer prints pink stripes.", "agent: Hi Anders, sorry. Did you clean the heads?")
    left = ("client: Three times, still pink.", "agent: Then I'm out of ideas, I'm sorry.", "client: Pity. Bye.")
    assert "CA401" in court.fails(talk(*broken, *left, "agent: Thanks for chatting, bye."))
    helped = ("client: Three times.", "agent: Then I will send a technician tomorrow at nine.", "client: Pity, but ok. Bye.")
    assert "CA401" not in court.fails(talk(*broken, *helped, "agent: Thanks for chatting, bye."))
    asked = ("client: Three times.", "agent: Then the ink is old, a new one helps. Is there anything else?", "client: nope")
    assert "CA401" not in court.fails(talk(*broken, *asked, "agent: Thanks for chatting, bye."))
