"""What the taggers would take for a value and is none: brands, words of every day, measures, models, hours, days."""

import pytest

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex

DETECTOR = Detector(("GB", "US"))


def masked(text: str, before: str = "") -> str:
    messages = [Message("m1", Role.AGENT, "Dana", before, None)] if before else []
    messages.append(Message("m2", Role.CLIENT, "", text, None))
    return Masker(DETECTOR, NameIndex.of([]), Client(), messages).mask(text)


@pytest.mark.parametrize(
    "text",
    [
        "I ordered from John Lewis and Ted Baker, not Calvin Klein.",
        "Is the Harry Potter Lego 76419 in stock?",
        "Do you stock Jack Daniel's, Johnnie Walker or Jim Beam?",
        "My Henry hoover has lost suction",
        "I'll ask DPD for the GPS photo; it takes 48 hours.",
        "Only in M&S, not Waitrose.",
        "Dell monitor, U2723QE",
        "Nikon D3500 with 18-55mm lens vs Canon EOS 2000D",
        "Open Mon-Fri 9am-8pm CT",
        "(EU) 2016/679, Art. 15",
        "oh Lord, in English or French, both OK",
        "£1,214.00 raised today, 11 May 2026.",
        "Mein Paket kommt am 3. Mai",
        "Die Garantie läuft bis Juni 2027",
        "Bitte haben Sie Geduld, wir melden uns am Freitag.",
        "Bonjour, je suis désolé.",
        "Bonjour. Le montant de 59,90 € est faux. Le Creuset en stock ?",
    ],
)
def test_ordinary_words_stay(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("My son Caspian's school is closed", "My son [name]'s school is closed"),
        ("Ring 2 won't go above 60 °C. Lorcan Devanney", "Ring 2 won't go above 60 °C. [name]"),
        ("That was Marcus, my colleague. I'm Aoife.", "That was [name], my colleague. I'm [name]."),
        ("Refund to GB29 NWBK 6016 1331 9268 19, IBAN for refund", "Refund to [IBAN], IBAN for refund"),
        ("Buenas tardes, soy Inmaculada.", "Buenas tardes, soy [name]."),
    ],
)
def test_only_the_value_beside_them_is_masked(text: str, left: str) -> None:
    assert masked(text) == left


def test_a_colour_is_no_name_because_it_was_asked_for() -> None:
    asked = "please restart the router, wait for two minutes and note the colour of the lamp."
    assert masked("It is orange. It was orange on Monday as well.", asked) == "It is orange. It was orange on Monday as well."


@pytest.mark.parametrize(
    "text",
    [
        "my wife is called rose",
        "this is grace from number 4",
        "my name is amber",
        "tell Art Rooney I said so",
        "Will here, from Rose Carter",
    ],
)
def test_people_who_are_called_like_a_thing_are_masked_all_the_same(text: str) -> None:
    assert "[name]" in masked(text)


def test_a_clients_particle_is_a_word_of_its_language() -> None:
    client = Client("", ("Baptiste Le Guennec",))
    masker = Masker(DETECTOR, NameIndex.of([client]), client)
    assert masker.mask("Le montant est faux, Le Guennec") == "Le montant est faux, [client]"
