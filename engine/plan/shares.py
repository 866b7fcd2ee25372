"""What a worker of a cluster does with its share of lines and stock: Arrow tables in, an Arrow table out.

All lines of a pool are in one share, with the stock of the pool. Spark carries the tables there and back;
nothing here knows of it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import polars as pl
import pyarrow as pa
import pyarrow.dataset as ds

from db.batch import Batch
from engine.plan import faults, tables, walking
from engine.plan.wanted import Changes, Plan, Wanted

_QTY: Final = pa.decimal128(18, 4)
_SUM: Final = pa.decimal128(38, 4)
ALLOTMENTS: Final = pa.schema(
    {
        "line_id": pa.int64(),
        "lic": pa.string(),
        "warehouse": pa.string(),
        "qty": _QTY,
        "held_qty": _QTY,
        "allotted_qty": _QTY,
    }
)
"""The columns of a result."""
TOTALS: Final = pa.schema(
    {
        "lines": pa.int64(),
        "pools": pa.int64(),
        "pools_without_stock": pa.int64(),
        "lines_gained": pa.int64(),
        "units_gained": _SUM,
        "lines_lost": pa.int64(),
        "units_lost": _SUM,
        "lines_waiting": pa.int64(),
        "units_waiting": _SUM,
    }
)
"""What a share came to; over all shares each column is a sum."""
WALKED: Final = pa.schema([*ALLOTMENTS, *TOTALS])
FAULTS_OF_LINES: Final = pa.schema({"fault": pa.string(), "number": pa.int64(), "first": pa.int64()})
FAULTS_OF_STOCK: Final = pa.schema({"fault": pa.string(), "number": pa.int64(), "first": pa.string()})


def look_at_lines(lines: pa.Table, wanted: Wanted) -> pa.Table:
    """What is found in a share of lines (``faults``), in which all that have a line_id in common are."""
    with _batch(wanted) as batch:
        walking.take_lines(batch, _rows(lines, wanted))
        return _as(FAULTS_OF_LINES, faults.in_lines(batch, needs_order=wanted.looks_beyond_pool))


def look_at_stock(stock: pa.Table, wanted: Wanted) -> pa.Table:
    """What is found in a share of stock (``faults``), in which all rows of its pools are."""
    with _batch(wanted) as batch:
        walking.take_stock(batch, tables.scanner(ds.dataset(stock), tables.STOCK))
        return _as(FAULTS_OF_STOCK, faults.in_stock(batch))


def walk(lines: pa.Table, stock: pa.Table, wanted: Wanted) -> pa.Table:
    """What every line of a share gets; the first row also has what the share came to, in ``TOTALS``."""
    with _batch(wanted) as batch:
        walking.take_lines(batch, _rows(lines, wanted))
        walking.take_stock(batch, tables.scanner(ds.dataset(stock), tables.STOCK))
        walks = walking.Walks(batch, wanted)
        parts = [part for reader in walks.parts() for part in reader]
        if not parts:
            return WALKED.empty_table()
        return _with_totals(pa.Table.from_batches(parts).cast(ALLOTMENTS), walks.total())


def added_up(sums: dict[str, Any]) -> Plan:
    """The plan that shares came to whose ``TOTALS`` have these sums."""
    changes = {name: sums[name] for name in asdict(Changes())}
    return Plan(**{name: sums[name] for name in sums.keys() - changes.keys()}, changes=Changes(**changes))


def _rows(lines: pa.Table, wanted: Wanted) -> ds.Scanner:
    return tables.scanner(ds.dataset(lines), tables.of_lines(looks_at_orders=wanted.looks_beyond_pool))


def _as(schema: pa.Schema, found: pl.DataFrame) -> pa.Table:
    return found.to_arrow(compat_level=pl.CompatLevel.oldest()).cast(schema)


def _with_totals(allotments: pa.Table, total: Plan) -> pa.Table:
    sums = asdict(total)
    sums |= sums.pop("changes")
    for field in TOTALS:
        first, others = pa.array([sums[field.name]], field.type), pa.nulls(len(allotments) - 1, field.type)
        allotments = allotments.append_column(field, pa.chunked_array([first, others]))
    return allotments


@contextmanager
def _batch(wanted: Wanted) -> Iterator[Batch]:
    """A database on one core, for the others work at other shares; it puts aside where Spark does."""
    parent = os.environ.get("SPARK_LOCAL_DIRS", "").partition(",")[0] or None
    with (
        tempfile.TemporaryDirectory(dir=parent) as folder,
        walking.in_memory(Path(folder) / "spill", wanted.memory, threads=1) as batch,
    ):
        yield batch
