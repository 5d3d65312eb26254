"""What is piped in. Readers look at a file more than once, so it becomes a private one for as long as it is read."""

import os
import shutil
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from caraway_audit.scratch import scratch_folder

STDIN = "-"
"""How an input names standard input."""

LABEL = "stdin"
"""How problems and reports name it."""


@contextmanager
def standard_input() -> Iterator[Path]:
    """Standard input as a file that only this user can read, gone afterwards."""
    with scratch_folder() as folder:
        path = folder / LABEL
        with path.open("wb") as copy:
            if sys.stdin.isatty():
                copy.write(sys.stdin.buffer.read())  # a keyboard says once that it is at its end
            else:
                shutil.copyfileobj(sys.stdin.buffer, copy)
        yield path


def stdin_size() -> int | None:
    """How many bytes will come, where that can be known: from a redirected file, not from a pipe."""
    try:
        status = os.fstat(sys.stdin.fileno())
    except (OSError, ValueError):
        return None
    return status.st_size if stat.S_ISREG(status.st_mode) else None
