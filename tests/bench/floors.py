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
        self._run("decide", "allot", "board", "give")
        self._parsed = {
            name: self._bare.extract_statements(desks.SQL[f"floors.{name}"].sql)[0]
            for name in ("left", "add_order", "add_lines", "take", "board_order")
        }
        self._orders = setting.lines // LINES_PER_ORDER
        self._swept: duckdb.DuckDBPyConnection | None = None

    def lines(self) -> pl.DataFrame:
        """The lines as numbers, in no order: lic, band (the smaller the sooner), qty, stock of the LIC."""
        frame: pl.DataFrame = self._bare.sql(desks.SQL["floors.numbers"].sql).pl()
        return frame

    def granted(self) -> tuple[int, float]:
        """How many lines get something, and how many units: what a sweep of everything must come to."""
        [(lines, units)] = self._bare.execute("select count(*), sum(qty) from shipment_line").fetchall()
        return int(lines), float(units)

    def close(self) -> None:
        """Close the files."""
        self._bare.close()
        if self._swept:
            self._swept.close()

    def _run(self, *names: str, given: dict[str, Any] | None = None) -> None:
        for name in names:
            desks.run(self._bare, given or {}, f"floors.{name}")

    def order(self) -> None:
        """One order of five lines, of seven units each."""
        self._orders += 1
        lics = self._random.sample(range(self._setting.lics), LINES_PER_ORDER)
        first = LINES_PER_ORDER * self._orders
        self._bare.execute("begin")
        left = dict(self._ask("left", lics=lics))
        given: dict[str, Any] = {
            "order": self._orders,
            "ids": list(range(first, first + LINES_PER_ORDER)),
            "lics": lics,
            "granted": [min(max(left.get(lic, 0), 0), 7) for lic in lics],
        }
        for name in ("add_order", "add_lines", "take", "board_order"):
            self._ask(name, **{key: given[key] for key in desks.SQL[f"floors.{name}"].params})
        self._bare.execute("commit")

    def _ask(self, name: str, **params: Any) -> list[Any]:
        return self._bare.execute(self._parsed[name], params).fetchall()

    def window(self) -> None:
        """One window query over all open lines."""
        self._run("window")

    def durable(self) -> Act:
        """The durable sweep, ready to be run: on a fresh copy, so that every line changes."""
        if self._swept:
            self._swept.close()
        file = self._fresh.with_name("durable.duckdb")
        shutil.copyfile(self._fresh, file)
        swept = self._swept = duckdb.connect(str(file))

        def act() -> None:
            swept.execute("begin")
            desks.run(swept, {}, "floors.decide", "floors.allot", "floors.board")
            swept.execute("commit")

        return act
