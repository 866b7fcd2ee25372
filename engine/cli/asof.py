"""``backorder asof``: the desk as it was (section 9)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from engine.cli import arguments, output
from engine.cli.context import desk
from engine.quantities import counted

if TYPE_CHECKING:
    from engine.days import Clock
    from engine.money import Money
    from engine.past.history import Past

_TABLES: Final = {"balances": "balances", "backorders": "waiting", "queue": "queue"}
"""The tables that can be asked for, and the fields of ``Past`` that hold them."""


def asof(
    ctx: typer.Context,
    instant: Annotated[
        str,
        typer.Argument(
            metavar="INSTANT",
            help="A day (its end), an instant at the desk, or #number of a row of the record log.",
        ),
    ],
    lic: Annotated[str, typer.Option("--lic", metavar="LIC", help="Only this LIC.")] = "",
    what: Annotated[
        str, typer.Option(metavar="balances|backorders|queue", help="Which table to print or write.")
    ] = "balances",
    file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", parser=arguments.file, help="Write the table; CSV, Excel or Parquet."),
    ] = None,
) -> None:
    """Show what the desk looked like then: balances, who waited, the queue."""
    from engine import days, money
    from engine.interchange import writing
    from engine.past import history

    if what not in _TABLES:
        raise typer.BadParameter(f"There is no table {what}; name one of {', '.join(_TABLES)}")
    if file is not None:
        writing.check_ending(file)
    with desk(ctx) as session, session.reading() as tx:
        with arguments.wrong_usage(history.NoInstant):
            mark = history.parse(tx, instant)
        past = history.look(tx, mark, lic or None)
        sums, clock = money.read(tx), days.clock_of(tx)
    if file is None:
        output.result(ctx, _as_data(past), lambda: _print(past, lic, what, sums, clock))
        return
    frame = getattr(past, _TABLES[what])
    writing.write(frame, file)
    text = f"{counted(frame.height, 'row')} of {what} written to {file}."
    output.result(ctx, {"file": file, "rows": frame.height}, text)


def _as_data(past: Past) -> dict[str, object]:
    return {
        "mark": {"entry": past.mark.log_id, "movement_id": past.mark.movement_id},
        "backlog": past.backlog,
        "untold": past.gap,
        "balances": output.rows(past.balances),
        "queue": output.rows(past.queue),
    }


def _print(past: Past, lic: str, what: str, sums: Money, clock: Clock) -> None:
    backlog = past.backlog
    of = f" of {lic}" if lic else ""
    worth = f"{counted(backlog.qty, 'unit')}{of}, {sums.clause(backlog.value)}"
    lines = f"{counted(backlog.lines, 'line')} of {counted(backlog.orders, 'order')}"
    output.write(f"After row #{past.mark.log_id} of the record log, {lines} waited for {worth}.\n")
    frame = getattr(past, _TABLES[what])
    if frame.height:
        output.table(frame.columns, frame.rows(), clock)
    if past.gap and what == "balances":
        output.write(f"{past.gap}\n")
