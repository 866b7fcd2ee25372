"""A plan made by Apache Spark, on a cluster or on this machine: the only module that imports it.

Spark reads the lake, cuts lines and stock into shares, carries each to a worker that walks it (``shares``),
and writes what comes back.
"""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

import polars as pl
import pyarrow as pa
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.sql import DataFrame, GroupedData, Observation, SparkSession, functions
from pyspark.sql.pandas.types import from_arrow_schema, to_arrow_schema
from pyspark.sql.types import StructType

from engine.errors import DeskError, refuse
from engine.plan import faults, looking, places, shares, spark_words, tables
from engine.plan.wanted import Plan, Wanted
from engine.progress import Progress

LINES_IN_A_SHARE: Final = 100_000
"""About so many lines a worker has at a time."""
SHARE: Final = "share of the plan"
"""The column that says which share a row is in."""
_READING: Final = {
    "spark.sql.caseSensitive": "true",
    "spark.sql.legacy.parquet.nanosAsLong": "true",  # columns that nobody reads may be of any type
}
_SETTINGS: Final = {
    "spark.app.name": "backorder plan",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}
_ON_THIS_MACHINE: Final = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
_FAILURES: Final = (PySparkException, Py4JError)


def plan(wanted: Wanted, step: Progress) -> Plan:
    """Make a plan whose options have no fault; raises Refused, or the one refusal that there is."""
    step("starting Spark")
    workplace = places.workplace(wanted.out, wanted.temp)
    with _quietly(), workplace as folder, started(folder) as spark, _set(spark):
        step("reading")
        lines, stock = looking.looked_at(wanted, lambda address: _read(spark, address))
        lines, stock = _of(lines, tables.LINES), _of(stock, tables.STOCK)
        with _working(wanted):
            count = 1 + lines.count() // LINES_IN_A_SHARE
            refuse(_faults(lines, stock, wanted, count))
            step("walking")
            walked = _walked(lines, stock, wanted, 1 if wanted.looks_beyond_pool else count)
            return _written(walked, wanted, folder)


@contextmanager
def started(folder: Path) -> Iterator[SparkSession]:
    """The session that runs already, or one that is stopped in the end.

    Where no master is named, Spark runs on this machine, and puts what exceeds memory into ``folder``.
    """
    if running := SparkSession.getActiveSession():
        yield running
        return
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        try:
            session = SparkSession(_context(folder, output))
        except (*_FAILURES, OSError, ValueError) as error:
            output.seek(0)
            raise spark_words.of_start(f"{output.read()}\n{error}") from error
    try:
        yield session
    finally:
        session.stop()


def _context(folder: Path, output: IO[str]) -> SparkContext:
    """Spark as the user's own settings want it, and where it is this machine alone, closed to others.

    What it says beside goes to ``output``.
    """
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)  # workers and driver must agree
    # a process has one gateway for life
    gateway = SparkContext._gateway or launch_gateway(popen_kwargs={"stdout": output, "stderr": output})  # noqa: SLF001
    conf = SparkConf(_jvm=gateway.jvm)
    settings = _SETTINGS
    if conf.get("spark.master", "local").startswith("local"):
        settings = settings | _ON_THIS_MACHINE | {"spark.local.dir": str(folder)}
    for name, value in settings.items():
        conf.setIfMissing(name, value)
    return SparkContext(gateway=gateway, conf=conf)


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep back what is no news: that Spark knows no newer Pandas, which no plan uses, and the tracebacks
    that its bridge to Java logs when somebody stops a plan."""
    root = logging.getLogger()
    root.addFilter(_is_of_others)
    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "PySpark does not yet", FutureWarning)
            yield
    finally:
        root.removeFilter(_is_of_others)


def _is_of_others(record: logging.LogRecord) -> bool:
    return "py4j" not in Path(record.pathname).parts


@contextmanager
def _set(spark: SparkSession) -> Iterator[None]:
    """How Parquet is read while a plan is made."""
    before = {name: spark.conf.get(name) for name in _READING}
    try:
        for name, value in _READING.items():
            spark.conf.set(name, value)
        yield
    finally:
        for name, value in before.items():
            spark.conf.set(name, value)


def _read(spark: SparkSession, address: str) -> tuple[DataFrame, pa.Schema]:
    """The table at an address with the columns of any of its files, and its schema as Arrow has it."""
    base, files = places.for_spark(address)
    options = {"mergeSchema": "true"} | ({"basePath": base} if base else {})
    if not places.on_disk(address):
        options["pathGlobFilter"] = f"*{{{','.join(places.ENDINGS)}}}"
    try:
        frame = spark.read.options(**options).parquet(*files)
        named = {column.name for column in (*tables.LINES, *tables.STOCK)}
        return frame, to_arrow_schema(StructType([field for field in frame.schema if field.name in named]))
    except _FAILURES as error:
        raise spark_words.of_reading(address, str(error)) from error


def _of(frame: DataFrame, columns: tuple[tables.LakeColumn, ...]) -> DataFrame:
    """A table in those of these columns that it has."""
    return frame.select([column.name for column in columns if column.name in frame.columns])


def _faults(lines: DataFrame, stock: DataFrame, wanted: Wanted, count: int) -> list[DeskError]:
    """What is wrong with the rows, each table looked at in so many shares."""
    in_lines = _cut(lines, count, "line_id").applyInArrow(
        lambda share: shares.look_at_lines(share, wanted), _as_spark(shares.FAULTS_OF_LINES)
    )
    in_stock = _cut(stock, count, "lic", "warehouse").applyInArrow(
        lambda share: shares.look_at_stock(share, wanted), _as_spark(shares.FAULTS_OF_STOCK)
    )
    of_lines = faults.of_lines(_collected(in_lines), wanted.lines)
    return [*of_lines, *faults.of_stock(_collected(in_stock), wanted.stock)]


def _walked(lines: DataFrame, stock: DataFrame, wanted: Wanted, count: int) -> DataFrame:
    """What every line gets, walked in so many shares of whole pools."""
    share_of = ("lic", "warehouse")
    return (
        _cut(lines, count, *share_of)
        .cogroup(_cut(stock, count, *share_of))
        .applyInArrow(lambda ours, theirs: shares.walk(ours, theirs, wanted), _as_spark(shares.WALKED))
    )


def _written(walked: DataFrame, wanted: Wanted, folder: Path) -> Plan:
    """The allotments put in their place, and what they came to."""
    sums = Observation()
    summed = walked.observe(sums, *[functions.sum(name).alias(name) for name in shares.TOTALS.names])
    result = summed.select(shares.ALLOTMENTS.names)
    if places.on_disk(wanted.out):
        if places.is_file(wanted.out):
            result = result.repartition(1)
        result.write.parquet(places.uri(folder / "written"))
        places.put(places.tidied(folder / "written", folder / "allotments"), wanted.out)
    else:
        result.write.parquet(wanted.out)
    return shares.added_up(sums.get)


@contextmanager
def _working(wanted: Wanted) -> Iterator[None]:
    """Say what Spark met while it worked."""
    try:
        yield
    except _FAILURES as error:
        raise spark_words.of_work(wanted.out, str(error)) from error


def _cut(frame: DataFrame, count: int, *columns: str) -> GroupedData:
    """A table in so many shares; rows that are alike in these columns, as text, are in one."""
    there = [functions.col(name).cast("string") for name in columns if name in frame.columns]
    whole = functions.xxhash64(*[functions.coalesce(column, functions.lit("")) for column in there])
    return frame.withColumn(SHARE, functions.pmod(whole, functions.lit(count))).groupBy(SHARE)


def _collected(found: DataFrame) -> pl.DataFrame:
    return faults.added_up(pl.DataFrame(found.toArrow()))


def _as_spark(schema: pa.Schema) -> StructType:
    return from_arrow_schema(schema)
