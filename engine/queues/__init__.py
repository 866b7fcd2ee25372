"""The queues of the touched pools (R15).

- ``reading``: what an event reads of its pools, once.
- ``pausing``: which of the lines take part, and from when the others do (R45).
- ``table``: a queue made of it.
- ``granting``: that queue walked, by sums along the rank (``ranking``) or line by line.
- ``standing``: the touched pools added up, to tell those that need no walk.
- ``verdicts``: one walk and what it says of each line, for explanations and reasons (R41).
"""

from engine.model import POOL
from engine.quantities import QTY
from engine.queues.granting import find_certain, granted, lines_around, one_by_one, walk
from engine.queues.pausing import taking_part, with_joining
from engine.queues.reading import Reading
from engine.queues.reading import read as read_pools
from engine.queues.standing import leave_unmoved, look, note_changed, select_changed
from engine.queues.table import (
    POOL_NO,
    Waiting,
    as_lines,
    in_grains,
    in_pools,
    in_units,
    lines,
    lines_of,
    of_pools,
    read,
    read_alone,
    read_short,
    select_connected,
    select_short,
    stock_of,
    without_collecting,
)

__all__ = [
    "POOL",
    "POOL_NO",
    "QTY",
    "Reading",
    "Waiting",
    "as_lines",
    "find_certain",
    "granted",
    "in_grains",
    "in_pools",
    "in_units",
    "leave_unmoved",
    "lines",
    "lines_around",
    "lines_of",
    "look",
    "note_changed",
    "of_pools",
    "one_by_one",
    "read",
    "read_alone",
    "read_pools",
    "read_short",
    "select_changed",
    "select_connected",
    "select_short",
    "stock_of",
    "taking_part",
    "walk",
    "with_joining",
    "without_collecting",
]
