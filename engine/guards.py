"""The guard: what no writer may leave behind, asked once for all of them before anything is kept (section 8).

``guarded`` stands around every transaction of a desk, kept or only tried, so that no use case, file,
preference or undo can forget it. Use cases that let stock fall ask it earlier, by ``check_fall`` and
``check_negative_off``, to refuse while they can still say which record it was. It looks at what was touched
and nothing else: each pool has on hand what is allotted in it, and not less than nothing unless that is
allowed. A pool that was at fault before may only become better, so that every remedy stays open.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final

from db.session import Transaction
from engine.errors import (
    AllottedTwice,
    DeskError,
    FirmNotCovered,
    NegativeStockStays,
    OnHandBelowZero,
    refuse,
)
from engine.model import Pool
from engine.quantities import plain

PoolState = Mapping[str, Any]
MOST_NAMED: Final = 5
"""How many LICs a sentence names before it says that there are more."""


@contextmanager
def guarded(tx: Transaction) -> Iterator[None]:
    """Refuse at the end of the block what would leave a touched pool at fault, or more so than it was."""
    mark = tx.only("guards.mark")
    yield
    if tx.value("guards.is_concerned", **mark):
        tx.write("guards.select_pools", **mark)
        refuse(_problems(tx, mark, _worsened))


def check_fall(tx: Transaction, pools: Collection[Pool]) -> None:
    """Refuse a fall of stock that a settlement cannot make good: firm lines never lose (R22, R23)."""
    tx.write(
        "guards.name_pools",
        item_ids=[item_id for item_id, _ in pools],
        warehouse_ids=[warehouse_id for _, warehouse_id in pools],
    )
    refuse(_problems(tx, tx.only("guards.mark"), _unsettled))


def check_negative_off(tx: Transaction) -> None:
    """Refuse to switch negative stock off while some pool lives by it."""
    tx.write("guards.name_all_pools")
    found = [row for row in _standings(tx, tx.only("guards.mark")) if _at_fault(row, allowed=False)]
    if found:
        more = "" if len(found) <= MOST_NAMED else f" and {len(found) - MOST_NAMED} more"
        raise NegativeStockStays(lics=", ".join(map(_negative, found[:MOST_NAMED])) + more)


def _negative(row: PoolState) -> str:
    firm = f" and {plain(row['firm'])} firm" if row["firm"] > max(row["on_hand"], 0) else ""
    return f"{row['lic']} ({plain(row['on_hand'])} on hand{firm})"


def _problems(
    tx: Transaction, mark: Mapping[str, int], judge: Callable[[PoolState], DeskError | None]
) -> list[DeskError | str]:
    return [problem for row in _standings(tx, mark) if (problem := judge(row))]


def look(tx: Transaction) -> None:
    """How the pools of the temporary table ``guarded_pool`` stand now, into ``pool_standing``."""
    tx.write("guards.find_standings", **tx.only("guards.mark"))


def _standings(tx: Transaction, mark: Mapping[str, int]) -> list[dict[str, Any]]:
    """The guarded pools that have less on hand than nothing, or than is allotted."""
    tx.write("guards.find_standings", **mark)
    return tx.rows("guards.suspects").to_dicts() if tx.value("guards.has_suspects") else []


def _worsened(row: PoolState) -> DeskError | None:
    """What is wrong with a pool at the end of a transaction that was not as wrong when it began."""
    missing, before = _missing(row), _missing(row, "_before")
    return _refusal(row) if any(now > then for now, then in zip(missing, before, strict=True)) else None


def _unsettled(row: PoolState) -> DeskError | None:
    """What is wrong with a pool that no settlement can put right."""
    if row["firm"] > max(row["on_hand"], 0) or (row["on_hand"] < 0 and not row["allowed"]):
        return _refusal(row)
    return None


def _at_fault(row: PoolState, *, allowed: bool) -> bool:
    return any(_missing({**row, "allowed": allowed}))


def _missing(row: PoolState, when: str = "") -> tuple[Any, Any]:
    """How many units of a pool are below zero and may not be, and how many are allotted and not there."""
    on_hand, allotted, allowed = (row[name + when] for name in ("on_hand", "allotted", "allowed"))
    covered = max(on_hand, row["firm"]) if allowed else on_hand
    return 0 if allowed else max(-on_hand, 0), max(allotted - max(covered, 0), 0)


def _refusal(row: PoolState) -> DeskError:
    facts = {name: plain(row[name]) for name in ("on_hand", "allotted", "firm")} | {"lic": row["lic"]}
    if row["firm"] > max(row["on_hand"], 0):
        return FirmNotCovered(**facts)
    return OnHandBelowZero(**facts) if row["on_hand"] < 0 else AllottedTwice(**facts)
