"""The sentence models: shipped sums are those of the plain features, lanes never touch, and what decided is named."""

import gzip
import json
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.language.classifier import (
    LANE,
    LIKELY,
    LONGEST,
    MARK,
    MODELS,
    PEOPLE,
    SHORT,
    SHORTEST,
    Classifier,
    labels,
    parts,
    required,
    shape,
    stretches,
)
from caraway_audit.language.groups import GROUPS, names_people
from caraway_audit.language.phrases import PhraseError, PhraseScanner, PhraseSet, parse, phrase_table
from caraway_audit.language.tokens import tokenise
from training.features import features

SIDES = ("agent", "client")


def lanes(adds: int) -> dict[int, int]:
    """The weights in one packed number, lowest lane first."""
    found, lane = {}, 0
    while adds:
        weight = adds % (1 << LANE)
        weight -= (weight >= 1 << (LANE - 1)) << LANE
        if weight:
            found[lane] = weight
        adds = (adds - weight) >> LANE
        lane += 1
    return found


def stored(side: str) -> dict[str, dict[int, int]]:
    """Features with their weights by lane, read anew from the shipped file."""
    known = {}
    for line in gzip.decompress(MODELS.joinpath(f"{side}.txt.gz").read_bytes()).decode().splitlines():
        word, adds, *others = line.split("|")
        known[word] = lanes(int(adds, 16))
        known |= {f"{word} {after}": lanes(int(more, 16)) for after, more in zip(others[::2], others[1::2], strict=True)}
    return known


WEIGHTS = {side: stored(side) for side in SIDES}
CARDS = json.loads(MODELS.joinpath("labels.json").read_text(encoding="utf-8"))
WHOLE = {side: Classifier(side, CARDS[side]) for side in SIDES}
LIKELIER = {side: Classifier(side, [name + LIKELY for name in CARDS[side]]) for side in SIDES}
WORDS = sorted({word for side in SIDES for feature in WEIGHTS[side] for word in feature.strip("\t").split(" ")})


def plain(side: str, words: Sequence[str], *, groups_once: bool = False) -> dict[str, int]:
    """The sums of all labels, added up feature by feature; `groups_once` counts one that holds a group of people a single
    time."""
    sums = dict.fromkeys(CARDS[side], 0)
    names = list(CARDS[side])
    for feature, count in features(words).items():
        times = 1 if groups_once and PEOPLE in feature.split(" ") else count
        for lane, weight in WEIGHTS[side].get(feature, {}).items():
            sums[names[lane]] += times * weight
    return sums


@pytest.mark.parametrize("side", SIDES)
@given(words=st.lists(st.sampled_from(WORDS) | st.text("aeiou7'", min_size=1, max_size=9), max_size=60))
def test_the_sums_are_those_of_the_plain_features(side: str, words: list[str]) -> None:
    assert WHOLE[side].sums(words) == plain(side, words)


def fewest(side: str, name: str, bar: str) -> int:
    """The tokens of the shortest sentence that the bar of a label tells from a shorter one."""
    return SHORTEST if bar == "above" and CARDS[side][name].get("short") else SHORT


def least_of(side: str, name: str, bar: str, tokens: int) -> int:
    """From which sum on so many tokens have a label: what is sure is likely, too."""
    return min(required(CARDS[side][name][one], tokens, fewest(side, name, one)) for one in {bar, "above"})


def says_of_one(side: str, name: str, words: Sequence[str], least: int) -> bool:
    """Whether words name a group of people, and reach a label by what they say of one."""
    return names_people(words) and plain(side, words, groups_once=True)[name] >= least


@pytest.mark.parametrize("side", SIDES)
@given(text=st.lists(st.sampled_from(WORDS) | st.sampled_from(sorted(GROUPS)), max_size=90).map(" ".join))
def test_a_sentence_has_the_labels_whose_sum_reaches_the_threshold(side: str, text: str) -> None:
    tokens = tokenise(text)
    for scanner, bar, mark in ((WHOLE[side], "above", ""), (LIKELIER[side], "likely", LIKELY)):
        expected = [
            (number, name + mark)
            for number, sentence in enumerate(tokens.sentences)
            for first, last in stretches(sentence)
            for name, total in plain(side, tokens.words[first:last]).items()
            if total >= (least := least_of(side, name, bar, last - first))
            and (not CARDS[side][name].get("of_people") or says_of_one(side, name, tokens.words[first:last], least))
        ]
        assert [(found.sentence, found.label) for found in scanner.scan(tokens)] == expected


@pytest.mark.parametrize("side", SIDES)
def test_no_text_can_make_a_sum_leave_its_lane(side: str) -> None:
    """Whatever somebody repeats without a full stop, one label's sum never spills over into the next one's."""

    def heaviest(fits: Callable[[str], bool]) -> int:
        return max(abs(weight) for feature, weights in WEIGHTS[side].items() if fits(feature) for weight in weights.values())

    part, pair = heaviest(lambda f: f.startswith("\t")), heaviest(lambda f: " " in f)
    word = heaviest(lambda f: not f.startswith("\t") and " " not in f)
    most_parts = sum(1 for _ in parts("x" * 100))
    assert LONGEST * (word + most_parts * part + 2 * pair) < 1 << (LANE - 1)


@pytest.mark.parametrize("side", SIDES)
@given(
    words=st.lists(st.sampled_from(WORDS), max_size=20),
    place=st.integers(0, 20),
    groups=st.sets(st.sampled_from(sorted(GROUPS))),
)
def test_no_group_of_people_weighs_more_than_another(side: str, words: list[str], place: int, groups: set[str]) -> None:
    assert len({tuple(WHOLE[side].sums([*words[:place], group, *words[place:]]).items()) for group in groups}) <= 1


@pytest.mark.parametrize("name", ["ngozi", "mohammed", "tomasz", "priya", "siobhan", "yusuf", "sarah", "patel", "lagos"])
def test_names_weigh_nothing(name: str) -> None:
    for side in SIDES:
        assert not [feature for feature in WEIGHTS[side] if name in feature.split(" ")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("all Poles do that", True),
        ("polish people", True),
        ("with that accent", True),
        ("your sort never pays", True),
        ("nobody over there works", True),
        ("no girl should drive one", True),
        ("No, girl, you've given me my sleep back", False),
        ("we like Polish food", False),
        ("a white screen", False),
        ("", False),
    ],
)
def test_what_names_people(text: str, expected: bool) -> None:
    assert names_people(tokenise(text).words) is expected


@pytest.mark.parametrize(
    "text",
    [
        "Discounts are for pensioners, students, anyone disabled, seniors, women travelling with children and asylum seekers.",
        "And not only the Hindus and Sikhs and Jews among them, the whole depot looks forward to it.",
        "My learners are mostly Ukrainian and Afghan women.",
    ],
)
def test_who_names_three_groups_says_no_more_of_them(text: str) -> None:
    assert [found.label for found in WHOLE["client"].scan(tokenise(text)) if found.label == "discrimination"] == []


def test_what_is_likely_is_at_least_what_is_sure() -> None:
    assert all(entry["likely"] <= entry["above"] for side in SIDES for entry in CARDS[side].values())


def test_a_phrase_list_may_ask_for_likely_ones_and_say_how_sure_each_is() -> None:
    table = phrase_table([{"~guess": "high"}, {"~guess?": "low"}])
    scanner = PhraseScanner({"set": PhraseSet(table)}, "agent")
    sure, likely = (CARDS["agent"]["guess"][bar] for bar in ("above", "likely"))
    for text in (
        "I would guess it is about that, no idea really.",
        "Hmm, I suppose it should be fine.",
        "It is 12.50 a month.",
    ):
        total = max(plain("agent", tokenise(text).words)["guess"], 0)
        words = len(tokenise(text).words)
        needed = [required(sure, words, SHORTEST), required(likely, words)]
        found = [hit.confidence.value for hit in scanner.scan(tokenise(text)).get("set", ())]
        assert found == (["high"] if total >= needed[0] else ["low"] if total >= needed[1] else [])


def test_a_model_made_for_one_label_says_of_it_what_the_whole_says() -> None:
    words = tokenise("I am afraid that we do not refund tickets once the show has begun").words
    for name in CARDS["agent"]:
        assert Classifier("agent", {name}).sums(words) == {name: WHOLE["agent"].sums(words)[name]}


def test_what_decided_lies_in_its_sentence() -> None:
    tokens = tokenise("Hello Ann. I am so sorry that your morning was ruined by us, that must have been awful. It is here.")
    found = WHOLE["agent"].scan(tokens)
    assert "apology" in {one.label for one in found}
    for one in found:
        sentence = tokens.sentences[one.sentence]
        first, last = WHOLE["agent"].deciding(tokens, one)
        assert sentence.first <= first < last <= sentence.last


def test_a_phrase_list_may_name_a_label() -> None:
    scanner = PhraseScanner({"set": PhraseSet(phrase_table(["~apology"]))}, "agent")
    (hit,) = scanner.scan(tokenise("Hello. That one is on us, we are truly sorry for the mess."))["set"]
    assert hit.phrase == "~apology"
    assert hit.sentence == 1
    assert not PhraseScanner({"set": PhraseSet(phrase_table(["~apology"]))}, "system").scan(tokenise("we are truly sorry"))


def test_a_phrase_of_the_same_set_says_it_better() -> None:
    scanner = PhraseScanner({"set": PhraseSet(phrase_table(["~apology", "truly sorry"]))}, "agent")
    (hit,) = scanner.scan(tokenise("We are truly sorry for the mess that we made of your order."))["set"]
    assert hit.phrase == "truly sorry"


def test_an_unknown_label_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(PhraseError, match=r"no model knows “~sorrow”; there are .*~apology"):
        parse("~sorrow")


def test_every_label_says_what_it_means() -> None:
    assert all(labels().values())
    assert MARK not in "".join(labels())


def test_numbers_are_one_and_short_words_have_no_parts() -> None:
    assert shape("4417") == shape("b12") == shape("10th") == shape("k24x9087") == "#"
    assert [shape(word) for word in ("h4te", "w0men", "poles")] == ["hate", "§", "§"]
    assert not list(parts("not"))
    assert list(parts("refund")) == ["<ref", "<refu", "<refun", "und>", "fund>"]
