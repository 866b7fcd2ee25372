"""Sweeps (R24 to R29), and the closing of the day (R50).

- ``filling``: what each sweep does, and the proof of what it touched.
- ``forecast``: what the next sweep would give to whom, as things are or once a receipt is booked.
- ``scope``: a sweep for one LIC, order or customer alone.
- ``run``: one sweep and its row in the run log.
- ``closing``: the closing of the day.
- ``resting``: what is over put apart by it.
- ``schedules``: when the sweeps run.
- ``schedule_text``: a schedule read from what was typed, and in words.
"""

from engine.sweeps.filling import FILLING, SWEEPS, SweepCounts, losers
from engine.sweeps.run import SweepReport, after_receipt, as_dict, run_count, run_sweep, runs
from engine.sweeps.scope import WHOLE, Scope

__all__ = [
    "FILLING",
    "SWEEPS",
    "WHOLE",
    "Scope",
    "SweepCounts",
    "SweepReport",
    "after_receipt",
    "as_dict",
    "losers",
    "run_count",
    "run_sweep",
    "runs",
]
