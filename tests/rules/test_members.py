"""A list of words protects, or finds, whom and what it names: members of each class, whom a list could leave out unseen.

This failed once: a remark about Hungarians was none, where the same about Poles was critical; whoever was off work "with lupus"
had told nobody anything. Beside each stand ordinary sentences in the same words.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from caraway_audit.model import Conversation, Verdict

Talk = Callable[..., Conversation]

ASKED = "client: Hello, I have a question about the flat above mine, there is noise every night."
GROUPS = (
    "Poles Hungarians Lithuanians Czechs Serbs Kurds Ethiopians Kenyans Egyptians Palestinians Israelis Tamils Venezuelans "
    "Cubans Mormons Nigerians Germans Sikhs"
).split()
ILLNESSES = [
    "lupus", "endometriosis", "Crohn's", "sickle cell", "fibromyalgia", "gout", "hepatitis", "chlamydia", "dialysis",
    "Parkinson's", "Alzheimer's", "ADHD", "bipolar disorder", "schizophrenia", "PTSD", "anorexia", "a heart attack",
    "leukaemia", "a brain tumour", "eczema", "asthma", "long Covid", "a hernia", "glaucoma", "tinnitus", "cerebral palsy",
    "Huntington's", "cystic fibrosis", "gallstones", "syphilis", "a drinking problem", "sciatica", "sepsis", "panic attacks",
]  # fmt: skip
PLACEHOLDERS = [
    "{{first_name}}", "[NAME]", "${amount}", "%NAME%", "{name}", "[Customer Name]", "#NAME#", "__NAME__", "[[name]]",
    "[Kundenname]", "[object Object]", "<%= name %>", "{!Contact.Name}", "==NAME==", "INSERT NAME HERE",
]  # fmt: skip
ASKS_IF_A_MACHINE = [
    "is this a real person", "this is a bot isnt it", "is that a virtual assistant i'm chatting with", "do you have a pulse",
    "are you one of those automated things", "is this ChatGPT?", "is Sam a person", "are these answers generated",
    "is someone actually there or is it a script", "r u human",
]  # fmt: skip
FOOLS = (
    "git weasel plonker wally dingbat nitwit oaf buffoon cretin loser slimeball toad swine vulture charlatan jobsworth "
    "hypocrite coward bully nutter layabout slob sponger pillock twerp ninny louse baboon cockroach"
).split()
CLOSINGS = [
    "We consider this closed.", "Ticket closed.", "Case closed, thank you.", "This chat will now end.",
    "I have set the case to solved.", "Wrap it up.", "I'll close the ticket.", "Goodbye.",
]  # fmt: skip
SECRETS = [
    "PUK 12345678", "alarm code is 5599", "2fa says 330981", "safe combination 12-30-07", "passwort ist Katze123",
    "my passcode's 9912", "otp 553 210",
]  # fmt: skip
INTERNAL = [
    "They are laying off half the team next week.", "The fraud score on your account is 83.",
    "Our guidelines say refuse the first time.", "The board decided on Monday to shut your branch.",
    "Your file is flagged as difficult.", "Our wholesale price is 4.20.", "HR is looking into my boss.",
]  # fmt: skip
PROMISES = [
    "I'll get back to you by 5 pm.", "Expect my call at noon.", "My answer is with you by Thursday noon.",
    "I'll run it and post the outcome in this ticket tomorrow before 12:00.", "I owe you an answer, it comes today.",
    "Let me check and I'll call you back in ten minutes.", "Give me until Thursday.",
]  # fmt: skip


def missed(court: Any, talk: Talk, code: str, lines: list[list[str]]) -> list[str]:
    """The last lines of the conversations in which a rule finds nothing."""
    return [one[-1] for one in lines if code not in court.fails(talk(*one))]


def found(court: Any, talk: Talk, code: str, lines: list[list[str]]) -> list[str]:
    """Those in which it finds something."""
    return [one[-1] for one in lines if code in court.fails(talk(*one))]


def test_no_group_may_be_demeaned(court: Any, talk: Talk) -> None:
    said = "agent: Hello! That is how {} do business, I suppose."
    assert missed(court, talk, "CA103", [[ASKED, said.format(group)] for group in GROUPS]) == []
    named = "agent: Hello! We have many {} in the house, and the notice is in their language, too."
    assert found(court, talk, "CA103", [[ASKED, named.format(group)] for group in GROUPS]) == []


def test_no_illness_may_be_told(court: Any, talk: Talk) -> None:
    told = "agent: Hello! My colleague is off with {}, so I do the mails."
    assert missed(court, talk, "CA306", [[ASKED, told.format(one)] for one in ILLNESSES]) == []
    leaflets = [one.removeprefix("a ").removesuffix("'s") for one in ILLNESSES if one not in ("dialysis", "a drinking problem")]
    ready = "agent: Hello! He has the {} leaflet ready for you at the desk."
    assert found(court, talk, "CA306", [[ASKED, ready.format(one)] for one in leaflets]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Our engineer came out last Tuesday and found nothing.",
        "Our fitter had a breakdown on the A34 and is late.",
        "She had the thyroid results sent to you by post.",
        "He is in the union building, second floor.",
        "The nurse has a diabetes clinic at ten.",
        "Anyone who has asthma should keep the window open.",
        "My colleague voted for the green curtain, too.",
    ],
)
def test_nothing_is_told_of_anybody(court: Any, talk: Talk, line: str) -> None:
    assert not {"CA306", "CA311"} & court.fails(talk(ASKED, f"agent: Hello! {line}"))


@pytest.mark.parametrize(
    ("reply", "at_fault"),
    [("I noted that she has asthma, the fitter brings a mask.", False), ("The fitter has cancer, so it takes a while.", True)],
)
def test_who_told_of_asthma_told_of_no_cancer(court: Any, talk: Talk, reply: str, at_fault: bool) -> None:
    told = talk("client: Hello, I have asthma, and the dust is bad.", f"agent: Hello! {reply}")
    assert ("m2" in {one.message for one in court(told, "CA306") if one.verdict is Verdict.FAIL}) is at_fault


def test_no_placeholder_is_text(court: Any, talk: Talk) -> None:
    dated = "agent: Hello, your visit is on {}, and we call you about the noise."
    assert missed(court, talk, "CA213", [[ASKED, dated.format(one)] for one in PLACEHOLDERS]) == []
    greeted = [
        f"agent: Hello {one}, we call you about the noise." for one in ("~name~", "^name^", "(name)", "%s", "{0}", "[X]")
    ]
    assert missed(court, talk, "CA213", [[ASKED, one] for one in greeted]) == []


@pytest.mark.parametrize(
    "line",
    [
        "Hello *Ann*, it is done.",
        "Hello _Ann_, it is done.",
        "Hi <3, thanks!",
        "Hello, the slot says INSERT COIN HERE.",
        "Hello, the page says [object Object], that is a bug of ours.",
        "Hello, dial *100# and wait.",
        "Hello, your file is called __init__.",
    ],
)
def test_a_sign_is_no_placeholder(court: Any, talk: Talk, line: str) -> None:
    assert "CA213" not in court.fails(talk(ASKED, f"agent: {line}"))


def test_who_asks_for_a_person_is_told(court: Any, talk: Talk) -> None:
    dodge = "agent: I'm here to help you with the noise today!"
    assert missed(court, talk, "CA214", [["agent: Hello!", f"client: {one}", dodge] for one in ASKS_IF_A_MACHINE]) == []
    others = ("hello? is anyone there?", "is there a person I can talk to", "is this the person who rang me yesterday")
    assert found(court, talk, "CA214", [["agent: Hello!", f"client: {one}", dodge] for one in others]) == []


@pytest.mark.parametrize("line", PROMISES)
def test_a_promise_in_any_words_is_owed(court: Any, talk: Talk, line: str) -> None:
    asked = "client: Hello, when is the lift mended and who pays for my taxi?"
    late = "client: It is next week now and I have heard nothing."
    broken = talk(asked, f"agent: Hello Ann, I do not know yet. {line}", late, channel="email", step=timedelta(days=9))
    assert court.verdicts(broken, "CA209") == ["fail"]


@pytest.mark.parametrize(
    "line", ["I'll be on leave until Monday.", "Our office is open until 5 pm.", "I'll be here until six."]
)
def test_who_is_away_promised_nothing(court: Any, talk: Talk, line: str) -> None:
    asked = "client: Hello, when is the lift mended and who pays for my taxi?"
    later = talk(
        asked, f"agent: Hello Ann, it is mended. {line}", "client: A second thing.", channel="email", step=timedelta(days=9)
    )
    assert court.verdicts(later, "CA209") == []


@pytest.mark.parametrize("said", ["you {}", "what a {} you are", "your driver is a {}", "don't be such a {}"])
def test_nobody_may_be_called_a_fool(court: Any, talk: Talk, said: str) -> None:
    lines = [["agent: Hello, Sam here.", f"client: {said.format(fool)}"] for fool in FOOLS]
    insults = {"CA101", "CA103", "CA104"}
    assert [one[-1] for one in lines if not insults & court.fails(talk(*one))] == []


@pytest.mark.parametrize(
    "line",
    [
        "what a joke, the site is down again",
        "what a monster of a parcel",
        "my dog is acting like a maniac since the vet",
        "my brother is being a brat about it",
        "a bully at school took his phone",
        "he's being a bully at school, that's why I need the tracker",
        "the seller on the market was a cheat, can you block the card",
        "don't be a stranger",
        "I was being a muppet, found it",
    ],
)
def test_nobody_of_the_firm_is_called_a_fool(court: Any, talk: Talk, line: str) -> None:
    assert not {"CA101", "CA104"} & court.fails(talk("agent: Hello, Sam here.", f"client: {line}"))


@pytest.mark.parametrize("line", CLOSINGS)
def test_who_closes_in_any_words_leaves_nothing_open(court: Any, talk: Talk, line: str) -> None:
    told = (ASKED, "agent: Hello Ann, the lift is mended on Thursday, I am sorry.")
    assert court.verdicts(talk(*told, "client: ok. and who pays for my taxi?", f"agent: {line}"), "CA211") == ["fail"]
    assert "fail" not in court.verdicts(talk(*told, "client: perfect, thank you", f"agent: {line}"), "CA211")


def test_no_secret_may_stand_there(court: Any, talk: Talk) -> None:
    assert missed(court, talk, "CA304", [["agent: Hello!", f"client: {one}"] for one in SECRETS]) == []
    others = (
        "my alarm is at 6:30",
        "the combination of the two colours is 12 and 30",
        "the PUK is on the card, where do I type it",
    )
    assert found(court, talk, "CA304", [["agent: Hello!", f"client: {one}"] for one in others]) == []


def test_nothing_internal_may_be_told(court: Any, talk: Talk) -> None:
    assert missed(court, talk, "CA311", [[ASKED, f"agent: Hello! {one}"] for one in INTERNAL]) == []
    others = ("Our office moves in June.", "Our guidelines say two weeks for a refund.", "Your file is flagged as urgent.")
    assert found(court, talk, "CA311", [[ASKED, f"agent: Hello! {one}"] for one in others]) == []


@pytest.mark.parametrize(
    ("line", "at_fault"),
    [
        ("Please pay to IBAN GB33 BUKB 2020 1555 5555 55.", False),
        ("You can pay by transfer: GB33 BUKB 2020 1555 5555 55, reference 4417.", False),
        ("Payment details: sort code 20-20-15, account 55555555, Acme Ltd.", False),
        ("Please use GB33 BUKB 2020 1555 5555 55 for the rent from May.", False),
        ("Your IBAN on file is GB33 BUKB 2020 1555 5555 55.", True),
        ("We refund to GB33 BUKB 2020 1555 5555 55, is that right?", True),
        ("Mr Vane's account is GB33 BUKB 2020 1555 5555 55.", True),
    ],
)
def test_the_account_to_pay_into_is_the_firms(court: Any, talk: Talk, line: str, at_fault: bool) -> None:
    assert ("CA302" in court.fails(talk(ASKED, f"agent: Hello! {line}"))) is at_fault


@pytest.mark.parametrize(
    "note",
    [
        "client is a keyholder",
        "Customer is a retired teacher, evenings best.",
        "rang twice re bill",
        "asked for a refund",
        "elderly, needs help with the stairs",
        "client cried on the phone, be gentle",
        "no answer",
        "insists on a manager",
    ],
)
def test_a_few_plain_words_are_no_rude_note(court: Any, talk: Talk, note: str) -> None:
    lines = (ASKED, "agent: Hello, sorry for that. The lift is mended on Thursday.")
    assert "CA505" not in court.fails(talk(*lines, f"note: {note}"))
    assert "CA505" in court.fails(talk(*lines, "note: client is a moron"))


def test_a_sum_is_no_number_of_an_order(court: Any, talk: Talk) -> None:
    asks = ("agent: Sure. What is your order number please?", "client: it is 55120", "agent: Thanks, done.")
    assert "CA205" not in court.fails(talk("client: Hello, my order of 1200 pounds is late.", *asks))
    assert "CA205" in court.fails(talk("client: Hello, my order er AB dash 55120 is late.", *asks))


@pytest.mark.parametrize(
    "again",
    [
        "As I said, the parcel left the depot this morning and will reach you within five days.",
        "The parcel left the depot this morning and will reach you within 5 days.",
        "Sorry, but the parcel left the depot this morning and will reach you within 5 days.",
    ],
)
def test_a_lead_and_figures_make_no_other_reply(court: Any, talk: Talk, again: str) -> None:
    first = "agent: Hello. The parcel left the depot this morning and will reach you within five days."
    other = "agent: The parcel left the shop last Monday and has been with customs since then."
    assert "CA206" in court.fails(talk(ASKED, first, "client: That does not help me yet.", f"agent: {again}"))
    assert "CA206" not in court.fails(talk(ASKED, first, "client: That does not help me yet.", other))


@pytest.mark.parametrize(
    "note",
    [
        "Dumb waiter shaft, second floor, needs two men.",
        "Idiot light amber means sync, see the manual.",
        "Crazy paving at the front, bring boards.",
        "LFTs deranged, repeat on Monday.",
        "Bastard file ordered, comes on Friday.",
        "Cust v patient, top bloke.",
        "Mad cow (BSE) form returned.",
    ],
)
def test_a_thing_or_an_animal_is_nobody_who_is_mocked(court: Any, talk: Talk, note: str) -> None:
    lines = (ASKED, "agent: Hello, sorry for that. The lift is mended on Thursday.")
    assert "CA505" not in court.fails(talk(*lines, f"note: {note}"))


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("CA306", "It is mended on Thursday.\nSam Lee, Repairs\nPronouns: she/her"),
        ("CA312", "Working from home: my line is diverted to my mobile."),
        ("CA112", "It is free.\nAppointment: 14 April 2026, 10:30, Room 4, Dr Patel"),
        ("CA112", "Our French polisher, Mr Adom, mends the banister."),
        ("CA112", "It's the caretaker's cover, Ruth. He is off today."),
        ("CA301", "It rang at 23:50, 01:10, 02:05, 04:40."),
        ("CA108", "You were told tough luck, and that is not how we want to sound."),
        ("CA108", "The reading was taken before you asked for it up on the day."),
        ("CA307", "Your MP is Sarah Whitlock."),
        ("CA102", "The tranny in my Transit van is slipping."),
        ("CA102", "Retard the ignition by two degrees."),
        ("CA102", "Mr Brain's faggots are in the freezer."),
        ("CA102", "There is Jap knotweed on the verge."),
        ("CA101", "Our bitch is booked in with you from the 14th (Tess, brindle whippet)."),
        ("CA101", "Miles Davis, Bitches Brew, is back in stock."),
        ("CA103", "German workers always found us reliable on this."),
        ("CA108", "I'll read it to you slowly, and you type it into the meter."),
        ("CA213", "[Company Name] and [Your Title] are filled in by the wizard."),
        ("CA304", "The default PIN is 0000 on every new device."),
        ("CA304", "The guest wifi password is scones4all."),
        ("CA306", "He sees the shrink wrap is torn, and brings new."),
        ("CA306", "She has had a stroke of luck: the part is in."),
        ("CA306", "Our technician has a pacemaker programmer with him."),
        ("CA306", "Your driver took methadone deliveries off his round."),
        ("CA306", "She is expecting a delivery in May."),
        ("CA306", "He did two years for Fraud Prevention before he came to us."),
        ("CA306", "Diesel, Rottweiler, born 12/06/2021, is on the list."),
        ("CA306", "It has a USB-C male plug with the male-to-female cable."),
        ("CA308", "Take a clear photo of your licence plate and send it."),
        ("CA308", "You will find the twelve words of your wallet on paper; keep them to yourself."),
        ("CA308", "The twelve words of your wallet belong on paper, in a drawer, and nowhere else."),
        ("CA308", "What does the SMS say, is it from us?"),
        ("CA308", "Could you tell me the second and fifth letters of your memorable word, please?"),
        ("CA711", "Please leave a rating, and have a nice day."),
        ("CA302", "Use sort code 20-20-15, account 55555555, with your number as the reference."),
    ],
)
def test_words_of_a_trade_and_the_texture_of_a_mail_accuse_nobody(court: Any, talk: Talk, code: str, line: str) -> None:
    assert code not in court.fails(talk(ASKED, f"agent: Hello Ann, sorry for that. {line}"))


@pytest.mark.parametrize(
    "line", ["No foreigners' tax here I hope?", "no travellers cheques, thanks", "is there no jews harp in it?"]
)
def test_no_such_thing_is_no_such_people(court: Any, talk: Talk, line: str) -> None:
    lines = (ASKED, "agent: Hello, sorry for that. The lift is mended on Thursday.")
    assert "CA103" not in court.fails(talk(*lines, f"client: {line}"))
    assert "CA103" in court.fails(talk(*lines, "client: No foreigners please."))


def test_a_new_name_is_the_clients(court: Any, talk: Talk) -> None:
    told = ("client: i got married!!! Kay Flint-Moran now", "agent: Happy to help, Mrs Flint-Moran!")
    assert "CA112" not in court.fails(talk(*told, client="Kay Dunmore"))
    assert "CA112" in court.fails(
        talk("client: i got married!!!", "agent: Happy to help, Mrs Flint-Moran!", client="Kay Dunmore")
    )


@pytest.mark.parametrize(
    "line",
    [
        "my Norwegian birth number is 14078543842",
        "my Polish ID number is 85071443808",
        "my Portuguese tax number is 123456789",
        "my Croatian personal number is 94577403194",
    ],
)
def test_an_identity_number_has_a_plain_name(court: Any, talk: Talk, line: str) -> None:
    assert "CA303" in court.fails(talk("agent: Hello!", f"client: {line}"))
    assert "CA303" not in court.fails(talk("agent: Hello!", f"client: {line.replace('my', 'my order, not the', 1)}0"))


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("CA505", "note: the moron with the dog rang again"),
        ("CA505", "note: dog owner is a moron"),
        ("CA102", "agent: The van driver is a tranny."),
        ("CA101", "client: the bitch at your desk is late again"),
        ("CA108", "agent: Well, you asked for it, and you got it."),
        ("CA213", "agent: Your order {order_number} was completed."),
        ("CA310", "agent: Edith Crowley lived here before you, she moved to Leeds."),
        ("CA306", "note: Her date of birth is 14/07/1962. She has a dog."),
        ("CA304", "agent: I have set your password to Spring2026, please use that."),
        ("CA112", "agent: That's entered, Mrs Hopkins, the confirmation is in the mail."),
        ("CA102", "client: You faggots cannot even pack a box properly."),
        ("CA102", "client: There is no cure for a retard like you."),
        ("CA105", "client: One more question and I'll let you go, and then I will slit your throat."),
        ("CA711", "agent: Leave us a five star review and enjoy 10% off your next order!"),
        ("CA308", "agent: Please give me the first fifteen digits of your card number."),
        ("CA302", "note: Customer gave IBAN GB33 BUKB 2020 1555 5555 55 on the phone. Case reference 4417."),
        ("CA304", "agent: Your network password is Tundra#128!"),
        ("CA304", "client: My card PIN is 0000, please unlock it."),
        ("CA306", "note: Mrs Shepherd was born on 12/03/1961."),
        ("CA311", "agent: Not announced yet, but our store closes in March."),
        ("CA301", "agent: The card is 2350 0110 0205 0440."),
    ],
)
def test_an_exception_excuses_no_more_than_it_says(court: Any, talk: Talk, code: str, line: str) -> None:
    before = (ASKED, "agent: Hello, sorry for that. The lift is mended on Thursday.")
    assert code in court.fails(talk(*before, line))


@pytest.mark.parametrize(
    "line",
    [
        "The jars of kraut come with caraway seeds.",
        "A poof of smoke is what the log of the charger calls it.",
        "Wheelchair users take longer to board, so we open the doors early for them.",
        "The dishwasher alarm code 1042 means that the hose is bent.",
        "Please send the request with your API key in the header.",
        "The engineer came out as planned on Monday.",
        "The tickets are sold out because of covid.",
        "The unit price is 2.40 EUR, and the purchase price is 499 EUR.",
        "Call GET /orders/{id} and you will see the status.",
        "You should not be able to work without the licence key.",
        "Our SUP boards come with two totes.",
        "Your parcel was delivered to your neighbour at number 8, as you asked.",
    ],
)
def test_new_words_accuse_nobody_new(court: Any, talk: Talk, line: str) -> None:
    fails = court.fails(talk(ASKED, f"agent: Hello Ann. {line}"))
    assert not fails & {"CA102", "CA103", "CA104", "CA111", "CA213", "CA304", "CA306", "CA308", "CA311", "CA504"}


@pytest.mark.parametrize("line", ["do you have a heart shaped locket?", "Is Roborock a robot?", "is it a recording device?"])
def test_who_asks_about_a_thing_asks_about_no_bot(court: Any, talk: Talk, line: str) -> None:
    dodge = "agent: I'm here to help you with that today!"
    assert "CA214" not in court.fails(talk("agent: Hello!", f"client: {line}", dodge))
