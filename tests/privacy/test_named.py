"""Names that a conversation told once are masked wherever else they stand in it."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector()


def masked(*lines: str, public: tuple[str, ...] = ()) -> list[str]:
    """The texts of a conversation ("client: hello") as a report shows them."""
    messages = [
        Message(f"m{number}", Role(role), "", text)
        for number, (role, _, text) in enumerate(line.partition(": ") for line in lines)
    ]
    masker = Masker(DETECTOR, NameIndex().sealed(), Client(), messages, public=public)
    return [masker.mask(message.text) for message in messages]


def test_a_name_is_masked_in_every_text_of_the_conversation() -> None:
    # This failed once: what told the name stood in another message
    assert masked(
        "client: hi, I'm Grace Okoye, calling for my mum Thandiwe Dlamini",
        "agent: Good morning Grace, sorry about that. What is Thandiwe’s order number?",
        "agent: Anything else Grace?",
    ) == [
        "hi, I'm [name], calling for my mum [name]",
        "Good morning [name], sorry about that. What is [name]’s order number?",
        "Anything else [name]?",
    ]


def test_a_word_of_every_day_is_a_name_only_with_a_capital_within_a_sentence() -> None:
    assert masked("client: my husband Mark Okoye wrote", "agent: Mark the box, then I tell Mark. Please mark it.")[1] == (
        "Mark the box, then I tell [name]. Please mark it."
    )


@pytest.mark.parametrize("public", [("Priya Nair",), ("Priya",)])
def test_names_of_agents_stay(public: tuple[str, ...]) -> None:
    lines = ("agent: Hello, Priya here. How can I help?", "client: thanks Priya, that is kind")
    assert masked(*lines, public=public) == [line.partition(": ")[2] for line in lines]


def test_what_stands_beside_a_mask_is_found_too() -> None:
    assert masked("client: our sons Callum and Jude unpacked it") == ["our sons [name] and [name] unpacked it"]
