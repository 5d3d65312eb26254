"""Which mails belong together: a union of all mails that name each other, and the root that names the thread."""

from collections.abc import Sequence
from hashlib import sha256
from itertools import pairwise


class Threads:
    """Joins mails by the ids they carry and refer to. Holds digests and numbers only, no text."""

    def __init__(self) -> None:
        self._numbers: dict[bytes, int] = {}
        self._digests: list[bytes] = []
        self._up: list[int] = []
        self._answers: list[bool] = []  # whether an id was seen as an answer to another
        self._roots: dict[int, str] = {}

    def add(self, mail: bytes, referred: Sequence[bytes], together: bytes = b"") -> int:
        """A mail with its id, the ids it refers to (the oldest first) and a mark that whole threads share.

        Returns the number to ask `root` with.
        """
        self._roots.clear()
        chain = [self._number(identity) for identity in (*referred, mail)]
        for above, below in pairwise(chain):
            if above != below:
                self._answers[below] = True
            self._join(above, below)
        if together:
            mark = self._number(b"together " + together)
            self._answers[mark] = True  # a mark is never a root
            self._join(mark, chain[-1])
        return chain[-1]

    def root(self, number: int) -> str:
        """The digest of the thread's root, in hex: of the ids that answer no other, the smallest.

        It depends on the set of mails alone, so the same thread gets the same name in any order of mails.
        """
        if not self._roots:
            best: dict[int, tuple[bool, bytes]] = {}
            for each, digest in enumerate(self._digests):
                top = self._top(each)
                key = (self._answers[each], digest)
                best[top] = min(best.get(top, key), key)
            self._roots = {top: digest.hex() for top, (_, digest) in best.items()}
        return self._roots[self._top(number)]

    def _number(self, identity: bytes) -> int:
        digest = sha256(identity).digest()
        if digest not in self._numbers:
            self._numbers[digest] = len(self._digests)
            self._digests.append(digest)
            self._up.append(len(self._up))
            self._answers.append(False)
        return self._numbers[digest]

    def _top(self, number: int) -> int:
        while self._up[number] != number:
            self._up[number] = self._up[self._up[number]]
            number = self._up[number]
        return number

    def _join(self, one: int, other: int) -> None:
        self._up[self._top(other)] = self._top(one)
