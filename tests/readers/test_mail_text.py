"""Own words, quotations and signatures of mails."""

import gzip
import json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caraway_audit.readers.mail_text import split_quotation

DATA = Path(__file__).parents[3] / "shared" / "data" / "mailreply" / "email_reply_trimmer.jsonl.gz"
OLD_PART = "My parcel has not come and I would like to know"
OLD = "My parcel has not come and I would like to know where it is."


@pytest.mark.parametrize(
    "marker",
    [
        "On Mon, 2 Mar 2026 at 10:00, Ann Lee <ann@example.com> wrote:",
        "On Mon, 2 Mar 2026 at 10:00,\nAnn Lee <ann@example.com>\nwrote:",
        "On Mon, Mar 2, 2026 at 10:00 AM Ann Lee <\nann@example.com> wrote:",
        "Am 02.03.2026 um 10:00 schrieb Ann Lee <ann@example.com>:",
        "Ann Lee <ann@example.com> schrieb am Mo., 2.\nMärz 2026 um 10:00 Uhr:",
        "Le lun. 2 mars 2026 à 10:00, Ann Lee <ann@example.com> a écrit :",
        "El lun, 2 mar 2026 a las 10:00, Ann Lee (<ann@example.com>) escribió:",
        "Op ma 2 mrt. 2026 om 10:00 schreef Ann Lee <ann@example.com>:",
        "Il giorno lun 2 mar 2026 alle ore 10:00 Ann Lee <ann@example.com>\nha scritto:",
        "2026-03-02 10:00 GMT+01:00 Ann Lee <ann@example.com>:",
        "-----Original Message-----",
        "-----Ursprüngliche Nachricht-----",
        "---------- Forwarded message ---------",
        "______________\nFrom: Ann Lee <ann@example.com>\nSent: Monday, 2 March 2026 10:00\nTo: Help\nSubject: Parcel",
        "Von: Ann Lee\nGesendet: Montag, 2. März 2026 10:00\nAn: Hilfe\nBetreff: Paket",
        "De : Ann Lee\nEnvoyé : lundi 2 mars 2026 10:00\nÀ : Aide\nObjet : Colis",
        "##- Please type your reply above this line -##",
        "##- Bitte geben Sie Ihre Antwort oberhalb dieser Zeile ein -##",
        "##- Veuillez saisir votre réponse au-dessus de cette ligne -##",
        "--- Reply above this line ---",
        "Write ABOVE THIS LINE to post a reply",
        "-------- Original message --------From: Ann Lee <ann@example.com> Date: 02/03/2026  10:00  (GMT+01:00) To: Help "
        + "Subject: Parcel " * 40,
        "Ann Lee <ann@example.com> kirjoitti 2.3.2026 kello 10:00:",
        "Dne po 2. 3. 2026 v 10:00 Ann Lee <ann@example.com> napsal(a):",
        "Quoting Ann Lee <ann@example.com>:",
        "пн, 2 мар. 2026 г. в 10:00, Ann Lee <ann@example.com> пишет:",
    ],
)
def test_what_follows_a_marker_is_quoted(marker: str) -> None:
    own, quoted, signature = split_quotation(f"Hello Ann,\nit is on its way.\n\nDana\n\n{marker}\n\n{OLD}\n")
    assert own == "Hello Ann,\nit is on its way.\n\nDana"
    assert OLD in quoted
    assert not signature


def test_answers_between_quoted_lines_are_kept() -> None:
    text = "On 2 Mar 2026 at 10:00, Ann <a@example.com> wrote:\n> Where is it?\n\nOn its way.\n\n> And the second?\nOn Friday."
    own, quoted, _ = split_quotation(text)
    assert own == "On its way.\n\nOn Friday."
    assert "Where is it?" in quoted
    assert "And the second?" in quoted


@pytest.mark.parametrize(
    "prose",
    [
        "On Monday Ann wrote: the parcel is late. So I called.",
        "On Monday Ann wrote:\nthe parcel is late. So I called.",
        "On Monday your colleague wrote:\n\nplease wait. I did wait.",
        "My journey:\nFrom: Zurich\nTo: Basel\nDate: 3 May\nPlease book it.",
        "From: what I see, it is late.",
        "I tried this:\n-- \n",
        "The label says --- original packaging --- and more.",
        "Please reply above all to my question.",
        "Your parcel is late.\nSent by post on Monday.\nSent from our depot in Basel.",
        "He wrote:",
        "From my iPhone I cannot see it.",
        "Sent from a phone in Basel, it says.",
        "Please look.\n==========\nI want to unsubscribe from your mailing list, write to ann@example.com",
        "What is above this line is all that I got.",
        "My mailing list:\n__________\nAnn, Bob\nCarl",
        "Please enter 0010 - 16 03 and 0020 - 17 04 there.",
        "It says\n-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "Please look.\n__________\nMy mailing list\nAnn, Bob",
        "It says\n0010 - bc ae 33 6b 32 0f 51 e7-e3 9a 15 e6 67 1b 24 be ..3k\nthere.",
        "Please look.\n\nMy file is confidential, who has seen it?",
        "next part\n---------\nof my order",
    ],
)
def test_prose_is_not_eaten(prose: str) -> None:
    own, quoted, _ = split_quotation(prose)
    assert Counter(own.split()) == Counter(prose.replace("-- \n", "").split())
    assert not quoted


def test_words_under_an_introduction_on_top_are_the_authors() -> None:
    own, quoted, _ = split_quotation("On 2 Mar 2026 at 10:00, Ann <a@example.com> wrote:\n\nIt should be 7, not 5.")
    assert own == "It should be 7, not 5."
    assert "wrote:" in quoted


def test_a_marker_on_top_of_a_notification_hides_nothing() -> None:
    own, _, _ = split_quotation("##- Please type your reply above this line -##\n\nHello Ann, it is on its way.")
    assert own == "Hello Ann, it is on its way."


def test_the_signature_is_set_apart_and_the_sign_off_stays() -> None:
    own, quoted, signature = split_quotation("It is on its way.\n\nKind regards\nDana\n-- \nExample Ltd\n+41 44 000 00 00")
    assert own == "It is on its way.\n\nKind regards\nDana"
    assert signature == "-- \nExample Ltd\n+41 44 000 00 00"
    assert not quoted


def test_a_paragraph_of_an_earlier_mail_is_quoted() -> None:
    own, quoted, _ = split_quotation(f"Thank you.\n\n{OLD}", [f"Hello\n\n{OLD}\n\nAnn"])
    assert (own, quoted) == ("Thank you.", OLD)


def test_the_rest_of_a_quoted_line_that_was_broken_is_quoted() -> None:
    text = "> My parcel has not come and I would like to\nknow where it is.\nIt is on its way."
    own, quoted, _ = split_quotation(text, [OLD])
    assert own == "It is on its way."
    assert "know where it is." in quoted
    assert split_quotation(text, ["Something else was written here by somebody else."])[0].startswith("know where")


def test_a_part_of_an_earlier_paragraph_is_quoted() -> None:
    own, quoted, _ = split_quotation(f"Thank you.\n\n{OLD_PART}", [f"Hello. {OLD} Please tell me."])
    assert (own, quoted) == ("Thank you.", OLD_PART)


@pytest.mark.parametrize(
    "around",
    [
        "_______________________________________________\nUsers mailing list\nusers@lists.example\n"
        "https://lists.example/listinfo/users",
        "_______________________________________________\nUsers mailing list -- users@lists.example\n"
        "To unsubscribe send an email to users-leave@lists.example",
        "---------------------------------------------------------------------\nTo unsubscribe, e-mail: leave@lists.example\n"
        "For additional commands, e-mail: help@lists.example",
        "-------------- next part --------------\nA non-text attachment was scrubbed...\nName: signature.asc\nSize: 490 bytes",
        "-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niQIzBAEBCAAdFiEE\n=AfYi\n-----END PGP SIGNATURE-----",
        "0000 - 16 03 01 01 2e 01 00 01-2a 03 03 37 46 cb ff c9   ........*..7F...\n"
        "0010 - bc ae 33 6b 32 0f 51 e7-e3 9a 15 e6 67 1b 24 be   ..3k2.Q.....g.$.\n0020 - 00 01 01     ...",
        "\u1427",
        "______________________\nThis message and its attachments are confidential and may be privileged.\nIf you are not the "
        "intended recipient, please delete it.",
        "Diese E-Mail enthält vertrauliche Informationen. Wenn Sie diese E-Mail irrtümlich erhalten haben, löschen Sie sie.",
        "Von meinem Mobilgerät gesendet",
        "(Sent from mobile device)",
    ],
)
def test_what_machines_put_around_a_mail_is_set_apart(around: str) -> None:
    own, quoted, signature = split_quotation(f"It is on its way.\n\n{around}\n\nDana")
    assert own.split() == ["It", "is", "on", "its", "way.", "Dana"]
    assert not quoted
    assert signature == around


def test_the_armour_of_a_signed_mail_is_no_speech() -> None:
    signed = "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nHello\n"
    signed += "-----BEGIN PGP SIGNATURE-----\nabc\n-----END PGP SIGNATURE-----"
    assert split_quotation(signed)[0] == "Hello"


def test_a_mail_sent_again_keeps_its_words() -> None:
    assert split_quotation(OLD, [OLD])[0] == OLD


@pytest.mark.parametrize("text", ["", "\n\n", "> all\n> quoted"])
def test_a_mail_without_own_words_has_none(text: str) -> None:
    assert not split_quotation(text)[0].strip()


_LINES = st.sampled_from([
    "", "Hello", "> quoted", ">> twice", "-- ", "--", "On Monday Ann wrote:", OLD, "wrote:", "----", "Sent from my phone",
    "On 2 Mar 2026 at 10:00, Ann <a@example.com> wrote:", "-----Original Message-----", "From: a", "Sent: b", "To: c",
    "Subject: d", "Date: e", "_" * 40, "Users mailing list", "http://a.example/listinfo/b", "-----BEGIN PGP SIGNATURE-----",
    "-----END PGP SIGNATURE-----", "-----BEGIN PGP SIGNED MESSAGE-----", "--- next part ---", "0000 " + "00 " * 16,
    "##- Please type your reply above this line -##", "\t", "\r", "2026-03-02 Ann <a@b.example>",
])  # fmt: skip


@given(st.lists(_LINES | st.text(max_size=20), max_size=15), st.lists(st.just(OLD), max_size=1))
def test_no_word_is_lost(lines: list[str], earlier: list[str]) -> None:
    text = "\n".join(lines)
    parts = split_quotation(text, earlier)
    assert Counter(text.split()) == sum((Counter(part.split()) for part in parts), Counter())


def test_no_line_takes_long() -> None:
    text = "\n".join(["On " + "wrote a écrit " * 400, "From:" * 2000, "-" * 20_000, "<" * 5000 + "@" * 5000] * 20)
    split_quotation(text, [text])


@pytest.mark.skipif(not DATA.exists(), reason="the public set of mail replies (../shared/data/mailreply) is not here")
def test_public_replies_are_split_as_people_split_them() -> None:
    with gzip.open(DATA, "rt", encoding="utf-8") as lines:
        replies = [json.loads(line) for line in lines]
    right = sum(split_quotation(reply["text"])[0].split() == reply["expected"].split() for reply in replies)
    assert right >= 0.9 * len(replies)
