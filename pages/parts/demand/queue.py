"""Who wants a LIC, in the order in which they are served, and what would help each of them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine.model import LineState, SweepName
from engine.parts import Source
from engine.reports.buyer import NotOrdered
from engine.sweeps import Scope
from pages.parts import (
    explain_drawer,
    export,
    formats,
    links,
    opening_pos,
    order_it,
    pickers,
    priority_dialog,
    sweep_button,
    tables,
    transfer_form,
)
from pages.parts.literal import literal


def show(lic: str, queue: pl.DataFrame, held: list[str], lacking: NotOrdered) -> None:
    """Every open line in the order in which it is served, and the way to buy what is lacking."""
    if not queue.height:
        st.success("Nobody waits for it: no open order wants it.", icon=":material/check_circle:")
        return
    for sentence in held:
        st.warning(literal(sentence), icon=":material/front_hand:")
    waits = queue.filter(pl.col("state") == LineState.BACKORDERED)
    st.caption(
        f"{formats.count(queue.height, 'line')} in the order in which they are served; {_waiting(waits)}"
    )
    _buying(lic, lacking)
    if waits.height:
        sweep_button.button(
            SweepName.SECONDARY, "Run the sweep for it", key="sweep-lic", scope=Scope(lic=lic)
        )
    chosen = tables.grid(
        queue.with_columns(
            formats.local_column("opened_at"),
            pl.col("priority").map_elements(formats.priority, pl.String),
            pl.when("whole").then(_AT_ONCE).otherwise("reason").alias("reason"),
        ),
        key=f"queue-{lic}",
        alt=f"Who wants {lic}, in the order of the queue",
        id_column="line_id",
        select="multi-row",
        columns=_columns(),
    )
    _acts(queue.filter(pl.col("line_id").is_in(chosen)))
    export.popover(export.plain(queue), "who-wants-it")


_AT_ONCE: Final = (pl.col("reason") + " All or nothing.").str.strip_chars_start()
"""Why a line waits that is filled all at once or not at all, if it waits."""


def _acts(chosen: pl.DataFrame) -> None:
    """What can be done with the selected lines."""
    with st.container(horizontal=True):
        if chosen.height == 1:
            explain_drawer.button(chosen["order"][0], chosen["line"][0], key="why-wanting")
        if chosen.height and st.button("Set priority …", icon=":material/keyboard_double_arrow_up:"):
            priority_dialog.ask(chosen["order"].to_list())
        waiting = chosen.filter(pl.col("state") == LineState.BACKORDERED)
        lines = waiting.select("order", "line").rows()
        order_it.lines(lines, key="order-wanting", label="Order it for these")
    if not chosen.height:
        st.caption(
            "Select a line to see why it has what it has and what would fill it, or several to change the "
            "priority of their orders or to order it for them."
        )


def _buying(lic: str, lacking: NotOrdered) -> None:
    """What of it nobody ordered, and the button that does; or which purchase order is still to be opened."""
    if not lacking.short_qty + lacking.pending_qty:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        if lacking.short_qty:
            whose = f" from {literal(lacking.vendor)}" if lacking.vendor else " …"
            label = f"Order it: {formats.units(lacking.short_qty)}{whose}"
            order_it.lics([lic], key="order-it", label=label, primary=True)
            if not lacking.vendor:
                st.markdown("It has no vendor yet: ordering it asks for one.")
        if lacking.pending_qty:
            named = formats.listed([*lacking.pos, *lacking.transfers], 9)
            still = "opened or sent" if lacking.pos else "sent"
            still = still if lacking.transfers else "opened"
            are = formats.verb(lacking.pending_qty, "are")
            on = f"{formats.units(lacking.pending_qty)} of it {are} on {named}"
            st.markdown(f"{on}, still to be {still}.")
            opening_pos.button(lacking.pos, key="open-covering")
            transfer_form.links_to(lacking.transfers)


def _columns() -> tables.Columns:
    """The columns of the queue; the warehouse only where there are several."""
    warehouse = {"warehouse": tables.text("Warehouse", 95)} if pickers.has_several_warehouses() else {}
    return {
        "place": tables.number("Place", width=45),
        "order": links.column("Order", "orders", "order", key="open-wanting-order", width=65),
        "qty": tables.qty("Wanted", width=58),
        "held_qty": tables.qty("Allotted", width=62),
        "customer_name": tables.text("Customer", 180),
        "covered_by": tables.text("Covered by", 170),
        "reason": tables.text("Why it waits", 265),
        "priority": tables.text("Priority", 65),
        **warehouse,
        "opened_at": tables.day("Entered", width=70),
        "running_qty": tables.qty("Need so far", "What this line and all before it want together.", 85),
    }


def _waiting(waits: pl.DataFrame) -> str:
    """How much of the queue waits, and until when."""
    if not waits.height:
        return "none of it waits."
    units = formats.units(formats.total(waits["qty"]))
    return f"{formats.count(waits.height, 'line', 'wait')} for {units}. {_until(waits)}"


def _until(waits: pl.DataFrame) -> str:
    """Until when what waits is covered."""
    parts = [part for rows in waits["parts"].to_list() for part in rows]
    bare = sum((part["qty"] for part in parts if part["source"] == Source.NONE), Decimal(0))
    if bare:
        return f"Nothing on its way covers {formats.units(bare)} of it."
    late = sorted({part["po"] for part in parts if part["due_on"] and part["due_on"] < formats.today()})
    if late:
        return f"All of it is on its way, but {literal(', '.join(late))} is overdue."
    if waits["projected_on"].null_count():
        return "All of it is on its way, some of it without a day."
    days: list[date] = waits["projected_on"].to_list()
    return f"All of it is covered by {formats.day(max(days))}."
