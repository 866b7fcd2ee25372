"""What the columns of somebody's file may be, guessed from their names: a beginning for a profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.interchange import kinds
from engine.rules.profile import CellSource, Profile

OTHER_NAMES: Final = {
    "order": "order number; order no; order nr; order id; order #; invoice no; invoice; invoice number; "
    "sales order; sales order number; sales order no; so number; so no; amazon order id; num; auftrag; "
    "auftragsnummer; auftragsnr; bestellung; bestellnummer; bestellnr; commande; numéro de commande; "
    "numéro commande; n° de commande; n° commande; pedido; número de pedido; n.º pedido; ordine; "
    "numero ordine; ordernummer; bestelnummer",
    "customer": "customer id; customer code; customer no; customer email; email; client; account; kunde; "
    "kundennummer; kundennr; customer number; customer #; customer name; cust; cust id; cust no; cust #; "
    "client id; client no; client name; buyer; buyer email; buyer name; email billing; sold to; bill to; "
    "kd nr; kundenname; code client; numéro client; n° client; nom client; acheteur; cliente; "
    "código cliente; klant; klantnummer",
    "lic": "sku; item; item code; item id; item no; stock code; product code; product id; product; article; "
    "part no; variant sku; lineitem sku; artikel; artikelnummer; artikelnr; part; material; item number; "
    "item #; item sku; part number; part #; product number; product no; product sku; product service; "
    "seller sku; article number; article no; article code; produkt; produktnummer; materialnummer; "
    "référence; référence article; réf article; code article; produit; artículo; producto; referencia; "
    "articolo; codice articolo",
    "qty": "quantity; pieces; units; lineitem quantity; quantity ordered; stock; on hand; units in stock; "
    "inventory; variant inventory qty; quantity on hand; qty on hand; in stock; bestand; lagerbestand; "
    "menge; anzahl; qty ordered; ordered qty; order qty; order quantity; "
    "quantity purchased; quantity refund; ordered; pcs; bestellmenge; stück; stückzahl; quantité; qté; "
    "quantité commandée; cantidad; quantità; aantal",
    "entered_at": "order date; created at; invoice date; created; date; bestelldatum; datum; purchase date; "
    "date created; auftragsdatum; date de commande; date commande; fecha; data ordine",
    "requested_on": "required date; requested; delivery date; due date; wanted; liefertermin; ship date; "
    "need by; required by; lieferdatum; wunschtermin; date de livraison; date livraison",
    "expected_on": "expected; eta; expected date; due date; delivery date",
    "received_at": "received; received date; arrived; date",
    "unit_price": "price; lineitem price; item cost; preis; sales price; rate; einzelpreis; prix; "
    "prix unitaire; precio",
    "unit_cost": "cost; cost per item; purchase price; einkaufspreis",
    "description": "title; product name; item name; name; bezeichnung",
    "name": "company name; customer name; company; full name; shipping name; firma",
    "address": "street; shipping street; address1; adresse",
    "email": "e-mail; mail; customer email",
    "vendor": "supplier; supplier id; manufacturer; lieferant; fournisseur; proveedor",
    "po": "po number; po no; purchase order; purchase order number",
    "warehouse": "depot; site; store; lager",
    "location": "ship to; branch; delivery point",
    "reference": "delivery note; document; doc no; lieferschein",
    "reason": "comment; note; grund",
    "lead_time_days": "lead time; days",
    "replenish_level": "reorder level; reorder point; min; minimum",
    "target": "max; maximum; order up to",
    "order_multiple": "pack size; multiple",
    "minimum_order": "moq; minimum order quantity",
}
"""Column -> how others call it, the likeliest first."""

_RECORDS: Final = frozenset({"orders", "purchase-orders", "receipts", "adjustments", "transfers"})
"""The kinds whose files have a number of what was done in each row."""
_OF_THE_BOOKS: Final = "account"
"""What customers are called, and in a list of LICs where these are booked."""


def guess(kind: str, headers: Sequence[str], name: str = "") -> Profile:
    """A profile that reads each column of a kind under the header that most looks like it; others stay away.

    No header is read twice, and a column's own name comes before any other.
    """
    free = {_bare(header): header for header in reversed(headers) if header}
    columns: dict[str, CellSource] = {}
    for depth in range(max(len(_names(column.name)) for column in kinds.columns(kind))):
        for column in kinds.columns(kind):
            asked = _names(column.name)[depth : depth + 1]
            if column.name not in columns and asked and asked[0] in free:
                columns[column.name] = CellSource((free.pop(asked[0]),))
    return Profile(name, kind, columns)


def kind_of(headers: Sequence[str], chosen: str) -> str | None:
    """The kind whose columns are found most often under headers, and whose required ones all are: ``chosen``
    (may be empty) wherever it is one of these, None where no kind is.

    A file that names orders, or who wants how much of what, is no list of what there is, though a column that
    orders need is called something that nobody here knows.
    """
    found = {kind: guess(kind, headers).columns.keys() for kind in kinds.COLUMNS}
    possible = {kind: len(names) for kind, names in found.items() if names >= kinds.required(kind)}
    if chosen in possible:
        return chosen
    best = max(possible, key=lambda kind: (possible[kind], "qty" in kinds.required(kind)), default=None)
    if best in _RECORDS or not _is_about_orders(headers):
        return best
    is_bought = "vendor" in found["purchase-orders"] and "customer" not in found["orders"]
    return "purchase-orders" if is_bought else "orders"


def _is_about_orders(headers: Sequence[str]) -> bool:
    """Whether headers name orders and something of their lines, or who wants how much of what."""
    columns = guess("orders", headers).columns
    names_order = "order" in columns and not columns.keys().isdisjoint({"lic", "qty"})
    if names_order or not columns.keys() >= {"customer", "lic", "qty"}:
        return names_order
    return _bare(columns["customer"].headers[0]) != _OF_THE_BOOKS


def is_own(kind: str, headers: Sequence[str]) -> bool:
    """Whether headers are those of a kind itself, so that a file is read as it is."""
    there = {header.lower() for header in headers if header}
    return kinds.required(kind) <= there <= {column.name for column in kinds.columns(kind)}


def _names(column: str) -> list[str]:
    return [_bare(name) for name in [column, *OTHER_NAMES.get(column, "").split(";")]]


def _bare(name: str) -> str:
    """A name without what does not count in it: Order No. is order_no."""
    return "".join(sign for sign in name.lower() if sign.isalnum() or sign == "#")
