"""What an undo is about, in a sentence: every change is counted, and nothing that only followed from one."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from engine import catalogue, log, undo, whatif
from engine.model import Policy, ShipType, WhyMissing
from engine.supply import transfers
from engine.whatif import edits, pausing
from engine.whatif.edits import Edit
from engine.whatif.transfer_edits import Send, Transfer
from tests import worlds
from tests.engine.undo.test_catalogue import brought
from tests.story import Story
from tests.two_warehouses import pending, sent, two_warehouses

D = Decimal
MAY = date(2026, 5, 1)
URGENT, OTHER, SHORT, PO = "1001", "1002", "1003", "PO101"


def title(desk: Story) -> str:
    """What an undo of the last action is about."""
    what: str = desk.ask(undo.last_action).title
    return what


def applied(desk: Story, *tried: Edit) -> None:
    """Edits that were tried, and done as they were shown."""
    shown = whatif.preview(desk.session, desk.actor, tried, desk.now)
    whatif.apply(desk.session, desk.actor, tried, shown.fingerprint, desk.now)


@worlds.copied
def busy() -> Story:
    """Books in two warehouses; three orders of which the last waits, and a purchase order."""
    desk = two_warehouses(20, 10)
    desk.item("pen", 5)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    numbers = [desk.order("book 5"), desk.order("book 3", "pen 1"), desk.order("book 40")]
    assert [*numbers, desk.purchase("book", 10)] == [URGENT, OTHER, SHORT, PO]
    return desk


EDITS: dict[str, Callable[[Story], Edit]] = {
    "1004": lambda desk: edits.Open(desk.draft("pen 1")),
    "1002, which gets a line": lambda _: edits.AddLine(OTHER, "pen", D(1)),
    "1002, of which more is wanted": lambda _: edits.SetQty(OTHER, 1, D(4)),
    "1002, of which less is wanted": lambda _: edits.SetQty(OTHER, 1, D(2)),
    "1002, cancelled": lambda _: edits.Cancel(OTHER),
    "1002, of which a line is cancelled": lambda _: edits.Cancel(OTHER, 1),
    "PO101, received": lambda _: edits.Receive(PO, {"book": D(3)}),
    "PO101, of which a receipt is voided": lambda desk: edits.VoidReceipt(desk.receive(PO, book=2)),
    "PO101, late": lambda _: edits.MoveDate(PO, MAY),
    "PO102": lambda _: edits.Purchase("book", D(2), MAY),
    "shipment 2": lambda desk: edits.VoidShipment(desk.shipments_of(OTHER)[0]),
    "book": lambda _: edits.Adjust("book", D(2)),
    "TR101": lambda _: Transfer("book", D(2), "EAST", "MAIN"),
    "TR101, sent": lambda desk: Send(pending(desk, 2)),
    "1002, complete": lambda _: edits.SetShipType(OTHER, ShipType.COMPLETE),
    "1003": lambda _: edits.Whole(SHORT, 2),
    "1002, released": lambda _: edits.Release(OTHER, 1),
    "1002, on hold": lambda _: pausing.PutOnHold(OTHER),
    "college": lambda _: pausing.HoldCustomer("college"),
    "1002, not before": lambda _: pausing.NotBefore(OTHER, None, MAY),
    "1002, of which a line is not before": lambda _: pausing.NotBefore(OTHER, 1, MAY),
    "a preference": lambda _: edits.SetPolicy(Policy.SKIP),
}
"""What is named, and the edit of it."""


@pytest.mark.parametrize("named", EDITS)
def test_an_action_of_two_edits_names_what_both_are_about_whichever_came_first(named: str) -> None:
    desk = busy()
    edit, urgent = EDITS[named](desk), edits.Priority(URGENT, 5)
    applied(desk, urgent, edit)
    of = named.partition(",")[0]
    assert title(desk) == f"Order 1001: priority changed from 0 to 5; and 1 other change ({of})."
    desk = busy()
    applied(desk, EDITS[named](desk), urgent)
    assert title(desk).endswith("; and 1 other change (1001).")


@pytest.mark.parametrize("named", EDITS)
def test_what_an_edit_writes_has_its_days_as_people_write_them(named: str) -> None:
    desk = busy()
    applied(desk, EDITS[named](desk))
    said = desk.ask(log.search)["sentence"].to_list()
    assert [sentence for sentence in said if re.search(r"\d{4}-\d\d-\d\d", sentence)] == []


def test_a_day_that_somebody_else_set_since_is_said_as_people_write_it() -> None:
    desk = busy()
    applied(desk, pausing.NotBefore(OTHER, None, date(2026, 4, 1)))
    row = desk.ask(undo.last_action).first_log_id
    applied(desk, pausing.NotBefore(OTHER, None, MAY))
    with pytest.raises(undo.NothingOfItCanBeUndone, match="Ann made it 1 May 2026 since then"):
        desk.undo(log_id=row)


def test_an_order_that_comes_in_again_for_another_day_says_both_as_people_write_them(tmp_path: Path) -> None:
    desk = Story(book=20)
    header, file = "order,customer,lic,qty,requested_on", tmp_path / "orders.csv"
    brought(desk, "orders", file, header, "A1,school,book,3,2026-05-01")
    desk.undo()
    brought(desk, "orders", file, header, "A1,school,book,3,2026-06-02")
    assert "Order A1: requested on is 2 Jun 2026 now, not 1 May 2026." in desk.log("A1")


def test_a_priority_a_hold_and_a_cancellation_are_three_changes() -> None:
    desk = Story(book=20, pen=5)
    urgent, held, cancelled = desk.order("book 5"), desk.order("book 3"), desk.order("book 4", "pen 2")
    applied(desk, edits.Priority(urgent, 5), pausing.PutOnHold(held), edits.Cancel(cancelled))
    assert title(desk) == "Order 1001: priority changed from 0 to 5; and 2 other changes (1002 and 1003)."


def test_a_transfer_sent_with_less_than_was_typed_is_named_as_sent() -> None:
    desk = two_warehouses(0, 10)
    number = pending(desk, 5)
    with desk.act() as tx:
        transfers.send(tx, number, {"book": D(3)}, expected_on=date(2026, 4, 1))
    assert title(desk) == "Transfer TR101 was sent."


@pytest.mark.parametrize(
    ("came", "said"),
    [
        ({"book": D(2)}, "2 of book came with transfer TR101; 1 was sent and did not come."),
        ({}, "Nothing of book came with transfer TR101; 3 was sent and did not come."),
    ],
)
def test_what_did_not_come_with_a_transfer_is_not_said_to_have_come(
    came: dict[str, Decimal], said: str
) -> None:
    desk = two_warehouses(0, 10)
    number = sent(desk, 3)
    with desk.act() as tx:
        transfers.receive(tx, number, came, {"book": D(3) - came.get("book", D(0))}, WhyMissing.DAMAGED)
    assert title(desk) == said
    assert desk.balance("book")["on_hand"] == str(came.get("book", 0))


def test_undos_of_undos_name_what_was_done_at_first() -> None:
    desk = Story(book=20)
    number = desk.order("book 5")
    first = desk.undo()
    again = desk.undo(run_id=first.run_id)
    last = desk.undo(run_id=again.run_id)
    done = f"undo of: Order {number} was opened: Partial OK, priority 0"
    assert again.what == f"Run 1 ({done})"
    assert last.what == f"Run 2 (undo of run 1, {done})"
    seen = undo.preview(desk.session, actor="Ann", run_id=last.run_id)
    assert seen.what == f"Run 3 (undo of run 2, undo of run 1, {done})"


def test_an_undone_sweep_is_named_by_its_run_and_sweep() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.supply("book", 5)
    swept = desk.sweep()
    back = desk.undo(run_id=swept.run_id)
    again = desk.undo(run_id=back.run_id)
    assert (back.what, again.what) == ("Run 1 (secondary)", "Run 2 (undo of run 1, secondary)")


FILES = {
    "items": ("lic,description,replenish_level,target", "book,Bound,3,5", "pencil,Blue,4,6"),
    "customers": ("customer,name", "club,Club", "mill,Mill"),
    "vendors": ("vendor,name", "mill,Mill"),
    "stock": ("lic,qty", "pen,3"),
    "orders": ("order,customer,lic,qty", "A1,school,book,3", "A2,college,book,2"),
    "purchase-orders": ("po,vendor,lic,qty", "P1,press,book,4", "P2,press,pen,4"),
    "adjustments": ("lic,qty,reason,reference", "book,2,count,J1"),
    "warehouses": ("warehouse,name", "WEST,West"),
    "transfers": ("transfer,from_warehouse,warehouse,lic,qty", "T1,MAIN,EAST,book,1"),
    "preferences": ("name,value", "skip_age_days,4"),
}
"""A file of each kind that may come in first."""


def test_an_import_is_named_by_its_file_and_what_it_brought(tmp_path: Path) -> None:
    desk = two_warehouses(20, 10)
    desk.item("pen")
    found = {}
    for kind, rows in FILES.items():
        brought(desk, kind, tmp_path / f"of {kind}.csv", *rows)
        found[kind] = title(desk).removeprefix(f"File of {kind}.csv was imported as {kind}: ")
    assert found == {
        "items": "1 added, 1 updated.",
        "customers": "2 added.",
        "vendors": "1 added.",
        "stock": "1 added.",
        "orders": "2 added.",
        "purchase-orders": "2 added.",
        "adjustments": "1 added.",
        "warehouses": "1 added.",
        "transfers": "1 added.",
        "preferences": "1 updated.",
    }


def test_a_file_that_brings_nothing_new_is_no_action(tmp_path: Path) -> None:
    desk = Story(book=20)
    for _ in range(2):
        brought(desk, "items", tmp_path / "items.csv", "lic,description", "pen,Blue")
    desk.undo()
    assert title(desk) != "File items.csv was imported as items: 1 added."


def test_the_undo_of_an_import_says_what_it_brings_back_and_not_the_file(tmp_path: Path) -> None:
    desk = Story(book=20)
    brought(desk, "items", tmp_path / "items.csv", "lic,description", "pen,Blue")
    done = desk.undo()
    assert done == undo.Undone(
        "File items.csv was imported as items: 1 added.",
        1,
        ["LIC pen was taken off again (what Ann did was undone)."],
        [],
    )


@pytest.mark.parametrize("state", ["pending", "shipped"])
def test_voided_shipments_are_named_and_not_the_lines_on_them(state: str) -> None:
    desk = Story(book=20, pen=5)
    numbers = [desk.order("book 5"), desk.order("book 3", "pen 2")]
    both = [one for number in numbers for one in desk.shipments_of(number)]
    if state == "shipped":
        for number in numbers:
            desk.ship(number)
    desk.void(*both)
    assert title(desk) == "Shipment 1 was voided; and 1 more like it (2)."
