"""The rows that have a type have the columns of their queries, on a desk with nothing in it."""

from __future__ import annotations

import ast
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, Final, get_args, get_origin, get_type_hints

import polars as pl
import pytest

from db.session import Session, Transaction
from engine import rows
from engine.notices import about, drafting, outbox
from engine.orders import answering, drafted, pasting
from engine.paper import contents
from engine.past import replay
from engine.reports import stranded
from engine.rules.holds import Hold
from engine.sweeps import schedules
from engine.undo import goods, units
from tests.house import SOURCES, tree


def the(query: str, **params: Any) -> Callable[[Transaction], pl.DataFrame]:
    """What a query answers with."""
    return lambda tx: tx.rows(query, **params)


def undone(query: str, *before: str, **params: Any) -> Callable[[Transaction], pl.DataFrame]:
    """What a query of an undo answers with, after those before it."""

    def _asked(tx: Transaction) -> pl.DataFrame:
        tx.write("undo.find_rows", undone_action_id=1)
        for step in before:
            tx.write(step)
        return tx.rows(query, **params)

    return _asked


def remedies(tx: Transaction) -> pl.DataFrame:
    stranded.find(tx)
    return tx.rows("stranded.remedies", most=1)


FOUND: Final[dict[type, Callable[[Transaction], pl.DataFrame]]] = {
    rows.Order: the("orders.find", number="1001"),
    rows.OrderLine: the("orders.find_line", order_id=1, line_no=1),
    drafted.DraftRow: the("orders.draft_lines", order_ids=[1], number=None),
    rows.ListedLine: the("orders.lines_of", order_id=1),
    rows.FamilyLine: the("orders.family", root_line_ids=[1]),
    rows.LineAboard: the("shipments.lines_of", shipment_id=1, with_withdrawn=False),
    rows.Item: the("catalogue.item", lic="book"),
    rows.Customer: the("catalogue.customer", code="school"),
    rows.Location: the("catalogue.location", customer_id=1, code="main"),
    rows.Vendor: the("catalogue.vendor", code="acme"),
    rows.Warehouse: the("catalogue.warehouse", code="main"),
    rows.Shipment: the("shipments.find", shipment_id=1),
    rows.PurchaseOrder: the("supply.find", number="PO1"),
    rows.PoLine: the("supply.lines_of", po_id=1),
    contents.SlipRow: the("paper.slips", shipment_ids=[1]),
    contents.PackedRow: the("paper.packed", shipment_ids=[1]),
    contents.OwedRow: the("paper.owed", shipment_ids=[1]),
    contents.PickRow: the("paper.picks", shipment_ids=[1]),
    rows.Receipt: the("supply.find_receipt", receipt_id=1),
    rows.LogRow: the("whole_desk.table_rows", table_name="record_log"),
    pasting.NamedItem: the("pasting.named", names=[]),
    replay.RunResult: the("replay.result_of", which_run=1),
    drafting.Beginning: the("notices.beginning"),
    drafting.Look: the("notices.last_look"),
    schedules.ScheduleRow: the("schedules.everything"),
    schedules.LastRun: the("schedules.last_runs"),
    outbox.DraftHead: outbox.overview,
    outbox.Draft: outbox.drafts,
    outbox.Fact: the("notices.facts", notice_ids=[], is_swept=True),
    goods.MovedUnits: undone("undo.movements", undone_action_id=1),
    goods.ReturnedUnits: undone("undo.returns", undone_action_id=1),
    units.CancelledUnits: undone("undo.cancelled", last_log_id=1),
    units.OpenedLine: undone("undo.opened"),
    units.LineStanding: undone("undo.standing", "undo.find_wants"),
    stranded.RemedyRow: remedies,
    about.Acknowledged: the("questions.acknowledged", notice_ids=[]),
    about.Asked: the("questions.asked", notice_ids=[]),
    answering.WaitingPart: the("questions.lines_that_wait", root_line_ids=[]),
}
MADE_IN_PYTHON: Final = {
    "Head",
    "Hold",
    "LineFields",
    "Named",
    "Question",
    "Started",
    "StoredPart",
    "SweepStatus",
}
ALIKE: Final = (
    (rows.Item, the("catalogue.items_named", lics=["a", "b"])),
    (rows.Warehouse, the("catalogue.first_warehouse")),
    (rows.LogRow, undone("undo.edits")),
    (drafting.Beginning, the("notices.at", instant=None)),
    (answering.Question, the("questions.unanswered", order_id=1, answer_days=1)),
)
"""Other queries whose rows are taken for the same."""


@pytest.mark.parametrize("row", FOUND, ids=lambda row: row.__name__)
def test_a_row_has_the_columns_of_its_query_and_their_types(row: type, desk: Session) -> None:
    with desk.snapshot() as tx:
        schema = FOUND[row](tx).schema
    assert {name: _python(kind) for name, kind in schema.items()} == {
        name: _of_value(hint) for name, hint in get_type_hints(row).items()
    }


@pytest.mark.parametrize(("row", "asked"), ALIKE)
def test_a_second_query_for_a_row_answers_with_its_columns(
    row: type, asked: Callable[[Transaction], pl.DataFrame], desk: Session
) -> None:
    with desk.snapshot() as tx:
        assert set(get_type_hints(row)) <= set(asked(tx).columns)


def test_every_row_that_has_a_type_is_compared() -> None:
    """A row has all its fields; what may lack some is made by hand, as a form or what is passed on."""
    named = {
        node.name
        for file in SOURCES
        for node in ast.walk(tree(file))
        if isinstance(node, ast.ClassDef) and not node.keywords
        if {base.id for base in node.bases if isinstance(base, ast.Name)}
        & {"TypedDict", "Head", "DraftHead", "Beginning", "LineFields", "Named"}
    }
    assert named == {row.__name__ for row in FOUND} | MADE_IN_PYTHON


def _of_value(hint: Any) -> type:
    """The type of a value that is there; of a list, that it is one."""
    if get_origin(hint) is list:
        return list
    kinds: list[type] = [kind for kind in get_args(hint) or (hint,) if kind is not NoneType]
    return get_origin(kinds[0]) or kinds[0]


def _python(kind: pl.DataType) -> type:
    if kind.is_integer():
        return int
    if kind.is_decimal():
        return Decimal
    named: dict[Any, type] = {pl.Date: date, pl.String: str, pl.Boolean: bool, pl.List: list, pl.Struct: Hold}
    return datetime if isinstance(kind, pl.Datetime) else named[kind.base_type()]
