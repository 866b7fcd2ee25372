"""``backorder replay``: past runs are computed again and compared (section 9)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Final

import typer

from engine.cli import arguments, output
from engine.cli.context import desk

if TYPE_CHECKING:
    from engine.past.replay import Replay

MOST: Final = 10_000
"""How many runs are compared where none is named, the newest of them."""


def replay(
    ctx: typer.Context,
    run: Annotated[
        int | None,
        typer.Argument(
            parser=arguments.number, metavar="RUN", help="A run of a fill sweep; without it, every one."
        ),
    ] = None,
) -> None:
    """Compute past runs again from the record log and compare."""
    from engine.past import replay as replaying

    with desk(ctx) as session, output.progress("replay"), session.reading() as tx:
        replays = replaying.replay_all(tx, MOST) if run is None else [replaying.replay(tx, run)]
    output.result(ctx, [_as_data(each) for each in replays], lambda: _print(replays))
    if run is None and len(replays) >= MOST:
        output.complain(f"The newest {MOST:,} runs are compared; name an older one to compare that.\n")
    if not all(each.is_same for each in replays):
        raise typer.Exit(1)


def _as_data(one: Replay) -> dict[str, object]:
    return {
        "run": one.run_id,
        "sweep": one.sweep,
        "policy": one.policy,
        "same": one.is_same,
        "hash": one.run_hash,
        "replay_hash": one.replay_hash,
        "differences": output.rows(one.differences),
    }


def _print(replays: list[Replay]) -> None:
    for each in replays:
        verdict = "the same" if each.is_same else "DIFFERENT"
        output.write(f"Run {each.run_id} ({each.sweep}, {each.policy}): {verdict}, {each.run_hash[:16]}\n")
        if each.differences.height:
            output.table(each.differences.columns, each.differences.rows())
    if not replays:
        output.write("No run has a result to compare with yet.\n")
