"""Shipping a shipment: all of it, or less, and then what becomes of the rest (R12)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from engine import rows, shipments, stock
from engine.errors import DeskError, ShippingTooMuch
from engine.model import WhyShort
from engine.quantities import parse, plain, spelled
from engine.rows import LineAboard
from engine.shipments import Short
from pages.parts import counting, desk, dialogs, focus, formats, scan_field
from pages.parts.literal import literal

REASONS: Final = {
    WhyShort.NOT_FOUND: "Not found",
    WhyShort.DAMAGED: "Damaged",
    WhyShort.CUSTOMER: "The customer asked",
    WhyShort.OTHER: "Other",
}


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A line of which less ships than it has."""

    order: str
    line_no: int
    lic: str
    ships: Decimal
    has: Decimal


def ask(id_: int, carried: pl.DataFrame) -> None:
    """Ask how much of each line leaves."""
    _ship.ask(id_, rows.of(LineAboard, carried))


@dialogs.dialog("Ship shipment {id_}", width="medium")
def _ship(id_: int, carried: list[LineAboard]) -> None:
    st.caption("Type what ships. Where that is less than is set aside, you are asked about the rest.")
    with st.form("ship", border=False):
        typed = [_quantity_field(line) for line in carried]
        if not st.form_submit_button("Ship these quantities", type="primary", shortcut="Ctrl+Enter"):
            return
    shorts = _shortfalls(carried, typed)
    if shorts is None:
        return
    if shorts:
        _short.ask(id_, carried, shorts)
        st.rerun()
    with dialogs.settling(f"Shipment {id_} was shipped.") as tx:
        shipments.check_carries(tx, id_, _seen(carried))
        shipments.ship(tx, [id_])


def counted(id_: int) -> str:
    """What the count at a shipment is kept by."""
    return f"shipment {id_}"


def ship_counted(id_: int, carried: pl.DataFrame, counts: Mapping[str, Decimal]) -> None:
    """Ship what was counted of each LIC, its lines in their order; what is missing is asked about."""
    lines, left = rows.of(LineAboard, carried), dict(counts)
    shorts = []
    for line in lines:
        ships = min(left.get(line["lic"], Decimal(0)), line["qty"])
        left[line["lic"]] = left.get(line["lic"], Decimal(0)) - ships
        if ships < line["qty"]:
            shorts.append(_shortfall(line, ships))
    if shorts:
        _short.ask(id_, lines, shorts)
        return
    with desk.acting(f"Shipment {id_} was shipped.") as tx:
        shipments.check_carries(tx, id_, _seen(lines))
        shipments.ship(tx, [id_])
        counting.keep(counted(id_), {})
        focus.on(scan_field.key_of("shipment"))


def _quantity_field(line: LineAboard) -> str:
    what, box = st.columns([4, 1], vertical_alignment="center")
    where = f"order {line['order_number']}, line {line['line_no']}"
    lic, name = literal(line["lic"]), literal(line["description"])
    what.markdown(f"**{lic}** {name} :gray[· {literal(where)} · {spelled(line['qty'])} set aside]")
    label = f"{line['lic']} ({where})"
    key = f"ships-{line['line_id']}-{plain(line['qty'])}"
    return box.text_input(literal(label), plain(line["qty"]), key=key, label_visibility="collapsed") or ""


def _shortfalls(carried: list[LineAboard], typed: list[str]) -> list[Shortfall] | None:
    """The lines of which less ships; None, and the reason shown, if a quantity is none."""
    shorts = []
    for line, text in zip(carried, typed, strict=True):
        try:
            ships = _at_most(parse(text, line["lic"]), line)
        except DeskError as error:
            desk.refuse(error)
            return None
        if ships != line["qty"]:
            shorts.append(_shortfall(line, ships))
    return shorts


def _shortfall(line: LineAboard, ships: Decimal) -> Shortfall:
    return Shortfall(line["order_number"], line["line_no"], line["lic"], ships, line["qty"])


def _at_most(ships: Decimal, line: LineAboard) -> Decimal:
    if ships > line["qty"]:
        refused = {"line": line["line_no"], "allotted": spelled(line["qty"]), "qty": spelled(ships)}
        raise ShippingTooMuch(shipment=st.query_params.get("shipment", ""), **refused)
    return ships


@dialogs.dialog("Less ships than was set aside", width="medium")
def _short(id_: int, carried: list[LineAboard], shorts: list[Shortfall]) -> None:
    for short in shorts:
        leave, stay = short.ships, short.has - short.ships
        st.markdown(
            f"Order {literal(short.order)}, line {short.line_no}: "
            f"of {spelled(short.has)} {literal(short.lic)}, "
            f"**{spelled(leave)}** {formats.verb(leave, 'ship')} and "
            f"**{spelled(stay)}** {formats.verb(stay, 'stay')} behind."
        )
    why, note = _reason(id_)
    rest = spelled(sum((short.has - short.ships for short in shorts), Decimal(0)))
    act = partial(_leave, id_, carried, shorts, why or WhyShort.OTHER, note)
    if st.button(
        f"Backorder the {rest}", shortcut="B", type="primary", width="stretch", disabled=why is None
    ):
        act(backorder_rest=True)
    if st.button(f"Reduce the order by {rest}", shortcut="D", width="stretch", disabled=why is None):
        act(backorder_rest=False)
    if st.button("Go back", shortcut="G", width="stretch"):
        _ship.ask(id_, carried)
        st.rerun()


def _reason(id_: int) -> tuple[WhyShort | None, str]:
    """Why less ships, once it was said, and the words for it (R46)."""
    why = st.segmented_control("Why?", list(REASONS), format_func=REASONS.__getitem__, key=f"why-short-{id_}")
    if why is not None and why.is_gone:
        st.caption("It comes off on hand, so that no sweep gives it again.")
    elif why is WhyShort.CUSTOMER:
        st.caption("It stays on the shelf.")
    elif why is None:
        st.caption("Say why, and then what becomes of the rest.")
    note = st.text_input("Note", key=f"note-short-{id_}", max_chars=200) if why is WhyShort.OTHER else ""
    return why, note or ""


def _seen(carried: list[LineAboard]) -> dict[int, Decimal]:
    return {line["line_id"]: line["qty"] for line in carried}


def _leave(
    id_: int,
    carried: list[LineAboard],
    shorts: list[Shortfall],
    why: WhyShort,
    note: str,
    *,
    backorder_rest: bool,
) -> None:
    rest = "the rest waits on backorder" if backorder_rest else "the order was reduced by the rest"
    with dialogs.settling(f"Shipment {id_} was shipped; {rest}.") as tx:
        shipments.check_carries(tx, id_, _seen(carried))
        named = [Short(short.order, short.line_no, short.ships) for short in shorts]
        stock.ship_short(tx, id_, named, why, note=note, backorder_rest=backorder_rest)
