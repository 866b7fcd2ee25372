"""How wide columns are and how tall rows: what answers is seen whole, in rows as low as can be."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from pages.parts import answers, links, style, tables, widths

SHORT, LONG, LONGER = (
    "by 5 Dec (PO101)",
    "overdue: PO101 was due 7 Nov, no new day",
    3 * "as long as a text can be ",
)
KEY = "promised"


def columns(**others: Any) -> tables.Columns:
    """Columns of a table on a whole page, three of which answer."""
    return {
        "order": links.column("Order", "orders", "order", key="open", width=70),
        "qty": tables.qty("Waiting", width=60),
        "expected": tables.text("Now", 100),
        "last_cause": tables.text("Reason for the last change", 190),
        "rest": tables.text("Nothing that answers", 100),
    } | others


def fitted(expected: str, key: str = KEY, *, ticks: bool = False, **others: Any) -> widths.Fitted:
    frame = pl.DataFrame(
        {"order": ["1"], "qty": [1], "expected": [expected], "last_cause": ["import"], "rest": [LONGER]}
    )
    return widths.fitted(frame, columns(**others), key, ticks=ticks)


def test_columns_stay_as_they_are_while_every_answer_fits() -> None:
    made = columns()
    frame = pl.DataFrame({"expected": ["by 5 Dec"], "last_cause": ["import"], "rest": [LONGER]})
    few = {name: made[name] for name in frame.columns}
    assert widths.fitted(frame, few, KEY, ticks=True) == (few, widths.ROW)
    few["last_cause"] = tables.text("Reason for the last change", 60)
    assert widths.fitted(frame, few, KEY, ticks=True) == (few, widths.ROW), "its name may be longer"


def test_a_column_is_as_wide_as_its_longest_answer_where_there_is_room() -> None:
    found = fitted(LONG)
    assert found.row == widths.ROW
    assert found.columns["expected"]["width"] == widths.pixels([LONG])
    assert found.columns["last_cause"]["width"] == widths.pixels(["Reason for the last change"])
    assert found.columns["rest"]["width"] == 100


def test_rows_wrap_their_texts_where_there_is_no_room_for_them_beside_each_other() -> None:
    found = fitted(2 * LONGER)
    assert (found.row, found.columns["expected"]["width"]) == (widths.TALL_ROW, 100)


@pytest.mark.parametrize("room", [answers.room(KEY) - widths.TICKS, answers.room(KEY)])
def test_the_boxes_to_tick_take_room_too(room: int) -> None:
    texts = [LONG, "Reason for the last change"]
    left = room - 70 - sum(widths.pixels([text]) for text in texts)
    qty = tables.qty("Waiting", width=left)
    rows = [fitted(LONG, ticks=ticks, qty=qty).row for ticks in (False, True)]
    assert rows == [widths.ROW, widths.ROW if room < answers.room(KEY) else widths.TALL_ROW]


def test_a_column_that_takes_what_is_left_leaves_no_room() -> None:
    assert fitted(LONG, qty=tables.text("Waiting", "large")).row == widths.TALL_ROW


def test_a_table_in_half_a_page_keeps_its_columns() -> None:
    half = {
        "order": tables.text("Order", 70),
        "lic": tables.text("LIC", 50),
        "rest": tables.text("Rest", 100),
    }
    frame = pl.DataFrame({"order": ["1"], "lic": [SHORT], "rest": [LONG]})
    assert widths.fitted(frame, half, "gains", ticks=False) == (half, widths.TALL_ROW)


def test_no_column_lies_across_the_edge_of_its_table() -> None:
    """What begins inside is seen whole: where it would be cut, the widest text before it takes the room."""
    room = answers.room(KEY)
    made = {
        "order": tables.text("Order", 70),
        "note": tables.text("Note", room - 200),
        "by": tables.text("By", 100),
        "since": tables.text("Since", 100),
        "more": tables.text("More", 100),
    }
    frame = pl.DataFrame({name: ["1"] for name in made})
    found = widths.fitted(frame, made, KEY, ticks=False).columns
    assert found["note"]["width"] == made["note"]["width"] + 30 + widths.EDGE
    assert {name: one["width"] for name, one in found.items() if name != "note"} == {
        "order": 70,
        "by": 100,
        "since": 100,
        "more": 100,
    }
    few = {name: made[name] for name in ("order", "note", "by")}
    assert widths.fitted(frame, few, KEY, ticks=False).columns == few


@pytest.mark.parametrize("row", [widths.ROW, widths.TALL_ROW])
@pytest.mark.parametrize("most", [8, 10, tables.MOST_TALL])
def test_a_table_is_never_taller_than_its_rows(most: int, row: int) -> None:
    """A preview of nine rows was as tall as one of sixteen: the rest looked like rows without words."""
    for rows in range(1, 40):
        height = tables.height_of(rows, most, row)
        assert height == "content" or height <= widths.ROW + rows * row + 3


def test_a_table_that_grows_is_never_lower_than_one_that_does_not() -> None:
    tall, low = tables.height_of(100, row=widths.TALL_ROW), tables.height_of(100)
    assert tall == style.LEAST_GROWING
    assert isinstance(low, int)
    assert low >= style.LEAST_GROWING


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Total -25 is below level 20, target 50 → 75, in multiples of 10 → 80.", 325.4),
        ("W20583, W20673 and 11 more", 151.8),
        ("There is no stock for it.", 115.0),
        ("Northgate Educational Press", 145.0),
        ("WWWMMM-20", 71.6),
    ],
)
def test_a_text_is_reckoned_a_little_wider_than_a_browser_draws_it(text: str, drawn: float) -> None:
    """Reckoned by their number alone, narrow letters made rows tall in which nothing wrapped."""
    assert drawn <= widths.pixels([text]) - widths.CELL <= drawn * 1.07
