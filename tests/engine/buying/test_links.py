"""For whom lines of purchase orders were ordered: written with their difference, and read both ways (R44)."""

from __future__ import annotations

from decimal import Decimal

import polars as pl

from engine import buying, log, supply
from engine.buying import links
from engine.model import PoState
from tests import worlds
from tests.story import Story

D = Decimal
COLUMNS = pl.Schema({"po_line_id": pl.Int32(), "root_line_id": pl.Int64(), "qty": pl.Decimal(38, 4)})


def frame(*rows: tuple[int, int, Decimal]) -> pl.DataFrame:
    return pl.DataFrame(rows, COLUMNS, orient="row")


@worlds.copied
def world() -> tuple[Story, str, str]:
    desk = Story(book=0)
    number = desk.order("book 10")
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", D(10))
    return desk, number, po


def test_r44_only_what_changes_is_written_and_each_change_is_in_the_log_of_both() -> None:
    desk, number, po = world()
    with desk.act() as tx:
        links.write(tx, frame(), frame((1, 1, D("2.5"))))
        links.write(tx, frame((1, 1, D("2.5"))), frame((1, 1, D("2.5"))))
    with desk.act() as tx:
        links.write(tx, frame((1, 1, D("2.5"))), frame(), "a test")
    said = [sentence for sentence in desk.log(number) if po in sentence]
    assert said == [
        f"2.5 of book on purchase order {po} are for line 1 of order {number}.",
        f"Nothing of book on purchase order {po} is for line 1 of order {number} any more (a test).",
    ]
    po_id = desk.ask(supply.find, po)["po_id"]
    assert set(said) <= set(desk.ask(lambda tx: log.search(tx, po_id=po_id))["sentence"])
    assert desk.ask(buying.for_whom, po).is_empty()


def test_r44_it_is_read_by_purchase_order_by_order_and_by_lic_while_it_still_brings_something() -> None:
    desk, number, po = world()
    with desk.act() as tx:
        links.write(tx, frame(), frame((1, 1, D(10))))
    row = desk.ask(buying.for_whom, po).row(0, named=True)
    assert (row["lic"], row["order"], row["customer"], row["qty"], row["waiting_qty"]) == (
        "book",
        number,
        "school",
        10,
        10,
    )
    for by in ({"order": number}, {"lic": "book"}):
        assert desk.ask(buying.bought_on, **by)["state"].to_list() == [PoState.PENDING]
    with desk.act() as tx:
        supply.change_po_line(tx, po, 1, qty=D(0))
    assert desk.ask(buying.for_whom, po).is_empty(), "it was taken off"
    assert desk.ask(buying.bought_on, order=number).is_empty()


def test_r44_a_purchase_order_that_is_called_off_brings_nothing_to_anybody() -> None:
    desk, number, po = world()
    with desk.act() as tx:
        links.write(tx, frame(), frame((1, 1, D(10))))
    with desk.act() as tx:
        supply.void_po(tx, po)
    assert desk.ask(buying.bought_on, order=number).is_empty()
