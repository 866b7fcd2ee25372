"""A plan: lines and stock read from files, the desk's own walk over them, and allotments written as files."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Final

import pyarrow as pa
import pyarrow.dataset as ds

from db import machine
from db.batch import Batch
from engine.errors import DeskError, refuse
from engine.plan import faults, looking, places, tables, walking
from engine.plan import wanted as wishes
from engine.plan.refusals import NoSpark
from engine.plan.wanted import Plan, Wanted
from engine.progress import Progress, unwatched

ROWS_IN_A_FILE: Final = 5_000_000
"""How many rows the files of a folder have at most."""
ROWS_IN_A_GROUP: Final = 1_000_000


def plan(wanted: Wanted, step: Progress = unwatched) -> Plan:
    """Give the stock to the lines as a full sweep would (R15, R43), and write who gets what to ``out``.

    Everything wrong is said at once, and nothing is written then: the result has its place only when it is
    whole. Raises Refused, or the one refusal that there is.
    """
    problems = list(wishes.faults(wanted))
    if wanted.engine != "spark":
        return _on_this_machine(wanted, problems, step)
    refuse(problems)
    made: Plan = _spark().plan(wanted, step)
    return made


def _spark() -> ModuleType:
    """The engine that plans with Spark, which few have installed."""
    try:
        from engine.plan import cluster  # noqa: PLC0415 - see above
    except ModuleNotFoundError as error:
        if error.name not in {"pyspark", "py4j"}:
            raise
        raise NoSpark from error
    return cluster


def _on_this_machine(wanted: Wanted, problems: list[DeskError], step: Progress) -> Plan:
    lines, stock = looking.looked_at(wanted, _read, problems)
    workplace = places.workplace(wanted.out, wanted.temp)
    with workplace as folder, walking.in_memory(folder / "spill", wanted.memory) as batch:
        step("reading")
        columns = tables.of_lines(looks_at_orders=wanted.looks_beyond_pool)
        with places.reading(wanted.lines):
            walking.take_lines(batch, tables.scanner(lines, columns))
        with places.reading(wanted.stock):
            walking.take_stock(batch, tables.scanner(stock, tables.STOCK))
        _refuse_faults(batch, wanted)
        step("walking")
        walks = walking.Walks(batch, wanted)
        _write(walks.allotments(), folder / "allotments", is_file=places.is_file(wanted.out))
        places.put(folder / "allotments", wanted.out)
        return walks.total()


def _read(address: str) -> tuple[ds.Dataset, pa.Schema]:
    found = places.read(address)
    return found, found.schema


def _refuse_faults(batch: Batch, wanted: Wanted) -> None:
    """Refuse, all at once, what is wrong with the rows just taken."""
    in_lines = faults.in_lines(batch, needs_order=wanted.looks_beyond_pool)
    of_stock = faults.of_stock(faults.in_stock(batch), wanted.stock)
    refuse([*faults.of_lines(in_lines, wanted.lines), *of_stock])


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
