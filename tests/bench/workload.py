"""The workload of the figures: N open lines, N/10 LICs, orders of five lines, half of it on hand."""

from pathlib import Path
from random import Random

import polars as pl

LINES_PER_ORDER = 5
LINES_PER_LIC = 10
PRIORITIES, WEIGHTS = (0, 1, 2, 3, 4), (60, 15, 10, 10, 5)
CUSTOMERS = 50


def write(folder: Path, lines: int, seed: int = 7) -> None:
    """Write the files to import into ``folder``: items, customers, orders, stock."""
    orders = order_lines(lines, seed)
    files = {
        "items": orders.select("lic").unique().sort("lic"),
        "customers": orders.select("customer").unique().sort("customer"),
        "orders": orders,
        "stock": orders.group_by("lic").agg(pl.col("qty").sum() // 2).filter(pl.col("qty") > 0).sort("lic"),
    }
    for kind, frame in files.items():
        frame.write_parquet(folder / f"{kind}.parquet")


def order_lines(lines: int, seed: int) -> pl.DataFrame:
    """One row per line; the five LICs of an order differ."""
    random = Random(seed)
    lics = max(lines // LINES_PER_LIC, LINES_PER_ORDER)
    count = lines // LINES_PER_ORDER
    priorities = random.choices(PRIORITIES, WEIGHTS, k=count)
    rows = [
        (f"B{order}", f"C{order % CUSTOMERS}", priorities[order], f"L{lic}", random.randint(1, 20))
        for order in range(count)
        for lic in random.sample(range(lics), LINES_PER_ORDER)
    ]
    return pl.DataFrame(rows, schema=["order", "customer", "priority", "lic", "qty"], orient="row")
