"""Turn what replenishment proposes into purchase orders to import, and into the receipts that answer them.

    backorder export purchase-orders proposed.csv
    python docs/examples/order_proposals.py proposed.csv FOLDER_TO_WRITE

Imported purchase orders are open. The next replenishment sweep sees what they bring and takes its own
proposal back.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl


def main(exported: Path, target: Path) -> None:
    """Write ``buy.csv`` (purchase orders) and ``bought.csv`` (receipts) into ``target``."""
    every = pl.read_csv(exported, infer_schema=False)
    proposed = every.filter(pl.col("automatic") == "true", pl.col("state") == "pending")
    orders = proposed.select(po=pl.format("BUY-{}", "po"), vendor="vendor", lic="lic", qty="qty")
    target.mkdir(parents=True, exist_ok=True)
    orders.write_csv(target / "buy.csv")
    receipts = orders.select("po", "lic", "qty", reference=pl.format("receipt of {}", "po"))
    receipts.write_csv(target / "bought.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
