"""What must be ordered today, from whom, for whom, and when it would be here (R36, R38, R44)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine import buying, catalogue, replenishment, supply
from engine.model import SweepName
from engine.reports import buyer
from tests import worlds
from tests.story import Story
from tests.two_warehouses import two_warehouses

D = Decimal


@worlds.copied
def world() -> Story:
    """Books have levels, pens have none, glue has no vendor, ink is bought elsewhere."""
    desk = Story()
    for lic in ("book", "pen"):
        desk.item(lic, vendor_code="press")
    desk.item("glue")
    with desk.act() as tx:
        catalogue.add_vendor(tx, "mill", name="Mill", lead_time_days=2)
        catalogue.add_item(tx, "ink", vendor_code="mill")
        replenishment.set_levels(tx, "book", level=D(5), target=D(20))
    return desk


def listed(desk: Story, *names: str) -> dict[str, tuple[Any, ...]]:
    rows = desk.ask(buyer.to_order)
    return dict(zip(rows["lic"], rows.select(names).rows(), strict=True))


def test_r44_it_says_how_much_from_whom_for_whom_and_when_it_would_be_here() -> None:
    desk = world()
    first, second = desk.order("book 3", "pen 4", "glue 1"), desk.order("pen 5", "ink 2")
    assert listed(desk, "vendor", "vendor_name", "order_qty", "uncovered_qty", "orders") == {
        "glue": (None, None, 1, 1, [first]),
        "ink": ("mill", "Mill", 2, 2, [second]),
        "book": ("press", "Press", 23, 3, [first]),
        "pen": ("press", "Press", 9, 9, [first, second]),
    }
    days = {lic: on and (on - desk.today).days for lic, (on,) in listed(desk, "comes_on").items()}
    assert days == {"glue": None, "ink": 2, "book": 5, "pen": 5}


def test_r44_what_is_pending_is_not_to_be_ordered_again_but_still_to_be_opened() -> None:
    desk = world()
    desk.order("book 3", "pen 4")
    desk.sweep(SweepName.REPLENISHMENT)
    with desk.act() as tx:
        buying.order_it(tx, lics=["pen"])
    assert listed(desk, "order_qty", "pending_qty", "pending_pos") == {
        "book": (0, 23, ["PO101"]),
        "pen": (0, 4, ["PO101"]),
    }
    with desk.act() as tx:
        supply.open_po(tx, "PO101")
    assert listed(desk) == {}


def test_r38_r44_what_replenishment_skips_is_listed_when_it_waits() -> None:
    desk = world()
    desk.order("book 3")
    with desk.act() as tx:
        catalogue.change_item(tx, "book", discontinued=True)
    assert listed(desk, "order_qty", "has_levels") == {"book": (3, False)}


def test_r47_what_is_on_transfers_alone_stands_under_where_it_comes_from() -> None:
    desk = two_warehouses(main=0, east=20)
    with desk.act() as tx:
        catalogue.change_item(tx, "book", vendor_code="press")
    desk.order("book 5")
    assert listed(desk, "vendor", "from_warehouse", "order_qty") == {"book": ("press", None, 5)}
    with desk.act() as tx:
        buying.fetch(tx, lics=["book"])
    names = ("vendor", "from_warehouse", "order_qty", "pending_transfers", "comes_on")
    assert listed(desk, *names) == {"book": (None, "EAST", 0, ["TR101"], None)}
    desk.order("book 30")  # of which more is to be ordered: from its vendor
    assert listed(desk, "vendor", "from_warehouse") == {"book": ("press", None)}
