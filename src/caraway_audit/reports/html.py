"""The HTML report: a folder of static pages that opens from disk, asks nobody for anything, and is the same each time.

Every text goes through one door: `finalize` cleans it, autoescape escapes it. No template marks anything as safe.
"""

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import jinja2
import markupsafe

from caraway_audit import __version__
from caraway_audit.model import AuditResult, Transcript
from caraway_audit.reports import html_views
from caraway_audit.reports.html_agent import agent
from caraway_audit.reports.html_conversation import RuleLinks, by_severity, facts, notes, rows
from caraway_audit.reports.html_team import team
from caraway_audit.reports.html_views import Pages, team_label
from caraway_audit.reports.manifest import Manifest
from caraway_audit.reports.tally import Joined, Tally
from caraway_audit.reports.wording import clean, count

_HERE = files("caraway_audit.reports")
_SELF_EVIDENT = (int, float, jinja2.Undefined, markupsafe.Markup)


class HtmlReporter:
    """Writes the site into an existing, empty folder."""

    name = "html"

    def write(self, result: AuditResult, path: Path) -> None:
        """All pages and the manifest."""
        write_site(result, path).write(path)


def write_site(result: AuditResult, folder: Path) -> Manifest:
    """All pages: conversations first, as they stream by; then what was counted on the way. The manifest is yet to write."""
    tally = Tally(result)
    pages, links = Pages(tally), RuleLinks.of(result.catalogue)
    site = _Site(folder, result)
    site.conversations(tally, pages, links)
    for one in (*tally.scored_teams, *tally.other_teams):
        site.page("team.html", pages.team(one.name), team(tally, one, pages, links))
    for name, worst in tally.agents.items():
        site.page("agent.html", pages.agent(name), agent(tally, name, worst, pages, links))
    site.page("index.html", "index.html", html_views.fleet(tally, pages))
    site.page("rules.html", "rules.html", html_views.rules(tally))
    site.page("method.html", "method.html", html_views.method(tally, links))
    return site.manifest


class _Site:
    """Files of one site, each hashed as it is written."""

    def __init__(self, folder: Path, result: AuditResult) -> None:
        self._folder = str(folder)
        self.manifest = Manifest()
        for name in ("teams", "agents", "conversations", "assets"):
            (folder / name).mkdir()
        self._environment = jinja2.Environment(
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            loader=jinja2.FunctionLoader(_template),
            finalize=_finalize,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.globals.update(
            css=self._asset("app.css"),
            js=self._asset("app.js"),
            version=__version__,
            digest=result.policy.digest[:12],
            narrowing=result.coverage.narrowing,
        )

    def page(self, template: str, path: str, view: dict[str, Any]) -> None:
        """One page from its view."""
        root = "../" if "/" in path else ""
        data = self._environment.get_template(template).render(view, root=root).encode()
        self.manifest.add(path, self._written(path, data))

    def conversations(self, tally: Tally, pages: Pages, links: RuleLinks) -> None:
        """All conversation pages. One is held back, so that each can name the next."""
        render = self._environment.get_template("conversation.html").render
        for page, transcript, lines, last in _peek(iter(Joined(tally.result, tally))):
            view = _conversation(page, transcript, lines, links, tally, pages)
            view["after"] = "" if last else f"{page + 1:05d}.html"
            self.manifest.add_conversation(page, self._written(pages.conversation(page), render(view).encode()))

    def _asset(self, name: str) -> str:
        data = (_HERE / "assets" / name).read_bytes()
        stem, suffix = name.split(".")
        hashed = f"{stem}.{hashlib.sha256(data).hexdigest()[:8]}.{suffix}"
        self.manifest.add(f"assets/{hashed}", self._written(f"assets/{hashed}", data))
        return hashed

    def _written(self, path: str, data: bytes) -> bytes:
        with open(f"{self._folder}/{path}", "xb", buffering=0) as file:
            file.write(data)
        return hashlib.sha256(data).digest()


def _conversation(
    page: int, transcript: Transcript, lines: dict[str, int], links: RuleLinks, tally: Tally, pages: Pages
) -> dict[str, Any]:
    found, places = notes(transcript, lines, links)
    crumbs = [("All teams", "../index.html")]
    if home := pages.team(transcript.team):
        crumbs.append((team_label(transcript.team), "../" + home))
    agents = []
    for person in transcript.agents:
        where = pages.agent(person)
        agents.append((person, "../" + where if where else ""))
    return {
        "root": "../",
        "crumbs": [*crumbs, (transcript.conversation, "")],
        "title": f"Conversation {transcript.conversation} ({page})",
        "name": transcript.conversation,
        "agents": agents,
        "client": transcript.client,
        "facts": facts(transcript),
        "heading": count(len(found), "finding") + " in this conversation",
        "notes": by_severity(found),
        "whole": [note for note, place in zip(found, places, strict=True) if not place],
        "rows": rows(transcript, found, places),
        "before": f"{page - 1:05d}.html" if page > 1 else "",
    }


def _peek(
    joined: Iterator[tuple[int, Transcript, dict[str, int]]],
) -> Iterator[tuple[int, Transcript, dict[str, int], bool]]:
    """Each item with whether it is the last."""
    held = next(joined, None)
    while held is not None:
        following = next(joined, None)
        yield (*held, following is None)
        held = following


def _finalize(value: Any) -> Any:
    """The one door of every text into a page; what comes out is escaped by the environment."""
    if type(value) is str:
        return value if value.isascii() and value.isprintable() else clean(value)
    return value if isinstance(value, _SELF_EVIDENT) else clean(str(value))


def _template(name: str) -> str | None:
    path = _HERE / "templates" / name
    return path.read_text(encoding="utf-8") if path.is_file() else None
