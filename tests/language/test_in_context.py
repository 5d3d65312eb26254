"""Models in context: what came before a message decides with it, plain words go first, and what decided is named."""

import json
from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.annotate import Annotators, ExportFacts, Need
from caraway_audit.language.classifier import IN_CONTEXT, MODELS, PERHAPS
from caraway_audit.language.in_context import HIGHEST, LOWEST, OTHER, STEP, InContext, Said, known_in_context
from caraway_audit.language.phrases import PhraseError, PhraseScanner, PhraseSet, parse, phrase_table
from caraway_audit.language.tokens import tokenise
from caraway_audit.model import Conversation
from caraway_audit.privacy.detect import Detector

MODEL = InContext()
STORED = json.loads(MODELS.joinpath("in_context.json").read_text(encoding="utf-8"))
CARDS = json.loads(MODELS.joinpath("labels.json").read_text(encoding="utf-8"))
CLOSING = "Right, I'm off. Have a good one, bye!"


def spoken(*lines: str) -> list[Said]:
    """Messages written "client: …"."""
    return [Said(side, tokenise(text)) for side, _, text in (line.partition(": ") for line in lines)]


def test_every_weight_is_of_a_label_that_the_sentence_models_know() -> None:
    for side, entries in STORED.items():
        for name, entry in entries.items():
            assert name in CARDS[side]
            assert set(entry["own"]) <= set(CARDS[side])
            assert set(entry["theirs"]) <= set(CARDS[OTHER[side]])
            assert entry["own"][name] > 0


def test_the_score_is_that_of_the_plain_weights() -> None:
    said = spoken("client: still black, it does not work at all", f"agent: {CLOSING}")
    seen = MODEL.seen(said, 1, "closes")
    assert seen
    entry, total = STORED["agent"]["closes"], 0
    for part, side, levels in (("own", "agent", seen.own.levels), ("theirs", "client", seen.theirs)):
        total += sum(entry[part].get(name, 0) * level for name, level in zip(CARDS[side], levels, strict=True))
    assert total >= entry["above"]
    assert MODEL.decide(said, 1)
    lane = list(CARDS["agent"]).index("closes")
    assert seen.own.levels[lane] == max(one.levels[lane] for one in MODEL.read(said[1]))


def test_the_same_goodbye_is_a_fault_only_where_something_is_open() -> None:
    settled = spoken(
        "client: my screen stays black", "agent: Try the other cable.", "client: perfect, all good now, thank you!"
    )
    open_ = spoken(
        "client: my screen stays black", "agent: Try the other cable.", "client: still black, it does not work at all"
    )
    closing = spoken(f"agent: {CLOSING}")
    over_settled, over_open = (MODEL.decide([*before, *closing], 3) for before in (settled, open_))
    assert over_settled is None
    assert over_open is not None
    assert over_open.label == "closes"


def test_who_has_heard_nothing_yet_weighs_nothing() -> None:
    seen = MODEL.seen(spoken("agent: Hello there."), 0, "closes")
    assert seen
    assert set(seen.theirs) == {0}


def test_what_is_told_of_notes_is_told_of_no_message() -> None:
    text = tokenise("Batty old dear who cannot read a bill, as usual. Nod and smile.")
    assert STORED["agent"]["rude_note"]["notes"]
    for public in (True, False):
        found = MODEL.decide([Said("agent", text, public)], 0)
        assert (found is not None and found.label == "rude_note") is not public


@given(
    lines=st.lists(
        st.tuples(st.sampled_from(["agent", "client", ""]), st.text("abc .!?'\n", max_size=60) | st.just(CLOSING)), min_size=1
    )
)
def test_no_text_is_too_odd(lines: Sequence[tuple[str, str]]) -> None:
    said = [Said(side, tokenise(text)) for side, text in lines]
    for place, one in enumerate(said):
        if one.side and (found := MODEL.decide(said, place)):
            sentence = one.tokens.sentences[found.sentence]
            assert sentence.first <= found.first < found.last <= sentence.last
        if one.side:
            assert all(LOWEST <= level <= HIGHEST for stretch in MODEL.read(one) for level in stretch.levels)


def test_a_sentence_that_may_be_one_is_listed_apart() -> None:
    table = phrase_table([{f"~closes{IN_CONTEXT}": "low"}])
    scanner = PhraseScanner({"set": PhraseSet(table)}, "agent")
    found = scanner.scan(tokenise(CLOSING))
    assert {(name, hit.phrase) for name, hits in found.items() for hit in hits} == {("perhaps:set", f"~closes{IN_CONTEXT}")}
    lane = list(CARDS["agent"]).index("closes")
    read = {one.sentence: one.levels[lane] for one in MODEL.read(spoken(f"agent: {CLOSING}")[0])}
    assert all(read[hit.sentence] * STEP >= PERHAPS - STEP for hit in found["perhaps:set"])
    assert not scanner.scan(tokenise("The lamp is 40 cm high and comes in green."))


def test_a_label_without_a_model_in_context_is_refused() -> None:
    assert "guess" not in known_in_context()
    with pytest.raises(PhraseError, match="no model knows"):
        parse(f"~guess{IN_CONTEXT}")


@pytest.fixture
def annotated(talk: Callable[..., Conversation]) -> Callable[..., list[str]]:
    """The phrases of a set that are found in a goodbye after what the client said."""

    def find(*phrases: str, before: str) -> list[str]:
        need = Need({"rule": PhraseSet(phrase_table(phrases))})
        lines = ["client: my screen stays black", "agent: Try the other cable.", f"client: {before}", f"agent: {CLOSING}"]
        annotators = Annotators(need, Detector())
        (seen,) = annotators.annotate([talk(*lines)], ExportFacts(), lambda channel: timedelta(hours=24))
        return [hit.phrase for hit in seen.notes[3].hits.get("rule", ())]

    return find


def test_rules_see_what_is_so_in_context_as_a_hit(annotated: Callable[..., list[str]]) -> None:
    in_context = f"~closes{IN_CONTEXT}"
    assert annotated(in_context, before="still black, it does not work at all") == [in_context]
    assert annotated(in_context, before="perfect, all good now, thank you!") == []


def test_what_words_say_plainly_needs_no_model(annotated: Callable[..., list[str]]) -> None:
    assert annotated(f"~closes{IN_CONTEXT}", "have a good one", before="still black, it does not work at all") == ["have a good one"]
