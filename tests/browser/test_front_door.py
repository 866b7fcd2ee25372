"""Coming in: cold deep links, every page, both themes."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from engine import notices
from engine.store import open_desk
from pages.parts import shell
from tests.browser.server import HOUSE, Tab, served
from tests.story import Story

pytestmark = pytest.mark.browser


def test_a_deep_link_works_on_a_server_that_nobody_visited(browser: Browser, tmp_path: Path) -> None:
    session = open_desk(tmp_path / "cold.duckdb", name="a test")
    number = Story(session, book=20).order("book 25")
    with served(tmp_path / "cold.duckdb", tmp_path) as server:
        tab = Tab(browser.new_context().new_page(), server)
        tab.go(f"/orders?order={number}")
        tab.says(f"Order {number}")
        links = tab.page.get_by_test_id("stSidebarNavLink")
        expect(links).to_have_count(sum(len(shell.SECTIONS[section]) for section in shell.DAILY))
        assert tab.page.get_by_text("Page not found").count() == 0
        tab.page.context.close()
        assert (tab.troubles, server.traces()) == ([], "")
    session.close()


def unfold(tab: Tab) -> None:
    """Have the sidebar list all pages, by the keyboard."""
    more = tab.page.get_by_role("button", name=re.compile(r"^View \d+ more$"))
    more.focus()
    tab.press("Enter")
    links = tab.page.get_by_test_id("stSidebarNavLink")
    expect(links).to_have_count(sum(len(listed) for listed in shell.SECTIONS.values()))


def test_the_pages_of_the_day_the_field_and_the_state_of_the_desk_are_seen_without_scrolling(
    tab: Tab, story: Story
) -> None:
    tab.page.set_viewport_size({"width": 1360, "height": 900})
    story.item("atlas", 5)
    story.order("atlas 8")
    with story.act() as tx:
        notices.draft(tx)
    story.supply("atlas", 6)
    story.sweep()  # leaves a draft, so that the sidebar has all that it can say
    tab.go("/run_log")
    side = tab.page.get_by_test_id("stSidebar")
    expect(side.get_by_text("notice draft").first).to_be_visible()
    expect(side.get_by_text("Closing:").first).to_be_in_viewport(ratio=1)
    expect(side.get_by_role("textbox", name="Who are you?")).to_be_in_viewport(ratio=1)
    content = tab.page.get_by_test_id("stSidebarContent")
    assert content.evaluate("one => one.scrollHeight <= one.clientHeight")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_draws_itself_in_both_themes(tab: Tab, story: Story, theme: str) -> None:
    tab.page.emulate_media(color_scheme="dark" if theme == "dark" else "light")
    tab.go("/")
    unfold(tab)
    for listed in shell.SECTIONS.values():
        for _, title, _ in listed:
            tab.page.get_by_test_id("stSidebarNavLink").filter(has_text=title).first.click()
            expect(tab.page.get_by_role("heading", level=1)).to_be_visible()
            tab.settle()
            assert tab.page.get_by_test_id("stException").count() == 0
            assert tab.page.get_by_text("did not foresee").count() == 0


def test_what_nobody_foresaw_is_said_in_a_sentence_and_written_down(browser: Browser, tmp_path: Path) -> None:
    """The front door as it is, with a fault where it lets a page in."""
    desk = tmp_path / "faulty.duckdb"
    session = open_desk(desk, name="a test")
    Story(session, book=20)
    faulty = (HOUSE / "app.py").read_text(encoding="utf-8").replace("shell.run(page)", "1 / 0")
    (tmp_path / "faulty.py").write_text(faulty, encoding="utf-8")
    with served(desk, tmp_path, str(tmp_path / "faulty.py")) as server:
        tab = Tab(browser.new_context().new_page(), server)
        tab.go("/")
        tab.says("Something went wrong that the program did not foresee (ZeroDivisionError)")
        expect(tab.page.get_by_test_id("stMain")).not_to_contain_text("Streamlit")
        tab.page.context.close()
        assert "ZeroDivisionError" in server.traces()
    session.close()
    (written,) = tmp_path.glob("*.errors.log")
    assert "ZeroDivisionError: division by zero" in written.read_text(encoding="utf-8")


def test_a_number_and_a_verb_are_typed_on_any_page_without_the_mouse(tab: Tab, story: Story) -> None:
    story.item("globe", 5)
    number = story.order("globe 8")
    tab.go("/run_log")
    tab.press("Control+k")
    tab.wait_until_in("Go to or do")
    tab.page.keyboard.type(f"hold {number} --reason stocktaking")
    tab.press("Enter")
    tab.says(f"Order {number} is on hold")
    tab.settle()
    tab.press("Control+k")
    tab.wait_until_in("Go to or do")
    tab.page.keyboard.type(number)
    tab.press("Enter")
    tab.says("stocktaking")
    assert tab.page.url.endswith(f"/orders?order={number}")
