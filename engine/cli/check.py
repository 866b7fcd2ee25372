"""``backorder check``: the consistency proof (section 8)."""

from __future__ import annotations

import typer

from engine.cli import output
from engine.cli.context import desk
from engine.quantities import counted


def check(ctx: typer.Context) -> None:
    """Prove that the desk is consistent, or show what is not."""
    from engine import proof

    with desk(ctx) as session, output.progress("check"), session.reading() as tx:
        problems = proof.problems(tx)
    data = {"consistent": problems.is_empty(), "problems": output.rows(problems)}
    if problems.is_empty():
        output.result(ctx, data, "The desk is consistent.")
        return
    names = ("problem", "record", "what is wrong")
    output.result(ctx, data, lambda: output.table(names, problems.rows()))
    output.complain(
        f"{counted(problems.height, 'row')} at fault; restore a backup, or ask whoever changed the file.\n"
    )
    raise typer.Exit(1)
