"""The best acts of the desk, or for a slice of it, tried out where only a trial shows what they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from db.session import Session, Transaction
from engine import whatif
from engine.errors import DeskError
from engine.next_acts import awaiting, freeing, supplying
from engine.next_acts.act import Act, ChosenLines, in_order
from engine.reports import backlog
from engine.reports.slicing import WHOLE, Slice

MOST: Final = 3
_MOST_TRIED: Final = 12
"""How many acts are tried out at most: what is behind so many that do nothing is not looked for."""


def best(
    session: Session, actor: str, now: datetime | None = None, *, most: int = MOST, only: Slice = WHOLE
) -> list[Act]:
    """The acts that would release most, or avert most, the best first; none that would do nothing.

    ``only``: those alone that help a line of this slice of the backlog, or its order. What each comes to
    counts all that it helps.
    """
    with session.reading(now=now) as tx:
        acts = find(tx)
        chosen = None if only == WHOLE else _chosen(tx, only)
    asked = acts if chosen is None else [act for act in acts if chosen.may_gain_by(act)]
    return list(islice(_that_help(session, actor, asked, chosen, now), most))


def find(tx: Transaction) -> list[Act]:
    """Every act that the rows of the desk promise something of, the best first."""
    freed = freeing.find(tx)  # projects what waits, which those after it read
    return in_order([*freed, *awaiting.find(tx), *supplying.find(tx)])


def _chosen(tx: Transaction, only: Slice) -> ChosenLines:
    """The lines of a slice of the backlog."""
    backlog.find_lines(tx, only)
    return ChosenLines(tx.rows("next_acts.chosen"))


def _that_help(
    session: Session, actor: str, acts: list[Act], chosen: ChosenLines | None, now: datetime | None
) -> Iterator[Act]:
    tried = 0
    for act in acts:
        if act.edit is not None:
            tried += 1
        if tried > _MOST_TRIED:
            return
        if _helps(session, actor, act, chosen, now):
            yield act


def _helps(session: Session, actor: str, act: Act, chosen: ChosenLines | None, now: datetime | None) -> bool:
    """Whether a trial of an act is allowed, and changes more than the record that it is about; of what is
    ``chosen``, if anything is. What cannot be tried is known to help."""
    if act.edit is None:
        return True
    try:
        effect = whatif.preview(session, actor, [act.edit], now)
    except DeskError:
        return False
    return not effect.is_nothing and (chosen is None or chosen.gains_by(act, effect))
