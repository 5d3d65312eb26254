"""Numbers that are dictated in other languages, digit by digit and in pairs."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.model import Client, Message, Role
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.mask import Masker, NameIndex
from caraway_audit.privacy.number_words import LANGUAGES, Spoken
from caraway_audit.privacy.spoken import written

DETECTOR, NOBODY = Detector(("GB", "US")), NameIndex()
IDS = ("german", "french", "spanish", "italian", "dutch", "portuguese", "polish")


def masked(text: str) -> str:
    return Masker(DETECTOR, NOBODY, Client(), [Message("m1", Role.CLIENT, "", text)]).mask(text)


@pytest.mark.parametrize("language", LANGUAGES, ids=IDS)
def test_each_number_below_a_hundred_is_said(language: Spoken) -> None:
    assert {int(digits) for digits in language.said.values()} == set(range(100))


@pytest.mark.parametrize("language", LANGUAGES, ids=IDS)
@given(numbers=st.lists(st.integers(0, 99), min_size=8, max_size=12), data=st.data())
def test_what_is_said_is_written_in_its_digits(language: Spoken, numbers: list[int], data: st.DataObject) -> None:
    ways = [[way for way, digits in language.said.items() if int(digits) == number] for number in numbers]
    said = ", ".join(data.draw(st.sampled_from(way)) for way in ways)
    steps = {after - before for before, after in pairwise(numbers)}
    counted = len(steps) == 1 and steps <= {1, 10}
    texts = [one.text for one in written(f"{said}.")]
    assert counted or "".join(map(str, numbers)) + "." in texts


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Meine Nummer ist null eins sieben sechs, vier vier zwei neun eins null drei, danke", "Meine Nummer ist [], danke"),
        ("Ja: null sechs, zwölf, vierunddreißig, sechs und fünfzig, bitte sehr", "Ja: [], bitte sehr"),
        (
            "mon numéro c'est le zéro six douze trente-quatre cinquante-six soixante-dix-huit merci",
            "mon numéro c'est le [] merci",
        ),
        (
            "mi teléfono es seis uno dos, treinta y cuatro, cincuenta y seis, setenta y ocho gracias",
            "mi teléfono es [] gracias",
        ),
        ("il mio numero è tre due otto quarantaquattro ventuno novantanove zero uno", "il mio numero è []"),
        ("mijn nummer is nul zes twaalf vierendertig zesenvijftig achtenzeventig", "mijn nummer is []"),
        ("meu telefone é nove um dois três quatro cinco meia sete oito", "meu telefone é []"),
        ("mój numer to pięć zero siedem dwa trzy cztery pięć sześć osiem", "mój numer to []"),
        ("mi número es seiscientos doce, treinta y cuatro, cincuenta y seis, setenta y ocho", "mi número es []"),
        ("meu número é seiscentos e doze, trinta e quatro, cinquenta e seis, setenta e oito", "meu número é []"),
        ("meu número é novecentos e dez, cento e dois, trezentos", "meu número é []"),
        ("null eins fünf sieben, doppel vier, drei acht, bitte", "[], bitte"),
        ("vier fünf drei neun, eins vier acht acht, null drei vier drei, sechs vier sechs sieben", "[]"),
    ],
)
def test_a_number_is_masked_whole(text: str, left: str) -> None:
    shown = masked(text)
    before, _, after = left.partition("[]")
    assert shown.startswith(before)
    assert shown.endswith(after)
    assert shown[len(before) : len(shown) - len(after)].startswith("[")
    assert shown[len(before) : len(shown) - len(after)].endswith("]")


@pytest.mark.parametrize(
    "text",
    [
        "un deux trois quatre cinq six, on y va",
        "vierzig fünfzig sechzig siebzig achtzig Euro, je nach Größe",
        "Das macht hundert Euro und fünfzig Cent, also zwölf mal zehn",
        "quiero dos, tres o cuatro",
        "ich brauche zwei oder drei Stück, um acht Uhr dreißig",
        "Das macht dann neunundneunzig Euro neunundneunzig, vielen Dank für die Bestellung",
        "it is due once the elf and six others are here",
    ],
)
def test_what_counts_or_costs_stays(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Meine PIN lautet 4810", "Meine PIN lautet [secret]"),
        ("Meine PIN ist vier acht eins null", "Meine PIN ist [secret]"),
        ("die Prüfziffer ist vier acht eins", "die Prüfziffer ist [security code]"),
        ("mon code secret est quatre huit un zéro", "mon code secret est [secret]"),
        ("der CVV ist 481", "der CVV ist [security code]"),
        ("mi clave es uno dos nueve siete", "mi clave es [secret]"),
        ("a senha é Gato77azul", "a senha é [secret]"),
        ("Ihr Code Bestätigung kommt morgen, Rechnung 4810 ist da", "Ihr Code Bestätigung kommt morgen, Rechnung 4810 ist da"),
    ],
)
def test_a_code_is_told_by_the_word_for_it(text: str, shown: str) -> None:
    assert masked(text) == shown
