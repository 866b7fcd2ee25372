"""The way of a shipment from pending to gone: picked, shipped, voided (R12, R22, R31, R33)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from db.session import Transaction
from engine import line_states, log, promises, rows
from engine.errors import (
    CameBackAlready,
    DeskError,
    NoSuch,
    NothingShips,
    ShippingTooMuch,
    WrongState,
    refuse,
)
from engine.model import LineState, MovementKind, Pool, Qty, ShipmentState
from engine.quantities import checked, spelled
from engine.rows import LineAboard
from engine.rules import lifecycle
from engine.shipments import sentences
from engine.shipments.boarding import reconcile
from engine.shipments.records import carried


class SeveralOrdersAboard(DeskError):
    """Line {line} is on shipment {shipment} for several orders, so it cannot be named by its number alone;
    write ORDER/LINE."""


@dataclass(frozen=True, slots=True)
class Short:
    """A line that ships less than it has (R12)."""

    order: str | None  # None where the line number is enough
    line_no: int
    qty: Qty  # what does ship


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """Units of a LIC with stock that did not ship with the others."""

    lic: str
    pool: Pool
    qty: Qty


def pick(tx: Transaction, shipment_ids: Collection[int]) -> None:
    """Give pending shipments into somebody's hands, so that their lines are firm (R22, R31)."""
    aboard = _aboard(tx, shipment_ids, ShipmentState.PICKING)
    _set_state(tx, aboard, ShipmentState.PICKING, "is being picked")
    _refresh(tx, aboard, "a shipment is being picked")


def unpick(tx: Transaction, shipment_ids: Collection[int]) -> None:
    """Put shipments back from Picking to Pending: lines may leave again, and others join (R31)."""
    aboard = _aboard(tx, shipment_ids, ShipmentState.PENDING)
    _set_state(tx, aboard, ShipmentState.PENDING, "is no longer being picked")
    _select_orders(tx, aboard)
    reconcile(tx, "picking was given up")
    _refresh(tx, aboard, "picking was given up")


def ship(
    tx: Transaction,
    shipment_ids: Collection[int],
    shorts: Collection[Short] = (),
    *,
    backorder_rest: bool = True,
    why: str = "",
) -> list[LeftBehind]:
    """Let shipments leave (R31): their units come off on hand, and orders that are done close.

    ``shorts``: lines that ship less than they have; only where one shipment is named. The rest of such a line
    goes to backorder as its sibling, or with ``backorder_rest=False`` comes off the order (R12). It is
    returned; ``why`` stands in the record log. A shipment that is pending is picked and shipped in one step.
    """
    aboard = _aboard(tx, shipment_ids, ShipmentState.SHIPPED)
    left: list[LeftBehind] = []
    if shorts:
        (shipment_id,) = shipment_ids
        rest = LineState.BACKORDERED if backorder_rest else LineState.CANCELLED
        left = _ship_short(tx, shipment_id, shorts, rest, why)
        aboard = _aboard(tx, shipment_ids, ShipmentState.SHIPPED)
    _move_lines(tx, aboard, LineState.SHIPPED, "left with")
    _move_goods(tx, aboard, MovementKind.SHIPMENT, -1)
    _set_state(tx, aboard, ShipmentState.SHIPPED, "left")
    _select_orders(tx, aboard)
    reconcile(tx, "the shipment left")
    line_states.close_or_reopen(tx)
    if shorts:
        promises.refresh_orders(tx, "a shipment left short")
    else:
        _refresh(tx, aboard, "a shipment left")
    return left


def void(tx: Transaction, shipment_ids: Collection[int]) -> None:
    """Call shipments off (R33): lines wait again at their own rank, shipped goods are on the shelf again.

    Nothing is re-allotted here; the next sweep gives what came free to whoever is first. A shipment of which
    something came back as a return is refused (CameBackAlready): those units would be put back twice and owed
    twice.
    """
    aboard = _aboard(tx, shipment_ids, ShipmentState.VOID)
    shipped = aboard.filter(pl.col("shipment_state") == ShipmentState.SHIPPED)
    if shipped.height:
        came_back = tx.rows("shipments.came_back", shipment_ids=shipped["shipment_id"].unique().to_list())
        refuse([CameBackAlready(**row | {"qty": spelled(row["qty"])}) for row in came_back.to_dicts()])
        _move_goods(tx, shipped, MovementKind.SHIPMENT_VOID, 1)
    _move_lines(tx, aboard, LineState.BACKORDERED, "went back to backorder with the void of")
    tx.write("shipments.retire_lines", shipment_ids=list(shipment_ids))
    _set_state(tx, aboard, ShipmentState.VOID, "was voided")
    _select_orders(tx, aboard)
    line_states.close_or_reopen(tx)
    reconcile(tx, "the shipment was voided")
    promises.refresh_orders(tx, "a shipment was voided")


def _aboard(tx: Transaction, shipment_ids: Collection[int], to: ShipmentState) -> pl.DataFrame:
    """The lines aboard shipments, a row without a line for one that carries nothing; refused where a shipment
    is not there or may not go to ``to``."""
    aboard = tx.rows("shipments.aboard_of", shipment_ids=list(shipment_ids))
    states = dict(aboard.select("shipment_id", "shipment_state").iter_rows())
    problems: list[DeskError | str] = [
        NoSuch(kind="shipment", name=id_) for id_ in shipment_ids if id_ not in states
    ]
    for id_, state in states.items():
        if not lifecycle.shipment_may_go(ShipmentState(state), to):
            problems.append(
                WrongState(record=f"Shipment {id_}", state=state, verb=_VERBS[to], remedy="look at it again")
            )
    refuse(problems)
    return aboard


_VERBS = {
    ShipmentState.PENDING: "put back to pending",
    ShipmentState.PICKING: "picked",
    ShipmentState.SHIPPED: "shipped",
    ShipmentState.VOID: "voided",
}


def _set_state(tx: Transaction, aboard: pl.DataFrame, state: ShipmentState, verb: str) -> None:
    """Write the new state of shipments, and say it on each order that they carry."""
    ids = aboard["shipment_id"].unique().to_list()
    tx.write("shipments.set_state", shipment_ids=ids, state=state)
    log.add(tx, sentences.moved_on(aboard.drop_nulls("line_id"), state, verb))


def _move_lines(tx: Transaction, aboard: pl.DataFrame, state: LineState, verb: str) -> None:
    """Move the lines aboard to another state; what has no stock cannot wait, and stays allotted (R13)."""
    stays = pl.lit(state == LineState.BACKORDERED) & ~pl.col("inventoried")
    to = pl.when(stays).then(pl.lit(LineState.ALLOTTED)).otherwise(pl.lit(state)).alias("to_state")
    moves = aboard.drop_nulls("line_id").with_columns(to)
    with tx.lent("line_move", moves):
        tx.write("shipments.move_lines")
    log.add(tx, sentences.went(moves, verb))


def _move_goods(tx: Transaction, aboard: pl.DataFrame, kind: MovementKind, factor: int) -> None:
    """Goods leave with their shipments (``factor`` -1) or come back (1); on hand falls or rises by them."""
    goods = aboard.drop_nulls("line_id").filter("inventoried").with_columns(pl.col("qty") * factor)
    with tx.lent("goods_move", goods):
        tx.write("shipments.move_goods", kind=kind)


def _refresh(tx: Transaction, aboard: pl.DataFrame, cause: str) -> None:
    """Tell those who wait of what is firm now, or not any more."""
    promises.refresh_firm(tx, aboard["line_id"].drop_nulls().to_list(), cause)


def _select_orders(tx: Transaction, aboard: pl.DataFrame) -> None:
    """Select the orders that shipments carry."""
    tx.write("allocation.select_orders", order_ids=aboard["order_id"].drop_nulls().unique().to_list())


def _ship_short(
    tx: Transaction, shipment_id: int, shorts: Collection[Short], rest: LineState, why: str
) -> list[LeftBehind]:
    aboard = rows.of(LineAboard, carried(tx, shipment_id))
    left: list[LeftBehind] = []
    for short in shorts:
        line = _line_aboard(aboard, shipment_id, short)
        ships = short.qty if short.qty == 0 else checked(short.qty, line["lic"], line["decimals"])
        if ships > line["qty"]:
            raise ShippingTooMuch(
                line=short.line_no, shipment=shipment_id, allotted=spelled(line["qty"]), qty=spelled(ships)
            )
        if ships < line["qty"]:
            _leave_behind(tx, shipment_id, line, ships, rest, why)
            if line["inventoried"]:
                pool = line["item_id"], line["warehouse_id"]
                left.append(LeftBehind(line["lic"], pool, line["qty"] - ships))
    if not len(carried(tx, shipment_id)):
        raise NothingShips(shipment=shipment_id)
    return left


def _line_aboard(aboard: list[LineAboard], shipment_id: int, short: Short) -> LineAboard:
    matches = [
        line
        for line in aboard
        if line["line_no"] == short.line_no and short.order in (None, line["order_number"])
    ]
    if len(matches) > 1:
        raise SeveralOrdersAboard(line=short.line_no, shipment=shipment_id)
    if not matches:
        raise NoSuch(kind=f"line on shipment {shipment_id} numbered", name=short.line_no)
    return matches[0]


def _leave_behind(
    tx: Transaction, shipment_id: int, line: LineAboard, ships: Decimal, rest: LineState, why: str
) -> None:
    """Split what stays here off a line that ships the rest; a line that ships nothing stays whole (R12).

    What has no stock cannot wait, and goes on the order's next shipment (R13).
    """
    stays = line["qty"] - ships
    goes_on = rest is LineState.BACKORDERED and not line["inventoried"]
    fate = _fate(stays, rest, goes_on=goes_on)
    if why:
        fate = f"{fate} ({why})"
    sentence = (
        f"Line {line['line_no']}: {spelled(ships)} of {spelled(line['qty'])} {line['lic']} shipped; "
        f"{spelled(stays)} {fate}."
    )
    if goes_on:
        _stay_allotted(tx, line, stays, sentence)
    else:
        line_states.move(tx, line, rest, sentence, stays, shipment_id)
    if ships:
        tx.write("shipments.shrink_aboard", shipment_id=shipment_id, line_id=line["line_id"], qty=ships)
    else:
        tx.write("shipments.leave_line", shipment_id=shipment_id, line_id=line["line_id"])


def _fate(stays: Decimal, rest: LineState, *, goes_on: bool) -> str:
    """What becomes of units that stay here, in words."""
    if goes_on:
        return f"{'goes' if stays == 1 else 'go'} on the next shipment"
    if rest is LineState.BACKORDERED:
        return f"{'waits' if stays == 1 else 'wait'} on backorder"
    return "came off the order"


def _stay_allotted(tx: Transaction, line: LineAboard, stays: Decimal, sentence: str) -> None:
    """Let units of a line stay as they are, as its sibling if it ships the others."""
    if stays < line["qty"]:
        line_states.split_off(tx, line, stays)
    log.write(
        tx,
        kind="log",
        record="order",
        record_id=line["order_number"],
        order_id=line["order_id"],
        line_no=line["line_no"],
        item_id=line["item_id"],
        sentence=sentence,
    )
