"""The proof of what was touched finds whatever the whole proof finds there, and nothing elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.session import Transaction
from engine import allocation, log, proof
from engine.errors import DeskError
from engine.model import Outcome, SweepName
from engine.past import history
from engine.proof import checks
from tests.acts import acts, perform
from tests.engine.proof.test_faults import FAULTS, rivals, run, seed
from tests.examples import drawing
from tests.story import Story

Row = tuple[str, str]


def whole(desk: Story) -> set[Row]:
    """What the whole proof finds: problem and record."""
    found: set[Row] = set(desk.ask(proof.problems).select("problem", "record").iter_rows())
    return found


def touched(desk: Story, *pools: tuple[int, int], by: Sequence[str] = ()) -> set[Row]:
    """What the proof of these pools finds; ``by``: of what these statements could put at fault."""

    def look(tx: Transaction) -> set[Row]:
        allocation.select_pools(tx, pools)
        written = partial(_wrote, by) if by else lambda _: True
        return set(checks.broken_touched_rows(tx, written=written).select("problem", "record").iter_rows())

    found: set[Row] = desk.ask(look)
    return found


@pytest.mark.parametrize("fault", FAULTS)
def test_section_8_a_fault_is_found_from_its_pool_and_from_no_other(fault: str) -> None:
    desk, _, _ = rivals()
    seed(desk, *FAULTS[fault])
    assert touched(desk, (1, 1)) == whole(desk)
    assert touched(desk, (2, 1)) == set()
    assert touched(desk, (1, 1), by=FAULTS[fault]) == whole(desk)


def _wrote(statements: Sequence[str], table: str) -> bool:
    """Whether one of some statements writes into a table."""
    return any(re.match(rf"(update|insert into|delete from) {table}\b", one) for one in statements)


SUPPLY_FAULTS = (
    "update po_line set carried_qty = carried_qty + 1 where po_line_id = 3",
    "update po_line set qty = qty + 1 where po_line_id = 3",
    "update purchase_order set state = 'pending' where po_id = 3",
    "update movement set qty = qty + 20 where po_line_id = 3",
    "insert into balance select item_id, warehouse_id, 7 from on_hand_part limit 1",
)
"""What a script may do to what comes, and to what was carried forward."""


@pytest.mark.parametrize("fault", SUPPLY_FAULTS)
def test_section_8_what_a_statement_puts_at_fault_is_found_by_what_it_could_put_at_fault(fault: str) -> None:
    desk, _, _ = rivals()
    desk.receive(desk.purchase("book", 9), book=1)
    seed(desk, fault)
    assert touched(desk, (1, 1), (2, 1), by=[fault]) == whole(desk)
    assert touched(desk, (1, 1), (2, 1), by=["update run set error = ''"]) < whole(desk)


def test_r29_a_fault_elsewhere_does_not_stop_a_run_and_the_whole_proof_names_it() -> None:
    desk = Story(book=5, pen=0)
    book, pen = desk.order("book 5"), desk.order("pen 5")
    desk.ship(book)
    desk.receive(desk.purchase("pen", 5), pen=5)
    seed(desk, "update order_line set ordered_qty = 77 where line_id = 1")
    report = run(desk, SweepName.PRIMARY)
    assert (report.outcome, report.error, desk.state(pen)) == (Outcome.DONE, "", "5 allotted")
    assert whole(desk) == {("siblings do not sum", book)}


LINE_FAULTS = (
    "update order_line set state = 'pending' where line_id = {line}",
    "update order_line set state = 'shipped', waiting_since = null where line_id = {line}",
    "update order_line set entry_seq = null where line_id = {line}",
    "update order_line set qty = qty + 1 where line_id = {line}",
    "update order_line set qty = 0.5 where line_id = {line}",
    "update order_line set unit_price = 77 where line_id = {line}",
    "update order_line set ordered_qty = 77 where line_id = {line}",
    "update order_line set waiting_since = null where line_id = {line}",
    "insert into order_line from order_line where line_id = {line}",
    "delete from record_log where field = 'state' and line_id = {line}",
    "update record_log set qty = qty + 1 where field = 'state' and line_id = {line}",
    "update shipment_line set qty = qty + 1 where line_id = {line}",
    "update shipment_line set live = not live where line_id = {line}",
    (
        "update shipment set customer_id = 99 where shipment_id in (select shipment_id from aboard "
        "where line_id = {line})"
    ),
    "update sales_order set state = 'closed' where order_id = {order}",
    (
        "update sales_order set ship_type = if(ship_type = 'partial', 'complete', 'partial') "
        "where order_id = {order}"
    ),
    (
        "insert into sales_order select * replace (-order_id as order_id) from sales_order "
        "where order_id = {order}"
    ),
    (
        "insert into movement select * replace (-movement_id as movement_id) from movement "
        "where line_id = {line}"
    ),
    "insert into goods_return values (-1, {line}, 1, true, now(), null)",
    "update balance set qty = qty - 3 where item_id = {item}",
)
"""What a script may do to the rows of one line, its order, what carries it and what lies in its pool."""


@drawing(10)
@given(
    st.lists(acts, min_size=4, max_size=10),
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from(LINE_FAULTS)), min_size=4, max_size=8),
)
def test_section_8_the_proof_of_what_was_touched_finds_what_the_whole_proof_finds_there(
    script: list[tuple[Any, ...]], faults: list[tuple[int, str]]
) -> None:
    desk = Story(book=30, pen=10)
    numbers: list[str] = []
    for act in script:
        with suppress(DeskError):
            perform(desk, numbers, *act)
    for which, fault in faults:
        everywhere, there, written = found_of(desk, which, fault)
        assert there == written == everywhere, fault


class _Taken(Exception):
    """What was tried is taken back."""


def found_of(desk: Story, which: int, fault: str) -> tuple[set[Row], set[Row], set[Row]]:
    """What the whole proof finds of a fault in a line, and the proof of what was touched, this line; of that
    all, and what the statement could put at fault."""
    found: list[set[Row]] = []
    with suppress(_Taken), desk.session.transaction(actor="script", now=desk.now) as tx:
        lines = tx.rows("whole_desk.table_rows", table_name="order_line").to_dicts()
        if lines:
            line = lines[which % len(lines)]
            mark = asdict(history.newest(tx))
            ids = {"line": line["line_id"], "order": line["order_id"], "item": line["item_id"]}
            tx._cursor.execute(fault.format(**ids)).complete()
            places = {name: line[name] for name in ("order_id", "item_id", "warehouse_id")}
            log.write(tx, kind="comment", record="order", record_id="any", sentence="Seen.", **places)
            allocation.select_pools(tx, [])
            proofs = (
                checks.broken_rows(tx),
                checks.broken_touched_rows(tx, mark),
                checks.broken_touched_rows(tx, mark, written=partial(_wrote, [fault])),
            )
            found.extend(set(broken.select("problem", "record").iter_rows()) for broken in proofs)
        raise _Taken
    return (found[0], found[1], found[2]) if found else (set(), set(), set())
