"""Messages that are not English: nothing is masked but what is a value there."""

import pytest

from caraway_audit.policy.load import load
from caraway_audit.privacy.detect import Detector
from caraway_audit.privacy.other_languages import is_other_language

DETECTOR = Detector(load(None).file.privacy.regions)


@pytest.mark.parametrize(
    "text",
    [
        "Hallo, ich warte seit drei Wochen auf meine Rechnung. Bitte schicken Sie sie mir.",
        "Guten Morgen, der Kühlschrank wird nicht kalt und ich brauche ihn für die Medikamente meiner Mutter.",
        "ja das geht, danke schön",
        "Ihre Kündigung zum 31.12.2026 ist bestätigt, die Rückzahlung von 12,40 Pfund kommt bis zum 15. Januar",
        "je n'ai toujours pas reçu mon remboursement de 49,90 €",
        "Bonjour, ma commande n'est pas arrivée, pouvez-vous vérifier ?",
        "Hola, el pedido llegó roto y nadie contesta. ¿Cuándo me lo cambian?",
        "dzień dobry, gdzie jest moja paczka? czekam już tydzień i nikt nie odpowiada",
        "buongiorno, il pacco non è ancora arrivato, mi potete aiutare? grazie",
        "goedemiddag, mijn bestelling is nog niet geleverd, kunt u dat nakijken?",
        "hej, mitt paket har inte kommit fram, kan ni kolla det?",
        "siparişim gelmedi, yardımcı olur musunuz lütfen",
        "A csomagom még nem érkezett meg, tudnának segíteni?",
        "Terima kasih, pesanan saya belum sampai",
        "mera order abhi tak nahi aaya bhai, please check karo",
    ],
)
def test_a_sentence_in_another_language_is_no_name(text: str) -> None:
    assert [text[one.start : one.end] for one in DETECTOR.find(text)] == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("Guten Tag Herr Falk, das tut mir leid.", ["Falk"]),
        ("Das Paket wurde bei Frau Schneider im Haus nebenan abgegeben.", ["Frau Schneider"]),
        ("Dzień dobry, nazywam się Marek Zieliński, mój numer to 600 123 456", ["Marek Zieliński", "600 123 456"]),
        ("Mein Name ist Jürgen Falk, ich wohne in der Hauptstraße 14, 10115 Berlin",
         ["Jürgen Falk", "Hauptstraße 14, 10115 Berlin"]),
        ("ich heiße anna müller und meine nummer ist 0170 1234567", ["anna müller", "0170 1234567"]),
        ("hola, me llamo lucía y mi correo es lucia@example.com", ["lucía", "lucia@example.com"]),
    ],
)  # fmt: skip
def test_a_value_in_another_language_is_found(text: str, values: list[str]) -> None:
    assert [text[one.start : one.end] for one in DETECTOR.find(text)] == values


@pytest.mark.parametrize(
    "text",
    [
        "alex 45 gmailcom",
        "my name is jean dupont",
        "la salle st",
        "sim dead order 4417 pls fix",
        "sent email to jane whitcombe and cc tom hargreaves",
        "jane whitcombe jane@mail.example.com, tom hargreaves tom@mail.example.com",
        "party of ten, one vegan, jane whitcombe, via email",
        "customer maria de la cruz",
        "de Vries, J. van der Merwe, 48213377",
    ],
)
def test_terse_english_with_foreign_names_is_english(text: str) -> None:
    assert not is_other_language(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Mein Kollege Karl-Heinz Müller kommt nicht, danke.", "Karl-Heinz Müller"),
        ("Ich bin die Ayşegül Yıldırım, meine Bestellung fehlt", "Ayşegül Yıldırım"),
        ("Ich bin Mbongeni Dlamini und warte auf die Lieferung", "Mbongeni Dlamini"),
        ("Danke, Tom Schuster ist nicht da", "Tom Schuster"),
        ("ich bin jürgen falk, meine rechnung fehlt", "jürgen falk"),
        ("por favor llamar a josé luis hernández, gracias", "josé luis hernández"),
        ("meine kundin heißt ulrike brandt, sie ist nicht da", "ulrike brandt"),
        ("mijn naam is jan van der berg, dank u", "jan van der berg"),
        ("kann mir jemand helfen? meine freundin svetlana petrova hat bestellt", "svetlana petrova"),
    ],
)
def test_a_name_in_another_language_is_found(text: str, name: str) -> None:
    assert is_other_language(text)
    assert [text[one.start : one.end] for one in DETECTOR.find(text)] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "hey its me, b-day 3rd of march 1979",
        "bday: 04/05/1983",
        "Mein Geburtsdatum ist 3.4.1981.",
        "date de naissance : 14/07/1990",
        "fecha de nacimiento 01/02/1975",
        "nací el 3 de abril de 1984",
        "ich bin am 3. April 1984 geboren",
        "nasci em 03/04/1984",
        "urodziłem się 3 kwietnia 1984",
    ],
)
def test_a_birthday_is_told_in_other_words(text: str) -> None:
    assert "DATE_OF_BIRTH" in {one.kind for one in DETECTOR.find(text)}
