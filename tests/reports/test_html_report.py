"""The HTML site as bytes: complete, well formed, closed to the outside, deaf to hostile text, the same every time."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import build
import html5lib
import pytest

from caraway_audit.model import Severity, Subject, SubjectKind
from caraway_audit.reports import html, tally
from caraway_audit.reports.html import HtmlReporter

SOURCES = Path(html.__file__).parent
NAMESPACE = "{http://www.w3.org/1999/xhtml}"
CSP = "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'"


def pages(site: Path) -> list[Path]:
    return sorted(site.rglob("*.html"))


def parsed(page: Path):  # type: ignore[no-untyped-def]
    return html5lib.HTMLParser(strict=True).parse(page.read_bytes(), transport_encoding="utf-8")


def elements(site: Path) -> Iterator[tuple[Path, str, dict[str, str], str]]:
    for page in pages(site):
        for node in parsed(page).iter():
            if isinstance(node.tag, str):
                tag = node.tag.removeprefix(NAMESPACE).removeprefix("{http://www.w3.org/2000/svg}")
                yield page, tag, dict(node.attrib), node.text or ""


@pytest.fixture(scope="module", params=["site", "hostile_site", "incomplete", "empty", "spotless"])
def any_site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param.endswith("site"):
        return request.getfixturevalue(request.param)  # type: ignore[no-any-return]
    return build.write(getattr(build, request.param)(), tmp_path_factory.mktemp(request.param) / "report")


def test_every_page_parses_and_every_link_arrives(any_site: Path) -> None:
    ids: dict[Path, set[str]] = {}
    links = []
    for page, tag, attributes, _ in elements(any_site):
        known = ids.setdefault(page, set())
        if "id" in attributes:
            assert attributes["id"] not in known, f"{page.name}: id {attributes['id']} twice"
            known.add(attributes["id"])
        found = [attributes[name] for name in ("href", "src") if name in attributes]
        found += ["#" + attributes[name] for name in ("aria-labelledby", "for") if name in attributes]
        links += [(page, tag, link) for link in found if not link.startswith("data:")]
    for page, tag, link in links:
        path, _, fragment = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), f"{page.name}: {tag} {link}"
        assert target.is_relative_to(any_site.resolve())
        if fragment:
            assert unquote(fragment).split("?")[0] in ids[target.resolve()], f"{page.name}: {link}"


def test_nothing_is_asked_of_the_outside_and_nothing_is_inline(any_site: Path) -> None:
    for page, tag, attributes, text in elements(any_site):
        where = f"{page.name} {tag} {attributes}"
        for name, value in attributes.items():
            assert not name.startswith("on"), where
            assert name != "style", where
            if name in ("href", "src", "action", "data", "srcset", "poster", "formaction"):
                assert not re.match(r"\s*(https?:|//|javascript:|file:|ftp:)", value), where
        assert tag != "style", where
        if tag == "script":
            assert attributes.get("type") == "application/json" or attributes.get("src"), where
            assert attributes.get("type") == "application/json" or not text, where
        assert tag not in ("iframe", "object", "embed", "base", "img"), where
    for asset in (any_site / "assets").iterdir():
        text = asset.read_text()
        assert not re.search(r"https?:|//\w|url\(|@import|fetch\(|XMLHttpRequest|innerHTML|eval\(|\.style\b", text)


def test_policy_language_and_headings_on_every_page(any_site: Path) -> None:
    titles = set()
    for page in pages(any_site):
        text = page.read_text(encoding="utf-8")
        head = text[: text.index("</head>")]
        assert f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{CSP}">' in head
        assert text.startswith('<!doctype html>\n<html lang="en">')
        assert text.count("<h1") == text.count("<main") == 1
        assert text.count("<th ") + text.count("<th>") == text.count('scope="col"') + text.count('scope="row"')
        titles.add(re.search(r"<title>(.*?)</title>", text, re.DOTALL)[1])  # type: ignore[index]
    assert len(titles) == len(pages(any_site))


def test_hostile_text_is_shown_and_never_obeyed(hostile_site: Path, site: Path) -> None:
    tags = {tag for _, tag, _, _ in elements(site)}
    assert {tag for _, tag, _, _ in elements(hostile_site)} <= tags | {"ul"}
    number = 0
    for page, payload in zip(sorted((hostile_site / "conversations").iterdir()), sorted(build.PAYLOADS), strict=True):
        shown = "".join(parsed(page).itertext())
        assert shown.count(payload) > 5, payload
        number += 1
    assert number >= 20


def test_unseen_characters_are_stripped_everywhere(hostile_site: Path) -> None:
    unseen = set(build.UNSEEN.replace("\x85", "").replace("\ud800", ""))
    for file in hostile_site.rglob("*"):
        if file.is_file():
            text = file.read_bytes().decode("utf-8")
            assert not unseen & set(text), file.name
            assert not re.search(r"\\u(202e|200b|feff|0000|d800)", text)


def test_file_names_are_ordinals(hostile_site: Path) -> None:
    names = {file.relative_to(hostile_site).as_posix() for file in hostile_site.rglob("*") if file.is_file()}
    plain = r"(index|rules|method)\.html|manifest\.json|(teams|agents)/\d{3}\.html|conversations/\d{5}\.html"
    for name in names:
        assert re.fullmatch(plain + r"|assets/app\.[0-9a-f]{8}\.(css|js)", name)


def test_the_same_result_gives_the_same_bytes(tmp_path: Path) -> None:
    one, two = build.write(build.realistic(12), tmp_path / "one"), build.write(build.realistic(12), tmp_path / "two")
    first = {file.relative_to(one): file.read_bytes() for file in one.rglob("*") if file.is_file()}
    second = {file.relative_to(two): file.read_bytes() for file in two.rglob("*") if file.is_file()}
    assert first == second


def test_the_manifest_holds_every_file(site: Path) -> None:
    manifest = json.loads((site / "manifest.json").read_text())["files"]
    found = {file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()} - {"manifest.json"}
    assert list(manifest) == sorted(found)
    for name, digest in manifest.items():
        assert hashlib.sha256((site / name).read_bytes()).hexdigest() == digest


def test_findings_and_transcripts_are_read_once(tmp_path: Path) -> None:
    result = build.realistic(5)
    findings = build.OnDisk(result.findings)
    build.write(replace(result, findings=findings, transcripts=iter(list(result.transcripts))), tmp_path / "report")
    assert findings.passes == 1


def test_findings_out_of_order_are_refused(tmp_path: Path) -> None:
    result = build.realistic(5)
    (tmp_path / "report").mkdir()
    with pytest.raises(ValueError, match="ordered"):
        HtmlReporter().write(replace(result, findings=list(reversed(result.findings))), tmp_path / "report")
    (tmp_path / "other").mkdir()
    with pytest.raises(ValueError, match="ordered"):
        HtmlReporter().write(replace(result, transcripts=reversed(list(build.realistic(5).transcripts))), tmp_path / "other")


def test_pages_cap_their_findings_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tally, "TEAM_ROWS", 40)
    monkeypatch.setattr(tally, "AGENT_ROWS", 10)
    result = build.realistic(60)
    site = build.write(result, tmp_path / "report")
    text = (site / "teams" / "001.html").read_text()
    data = json.loads(re.search(r'id="findings-data">(.*?)</script>', text)[1])  # type: ignore[index]
    mine = [finding for finding in result.findings if finding.team == "Billing"]
    assert len(data["rule"]) == 40
    assert f"And {len(mine) - 40:,} more findings" in text
    worst = sorted(finding.severity.rank for finding in mine if finding.state == "open")[:40]
    assert data["severity"] == worst
    page = (site / "agents" / "001.html").read_text()
    assert "more findings, less grave" in page
    # This failed once: only the findings that the page holds were counted
    name = sorted(result.agents, key=tally.by_name)[0]
    own = [f for f in result.findings if f.subject == Subject(SubjectKind.AGENT, name) and f.state == "open"]
    assert len(own) > 10
    assert f"<dt>Findings</dt><dd>{len(own):,}</dd>" in page


def test_team_page_counts_what_python_counts(site: Path) -> None:
    findings = [finding for finding in build.Made(60).findings if finding.team == "Billing" and finding.state == "open"]
    text = (site / "teams" / "001.html").read_text()
    assert f"<dt>Findings</dt><dd>{len(findings):,}</dd>" in text
    critical = sum(finding.severity is Severity.CRITICAL for finding in findings)
    assert f'<span class="sev s-critical">◆ {critical}</span> critical' in text
    for section in range(1, 8):
        number = sum(int(finding.rule[2]) == section for finding in findings)
        if number:
            assert f'<a href="#findings" data-filter="sec={section}">{number}</a>' in text


def test_an_agent_page_names_no_other_agent(site: Path) -> None:
    names = sorted({name for team in build.AGENTS.values() for name in team.split(", ")}, key=str.casefold)
    for place, name in enumerate(names, start=1):
        text = (site / "agents" / f"{place:03d}.html").read_text()
        assert f"<h1><bdi>{name}</bdi></h1>" in text
        assert not [other for other in names if other != name and other in text]


def test_client_findings_stand_apart(site: Path) -> None:
    text = (site / "teams" / "001.html").read_text()
    coach = text[text.index('id="coach"') : text.index('id="clients"')]
    theirs = [f for f in build.Made(60).findings if f.subject.kind is SubjectKind.CLIENT and f.team == "Billing"]
    clients = text[text.index('id="clients"') : text.index('id="data"')]
    assert theirs
    assert "nothing here counts in any score" in clients
    assert not any(finding.subject.id in coach for finding in theirs)


def test_gaps_notes_and_quotations(site: Path) -> None:
    texts = [page.read_text() for page in sorted((site / "conversations").iterdir())]
    first = texts[0]
    assert "Internal note, not seen by the client" in first
    assert '<details class="quoted"><summary>Quoted text</summary>' in first
    assert '<li class="msg bot' in first
    assert '<li class="msg system' in first
    assert "About the whole conversation" in first
    assert ">whole conversation</span>" in first
    assert any(re.search(r"\d+ (minutes|hour) without a message", text) for text in texts)


def test_an_incomplete_audit_says_so_on_every_summary(tmp_path: Path) -> None:
    site = build.write(build.incomplete(), tmp_path / "report")
    for name in ("index.html", "teams/001.html"):
        text = (site / name).read_text()
        assert "This audit is incomplete: 41 problems in the input, 1 crash of rules." in text
        assert "chats.csv:2: the time “soon” is no time. Map the column at." in text
    assert "CA207 crashed in <bdi>" in (site / "index.html").read_text()


def test_nothing_evaluated_is_never_a_number(tmp_path: Path) -> None:
    site = build.write(build.spotless(), tmp_path / "report")
    text = (site / "teams" / "001.html").read_text()
    assert text.count("not evaluated</td>") == 6
    assert "No open findings" in text
    assert "Every rule that could be judged was kept." in text
    assert "too few to compare" in text
    assert "There is no open finding about you" in (site / "agents" / "001.html").read_text()
    empty = build.write(build.empty(), tmp_path / "empty")
    assert "no conversation was read" in (empty / "index.html").read_text()


def test_rules_page_holds_every_clause_and_rule(site: Path) -> None:
    text = (site / "rules.html").read_text()
    assert len(re.findall(r'id="section-\d"', text)) == 7
    assert len(re.findall(r'id="clause-\d-\d"', text)) == 18
    for code, name, *_ in build.RULES:
        assert f'id="{code}"' in text
        assert f"<h4>{code} {name}</h4>" in text
    assert "switched off" in text


def test_templates_trust_nothing() -> None:
    for template in (SOURCES / "templates").iterdir():
        text = template.read_text()
        assert not re.search(r"\|\s*safe|autoescape|Markup", text), template.name
        for tag in re.findall(r"<[a-z][^<>]*?>", text):  # every expression in a tag stands in double quotes
            assert "{{" not in re.sub(r'"[^"]*"', "", re.sub(r"\{%.*?%\}", "", tag)), f"{template.name}: {tag}"


def test_contrast_of_the_tokens() -> None:
    css = (SOURCES / "assets" / "app.css").read_text()
    tokens = {name: (a, b) for name, a, b in re.findall(r"--([\w-]+): light-dark\((#\w+), (#\w+)\)", css)}
    pairs = [
        (text, ground, 4.5)
        for text in ("ink", "soft", "accent", "critical", "major", "minor", "better")
        for ground in ("page", "panel")
    ]
    pairs += [("ink", "heat1", 4.5), ("on-heat2", "heat2", 4.5), ("on-heat3", "heat3", 4.5), ("ink", "mark", 4.5)]
    pairs += [
        ("on-token", "token", 4.5),
        ("bar", "page", 3),
        ("edge", "page", 3),
        ("edge", "panel", 3),
        ("ink", "band", 4.5),
    ]
    for text, ground, least in pairs:
        for theme in (0, 1):
            assert _contrast(tokens[text][theme], tokens[ground][theme]) >= least, (text, ground, theme)


def _contrast(one: str, two: str) -> float:
    def light(colour: str) -> float:
        parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_size_of_pages_and_assets(site: Path) -> None:
    sizes = [page.stat().st_size for page in (site / "conversations").iterdir()]
    assert sum(sizes) / len(sizes) < 20_000
    assets = {file.suffix: file.stat().st_size for file in (site / "assets").iterdir()}
    assert assets[".css"] < 24_000
    assert assets[".js"] < 16_000
    assert (site / "teams" / "001.html").stat().st_size < 250_000


def test_a_page_says_once_of_each_rule_when_it_may_be_wrong(site: Path) -> None:
    with_findings = 0
    for page in (*(site / "conversations").glob("*.html"), *(site / "agents").glob("*.html")):
        text = page.read_text(encoding="utf-8")
        rules = set(
            re.findall(
                r'rules\.html#(CA\d+)">\1 [\w-]+</a>\. ' if page.parent.name == "conversations" else r'id="r-(\d+)"', text
            )
        )
        with_findings += bool(rules)
        assert text.count("May be wrong when: a quotation of the client") == len(rules), page.name
    assert with_findings
