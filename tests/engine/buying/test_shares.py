"""Who has what of pending purchase orders: beside a plain count, unit by unit (R44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from engine.buying import shares
from engine.buying.uncovered import Uncovered
from engine.quantities import QTY, SUM

Links = dict[tuple[int, int], int]
KEY = {"item_id": pl.Int32, "warehouse_id": pl.Int32}


def found(wanted: list[int], on_pos: list[int], links: Links, below: int = 0) -> Uncovered:
    """One pool: lines by rank, lines of pending purchase orders, (purchase order, line) -> units, and what
    lies below zero."""
    lines = pl.DataFrame(
        [(1, 1, n, n + 1, Decimal(qty)) for n, qty in enumerate(wanted)],
        KEY | {"root_line_id": pl.Int64, "turn": pl.Int32, "uncovered_qty": SUM},
        orient="row",
    )
    pending = pl.DataFrame(
        [(1, 1, n, Decimal(qty)) for n, qty in enumerate(on_pos)],
        KEY | {"po_line_id": pl.Int32, "qty": QTY},
        orient="row",
    )
    linked = pl.DataFrame(
        [(po, line, Decimal(qty)) for (po, line), qty in links.items()],
        {"po_line_id": pl.Int32, "root_line_id": pl.Int64, "qty": QTY},
        orient="row",
    )
    pools = pl.DataFrame([(1, 1, Decimal(below))], KEY | {"below_qty": SUM}, orient="row")
    return Uncovered(lines, pools, pending, linked)


def counted(wanted: list[int], on_pos: list[int], links: Links, below: int) -> list[int]:
    """What is lacking below zero and of each line, counted by hand: named units first, of the rest what lies
    below zero, then by rank."""
    left, lacks = list(on_pos), list(wanted)
    for po, _ in enumerate(on_pos):
        for line, _ in enumerate(wanted):
            named = min(links.get((po, line), 0), left[po])
            left[po] -= named
            lacks[line] -= named
    loose = sum(on_pos) - sum(
        min(w, w - rest) for w, rest in zip(wanted, (max(x, 0) for x in lacks), strict=True)
    )
    short = []
    for rest in (below, *(max(x, 0) for x in lacks)):
        given_now = min(rest, loose)
        loose -= given_now
        short.append(rest - given_now)
    return short


@given(
    st.lists(st.integers(1, 9), min_size=1, max_size=4),
    st.lists(st.integers(1, 9), max_size=3),
    st.dictionaries(st.tuples(st.integers(0, 2), st.integers(0, 3)), st.integers(1, 9), max_size=4),
    st.integers(0, 9),
)
def test_r44_named_units_count_for_their_line_all_others_below_zero_and_then_by_rank(
    wanted: list[int], on_pos: list[int], links: Links, below: int
) -> None:
    there = {key: qty for key, qty in links.items() if key[0] < len(on_pos) and key[1] < len(wanted)}
    short = shares.find_short(found(wanted, on_pos, there, below))
    lacking = counted(wanted, on_pos, there, below)
    assert [int(qty) for qty in short["short_qty"]] == (lacking if below else lacking[1:])
    needed = max(sum(wanted) + below - sum(on_pos), 0)
    assert shares.needed(short).rows() == [(1, 1, needed, bool(lacking[0]))]


def handed(short: list[int], qty: int, below: int = 0) -> list[tuple[Any, ...]]:
    given_now = pl.DataFrame(
        [(1, 1, 7, Decimal(qty))], KEY | {"po_line_id": pl.Int32, "qty": QTY}, orient="row"
    )
    return shares.hand_out(shares.find_short(found(short, [], {}, below)), given_now).rows()


def test_r44_units_are_for_those_served_first_and_what_is_over_for_nobody() -> None:
    assert handed([3, 4], 5) == [(7, 0, 3), (7, 1, 2)]
    assert handed([3, 4], 9) == [(7, 0, 3), (7, 1, 4)]
    assert handed([3, 4], 3) == [(7, 0, 3)]
    assert handed([3, 4], 6, below=2) == [(7, None, 2), (7, 0, 3), (7, 1, 1)]


def test_of_several_ways_for_a_pool_each_is_handed_out_alone() -> None:
    short = pl.DataFrame(
        {
            "root_line_id": [1, 2],
            "item_id": [7, 7],
            "warehouse_id": [1, 1],
            "short_qty": [Decimal(5), Decimal(9)],
        }
    )
    ways = pl.DataFrame(
        {"way": ["a", "b"], "item_id": [7, 7], "warehouse_id": [1, 1], "qty": [Decimal(8), Decimal(20)]}
    )
    handed = shares.hand_out(short, ways, "way").sort("way", "root_line_id")
    assert handed.rows() == [
        ("a", 1, Decimal(5)),
        ("a", 2, Decimal(3)),
        ("b", 1, Decimal(5)),
        ("b", 2, Decimal(9)),
    ]


def test_what_is_given_is_lacked_no_more() -> None:
    short = shares.find_short(found([3, 4], [], {}, below=2))
    left = shares.without(short, pl.DataFrame([(1, 1, Decimal(7))], KEY | {"qty": SUM}, orient="row"))
    assert left.columns == short.columns
    assert left["short_qty"].to_list() == [0, 0, 2]
    assert shares.without(short, pl.DataFrame(schema=KEY | {"qty": SUM})).equals(short)
