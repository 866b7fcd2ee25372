"""The door of a warehouse: it is made, renamed, closed, and opened again (R47).

In a closed warehouse nothing lies, nothing is wanted and nothing comes. It closes only when that is so, and
the guard refuses whoever would change it, so that history alone names it. Levels may stay: replenishment
passes them over.
"""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine import catalogue, log
from engine.errors import HomeWarehouse, WarehouseInUse, refuse
from engine.rules import texts


def standings(tx: Transaction, code: str | None = None) -> pl.DataFrame:
    """Every warehouse, or one by its code: code, name, closed, is_home (meant where none is named),
    keeping_open (what must end before it can be closed, each after "while")."""
    return tx.rows("warehouses.standings", code=code)


def rename(tx: Transaction, code: str, name: str) -> None:
    """Call a warehouse by another name; its code stays. Without a name it is called by its code."""
    row = catalogue.warehouse(tx, code)
    new = texts.text(name, "name").strip() or row["code"]
    if new != row["name"]:
        tx.write("warehouses.set_name", code=row["code"], name=new)
        sentence = f"Warehouse {row['code']}: name changed from {row['name']} to {new}."
        _log(tx, row["code"], "name", row["name"], new, sentence)


def close(tx: Transaction, code: str) -> None:
    """Close a warehouse: nothing new is entered for it.

    Refused together is what is under way there: orders, purchase orders and stock. The home warehouse, which
    is meant wherever none is named, stays open.
    """
    row = catalogue.warehouse(tx, code)
    standing = standings(tx, row["code"]).row(0, named=True)
    if standing["is_home"]:
        raise HomeWarehouse(warehouse=row["code"])
    refuse([WarehouseInUse(warehouse=row["code"], why=why) for why in standing["keeping_open"]])
    _set_closed(tx, row["code"], before=row["closed"], closed=True)


def reopen(tx: Transaction, code: str) -> None:
    """Open a closed warehouse again."""
    row = catalogue.warehouse(tx, code)
    _set_closed(tx, row["code"], before=row["closed"], closed=False)


def _set_closed(tx: Transaction, code: str, *, before: bool, closed: bool) -> None:
    if before != closed:
        tx.write("warehouses.set_closed", code=code, closed=closed)
        verb = "closed" if closed else "opened again"
        _log(tx, code, "closed", before, closed, f"Warehouse {code} was {verb}.")


def _log(tx: Transaction, code: str, field: str, old: object, new: object, sentence: str) -> None:
    log.write(
        tx, record="warehouse", record_id=code, field=field, old_value=old, new_value=new, sentence=sentence
    )
