"""Words of a wallet's seed and backup codes, however they are laid out."""

import re

import pytest

from tests.privacy.test_likely import DETECTOR, masked

WORDS = "witch collapse practice feed shame open despair creek road again ice least".split()
NUMBERED = [f"{number}. {word}" for number, word in enumerate(WORDS, 1)]
LAYOUTS = {
    "a row": " ".join(WORDS),
    "a word a line": "\n".join(WORDS),
    "three rows": "\n".join(" ".join(WORDS[place : place + 4]) for place in (0, 4, 8)),
    "columns": "\n".join("\t".join(WORDS[place : place + 3]) for place in (0, 3, 6, 9)),
    "hyphens": "-".join(WORDS),
    "dashes": " - ".join(WORDS),
    "full stops": ". ".join(WORDS),
    "commas": ", ".join(WORDS),
    "bullets": "\n- ".join(WORDS),
    "quotes": f'"{" ".join(WORDS)}"',
    "each in quotes": ", ".join(f"'{word}'" for word in WORDS),
    "numbers": " ".join(NUMBERED),
    "numbers a line": "\n".join(NUMBERED),
    "numbers in brackets": " ".join(f"({number}) {word}" for number, word in enumerate(WORDS, 1)),
    "tags": "<br>".join(WORDS),
    "paragraphs": "<p>" + "</p><p>".join(WORDS) + "</p>",
    "capitals": " ".join(WORDS).upper(),
    "24": " ".join(2 * WORDS),
}
CUES = (
    "my seed phrase is ",
    "recovery phrase:\n",
    "My 12 words are: ",
    "the twelve words are ",
    "mnemonic: ",
    "Secret phrase: ",
    "these words restore my wallet: ",
    "seed phrase (ledger): ",
)


@pytest.mark.parametrize("cue", CUES)
@pytest.mark.parametrize("layout", LAYOUTS.values(), ids=LAYOUTS)
def test_no_word_of_a_seed_is_left(cue: str, layout: str) -> None:
    shown = masked(f"{cue}{layout}. can you help")
    assert set(WORDS).isdisjoint(re.findall("[a-z]+", shown.lower())), shown
    assert "can you help" in shown
    assert shown.startswith(cue.strip()[:7])


def test_what_names_the_words_may_follow() -> None:
    assert masked(f"{' '.join(WORDS)} is my seed phrase") == "[secret] is my seed phrase"


@pytest.mark.parametrize(
    "text",
    [
        "We will never ask for your seed phrase or recovery words. Keep them offline, write them down, store them safely "
        "and never share them with anybody.",
        "Please say in 12 words or fewer what is wrong, with order details, delivery postcode and photos",
        "Your recovery phrase:\nkeep it safe\nnever share it\nwrite it down",
        "To restore a wallet open settings, click security, press show phrase and write all of the words down",
        "my wallet came with the wrong backup battery, the colour is brown and I want black leather please",
        "Is the seed mix with 12 words on the label for birds, mice or both, and when can you deliver it",
        "The seeds: plant, water, weed, feed, pick, dry",
        "A mnemonic helps: never eat soggy wheat",
    ],
)
def test_words_about_seeds_are_none(text: str) -> None:
    assert masked(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "my backup codes: 1. 8392-0471  2. 4410-9923 3. 1123-9912",
            "my backup codes: 1. [secret]  2. [secret] 3. [secret]",
        ),
        ("recovery codes:\n1. 8392-0471\n2. 4410-9923", "recovery codes:\n1. [secret]\n2. [secret]"),
        ("backup codes 1) 83921047 2) 44109923", "backup codes 1) [secret] 2) [secret]"),
        ("my backup codes are:\n- 8392 0471\n- 4410 9923", "my backup codes are:\n- [secret]\n- [secret]"),
        ("my backup codes for google are 8392 0471, 4410 9923", "my backup codes for google are [secret]"),
        ("my backup code 83921047", "my backup code [secret]"),
        ("my recovery code is abcd-1234", "my recovery code is [secret]"),
        ("emergency code: a8f3k-22lsx", "emergency code: [secret]"),
    ],
)
def test_backup_codes_are_masked_in_lists_and_alone(text: str, shown: str) -> None:
    assert masked(text) == shown
    assert not [one for one in DETECTOR.detect(text) if one.kind == "CREDENTIAL" and one.score > 0.9]


@pytest.mark.parametrize(
    "text",
    [
        "Your backup code is on the card we sent",
        "the backup codes are read-only",
        "backup codes: 10 remain, 2 of 10 are used",
        "recovery code 404 appears",
        "a recovery code is one-time only",
        "the backup code expires after 30 minutes",
        "the recovery code 2026 did not work",
        "backup codes work until 12-2026",
        "Emergency code blue in the ward",
    ],
)
def test_words_about_codes_are_none(text: str) -> None:
    assert masked(text) == text
