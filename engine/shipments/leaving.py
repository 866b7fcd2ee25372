"""The way of a shipment from pending to gone: picked, shipped, voided (R12, R22, R31, R33)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from db.session import Transaction
from engine import line_states, promises
from engine.errors import (
    CameBackAlready,
    DeskError,
    NothingShips,
    SeveralOrdersAboard,
    ShippingTooMuch,
    Unknown,
    WrongState,
    refuse,
)
from engine.model import LineState, MovementKind, Qty, ShipmentState
from engine.quantities import checked, plain
from engine.rules import lifecycle
from engine.shipments.boarding import reconcile
from engine.shipments.records import carried


@dataclass(frozen=True, slots=True)
class Short:
    """A line that ships less than it has (R12)."""

    order: str | None  # None where the line number is enough
    line_no: int
    qty: Qty  # what does ship


def pick(tx: Transaction, shipment_ids: Collection[int]) -> None:
    """Give pending shipments into somebody's hands, so that their lines are firm (R22, R31)."""
    _select(tx, shipment_ids, ShipmentState.PICKING)
    tx.write("shipments.log_state", new_state=ShipmentState.PICKING, verb="is being picked")
    tx.write("shipments.set_picking")


def unpick(tx: Transaction, shipment_ids: Collection[int]) -> None:
    """Put shipments back from Picking to Pending: lines may leave again, and others join (R31)."""
    _select(tx, shipment_ids, ShipmentState.PENDING)
    tx.write("shipments.log_state", new_state=ShipmentState.PENDING, verb="is no longer being picked")
    tx.write("shipments.set_pending")
    tx.write("shipments.select_orders_aboard")
    reconcile(tx, "picking was given up")


def ship(
    tx: Transaction,
    shipment_ids: Collection[int],
    shorts: Collection[Short] = (),
    *,
    backorder_rest: bool = True,
) -> None:
    """Let shipments leave (R31): their units come off on hand, and orders that are done close.

    ``shorts``: lines that ship less than they have; only where one shipment is named. The rest of such a line
    goes to backorder as its sibling, or with ``backorder_rest=False`` comes off the order (R12). A shipment
    that is pending is picked and shipped in one step.
    """
    _select(tx, shipment_ids, ShipmentState.SHIPPED)
    if shorts:
        (shipment_id,) = shipment_ids
        _ship_short(tx, shipment_id, shorts, LineState.BACKORDERED if backorder_rest else LineState.CANCELLED)
    tx.write("shipments.log_line_flow", new_state=LineState.SHIPPED, verb="left with")
    tx.write("shipments.move_stock", kind=MovementKind.SHIPMENT, factor=-1)
    tx.write("shipments.set_lines", new_state=LineState.SHIPPED)
    tx.write("shipments.log_state", new_state=ShipmentState.SHIPPED, verb="left")
    tx.write("shipments.set_shipped")
    tx.write("shipments.select_orders_aboard")
    reconcile(tx, "the shipment left")
    line_states.close_or_reopen(tx)
    if shorts:
        promises.refresh_orders(tx, "a shipment left short")


def void(tx: Transaction, shipment_ids: Collection[int]) -> None:
    """Call shipments off (R33): lines wait again at their own rank, shipped goods are on the shelf again.

    Nothing is re-allotted here; the next sweep gives what came free to whoever is first. A shipment of which
    something came back as a return is refused (CameBackAlready): those units would be put back twice and owed
    twice.
    """
    states = _select(tx, shipment_ids, ShipmentState.VOID)
    came_back = tx.rows("shipments.came_back").to_dicts()
    refuse([CameBackAlready(**row | {"qty": plain(row["qty"])}) for row in came_back])
    tx.write("shipments.select_orders_aboard")
    shipped = [id_ for id_, state in states.items() if state is ShipmentState.SHIPPED]
    if shipped:
        tx.write("shipments.select_shipments", shipment_ids=shipped)
        tx.write("shipments.move_stock", kind=MovementKind.SHIPMENT_VOID, factor=1)
        tx.write("shipments.select_shipments", shipment_ids=list(states))
    tx.write(
        "shipments.log_line_flow",
        new_state=LineState.BACKORDERED,
        verb="went back to backorder with the void of",
    )
    tx.write("shipments.set_lines", new_state=LineState.BACKORDERED)
    tx.write("shipments.log_state", new_state=ShipmentState.VOID, verb="was voided")
    tx.write("shipments.retire_lines")
    tx.write("shipments.set_void")
    line_states.close_or_reopen(tx)
    reconcile(tx, "the shipment was voided")
    promises.refresh_orders(tx, "a shipment was voided")


def _select(tx: Transaction, shipment_ids: Collection[int], to: ShipmentState) -> dict[int, ShipmentState]:
    """Select the shipments of an action and return their states; refuse those that may not go to ``to``."""
    tx.write("shipments.select_shipments", shipment_ids=list(shipment_ids))
    states = {
        row["shipment_id"]: ShipmentState(row["state"]) for row in tx.rows("shipments.touched").to_dicts()
    }
    problems: list[DeskError | str] = [
        Unknown(kind="shipment", name=id_) for id_ in shipment_ids if id_ not in states
    ]
    for id_, state in states.items():
        if not lifecycle.shipment_may_go(state, to):
            problems.append(
                WrongState(record=f"Shipment {id_}", state=state, verb=_VERBS[to], remedy="look at it again")
            )
    refuse(problems)
    return states


_VERBS = {
    ShipmentState.PENDING: "put back to pending",
    ShipmentState.PICKING: "picked",
    ShipmentState.SHIPPED: "shipped",
    ShipmentState.VOID: "voided",
}


def _ship_short(tx: Transaction, shipment_id: int, shorts: Collection[Short], rest: LineState) -> None:
    aboard = carried(tx, shipment_id).to_dicts()
    for short in shorts:
        line = _line_aboard(aboard, shipment_id, short)
        ships = short.qty if short.qty == 0 else checked(short.qty, line["lic"], line["decimals"])
        if ships > line["qty"]:
            raise ShippingTooMuch(
                line=short.line_no, shipment=shipment_id, allotted=plain(line["qty"]), qty=plain(ships)
            )
        if ships < line["qty"]:
            _leave_behind(tx, shipment_id, line, ships, rest)
    if not len(carried(tx, shipment_id)):
        raise NothingShips(shipment=shipment_id)


def _line_aboard(aboard: list[dict[str, Any]], shipment_id: int, short: Short) -> Mapping[str, Any]:
    matches = [
        line
        for line in aboard
        if line["line_no"] == short.line_no and short.order in (None, line["order_number"])
    ]
    if len(matches) > 1:
        raise SeveralOrdersAboard(line=short.line_no, shipment=shipment_id)
    if not matches:
        raise Unknown(kind=f"line on shipment {shipment_id} numbered", name=short.line_no)
    return matches[0]


def _leave_behind(
    tx: Transaction, shipment_id: int, line: Mapping[str, Any], ships: Decimal, rest: LineState
) -> None:
    """Split what stays here off a line that ships the rest; a line that ships nothing stays whole (R12)."""
    stays = line["qty"] - ships
    line_states.move(
        tx,
        line,
        rest,
        f"Line {line['line_no']}: {plain(ships)} of {plain(line['qty'])} {line['lic']} shipped; "
        f"{plain(stays)} {'wait on backorder' if rest is LineState.BACKORDERED else 'came off the order'}.",
        stays,
    )
    if ships:
        tx.write("shipments.shrink_aboard", shipment_id=shipment_id, line_id=line["line_id"], qty=ships)
    else:
        tx.write("shipments.leave_line", shipment_id=shipment_id, line_id=line["line_id"])
