"""The manager's numbers, read once for each state of the desk and kept until something changes."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from engine.reports import backlog, coverage
from engine.reports.backlog import BacklogSummary, Fillable, Ready
from engine.reports.coverage import Coverage
from engine.reports.slicing import Slice
from engine.store import Transaction
from pages.parts import readings


@dataclass(frozen=True, slots=True)
class Figures:
    """The numbers of the page, and how they came to be."""

    summary: BacklogSummary
    coverage: Coverage
    fillable: Fillable
    ready: Ready
    per_day: pl.DataFrame
    sweeps: pl.DataFrame
    filled_lately: pl.DataFrame


@dataclass(frozen=True, slots=True)
class Leaders:
    """What waits by LIC, age, customer, priority and vendor, the most first."""

    by_lic: pl.DataFrame
    by_age: pl.DataFrame
    by_customer: pl.DataFrame
    by_priority: pl.DataFrame
    by_vendor: pl.DataFrame


def read(days: int, only: Slice) -> Figures:
    """The numbers of a slice of the backlog, and of the last ``days`` days."""
    return readings.once(_figures, days, only)


def _figures(tx: Transaction, days: int, only: Slice) -> Figures:
    return Figures(
        summary=backlog.summary(tx, only),
        coverage=coverage.coverage(tx, only),
        fillable=backlog.fillable(tx, only),
        ready=backlog.ready(tx, only),
        per_day=backlog.per_day(tx, days, only),
        sweeps=backlog.sweeps(tx, days, only),
        filled_lately=backlog.filled_lately(tx, days, only),
    )


def leaders(only: Slice, *, by_value: bool) -> Leaders:
    """Who and what comes first in a slice of the backlog, by units or by value."""
    return readings.once(_leaders, only, by_value)


def _leaders(tx: Transaction, only: Slice, by_value: bool) -> Leaders:
    return Leaders(
        by_lic=backlog.by_lic(tx, by_value=by_value, only=only),
        by_age=backlog.by_age(tx, only),
        by_customer=backlog.by_customer(tx, most=10, by_value=by_value, only=only),
        by_priority=backlog.by_priority(tx, only),
        by_vendor=backlog.by_vendor(tx, by_value=by_value, only=only),
    )
