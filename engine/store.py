"""The desk: opens the one database of a company and hands out its transactions."""

from __future__ import annotations

from pathlib import Path

from db.making import Making
from db.session import Session, Transaction
from engine import guards
from engine.sweeps import schedules

__all__ = ["Making", "Session", "Transaction", "open_desk"]


def open_desk(
    path: Path | None, *, name: str, wait_seconds: float = 30.0, making: Making = Making.WHERE_NONE_WAS
) -> Session:
    """The desk at ``path`` for this process; None is a desk in memory.

    ``name``: what a person would call this process ("the pages"); it is named to those who wait for the desk.
    ``making``: whether the file may be made if it is not there. What vanishes later is never made again.
    """
    return Session(
        path,
        name=name,
        wait_seconds=wait_seconds,
        on_open=_make_ready,
        around=guards.guarded,
        making=making,
    )


def _make_ready(tx: Transaction) -> None:
    """Mark as killed what runs while nobody had the desk (R28); every sweep has a schedule (R24)."""
    tx.write("sweeps.mark_interrupted")
    schedules.add_missing(tx)
