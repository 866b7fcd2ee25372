"""The profiles that come with the program: what real exports of shops come to."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.interchange import shaping
from engine.rules.shops import SHOPS
from tests import shop_files
from tests.papers import Papers
from tests.shop_files import Row, order, shopify_orders, written
from tests.story import Story

HEADERS = {
    "shopify-orders": shop_files.SHOPIFY_ORDERS,
    "shopify-products": shop_files.SHOPIFY_PRODUCTS,
    "shopify-stock": shop_files.SHOPIFY_PRODUCTS,
    "woocommerce-orders": shop_files.WOO_ORDERS,
    "woocommerce-products": shop_files.WOO_PRODUCTS,
    "woocommerce-stock": shop_files.WOO_PRODUCTS,
}


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Story(book=0, pen=0), tmp_path)


@pytest.mark.parametrize("name", SHOPS)
def test_each_fits_the_desk_and_the_export_of_its_shop_and_no_other(name: str) -> None:
    shaping.check(SHOPS[name])
    fitting = {other for other, headers in HEADERS.items() if SHOPS[name].fits(headers)}
    assert fitting == {other for other, headers in HEADERS.items() if headers is HEADERS[name]}


@pytest.mark.parametrize("name", SHOPS)
def test_each_names_headers_that_its_shop_writes(name: str) -> None:
    """Other versions of an export may have others, of which one column may come as well."""
    of_other_versions = {"Processed At", "Cost of goods", "Quantity", "Product Name", "Name"}
    assert set(SHOPS[name].headers()) - set(HEADERS[name]) <= of_other_versions


def test_an_order_export_of_shopify_loads_into_an_empty_desk_oldest_order_first(papers: Papers) -> None:
    text = shopify_orders(
        order("#1003", "cleo@shop.example", ("mug", 5), at="2026-02-22 10:03:23 -0500"),
        order("#1002", "bob@shop.example", ("mug", 3), ("cap", 2), at="2026-02-21 23:59:00 -0500"),
        order("#1001", "amy@shop.example", ("mug", 1), Cancelled_at="2026-02-21 10:00:00 -0500"),
        order("#1000", "amy@shop.example", ("book", 4), Financial_Status="refunded"),
        order("#999", "amy@shop.example", ("mug", 4), at="2026-02-19 10:03:23 -0500"),
    )
    report = papers.bring("orders", text, profile=SHOPS["shopify-orders"])
    assert (report.added, report.made) == (3, {"items": 2, "customers": 3})
    assert report.assumed == [
        "Left out 1 row because Cancelled at is not blank: row 5.",
        "Left out 1 row because Financial Status is refunded or voided or expired: row 6.",
    ]
    queue = papers.out("queue").sort("entry_seq")
    assert queue.select("order", "lic", "qty").rows() == [
        ("#999", "mug", 4),
        ("#1002", "mug", 3),
        ("#1002", "cap", 2),
        ("#1003", "mug", 5),
    ]
    amy = papers.out("customers").filter(customer="amy@shop.example").row(0, named=True)
    assert (amy["name"], amy["address"]) == ("Amy", "12 Mill Lane, 01360, Northfield, US")
    assert papers.bring("orders", text, profile=SHOPS["shopify-orders"]).unchanged == 3


def test_what_shopify_has_sent_already_is_not_taken_in_again(papers: Papers) -> None:
    [whole, part, *rest] = order("#1", "amy@shop.example", ("mug", 1), ("cap", 2), ("book", 3), ("card", 1))
    freight: Row = {"Name": "#1"}
    rows = [
        {**whole, "Lineitem fulfillment status": "fulfilled"},
        {**part, "Lineitem fulfillment status": "partial"},
        rest[0],
        {**rest[1], "Lineitem requires shipping": "false"},
        freight,
    ]
    report = papers.bring("orders", shopify_orders(rows), profile=SHOPS["shopify-orders"])
    assert papers.out("lines").select("order", "customer", "lic", "qty").rows() == [
        ("#1", "amy@shop.example", "book", 3)
    ]
    assert [sentence.partition(" because ")[2] for sentence in report.assumed] == [
        "Lineitem quantity is blank or 0: row 6.",
        "Lineitem fulfillment status is fulfilled or restocked or not_eligible: row 2.",
        "Lineitem fulfillment status is partial: row 3.",
        "Lineitem requires shipping is false: row 5.",
    ]


def test_a_product_export_of_shopify_brings_lics_and_their_stock(papers: Papers) -> None:
    tracked = {"Handle": "shirt", "Option1 Name": "Size", "Variant Inventory Tracker": "shopify"}
    small = {"Title": "Shirt", "Option1 Value": "S", "Variant SKU": "SH-S", "Variant Inventory Qty": "7"}
    medium = {
        "Option1 Value": "M",
        "Variant SKU": "SH-M",
        "Variant Inventory Qty": "-2",
        "Cost per item": "8.5",
    }
    plain = {"Option1 Name": "Title", "Option1 Value": "Default Title", "Status": "active"}
    text = written(
        shop_files.SHOPIFY_PRODUCTS,
        {**tracked, **small, "Status": "active"},
        {**tracked, **medium},
        {"Handle": "shirt", "Image Src": "https://shop.example/2.jpg", "Image Position": "2"},
        {"Handle": "gift", "Title": "Gift card", "Variant SKU": "GC", "Gift Card": "true"},
        {**plain, "Handle": "old", "Title": "Old", "Variant SKU": "OLD", "Status": "archived"},
        {**plain, "Handle": "wrap", "Title": "Wrapping", "Variant SKU": "WRAP"},
    )
    assert papers.bring("items", text, profile=SHOPS["shopify-products"]).added == 3
    items = papers.out("items").filter(~papers.out("items")["lic"].is_in(["book", "pen"]))
    assert items.select("lic", "description", "inventoried", "unit_cost").rows() == [
        ("SH-S", "Shirt / S", True, None),
        ("SH-M", "Shirt / M", True, 8.5),
        ("WRAP", "Wrapping", False, None),
    ]
    stock = papers.bring("stock", text, profile=SHOPS["shopify-stock"])
    assert (stock.added, stock.made) == (1, {})
    assert papers.out("stock").rows() == [("SH-S", 7, "MAIN")]


def test_an_order_export_of_woocommerce_loads(papers: Papers) -> None:
    buyer = {
        "First Name (Billing)": "Amy",
        "Last Name (Billing)": "Ash",
        "Email (Billing)": "amy@shop.example",
    }
    order_cells = {"Order Number": "501", "Order Status": "Processing", "Order Date": "2026-02-20 14:30"}
    head = order_cells | buyer
    text = written(
        shop_files.WOO_ORDERS,
        head | {"SKU": "mug", "Item Name": "Mug", "Quantity (- Refund)": "2", "Item Cost": "9.9"},
        {"SKU": "cap", "Item Name": "Cap", "Quantity (- Refund)": "1", "Item Cost": "15"},
        {"SKU": "book", "Item Name": "Book", "Quantity (- Refund)": "0", "Item Cost": "15"},
        head | {"Order Number": "500", "Order Status": "Completed", "SKU": "mug", "Quantity (- Refund)": "3"},
    )
    report = papers.bring("orders", text, profile=SHOPS["woocommerce-orders"])
    assert (report.added, report.made) == (1, {"items": 2, "customers": 1})
    assert papers.out("lines").select("order", "customer", "lic", "qty").rows() == [
        ("501", "amy@shop.example", "mug", 2),
        ("501", "amy@shop.example", "cap", 1),
    ]
    assert papers.out("customers").filter(customer="amy@shop.example")["name"].to_list() == ["Amy Ash"]


def test_a_product_export_of_woocommerce_brings_lics_and_their_stock(papers: Papers) -> None:
    text = written(
        shop_files.WOO_PRODUCTS,
        {"ID": "1", "Type": "variable", "SKU": "SH", "Name": "Shirt", "Stock": "30"},
        {"ID": "2", "Type": "variation", "SKU": "SH-S", "Name": "Shirt - S", "Stock": "12", "Parent": "SH"},
        {
            "ID": "3",
            "Type": "variation",
            "SKU": "SH-M",
            "Name": "Shirt - M",
            "Stock": "parent",
            "Parent": "SH",
        },
        {"ID": "4", "Type": "simple, virtual", "SKU": "LESSON", "Name": "Lesson"},
        {"ID": "5", "Type": "simple", "SKU": "", "Name": "Nameless"},
    )
    report = papers.bring("stock", text, profile=SHOPS["woocommerce-stock"])
    assert (report.added, report.made) == (1, {"items": 1})
    assert papers.out("stock").rows() == [("SH-S", 12, "MAIN")]
    assert papers.bring("items", text, profile=SHOPS["woocommerce-products"]).added == 1
