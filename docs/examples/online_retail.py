"""Turn the UCI *Online Retail* data set (Chen, 2015, CC BY 4.0) into files that Backorder Desk imports.

    python docs/examples/online_retail.py online_retail.parquet FOLDER_TO_WRITE

Half a million invoice lines of a wholesaler of gifts, with the dirt of real life. What is done about it:

- cancellations and corrections (quantities below one) are left out; nothing of them was ordered;
- invoices without a customer go to one called WALK-IN;
- codes that are no products (postage, samples, fees, vouchers) become LICs without stock;
- one code in several spellings is one LIC; one invoice with two times of day was entered at the earlier one;
- the set knows no stock: what is written covers 80 % of what was ordered of each LIC.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

COVERED_PERCENT = 80
PRODUCT = r"^\d{5}|^DCGS"
VENDOR = "ANY"


def lines(raw: pl.DataFrame) -> pl.DataFrame:
    """What was ordered, in the order of time, the rows of one invoice together."""
    ordered = raw.filter((pl.col("Quantity") > 0) & (pl.col("UnitPrice") >= 0))
    entered = pl.col("InvoiceDate").str.to_datetime().min().over("InvoiceNo")
    named = ordered.select(
        order="InvoiceNo",
        customer=pl.col("CustomerID").cast(pl.Int64).cast(pl.String).fill_null("WALK-IN"),
        location="Country",
        entered_at=entered,
        lic=pl.col("StockCode").str.strip_chars().str.to_uppercase(),
        qty="Quantity",
        unit_price=pl.col("UnitPrice").round(4),
        said="Description",
    )
    return named.sort("entered_at", "order", maintain_order=True)


def items(ordered: pl.DataFrame) -> pl.DataFrame:
    """One LIC per code, described in the words that were used most."""
    said = pl.col("said").drop_nulls().str.strip_chars().mode().sort().first()
    return (
        ordered.group_by("lic")
        .agg(description=said.fill_null(""))
        .sort("lic")
        .with_columns(inventoried=pl.col("lic").str.contains(PRODUCT), vendor=pl.lit(VENDOR))
        .with_columns(
            replenish_level=pl.when("inventoried").then(0),
            target=pl.when("inventoried").then(10),
        )
    )


def stock(ordered: pl.DataFrame) -> pl.DataFrame:
    """What lies on the shelf before the first order."""
    of_products = (
        ordered.filter(pl.col("lic").str.contains(PRODUCT))
        .group_by("lic")
        .agg(pl.col("qty").sum())
        .sort("lic")
    )
    return of_products.with_columns(pl.col("qty") * COVERED_PERCENT // 100).filter(pl.col("qty") > 0)


def main(source: Path, target: Path) -> None:
    """Read the data set ``source`` and write the files to import into ``target``."""
    ordered = lines(pl.read_parquet(source))
    files = {
        "vendors": pl.DataFrame({"vendor": [VENDOR], "name": ["Any wholesaler"], "lead_time_days": [14]}),
        "items": items(ordered),
        "customers": ordered.select("customer", "location").unique(maintain_order=True),
        "stock": stock(ordered),
        "orders": ordered.drop("said"),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in files.items():
        frame.write_parquet(target / f"{name}.parquet")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
