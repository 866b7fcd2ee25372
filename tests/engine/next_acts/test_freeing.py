"""Stranded stock as acts (R15, R30)."""

from __future__ import annotations

from engine.next_acts import ActKind, freeing
from engine.whatif.edits import SetShipType, Split
from tests.story import Story


def test_r30_a_complete_order_that_lacks_one_lic_may_ship_what_it_has() -> None:
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 4")
    (act,) = desk.ask(freeing.find)
    assert (act.kind, act.subject, act.qty) == (ActKind.IN_PARTS, order, 5)
    assert isinstance(act.edit, SetShipType)
    assert act.customers == ["School"]


def test_r15_a_shelf_that_one_line_holds_is_offered_once_by_the_act_that_frees_most() -> None:
    """on hand 20 | whole 25 holds them, 12 wait behind: a split frees 20, a release 12"""
    desk = Story(book=20)
    whole = desk.order("book 25 whole")
    desk.order("book 12")
    (act,) = desk.ask(freeing.find)
    assert (act.name, act.qty) == (f"split {whole}/1", 20)
    assert act.edit == Split(whole, 1)


def test_a_receipt_is_no_act_of_a_person() -> None:
    """Units that must come in first are ordered, or asked for; nobody books them."""
    desk = Story(book=5, pen=0)
    desk.complete("book 5", "pen 4")
    desk.purchase("pen", 4)
    assert {act.kind for act in desk.ask(freeing.find)} == {ActKind.IN_PARTS}
