"""The lines of a purchase order: shown, added, changed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine import rows, supply
from engine.errors import DeskError
from engine.model import PoState
from engine.quantities import parse, plain
from engine.rows import PoLine, PurchaseOrder
from engine.supply import words
from pages.parts import desk, export, fields, formats, links, pickers, tables
from pages.parts.literal import literal

MOST_ORDERS: Final = 2
"""The most orders that a line names."""


def show(po: PurchaseOrder, lines: pl.DataFrame, bought: pl.DataFrame, *, editable: bool) -> None:
    """The lines, and for whom they were ordered; one that is selected can be changed while the order may
    still change. ``bought``: of ``buying.for_whom``."""
    if not lines.height:
        st.info("Nothing is on it yet. Add a line.")
        return
    st.markdown("**Lines**")
    chosen = _table(po, lines, bought, editable=editable)
    export.popover(export.plain(lines), "po-lines")
    _bought(po, bought)
    if editable and chosen:
        (line,) = rows.of(PoLine, lines.filter(pl.col("po_line_id") == chosen[0]))
        _change(po["number"], line)
    elif editable:
        st.caption("Select a line to change it.")


def _table(po: PurchaseOrder, lines: pl.DataFrame, bought: pl.DataFrame, *, editable: bool) -> list[int]:
    by = pl.when(pl.col("edited")).then(pl.lit("A person")).otherwise(pl.lit("Replenishment")).alias("by")
    is_late = (pl.col("open_qty") > 0) & (pl.col("expected_on") < formats.today())
    due = formats.due_words("expected_on", is_late & pl.lit(po["state"] == PoState.OPEN))
    return tables.grid(
        lines.with_columns(by, due).join(
            _for_whom(bought), on="po_line_id", how="left", maintain_order="left"
        ),
        key="po-lines",
        alt=f"Lines of {words.named(po)}",
        id_column="po_line_id",
        select="single-row" if editable else None,
        columns={
            "lic": links.column("LIC", "demand", "lic", key="open-po-lic"),
            "open_qty": tables.qty("To come"),
            "received": tables.qty("Received"),
            "qty": tables.qty("Units" if words.is_transfer(po) else "Ordered"),
            "unit_cost": tables.money("Unit cost"),
            "expected_on": tables.text("Expected", 110),
            "description": tables.text("Description", 165),
            "for_whom": tables.text(
                "For orders", 170, "The lines of orders that it is meant for; rank decides who gets it."
            ),
            "by": tables.text(
                "Set by", 110, "Replenishment rewrites its own lines until a person changes them."
            ),
        },
    )


def _for_whom(bought: pl.DataFrame) -> pl.DataFrame:
    """The orders for which each line was ordered, in words: po_line_id, for_whom."""
    orders = bought.group_by("po_line_id", maintain_order=True).agg(
        pl.col("order").unique(maintain_order=True)
    )
    words = [formats.listed(numbers, MOST_ORDERS) for numbers in orders["order"]]
    return orders.select("po_line_id", for_whom=pl.Series(words, dtype=pl.String))


def _bought(po: PurchaseOrder, bought: pl.DataFrame) -> None:
    """For whom the purchase order or the transfer is, line by line."""
    if not bought.height:
        return
    qty = formats.total(bought["qty"])
    title = f"For whom: {formats.units(qty)} for {formats.count(bought['order'].n_unique(), 'order')}"
    with st.expander(title):
        tables.grid(
            bought,
            key="bought-for",
            alt=f"For whom {words.named(po)} is",
            columns={
                "lic": tables.text("LIC", 110),
                "order": links.column("Order", "orders", "order", key="open-bought-order", width=90),
                "line": tables.number("Line", width=60),
                "customer_name": tables.text("Customer", 220),
                "qty": tables.qty("Meant for it" if words.is_transfer(po) else "Ordered for it"),
                "waiting_qty": tables.qty("Still waiting"),
            },
        )
        export.popover(export.plain(bought), "for-whom")


def add(po: PurchaseOrder) -> None:
    """A popover that adds a line; it empties itself once the line is saved."""
    fresh = st.session_state.setdefault("po-line-added", 0)
    with st.popover("Add line", icon=":material/add:"), st.form(f"add-po-line-{fresh}", border=False):
        lic = pickers.lic("LIC", key=f"po-lic-{fresh}")
        typed = st.text_input("Units", key=f"po-qty-{fresh}")
        due = st.date_input(
            "Expected", None, format=fields.DAY, key=f"po-due-{fresh}", help="Empty: after the lead time."
        )
        cost = st.text_input("Unit cost", key=f"po-cost-{fresh}", placeholder="As known")
        sent = st.form_submit_button("Add line", type="primary")
    if sent and _saved(po["number"], lic, typed, due, cost):
        st.session_state["po-line-added"] += 1
        st.rerun()


def _saved(number: str, lic: str | None, typed: str, due: date | None, cost: str) -> bool:
    if not lic:
        fields.refuse_unchosen("LIC", "line")
        return False
    try:
        units, each = parse(typed, lic), _cost(cost, lic)
    except DeskError as error:
        desk.refuse(error)
        return False
    with desk.attempting(f"{formats.qty(units)} of {lic} added.") as attempt:
        supply.add_po_line(attempt.tx, number, lic, units, expected_on=due, unit_cost=each)
    return attempt.saved


def _change(number: str, line: PoLine) -> None:
    """The form for one selected line."""
    with st.form(f"change-{line['po_line_id']}"):
        row = st.columns([2, 2, 2, 1, 1], vertical_alignment="bottom")
        typed = row[0].text_input(f"Units of {literal(line['lic'])}", value=plain(line["qty"]))
        due = row[1].date_input("Expected", line["expected_on"], format=fields.DAY)
        cost = row[2].text_input(
            "Unit cost", value="" if line["unit_cost"] is None else plain(line["unit_cost"])
        )
        sent = row[3].form_submit_button("Change", type="primary", width="stretch")
        off = row[4].form_submit_button("Remove", width="stretch", disabled=line["received"] > 0)
    if sent or off:
        try:
            units = Decimal(0) if off else parse(typed, line["lic"])
            each = _cost(cost, line["lic"])
        except DeskError as error:
            desk.refuse(error)
            return
        done = f"{line['lic']} was removed." if off else f"{line['lic']} was changed."
        with desk.acting(done) as tx:
            supply.change_po_line(tx, number, line["po_line_id"], qty=units, expected_on=due, unit_cost=each)


def _cost(text: str, lic: str) -> Decimal | None:
    return parse(text, lic) if text.strip() else None
