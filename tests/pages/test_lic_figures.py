"""What a LIC in a row of a table says of itself; tests/browser/test_backlog.py points at one."""

import re

import pytest

from engine import stock
from pages.parts import lic_figures, lic_link, shell
from tests.house import of
from tests.pages.screen import Screen
from tests.story import Story
from tests.two_warehouses import two_warehouses


def test_a_lic_that_is_pointed_at_says_its_balances_and_no_other_is_read(story: Story) -> None:
    story.order("book 25")
    story.purchase("book", 40)
    said = "book: on hand 20, demand 25, available -5, on order 40"
    assert lic_figures.answer("book") == {"lic": "book", "figures": said}


def test_balances_of_several_warehouses_say_that_they_are_added_up() -> None:
    """20 here and 5 there: an order is asked about what is available in one of them."""
    desk = two_warehouses(main=20, east=5)
    said = desk.ask(lambda tx: lic_link.sums("book", stock.balances(tx, "book")))
    assert said == "book, all warehouses: on hand 25, demand 0, available 25, on order 0"


@pytest.mark.parametrize("text", [None, "", "not a LIC", "*book*", "\ud800", "x" * 300, "\x00"])
def test_what_is_no_lic_says_nothing(story: Story, text: str | None) -> None:
    assert lic_figures.answer(text) == {}


def test_every_page_watches_its_tables(story: Story) -> None:
    screen = Screen("backlog")
    for page in (file for listed in shell.SECTIONS.values() for file, _, _ in listed):
        assert len(screen.go(page).test.get("bidi_component")) == 1, page


def test_every_column_of_lics_is_called_lic_by_which_it_is_found() -> None:
    column = re.compile(r'"(?:\w+_)?lic":\s*(?:tables\.text|links\.column(?:_to)?)\(\s*"([^"]+)"')
    names = {name for file in of("pages") for name in column.findall(file.read_text("utf-8"))}
    assert names == {"LIC"}
