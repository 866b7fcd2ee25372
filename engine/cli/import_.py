"""``backorder import``: a file is taken into the desk, or every bad row of it is listed (section 10)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from db.making import Making
from engine.cli import answers, arguments, output
from engine.cli.answers import MOST_LISTED
from engine.cli.arguments import file_or_folder
from engine.cli.context import desk, settings
from engine.quantities import counted

if TYPE_CHECKING:
    from db.session import Session
    from engine.interchange.reports import ImportReport
    from engine.rules.profile import Profile

KINDS = (
    "items, customers, vendors, stock, orders, purchase-orders, receipts, adjustments, transfers, "
    "warehouses, preferences, or all."
)
_MORE = "And {} more."


Brought = Annotated[
    Path,
    typer.Argument(
        parser=file_or_folder,
        metavar="FILE",
        help="CSV, Excel or Parquet, by its ending; the folder of an export of all.",
    ),
]


def import_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="KIND", help=KINDS)],
    file: Brought,
    *,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report and save nothing.")] = False,
    mapping: Annotated[
        list[str] | None,
        typer.Option(
            "--map", metavar="COLUMN=THEIR_HEADER", help="Reads a column under another header; repeatable."
        ),
    ] = None,
    profile: Annotated[
        str, typer.Option(metavar="NAME", help="Reads a file that others write; profile lists them.")
    ] = "",
    update: Annotated[
        bool, typer.Option("--update", help="Take over what differs of known records, as far as it may be.")
    ] = False,
) -> None:
    """Import a file, or list every bad row."""
    from engine.interchange import importing, reports, whole_desk

    actor, headers = settings(ctx).actor, arguments.once(map(_header, mapping or []))
    _refuse_unfit(kind, is_read_otherwise=bool(mapping or profile or update))
    (arguments.no_file if kind == "all" else arguments.no_folder)(file)
    with _desk_for(ctx) as session, output.progress(f"import {kind}") as step:
        if kind == "all":
            rows = whole_desk.import_all(session, file, actor=actor, dry_run=dry_run, step=step)
        else:
            bring = partial(importing.import_file, session, kind, file, actor=actor, mapping=headers)
            how = _profile(session, profile)
            report = bring(profile=how, update=update, dry_run=dry_run, step=step)
    if kind == "all":
        answers.tables(ctx, "Would be imported" if dry_run else "Imported", rows)
    else:
        output.result(ctx, reports.as_data(report), lambda: _print(report))


@contextmanager
def _desk_for(ctx: typer.Context) -> Iterator[Session]:
    """The desk; one that is made here is not left behind where nothing comes into it."""
    from engine.desk import first_run

    with desk(ctx, Making.WHERE_NONE_WAS) as session, first_run.made_for(session):
        yield session


def _refuse_unfit(kind: str, *, is_read_otherwise: bool) -> None:
    """Refuse a kind that is none, and what says how one kind is read where a whole desk comes."""
    from engine.interchange import kinds

    if kind not in (*kinds.COLUMNS, "all"):
        raise arguments.no_kind(kind, KINDS)
    if kind == "all" and is_read_otherwise:
        raise typer.BadParameter(
            "all takes in a desk as it is; --map, --profile and --update are for one kind"
        )


def _profile(session: Session, name: str) -> Profile | None:
    """The profile of that name, if one was named."""
    from engine import profiles

    if not name:
        return None
    with session.reading() as tx:
        return profiles.find(tx, name)


def _header(text: str) -> tuple[str, str]:
    """Which header of the file a column is read under; a header may have an equals sign in it."""
    column, _, header = text.partition("=")
    if not column or not header:
        raise arguments.unfit(text, "COLUMN=THEIR_HEADER")
    return column.strip(), header


def _print(report: ImportReport) -> None:
    """Print what an import did, in a few lines."""
    lead = "Nothing was saved. Would be: " if report.dry_run else ""
    counts = f"{report.added} added, {report.updated} updated, {report.unchanged} unchanged"
    output.write(f"{lead}{report.kind}: {counts} ({counted(report.rows, 'row')}).\n")
    for made, number in report.made.items():
        output.write(f"{lead}{made}: {number:,} made of the same rows.\n")
    output.write_lines(f"{sentence}\n" for sentence in report.assumed)
    _print_left_out(report.left_out)
    output.write_lines(f"{sentence}\n" for sentence in report.notes)
    answers.sentences("Changed: ", report.changed, _MORE)
    answers.sentences("Not opened: ", report.held, _MORE)
    _print_losses(report)
    if report.sweep:
        output.write(f"{answers.filled(report.sweep.counts.lines_filled)}\n")


def _print_left_out(headers: list[str]) -> None:
    from engine.rules.texts import shown

    if headers:
        listed = ", ".join(map(shown, headers[:MOST_LISTED]))
        output.write(f"Left out, because nobody asked for them: {listed}.\n")
        _print_rest(len(headers))


def _print_losses(report: ImportReport) -> None:
    verb = "Would lose" if report.dry_run else "Lost"
    others = [loss for loss in report.losses if not loss.by_itself]
    themselves = [loss for loss in report.losses if loss.by_itself]
    for lead, losses in ((f"{verb} stock by it:\n", others), (f"{verb} stock, changed by it:\n", themselves)):
        if losses:
            output.write(lead)
            rows = [(loss.order, loss.customer, loss.lic, loss.qty) for loss in losses[:MOST_LISTED]]
            output.table(("order", "customer", "lic", "loses"), rows)
            _print_rest(len(losses))


def _print_rest(number: int) -> None:
    if number > MOST_LISTED:
        output.write(f"{_MORE.format(f'{number - MOST_LISTED:,}')}\n")
