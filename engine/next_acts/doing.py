"""An act done: by the use case that its own page and command call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from db.session import Transaction
from engine import buying, supply
from engine.errors import DeskError
from engine.next_acts.act import Act, ActKind
from engine.whatif import TakesFromOthers, trial
from engine.whatif.edits import Edit
from engine.whatif.wording import in_words


class DayNeeded(DeskError):
    """{po} needs the day that its vendor names; give it one."""


@dataclass(frozen=True, slots=True)
class DoneAct:
    """What was done in a sentence, and the pending purchase orders that it leaves to be opened."""

    sentence: str
    to_open: Sequence[str] = ()


def do(tx: Transaction, act: Act) -> DoneAct:
    """Do an act, with the settlement that the next sweep would make, and return what was done.

    Refused as by its use case; TakesFromOthers where orders would lose by it that it is not about, which a
    preview shows first, and DayNeeded for late supply, whose day a person must say.
    """
    if act.edit is not None:
        return _try_and_keep(tx, act.edit)
    match act.kind:
        case ActKind.ORDER:
            bought = buying.order_rest(tx, pools=act.pools)
            return DoneAct(bought.sentence, bought.to_open)
        case ActKind.FETCH:
            return DoneAct(buying.fetch(tx, pools=act.pools).sentence)
        case ActKind.OPEN:
            supply.open_po(tx, act.subject)
            return DoneAct(f"Purchase order {act.subject} is open: it is on order now.")
        case _:
            raise DayNeeded(po=act.subject)


def _try_and_keep(tx: Transaction, edit: Edit) -> DoneAct:
    own = getattr(edit, "order", None)
    losers = trial.work(tx, [edit]).losers
    if losers.filter(pl.col("order").ne_missing(own)).height:
        raise TakesFromOthers(what=in_words(edit))
    return DoneAct(f"{in_words(edit)}.")
