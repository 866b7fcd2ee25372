"""Transfers between warehouses: no unit counts in both (R1, R4, R23, R24, R39, R40, R47)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine import catalogue, log, preferences, stock, supply, warehouses
from engine.errors import (
    DeskError,
    NoReason,
    PastDay,
    Refused,
    Unknown,
    WarehouseClosed,
    WarehouseInUse,
    WrongState,
)
from engine.model import SweepName, WhyMissing
from engine.reports import explain
from engine.supply import late, transfers
from engine.supply.purchasing import IsTransfer
from engine.supply.receiving import MoreThanSent
from engine.supply.transfers import EmptyTransfer, NothingMissing, NotThere, SameWarehouse
from tests.two_warehouses import WAY, balances, pending, sent, two_warehouses

D = Decimal


def test_r47_a_pending_transfer_changes_no_balance_and_reserves_nothing() -> None:
    desk = two_warehouses(main=0, east=20)
    pending(desk, 12)
    assert (balances(desk, "on_hand"), balances(desk, "free")) == (("0", "20"), ("0", "20"))
    assert balances(desk, "on_order") == ("0", "0")


def test_r47_what_is_sent_has_left_one_pool_and_is_on_order_in_the_other() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 12)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "8"), ("12", "0"))
    desk.receive(number, book=5)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("5", "8"), ("7", "0"))
    desk.receive(number, book=7)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("12", "8"), ("0", "0"))
    assert desk.po_state(number) == "closed"


def test_r24_the_primary_sweep_gives_what_came_with_a_transfer_to_who_waits() -> None:
    desk = two_warehouses(main=0, east=20)
    a = desk.order("book 5")
    desk.receive(sent(desk, 12), book=12)
    assert desk.state(a) == "5 backordered"
    desk.sweep(SweepName.PRIMARY)
    assert desk.state(a) == "5 allotted"


def test_r40_what_waits_is_promised_the_day_of_the_transfer_and_it_is_called_late_after_that() -> None:
    desk = two_warehouses(main=0, east=20)
    a = desk.order("book 5")
    number = sent(desk, 12, expected_on=date(2026, 3, 6))
    (line,) = desk.ask(explain.explain, a)
    assert (line.projected, line.until) == (f"5 2026-03-06 {number}", f"Expected by 6 Mar ({number}).")
    assert [entry.cause for entry in line.history][-1] == f"transfer {number} was sent"
    desk.now += timedelta(days=7)
    (line,) = desk.ask(explain.explain, a)
    assert [one.sentence for one in line.late_supply] == [
        f"Transfer {number}, which it waits for, is 3 days late: it was due on 6 Mar."
    ]
    assert desk.ask(late.overdue)["po"].to_list() == [number]


def test_r23_sending_what_is_allotted_takes_from_the_back_of_the_queue() -> None:
    desk = two_warehouses(main=0, east=20)
    a, b = (desk.order(f"book {qty} @EAST") for qty in (8, 9))
    number = pending(desk, 12)
    with desk.act() as tx:
        settled = transfers.send(tx, number)
    assert (desk.state(a), desk.state(b)) == ("8 allotted", "9 backordered")
    assert settled.lines_released == 1


def test_more_than_lies_there_is_not_sent_and_less_can_be() -> None:
    desk = two_warehouses(main=0, east=10)
    number = pending(desk, 12)
    with (
        pytest.raises(NotThere, match="book has only 10 on hand in warehouse EAST, so 12 cannot be sent"),
        desk.act() as tx,
    ):
        transfers.send(tx, number)
    with desk.act() as tx:
        transfers.send(tx, number, {"book": D(9)}, expected_on=date(2026, 3, 9))
    lines = desk.ask(supply.lines, number)
    assert lines.select("qty", "expected_on").rows() == [(D(9), date(2026, 3, 9))]
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "1"), ("9", "0"))


def test_where_negative_stock_is_allowed_more_may_be_sent_than_is_counted() -> None:
    desk = two_warehouses(main=0, east=2)
    desk.prefer(allow_negative_stock="on")
    sent(desk, 5)
    assert balances(desk, "on_hand") == ("0", "-3")


def test_r47_a_transfer_that_is_called_off_is_brought_back_but_for_what_came() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 12)
    desk.receive(number, book=5)
    with desk.act() as tx:
        supply.void_po(tx, number)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("5", "15"), ("0", "0"))
    with desk.act() as tx:  # what came was a mistake: then it never left
        supply.void_receipt(tx, 1)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "20"), ("0", "0"))


def test_a_voided_receipt_puts_a_transfer_in_transit_again() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 12)
    receipt = desk.receive(number, book=12)
    with desk.act() as tx:
        supply.void_receipt(tx, receipt)
    assert (balances(desk, "on_hand"), balances(desk, "on_order")) == (("0", "8"), ("12", "0"))
    said = desk.ask(log.search, po_id=1)["sentence"].to_list()
    assert f"Transfer {number} is in transit again." in said


@pytest.mark.parametrize(
    ("why", "main", "east"),
    [(WhyMissing.NOT_FOUND, "10", "8"), (WhyMissing.DAMAGED, "10", "8"), (WhyMissing.NOT_SENT, "10", "10")],
)
def test_r47_a_short_receipt_has_a_reason_that_says_where_the_rest_is(
    why: WhyMissing, main: str, east: str
) -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 12)
    with desk.act() as tx:
        came = transfers.receive(tx, number, {"book": D(10)}, {"book": D(2)}, why)
    assert (came.closed, balances(desk, "on_hand"), balances(desk, "on_order")) == (
        True,
        (main, east),
        ("0", "0"),
    )
    lost = desk.ask(stock.adjustments)["reason"].to_list()
    assert (f"{why.words}, transfer {number}" in lost) == (why is not WhyMissing.NOT_SENT)


def test_nothing_may_have_come_at_all() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 12)
    with desk.act() as tx:
        came = transfers.receive(tx, number, {}, {"book": D(12)}, WhyMissing.NOT_SENT)
    assert (came.receipt_id, came.closed, balances(desk, "on_hand")) == (None, True, ("0", "20"))
    number = sent(desk, 12)
    with desk.act() as tx:
        transfers.receive(tx, number, {}, {"book": D(12)}, WhyMissing.OTHER, note="the van burned")
    assert balances(desk, "on_hand") == ("0", "8")


def test_what_cannot_be_is_refused_in_a_sentence() -> None:
    desk = two_warehouses(main=0, east=20)
    number, moving = pending(desk, 5), sent(desk, 5)
    po = desk.purchase("book", 5)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "WEST")
        warehouses.close(tx, "WEST")
        empty = transfers.create(tx, "EAST")
    said: dict[type[DeskError], Any] = {
        SameWarehouse: lambda tx: transfers.create(tx, "EAST", "EAST"),
        WarehouseClosed: lambda tx: transfers.create(tx, "WEST", "MAIN"),
        EmptyTransfer: lambda tx: transfers.send(tx, empty),
        IsTransfer: lambda tx: supply.open_po(tx, number),
        WrongState: lambda tx: supply.add_po_line(tx, moving, "book", D(1)),
        MoreThanSent: lambda tx: supply.receive(tx, moving, {"book": D(6)}, over=True),
        NoReason: lambda tx: transfers.receive(tx, moving, {}, {"book": D(1)}, WhyMissing.OTHER),
        PastDay: lambda tx: transfers.send(tx, number, expected_on=date(2026, 3, 1)),
        Unknown: lambda tx: transfers.send(tx, po),
        Refused: lambda tx: transfers.make(tx, {"pen": D(1), "book": D("0.5")}, "EAST"),
    }
    for kind, act in said.items():
        with pytest.raises(kind), desk.act() as tx:
            act(tx)
    with pytest.raises(MoreThanSent), desk.act() as tx:
        transfers.receive(tx, moving, {}, {"book": D(6)}, WhyMissing.NOT_SENT)
    desk.item("pen")
    with pytest.raises(NothingMissing), desk.act() as tx:
        transfers.receive(tx, moving, {}, {"pen": D(1)}, WhyMissing.NOT_SENT)
    with pytest.raises(Unknown, match="line of transfer TR101 for LIC"), desk.act() as tx:
        transfers.send(tx, number, {"pen": D(1)})
    with pytest.raises(PastDay), desk.act() as tx:
        transfers.make(tx, {"book": D(1)}, "EAST", expected_on=date(2026, 3, 1))
    with pytest.raises(WrongState, match="Transfer TR102 is in transit"), desk.act() as tx:
        transfers.send(tx, moving)
    desk.prove()


def test_a_transfer_is_no_purchase_order_on_lists_and_keeps_its_source_open() -> None:
    desk = two_warehouses(main=0, east=20)
    number = sent(desk, 20)
    assert desk.ask(supply.purchase_orders).is_empty()
    (row,) = desk.ask(transfers.listed).to_dicts()
    assert (row["transfer"], row["state"], row["from_warehouse"], row["warehouse"]) == (number, "open", *WAY)
    with pytest.raises(WarehouseInUse, match=f"transfers take from it \\({number}\\)"), desk.act() as tx:
        warehouses.close(tx, "EAST")


def test_what_lies_elsewhere_is_to_spare_unless_it_is_wanted_there_or_pending() -> None:
    desk = two_warehouses(main=3, east=20)
    desk.order("book 25")
    desk.order("book 4 @EAST")
    pending(desk, 6)
    pools = desk.ask(lambda tx: tx.rows("guards.every_pool"))
    rows = desk.ask(transfers.spare, pools).select("warehouse", "from_warehouse", "spare_qty").rows()
    assert rows == [("MAIN", "EAST", D(10))]


def test_a_sequence_of_numbers_goes_on_from_the_highest() -> None:
    desk = two_warehouses(main=0, east=20)
    with desk.act() as tx:
        transfers.create(tx, "EAST", number="TR120")
    assert pending(desk, 1) == "TR121"


def test_preferences_and_sweeps_find_nothing_to_do_on_a_transfer_in_transit() -> None:
    desk = two_warehouses(main=0, east=20)
    with desk.act() as tx:
        preferences.change(tx, "sweep_on_receipt", "on")
    sent(desk, 12)
    assert desk.sweep(SweepName.PRIMARY).counts.pools == 0
