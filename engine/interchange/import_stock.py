"""Stock from a file: opening balances and adjustments (R1, R23)."""

from __future__ import annotations

from db.session import Transaction
from engine import allocation, days, guards, promises
from engine.interchange.bad_rows import from_rows
from engine.interchange.reports import ImportCounts, Incoming
from engine.model import MayGain, MovementKind


def load_openings(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Post the opening balances that are not in the books; one that a pool has already must be the same.

    Who waits for the stock is filled by the next sweep (R24).
    """
    tx.write("import_stock.name_pools")
    tx.write("import_stock.resolve_openings")
    counts = _post(tx, incoming, MovementKind.BEGINNING)
    _project(tx, "import of opening balances")
    return counts


def load_adjustments(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Post the adjustments that are not in the books; a fall takes from the back of the queue, once for all
    (R23).

    One reference may adjust several pools, each of them once. A row after which there is less than is being
    picked or pinned is refused, as an adjustment by hand would be (R22).
    """
    tx.write("import_stock.name_pools")
    tx.write("import_stock.resolve_adjustments")
    counts = _post(tx, incoming, MovementKind.ADJUSTMENT)
    incoming.step("settling")
    tx.write("import_stock.select_fallen_pools")
    allocation.settle(tx, MayGain.NONE, "import of adjustments")
    _project(tx, "import of adjustments")
    return counts


def _post(tx: Transaction, incoming: Incoming, kind: MovementKind) -> ImportCounts:
    standing = guards.standings(tx, tx.rows("import_stock.pools"))
    tx.load("pool_standing", guards.with_firm(tx, standing))
    tx.write("import_stock.find_new_movements")
    incoming.refuse(from_rows(tx.rows("import_stock.problems"), days.clock_of(tx)))
    tx.write("import_stock.log_movements")
    tx.write("import_stock.add_movements", kind=kind)
    return ImportCounts(**tx.only("import_stock.counts"))


def _project(tx: Transaction, cause: str) -> None:
    """Say until when the lines of the pools wait that changed (R40)."""
    tx.write("import_stock.select_pools")
    promises.refresh(tx, cause)
