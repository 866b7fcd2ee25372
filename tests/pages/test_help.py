"""Help: every page with its question, every key there is, the menu."""

from __future__ import annotations

import ast
from pathlib import Path

from engine import catalogue, orders
from pages import help as page
from pages.parts import about, shell
from tests.pages.screen import Screen
from tests.story import Story


def test_every_page_is_there_with_the_question_it_answers(story: Story) -> None:
    screen = Screen("help")
    for listed in shell.SECTIONS.values():
        for file, title, _ in listed:
            if file != "help":
                assert title in screen.links
                assert page.question(file) in screen.text
            assert page.question(file).endswith("?"), f"{file}: its file begins with no question"


def test_a_word_of_another_system_leads_to_what_it_is_called_here(story: Story) -> None:
    screen = Screen("help").type("Find a word", "pick ticket").again()
    assert "Pick ticket is called here: Shipments, Picking" in screen.links
    assert "No other system" in screen.type("Find a word", "zzz").again().text


def test_the_keys_that_are_listed_are_those_that_buttons_have() -> None:
    found = {
        keyword.value.value
        for file in (shell.HOUSE / "pages").rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg == "shortcut" and isinstance(keyword.value, ast.Constant)
    }
    assert found == set(about.KEYS) - {"Enter", "Esc", "Tab", "Ctrl+K"}


def test_the_menu_has_help_on_the_desk_itself_and_nothing_of_streamlit() -> None:
    menu = about.menu()
    assert menu["Report a bug"] is None
    assert f"{about.NAME} 0." in str(menu["About"])
    assert menu["Get help"] is None  # without a browser there is no address


def test_the_first_steps_are_ticked_one_by_one_until_there_is_an_order(empty_desk: Path) -> None:
    screen = Screen("backlog")
    assert screen.text.count("radio_button_unchecked") == 4
    assert "New LIC …" in screen.links
    assert "Type an order" not in screen.links


def test_once_lics_and_customers_are_there_an_order_can_be_typed(story: Story) -> None:
    screen = Screen("backlog")
    assert screen.text.count("check_circle") >= 3
    assert "Type an order" in screen.links
    with story.act() as tx:
        catalogue.add_item(tx, "lamp")
        orders.create(tx, "school")
    assert "First steps" not in screen.again().text
