"""Acts done by the use case of everyday, with the settlement of the next sweep."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine import next_acts
from engine.next_acts import Act, ActKind, choosing
from engine.next_acts.doing import DayNeeded
from engine.whatif import TakesFromOthers
from tests.story import START, Story
from tests.two_warehouses import two_warehouses


def only(desk: Story) -> Act:
    (act,) = choosing.best(desk.session, "Ann", desk.now)
    return act


def do(desk: Story) -> str:
    act = only(desk)
    with desk.act() as tx:
        return next_acts.do(tx, act).sentence


def test_r44_what_is_ordered_is_then_opened_and_then_nothing_is_left_to_do() -> None:
    desk = Story()
    desk.item("book", 0, vendor_code="press")
    desk.order("book 5")
    assert do(desk) == "Ordered 5 of book on PO101."
    assert do(desk) == "Purchase order PO101 is open: it is on order now."
    assert choosing.best(desk.session, "Ann", desk.now) == []


def test_r47_what_is_fetched_is_then_sent() -> None:
    desk = two_warehouses(0, 10)
    desk.order("book 10")
    assert do(desk).startswith("Put 10 of book on transfer TR")
    assert do(desk).endswith("is sent.")
    assert choosing.best(desk.session, "Ann", desk.now) == []


def test_r30_an_order_that_may_ship_in_parts_has_its_shipment_at_once_and_undo_takes_it_back() -> None:
    desk = Story(book=5, pen=0)
    order = desk.complete("book 5", "pen 4")
    assert do(desk) == f"Order {order} ships in parts."
    assert desk.shipments_of(order, "pending")
    desk.undo()
    assert not desk.shipments_of(order, "pending")
    assert only(desk).kind is ActKind.IN_PARTS


def test_r15_a_split_line_takes_what_there_is() -> None:
    desk = Story(book=20)
    whole = desk.order("book 25 whole")
    do(desk)
    assert desk.state(whole) == "20 allotted, 5 backordered"


def test_an_act_by_which_others_would_lose_is_not_done_unseen() -> None:
    """A transfer takes from the shelf what an order there has."""
    desk = two_warehouses(0, 10)
    desk.order("book 10")
    do(desk)
    act = only(desk)
    desk.order("book 10 @EAST")
    assert desk.ask(choosing.find)[0].name == act.name
    with pytest.raises(TakesFromOthers), desk.act() as tx:
        next_acts.do(tx, act)


def test_r40_late_supply_gets_the_day_that_a_person_says() -> None:
    desk = Story(book=0)
    desk.order("book 5")
    desk.purchase("book", 5, expected_on=START.date())
    desk.now += timedelta(days=1)
    with pytest.raises(DayNeeded, match="PO101 needs the day"):
        do(desk)
