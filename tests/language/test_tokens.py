"""Tokens: words folded once, every one with its place in the text as it was written."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caraway_audit.language.tokens import BOUNDARY, span_of, tokenise

FEW = settings(max_examples=150, deadline=None)
TEXTS = st.text(st.sampled_from("abzAZ09 '’`.!?…\n\r\t-—;:,()\"”_@#ßİﬁé\u0301\u00a0\ud800\x00😀ñ中")) | st.text()


@FEW
@given(TEXTS)
def test_every_token_lies_inside_the_text_and_in_order(text: str) -> None:
    tokens = tokenise(text)
    assert len(tokens.words) == len(tokens.starts) == len(tokens.ends)
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert 0 <= start <= end <= len(text)
    assert all(word == "." for word, start, end in zip(tokens.words, tokens.starts, tokens.ends, strict=True) if start == end)
    assert tokens.starts == sorted(tokens.starts)
    assert tokens.ends == sorted(tokens.ends)


@FEW
@given(TEXTS)
def test_sentences_cover_all_tokens_and_do_not_overlap(text: str) -> None:
    tokens = tokenise(text)
    expected = 0
    for sentence in tokens.sentences:
        assert sentence.first == expected < sentence.last
        assert (sentence.start, sentence.end) == span_of(tokens, sentence.first, sentence.last)
        expected = sentence.last
    assert expected == len(tokens.words)
    assert all(one.end <= other.start for one, other in pairwise(tokens.sentences))


@FEW
@given(TEXTS)
def test_an_end_mark_stands_only_at_the_end_of_a_sentence(text: str) -> None:
    tokens = tokenise(text)
    for sentence in tokens.sentences:
        inner = tokens.words[sentence.first : sentence.last - 1]
        assert not BOUNDARY.intersection(inner)
        last = tokens.words[sentence.last - 1]
        assert sentence.mark in ((last, "") if last == "." else (last,) if last in BOUNDARY else ("",))


@FEW
@given(st.lists(st.sampled_from(["hello", "order", "kettle", "Anna", "4417"]), min_size=1, max_size=10))
def test_a_plain_word_is_its_own_lower_case_and_is_counted(words: list[str]) -> None:
    tokens = tokenise(" ".join(words) + ".")
    assert tokens.words == [*(word.lower() for word in words), "."]
    assert tokens.count == len(words)


@pytest.mark.parametrize(
    "spellings",
    [
        ("you are", "you're", "youre", "You’re", "YOU`RE"),
        ("do not", "don't", "dont", "Don’t"),
        ("can not", "cannot", "can't", "cant", "CAN´T"),
        ("will not", "won't", "wont"),
        ("it is", "it's", "It’s"),
        ("i am", "I'm", "im"),
        ("we will", "we'll", "we’ll"),
        ("should have", "should've", "shouldve"),
        ("let us", "let's"),
        ("going to", "gonna"),
        ("they would", "they'd"),
        ("could not have", "couldn't have", "couldnt have"),
    ],
)
def test_contractions_fold_to_the_full_form(spellings: tuple[str, ...]) -> None:
    full, *others = spellings
    for other in others:
        assert tokenise(other).words == tokenise(full).words, other


@pytest.mark.parametrize("word", ["its", "were", "well", "ill", "hell", "shell", "wed", "id"])
def test_a_word_that_only_looks_like_a_contraction_stays_a_word(word: str) -> None:
    assert tokenise(word).words == [word]


def test_a_double_contraction_folds_wholly() -> None:
    assert tokenise("You couldn't've known").words == ["you", "could", "not", "have", "known"]


def test_a_possessive_keeps_its_word() -> None:
    assert tokenise("The dog's bowl").words == ["the", "dog", "'s", "bowl"]


def test_the_parts_of_a_contraction_share_their_place() -> None:
    tokens = tokenise("Now don't go")
    assert list(zip(tokens.words, tokens.starts, tokens.ends, strict=True))[1:3] == [("do", 4, 9), ("not", 4, 9)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Hello. Where is it? Gone!", ["Hello.", "Where is it?", "Gone!"]),
        ("one\ntwo\n\nthree", ["one\n", "two\n\n", "three"]),
        ("It costs 3.50 euro.", ["It costs 3.50 euro."]),
        ("Ask Mr. Smith of Dr. Bell Ltd. today.", ["Ask Mr. Smith of Dr. Bell Ltd. today."]),
        ("See www.fernhill.example today", ["See www.fernhill.example today"]),
        ("Wait … what", ["Wait …", "what"]),
        ("Really?! Yes", ["Really?!", "Yes"]),
        ("“Stop.” he said", ["Stop.", "he said"]),
        ("?!. …", []),
        ("", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[s.start : s.end] for s in tokenise(text).sentences] == sentences


@pytest.mark.parametrize(
    ("text", "mark"), [("ok?", "?"), ("ok!", "!"), ("what?!", "?"), ("ok...", "."), ("ok\n", "\n"), ("ok", "")]
)
def test_the_mark_of_a_sentence(text: str, mark: str) -> None:
    assert tokenise(text).sentences[0].mark == mark


def test_a_plain_no_ends_its_sentence() -> None:
    # This failed once: "no." is taken for the abbreviation of "number"
    assert len(tokenise("No. Calm down.").sentences) == 2
    assert len(tokenise("Your order no. 4417 is here.").sentences) == 1


@pytest.mark.parametrize(
    ("text", "sentences"), [("We take cards, e.g. Visa.", 1), ("The other, i.e. mine.", 1), ("This is plan g. So?", 2)]
)
def test_letters_with_full_stops_end_no_sentence(text: str, sentences: int) -> None:
    assert len(tokenise(text).sentences) == sentences


def test_a_smiley_is_no_dash() -> None:
    assert "," not in tokenise("Thanks :-) bye ;)").words


@given(st.text("abc .é\u200b\u00ad\u0301", max_size=40))
def test_what_nobody_sees_changes_no_word_and_no_place(text: str) -> None:
    tokens = tokenise(text)
    seen = [place for place, ch in enumerate(text) if ch not in "\u200b\u00ad\u0301"]
    if "\u0301" not in text:
        assert tokens.words == tokenise("".join(text[place] for place in seen)).words
    for start, end in zip(tokens.starts, tokens.ends, strict=True):
        assert {start, end - 1} <= set(seen)


def test_an_accent_by_itself_is_that_of_its_letter() -> None:
    assert tokenise("cafe\u0301 Arschlo\u0308cher").words == ["café", "arschlöcher"]


@pytest.mark.parametrize("unseen", ["\u200e", "\ufe0f", "\u2062", "\u0336", "\x07", "\u200b", "\u00ad"])
def test_what_nobody_sees_breaks_no_word(unseen: str) -> None:
    assert tokenise(f"you are an idi{unseen}xt.").words == tokenise("you are an idixt.").words
