"""Files and folders that are at work: made under a lock, so that what a killed run left behind can be told and removed.

A lock (`flock`) ends with its process, however that ends; a process number would be given to another one day.
"""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from caraway_audit.errors import IncompleteError, UsageError

fcntl: Any = import_module("fcntl") if find_spec("fcntl") else None
"""Where there are no such locks nothing is ever taken for left behind."""

PREFIX = "caraway-audit-"
"""How the scratch folders of runs begin, in the folder for temporary files."""

_OPEN = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A folder for a run's raw texts, for its owner only and gone at the end; those of killed runs go now."""
    wanted = os.environ.get("TMPDIR", "")
    if wanted and not Path(wanted).is_dir():  # else Python would take another folder, and raw texts lie where nobody looks
        raise UsageError(f"TMPDIR: there is no folder {wanted}. Make it, or set TMPDIR to one that is there.")
    parent = Path(wanted or tempfile.gettempdir())
    for left in left_behind(parent, PREFIX):
        shutil.rmtree(left, ignore_errors=True)  # never follows a link

    def make() -> Path:
        try:
            return Path(tempfile.mkdtemp(prefix=PREFIX, dir=parent))
        except OSError as error:
            what = f"{parent}: no scratch folder can be made ({error.strerror})"
            raise IncompleteError(f"{what}. Set TMPDIR to a folder that can be written; nothing was written.") from error

    with at_work(make) as folder:
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def remedy_for(error: OSError) -> str:
    """What lets something be written that the system refused to."""
    return "Make space there" if error.errno in NO_ROOM else "Allow writing there"


NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def place_of(target: Path) -> Path:
    """Where a path leads, links followed; raises `OSError` or `RuntimeError` where they go round in circles."""
    place = target.resolve()
    if place.is_symlink():  # from Python 3.13 on a circle ends at one of its links
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(target))
    return place


def beside(target: Path) -> str:
    """How the names of what is being made in place of `target` begin."""
    return f".caraway-{target.name[:80]}."


@contextmanager
def written_aside(target: Path) -> Iterator[Path]:
    """A file beside `target` to write into, which takes its place at the end; where writing fails, `target` stays as it was."""
    target = target.resolve()
    for left in left_behind(target.parent, beside(target)):
        if left.is_file():
            left.unlink(missing_ok=True)

    def make() -> Path:
        number, name = tempfile.mkstemp(prefix=beside(target), dir=target.parent)
        os.close(number)
        return Path(name)

    with at_work(make) as aside:
        try:
            yield aside
            aside.chmod(0o666 & ~umask())  # else only its owner could read it
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)


def umask() -> int:
    """What the process leaves out of the rights to a new file."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


@contextmanager
def at_work(make: Callable[[], Path]) -> Iterator[Path]:
    """What `make` makes or finds, locked as long as the context lives."""
    gone: Path | None = None
    while True:
        path = make()
        try:
            number = os.open(path, _OPEN)
        except FileNotFoundError:  # taken for left behind before it was even opened
            if path == gone:
                raise  # `make` makes nothing new
            gone = path
            continue
        _lock(number, wait=True)
        if _is_at(number, path):
            break
        os.close(number)  # taken for left behind before it was locked, and removed: once more
    try:
        yield path
    finally:
        os.close(number)


def left_behind(parent: Path, prefix: str) -> Iterator[Path]:
    """Files and folders of this user that begin with `prefix` and that no process is at work on; each is locked meanwhile."""
    names = sorted(name for name in os.listdir(parent) if name.startswith(prefix)) if fcntl and parent.is_dir() else []
    for path in (parent / name for name in names):
        try:
            number = os.open(path, _OPEN)
        except OSError:
            continue  # a link, another's, or gone
        try:
            about = os.fstat(number)
            ours = about.st_uid == os.getuid() and (stat.S_ISDIR(about.st_mode) or stat.S_ISREG(about.st_mode))
            if ours and _lock(number, wait=False) and _is_at(number, path):
                yield path
        finally:
            os.close(number)


def _lock(number: int, wait: bool) -> bool:
    """Whether the lock is ours now. Where a file system has none, work goes on without and nothing is removed."""
    if fcntl is None:
        return False
    try:
        fcntl.flock(number, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _is_at(number: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(number), os.lstat(path))
    except FileNotFoundError:
        return False
