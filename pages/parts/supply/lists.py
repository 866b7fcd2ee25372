"""The lists of the supply page: purchase orders, transfers, receipts, adjustments and returns."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import polars as pl
import streamlit as st

from engine import returns, stock, supply
from pages.parts import adjust_form, export, formats, links, pickers, readings, tables
from pages.parts.supply import po_list, transfer_list


def show(*, arrived: bool) -> None:
    """Draw the lists as tabs; the open one is in the address. Transfers are among them where there are
    several warehouses."""
    names = ["Purchase orders", "Receipts", "Adjustments", "Returns"]
    draws: list[Callable[[], None]] = [
        partial(po_list.show, arrived=arrived),
        _receipts,
        _adjustments,
        _returns,
    ]
    if pickers.has_several_warehouses():
        names.insert(1, "Transfers")
        draws.insert(1, transfer_list.show)
    tabs = st.tabs(names, key="tab", bind="query-params", on_change="rerun")
    for tab, draw in zip(tabs, draws, strict=True):
        if tab.open:
            with tab:
                draw()


def _receipts() -> None:
    received = readings.once(supply.receipts)
    if not received.height:
        st.info("Nothing was received yet. Open a purchase order and book what came.")
        return
    tables.grid(
        received.with_columns(
            formats.local_column("received_at"),
            pl.when(pl.col("voided")).then(pl.lit("✕ Voided")).otherwise(pl.lit("✓ Booked")).alias("state"),
        ),
        key="receipts",
        total=received["total"][0],
        alt="Receipts, newest first",
        columns={
            "received_at": tables.instant("Received", width=100),
            "lic": links.column("LIC", "demand", "lic", key="open-receipt-lic"),
            "qty": tables.qty("Units"),
            "receipt_id": tables.number("Receipt"),
            "po": links.column("Purchase order", "supply", "po", key="open-receipt-po"),
            "reference": tables.text("Reference", 150),
            "state": tables.text("State", 100),
        },
    )
    _files(received, "receipts", supply.receipts)


def _adjustments() -> None:
    adjust_form.show()
    rows = readings.once(stock.adjustments)
    if not rows.height:
        st.info("Nothing was ever adjusted.")
        return
    tables.grid(
        rows.with_columns(formats.local_column("moved_at"), formats.begun_large("kind")),
        key="adjustments",
        total=rows["total"][0],
        alt="Adjustments, newest first",
        columns={
            "moved_at": tables.instant("When", width=100),
            "lic": links.column("LIC", "demand", "lic", key="open-adjusted-lic"),
            "qty": tables.qty("Units", width=65),
            "kind": tables.text("Kind", 125),
            "reason": tables.text("Reason", 240),
            "actor": tables.text("By", 110),
            "reference": tables.text("Reference", 120),
            "description": tables.text("Description", 200),
        },
    )
    _files(rows, "adjustments", stock.adjustments)


def _returns() -> None:
    st.caption("Goods come back on their order: open the order and choose *Return*.")
    rows = readings.once(returns.listed)
    if not rows.height:
        st.info("Nothing came back yet.")
        return
    fit = pl.when(pl.col("sellable")).then(pl.lit("Fit to sell")).otherwise(pl.lit("Not fit to sell"))
    tables.grid(
        rows.with_columns(formats.local_column("returned_at"), fit.alias("fit")),
        key="returns",
        total=rows["total"][0],
        alt="Returned goods, newest first",
        columns={
            "returned_at": tables.instant("When"),
            "lic": links.column("LIC", "demand", "lic", key="open-returned-lic"),
            "qty": tables.qty("Units"),
            "order": links.column("Order", "orders", "order", key="open-returned-order", width=90),
            "customer": tables.text("Customer", 200),
            "fit": tables.text("Condition", 130),
        },
    )
    _files(rows, "returns", returns.listed)


def _files(rows: pl.DataFrame, name: str, read: Callable[..., pl.DataFrame]) -> None:
    """The rows as files, and beside them all that ``read`` has, of which these may be the newest."""
    total = rows["total"][0]
    whole = export.WholeList(total, lambda tx: read(tx, most=export.EVERY).drop("total"))
    export.popover(rows.drop("total"), name, whole=whole)
