"""What the machine can do: the same lines and stock in bare DuckDB tables, one window query over them."""

import time
from decimal import Decimal

import duckdb
import polars as pl

WINDOW = """
    select count(*) filter (where granted > 0), sum(granted)
    from (
        select least(l.qty, greatest(s.qty - (sum(l.qty) over rank - l.qty), 0)) as granted
        from line l
        join stock s using (lic)
        window rank as (
            partition by l.lic order by l.priority desc, l.line_id
            rows between unbounded preceding and current row
        )
    )
"""


class Bare:
    """The workload in an in-memory DuckDB."""

    def __init__(self, orders: pl.DataFrame, stock: pl.DataFrame) -> None:
        numbered = orders.with_row_index("line_id").with_columns(pl.col("qty").cast(pl.Decimal(18, 4)))
        self.connection = duckdb.connect(":memory:")
        for name, frame in {"line": numbered, "stock": stock.cast({"qty": pl.Decimal(18, 4)})}.items():
            self.connection.register("frame", frame)
            self.connection.execute(f"create table {name} as from frame").complete()
            self.connection.unregister("frame")

    def run(self) -> tuple[float, int, Decimal]:
        """Seconds, lines that get something, units given."""
        started = time.perf_counter()
        [(lines, units)] = self.connection.execute(WINDOW).fetchall()
        return time.perf_counter() - started, int(lines), Decimal(units)
