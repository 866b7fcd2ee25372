"""What the columns of somebody's file may be, guessed from their names: a beginning for a profile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from engine.interchange import kinds
from engine.rules.profile import CellSource, Profile

OTHER_NAMES: Final = {
    "order": "order number; order no; order id; order #; invoice no; invoice; sales order; auftrag; "
    "bestellnummer; bestellnr",
    "customer": "customer id; customer code; customer no; customer email; email; client; account; kunde; "
    "kundennummer; kundennr",
    "lic": "sku; item; item code; item id; item no; stock code; product code; product id; product; article; "
    "part no; variant sku; lineitem sku; artikel; artikelnummer; artikelnr; part; material",
    "qty": "quantity; pieces; units; lineitem quantity; quantity ordered; stock; on hand; units in stock; "
    "inventory; variant inventory qty; menge; anzahl",
    "entered_at": "order date; created at; invoice date; created; date; bestelldatum; datum",
    "requested_on": "required date; requested; delivery date; due date; wanted; liefertermin",
    "expected_on": "expected; eta; expected date; due date; delivery date",
    "received_at": "received; received date; arrived; date",
    "unit_price": "price; lineitem price; item cost; preis",
    "unit_cost": "cost; cost per item; purchase price; einkaufspreis",
    "description": "title; product name; item name; name; bezeichnung",
    "name": "company name; customer name; company; full name; shipping name; firma",
    "address": "street; shipping street; address1; adresse",
    "email": "e-mail; mail; customer email",
    "vendor": "supplier; supplier id; manufacturer; lieferant",
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
    (may be empty) wherever it is one of these, None where no kind is."""
    found = {kind: guess(kind, headers).columns.keys() for kind in kinds.COLUMNS}
    possible = {kind: len(names) for kind, names in found.items() if names >= kinds.required(kind)}
    return chosen if chosen in possible else max(possible, key=possible.__getitem__, default=None)


def is_own(kind: str, headers: Sequence[str]) -> bool:
    """Whether headers are those of a kind itself, so that a file is read as it is."""
    there = {header.lower() for header in headers if header}
    return kinds.required(kind) <= there <= {column.name for column in kinds.columns(kind)}


def _names(column: str) -> list[str]:
    return [_bare(name) for name in [column, *OTHER_NAMES.get(column, "").split(";")]]


def _bare(name: str) -> str:
    """A name without what does not count in it: Order No. is order_no."""
    return "".join(sign for sign in name.lower() if sign.isalnum() or sign == "#")
