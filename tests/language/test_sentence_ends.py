"""Sentences whose ends nobody marked, and contractions without their apostrophe."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.language.questions import questions
from caraway_audit.language.sentence_ends import AROUND, LANE, packed, unmarked_ends, weights
from caraway_audit.language.tokens import as_written, span_of, tokenise

FEW = settings(max_examples=100, deadline=None)
WORDS = st.lists(
    st.sampled_from(["i", "ordered", "a", "kettle", "it", "came", "broken", "can", "you", "send", "4417", "zzyzx"]), max_size=60
)


def sentences(text: str) -> list[str]:
    tokens = tokenise(text)
    return [text[one.start : one.end] for one in tokens.sentences]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "hi i ordered a kettle last week it came broken can you send a new one",
            ["hi i ordered a kettle last week it came broken", "can you send a new one"],
        ),
        (
            "I called twice last week, nobody picked up, is anybody there or do I have to come myself",
            ["I called twice last week", "nobody picked up", "is anybody there or do I have to come myself"],
        ),
        (
            "Thank you for waiting I have found your order It left the warehouse on Tuesday and is on its way",
            ["Thank you for waiting", "I have found your order", "It left the warehouse on Tuesday and is on its way"],
        ),
    ],
)
def test_an_end_that_nobody_marked_is_read(text: str, read: list[str]) -> None:
    assert sentences(text) == read


@pytest.mark.parametrize(
    "text",
    [
        "I am sorry that you had to wait for such a long time for the replacement part of your kettle.",
        "Thank you for your patience while I looked into the order that you placed with us on Monday. It is on its way.",
        "it is on its way and will be there by the end of the week",
        "book it for my mother, her date of birth is 14/07/1962",
        "Please ring the shop on the corner of Mill Lane and Station Road before you come",
    ],
)
def test_what_is_one_sentence_stays_one(text: str) -> None:
    assert sentences(text) == [text[one.start : one.end] for one in as_written(text).sentences]


@FEW
@given(WORDS, st.sampled_from([" ", ", ", " - ", "; "]))
def test_no_word_is_lost_or_moved_by_an_end(words: list[str], between: str) -> None:
    text = between.join(words)
    read, written = tokenise(text), as_written(text)
    kept = [(w, *span_of(read, n, n + 1)) for n, w in enumerate(read.words) if w not in (".", ",")]
    assert kept == [(w, *span_of(written, n, n + 1)) for n, w in enumerate(written.words) if w != ","]
    assert [one.end for one in read.as_marked()] == [one.end for one in written.sentences]
    assert read.count == written.count


@FEW
@given(WORDS)
def test_lanes_add_up_as_the_weights_one_by_one(words: list[str]) -> None:
    known = weights()
    line = ["|", *("#" if word.isdigit() else word for word in words), "|"]
    expected = []
    for place in range(1, len(words)):
        total = known.base
        for size, reach in AROUND.items():
            for gap in reach:
                first = place + 1 - gap
                if 0 <= first <= len(line) - size:
                    adds = known.runs.get(" ".join(line[first : first + size]), 0)
                    total += _lane(adds, gap + 1)
        if total > 0:
            expected.append(place)
    assert unmarked_ends(words, [False] * len(words), [False] * len(words)) == expected


def _lane(adds: int, lane: int) -> int:
    half = 1 << (LANE - 1)
    return (adds + sum(half << LANE * n for n in range(6)) >> LANE * lane & (1 << LANE) - 1) - half


def test_packed_lanes_hold_negative_weights() -> None:
    assert [_lane(packed((-3, 5, 0, -700), 1), n) for n in range(4)] == [-3, 5, 0, -700]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("ill check and well send it", "i will check and we will send it"),
        ("id like to know, its not here", "i would like to know it is not here"),
        ("lets see", "let us see"),
        ("he is ill", "he is ill"),
        ("it may well be late", "it may well be late"),
        ("your id have it ready", "your id have it ready"),
        ("is he ill ask him", "is he ill ask him"),
        ("well, call me", "well call me"),
        ("its colour", "its colour"),
    ],
)
def test_a_contraction_without_its_apostrophe_is_told_by_the_next_word(text: str, words: str) -> None:
    assert tokenise(text).words == words.split()


def test_no_gap_can_add_up_to_more_than_its_lane_holds() -> None:
    known = weights()
    runs = [adds for run, adds in known.runs.items() if not run.startswith(",")]
    greatest = max(abs(_lane(adds, lane)) for adds in runs for lane in range(5))
    assert greatest * sum(map(len, AROUND.values())) < 1 << (LANE - 1)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("i put it in the oven last night and it went all flat what do i do now", ["what do i do now"]),
        ("we are staying three nights from friday with the dog is there any parking", ["is there any parking"]),
        ("and she did that all the way around the room, which makes it look very attractive", []),
        ("well there is a woman in our choir at home, who is nearly famous for her apple pies", []),
    ],
)
def test_what_begins_behind_no_mark_asks_only_where_it_is_clear(text: str, asked: list[str]) -> None:
    tokens = tokenise(text)
    spans = [span_of(tokens, one.first, one.last) for one in questions(tokens)]
    assert [text[slice(*span)] for span in spans] == asked
