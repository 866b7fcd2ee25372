"""The consistency proof (section 8 of docs/rules.md): what must hold after every transaction.

Each check is one query and asks of what is in question: of everything, or of what was touched, which costs
what was touched. What is in question is named first, into tables that the checks read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from decimal import Decimal
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import preferences
from engine.quantities import spelled

_POOLS, _LINES, _RETURNS = "question_pools", "question_lines", "question_returns"
_SHIPMENTS, _ABOARD, _POS = "question_shipments", "question_aboard", "question_pos"
_ASKED, _LETTERS, _TRACED = "question_questions", "question_letters", "trace_letters"
CHECKS: Final = {
    "negative_on_hand": (_POOLS,),
    "promised_twice": (_LINES,),
    "wrong_line_state": (_LINES,),
    "unranked": (_LINES,),
    "bad_quantity": (_LINES,),
    "siblings_do_not_sum": (_LINES,),
    "siblings_differ": (_LINES,),
    "not_on_one_shipment": (_LINES,),
    "complete_torn_apart": (_ABOARD,),
    "shipment_disagrees": (_ABOARD,),
    "empty_shipment": (_SHIPMENTS,),
    "unlogged_state": (_LINES,),
    "shipped_without_movement": (_LINES,),
    "returned_too_much": (_RETURNS,),
    "return_without_movement": (_RETURNS, "add_up_movements"),
    "lost_order": (_LINES,),
    "twins": (),
    "po_disagrees": (_POS,),
    "unlogged_po_line": (_POS,),
    "goods_of_transfers": (_POS,),
    "balance_disagrees": (_POOLS,),
    "received_disagrees": (_POS,),
    "asked_disagrees": (_ASKED,),
    "asked_twice": (_ASKED,),
    "unlogged_answer": (_ASKED, _LETTERS),
    "letter_disagrees": (_TRACED,),
}
"""The queries of db/sql/proof.sql that make up the proof; each answers with the rows that break its rule.

With each stands what it asks of. Where none of these named anything it finds nothing and is left out, since
to plan a query takes longer than to run it. Without them it is always asked.
"""

_ALLOWING = ("negative_on_hand", "promised_twice")
"""What a pool must have on hand, which negative stock being allowed changes."""
NOTHING_WRITTEN: Final = dict.fromkeys(("log_id", "movement_id"), 2**63 - 1)
"""A mark after which nothing can be written."""
_EVERYTHING: Final = {"everything": True, "in_pools": False, **NOTHING_WRITTEN}
_QUESTIONS: Final = {
    "question_orders": ("everything", "log_id"),
    "question_lines": (),
    "question_returns": (),
    "question_shipments": ("everything", "log_id"),
    "question_aboard": (),
    "question_pos": ("everything", "in_pools", "log_id", "movement_id"),
    "question_questions": ("everything",),
    "question_letters": ("everything",),
    "trace_letters": (),
    "add_up_ledger": (),
    "add_up_movements": (),
}
"""What is named and added up once the pools are, in this order, and the parameters of its query."""
_HARMED_BY: Final = {
    "negative_on_hand": ("movement", "balance", "preference"),
    "balance_disagrees": ("movement", "balance"),
    "question_pos": ("purchase_order", "po_line", "movement"),
}
"""What nothing but writing into these tables could put at fault: checks, and what is named for several of
them."""
_LEFT_OUT_WITHOUT: Final = {
    "question_returns": (_LINES,),
    "trace_letters": (_ASKED, _LETTERS),
    "add_up_ledger": (_LINES,),
    "add_up_movements": (_LINES,),
}
"""What is only asked where one of these named anything; what reads its answer is left out with it."""


def problems(tx: Transaction) -> pl.DataFrame:
    """Every row that breaks a rule, as columns problem, record, sentence; an empty frame is the proof."""
    return broken_rows(tx).select("problem", "record", "sentence")


def broken_rows(tx: Transaction) -> pl.DataFrame:
    """Every row that breaks a rule, as ``problems``, with what it is about as data.

    More columns: kind (of record, where the problem does not say it), line_no (of the one line of an order).
    """
    return _broken(tx, tx.value("proof.question_pools"), _EVERYTHING, NOTHING_WRITTEN | {"movement_id": 0})


def broken_touched_rows(
    tx: Transaction,
    mark: Mapping[str, int] = NOTHING_WRITTEN,
    *,
    written: Callable[[str], bool] = lambda _: True,
) -> pl.DataFrame:
    """The rows that break a rule in what was touched, as ``broken_rows``.

    That is: the touched pools, and the pools, orders, shipments and purchase orders that were written of
    after a ``mark`` (log_id, movement_id); the orders with open lines in these pools, what carries their
    lines and what purchase orders bring there; of an order all its lines, with all that the log says of them.

    ``written``: whether something was written into a stored table; what only others could put at fault was so
    before, and is not asked.
    """
    spared = {name for name, tables in _HARMED_BY.items() if not any(map(written, tables))}
    pools = tx.value("proof.question_touched_pools", **mark)
    asked = {"everything": False, "in_pools": "question_pos" not in spared, **mark}
    return _broken(tx, pools, asked, mark, spared)


def _broken(
    tx: Transaction,
    pools: int,
    asked: Mapping[str, Any],
    twins: Mapping[str, int],
    spared: Collection[str] = (),
) -> pl.DataFrame:
    """What the checks find in what is in question: so many pools, named already, and what belongs to them.

    ``twins``: a mark after which every row is looked at for a number that was given twice. ``spared``: checks
    that are not asked.
    """
    there = {_POOLS: pools}
    for question, names in _QUESTIONS.items():
        if _concerns(_LEFT_OUT_WITHOUT.get(question, ()), there):
            there[question] = tx.value(f"proof.{question}", **{name: asked[name] for name in names})
    allowing = {"allow_negative": preferences.read(tx).allow_negative_stock}
    given = dict.fromkeys(_ALLOWING, allowing) | {"twins": twins}
    checks = {
        f"proof.{check}": given.get(check, {})
        for check, of in CHECKS.items()
        if check not in spared and _concerns(of, there)
    }
    # Nearly always there is no first row, and asking for that alone takes half the time of asking for all.
    broken = [name for name, params in checks.items() if tx.row(name, **params)]
    rows = [in_sentences(tx.rows(name, **checks[name])) for name in broken]
    return pl.concat([pl.DataFrame(schema=_COLUMNS), *rows], how="diagonal_relaxed")


def _concerns(of: tuple[str, ...], there: Mapping[str, int]) -> bool:
    """Whether what asks of this is to be asked: something of it is in question, or it asks of everything."""
    return not of or any(there.get(question) for question in of)


def in_sentences(rows: pl.DataFrame) -> pl.DataFrame:
    """What a check found, with the facts of each row put where its sentence names them; other columns go."""
    sentences = [row["sentence"].format(**_spelled(row)) for row in rows.to_dicts()]
    worded = pl.Series("sentence", sentences, dtype=pl.String)
    return rows.select(name for name in _COLUMNS if name in rows.columns).with_columns(worded)


def _spelled(row: Mapping[str, Any]) -> dict[str, Any]:
    """The facts of a row as a sentence has them: ``1,250.5`` units."""
    return {name: spelled(value) if isinstance(value, Decimal) else value for name, value in row.items()}


_COLUMNS = dict.fromkeys(("problem", "record", "sentence", "kind"), pl.String) | {"line_no": pl.Int32}
