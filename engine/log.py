"""The record log: what happened, when, by whose hand, in a sentence (section 9). Append-only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import polars as pl

from db.session import Transaction
from db.transaction import Later
from engine.days import begins
from engine.model import POOL, LineState
from engine.quantities import QTY, SUM

MOST: Final = 500
"""How many rows of the log one question answers, unless it says otherwise."""
ROW: Final = pl.Schema(
    {
        "kind": pl.String(),
        "record": pl.String(),
        "record_id": pl.String(),
        "order_id": pl.Int32(),
        "line_id": pl.Int64(),
        "line_no": pl.Int32(),
        "root_line_id": pl.Int64(),
        "item_id": pl.Int32(),
        "warehouse_id": pl.Int32(),
        "shipment_id": pl.Int32(),
        "po_id": pl.Int32(),
        "po_line_id": pl.Int32(),
        "field": pl.String(),
        "old_value": pl.String(),
        "new_value": pl.String(),
        "qty": QTY,
        "other_order_id": pl.Int32(),
        "sentence": pl.String(),
    }
)
"""What is said of a row; its number, instant, actor, run and action are the transaction's."""
_ALWAYS: Final = {"kind": "log", "field": ""}
"""What a row has that does not say otherwise."""
_NO_ROWS: Final = pl.DataFrame(schema=ROW)
_GIVEN: Final = [pl.col(name).fill_null(text) for name, text in _ALWAYS.items()]


def _whole_rows(added: list[pl.DataFrame]) -> pl.DataFrame:
    """The rows of all frames, one after another, with every column of ``ROW`` in its type."""
    alike = [rows.cast({name: ROW[name] for name in rows.columns}) for rows in added]
    return pl.concat([_NO_ROWS, *alike], how="diagonal").with_columns(_GIVEN)


_IS_MOVE: Final = (pl.col("field") == "state") & pl.col("line_id").is_not_null()
_IS_RULE: Final = (pl.col("record") == "preference") & (pl.col("record_id") == "allow_negative_stock")
_ALLOTTED_CHANGE: Final = (
    pl.when(~_IS_MOVE)
    .then(0)
    .when(pl.col("new_value") == LineState.ALLOTTED)
    .then(pl.col("qty").cast(SUM))
    .when(pl.col("old_value") == LineState.ALLOTTED)
    .then(-pl.col("qty").cast(SUM))
    .otherwise(0)
)
_NO_CHANGES: Final = pl.DataFrame(schema={**dict.fromkeys(POOL, pl.Int32), "allotted_change": SUM})


def _allotted_changes(rows: pl.DataFrame) -> pl.DataFrame:
    """How much what is allotted changed by rows in each pool: item_id, warehouse_id, allotted_change.

    A row of no pool stands for a change of whether negative stock is allowed.
    """
    telling = rows.filter(_IS_MOVE | _IS_RULE)
    if not telling.height:
        return _NO_CHANGES
    return telling.group_by(POOL).agg(_ALLOTTED_CHANGE.sum().cast(SUM).alias("allotted_change"))


LATER: Final = Later(
    query="log.add_rows",
    table="log_row",
    seen_by=frozenset({"record_log", "newest_log_id", "highest_item_id", "log_number", "duckdb_sequences"}),
    whole=_whole_rows,
    digest=_allotted_changes,
)


def allotted_changes(tx: Transaction) -> pl.DataFrame:
    """How much what is allotted changed in each pool by the rows that ``add`` wrote in this transaction:
    item_id, warehouse_id, allotted_change.

    A row of no pool stands for a change of whether negative stock is allowed.
    """
    found = tx.digest(LATER)
    if found is None:
        return _NO_CHANGES
    return found.group_by(POOL).agg(pl.col("allotted_change").sum())


def headed(record: str) -> str:
    """A kind of record as a sentence begins with it: ``LIC``, ``Vendor``. A macro so named is its twin."""
    return "LIC" if record == "item" else record.capitalize()


def write(
    tx: Transaction,
    *,
    record: str,
    record_id: object,
    sentence: str,
    field: str = "",
    kind: str = "edit",
    **facts: Any,
) -> None:
    """Add one row. ``facts``: any of order_id, line_id, item_id, …, old_value, new_value, qty,
    other_order_id."""
    _refuse_unknown(facts)
    row = {"record": record, "record_id": str(record_id), "sentence": sentence, "field": field, "kind": kind}
    for name in facts.keys() & {"old_value", "new_value"}:
        facts[name] = spelled(facts[name])
    add(tx, pl.DataFrame([row | facts], {name: ROW[name] for name in [*row, *facts]}))


def add(tx: Transaction, rows: pl.DataFrame) -> None:
    """Add rows, in their order: record, record_id, sentence, and whatever else of ``ROW`` they have.

    All rows of a transaction are inserted by one statement, before the first query that could see them.
    """
    _refuse_unknown(rows.columns)
    tx.keep_back(LATER, rows)


def changed(
    record: str | pl.Expr, record_id: pl.Expr, field: str, old: str | pl.Expr | None, new: str | pl.Expr
) -> list[pl.Expr]:
    """What rows say of a field that changed: record, record_id, field, old_value, new_value.

    A text is the value of all rows; an expression says it of each.
    """
    return [
        (record if isinstance(record, pl.Expr) else pl.lit(record)).alias("record"),
        record_id.alias("record_id"),
        pl.lit(field).alias("field"),
        (old if isinstance(old, pl.Expr) else pl.lit(old, pl.String)).alias("old_value"),
        (new if isinstance(new, pl.Expr) else pl.lit(new)).alias("new_value"),
    ]


def _refuse_unknown(names: Iterable[str]) -> None:
    if unknown := set(names) - set(ROW):
        raise TypeError(f"the record log has no {', '.join(sorted(unknown))}")


def spelled(value: object) -> str | None:
    """A value as the record log keeps it; flags as SQL writes them, ``true`` and ``false``."""
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def search(
    tx: Transaction,
    *,
    order_id: int | None = None,
    item_id: int | None = None,
    shipment_id: int | None = None,
    po_id: int | None = None,
    run: int | None = None,
    word: str | None = None,
    most: int = MOST,
) -> pl.DataFrame:
    """The newest ``most`` rows of one record, or of all, that match: log_id, logged_at (UTC), actor, run_id,
    kind, record, …, sentence.

    ``word``: each word of it stands in the sentence; or it is the record or the person itself.
    """
    of = {"order_id": order_id, "item_id": item_id, "shipment_id": shipment_id, "po_id": po_id, "run": run}
    return _matching(tx, most, word=word or None, **of)


def browse(
    tx: Transaction,
    *,
    word: str = "",
    actor: str | None = None,
    record: str | None = None,
    kind: str | None = None,
    first: date | None = None,
    last: date | None = None,
    most: int = MOST,
) -> pl.DataFrame:
    """The newest ``most`` rows of all records that match, with the columns of ``search``.

    ``record``: what kind of record they are about, such as ``order``. ``first``, ``last``: the days of the
    desk between which they were written.
    """
    return _matching(
        tx,
        most,
        word=word or None,
        actor=actor,
        record=record,
        kind=kind,
        from_at=first and begins(first, tx.zone),
        until_at=last and begins(last + timedelta(days=1), tx.zone),
    )


def row_count(tx: Transaction) -> int:
    """How many rows the record log has."""
    count: int = tx.value("log.row_count")
    return count


def _matching(tx: Transaction, most: int, **asked: Any) -> pl.DataFrame:
    return tx.rows("log.search", **dict.fromkeys(_ASKED) | asked, most=most)


_ASKED: Final = (
    *("order_id", "item_id", "shipment_id", "po_id", "run"),
    *("word", "actor", "record", "kind", "from_at", "until_at"),
)
"""What rows of the log can be asked for by; None: by anything."""


def people(tx: Transaction) -> list[str]:
    """Everybody who wrote into the record log, by name; the sweeps and the desk itself among them."""
    found: list[str] = tx.values("log.people")
    return found
