"""What was ordered for a line and goes to somebody ahead of it is said in its reason (R41, R44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine import buying, returns, supply
from engine.buying import Bought
from engine.reports import backorders
from engine.reports.explain import explain
from engine.supply import transfers
from tests import worlds
from tests.story import Story
from tests.two_warehouses import two_warehouses

D = Decimal


@worlds.copied
def world() -> Story:
    desk = Story()
    desk.item("book", vendor_code="press")
    return desk


def bought(desk: Story, **which: Any) -> Bought:
    with desk.act() as tx:
        return buying.order_it(tx, **which)


def bought_and_sent(desk: Story) -> None:
    bought(desk, lics=["book"])
    with desk.act() as tx:
        supply.open_po(tx, "PO101")


def test_r41_r44_rank_decides_and_the_reason_says_who_gets_what_was_ordered_for_a_line() -> None:
    desk = world()
    mine = desk.order("book 10")
    bought_and_sent(desk)
    (line,) = desk.ask(explain, mine)
    assert "ordered on PO101" not in line.why
    urgent = desk.order("book 6", priority=5)
    said = f"6 of it were ordered on PO101, but go to order {urgent}, which is ahead of it."
    (line,) = desk.ask(explain, mine)
    assert line.why.endswith(said)
    rows = desk.ask(backorders.waiting).select("order", "reason").rows()
    assert [reason for order, reason in rows if order == mine] == [line.why]
    assert [reason for order, reason in rows if order == urgent] == [desk.ask(explain, urgent)[0].why]
    assert bought(desk, lines=[(mine, 1)]).ordered["qty"].to_list() == [6], "it is uncovered again"


def test_r41_r44_what_came_and_went_to_others_is_said_too() -> None:
    desk = world()
    mine = desk.order("book 10")
    bought_and_sent(desk)
    urgent = desk.order("book 6", priority=5)
    desk.receive("PO101", book=10)
    desk.sweep()
    assert desk.state(urgent) == "6 allotted"
    assert desk.state(mine) == "4 allotted, 6 backordered"
    assert desk.ask(explain, mine)[1].why.endswith(
        "6 of it were ordered on PO101 and came, but went to orders ahead of it."
    )


def test_r44_a_line_that_got_what_was_ordered_for_it_hears_nothing_of_that_again() -> None:
    desk = world()
    mine = desk.order("book 10")
    bought_and_sent(desk)
    desk.receive("PO101", book=10)
    desk.sweep()
    desk.ship(mine)
    with desk.act() as tx:
        returns.take_back(tx, mine, 1, D(3), sellable=False)
    waiting = [line for line in desk.ask(explain, mine) if line.state == "backordered"]
    assert waiting
    assert not [line for line in waiting if "PO101" in line.why]


def test_r47_what_a_transfer_is_to_bring_was_not_ordered() -> None:
    desk = two_warehouses(main=0, east=10)
    mine = desk.order("book 10")
    with desk.act() as tx:
        buying.fetch(tx, lics=["book"])
        transfers.send(tx, "TR101")
    urgent = desk.order("book 1", priority=5)
    (line,) = desk.ask(explain, mine)
    said = f"1 of it was put on transfer TR101, but goes to order {urgent}, which is ahead of it."
    assert line.why.endswith(said)
    assert [one.in_words for one in line.ordered_on] == ["10 on TR101, which is in transit"]
