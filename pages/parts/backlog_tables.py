"""Tables of what waits, whose rows lead to the page that explains them."""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine.reports import backlog
from engine.store import Transaction
from pages.parts import explain_drawer, export, facts, formats, links, tables


def lics(short: pl.DataFrame, *, key: str, every: int) -> None:
    """The LICs of which most waits (``backlog.by_lic``), since when and until when; ``every``: of how many
    something waits."""
    tables.grid(
        short.with_columns(formats.day_column("oldest_at"), until=_until()),
        key=key,
        alt="The LICs with most waiting",
        height="content",
        columns={
            "lic": links.column(
                "LIC", "demand", "lic", key=f"{key}-open", width=105, tip="Click to see who wants it."
            ),
            "qty": tables.qty("Units", width=60),
            "value": tables.money("Value", facts.WORTH),
            "oldest_at": tables.day("Since", width=65),
            "until": tables.text("Until", 165),
            "description": tables.text("Description", 180),
        },
    )
    whole = export.WholeList(every, lambda tx: backlog.by_lic(tx, most=export.EVERY))
    export.popover(short, "most-short", whole=whole)


def _until() -> pl.Expr:
    """When the next receipt of a LIC is due, and whether all that waits is on order, with that or another."""
    enough = pl.col("on_order_qty") >= pl.col("qty")
    dated = pl.format(
        "{}{}{}",
        pl.when(pl.col("next_on") < formats.today()).then(pl.lit("⚠ late, ")).otherwise(pl.lit("")),
        formats.day_words("next_on"),
        pl.when(enough).then(pl.lit("; all ordered")).otherwise(pl.lit("; part ordered")),
    )
    undated = pl.when(pl.col("on_order_qty") > 0).then(pl.lit("on order, no day"))
    return pl.coalesce(dated, undated.otherwise(pl.lit("✕ not on order")))


def customers(waiting: pl.DataFrame, *, every: int) -> None:
    """The customers who wait for most (``backlog.by_customer``); ``every``: how many wait."""
    tables.grid(
        waiting.with_columns(formats.day_column("oldest_at")),
        key="customers",
        alt="The customers who wait for most",
        height="content",
        columns={
            "customer": links.column("Customer", "backorders", "customer", key="open-customer", width=105),
            "qty": tables.qty("Units", width=60),
            "value": tables.money("Value", facts.WORTH),
            "oldest_at": tables.day("Since", width=65),
            "lines": tables.number("Lines", facts.WAITING_LINES, 50),
            "overdue_lines": tables.number(facts.PAST_ASKED, facts.PAST_ASKED_TIP, 125),
            "name": tables.text("Name", 180),
        },
    )
    whole = export.WholeList(every, lambda tx: backlog.by_customer(tx, most=export.EVERY))
    export.popover(waiting, "who-waits", whole=whole)


def filled_lately(filled: pl.DataFrame, days: int) -> None:
    """The lines that waited and were filled in the last ``days`` days (``backlog.filled_lately``)."""
    if not filled.height:
        st.caption(f"Nothing that waited was filled in the last {days} days.")
        return
    explain_drawer.table(
        filled.with_columns(formats.local_column("filled_at")),
        order="order",
        line="line",
        key="filled",
        alt="The newest fills that ended a wait",
        hint="Select a line to see why it has its stock.",
        columns={
            "filled_at": tables.instant("Filled", width=110),
            "order": links.column("Order", "orders", "order", key="open-filled-order", width=90),
            "lic": links.column("LIC", "demand", "lic", key="open-filled-lic", width=120),
            "qty": tables.qty("Units", width=60),
            "waited_days": tables.number("Days", "How long it had waited.", 60),
            "customer": tables.text("Customer", 260),
        },
    )
    whole = export.WholeList(filled["total"][0], lambda tx: export.plain(_all_filled(tx, days)))
    export.popover(export.plain(filled), "filled-lately", whole=whole)


def _all_filled(tx: Transaction, days: int) -> pl.DataFrame:
    return backlog.filled_lately(tx, days, most=export.EVERY)
