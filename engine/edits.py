"""Edits that can be tried before they are made (R42): each one record, made by the use case of everyday.

Several make one trial: they are made in the order in which they are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from db.session import Transaction
from engine import allocation, catalogue, line_edits, orders, preferences, stock, supply
from engine.model import Policy, Pool, Qty, ShipType
from engine.quantities import plain


@dataclass(frozen=True, slots=True)
class Priority:
    """An order's place in the queue."""

    order: str
    priority: int


@dataclass(frozen=True, slots=True)
class Cancel:
    """What has not shipped of an order, or of one line, is no longer wanted."""

    order: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Receive:
    """A delivery against an open purchase order."""

    po: str
    quantities: Mapping[str, Qty]  # LIC -> units
    over: bool = False


@dataclass(frozen=True, slots=True)
class Adjust:
    """On hand corrected, up or down."""

    lic: str
    qty: Qty  # signed
    warehouse: str | None = None
    reason: str = field(default="tried out first, then posted", compare=False)


@dataclass(frozen=True, slots=True)
class MoveDate:
    """What a purchase order still brings comes on another day."""

    po: str
    expected_on: date


@dataclass(frozen=True, slots=True)
class SetShipType:
    """An order leaves in parts, or only complete."""

    order: str
    ship_type: ShipType


@dataclass(frozen=True, slots=True)
class Split:
    """A whole line may be split."""

    order: str
    line: int


@dataclass(frozen=True, slots=True)
class Whole:
    """A line ships only in one piece."""

    order: str
    line: int


@dataclass(frozen=True, slots=True)
class Release:
    """A line gives its stock back and waits at the back of the queue."""

    order: str
    line: int


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Another rule for stock that is not enough for all."""

    policy: Policy
    skip_age_days: int | None = None  # None: as it is


Edit = Priority | Cancel | Receive | Adjust | MoveDate | SetShipType | Split | Whole | Release | SetPolicy


def make(tx: Transaction, edit: Edit) -> None:
    """Make one edit for good, as its own page and command would; its refusals are theirs."""
    match edit:
        case Priority(order, priority):
            orders.set_priority(tx, order, priority)
        case Cancel(order, None):
            orders.cancel_order(tx, order)
        case Cancel(order, int(line)):
            orders.cancel_line(tx, order, line)
        case SetShipType(order, ship_type):
            orders.change(tx, order, ship_type=ship_type)
        case Split(order, line) | Whole(order, line):
            line_edits.set_whole(tx, order, line, whole=isinstance(edit, Whole))
        case Release(order, line):
            line_edits.release(tx, order, line)
        case _:
            _make_of_the_desk(tx, edit)


def _make_of_the_desk(tx: Transaction, edit: Receive | Adjust | MoveDate | SetPolicy | Cancel) -> None:
    """The edits that are not about an order."""
    match edit:
        case Receive(po, quantities, over):
            supply.receive(tx, po, quantities, over=over)
        case Adjust(lic, qty, warehouse, reason):
            stock.adjust(tx, lic, qty, reason=reason, warehouse=warehouse)
        case MoveDate(po, expected_on):
            supply.mark_late(tx, po, expected_on)
        case SetPolicy(policy, days):
            preferences.change(tx, "allocation_policy", policy)
            if days is not None:
                preferences.change(tx, "skip_age_days", days)


def touch(tx: Transaction, edits: Sequence[Edit]) -> None:
    """Name the pools that these edits touch, for the settlement after them; unknown records are refused."""
    order_ids = [orders.find(tx, number)["order_id"] for number in map(_order_of, edits) if number]
    pools = [pool for edit in edits for pool in _pools(tx, edit)]
    if any(isinstance(edit, SetPolicy) for edit in edits):
        tx.write("comparing.touch_pools_with_lines")
        return
    allocation.touch(tx, pools)
    tx.write("edits.touch_pools_of_orders_too", order_ids=order_ids)
    if preferences.read(tx).allocation_policy is not Policy.STRICT:
        tx.write("allocation.touch_connected_pools")


def _order_of(edit: Edit) -> str | None:
    return getattr(edit, "order", None)


def _pools(tx: Transaction, edit: Edit) -> list[Pool]:
    """The pools of an edit of supply."""
    match edit:
        case Receive(po, _) | MoveDate(po, _):
            place: int = supply.find(tx, po)["warehouse_id"]
            return [(item_id, place) for item_id in set(supply.lines(tx, po)["item_id"])]
        case Adjust(lic, _, warehouse):
            item_id: int = catalogue.item(tx, lic)["item_id"]
            return [(item_id, catalogue.warehouse(tx, warehouse)["warehouse_id"])]
        case _:
            return []


def in_words(edit: Edit) -> str:
    """The edit as a person would say it."""
    match edit:
        case Receive(po, quantities):
            came = " and ".join(f"{plain(qty)} of {lic}" for lic, qty in quantities.items())
            return f"{came} come with purchase order {po}"
        case Adjust(lic, qty):
            return f"{plain(abs(qty))} of {lic} are {'found' if qty > 0 else 'lost'}"
        case MoveDate(po, expected_on):
            return f"Purchase order {po} comes on {expected_on}"
        case SetPolicy(policy, days):
            cap = "" if days is None else f", stepping over for {days} days at most"
            return f"The policy is {policy}{cap}"
        case _:
            return f"{_what_of_an_order(edit)} {_what_becomes_of_it(edit)}"


def _what_of_an_order(edit: Priority | Cancel | SetShipType | Split | Whole | Release) -> str:
    line = None if isinstance(edit, Priority | SetShipType) else edit.line
    return f"Order {edit.order}" if line is None else f"Line {line} of order {edit.order}"


def _what_becomes_of_it(edit: Priority | Cancel | SetShipType | Split | Whole | Release) -> str:
    match edit:
        case Priority():
            return f"gets priority {edit.priority}"
        case Cancel():
            return "is cancelled"
        case SetShipType():
            return "ships in parts" if edit.ship_type is ShipType.PARTIAL else "ships only complete"
        case Split():
            return "may be split"
        case Whole():
            return "ships only in one piece"
        case Release():
            return "gives its stock and its place up"
