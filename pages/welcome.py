"""How shall this desk begin? Shown instead of everything while the desk holds nothing and nobody chose."""

from __future__ import annotations

import streamlit as st

from engine import demo, signals
from engine.desk import first_run
from engine.errors import DeskError
from pages.parts import desk, import_files, shell

with desk.reading() as tx:
    is_empty = not demo.used_tables(tx)
question = "This desk holds nothing yet. How shall it begin?"
shell.begin("Welcome to Backorder Desk", question if is_empty else "Import the next file, or go to the desk.")


def choices() -> None:
    """The three ways to begin, side by side."""
    look, files, empty = st.columns(3, border=True)
    with look:
        st.subheader("Look around", anchor=False)
        st.write("Ten weeks of a made-up supplier of school books: orders, backorders, receipts.")
        if st.button("Load the demo", type="primary", icon=":material/explore:"):
            load_demo()
    with files:
        st.subheader("Import my files", anchor=False)
        st.write(
            "LICs, customers, stock and orders from CSV, Excel or Parquet files. Each file is checked first."
        )
        if st.button("Import my files", icon=":material/upload_file:"):
            st.session_state["importing"] = True
    with empty:
        st.subheader("Start empty", anchor=False)
        st.write("Type the first LICs, vendors and customers by hand, or import them later from Preferences.")
        if st.button("Start empty", icon=":material/check_box_outline_blank:"):
            begin("empty")


def load_demo() -> None:
    """Fill the desk with the demo; refused if it holds anything."""
    with st.status("Making up ten weeks of business") as status:
        try:
            demo.load_demo(desk.session(), lambda step: status.update(label=step), actor=desk.actor())
        except DeskError as error:
            desk.refuse(error)
            return
    begin("with the demo", managed=True)


def begin(how: str, *, managed: bool | None = None) -> None:
    """Keep the choice and go on to the desk."""
    is_managed = bool(st.session_state.get("managed", True)) if managed is None else managed
    with desk.attempting(f"The desk was started: {how}.") as attempt:
        first_run.begin(attempt.tx, managed=is_managed, how=how)
    if attempt.saved:
        signals.announce_change(desk.path())
        st.session_state.pop("importing", None)
        st.rerun()


def import_all() -> None:
    """One file after the other, until the desk has what it needs."""
    st.subheader("Import my files", anchor=False)
    import_files.show()
    if st.button("Done: go to the desk", type="primary", icon=":material/arrow_forward:"):
        begin("with imported files")


st.toggle(
    "Enable backorder management",
    value=True,
    key="managed",
    help="The sweeps give stock that comes in to the orders that wait for it. Preferences can change it.",
)
if is_empty:
    choices()
if not is_empty or st.session_state.get("importing"):
    import_all()
