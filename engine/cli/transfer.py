"""``backorder transfer``: goods go from one warehouse to another (R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import arguments, output
from engine.cli.context import desk, settings
from engine.model import PoState
from engine.quantities import spelled

if TYPE_CHECKING:
    from db.session import Session

_COLUMNS = ("transfer", "state", "from_warehouse", "warehouse", "qty", "received", "expected_on")


def transfer(
    ctx: typer.Context,
    units: Annotated[
        list[str] | None,
        typer.Argument(metavar="LIC=QTY", help="What goes; without, all are listed."),
    ] = None,
    source: Annotated[str, typer.Option("--from", metavar="CODE", help="The warehouse it leaves.")] = "",
    into: Annotated[str, typer.Option("--into", metavar="CODE", help="Where it goes; else the first.")] = "",
    day: Annotated[str, typer.Option("--expected", metavar="DAY", help="The day on which it is there.")] = "",
    cancel: Annotated[
        str, typer.Option("--cancel", metavar="NUMBER", help="Cancel one; what is in transit comes back.")
    ] = "",
) -> None:
    """Write a pending transfer, which changes no balance until `send`; or list all, or cancel one."""
    if bool(units) != bool(source) or ((into or day) and not units) or (cancel and units):
        raise typer.BadParameter("name what goes and --from where, or a transfer to --cancel, or nothing")
    with desk(ctx) as session:
        if cancel:
            _cancel(ctx, session, cancel)
        elif units:
            _make(ctx, session, units, source, into or None, day)
        else:
            _list(ctx, session)


def _make(
    ctx: typer.Context, session: Session, units: list[str], source: str, into: str | None, day: str
) -> None:
    from engine.supply import transfers

    quantities = arguments.units(units)
    on = arguments.day(day) if day else None
    with session.transaction(actor=settings(ctx).actor) as tx:
        number = transfers.make(tx, quantities, source, into, expected_on=on)
        row = transfers.listed(tx).filter(transfer=number).select(_COLUMNS).to_dicts()[0]
    text = f"Transfer {number} is pending: {spelled(row['qty'])} from {row['from_warehouse']} into "
    output.result(ctx, _data(row), f"{text}{row['warehouse']}. backorder send {number} lets it leave.")


def _cancel(ctx: typer.Context, session: Session, number: str) -> None:
    from engine import supply
    from engine.supply import transfers

    with session.transaction(actor=settings(ctx).actor) as tx:
        found = transfers.find(tx, number)
        supply.void_po(tx, found["number"])
        row = transfers.listed(tx).filter(transfer=found["number"]).select(_COLUMNS).to_dicts()[0]
    back = "; what was in transit lies at its source" if found["state"] == PoState.OPEN else ""
    output.result(ctx, _data(row), f"Transfer {found['number']} is cancelled{back}.")


def _list(ctx: typer.Context, session: Session) -> None:
    from engine import days
    from engine.supply import transfers

    with session.reading() as tx:
        clock = days.clock_of(tx)
        rows = [_data(row) for row in transfers.listed(tx).select(_COLUMNS).to_dicts()]

    def print_rows() -> None:
        if rows:
            output.table(_COLUMNS, [tuple(row[name] for name in _COLUMNS) for row in rows], clock)
        else:
            output.write("There are no transfers.\n")

    output.result(ctx, rows, print_rows)


def _data(row: dict[str, Any]) -> dict[str, Any]:
    """A transfer with its state as people call it."""
    from engine.supply import words

    return row | {"state": words.of_transfer(row["state"])}
