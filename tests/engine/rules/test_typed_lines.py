"""What one line of typing can mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.rules.typed_lines import (
    LineReading,
    Typed,
    is_heading,
    line_change,
    parts,
    pasted_readings,
    readings,
)


@pytest.mark.parametrize(
    ("text", "name", "qty"),
    [
        ("LIC-1 25", "LIC-1", "25"),
        ("LIC-1*25", "LIC-1", "25"),
        ("LIC-1 * 2.5", "LIC-1", "2.5"),
        ("LIC-1 x25", "LIC-1", "25"),
        ("  blue   mug  3 ", "blue mug", "3"),
        ("LIC-1 -4", "LIC-1", "-4"),
        ("LIC-1 1,000", "LIC-1", "1,000"),
    ],
)
def test_a_quantity_stands_behind_the_name(text: str, name: str, qty: str) -> None:
    assert readings(text)[-1] == LineReading(name, qty)


def test_the_whole_text_is_read_first_since_a_lic_may_end_in_a_number() -> None:
    assert readings("MUG 12")[0] == LineReading("MUG 12", "1")


@pytest.mark.parametrize("text", ["LIC-1 \u0661", "LIC-1*\u0661", "LIC-1 x \u0661"])
def test_figures_of_other_scripts_are_no_quantity(text: str) -> None:
    assert readings(text) == [LineReading(text)]


def test_an_empty_text_means_nothing() -> None:
    assert readings("  \t ") == []


@pytest.mark.parametrize("text", ["#2 10", "# 2 10", "#2=10", "#2*10", "#2 x 10"])
def test_a_number_sign_changes_a_line(text: str) -> None:
    assert line_change(text) is None or line_change(text) == (2, "10")
    assert line_change("#2 10") == (2, "10")


@pytest.mark.parametrize("text", ["LIC-1 10", "#", "#a 10", "#2", "#\u0661 10", "#2 \u0661"])
def test_anything_else_changes_no_line(text: str) -> None:
    assert line_change(text) is None


@pytest.mark.parametrize("row", ["LIC-1\t25", "LIC-1; 25", "LIC-1,25", "LIC-1, 25"])
def test_a_pasted_row_has_two_columns(row: str) -> None:
    assert pasted_readings(row)[0] == LineReading("LIC-1", "25")


def test_a_thousand_with_a_comma_is_not_taken_for_one_and_a_column() -> None:
    assert all(reading.qty != "1" or reading.name != "LIC-1" for reading in pasted_readings("LIC-1,1,000"))


@pytest.mark.parametrize("row", ["LIC\tQty", "Item;Quantity", "Line, LIC, Quantity", "CODE"])
def test_a_row_that_names_columns_is_a_heading(row: str) -> None:
    assert is_heading(row)


@pytest.mark.parametrize("row", ["LIC-1\t25", "12", "book\t3", ""])
def test_a_row_of_goods_is_none(row: str) -> None:
    assert not is_heading(row)


@given(st.text(max_size=40))
def test_no_text_is_too_strange_to_be_read(text: str) -> None:
    assert all(reading.name for reading in readings(text) + pasted_readings(text))
    line_change(text)
    is_heading(text)


@pytest.mark.parametrize(
    ("text", "goods", "price", "note"),
    [
        ("LIC-1 25", "LIC-1 25", None, None),
        ("LIC-1 25 @12.50", "LIC-1 25", "12.50", None),
        ("LIC-1 25 @ 12.50", "LIC-1 25", "12.50", None),
        ("LIC-1 25 // gift wrap", "LIC-1 25", None, "gift wrap"),
        ("LIC-1 25 @3 // call first // twice", "LIC-1 25", "3", "call first // twice"),
        ("LIC-1 25 //", "LIC-1 25", None, ""),
        ("AB@2 3", "AB@2 3", None, None),
        ("AB//2 3", "AB//2 3", None, None),
        ("@5", "@5", None, None),
    ],
)
def test_a_price_and_a_note_stand_behind_what_is_wanted(
    text: str, goods: str, price: str | None, note: str | None
) -> None:
    assert parts(text) == Typed(goods, price, note)
