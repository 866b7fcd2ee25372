"""Files in: read, checked as a whole, saved in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from db.session import Session, Transaction
from engine import sweeps, whatif
from engine.interchange import (
    cleaning,
    gathering,
    import_catalogue,
    import_orders,
    import_preferences,
    import_stock,
    import_supply,
    kinds,
    parsing,
    reading,
)
from engine.interchange.reports import Counts, ImportLoss, ImportReport, Incoming, Step
from engine.whatif import ChangedMeanwhile

LOADERS: dict[str, Callable[[Transaction, Incoming], Counts]] = {
    "items": partial(import_catalogue.load, import_catalogue.ITEMS),
    "customers": partial(import_catalogue.load, import_catalogue.CUSTOMERS),
    "vendors": partial(import_catalogue.load, import_catalogue.VENDORS),
    "stock": import_stock.load_openings,
    "orders": import_orders.load,
    "purchase-orders": import_supply.load_orders,
    "receipts": import_supply.load_receipts,
    "adjustments": import_stock.load_adjustments,
    "warehouses": partial(import_catalogue.load, import_catalogue.WAREHOUSES),
    "preferences": import_preferences.load,
}
"""What each kind of file does to the desk."""


def import_file(
    session: Session,
    kind: str,
    file: Path,
    *,
    actor: str,
    mapping: Mapping[str, str] | None = None,
    dry_run: bool = False,
    agreed: list[ImportLoss] | None = None,
    now: datetime | None = None,
    step: Step = lambda _: None,
) -> ImportReport:
    """Import a file of one ``kind``, as one transaction and one event (R17).

    ``mapping``: column -> their header. ``dry_run``: report, and save nothing. ``agreed``: the losses that a
    person was shown; others than these raise ChangedMeanwhile. Raises ``Refused`` with a sentence for every
    bad row, and then nothing is saved. The same file twice changes nothing the second time.
    """
    step("reading")
    sheet, incoming, left_out = _read(session, kind, file, mapping or {}, step)
    with session.transaction(actor=actor, now=now, dry_run=dry_run) as tx:
        step("checking")
        counts, losses, changed = _load(tx, kind, incoming)
        if agreed is not None and losses != agreed:
            raise ChangedMeanwhile(what="other orders would lose stock, or lose more or less of it")
    report = ImportReport(
        kind,
        incoming.rows.height,
        left_out=left_out,
        dry_run=dry_run,
        losses=losses,
        assumed=sheet.assumed,
        changed=changed,
        **asdict(counts),
    )
    if kind == "receipts" and report.added and not dry_run:
        return replace(report, sweep=sweeps.after_receipt(session, actor, now))
    return report


def _read(
    session: Session, kind: str, file: Path, mapping: Mapping[str, str], step: Step
) -> tuple[gathering.Sheet, Incoming, list[str]]:
    """The file as it is, its rows as the desk would have them, and the columns that nobody asked for."""
    columns = kinds.columns(kind)
    sheet = reading.read(file, kinds.needed(kind, mapping))
    table, left_out = kinds.named(sheet, kind, mapping)
    with session.snapshot() as tx:
        zone = tx.zone
        table, odd = cleaning.clean(tx, table, columns)
    rows, bad = parsing.parse(table, columns, zone)
    return sheet, Incoming(rows, odd + cleaning.without_blanked(bad, odd), step), left_out


def _load(tx: Transaction, kind: str, incoming: Incoming) -> tuple[Counts, list[ImportLoss], list[str]]:
    """What the rows came to, what other orders lost by them, and a sentence for each record they changed."""
    tx.load("incoming", incoming.rows)
    mark = whatif.mark(tx)
    counts = LOADERS[kind](tx, incoming)
    changed = tx.rows("import_known.changed", since=mark)["sentence"].to_list() if counts.updated else []
    return counts, _losses(tx, mark), changed


def _losses(tx: Transaction, mark: int) -> list[ImportLoss]:
    lost = whatif.losers(tx, mark)
    return [
        ImportLoss(*row) for row in lost.select("order", "customer", "lic", -lost["change_qty"]).iter_rows()
    ]
