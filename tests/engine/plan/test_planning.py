"""A plan gives every line what a sweep of a desk with the same lines would (R14, R15, R43)."""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from pyarrow import parquet

from engine.model import Policy
from engine.plan import walking
from engine.plan.refusals import NoSpark, NoTempFolder, NotRead
from tests.engine.plan.desks import LIFE, allotted, exported, lived
from tests.engine.plan.lake import Lake, lines, stock
from tests.examples import drawing

WHOLE = {"whole": True}
HELD = {"state": "allotted"}


@drawing(4)
@given(*LIFE)
def test_a_plan_of_any_desk_gives_every_line_what_the_next_sweep_does(
    script: list[tuple[Any, ...]], was: Policy, policy: Policy, came: int
) -> None:
    desk = lived(script, was, policy, came)
    with tempfile.TemporaryDirectory() as folder:
        lake = exported(desk, Path(folder))
        if not allotted(desk):
            return
        lake.plan(policy=policy)
        planned = lake.allotted()
    desk.sweep()
    swept = allotted(desk)
    assert planned == {line_id: swept[line_id] for line_id in planned}


def test_who_came_first_is_served_first_and_a_higher_priority_before_all(lake: Lake) -> None:
    lake.fill(lines({}, {}, {"priority": 3, "qty": 5}), stock(book=17))
    done = lake.plan()
    assert lake.allotted() == {1: 10, 2: 2, 3: 5}
    assert (done.lines, done.pools) == (3, 1)
    assert (done.changes.units_gained, done.changes.units_waiting) == (Decimal(17), Decimal(8))


def test_a_higher_priority_takes_what_a_lower_one_has(lake: Lake) -> None:
    lake.fill(lines(HELD, {"priority": 1}), stock(book=10))
    done = lake.plan()
    assert lake.allotted() == {1: 0, 2: 10}
    assert (done.changes.lines_gained, done.changes.lines_lost) == (1, 1)


def test_what_is_picked_or_firm_keeps_its_stock_and_others_do_not_see_it(lake: Lake) -> None:
    firm = {"state": "allotted", "firm": True, "priority": 0}
    lake.fill(lines({"state": "picking"}, firm, {"priority": 9, "qty": 30}), stock(book=25))
    lake.plan()
    assert lake.allotted() == {1: 10, 2: 10, 3: 5}


def test_lines_that_are_over_are_no_part_of_a_plan(lake: Lake) -> None:
    over = [{"state": state} for state in ("shipped", "cancelled", "pending")]
    lake.fill(lines(*over, {"state": "backordered"}), stock(book=25))
    lake.plan()
    assert lake.allotted() == {4: 10}


def test_each_warehouse_has_a_queue_of_its_own(lake: Lake) -> None:
    east, west = {"warehouse": "EAST"}, {"warehouse": "WEST"}
    shelves = pl.DataFrame({"lic": ["book", "book"], "warehouse": ["EAST", "WEST"], "on_hand": [4, 30]})
    lake.fill(lines(east, west, east), shelves)
    done = lake.plan()
    assert lake.allotted() == {1: 4, 2: 10, 3: 0}
    assert done.pools == 2


def test_a_pool_without_a_row_of_stock_has_nothing_and_is_counted(lake: Lake) -> None:
    lake.fill(lines({}, {"lic": "pen"}), stock(pen=3))
    assert lake.plan().pools_without_stock == 1
    assert lake.allotted() == {1: 0, 2: 3}


def test_stock_below_zero_counts_as_nothing(lake: Lake) -> None:
    lake.fill(lines({}), stock(book=-5))
    lake.plan()
    assert lake.allotted() == {1: 0}


@pytest.mark.parametrize(
    ("policy", "gets"),
    [
        ("strict", {1: 0, 2: 0, 3: 0, 4: 0}),
        ("skip", {1: 0, 2: 8, 3: 0, 4: 0}),
        ("complete-first", {1: 0, 2: 4, 3: 4, 4: 0}),
    ],
)
def test_each_policy_says_what_becomes_of_what_cannot_be_filled_r43(
    lake: Lake, policy: str, gets: dict[int, int]
) -> None:
    """First a whole line of ten where eight lie, then an order that lacks pens too, then one that fits."""
    want: list[dict[str, Any]] = [
        {"order": "A", **WHOLE},
        {"order": "B"},
        {"order": "C", "qty": Decimal(4)},
        {"order": "B", "lic": "pen"},
    ]
    lake.fill(lines(*want), stock(book=8))
    lake.plan(policy=policy)
    assert lake.allotted() == gets


def test_what_has_waited_long_holds_its_place_from_the_age_that_is_asked_for(lake: Lake) -> None:
    lake.fill(lines({"order": "A", "age_days": 3, **WHOLE}, {"order": "B", "qty": 4}), stock(book=8))
    lake.plan(policy="skip")
    assert lake.allotted() == {1: 0, 2: 4}
    out = str(lake.folder / "old.parquet")
    lake.plan(policy="skip", skip_age_days=3, out=out)
    assert lake.allotted(out) == {1: 0, 2: 0}


def test_an_age_beyond_all_numbers_is_old(lake: Lake) -> None:
    lake.fill(lines({"order": "A", "age_days": 2**40, **WHOLE}, {"order": "B", "qty": 4}), stock(book=8))
    lake.plan(policy="skip")
    assert lake.allotted() == {1: 0, 2: 0}


@pytest.mark.parametrize("table", ["lines", "stock"])
def test_a_file_that_is_damaged_below_its_columns_is_refused_by_name(lake: Lake, table: str) -> None:
    lake.fill(lines(*[{}] * 50), stock(**{f"book{no}": no for no in range(50)}))
    file = Path(getattr(lake.wanted, table))
    content = bytearray(file.read_bytes())
    content[4 : len(content) // 3] = b"\xff" * (len(content) // 3 - 4)
    file.write_bytes(content)
    with pytest.raises(NotRead) as refused:
        lake.plan()
    assert str(refused.value).startswith(f"{file} cannot be read as Parquet (")
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}


def test_a_plan_of_more_than_memory_holds_is_made_on_the_disk(lake: Lake) -> None:
    """The files are larger than the memory that is allowed, and so is every table made of them."""
    number, limit, draw = 100_000, 30_000_000, random.Random(11)
    lics = [f"{no:0300}" for no in range(300)]
    frame = pl.DataFrame(
        {
            "line_id": range(number),
            "lic": draw.choices(lics, k=number),
            "priority": draw.choices(range(10), k=number),
            "entry_seq": draw.sample(range(number), number),
            "qty": draw.choices(range(1, 30), k=number),
            "state": draw.choices(["allotted", "backordered"], k=number),
            "whole": draw.choices([True, *[False] * 40], k=number),
        }
    )
    lake.fill(frame, pl.DataFrame({"lic": lics, "on_hand": draw.choices(range(3000), k=300)}))
    parquet.write_table(frame.to_arrow(), lake.wanted.lines, use_dictionary=False, compression="none")
    assert Path(lake.wanted.lines).stat().st_size > limit
    done = lake.plan(memory="30MB")
    out = str(lake.folder / "roomy.parquet")
    assert lake.plan(out=out, memory="2GB") == done
    assert lake.allotted() == lake.allotted(out)
    assert len(lake.allotted()) == number


@pytest.mark.parametrize("end", [KeyboardInterrupt, RuntimeError])
def test_a_plan_that_is_stopped_half_way_leaves_nothing(
    lake: Lake, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    parts = walking.Walks.parts

    def broken(walks: Any) -> Iterator[pa.RecordBatchReader]:
        yield next(parts(walks))
        raise end

    monkeypatch.setattr(walking.Walks, "parts", broken)
    lake.fill(lines({}), stock(book=5))
    with pytest.raises(end):
        lake.plan()
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}


def test_what_exceeds_memory_goes_where_one_wants_it(lake: Lake, tmp_path: Path) -> None:
    lake.fill(lines({}), stock(book=5))
    with pytest.raises(NoTempFolder):
        lake.plan(temp=tmp_path / "nowhere")
    (tmp_path / "aside").mkdir()
    lake.plan(temp=tmp_path / "aside")
    assert list((tmp_path / "aside").iterdir()) == []
    assert lake.allotted() == {1: 5}


def test_where_no_spark_is_installed_a_plan_with_it_is_refused_with_the_remedy(
    lake: Lake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyspark", None)
    monkeypatch.delitem(sys.modules, "engine.plan.cluster", raising=False)
    monkeypatch.delattr("engine.plan.cluster", raising=False)
    lake.fill(lines({}), stock(book=5))
    with pytest.raises(NoSpark, match=r"backorder-desk\[spark\]"):
        lake.plan(engine="spark")
    assert lake.left_behind() == {"lines.parquet", "stock.parquet"}
