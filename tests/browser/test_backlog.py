"""From the manager's charts to the queue behind them, and the review with its actions, in a real browser."""

import re
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, ViewportSize, expect

from engine.orders import entry
from tests.browser.server import HALF, PATIENCE_MS, ROW, Server, Tab, opened
from tests.story import Story

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 390, "height": 844}


def test_a_bar_of_the_backlog_narrows_the_page_until_its_chip_is_taken_off(tab: Tab, story: Story) -> None:
    """The bar, then the chip that says so, values in place of units, then the chip off again."""
    story.item("globe", 3)
    story.order("globe 903")
    tab.go("/")
    tab.says("units")
    bar = tab.page.locator("path[aria-roledescription=bar][aria-label*='LIC: globe']").first
    bar.scroll_into_view_if_needed()
    bar.click()
    tab.page.wait_for_url(re.compile("lic=globe"))
    tab.settle()
    tab.says("900 units")
    tab.page.get_by_role("radio", name="Value").click()
    tab.page.wait_for_url(re.compile("by=Value"))
    tab.settle()
    tab.click("LIC: globe")
    expect(tab.page).not_to_have_url(re.compile("lic="))


def test_a_phone_shows_numbers_and_the_short_list_and_folds_the_rest(
    browser: Browser, server: Server, story: Story
) -> None:
    """The switch that unfolds it is seen by nobody else."""
    story.item("primer", 0, vendor_code="press")
    story.order("primer 903")
    switch = "Charts and all lists"
    with opened(browser, server, viewport=PHONE, has_touch=True) as tab:
        tab.go("/")
        tab.says("Next best acts")
        tab.settle()
        expect(tab.page.get_by_text("Most short")).to_be_visible()
        acts, short = (tab.page.get_by_text(text).bounding_box() for text in ("Next best acts", "Most short"))
        assert acts is not None
        assert short is not None
        assert short["y"] < acts["y"]
        expect(tab.page.get_by_text("Over time")).to_be_hidden()
        expect(tab.page.get_by_text("Who waits")).to_be_hidden()
        expect(tab.page.get_by_test_id("stMetricChart").first).to_be_hidden()
        tab.page.get_by_text(switch).click()
        expect(tab.page.get_by_text("Over time")).to_be_visible()
        expect(tab.page.get_by_text("Who waits")).to_be_visible()
        tab.page.set_viewport_size({"width": 1360, "height": 900})
        expect(tab.page.get_by_text(switch)).to_be_hidden()
        expect(tab.page.get_by_test_id("stMetricChart").first).to_be_visible()


def test_bars_keep_the_order_of_what_they_measure_when_it_changes(tab: Tab, story: Story) -> None:
    """Their rows change in the chart that stands there, where a bar would keep its place."""
    for lic, qty, price in (("dear", 990, 9_000), ("cheap", 1_990, 1)):
        story.item(lic)
        order = story.draft()
        with story.act() as tx:
            entry.type_line(tx, order, f"{lic} {qty} @{price}")
        story.open(order)
    tab.go("/")
    tab.says("units")
    assert height_of(tab, "cheap") < height_of(tab, "dear")
    tab.page.get_by_role("radio", name="Value").click()
    tab.page.wait_for_url(re.compile("by=Value"))
    tab.settle()
    expect(tab.page.get_by_text("8.9M").first).to_be_visible()
    assert height_of(tab, "dear") < height_of(tab, "cheap")


def height_of(tab: Tab, lic: str) -> float:
    """How far down the bar of a LIC stands."""
    bar = tab.page.locator(f"path[aria-roledescription=bar][aria-label*='LIC: {lic}']").first
    bar.scroll_into_view_if_needed()
    down: float = bar.evaluate(
        """bar => bar.getBoundingClientRect().top
            - document.querySelector("path[aria-roledescription=bar]").getBoundingClientRect().top"""
    )
    return down


def test_the_queue_of_a_lic_says_what_would_fill_its_lines(tab: Tab, story: Story) -> None:
    story.item("sphere", 3)
    order = story.order("sphere 903")
    tab.go("/demand?lic=sphere")
    tab.says("Who wants it")
    expect(tab.cell(2, 0)).to_have_text(order)
    tab.tick(1)
    tab.click("Why?")
    tab.says("900 more on hand would fill it")


def test_the_same_lic_is_reached_from_the_table_without_the_chart(tab: Tab, story: Story) -> None:
    story.item("atlas")
    story.order("atlas 700")
    tab.go("/demand")
    row = next(row for row in range(15) if tab.cell(0, row).text_content() == "atlas")
    tab.page.get_by_test_id("stDataFrame").first.click(position={"x": 40, "y": ROW * (row + 1) + HALF})
    tab.page.wait_for_url(re.compile("lic=atlas"))
    tab.says("Nothing on its way covers 700 units of it.")


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu"])
def test_the_chart_of_a_lic_begins_with_today_wherever_its_reader_is(
    browser: Browser, server: Server, story: Story, zone: str
) -> None:
    lic = zone.rpartition("/")[2].lower()
    story.item(lic)
    story.order(f"{lic} 12")
    with opened(browser, server, timezone_id=zone) as tab:
        tab.go(f"/demand?lic={lic}")
        today = datetime.now(UTC)
        days = tab.page.locator("svg.marks .role-axis-label text").filter(
            has_text=re.compile("^[0-9]+ [A-Z]")
        )
        expect(days.first).to_have_text(f"{today.day} {today:%b}", timeout=PATIENCE_MS)


def test_a_lic_in_a_row_says_its_balances_to_the_mouse_and_to_the_keyboard(tab: Tab, story: Story) -> None:
    story.item("ruler", 3)
    story.item("slate")
    story.order("ruler 10", "slate 4")
    tab.go("/backorders?q=" + story.order("slate 6", "ruler 5"))
    figures = tab.page.locator(".st-key-lic_figures [popover]")
    expect(figures).to_be_attached()
    grid = tab.page.get_by_test_id("stDataFrame").first
    column = grid.locator("th", has_text=re.compile("^LIC$")).get_attribute("aria-colindex")
    first = grid.locator(f'td[aria-colindex="{column}"]').first
    expect(first).to_have_text(re.compile("ruler|slate"))
    texts = {
        "ruler": "ruler: on hand 3, demand 15, available -12, on order 0",
        "slate": "slate: on hand 0, demand 10, available -10, on order 0",
    }
    above = texts.pop(str(first.text_content()))
    (below,) = texts.values()
    grid.locator("canvas").first.focus()
    tab.press("ArrowDown")
    expect(figures).to_have_text(below)
    expect(tab.page.locator(".st-key-lic_figures [role=status]")).to_have_text(below)
    tab.press("Escape")
    expect(figures).not_to_be_visible()
    grid.hover(position={"x": 300, "y": ROW + HALF})
    expect(figures).to_be_visible()
    expect(figures).to_have_text(above)
    tab.page.mouse.move(5, 5)
    expect(figures).not_to_be_visible()


def test_what_a_lic_says_to_the_mouse_goes_with_the_mouse_and_when_somebody_types(
    tab: Tab, story: Story
) -> None:
    story.item("easel", 3)
    tab.go("/backorders?q=" + story.order("easel 10"))
    figures = tab.page.locator(".st-key-lic_figures [popover]")
    expect(figures).to_be_attached()
    grid = tab.page.get_by_test_id("stDataFrame").first
    expect(grid.locator("td", has_text=re.compile("^easel$"))).to_be_attached()
    row = ROW + HALF
    grid.hover(position={"x": 300, "y": row})
    expect(figures).to_be_visible()
    tab.tick(0)
    tab.says("1 selected")
    expect(figures).not_to_be_visible()
    tab.page.mouse.move(5, 5)
    grid.hover(position={"x": 320, "y": row})
    expect(figures).to_be_visible()
    tab.page.mouse.move(5, 5)
    expect(figures).not_to_be_visible()
    grid.hover(position={"x": 300, "y": row})
    expect(figures).to_be_visible()
    tab.press("Shift")
    expect(figures).not_to_be_visible()


def test_the_review_is_filtered_selected_and_prioritised_with_a_look_first(tab: Tab, story: Story) -> None:
    """R19: three orders want 20 chalks; the last is raised over the others."""
    story.item("chalk", 20)
    first, last = story.order("chalk 20"), story.order("chalk 8", customer="college")
    story.order("chalk 5")
    tab.go("/backorders?lic=chalk")
    tab.says("2 lines")
    tab.page.get_by_role("searchbox", name="Find").fill("college")
    tab.press("Enter")
    tab.says("1 line")
    expect(tab.page).to_have_url(re.compile("q=college"))
    tab.tick(0)
    tab.says("1 selected")
    tab.click("Set priority")
    tab.dialog.get_by_role("radio", name="7", exact=True).click()
    tab.says("Who loses")
    assert story.state(last) == "8 backordered"
    tab.settle()
    tab.click("Yes: set it")
    tab.not_asked()
    assert story.state(first) == "12 allotted, 8 backordered"
    assert story.state(last) == "8 allotted"


def test_what_can_be_filled_is_filled_at_the_press_of_a_button(tab: Tab, story: Story) -> None:
    story.item("glitter")
    order = story.order("glitter 6")
    story.adjust("glitter", 6)
    tab.go("/backorders?lic=glitter&view=fillable")
    tab.says("1 line")
    tab.click("Fill ")
    tab.says("filled with")
    assert story.state(order) == "6 allotted"
