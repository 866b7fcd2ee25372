"""What must be ordered today, vendor by vendor: for whom, when it would be here, and the way to it (R44)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
import streamlit as st

from engine.reports import buyer
from engine.rows import Record
from engine.store import Transaction
from pages.parts import export, facts, formats, links, opening_pos, order_it, pickers, tables, transfer_form
from pages.parts.literal import literal
from pages.parts.replenishment.proposal import reason

MOST_ORDERS: Final = 2
"""The most orders that a row names."""
MOST_VENDORS: Final = 10
"""The most vendors that are shown unless somebody chooses."""
_NOTHING: Final = "Nothing: what waits is on open purchase orders, and every total is above its level."
_NO_VENDOR: Final = "Nothing of it has a vendor yet."


def to_order(tx: Transaction) -> pl.DataFrame:
    """``buyer.to_order`` with a name for each ``pool``, and in words why, for whom and what is pending."""
    rows = buyer.to_order(tx)
    words = [[say(row) for say in _WORDS.values()] for row in rows.to_dicts()]
    in_words = pl.DataFrame(words, schema=dict.fromkeys(_WORDS, pl.String), orient="row")
    return rows.hstack(in_words).with_columns(pool=pl.format("{}|{}", "item_id", "warehouse_id"))


def show(rows: pl.DataFrame) -> None:
    """A section for each vendor of whom something is to be ordered, or to be sent a purchase order."""
    st.subheader("To order today", anchor=False)
    fetched = pl.format("from {}", "from_warehouse")
    bought = rows.with_columns(
        pl.col("vendor").fill_null(fetched), pl.col("vendor_name").fill_null(pl.lit("Transfer"))
    )
    bought = bought.filter(pl.col("vendor").is_not_null())
    if not bought.height:
        st.caption(_NO_VENDOR if (rows["order_qty"] > 0).any() else _NOTHING)
        return
    most_first = bought.group_by("vendor").agg(pl.col("order_qty", "pending_qty").sum())
    codes = most_first.sort("order_qty", "pending_qty", "vendor", descending=[True, True, False])["vendor"]
    chosen = _chosen(codes.to_list())
    for vendor in chosen:
        _vendor(vendor, bought.filter(pl.col("vendor") == vendor))
    whole = export.WholeList(bought.height, lambda _: export.plain(bought))
    export.popover(export.plain(bought.filter(pl.col("vendor").is_in(chosen))), "to-order", whole=whole)


def _chosen(codes: list[str]) -> list[str]:
    """The vendors that are shown: all of them, or of many those from whom most is to be ordered."""
    if len(codes) <= MOST_VENDORS:
        return codes
    return st.multiselect("Vendors", codes, default=codes[:MOST_VENDORS], key="buyer-vendors")


def _vendor(vendor: str, rows: pl.DataFrame) -> None:
    pending = _numbers(rows["pending_pos"])
    with st.container(border=True):
        st.markdown(f"**{literal(pickers.both(vendor, rows['vendor_name'][0] or ''))}** · {_summary(rows)}")
        chosen = _table(vendor, rows)
        picked = rows.filter(pl.col("pool").is_in(chosen)) if chosen else rows
        needed = picked.filter(pl.col("order_qty") > 0)
        with st.container(horizontal=True, vertical_alignment="center"):
            if rows["order_qty"].sum():
                which = "the selected" if chosen else "all"
                units = formats.units(formats.total(needed["order_qty"]))
                pools = needed.select("item_id", "warehouse_id").rows()
                fetched = bool(needed["from_warehouse"].null_count()) and order_it.fetch(
                    key=f"fetch-from-{vendor}", pools=pools, primary=True
                )
                label = f"Order {which}: {units}"
                order_it.pools(pools, key=f"order-from-{vendor}", label=label, primary=not fetched)
            opening_pos.button(pending, key=f"open-of-{vendor}")
            transfer_form.links_to(_numbers(rows["pending_transfers"]))


def _numbers(lists: pl.Series) -> list[str]:
    """The numbers in a column of lists, each once."""
    return lists.explode().drop_nulls().unique().sort().to_list()


def _summary(rows: pl.DataFrame) -> str:
    """How much is to be ordered from a vendor, for whom, and when it would be here."""
    to_order, waiting = formats.total(rows["order_qty"]), formats.total(rows["uncovered_qty"])
    days = sorted(set(rows["comes_on"].drop_nulls().to_list()))
    here = f", here on {formats.day(days[0])}" if days else ""
    if len(days) > 1:
        here = f", here from {formats.day(days[0])} to {formats.day(days[-1])}"
    sentences = [f"{formats.units(to_order)} to order{here}" if to_order else _nothing_to_order(rows)]
    if waiting:
        sentences.append(f"{formats.units(waiting)} {formats.verb(waiting, 'wait')} for it")
    return "; ".join(sentences) + "."


def _nothing_to_order(rows: pl.DataFrame) -> str:
    """What brings the rows of a section of which nothing more is to be ordered (R47)."""
    ways = {"purchase orders": "pending_pos", "transfers": "pending_transfers"}
    named = " and ".join(way for way, column in ways.items() if rows[column].list.len().sum())
    if not named:
        return "Nothing of it lies there to spare"
    return f"{'What lies there' if rows['unmet_qty'].sum() else 'All of it'} is on {named}"


def _table(vendor: str, rows: pl.DataFrame) -> list[str]:
    columns = {
        "lic": links.column("LIC", "demand", "lic", key=f"open-order-{vendor}", width=90),
        "order_qty": tables.qty("To order", "Beyond what is on pending purchase orders.", 70),
        "uncovered_qty": tables.qty("Not ordered", facts.NOT_ORDERED, 80),
        "for_whom": tables.text("For orders", 175, "Those that wait for it, by rank."),
        "comes_on": tables.day("Here on", "If it is ordered today.", 75),
        "pending": tables.text("Pending", 110, "What is on purchase orders that nobody opened yet."),
        "why": tables.text("Why", 320),
        "description": tables.text("Description", 150),
    }
    if pickers.has_several_warehouses():
        columns = columns | {"warehouse": tables.text("Warehouse", 90)}
    return tables.grid(
        rows.with_columns(tables.blank_zero("order_qty"), tables.blank_zero("uncovered_qty")),
        key=f"to-order-{vendor}",
        alt=f"What is to be ordered from {vendor}",
        id_column="pool",
        select="multi-row",
        columns=columns,
    )


def _why(row: Record) -> str:
    """Why a pool is on the list."""
    if row["has_levels"]:
        return reason(row)
    return "No level: just what waits." if row["order_qty"] else "No level: all that waits is pending."


def _pending(row: Record) -> str:
    if not row["pending_qty"]:
        return ""
    on = ", ".join([*row["pending_pos"], *row["pending_transfers"]])
    return f"{formats.qty(row['pending_qty'])} on {on}"


_WORDS: Final[dict[str, Callable[[Record], str]]] = {
    "why": _why,
    "for_whom": lambda row: formats.in_cell(row["orders"], MOST_ORDERS),
    "pending": _pending,
}
"""Column -> what is said in it of a row."""
