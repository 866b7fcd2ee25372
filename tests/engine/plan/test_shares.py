"""What a worker of a cluster makes of its share, without the cluster."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pyarrow as pa
import pytest

from engine.plan import faults, shares
from engine.plan.refusals import MemoryShort
from engine.plan.wanted import Changes, Plan, Wanted
from tests.engine.plan.lake import lines, stock

WANTED = Wanted("lines", "stock", "out")


def walked(rows: pl.DataFrame, shelves: pl.DataFrame, wanted: Wanted = WANTED) -> pa.Table:
    return shares.walk(rows.to_arrow(), shelves.to_arrow(), wanted)


def test_a_share_is_walked_and_its_first_row_says_what_it_came_to() -> None:
    found = walked(lines({}, {"qty": Decimal("2.5")}, {"lic": "pen"}), stock(book=11, ink=5))
    assert found.schema == shares.WALKED
    got = {row["line_id"]: row["allotted_qty"] for row in found.to_pylist()}
    assert got == {1: Decimal(10), 2: Decimal(1), 3: Decimal(0)}
    first, *others = found.select(shares.TOTALS.names).to_pylist()
    assert {value for row in others for value in row.values()} == {None}
    assert shares.added_up(first) == Plan(
        lines=3,
        pools=2,
        pools_without_stock=1,
        changes=Changes(
            lines_gained=2, units_gained=Decimal(11), lines_waiting=2, units_waiting=Decimal("11.5")
        ),
    )


def test_a_share_without_an_open_line_gives_nothing() -> None:
    assert walked(lines({"state": "shipped"}), stock(book=5)).num_rows == 0
    assert walked(lines({}).clear(), stock(book=5)).num_rows == 0


def test_what_is_found_in_shares_adds_up_to_what_is_found_in_all() -> None:
    rows = lines({"qty": Decimal(-1)}, {}, {"line_id": 2}, {"lic": None, "state": "sold"})
    parts = [rows.filter(line_id=no) for no in (1, 2, 4)]
    found = [pl.DataFrame(shares.look_at_lines(part.to_arrow(), WANTED)) for part in parts]
    together = faults.added_up(pl.concat(found))
    whole = pl.DataFrame(shares.look_at_lines(rows.to_arrow(), WANTED))
    assert together.sort("fault").equals(whole.sort("fault"))
    assert len(list(faults.of_lines(together, "here"))) == 4


def test_what_is_found_in_a_share_of_stock_names_the_first_lic() -> None:
    shelves = pl.DataFrame({"lic": ["pen", "book", "book"], "on_hand": [0.00001, 2.0, 3.0]})
    found = shares.look_at_stock(shelves.to_arrow(), WANTED)
    assert {(row["fault"], row["number"], row["first"]) for row in found.to_pylist()} == {
        ("taken", 3, None),
        ("on_hand", 1, "pen"),
        ("twice", 1, "book"),
    }


def test_a_share_that_memory_cannot_hold_is_refused_in_a_sentence() -> None:
    with pytest.raises(MemoryShort):
        walked(lines({}), stock(book=5), Wanted("lines", "stock", "out", memory="1KB"))
