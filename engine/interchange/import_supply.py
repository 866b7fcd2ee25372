"""Supply from a file: purchase orders, receipts, and transfers in transit (R1, R4, R24, R39, R47)."""

from __future__ import annotations

import hashlib

import polars as pl

from db.session import Transaction
from engine import days, promises
from engine.interchange import import_known, updating
from engine.interchange.bad_rows import from_rows
from engine.interchange.refusals import SameFile
from engine.interchange.reports import ImportCounts, Incoming
from engine.quantities import QTY
from engine.supply import purchasing, transit

_SAVE_ORDERS = (
    "import_supply.add_orders",
    "import_supply.log_heads",
    "import_supply.start_again",
    "import_supply.log_orders",
)
_SAVE_RECEIPTS = (
    "import_supply.add_receipts",
    "import_supply.log_receipts",
    "import_supply.add_receipt_movements",
)


def load_orders(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Start and open the purchase orders that are not in the books; from now their units are on order.

    Known ones must be the same, or are made so. Those that are void because the file that brought them in was
    undone come in anew, under their numbers.
    """
    tx.load("incoming", incoming.rows.with_columns(from_warehouse=pl.lit(None, pl.String)))
    return _load(tx, incoming, "purchase-orders")


def load_transfers(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Send the transfers that are not in the books: what they bring leaves its source, and is on order where
    it goes (R47).

    Known ones must go the same way. Those that are void because the file that brought them in was undone are
    sent anew, under their numbers.
    """
    rows = incoming.rows.rename({"transfer": "po"})
    absent = {"vendor": pl.lit(None, pl.String), "unit_cost": pl.lit(None, QTY)}
    tx.load("incoming", rows.with_columns(**absent))
    return _load(tx, incoming, "transfers")


def _load(tx: Transaction, incoming: Incoming, kind: str) -> ImportCounts:
    tx.write("import_supply.find_void")
    tx.write("import_known.find_taken_back", kind=kind)
    tx.write("import_supply.resolve_orders")
    tx.write("import_supply.gather")
    differing = import_known.find_differing(tx, kind)
    other = updating.refusals(incoming, kind, differing)
    incoming.refuse(
        [*from_rows(tx.rows("import_supply.order_problems", kind=kind), days.clock_of(tx)), *other]
    )
    for query in _SAVE_ORDERS:
        tx.write(query)
    po_ids = tx.rows("import_supply.new_orders")["po_id"].to_list()
    purchasing.keep_lines(tx, po_ids)
    tx.write("import_supply.add_order_lines")
    purchasing.log_lines(tx)
    tx.write("import_known.forget_taken_back", kind=kind)
    tx.write("import_known.remember_purchase_orders", kind=kind)
    cause = f"import of {kind.replace('-', ' ')}"
    promises.refresh_pos(tx, cause)
    if kind == "transfers":
        transit.follow(tx, po_ids, cause)
    taken_over = updating.take_over(tx, kind, differing)
    notes = [*taken_over, *import_known.notes_on_less(tx, kind)]
    return updating.counted(ImportCounts(notes=notes, **tx.only("import_supply.order_counts")), differing)


def load_receipts(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Book the receipts that are not in the books; purchase orders of which all is here close (R39).

    One that is known by its reference must be the same. Those without one are known by the content of the
    file, and ``notes`` says so. Who waits for the units is filled by a sweep (R24). More than is open is
    refused.
    """
    fingerprint = _fingerprint(incoming.rows)
    tx.write("import_supply.resolve_receipts", fingerprint=fingerprint)
    tx.write("import_supply.gather_receipts")
    tx.write("import_supply.match_receipts")
    differing = import_known.find_differing(tx, "receipts")
    other = updating.refusals(incoming, "receipts", differing)
    incoming.refuse([*from_rows(tx.rows("import_supply.receipt_problems"), days.clock_of(tx)), *other])
    for query in _SAVE_RECEIPTS:
        tx.write(query)
    purchasing.select(tx, tx.rows("import_supply.received_orders")["po_id"].to_list())
    purchasing.close_or_reopen(tx)
    tx.write("import_supply.select_received_pools")
    tx.write("import_supply.remember_file", fingerprint=fingerprint)
    tx.write("import_known.remember_receipts", fingerprint=fingerprint)
    promises.refresh(tx, "import of receipts")
    same = tx.row("import_known.same_file", fingerprint=fingerprint)
    notes = (
        []
        if same is None
        else [str(SameFile(**same | {"imported_at": days.clock_of(tx).spelled(same["imported_at"])}))]
    )
    return ImportCounts(notes=notes, **tx.only("import_supply.receipt_counts"))


def _fingerprint(rows: pl.DataFrame) -> str:
    """A file's receipts without a reference, by their content: the same in CSV, Excel and Parquet."""
    content = rows.filter(pl.col("reference").is_null()).drop("row").write_csv()
    return hashlib.sha256(content.encode()).hexdigest()
