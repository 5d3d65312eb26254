"""Values on disk: written once in order, read as often as needed, without holding them in memory.

The scratch folder of a run holds raw conversations; it is readable by its owner only and removed at the end.
"""

import copyreg
import heapq
import os
import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path
from typing import Any, TypeVar, overload

from caraway_audit.model import Finding, MarkedText, Outcome, Subject, TranscriptLine


def _by_slots(cls: type[Any]) -> Callable[[Any], tuple[type[Any], tuple[Any, ...]]]:
    values = attrgetter(*cls.__slots__)
    return lambda value: (cls, values(value))


# A frozen dataclass with slots looks its fields up again for each object that it pickles; calling it anew is thrice as fast.
_DISPATCH = copyreg.dispatch_table | {c: _by_slots(c) for c in (Finding, MarkedText, Outcome, Subject, TranscriptLine)}


def write(path: Path, values: Iterable[Any]) -> None:
    """Write values to a file that appears only when it is whole."""
    aside = path.with_suffix(".part")
    with aside.open("wb") as file:
        pickler = pickle.Pickler(file, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = _DISPATCH
        for value in values:
            pickler.dump(value)
            pickler.clear_memo()
    os.replace(aside, path)


def read(path: Path) -> Iterator[Any]:
    """The values of a file, one at a time."""
    with path.open("rb") as file:
        while True:
            try:
                yield pickle.load(file)  # noqa: S301 - our own file, in a folder that only this user can write
            except EOFError:
                return


T = TypeVar("T")


class Spool(Sequence[T]):
    """A sequence over one or more files, merged by `key` (each file must be sorted by it)."""

    def __init__(self, paths: Sequence[Path], key: Callable[[T], Any], length: int) -> None:
        self._paths = tuple(paths)
        self._key = key
        self._length = length

    def __iter__(self) -> Iterator[T]:
        if len(self._paths) == 1:
            return read(self._paths[0])
        return heapq.merge(*(read(path) for path in self._paths), key=self._key)

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, index: int) -> T: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[T]: ...
    def __getitem__(self, index: int | slice) -> T | Sequence[T]:
        values = list(self)
        return values[index]
