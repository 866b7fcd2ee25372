"""``backorder sweep``: a sweep runs now, in this process (R24, R28), or the day is closed (R50)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import confirm, output
from engine.cli.arguments import Yes
from engine.cli.context import desk, settings
from engine.model import Outcome, SweepName

if TYPE_CHECKING:
    from engine.sweeps import SweepReport


ForLic = Annotated[
    str | None,
    typer.Option("--lic", metavar="LIC", help="Only where this LIC waits; of the secondary sweep."),
]
ForOrder = Annotated[
    str | None, typer.Option("--order", metavar="ORDER", help="Only where lines of this order wait.")
]
ForCustomer = Annotated[
    str | None, typer.Option("--customer", metavar="CODE", help="Only where lines of this customer wait.")
]


def sweep(
    ctx: typer.Context,
    name: Annotated[
        SweepName, typer.Argument(metavar="NAME", help="Which sweep; closing is the closing of the day.")
    ],
    lic: ForLic = None,
    order: ForOrder = None,
    customer: ForCustomer = None,
    yes: Yes = False,
) -> None:
    """Run a sweep now, or close the day, and print its row of the run log.

    For one LIC, order or customer the secondary sweep looks at its LICs alone, where rank decides as ever.
    """
    from engine import days, sweeps

    if len([one for one in (lic, order, customer) if one is not None]) > 1:
        raise typer.BadParameter("name one LIC, one order or one customer")
    scope = sweeps.Scope(lic, order, customer)
    with desk(ctx) as session:
        is_asking = not yes and confirm.can_ask(ctx)
        with session.reading() as tx:
            losers = sweeps.losers(tx, name, scope) if is_asking else None
            clock = days.clock_of(tx)
        if losers is not None and losers.height:
            confirm.ask(ctx, losers)
        with output.progress(name.full_name) as step:
            report = sweeps.run_sweep(session, name, actor=settings(ctx).actor, scope=scope, step=step)
    if report is None:
        raise typer.Exit(0)
    row = sweeps.as_dict(report)
    output.result(ctx, row, lambda: output.facts(row, clock))
    _end(report)


def _end(report: SweepReport) -> None:
    """Say what went wrong, and end with 1 where the sweep failed."""
    if report.outcome is Outcome.FAILED:
        nothing = "" if report.sweep is SweepName.CLOSING else " and saved nothing"
        output.complain(f"The {report.sweep.full_name} failed{nothing}: {report.error}\n")
        raise typer.Exit(1)
    if report.outcome is Outcome.DONE and report.error:
        output.complain(f"{report.error}\n")
