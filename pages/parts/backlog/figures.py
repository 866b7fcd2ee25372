"""The manager's numbers, read once for each state of the desk and kept until something changes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import streamlit as st

from engine.reports import backlog, coverage
from engine.reports.backlog import BacklogSummary, Fillable
from engine.reports.coverage import Coverage
from engine.store import Transaction
from pages.parts import desk, formats


@dataclass(frozen=True, slots=True)
class Figures:
    """Everything the backlog page shows."""

    summary: BacklogSummary
    coverage: Coverage
    fillable: Fillable
    per_day: pl.DataFrame
    by_age: pl.DataFrame
    by_lic: pl.DataFrame
    by_customer: pl.DataFrame
    filled_lately: pl.DataFrame


def read(days: int, *, by_value: bool) -> Figures:
    """The numbers of the last ``days`` days; ``by_value`` orders the LICs by value instead of units."""
    with desk.reading() as tx:
        return _read(str(desk.path()), backlog.version(tx), formats.hour(), days, by_value, tx)


@st.cache_data(max_entries=16, show_spinner=False)
def _read(file: str, version: int, hour: str, days: int, by_value: bool, _tx: Transaction) -> Figures:  # noqa: ARG001
    # The unused arguments say which desk in which state: they are what the numbers are kept by.
    return Figures(
        summary=backlog.summary(_tx),
        coverage=coverage.coverage(_tx),
        fillable=backlog.fillable(_tx),
        per_day=backlog.per_day(_tx, days),
        by_age=backlog.by_age(_tx),
        by_lic=backlog.by_lic(_tx, by_value=by_value),
        by_customer=backlog.by_customer(_tx),
        filled_lately=backlog.filled_lately(_tx),
    )
