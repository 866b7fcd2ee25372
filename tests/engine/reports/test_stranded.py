"""Stranded stock: what lies for orders that cannot ship, and what one act frees (R15, R30)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from engine import whatif
from engine.orders import holds
from engine.orders.holds import Subject
from engine.reports import stranded
from engine.reports.stranded import Remedy, RemedyKind, Stranded
from engine.whatif.edits import Adjust, Receive
from tests.story import Story

D = Decimal


def found(desk: Story) -> Stranded:
    told: Stranded = desk.ask(stranded.find)
    return told


def remedy(desk: Story, kind: RemedyKind) -> Remedy:
    (one,) = [remedy for remedy in found(desk).remedies if remedy.kind is kind]
    return one


def shipped_by(desk: Story, remedy: Remedy) -> set[str]:
    """The orders that are complete once a remedy is applied for good."""
    told = whatif.preview(desk.session, "Ann", [remedy.edit], desk.now)
    whatif.apply(desk.session, "Ann", [remedy.edit], told.fingerprint, desk.now)
    desk.prove()
    return {*told.completed["order"]}


def test_a_desk_that_ships_all_it_can_has_nothing_stranded() -> None:
    desk = Story(book=20)
    assert (found(desk).qty, found(desk).remedies) == (D(0), [])
    desk.order("book 25 split")
    desk.complete("book 5")
    assert found(desk).units.height == 0


def test_a_complete_order_that_lacks_one_lic_strands_the_rest_until_that_comes() -> None:
    """5 books at 3.00 are allotted, 4 pens are missing and another order waits for 2 before them"""
    desk = Story(pen=0)
    desk.item("book", 5, unit_cost=D(3))
    desk.order("pen 2")
    order = desk.complete("book 5", "pen 4")
    told = found(desk)
    assert told.units.select("order", "lic", "qty", "value", "on_shelf", "waits_for").rows() == [
        (order, "book", D(5), D("15.00"), False, "4 of pen")
    ]
    receipt = remedy(desk, RemedyKind.RECEIPT)
    assert receipt.sentence == "Receive 6 of pen"
    assert (receipt.frees_qty, receipt.frees_value, receipt.orders) == (D(5), D("15.00"), 1)
    assert (receipt.is_real, receipt.edit) == (False, Adjust("pen", D(6), "MAIN"))
    assert receipt.standing == "Receive 6 of pen, which is not on an open purchase order"
    po = desk.purchase("pen", 10, expected_on=date(2027, 1, 5))
    receipt = remedy(desk, RemedyKind.RECEIPT)
    assert (receipt.is_real, receipt.edit) == (True, Receive(po, {"pen": D(6)}))
    assert receipt.standing == receipt.sentence == f"Receive 6 of pen on {po}"
    assert order in shipped_by(desk, receipt)
    assert found(desk).units.height == 0


def test_one_less_would_not_have_freed_it() -> None:
    desk = Story(book=5, pen=0)
    desk.order("pen 2")
    order = desk.complete("book 5", "pen 4")
    needed = remedy(desk, RemedyKind.RECEIPT).edit
    assert isinstance(needed, Adjust)
    told = whatif.preview(desk.session, "Ann", [Adjust("pen", needed.qty - 1)])
    assert order not in told.completed["order"]


def test_a_complete_order_may_ship_in_parts() -> None:
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 4")
    in_parts = remedy(desk, RemedyKind.IN_PARTS)
    assert (in_parts.frees_qty, in_parts.order) == (D(5), order)
    shipped_by(desk, in_parts)
    assert desk.shipments_of(order, "pending")
    assert found(desk).units.height == 0


def test_a_shelf_held_for_a_whole_line_is_stranded_and_freed_by_receipt_split_or_release() -> None:
    """on hand 20 | whole 25 holds them, 12 wait behind"""
    desk = Story(book=20)
    whole = desk.order("book 25 whole")
    behind = desk.order("book 12")
    told = found(desk)
    assert told.units.select("order", "qty", "on_shelf", "waits_for").rows() == [
        (whole, D(20), True, "25 of book in one piece")
    ]
    said = {remedy.kind: (remedy.sentence, remedy.frees_qty) for remedy in told.remedies}
    assert said[RemedyKind.RECEIPT] == ("Receive 5 of book", D(20))
    assert said[RemedyKind.SPLIT][1] == D(20)
    assert said[RemedyKind.RELEASE][1] == D(12)
    assert shipped_by(desk, remedy(desk, RemedyKind.RELEASE)) == {behind}


def test_a_released_complete_order_lets_those_behind_it_ship() -> None:
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 4")
    behind = desk.order("book 3")
    release = remedy(desk, RemedyKind.RELEASE)
    assert (release.order, release.frees_qty) == (order, D(3))
    assert shipped_by(desk, release) == {behind}


def test_r43_under_skip_a_young_whole_line_strands_nothing_and_an_old_one_does() -> None:
    desk = Story(book=20)
    desk.prefer(allocation_policy="skip")
    desk.order("book 25 whole")
    assert found(desk).units.height == 0
    desk.prefer(skip_age_days=0)
    assert found(desk).qty == D(20)


def test_r18_what_the_next_sweep_gives_to_a_whole_line_is_not_stranded() -> None:
    """17 on hand | whole 15 of a higher priority takes 10 of the 12 that a lower one has"""
    desk = Story(book=12)
    desk.order("book 12")
    whole = desk.order("book 15 whole", priority=1)
    desk.adjust("book", 5)
    assert found(desk).units.height == 0
    desk.sweep()
    assert desk.state(whole) == "15 allotted"


def test_r43_under_skip_the_shelf_is_held_for_an_old_line_behind_a_young_one_that_is_skipped() -> None:
    """10 on hand | whole 20 of a higher priority, young | whole 15, old, holds them | 3 behind it"""
    desk = Story(book=10)
    desk.prefer(allocation_policy="skip", skip_age_days=10)
    old = desk.order("book 15 whole")
    desk.now += timedelta(days=12)
    desk.order("book 20 whole", priority=5)
    behind = desk.order("book 3")
    told = found(desk)
    assert told.units.select("order", "qty", "on_shelf").rows() == [(old, D(10), True)]
    assert shipped_by(desk, remedy(desk, RemedyKind.RELEASE)) == {behind}


def test_the_receipt_that_frees_most_for_each_unit_comes_first() -> None:
    """a lamp is missing for 10 globes, 9 pens for a book: the lamp is worth more"""
    desk = Story(book=1, pen=0, globe=10, lamp=0)
    desk.complete("book 1", "pen 9")
    desk.complete("globe 10", "lamp 1")
    receipts = [one.sentence for one in found(desk).remedies if one.kind is RemedyKind.RECEIPT]
    assert receipts == ["Receive 1 of lamp", "Receive 9 of pen"]


def test_r45_no_remedy_frees_what_is_paused_or_gives_it_to_whoever_is() -> None:
    """on hand 5 books, no pen | complete: 5 books, 4 pens | 3 books wait behind it"""
    desk = Story(book=5, pen=0)
    order, behind = desk.complete("book 5", "pen 4"), desk.order("book 3")

    def kinds(*subjects: Subject) -> set[RemedyKind]:
        with desk.act() as tx:
            holds.hold(tx, subjects, "not paid")
        kinds = {one.kind for one in found(desk).remedies}
        with desk.act() as tx:
            holds.lift(tx, subjects)
        return kinds

    assert kinds() == {RemedyKind.RECEIPT, RemedyKind.IN_PARTS, RemedyKind.RELEASE}
    assert kinds(Subject(order, 1)) == {RemedyKind.RELEASE}
    assert kinds(Subject(order, 2)) == {RemedyKind.IN_PARTS, RemedyKind.RELEASE}
    assert kinds(Subject(behind)) == {RemedyKind.RECEIPT, RemedyKind.IN_PARTS}
