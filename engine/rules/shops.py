"""The profiles that come with the program: what online shops export, in the columns that they write.

What is over or was cancelled is left out, and the report says by which rule and how many rows. Customers
and LICs that the desk does not know yet are made: a customer by the e-mail address, a LIC by its SKU.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.rules.profile import BLANK, OTHERWISE, CellSource, Comparison, Profile, Rule


def _of(*headers: str) -> CellSource:
    return CellSource(headers)


def _is(header: str, *values: str) -> Rule:
    return Rule(header, Comparison.IS, values)


def _has(header: str, *values: str) -> Rule:
    return Rule(header, Comparison.CONTAINS, values)


_SHOPIFY_CUSTOMER: Final = _of("Email", "Billing Name", "Shipping Name", "Phone")
_SHOPIFY_LIC: Final = _of("Lineitem sku", "Lineitem name")
_SHOPIFY_ADDRESS: Final = (
    *("Shipping Address1", "Shipping Address2", "Shipping Zip", "Shipping City"),
    *("Shipping Province", "Shipping Country"),
)
SHOPIFY_ORDERS: Final = Profile(
    name="shopify-orders",
    kind="orders",
    title="Shopify order export",
    known_by=("Name", "Financial Status", "Lineitem quantity", "Lineitem name", "Lineitem sku"),
    record="Name",
    oldest_first=True,  # the shop lists the newest order first
    fill_down=(
        *("Email", "Financial Status", "Created at", "Processed At", "Cancelled at", "Phone"),
        *("Billing Name", "Shipping Name", "Shipping Company", *_SHOPIFY_ADDRESS),
    ),
    columns={
        "order": _of("Name"),
        "customer": _SHOPIFY_CUSTOMER,
        "entered_at": _of("Created at", "Processed At"),
        "lic": _SHOPIFY_LIC,
        "qty": _of("Lineitem quantity"),
        "unit_price": _of("Lineitem price"),
    },
    leave_out=(
        Rule("Cancelled at", Comparison.IS_NOT, (BLANK,)),
        _is("Financial Status", "refunded", "voided", "expired"),
        _is("Lineitem quantity", BLANK, "0"),
        _is("Lineitem fulfillment status", "fulfilled", "restocked", "not_eligible"),
        _is("Lineitem fulfillment status", "partial"),  # the file does not say how much of it is left
        _is("Lineitem requires shipping", "false"),
    ),
    made={
        "customers": {
            "customer": _SHOPIFY_CUSTOMER,
            "name": _of("Shipping Company", "Shipping Name", "Billing Name", "Email"),
            "address": CellSource(_SHOPIFY_ADDRESS, joined=", "),
            "email": _of("Email"),
        },
        "items": {"lic": _SHOPIFY_LIC, "description": _of("Lineitem name")},
    },
)

_SHOPIFY_ITEM: Final = {
    "lic": _of("Variant SKU"),
    "description": CellSource(
        ("Title", "Option1 Value", "Option2 Value", "Option3 Value"),
        joined=" / ",
        words={"default title": BLANK},
    ),
    "inventoried": CellSource(("Variant Inventory Tracker",), words={BLANK: "no", OTHERWISE: "yes"}),
    "unit_cost": _of("Cost per item"),
}
SHOPIFY_PRODUCTS: Final = Profile(
    name="shopify-products",
    kind="items",
    title="Shopify product export",
    known_by=("Handle", "Title", "Variant SKU", "Variant Price"),
    record="Handle",
    fill_down=("Title", "Status", "Gift Card"),
    columns=_SHOPIFY_ITEM,
    leave_out=(
        _is("Variant SKU", BLANK),  # rows of further pictures, and variants without a SKU
        _is("Status", "archived"),
        _is("Gift Card", "true"),
    ),
)
SHOPIFY_STOCK: Final = replace(
    SHOPIFY_PRODUCTS,
    name="shopify-stock",
    kind="stock",
    title="Shopify product export: its stock",
    known_by=(*SHOPIFY_PRODUCTS.known_by, "Variant Inventory Qty"),
    columns={"lic": _of("Variant SKU"), "qty": _of("Variant Inventory Qty")},
    leave_out=(
        *SHOPIFY_PRODUCTS.leave_out,
        _is("Variant Inventory Tracker", BLANK),
        _is("Variant Inventory Qty", BLANK),
        _has("Variant Inventory Qty", "-"),  # less than nothing: sold, and not on the shelf
    ),
    made={"items": _SHOPIFY_ITEM},
)

_WOO_CUSTOMER: Final = _of("Email (Billing)", "Company (Billing)", "Phone (Billing)")
_WOO_LIC: Final = _of("SKU", "Item Name", "Product Name", "Name")
_WOO_ADDRESS: Final = (
    *("Address 1&2 (Shipping)", "Postcode (Shipping)", "City (Shipping)", "State Code (Shipping)"),
    "Country Code (Shipping)",
)
_WOO_NAMES: Final = ("First Name (Billing)", "Last Name (Billing)", "Company (Billing)")
_WOO_OVER: Final = ("completed", "cancelled", "refunded", "failed", "pending payment", "draft", "trash")
_WOO_SLUGS: Final = ("wc-completed", "wc-cancelled", "wc-refunded", "wc-failed", "wc-pending", "pending")
WOOCOMMERCE_ORDERS: Final = Profile(
    name="woocommerce-orders",
    kind="orders",
    title="WooCommerce order export (Advanced Order Export)",
    known_by=("Order Number", "Order Status", "Order Date", "SKU", "Item Cost"),
    record="Order Number",
    oldest_first=True,
    fill_down=(
        *("Order Status", "Order Date", "Email (Billing)", "Phone (Billing)"),
        *(*_WOO_NAMES, *_WOO_ADDRESS),
    ),
    columns={
        "order": _of("Order Number"),
        "customer": _WOO_CUSTOMER,
        "entered_at": _of("Order Date"),
        "lic": _WOO_LIC,
        "qty": _of("Quantity (- Refund)", "Quantity"),
        "unit_price": _of("Item Cost"),
    },
    leave_out=(
        _is("Order Status", *_WOO_OVER, *_WOO_SLUGS),
        _is("Quantity (- Refund)", BLANK, "0"),
    ),
    made={
        "customers": {
            "customer": _WOO_CUSTOMER,
            "name": CellSource(_WOO_NAMES, joined=" "),
            "address": CellSource(_WOO_ADDRESS, joined=", "),
            "email": _of("Email (Billing)"),
        },
        "items": {"lic": _WOO_LIC, "description": _of("Item Name", "Product Name", "Name")},
    },
)

_WOO_ITEM: Final = {"lic": _of("SKU"), "description": _of("Name"), "unit_cost": _of("Cost of goods")}
WOOCOMMERCE_PRODUCTS: Final = Profile(
    name="woocommerce-products",
    kind="items",
    title="WooCommerce product export",
    known_by=("Type", "SKU", "Name", "Published", "In stock?", "Stock", "Regular price"),
    columns=_WOO_ITEM,
    leave_out=(
        _is("SKU", BLANK),
        _has("Type", "variable", "grouped", "external", "virtual"),  # nothing of these lies on a shelf
    ),
)
WOOCOMMERCE_STOCK: Final = replace(
    WOOCOMMERCE_PRODUCTS,
    name="woocommerce-stock",
    kind="stock",
    title="WooCommerce product export: its stock",
    columns={"lic": _of("SKU"), "qty": _of("Stock")},
    leave_out=(
        *WOOCOMMERCE_PRODUCTS.leave_out,
        _is("Stock", BLANK, "parent"),  # not counted, or counted with the product it is a variation of
        _has("Stock", "-"),
    ),
    made={"items": _WOO_ITEM},
)

SHOPS: Final = {
    profile.name: profile
    for profile in (
        *(SHOPIFY_ORDERS, SHOPIFY_PRODUCTS, SHOPIFY_STOCK),
        *(WOOCOMMERCE_ORDERS, WOOCOMMERCE_PRODUCTS, WOOCOMMERCE_STOCK),
    )
}
"""Name -> profile, as they are listed."""
