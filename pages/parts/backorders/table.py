"""The backorder review: what waits, as a table to select from, and what can be done with the selection."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from engine import promises
from engine.model import SweepName
from engine.orders import bulk
from engine.orders.holds import Subject
from engine.reports import backlog, backorders
from engine.rules.header import SHIP_TYPES
from engine.store import Transaction
from engine.supply import late
from engine.sweeps import Scope
from pages.parts import (
    desk,
    dialogs,
    explain_drawer,
    export,
    facts,
    finding,
    formats,
    hold_dialog,
    lic_link,
    links,
    order_it,
    pickers,
    priority_dialog,
    readings,
    selected,
    sweep_button,
    tables,
)
from pages.parts.backorders import claims, views
from pages.parts.literal import literal

GRID: Final = "waiting"


def read() -> pl.DataFrame:
    """Every line that waits, by priority and then age, with ``fillable_qty`` (what a sweep gives now) and
    ``text`` (what words are looked for in)."""
    return readings.once(_waiting)


def _waiting(tx: Transaction) -> pl.DataFrame:
    waiting = backorders.waiting(tx)
    late_supply = late.awaited(tx).group_by("line_id").agg(_late_words())
    site = pl.format("{} {}", "customer", "location").alias("site")
    promised = promises.waiting_days(tx).select(
        "order", pl.col("line").alias("root_line"), "first_on", "changes"
    )
    joined = (
        waiting.join(backlog.fillable_lines(tx), on="line_id", how="left")
        .join(late_supply, on="line_id", how="left")
        .join(promised, on=["order", "root_line"], how="left")
    )
    ordered = joined.sort("priority", "waiting_since", "line_id", descending=[True, False, False])
    text = finding.text("order", "lic", "description", "customer", "customer_name", "location").alias("text")
    return ordered.with_columns(site, text, pl.col("fillable_qty").fill_null(0))


def _late_words() -> pl.Expr:
    """The late purchase orders a line waits for: ``PO105, 8 days late``."""
    late = pl.format("{}, {} late", "po", formats.count_column("days_late", "day"))
    return late.str.join("; ").alias("late_supply")


def counts() -> dict[str, int]:
    """How many lines each view has, as they were typed."""
    return readings.worked_out(views.counts, _waiting, desk.actor())


def summary(rows: pl.DataFrame, every: pl.DataFrame, in_all: int) -> None:
    """How much passes the filters, and the actions on the whole view.

    ``in_all``: how many lines wait, as they were typed.
    """
    with st.container(horizontal=True, vertical_alignment="center"):
        units = formats.units(formats.total(rows["qty"]))
        worth = formats.worth_clause(formats.total(rows["value"]))
        st.markdown(f"{_counted(rows, every, in_all)} · **{units}** · {worth}", help=facts.WAITING_LINES)
        st.space("stretch")
        can = formats.total(every["fillable_qty"])
        label = f"Fill {formats.units(can)} now" if can else "Run the sweep now"
        sweep_button.button(SweepName.SECONDARY, label, key="fill-now")
        _alone(rows, every)
        export.popover(
            exported(rows), "backorders", whole=export.WholeList(every.height, lambda _: exported(every))
        )


def _alone(rows: pl.DataFrame, every: pl.DataFrame) -> None:
    """The sweep for the one customer or LIC to which the filters narrow the view."""
    if rows.is_empty() or rows.height == every.height:
        return
    if _is_one(rows["customer"]):
        scope = Scope(customer=rows["customer"][0])
    elif _is_one(rows["lic"]):
        scope = Scope(lic=rows["lic"][0])
    else:
        return
    label = f"Run it for {literal(scope.customer or scope.lic)} alone"
    sweep_button.button(SweepName.SECONDARY, label, key="fill-alone", scope=scope)


def _is_one(names: pl.Series) -> bool:
    """Whether all of them are the same."""
    return bool((names == names[0]).all())


def _counted(rows: pl.DataFrame, every: pl.DataFrame, in_all: int) -> str:
    """How many lines these are, as they were typed, and how many rows show them if that is another number."""
    lines = in_all if rows.height == every.height else views.lines(rows)
    of_all = "" if rows.height == every.height else f" of {in_all:,}"
    parts = "" if rows.height == lines else f", in {formats.count(rows.height, 'part')}"
    return f"**{formats.count(lines, 'line')}**{of_all}{parts}"


def exported(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows as a file gives them: no ids of the desk's own, and the parts in words alone."""
    return rows.drop("line_id", "order_id", "version", "site", "text", "root_line", "root_line_id", "parts")


def table(rows: pl.DataFrame) -> pl.DataFrame:
    """The table; returns the rows that are selected."""
    chosen = tables.grid(
        rows,
        key=GRID,
        alt="Lines that wait",
        id_column="line_id",
        select="multi-row",
        columns=_columns(),
        words=_words(),
    )
    return rows.filter(pl.col("line_id").is_in(chosen))


def _words() -> list[pl.Expr]:
    now = pl.when(pl.col("fillable_qty") >= pl.col("qty")).then(pl.lit("● all"))
    part = now.when(pl.col("fillable_qty") > 0).then(pl.lit("◐ a part")).otherwise(pl.lit("")).alias("now")
    asked = formats.day_words("requested_on")
    late = (pl.col("requested_on") < formats.today()).fill_null(value=False)
    return [
        part,
        pl.col("priority").replace_strict(
            {n: formats.priority(n) for n in range(10)}, return_dtype=pl.String
        ),
        pl.when(late).then(pl.format("⚠ {}", asked)).otherwise(asked).alias("requested_on"),
        formats.words("ship_type", SHIP_TYPES),
        tables.blank_zero("changes"),
    ]


def _columns() -> tables.Columns:
    warehouse = {"warehouse": tables.text("Warehouse", 85)} if pickers.has_several_warehouses() else {}
    return {
        "order": links.column("Order", "orders", "order", key="open-waiting-order", width=62),
        "lic": links.column("LIC", "demand", "lic", key="open-waiting-lic", width=95),
        "qty": tables.qty("Waiting", width=58),
        "age_days": tables.number("Days", "How many days it has waited.", 42),
        "customer_name": tables.text("Customer", 160),
        "reason": tables.text("Why it waits", 215),
        "expected": tables.text("Expected", 140, "In which parts it is filled, and what nobody ordered."),
        "priority": tables.text("Priority", 62),
        "value": tables.money("Value", width=75),
        "requested_on": tables.text("Asked for", 84, "⚠: before today."),
        "now": tables.text("Now", 65, "What of it the next sweep would fill."),
        "late_supply": tables.text("Late supply", 130, "Purchase orders that should have filled it by now."),
        "first_on": tables.day("First promised", "The day that was projected first.", 100),
        "changes": tables.number("Changes", "How often that day changed.", 65),
        "description": tables.text("Description", 150),
        **warehouse,
        "ship_type": tables.text("Ship type", 85),
        "location": tables.text("Location", 85),
    }


def selection_bar(chosen: pl.DataFrame) -> None:
    """What can be done with the selected lines, at the bottom of the window."""
    if not chosen.height:
        st.caption(
            "Select a line to see why it waits, or lines to set the priority of their orders, to order, "
            "hold, split, pin, cancel or export them."
        )
        return
    units = formats.units(formats.total(chosen["qty"]))
    with selected.bar(GRID, exported(chosen), units, name="selected"):
        if chosen.height == 1:
            lic_link.show(chosen["lic"][0], chosen["lic"][0])
            explain_drawer.button(chosen["order"][0], chosen["line"][0], key="why-waiting")
        if st.button("Set priority …", type="primary", icon=":material/keyboard_double_arrow_up:"):
            priority_dialog.ask(chosen["order"].to_list())
        order_it.lines(chosen.select("order", "line").rows(), key="order-waiting")
        _holding(chosen)
        claims.buttons(chosen)
        if st.button("Cancel lines …", icon=":material/cancel:"):
            _cancel.ask(chosen.select("order", "line", "lic", "qty").rows())


def _holding(chosen: pl.DataFrame) -> None:
    """Putting the selected lines on hold, and lifting the holds on them (R45); one act each."""
    named = chosen.select("order", "line").rows()
    if st.button("Hold …", key="hold-waiting", icon=":material/pause_circle:"):
        hold_dialog.ask([Subject(*one) for one in named], formats.count(len(named), "line"))
    if chosen["paused"].any() and st.button("Lift holds", key="lift-waiting", icon=":material/play_circle:"):
        hold_dialog.lift_lines(chosen.filter("paused").select("order", "line").rows())


@dialogs.dialog("Cancel these lines?")
def _cancel(lines: list[tuple[str, int, str, Any]]) -> None:
    counted = formats.count(len(lines), "line")
    st.markdown(f"{counted} will be cancelled. What is allotted or shipped stays.")
    frame = pl.DataFrame(lines, schema=["order", "line", "lic", "qty"], orient="row")
    columns = {
        "order": tables.text("Order", 90),
        "line": tables.number("Line"),
        "lic": tables.text("LIC", 120),
        "qty": tables.qty("Units"),
    }
    tables.grid(frame, key="to-cancel", alt="Lines to cancel", columns=columns, most=8)
    if dialogs.confirmed("cancel them", "keep them"):
        with dialogs.settling(f"{counted} cancelled.") as tx:
            bulk.cancel_waiting(tx, [(order, line) for order, line, _, _ in lines])
