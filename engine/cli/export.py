"""``backorder export``: tables of the desk as files, or as CSV on standard output (section 10)."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from engine.cli import answers, output
from engine.cli.arguments import file_or_folder, no_file, no_folder, no_kind
from engine.cli.context import desk, options
from engine.quantities import counted

KINDS = (
    "balances, lines, backorders, queue, shipments, purchase-orders, slips, runs, log, or all; and as "
    "another desk takes them in: warehouses, preferences, vendors, items, customers, stock, purchases, "
    "receipts, adjustments, transfers, orders."
)


def export(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)],
    file: Annotated[
        Path | None,
        typer.Argument(
            parser=file_or_folder,
            metavar="FILE",
            help="CSV, Excel or Parquet, by its ending; a folder for all.",
        ),
    ] = None,
) -> None:
    """Write to a file, or as CSV to standard output."""
    from engine.interchange import exporting

    if kind not in (*exporting.EXPORTS, "all"):
        raise no_kind(kind, KINDS)
    if kind == "all" and file is None:
        raise typer.BadParameter("export all needs a folder")
    if file is not None:
        (no_file if kind == "all" else no_folder)(file)
    if file is None:
        _print(ctx, kind)
    elif kind == "all":
        _write_all(ctx, file)
    else:
        _write(ctx, kind, file)


def _print(ctx: typer.Context, kind: str) -> None:
    from engine.interchange import exporting, writing

    with desk(ctx) as session, output.progress(f"export {kind}"):
        frame = exporting.export_frame(session, kind)
    data = output.rows(frame) if options(ctx).json else None
    output.result(ctx, data, lambda: writing.write_csv(frame, sys.stdout.buffer))


def _write_all(ctx: typer.Context, folder: Path) -> None:
    from engine.interchange import whole_desk

    with desk(ctx) as session, output.progress("export all") as step:
        rows = whole_desk.export_all(session, folder, step=step)
    answers.tables(ctx, f"Written to {folder}", rows)


def _write(ctx: typer.Context, kind: str, file: Path) -> None:
    from engine.interchange import exporting

    with desk(ctx) as session, output.progress(f"export {kind}") as step:
        rows = exporting.export_file(session, kind, file, step=step)
    text = f"{counted(rows, 'row')} of {kind} written to {file}."
    output.result(ctx, {"kind": kind, "file": file, "rows": rows}, text)
