"""How the stock of one LIC runs from today on, in all warehouses together (R1, R40)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import polars as pl

from db.session import Transaction
from engine import catalogue, days, stock
from engine.model import LineState, PoState, Qty
from engine.quantities import spelled
from engine.rows import Record
from engine.rules import running_balance
from engine.rules.running_balance import BalanceStep, Change


@dataclass(frozen=True, slots=True)
class StockAhead:
    """What the page of a LIC shows of the days to come."""

    on_hand: Qty
    steps: list[BalanceStep]
    late: list[Change]
    """What should have come, or has no day: it is in no balance. The day is the one that passed, or today."""
    level: Qty | None
    target: Qty | None
    sentence: str


def ahead(tx: Transaction, lic: str, queued: pl.DataFrame) -> StockAhead:
    """The balance of a LIC after each order that takes from it and each purchase order that brings it.

    ``queued``: its queue, as ``demand.queue`` answers.

    What holds stock takes it today; what waits takes it on the day asked for, or today where there is none or
    it has passed. Late purchase orders and those without a day bring nothing until they have a new one.
    """
    item = catalogue.item(tx, lic)
    today, item_id = tx.today, item["item_id"]
    lines = queued.sort(pl.col("state") != LineState.ALLOTTED, maintain_order=True)  # holders go short last
    wants = [_want(row, today) for row in lines.iter_rows(named=True)]
    comes = [
        (_come(row, today), row)
        for row in tx.rows("demand.coming", item_id=item_id).to_dicts()
        if not (row["from_warehouse"] and row["state"] == PoState.PENDING)  # it lies in the other warehouse
    ]
    late = [come for come, row in comes if _is_late(row, today)]
    changes = [*wants, *(come for come, row in comes if not _is_late(row, today))]
    balances = stock.balances(tx, item["lic"])
    on_hand = Decimal(balances["on_hand"].sum())
    steps = running_balance.running(on_hand, changes)
    levels = tx.only("demand.levels", item_id=item_id)
    sentence = _in_words(steps, on_hand, late, today) + _apart(balances)
    return StockAhead(on_hand, steps, late, levels["level_qty"], levels["target_qty"], sentence)


def _want(row: Record, today: date) -> Change:
    asked: date | None = row["requested_on"]
    waits_until = asked if asked and row["state"] != LineState.ALLOTTED else today
    return Change(
        max(waits_until, today), -row["qty"], f"{row['order']} · {row['customer_name']}", row["order"]
    )


def _come(row: Record, today: date) -> Change:
    name = (
        f"Transfer {row['po']} · from {row['from_warehouse']}"
        if row["from_warehouse"]
        else f"{row['po']} · {row['vendor_name']}"
    )
    is_firm = row["state"] == PoState.OPEN
    return Change(row["expected_on"] or today, row["open_qty"], name, row["po"], is_firm)


def _is_late(row: Record, today: date) -> bool:
    return row["expected_on"] is None or row["expected_on"] < today


def _in_words(steps: list[BalanceStep], on_hand: Qty, late: list[Change], today: date) -> str:
    """When it runs out, who is hit first, and what ends it."""
    short = running_balance.runs_out(steps)
    if short is None:
        left = steps[-1].firm_qty if steps else on_hand
        is_wanted = any(step.change.qty < 0 for step in steps)
        covered = "All that is wanted is covered" if is_wanted else "No open order wants it"
        return f"{covered}; {spelled(left)} are left in the end." + _not_counted(late)
    change, when = short.change, days.spelled(short.change.day, today)
    hit = f"order {change.what} is the first that goes short"
    first = f"It is short today: {hit}" if change.day == today else f"It runs out on {when}: {hit}"
    again = running_balance.covered_again(steps, short)
    worst = spelled(-min(step.firm_qty for step in steps))
    if again is None:
        rest = spelled(-steps[-1].firm_qty)
        nothing = "nothing with a day to come" if late else "nothing on order"
        return f"{first}, and {nothing} covers the last {rest}." + _not_counted(late)
    until = days.spelled(again.change.day, today)
    return f"{first}; up to {worst} are missing until {again.change.number} on {until}." + _not_counted(late)


def _apart(balances: pl.DataFrame) -> str:
    """Which warehouses have less than is wanted there while another one has more."""
    short = balances.filter(pl.col("available") < 0).select("warehouse", "available").rows()
    if not short or not (balances["available"] > 0).any():
        return ""
    apart = ", ".join(
        f"{warehouse} by itself has {spelled(-qty)} less than is wanted there" for warehouse, qty in short
    )
    rest = "what lies elsewhere comes there only by a transfer"
    return f" All warehouses are counted together: {apart}, and {rest}."


def _not_counted(late: list[Change]) -> str:
    if not late:
        return ""
    units = spelled(sum((come.qty for come in late), Decimal(0)))
    names = ", ".join(dict.fromkeys(come.number for come in late))
    return f" The {units} of {names} are not counted: late, or without a day."
