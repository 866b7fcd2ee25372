# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""Commands for files: import, export, backup, restore."""

from __future__ import annotations

import sys
from dataclasses import asdict, astuple
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from db.making import Making
from engine.cli import output
from engine.cli.context import desk, options, settings
from engine.quantities import counted

if TYPE_CHECKING:
    from engine.desk.backup import Copied, Lacking
    from engine.interchange.reports import ImportReport

MOST_TOLD = 40
"""So many lines of a list are printed; --json has more."""
_KIND_IN = (
    "items, customers, vendors, stock, orders, purchase-orders, receipts, adjustments, preferences, or all."
)
_KIND_OUT = "balances, lines, backorders, shipments, purchase-orders, runs, log, or all."


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command("import")(import_)
    app.command()(export)
    app.command()(backup)
    app.command()(restore)


def import_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help=_KIND_IN)],
    file: Annotated[
        Path, typer.Argument(help="CSV, Excel or Parquet by extension; the folder of an export of all.")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report and save nothing.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=THEIR_HEADER", help="Reads a column under another header; repeatable."
        ),
    ] = None,
) -> None:
    """Bring a file into the desk, or list every bad row."""
    from engine.interchange import importing, kinds, reports, whole_desk

    actor, columns = settings(ctx).actor, dict(_pair(said) for said in mapping or [])
    if kind not in (*kinds.COLUMNS, "all"):
        raise typer.BadParameter(f"There is no kind of file {kind}; name one of {_KIND_IN}")
    with desk(ctx, Making.WHERE_NONE_WAS) as session, output.progress(f"import {kind}") as step:
        if kind == "all":
            counts = whole_desk.import_all(session, file, actor=actor, dry_run=dry_run, step=step)
        else:
            report = importing.import_file(
                session, kind, file, actor=actor, mapping=columns, dry_run=dry_run, step=step
            )
    if kind == "all":
        _tell_tables(ctx, "Came in" if not dry_run else "Would come in", counts)
    else:
        output.result(ctx, reports.as_data(report), lambda: _tell(report))


def _pair(said: str) -> tuple[str, str]:
    column, equals, header = said.partition("=")
    if not equals or not column or not header:
        raise typer.BadParameter(f"{said} is not COLUMN=THEIR_HEADER")
    return column.strip(), header


def _tell(report: ImportReport) -> None:
    """What an import did, in a few lines."""
    from engine.rules.texts import shown

    lead = "Nothing was saved. Would be: " if report.dry_run else ""
    counts = f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged"
    sys.stdout.write(f"{lead}{report.kind}: {counts} ({counted(report.rows, 'row')}).\n")
    for sentence in report.assumed:
        sys.stdout.write(f"{sentence}\n")
    if report.left_out:
        named = [shown(header) for header in report.left_out[:MOST_TOLD]]
        sys.stdout.write(f"Left out, because nobody asked for them: {', '.join(named)}.\n")
        _tell_rest(len(report.left_out))
    sys.stdout.writelines(f"{sentence}\n" for sentence in report.notes)
    _tell_some("Changed", report.changed)
    _tell_some("Not opened", report.held)
    if report.losses:
        sys.stdout.write(f"{'Would lose' if report.dry_run else 'Lost'} stock by it:\n")
        losses = [astuple(loss) for loss in report.losses[:MOST_TOLD]]
        output.table(("order", "customer", "lic", "loses"), losses)
        _tell_rest(len(report.losses))
    if report.sweep:
        sys.stdout.write(f"The primary sweep filled {counted(report.sweep.lines_filled, 'line')}.\n")


def _tell_some(lead: str, sentences: list[str]) -> None:
    sys.stdout.writelines(f"{lead}: {sentence}\n" for sentence in sentences[:MOST_TOLD])
    _tell_rest(len(sentences))


def _tell_rest(number: int) -> None:
    if number > MOST_TOLD:
        sys.stdout.write(f"And {number - MOST_TOLD:,} more.\n")


def export(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(help=_KIND_OUT)],
    file: Annotated[
        Path | None, typer.Argument(help="CSV, Excel or Parquet by extension; a folder for all.")
    ] = None,
) -> None:
    """Write to a file, or as CSV to standard output."""
    from engine.interchange import exporting, whole_desk, writing

    if kind not in (*exporting.EXPORTS, "all"):
        raise typer.BadParameter(f"There is no kind of file {kind}; name one of {_KIND_OUT}")
    if kind == "all" and file is None:
        raise typer.BadParameter("export all needs a folder")
    with desk(ctx) as session, output.progress(f"export {kind}") as step:
        if file is None:
            frame = exporting.export_frame(session, kind)
        elif kind == "all":
            counts = whole_desk.export_all(session, file, step=step)
        else:
            written = exporting.export_file(session, kind, file, step=step)
    if file is None:
        data = output.rows(frame) if options(ctx).json else None
        output.result(ctx, data, lambda: writing.write_csv(frame, sys.stdout.buffer))
    elif kind == "all":
        _tell_tables(ctx, f"Written to {file}", counts)
    else:
        output.result(
            ctx,
            {"kind": kind, "file": file, "rows": written},
            f"{counted(written, 'row')} of {kind} written to {file}.",
        )


def _tell_tables(ctx: typer.Context, lead: str, counts: dict[str, int]) -> None:
    text = f"{lead}: {counted(sum(counts.values()), 'row')} in {len(counts)} tables."
    output.result(ctx, {"tables": counts}, text)


def backup(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A new file for the copy.")],
) -> None:
    """Take a verified copy of the desk while it runs."""
    from engine.desk import backup as copying

    with desk(ctx) as session, output.progress("backup"):
        done = copying.backup(session, file)
    until = f", written until {output.said(done.until)}" if done.until else ""
    text = f"{_held(done)} are safe in {file} ({done.size} bytes){until}."
    if done.problems:
        text += f" The desk itself has {len(done.problems)} inconsistencies: run backorder check."
    output.result(ctx, asdict(done), text)


def _held(done: Copied) -> str:
    return f"{counted(done.orders, 'order')} with {counted(done.lines, 'line')}"


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help="A backup.")],
    yes: Annotated[
        bool, typer.Option("--yes", help="Do not ask when the backup lacks what the desk has.")
    ] = False,
) -> None:
    """Put a backup in the desk's place; the desk is kept beside. Says what the backup lacks."""
    from engine.desk import backup as copying

    with copying.ready(settings(ctx).path, file) as checked:
        if checked.lacks:
            sys.stderr.write(f"{_lacks(checked.lacks)}\n")
            if not yes and not options(ctx).json and sys.stdin.isatty():
                typer.confirm("Restore it?", abort=True, err=True)
        done = copying.put(checked)
    text = f"{_held(done)} are back from {file}."
    if done.kept:
        text += f" The desk that was there is kept in {done.kept}."
    if done.lacks:
        text += f" {_lacks(done.lacks)}"
    output.result(ctx, asdict(done), text)


def _lacks(lacks: Lacking) -> str:
    """What a backup has not, in a sentence."""
    if lacks.unread:
        last = output.said(lacks.until)
        return f"What the backup lacks of the desk, last written {last}, nobody knows: {lacks.unread}."
    lost = f"{counted(lacks.orders, 'order')} and {counted(lacks.log_rows, 'row')} of the log"
    when = (
        f", written from {output.said(lacks.since)} to {output.said(lacks.until)}" if lacks.log_rows else ""
    )
    return f"The backup lacks {lost} of the desk{when}; they are only in the desk that is kept beside."
