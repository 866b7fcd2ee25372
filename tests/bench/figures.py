"""The table of figures. One entry adds one: what is done, beside what, its goal, how often, where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Final

from db.session import Transaction
from engine.model import Policy
from engine.reports import backorders, buyer, policies, stranded
from tests.bench import acts, commands, queueing, screens, sharing, sweeping
from tests.bench.goals import Goal, PerSecond, Times, Within
from tests.bench.measuring import Act
from tests.bench.screens import Pages
from tests.bench.world import World

Ready = Callable[[World], Act]


class Where(Enum):
    """On which of the desks that are chosen something is measured."""

    EVERY = "every"
    SIZED = "sized"  # those of the plain mix, under strict order
    PLAIN = "plain"  # of these, those without history
    OLD = "old"  # and those with it
    ONCE = "once"  # the first of all


EVERY, SIZED, PLAIN, OLD, ONCE = Where


@dataclass(frozen=True, slots=True)
class Floor:
    """What the work is measured beside, and told against."""

    name: str
    ready: Ready


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that is measured."""

    name: str
    words: str
    ready: Ready
    floor: Floor | None
    goal: Goal | None
    rounds: int = 20
    seconds: float = 10.0
    """After these no further round is begun; three are made in any case, one of what is very slow."""
    where: Where = Where.EVERY
    with_memory: bool = False


ORDER: Final = Floor("order floor", lambda world: world.floors.order)
WINDOW: Final = Floor("window floor", lambda world: world.floors.window)
DURABLE: Final = Floor("durable floor", lambda world: world.floors.durable())
SORT: Final = Floor("packed-key sort", queueing.packed_sort)
PYTHON: Final = Floor("Python alone", commands.python_alone)
READ: Final = Floor("DuckDB reads it", commands.bare_import)
WRITE: Final = Floor("DuckDB writes it", commands.bare_export)
OPENING: Final = Floor("DuckDB opens it", sharing.opening)
NO_SWEEP: Final = Floor("nobody sweeps", sharing.reading_alone)

AN_ORDER: Final = Times(8)
"""What an order of five lines may cost in order floors; the goals of the other acts are told against it."""
TWO_ORDERS: Final = Times(16)
LINES_IN, ROWS_OUT = PerSecond(50_000, gib=2), PerSecond(1_000_000, gib=2)
HANDED_OVER, READ_MEANWHILE = Within(0.15, 95), Within(1, 95)


FIRST_VIEW, RERUN = Within(1.5), Within(0.4)
"""What a person may wait for the first page of a tab, and for the answer to a click or to Enter."""
TEN_BARE = Times(1.5)


def _page(
    name: str, words: str, act: Callable[[Pages], Ready], pages: Pages, goal: Goal, where: Where = PLAIN
) -> Figure:
    """What a page does, beside a bare page that does the same; the CPU time of both is their server's."""
    return Figure(name, words, act(pages), Floor("bare page", act(screens.of_bare)), goal, 5, 20, where)


_filter_chem = partial(screens.filtering, word="CHEM-11")
_add_atlas = partial(screens.adding, line="ATLAS-7 1")


def _queue(policy: Policy, goal: Goal) -> Figure:
    """The walk of a policy over rows that are in memory."""
    return Figure(
        f"queue-{policy}", f"the queue alone, {policy}", queueing.walk(policy), SORT, goal, 5, 10, PLAIN
    )


def _every_policy(tx: Transaction) -> list[policies.PolicyOutcome]:
    return list(policies.one_by_one(tx))


FIGURES: Final = (
    Figure("order", "order of 5 lines, typed and opened", acts.order, ORDER, AN_ORDER, 100, 30),
    Figure("priority", "priority that takes from 20 orders", acts.priority, ORDER, TWO_ORDERS),
    Figure("receipt", "one receipt", acts.receipt, ORDER, TWO_ORDERS),
    Figure("adjustment", "one adjustment", acts.adjustment, ORDER, TWO_ORDERS),
    Figure("ship", "a shipment leaves", acts.shipping, ORDER, TWO_ORDERS),
    Figure("cancel", "an order is cancelled", acts.cancelling, ORDER, TWO_ORDERS),
    Figure("undo", "an order just opened is undone", acts.undoing, ORDER, TWO_ORDERS),
    Figure("order-it", "what an order waits for is ordered", acts.buying_for, ORDER, TWO_ORDERS),
    Figure("explain", "one line is explained", acts.explaining, ORDER, AN_ORDER),
    Figure("whatif", "what if, of one priority", acts.trying, ORDER, TWO_ORDERS),
    Figure("full", "sweep in which everything changes", sweeping.full, DURABLE, Times(8), 5, 60, EVERY, True),
    Figure("nothing", "sweep in which nothing changes", sweeping.nothing, WINDOW, Times(2), 5, 30),
    Figure("receipts", "sweep after 50 receipts", sweeping.after_receipts, ORDER, Times(32), 3, 30),
    Figure("closing", "the day is closed", sweeping.closing_the_day, WINDOW, None, 3, 30, SIZED, True),
    Figure("over", "an older desk is brought over", sweeping.bringing_over, OPENING, Within(120), 2, 30, OLD),
    _queue(Policy.STRICT, Times(4)),
    _queue(Policy.SKIP, Times(10)),
    _queue(Policy.COMPLETE_FIRST, Times(10)),
    Figure(
        "compare",
        "the policies are compared",
        acts.asking(_every_policy),
        WINDOW,
        None,
        3,
    ),
    Figure("review", "all that waits is explained", acts.asking(backorders.waiting), WINDOW, None, 3),
    Figure("buyer", "what is to be ordered today", acts.asking(buyer.to_order), WINDOW, None, 3),
    Figure("stranded", "stranded stock is found", acts.asking(stranded.find), WINDOW, None, 3),
    Figure("import", "import of orders", commands.importing, READ, LINES_IN, 3, 30, PLAIN, True),
    Figure("export", "export of everything", commands.exporting, WRITE, ROWS_OUT, 3, 30, SIZED, True),
    Figure("handover", "the file changes hands", sharing.handing_over, OPENING, HANDED_OVER, 40, 20, SIZED),
    Figure(
        "read", "a page reads in a sweep", sharing.reading_in_a_sweep, NO_SWEEP, READ_MEANWHILE, 20, 30, PLAIN
    ),
    Figure("help", "backorder --help", commands.usage, PYTHON, Within(0.3), 10, 10, ONCE),
    Figure("receive", "backorder receive", commands.receiving, PYTHON, Within(0.8), 10, 20, ONCE),
    Figure("demo", "the demo is built", commands.demo, None, Within(8), 3, 5, ONCE),
    _page("view-demo", "home page, the demo", screens.first_view, screens.of_demo, FIRST_VIEW, ONCE),
    _page("filter-demo", "a filter, the demo", _filter_chem, screens.of_demo, RERUN, ONCE),
    _page("add-demo", "a line typed, the demo", _add_atlas, screens.of_demo, RERUN, ONCE),
    _page("toggle-demo", "units or value, the demo", screens.toggling, screens.of_demo, RERUN, ONCE),
    _page("view", "home page", screens.first_view, screens.of_desk, FIRST_VIEW),
    _page("filter", "a filter", screens.filtering, screens.of_desk, RERUN),
    _page("add", "a line typed", screens.adding, screens.of_desk, RERUN),
    _page("toggle", "units or value", screens.toggling, screens.of_desk, RERUN),
    _page("ten", "home page, ten people at once", screens.ten_at_once, screens.of_desk, TEN_BARE),
)
