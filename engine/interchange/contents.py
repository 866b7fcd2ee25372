"""What lies in the tables of a desk, in the words that people read for it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from engine.rules.enumeration import in_a_row

_ORDERS, _SHIPMENTS, _POS = "orders", "shipments", "purchase orders or transfers"
_MOVEMENTS, _RUNS, _NOTICES, _PROMISES = "movements of stock", "runs of sweeps", "notices", "promises"
_IMPORTS, _LOG = "imports", "rows of the record log"

WORDS: Final = {
    "item": "LICs",
    "replenish_level": "replenishment levels",
    "warehouse": "warehouses",
    "vendor": "vendors",
    "customer": "customers",
    "customer_contact": "customers",
    "location": "customers",
    **dict.fromkeys(("sales_order", "order_line", "draft_line"), _ORDERS),
    **dict.fromkeys(("shipment", "shipment_line"), _SHIPMENTS),
    "goods_return": "returns",
    **dict.fromkeys(("purchase_order", "po_line", "vendor_day", "bought_for"), _POS),
    "receipt": "receipts",
    **dict.fromkeys(("movement", "balance", "carried_forward", "carried_number"), _MOVEMENTS),
    **dict.fromkeys(("promise", "rested_promise"), _PROMISES),
    **dict.fromkeys(("run", "run_left_out", "run_part", "run_pool", "run_result"), _RUNS),
    **dict.fromkeys(
        ("notice", "notice_line", "notice_look", "notice_mark", "news_due", "question"), _NOTICES
    ),
    **dict.fromkeys(("imported_file", "imported_record", "taken_file"), _IMPORTS),
    "import_profile": "profiles",
    "saved_view": "saved views",
    "preference": "preferences",
    "schedule": "schedules",
    **dict.fromkeys(("record_log", "undoing", "carried_newest"), _LOG),
}
"""Table -> the records that it is a part of."""


def in_words(tables: Collection[str]) -> str:
    """What lies in these tables, each kind of record once: ``LICs, orders and rows of the record log``."""
    return in_a_row(list(dict.fromkeys(words for table, words in WORDS.items() if table in tables)))
