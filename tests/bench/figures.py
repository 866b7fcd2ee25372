"""The table of figures. One entry adds one: what is done, how often, beside what, how dear it may be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.bench import acts, sweeping
from tests.bench.measuring import Act
from tests.bench.world import World


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is measured, on every desk."""

    name: str
    words: str
    ready: Callable[[World], Act]
    beside: str  # the floor that is measured before each round
    most: float  # times that floor: the goal
    rounds: int = 20
    seconds: float = (
        10.0  # after these no further round is begun; three are made in any case, one of a slow one
    )
    ages: bool = True  # whether a year of history may make it dearer by a fifth at most


AN_ORDER: Final = 8
"""How many order floors an order of five lines may cost."""
FIGURES: Final = (
    Figure("order", "order of 5 lines, typed and opened", acts.order, "order floor", AN_ORDER, 100, 30),
    Figure("priority", "priority that takes from 20 orders", acts.priority, "order floor", 2 * AN_ORDER),
    Figure("receipt", "one receipt", acts.receipt, "order floor", 2 * AN_ORDER),
    Figure("adjustment", "one adjustment", acts.adjustment, "order floor", 2 * AN_ORDER),
    Figure("ship", "a shipment leaves", acts.shipping, "order floor", 2 * AN_ORDER),
    Figure("cancel", "an order is cancelled", acts.cancelling, "order floor", 2 * AN_ORDER),
    Figure("undo", "an order just opened is undone", acts.undoing, "order floor", 2 * AN_ORDER),
    Figure("explain", "one line is explained", acts.explaining, "order floor", AN_ORDER),
    Figure("whatif", "what if, of one priority", acts.trying, "order floor", 2 * AN_ORDER),
    Figure("full", "sweep in which everything changes", sweeping.full, "durable floor", 8, 5, 60),
    Figure("nothing", "sweep in which nothing changes", sweeping.nothing, "window floor", 2, 5, 60),
    Figure(
        "receipts", "sweep after 50 receipts", sweeping.after_receipts, "order floor", 4 * AN_ORDER, 3, 60
    ),
)
