"""Whose names an export holds: every way to write the name or id of every client, as numbers.

An export of a million messages names a hundred thousand clients, and every worker has to know all of them. So a way to
write a name is a hash of eight bytes in a sorted array; with what is kept of its first word a client costs about 130 bytes.
"""

import re
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from hashlib import blake2b

from caraway_audit.folding import folded
from caraway_audit.model import Client
from caraway_audit.privacy.formats import ROLE_MAILBOXES
from caraway_audit.privacy.labels import is_replaced

_SAINT = re.compile(r"(?<![^\W_])(?:[Ss]t\.?|[Ss]aint|[Ss]ankt|San|Santa|Sainte) $")
_SAINTS = 8
WORD = re.compile(r"[^\W_][^\W_\u0300-\u036f]*(?:[\u0300-\u036f][^\W_]*)*")  # letters with their combining marks
UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

COMMON = frozenset(
    # Names that are everyday words too: as a part of a name they are masked only where written with a capital.
    "will may mark grant bill rose art dot hope faith joy grace sky amber ruby pearl iris ivy daisy lily violet dawn eve june "
    "april august summer autumn winter young long short small little good best rich strong wise white black brown green "
    "gray grey gold silver king queen prince knight page cook baker miller smith carter fisher hunter mason potter taylor "
    "walker bush hill wood woods field fields lake river stone banks bridge church street park parks north south west day "
    "week love man price case cash penny power read reader rush sharp swift wild wolf fox bird cross car do an a in on at so "
    "no me my he she it we you i is be by to of or if as van von de la le da del der den el al mr mrs ms dr the and for not "
    "client customer user visitor guest name order help please thanks hi hello chat new old".split()
)

PARTICLES = frozenset("le la les de du des d van von der den del della di da do dos das el al bin ibn ten ter".split())
"""Parts of names that are words of every day in their own language: "Le montant est faux" is not Baptiste Le Guennec."""

_LONGEST = 63
"""Words of a name that count: how many words a name has is one bit of a number."""

_CACHE_LIMIT = 20_000


def plain_words(text: str) -> tuple[str, ...]:
    """The words of a name or text, folded."""
    return tuple(folded(word) for word in WORD.findall(text))


_HOST = re.compile(r"(?<=[\w.%+'&=-])@(?:[^\s@<>,;]+)|\bhttps?://[^\s/]+", re.IGNORECASE)


def personal_words(name: str) -> tuple[str, ...]:
    """The words that tell who somebody is: of an address only those before its host, which a whole provider shares, and none
    of the mailbox of a function."""
    if "@" not in name and "://" not in name:
        return plain_words(name)
    words = plain_words(_HOST.sub(" ", name))
    return () if ROLE_MAILBOXES.issuperset(words) else words


def _number(words: Sequence[str]) -> int:
    return int.from_bytes(blake2b(" ".join(words).encode("utf-8", "replace"), digest_size=8).digest(), "big")


class _Numbers:
    """A set of 64-bit numbers, each with a set of bits; read-only once it is `sealed`."""

    def __init__(self) -> None:
        self._keys, self._bits = array("Q"), array("Q")
        # Sealed piece by piece (by the top bits), since sorting takes many times the room of what is sorted.
        self._open = [(array("Q"), array("Q")) for _ in range(256)]

    def add(self, number: int, bits: int = 1) -> None:
        keys, values = self._open[number >> 56]
        keys.append(number)
        values.append(bits)
        if len(keys) >= 2_000 and not len(keys) & (len(keys) - 1):  # at each power of two: what comes again takes no room
            self._open[number >> 56] = _united(keys, values)

    def sealed(self) -> "_Numbers":
        for place, piece in enumerate(self._open):
            keys, values = _united(*piece)
            self._keys.extend(keys)
            self._bits.extend(values)
            self._open[place] = (array("Q"), array("Q"))
        return self

    def bits(self, number: int) -> int:
        """The bits of a number; 0 for one that is not here."""
        place = bisect_left(self._keys, number)
        return self._bits[place] if place < len(self._keys) and self._keys[place] == number else 0


def _united(keys: "array[int]", values: "array[int]") -> tuple["array[int]", "array[int]"]:
    """Each key once and in order, with all of its bits."""
    united: dict[int, int] = {}
    for key, bits in zip(keys, values, strict=True):
        united[key] = united.get(key, 0) | bits
    ordered = sorted(united)
    return array("Q", ordered), array("Q", [united[key] for key in ordered])


class NameIndex:
    """Names and ids of all clients of an export. Made by `of`, or `add` by `add` and then `sealed`."""

    def __init__(self) -> None:
        self._names = _Numbers()
        self._firsts = _Numbers()  # first words of names, with a bit for each number of words that such a name has
        self._alone = _Numbers()  # single names: short ones are masked only where written with a capital
        self.unspaced: tuple[str, ...] = ()  # names in scripts that put no spaces between words
        self._unspaced: set[str] = set()
        self._added: set[Client] = set()
        self._strangers: set[str] = set()  # words that are known to begin no name

    @classmethod
    def of(cls, clients: Iterable[Client]) -> "NameIndex":
        """The index of some clients."""
        index = cls()
        for client in clients:
            index.add(client)
        return index.sealed()

    def add(self, client: Client) -> None:
        """Note what identifies a client anywhere: full names in either order, single names, handles, ids."""
        if client in self._added:
            return
        if len(self._added) >= _CACHE_LIMIT:
            self._added.clear()
        self._added.add(client)
        for name in (*client.names, client.id):
            if is_replaced(name.strip()):  # "[e-mail]" in a copy is nobody's name
                continue
            words, whole = personal_words(name), plain_words(name)
            if UNSPACED.search(name):
                self._unspaced.add(name.strip())
            elif words == whole and len(words) == 1 and words[0].isalpha() and len(words[0]) >= 2 and words[0] not in COMMON:
                self._alone.add(_number(words))
            telling = 4 if not COMMON.issuperset(words) else 5
            sequences = _orders(words) if sum(map(len, words)) >= telling else set()
            for sequence in sequences if words == whole else {*sequences, whole}:
                known = sequence[:_LONGEST]
                self._names.add(_number(known))
                self._firsts.add(_number(known[:1]), 1 << len(known) - 1)

    def sealed(self) -> "NameIndex":
        """The index, ready to be asked."""
        for numbers in (self._names, self._firsts, self._alone):
            numbers.sealed()
        self.unspaced = tuple(sorted(self._unspaced, key=lambda name: (-len(name), name)))
        self._unspaced, self._added = set(), set()
        return self

    def knows_any(self, words: Sequence[str]) -> bool:
        """Whether a name begins with one of the words; quick where none does, which is nearly always."""
        if self._strangers.issuperset(words):
            return False
        if len(self._strangers) >= _CACHE_LIMIT:
            self._strangers.clear()
        known = False
        for word in words:
            if word not in self._strangers:
                if self.is_alone(word) or self._firsts.bits(_number((word,))):
                    known = True
                else:
                    self._strangers.add(word)
        return known

    def is_alone(self, word: str) -> bool:
        """Whether the word is some client's whole name."""
        return bool(self._alone.bits(_number((word,))))

    def length_at(self, words: Sequence[str], place: int) -> int:
        """How many words the longest name has that begins at `place`; 0 where none does."""
        if words[place] in self._strangers:
            return 0
        lengths = self._firsts.bits(_number(words[place : place + 1]))
        while lengths:
            length = lengths.bit_length()
            if place + length <= len(words) and self._names.bits(_number(words[place : place + length])):
                return length
            lengths ^= 1 << length - 1
        return 0


def _orders(words: tuple[str, ...]) -> set[tuple[str, ...]]:
    """How a name may be written: as it is, family name first or last, without the middle, or as one word."""
    joined = ("".join(words),)
    if len(words) == 1:
        return set() if words[0].isalpha() else {joined}
    ends = {(words[0], words[-1]), (words[-1], words[0])} if all(len(w) > 1 for w in (words[0], words[-1])) else set()
    return {words, joined, (*words[1:], words[0]), (words[-1], *words[:-1]), *ends}


def is_of_saint(text: str, start: int) -> bool:
    """Whether the word at `start` is a saint's name, of a day, a church or a street: "St Patrick's Day"."""
    return _SAINT.search(text, max(0, start - _SAINTS), start) is not None
