"""The manifest of a report folder: the hash of each of its files, so that a copy can be proved whole."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

MANIFEST = "manifest.json"
"""Every report folder holds this list of its files; a folder that holds others is never replaced."""

SCHEMA = "caraway-audit/html/1"
_SIZE = 32


class Manifest:
    """Hashes of files as they are written. Pages of conversations are numbered and many: each takes its hash and no more."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self._conversations = bytearray()

    def add(self, path: str, digest: bytes) -> None:
        """One file by its path in the folder."""
        self._files[path] = digest

    def add_conversation(self, page: int, digest: bytes) -> None:
        """The page of a conversation; they come in order, from 1."""
        if page != len(self._conversations) // _SIZE + 1:
            raise ValueError("pages of conversations must come in order")
        self._conversations += digest

    def write(self, folder: Path) -> None:
        """Put the manifest into its folder."""
        with (folder / MANIFEST).open("w", encoding="utf-8") as out:
            out.write(f'{{\n "schema": "{SCHEMA}",\n "files": {{')
            for number, (path, digest) in enumerate(self._sorted()):
                out.write(f'{"," if number else ""}\n  {json.dumps(path)}: "{digest.hex()}"')
            out.write("\n }\n}\n")

    def _sorted(self) -> Iterator[tuple[str, bytes]]:
        pages = range(1, len(self._conversations) // _SIZE + 1)
        numbers = {conversation_page(page): page for page in pages}
        for path in sorted([*self._files, *numbers]):
            page = numbers.get(path)
            yield path, self._files[path] if page is None else bytes(self._conversations[(page - 1) * _SIZE : page * _SIZE])


def conversation_page(page: int) -> str:
    """Where the page of a conversation lies: an ordinal, never a name."""
    return f"conversations/{page:05d}.html"


def digest_of(path: Path) -> bytes:
    """The hash of a file that was written."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
