"""What columns may be, guessed from their names."""

from __future__ import annotations

import pytest

from engine.interchange import guessing, kinds
from engine.rules.profile import CellSource

INVOICES = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
PRODUCTS = "productID,productName,supplierID,unitPrice,unitsInStock,reorderLevel,discontinued"


def guessed(kind: str, headers: str) -> dict[str, str]:
    profile = guessing.guess(kind, headers.split(","))
    return {name: source.headers[0] for name, source in profile.columns.items()}


@pytest.mark.parametrize(
    ("kind", "headers", "columns"),
    [
        (
            "orders",
            INVOICES,
            {
                "order": "InvoiceNo",
                "lic": "StockCode",
                "qty": "Quantity",
                "entered_at": "InvoiceDate",
                "unit_price": "UnitPrice",
                "customer": "CustomerID",
            },
        ),
        (
            "items",
            PRODUCTS,
            {
                "lic": "productID",
                "description": "productName",
                "vendor": "supplierID",
                "replenish_level": "reorderLevel",
                "discontinued": "discontinued",
            },
        ),
        ("stock", "SKU,Units in stock", {"lic": "SKU", "qty": "Units in stock"}),
        ("stock", "Colour,,Weight", {}),
    ],
)
def test_a_header_is_taken_for_the_column_that_others_call_so(
    kind: str, headers: str, columns: dict[str, str]
) -> None:
    assert guessed(kind, headers) == columns


@pytest.mark.parametrize(
    ("headers", "chosen", "kind"),
    [
        (INVOICES, "vendors", "orders"),
        (INVOICES, "stock", "stock"),
        (PRODUCTS, "vendors", "vendors"),
        (PRODUCTS, "", "items"),
        ("po,lic,qty,reference", "vendors", "receipts"),
        ("name,value", "items", "preferences"),
        ("Colour,,Weight", "vendors", None),
    ],
)
def test_the_kind_of_a_file_is_what_its_headers_are_most_like_unless_what_was_chosen_may_be_it(
    headers: str, chosen: str, kind: str | None
) -> None:
    assert guessing.kind_of(headers.split(","), chosen) == kind


@pytest.mark.parametrize(
    "headers",
    [
        "Order No;Cust;Product;Menge",
        "Order ID;Customer Name;Item Number;Qty Ordered;Ship Date",
        "SO Number;Sold To;Part #;Pcs",
        "Auftragsnr.;Kunde;Artikelnr.;Bezeichnung;Menge;Liefertermin",
        "Bestellnummer;Kd-Nr.;Artikel;Stück;Einzelpreis",
        "N° commande;Client;Référence;Désignation;Quantité;Date de livraison",
        "Numéro de commande;Code client;Réf. article;Qté",
        "Pedido;Cliente;Artículo;Cantidad;Precio",
        "Ordernummer;Klant;Artikel;Aantal",
        # Amazon's report of orders
        "order-id;order-item-id;purchase-date;buyer-email;buyer-name;sku;product-name;quantity-purchased",
        # QuickBooks: sales by customer, detail; of the books in a browser, and of those on a desk
        "Date;Transaction Type;Num;Customer;Product/Service;Memo/Description;Qty;Sales Price;Amount;Balance",
        "Type;Date;Num;Memo;Name;Item;Qty;Sales Price;Amount;Balance",
        # shops, where no profile fits
        "Name;Email;Lineitem quantity;Lineitem sku;Lineitem price",
        "Order Number;Order Status;Order Date;Email (Billing);SKU;Item Name;Quantity (- Refund);Item Cost",
        # with a column that nobody here knows
        "Order No;Whoever;Product;Menge",
        "Bestellung;Kunde;Dingsbums;Menge",
        "Client;Product;Quantity",
    ],
)
def test_a_file_that_names_orders_or_who_wants_what_is_one_of_orders(headers: str) -> None:
    assert guessing.kind_of(headers.split(";"), "") == "orders"


@pytest.mark.parametrize(
    ("headers", "kind"),
    [
        ("Bestellnummer;Lieferant;Artikel;Menge", "purchase-orders"),
        ("PO Number;Supplier;Item;Quantity;ETA", "purchase-orders"),
        ("PO Number;SKU;Qty;Received Date", "receipts"),
        ("SKU;Product;On Hand", "stock"),
        ("Artikelnr;Bezeichnung;Anzahl;Lager", "stock"),
        ("Référence;Quantité", "stock"),
        # QuickBooks: the list of items
        ("Type;Item;Description;Account;COGS Account;Quantity On Hand;Cost;Preferred Vendor;Price", "items"),
        ("Customer;Company;Email;Account No", "customers"),
        ("Kundennr;Firma;Adresse", "customers"),
        ("Supplier;Company Name", "vendors"),
        ("Order Date;Total", None),
    ],
)
def test_a_file_that_names_none_is_no_file_of_orders(headers: str, kind: str | None) -> None:
    assert guessing.kind_of(headers.split(";"), "") == kind


@pytest.mark.parametrize("kind", kinds.COLUMNS)
def test_a_file_of_all_columns_of_a_kind_is_of_that_kind(kind: str) -> None:
    names = [column.name for column in kinds.columns(kind)]
    assert guessing.kind_of(names, "") == kind


def test_its_own_name_comes_before_any_other_and_no_header_is_read_twice() -> None:
    assert guessed("items", "name,description,sku,lic") == {"lic": "lic", "description": "description"}
    assert guessed("orders", "Email") == {"customer": "Email"}


@pytest.mark.parametrize("kind", kinds.COLUMNS)
def test_the_columns_of_a_kind_are_taken_for_themselves(kind: str) -> None:
    names = [column.name for column in kinds.columns(kind)]
    assert guessing.guess(kind, names).columns == {name: CellSource((name,)) for name in names}
    assert guessing.is_own(kind, [*reversed(names), ""])


def test_a_file_with_other_columns_or_without_a_needed_one_is_none_of_its_kind() -> None:
    assert not guessing.is_own("stock", ["lic", "qty", "colour"])
    assert not guessing.is_own("stock", ["lic"])
    assert guessing.is_own("stock", ["LIC", "Qty"])


def test_every_column_that_others_call_something_is_a_column() -> None:
    every = {column.name for columns in kinds.COLUMNS.values() for column in columns}
    assert guessing.OTHER_NAMES.keys() - every == set()
