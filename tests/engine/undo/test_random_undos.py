"""Whatever people did, undone from the last action to the first the desk is what it was; and an undo that is
undone did not happen."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import polars as pl
from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from engine import buying, catalogue, log, notices, orders, preferences, replenishment, stock, supply
from engine.errors import DeskError
from engine.past import history
from engine.rules.header import BY_NAME
from engine.supply import transfers
from engine.sweeps import schedules
from engine.undo import NothingOfItCanBeUndone, Undone
from tests.acts import Act, acts, perform, supply_acts
from tests.examples import examples
from tests.story import Story
from tests.two_warehouses import add_other

State = dict[str, Any]
EXAMPLES = examples(4)
slow = [HealthCheck.too_slow]


@settings(max_examples=EXAMPLES, suppress_health_check=slow)
@given(st.lists(acts, min_size=4, max_size=8))
def test_undone_from_the_last_to_the_first_the_desk_is_what_it_was(script: list[Act]) -> None:
    desk = add_other(Story(book=30, pen=10))
    for act, first_log_id, before in reversed(performed(desk, script)):
        done = undone(desk, log_id=first_log_id)
        if done is None:
            continue  # typing on an order that is void by now
        assert not done.refused, (act, done)
        if before is not None:
            _same(before, seen(desk), act, done, with_pins=_pins_return(script))


@settings(max_examples=EXAMPLES, suppress_health_check=slow)
@given(st.lists(st.one_of(acts, supply_acts), min_size=4, max_size=8))
def test_an_undo_that_is_undone_did_not_happen(script: list[Act]) -> None:
    desk = add_other(Story(book=30, pen=10))
    for act, first_log_id, _ in reversed(performed(desk, script)):
        before = seen(desk)
        done = undone(desk, log_id=first_log_id)
        if done is None:
            continue
        between = seen(desk)
        redone = undone(desk, run_id=done.run_id)
        assert redone is not None
        assert not redone.refused, (act, done, redone)
        _same(before, seen(desk), act, redone, with_pins=_pins_return(script))
        again = undone(desk, run_id=redone.run_id)
        assert again is not None
        assert not again.refused, (act, redone, again)
        _same(between, seen(desk), act, again, with_pins=_pins_return(script))


def performed(desk: Story, script: list[Act]) -> list[tuple[Act, int, State | None]]:
    """The actions of a script in their order: the act, the first row, and the state before an act's first."""
    numbers: list[str] = []
    found: list[tuple[Act, int, State | None]] = []
    for act in script:
        mark, before = desk.ask(history.newest).log_id, seen(desk)
        with suppress(DeskError):  # what it did before somebody refused was done
            perform(desk, numbers, *act)
        for place, first_log_id in enumerate(_actions_after(desk, mark)):
            found.append((act, first_log_id, None if place else before))
    return found


def _actions_after(desk: Story, mark: int) -> list[int]:
    """The first row of every action after a row of the record log."""
    rows = desk.ask(log.search, most=100_000).filter(
        (pl.col("log_id") > mark) & pl.col("kind").is_in(["edit", "log"])
    )
    firsts: list[int] = rows.group_by("logged_at", "run_id").agg(pl.col("log_id").min())["log_id"].to_list()
    return sorted(firsts)


def undone(desk: Story, **target: int | None) -> Undone | None:
    """Undo, a minute later; the desk is consistent after it. None: nothing was left of it.

    Goods that joined another pending shipment of their location cannot leave alone (R32): from there on it is
    another history.
    """
    try:
        done = desk.undo(**target)
    except NothingOfItCanBeUndone as refusal:
        if "is void by now" in str(refusal):
            return None
        if _PARTED in str(refusal):
            reject()
        raise
    if any(_PARTED in sentence for sentence in done.refused):
        reject()
    return done


_PARTED = "is not together any more"


def _pins_return(script: list[Act]) -> bool:
    """A pinned line that shipped short comes back in parts, and the pin only on the part that had left."""
    return not any(act[0] == "short" for act in script)


def _same(expected: State, found: State, act: Act, done: Undone, *, with_pins: bool) -> None:
    if not with_pins:
        expected, found = _without_pins(expected), _without_pins(found)
    # An order that was opened from a draft and is undone is void, and not a draft again.
    drafts = {number for number, order in expected["orders"].items() if order["state"] == "pending"}
    gone = drafts - found["orders"].keys()
    told = expected["orders"].items()
    expected = expected | {"orders": {number: order for number, order in told if number not in gone}}
    assert found == expected, (act, done)


def _without_pins(state: State) -> State:
    orders_then = {number: order | {"pinned": None} for number, order in state["orders"].items()}
    return state | {"orders": orders_then}


def seen(desk: Story) -> State:
    """All that an undo is to bring back. Void orders and purchase orders are as good as none."""
    asked: dict[str, Callable[..., Any]] = {
        "balances": lambda tx: [row for row in stock.balances(tx).rows() if any(row[5:])],
        "orders": lambda tx: {number: _order(tx, number) for number in _alive(orders.listed(tx), "number")},
        "purchase orders": lambda tx: {po: _po(tx, po) for po in _alive(supply.purchase_orders(tx), "po")},
        "transfers": lambda tx: {
            number: _po(tx, number) for number in _alive(transfers.listed(tx), "transfer")
        },
        "preferences": preferences.read,
        "levels": lambda tx: replenishment.levels(tx).rows(),
        "schedules": lambda tx: [schedules.logged_fields(schedule) for schedule in schedules.schedules(tx)],
        "LICs": lambda tx: catalogue.items(tx).rows(),
        "customers": lambda tx: notices.addresses(tx).rows(),
        "locations": lambda tx: catalogue.locations(tx, "college").rows(),
        "vendors": lambda tx: catalogue.vendors(tx).rows(),
        "warehouses": lambda tx: catalogue.warehouses(tx).rows(),
    }
    return {name: desk.ask(question) for name, question in asked.items()}


def _alive(frame: pl.DataFrame, name: str) -> list[str]:
    return frame.filter(pl.col("state") != "void")[name].sort().to_list()


def _order(tx: Any, number: str) -> State:
    """An order's facts, and its units by typed line, state, whole or not, picked or not; pinned apart."""
    lines = orders.lines(tx, number).filter(pl.col("state") != "cancelled")
    picked = pl.col("shipment_state") == "picking"
    units = lines.group_by("root_line_no", "state", "whole", picked.alias("picked")).agg(pl.col("qty").sum())
    pinned = lines.filter("pinned", state="allotted").group_by("root_line_no").agg(pl.col("qty").sum())
    order = orders.find(tx, number)
    return {name: value for name, value in order.items() if name in {"state", *BY_NAME}} | {
        "lines": sorted(map(str, units.rows())),
        "pinned": sorted(map(str, pinned.rows())),
    }


def _po(tx: Any, po: str) -> State:
    columns = ("lic", "qty", "received", "expected_on", "unit_cost", "edited")
    bought_for = buying.for_whom(tx, po).select("po_line_id", "order", "line", "qty").rows()
    lines = supply.lines(tx, po).select(columns).rows()
    return {"state": supply.find(tx, po)["state"], "lines": lines, "for": sorted(bought_for)}
