"""The warehouses of the desk: made, renamed, closed, and opened again (R47)."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from engine import catalogue, warehouses
from engine.rows import Record
from pages.parts import desk, dialogs, fields, tables

_HOME: Final = "Open, and meant where none is named"


def show() -> None:
    """The list of warehouses, and the buttons that add, rename, close and open one."""
    with desk.reading() as tx:
        rows = warehouses.standings(tx)
    st.caption(
        "Where stock lies. Screens ask for a warehouse only when there is more than one. In a closed one "
        "nothing lies, nothing is wanted and nothing comes; its past stays."
    )
    chosen = _table(rows)
    picked = rows.filter(pl.col("code").is_in(chosen)).to_dicts()
    with st.container(horizontal=True):
        if st.button("Add a warehouse …", icon=":material/add:"):
            _add.ask()
        for row in picked:
            if st.button("Rename …", icon=":material/edit:"):
                _rename.ask(row["code"], row["name"])
            _door(row)
    if not picked:
        st.caption("Select a warehouse to rename it, to close it or to open it again.")


def _table(rows: pl.DataFrame) -> list[Any]:
    state = (
        pl.when("closed")
        .then(pl.lit("Closed"))
        .when("is_home")
        .then(pl.lit(_HOME))
        .otherwise(pl.lit("Open"))
        .alias("state")
    )
    return tables.grid(
        rows.select("code", "name", state),
        key="warehouses",
        alt="Warehouses",
        id_column="code",
        select="single-row",
        columns={
            "code": tables.text("Warehouse", 130),
            "name": tables.text("Name", 260),
            "state": tables.text("State", 270),
        },
    )


def _door(row: Record) -> None:
    """The button that closes the chosen warehouse, or opens it again; a refusal says what is under way."""
    if row["closed"]:
        if st.button("Open again", icon=":material/lock_open:"):
            with desk.acting(f"Warehouse {row['code']} is open again.") as tx:
                warehouses.reopen(tx, row["code"])
    elif st.button("Close", icon=":material/lock:"):
        with desk.acting(f"Warehouse {row['code']} is closed.") as tx:
            warehouses.close(tx, row["code"])


@dialogs.dialog("New warehouse")
def _add() -> None:
    with st.form("new_warehouse", border=False):
        code = st.text_input("Code", max_chars=40, placeholder="EAST") or ""
        name = st.text_input("Name", max_chars=200) or ""
        if not st.form_submit_button("Add warehouse", type="primary", shortcut="Ctrl+Enter"):
            return
    if not fields.is_missing(code, "code", "warehouse"):
        with dialogs.settling(f"Warehouse {code.strip()} was added.") as tx:
            catalogue.add_warehouse(tx, code.strip(), name=name.strip())


@dialogs.dialog("Rename warehouse {code}")
def _rename(code: str, name: str) -> None:
    with st.form("rename_warehouse", border=False):
        new = st.text_input("Name", name, max_chars=200) or ""
        if not st.form_submit_button("Save", type="primary", shortcut="Ctrl+Enter"):
            return
    if not fields.is_missing(new, "name", "warehouse"):
        with dialogs.settling(f"Warehouse {code} is called {new.strip()}.") as tx:
            warehouses.rename(tx, code, new.strip())
