"""A desk in which every text that people can type would be more than a text if Markdown read it."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from engine import catalogue, notices, orders, replenishment, stock, supply
from engine.model import SweepName
from engine.store import Transaction
from tests.story import Story

CODE = (
    "![p](http://strange.example/x.png) [a](http://strange.example) http://strange.example "
    "www.strange.example s@strange.example :material/home: :red[x] <b>y</b> $z$ `c` *x* ~~x~~ &amp;"
)
"""A code is a line of its own."""
TEXT = f"{CODE}\n# strange\n- strange\n1. strange"
ADDRESSES = {
    "orders": ("order",),
    "order_entry": ("draft",),
    "demand": ("lic",),
    "supply": ("po",),
    "shipments": ("shipment",),
}
"""The pages that show one record, and how the address names it."""


class HostileDesk:
    """What is in it, by the names that an address needs."""

    def __init__(self, story: Story) -> None:
        self.story = story
        story.actor = CODE
        with story.act() as tx:
            _catalogue(tx)
        self.order, self.draft, self.po = f"order {CODE}", f"draft {CODE}", f"po {CODE}"
        with story.act() as tx:
            _order(tx, self.order)
            orders.open_order(tx, self.order)
            _order(tx, self.draft)
        self._supply()
        self._goods()
        with story.act() as tx:
            notices.draft(tx)

    def _supply(self) -> None:
        with self.story.act() as tx:
            late = self.story.now.date() - timedelta(days=3)
            supply.create_po(tx, CODE, number=self.po)
            supply.add_po_line(tx, self.po, CODE, Decimal(30), expected_on=late, unit_cost=Decimal(2))
            supply.open_po(tx, self.po)
            supply.create_po(tx, CODE, number=f"pending {CODE}")
            replenishment.set_levels(tx, CODE, level=Decimal(100), target=Decimal(200), vendor=CODE)
            replenishment.set_levels(tx, f"bare {CODE}", level=Decimal(5), target=Decimal(9))
        with self.story.act() as tx:
            supply.receive(tx, self.po, {CODE: Decimal(2)}, reference=CODE)
            stock.adjust(tx, CODE, Decimal(-1), reason=TEXT)
            stock.adjust(tx, CODE, Decimal(1), reason=TEXT)

    def _goods(self) -> None:
        self.story.sweep(SweepName.SECONDARY)
        self.story.sweep(SweepName.REPLENISHMENT)
        self.shipment = self.story.pick(self.order)[0]
        with self.story.act() as tx:
            orders.comment(tx, self.order, TEXT)

    def places(self) -> list[tuple[str, dict[str, str]]]:
        """Pages with the parameters of their addresses: of what is there, and of what is not."""
        found: list[tuple[str, dict[str, str]]] = [
            ("orders", {"order": self.order}),
            ("orders", {"order": self.draft}),
            ("order_entry", {"draft": self.draft}),
            ("order_entry", {"draft": self.order}),
            ("demand", {"lic": CODE}),
            ("supply", {"po": self.po}),
            ("shipments", {"shipment": str(self.shipment)}),
        ]
        return found + [(page, {param: f"no {TEXT}"}) for page, (param,) in ADDRESSES.items()]


def _catalogue(tx: Transaction) -> None:
    catalogue.add_vendor(tx, CODE, name=TEXT, lead_time_days=3)
    catalogue.add_customer(tx, CODE, name=TEXT, location_code=CODE, address=TEXT)
    for lic in (CODE, f"bare {CODE}", f"whole {CODE}", f"lone {CODE}"):
        catalogue.add_item(tx, lic, description=TEXT, unit_cost=Decimal(3))
    for lic in (CODE, f"lone {CODE}"):
        catalogue.change_item(tx, lic, vendor_code=CODE)
    stock.adjust(tx, CODE, Decimal(4), reason=TEXT, reference=CODE)


def _order(tx: Transaction, number: str) -> None:
    """An order of which a part can go and a part waits."""
    orders.create(tx, CODE, number=number, note=TEXT)
    orders.add_line(tx, number, CODE, Decimal(9))
    orders.add_line(tx, number, f"bare {CODE}", Decimal(3))
    orders.add_line(tx, number, f"lone {CODE}", Decimal(2))  # which nobody ordered
