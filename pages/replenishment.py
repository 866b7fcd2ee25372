"""What will be ordered, and why?"""

from __future__ import annotations

from engine import replenishment
from engine.reports import coverage
from pages.parts import readings, shell
from pages.parts.replenishment import levels as replenish_levels
from pages.parts.replenishment import proposal as replenish_view

shell.begin("Replenishment", "What the shelf will lack, what is ordered against it, and when that happens.")

levels = readings.once(replenishment.levels)
proposal = readings.once(replenishment.proposal)
waiting = readings.once(coverage.not_ordered)

replenish_view.not_ordered(waiting)
replenish_view.head(proposal, waiting)
replenish_view.without_vendor(proposal)
if levels.height:
    replenish_view.needs(proposal)
    replenish_view.pending_orders()
replenish_levels.show(levels)
