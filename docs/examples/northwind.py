"""Turn the Northwind sample (five CSV files) into files that Backorder Desk imports.

    python docs/examples/northwind.py FOLDER_WITH_THE_SAMPLE FOLDER_TO_WRITE

The sample says what was ordered, what lies on the shelf, what is on order, and when to reorder. It does not
say up to which quantity to reorder: the target written here is the reorder level and a month of what was sold
on average.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl

DAYS_OF_DEMAND = 30
ADDRESS = ("ship_name", "ship_address", "ship_postal_code", "ship_city", "ship_region", "ship_country")


def items(products: pl.DataFrame, details: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """One LIC per product; its code is the product's number."""
    days = (orders["order_date"].max() - orders["order_date"].min()).days + 1
    sold = details.group_by("product_id").agg(pl.col("quantity").sum())
    a_month = pl.col("quantity").fill_null(0) * DAYS_OF_DEMAND / days
    return products.join(sold, on="product_id", how="left", maintain_order="left").select(
        lic="product_id",
        description=pl.format("{} ({})", "product_name", "quantity_per_unit"),
        discontinued="discontinued",
        vendor="supplier_id",
        replenish_level="reorder_level",
        target=pl.col("reorder_level") + pl.max_horizontal(10, (a_month / 10).ceil().cast(pl.Int64) * 10),
    )


def with_location(orders: pl.DataFrame) -> pl.DataFrame:
    """The orders with their address in one line, and its number among the addresses of the customer."""
    in_one_line = pl.concat_str(*ADDRESS, separator=", ", ignore_nulls=True)
    return orders.with_columns(address=in_one_line).with_columns(
        location=pl.col("address").rank("dense").over("customer_id").cast(pl.Int64)
    )


def customers(customers: pl.DataFrame, orders: pl.DataFrame) -> pl.DataFrame:
    """One row per customer and address; customers who never ordered get their own address."""
    used = orders.select("customer_id", "location", "address").unique()
    own = pl.concat_str(
        "address", "postal_code", "city", "region", "country", separator=", ", ignore_nulls=True
    )
    known = customers.select("customer_id", "company_name", own_address=own)
    joined = known.join(used, on="customer_id", how="left").sort("customer_id", "location")
    return joined.select(
        customer="customer_id",
        name="company_name",
        location=pl.col("location").fill_null(1),
        address=pl.coalesce("address", "own_address"),
    )


def order_lines(orders: pl.DataFrame, details: pl.DataFrame) -> pl.DataFrame:
    """One row per line in the order in which they were entered."""
    price = (pl.col("unit_price") * (1 - pl.col("discount"))).round(4)
    joined = orders.join(details, on="order_id").sort("order_date", "order_id", maintain_order=True)
    return joined.select(
        order="order_id",
        customer="customer_id",
        location="location",
        entered_at="order_date",
        requested_on="required_date",
        lic="product_id",
        qty="quantity",
        unit_price=price,
    )


def purchase_orders(products: pl.DataFrame) -> pl.DataFrame:
    """What is on order, as one purchase order per supplier."""
    coming = products.filter(pl.col("units_on_order") > 0).sort("supplier_id", "product_id")
    number = pl.format("NW-{}", "supplier_id")
    return coming.select(po=number, vendor="supplier_id", lic="product_id", qty="units_on_order")


def main(source: Path, target: Path) -> None:
    """Read the sample in ``source`` and write the files to import into ``target``."""
    products, details, orders, buyers, suppliers = (
        pl.read_csv(source / f"{name}.csv", try_parse_dates=True)
        for name in ("products", "order_details", "orders", "customers", "suppliers")
    )
    located = with_location(orders)
    coming = purchase_orders(products)
    files = {
        "vendors": suppliers.select(vendor="supplier_id", name="company_name"),
        "items": items(products, details, orders),
        "customers": customers(buyers, located),
        "stock": products.filter(pl.col("units_in_stock") > 0).select(lic="product_id", qty="units_in_stock"),
        "orders": order_lines(located, details),
        "purchase-orders": coming,
        "receipts": coming.select("po", "lic", "qty", reference=pl.format("receipt of {}", "po")),
    }
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in files.items():
        frame.write_csv(target / f"{name}.csv")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
