"""A plan: lines and stock read from files, the desk's own walk over them, and allotments written as files."""

from __future__ import annotations

import operator
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from itertools import chain
from pathlib import Path
from typing import Final

import psutil
import pyarrow as pa
import pyarrow.dataset as ds

from db import batch as batches
from db import machine, scratch
from db.batch import Batch
from db.errors import DeskFailed
from engine import queues
from engine.errors import DeskError, refuse
from engine.model import NOTHING, MayGain, Policy, Qty, Terms
from engine.plan import faults, places, tables
from engine.plan.refusals import (
    BadMemory,
    BadSkipAge,
    MemoryShort,
    NoTempFolder,
    OutClosed,
    TooMuchAtOnce,
    UnknownEngine,
    UnknownPolicy,
)
from engine.preferences import LONGEST_SKIP_AGE
from engine.rules.queue import POLICIES

Step = Callable[[str], None]
ENGINES: Final = ("duckdb",)
"""What plans are made with."""
ROWS_IN_A_FILE: Final = 5_000_000
"""So many rows the files of a folder have at most."""
ROWS_IN_A_GROUP: Final = 1_000_000
LINES_AT_ONCE: Final = 250_000
"""So many lines are walked at a time where pools do not decide about each other."""
ALL: Final = 2**62
BYTES_OF_A_LINE: Final = 1_000
"""What a line takes while it is walked one by one."""
_SIZE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])I?B\s*", re.IGNORECASE)
_UNITS: Final = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants planned, as it was typed."""

    lines: str  # an address, see ``places``
    stock: str
    out: str  # nothing may be there yet
    policy: str = Policy.STRICT
    engine: str = ENGINES[0]
    skip_age_days: int = Terms().skip_age_days
    memory: str | None = None  # "8GB"; None: most of the machine's
    temp: Path | None = None  # the folder for what exceeds it; None: beside ``out``


@dataclass(frozen=True, slots=True)
class Changes:
    """What a walk changes. Quantities are exact."""

    lines_gained: int = 0
    units_gained: Qty = NOTHING
    lines_lost: int = 0
    units_lost: Qty = NOTHING
    lines_waiting: int = 0
    units_waiting: Qty = NOTHING

    def __add__(self, other: Changes) -> Changes:
        return Changes(*map(operator.add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan came to."""

    lines: int
    pools: int
    pools_without_stock: int  # their stock was not given: nothing lies there
    changes: Changes


@dataclass(frozen=True, slots=True)
class _Given:
    """Both tables, found to have the columns that a plan needs."""

    lines: ds.Scanner
    stock: ds.Scanner


def plan(wanted: Wanted, step: Step = lambda _: None) -> Plan:
    """Give the stock to the lines as a full sweep would (R15, R43), and write who gets what to ``out``.

    Everything wrong is said at once, and nothing is written then: the result has its place only when it is
    whole. Raises Refused, or the one refusal that there is.
    """
    given = _looked_at(wanted)
    policy = Policy(wanted.policy)
    with _workplace(wanted) as folder, _in_memory(folder, wanted) as batch:
        step("reading")
        _take(batch, given, wanted, together=POLICIES[policy].looks_beyond_pool)
        step("walking")
        walks = _Walks(batch, policy, Terms(skip_age_days=wanted.skip_age_days), wanted.memory)
        _write(walks.allotments(), folder / "allotments", is_file=places.is_file(wanted.out))
        places.put(folder / "allotments", wanted.out)
        return Plan(**batch.only("plan.pool_totals"), changes=walks.changes)


def _looked_at(wanted: Wanted) -> _Given:
    """Refuse, all at once, what can be seen to be wrong before a row is read."""
    problems = list(_wrong_options(wanted))
    with _noting(problems):
        places.refuse_taken(wanted.out)
    found: dict[str, ds.Dataset] = {}
    for name, address in (("lines", wanted.lines), ("stock", wanted.stock)):
        with _noting(problems):
            found[name] = places.read(address)
    problems += _wrong_columns(wanted, found)
    refuse(problems)
    read = tables.LINES if POLICIES[Policy(wanted.policy)].looks_beyond_pool else tables.LINES_ALONE
    return _Given(tables.scanner(found["lines"], read), tables.scanner(found["stock"], tables.STOCK))


def _wrong_options(wanted: Wanted) -> Iterator[DeskError]:
    if wanted.policy not in list(Policy):
        yield UnknownPolicy(name=wanted.policy, known=", ".join(Policy))
    if wanted.engine not in ENGINES:
        yield UnknownEngine(name=wanted.engine, known=", ".join(ENGINES))
    if not 0 <= wanted.skip_age_days <= LONGEST_SKIP_AGE:
        yield BadSkipAge(days=wanted.skip_age_days, most=LONGEST_SKIP_AGE)
    if wanted.memory and not _SIZE.fullmatch(wanted.memory):
        yield BadMemory(said=wanted.memory)
    if wanted.temp and not wanted.temp.is_dir():
        yield NoTempFolder(folder=wanted.temp)


def _wrong_columns(wanted: Wanted, found: dict[str, ds.Dataset]) -> Iterator[DeskError]:
    if lines := found.get("lines"):
        yield from tables.faults(wanted.lines, "lines", lines.schema, tables.LINES)
        if wanted.policy in list(Policy) and POLICIES[Policy(wanted.policy)].looks_beyond_pool:
            yield from tables.order_fault(wanted.lines, lines.schema)
    if stock := found.get("stock"):
        yield from tables.faults(wanted.stock, "stock", stock.schema, tables.STOCK)
    if lines and stock:
        yield from tables.warehouse_fault((wanted.lines, lines.schema), (wanted.stock, stock.schema))


@contextmanager
def _noting(problems: list[DeskError]) -> Iterator[None]:
    """Add what the block refuses to ``problems`` and go on."""
    try:
        yield
    except DeskError as problem:
        problems.append(problem)


@contextmanager
def _workplace(wanted: Wanted) -> Iterator[Path]:
    """A folder for what exceeds memory and for what is not whole yet: beside the result, or where one wants
    it."""
    beside = places.on_disk(wanted.out) or Path(tempfile.gettempdir()) / "plan"
    try:
        with scratch.folder(wanted.temp / "plan" if wanted.temp else beside) as folder:
            yield folder
    except OSError as error:
        raise OutClosed(address=wanted.out, detail=machine.reason(error)) from error


@contextmanager
def _in_memory(folder: Path, wanted: Wanted) -> Iterator[Batch]:
    """A database for the plan; what it cannot hold is said in a sentence."""
    try:
        with batches.opened(folder / "spill", wanted.memory) as batch:
            yield batch
    except DeskFailed as error:
        if "Out of Memory" in error.facts["detail"]:
            raise MemoryShort(detail=error.facts["detail"]) from error
        raise


def _take(batch: Batch, given: _Given, wanted: Wanted, *, together: bool) -> None:
    """Read both tables into ``queue``; all that is wrong with their rows is refused at once."""
    batch.lend("given_line", given.lines)
    batch.lend("given_stock", given.stock)
    batch.write("plan.take_lines")
    batch.write("plan.take_stock")
    of_lines = faults.of_lines(batch, wanted.lines, needs_order=together)
    refuse([*of_lines, *faults.of_stock(batch, wanted.stock)])
    batch.write("plan.number_pools")
    batch.write("plan.number_orders", together=together)
    batch.write("plan.line_up")


class _Walks:
    """The pools walked by the functions that settle a desk: some at a time, so that memory holds them, where
    the policy looks at nothing beyond a pool."""

    def __init__(self, batch: Batch, policy: Policy, terms: Terms, memory: str | None) -> None:
        self.changes = Changes()
        self._batch = batch
        self._policy = policy
        self._rule = POLICIES[policy]
        self._terms = terms
        self._memory = memory

    def allotments(self) -> pa.RecordBatchReader:
        """What every line gets; each part is walked when it is read."""
        parts = self._parts()
        first = next(parts)
        return pa.RecordBatchReader.from_batches(first.schema, chain.from_iterable(chain([first], parts)))

    def _parts(self) -> Iterator[pa.RecordBatchReader]:
        most = ALL if self._rule.looks_beyond_pool else LINES_AT_ONCE
        for pools in self._batch.rows("plan.pools_at_once", most=most).to_dicts():
            self._batch.write("plan.line_up_pools", **pools)
            self._walk()
            self.changes += Changes(**self._batch.only("plan.totals_of_walk"))
            yield self._batch.parts("plan.allotments", **pools)

    def _walk(self) -> None:
        if self._rule.looks_beyond_pool:
            queues.find_certain(self._batch, MayGain.ALL, self._terms)
            self._refuse_too_many()
        queues.walk(
            self._batch, MayGain.ALL, self._policy, self._terms, is_known=self._rule.looks_beyond_pool
        )

    def _refuse_too_many(self) -> None:
        """Lines that decide about each other across pools are walked in memory, all at once."""
        first = self._rule.whole_orders_first
        contested = self._batch.value("plan.contested_count", whole_orders_first=first)
        needed, there = contested * BYTES_OF_A_LINE, _bytes(self._memory)
        if needed > there:
            facts = {
                "lines": f"{contested:,}",
                "needed": _in_gigabytes(needed),
                "there": _in_gigabytes(there),
            }
            raise TooMuchAtOnce(policy=self._policy, **facts)


def _bytes(memory: str | None) -> int:
    found = _SIZE.fullmatch(memory or "")
    if found is None:
        return int(psutil.virtual_memory().available)
    return int(float(found[1]) * _UNITS[found[2].upper()])


def _in_gigabytes(size: int) -> str:
    return f"{size / 10**9:,.1f} GB"


def _write(allotments: pa.RecordBatchReader, folder: Path, *, is_file: bool) -> None:
    """The allotments, as one file or as several that are not too large."""
    try:
        ds.write_dataset(
            allotments,
            folder,
            format="parquet",
            basename_template="part-{i}.parquet",
            max_rows_per_group=ROWS_IN_A_GROUP,
            max_rows_per_file=0 if is_file else ROWS_IN_A_FILE,
        )
    except pa.ArrowException as error:
        raise machine.sorted_out(folder, machine.reason(error)) from error
