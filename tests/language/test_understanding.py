"""Patterns, questions, languages and topics."""

import re
import time

import pytest

from caraway_audit.language import patterns
from caraway_audit.language.identify import identify
from caraway_audit.language.patterns import PatternError, PatternScanner, PatternSet, compiled
from caraway_audit.language.questions import questions
from caraway_audit.language.tokens import tokenise
from caraway_audit.language.topics import content, stem


def scan(text: str, *expressions: str, only_with: str = "", role: str = "agent") -> tuple[tuple[int, int], ...]:
    sets = {"set": PatternSet(dict.fromkeys(expressions, only_with), frozenset({"agent"}))}
    [(found, runaway)] = PatternScanner(sets, role).scan([text])
    assert not runaway
    return found.get("set", ())


def test_a_runaway_pattern_is_stopped_and_told_and_the_other_sets_are_scanned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIMEOUT", 0.1)
    agent = frozenset({"agent"})
    sets = {"bad": PatternSet({"(a|aa)+$": ""}, agent), "good": PatternSet({"b": ""}, agent)}
    began = time.monotonic()
    [(found, runaway)] = PatternScanner(sets, "agent").scan(["a" * 5000 + "b"])
    assert time.monotonic() - began < 5
    assert runaway == {"bad"}
    assert found == {"good": ((5000, 5001),)}


def test_patterns_give_spans_in_order_and_of_those_that_overlap_the_first_and_longest() -> None:
    assert scan("b12 a34", "[a-z]\\d+", "\\d+") == ((0, 3), (4, 7))
    assert scan("b12 a34", "\\d+", "[a-z]\\d+") == ((0, 3), (4, 7))


def test_an_empty_match_is_no_match() -> None:
    assert scan("abc", "x*") == ()


def test_only_with_looks_at_texts_that_hold_one_of_the_characters() -> None:
    assert scan("name {x}", r"\w+", only_with="{[") != ()
    assert scan("name x", r"\w+", only_with="{[") == ()


@pytest.mark.parametrize("characters", ["]", "^", "-", "\\", "a-c", "[^"])
def test_only_with_takes_its_characters_as_they_are(characters: str) -> None:
    assert scan(f"x{characters[0]}", "x", only_with=characters) == ((0, 1),)
    assert scan("xb", "x", only_with=characters) == ()


def test_a_pattern_is_matched_for_its_roles_only() -> None:
    assert scan("abc", "b", role="client") == ()


def test_a_pattern_that_is_none_is_refused_with_the_reason() -> None:
    with pytest.raises(PatternError, match=re.escape("“(a”")):
        compiled("(a")


def asked(text: str) -> list[str]:
    tokens = tokenise(text)
    return [text[tokens.starts[q.first] : tokens.ends[q.last - 1]] for q in questions(tokens)]


@pytest.mark.parametrize(
    "text",
    [
        "When does it arrive?",
        "when does it arrive",
        "hello, where is my parcel",
        "can you tell me the price",
        "do you have it in blue",
        "which one do you mean",
        "The blue one?",
        "it's nice there, isn't it",
        "so how about Friday",
        "fine thanks and you",
        "Why?",
        "what kind of shoes do you have",
        "Excuse me, do you sell stamps?",
        "haven't you sent it yet",
        "which page though",
        "until what time",
        "what if i don't have a tax number",
        "any news on my refund",
        "how to reset it",
        "but why",
        "you open sundays",
        "got any left",
        "would thursday work",
        "is parking included",
        "explain why it went up",
        "id like to know the price",
        "whens the next one",
        "how hard is the climb",
    ],
)
def test_a_question_is_seen_with_and_without_its_mark(text: str) -> None:
    assert len(asked(text)) == 1


def test_a_question_behind_a_comma_begins_there() -> None:
    assert asked("when I log in it says error 51, is that normal") == ["is that normal"]
    assert asked("my son, who is 12, came along") == []


def test_a_wish_to_know_is_a_question() -> None:
    # This failed once: RULES.md, CA201, names this wording
    assert len(asked("I'd like to know when my parcel comes.")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "how are you?",
        "Hi, how are you doing today?",
        "ok?",
        "right?",
        "what a mess this is",
        "when I came home it was broken",
        "Which is why I called.",
        "you know, where it is always warm",
        "Pardon?",
        "What kind of company is this?",
        "I had to do it",
        "I just want a refund and that's it.",
        "They complained about you.",
        "It is here.",
        "thanks",
        "",
        "did that, it's back, thank you!",
        "have it here in front of me",
        "was a pleasure",
        "is working now",
        "will try that tomorrow",
        "how lovely",
        "how hard can it be?",
        "no idea what happened there",
        "you have got 20 pounds",
        "now is green but laptop is still without internet",
    ],
)
def test_courtesies_and_statements_ask_nothing(text: str) -> None:
    assert asked(text) == []


@pytest.mark.parametrize(
    ("text", "requests"),
    [
        ("Can you send it again?", True),
        ("May I keep it?", True),
        ("hi, would you call me back", True),
        ("Can you tell me when it comes?", False),
        ("Do you have it in blue?", False),
    ],
)
def test_a_request_wants_something_done_not_told(text: str, requests: bool) -> None:
    tokens = tokenise(text)
    (question,) = questions(tokens)
    assert question.requests(tokens) is requests


def test_and_also_joins_what_is_asked_to_what_is_told() -> None:
    assert asked("I need to move my lesson on Tuesday, and also is it true you have automatics now?") == [
        "and also is it true you have automatics now?"
    ]
    assert asked("I would like to know if it fits, and also when the old one goes.")[1:] == ["and also when the old one goes."]
    assert asked("I will come at nine, and also then") == []


def test_two_things_in_one_sentence_are_two_questions() -> None:
    assert asked("Is it in stock, and what does it cost?") == ["Is it in stock", "and what does it cost?"]
    assert len(asked("Where is it? When does it come?")) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Hello, my parcel has not come and I would like to know where it is."),
        ("en", "sim dead since monday order late refund pls fix asap"),
        ("de", "Guten Tag, meine Bestellung ist leider nicht angekommen und ich warte seit zwei Wochen darauf."),
        ("de", "Guten Tag, ich kann mich nicht anmelden. Bitte helfen Sie mir."),
        ("fr", "Bonjour, ma commande n'est pas arrivée et je voudrais savoir où elle est."),
        ("es", "Hola, mi pedido no ha llegado y quiero saber dónde está ahora."),
        ("nl", "Hallo, mijn bestelling is niet aangekomen en ik wil graag weten waar het is."),
        ("", "OK"),
        ("", "Merci!"),
        ("", ""),
        ("", "12345 67890 !!!"),
    ],
)
def test_a_language_is_told_where_there_is_enough_of_it(language: str, text: str) -> None:
    assert identify(tokenise(text).words) == language


@pytest.mark.parametrize(
    "text",
    [
        "Здравствуйте, мой заказ не пришёл, и я хотел бы узнать, где он сейчас находится",
        "Γεια σας, η παραγγελία μου δεν έφτασε και θα ήθελα να μάθω πού είναι τώρα",
    ],
)
def test_a_text_in_another_script_is_not_taken_for_too_short_to_tell(text: str) -> None:
    # This failed once: "" counts as covered, so wording rules judge Russian and Greek conversations
    assert identify(tokenise(text).words) not in ("", "en")


def test_one_foreign_word_does_not_turn_an_english_conversation() -> None:
    text = "Hola! My order is late and I want to know where it is. Gracias und danke."
    assert identify(tokenise(text).words) == "en"


def test_the_topic_is_the_content_words_without_their_endings() -> None:
    assert content(tokenise("My orders were refunded, and the refund is late!")) == ["ord", "refund", "refund", "lat"]
    assert {stem(word) for word in ("refund", "refunds", "refunded", "refunding")} == {"refund"}
    assert stem("delivery") == stem("deliveries")


def test_short_words_keep_their_ending() -> None:
    assert (stem("bus"), stem("gas")) == ("bus", "gas")


def test_courtesies_are_no_topic() -> None:
    assert content(tokenise("Hello, good morning, thank you very much, please help, sorry")) == []
