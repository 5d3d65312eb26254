"""Keys and tokens of machines: each issuer gives them a form of its own, which no other text has by chance.

A published example key, and a test key that opens nothing, is none.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from caraway_audit.privacy.formats import Entity
from caraway_audit.privacy.tagger import listed

_ISSUED = re.compile(
    r"""(?<![A-Za-z0-9])(?:
        (?:AKIA|ASIA)[0-9A-Z]{16}(?<!EXAMPLE)                   # Amazon
      | gh[pousr]_[A-Za-z0-9]{30,} | github_pat_\w{22,}         # GitHub
      | glpat-[\w-]{20,}                                        # GitLab
      | \d{8,10}:[A-Za-z0-9_-]{33,36}                           # Telegram
      | xox[abeoprs]-[A-Za-z0-9-]{10,}                          # Slack
      | [a-z]{2,6}_(?:live|prod)_[A-Za-z0-9]{12,} | whsec_[A-Za-z0-9+/]{16,} # Stripe
      | (?:shpat|shpss|shpca)_[A-Za-z0-9]{20,}                  # Shopify
      | hf_[A-Za-z0-9]{20,} | dop_v1_[a-f0-9]{32,}              # Hugging Face, DigitalOcean
      | AIza[\w-]{35}                                           # Google
      | npm_[A-Za-z0-9]{30,}
      | SG\.[\w-]{16,}\.[\w-]{16,}                              # SendGrid
      | sk-(?:proj-|ant-|or-)?[\w-]{20,}
      | eyJ[\w-]{8,}\.eyJ[\w-]{8,}(?:\.[\w-]{8,})?              # JSON web token
      | LPA:1\$[\w.-]{3,80}\$[A-Z0-9-]{4,60}                     # eSIM
      )(?![A-Za-z0-9])""",
    re.VERBOSE,
)
_KEY_BLOCK = re.compile(r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----.*?(?:-----END (?:[A-Z]+ )*PRIVATE KEY-----|\Z)", re.DOTALL)
_BEARER = re.compile(r"\bbearer\s+(?P<value>[\w.~+/-]{16,}=*)", re.IGNORECASE)
_CALLED = re.compile(
    r"\b(?:api|secret|access|auth|private|client|refresh|session|personal|signing|webhook|app|bot|deploy|master|encryption)"
    r"[ _-]?(?:access )?(?:key|token|secret)(?:\s+(?:for|to|of)(?:\s+\w+){1,3})?"
    r"(?:\s+(?:is|was))?\W{1,4}"
    r"(?P<value>[\w.~+/-]{16,}=*)",
    re.IGNORECASE,
)
_PAIRED = re.compile(  # "api key … secret b7G2kLw0PzQ4tYv8NcXm", with nothing between: letters of both cases and digits in turn
    r"\b(?:token|secret|api-?key)\s(?P<value>(?-i:(?=[\w-]{0,60}[a-z])(?=[\w-]{0,60}[A-Z])(?=[\w-]{0,60}?\d[A-Za-z]))[\w-]{16,200}=*)",
    re.IGNORECASE,
)
_OF_AUTHENTICATOR = re.compile(  # what an authenticator counts its codes from, in base 32
    r"\b(?:[2m]fa|two[ -]factor|totp|otp|authenticat(?:or|ion))(?: app)?(?:[ _-](?:set-?up|manual|seed|secret|key|code)){0,2}"
    r"(?:\s(?:is|was))?\W{1,3}"
    r"(?P<value>(?!code|key|say|sent|from|with|when|this|that|does)"
    r"(?:[A-Z2-7]{16,64}|(?:[A-Z2-7]{4}[ -]){3,15}[A-Z2-7]{4})(?![\w-]))",
    re.IGNORECASE,
)
_SESSION = re.compile(  # "Cookie: a=…" is one as a whole
    r"(?<!ookie: )(?<![A-Za-z0-9])(?:(?:php|j|asp|net_|asp\.net_)?sess(?:ion)?[_-]?(?:id|key|token)|connect\.sid|sid"
    r"|sess(?:ion)?|[a-z]{2,12}_(?:token|secret))"
    r"=[\"']?(?P<value>[\w%.~+/-]{16,300}=*)",
    re.IGNORECASE,
)
_PRIVATE = re.compile(
    r"\b(?:pk|priv(?:ate)?[ _-]?key)(?:\s(?:is|was))?\W{1,4}(?P<value>(?:0x)?[\da-f]{64})(?!\w)", re.IGNORECASE
)
_NAMED = re.compile(r"\b(?:token|secret|api-?key)\s*(?:is|was|[:=])\s*[\"'`“]?(?P<value>[\w.~+/-]{16,}=*)", re.IGNORECASE)
_LINK = r"(?:(?!https?://)[^\s\"'<>])"
"""A character of a link, up to the next one: links joined without a space are gone through once each."""
_IN_LINK = re.compile(
    rf"https?://{_LINK}*?[?&#;](?:[\w-]*?(?:token|secret|password|pwd|apikey|api_key|signature|session(?:id)?|otp|jwt)"
    r"|auth|sig|sid|key|code)"
    r"=(?P<value>[\w%.~+/-]{10,}=*)",
    re.IGNORECASE,
)
_IN_PATH = re.compile(
    rf"https?://{_LINK}*?/(?:[\w-]{{0,40}}(?:reset|verify|confirm|magic|activate|login|signin|invite)[\w-]{{0,40}})/(?:[\w-]{{1,60}}/)?"
    r"(?P<value>[\w-]{20,})",
    re.IGNORECASE,
)
_TOLD = (_BEARER, _CALLED, _NAMED, _PAIRED, _OF_AUTHENTICATOR, _SESSION, _PRIVATE, _IN_LINK, _IN_PATH)
_SHORTEST = 15


def secrets(text: str) -> Iterator[Entity]:
    """Keys, tokens, private keys, and tokens in the query or path of a link; only the secret itself is the entity."""
    if max(map(len, text.split()), default=0) < _SHORTEST and "-----BEGIN" not in text and not _OF_AUTHENTICATOR.search(text):
        return
    for pattern in (_ISSUED, _KEY_BLOCK):
        for match in pattern.finditer(text):
            yield Entity("CREDENTIAL", match.start(), match.end(), 1.0)
    for pattern in _TOLD:
        for match in pattern.finditer(text):
            value = match["value"].rstrip(".")
            if _is_random(value) and not _is_offer(text, match) and (pattern is not _SESSION or _takes_turns(value)):
                yield Entity("CREDENTIAL", match.start("value"), match.start("value") + len(value), 0.99)


_SHOWN = re.compile(r"EXAMPLE|(?i:your)[_-]")
"""What stands for a key where documents show one: "YOUR_TOKEN_HERE1234"."""


def _takes_turns(value: str) -> bool:
    """Whether letters and digits alternate as no words with a number do: "2026summerCatalogue01"."""
    return sum(one.isdigit() is not other.isdigit() for one, other in pairwise(value)) >= _TURNS


_TURNS = 4


def _is_random(value: str) -> bool:
    """Whether it is no word, no placeholder and no mask: letters and digits mixed, many different ones."""
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value)) and len(set(value)) >= 8 and not _SHOWN.search(value)


_WORD_AND_NUMBER = re.compile(r"[A-Z]{3,20}[_-]?\d{1,4}")
_OFFER = re.compile(r"(?:[A-Z]{2,20}|\d{1,4}|(?<=\w)[_-](?=\w)){2,5}")


def _is_offer(text: str, match: re.Match[str]) -> bool:
    """Whether what follows "code=" in a link is the code of an offer: words in capitals and a number ("SPRING2025OFF")."""
    value = match["value"]
    words = re.findall(r"[A-Z]+", value)
    return (
        text.endswith(("?code=", "&code=", ";code="), 0, match.start("value"))
        and _OFFER.fullmatch(value) is not None
        and (_WORD_AND_NUMBER.fullmatch(value) is not None or all("-" not in listed(word) for word in words))
    )
