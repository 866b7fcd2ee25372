"""What is new to the promise ledger, against a plain count of units from the last one (R40)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from engine.promises import adding_up, news
from engine.quantities import SUM
from tests.engine.promises import frames
from tests.engine.promises.frames import TODAY
from tests.examples import examples

D = Decimal
EARLIER, SOON, LATER = TODAY - timedelta(days=4), TODAY + timedelta(days=3), TODAY + timedelta(days=9)
Part = tuple[int, str, date | None, str | None]

part = st.one_of(
    st.tuples(st.integers(1, 5), st.just("shelf"), st.none(), st.none()),
    st.tuples(
        st.integers(1, 5),
        st.just("po"),
        st.sampled_from([None, EARLIER, TODAY, SOON]),
        st.sampled_from(["PO1", "PO2"]),
    ),
    st.tuples(st.integers(1, 5), st.just("none"), st.none(), st.none()),
)
first_on = st.sampled_from([None, EARLIER, SOON])


def every(*parts: Part, root: int = 1) -> pl.DataFrame:
    """The parts of one line, as ``every_part`` answers."""
    schema: dict[str, Any] = {
        "qty": SUM,
        "source": adding_up.SOURCE,
        "due_on": pl.Date,
        "po": pl.String,
    }
    rows = pl.DataFrame(parts, schema, orient="row").with_columns(root_line_id=pl.lit(root, pl.Int64))
    return (
        rows.group_by("root_line_id", "source", "due_on", "po")
        .agg(pl.col("qty").sum())
        .sort("source", "due_on", "po", nulls_last=True)
    )


def latest(*rows: tuple[int, str, date | None, list[tuple[Any, ...]] | None]) -> pl.DataFrame:
    return news.find_latest(frames.ledger(*rows))


@settings(max_examples=examples(60))
@given(st.lists(part, min_size=1, max_size=5), st.lists(st.tuples(part, first_on), max_size=5))
def test_r40_each_unit_keeps_the_day_promised_first_counted_from_the_last_one(
    now: list[Part], before: list[tuple[Part, date | None]]
) -> None:
    told = [(*one, on) for one, on in before]
    found = news.find_units(
        every(*now), news.find_told_units(latest(*[(1, "open", None, told)] if told else [])), TODAY
    )
    first_days = [on for *_, on in reversed(told)]
    days = [on for on, (qty, *_) in zip(first_days, reversed(told), strict=True) for _ in range(qty)]
    units = Counter[tuple[Any, ...]]()
    place = 0
    for row in reversed(every(*now).to_dicts()):
        for _ in range(int(row["qty"])):
            on = days[place] if place < len(days) else None
            promised = row["due_on"] if row["due_on"] and row["due_on"] >= TODAY else None
            units[row["source"], row["due_on"], row["po"], on or promised] += 1
            place += 1
    rows = found.select("source", "due_on", "po", "first_on", pl.col("qty").cast(int)).rows()
    assert Counter({key: qty for *key_, qty in rows for key in [tuple(key_)]}) == units
    assert len(rows) == len(units)


@given(st.lists(part, min_size=1, max_size=5))
def test_r40_of_a_line_of_which_nothing_was_told_the_same_is_told_whatever_was_of_another(
    now: list[Part],
) -> None:
    of_another = news.find_told_units(latest((7, "open", None, [(3, "none", None, None, EARLIER)])))
    nothing = of_another.clear()
    assert_frame_equal(
        news.find_units(every(*now), nothing, TODAY), news.find_units(every(*now), of_another, TODAY)
    )


def moved(now: pl.DataFrame, before: pl.DataFrame) -> list[int]:
    return news.find_moved(now, news.find_told_units(before), before, TODAY)["root_line_id"].sort().to_list()


SAID: Final = (5, "po", SOON, "PO1", SOON)


def test_r40_what_was_told_already_is_no_news() -> None:
    before = latest((1, "open", None, [(5, "none", None, None, None)]), (1, "open", SOON, [SAID]))
    assert moved(every((5, "po", SOON, "PO1")), before) == []
    assert moved(every((5, "po", SOON, "PO2")), before) == [1]
    assert moved(every((4, "po", SOON, "PO1")), before) == [1]
    assert moved(every((5, "po", LATER, "PO1")), before) == [1]


def test_r40_units_that_were_told_of_while_they_were_late_get_a_first_day_if_it_is_not_past_after_all() -> (
    None
):
    """The desk moved to another time zone."""
    now = every((5, "po", TODAY, "PO1"))
    assert moved(now, latest((1, "open", None, [(5, "po", TODAY, "PO1", None)]))) == [1]
    assert moved(now, latest((1, "open", TODAY, [(5, "po", TODAY, "PO1", EARLIER)]))) == []


@settings(max_examples=examples(60))
@given(st.lists(part, min_size=1, max_size=5), st.lists(first_on, min_size=5, max_size=5))
def test_r40_what_was_told_unit_by_unit_and_is_so_still_is_told_unit_by_unit_again(
    now: list[Part], first_days: list[date | None]
) -> None:
    """Whoever is not moved would be told the very list of parts that was told last."""
    parts = every(*now).to_dicts()
    days = [
        on or (TODAY if (part["due_on"] or EARLIER) >= TODAY else None)
        for on, part in zip(first_days, parts, strict=False)
    ]
    told = [(p["qty"], p["source"], p["due_on"], p["po"], on) for p, on in zip(parts, days, strict=True)]
    before = latest((1, "open", None, told))
    assert moved(every(*now), before) == []
    units = news.find_units(every(*now), news.find_told_units(before), TODAY)
    names = ("source", "due_on", "po")
    listed = [(row["qty"], *(row[name] for name in names)) for row in units.iter_rows(named=True)]
    assert listed == [row[:4] for row in told]


def test_r40_what_was_never_told_waits_again_or_waits_no_more_is_news() -> None:
    now = every((5, "po", SOON, "PO1"))
    assert moved(now, latest()) == [1]
    assert moved(now, latest((1, "open", SOON, [SAID]), (1, "kept", TODAY, None))) == [1]
    assert moved(every(), latest((1, "open", SOON, [SAID]), (2, "kept", TODAY, None))) == [1]


@pytest.mark.parametrize(
    ("told_on", "parts", "is_news"),
    [
        (SOON, [(5, "po", SOON, "PO1")], False),
        (SOON, [(5, "po", LATER, "PO1")], True),
        (SOON, [(2, "po", SOON, "PO1"), (3, "none", None, None)], True),
        (None, [(5, "none", None, None)], False),
        (None, [(2, "po", SOON, "PO1"), (3, "none", None, None)], True),
        (None, [], True),
    ],
)
def test_r40_a_row_from_before_parts_were_kept_stands_as_long_as_it_is_true_of_every_unit(
    told_on: date | None, parts: list[Part], is_news: bool
) -> None:
    assert moved(every(*parts), latest((1, "open", told_on, None))) == ([1] if is_news else [])


def test_what_has_its_stock_is_known_of_a_line_of_which_every_unit_is_open() -> None:
    """Of line 1 all is open, of line 3 two units left or were cancelled, and line 5 was typed elsewhere."""
    lines = frames.lines(
        {"line_id": 1, "qty": 3, "held": True, "ordered_qty": 7},
        {"line_id": 2, "qty": 4, "root_line_id": 1, "ordered_qty": None},
        {"line_id": 3, "qty": 3, "ordered_qty": 5},
        {"line_id": 4, "qty": 9},
        {"line_id": 6, "qty": 1, "root_line_id": 5, "ordered_qty": None},
    )
    roots = pl.DataFrame({"root_line_id": [1, 3, 5]})
    assert news.find_held(lines, roots).select("root_line_id", pl.col("held_qty").cast(int)).rows() == [
        (1, 3)
    ]


def held(root: int, qty: int) -> pl.DataFrame:
    schema = {"root_line_id": pl.Int64, "order_id": pl.Int32, "item_id": pl.Int32, "warehouse_id": pl.Int32}
    return pl.DataFrame([(root, 7, 1, 1)], schema, orient="row").with_columns(held_qty=pl.lit(D(qty), SUM))


def written(now: pl.DataFrame, before: pl.DataFrame, held_qty: int) -> dict[str, Any]:
    """The one new row of the ledger."""
    told = news.find_told_units(before)
    units = news.find_units(now, told, TODAY)
    (row,) = news.find_news(held(1, held_qty), units, told, before, TODAY).to_dicts()
    return row


def test_r40_units_that_got_their_stock_are_filled_the_earliest_part_first() -> None:
    before = latest((1, "open", None, [(3, "po", SOON, "PO1", EARLIER), (4, "po", LATER, "PO2", LATER)]))
    row = written(every((2, "po", LATER, "PO2")), before, held_qty=4)
    assert (row["state"], row["promised_on"]) == ("open", LATER)
    assert row["parts"] == [{"qty": D(2), "source": "po", "due_on": LATER, "po": "PO2", "first_on": LATER}]
    assert row["filled"] == [
        {"qty": D(3), "filled_on": TODAY, "first_on": EARLIER},
        {"qty": D(1), "filled_on": TODAY, "first_on": LATER},  # the other one was cancelled
    ]


@pytest.mark.parametrize(
    ("first", "held_qty", "state"),
    [(SOON, 5, "kept"), (None, 5, "kept"), (EARLIER, 5, "broken"), (EARLIER, 0, "withdrawn")],
)
def test_r40_the_last_row_of_a_line_says_how_its_promise_ended(
    first: date | None, held_qty: int, state: str
) -> None:
    for parts in ([(5, "po", SOON, "PO1", first)], None):
        row = written(every(), latest((1, "open", first, parts)), held_qty)
        assert (row["state"], row["promised_on"], row["parts"]) == (state, TODAY, None)
