"""Codes that let somebody in or spend money, told by a word beside them: masked, and nobody is accused by them."""

import pytest

from tests.privacy.test_likely import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("my recovery code is KX4P-99TR-M2QB", "my recovery code is [secret]"),
        ("recovery code KX4P-99TR-M2QD", "recovery code [secret]"),
        ("backup code: KX4P99TRM2QE", "backup code: [secret]"),
        ("my backup code 83921047", "my backup code [secret]"),
        (
            "my recovery codes are 1. 8392-0471  2. 4410-9923 3. 1102-4458",
            "my recovery codes are 1. [secret]  2. [secret] 3. [secret]",
        ),
        ("backup codes:\n1. 8392-0471\n2. 4410-9923", "backup codes:\n1. [secret]\n2. [secret]"),
        ("backup codes from google: 8392 0471, 4410 9923", "backup codes from google: [secret]"),
        ("redeem code QK7W-4RT2-99PL", "redeem code [secret]"),
        ("gift card code QK7W-4RT2-99PM", "gift card code [secret]"),
        ("gift card QK7W-4RT2-99PM says invalid", "gift card [secret] says invalid"),
        ("my recovery code is 653 248", "my recovery code is [secret]"),
        ("backup code 343 567", "backup code [secret]"),
        ("txt code 795 566", "txt code [secret]"),
        ("code from the app 954 437", "code from the app [secret]"),
        ("code u sent 799 832", "code u sent [secret]"),
        ("passcode from text 996 979", "passcode from text [secret]"),
        ("acess code says 493 342", "acess code says [secret]"),
        ("2fa code says K722-QX74", "2fa code says [secret]"),
        ("confirmation code from sms K753-QX94", "confirmation code from sms [secret]"),
        ("got one time code 284 878 now what", "got one time code [secret] now what"),
        ("otp K744-QX34", "otp [secret]"),
        ("2FA: 653 248", "2FA: [secret]"),
        ("redeem QK7W4RT299PL", "redeem [secret]"),
        ("itunes card X7K2 M9PQ R4TW 8LNB", "itunes card [secret]"),
    ],
)
def test_a_code_that_lets_in_or_is_worth_money_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "the recovery code 2026 did not work",
        "the recovery code is valid for 24 hours",
        "recovery code read-only mode",
        "my backup codes are gone, 3 of them used in 2024",
        "backup codes, downloaded 2024-03-11",
        "promo code you sent SAVE-2024 fails",
        "discount code you sent is SPRING-2024",
        "the error code from the app is 500 300",
        "tracking code they sent 100 200",
        "access code for the meeting room door",
        "gift card code SPRING-SALE-2024",
        "redeem SUMMER-DEAL-2024 in the app",
        "voucher code QK7W-4RT2",
        "redeem 20OFF50 today",
        "redeem code BLACKFRIDAY2024",
        "redeem code for 1000 2000 3000 points",
        "the text code arrives after 10 minutes",
        "security code is 3 digits",
        "verification code expired 120 seconds ago",
        "login code takes 30 seconds",
        "the code you sent does not work",
        "the access code 10:30 slot",
    ],
)
def test_codes_of_offers_orders_and_faults_stay(text: str) -> None:
    assert masked(text) == text


_PHRASE = "witch collapse practice feed shame open despair creek road again ice least"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "my seed phrase: witch collapse practice feed\nshame open despair creek\nroad again ice least",
            "my seed phrase: [secret]",
        ),
        ("seed phrase\nwitch collapse practice\nfeed shame open\ndespair creek road\nagain ice least", "seed phrase\n[secret]"),
        (f"my seed phrase {_PHRASE.replace(' ', '-')}", "my seed phrase [secret]"),
        (f"seed phrase: {_PHRASE.replace(' ', '. ')}.", "seed phrase: [secret]."),
        (f'seed phrase is "{_PHRASE}"', 'seed phrase is "[secret]"'),
        ('seed phrase is "' + _PHRASE.replace(" ", '" "') + '"', 'seed phrase is "[secret]"'),
        (f"my 12 words are {_PHRASE}", "my 12 words are [secret]"),
        (f"these are the 12 words for my wallet: {_PHRASE}", "these are the 12 words for my wallet: [secret]"),
        (f"12 word phrase: {_PHRASE}", "12 word phrase: [secret]"),
        (f"metamask phrase {_PHRASE}", "metamask phrase [secret]"),
        (f"{_PHRASE.upper()} is my seed phrase", "[secret] is my seed phrase"),
        (f"{_PHRASE} is my wallet recovery phrase", "[secret] is my wallet recovery phrase"),
        (f"my wallet wont open, here you go\n{_PHRASE}", "my wallet wont open, here you go\n[secret]"),
        (f"my seed phrase is {_PHRASE.replace(' ice', ' never')} please help", "my seed phrase is [secret] please help"),
    ],
)
def test_a_phrase_that_opens_a_wallet_is_masked_however_it_is_laid_out(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "recovery phrase - never share this with anyone, store offline somewhere safe and dry",
        "your recovery phrase\n\nDo not share this phrase with anyone under any circumstances whatsoever",
        "wallet app crashes every time after update tried clearing cache nothing works",
        "my 12 words limit is reached when writing reviews about shoes",
        "For the 12 words or fewer field please write short clear plain text",
        "Secret words: buy online today save money spend less earn more points every single week",
        "wallet colours: black brown green blue grey tan red white navy olive pink gold",
        "my wallet was stolen along with keys, phone, glasses",
        "seed words for the search: garden, plant, tool",
        "recovery phrase missing after phone update, screen shows blank page instead",
        "lost wallet recovery help needed since yesterday morning when phone died",
    ],
)
def test_sentences_about_wallets_stay(text: str) -> None:
    assert masked(text) == text
