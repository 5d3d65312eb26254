"""The report folder of a nightly audit: the HTML site, and beside it the same result for other readers."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

from caraway_audit.model import AuditResult
from caraway_audit.reports import Reporter
from caraway_audit.reports.csv_tables import FindingsCsvReporter, ScoresCsvReporter
from caraway_audit.reports.data import JsonReporter, OutcomesReporter
from caraway_audit.reports.html import HtmlReporter
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
        HtmlReporter().write(result, folder)
        path = folder / "manifest.json"
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for name, reporter in FILES.items():
            reporter().write(result, folder / name)
            with (folder / name).open("rb") as file:
                manifest["files"][name] = hashlib.file_digest(file, "sha256").hexdigest()
        manifest["files"] = dict(sorted(manifest["files"].items()))
        path.write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
