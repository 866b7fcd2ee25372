"""``backorder open-po`` (R1, R39, R44)."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from engine.store import open_desk
from tests.engine.cli.command_line import Backorder
from tests.story import Story


@pytest.fixture
def pending(folder: Path, backorder: Backorder) -> str:
    """A pending purchase order for 10 books that wait."""
    with closing(open_desk(folder / "desk.duckdb", name="a test")) as session:
        desk = Story(session)
        desk.item("book", vendor_code="press")
        desk.order("book 10")
    number: str = backorder("--json", "order-it", "book").json["ordered"][0]["po"]
    return number


def test_a_pending_purchase_order_is_opened_and_what_it_brings_is_on_order(
    backorder: Backorder, pending: str
) -> None:
    answer = backorder("open-po", pending)
    assert answer.out == f"Purchase order {pending} is open: 10 units from press on order.\n"
    assert "expected" in backorder("explain", "1001").out.lower()
    (balance,) = [row for row in backorder("export", "balances").out.splitlines() if row.startswith("book")]
    assert balance.split(",")[7] == "10"


def test_programs_are_told_what_is_on_order_and_from_whom(backorder: Backorder, pending: str) -> None:
    (row,) = backorder("--json", "open-po", pending).json
    assert (row["po"], row["vendor"], row["qty"]) == (pending, "press", 10)


def test_one_that_is_named_twice_is_opened_once(backorder: Backorder, pending: str) -> None:
    answer = backorder("open-po", pending, pending)
    assert answer.out == f"Purchase order {pending} is open: 10 units from press on order.\n"


def test_all_that_cannot_be_opened_is_refused_together(backorder: Backorder, pending: str) -> None:
    answer = backorder("open-po", pending, "PO8", "PO9", "PO9")
    assert (answer.code, answer.out) == (1, "")
    assert [line.split(";")[0] for line in answer.err.splitlines()] == [
        "There is no purchase order PO8",
        "There is no purchase order PO9",
    ]
    assert "pending" in backorder("export", "purchase-orders").out, "nothing was saved"
