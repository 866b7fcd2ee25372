"""The consistency proof (section 8 of docs/rules.md): what must hold after every transaction.

Each check is one query and asks of what is in question: of everything, or of what was touched, which costs
what was touched. What is in question is named first, into tables that the checks read.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

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
    "goods_of_transfers",
    "balance_disagrees",
    "received_disagrees",
    "asked_disagrees",
    "asked_twice",
    "unlogged_answer",
    "letter_disagrees",
)
"""The queries of db/sql/proof.sql that make up the proof; each answers with the rows that break its rule."""

_ALLOWING = ("negative_on_hand", "promised_twice")
"""What a pool must have on hand, which negative stock being allowed changes."""
NOTHING_WRITTEN: Final = dict.fromkeys(("log_id", "movement_id"), 2**63 - 1)
"""A mark after which nothing can be written."""
_EVERYTHING: Final = {"everything": True, **NOTHING_WRITTEN}
_QUESTIONS: Final = {
    "proof.question_orders": ("everything", "log_id"),
    "proof.question_lines": (),
    "proof.question_items": ("log_id",),
    "proof.question_shipments": ("everything", "log_id"),
    "proof.question_aboard": (),
    "proof.question_pos": ("everything", "log_id", "movement_id"),
    "proof.question_questions": ("everything",),
    "proof.question_letters": ("everything",),
}
"""What is named once the pools are, in this order, and the parameters of the query that names it."""


def problems(tx: Transaction) -> pl.DataFrame:
    """Every row that breaks a rule, as columns problem, record, sentence; an empty frame is the proof."""
    return broken_rows(tx).select("problem", "record", "sentence")


def broken_rows(tx: Transaction) -> pl.DataFrame:
    """Every row that breaks a rule, as ``problems``, with what it is about as data.

    More columns: kind (of record, where the problem does not say it), line_no (of the one line of an order).
    """
    tx.write("proof.question_pools", **_EVERYTHING)
    return _broken(tx, _EVERYTHING, movement_id=0)


def broken_touched_rows(tx: Transaction, mark: Mapping[str, int] = NOTHING_WRITTEN) -> pl.DataFrame:
    """The rows that break a rule in what was touched, as ``broken_rows``.

    That is: the touched pools, and the pools, orders, shipments and purchase orders that were written of
    after a ``mark`` (log_id, movement_id); the orders with open lines in these pools, what carries their
    lines and what purchase orders bring there; of an order all its lines, with all that the log says of them.
    """
    asked = {"everything": False, **mark}
    tx.write("proof.question_pools", **asked)
    tx.write("proof.question_touched_pools")
    return _broken(tx, asked, movement_id=mark["movement_id"])


def _broken(tx: Transaction, asked: Mapping[str, Any], *, movement_id: int) -> pl.DataFrame:
    """What the checks find in what is in question: the pools named already, and what belongs to them."""
    for question, names in _QUESTIONS.items():
        tx.write(question, **{name: asked[name] for name in names})
    tx.write("proof.add_up_ledger")
    tx.write("proof.add_up_movements")
    allowing = {"allow_negative": preferences.read(tx).allow_negative_stock}
    given = dict.fromkeys(_ALLOWING, allowing) | {"twin_ids": {"movement_id": movement_id}}
    checks = {f"proof.{check}": given.get(check, {}) for check in CHECKS}
    # Nearly always there is no first row, and asking for that alone takes half the time of asking for all.
    broken = [name for name, params in checks.items() if tx.row(name, **params)]
    rows = [tx.rows(name, **checks[name]) for name in broken]
    return pl.concat([pl.DataFrame(schema=_COLUMNS), *rows], how="diagonal_relaxed")


_COLUMNS = dict.fromkeys(("problem", "record", "sentence", "kind"), pl.String) | {"line_no": pl.Int32}
