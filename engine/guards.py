"""The guard: what no writer may leave behind, asked once for all of them before anything is kept (section 8).

``guarded`` stands around every transaction of a desk, kept or only tried, so that no use case, file,
preference or undo can forget it. Use cases that let stock fall ask it earlier, by ``check_fall`` and
``check_negative_off``, to refuse while they can still say which record it was. It looks at what was touched
and nothing else: each pool has on hand what is allotted in it, and not less than nothing unless that is
allowed; in a closed warehouse nothing lies, is wanted or comes (R47). A pool that was at fault before may
only become better, so that every remedy stays open. How it stood before follows from what was written, and
a pool that lost nothing and has no more allotted is not looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import log
from engine.errors import (
    AllottedTwice,
    DeskError,
    FirmNotCovered,
    NegativeStockStays,
    OnHandBelowZero,
    WarehouseClosed,
    refuse,
)
from engine.model import POOL, Pool
from engine.quantities import SUM, spelled

PoolState = Mapping[str, Any]
MOST_NAMED: Final = 5
"""How many LICs a sentence names before it says that there are more."""


@contextmanager
def guarded(tx: Transaction) -> Iterator[None]:
    """Refuse at the end of the block what would leave a touched pool at fault, or more so than it was."""
    yield
    _refuse_revived(tx)
    changes = _changes(tx)
    if changes.height:
        refuse(_worsened_pools(tx, changes))


def _refuse_revived(tx: Transaction) -> None:
    """Nothing lies, is wanted or comes in a closed warehouse; whoever closes one sees to what is there."""
    tx.insert_kept_back()
    if (tx.wrote("record_log") or tx.wrote("movement")) and tx.lasting("guards.some_closed", "warehouse"):
        refuse([WarehouseClosed(warehouse=code) for code in tx.values("guards.revived_warehouses")])


def _changes(tx: Transaction) -> pl.DataFrame:
    """How much on hand and what is allotted changed in each pool; a row of no pool where it was changed
    whether negative stock is allowed.

    What ``log.add`` wrote is known; the desk is asked when anything else wrote how its pools changed. A desk
    that was brought whole had nothing before.
    """
    if tx.appended("movement") or tx.appended("record_log"):
        every = standings(tx, tx.rows("guards.every_pool"))
        return every.rename({"on_hand": "on_hand_change", "allotted": "allotted_change"})
    if tx.wrote("movement") or tx.wrote("record_log", but_by=log.LATER.query):
        return tx.rows("guards.changes")
    return log.allotted_changes(tx).with_columns(pl.lit(0, SUM).alias("on_hand_change"))


def check_fall(tx: Transaction, pools: Collection[Pool]) -> None:
    """Refuse a fall of stock that a settlement cannot make good: firm lines never lose (R22, R23)."""
    frame = pl.DataFrame(list(pools), dict.fromkeys(POOL, pl.Int32), orient="row").unique()
    allowed = tx.preferences.get("allow_negative_stock") == "on"
    suspects = _suspects(tx, standings(tx, frame)).to_dicts()
    refuse([problem for row in suspects if (problem := _unsettled(row, allowed=allowed))])


def check_negative_off(tx: Transaction) -> None:
    """Refuse to switch negative stock off while some pool lives by it."""
    suspects = _suspects(tx, standings(tx, tx.rows("guards.every_pool"))).to_dicts()
    if suspects:
        more = "" if len(suspects) <= MOST_NAMED else f" and {len(suspects) - MOST_NAMED:,} more"
        raise NegativeStockStays(lics=", ".join(map(_negative, suspects[:MOST_NAMED])) + more)


def _negative(row: PoolState) -> str:
    firm = f" and {spelled(row['firm'])} firm" if row["firm"] > max(row["on_hand"], 0) else ""
    return f"{row['lic']} ({spelled(row['on_hand'])} on hand{firm})"


def standings(tx: Transaction, pools: pl.DataFrame) -> pl.DataFrame:
    """How pools (item_id, warehouse_id) stand: on_hand and allotted; without a row where both are nothing."""
    with tx.lent("guarded_pool", pools):
        return tx.rows("guards.standings")


def with_firm(tx: Transaction, pools: pl.DataFrame) -> pl.DataFrame:
    """Pools with how much of what is allotted in each is ``firm``: pinned or being picked (R22)."""
    with tx.lent("guarded_pool", pools.select(POOL)):
        firm = tx.rows("guards.firm")
    return pools.join(firm, on=POOL, how="left", maintain_order="left").with_columns(
        pl.col("firm").fill_null(0)
    )


def _worsened_pools(tx: Transaction, changes: pl.DataFrame) -> list[DeskError | str]:
    """What is wrong with touched pools, by the changes of on hand and allotted; a row of no pool stands for a
    change of whether negative stock is allowed."""
    touched = changes.drop_nulls("item_id")
    if touched.height == changes.height:
        pools = touched.filter((pl.col("on_hand_change") < 0) | (pl.col("allotted_change") > 0))
    else:
        pools = pl.concat([touched.select(POOL), tx.rows("guards.every_pool")]).unique()
    suspects = _suspects(tx, standings(tx, pools.select(POOL))) if pools.height else pools.clear()
    if not suspects.height:
        return []
    allowance = tx.only("guards.allowance")
    before = suspects.join(touched, on=POOL, how="left", maintain_order="left").with_columns(
        (pl.col("on_hand") - pl.col("on_hand_change").fill_null(0)).alias("on_hand_before"),
        (pl.col("allotted") - pl.col("allotted_change").fill_null(0)).alias("allotted_before"),
    )
    return [problem for row in before.to_dicts() if (problem := _worsened(row | allowance))]


def _suspects(tx: Transaction, standing: pl.DataFrame) -> pl.DataFrame:
    """The pools with less on hand than nothing, or than is allotted, by LIC and warehouse: lic, on_hand,
    allotted, firm."""
    low = standing.filter(pl.col("on_hand") < pl.max_horizontal("allotted", 0))
    if not low.height:
        return low
    with tx.lent("guarded_pool", low.select(POOL)):
        named = tx.rows("guards.names")
    return with_firm(tx, named.join(low, on=POOL, maintain_order="left"))


def _worsened(row: PoolState) -> DeskError | None:
    """What is wrong with a pool at the end of a transaction that was not as wrong when it began."""
    missing, before = _missing(row), _missing(row, "_before")
    return _refusal(row) if any(now > then for now, then in zip(missing, before, strict=True)) else None


def _unsettled(row: PoolState, *, allowed: bool) -> DeskError | None:
    """What is wrong with a pool that no settlement can put right."""
    if row["firm"] > max(row["on_hand"], 0) or (row["on_hand"] < 0 and not allowed):
        return _refusal(row)
    return None


def _missing(row: PoolState, when: str = "") -> tuple[Any, Any]:
    """How many units of a pool are below zero and may not be, and how many are allotted and not there."""
    on_hand, allotted, allowed = (row[name + when] for name in ("on_hand", "allotted", "allowed"))
    covered = max(on_hand, row["firm"]) if allowed else on_hand
    return 0 if allowed else max(-on_hand, 0), max(allotted - max(covered, 0), 0)


def _refusal(row: PoolState) -> DeskError:
    facts = {name: spelled(row[name]) for name in ("on_hand", "allotted", "firm")} | {"lic": row["lic"]}
    if row["firm"] > max(row["on_hand"], 0):
        return FirmNotCovered(**facts)
    return OnHandBelowZero(**facts) if row["on_hand"] < 0 else AllottedTwice(**facts)
