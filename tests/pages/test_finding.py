"""Find knows the words of other systems, and leads to what they are called here."""

import re
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from engine import orders, preferences, shipments
from pages.parts import finding, shell
from tests.house import here, of
from tests.pages.screen import Screen
from tests.story import Story

DESK = Story()


@pytest.mark.parametrize(
    ("word", "here"),
    [
        ("Invtry", "Available, on order entry and LIC demand"),
        ("ffmt priority", "Priority"),
        ("Find Back-Ordered Items", "Order items, Waiting"),
        ("7792", "Primary sweep"),
        ("8050", "Secondary sweep"),
        ("sku", "LIC"),
        ("credit hold", "On hold, on an order"),
        ("stock transfer", "Transfers, under Supply"),
        ("pick ticket", "Shipments, Picking"),
        ("packing list", "Paper, printed on Shipments"),
        ("cycle", "Adjustments"),  # the beginning of a name
    ],
)
def test_a_word_of_another_system_is_known(word: str, here: str) -> None:
    assert next(term.called for _, term in finding.named(word)) == here


@pytest.mark.parametrize("word", ["", "  ", "book", "101", "re", "--", "779"])
def test_other_words_are_no_names(word: str) -> None:
    assert finding.named(word) == []


def test_every_term_leads_to_a_page_and_no_name_stands_for_two_things() -> None:
    pages = {file for listed in shell.SECTIONS.values() for file, _, _ in listed}
    assert {term.page for term in finding.TERMS} <= pages
    names = [name.casefold() for term in finding.TERMS for name in term.elsewhere]
    assert len(names) == len(set(names))
    switch = preferences.ABOUT["backorder_management"].label
    assert [term.called for _, term in finding.named("Enable back order management")] == [switch]


@pytest.mark.parametrize(("page", "label"), [("orders", "Find"), ("demand", "Find a LIC")])
def test_a_find_box_says_what_it_is_called_here(story: Story, page: str, label: str) -> None:
    story.order("book 500")
    screen = Screen(page).type(label, "7792").again()
    assert "7792 is called here: Primary sweep" in screen.links
    assert screen.refusals == []


@pytest.mark.parametrize(
    ("words", "rows"),
    [("", [0, 1, 2]), ("HARB", [0]), ("book harbour", [0]), ("book", [0, 1]), ("a.b", [2]), ("book a.b", [])],
)
def test_what_is_found_has_every_word_in_one_column_or_another(words: str, rows: list[int]) -> None:
    frame = pl.DataFrame({"lic": ["book", "Book", "a.b"], "customer": ["Harbour", None, "axb"]})
    found = frame.with_row_index("row").filter(finding.mentions(words, "lic", "customer"))
    assert found["row"].to_list() == rows


@given(
    text=st.text("aB% _.ü", max_size=12), words=st.text("aB% _.ü", min_size=1, max_size=6).filter(str.strip)
)
@example(text="50% of it", words="5_%")
def test_a_list_that_sql_finds_in_takes_words_as_the_others_do(text: str, words: str) -> None:
    with DESK.session.snapshot() as tx:
        by_sql = tx._cursor.execute(
            "select mentions($text, $words)", {"text": text, "words": words}
        ).fetchall()
    by_frame = pl.DataFrame({"text": text}).select(finding.mentions(words, "text")).rows()
    assert by_sql == by_frame


@pytest.mark.parametrize("listed", [orders.listed, orders.items, shipments.listed])
def test_a_row_of_a_list_is_found_by_words_of_several_columns(
    listed: Callable[..., pl.DataFrame], story: Story
) -> None:
    story.order("book 5", "pen 1", customer="school")
    story.order("pen 1", customer="college")
    found = {
        words: story.ask(listed, word=words).height for words in ("SCHOOL bo", "college book", "b_ok", "%")
    }
    assert found == {"SCHOOL bo": 1, "college book": 0, "b_ok": 0, "%": 0}


def test_every_box_to_find_something_is_one_of_these() -> None:
    own = re.compile(r'text_input\(\s*"(Find|Search)|type="search"')
    assert [here(file) for file in of("pages") if own.search(file.read_text("utf-8"))] == [
        "pages/parts/finding.py"
    ]


def test_a_term_leads_to_the_view_that_its_link_names(story: Story) -> None:
    story.order("book 500")
    for page, param, value in {(term.page, *pair) for term in finding.TERMS for pair in term.params.items()}:
        chosen = Screen(page, **{param: value}).test.session_state
        named = [key for key in chosen if key in (param, f"_{param}") or str(key).startswith(f"_{param}-")]
        assert value in [str(chosen[key]) for key in named]


def test_a_link_to_a_lic_says_its_balances(story: Story) -> None:
    story.order("book 25")
    story.purchase("book", 40)
    screen = Screen("demand").type("Find a LIC", "book").again()
    (tip,) = [link.proto.help for link in screen.test.get("page_link") if link.proto.label.startswith("book")]
    assert tip == "book: on hand 20, demand 25, available -5, on order 40"
