"""What a sentence model found, and the model of whole messages has a say in."""

from collections.abc import Callable
from typing import Any

import pytest

from caraway_audit.errors import PolicyError
from caraway_audit.language.groups import GROUPS
from caraway_audit.language.tokens import tokenise
from caraway_audit.language.whole import whole
from caraway_audit.model import Conversation

Talk = Callable[..., Conversation]
ASK = "client: Good morning, when does my parcel with the kettle arrive?"
BY_THE_BY = (
    "Thank you for the invoice of 3 March, which I have now gone through with my accountant. The second line is the delivery "
    "to Mill Lane, though the driver brought everything to the yard. I have attached the photos again so that you have them in "
    "one place. The new door is fine, by the way, and the handle fits."
)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("CA105", "client: Noted. Wednesday. We shall see."),
        ("CA103", "client: Kindly arrange jain food for my in-laws, they are elderly and will eat at seven."),
        ("CA103", "agent: Polish ham, German sausage and French cheese are all in the box."),
        ("CA103", "agent: Men are very welcome at the lesson, we had two last month. Bring your own razor."),
    ],
)
def test_what_a_whole_message_says_otherwise_is_no_fault(court: Any, talk: Talk, code: str, line: str) -> None:
    assert "fail" not in court.verdicts(talk(ASK, "agent: Good morning Ann, on Tuesday before noon.", line), code)


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("CA105", "I'll break your legs when I see you."),
        ("CA103", "Go back to your own country."),
        ("CA104", "You are a complete idiot."),
    ],
)
def test_a_plain_fault_is_none_the_less_for_what_stands_around_it(court: Any, talk: Talk, code: str, line: str) -> None:
    for text in (line, f"{line} {BY_THE_BY}", f"{BY_THE_BY} {line}"):
        assert "fail" in court.verdicts(talk(ASK, "agent: Good morning Ann, on Tuesday before noon.", f"client: {text}"), code)


@pytest.mark.parametrize("side", ["agent", "client"])
def test_one_group_weighs_what_another_does(side: str) -> None:
    model = whole(side, "threat")
    lines = ("We get many {} here and they all want it cheaper.", "The {} entrance is round the corner, with a ramp.")
    for line in lines:
        assert len({model.odds(tokenise(line.format(group))) for group in GROUPS}) == 1


def test_a_model_that_nobody_knows_is_refused(court_under: Callable[..., Any]) -> None:
    with pytest.raises(PolicyError, match=r"no model of whole messages that may doubt is called “thret”.*threat"):
        court_under(rules={"CA105": {"weighed": "thret"}})
    with pytest.raises(PolicyError, match="guess"):  # there is one, which never doubts
        court_under(rules={"CA105": {"weighed": "guess"}})


def test_a_model_of_the_other_side_has_no_say(court_under: Callable[..., Any], talk: Talk) -> None:
    court = court_under(rules={"CA105": {"weighed": "rude_note"}})
    assert "fail" in court.verdicts(talk(ASK, "agent: Good morning Ann, on Tuesday.", "client: I'll break your legs."), "CA105")


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("The new menu is hard to use, I never find the bill.", "fail"),
        ("Your opening hours are no use for people with a job.", "fail"),
        ("Does the lamp work without the app?", "pass"),
        ("Can you bring it on Tuesday then, please?", "pass"),
    ],
)
def test_nobody_is_brushed_off_who_did_not_criticise(court: Any, talk: Talk, said: str, verdict: str) -> None:
    assert court.verdicts(talk(f"client: {said}", "agent: It works fine for most people."), "CA602") == [verdict]


@pytest.mark.parametrize(
    ("said", "verdict"),
    [
        ("I am in tears here, the cake for her party has collapsed.", "fail"),
        ("Is it windy up there? I would like to bring the tent.", "pass"),
    ],
)
def test_no_feeling_is_denied_to_who_shows_none(court: Any, talk: Talk, said: str, verdict: str) -> None:
    assert court.verdicts(talk(f"client: {said}", "agent: Oh well, it could be worse."), "CA502") == [verdict]


def test_a_label_that_no_model_knows_is_refused(court_under: Callable[..., Any]) -> None:
    with pytest.raises(PolicyError, match=r"no sentence model knows “complant”.*complaint"):
        court_under(rules={"CA602": {"after": ["complant"]}})


@pytest.mark.parametrize(
    ("code", "fault", "innocent"),
    [
        ("CA108", "Use your loaf, it is printed on the slip.", "Use your loaf within three days, or freeze it in slices."),
        ("CA108", "Get a grip, it is only a parcel.", "You get a grip, a strap and two batteries."),
        ("CA104", "Are you really that thick?", "Yes, we stock it that thick, and thicker ones too."),
        ("CA105", "I know where you live, remember that.", "May I ask where you live? Then I can see which van comes."),
        ("CA410", "That is simply not true.", "You are right, that is not true any more, and I have corrected the page."),
        ("CA502", "Come on, it could be worse.", "Thank you, I am glad that it could be mended and was no worse."),
        ("CA702", "You should sue them, you would win.", "Take them out with the small spanner, then keep them for the move."),
    ],
)
def test_what_a_phrase_finds_counts_where_it_is_meant(court: Any, talk: Talk, code: str, fault: str, innocent: str) -> None:
    before = "client: I am so upset, I have asked three times now where it is."
    assert "fail" in court.verdicts(talk(before, f"agent: {fault}"), code)
    assert "fail" not in court.verdicts(talk("client: What do I get, and how do I use it?", f"agent: {innocent}"), code)


def test_what_resembles_nothing_is_found_where_nobody_asks(court: Any, court_under: Callable[..., Any], talk: Talk) -> None:
    one = talk(
        "client: What is in the box?", "agent: Patience is a virtue you have plenty of, and a grip, a strap and a tin of wax."
    )
    strict = court_under(rules={"CA108": {"resembles": {"condescension as meant": 100}}})
    lenient = court_under(rules={"CA108": {"resembles": {}}})
    assert "fail" not in strict.verdicts(one, "CA108")
    assert "fail" in lenient.verdicts(one, "CA108")


def test_what_is_certain_is_asked_about_no_more(court_under: Callable[..., Any], talk: Talk) -> None:
    one = talk("client: What is in the box?", "agent: A grip, a strap and two batteries, old bean.")
    strict = {"condescension as meant": 100}
    for name in ("phrases", "certain"):  # what a team adds counts as it stands
        court = court_under(rules={"CA108": {name: {"add": ["old bean"]}, "resembles": strict}})
        assert "fail" in court.verdicts(one, "CA108")
    told = talk("client: Where is the number?", "agent: Thank you, Sherlock. Patience is a virtue, you know.")
    court = court_under(rules={"CA108": {"resembles": strict}})
    assert [outcome.spans[0][0] for outcome in court(told, "CA108") if outcome.verdict.value == "fail"] == [0]


def test_a_likeness_that_no_model_knows_is_refused(court_under: Callable[..., Any]) -> None:
    with pytest.raises(PolicyError, match=r"no model knows “condesension as meant”.*condescension as meant"):
        court_under(rules={"CA108": {"resembles": {"condesension as meant": 3}}})


@pytest.mark.parametrize(
    ("code", "said", "answer", "phrase"),
    [
        (
            "CA108",
            "Wo finde ich denn bitte die Nummer meiner Bestellung?",
            "Das sieht doch jedes Kind, lesen Sie.",
            "jedes Kind",
        ),
        ("CA602", "Ich habe eine Frage zu der neuen Speisekarte bei Ihnen.", "Das hat noch niemand gesagt.", "noch niemand"),
        ("CA502", "Mein Koffer ist weg und ich weiß nicht, was ich tun soll.", "Stellen Sie sich nicht so an.", "nicht so an"),
    ],
)
def test_models_that_read_english_doubt_nothing_else(
    court_under: Callable[..., Any], talk: Talk, code: str, said: str, answer: str, phrase: str
) -> None:
    court = court_under(rules={code: {"languages": ["en", "de"], "phrases": {"add": [phrase.lower()]}}})
    assert "fail" in court.verdicts(talk(f"client: {said}", f"agent: {answer}", language="de"), code)


@pytest.mark.parametrize(
    ("code", "report", "innocent"),
    [
        (
            "CA707",
            "client: the client list got out, strangers ring me about my contract",
            "client: the guest list got out of hand",
        ),
        ("CA708", "client: my husband hits me and the children", "client: I'll tell grandmother, she will beat me at cards"),
        (
            "CA706",
            "client: I will go to the energy regulator with this",
            "client: And one more thing, the regulator is giving some hissing sound.",
        ),
    ],
)
def test_a_phrase_of_an_act_calls_for_an_answer_where_it_is_meant(
    court: Any, talk: Talk, code: str, report: str, innocent: str
) -> None:
    for line, expected in ((report, ["fail"]), (innocent, [])):
        assert (
            court.verdicts(talk(line, "agent: Hello, it comes on Tuesday.", "client: ok, bye", "agent: Goodbye."), code)
            == expected
        )
