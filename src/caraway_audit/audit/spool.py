"""Values on disk: written once in order, read as often as needed, without holding them in memory.

The scratch folder of a run holds raw conversations; it is readable by its owner only and removed at the end.
"""

import copyreg
import heapq
import io
import marshal
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import IO, Any, TypeVar

from caraway_audit.model import Finding, MarkedText, TranscriptLine

T = TypeVar("T")

RUN = 20_000
"""Values that are sorted in memory at once."""


def _by_slots(cls: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    values = attrgetter(*cls.__slots__)
    return lambda value: (cls, values(value))


# A frozen dataclass with slots looks its fields up again for each object that it pickles; calling it anew is thrice as fast.
_DISPATCH = copyreg.dispatch_table | {c: _by_slots(c) for c in (Finding, MarkedText, TranscriptLine)}


@contextmanager
def aside(path: Path) -> Iterator[IO[bytes]]:
    """A file to write that appears only when it is whole."""
    part = path.with_suffix(".part")
    with part.open("wb") as file:
        yield file
    os.replace(part, path)


def write(path: Path, values: Iterable[Any]) -> None:
    """Write values to a file that appears only when it is whole."""
    with aside(path) as file:
        pickler = _pickler(file)
        for value in values:
            pickler.dump(value)
            pickler.clear_memo()


def read(path: Path) -> Iterator[Any]:
    """The values of a file, one at a time."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - our own file, in a folder that only this user can write
            except EOFError:
                return


def write_plain(file: IO[bytes], value: Any) -> None:
    """Add a plain value to a file: `marshal` is ten times as fast as pickle, for what it can hold."""
    data = marshal.dumps(value)
    file.write(len(data).to_bytes(8, "little"))
    file.write(data)


def read_plain(path: Path) -> Iterator[Any]:
    """The plain values of a file; each is read at once, since `marshal` asks a file for every few bytes."""
    with path.open("rb") as file:
        while head := file.read(8):
            yield marshal.loads(file.read(int.from_bytes(head, "little")))  # noqa: S302 - our own file, which only we can write


def packed(value: Any) -> bytes:
    """A value as bytes, for a place within a record of plain values."""
    buffer = io.BytesIO()
    _pickler(buffer).dump(value)
    return buffer.getvalue()


def unpacked(data: bytes) -> Any:
    """The value of `packed` bytes."""
    return pickle.loads(data)  # noqa: S301 - our own bytes, out of a folder that only this user can write


def _pickler(file: IO[bytes]) -> pickle.Pickler:
    pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _DISPATCH
    return pickler


def merged(streams: Sequence[Iterable[T]], key: Callable[[T], Any]) -> Iterator[T]:
    """Streams that are sorted by `key` as one."""
    return iter(streams[0]) if len(streams) == 1 else heapq.merge(*streams, key=key)


def ordered(values: Iterable[T], key: Callable[[T], Any], folder: Path, name: str) -> Iterator[T]:
    """Values sorted by `key` without holding more than `RUN` of them."""
    values = iter(values)
    runs: list[Path] = []
    while run := sorted(islice(values, RUN), key=key):
        if not runs and len(run) < RUN:
            return iter(run)
        runs.append(folder / f"{name}-{len(runs):04}")
        write(runs[-1], run)
    return merged([read(path) for path in runs], key) if runs else iter(())
