"""Files as online shops export them, in the columns that they write; the rows are made up."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",")]


SHOPIFY_ORDERS = _names("""
Name, Email, Financial Status, Paid at, Fulfillment Status, Fulfilled at, Accepts Marketing, Currency,
Subtotal, Shipping, Taxes, Total, Discount Code, Discount Amount, Shipping Method, Created at,
Lineitem quantity, Lineitem name, Lineitem price, Lineitem compare at price, Lineitem sku,
Lineitem requires shipping, Lineitem taxable, Lineitem fulfillment status, Billing Name, Billing Street,
Billing Address1, Billing Address2, Billing Company, Billing City, Billing Zip, Billing Province,
Billing Country, Billing Phone, Shipping Name, Shipping Street, Shipping Address1, Shipping Address2,
Shipping Company, Shipping City, Shipping Zip, Shipping Province, Shipping Country, Shipping Phone,
Notes, Note Attributes, Cancelled at, Payment Method, Payment Reference, Refunded Amount, Vendor,
Outstanding Balance, Employee, Location, Device ID, Id, Tags, Risk Level, Source, Lineitem discount,
Tax 1 Name, Tax 1 Value, Tax 2 Name, Tax 2 Value, Phone, Receipt Number, Duties, Billing Province Name,
Shipping Province Name, Payment ID, Payment Terms Name, Next Payment Due At, Payment References
""")
SHOPIFY_PRODUCTS = _names("""
Handle, Title, Body (HTML), Vendor, Product Category, Type, Tags, Published, Option1 Name, Option1 Value,
Option2 Name, Option2 Value, Option3 Name, Option3 Value, Variant SKU, Variant Grams,
Variant Inventory Tracker, Variant Inventory Qty, Variant Inventory Policy, Variant Fulfillment Service,
Variant Price, Variant Compare At Price, Variant Requires Shipping, Variant Taxable, Variant Barcode,
Image Src, Image Position, Image Alt Text, Gift Card, SEO Title, SEO Description, Variant Image,
Variant Weight Unit, Variant Tax Code, Cost per item, Status
""")
WOO_ORDERS = _names("""
Order Number, Order Status, Order Date, Customer Note, First Name (Billing), Last Name (Billing),
Company (Billing), Address 1&2 (Billing), City (Billing), State Code (Billing), Postcode (Billing),
Country Code (Billing), Email (Billing), Phone (Billing), First Name (Shipping), Last Name (Shipping),
Address 1&2 (Shipping), City (Shipping), State Code (Shipping), Postcode (Shipping),
Country Code (Shipping), Payment Method Title, Cart Discount Amount, Order Subtotal Amount,
Shipping Method Title, Order Shipping Amount, Order Refund Amount, Order Total Amount,
Order Total Tax Amount, SKU, Item #, Item Name, Quantity (- Refund), Item Cost, Coupon Code,
Discount Amount, Discount Amount Tax
""")
WOO_PRODUCTS = _names("""
ID, Type, SKU, Name, Published, Is featured?, Visibility in catalog, Short description, Description,
Date sale price starts, Date sale price ends, Tax status, Tax class, In stock?, Stock, Low stock amount,
Backorders allowed?, Sold individually?, Weight (kg), Length (cm), Width (cm), Height (cm),
Allow customer reviews?, Purchase note, Sale price, Regular price, Categories, Tags, Shipping class,
Images, Download limit, Download expiry days, Parent, Grouped products, Upsells, Cross-sells,
External URL, Button text, Position
""")

Row = Mapping[str, object]


def written(headers: Iterable[str], *rows: Row) -> str:
    """A CSV file with these columns, and rows of the cells that are given."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(headers), restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def order(
    name: str, email: str, *lines: tuple[str, int], at: str = "2026-02-20 10:03:23 -0500", **more: object
) -> list[Row]:
    """An order of Shopify: its own cells stand on its first row only. ``lines``: SKU and how many."""
    head = {
        "Email": email,
        "Financial Status": "paid",
        "Fulfillment Status": "unfulfilled",
        "Created at": at,
        "Shipping Name": email.partition("@")[0].title(),
        "Shipping Address1": "12 Mill Lane",
        "Shipping City": "Northfield",
        "Shipping Zip": "'01360",
        "Shipping Country": "US",
    } | {key.replace("_", " "): value for key, value in more.items()}
    rows = [
        {
            "Name": name,
            "Lineitem quantity": qty,
            "Lineitem name": f"The {sku}",
            "Lineitem price": "19.90",
            "Lineitem sku": sku,
            "Lineitem requires shipping": "true",
            "Lineitem fulfillment status": "pending",
        }
        for sku, qty in lines
    ]
    return [head | rows[0], *rows[1:]]


def shopify_orders(*orders: list[Row]) -> str:
    """An order export of Shopify."""
    return written(SHOPIFY_ORDERS, *(row for one in orders for row in one))
