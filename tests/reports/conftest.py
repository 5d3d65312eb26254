"""Sites written once for all tests of the readable reports."""

import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # for `build`, in every import mode of pytest

import build


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: opens a real browser (chromium)")
    config.addinivalue_line("markers", "enable_socket: the browser is spoken to through a local pipe")


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A realistic week of three teams."""
    return build.write(build.realistic(60), tmp_path_factory.mktemp("site") / "report")


@pytest.fixture(scope="session")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site whose every text is an attack."""
    return build.write(build.hostile(), tmp_path_factory.mktemp("hostile") / "report")


@pytest.fixture(scope="session")
def browser() -> Iterator[object]:
    """Chromium, or a skip that says why; in CI its absence is a failure."""
    names = ("chromium", "chromium-browser", "google-chrome", "chrome")
    binary = next((path for name in names if (path := shutil.which(name))), None)
    if binary is None:
        if os.environ.get("CI"):
            pytest.fail("no Chromium in CI")
        pytest.skip("no Chromium on this machine")
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
    with api.sync_playwright() as play:
        chromium = play.chromium.launch(executable_path=binary, args=flags)
        yield chromium
        chromium.close()
