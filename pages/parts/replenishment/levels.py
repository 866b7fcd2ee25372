"""The replenishment levels of LICs, listed and edited (R35, R38)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from engine import replenishment
from engine.errors import DeskError
from engine.quantities import parse
from engine.rows import Record
from engine.rules import texts
from pages.parts import desk, dialogs, export, fields, formats, links, pickers, tables, vendor_dialog
from pages.parts.literal import literal

_NEW: Record = {"level_qty": None, "target_qty": None, "multiple_qty": Decimal(1), "minimum_qty": Decimal(0)}


def show(levels: pl.DataFrame, proposal: pl.DataFrame) -> None:
    """The list of levels, and the buttons that add, change and remove one; ``proposal`` (R36) knows from whom
    a LIC comes whose level names no vendor."""
    st.subheader("Levels", anchor=False)
    if not levels.height:
        st.info("Add a level for a LIC: at or below it, replenishment orders up to the target.")
    chosen = _table(levels, proposal) if levels.height else []
    with st.container(horizontal=True):
        if st.button("Add a replenishment level …", icon=":material/add:"):
            _edit.ask(None)
        for row in levels.filter(pl.format("{}|{}", "lic", "warehouse").is_in(chosen)).to_dicts():
            _changing(row)
    if levels.height:
        if not chosen:
            st.caption("Select a level to change it or to stop replenishing the LIC.")
        export.popover(export.plain(levels), "levels")


def _changing(row: Record) -> None:
    """What can be done with the selected level."""
    if st.button("Change …", icon=":material/edit:"):
        _edit.ask(row)
    if st.button("Stop replenishing", icon=":material/block:"):
        with desk.acting(f"{row['lic']} is no longer replenished.") as tx:
            replenishment.drop_levels(tx, row["lic"], warehouse=row["warehouse"])


def show_first() -> None:
    """What comes before the first level, on a desk without LICs."""
    st.info("There are no LICs yet. Add one, or import a file of them; then set here when more is ordered.")
    with st.container(horizontal=True):
        links.link("demand", "New LIC …", "add", new="lic")
        links.import_file()


def _table(levels: pl.DataFrame, proposal: pl.DataFrame) -> list[Any]:
    note = (
        pl.when("discontinued")
        .then(pl.lit("Skipped: discontinued"))
        .when(~pl.col("active"))
        .then(pl.lit("Skipped: inactive"))
        .when("closed")
        .then(pl.lit("Skipped: warehouse closed"))
        .otherwise(pl.lit(""))
        .alias("note")
    )
    several = pickers.has_several_warehouses()
    return tables.grid(
        with_vendors(levels, proposal).with_columns(
            note, pl.format("{}|{}", "lic", "warehouse").alias("pool")
        ),
        key="levels",
        alt="Replenish levels",
        id_column="pool",
        select="single-row",
        columns={
            "lic": links.column("LIC", "demand", "lic", key="open-levels-lic", width=100),
            "description": tables.text("Description", 200),
            **({"warehouse": tables.text("Warehouse", 90)} if several else {}),
            "level_qty": tables.qty("Level", "At or below this total, more is ordered."),
            "target_qty": tables.qty("Target", "Up to this total."),
            "multiple_qty": tables.qty("Multiple", "Ordered in multiples of this."),
            "minimum_qty": tables.qty("Minimum", "Never less than this at once."),
            "vendor": tables.text("Vendor", 155, _FROM),
            **({"from_warehouse": tables.text("Transfer from", 105, _FETCHED)} if several else {}),
            "lead_time_days": tables.number("Lead days", "Empty: the LIC's, else the vendor's."),
            "note": tables.text("Note", 150),
        },
    )


def with_vendors(levels: pl.DataFrame, proposal: pl.DataFrame) -> pl.DataFrame:
    """The levels with the vendor that each names in words: its own, else that of the LIC, marked so."""
    own = proposal.select("lic", "warehouse", pl.col("vendor").alias("of_lic"), proposed=pl.lit(value=True))
    inherited = (
        pl.when(pl.col("from_warehouse").is_not_null() | pl.col("proposed").is_null())
        .then(pl.lit(""))
        .otherwise(pl.coalesce(pl.format("{} (of the LIC)", "of_lic"), pl.lit("none: set one")))
    )
    joined = levels.join(own, on=["lic", "warehouse"], how="left", maintain_order="left")
    return joined.with_columns(pl.coalesce("vendor", inherited).alias("vendor")).drop("of_lic", "proposed")


_FROM = "From whom it is bought: the vendor of the level, else that of the LIC. Empty: it is not bought."
_FETCHED = "The warehouse that it is fetched from, in the place of a vendor."


@dialogs.dialog("Replenishment level")
def _edit(row: Record | None) -> None:
    """The form of one level; ``row`` is what it is now, None for a new one."""
    levels = row or _NEW
    if row is None:
        lic = pickers.lic("LIC", key="levels-lic")
        warehouse = pickers.warehouse("Warehouse", key="levels-warehouse")
    else:
        lic, warehouse = row["lic"], row["warehouse"]
        st.markdown(f"**{literal(pickers.both(lic, row['description']))}**")
    left, right = st.columns(2)
    typed = {
        "level": left.text_input(
            "Level", _text(levels["level_qty"]), help="At or below this total, more is ordered."
        ),
        "target": right.text_input(
            "Target", _text(levels["target_qty"]), help="Up to this total; above the level."
        ),
        "multiple": left.text_input("Order in multiples of", _text(levels["multiple_qty"])),
        "minimum": right.text_input("Order at least", _text(levels["minimum_qty"])),
    }
    of_vendor = left.container()
    vendor_dialog.folded("levels-vendor")
    with of_vendor:
        vendor = pickers.vendor(
            "Vendor", key="levels-vendor", chosen=levels.get("vendor"), none="The LIC's own"
        )
    days = right.number_input(
        "Lead time in days",
        0,
        3650,
        levels.get("lead_time_days"),
        help="Empty: the LIC's, else the vendor's.",
    )
    source = pickers.source("Transfer from", key="levels-from", chosen=levels.get("from_warehouse"))
    if st.button("Save", type="primary", shortcut="Ctrl+Enter"):
        facts = {"vendor": vendor, "transfer_from": source, "warehouse": warehouse}
        _save(lic, typed, lead_time_days=days, **facts)


def _save(lic: str | None, typed: dict[str, str], **facts: Any) -> None:
    """Read what was typed, say everything that is wrong with it, or keep it."""
    if not lic:
        fields.refuse_unchosen("LIC", "level")
        return
    numbers: dict[str, Any] = {}
    problems: list[str] = []
    for name, text in typed.items():
        try:
            numbers[name] = parse(text or ("0" if name in {"multiple", "minimum"} else text), lic)
        except DeskError:
            problems.append(
                f"The {name} '{texts.shown(text)}' is not a number; type one."
                if text
                else f"The {name} is missing; type one."
            )
    problems += [f"The {name} is below zero; type zero or more." for name, qty in numbers.items() if qty < 0]
    if problems:
        st.error(literal("\n".join(problems)), icon=":material/block:")
        return
    with dialogs.settling(f"{lic} is replenished at {typed['level']} up to {typed['target']}.") as tx:
        replenishment.set_levels(tx, lic, **numbers, **facts)


def _text(qty: Decimal | None) -> str:
    return "" if qty is None else formats.qty(qty)
