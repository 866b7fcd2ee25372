"""Adding up along the rank, against a plain count of units one by one (R40)."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from itertools import accumulate
from typing import Any, Final

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.model import Policy
from engine.promises import adding_up
from engine.quantities import SUM
from engine.rules.holds import UNTIL_LIFTED
from engine.rules.queue import POLICIES, PolicyRule
from tests.engine.promises import frames
from tests.engine.promises.frames import TODAY
from tests.examples import examples

STRICT: Final = POLICIES[Policy.STRICT]
Units = Counter[tuple[int, int | None]]
"""(line, purchase order line; None: the shelf) -> units."""


def free(lines: pl.DataFrame, on_hand: dict[int, int], rule: PolicyRule = STRICT) -> pl.DataFrame:
    """What is free of pools with these lines and so much on hand."""
    return adding_up.find_free(lines, frames.reading(lines, on_hand).shelves, rule)


line = st.fixed_dictionaries(
    {
        "qty": st.integers(1, 9),
        "item_id": st.integers(1, 3),
        "priority": st.integers(0, 2),
        "entry_seq": st.integers(1, 20),
        "whole": st.booleans(),
        "held": st.sampled_from([False, False, True]),
    }
)
bought = st.tuples(
    st.integers(1, 3),
    st.integers(1, 12),
    st.sampled_from([None, *(TODAY + timedelta(n) for n in (-3, 0, 5))]),
)


@settings(max_examples=examples(60))
@given(
    st.lists(line, max_size=9),
    st.lists(bought, max_size=5),
    st.dictionaries(st.integers(1, 3), st.integers(-4, 25), min_size=3, max_size=3),
)
def test_r40_every_unit_comes_from_where_the_units_ahead_of_it_leave_some(
    wanted: list[dict[str, Any]], supply: list[tuple[int, int, date | None]], on_hand: dict[int, int]
) -> None:
    rows = [row | {"line_id": n} for n, row in enumerate(wanted, 1)]
    reading = frames.reading(frames.lines(*rows), on_hand)
    owed = frames.owed(*((n, *one) for n, one in enumerate(supply, 1)))
    waiting, shelves = adding_up.rank(reading.lines), free(reading.lines, on_hand)
    parts = adding_up.add_up(waiting, shelves, adding_up.find_supply(owed, shelves))
    soft = set(shelves.filter(~pl.col("is_hard"))["item_id"])
    found = Units()
    for one in parts.iter_rows(named=True):
        found[one["line_id"], one["po_line_id"]] += int(one["qty"])
    assert found == counted([row for row in rows if row["item_id"] in soft], supply, on_hand)


def counted(
    rows: list[dict[str, Any]], supply: list[tuple[int, int, date | None]], on_hand: dict[int, int]
) -> Units:
    """Every unit by itself; what lacks on the shelf is made good first."""
    coming: dict[int, list[int | None]] = defaultdict(list)
    for lic, qty in on_hand.items():
        coming[lic] += [None] * max(qty - sum(row["qty"] for row in rows if held_of(row, lic)), 0)
    for n, (lic, qty, _) in sorted(enumerate(supply, 1), key=lambda one: (one[1][2] or date.max, one[0])):
        coming[lic] += [n] * qty
    for lic, qty in on_hand.items():
        lacks = sum(row["qty"] for row in rows if held_of(row, lic)) - qty
        del coming[lic][: max(lacks, 0)]
    found, place = Units(), Counter[int]()
    for row in sorted(rows, key=lambda one: (-one["priority"], one["entry_seq"], one["line_id"])):
        if row["held"]:
            continue
        first = place[row["item_id"]]
        place[row["item_id"]] += row["qty"]
        units = coming[row["item_id"]][first : place[row["item_id"]]]
        if row["whole"]:
            units = units[-1:] * row["qty"] if len(units) == row["qty"] else []
        found.update((row["line_id"], source) for source in units)
    return found


def held_of(row: dict[str, Any], lic: int) -> bool:
    return bool(row["held"] and row["item_id"] == lic)


pieces = st.lists(st.integers(1, 6), max_size=6)


@settings(max_examples=examples(60))
@given(pieces, pieces)
def test_two_rows_of_pieces_lie_on_each_other_unit_by_unit(first: list[int], second: list[int]) -> None:
    rows = [
        pl.DataFrame(
            {"by": 1, name: range(len(sizes)), "to_qty": list(accumulate(sizes))},
            {"by": pl.Int64, name: pl.Int64, "to_qty": SUM},
        )
        for name, sizes in (("one", first), ("other", second))
    ]
    found = Counter[tuple[int, int | None]]()
    for row in adding_up.overlaps(["by"], *rows).iter_rows(named=True):
        found[row["one"], row["other"]] += int(row["qty"])
    of_units = [[n for n, size in enumerate(sizes) for _ in range(size)] for sizes in (first, second)]
    others = [*of_units[1], *[None] * len(of_units[0])]
    assert found == Counter(zip(of_units[0], others, strict=False))


def test_r14_what_waits_is_ranked_by_priority_then_entry_then_line() -> None:
    rows = adding_up.rank(
        frames.lines(
            {"line_id": 1, "qty": 3, "entry_seq": 7},
            {"line_id": 2, "qty": 4, "entry_seq": 5},
            {"line_id": 3, "qty": 5, "entry_seq": 9, "priority": 1},
            {"line_id": 4, "qty": 6, "held": True},
            {"line_id": 5, "qty": 2, "item_id": 2},
        )
    )
    assert rows.sort("item_id", "rank").select("line_id", "rank", pl.col("ahead_qty").cast(int)).rows() == [
        (3, 1, 0),
        (2, 2, 5),
        (1, 3, 9),
        (5, 1, 0),
    ]


def test_r18_a_pool_is_hard_where_somebody_would_take_what_others_hold() -> None:
    held = {"line_id": 1, "qty": 5, "held": True}
    equal = frames.lines(held, {"line_id": 2, "qty": 4})
    above = frames.lines(held, {"line_id": 2, "qty": 4, "priority": 1})
    alone = frames.lines({"line_id": 2, "qty": 4})
    worlds = [(equal, 9), (above, 9), (equal, 4), (alone, -1)]
    found = [free(rows, {1: on_hand}) for rows, on_hand in worlds]
    assert [(int(row["free_qty"][0]), row["is_hard"][0]) for row in found] == [
        (4, False),
        (4, True),
        (-1, True),
        (-1, False),  # nobody holds what does not lie there
    ]


def test_r43_a_pool_is_hard_where_the_policy_looks_at_more_than_the_rank() -> None:
    plain, whole = (
        frames.lines({"line_id": 1, "qty": 4}),
        frames.lines({"line_id": 1, "qty": 4, "whole": True}),
    )
    held = frames.lines({"line_id": 1, "qty": 4}, {"line_id": 2, "qty": 1, "complete": True, "held": True})
    found = {
        policy: [free(rows, {1: 9}, rule)["is_hard"][0] for rows in (plain, whole, held)]
        for policy, rule in POLICIES.items()
    }
    assert found == {
        policy: [rule.whole_orders_first, rule.looks_beyond_pool, rule.looks_beyond_pool]
        for policy, rule in POLICIES.items()
    }
    assert found[Policy.SKIP] == [False, True, True]


def test_r40_the_parts_of_siblings_are_told_together_and_what_is_bare_comes_last() -> None:
    waiting = adding_up.rank(
        frames.lines({"line_id": 1, "qty": 3}, {"line_id": 2, "qty": 4, "root_line_id": 1})
    )
    shelves = free(waiting.select(frames.lines().columns), {1: 2})
    soon = TODAY + timedelta(days=3)
    supply = adding_up.find_supply(frames.owed((9, 1, 2, soon), (8, 1, 1, None)), shelves)
    parts = adding_up.add_up(waiting, shelves, supply)
    told = {
        by: [
            (row[by], row["source"], row["po"], int(row["qty"]))
            for row in adding_up.every_part(waiting, parts, by).iter_rows(named=True)
        ]
        for by in ("line_id", "root_line_id")
    }
    assert told == {
        "line_id": [
            (1, "shelf", None, 2),
            (1, "po", "PO9", 1),
            (2, "po", "PO9", 1),
            (2, "po", "PO8", 1),
            (2, "none", None, 2),
        ],
        "root_line_id": [
            (1, "shelf", None, 2),
            (1, "po", "PO9", 2),
            (1, "po", "PO8", 1),
            (1, "none", None, 2),
        ],
    }
    days = adding_up.project(adding_up.every_part(waiting, parts, "line_id"), TODAY)
    assert days["projected_on"].to_list() == [soon, None]
    assert days["parts"].list.len().to_list() == [2, 3]


def test_r45_a_paused_line_keeps_its_rank_and_stands_in_nobodys_way() -> None:
    lines = frames.lines(
        {"line_id": 1, "qty": 3, "joins_on": UNTIL_LIFTED},
        {"line_id": 2, "qty": 4},
        {"line_id": 3, "qty": 5, "item_id": 2, "joins_on": TODAY + timedelta(3)},
    )
    rows = adding_up.rank(lines).select("line_id", "rank", pl.col("ahead_qty").cast(int))
    assert rows.rows() == [(1, 1, 0), (2, 2, 0), (3, 1, 0)]
    assert free(lines, {1: 4, 2: 0}).select("item_id", "is_hard").sort("item_id").rows() == [
        (1, False),
        (2, True),
    ]
    held = adding_up.on_hold(adding_up.rank(lines))
    assert held.select("line_id", "source", pl.col("qty").cast(int)).rows() == [(1, "hold", 3)]
