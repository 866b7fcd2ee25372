"""What did the sweeps do, and did all go well?"""

from __future__ import annotations

import polars as pl
import streamlit as st

from engine import log, sweeps, undo
from engine.model import Outcome
from engine.store import Transaction
from pages.parts import (
    desk,
    export,
    links,
    log_table,
    query,
    readings,
    run_table,
    shell,
    tables,
    undo_buttons,
)
from pages.parts.literal import literal

ALL = "All"
MOST = 5_000


def every_run(tx: Transaction) -> pl.DataFrame:
    """The run log, without a filter."""
    return sweeps.runs(tx, most=export.EVERY).drop("last_movement_id")


shell.begin("Run log", "Every run of every sweep, what it did and what it wrote.")

titles = run_table.titles()
query.check("sweep", [ALL, *map(literal, titles)])
query.check("outcome", [ALL, *run_table.NAMES])
row = st.container(horizontal=True, vertical_alignment="bottom")
with row.container(width="content"):
    sweep = st.segmented_control(
        "Sweep", [ALL, *map(literal, titles)], default=ALL, required=True, key="sweep", bind="query-params"
    )
with row.container(width="content"):
    outcome = st.segmented_control(
        "Outcome", [ALL, *run_table.NAMES], default=ALL, required=True, key="outcome", bind="query-params"
    )

with desk.reading() as tx:
    runs = sweeps.runs(tx, titles.get(sweep), run_table.NAMES.get(outcome), most=MOST)

if not runs.height:
    st.info("No run matches." if sweep != ALL or outcome != ALL else "No sweep has run yet.")
    links.link("preferences", "Schedules", "schedule", tab="Schedules")
    shell.end()

chosen = run_table.show(runs, key="runs", select=True)
tables.newest(runs, MOST, tables.NARROWER)
whole = export.WholeList(readings.once(sweeps.run_count), every_run)
export.popover(runs.drop("last_movement_id"), "runs", whole=whole)
if chosen:
    run = runs.row(by_predicate=pl.col("run_id") == chosen[0], named=True)
    if run["error"]:
        tell = st.warning if run["outcome"] == Outcome.DONE else st.error
        tell(literal(run["error"]), icon=":material/error:")
    with desk.reading() as tx:
        written = log.search(tx, run=chosen[0])
    if run["outcome"] == Outcome.DONE:
        undo_buttons.run_buttons(chosen[0], is_undo=run["sweep"] == undo.UNDO)
    st.markdown("**What it wrote**")
    log_table.show(written, key="run-log", alt="What the run wrote", with_record=True)
else:
    st.caption("Select a run to see what it wrote, to undo it or to replay it.")
links.link("any_day", "The desk on any day", "calendar_month")
