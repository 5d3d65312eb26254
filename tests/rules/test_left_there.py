"""What agents give away, and how they leave a client there, in words that no list holds; and what is asked twice.

This failed once: of plain dead ends by a writer who had seen no list, two in twenty-four were found (CA402), and "the name of
the account, please" after the client had said it passed (CA205).
"""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.model import Confidence, Conversation

Talk = Callable[..., Conversation]

SAID = [
    ("CA310", "I got an e-mail about a refund, and it isn't mine.",
     "Hello Ms Aalto, I'm sorry, it went to the wrong address. It was meant for Jukka Salmi, he got 89 euro back for a drill. "
     "Your own parcel comes tomorrow."),
    ("CA310", "Is it normal that my bill doubled?",
     "Hi Terri, I can see why that's a shock. The rate changed in March. The Hendersons over the road from you paid 612 last "
     "month. I'll book a free check of the meter."),
    ("CA311", "Is the company doing ok? You hold my deposit.",
     "Good morning Mr Seaton. Your deposit is in a protected account. I've seen the board pack, and we ran a loss of 2.3 "
     "million last quarter that hasn't been published."),
    ("CA311", "Who reads my complaint?",
     "Dear Ms Moss, I read it first. We are told to offer ten and settle at thirty, so I've put you down for thirty."),
    ("CA402", "The concert was moved to a Wednesday, and I work then. Can I have my money back?",
     "Hi Jonas, thank you for your message, and sorry about the change of date. As the show is still taking place, no refunds "
     "are given."),
    ("CA402", "My subscription renewed this morning and I meant to stop it. Could you refund it?",
     "Hi Alicia, thanks for reaching out. I can see the renewal went through at six. Renewals are non-refundable under "
     "section 4."),
    ("CA603", "Do the trampolines come with the net, or is that separate?",
     "Hello Kylie, thanks for dropping us a line. The twelve foot one is on special. Not a clue on the net, I'm afraid."),
    ("CA603", "Does this paint need a primer on bare plaster?",
     "Hi Glenn, good choice of colour. It beats me about the primer. It's 42 dollars for the tin."),
    ("CA408", "Your fitter was two hours late and left mud all through my hall.",
     "Hello Trent, thanks for going solar with us. Your system has ten years of warranty. The login is in the welcome pack."),
]  # fmt: skip
DECENT = [
    ("Am I the only one with the water off?",
     "Hello Pauline, no, the whole street is affected, and I'm sorry for the trouble. A main burst at six and will be mended "
     "by noon."),
    ("Who owned the car before?",
     "Hi Sunil, it had one owner, and all services are stamped. Names stay off the papers that we show."),
    ("Why does my refund take so long?",
     "Hello Mr Lyle, sorry for the wait. It needed a second approval by finance, and they've given it today."),
    ("Could you tell Sergio that he's the best waiter ever?",
     "Hello Mrs Tran, he'll be over the moon, thank you! I'll pin your words up in the kitchen tonight."),
    ("How much do you make on each grill?",
     "Hi Dougie, I can't share what we pay our suppliers, I'm afraid. I can add the cover for free, how does that sound?"),
    ("Can I pay the course in three parts?",
     "Hi Dwayne! We don't do three, I'm afraid. Two is fine, though: half now and half in October."),
    ("Can you post me the scarf that I left in your cinema?",
     "Hello Gillian, we have it. We aren't able to post lost property, but I keep it at the box office until the end of the "
     "month and a friend can collect it."),
    ("Does the router work with the old line?",
     "Good afternoon Mr Menon. I'm new here, so I am bringing in my colleague Anjali, who knows the routers well."),
    ("Is the sauna open in the mornings?",
     "Hello Mr Virtanen. I don't have its times in front of me, so I have asked the spa. They write to you here before noon."),
]  # fmt: skip
AGAIN = [
    ("I bought the boots in your Galway shop, size 39, and the zip is gone.", "So sorry about the zip. What size are they?"),
    ("The dishwasher shows error E24 and won't drain.", "That's a nuisance. Which code is it showing?"),
    ("Taxi from Cork station to the airport at 5.40, please.", "Good evening! Where will we be picking you up?"),
    ("I'm free on Monday or Wednesday mornings.", "Of course. Let me know which days you're free, please."),
    ("I'd like to freeze it for two months because of my knee.", "We can do that. For how long are you looking to pause?"),
    ("The page stays white. Browser is Firefox.", "A white page is often a script. What browser do you use?"),
]
NEWLY = [
    ("I bought the boots in size 39, and they're too small.", "So sorry. What size would you like instead?"),
    ("Two boxes came.", "Good. How many more do you expect?"),
    ("I'm in zone 2 now.", "And which zone would you like from May on?"),
    ("My student page does not find my exam date. I have a number.", "Hello! I only need your student number, please."),
]


@pytest.mark.parametrize(("code", "client", "agent"), SAID)
def test_what_no_list_holds_is_found(court: Any, talk: Talk, code: str, client: str, agent: str) -> None:
    assert code in court.fails(talk(f"client: {client}", f"agent: {agent}", "client: Right.", "agent: Goodbye."))


@pytest.mark.parametrize(("client", "agent"), DECENT)
def test_who_keeps_it_back_or_shows_a_way_is_not_accused(court: Any, talk: Talk, client: str, agent: str) -> None:
    fails = court.fails(talk(f"client: {client}", f"agent: {agent}", "client: Thank you."))
    assert fails.isdisjoint({"CA306", "CA310", "CA311", "CA402", "CA408", "CA603"})


def test_what_only_the_model_tells_is_of_low_confidence(audited: Callable[..., Any], talk: Talk) -> None:
    said = "agent: Hello Ann. The twelve foot one is on special. The net is a mystery to me."
    (one,) = audited(talk("client: Does it come with the net, or is that separate?", said)).of("CA603")
    assert one.confidence is Confidence.LOW


@pytest.mark.parametrize(("client", "agent"), AGAIN)
def test_what_the_client_has_said_is_asked_again(court: Any, talk: Talk, client: str, agent: str) -> None:
    assert "CA205" in court.fails(talk(f"client: Hello. {client}", f"agent: {agent}"))


@pytest.mark.parametrize(("client", "agent"), NEWLY)
def test_what_nobody_has_said_yet_may_be_asked(court: Any, talk: Talk, client: str, agent: str) -> None:
    assert "CA205" not in court.fails(talk(f"client: Hello. {client}", f"agent: {agent}"))
