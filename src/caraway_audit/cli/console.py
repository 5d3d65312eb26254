"""Where things are printed: findings and tables on stdout, everything else on stderr."""

import io
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, cast

from caraway_audit.errors import IncompleteError, LeakError
from caraway_audit.readers.stdin import STDIN

if TYPE_CHECKING:
    from rich.console import Console

    from caraway_audit.audit import Progress
    from caraway_audit.model import AuditResult


def out() -> "Console":
    """The console for results. Colour on terminals only, by the usual variables (NO_COLOR, FORCE_COLOR)."""
    from rich.console import Console

    class Pipe(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the process with 1, which means "findings"

    return Pipe(highlight=False, soft_wrap=not sys.stdout.isatty())


def err() -> "Console":
    """The console for notices and progress."""
    from rich.console import Console

    return Console(stderr=True, highlight=False, soft_wrap=True)


def invite(inputs: Sequence[str]) -> None:
    """Say what to do where standard input is a keyboard."""
    if STDIN in inputs and sys.stdin.isatty():
        keys = "Ctrl-Z and Enter" if os.name == "nt" else "Ctrl-D"
        tell(f"Paste the conversation, then press {keys} on a new line. It stays on this machine.")


@contextmanager
def printed(result: "AuditResult", console: "Console | None" = None) -> "Iterator[Console]":
    """A console (of results where none is given) that shows nothing in which a value stands that was found."""
    console = console or out()
    console.file = cast(IO[str], _Searched(console.file, result))
    with until_closed():
        yield console


class _Searched:
    """A stream in which each piece is searched before it is written; raises `LeakError`."""

    def __init__(self, stream: IO[str], result: "AuditResult") -> None:
        self._stream, self._result = stream, result

    def write(self, text: str) -> int:
        plain = _GAPS.sub(" ", _COLOUR.sub("", text))  # a terminal breaks lines within a number
        if self._result.line_with_value(io.StringIO(plain)) is not None:
            raise LeakError("on the terminal")
        return self._stream.write(text)

    def __getattr__(self, name: str) -> object:
        return getattr(self._stream, name)


_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_GAPS = re.compile(r"\s+")


@contextmanager
def until_closed() -> Iterator[None]:
    """Whoever reads our output may stop when they have seen enough; the work goes on, and so does its exit code."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        silence(sys.stdout)


@contextmanager
def told_after(written: Iterable[tuple[str, Path]]) -> Iterator[None]:
    """What is printed when files are in place already: that it cannot be printed leaves them there, and says so."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(sys.stdout)
        places = ", ".join(str(path) for _, path in written)
        left = f"in place already: {places}" if places else "no report was asked for"
        raise IncompleteError(f"standard output: cannot be written ({error.strerror}). {TO_ROOM}; {left}.") from error


TO_ROOM = "Send it to a place with room, or use -q"


def silence(stream: IO[str]) -> None:
    """What is still buffered for a stream has nowhere to go, and is dropped."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def tell(text: str) -> None:
    """One notice on stderr. It may quote an input, so nothing in it can steer the terminal."""
    from caraway_audit.reports.wording import clean

    err().print(clean(text), markup=False)


@contextmanager
def progress(quiet: bool) -> "Iterator[Progress]":
    """A progress display on a terminal, nothing anywhere else."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        yield lambda stage, done, total: None
        return
    with err().status("reading …") as status:

        def show(stage: str, done: int, total: int) -> None:
            status.update(f"{stage} … {done:,}" + (f" of {total:,}" if total else ""))

        yield show
