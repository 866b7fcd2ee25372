"""What must I order today, from whom, for whom, and when would it be here?"""

from __future__ import annotations

from engine import preferences, replenishment
from engine.desk import first_run
from engine.reports import coverage
from pages.parts import readings, shell
from pages.parts.replenishment import levels as replenish_levels
from pages.parts.replenishment import proposal as replenish_view
from pages.parts.replenishment import vendors

shell.begin("Replenishment", "What must be ordered today, from whom, for whom, and when it would be here.")

if not readings.once(first_run.steps).lics:
    replenish_levels.show_first()
    shell.end()

levels = readings.once(replenishment.levels)
proposal = readings.once(replenishment.proposal)
waiting = readings.once(coverage.not_ordered)
rows = readings.once(vendors.to_order)

also = readings.once(preferences.read).order_without_levels
replenish_view.head(proposal, waiting, also_without_levels=also)
replenish_view.not_ordered(waiting)
replenish_view.without_vendor(rows)
if rows.height or levels.height:
    vendors.show(rows)
replenish_levels.show(levels, proposal)
