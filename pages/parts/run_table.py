"""Runs of the sweeps as a table, with all their counts (R28)."""

from __future__ import annotations

from typing import Any

import polars as pl

from engine.model import Outcome, Trigger
from engine.undo import UNDO
from pages.parts import formats, sweep_button, tables

OUTCOMES = {
    Outcome.RUNNING: "◔ Running",
    Outcome.DONE: "✓ Done",
    Outcome.OFF: "○ Switched off",
    Outcome.FAILED: "✕ Failed",
    Outcome.INTERRUPTED: "! Interrupted",
}
IN_PART = "! Done in part"
"""A run that left out what was at fault before it (R29)."""
TRIGGERS = {Trigger.SCHEDULED: "Schedule", Trigger.MANUAL: "By hand", Trigger.CATCH_UP: "Catch-up"}

_TITLES: dict[str, str] = {
    **{str(sweep): title for sweep, title in sweep_button.TITLES.items()},
    UNDO: "Undo",
}


def show(runs: pl.DataFrame, *, key: str, select: bool = False) -> list[Any]:
    """The rows of ``sweeps.runs``; returns the number of the run that is selected."""
    counts = (
        "lines_filled",
        "lines_released",
        "shipments_created",
        "shipments_appended",
        "pos_created",
        "pos_topped_up",
    )
    took = (pl.col("ended_at") - pl.col("started_at")).dt.total_milliseconds() / 1000
    return tables.grid(
        runs.with_columns(
            formats.local_column("started_at"),
            formats.local_column("scheduled_for"),
            pl.when(pl.col("scope") == "")
            .then(formats.words("sweep", _TITLES))
            .otherwise(pl.format("{}: {}", formats.words("sweep", _TITLES), "scope"))
            .alias("sweep"),
            pl.when(pl.col("outcome") == Outcome.DONE, pl.col("error") != "")
            .then(pl.lit(IN_PART))
            .otherwise(formats.words("outcome", OUTCOMES))
            .alias("outcome"),
            formats.words("run_trigger", TRIGGERS),
            took.alias("took"),
            *(tables.blank_zero(name) for name in (*counts, "units_allotted")),
        ),
        key=key,
        alt="Runs of the sweeps, newest first",
        id_column="run_id",
        select="single-row" if select else None,
        columns=_columns(),
    )


def _columns() -> tables.Columns:
    """A column for every count of the run log (R28)."""
    return {
        "started_at": tables.instant("Started", width=100),
        "sweep": tables.text("Sweep", 120),
        "outcome": tables.text("Outcome", 90),
        "run_trigger": tables.text("Why it ran", 75),
        "lines_filled": tables.number("Filled", "Lines that were given stock.", 48),
        "units_allotted": tables.qty("Units", "Units that were given.", 56),
        "lines_released": tables.number("Released", "Lines that lost stock.", 64),
        "shipments_created": tables.number("Shipments", "Shipments created.", 69),
        "shipments_appended": tables.number("Appended", "Pending shipments to which lines were added.", 69),
        "pos_created": tables.number("POs", "Purchase orders created.", 45),
        "pos_topped_up": tables.number("Changed", "Purchase orders changed.", 59),
        "actor": tables.text("By", 85),
        "pools": tables.number("LICs", "How many it looked at, in each warehouse.", 43),
        "took": tables.seconds("Seconds"),
        "scheduled_for": tables.instant("Scheduled for"),
        "error": tables.text("Error", 300),
    }


def titles() -> dict[str, str]:
    """What runs are called on the screen: the sweeps, and undo."""
    return {title: name for name, title in _TITLES.items()}


NAMES = {word.split(" ", 1)[1]: outcome for outcome, word in OUTCOMES.items()}
"""The outcomes as a filter offers them."""
