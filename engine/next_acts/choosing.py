"""The best acts of the whole desk, tried out where only a trial shows what they do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from typing import Final

from db.session import Session, Transaction
from engine import whatif
from engine.errors import DeskError
from engine.next_acts import awaiting, freeing, supplying
from engine.next_acts.act import Act, in_order
from engine.whatif.edits import Edit

MOST: Final = 3
_MOST_TRIED: Final = 12
"""How many acts are tried out at most: what is behind so many that do nothing is not looked for."""


def best(session: Session, actor: str, now: datetime | None = None, *, most: int = MOST) -> list[Act]:
    """The acts that would release most, or avert most, the best first; none that would do nothing."""
    with session.reading(now=now) as tx:
        acts = find(tx)
    return list(islice(_that_help(session, actor, acts, now), most))


def find(tx: Transaction) -> list[Act]:
    """Every act that the rows of the desk promise something of, the best first."""
    freed = freeing.find(tx)  # projects what waits, which those after it read
    return in_order([*freed, *awaiting.find(tx), *supplying.find(tx)])


def _that_help(session: Session, actor: str, acts: list[Act], now: datetime | None) -> Iterator[Act]:
    tried = 0
    for act in acts:
        if act.edit is not None:
            tried += 1
        if tried > _MOST_TRIED:
            return
        if act.edit is None or _helps(session, actor, act.edit, now):
            yield act


def _helps(session: Session, actor: str, edit: Edit, now: datetime | None) -> bool:
    """Whether a trial of an edit is allowed, and changes more than the record that it is about."""
    try:
        return not whatif.preview(session, actor, [edit], now).is_nothing
    except DeskError:
        return False
