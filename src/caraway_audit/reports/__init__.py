"""Reports: what an audit looks like to people and machines. They see an `AuditResult` and nothing else.

A reporter is loaded only when asked for. Third parties register one under the entry point group `caraway_audit.reporters`.
"""

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Protocol

from caraway_audit import extensions
from caraway_audit.errors import IncompleteError, LeakError, UsageError
from caraway_audit.model import AuditResult
from caraway_audit.reports.manifest import MANIFEST
from caraway_audit.scratch import at_work, beside, left_behind, place_of, remedy_for, scratch_folder, umask, written_aside

BUILT_IN: Mapping[str, str] = {
    "folder": "caraway_audit.reports.folder:FolderReporter",
    "html": "caraway_audit.reports.html:HtmlReporter",
    "markdown": "caraway_audit.reports.markdown:MarkdownReporter",
    "json": "caraway_audit.reports.data:JsonReporter",
    "outcomes": "caraway_audit.reports.data:OutcomesReporter",
    "findings-csv": "caraway_audit.reports.csv_tables:FindingsCsvReporter",
    "scores-csv": "caraway_audit.reports.csv_tables:ScoresCsvReporter",
}
FOLDERS = frozenset({"folder", "html"})
"""Formats that are a folder of files."""


class Reporter(Protocol):
    """Writes a result into `path`: a file, or (formats in `FOLDERS`) an existing empty folder."""

    name: str

    def write(self, result: AuditResult, path: Path) -> None:
        """Write the report. Everything in `result` is masked already."""
        ...


def reporter(name: str) -> Reporter:
    """The reporter of a format; raises `UsageError` for an unknown one, `PluginError` for a broken one."""
    if name in BUILT_IN:
        module, _, cls = BUILT_IN[name].partition(":")
        made: Reporter = getattr(import_module(module), cls)()
        return made
    others = {extension.name: extension for extension in extensions.installed(extensions.REPORTERS)}
    if name not in others:
        raise UsageError(f"there is no report format “{name}”. Formats: {', '.join([*BUILT_IN, *others])}.")
    loaded: Reporter = others[name].make()
    return loaded


STDOUT = Path("-")


def check_target(name: str, target: Path, read: Sequence[str] = ()) -> None:
    """Refuse, before any work, a report that could not be put in place or would destroy something, such as what is `read`.

    Raises `UsageError`.
    """
    reporter(name)
    if target == STDOUT:
        if name in FOLDERS:
            raise UsageError(f"“{name}” is a folder of files; name one instead of -.")
        return
    try:
        target = place_of(target)
    except (OSError, RuntimeError):
        raise UsageError(f"{target.name} is a link that leads nowhere; name another place for the report.") from None
    if any(Path(item).exists() and Path(item).resolve() == target for item in read):
        raise UsageError(f"{target.name} is an input or a policy; name another place for the report.")
    if name not in FOLDERS:
        if target.exists() and not target.is_file():
            kind = "a folder" if target.is_dir() else "no regular file"
            raise UsageError(f"{target.name} is {kind}; name a file for this format.")
        return
    if target.exists() and not target.is_dir():
        raise UsageError(f"{target.name} is a file; name a folder for this format.")
    if strangers := _strangers(target):
        raise UsageError(
            f"the folder {target.name} holds files that are not a report of ours ({strangers[0]}); name an empty or new folder."
        )


def _strangers(folder: Path) -> list[str]:
    """Files in a folder that its manifest does not name: a report of ours names all of its own."""
    present = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()} if folder.exists() else set()
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        ours = set(manifest["files"]) if str(manifest["schema"]).startswith("caraway-audit/") else set()
    except (OSError, ValueError, KeyError, TypeError):
        return sorted(present)
    return sorted(present - ours - {MANIFEST})


def publish(result: AuditResult, written: Iterable[tuple[str, Path]], note: Callable[[], None] = lambda: None) -> None:
    """Write reports aside and put them in place when all are whole; what stood there before is replaced.

    Where one cannot be written none is changed, but for what goes to stdout: that comes when all else is in place.
    """
    done: list[str] = []
    with ExitStack() as stack:
        for name, target in sorted(written, key=lambda one: one[1] != STDOUT):
            note()
            stack.enter_context(_to_stdout(result, name, done) if target == STDOUT else _to_place(result, name, target, done))


@contextmanager
def _to_stdout(result: AuditResult, name: str, done: list[str]) -> Iterator[None]:
    """A report that is written to stdout at the end of the context."""
    with ExitStack() as stack:
        with _told(tempfile.gettempdir(), done, "Set TMPDIR to a folder with more space"):
            path = stack.enter_context(scratch_folder()) / "report"
            reporter(name).write(result, path)
            _refuse_values(result, path)
        yield
        with _told("standard output", done, "Send it to a place with room"), path.open(encoding="utf-8-sig") as lines:
            sys.stdout.writelines(lines)  # without the mark, which is for files
            sys.stdout.flush()


@contextmanager
def _to_place(result: AuditResult, name: str, target: Path, done: list[str]) -> Iterator[None]:
    """A report that takes its place at the end of the context."""
    place = target.resolve()
    with _told(str(place), done):
        place.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(place)
        with (_folder_aside if name in FOLDERS else written_aside)(place) as aside:
            reporter(name).write(result, aside)
            _refuse_values(result, aside)
            yield
    done.append(str(target))


@contextmanager
def _told(place: str, done: Sequence[str], remedy: str = "") -> Iterator[None]:
    """What the system refuses is told with its place, with what to do, and with the reports that were changed before."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        advice = remedy or f"{remedy_for(error)}, or name another place"
        left = f"in place already: {', '.join(done)}" if done else "no report was changed"
        why = error.strerror or str(error)
        raise IncompleteError(f"{place}: the report could not be written ({why}). {advice}; {left}.") from error


@contextmanager
def _folder_aside(target: Path) -> Iterator[Path]:
    """A folder beside `target` to write into, which takes its place at the end."""
    with at_work(lambda: Path(tempfile.mkdtemp(prefix=beside(target), dir=target.parent))) as aside:
        try:
            yield aside
            aside.chmod(0o777 & ~umask())
            if target.exists():
                with at_work(lambda: target):  # or another run would take the old report for left behind
                    old = aside.with_name(aside.name + _OLD)
                    try:
                        target.replace(old)
                        aside.replace(target)
                    finally:  # also where somebody interrupts: the old one goes back, or goes
                        if not target.exists() and old.exists():
                            old.replace(target)
                        shutil.rmtree(old, ignore_errors=True)
            else:
                aside.replace(target)
        finally:
            shutil.rmtree(aside, ignore_errors=True)


def _refuse_values(result: AuditResult, written: Path) -> None:
    """Raise `LeakError` where a value that was found in the input stands in a file or in its name: masking has failed."""
    for path in sorted(written.rglob("*")) if written.is_dir() else [written]:
        name = str(path.relative_to(written)) if path != written else "the report"
        if result.line_with_value(io.StringIO(name)) is not None:
            raise LeakError("the name of a file")
        if path.is_file():
            with path.open(encoding="utf-8", errors="replace") as stream:
                line = result.line_with_value(stream)
            if line is not None:
                raise LeakError(f"{name}, line {line}")


_OLD = ".old"


def _clear_up(target: Path) -> None:
    """What killed runs left beside `target`: an old report that was just being replaced goes back, the rest is removed."""
    for left in left_behind(target.parent, beside(target)):
        if left.name.endswith(_OLD) and not target.exists():
            left.replace(target)
        elif left.is_dir():
            shutil.rmtree(left, ignore_errors=True)
        else:
            left.unlink(missing_ok=True)
