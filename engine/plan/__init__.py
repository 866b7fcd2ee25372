"""The queue as a batch over Parquet files, for teams whose lines lie in a lake: ``backorder plan``.

The files may be larger than memory. The walk is the desk's own (``engine.queues.walk``), so that a plan gives
every line what a sweep of a desk with these lines would.

- ``planning``: the whole of it, made by DuckDB on this machine. Begin here.
- ``cluster``: the whole of it, made by Apache Spark; ``shares``: what its workers do; ``spark_words``: what
  it says when something is wrong.
- ``wanted``: what somebody wants planned, and what a plan came to.
- ``looking``: both tables found, and their columns looked at.
- ``walking``: rows taken and walked by the functions that settle a desk.
- ``tables``: the columns that lines and stock have, and which of them a table lacks.
- ``places``: where files lie, on a disk or in an object store: tables read from there, a table put there.
- ``unread``: why files cannot be read as one table, in words of people.
- ``faults``: rows that no plan can be made of, in sentences.
- ``refusals``: the sentences.
"""

from engine.plan.planning import plan
from engine.plan.wanted import Plan, Wanted

__all__ = ["Plan", "Wanted", "plan"]
