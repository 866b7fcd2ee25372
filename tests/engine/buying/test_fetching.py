"""What waits and lies elsewhere goes onto a pending transfer before anything is bought (R44, R47)."""

from __future__ import annotations

from decimal import Decimal

from db.session import Transaction
from engine import buying, catalogue, stock, supply
from engine.buying import uncovered
from engine.model import POOL, Pool
from engine.supply import transfers
from tests.two_warehouses import two_warehouses

D = Decimal


def test_r47_what_waits_is_fetched_from_where_it_lies_and_twice_is_once() -> None:
    desk = two_warehouses(main=0, east=20)
    number = desk.order("book 5")
    with desk.act() as tx:
        done = buying.fetch(tx, lics=["book"])
    assert done.sentence == "Put 5 of book on transfer TR101."
    assert desk.ask(buying.for_whom, "TR101").select("order", "qty").rows() == [(number, D(5))]
    with desk.act() as tx:
        again = buying.fetch(tx, lines=[(number, None)])
    assert again.ordered.is_empty()
    with desk.act() as tx:  # nor is it bought
        assert buying.order_it(tx, lics=["book"]).ordered.is_empty()


def test_r47_what_the_source_lacks_is_bought() -> None:
    desk = two_warehouses(main=0, east=3)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    desk.order("book 5")
    with desk.act() as tx:
        buying.fetch(tx, lics=["book"])
        buying.order_it(tx, lics=["book"])
    assert desk.ask(supply.lines, "TR101")["qty"].to_list() == [D(3)]
    assert desk.ask(supply.lines, "PO101")["qty"].to_list() == [D(2)]


def test_r47_two_pools_are_not_given_the_same_units_and_the_fullest_warehouse_gives() -> None:
    desk = two_warehouses(main=0, east=6)
    with desk.act() as tx:
        for code in ("NORTH", "WEST"):
            catalogue.add_warehouse(tx, code)
        stock.adjust(tx, "book", D(2), reason="count", warehouse="WEST")
    desk.order("book 5")
    desk.order("book 4 @NORTH")
    with desk.act() as tx:
        buying.fetch(tx, lics=["book"])
    rows = desk.ask(transfers.listed).select("from_warehouse", "warehouse", "qty").sort("warehouse").rows()
    assert rows == [("EAST", "MAIN", D(5)), ("WEST", "NORTH", D(2))]


def test_r47_what_is_fetched_is_not_bought_with_the_rest() -> None:
    """5 wait, 3 lie in EAST: the other 2 are ordered, for who is served last"""
    desk = two_warehouses(main=0, east=3)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    first, last = desk.order("book 3"), desk.order("book 2")
    pools = desk.ask(uncovered_pools)
    with desk.act() as tx:
        assert buying.order_rest(tx, pools=pools).sentence == "Ordered 2 of book on PO101."
    assert desk.ask(buying.for_whom, "PO101").select("order", "qty").rows() == [(last, D(2))]
    with desk.act() as tx:
        assert buying.fetch(tx, pools=pools).sentence == "Put 3 of book on transfer TR101."
    assert desk.ask(buying.for_whom, "TR101").select("order", "qty").rows() == [(first, D(3))]


def uncovered_pools(tx: Transaction) -> list[Pool]:
    tx.write("allocation.select_pools_that_wait")
    pools: list[Pool] = uncovered.read(tx).pools.select(POOL).rows()
    return pools


def test_where_nothing_lies_elsewhere_it_is_said() -> None:
    desk = two_warehouses(main=0, east=0)
    desk.order("book 5")
    with desk.act() as tx:
        assert buying.fetch(tx, lics=["book"]).sentence == "No other warehouse has any of book to spare."
