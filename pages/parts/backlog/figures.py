"""The manager's numbers, read once for each state of the desk and kept until something changes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from engine.reports import backlog, coverage
from engine.reports.backlog import BacklogSummary, Fillable
from engine.reports.coverage import Coverage
from engine.store import Transaction
from pages.parts import readings


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
    return readings.once(_figures, days, by_value)


def _figures(tx: Transaction, days: int, by_value: bool) -> Figures:
    return Figures(
        summary=backlog.summary(tx),
        coverage=coverage.coverage(tx),
        fillable=backlog.fillable(tx),
        per_day=backlog.per_day(tx, days),
        by_age=backlog.by_age(tx),
        by_lic=backlog.by_lic(tx, by_value=by_value),
        by_customer=backlog.by_customer(tx),
        filled_lately=backlog.filled_lately(tx),
    )
