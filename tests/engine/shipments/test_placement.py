"""Which shipment a line belongs on, decided on frames alone (R13, R30, R32)."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest

from engine.model import ShipType
from engine.shipments import placement

LINE: dict[str, Any] = {
    "line_id": 1,
    "order_id": 1,
    "warehouse_id": 1,
    "qty": 5,
    "entry_seq": 1,
    "state": "allotted",
    "customer_id": 1,
    "location_id": 1,
    "ship_type": "partial",
    "priority": 0,
    "inventoried": True,
    "shipment_id": None,
    "aboard_qty": None,
    "aboard_state": None,
    "aboard_location_id": None,
    "aboard_ship_type": None,
    "paused": False,
}
ABOARD: dict[str, Any] = {
    "shipment_id": 7,
    "aboard_qty": 5,
    "aboard_state": "pending",
    "aboard_location_id": 1,
    "aboard_ship_type": "partial",
}
PICKED = ABOARD | {"aboard_state": "picking"}
WAITS: dict[str, Any] = {"state": "backordered"}
COMPLETE: dict[str, Any] = {"ship_type": ShipType.COMPLETE}
SERVICE: dict[str, Any] = {"inventoried": False}
NUMBERS = ("line_id", "order_id", "warehouse_id", "customer_id", "location_id", "shipment_id")


def placed(*lines: dict[str, Any]) -> pl.DataFrame:
    """Lines that are as the one above but for what is said of each, numbered from 1."""
    rows = [LINE | {"line_id": n, "entry_seq": n} | line for n, line in enumerate(lines, 1)]
    kinds: dict[str, type[pl.DataType]] = {
        **dict.fromkeys((*NUMBERS, "aboard_location_id"), pl.Int32),
        **dict.fromkeys(("aboard_state", "aboard_ship_type"), pl.String),
        "aboard_qty": pl.Int64,
    }
    return placement.placed(pl.DataFrame(rows, schema_overrides=kinds))


def ids(lines: pl.DataFrame, what: str) -> list[int]:
    return lines.filter(what)["line_id"].to_list()


@pytest.mark.parametrize(
    ("lines", "boards"),
    [
        ([{}, WAITS], [1]),
        ([COMPLETE, COMPLETE | WAITS], []),
        ([COMPLETE, COMPLETE], [1, 2]),
        ([SERVICE, WAITS], []),
        ([SERVICE, {}], [1, 2]),
        ([SERVICE], [1]),
        ([COMPLETE, COMPLETE | WAITS | {"order_id": 2}], [1]),
        ([ABOARD, PICKED], []),
    ],
)
def test_r30_a_line_boards_once_its_order_lets_it(lines: list[dict[str, Any]], boards: list[int]) -> None:
    assert ids(placed(*lines), "boards") == boards


def test_r30_a_line_leaves_a_pending_shipment_that_is_not_its_own_any_more() -> None:
    elsewhere = ABOARD | {"aboard_location_id": 2}
    lines = placed(ABOARD, ABOARD | WAITS, elsewhere, PICKED | WAITS, ABOARD | {"state": "cancelled"})
    assert (ids(lines, "leaves"), ids(lines, "boards"), ids(lines, "stays")) == ([2, 3, 5], [3], [1])


def test_r20_a_line_that_was_split_changes_its_size_and_one_that_leaves_keeps_it() -> None:
    lines = placed(ABOARD | {"qty": 3}, ABOARD | WAITS | {"qty": 2}, PICKED | {"qty": 1})
    assert placement.moves_aboard(lines).rows() == [(7, 1, 3, True), (7, 2, 5, False)]


def boarded(lines: pl.DataFrame, oldest: pl.DataFrame | None = None) -> list[tuple[int, int, bool]]:
    """Each line that boards: the line, its shipment (new ones count from 11), whether that is new."""
    boarding = placement.targets(placement.boarders(lines), oldest)
    new = placement.new_shipments(boarding)["nth"].to_list()
    boarding = placement.aboard(boarding, [10 + nth for nth in new])
    return sorted(boarding.select("line_id", "shipment_id", "is_new").rows())


OLDEST = pl.DataFrame(
    {"customer_id": 1, "location_id": 1, "warehouse_id": 1, "oldest_id": 3},
    schema_overrides=dict.fromkeys(("customer_id", "location_id", "warehouse_id", "oldest_id"), pl.Int32),
)


def test_r32_a_line_joins_its_order_then_the_oldest_then_whoever_arrives_with_it() -> None:
    lines = placed(
        ABOARD, {}, {"order_id": 2}, {"order_id": 3, "location_id": 2}, {"order_id": 4, "location_id": 2}
    )
    alone = [(2, 7, False), (3, 11, True), (4, 12, True), (5, 13, True)]
    assert boarded(lines) == alone
    assert boarded(lines, OLDEST) == [(2, 7, False), (3, 3, False), (4, 11, True), (5, 11, True)]


def test_r32_a_complete_order_travels_alone_and_each_warehouse_sends_its_own() -> None:
    lines = placed(COMPLETE | {"order_id": 2}, {"warehouse_id": 2}, {"order_id": 3, "warehouse_id": 2})
    assert boarded(lines, OLDEST) == [(1, 11, True), (2, 12, True), (3, 12, True)]


def test_new_shipments_are_numbered_by_the_rank_of_whoever_boards_them_first() -> None:
    lines = placed({"entry_seq": 9}, {"order_id": 2, "priority": 5}, {"order_id": 3, "entry_seq": 4})
    assert boarded(lines) == [(1, 13, True), (2, 11, True), (3, 12, True)]


def test_r45_a_paused_line_belongs_on_no_shipment_and_keeps_a_complete_order_off_its_own() -> None:
    paused = {"paused": True}
    lines = placed(paused, ABOARD | paused, PICKED | paused, {}, COMPLETE | {"order_id": 2})
    assert (ids(lines, "boards"), ids(lines, "leaves")) == ([4, 5], [2])
    lines = placed(COMPLETE, COMPLETE | paused)
    assert ids(lines, "boards") == []
