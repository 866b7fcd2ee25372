"""A browser, a desk and its server for each file of browser tests, a tab for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from engine.store import Session, open_desk
from tests.browser.server import Server, Tab, opened, served
from tests.story import Story

FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--force-color-profile=srgb"]


@pytest.fixture(scope="module")
def browser(browser_path: str) -> Iterator[Browser]:
    """The browser of this machine; playwright's own is not downloaded.

    It ends with its file: as long as it is there, an event loop runs in this thread, and no other can.
    """
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the desk of a file of browser tests lies."""
    return tmp_path_factory.mktemp("browser")


@pytest.fixture(scope="module")
def shared_story(place: Path) -> Iterator[Story]:
    """The small world of the rule tests in a file; this process and the server lend it to each other."""
    session: Session = open_desk(place / "desk.duckdb", name="a test")
    yield Story(session, pen=100)
    session.close()


@pytest.fixture
def story(shared_story: Story) -> Story:
    """The small world that all tests of a file share: let each make LICs of its own."""
    return shared_story


@pytest.fixture(scope="module")
def server(shared_story: Story, place: Path) -> Iterator[Server]:
    """The pages of that desk."""
    with served(place / "desk.duckdb", place) as running:
        yield running


@pytest.fixture
def tab(browser: Browser, server: Server) -> Iterator[Tab]:
    """A tab of its own for a test."""
    with opened(browser, server) as own:
        yield own
