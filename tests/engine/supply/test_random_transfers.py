"""Whatever is sent, comes, is lost or brought back: no unit is in two pools, and the sums stay (R1, R47)."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine import supply
from engine.errors import DeskError
from engine.model import WhyMissing
from engine.supply import transfers
from tests.examples import drawing
from tests.story import Story
from tests.two_warehouses import WAY, balances, pending, two_warehouses

D = Decimal

acts = st.one_of(
    st.tuples(st.just("make"), st.booleans(), st.integers(1, 12)),
    st.tuples(st.just("send"), st.integers(0, 5)),
    st.tuples(st.just("come"), st.integers(0, 5), st.integers(1, 8)),
    st.tuples(
        st.just("short"), st.integers(0, 5), st.integers(0, 4), st.integers(1, 4), st.sampled_from(WhyMissing)
    ),
    st.tuples(st.just("void"), st.integers(0, 5)),
    st.tuples(st.just("void receipt"), st.integers(1, 4)),
    st.tuples(st.just("order"), st.booleans(), st.integers(1, 9)),
    st.tuples(st.just("sweep")),
)


@drawing(5)
@given(st.lists(acts, min_size=5, max_size=14))
def test_r47_no_unit_is_in_two_pools_and_none_is_lost(script: list[tuple[Any, ...]]) -> None:
    desk, plainly = two_warehouses(main=10, east=20), Plain()
    for act, *args in script:
        with suppress(DeskError):
            _do(desk, plainly, act, *args)
        desk.prove()
        assert balances(desk, "on_hand") == tuple(map(str, (plainly.lies["MAIN"], plainly.lies["EAST"])))
        assert balances(desk, "on_order") == (str(plainly.comes("MAIN")), str(plainly.comes("EAST")))
        assert sum(plainly.lies.values()) + plainly.comes("MAIN") + plainly.comes("EAST") + plainly.lost == 30


class Plain:
    """The plain oracle: what lies in each warehouse, what each transfer has in transit, and what was lost."""

    def __init__(self) -> None:
        self.lies = {"MAIN": 10, "EAST": 20}
        self.lost = 0
        self.ways: list[dict[str, Any]] = []
        self.receipts: list[tuple[dict[str, Any], int]] = []

    def comes(self, warehouse: str) -> int:
        """What is in transit to a warehouse."""
        return sum(way["left"] for way in self.ways if way["to"] == warehouse and way["is_moving"])


def _do(desk: Story, oracle: Plain, act: str, *args: Any) -> None:
    """One act on both; what the desk refuses does not happen to the oracle."""
    match act, args:
        case "make", (east, qty):
            source, into = WAY if east else WAY[::-1]
            number = pending(desk, qty, (source, into))
            way = {"number": number, "from": source, "to": into, "qty": qty, "left": 0, "is_moving": False}
            oracle.ways.append(way | {"came": 0})
        case "order", (east, qty):
            desk.order(f"book {qty} @{'EAST' if east else 'MAIN'}")
        case "sweep", ():
            desk.sweep()
        case "void receipt", (receipt_id,):
            _void_receipt(desk, oracle, receipt_id)
        case _, (which, *rest) if which < len(oracle.ways):
            _on_way(desk, oracle, oracle.ways[which], act, *rest)


def _on_way(desk: Story, oracle: Plain, way: dict[str, Any], act: str, *args: Any) -> None:
    with desk.act() as tx:
        match act, args:
            case "send", ():
                transfers.send(tx, way["number"])
                way |= {"is_moving": True, "left": way["qty"]}
                oracle.lies[way["from"]] -= way["qty"]
            case "come", (qty,):
                supply.receive(tx, way["number"], {"book": D(qty)})
                _came(oracle, way, qty)
            case "short", (qty, missing, why):
                came = {"book": D(qty)} if qty else {}
                transfers.receive(tx, way["number"], came, {"book": D(missing)}, why, note="so it was")
                _short(oracle, way, qty, missing, why)
            case _:
                supply.void_po(tx, way["number"])
                oracle.lies[way["from"]] += way["left"]
                way |= {"is_moving": False, "left": 0}


def _came(oracle: Plain, way: dict[str, Any], qty: int) -> None:
    oracle.lies[way["to"]] += qty
    way["left"] -= qty
    oracle.receipts.append((way, qty))


def _short(oracle: Plain, way: dict[str, Any], qty: int, missing: int, why: WhyMissing) -> None:
    if why is WhyMissing.NOT_SENT:
        oracle.lies[way["from"]] += missing
        way["left"] -= missing
        if qty:
            _came(oracle, way, qty)
        return
    _came(oracle, way, qty + missing)
    oracle.lies[way["to"]] -= missing
    oracle.lost += missing


def _void_receipt(desk: Story, oracle: Plain, receipt_id: int) -> None:
    with desk.act() as tx:
        supply.void_receipt(tx, receipt_id)
    way, qty = oracle.receipts[receipt_id - 1]
    oracle.lies[way["to"]] -= qty
    if way["is_moving"]:
        way["left"] += qty
    else:
        oracle.lies[way["from"]] += qty
