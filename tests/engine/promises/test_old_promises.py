"""A ledger older than dates by the unit is read as it was told, and goes on from there (R40)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Final

import duckdb
import pytest

from engine import orders, promises
from engine.reports.explain import explain
from engine.store import Session, Transaction, open_desk
from tests import older
from tests.story import Story

BEFORE_PARTS: Final = 6
NOW: Final = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
SOON, LATER = date(2026, 3, 20), date(2026, 3, 30)

# What the ledger said of each order then: its states and days, the oldest first.
TOLD: Final[dict[str, list[tuple[str, date | None]]]] = {
    "1001": [("open", None), ("open", date(2026, 3, 10)), ("kept", date(2026, 3, 9))],
    "1002": [("open", date(2026, 3, 10)), ("broken", date(2026, 3, 12))],
    "1003": [("open", None), ("open", SOON), ("open", LATER)],
    "1004": [("open", None)],
    "1005": [("open", None)],  # 28 wait and 18 are on their way: that was no supply then
}


@pytest.fixture(scope="module")
def old_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk of the version before parts were kept."""
    folder = tmp_path_factory.mktemp("old")
    _tell(folder / "now.duckdb")
    _as_it_was(folder)
    return folder / "old.duckdb"


@pytest.fixture
def old_desk(old_file: Path, tmp_path: Path) -> Iterator[Session]:
    """A desk of the version before parts were kept, opened by this program."""
    session = open_desk(Path(shutil.copy(old_file, tmp_path)), name="a test")
    yield session
    session.close()


def _tell(path: Path) -> None:
    session = open_desk(path, name="a test")
    story = Story(session, book=5, pen=5, ruler=0, map=0, chalk=0)
    assert [story.order(want) for want in ("book 5", "pen 5", "ruler 5", "map 3", "chalk 28")] == [*TOLD]
    story.purchase("ruler", 5, expected_on=LATER)
    story.purchase("chalk", 18, expected_on=LATER)
    session.close()


def _as_it_was(folder: Path) -> None:
    """Write the rows of a desk into the tables of the version before, with the ledger of then."""
    older.make(folder / "now.duckdb", folder / "old.duckdb", BEFORE_PARTS, without=["promise"])
    with duckdb.connect(folder / "old.duckdb") as desk:
        for number, rows in TOLD.items():
            for state, on in rows:
                _write(desk, number, state, on)


def _write(desk: duckdb.DuckDBPyConnection, number: str, state: str, on: date | None) -> None:
    desk.execute(
        """insert into promise by name
        select nextval('promise_number') as promise_id, l.line_id as root_line_id, l.order_id, l.item_id,
            l.warehouse_id, $state as state, $on::date as promised_on,
            timestamp '2026-03-02 09:00' as since_at, 'it was so' as cause, 'Ann' as actor
        from order_line l join sales_order o using (order_id) where o.number = $number""",
        {"number": number, "state": state, "on": on},
    ).complete()


def test_r40_an_older_ledger_says_what_it_said(old_desk: Session) -> None:
    with old_desk.snapshot(now=NOW) as tx:
        found = {number: promises.history(tx, orders.find(tx, number)["order_id"]) for number in TOLD}
        assert {number: rows.select("state", "promised_on").rows() for number, rows in found.items()} == TOLD
        assert {part for rows in found.values() for part in rows["parts"]} == {None}
        (one,) = explain(tx, "1003")
        assert [told.in_words for told in one.history] == ["not on order", "all by 20 Mar", "all by 30 Mar"]
        assert (one.first_on, one.changes) == (SOON, 2)
    assert old_desk.migration
    assert old_desk.migration.from_version == BEFORE_PARTS
    assert old_desk.migration.backup


def test_r40_the_lists_of_promises_read_an_older_ledger(old_desk: Session) -> None:
    with old_desk.snapshot(now=NOW) as tx:
        waiting = promises.waiting_promises(tx).select(
            "order", "first_on", "now_on", "expected", "projected", "slip_days"
        )
        assert waiting.rows() == [
            ("1003", SOON, LATER, "all by 30 Mar", "", 10),
            ("1004", None, None, "not on order", "", None),
            ("1005", None, None, "not on order", "", None),
        ]
        told = promises.by_customer(tx).select(
            "customer", "kept", "broken", "waiting", "slipped", "days_late"
        )
        assert told.rows() == [("school", 1, 1, 3, 1, 2.0)]


def test_r40_what_is_no_longer_true_is_told_once_by_the_unit_and_the_rest_stands(old_desk: Session) -> None:
    assert _refreshed(old_desk) == [
        ("1005", [(Decimal(18), "po", LATER), (Decimal(10), "none", None)]),
    ]
    assert _refreshed(old_desk) == []
    with old_desk.snapshot(now=NOW) as tx:
        told = promises.by_customer(tx).select("kept", "broken", "waiting", "slipped")
        assert told.rows() == [(1, 1, 3, 1)]


def _refreshed(desk: Session) -> list[tuple[str, list[tuple[Decimal, str, date | None]]]]:
    """The new rows that projecting every pool again writes, as (order, parts)."""
    with desk.transaction(actor="Ann", now=NOW) as tx:
        before = {number: _length(tx, number) for number in TOLD}
        tx.write("allocation.select_pools_that_wait")
        promises.refresh(tx, "the desk was opened")
        return [
            (number, [(part["qty"], part["source"], part["due_on"]) for part in parts])
            for number in TOLD
            for parts in promises.history(tx, orders.find(tx, number)["order_id"])["parts"][before[number] :]
        ]


def _length(tx: Transaction, number: str) -> int:
    return promises.history(tx, orders.find(tx, number)["order_id"]).height
