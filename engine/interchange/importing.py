"""Files in: read, checked as a whole, saved in one transaction or not at all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

import polars as pl

from db.session import Session, Transaction
from engine import log, profiles, sweeps, whatif
from engine.errors import DeskError, Refused
from engine.interchange import (
    cleaning,
    import_catalogue,
    import_orders,
    import_preferences,
    import_stock,
    import_supply,
    kinds,
    making,
    parsing,
    reading,
    shaping,
    updating,
)
from engine.interchange.reading import Sheet
from engine.interchange.refusals import MissingColumns, UnknownColumns, excerpt
from engine.interchange.reports import ImportCounts, ImportLoss, ImportReport, Incoming
from engine.progress import Progress, unwatched
from engine.rules.profile import Profile
from engine.whatif import ChangedMeanwhile

LOADERS: dict[str, Callable[[Transaction, Incoming], ImportCounts]] = {
    "items": partial(import_catalogue.load, import_catalogue.ITEMS),
    "customers": partial(import_catalogue.load, import_catalogue.CUSTOMERS),
    "vendors": partial(import_catalogue.load, import_catalogue.VENDORS),
    "stock": import_stock.load_openings,
    "orders": import_orders.load,
    "purchase-orders": import_supply.load_orders,
    "receipts": import_supply.load_receipts,
    "adjustments": import_stock.load_adjustments,
    "transfers": import_supply.load_transfers,
    "warehouses": partial(import_catalogue.load, import_catalogue.WAREHOUSES),
    "preferences": import_preferences.load,
}
"""What each kind of file does to the desk."""


class LooksLike(DeskError):
    """{file} looks like a {title}; read it with --profile {profile}."""


class ProfileOfOtherKind(DeskError):
    """The profile {name} reads files of {other}, not of {kind}; import the file as {other}, or name another
    profile."""


def import_file(
    session: Session,
    kind: str,
    file: Path,
    *,
    actor: str,
    mapping: Mapping[str, str] | None = None,
    profile: Profile | None = None,
    update: bool = False,
    dry_run: bool = False,
    agreed: list[ImportLoss] | None = None,
    now: datetime | None = None,
    first: Callable[[Transaction], None] = lambda _: None,
    step: Progress = unwatched,
) -> ImportReport:
    """Import a file of one ``kind``, as one transaction and one event (R17).

    ``mapping``: column -> their header. ``profile``: how it is read, and what else is made of its rows.
    ``update``: take over what may be of what differs. ``dry_run``: report, and save nothing. ``agreed``: the
    losses that a person was shown; others than these raise ChangedMeanwhile. ``first``: done in the same
    transaction. Raises ``Refused`` with a sentence for every bad row, and then nothing is saved. The same
    file twice changes nothing the second time.
    """
    step("reading")
    brought = _read(session, kind, file, mapping or {}, profile, step)
    with session.transaction(actor=actor, now=now, dry_run=dry_run) as tx:
        step("checking")
        first(tx)
        done = _load(tx, kind, brought, update=update)
        if agreed is not None and done.losses != agreed:
            raise ChangedMeanwhile(what="other orders would lose stock, or lose more or less of it")
        _log(tx, kind, file, done)
    report = _report(kind, brought, done, dry_run=dry_run, action_id=None if dry_run else tx.number)
    return _swept(session, report, actor, now)


def _swept(session: Session, report: ImportReport, actor: str, now: datetime | None) -> ImportReport:
    """The report with the sweep that new receipts set off, if the preferences say so."""
    if report.kind == "receipts" and report.added and not report.dry_run:
        return replace(report, sweep=sweeps.after_receipt(session, actor, now))
    return report


@dataclass(frozen=True, slots=True)
class _Brought:
    """What a file holds, on its way into the desk."""

    incoming: Incoming
    made: Mapping[str, Incoming]  # kind -> what is made of the same rows
    left_out: list[str]  # headers that nobody asked for
    assumed: list[str]


def _read(
    session: Session,
    kind: str,
    file: Path,
    mapping: Mapping[str, str],
    profile: Profile | None,
    step: Progress,
) -> _Brought:
    """The rows of a file as the desk would have them."""
    made: Mapping[str, pl.DataFrame] = {}
    if profile is None:
        sheet = reading.read(file, kinds.needed(kind, mapping))
        table, others = _named(session, sheet, kind, mapping)
        assumed, has_others = sheet.assumed, bool(others)
    else:
        if profile.kind != kind:
            raise ProfileOfOtherKind(name=profile.name, other=profile.kind, kind=kind)
        profile, others = profile.mapped(mapping), []
        sheet = reading.read(file, shaping.needed(profile))
        shaped = shaping.shape(sheet, profile)
        table, made, has_others = shaped.table, shaped.made, shaped.has_others
        assumed = [*sheet.assumed, *shaped.sentences]
    if kind == "orders":
        table, more = shaping.order_rows(table, has_others=has_others)
        assumed = [*assumed, *more]
    with session.snapshot() as tx:
        incoming = _typed(tx, kind, table, profile, step)
        also = {one: _typed(tx, one, rows, profile, step) for one, rows in made.items()}
    return _Brought(incoming, also, others, assumed)


def _named(
    session: Session, sheet: Sheet, kind: str, mapping: Mapping[str, str]
) -> tuple[pl.DataFrame, list[str]]:
    """The text under the kind's own columns, and the headers that nobody asked for.

    A file of others that somebody has a profile for is refused with the name of that; any other with what was
    assumed of it, such as which sheet was read.
    """
    try:
        return kinds.named(sheet, kind, mapping)
    except (UnknownColumns, MissingColumns) as error:
        with session.snapshot() as tx:
            like = profiles.looking_like(tx, sheet.headers, kind)
        if sheet.assumed and (mapping or not like):
            raise Refused([error, *sheet.assumed]) from error
        if mapping or not like:
            raise
        one = like[0]
        raise LooksLike(
            file=sheet.file.name, title=one.title or f"file of {one.name}", profile=one.name
        ) from error


def _typed(
    tx: Transaction, kind: str, table: pl.DataFrame, profile: Profile | None, step: Progress
) -> Incoming:
    """Rows of text with their values, and what of them holds none."""
    columns = kinds.columns(kind)
    written_in = ZoneInfo(profile.time_zone) if profile and profile.time_zone else None
    table, odd = cleaning.clean(tx, table, columns)
    rows, bad = parsing.parse(table, columns, tx.zone, written_in)
    oldest_first = profile is not None and profile.oldest_first
    return Incoming(rows, odd + cleaning.without_blanked(bad, odd), step, oldest_first=oldest_first)


@dataclass(frozen=True, slots=True)
class _Done:
    """What the rows came to, whose stock they took, and a sentence for each record they changed."""

    counts: ImportCounts
    losses: list[ImportLoss]
    changed: list[str]
    made: dict[str, int]


def _load(tx: Transaction, kind: str, brought: _Brought, *, update: bool) -> _Done:
    mark = whatif.mark(tx)
    made = making.load(tx, brought.made, LOADERS)
    tx.load("incoming", brought.incoming.rows)
    counts = LOADERS[kind](tx, replace(brought.incoming, takes_over=update))
    is_listed = counts.updated and kind not in updating.KINDS  # what was taken over of those is in the notes
    changed = tx.rows("import_known.changed", since=mark)["sentence"].to_list() if is_listed else []
    return _Done(counts, _losses(tx, mark, counts.taken_over if kind == "orders" else []), changed, made)


def _log(tx: Transaction, kind: str, file: Path, done: _Done) -> None:
    """Name the file in the record log, with what it came to: an undo of it is named by that."""
    counts = {"added": done.counts.added, "updated": done.counts.updated}
    parts = [f"{count:,} {how}" for how, count in counts.items() if count]
    parts += [f"{count:,} made as {made}" for made, count in done.made.items() if count]
    if parts:
        name = excerpt(file.name)
        sentence = f"File {name} was imported as {kind}: {', '.join(parts)}."
        log.write(tx, kind="log", record="file", record_id=name, sentence=sentence)


def _report(
    kind: str, brought: _Brought, done: _Done, *, dry_run: bool, action_id: int | None
) -> ImportReport:
    return ImportReport(
        kind,
        brought.incoming.rows.height,
        left_out=brought.left_out,
        assumed=brought.assumed,
        losses=done.losses,
        changed=done.changed,
        made=done.made,
        dry_run=dry_run,
        action_id=action_id,
        **asdict(done.counts),
    )


def _losses(tx: Transaction, mark: int, own: list[str]) -> list[ImportLoss]:
    """Who loses, other orders first; ``own``: the orders that the file itself changes."""
    lost = whatif.losers(tx, mark).with_columns(is_own=pl.col("order").is_in(own))
    columns = ("order", "customer", "lic", -lost["change_qty"], "is_own")
    return [ImportLoss(*row) for row in lost.select(columns).sort("is_own", maintain_order=True).iter_rows()]
