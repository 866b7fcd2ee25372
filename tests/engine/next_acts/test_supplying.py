"""What waits uncovered, and the acts that cover it (R44, R47)."""

from __future__ import annotations

from decimal import Decimal

from engine import buying, catalogue, next_acts, supply
from engine.next_acts import Act, ActKind, supplying
from engine.whatif.transfer_edits import Send
from tests import worlds
from tests.story import Story
from tests.two_warehouses import pending, two_warehouses

D = Decimal


def acts(desk: Story) -> list[Act]:
    found: list[Act] = desk.ask(supplying.find)
    return found


@worlds.copied
def two_lics() -> Story:
    desk = Story()
    for lic, cost in (("book", 3), ("pen", 1)):
        desk.item(lic, 0, unit_cost=D(cost), vendor_code="press")
    return desk


def test_r44_what_nobody_ordered_is_one_act_for_each_vendor() -> None:
    desk = two_lics()
    first, second = desk.order("book 4", "pen 10"), desk.order("pen 5", customer="college")
    (act,) = acts(desk)
    assert act.sentence == "Order 15 of pen and 4 of book from Press"
    assert (act.kind, act.subject, act.qty, act.value) == (ActKind.ORDER, "press", D(19), D(27))
    assert act.helped.rows() == [
        (first, "School", "book", D(4), D(12)),
        (first, "School", "pen", D(10), D(10)),
        (second, "College", "pen", D(5), D(5)),
    ]


def test_r44_what_is_on_a_pending_purchase_order_is_not_ordered_again_but_opened() -> None:
    """10 wait: 4 are on a pending purchase order, 6 nowhere"""
    desk = two_lics()
    desk.order("book 10")
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", D(4))
    ordered, opened = sorted(acts(desk), key=lambda act: act.kind, reverse=True)
    assert (ordered.kind, ordered.qty) == (ActKind.ORDER, D(6))
    assert (opened.kind, opened.subject, opened.qty) == (ActKind.OPEN, po, D(4))
    assert opened.sentence == f"Open purchase order {po}: 4 of book wait for it"


def test_r44_a_purchase_order_that_brings_more_than_waits_counts_for_what_waits() -> None:
    desk = two_lics()
    desk.order("book 10")
    with desk.act() as tx:
        po = supply.create_po(tx, "press")
        supply.add_po_line(tx, po, "book", D(40))
        supply.add_po_line(tx, po, "pen", D(40))
    (act,) = acts(desk)
    assert (act.qty, act.helped.height) == (D(10), 1)


def test_what_is_not_bought_any_more_and_what_has_no_vendor_is_not_ordered() -> None:
    desk = Story(book=0)
    desk.order("book 4")
    assert acts(desk) == []
    desk.item("pen", 0, vendor_code="press")
    desk.order("pen 4")
    with desk.act() as tx:
        catalogue.change_item(tx, "pen", active=False)
    assert acts(desk) == []


@worlds.copied
def partly_elsewhere() -> Story:
    """25 wait in MAIN, 10 lie in EAST"""
    desk = two_warehouses(0, 10)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    desk.order("book 8")
    desk.order("book 17", customer="college")
    return desk


def test_r47_what_lies_free_elsewhere_is_fetched_and_only_the_rest_is_bought() -> None:
    """Each unit counts for one act: what is fetched is for those served first."""
    desk = partly_elsewhere()
    ordered, fetched = sorted(acts(desk), key=lambda act: act.kind, reverse=True)
    assert fetched.sentence == "Transfer 10 of book from warehouse EAST into MAIN, where they are needed"
    assert (fetched.kind, fetched.qty) == (ActKind.FETCH, D(10))
    assert ordered.sentence == "Order 15 of book from Press"
    assert (ordered.qty, ordered.customers) == (D(15), ["College"])
    with desk.act() as tx:
        buying.fetch(tx, pools=fetched.pools)
    assert {act.kind: act.qty for act in acts(desk)} == {ActKind.SEND: D(10), ActKind.ORDER: D(15)}


def test_r44_the_rest_ordered_first_leaves_to_the_transfer_what_lies_elsewhere() -> None:
    desk = partly_elsewhere()
    ordered = next(act for act in acts(desk) if act.kind is ActKind.ORDER)
    with desk.act() as tx:
        assert next_acts.do(tx, ordered).sentence == "Ordered 15 of book on PO101."
    assert {act.kind: act.qty for act in acts(desk)} == {ActKind.OPEN: D(15), ActKind.FETCH: D(10)}


def test_r47_a_pending_transfer_is_sent() -> None:
    desk = two_warehouses(0, 10)
    desk.order("book 25")
    number = pending(desk, 10)
    (act,) = acts(desk)
    assert (act.kind, act.edit, act.qty) == (ActKind.SEND, Send(number), D(10))
    assert act.sentence == f"Send transfer {number} to warehouse MAIN: 10 of book wait there"


def test_more_than_two_lics_are_counted() -> None:
    desk = two_lics()
    for lic in ("cap", "lamp"):
        desk.item(lic, 0, vendor_code="press")
    desk.order("book 9", "pen 8", "cap 7", "lamp 6")
    assert acts(desk)[0].sentence == "Order 9 of book, 8 of pen and 2 more LICs from Press"
