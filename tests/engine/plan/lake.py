"""Lines and stock as a lake has them: Parquet files of a few rows, and plans made of them."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from engine.plan import Plan, Wanted, plan

QUICK = (
    "--master local[2] --conf spark.sql.shuffle.partitions=2 "
    "--driver-java-options -XX:TieredStopAtLevel=1 pyspark-shell"
)
"""How Spark is started for few lines."""
LINE: dict[str, Any] = {"lic": "book", "priority": 0, "qty": Decimal(10)}


def lines(*rows: dict[str, Any]) -> pl.DataFrame:
    """Lines numbered and entered in turn; each names what differs from ten books that wait."""
    numbered = [{"line_id": no, "entry_seq": no, **LINE, **row} for no, row in enumerate(rows, start=1)]
    return pl.DataFrame(numbered, infer_schema_length=None)


def stock(**on_hand: int) -> pl.DataFrame:
    """What lies there of each LIC."""
    return pl.DataFrame({"lic": list(on_hand), "on_hand": list(on_hand.values())})


class Lake:
    """A folder with the files of a plan."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.wanted = Wanted(
            lines=str(folder / "lines.parquet"),
            stock=str(folder / "stock.parquet"),
            out=str(folder / "out.parquet"),
        )

    def fill(self, lines: pl.DataFrame, stock: pl.DataFrame) -> None:
        """Write both tables."""
        lines.write_parquet(self.wanted.lines)
        stock.write_parquet(self.wanted.stock)

    def plan(self, **wanted: Any) -> Plan:
        """Make the plan, with these options in place of the usual ones."""
        options = {name: getattr(self.wanted, name) for name in ("lines", "stock", "out")}
        return plan(Wanted(**(options | wanted)))

    def allotted(self, out: str | None = None) -> dict[int, Decimal]:
        """What the plan gave each line."""
        frame = pl.read_parquet(out or self.wanted.out)
        return dict(frame.sort("line_id").select("line_id", "allotted_qty").iter_rows())

    def left_behind(self) -> set[str]:
        """What lies in the folder, hidden or not."""
        return {file.name for file in self.folder.iterdir()}
