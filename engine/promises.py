"""The promise ledger: in which parts each line waits and until when, every change of that and its cause, kept
or broken (R40).

Every event that can move a day ends with ``refresh`` on the pools it touched: it projects the parts again and
keeps what was told. A day that merely passes moves nothing: what is late is late, and never due today.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date

import polars as pl

from db.session import Transaction
from engine import parts, preferences, queues
from engine.model import Grains, PoolNo, QueueLine, Terms
from engine.parts import Parts
from engine.preferences import Preferences
from engine.rules import filling, reach
from engine.rules.pools import NO_DAY, ExpectedReceipt


def project(tx: Transaction) -> None:
    """Rank the lines that wait in the touched pools and project in which parts they are filled (R40), into
    temporary tables.

    Tables: waiting (rank, ahead_qty), shelf (free_qty, holder_rank), coming (what open purchase orders still
    bring), part, projection (parts, projected_on). Where the policy looks beyond a pool, to the touched pools
    come those that decide what is told there, and those in which something else is told because of them.
    """
    prefs = preferences.read(tx)
    _rank(tx, prefs)
    _project(tx, prefs)


def _rank(tx: Transaction, prefs: Preferences) -> None:
    """Name the pools that are told of and those tied to them, and rank the lines that wait there."""
    rule = prefs.policy_rule
    if rule.looks_beyond_pool:
        coupled = {"whole_orders_first": rule.whole_orders_first, "skip_age_days": prefs.skip_age_days}
        tx.write("promises.tell_coupled", **coupled)
        tx.write("promises.tie_together")
    else:
        tx.write("promises.tell_touched")
        tx.write("promises.tie_alone")
    tx.write("promises.rank_waiting")


def _project(tx: Transaction, prefs: Preferences) -> None:
    """Project in which parts the ranked lines are filled."""
    rule = prefs.policy_rule
    tx.write(
        "promises.find_free",
        looks_beyond_pool=rule.looks_beyond_pool,
        whole_orders_first=rule.whole_orders_first,
    )
    tx.write("promises.find_coming")
    is_walked = rule.looks_beyond_pool or tx.value("promises.has_hard")
    if is_walked:
        tx.load("hard_part", _walked_ahead(tx, prefs))
    tx.write("promises.add_up")
    if is_walked:
        tx.write("promises.add_hard_parts")
    tx.write("promises.project")


def _walked_ahead(tx: Transaction, prefs: Preferences) -> pl.DataFrame:
    """Where adding up does not say it: what the policy gives on each day on which something comes.

    Columns: line_id, qty, po_line_id (null: it lies on the shelf). On the way, the tables are
    narrowed down to the pools that matter.
    """
    terms, rule = Terms(skip_age_days=prefs.skip_age_days), prefs.policy_rule
    hard = tx.rows("promises.hard_lines")
    lines, stock = queues.lines_of(hard)
    ties = dict(zip((line.pool for line in lines), hard["tie"], strict=True))
    coming = _expected_receipts(tx)
    with queues.without_collecting():
        if rule.looks_beyond_pool:
            stock = _concerned(tx, lines, stock, coming, prefs)
        found = [
            fill
            for tie, desk in _by_tie(lines, stock, ties).items()
            for fill in filling.fills(*desk, coming[tie], rule, terms)
        ]
    names = ("line_id", "qty", "po_line_id")
    filled = pl.DataFrame(found, dict.fromkeys(names, pl.Int64), orient="row")
    return filled.with_columns(queues.in_units(pl.col("qty")))


def _expected_receipts(tx: Transaction) -> dict[int, list[ExpectedReceipt]]:
    """What comes to the pools in question, and to those at which sweeps look together with them, by tie."""
    coming = queues.in_pools(tx.rows("promises.expected_receipts"))
    columns = coming.select("tie", pl.col("day").fill_null(NO_DAY), "number", "pool", "qty")
    found: dict[int, list[ExpectedReceipt]] = defaultdict(list)
    for tie, *one in columns.iter_rows():
        found[tie].append(ExpectedReceipt(*one))
    return found


def _concerned(
    tx: Transaction,
    lines: list[QueueLine],
    stock: dict[PoolNo, Grains],
    coming: dict[int, list[ExpectedReceipt]],
    prefs: Preferences,
) -> dict[PoolNo, Grains]:
    """The stock of the pools that matter for what is told of the touched ones; others are told of no more."""
    touched = queues.in_pools(tx.rows("promises.touched_pools"))["pool"].to_list()
    expected = [one for those in coming.values() for one in those]
    terms = Terms(skip_age_days=prefs.skip_age_days)
    pools = reach.concerned(lines, stock, expected, prefs.policy_rule, terms, touched)
    tx.load("reached_pool", queues.of_pools(pools))
    for step in ("tell_reached", "forget_waiting", "forget_shelves"):
        tx.write(f"promises.{step}")
    return {pool: stock[pool] for pool in pools}


def _by_tie(
    lines: list[QueueLine], stock: dict[PoolNo, Grains], ties: dict[PoolNo, int]
) -> dict[int, tuple[list[QueueLine], dict[PoolNo, Grains]]]:
    """The pools by tie: the lines of the orders that have some in them, and the stock."""
    orders = {line.order_id for line in lines if line.pool in stock}
    desks: dict[int, tuple[list[QueueLine], dict[PoolNo, Grains]]] = {ties[pool]: ([], {}) for pool in stock}
    for pool, qty in stock.items():
        desks[ties[pool]][1][pool] = qty
    for line in lines:
        if line.order_id in orders and (desk := desks.get(ties[line.pool])):
            desk[0].append(line)
    return desks


def refresh(tx: Transaction, cause: str) -> None:
    """Project the touched pools again and write down what changed, with the event that changed it (R40)."""
    prefs = preferences.read(tx)
    _rank(tx, prefs)
    waits = tx.value("promises.has_waiting")
    if not waits:
        tx.write("promises.find_told")
        if not tx.value("promises.has_told_open"):  # and none was told to: there is nothing to say
            return
    _project(tx, prefs)
    if waits:
        tx.write("promises.find_told")  # of the pools that the projection reached
    tx.write("promises.find_told_units")
    tx.write("promises.find_said")
    tx.write("promises.find_news")
    tx.write("promises.add_news", cause=cause)


def refresh_po(tx: Transaction, po_id: int, cause: str) -> None:
    """Write down the days a purchase order's vendor said, and refresh the promises in its pools."""
    tx.write("supply.select_pos", po_ids=[po_id])
    refresh_pos(tx, cause)


def refresh_pos(tx: Transaction, cause: str) -> None:
    """Write down the days the vendors of the touched purchase orders said, and refresh their pools."""
    tx.write("promises.note_vendor_days")
    tx.write("promises.select_pools_of_pos")
    refresh(tx, cause)


def refresh_orders(tx: Transaction, cause: str) -> None:
    """Refresh the promises in every pool of the touched orders, whatever became of their lines."""
    tx.write("promises.select_pools_of_orders")
    refresh(tx, cause)


def worded(column: pl.Series, today: date, say: Callable[[Parts, date], str] = parts.in_words) -> pl.Series:
    """A column of parts, said by one of the functions of ``engine.parts``; null where there are none."""
    rows = column.to_list()
    return pl.Series(
        [None if row is None else say(parts.of_rows(row), today) for row in rows], dtype=pl.String
    )


def with_moves_said(moved: pl.DataFrame, today: date) -> pl.DataFrame:
    """A table of moves (from_on, to_on, from_parts, to_parts) with from_said and to_said in the place of the
    parts."""
    told = [
        worded(moved[f"{side}_parts"], today)
        .fill_null(_whole_by(moved[f"{side}_on"], today, ""))
        .alias(f"{side}_said")
        for side in ("from", "to")
    ]
    return moved.with_columns(told).drop("from_parts", "to_parts")


def _whole_by(days: pl.Series, today: date, none: str) -> pl.Series:
    """A column of days in the words for what was told before parts were kept; ``none`` where no day is."""
    return pl.Series([none if on is None else parts.whole_by(on, today) for on in days], dtype=pl.String)


def history(tx: Transaction, order_id: int, line_no: int | None = None) -> pl.DataFrame:
    """The ledger of an order, or of one of its typed lines.

    Columns: line, lic, state, promised_on (open: the last day, null while some of it has none; else the day
    it ended), parts (null: not kept then), since_at (UTC), cause, actor.
    """
    return tx.rows("promises.history", order_id=order_id, line_no=line_no)


def waiting_promises(tx: Transaction) -> pl.DataFrame:
    """Every typed line that waits, overdue ones first, then those that slipped.

    Columns: order, customer, customer_name, line, wait_line (the part of it that waits), lic, qty,
    first_on (the earliest day first promised for units that wait), now_on (the day of the last unit, null
    while some of it has none), expected (the parts in words), projected (as files say them; empty: not kept
    then), bare_qty (not ordered), is_late (a purchase order is), overdue (a day promised first has passed),
    slip_days, changes, last_cause, since_at (UTC).
    """
    today, found = tx.today, tx.rows("promises.waiting_promises")
    only_day = _whole_by(found["now_on"], today, parts.whole_by(None, today))
    return found.with_columns(
        worded(found["parts"], today).fill_null(only_day).alias("expected"),
        worded(found["parts"], today, parts.in_file).fill_null("").alias("projected"),
    ).drop("parts")


def newest(tx: Transaction) -> int:
    """The number of the ledger's newest row, for ``moved`` afterwards."""
    found: int = tx.value("promises.newest")
    return found


def moved(tx: Transaction, after: int) -> pl.DataFrame:
    """The lines of which some part moved after a row of the ledger.

    Columns: order, customer, customer_name, line, lic, first_on, from_on and to_on (the day of the last unit;
    null while some of it has none), from_said and to_said (the parts in words).
    """
    return with_moves_said(tx.rows("promises.moved", after_id=after), tx.today)


def by_customer(tx: Transaction) -> pl.DataFrame:
    """How promises ended, by customer: kept and broken (parts that were filled), waiting and slipped (lines),
    days_late, days_slipped (averages)."""
    return tx.rows("promises.by_customer")


def by_vendor(tx: Transaction) -> pl.DataFrame:
    """How vendors keep the day they said first: on_time, late, days_late (average), owed_late."""
    return tx.rows("promises.by_vendor")
