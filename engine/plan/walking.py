"""Lines and stock lent to a database in memory, looked at and walked by the functions that settle a desk.

One machine walks all of them so, and every worker of a cluster its share.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import Any, Final

import polars as pl
import psutil
import pyarrow as pa

from db import batch as batches
from db.batch import Batch
from db.errors import DeskFailed
from engine import queues
from engine.model import MayGain, Policy
from engine.plan.refusals import MemoryShort, TooMuchAtOnce
from engine.plan.wanted import Changes, Plan, Wanted, bytes_of
from engine.rules.queue import POLICIES

LINES_AT_ONCE: Final = 250_000
"""How many lines are walked at a time where pools do not decide about each other."""
ALL: Final = 2**62
BYTES_OF_A_LINE: Final = 1_000
"""What a line takes while it is walked one by one."""


@contextmanager
def in_memory(spill: Path, memory: str | None, threads: int | None = None) -> Iterator[Batch]:
    """A database for lines and stock; what it cannot hold is said in a sentence."""
    try:
        with batches.opened(spill, memory, threads) as batch:
            yield batch
    except DeskFailed as error:
        if "Out of Memory" in error.facts["detail"]:
            raise MemoryShort(detail=error.facts["detail"]) from error
        raise


def take_lines(batch: Batch, lines: Any) -> None:
    """Read lines, typed, from an Arrow table or scanner that has all their columns (``tables``)."""
    batch.lend("given_line", lines)
    batch.write("plan.take_lines")


def take_stock(batch: Batch, stock: Any) -> None:
    """Read stock, typed, from an Arrow table or scanner that has all its columns (``tables``)."""
    batch.lend("given_stock", stock)
    batch.write("plan.take_stock")


class Walks:
    """The pools of the lines just taken, walked: some at a time, so that memory holds them, where the policy
    looks at nothing beyond a pool."""

    def __init__(self, batch: Batch, wanted: Wanted) -> None:
        """Line up what was taken, in which no fault was found."""
        self._changes = Changes()
        self._batch = batch
        self._wanted = wanted
        self._rule = POLICIES[Policy(wanted.policy)]
        batch.write("plan.number_pools")
        batch.write("plan.number_orders", together=self._rule.looks_beyond_pool)
        batch.write("plan.line_up")

    def allotments(self) -> pa.RecordBatchReader:
        """What every line gets, of some lines at least; each part is walked when it is read."""
        parts = self.parts()
        first = next(parts)
        return pa.RecordBatchReader.from_batches(first.schema, chain.from_iterable(chain([first], parts)))

    def parts(self) -> Iterator[pa.RecordBatchReader]:
        """What the lines of some pools get, and then those of others."""
        most = ALL if self._rule.looks_beyond_pool else LINES_AT_ONCE
        for pools in self._batch.rows("plan.pools_at_once", most=most).to_dicts():
            self._batch.lend("walked", self._walked(self._batch.rows("plan.queue_of_pools", **pools)))
            self._changes += Changes(**self._batch.only("plan.totals_of_walk"))
            yield self._batch.parts("plan.allotments", **pools)

    def total(self) -> Plan:
        """What the parts that were read came to."""
        return Plan(**self._batch.only("plan.pool_totals"), changes=self._changes)

    def _walked(self, queue: pl.DataFrame) -> pl.DataFrame:
        policy, terms, beyond = Policy(self._wanted.policy), self._wanted.terms, self._rule.looks_beyond_pool
        if beyond:
            queues.find_certain(self._batch, queue, MayGain.ALL, terms)
            self._refuse_too_many()
        return queues.walk(self._batch, queue, MayGain.ALL, policy, terms, is_known=beyond)

    def _refuse_too_many(self) -> None:
        """Lines that decide about each other across pools are walked in memory, all at once."""
        first = self._rule.whole_orders_first
        contested = self._batch.value("plan.contested_count", whole_orders_first=first)
        needed, there = contested * BYTES_OF_A_LINE, _bytes(self._wanted.memory)
        if needed > there:
            facts = {
                "lines": f"{contested:,}",
                "needed": _in_gigabytes(needed),
                "there": _in_gigabytes(there),
            }
            raise TooMuchAtOnce(policy=self._wanted.policy, **facts)


def _bytes(memory: str | None) -> int:
    return bytes_of(memory) if memory else int(psutil.virtual_memory().available)


def _in_gigabytes(size: int) -> str:
    return f"{size / 10**9:,.1f} GB"
