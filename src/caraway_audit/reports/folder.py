"""The report folder of a nightly audit: the HTML site, and beside it the same result for other readers."""

from collections.abc import Callable
from pathlib import Path

from caraway_audit.model import AuditResult
from caraway_audit.reports import Reporter
from caraway_audit.reports.csv_tables import FindingsCsvReporter, ScoresCsvReporter
from caraway_audit.reports.data import JsonReporter, OutcomesReporter
from caraway_audit.reports.html import write_site
from caraway_audit.reports.manifest import digest_of
from caraway_audit.reports.markdown import MarkdownReporter

FILES: dict[str, Callable[[], Reporter]] = {
    "report.md": MarkdownReporter,
    "report.json": JsonReporter,
    "outcomes.jsonl": OutcomesReporter,
    "findings.csv": FindingsCsvReporter,
    "scores.csv": ScoresCsvReporter,
}


class FolderReporter:
    """HTML, Markdown, JSON, outcomes and CSV together; the manifest names all of them."""

    name = "folder"

    def write(self, result: AuditResult, folder: Path) -> None:
        """Write everything into an existing, empty folder."""
        manifest = write_site(result, folder)
        for name, reporter in FILES.items():
            reporter().write(result, folder / name)
            manifest.add(name, digest_of(folder / name))
        manifest.write(folder)
