"""Reports: what an audit looks like to people and machines. They see an `AuditResult` and nothing else.

A reporter is loaded only when asked for. Third parties register one under the entry point group `caraway_audit.reporters`.
"""

import shutil
import tempfile
from collections.abc import Mapping
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from caraway_audit.errors import IncompleteError, PluginError, UsageError
from caraway_audit.model import AuditResult

BUILT_IN: Mapping[str, str] = {
    "folder": "caraway_audit.reports.folder:FolderReporter",
    "html": "caraway_audit.reports.html:HtmlReporter",
    "markdown": "caraway_audit.reports.markdown:MarkdownReporter",
    "json": "caraway_audit.reports.data:JsonReporter",
    "outcomes": "caraway_audit.reports.data:OutcomesReporter",
}
FOLDERS = frozenset({"folder", "html"})
"""Formats that are a folder of files."""

ENTRY_POINTS = "caraway_audit.reporters"


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
    points = {point.name: point for point in entry_points(group=ENTRY_POINTS)}
    if name not in points:
        raise UsageError(f"there is no report format “{name}”. Formats: {', '.join([*BUILT_IN, *sorted(points)])}.")
    try:
        loaded: Reporter = points[name].load()()
    except Exception as error:
        raise PluginError(f"the report format “{name}” cannot be loaded: {type(error).__name__}: {error}.") from error
    return loaded


def publish(result: AuditResult, name: str, target: Path) -> None:
    """Write a report aside and put it in place when it is whole; what stood at `target` before is replaced."""
    made = reporter(name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if name in FOLDERS:
            _publish_folder(made, result, target)
        else:
            _publish_file(made, result, target)
    except OSError as error:
        raise IncompleteError(
            f"{target}: the report could not be written ({error.strerror}). Check the folder and its space."
        ) from error


def _publish_file(made: Reporter, result: AuditResult, target: Path) -> None:
    if target.is_dir():
        raise UsageError(f"{target} is a folder; name a file for this format.")
    aside = target.with_name(f".{target.name}.part")
    try:
        made.write(result, aside)
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _publish_folder(made: Reporter, result: AuditResult, target: Path) -> None:
    if target.is_file():
        raise UsageError(f"{target} is a file; name a folder for this format.")
    if target.exists() and any(target.iterdir()) and not (target / MARKER).exists():
        raise UsageError(f"{target} holds files that are not a report of ours; name an empty or new folder.")
    aside = Path(tempfile.mkdtemp(prefix=f".{target.name}.", dir=target.parent))
    try:
        made.write(result, aside)
        aside.chmod(0o755)
        if target.exists():
            old = aside.with_name(aside.name + ".old")
            target.replace(old)
            aside.replace(target)
            shutil.rmtree(old)
        else:
            aside.replace(target)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


MARKER = "manifest.json"
"""Every report folder holds this file; a folder that has others and not this one is never replaced."""
