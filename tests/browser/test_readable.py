"""The demo on an office screen: no column that matters is cut, nothing overflows, all can be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from engine.demo import ensure_demo
from pages.parts import answers, shell
from tests.browser import looking
from tests.browser.server import Server, Tab, served

pytestmark = pytest.mark.browser

OFFICE = {"width": 1360, "height": 900}
WIDTHS = (390, 768, 1360, 1920)
SHELL = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]
RECORDS = [
    "/order_entry?draft=1018",
    "/orders?order=1004",
    "/demand?lic=FR-9",
    "/supply?po=PO101",
    "/supply?tab=Deliveries",
    "/supply?tab=Adjustments",
    "/promises?tab=Late+purchase+orders",
]


@pytest.fixture(scope="module")
def demo(place: Path) -> Iterator[Server]:
    """The pages of a demo made today."""
    ensure_demo(place / "demo.duckdb")
    with served(place / "demo.duckdb", place) as running:
        yield running


@pytest.fixture(scope="module")
def office(browser: Browser, demo: Server) -> Iterator[Tab]:
    """A tab as wide as an office screen."""
    context = browser.new_context(viewport=OFFICE, color_scheme="light")  # type: ignore[arg-type]
    context.add_init_script(looking.NOTE_TEXTS)
    opened = Tab(context.new_page(), demo)
    yield opened
    context.close()
    assert opened.troubles == []


def drawn(tab: Tab) -> None:
    """Wait until the tables of the page are drawn."""
    tab.settle()
    if tab.page.get_by_test_id("stDataFrame").count():
        tab.page.wait_for_function("window.tables().every(table => !table.shown || table.texts.length > 3)")


@pytest.mark.parametrize("path", ["/", *(f"/{file}" for file in SHELL if file != shell.HOME), *RECORDS])
def test_what_answers_the_question_of_a_page_is_seen_whole_and_nothing_overflows(
    office: Tab, path: str
) -> None:
    office.page.set_viewport_size(OFFICE)  # type: ignore[arg-type]
    office.go(path)
    drawn(office)
    assert looking.cut(office.page) == []
    for width in WIDTHS:
        office.page.set_viewport_size({"width": width, "height": 900})
        for _ in range(20):
            office.page.wait_for_timeout(200)
            if not looking.overflows(office.page):
                break
        assert not looking.overflows(office.page), f"at {width} pixels"


def test_a_column_that_is_cut_or_away_is_found() -> None:
    """The finder itself: one name is missing, one text is longer than its column."""
    texts = [
        {"text": "LIC", "left": 8.0, "width": 20.0, "y": 16.0},
        {"text": "Units", "left": 58.0, "width": 30.0, "y": 16.0},
        {"text": "a long code", "left": 8.0, "width": 60.0, "y": 46.0},
    ]
    table = {"key": "gains", "width": 120.0, "texts": texts}

    class Page:
        """Something that has this table."""

        def evaluate(self, _: str) -> list[dict[str, object]]:
            return [table]

    found = looking.cut(Page())  # type: ignore[arg-type]
    assert "gains: LIC cuts 'a long code'" in found
    assert "gains: Value is not on the screen" in found
    assert answers.of("gains") == answers.of("gains-abc123")
