"""Transfers in files: what is in transit goes out and in, and adds up on the desk that takes it in (R47)."""

from __future__ import annotations

from contextlib import closing
from decimal import Decimal
from pathlib import Path

from engine import proof
from engine.model import WhyMissing
from engine.store import open_desk
from engine.supply import transfers
from tests import worlds
from tests.engine.interchange.test_handover import OF_A_LINE, PROMISED, handed_over, out, took_in
from tests.papers import Papers
from tests.story import Story
from tests.two_warehouses import balances, pending, sent, two_warehouses

D = Decimal


@worlds.copied
def moving() -> Story:
    """A desk with transfers in every state, and orders that wait for them."""
    desk = two_warehouses(main=3, east=30)
    number = sent(desk, 12)
    desk.receive(number, book=5)
    with desk.act() as tx:
        transfers.receive(tx, number, {"book": D(1)}, {"book": D(2)}, WhyMissing.DAMAGED)
    desk.order("book 12 split")
    desk.order("book 2 @EAST")
    sent(desk, 4)
    sent(desk, 2, ("MAIN", "EAST"))
    pending(desk, 3)
    return desk


def test_r47_a_desk_handed_over_has_the_same_balances_queue_and_promises(tmp_path: Path) -> None:
    desk = moving()
    with closing(open_desk(None, name="another")) as into:
        handed_over(desk, into, tmp_path)
        for kind, columns in {"balances": None, "queue": OF_A_LINE, "lines": PROMISED}.items():
            mine, theirs = out(desk, desk.session, kind), out(desk, into, kind)
            names = mine.columns if columns is None else [name for name in mine.columns if name in columns]
            assert mine.select(names).equals(theirs.select(names)), kind
        with into.snapshot() as tx:
            assert proof.problems(tx).is_empty()


def test_the_desk_that_wrote_them_takes_them_in_unchanged(tmp_path: Path) -> None:
    desk = moving()
    before = balances(desk, "on_hand"), balances(desk, "on_order")
    for kind in ("adjustments", "transfers"):
        assert took_in(desk, desk.session, tmp_path, kind).added == 0
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == before


def test_every_row_that_cannot_be_sent_is_named(tmp_path: Path) -> None:
    refused = Papers(two_warehouses(main=0, east=5), tmp_path).refused(
        "transfers",
        "transfer,from_warehouse,warehouse,lic,qty\n"
        "T1,EAST,MAIN,book,4\nT2,EAST,MAIN,book,2\nT3,EAST,EAST,book,1\nT4,NORTH,MAIN,book,1\n",
    )
    said = " ".join(refused)
    assert "book has only 5 on hand in warehouse EAST, so 2 cannot be sent with transfer T2" in said
    assert "both are EAST" in said
    assert "There is no warehouse NORTH" in said


def test_a_number_of_a_purchase_order_is_no_transfers(tmp_path: Path) -> None:
    desk = moving()
    po = desk.purchase("book", 3)
    (refused,) = Papers(desk, tmp_path).refused(
        "transfers", f"transfer,from_warehouse,warehouse,lic,qty\n{po},EAST,MAIN,book,4\n"
    )
    assert f"{po} is the number of a purchase order already" in refused
    (refused,) = Papers(desk, tmp_path).refused("purchase-orders", "po,vendor,lic,qty\nTR101,press,book,4\n")
    assert "TR101 is the number of a transfer already" in refused


def test_r47_levels_are_kept_filled_from_a_warehouse_by_a_file_and_come_out_so(tmp_path: Path) -> None:
    papers = Papers(two_warehouses(main=0, east=5), tmp_path)
    text = "lic,replenish_level,target,warehouse,transfer_from\nbook,5,9,MAIN,EAST\n"
    assert papers.counts("items", text) == (0, 1, 0)
    assert papers.counts("items", text) == (0, 0, 1)
    assert papers.out("items").select("warehouse", "transfer_from").rows() == [("MAIN", "EAST")]
    papers.desk.undo()
    assert papers.out("items")["transfer_from"].to_list() == [None]
    said = " ".join(
        papers.refused("items", "lic,transfer_from,replenish_level,target\nbook,MAIN,1,2\npen,NORTH,1,2\n")
    )
    assert "cannot be fetched for warehouse MAIN from MAIN itself" in said
    assert "There is no warehouse NORTH" in said
