"""Sweeps (R24 to R29), and the closing of the day (R50).

- ``run``: one sweep, proven, and its row in the run log.
- ``closing``: the closing of the day.
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
