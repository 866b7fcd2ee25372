"""Supply that is late: until its vendor names another day, nobody can be told one (R40)."""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine.next_acts.act import Act, ActKind, helping
from engine.quantities import counted
from engine.rows import Record
from engine.supply import late


def find(tx: Transaction) -> list[Act]:
    """Another day for each late purchase order, or transfer, that lines wait for.

    Needs the temporary tables of ``promises.project``, of all that waits.
    """
    helped = tx.rows("next_acts.wait_for_late")
    return [
        _act(row, of_it)
        for row in late.overdue(tx).to_dicts()
        if (of_it := helped.filter(pl.col("po") == row["po"]).drop("po")).height
    ]


def _act(row: Record, helped: pl.DataFrame) -> Act:
    kind = "transfer" if row["record"] == "transfer" else "purchase order"
    whom = row["vendor_name"] if row["vendor"] else f"warehouse {row['vendor_name']}"
    days = counted(row["days_late"], "day")
    sentence = f"Ask {whom} for a new day of {kind} {row['po']}, which is {days} late"
    return helping(ActKind.NEW_DAY, row["po"], sentence, helped)
