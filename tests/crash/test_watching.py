"""A watcher that is killed half-way loses nothing and takes nothing in twice."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from db.session import Session
from engine import catalogue, stock, supply
from engine.service import watcher
from tests.crash.processes import at, furnish, proven, running

pytestmark = pytest.mark.crash


def on_hand(desk: Session) -> Decimal:
    with desk.snapshot() as tx:
        return Decimal(stock.balances(tx).filter(lic="book")["on_hand"][0])


@pytest.mark.parametrize("when", ["before", "after"])
def test_a_file_is_taken_in_once_wherever_the_watcher_is_killed(
    desk_path: Path, tmp_path: Path, when: str
) -> None:
    """Receipts without a reference and with a time of their own: nothing but their file tells them apart."""
    furnish(desk_path)
    with at(desk_path) as desk:
        with desk.transaction(actor="Ann") as tx:
            catalogue.add_vendor(tx, "press")
            po = supply.create_po(tx, "press")
            supply.add_po_line(tx, po, "book", Decimal(10))
            supply.open_po(tx, po)
        before = on_hand(desk)
    folder = tmp_path / "in"
    with watcher.having(folder):
        pass
    (folder / "receipts" / "a.csv").write_text(f"po,lic,qty\n{po},book,4\n", encoding="utf-8")
    with running("-m", "tests.crash.watched", desk_path, folder, when) as process:
        assert process.says() == "stuck"
        process.kill()
    assert (folder / "receipts" / "a.csv").exists()
    with at(desk_path) as desk:
        assert on_hand(desk) == before + (4 if when == "after" else 0)
        with watcher.having(folder):
            [one] = watcher.watch(watcher.FolderWatcher(desk, folder, "Ann", print, print, 0.0), once=True)
        assert (one.report is None, one.is_bad) == (when == "after", False)
        assert on_hand(desk) == before + 4
    assert [file.name for file in (folder / "receipts").rglob("*.csv")] == ["a.csv"]
    assert (folder / "receipts" / "done" / "a.csv").exists()
    assert proven(desk_path)
