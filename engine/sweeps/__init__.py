"""Sweeps (R24 to R29).

- ``run``: one sweep, proven, and its row in the run log.
- ``schedules``: when the sweeps run.
- ``schedule_text``: a schedule read from what was typed, and in words.
"""

from engine.sweeps.run import (
    FILLING,
    SWEEPS,
    SweepCounts,
    SweepReport,
    after_receipt,
    as_dict,
    losers,
    run_sweep,
    runs,
)

__all__ = [
    "FILLING",
    "SWEEPS",
    "SweepCounts",
    "SweepReport",
    "after_receipt",
    "as_dict",
    "losers",
    "run_sweep",
    "runs",
]
