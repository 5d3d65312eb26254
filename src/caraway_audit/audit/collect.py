"""First pass: the whole input once, into partitions on disk, gathering what judging must know of the export.

Messages of one conversation may lie far apart, so every piece goes to the partition that its conversation's id hashes to.
The number of partitions changes how much is in memory at once, never a result.
"""

import hashlib
import re
import zlib
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from pathlib import Path
from typing import Any

from caraway_audit.annotate import ExportFacts
from caraway_audit.audit import spool
from caraway_audit.model import (
    Client,
    Conversation,
    InputFile,
    InputProblem,
    Message,
    Role,
    Source,
    Status,
    Visibility,
)
from caraway_audit.policy.roster import Roster
from caraway_audit.privacy.names import NameIndex
from caraway_audit.readers.base import Item

PARTITION_BYTES = 8 * 1024 * 1024
"""Input bytes that one partition should hold at most: a partition is the most that is in memory at once."""

PARTITIONS_EACH = 4
"""So many partitions a worker at least, where there are several: the last one at work is alone for a fourth of its time."""

MACRO_WORDS = 8
"""A reply of fewer words is nobody's macro."""

MACRO_SENDERS = 3
"""A reply that so many agents send alike is a macro."""

SHOWN_PROBLEMS = 200
"""Problems that a result tells one by one; all are counted."""


@dataclass(frozen=True)
class Collected:
    """What the first pass leaves behind."""

    partitions: tuple[Path, ...]
    facts: ExportFacts
    names: NameIndex
    files: tuple[InputFile, ...]
    problems: tuple[InputProblem, ...]
    problem_count: int


def collect(items: Iterable[Item], folder: Path, count: int, roster: Roster) -> Collected:
    """Read everything into `count` partition files in `folder`."""
    paths = tuple(folder / f"partition-{number:04}.pieces" for number in range(count))
    gathered = _Gathered(_Macros(folder))
    with ExitStack() as stack:
        outs = [stack.enter_context(path.open("wb")) for path in paths]
        for item in items:
            if isinstance(item, Conversation):
                piece = _on_roster(_sound(item), roster)
                gathered.add(piece)
                spool.write_plain(outs[zlib.crc32(piece.id.encode()) % count], _flat(piece))
            elif isinstance(item, InputProblem):
                gathered.problem(item)
            else:
                gathered.files.append(item)
    return Collected(
        paths,
        ExportFacts(gathered.last, gathered.macros.found(), gathered.salt()),
        gathered.names.sealed(),
        tuple(sorted(gathered.files, key=lambda file: file.file)),
        tuple(sorted(gathered.problems, key=problem_order)[:SHOWN_PROBLEMS]),
        gathered.problem_count,
    )


def problem_order(problem: InputProblem) -> tuple[str, int, int, str]:
    """By place."""
    return (problem.source.file, problem.source.line or 0, problem.source.record or 0, problem.what)


class _Gathered:
    """Compact facts, added up in a way that no order of the input changes."""

    def __init__(self, macros: "_Macros") -> None:
        self.last: datetime | None = None
        self.agents: dict[str, int] = {}
        self.macros = macros
        self.names = NameIndex()
        self.files: list[InputFile] = []
        self.problems: list[InputProblem] = []
        self.problem_count = 0
        self._least: list[int] = []  # the smallest digests, each once: what the salt is made of

    def add(self, piece: Conversation) -> None:
        names = list(piece.client.names)
        words = client_words(piece.client)
        for message in piece.messages:
            if message.at and (self.last is None or message.at > self.last):
                self.last = message.at
            if message.role is Role.AGENT:
                number = self.agents.setdefault(message.author, len(self.agents) + 1)
                if message.public and (key := macro_key(message.text, words)) is not None:
                    self.macros.add(key, number)
            elif message.role is Role.CLIENT and message.author and message.author not in names:
                names.append(message.author)
            digest = hashlib.blake2b(f"{piece.id}\0{message.id}\0{message.text}".encode(), digest_size=16).digest()
            self._keep_least(int.from_bytes(digest, "big"))
        if names or piece.client.id:
            self.names.add(Client(piece.client.id, tuple(names)))

    def problem(self, problem: InputProblem) -> None:
        self.problem_count += max(problem.records, 1)
        self.problems.append(problem)
        if len(self.problems) >= 2 * SHOWN_PROBLEMS:
            self.problems = sorted(self.problems, key=problem_order)[:SHOWN_PROBLEMS]

    def _keep_least(self, digest: int) -> None:
        """Of all messages the same few digests, whatever their order and however often one comes."""
        if len(self._least) < _SALT_DIGESTS or digest < self._least[-1]:
            place = bisect_left(self._least, digest)
            if place == len(self._least) or self._least[place] != digest:
                self._least.insert(place, digest)
                del self._least[_SALT_DIGESTS:]

    def salt(self) -> bytes:
        return hashlib.blake2b(b"".join(digest.to_bytes(16, "big") for digest in self._least), digest_size=16).digest()


_SALT_DIGESTS = 64


class _Macros:
    """Finds the replies that three or more agents send alike, among more replies than fit in memory.

    Who sent what is written to disk as pairs of numbers, in parts by the reply, so that each part can be counted by itself.
    """

    PARTS, HELD = 64, 4_096

    def __init__(self, folder: Path) -> None:
        self._paths = [folder / f"replies-{number:02}" for number in range(self.PARTS)]
        self._held = [array("Q") for _ in self._paths]

    def add(self, key: int, sender: int) -> None:
        """One reply of a sender."""
        held = self._held[key % self.PARTS]
        held.extend((key, sender))
        if len(held) >= self.HELD:
            self._write(key % self.PARTS)

    def _write(self, part: int) -> None:
        with self._paths[part].open("ab") as file:
            self._held[part].tofile(file)
        self._held[part] = array("Q")

    def found(self) -> frozenset[int]:
        """The keys of all macros."""
        macros: set[int] = set()
        for part, path in enumerate(self._paths):
            self._write(part)
            pairs = array("Q", path.read_bytes())
            path.unlink()
            senders = Counter(key for key, _ in set(zip(pairs[::2], pairs[1::2], strict=True)))
            macros.update(key for key, number in senders.items() if number >= MACRO_SENDERS)
        return frozenset(macros)


_LETTERS = re.compile(r"[^\W\d_]+")


def client_words(client: Client) -> frozenset[str]:
    """The words of a client's names, lower case: they differ from macro to macro."""
    return frozenset(word for name in client.names for word in _LETTERS.findall(name.lower()))


def macro_key(text: str, left_out: frozenset[str]) -> int | None:
    """Fingerprint of a reply's wording without digits and the client's name; None where it is too short to be a macro."""
    words = [word for word in _LETTERS.findall(text.lower()) if word not in left_out]
    if len(words) < MACRO_WORDS:
        return None
    return int.from_bytes(hashlib.blake2b(" ".join(words).encode(), digest_size=8).digest(), "big")


def _on_roster(piece: Conversation, roster: Roster) -> Conversation:
    """The piece with every agent under one name, and with a team where only the roster knows it."""
    messages = piece.messages
    if any(m.role is Role.AGENT and roster.agent(m.author) != m.author for m in messages):
        messages = tuple(
            Message(m.id, m.role, roster.agent(m.author), m.text, m.at, m.visibility, m.quoted, m.source)
            if m.role is Role.AGENT
            else m
            for m in messages
        )
    if messages is piece.messages:
        return piece
    return Conversation(piece.id, messages, piece.channel, piece.team, piece.language, piece.client, piece.status, piece.meta)


def _sound(piece: Conversation) -> Conversation:
    """The piece without half characters (lone surrogates, which JSON can hold and UTF-8 cannot)."""
    texts = (piece.id, piece.channel, piece.team, piece.language, piece.client.id, *piece.client.names)
    if all(map(_whole, texts)) and all(all(map(_whole, (m.id, m.author, m.text, m.quoted))) for m in piece.messages):
        return piece
    return replace(
        piece,
        id=_mended(piece.id),
        channel=_mended(piece.channel),
        team=_mended(piece.team),
        language=_mended(piece.language),
        client=Client(_mended(piece.client.id), tuple(map(_mended, piece.client.names))),
        messages=tuple(
            replace(m, id=_mended(m.id), author=_mended(m.author), text=_mended(m.text), quoted=_mended(m.quoted))
            for m in piece.messages
        ),
    )


def _whole(text: str) -> bool:
    return text.isascii() or not _SURROGATE.search(text)


def _mended(text: str) -> str:
    return _SURROGATE.sub("\ufffd", text)


_SURROGATE = re.compile("[\ud800-\udfff]")

_Flat = tuple[Any, ...]


def _flat(piece: Conversation) -> _Flat:
    """A piece as plain values: marshal writes these ten times faster than pickle writes the objects."""
    return (
        piece.id, piece.channel, piece.team, piece.language, piece.client.id, piece.client.names,
        piece.status.value if piece.status else None, dict(piece.meta),
        [
            (
                m.id, m.role.value, m.author, m.text, *_moment(m.at), m.public, m.quoted,
                *((m.source.file, m.source.line, m.source.record) if m.source else (None, None, None)),
            )
            for m in piece.messages
        ],
    )  # fmt: skip


def _moment(at: datetime | None) -> tuple[float | None, float]:
    if at is None:
        return None, 0.0
    offset = at.utcoffset() or timedelta(0)
    return (at - _EPOCH).total_seconds(), offset.total_seconds()


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ROLES = {role.value: role for role in Role}


def pieces(path: Path) -> Iterator[Conversation]:
    """The pieces of one partition; after `keep`, its whole conversations."""
    return map(unflat, spool.read_plain(path))


def keep(path: Path, conversations: Iterable[Conversation]) -> None:
    """Put whole conversations in the place of the pieces of a partition."""
    with spool.aside(path) as file:
        for conversation in conversations:
            spool.write_plain(file, _flat(conversation))


def unflat(flat: _Flat) -> Conversation:
    """A piece, or a whole conversation, from its plain values."""
    conversation, channel, team, language, client, names, status, meta, rows = flat
    messages = []
    for identity, role, author, text, seconds, offset, public, quoted, name, line, record in rows:
        at = None
        if seconds is not None:
            at = (_EPOCH + timedelta(seconds=seconds)).astimezone(_zone(offset))
        source = Source(name, line, record) if name is not None else None
        visibility = Visibility.PUBLIC if public else Visibility.INTERNAL
        messages.append(Message(identity, _ROLES[role], author, text, at, visibility, quoted, source))
    return Conversation(
        conversation, tuple(messages), channel, team, language, Client(client, tuple(names)),
        Status(status) if status else None, meta,
    )  # fmt: skip


@cache
def _zone(offset: float) -> timezone:
    return timezone(timedelta(seconds=offset)) if offset else UTC


def partition_count(sizes: Iterable[int], jobs: int) -> int:
    """How many partitions for an input of so many bytes: enough to keep each in memory, and a few for each worker, since
    whoever is done first would wait for the longest one.

    All of them are open at once, twice while what is found is put together: no more than the system lets a program open.
    """
    wanted = max(1, -(-sum(sizes) // PARTITION_BYTES), jobs * PARTITIONS_EACH if jobs > 1 else 1)
    return min(wanted, max(jobs, 1, (_files_allowed(3 * wanted) - _OTHER_FILES) // 3))


def _files_allowed(wanted: int) -> int:
    """How many files this process may have open; the limit is raised to what is `wanted`, where the system lets us."""
    try:
        import resource
    except ImportError:  # Windows has none
        return _FILES_OF_WINDOWS
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft == resource.RLIM_INFINITY:
        return wanted + _OTHER_FILES
    more = wanted + _OTHER_FILES if hard == resource.RLIM_INFINITY else min(hard, wanted + _OTHER_FILES)
    if more > soft:
        try:
            resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
        except (ValueError, OSError):
            return soft
    return max(soft, more)


_OTHER_FILES = 64
"""Files that are open besides: inputs, reports, libraries."""
_FILES_OF_WINDOWS = 500
