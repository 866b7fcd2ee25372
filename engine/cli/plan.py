"""``backorder plan``: the queue as a batch over the Parquet files of a lake (R15, R43)."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from engine.cli import arguments, output
from engine.model import Policy, Terms
from engine.quantities import counted, spelled

if TYPE_CHECKING:
    from engine.plan import Plan
    from engine.plan.wanted import Changes

_POLICIES = " or ".join(Policy)


def _lake_option(tip: str) -> Any:
    return typer.Option(metavar="ADDRESS", callback=arguments.some_address, help=tip)


_USUAL_DAYS: Final = Terms().skip_age_days
DaysOfSkipping = Annotated[
    int,
    typer.Option(
        parser=arguments.number,
        metavar="DAYS",
        help="From this age on, what is stepped over holds its place.",
    ),
]


def plan(
    ctx: typer.Context,
    *,
    lines: Annotated[str, _lake_option("Open lines: a file, folder, pattern or s3://….")],
    stock: Annotated[str, _lake_option("What lies on the shelves, likewise.")],
    out: Annotated[str, _lake_option("A .parquet file, else a folder; a new one.")],
    policy: Annotated[str, typer.Option(metavar="NAME", help=f"{_POLICIES}.")] = Policy.STRICT,
    engine: Annotated[
        str, typer.Option(metavar="NAME", help="What makes the plan: duckdb, or spark on a cluster.")
    ] = "duckdb",
    skip_age_days: DaysOfSkipping = _USUAL_DAYS,
    memory: Annotated[str, typer.Option(metavar="SIZE", help="The most to use, such as 8GB.")] = "",
    temp: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER", parser=arguments.folder, help="For what exceeds it; else beside the result."
        ),
    ] = None,
) -> None:
    """Give stock to lines that lie in Parquet files, as a full sweep would; no desk is needed."""
    from engine import plan as planning
    from engine.plan import wanted as wishes

    request = planning.Wanted(
        lines=lines,
        stock=stock,
        out=out,
        policy=policy,
        engine=engine,
        skip_age_days=skip_age_days,
        memory=memory or None,
        temp=temp,
    )
    if mistyped := list(wishes.mistyped(request)):
        raise typer.BadParameter(" ".join(map(str, mistyped)))
    with output.progress("plan") as step:
        done = planning.plan(request, step)
    output.result(ctx, _data(done, out), _text(done, out))


def _data(done: Plan, out: str) -> dict[str, object]:
    counts = asdict(done)
    changes = counts.pop("changes")
    return {"out": out, **counts, **changes}


def _text(done: Plan, out: str) -> str:
    outcome = ", ".join([*_moved(done.changes), _waiting(done.changes)])
    text = f"{counted(done.lines, 'line')} in {counted(done.pools, 'pool')}: {outcome}."
    if done.pools_without_stock:
        text += f"\n{counted(done.pools_without_stock, 'pool')} had no row in the stock: nothing lies there."
    return f"{text}\nWritten to {out}."


def _moved(changes: Changes) -> list[str]:
    """Who gained and who lost, of whom there are some."""
    moved = (
        ("gained", changes.lines_gained, changes.units_gained),
        ("lost", changes.lines_lost, changes.units_lost),
    )
    told = [f"{counted(lines, 'line')} {how} {spelled(units)}" for how, lines, units in moved if lines]
    return told or ["no line gained or lost stock"]


def _waiting(changes: Changes) -> str:
    if not changes.lines_waiting:
        return "no line waiting"
    return f"{counted(changes.lines_waiting, 'line')} waiting for {spelled(changes.units_waiting)}"
