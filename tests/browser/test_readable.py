"""The demo on an office screen: no column that matters is cut, nothing overflows, all can be read."""

import re
from collections.abc import Iterator
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FloatRect, Locator, ViewportSize, expect

from engine import orders
from engine.demo import ensure_demo
from engine.store import open_desk
from pages.parts import answers, shell
from tests.browser import looking, on_phone
from tests.browser.server import Server, Tab, opened, served

pytestmark = pytest.mark.browser

OFFICE: ViewportSize = {"width": 1360, "height": 900}
PHONE: ViewportSize = {"width": 390, "height": 844}
WIDTHS = (390, 768, 1360, 1920)
TEXT, BOX = 4.5, 3.0
"""The contrast that a text needs, and a box."""
TAKES = "1999"
"""An order for what others have, which takes their stock when its priority is the highest."""
SHELL = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]
RECORDS = [
    "/order_entry?draft=1018",
    "/orders?order=1004",
    "/demand?lic=FR-9",
    "/supply?po=PO101",
    "/supply?tab=Receipts",
    "/supply?tab=Adjustments",
    "/promises?tab=Late+purchase+orders",
]

ON_PHONE = [
    *("/order_entry?draft=1018", "/orders", "/orders?order=1004", "/order_items", "/backorders"),
    *("/demand", "/demand?lic=ERASER", "/promises", "/promises?tab=Late+purchase+orders", "/replenishment"),
    *("/notices", "/notices?tab=Sent", "/stranded"),
    *("/supply", "/supply?po=PO101", "/supply?tab=Receipts", "/supply?tab=Adjustments", "/shipments"),
]
"""Where somebody who walks about with a phone looks things up, picks and receives."""


LISTS = ["/orders", "/order_items", "/backorders", "/shipments", "/supply", "/supply?tab=Transfers"]
"""The lists that have views."""


@pytest.fixture(scope="module")
def demo(place: Path) -> Iterator[Server]:
    """The pages of a demo made today, with one order more."""
    ensure_demo(place / "demo.duckdb")
    with (
        closing(open_desk(place / "demo.duckdb", name="a test")) as desk,
        desk.transaction(actor="Ann") as tx,
    ):
        orders.create(tx, "VALLEY", number=TAKES)
        orders.add_line(tx, TAKES, "ENG-9", Decimal(500))
        orders.open_order(tx, TAKES)
    with served(place / "demo.duckdb", place) as running:
        yield running


@pytest.fixture(scope="module")
def office(browser: Browser, demo: Server) -> Iterator[Tab]:
    """A tab as wide as an office screen."""
    with opened(browser, demo, looking.NOTE_TEXTS, viewport=OFFICE, color_scheme="light") as tab:
        yield tab


def drawn(tab: Tab) -> None:
    """Wait until the tables of the page are drawn."""
    tab.settle()
    if tab.page.get_by_test_id("stDataFrame").count():
        tab.page.wait_for_function("window.tables().every(table => !table.shown || table.texts.length > 3)")


@pytest.mark.parametrize("path", ["/backorders", "/promises", "/notices", "/orders?order=1002"])
def test_what_a_table_offers_under_the_mouse_covers_no_button_and_no_name_of_a_column(
    office: Tab, path: str
) -> None:
    office.go(path)
    drawn(office)
    assert looking.covered_by_tools(office.page) == []


def test_where_there_is_no_mouse_nothing_stands_on_the_names_of_columns(
    browser: Browser, demo: Server
) -> None:
    with opened(browser, demo, looking.NOTE_TEXTS, viewport=PHONE, is_mobile=True, has_touch=True) as tab:
        tab.go("/orders")
        drawn(tab)
        expect(tab.page.get_by_test_id("stDataFrame").first).to_be_visible()
        assert not [one for one in tab.page.get_by_test_id("stElementToolbar").all() if one.is_visible()]


@pytest.mark.parametrize("path", ["/", *(f"/{file}" for file in SHELL if file != shell.HOME), *RECORDS])
def test_what_answers_the_question_of_a_page_is_seen_whole_and_nothing_overflows(
    office: Tab, path: str
) -> None:
    office.page.set_viewport_size(OFFICE)
    office.go(path)
    drawn(office)
    assert looking.cut(office.page) == []
    assert looking.at_the_edge(office.page) == []
    assert looking.with_empty_rows(office.page) == []
    assert looking.rivals(office.page) == []
    for width in WIDTHS:
        office.page.set_viewport_size({"width": width, "height": 900})
        assert not looking.overflows_for_good(office.page), f"at {width} pixels"


@pytest.mark.parametrize("path", ["/backorders", "/orders"])
def test_a_long_list_grows_with_the_window_and_what_is_below_it_moves_down(office: Tab, path: str) -> None:
    def _measured(height: int) -> tuple[float, float]:
        office.page.set_viewport_size({"width": 1920, "height": height})
        drawn(office)
        assert looking.with_empty_rows(office.page) == []
        table = office.page.get_by_test_id("stDataFrame").bounding_box()
        below = office.page.get_by_text(re.compile("^(Select a line|Tick orders)")).bounding_box()
        assert table is not None
        assert below is not None
        return table["height"], below["y"] - table["y"] - table["height"]

    office.go(path)
    low, high, highest = _measured(900), _measured(1080), _measured(1500)
    assert (low[0] + 140 <= high[0], high[0] + 300 <= highest[0]) == (True, True)
    assert low[1] == high[1] == highest[1] > 0


@pytest.mark.parametrize("path", LISTS)
def test_the_views_of_a_list_and_those_of_ones_own_stand_in_one_row(office: Tab, path: str) -> None:
    office.page.set_viewport_size(OFFICE)
    office.go(path)
    drawn(office)
    fixed = office.page.get_by_role("radiogroup", name="View").bounding_box()
    own = office.page.get_by_role("button", name="Own views").bounding_box()
    assert fixed is not None
    assert own is not None
    assert fixed["y"] <= own["y"] <= fixed["y"] + fixed["height"]


def test_a_phone_shows_every_choice_of_a_list(browser: Browser, demo: Server) -> None:
    with opened(browser, demo, viewport=PHONE) as tab:
        for path in (*LISTS, "/run_log", "/record_log", "/promises"):
            tab.go(path)
            for choice in tab.page.get_by_role("radiogroup").get_by_role("radio").all():
                place = choice.bounding_box()
                assert place is not None
                assert place["x"] + place["width"] <= PHONE["width"], (path, choice.text_content())


def test_a_phone_says_whole_since_when_a_number_has_changed(browser: Browser, demo: Server) -> None:
    """The words stood beside a change of five digits, and were cut."""
    cut = "one => [...one.querySelectorAll('*')].some(part => part.scrollWidth > part.clientWidth + 1)"
    with opened(browser, demo, viewport=PHONE) as tab:
        for path in ("/", "/any_day"):
            tab.go(path)
            since = tab.page.get_by_test_id("stMetricDeltaDescription").filter(visible=True)
            expect(since.first).to_be_visible()
            assert [one.text_content() for one in since.all() if one.evaluate(cut)] == [], path


def test_a_phone_shows_two_facts_of_a_record_in_a_row(browser: Browser, demo: Server) -> None:
    with opened(browser, demo, viewport=PHONE) as tab:
        tab.go("/orders?order=1004")
        state, customer = (
            tab.page.get_by_text(name, exact=True).first.bounding_box() for name in ("State", "Customer")
        )
        assert state is not None
        assert customer is not None
        assert customer["y"] == state["y"]
        assert customer["x"] > state["x"]


def test_a_phone_shows_quantities_before_names(browser: Browser, demo: Server) -> None:
    """And what is packed is counted there: the list, a shipment of it, its first LIC."""
    found, seen = list[str](), set[str]()

    def look(tab: Tab) -> None:
        drawn(tab)
        found.extend(looking.cut(tab.page, on_phone.columns))
        seen.update(looking.seen(tab.page))

    with opened(browser, demo, looking.NOTE_TEXTS, viewport=PHONE, color_scheme="light") as tab:
        for path in ON_PHONE:
            tab.go(path)
            look(tab)
        tab.go(f"/shipments?shipment={tab.cell(1, 0).text_content()}")
        look(tab)
        tab.wait_until_in("What is packed?")
        tab.type(str(tab.cell(1, 0).text_content()))
        tab.says("Enter ships")
        look(tab)
    assert found == []
    assert {
        key for key in on_phone.PHONE if not any(f"{one}-".startswith(f"{key}-") for one in seen)
    } == set()


def test_what_if_and_the_question_before_stock_is_taken_show_units_and_values(office: Tab) -> None:
    office.page.set_viewport_size(OFFICE)
    office.go(f"/orders?order={TAKES}")
    office.click("Priority")
    office.dialog.get_by_role("radio", name="9", exact=True).click()
    office.says("Who loses")
    drawn(office)
    assert {"gains", "loses"} <= looking.seen(office.page)
    assert looking.cut(office.page) == []
    office.go("/whatif")
    office.field("Order").fill(TAKES)
    office.press("Enter")
    office.settle()
    office.field("Priority").click()
    office.page.get_by_role("option", name="9", exact=True).click()
    office.settle()
    office.click("Add change")
    office.says("Who loses")
    drawn(office)
    assert {"gains", "loses"} <= looking.seen(office.page)
    assert looking.cut(office.page) == []


def places(tab: Tab) -> dict[str, Locator]:
    """What was too pale once."""
    page = tab.page
    caption = '[data-testid="stCaptionContainer"]'
    found = {
        "a caption": page.locator(f'[data-testid="stMain"] {caption}'),
        "a caption of the sidebar": page.locator(f'[data-testid="stSidebar"] {caption}'),
        "an axis": page.locator('[data-testid="stVegaLiteChart"] svg .role-axis-label text'),
        "what is chosen": page.locator('button[role="radio"][aria-checked="true"]'),
        "the open tab": page.locator('[role="tab"][aria-selected="true"] p'),
        "a key in a button": page.locator("button kbd"),
        "a table": page.get_by_test_id("stDataFrame"),
    }
    return {name: place.filter(visible=True).first for name, place in found.items()}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_and_every_box_to_tick_stands_out_from_its_ground(
    browser: Browser, demo: Server, scheme: str
) -> None:
    found: dict[tuple[str, str], float] = {}
    with opened(browser, demo, looking.NOTE_TEXTS, viewport=OFFICE, color_scheme=scheme) as tab:
        for path in ("/", "/order_entry?draft=1018", "/promises"):
            tab.go(path)
            drawn(tab)
            for name, place in places(tab).items():
                if place.count():
                    found[path, name] = looking.contrast(place)
        box = first_box(tab)
    assert {place: ratio for place, ratio in found.items() if ratio < TEXT} == {}
    assert {name for _, name in found} == set(places(tab))
    assert box >= BOX


def first_box(tab: Tab) -> float:
    """The contrast of the box to tick of the first row of the first table."""
    grid = tab.page.get_by_test_id("stDataFrame").first.bounding_box()
    assert grid is not None
    left, top = grid["x"] + 4, grid["y"] + looking.HEADER + 3
    clip: FloatRect = {"x": left, "y": top, "width": 26, "height": 52}
    return looking.contrast_of(tab.page.screenshot(clip=clip))


def test_a_column_that_is_cut_or_away_is_found() -> None:
    """The finder itself: one name is missing, one text is longer than its column."""
    texts = [
        {"text": "LIC", "left": 8.0, "width": 20.0, "y": 16.0},
        {"text": "Units", "left": 58.0, "width": 30.0, "y": 16.0},
        {"text": "a long code", "left": 8.0, "width": 60.0, "y": 46.0},
    ]
    table = {"key": "gains", "width": 120.0, "height": 96.0, "shown": True, "texts": texts}

    class Page:
        """A stand-in for a page, which has this table."""

        def evaluate(self, _: str) -> list[dict[str, object]]:
            return [table]

    page: Any = Page()
    found = looking.cut(page)
    assert "gains: LIC cuts 'a long code'" in found
    assert "gains: Value is not on the screen" in found
    assert looking.at_the_edge(page) == []
    texts.append({"text": "Customer", "left": 98.0, "width": 45.0, "y": 16.0})
    at_the_edge = looking.at_the_edge(page)
    assert at_the_edge == ["gains: Customer cuts 'Customer' at the edge"]
    assert looking.with_empty_rows(page) == []
    table["height"] = 530.0
    assert looking.with_empty_rows(page) == ["gains"]
    assert answers.of("gains") == answers.of("gains-abc123")
