"""The site in a browser, opened from disk: closed to the outside, silent, and its controls do what Python says."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import build
import pytest

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]
KINDS = ("index.html", "rules.html", "method.html", "teams/001.html", "agents/001.html", "conversations/00001.html")


@pytest.fixture(params=["light", "dark"])
def page(browser: Any, request: pytest.FixtureRequest) -> Iterator[Any]:
    """A page that fails its test on any message of the console and any request that leaves the disk."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme=request.param)
    tab, heard = context.new_page(), []
    tab.on("console", lambda message: heard.append(message.text))
    tab.on("pageerror", lambda error: heard.append(str(error)))
    tab.on("request", lambda asked: heard.append(asked.url) if not asked.url.startswith("file:///") else None)
    tab.on("dialog", lambda dialog: (heard.append(dialog.message), dialog.dismiss()))
    yield tab
    context.close()
    assert heard == []


def address(site: Path, name: str) -> str:
    return (site / name).as_uri()


def test_pages_are_silent_and_fit_the_window(page: Any, site: Path, hostile_site: Path) -> None:
    for folder in (site, hostile_site):
        for name in KINDS:
            for width in (1280, 390, 320):
                page.set_viewport_size({"width": width, "height": 800})
                page.goto(address(folder, name))
                assert page.evaluate("document.documentElement.scrollWidth") <= width, (folder.parent.name, name, width)


def test_the_policy_is_in_force(browser: Any, site: Path) -> None:
    context = browser.new_context()
    tab = context.new_page()
    blocked: list[str] = []
    tab.on("console", lambda message: blocked.append(message.text))
    tab.goto(address(site, "index.html"))
    tab.evaluate(
        "document.body.insertAdjacentHTML('beforeend',"
        " '<img src=https://evil.example/a.png><p id=x onclick=window.bad=1>x</p>')"
    )
    tab.evaluate("document.getElementById('x').click()")
    assert tab.evaluate("window.bad") is None
    tab.wait_for_timeout(100)
    assert any("Content Security Policy" in text or "violates" in text for text in blocked)
    context.close()


def rows(site: Path, team: str = "001") -> list[dict[str, Any]]:
    text = (site / "teams" / f"{team}.html").read_text()
    data = json.loads(re.search(r'id="findings-data">(.*?)</script>', text)[1])  # type: ignore[index]
    return [
        {
            "sev": data["severities"][data["severity"][at]][0],
            "sec": str(data["rules"][data["rule"][at]][2]),
            "rule": data["rules"][data["rule"][at]][0],
            "kind": data["who"][data["person"][at]][0],
            "who": data["who"][data["person"][at]][1],
            "text": " ".join(
                [*data["rules"][data["rule"][at]][:2], data["evidence"][at], data["reasons"][data["reason"][at]]]
            ).lower(),
            "number": data["number"][at],
        }
        for at in range(len(data["rule"]))
    ]


def shown(page: Any) -> int:
    page.wait_for_timeout(120)
    said = page.inner_text("#count")
    return 0 if said.startswith("None") else int(said.split(" ")[0].replace(",", ""))


def test_filters_find_what_python_finds(page: Any, site: Path) -> None:
    found = rows(site)
    page.goto(address(site, "teams/001.html"))
    assert shown(page) == len(found)
    assert page.locator("#rows tr").count() == 25
    page.select_option("#f-sev", "major")
    assert shown(page) == sum(row["sev"] == "major" for row in found)
    page.select_option("#f-sec", "4")
    both = [row for row in found if row["sev"] == "major" and row["sec"] == "4"]
    assert shown(page) == len(both)
    assert "#f?sev=major&sec=4" in page.url
    page.select_option("#f-who", "Goran Petrov")
    assert shown(page) == sum(row["who"] == "Goran Petrov" for row in both)
    page.click("#f-clear")
    page.fill("#f-q", "HOME  blame")
    assert shown(page) == sum("home" in row["text"] and "blame" in row["text"] for row in found) > 0
    page.fill("#f-q", "no such words")
    assert shown(page) == 0
    assert page.locator("#rows tr").count() == 0
    page.click("#f-clear")
    page.select_option("#f-who", "~client")
    assert shown(page) == sum(row["kind"] == "client" for row in found) > 0


def test_a_filtered_list_has_an_address_and_pages(page: Any, site: Path) -> None:
    found = rows(site)
    page.goto(address(site, "teams/001.html") + "#f?sev=minor&page=2")
    assert shown(page) == sum(row["sev"] == "minor" for row in found)
    assert page.inner_text("#page-at").startswith("Page 2 of ")
    page.click("#page-back")
    assert page.inner_text("#page-at").startswith("Page 1 of ")
    first = page.locator("#rows .c-at a").first
    target = first.get_attribute("href")
    first.click()
    page.wait_for_selector(":target" if "#" in target else "h1")
    assert page.url.endswith(target.removeprefix("../"))
    page.go_back()
    assert shown(page) == sum(row["sev"] == "minor" for row in found)
    page.goto(address(site, "teams/001.html") + "#f?sev=nonsense&who=%00&rule=x")
    assert shown(page) == len(found)
    page.goto(address(site, "index.html"))
    link = page.locator(".first li a").first
    number = int(link.inner_text().split()[0])
    link.click()
    page.wait_for_url("**/teams/*.html#f?sev=critical*")
    assert shown(page) == number


def test_a_finding_is_found_by_its_number(page: Any, site: Path) -> None:
    wanted = rows(site)[30]["number"]
    page.goto(address(site, "teams/001.html"))
    page.fill("#f-q", wanted)
    assert shown(page) == 1
    assert wanted.startswith(page.inner_text("#rows .c-num"))
    about = page.locator("#rows .c-rule a").get_attribute("href")
    page.click("#rows .c-rule a")
    assert page.url.endswith(about.removeprefix(".."))


def test_keys(page: Any, site: Path) -> None:
    page.goto(address(site, "teams/001.html"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "f-q"
    page.keyboard.type("jk?")
    assert page.input_value("#f-q") == "jk?"
    page.fill("#f-q", "")
    page.wait_for_timeout(100)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("[...document.querySelectorAll('#rows .c-at a')].indexOf(document.activeElement)") == 1
    page.keyboard.press("k")
    assert page.evaluate("[...document.querySelectorAll('#rows .c-at a')].indexOf(document.activeElement)") == 0
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 1
    page.uncheck("#keys-on")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0
    page.reload()
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0
    page.click("#keys-open")
    page.check("#keys-on")
    page.keyboard.press("Escape")
    page.goto(address(site, "conversations/00002.html"))
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className").startswith("note")
    page.keyboard.press("]")
    page.wait_for_url("**/00003.html")
    page.keyboard.press("u")
    page.wait_for_url("**/teams/*.html")


def test_the_theme_is_remembered(page: Any, site: Path) -> None:
    page.goto(address(site, "index.html"))
    ground = "getComputedStyle(document.body).backgroundColor"
    before = page.evaluate(ground)
    page.click("#theme")
    after = page.evaluate(ground)
    assert {before, after} == {"rgb(255, 255, 255)", "rgb(18, 22, 21)"}
    page.goto(address(site, "teams/001.html"))
    assert page.evaluate(ground) == after


def test_print_is_light_and_whole(page: Any, site: Path) -> None:
    page.goto(address(site, "teams/001.html"))
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    for hidden in ("#filter", "#theme", "#keys-open", "#pager"):
        assert not page.locator(hidden).is_visible()
    for title in ("sections", "agents", "coach", "clients", "data", "findings"):
        assert page.locator(f"h2#{title}").is_visible()
    assert page.pdf(format="A4")[:4] == b"%PDF"
    page.set_viewport_size({"width": 688, "height": 900})  # A4 within its margins
    for name in ("index.html", "teams/001.html", "agents/001.html", "conversations/00001.html"):
        page.goto(address(site, name))
        assert page.evaluate("document.documentElement.scrollWidth") <= 688, name


def test_pages_read_without_the_script(browser: Any, site: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    tab = context.new_page()
    tab.goto(address(site, "teams/001.html"))
    assert tab.locator("#rows tr").count() == 25
    for dead in ("#filter", "#theme", "#keys-open", "#pager"):
        assert not tab.locator(dead).is_visible()
    tab.goto(address(site, "index.html"))
    tab.locator(".first li a").first.click()
    assert tab.url.endswith("#findings")
    assert tab.locator("h2:target").inner_text() == "Findings"
    context.close()


def test_what_scrolls_says_so(page: Any, site: Path) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(address(site, "teams/001.html"))
    wide = page.locator(".scroll").first
    assert wide.evaluate("node => node.scrollWidth > node.clientWidth")
    assert wide.get_attribute("tabindex") == "0"
    assert wide.evaluate("node => getComputedStyle(node).backgroundAttachment") == "local, local, scroll, scroll"


def test_many_findings_stay_quick(browser: Any, tmp_path: Path) -> None:
    made = build.Made(3000, findings=12)
    site = build.write(made.result(), tmp_path / "report")
    context = browser.new_context()
    tab = context.new_page()
    tab.goto(address(site, "teams/001.html"))
    assert tab.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd") < 3000
    assert tab.evaluate("document.querySelectorAll('*').length") < 3000
    took = tab.evaluate(
        """new Promise((done) => {
            const field = document.getElementById('f-q'), from = performance.now();
            new MutationObserver(() => done(performance.now() - from - 60))
                .observe(document.getElementById('count'), { childList: true });
            field.value = 'home';
            field.dispatchEvent(new Event('input'));
        })"""
    )
    assert took < 300
    tab.fill("#f-q", "")
    tab.select_option("#f-sev", "minor")
    assert shown(tab) == sum(row["sev"] == "minor" for row in rows(site))
    context.close()
