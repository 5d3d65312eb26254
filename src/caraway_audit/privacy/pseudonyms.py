"""Keyed pseudonyms: the same client gets the same code, and the code says nothing without the key.

A bare hash is no mask (all phone numbers of a country are hashed in seconds). The key comes from the environment, so that
codes stay the same from night to night; without one it is drawn from the whole export's content, so that codes hold
within one run and differ between exports. It is never written.
"""

import base64
import hmac
import os
import unicodedata

from caraway_audit.errors import UsageError

LENGTH = 8
"""Characters of base32: a clash among 100,000 people in one export of two hundred."""


def usable(key: bytes, place: str) -> bytes:
    """The key, of which `place` says where it comes from; raises `UsageError` for one that is too short to keep a secret."""
    if len(key) < _SHORTEST_KEY:
        raise UsageError(f"{place}: a key has at least {_SHORTEST_KEY} bytes; make one with `openssl rand -hex 32`.")
    return key


_SHORTEST_KEY = 16


class Pseudonyms:
    """Makes codes under one key."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def from_environment(cls, variable: str, salt: bytes) -> "Pseudonyms":
        """Key from `variable`, else from the export's own `salt`. Raises `UsageError` for a key that could be guessed."""
        key = os.fsencode(os.environ.get(variable, "")).strip()
        return cls(usable(key, variable) if key else b"caraway-audit" + salt)

    def code(self, kind: str, value: str) -> str:
        """`kind-` and eight characters; for clients equal where names differ only in case, width or surrounding space."""
        canonical = unicodedata.normalize("NFKC", value).strip().casefold() if kind == "client" else value
        digest = hmac.digest(self._key, f"caraway/1\0{kind}\0{canonical}".encode(), "sha256")
        return f"{kind}-{base64.b32encode(digest).decode().lower()[:LENGTH]}"
