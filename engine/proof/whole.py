"""The consistency proof (section 8 of docs/rules.md): what must hold after every transaction."""

from __future__ import annotations

import polars as pl

from db.session import Transaction
from engine import preferences

CHECKS = (
    "negative_on_hand",
    "promised_twice",
    "wrong_line_state",
    "unranked",
    "bad_quantity",
    "siblings_do_not_sum",
    "siblings_differ",
    "not_on_one_shipment",
    "complete_torn_apart",
    "shipment_disagrees",
    "empty_shipment",
    "unlogged_state",
    "shipped_without_movement",
    "returned_too_much",
    "return_without_movement",
    "lost_order",
    "twin_ids",
    "twin_numbers",
    "po_disagrees",
    "unlogged_po_line",
    "balance_disagrees",
    "received_disagrees",
)
"""The queries of db/sql/proof.sql that make up the proof; each answers with the rows that break its rule."""

_ALLOWING = ("negative_on_hand", "promised_twice")
"""What a pool must have on hand, which negative stock being allowed changes."""


def problems(tx: Transaction) -> pl.DataFrame:
    """Every row that breaks a rule, as columns problem, record, sentence; an empty frame is the proof."""
    return broken_rows(tx).select("problem", "record", "sentence")


def broken_rows(tx: Transaction) -> pl.DataFrame:
    """Every row that breaks a rule, as ``problems``, with what it is about as data.

    More columns: kind (of record, where the problem does not say it), line_no (of the one line of an order).
    """
    allowing = {"allow_negative": preferences.read(tx).allow_negative_stock}
    checks = {f"proof.{check}": allowing if check in _ALLOWING else {} for check in CHECKS}
    # Nearly always there is no first row, and asking for that alone takes half the time of asking for all.
    broken = [name for name, params in checks.items() if tx.row(name, **params)]
    found = [tx.rows(name, **checks[name]) for name in broken]
    return pl.concat([pl.DataFrame(schema=_COLUMNS), *found], how="diagonal_relaxed")


def has_pool_at_fault(tx: Transaction) -> bool:
    """Whether a pool has less on hand than nothing, or than is allotted; a tenth of the whole proof."""
    allowing = {"allow_negative": preferences.read(tx).allow_negative_stock}
    return any(tx.row(f"proof.{check}", **allowing) for check in _ALLOWING)


_COLUMNS = dict.fromkeys(("problem", "record", "sentence", "kind"), pl.String) | {"line_no": pl.Int32}
