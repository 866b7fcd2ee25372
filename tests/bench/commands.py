"""The command line as a person starts it: each command is a process of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path

import duckdb
import polars as pl

from engine.demo import ensure_demo
from engine.interchange.importing import import_file
from engine.store import open_desk
from tests.bench import acts, desks
from tests.bench.measuring import Act
from tests.bench.world import World

MOST_IMPORTED = 500_000
"""Lines of the largest file that is imported."""


def backorder(*words: str, db: Path | None = None) -> None:
    """Run the command; what it says is thrown away unless it fails."""
    desk = ["--db", str(db), "--actor", desks.ACTOR] if db else []
    _run([sys.executable, "-m", "engine.cli", *desk, *words])


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=desks.HOUSE, check=True, capture_output=True)


def python_alone(world: World) -> Act:
    """Python begins and ends."""
    return partial(_run, [sys.executable, "-c", "pass"])


def usage(world: World) -> Act:
    """``backorder --help``."""
    return partial(backorder, "--help")


def receiving(world: World) -> Act:
    """``backorder receive`` of one LIC, on a desk that no other process has."""
    po, lic, _ = acts.next_receipt(world)
    file = world.kept("commands", lambda: desks.settled(world.setting, _folder(world)))
    return partial(backorder, "receive", po, f"{lic}=1", db=file)


def _folder(world: World) -> Path:
    return Path(tempfile.mkdtemp(dir=world.place))


def demo(world: World) -> Act:
    """The demo is built."""
    file = world.keep("demo", _folder(world) / "demo.duckdb")
    return partial(ensure_demo, file)


def importing(world: World) -> Act:
    """``backorder import orders`` of a generated file, into a desk that knows the LICs and the customers."""
    folder = _folder(world)
    lines = write_files(world, folder)
    desk = folder / "desk.duckdb"
    with closing(open_desk(desk, name="the bench")) as session:
        for kind in ("items", "customers"):
            import_file(session, kind, folder / f"{kind}.parquet", actor=desks.ACTOR)

    def act() -> int:
        backorder("import", "orders", str(folder / "orders.parquet"), db=desk)
        return lines

    return act


def write_files(world: World, folder: Path) -> int:
    """Write what a desk has open, half a million lines at most, as files to import; returns how many lines.

    ``items``, ``customers`` and ``orders``, each a Parquet file.
    """
    setting = replace(world.setting, lines=min(world.setting.lines, MOST_IMPORTED))
    with duckdb.connect() as bare:
        desks.make_orders(bare, setting)
        orders: pl.DataFrame = bare.sql(desks.SQL["orders.as_file"].sql).pl()
    orders.write_parquet(folder / "orders.parquet")
    orders.select("lic").unique().write_parquet(folder / "items.parquet")
    orders.select("customer").unique().write_parquet(folder / "customers.parquet")
    return orders.height


def bare_import(world: World) -> Act:
    """DuckDB reads such a file into a table of a file of its own."""
    folder = _folder(world)
    write_files(world, folder)

    def act() -> None:
        with duckdb.connect(str(folder / "bare.duckdb")) as bare:
            bare.execute(f"create table line as from '{folder / 'orders.parquet'}'").fetchall()

    return act


def exporting(world: World) -> Act:
    """``backorder export all``."""
    file = world.kept("commands", lambda: desks.settled(world.setting, _folder(world)))
    folder = _folder(world) / "export"

    def act() -> int:
        backorder("export", "all", str(folder), db=file)
        return sum(
            pl.scan_parquet(part).select(pl.len()).collect().item() for part in folder.glob("*.parquet")
        )

    return act


def bare_export(world: World) -> Act:
    """DuckDB writes the same tables as Parquet."""
    file = world.kept("commands", lambda: desks.settled(world.setting, _folder(world)))
    folder = _folder(world) / "bare"

    def act() -> None:
        with duckdb.connect(str(file), read_only=True) as bare:
            bare.execute(f"export database '{folder}' (format parquet)").fetchall()

    return act
