"""What if: an edit tried out on the desk, its winners and losers told, and nothing of it kept (R19, R42)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import NoReturn

import polars as pl

from db.session import Session, Transaction
from engine.model import Qty


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who would hold more and who less, per order and LIC.

    Columns of both: order, customer, priority (after the edit), lic, description, change_qty (signed), value.
    """

    winners: pl.DataFrame
    losers: pl.DataFrame

    @property
    def won_qty(self) -> Qty:
        """Units that the winners would gain."""
        return sum(self.winners["change_qty"], Decimal(0))

    @property
    def lost_qty(self) -> Qty:
        """Units that the losers would lose."""
        return -sum(self.losers["change_qty"], Decimal(0))


def try_out(session: Session, actor: str, edit: Callable[[Transaction], object]) -> Outcome:
    """Make the edit, see what it does, and take it back; a refusal of the edit is raised.

    The edit runs by the very functions that would make it for good, so that a preview cannot lie.
    """
    tried: list[pl.DataFrame] = []
    try:
        with session.transaction(actor=actor) as tx:
            mark = tx.value("whatif.mark")
            edit(tx)
            tried.append(tx.rows("whatif.outcome", mark=mark))
            _take_back()
    except _TakenBack:
        outcome = tried[0]
    return Outcome(outcome.filter(pl.col("change_qty") > 0), outcome.filter(pl.col("change_qty") < 0))


def _take_back() -> NoReturn:
    raise _TakenBack


class _TakenBack(Exception):
    """Ends the transaction of a trial without keeping it."""
