"""``backorder answer``: what customers answer when a day slipped, and what has no answer (R51)."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import answers, confirm, output
from engine.cli.arguments import Yes, each_once, number
from engine.cli.context import desk
from engine.rules.letters import Answer

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session
    from engine.days import Clock

_SHOWN = ("order", "customer", "line", "lic", "qty", "first_on", "due_on", "asked_on", "days", "is_due")


def answer(
    ctx: typer.Context,
    order: Annotated[
        str, typer.Argument(metavar="ORDER", help="The number of the order; without one all are listed.")
    ] = "",
    given: Annotated[
        Answer | None, typer.Argument(metavar="wait|send|cancel", help="What its customer answered.")
    ] = None,
    lines: Annotated[
        list[int] | None,
        typer.Argument(
            parser=number,
            metavar="LINE",
            help="Lines it is about; else all asked.",
            callback=each_once,
        ),
    ] = None,
    yes: Yes = False,
) -> None:
    """Enter what a customer answered, and do it; without an order, list the questions without an answer.

    wait: the new day is right. send: what is there goes, the rest waits. cancel: what waits is not wanted.
    """
    if order and given is None:
        raise typer.BadParameter("say what the customer answered: wait, send or cancel")
    with desk(ctx) as session:
        if given is None:
            _list(ctx, session)
        else:
            _enter(ctx, session, order, given, lines or [], yes=yes)


def _enter(
    ctx: typer.Context, session: Session, order: str, given: Answer, lines: list[int], *, yes: bool
) -> None:
    """Do what was answered, in one act; on a terminal, show first who would lose."""
    from engine.whatif.edits import AnswerQuestion

    edits = [AnswerQuestion(order, given, line) for line in lines] or [AnswerQuestion(order, given)]
    settled = confirm.act(ctx, session, edits, yes=yes)
    done = {
        Answer.WAIT: "what is late waits until it comes.",
        Answer.SEND: f"what is there goes. {answers.settlement(settled)}",
        Answer.CANCEL: "what waits is cancelled.",
    }[given]
    data = {"order": order, "answer": given, "lines": lines, **asdict(settled)}
    output.result(ctx, data, f"The customer of order {order} answered {given}: {done}")


def _list(ctx: typer.Context, session: Session) -> None:
    """Print the questions without an answer, those that went without one too long first."""
    from engine import days, notices

    with session.reading() as tx:
        asked, clock = notices.unanswered(tx).select(_SHOWN), days.clock_of(tx)
    output.result(ctx, output.rows(asked), lambda: _print(asked, clock))


def _print(asked: pl.DataFrame, clock: Clock) -> None:
    if asked.height:
        output.table(_SHOWN, asked.rows(), clock)
    else:
        output.write("No customer was asked anything, or all have answered.\n")
