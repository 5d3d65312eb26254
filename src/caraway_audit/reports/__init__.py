"""Reports: what an audit looks like to people and machines. They see an `AuditResult` and nothing else.

A reporter is loaded only when asked for. Third parties register one under the entry point group `caraway_audit.reporters`.
"""

import io
import json
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Protocol

from caraway_audit import extensions
from caraway_audit.errors import IncompleteError, LeakError, UsageError
from caraway_audit.model import AuditResult
from caraway_audit.reports.manifest import MANIFEST
from caraway_audit.scratch import at_work, beside, left_behind, place_of, scratch_folder, written_aside

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


def publish(result: AuditResult, name: str, target: Path) -> None:
    """Write a report aside and put it in place when it is whole; what stood at `target` before is replaced."""
    made = reporter(name)
    place = Path(tempfile.gettempdir()) if target == STDOUT else (target := target.resolve())
    try:
        if target == STDOUT:
            _publish_stdout(made, result)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            _clear_up(target)
            (_publish_folder if name in FOLDERS else _publish_file)(made, result, target)
    except BrokenPipeError:
        raise
    except OSError as error:
        why = error.strerror or str(error)
        remedy = "Set TMPDIR to a folder with more space" if target == STDOUT else "Make space there, or name another place"
        raise IncompleteError(f"{place}: the report could not be written ({why}). {remedy}; no report was changed.") from error


def _publish_stdout(made: Reporter, result: AuditResult) -> None:
    with scratch_folder() as folder:
        path = folder / "report"
        made.write(result, path)
        _refuse_values(result, path)
        with path.open(encoding="utf-8-sig") as lines:  # a mark is for files
            sys.stdout.writelines(lines)


def _publish_file(made: Reporter, result: AuditResult, target: Path) -> None:
    with written_aside(target) as aside:
        made.write(result, aside)
        _refuse_values(result, aside)


def _publish_folder(made: Reporter, result: AuditResult, target: Path) -> None:
    with at_work(lambda: Path(tempfile.mkdtemp(prefix=beside(target), dir=target.parent))) as aside:
        try:
            made.write(result, aside)
            _refuse_values(result, aside)
            aside.chmod(0o755)
            if target.exists():
                with at_work(lambda: target):  # or another run would take the old report for left behind
                    old = aside.with_name(aside.name + _OLD)
                    target.replace(old)
                    aside.replace(target)
                    shutil.rmtree(old)
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
