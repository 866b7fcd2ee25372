"""A desk with two warehouses, and transfers between them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine import catalogue, replenishment, stock
from engine.quantities import plain
from engine.supply import transfers
from tests import worlds
from tests.story import Story

D = Decimal
WAY = ("EAST", "MAIN")
OTHER = "EAST"


@worlds.copied
def two_warehouses(main: int, east: int) -> Story:
    """A desk with books in two warehouses."""
    desk = Story(book=main)
    with desk.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        if east:
            stock.adjust(tx, "book", D(east), reason="count", warehouse="EAST")
    return desk


def pending(desk: Story, qty: int, way: tuple[str, str] = WAY, **facts: Any) -> str:
    """A pending transfer."""
    with desk.act() as tx:
        return transfers.make(tx, {"book": D(qty)}, *way, **facts)


def sent(desk: Story, qty: int, way: tuple[str, str] = WAY, **facts: Any) -> str:
    """A transfer in transit."""
    number = pending(desk, qty, way, **facts)
    with desk.act() as tx:
        transfers.send(tx, number)
    return number


def balances(desk: Story, name: str) -> tuple[str, str]:
    """One balance of the books, in the home warehouse and in the other."""
    rows = desk.ask(stock.balances, "book")
    main, east = (plain(rows.filter(rows["warehouse"] == code)[name].sum()) for code in ("MAIN", "EAST"))
    return main, east


def add_other(desk: Story) -> Story:
    """Add the other warehouse to a desk, so that transfers have somewhere to go."""
    with desk.act() as tx:
        catalogue.add_warehouse(tx, OTHER)
    return desk


def make_transfer(desk: Story, _: list[str], lic: str, qty: int, out: bool) -> None:
    """Start a transfer into the other warehouse, or back; nothing where there is none."""
    if _has_other(desk):
        way = ("MAIN", OTHER) if out else (OTHER, "MAIN")
        with desk.act() as tx:
            transfers.make(tx, {lic: D(qty)}, *way)


def set_fetched_levels(desk: Story, _: list[str], lic: str, level: int) -> None:
    """Let the other warehouse be kept filled from the first; nothing where there is none."""
    if _has_other(desk):
        facts: dict[str, Any] = {"level": D(level), "target": D(level + 20), "transfer_from": "MAIN"}
        with desk.act() as tx:
            replenishment.set_levels(tx, lic, warehouse=OTHER, **facts)


def _has_other(desk: Story) -> bool:
    return OTHER in desk.ask(catalogue.warehouses)["code"]
