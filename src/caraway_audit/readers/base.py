"""The contract of a reader: one export in, a stream out.

A reader turns one file into `Conversation`s (whole, or in pieces that grouping joins by id), `InputProblem`s and, last,
one `InputFile` that says how the file was taken. Nothing is dropped in silence: a record that cannot be read is a
problem with its place. A reader holds no more than one conversation (or one row) at a time.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path, PurePath
from typing import Protocol

from caraway_audit.model import Conversation, InputFile, InputProblem
from caraway_audit.policy.mapping import Mapping

Item = Conversation | InputProblem | InputFile


@dataclass(frozen=True, slots=True)
class ReaderSettings:
    """What the policy says about reading.

    `timezone` is that of times without an offset (None: such a time is a problem, the message is kept without one).
    `is_agent` tells whether a mail address or an author's name is one of the firm's people, and `person` under what name the
    roster has an address (itself, where it has none). Where the policy names any of them (`knows_agents`), everybody else
    counts as a client in files that do not say. `mappings` are for files of other shapes. A channel of `channels` (in small
    letters) keeps its name, since the policy speaks of it by that.
    """

    timezone: tzinfo | None = None
    is_agent: Callable[[str], bool] = field(default=lambda author: False)
    knows_agents: bool = False
    mappings: tuple[Mapping, ...] = ()
    person: Callable[[str], str] = field(default=lambda address: address)
    channels: frozenset[str] = frozenset()

    def mapping(self, label: str) -> Mapping | None:
        """The mapping that counts for a file."""
        return next((mapping for mapping in self.mappings if mapping.fits(label)), None)


def file_id(label: str) -> str:
    """The id of a conversation that is a file of its own: the file's name without its endings."""
    name = PurePath(label).name
    return name.split(".")[0].strip() or name or "text"


class Reader(Protocol):
    """Reads files of one format. `sniff` gets the first 64 KiB, decompressed, and says whether it is this format."""

    name: str

    def sniff(self, path: Path, head: bytes) -> bool:
        """Whether a file that begins with `head` is of this format."""
        ...

    def read(self, path: Path, label: str, settings: ReaderSettings) -> Iterator[Item]:
        """Read `path`; `label` is the name that `Source.file` carries (the path as the user typed it)."""
        ...
