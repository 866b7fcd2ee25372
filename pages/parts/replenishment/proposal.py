"""What replenishment would order now and why, what waits and nobody ordered, and what has no vendor."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

import polars as pl
import streamlit as st

from engine.model import SweepName
from engine.replenishment import HAS_SOURCE
from engine.rows import Record
from pages.parts import (
    export,
    facts,
    formats,
    lic_link,
    links,
    order_it,
    pickers,
    sweep_button,
    tables,
    vendor_dialog,
)

MOST_NAMED: Final = 10
"""How many LICs without a vendor are named."""


def not_ordered(rows: pl.DataFrame) -> None:
    """What waits and nobody ordered, whatever its levels, with the remedy; on a desk without any, nothing."""
    if not rows.height:
        return
    qty = formats.total(rows["not_ordered_qty"])
    st.markdown(
        f":material/hourglass_empty: **{formats.units(qty)}** of "
        f"**{formats.count(rows['lic'].n_unique(), 'LIC')}** {formats.verb(qty, 'wait')}, and neither free "
        "stock nor an open purchase order covers them.",
        help=facts.NOT_ORDERED,
    )
    with st.expander("Waiting and not ordered, LIC by LIC"):
        _not_ordered_table(rows)


def _not_ordered_table(rows: pl.DataFrame) -> None:
    columns = {
        "lic": links.column("LIC", "demand", "lic", key="open-not-ordered", width=90),
        "not_ordered_qty": tables.qty("Not ordered", facts.NOT_ORDERED, 80),
        "waiting_qty": tables.qty("Waiting", facts.WAITING_UNITS, 65),
        "orders": tables.number("Orders", "That wait for it.", 60),
        "oldest_at": tables.day("Since", "When the first of them began to wait."),
        "why": tables.text("Why nothing is ordered", 215),
        "remedy": tables.text("What would order it", 340),
    }
    if pickers.has_several_warehouses():
        columns = columns | {"warehouse": tables.text("Warehouse", 90)}
    tables.grid(
        rows.with_columns(formats.day_column("oldest_at")),
        key="not-ordered",
        alt="What waits and nobody ordered",
        columns=columns,
    )
    export.popover(export.plain(rows), "not-ordered")


def head(proposal: pl.DataFrame, waiting: pl.DataFrame, *, also_without_levels: bool) -> None:
    """How much is needed, and the button that writes it on purchase orders; ``also_without_levels``: the
    preference of that name."""
    needed = proposal.filter(pl.col("need_qty") > 0)
    changed = proposal.filter(HAS_SOURCE & (pl.col("need_qty") != pl.col("proposed_qty")))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not proposal.height:
            st.markdown("No LIC has a replenishment level yet.")
        elif not needed.height:
            nothing = "" if waiting.height else ":green[:material/check_circle: Nothing to order:] "
            st.markdown(
                f"{nothing}{formats.count(proposal.height, 'LIC')} with a level, none at or below it."
            )
        else:
            st.markdown(
                f"**{formats.count(needed.height, 'LIC')}** of {proposal.height:,} with a level "
                f"{formats.verb(needed.height, 'need')} more; {_written(needed, changed, waiting)}."
            )
        if proposal.height or also_without_levels:  # else it could order nothing
            st.space("stretch")
            sweep_button.button(
                SweepName.REPLENISHMENT,
                "Run replenishment now",
                key="replenish-now",
                primary=bool(changed.height),
            )


def _written(needed: pl.DataFrame, changed: pl.DataFrame, waiting: pl.DataFrame) -> str:
    """What of the need is ordered; that all of it is, only when nothing that waits is left out."""
    sources = {"purchase orders": "vendor", "transfers": "from_warehouse"}
    ways = " and ".join(way for way, source in sources.items() if needed[source].count()) or "purchase orders"
    if changed.height:
        return f"{changed.height:,} to put on {ways}"
    if needed.filter(~HAS_SOURCE).height:
        return f"all that has a vendor is on {ways}"
    return f"{'all that levels ask for' if waiting.height else 'all of it'} is on {ways}"


def without_vendor(rows: pl.DataFrame) -> None:
    """Say of which LICs something is to be ordered without a vendor; ordering it asks for one (R38, R44)."""
    orphans = rows.filter((pl.col("order_qty") > 0) & ~HAS_SOURCE)
    if orphans.height:
        lics = orphans["lic"].unique(maintain_order=True).to_list()
        have = formats.verb(len(lics), "have")
        st.warning(
            f"{formats.listed(lics, MOST_NAMED)} {have} no vendor. Set one on the LIC or on its level.",
            icon=":material/person_off:",
        )
        with st.container(horizontal=True):
            if len(lics) <= vendor_dialog.MOST_ASKED:
                units = formats.units(formats.total(orphans["order_qty"]))
                pools = orphans.select("item_id", "warehouse_id").rows()
                order_it.pools(pools, key="order-without-vendor", label=f"Order it: {units} …", primary=False)
            for lic in lics[:MOST_NAMED]:
                lic_link.show(lic, lic)


def reason(row: Record) -> str:
    """Why a pool needs what it needs: ``total 10 is at level 10, target 50 → 40``."""
    texts = {name: formats.qty(value) for name, value in row.items() if isinstance(value, Decimal)}
    total, level = row["total_qty"], row["level_qty"]
    if total > level:
        return f"Total {texts['total_qty']} is above level {texts['level_qty']}: no longer needed."
    where = "at" if total == level else "below"
    missing = row["target_qty"] - total - row["by_hand_qty"]
    by_hand = f", {texts['by_hand_qty']} ordered by hand" if row["by_hand_qty"] else ""
    total, target = f"Total {texts['total_qty']} is {where}", f"target {texts['target_qty']}{by_hand}"
    start = f"{total} level {texts['level_qty']}, {target}"
    if row["unmet_qty"]:
        lacks = f"{row['from_warehouse']} has too little to spare: {texts['unmet_qty']} more are needed"
        return f"{start} → {texts['need_qty']}; {lacks}."
    if row["need_qty"] == max(missing, 0):
        return f"{start} → {texts['need_qty']}."
    least = f", at least {texts['minimum_qty']}" if row["minimum_qty"] > missing else ""
    times = f", in multiples of {texts['multiple_qty']}" if row["multiple_qty"] > 1 else ""
    return f"{start} → {formats.qty(missing)}{least}{times} → {texts['need_qty']}."
