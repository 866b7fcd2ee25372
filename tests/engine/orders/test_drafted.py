"""What drafts want, and what is available for it (R1, R6)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from operator import attrgetter
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from engine.model import OnShortage, ShipType
from engine.orders import drafted
from engine.rules.shortages import DraftLine, decide_shortages
from tests.story import Story


def test_r1_what_is_available_is_what_nobody_asked_for_before_any_draft_takes_its_units() -> None:
    desk = Story(book=20, pen=5)
    desk.order("book 12")
    number = desk.draft("book 5", "book 5", "pen 9")
    order_id = desk.ask(drafted.read, number=number)["order_id"][0]
    drafts, reading = desk.ask(drafted.draft_lines, [order_id])
    assert drafts.select("lic", "available_qty").rows() == [
        ("book", Decimal(8)),
        ("book", Decimal(8)),
        ("pen", Decimal(5)),
    ]
    assert reading.shelves["on_hand_qty"].sort().to_list() == [Decimal(5), Decimal(20)]
    assert drafted.in_scarce_pools(drafts)["lic"].to_list() == ["book", "book", "pen"]


def test_a_draft_is_found_by_its_number_or_its_id_and_an_order_without_lines_has_none() -> None:
    desk = Story(book=20)
    number, empty = desk.draft("book 5"), desk.draft()
    by_number = desk.ask(drafted.read, number=number)
    assert by_number.equals(desk.ask(drafted.read, by_number["order_id"].to_list()))
    assert desk.ask(drafted.read, number=empty).is_empty()
    assert desk.ask(drafted.read, number="none").is_empty()


def test_a_line_that_opens_goes_behind_every_place_that_was_given() -> None:
    desk = Story(book=20)
    desk.order("book 1", "book 1")
    assert desk.ask(drafted.read, number=desk.draft("book 5"))["last_entry_seq"].to_list() == [2]


def test_r9_where_nobody_is_asked_only_pools_with_a_whole_or_a_discontinued_line_are_looked_at() -> None:
    lines = [
        _line(1, item_id=1),
        _line(2, item_id=1, answer=OnShortage.WHOLE),
        _line(3, item_id=2),
        _line(4, item_id=2, answer=OnShortage.SPLIT, ship_type=ShipType.COMPLETE),
        _line(5, item_id=3, ship_type=ShipType.COMPLETE),
        _line(6, item_id=4, discontinued=True),
    ]
    assert [line.line_id for line in _decided_on(lines)] == [1, 2, 5, 6]


LINES = st.lists(
    st.fixed_dictionaries(
        {
            "order_id": st.integers(1, 3),
            "item_id": st.integers(1, 2),
            "qty": st.integers(1, 4).map(Decimal),
            "answer": st.sampled_from([None, *OnShortage]),
            "ship_type": st.sampled_from(ShipType),
            "discontinued": st.booleans(),
        }
    ),
    max_size=8,
)


@given(LINES, st.integers(-2, 9), st.integers(-2, 9))
def test_r9_what_is_left_out_where_nobody_is_asked_changes_no_decision(
    drawn: list[dict[str, Any]], first: int, second: int
) -> None:
    lines = [_line(no, **facts) for no, facts in enumerate(drawn, 1)]
    lines.sort(key=attrgetter("order_id"))
    available = {(1, 1): Decimal(first), (2, 1): Decimal(second)}
    every = decide_shortages(lines, available, ask=False)
    assert decide_shortages(_decided_on(lines), available, ask=False) == every


def _line(line_id: int, *, item_id: int, **facts: Any) -> DraftLine:
    """A line of the first warehouse: five units, of which nothing is said but what is stated."""
    line = DraftLine(
        line_id,
        1,
        line_id,
        "book",
        (item_id, 1),
        Decimal(5),
        None,
        None,
        ShipType.PARTIAL,
        discontinued=False,
    )
    return replace(line, **facts)


def _decided_on(lines: list[DraftLine]) -> list[DraftLine]:
    """Those of the lines that are left where nobody is asked."""
    drafts = pl.DataFrame(
        [(line.line_id, *line.pool, line.answer, line.ship_type, line.discontinued) for line in lines],
        {
            "line_id": pl.Int32,
            "item_id": pl.Int32,
            "warehouse_id": pl.Int32,
            "on_shortage": pl.String,
            "ship_type": pl.String,
            "discontinued": pl.Boolean,
        },
        orient="row",
    )
    kept = set(drafted.that_are_decided_on(drafts)["line_id"])
    return [line for line in lines if line.line_id in kept]
