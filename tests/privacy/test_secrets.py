"""Keys of machines, seeds of authenticators, sessions and SIM profiles: masked whole, and no word beside them is."""

import pytest

from tests.privacy.test_likely import masked

_HEX = "4c0883a69102937d6231471b5dbb6204fe5129617082792ae468d01a3f362318"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2fa seed JBSWY3DPEHPK3PXP", "2fa seed [secret]"),
        ("2fa secret JBSWY3DPEHPK3PXQ", "2fa secret [secret]"),
        ("authenticator key is JBSWY3DPEHPK3PXR", "authenticator key is [secret]"),
        ("totp JBSWY3DPEHPK3PXR", "totp [secret]"),
        ("2fa setup key: jbsw y3dp ehpk 3pxp thanks", "2fa setup key: [secret] thanks"),
        ("api key AKx971bQppL0AA22Zs secret b7G2kLw0PzQ4tYv8NcXm", "api key [secret] secret [secret]"),
        ("sid=9f86d081884c7d659a2feaa0c55ad015", "sid=[secret]"),
        ("GET / sessionid=9f86d081884c7d659a2feaa0c55ad015 ok", "GET / sessionid=[secret] ok"),
        ("cookie PHPSESSID=9f86d081884c7d659a2feaa0c5", "cookie PHPSESSID=[secret]"),
        ("JSESSIONID=9F86D081884C7D659A2FEAA0C5.node1; path=/", "JSESSIONID=[secret]; path=/"),
        ("auth_token=9f86d081884c7d659a2feaa0c55ad015", "auth_token=[secret]"),
        ("it says LPA:1$rsp.example.com$K2-1ABCD9-QX77ZT and fails", "it says [secret] and fails"),
        (f"pk: 0x{_HEX}.", "pk: [secret]."),
        (f"my private key is {_HEX}.", "my private key is [secret]."),
        ("login is bob_m and the pass Zebrafink44 and no", "login is [username] and the pass [secret] and no"),
        ("the passphrase was zebra lake fink46 tree you see", "the passphrase was [secret] you see"),
        ("my password, which is Tulip Field, capital T, nineteen fifty one. Yes", "my password, which is [secret]. Yes"),
        ("the password is marigold with a capital m then fifty two", "the password is [secret]"),
        ("its the one i use for everything, Marmalade77", "its the one i use for everything, [secret]"),
        ("the magic word is Bassoon!77", "the magic word is [secret]"),
        ("EID 89049032004008882600012345678901.", "EID [identity number]."),
        ("ICCID 8944110068256270054.", "ICCID [identity number]."),
    ],
)
def test_a_secret_of_a_machine_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2fa code app does work from 2024 onwards",
        "The 2fa key does not arrive when they call back",
        "Two-factor authentication works with this phone only",
        "authenticator app says error 4040",
        "otp does this work when sent late",
        "secret santa-2024-party-invite is attached",
        "the token authentication/v2-endpoint is down",
        "sid=12 and session=expired",
        "sess_id=unknown_session_for_this_user",
        "LPA:1 is what it says",
        "the pk: 4417 row in the table",
        f"transaction 0x{_HEX} failed",
        "total 89 pounds for 2 nights",
        "the password is your surname with a capital letter",
        "The password is printed in capital letters",
    ],
)
def test_what_only_speaks_of_secrets_stays(text: str) -> None:
    assert masked(text) == text
