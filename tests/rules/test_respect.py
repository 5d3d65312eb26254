"""Section 1: where an outcome sits, whom it counts for, what was not evaluated; and who must not be accused."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.names import may_be_same, plain
from caraway_audit.model import Client, Conversation, Status, Subject, SubjectKind, Verdict

Talk = Callable[..., Conversation]
ASK = "client: Good morning, when does my parcel with the kettle arrive?"
ANSWER = "agent: Good morning Ann, it arrives on Tuesday before noon. Have a nice day!"


def failed(court: Any, one: Conversation, code: str) -> list[str]:
    """The words that a rule found, as written."""
    texts = {message.id: message.text for message in one.messages}
    fails = [outcome for outcome in court(one, code) if outcome.verdict is Verdict.FAIL]
    return [texts[outcome.message][slice(*outcome.spans[0])] for outcome in fails]


# Words (CA101, CA102)


@pytest.mark.parametrize(
    "written",
    ["f*ck", "sh1t", "a$$hole", "f u c k", "f.u.c.k", "fùck", "fück", "fuсk", "f^ck", "fvck", "f***", "fuckwittery", "FUUUCK",
     "f---ing", "ＦＵＣＫ", "ᶠᵘᶜᵏ", "𝐟𝐮𝐜𝐤", "dickface", "phuckin", "shitstain", "wh0re", "cocksucka",
     "c.unt", "w ankers", "f uc king", "fu<king", "f[_]cking", "f()()k", "\U0001f175\U0001f184\U0001f172\U0001f17a",
     "ғᴜᴄᴋ", "fսck", "fu\u200bck", "f\u0336u\u0336c\u0336k\u0336", "mothafuccer", "fukced", "phuq", "shxt", "f\\/ck",
     "bulshit", "bitchez", "vaffanculo"],
)  # fmt: skip
def test_a_swear_word_is_found_in_disguise(court: Any, talk: Talk, written: str) -> None:
    assert failed(court, talk(f"client: oh {written} not again", ANSWER), "CA101")


@pytest.mark.parametrize(
    "text",
    [
        "Two nights in Scunthorpe with Mr Dick Cockburn, please.",
        "I **really need to go** to the shop in Penistone.",
        "Order F-4CK and S-H17 are for Assington Ltd.",
        "Grüße aus Füssen, Straße Nummer zwei.",
        "Your courier said 'fuck you' at the gate.",
        "One of you wrote \"bullshit\" on the form.",
        "What the hell, the damn thing is crap again.",
        "Garden hoes, a cockatiel and Dickens in hardback, please.",
        "Is it a pre-paid, two-way or e--mail thing? I had 3 cumin jars.",
        "Ａｎｎ Ｂｅｌｌ lives in Ⅳ Assam Road.",
        "Vitamin B, itching and a rash: it s hit me on Monday.",
        "Phuc Nguyen and Ms Kuntz hold an annual pass, as passholders do.",
        "The BitChute app (v.2) crashes if a<b or x>y[0], f(x) too.",
        "Brightwater, a smartwatch, the debugger and some niggles.",
        "Plug type F, UK adapter, sizes F/UK, part F-UK-12, see https://shop.example/f/uk/ or f.uk@mail.example.",
        "The parcel left TW at 5pm, ch 4 was too long, sh, it is late, Fu, ck one bottle, c/o ck ltd.",
        "Ms Babitch, Mr Schwanker, Mr Rakshithesh and Mr Bastardo of Jizzakh took Fuxing Road, error code F0AD.",
        "Köpet är slutfört och slutbetalning gjord.",
        "The FK that links both tables is missing, f you and your wife want to join, let me know.",
        "Thank you B****, order of C****** and a load of s****** boxes.",
        "f you could call me back that would be great",
    ],
)  # fmt: skip
def test_what_only_looks_like_swearing_is_none(court: Any, talk: Talk, text: str) -> None:
    assert failed(court, talk(f"client: {text}", ANSWER), "CA101") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("where is it you stupid b****", ["b****"]),
        ("what a load of s***, honestly", ["s***"]),
        ("go f yourself", ["f yourself"]),
        ("oh eff you", ["eff you"]),
    ],
)
def test_a_word_is_told_by_what_stands_before_it(court: Any, talk: Talk, text: str, found: list[str]) -> None:
    assert failed(court, talk(f"client: {text}", ANSWER), "CA101") == found


def test_the_policy_can_lower_the_level_to_mild_words(court_under: Any, talk: Talk) -> None:
    one = talk("client: the damn thing is crap again", ANSWER)
    assert failed(court_under(rules={"CA101": {"level": "mild"}}), one, "CA101") == ["damn"]


def test_a_word_in_a_note_counts_and_one_in_a_bots_mouth_does_not(court: Any, talk: Talk) -> None:
    one = talk(ASK, "bot: fuck", "note: what a bullshit order", ANSWER)
    assert failed(court, one, "CA101") == ["bullshit"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("you are a bunch of r3tards", ["r3tards"]),
        ("He called me a paki in the shop.", []),
        ("I was called a faggot by your driver.", []),
        ("The graffiti on your van is the word kike.", []),
        ("A chink of light, spic and span, and a Maine Coon.", []),
        ("As a black gay man I would like a quiet room.", []),
    ],
)
def test_a_slur_told_is_not_a_slur_said(court: Any, talk: Talk, text: str, found: list[str]) -> None:
    assert failed(court, talk(f"client: {text}", ANSWER), "CA102") == found


# Remarks (CA103-CA106)

GROUPS = ["women", "Muslims", "Jews", "black people", "gay men", "trans people", "immigrants", "disabled people", "old people"]
NEUTRAL = [
    "Do you have a prayer room, and are {} welcome there?",
    "My book is about {} in the war.",
    "{} are not lazy, whatever your colleague thinks.",
    "I support {} and so does my firm.",
    "Is the course open to {} as well?",
    "Many {} use this entrance, so it should have a ramp.",
    "Nobody should ever hurt {}, and I hate it when people do.",
    'He wrote "{} are vermin" on my door.',
    "{} do not deserve to be attacked like that.",
    "These {} make me so happy.",
    "We must never condone the killing of {}.",
]
ATTACKS = [
    "I can't stand {}, honestly.",
    "{} are nothing but scum.",
    "All {} should be locked up.",
    "I will beat up the next {one} who answers.",
]


@pytest.mark.parametrize("group", GROUPS)
@pytest.mark.parametrize("text", NEUTRAL)
def test_naming_a_group_is_never_held_against_anybody(court: Any, talk: Talk, group: str, text: str) -> None:
    one = talk(f"client: {text.format(group)}", f"agent: {text.format(group)}")
    assert not {"CA101", "CA102", "CA103", "CA104", "CA105", "CA106"} & court.fails(one)


@pytest.mark.parametrize("group", ["women", "Muslims", "immigrants", "gay people"])
@pytest.mark.parametrize("text", ATTACKS)
def test_open_hatred_of_a_group_is_found_whichever_it_is(court: Any, talk: Talk, group: str, text: str) -> None:
    one = {"women": "woman", "gay people": "gay man"}.get(group, group[:-1])
    assert failed(court, talk(ASK, ANSWER, f"client: {text.format(group, one=one)}"), "CA103")


@pytest.mark.parametrize(("name", "fails"), [("Ann", 0), ("Sheila", 1)])
def test_who_scolds_oneself_by_name_insults_nobody(court: Any, talk: Talk, name: str, fails: int) -> None:
    one = talk(ASK, ANSWER, f"client: I never looked behind it, you daft old bat, {name}.", client="Ann Bell")
    assert len(failed(court, one, "CA104")) == fails


@pytest.mark.parametrize(("role", "fails"), [("agent", 1), ("client", 0)])
def test_you_people_is_the_firm_where_a_client_says_it(court: Any, talk: Talk, role: str, fails: int) -> None:
    one = talk(ASK, ANSWER, f"{role}: You people always lose things.")
    assert len(failed(court, one, "CA103")) == fails


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("CA104", "your app is useless"),
        ("CA104", "how stupid of me, I am such an idiot"),
        ("CA104", 'it says "you are an idiot" on the screen'),
        ("CA104", "you are not stupid at all, the page is"),
        ("CA105", "I will take you to court and tell every newspaper"),
        ("CA105", "this queue is killing me, I could murder a coffee"),
        ("CA105", "I will kill the process and shoot you an email"),
        ("CA105", "if you touch the wire it will kill you"),
        ("CA106", "you look tired, and the curry was hot"),
        ("CA106", "it works again, I could kiss you"),
        ("CA106", "can I see you on Monday for a drink of water test"),
    ],
)
def test_what_is_no_attack_on_a_person_passes(court: Any, talk: Talk, code: str, text: str) -> None:
    for role in ("client", "agent"):
        assert court.verdicts(talk(ASK, ANSWER, f"{role}: {text}"), code) == ["pass", "pass"], role


def test_an_insult_by_the_client_counts_for_the_client(court: Any, talk: Talk) -> None:
    outcomes = court(talk(ASK, ANSWER, "client: you are useless"), "CA104")
    assert [(outcome.verdict, outcome.subject.kind, outcome.message) for outcome in outcomes] == [
        (Verdict.FAIL, SubjectKind.CLIENT, "m3"),
        (Verdict.PASS, SubjectKind.AGENT, None),
    ]


def test_one_remark_is_charged_once(court: Any, talk: Talk) -> None:
    one = talk(ASK, "agent: Hello Ann. You stupid dyke, are you too thick to read? Calm down.")
    assert {"CA102", "CA103", "CA104", "CA108"} & court.fails(one) == {"CA102"}


# Shouting (CA107)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("I HAVE BEEN WAITING FOR A WEEK.", ["I HAVE BEEN WAITING FOR A WEEK"]),
        ("My NVIDIA card has not come and I WANT MY MONEY BACK", ["NVIDIA card has not come and I WANT MY MONEY BACK"]),
        ("where is it???", ["???"]),
        ("where is it ?!?!", ["?!?!"]),
        ("this is sooo annoying", ["sooo"]),
        ("where is it?!", []),
        ("NOT TODAY THANKS", []),
        ("NIKE AIR MAX PLUS TN XL", []),
        ("ABC12 DEF34 FOR YOU12", []),
        ("It says THE DEVICE IS NOT READY.", []),
        ('The box "DO NOT OPEN THE LID" is red', []),
        ("This is sooo good, yesss!", []),
        ("see www.acme.example, hmmm", []),
        ("THIS MESSAGE AND ITS ATTACHMENTS ARE CONFIDENTIAL", []),
    ],
)
def test_shouting_is_told_by_its_form(court: Any, talk: Talk, text: str, found: list[str]) -> None:
    assert failed(court, talk(f"client: {text}", ANSWER), "CA107") == found


def test_shouting_needs_no_exchange_nor_a_covered_language_and_no_note(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk("client: Wo bleibt es???", language="de"), "CA107") == ["fail"]
    assert court.verdicts(talk(ASK, "note: CALL THIS ONE BACK NOW!!!", ANSWER), "CA107") == ["pass", "pass"]


# Closing (CA110)

PLAIN = "agent: Good morning Ann, it arrives on Tuesday before noon."


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([ASK, PLAIN], ["fail"]),
        ([ASK, ANSWER], ["pass"]),
        ([ASK, PLAIN, "agent: You're welcome to come by, take care!"], ["pass"]),
        ([ASK, PLAIN + " Goodbye.", "agent: The kettle is red."], ["pass"]),
        ([ASK, ANSWER, "client: and the lid?", "agent: The lid is in the box."], ["fail"]),
        ([ASK, PLAIN, "client: thanks, bye"], []),
        ([ASK, ANSWER, "client: thanks, bye"], ["pass"]),
        ([ASK, "agent: Hello Ann, which kettle is it?"], []),
        ([ASK, "agent: Hello Ann, please send me the order number first."], []),
        ([ASK, "agent: Hello Ann, one moment."], []),
        ([ASK], []),
    ],
)
def test_a_closing_is_owed_in_the_agents_last_turn(court: Any, talk: Talk, lines: list[str], expected: list[str]) -> None:
    assert court.verdicts(talk(*lines), "CA110") == expected


def test_a_missing_closing_sits_at_the_last_agent_message(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk(ASK, "agent: Good morning.", "agent Hal: It arrives on Tuesday."), "CA110")
    assert (outcome.message, outcome.subject) == ("m3", Subject(SubjectKind.AGENT, "Hal"))


def test_a_closing_is_not_yet_owed_while_it_is_open(court: Any, talk: Talk) -> None:
    (outcome,) = court(talk(ASK, PLAIN, status=Status.OPEN), "CA110")
    assert (outcome.verdict, outcome.reason) == (Verdict.NOT_EVALUATED, "the conversation is still open")


@pytest.mark.parametrize(("channel", "expected"), [("email", ["pass"]), ("sms", ["pass"]), ("chat", ["fail"])])
@pytest.mark.parametrize("name", ["Dana", "Dana Whitfield", "- Dana", "Dana Whitfield\nAcme Support"])
def test_a_bare_name_closes_a_mail(court: Any, talk: Talk, channel: str, expected: list[str], name: str) -> None:
    assert court.verdicts(talk(ASK, f"{PLAIN}\n\n{name}", channel=channel), "CA110") == expected


# Names (CA112)


@pytest.mark.parametrize(
    ("client", "text", "expected"),
    [
        ("Ann Bell", "Hi Rebecca, it comes on Tuesday.", ["fail"]),
        ("Ann Bell", "Dear Mr Castellano, it comes on Tuesday.", ["fail"]),
        ("Ann Bell", "It comes on Tuesday. Thank you, Rebecca. Goodbye!", ["fail"]),
        ("Ann Bell", "Rebecca, it comes on Tuesday.", ["fail"]),
        ("Ann Bell", "Hi Ann, it comes on Tuesday.", ["pass"]),
        ("Ann Bell", "Dear Ms Bell, it comes on Tuesday.", ["pass"]),
        ("Bell Ann", "Hi Ann, it comes on Tuesday.", ["pass"]),
        ("Bell, Ann", "Hi Ann, it comes on Tuesday.", ["pass"]),
        ("Elizabeth Bell", "Hi Liz, it comes on Tuesday.", ["pass"]),
        ("Bill Bell", "Dear William, it comes on Tuesday.", ["pass"]),
        ("Zoë Bell", "Hi Zoe, it comes on Tuesday.", ["pass"]),
        ("Siobhán O’Brien", "Dear Ms O'Brien, it comes on Tuesday.", ["pass"]),
        ("Jonathan Bell", "Hi Jonathon, it comes on Tuesday.", ["pass"]),
        ("Ann Bell", "hi rebecca i have checked, it comes on tuesday", ["fail"]),
        ("Ann Bell", "Hi Rebecca it comes on Tuesday", ["fail"]),
        ("Ann Bell", "hi ann i have checked, it comes on tuesday", ["pass"]),
        ("Ann Bell", "hi rebecca here, it comes on tuesday", []),
        ("Ann Bell", "hi there it comes on tuesday", []),
        ("Ann Bell", "dear mr castellano, it comes on tuesday", ["fail"]),
        ("Ann Bell", "dear ms bell, it comes on tuesday", ["pass"]),
        ("Ann Bell", "dear mr or mrs bell, it comes on tuesday", []),
        ("Ann Bell", "hi mr smith is our driver, it comes on tuesday", []),
        ("Ann Bell", "dear ms regarding your order, it comes on tuesday", []),
        ("Ann Bell", "ok tom here, it comes on tuesday", []),  # a colleague, a driver, a shop, the agent's own name
        ("Ann Bell", "sure karen will bring it on tuesday", []),
        ("Ann Bell", "ok john lewis has it, it comes on tuesday", []),
        ("Ann Bell", "thanks, mike. orders team", []),
        ("Ann Bell", "ok may is full, june then", []),
        ("Ann Bell", "hello again it comes in may", []),
        ("Ann Farouk", "Dear Mr Faruok, it comes on Tuesday.", ["pass"]),  # two letters changed places
        ("Ann Hansen", "Dear Ms Jansen, it comes on Tuesday.", ["fail"]),
        ("Ann Bell", "Hi Dana here, it comes on Tuesday.", []),
        ("Ann Bell", "Hi Team, it comes on Tuesday.", []),
        ("Ann Bell", "Hello Again, it comes on Tuesday.", []),
        ("Ann Bell", "Hi, Certainly! It comes on Tuesday. Cheers, Mike", []),
        ("Ann Bell", "It comes on Tuesday. Thanks, Mike", []),
        ("Ann Bell", "It comes on Tuesday. Mind yourself,\nRebecca, Piano Workshop", []),
        ("Ann Bell", "Rebecca, Glenmore is closed on Tuesday.", ["fail"]),
        ("Ann Bell", "It comes on Tuesday. Sleep well tonight, Rebecca.", ["fail"]),
        ("Ann Bell", "It comes on Tuesday. Sleep well tonight, Ann.", ["pass"]),
        ("Ann Bell", "It comes on Tuesday. Many thanks, Rebecca.", []),
        ("Ann Bell", "It comes on Tuesday by Tom, Dick and, if need be, Rebecca.", ["fail"]),
        ("Ann Bell", "May, June and July are busy. Mark, please, the date.", []),
        ("Ann", "Dear Mrs Castellano, it comes on Tuesday.", []),
        ("annbell84", "Hi Ann, it comes on Tuesday.", ["not-evaluated"]),
        ("ann.bell@mail.example", "Hi Rebecca, it comes on Tuesday.", ["not-evaluated"]),
        ("User", "Hi Rebecca, it comes on Tuesday.", ["not-evaluated"]),
        ("115712", "Hi Rebecca, it comes on Tuesday.", ["not-evaluated"]),
        ("Acme Ltd", "Hi Rebecca, it comes on Tuesday.", ["not-evaluated"]),
    ],
)
def test_a_name_is_held_against_all_names_of_the_client(
    court: Any, talk: Talk, client: str, text: str, expected: list[str]
) -> None:
    assert court.verdicts(talk(ASK, f"agent: {text}", client=client), "CA112") == expected


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("Hello, my name is Rebecca and the lid is missing", ["pass"]),
        ("Hello, this is Rebecca, the lid is missing", ["pass"]),
        ("Hello, my wife Rebecca ordered it", []),
        ("Hello, the lid is missing", ["fail"]),
    ],
)
def test_names_that_the_client_gave_count(court: Any, talk: Talk, said: str, expected: list[str]) -> None:
    assert court.verdicts(talk(f"client: {said}", "agent: Hi Becky, it comes on Tuesday."), "CA112") == expected


@pytest.mark.parametrize(
    ("name", "written"), [("Emre Bıçakcı", "Mr Bicakci"), ("Đorđe Ilić", "Dorde"), ("Þór Jónsson", "Thor")]
)
def test_letters_that_a_keyboard_lacks_make_no_other_name(court: Any, talk: Talk, name: str, written: str) -> None:
    one = talk("client: Hello, my lid is missing", f"agent: Dear {written}, it comes on Tuesday.", client=name)
    assert "fail" not in court.verdicts(one, "CA112")


def test_a_colleague_may_be_addressed(court: Any, talk: Talk) -> None:
    one = talk(ASK, "agent: Hi Ann, I ask Hal.", "agent Hal Jones: Hello!", "agent: Hi Hal, please tell Ann the date.")
    assert "fail" not in court.verdicts(one, "CA112")


def test_who_signs_for_a_shared_account_called_nobody(court: Any, talk: Talk) -> None:
    said = "It comes on Tuesday. See you soon, Rebecca."
    for author, expected in (("Hal", ["fail"]), ("Acme Support", []), ("Support", [])):
        assert court.verdicts(talk(ASK, f"agent {author}: {said}"), "CA112") == expected


def test_a_wrong_name_is_charged_where_it_stands(court: Any, talk: Talk) -> None:
    one = talk(ASK, "agent: Good morning Rebecca, it comes on Tuesday.", "agent Hal: Good morning Ann!")
    outcomes = court(one, "CA112")
    assert [(o.verdict.value, o.message, o.subject.id) for o in outcomes if o.verdict is Verdict.FAIL] == [
        ("fail", "m2", "Dana Whitfield")
    ]
    assert failed(court, one, "CA112") == ["Rebecca"]
    assert [(o.verdict.value, o.subject.id) for o in outcomes if o.subject.id == "Hal"] == [("pass", "Hal")]


def test_any_name_of_the_export_is_the_clients(court: Any, talk: Talk) -> None:
    one = replace(talk(ASK, "agent: Hi Rebecca, it comes on Tuesday."), client=Client("7", ("Ann Bell", "Rebecca Bell-Ortiz")))
    assert court.verdicts(one, "CA112") == ["pass"]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("bob", "robert", True),
        ("liz", "elizabeth", True),
        ("bob", "liz", False),
        ("anna", "hannah", False),
        ("mark", "mary", False),
        ("jonahtan", "jonathan", True),
        ("seb", "sebastian", True),
        ("j", "jonathan", True),
        ("al", "bo", False),
    ],
)
def test_which_names_can_be_one_persons(one: str, other: str, same: bool) -> None:
    assert may_be_same(one, other) is may_be_same(other, one) is same


@given(st.text(st.characters(categories=["Lu", "Ll"]), min_size=1, max_size=12))
def test_a_name_is_itself_however_it_is_written(name: str) -> None:
    if plain(name):
        assert may_be_same(plain(name), plain(name.upper())) or plain(name) != plain(name.upper())


# Greeting (CA109)


@pytest.mark.parametrize("line", ["system: Chat transferred from Sales to Orders", "bot: This ticket was reopened"])
def test_no_greeting_is_owed_in_a_conversation_that_was_running(court: Any, talk: Talk, line: str) -> None:
    assert court.verdicts(talk(ASK, line, "agent: It comes on Tuesday."), "CA109") == []


# Constructions rather than sentences (CA103-CA105, CA108), each beside its innocent twin


@pytest.mark.parametrize(
    ("code", "guilty", "innocent"),
    [
        ("CA103", "As we know, you Germans always haggle.", "The Germans in our Bonn office always reply by noon."),
        ("CA103", "That model is a bit technical for a lady.", "That model is made for a lady's wrist, 32 mm wide."),
        ("CA103", "At your age people don't take in new menus.", "At your age you get the senior card for half the price."),
        ("CA104", "your clerk has the brain of a doorknob", "the clerk has the box of a doorknob for you"),
        ("CA104", "the half-wit who packed it broke it", "the person who packed it was kind"),
        ("CA105", "one word and I'll slash your tyres", "a nail will slash my tyres"),
        ("CA105", "I'd be waiting in that car park with a bat", "I'd be waiting with a ticket"),
        ("CA108", "Had you taken a minute to read it, you would know.", "Had we taken a minute to check, we would know."),
        ("CA108", "How hard can it be to type a postcode?", "How hard should the mattress be?"),
    ],
)  # fmt: skip
def test_a_construction_is_found_and_its_twin_is_not(court: Any, talk: Talk, code: str, guilty: str, innocent: str) -> None:
    assert failed(court, talk(ASK, ANSWER, f"agent: {guilty}"), code)
    assert not failed(court, talk(ASK, ANSWER, f"agent: {innocent}"), code)


def test_text_speak_that_is_quoted_is_not_the_agents(court: Any, talk: Talk) -> None:
    told = talk(ASK, 'agent: Hello! "pls pay b4 fri lol" is not from us.')
    own = talk(ASK, 'agent: Hello! pls pay b4 fri, "thank you" lol.')
    assert failed(court, told, "CA111") == []
    assert failed(court, own, "CA111")


def test_a_time_or_an_ordinal_is_no_disguise(court: Any, talk: Talk) -> None:
    assert failed(court, talk("client: Thanks! See you at 10am on the 3rd, A4 or F16, great!!", ANSWER), "CA101") == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("With your order at stake anyone would be angry, and we were the ones who let you down.", "CA104"),
        ("Anyone over 65 pays 2.80 instead of 4.50, and the sauna is free for older guests too.", "CA310"),
        ("There is one at 14 Mill Lane with two bedrooms for 880, and the one at 3 Dock Road for 900.", "CA310"),
        ("Yes, Ms Hoa speaks Vietnamese. Would your mother be more at ease with a woman?", "CA103"),
    ],
)
def test_a_kind_answer_is_no_fault(court: Any, talk: Talk, text: str, code: str) -> None:
    assert "fail" not in court.verdicts(talk("client: which flats do you have for 900", f"agent: Hello Ann, {text}"), code)


def test_who_let_you_near_a_telephone_is_an_insult(court: Any, talk: Talk) -> None:
    assert court.verdicts(talk("agent: Hello.", "client: who let you near a telephone"), "CA104") == ["fail", "pass"]


@pytest.mark.parametrize("signed", ["Elif, Şahin Motors", "Łucja, Żabka Garage", "Fiona, Tait Road Garage"])
def test_who_signs_calls_nobody_whatever_letter_a_name_begins_with(court: Any, talk: Talk, signed: str) -> None:
    """A signature had to begin with a letter of Western Europe."""
    lines = ["client: there is a rattle, Gavin Tait", f"agent: Hello Gavin, bring it by before 5. No charge.\n\n{signed}"]
    assert court.verdicts(talk(*lines, client="Gavin Tait"), "CA112") == ["pass"]


@pytest.mark.parametrize(("channel", "expected"), [("chat", ["fail"]), ("phone", []), ("Call", [])])
def test_what_was_spoken_nobody_wrote_carelessly(court: Any, talk: Talk, channel: str, expected: list[str]) -> None:
    # This failed once: a recogniser that knows no capitals was the agent's carelessness
    told = talk("agent: thanks for holding i have your order here now", "client: great", channel=channel)
    assert court.verdicts(told, "CA111") == expected


def test_a_title_that_the_client_signs_with_makes_nobody_a_third_party(court: Any, talk: Talk) -> None:
    # This failed once: "(Mrs)" was heard, and so was any Mrs
    one = talk("client: Nobody came. Maureen Tully (Mrs)", "agent: Dear Mrs Tierney, I am sorry.", client="Maureen Tully")
    assert court.verdicts(one, "CA112") == ["fail"]


@pytest.mark.parametrize(
    "text",
    [
        "i spoke to mr henderson about your surgery and it stays on friday",
        "your surgeon is mr henderson on friday at ten",
        "sorry playa san juan is closed today",
    ],
)
def test_who_is_told_of_aloud_is_not_addressed(court: Any, talk: Talk, text: str) -> None:
    conversation = talk("client: hello", f"agent: {text}", client="Ann Bell")
    assert "fail" not in court.verdicts(replace(conversation, channel="phone"), "CA112")
