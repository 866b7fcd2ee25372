"""The floors: what the same work costs on bare tables, with nothing around it. Ratios are against these.

- *order*: a durable transaction that inserts an order of five lines, looks what is left of their LICs, gives
  it to them, and makes their shipment rows.
- *window*: one window query over all open lines that says who gets what; nothing is written.
- *durable*: that window, written on every line, a shipment row for every line that got something, committed.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import Any

import duckdb
import polars as pl

from tests.bench import desks
from tests.bench.measuring import Act
from tests.bench.settings import LINES_PER_ORDER, SEED, Setting


class Floors:
    """The bare tables of one setting, in a file of their own."""

    def __init__(self, setting: Setting, place: Path) -> None:
        self._setting = setting
        self._random = Random(SEED)
        self._file = place / "floors.duckdb"
        self._fresh = place / "fresh.duckdb"
        with duckdb.connect(str(self._fresh)) as bare:
            desks.make_orders(bare, setting)
            for name in ("lines", "stock", "orders", "aboard"):
                desks.run(bare, {}, f"floors.{name}")
        shutil.copyfile(self._fresh, self._file)
        self._bare = duckdb.connect(str(self._file))
        self._run("allot", "board", "give")
        self._parsed = {
            name: self._bare.extract_statements(desks.SQL[f"floors.{name}"].sql)[0]
            for name in ("add_order", "add_lines", "take", "board_order")
        }

    def lines(self) -> pl.DataFrame:
        """The lines as numbers, in no order: lic, band (the smaller the sooner), qty, stock of the LIC."""
        frame: pl.DataFrame = self._bare.sql(desks.SQL["floors.numbers"].sql).pl()
        return frame

    def granted(self) -> tuple[int, float]:
        """How many lines get something, and how many units: what a sweep of everything must come to."""
        [(lines, units)] = self._bare.execute("select count(*), sum(qty) from shipment_line").fetchall()
        return int(lines), float(units)

    def close(self) -> None:
        """Close the file."""
        self._bare.close()

    def _run(self, *names: str, given: dict[str, Any] | None = None) -> None:
        for name in names:
            desks.run(self._bare, given or {}, f"floors.{name}")

    def order(self) -> None:
        """One order of five lines."""
        lics = {"lics": self._random.sample(range(self._setting.lics), LINES_PER_ORDER)}
        self._bare.execute("begin")
        self._bare.execute(self._parsed["add_order"]).fetchall()
        self._bare.execute(self._parsed["add_lines"], lics).fetchall()
        self._bare.execute(self._parsed["take"], lics).fetchall()
        self._bare.execute(self._parsed["board_order"]).fetchall()
        self._bare.execute("commit")

    def window(self) -> None:
        """One window query over all open lines."""
        self._run("window")

    def durable(self) -> Act:
        """The durable sweep, ready to be run: on a fresh copy, so that every line changes."""
        file = self._fresh.with_name("durable.duckdb")
        shutil.copyfile(self._fresh, file)

        def act() -> None:
            with duckdb.connect(str(file)) as bare:
                bare.execute("begin")
                desks.run(bare, {}, "floors.allot")
                desks.run(bare, {}, "floors.board")
                bare.execute("commit")

        return act
