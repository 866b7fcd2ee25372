"""Acts of a person on a settled desk. Each function makes one ready: what it returns is what is measured."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import partial

from db.session import Transaction
from engine import buying, orders, shipments, stock, supply, undo, whatif
from engine.model import OrderState
from engine.reports.explain import explain
from engine.whatif.edits import Priority
from tests.bench.desks import ACTOR
from tests.bench.measuring import Act
from tests.bench.settings import LINES_PER_ORDER, Setting
from tests.bench.world import World

PRIORITIES, WEIGHTS = (0, 1, 2, 3, 4), (60, 15, 10, 10, 5)
URGENT = 9


def order(world: World) -> Act:
    """An order of five lines is typed and opened, as anybody's."""
    lics = _five(world)
    [priority] = world.random.choices(PRIORITIES, WEIGHTS)
    qty = Decimal(world.random.randint(1, 20))
    return lambda: enter(world, lics, qty, priority)


def enter(world: World, lics: list[str], qty: Decimal, priority: int) -> str:
    """Type an order of a line for each LIC and open it, each in a transaction of its own; its number."""
    with world.desk.transaction(actor=ACTOR) as tx:
        lines = [orders.TypedLine(lic, qty) for lic in lics]
        number = orders.create(tx, "C0", lines, priority=priority)
    with world.desk.transaction(actor=ACTOR) as tx:
        orders.open_order(tx, number)
    return number


def priority(world: World) -> Act:
    """An order that waits for much of five LICs becomes urgent, and takes from some twenty others."""
    number = enter(world, _five(world), Decimal(40), 0)
    return lambda: world.write(lambda tx: orders.set_priority(tx, number, URGENT))


def receipt(world: World) -> Act:
    """A line of a purchase order comes in."""
    po, lic, qty = next_receipt(world)
    return lambda: world.write(lambda tx: supply.receive(tx, po, {lic: qty}))


def next_receipt(world: World) -> tuple[str, str, Decimal]:
    """A purchase order, a LIC and how much of it still is to come with it; another one each time."""
    n = next(world.numbers)
    setting: Setting = world.setting
    po = f"PO{n % setting.pos}"
    rows = world.read(lambda tx: supply.lines(tx, po)).filter(open_qty=30)
    assert rows.height, f"nothing is left to come with {po}: fewer rounds, please"
    return po, rows["lic"][0], rows["open_qty"][0]


def adjustment(world: World) -> Act:
    """A count finds two units less than there should be, which takes them from whoever had them last."""
    lic = _on_hand(world, Decimal(2))
    return lambda: world.write(lambda tx: stock.adjust(tx, lic, Decimal(-2), reason="count"))


def _on_hand(world: World, least: Decimal) -> str:
    """A LIC of which so many lie there at least; of a skewed desk some have one."""
    while True:
        [lic, *_] = _five(world)
        if world.read(partial(stock.balances, lic=lic))["on_hand"].sum() >= least:
            return lic


def shipping(world: World) -> Act:
    """A pending shipment leaves."""
    shipment_id = _pending(world)
    return lambda: world.write(lambda tx: shipments.ship(tx, [shipment_id]))


def _pending(world: World) -> int:
    """A shipment that is to be picked."""
    listed = world.read(lambda tx: shipments.listed(tx, view=shipments.ShipmentView.PENDING))
    return int(listed["shipment_id"][world.random.randrange(listed.height)])


def cancelling(world: World) -> Act:
    """An order is cancelled."""
    number = _open_order(world)
    return lambda: world.write(lambda tx: orders.cancel_order(tx, number))


def _open_order(world: World) -> str:
    """The number of an order that is open; another one each time."""
    while True:
        number = f"B{world.random.randrange(world.setting.lines // LINES_PER_ORDER)}"
        if world.read(partial(orders.find, number=number))["state"] == OrderState.OPEN:
            return number


def undoing(world: World) -> Act:
    """An order that was just opened is undone."""
    order(world)()
    return lambda: undo.undo(world.desk, actor=ACTOR)


def buying_for(world: World) -> Act:
    """What an order of five lines waits for is put on the vendor's pending purchase order, for whom it is."""
    number = enter(world, _five(world), Decimal(40), 0)
    return lambda: world.write(lambda tx: buying.order_it(tx, lines=[(number, None)]))


def explaining(world: World) -> Act:
    """One line is explained."""
    number = _open_order(world)
    return lambda: world.read(lambda tx: explain(tx, number, 1))


def trying(world: World) -> Act:
    """What a higher priority of one order would do."""
    return partial(whatif.preview, world.desk, ACTOR, [Priority(_open_order(world), URGENT)])


def _five(world: World) -> list[str]:
    """Five LICs."""
    return [f"L{n}" for n in world.random.sample(range(world.setting.lics), LINES_PER_ORDER)]


def asking(question: Callable[[Transaction], object]) -> Callable[[World], Act]:
    """Something is asked of the whole desk."""
    return lambda world: lambda: world.read(question)
