"""What the tests of readers share: writing an input, reading it, and sorting what comes out."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from caraway_audit.model import Conversation, InputFile, InputProblem, Message
from caraway_audit.readers import Item, Reader, ReaderSettings, open_inputs


@dataclass
class Outcome:
    """Everything that a reader gave, by kind."""

    conversations: list[Conversation]
    problems: list[InputProblem]
    files: list[InputFile]

    @property
    def messages(self) -> list[Message]:
        return [message for conversation in self.conversations for message in conversation.messages]

    @property
    def texts(self) -> list[str]:
        return [message.text for message in self.messages]


def _sorted(items: Iterable[Item]) -> Outcome:
    outcome = Outcome([], [], [])
    for item in items:
        if isinstance(item, Conversation):
            outcome.conversations.append(item)
        elif isinstance(item, InputProblem):
            outcome.problems.append(item)
        else:
            outcome.files.append(item)
    return outcome


@pytest.fixture
def read() -> Callable[..., Outcome]:
    """Reads inputs and sorts what comes out."""

    def _read(*paths: Path | str, settings: ReaderSettings | None = None, readers: Sequence[Reader] | None = None) -> Outcome:
        return _sorted(open_inputs([str(path) for path in paths], settings or ReaderSettings(), readers))

    return _read


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str, str | bytes], Path]:
    """Writes an input file."""

    def _write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return _write
