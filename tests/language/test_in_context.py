"""Models in context: what came before a message decides with it, nothing else does, and what decided is named."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta
from hashlib import sha256
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.annotate import Annotators, ExportFacts, Need
from caraway_audit.language.classifier import IN_CONTEXT, MODELS, PERHAPS
from caraway_audit.language.in_context import HIGHEST, LOWEST, OTHER, STEP, InContext, known_in_context
from caraway_audit.language.phrases import PhraseError, PhraseScanner, PhraseSet, parse, phrase_table
from caraway_audit.language.tokens import tokenise
from caraway_audit.model import Conversation
from caraway_audit.privacy.detect import Detector

MODEL = InContext()
WHOLE = json.loads(MODELS.joinpath("in_context.json").read_text(encoding="utf-8"))
STORED = WHOLE["models"]
CARDS = json.loads(MODELS.joinpath("labels.json").read_text(encoding="utf-8"))
CLOSING = tokenise("Right, I'm off. Have a good one, bye!")
BLACK, SETTLED = "still black, it does not work at all", "perfect, all good now, thank you!"
CLOSES = f"~closes{IN_CONTEXT}"
PLAIN = "have a good one"


def after(text: str | None, side: str = "client") -> Sequence[int]:
    """The levels of a message that is answered; of none."""
    return MODEL.highest(side, tokenise(text) if text is not None else None)


@pytest.mark.parametrize("side", OTHER)
def test_they_were_learnt_over_the_sentence_models_that_ship(side: str) -> None:
    shipped = MODELS.joinpath(f"{side}.txt.gz").read_bytes()
    assert WHOLE["over"][side] == sha256(shipped).hexdigest(), "training.context has to follow training.train"


def test_every_weight_is_of_a_label_that_the_sentence_models_know() -> None:
    for side, entries in STORED.items():
        for name, entry in entries.items():
            assert name in CARDS[side]
            assert set(entry["own"]) <= set(CARDS[side])
            assert set(entry["theirs"]) <= set(CARDS[OTHER[side]])
            assert entry["own"][name] > 0


@pytest.mark.parametrize("label", sorted(STORED["agent"]))
def test_the_score_is_that_of_the_plain_weights(label: str) -> None:
    entry, theirs = STORED["agent"][label], after(BLACK)
    own = MODEL.looked_at("agent", tokenise("Those people in flat 4 had the same. They are women, so no wonder."), label)
    assert own
    of = chain(
        ((entry["own"].get(name, 0), level) for name, level in zip(CARDS["agent"], own.levels, strict=True)),
        ((entry["theirs"].get(name, 0), level) for name, level in zip(CARDS["client"], theirs, strict=True)),
    )
    assert MODEL.over("agent", label, own, theirs) == sum(weight * level for weight, level in of) - entry["above"]


def test_the_same_goodbye_is_a_fault_only_where_something_is_open() -> None:
    found = MODEL.decide("agent", CLOSING, after(BLACK))
    assert found is not None
    assert found.label == "closes"
    assert MODEL.decide("agent", CLOSING, after(SETTLED)) is None


def test_of_several_things_the_surest_is_told() -> None:
    tokens = tokenise("Calm down, it's only a parcel, sweetheart, nobody has died. Had you read the mail, you would know.")
    theirs = after("I am so upset, that parcel was for my mother's birthday")
    over = {
        label: MODEL.over("agent", label, own, theirs)
        for label in STORED["agent"]
        if (own := MODEL.looked_at("agent", tokens, label)) and MODEL.over("agent", label, own, theirs) >= 0
    }
    surest = max(over, key=lambda label: over[label])
    assert surest != next(iter(over))
    found = MODEL.decide("agent", tokens, theirs)
    assert found
    assert found.label == surest


def test_what_is_said_of_people_is_looked_for_where_people_are_named() -> None:
    tokens = tokenise("They never learn, do they. The Poles next door came by.")
    own = MODEL.looked_at("agent", tokens, "discrimination")
    assert own
    assert own.sentence == 1
    assert MODEL.looked_at("agent", tokenise("They simply never learn."), "discrimination") is None


def test_who_has_heard_nothing_yet_weighs_nothing() -> None:
    assert set(after(None)) == set(after("")) == {0}


@given(side=st.sampled_from(sorted(OTHER)), text=st.text("abcéß .!?'\n0", max_size=200), before=st.none() | st.text("ab .!?"))
def test_no_text_is_too_odd(side: str, text: str, before: str | None) -> None:
    tokens, theirs = tokenise(text), after(before, OTHER[side])
    assert all(LOWEST <= level <= HIGHEST for one in MODEL.read(side, tokens) for level in one.levels)
    if found := MODEL.decide(side, tokens, theirs):
        sentence = tokens.sentences[found.sentence]
        assert sentence.first <= found.first < found.last <= sentence.last


def test_a_sentence_that_may_be_one_is_listed_apart() -> None:
    scanner = PhraseScanner({"set": PhraseSet(phrase_table([{CLOSES: "low"}]))}, "agent")
    found = scanner.scan(CLOSING)
    assert {(name, hit.phrase) for name, hits in found.items() for hit in hits} == {("undecided:set", CLOSES)}
    lane = list(CARDS["agent"]).index("closes")
    read = {one.sentence: one.levels[lane] for one in MODEL.read("agent", CLOSING)}
    assert all(read[hit.sentence] * STEP >= PERHAPS - STEP for hit in found["undecided:set"])
    assert not scanner.scan(tokenise("The lamp is 40 cm high and comes in green."))


@pytest.mark.parametrize("phrase", [f"~guess{IN_CONTEXT}", f"~closes?{IN_CONTEXT}", "~blame"])
def test_a_label_without_such_a_model_is_refused(phrase: str) -> None:
    with pytest.raises(PhraseError, match=f"there are .*{CLOSES if phrase.endswith(IN_CONTEXT) else '~apology, ~apology?'}"):
        parse(phrase)


def test_a_side_that_has_no_such_model_is_not_looked_at() -> None:
    threat = f"~threat{IN_CONTEXT}"
    assert "threat" in known_in_context("client") - known_in_context("agent")
    for side, expected in (("client", {"undecided:set"}), ("agent", set())):
        found = PhraseScanner({"set": PhraseSet(phrase_table([threat]))}, side).scan(
            tokenise("I know where you live and I am going to come round and break your legs.")
        )
        assert set(found) == expected


def test_words_that_only_end_alike_are_words() -> None:
    scanner = PhraseScanner({"set": PhraseSet(phrase_table([f"taken{IN_CONTEXT}"]))}, "agent")
    assert [hit.phrase for hit in scanner.scan(tokenise("It has to be taken in context."))["set"]] == ["taken in context"]


Finds = Callable[..., list[list[str]]]


@pytest.fixture
def found(talk: Callable[..., Conversation]) -> Finds:
    """What sets of phrases find in the last of some messages: the phrases, by set."""

    def find(*sets: Sequence[str], lines: Sequence[str]) -> list[list[str]]:
        need = Need({str(n): PhraseSet(phrase_table(phrases)) for n, phrases in enumerate(sets)})
        (seen,) = Annotators(need, Detector()).annotate([talk(*lines)], ExportFacts(), lambda channel: timedelta(hours=24))
        return [[hit.phrase for hit in seen.notes[-1].hits.get(str(n), ())] for n in range(len(sets))]

    return find


def goodbye(*before: str) -> list[str]:
    """A conversation that ends with a goodbye."""
    return [
        "client: my screen stays black",
        "agent: Try the other cable.",
        *before,
        "agent: Right, I'm off. Have a good one, bye!",
    ]


def test_rules_see_what_is_so_in_context_as_a_hit(found: Finds) -> None:
    assert found([CLOSES], lines=goodbye(f"client: {BLACK}")) == [[CLOSES]]
    assert found([CLOSES], lines=goodbye(f"client: {SETTLED}")) == [[]]


def test_a_set_with_a_plain_hit_needs_no_model_and_other_sets_do_not_care(found: Finds) -> None:
    lines = goodbye(f"client: {BLACK}")
    assert found([CLOSES, PLAIN], [CLOSES], [PLAIN], lines=lines) == [[PLAIN], [CLOSES], [PLAIN]]


def test_nobody_answers_a_note(found: Finds) -> None:
    note = f"note: {SETTLED}"
    for before in (BLACK, SETTLED):
        assert found([CLOSES], lines=goodbye(f"client: {before}", note)) == found([CLOSES], lines=goodbye(f"client: {before}"))
    threat, note = f"~threat{IN_CONTEXT}", "note: Customer is a moron, I told her that she will never see her money."
    lines = ["client: where is my money", "agent: Sorry about the cancellation. Refund takes 5 working days."]
    last = "client: You will find out what happens to people who keep my money. I know where your stall stands at night."
    assert found([threat], lines=[*lines, last]) == found([threat], lines=[*lines, note, last]) == [[threat]]
