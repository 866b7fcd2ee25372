"""Undo of what became of lines: cancelled ones wait again, opened ones are cancelled, units go back."""

from __future__ import annotations

from typing import TypedDict

import polars as pl

from db.session import Transaction
from engine import allocation, line_states, queues, rows, shipments
from engine.allocation import Settled
from engine.model import Grains, LineState, MayGain, Qty
from engine.quantities import counted, in_grains, in_units, spelled
from engine.rules import give_back
from engine.undo.step import Action


class CancelledUnits(TypedDict):
    """Units of a typed line that the action cancelled (``undo.cancelled``)."""

    root_line_id: int
    is_draft: bool
    order: str
    line_no: int
    lic: str
    inventoried: bool
    qty: Qty
    now_customer: str | None  # of whom the void order is by now, where it came in again as another's


class OpenedLine(TypedDict):
    """A line of what the action opened, as it is now (``undo.opened``)."""

    line_id: int
    line_no: int
    qty: Qty
    state: str
    order_id: int
    firm: bool  # whether it is not to be cancelled


class LineStanding(TypedDict):
    """How a typed line stands of which units go back (``undo.standing``)."""

    root_line_id: int
    order: str
    line: int
    lic: str
    shipped_qty: Qty
    waiting_qty: Qty
    is_pinned: bool
    picking_id: int | None


def uncancel(tx: Transaction, chosen: Action, reason: str) -> list[str]:
    """Let what was cancelled wait again, at its own place in the queue; not for another customer."""
    refused: list[str] = []
    for row in rows.of(CancelledUnits, tx.rows("undo.cancelled", last_log_id=chosen.last_log_id)):
        if row["now_customer"]:
            whose = f"the order came in again for customer {row['now_customer']} since then"
            refused.append(f"{_units(row, row['qty'])} stay cancelled: {whose}.")
        elif left := _uncancel(tx, row, reason):
            refused.append(f"{_units(row, left)} are no longer cancelled.")
    tx.write("undo.select_orders")
    tx.write("undo.find_revived")
    tx.write("undo.log_revived")
    tx.write("undo.revive")
    line_states.close_or_reopen(tx)
    shipments.reconcile(tx, reason)
    return refused


def _units(row: CancelledUnits, qty: Qty) -> str:
    return f"{spelled(qty)} of {row['lic']} on line {row['line_no']} of order {row['order']}"


def _uncancel(tx: Transaction, row: CancelledUnits, reason: str) -> Qty:
    """Let units of a typed line wait again; returns how many of them were not cancelled any more."""
    state = LineState.BACKORDERED if row["inventoried"] else LineState.ALLOTTED
    state = LineState.PENDING if row["is_draft"] else state
    left: Qty = row["qty"]
    for line in tx.rows("undo.cancelled_lines", root_line_id=row["root_line_id"]).to_dicts():
        part = min(left, line["qty"])
        if not part:
            break
        sentence = f"Line {line['line_no']}: {spelled(part)} of {row['lic']} are wanted again ({reason})."
        line_states.move(tx, line, state, sentence, part)
        left -= part
    return left


def cancel_opened(tx: Transaction, _: Action, reason: str) -> list[str]:
    """Cancel what was opened, but for what is firm or has shipped."""
    refused: list[str] = []
    loose: list[int] = []
    opened = tx.rows("undo.opened")
    for line in rows.of(OpenedLine, opened):
        if line["firm"]:
            why = "has shipped" if line["state"] == LineState.SHIPPED else "is being picked or is pinned"
            refused.append(f"Line {line['line_no']} with {counted(line['qty'], 'unit')} stays: it {why}.")
        else:
            loose.append(line["line_id"])
    if loose:
        line_states.cancel(tx, loose)
        allocation.select_orders(tx, opened["order_id"].unique().to_list())
        shipments.reconcile(tx, reason)
        line_states.close_or_reopen(tx)
    return refused


def return_units(tx: Transaction, reason: str) -> tuple[list[str], Settled]:
    """Take back what was allotted and give back what was released, as far as it is free.

    A settlement like any other, only that the walk is made by ``rules.give_back`` and not by the policy:
    lines are split, shipments reconciled and promises refreshed as ever (R16, R20, R21).
    """
    tx.write("undo.find_wants")
    wants: dict[int, Qty] = dict(tx.rows("undo.wants").iter_rows())
    if not wants:
        return [], Settled()
    tx.write("undo.select_pools")
    queue = queues.read_alone(tx)
    paused = frozenset(queue.drop_nulls("paused_until")["line_id"])
    queue = queue.drop("paused_until")
    with tx.lent("pool_line", queue):
        loose = tx.rows("undo.loose_lines")
    lines, free = queues.lines_of(loose.with_columns(stock_qty="free_qty"))
    needed = {root: in_grains(qty) for root, qty in wants.items()}
    returned = give_back.give_back(zip(loose["root_line_id"], lines, strict=True), needed, free, paused)
    walked = queue.join(_as_walk(returned.grants), on="line_id")
    decision = allocation.decision_of(tx, queue, walked, MayGain.ALL)
    settled = allocation.write_changes(tx, decision, reason, allocation.GIVEN_BACK)
    left = {root: in_units(grains) for root, grains in returned.left.items()}
    return _why_not(tx, left), settled


def taken_back(tx: Transaction) -> pl.DataFrame:
    """The lines that wait of those from which ``return_units`` took something: order_id, number, line_id,
    root_line_id, line_no, lic, hold."""
    return tx.rows("undo.taken_back")


def _as_walk(grants: dict[int, Grains]) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "line_id": list(grants),
            "granted_qty": [in_units(granted) for granted in grants.values()],
        },
        schema={"line_id": pl.Int64, "granted_qty": queues.QTY},
    )


def _why_not(tx: Transaction, left: dict[int, Qty]) -> list[str]:
    """A sentence for every line that keeps what it should lose, or does not have back what it lost."""
    if not left:
        return []
    standing = rows.of(LineStanding, tx.rows("undo.standing"))
    return [
        _why_kept(row, -left[row["root_line_id"]])
        if left[row["root_line_id"]] < 0
        else _why_lost(row, left[row["root_line_id"]])
        for row in standing
        if row["root_line_id"] in left
    ]


def _why_kept(row: LineStanding, qty: Qty) -> str:
    if row["picking_id"] is not None:
        why = f"stay allotted: shipment {row['picking_id']} is being picked"
    elif row["is_pinned"]:
        why = "stay allotted: the line is pinned"
    elif row["shipped_qty"]:
        why = "have shipped"
    else:
        why = "are no longer allotted to it; nothing is left to take back"
    return f"Line {row['line']} of order {row['order']}: {spelled(qty)} of {row['lic']} {why}."


def _why_lost(row: LineStanding, qty: Qty) -> str:
    gone = row["waiting_qty"] < qty
    why = "it waits for less by now" if gone else "others hold the stock by now, or it is not on hand"
    units = f"{spelled(qty)} of {row['lic']}"
    return f"Line {row['line']} of order {row['order']} does not have {units} back: {why}."
