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
    "lupus", "endometriosis", "Crohn's", "sickle cell", "fibromyalgia", "gout", "hepatitis B", "chlamydia", "dialysis",
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
