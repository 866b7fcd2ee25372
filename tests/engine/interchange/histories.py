"""What may have happened on a desk before it is handed over: each makes it of a desk with 20 books."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from engine import catalogue, notices, orders, replenishment, returns, stock, supply, warehouses
from engine.orders import line_edits
from tests.story import Story

D = Decimal


def several_of_a_lic(desk: Story) -> None:
    """Two lines of one LIC on a purchase order: the first was received, voided, and is owed again."""
    with desk.act() as tx:
        po = supply.create_po(tx, "press", number="PO7")
        for qty, days in ((10, 3), (5, 9)):
            supply.add_po_line(tx, po, "book", D(qty), expected_on=tx.today + timedelta(days=days))
        supply.open_po(tx, po)
    first = desk.receive(po, book=10)
    desk.receive(po, book=2)
    with desk.act() as tx:
        supply.void_receipt(tx, first)
    desk.order("book 50")


def called_off_and_over(desk: Story) -> None:
    """A purchase order that was cancelled after something came, and one that brought too much."""
    late, much = desk.purchase("book", 10), desk.purchase("book", 10)
    desk.receive(late, book=4)
    with desk.act() as tx:
        supply.void_po(tx, late)
        supply.receive(tx, much, {"book": D(13)}, over=True)


def bought_otherwise_than_first(desk: Story) -> None:
    """A purchase order changed before it was opened: one line raised, one taken off; and again later."""
    with desk.act() as tx:
        po = supply.create_po(tx, "press", number="PO8")
        for qty in (10, 4):
            supply.add_po_line(tx, po, "book", D(qty))
        first, second = supply.lines(tx, po)["po_line_id"]
        supply.change_po_line(tx, po, first, qty=D(12))
        supply.change_po_line(tx, po, second, qty=D(0))
        supply.open_po(tx, po)
    with desk.act() as tx:
        supply.change_po_line(tx, po, first, qty=D(15))


def raised_later(desk: Story) -> None:
    """The lines of one order stand apart in the queue (R11)."""
    first = desk.order("book 25")
    desk.order("book 5", customer="college")
    with desk.act() as tx:
        orders.change_qty(tx, first, 1, D(40))


def holder_behind_a_whole_line(desk: Story) -> None:
    """Who came later holds what a whole line ahead cannot use: no walk from nothing would give it so."""
    desk.order("book 15")
    desk.order("book 20 whole", customer="college")
    desk.adjust("book", 3)


def unswept(desk: Story) -> None:
    """Stock came and no sweep gave it away yet (R3)."""
    desk.order("book 50")
    desk.supply("book", 30)


def no_longer_sold(desk: Story) -> None:
    """A short line of a LIC that is inactive and discontinued by now."""
    desk.order("book 50")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", active=False, discontinued=True)


def in_two_warehouses(desk: Story) -> None:
    """Orders, levels and stock in a second warehouse, and history in a third that is closed."""
    with desk.act() as tx:
        for code in ("EAST", "WEST"):
            catalogue.add_warehouse(tx, code, name=f"{code} hall")
            replenishment.set_levels(tx, "book", level=D(3), target=D(9), multiple=D(2), warehouse=code)
            stock.adjust(tx, "book", D(5), reason="count", warehouse=code)
            orders.add_line(tx, orders.create(tx, "school"), "book", D(2), warehouse=code)
    for number in ("1001", "1002"):
        desk.open(number)
    desk.ship("1002")
    with desk.act() as tx:
        stock.adjust(tx, "book", D(-3), reason="moved", warehouse="WEST")
        warehouses.close(tx, "WEST")


def returned(desk: Story) -> None:
    """Goods came back, fit to sell and not, and one shipment was voided after it left."""
    number = desk.order("book 12")
    desk.ship(number)
    with desk.act() as tx:
        returns.take_back(tx, number, 1, D(5))
        returns.take_back(tx, number, 1, D(1), sellable=False)
    desk.void(*desk.ship(desk.order("book 4", customer="college")))


def odd_texts(desk: Story) -> None:
    """Formulas, quotes, line breaks, several locations, e-mail."""
    with desk.act() as tx:
        catalogue.change_item(tx, "book", description='=1+1, "quoted"\nand more', unit_cost=D("2.5"))
        catalogue.add_customer(tx, "club", name="@Club", location_code="BAR", address="1 Road\nTown")
        catalogue.add_location(tx, "club", "GYM", address="-2")
        notices.set_address(tx, "club", "a@club.example")
        catalogue.add_item(tx, "glue", decimals=3, inventoried=True, lead_time_days=4, vendor_code="press")
        catalogue.add_item(tx, "freight", inventoried=False)
        stock.adjust(tx, "glue", D("1.125"), reason="=count")
    desk.order("glue 2.5", "freight 1", customer="club", location="GYM", priority=4)


def pinned_and_picked(desk: Story) -> None:
    """What is firm stays firm, and who would take it still cannot (R22)."""
    desk.pick(desk.order("book 8"))
    number = desk.order("book 12", customer="college")
    with desk.act() as tx:
        orders.set_pinned(tx, number, 1, True)
    desk.order("book 15", priority=9)
    desk.order("book 2 whole", priority=9, customer="college")


def waiting_whole(desk: Story) -> None:
    """A Complete order set aside, and a part of a split line that may not be split again."""
    desk.item("pen", 3)
    desk.complete("pen 3", "book 30")
    number = desk.order("book 30", customer="college")
    with desk.act() as tx:
        line_edits.set_whole(tx, number, 1, whole=True)


def below_zero(desk: Story) -> None:
    """Counts ran ahead of the paperwork, as the preferences allow."""
    desk.prefer(allow_negative_stock="on", currency="EUR", time_zone="Asia/Tokyo")
    desk.adjust("book", -25)


HISTORIES = (
    *(
        several_of_a_lic,
        called_off_and_over,
        bought_otherwise_than_first,
        raised_later,
        holder_behind_a_whole_line,
        unswept,
        no_longer_sold,
    ),
    *(in_two_warehouses, returned, odd_texts, pinned_and_picked, waiting_whole, below_zero),
)
