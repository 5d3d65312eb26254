"""Models of whole messages: what a message does by all that it says."""

import pytest

from caraway_audit.language.tokens import tokenise
from caraway_audit.language.whole import whole, whole_labels


def has(name: str, text: str, before: str = "", side: str = "agent") -> bool:
    return whole(side, name).has(tokenise(text), tokenise(before) if before else None)


def test_what_takes_a_feeling_in_names_none() -> None:
    assert has(
        "taken_in",
        "Oh no, three nights on the floor with a newborn. That must stop today, and I'm staying on this till it does.",
    )
    assert not has("taken_in", "Please send the order number and a photo of the label.")


def test_a_feeling_is_one_where_it_is_meant() -> None:
    losing_it = "im about to lose it, the baby hasnt slept in three days because of this and i cant take any more"
    assert has("feeling", losing_it, side="client")
    assert not has("feeling", "Which of the two sizes do you have in blue?", side="client")


def test_a_guess_answers_and_leaves_it_at_that() -> None:
    asked = "does it fit the older model"
    assert has("guess", "Can't see why they'd say no to be honest, I'd imagine it's fine", asked)
    assert not has("guess", "Yes, it fits all models since 2012; the list is on page 4.", asked)


def test_the_sentence_that_decides_is_told() -> None:
    tokens = tokenise("The next tour is at ten. I'd imagine you'll be fine, can't see why not. Tickets are at the door.")
    assert whole("agent", "guess").deciding(tokens) == 1


def test_each_side_has_its_models() -> None:
    assert "feeling" in whole_labels("client")
    assert "guess" in whole_labels("agent")
    with pytest.raises(KeyError):
        whole("client", "guess")


ASKED = "I can't find the booking reference anywhere"
SNIDE = "It's in the mail of the 4th. {} Send it to me and I'll open the trip."


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("I'd have hoped that was clear enough.", True),
        ("One would have thought six letters in bold might catch somebody's eye.", True),
        ("It's a bit hidden, sorry.", False),
        ("It stands on page 4, under the address.", False),
    ],
)
def test_one_sentence_among_plain_ones_is_enough(said: str, expected: bool) -> None:
    assert has("condescension", SNIDE.format(said), ASKED) == expected
    if expected:
        assert whole("agent", "condescension").deciding(tokenise(SNIDE.format(said))) == 1


def test_more_plain_sentences_change_nothing() -> None:
    model, asked = whole("agent", "condescension"), tokenise(ASKED)
    said = "The office is open from nine to five. I'd have hoped that was clear enough. Bring a photo."
    more = said + " Bring a photo." * 20
    assert model.odds(tokenise(more), asked) == model.odds(tokenise(said), asked) >= model.bars["surely"]


def test_what_a_rival_is_surer_of_counts_against_a_model() -> None:
    told = tokenise("Between us, Rob's epilepsy is back and he had a fit in the car park.")
    internal, private = whole("agent", "internal_information"), whole("agent", "special_category")
    surer = private.odds(told) - private.bars["surely"]
    assert surer > 0
    assert internal.ahead(told) == internal.odds(told) - internal.bars["surely"] - surer
    assert not internal.has(told)
