"""Whatever people do in whatever order, the desk stays consistent (section 8) and a second sweep changes
nothing."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from engine import supply
from engine.errors import DeskError
from engine.model import Policy, ShipType
from tests.acts import acts, perform, stock_acts
from tests.examples import drawing
from tests.story import Story
from tests.two_warehouses import add_other


@drawing(20)
@given(st.lists(acts, min_size=8, max_size=14), st.sampled_from([Policy.STRICT, *Policy]))
def test_the_proof_holds_after_every_act_and_a_second_sweep_changes_nothing(
    script: list[tuple[Any, ...]], policy: Policy
) -> None:
    desk = add_other(Story(book=30, pen=10))
    desk.prefer(allocation_policy=policy)
    numbers: list[str] = []
    for act in script:
        try:
            perform(desk, numbers, *act)
        except DeskError:
            desk.prove()  # a refusal leaves nothing half-done
    desk.sweep()
    again = desk.sweep()
    did = again.counts
    assert (did.lines_filled, did.lines_released, did.shipments_created, did.shipments_appended) == (
        0,
        0,
        0,
        0,
    )


@drawing(10)
@given(st.lists(stock_acts, min_size=8, max_size=16))
def test_r13_whatever_is_done_what_has_no_stock_never_waits(script: list[tuple[Any, ...]]) -> None:
    desk = Story(book=30)
    desk.item("pen", inventoried=False)
    numbers: list[str] = []
    for act in [("order", ["pen 5 split", "book 3 split"], 0, ShipType.PARTIAL), *script]:
        with suppress(DeskError):
            perform(desk, numbers, *act)
        lines = pl.concat(desk.lines(number) for number in numbers)
        assert lines.filter(lic="pen", state="backordered").is_empty(), act


def test_receipts_voided_in_any_order_leave_a_consistent_desk() -> None:
    desk = Story(book=0)
    for qty in (5, 8, 13):
        desk.order(f"book {qty}")
    ids = [desk.receive(desk.purchase("book", qty), book=qty) for qty in (10, 10, 10)]
    desk.sweep()
    for receipt_id in (ids[1], ids[0], ids[2]):
        with desk.act() as tx:
            supply.void_receipt(tx, receipt_id)
    assert desk.balance("book")["allotted"] == "0"
