"""A plan: lines and stock read from files, the desk's own walk over them, and allotments written as files."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.dataset as ds

from db import machine, scratch
from db.batch import Batch
from engine.errors import refuse
from engine.plan import faults, looking, places, tables, walking
from engine.plan import wanted as wishes
from engine.plan.refusals import OutClosed
from engine.plan.wanted import Plan, Wanted

Step = Callable[[str], None]
ROWS_IN_A_FILE: Final = 5_000_000
"""So many rows the files of a folder have at most."""
ROWS_IN_A_GROUP: Final = 1_000_000


def plan(wanted: Wanted, step: Step = lambda _: None) -> Plan:
    """Give the stock to the lines as a full sweep would (R15, R43), and write who gets what to ``out``.

    Everything wrong is said at once, and nothing is written then: the result has its place only when it is
    whole. Raises Refused, or the one refusal that there is.
    """
    lines, stock = looking.looked_at(wanted, _read, list(wishes.faults(wanted)))
    with _workplace(wanted) as folder, walking.in_memory(folder / "spill", wanted.memory) as batch:
        step("reading")
        columns = tables.of_lines(looks_at_orders=wanted.looks_beyond_pool)
        walking.take(batch, tables.scanner(lines, columns), tables.scanner(stock, tables.STOCK))
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
