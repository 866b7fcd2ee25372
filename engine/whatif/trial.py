"""What if: edits tried out on the desk and shown, and nothing of them kept until confirmed (R19, R42).

``preview`` takes edits, settles the touched pools as the next sweep would, and shows who wins, who loses,
dates and orders; ``apply`` then does exactly what was shown, or says what changed meanwhile.
``do`` is for actions that may take stock from other orders: done at once if they do not, else only when
somebody agreed to what was shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from hashlib import blake2b
from typing import Final

import polars as pl

from db.session import Session, Transaction
from engine import allocation, promises
from engine.allocation import Settled
from engine.errors import DeskError
from engine.model import MayGain, Qty
from engine.whatif.edits import Edit, make_all
from engine.whatif.touched import orders_giving, orders_of, select
from engine.whatif.wording import in_words

MOST_NAMED: Final = 5
"""How many records a sentence names before it says that there are more."""


class ChangedMeanwhile(DeskError):
    """This is no longer what was shown: {what}. Nothing was saved; look at it again."""


class NothingToTry(DeskError):
    """There is nothing to try out; name at least one edit."""


class TakesFromOthers(DeskError):
    """{what} takes stock from other orders, so nothing was saved; look at who loses it, and agree to that."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What edits would come to, with or without the settlement of their pools that the next sweep would make.

    ``winners`` and ``losers``, per order and LIC: order, customer, priority (after the edits), lic,
    description, change_qty (signed), value (at the line's price, else the LIC's cost). ``dates``: order,
    customer, line (as typed), lic, qty (that waits afterwards), is_new (was not open), had_stock, from_on and
    to_on (the day of the last unit; null while some of it has none), from_said and to_said (its parts in
    words; empty for what ``is_new`` or ``had_stock``).
    ``completed`` and ``uncompleted``: order, customer, ship_type, lines (open), value. ``ships``: the orders
    of which more or less can ship: order, customer, ship_type, change_qty (signed), value.

    ``fingerprint`` stands for all of it: what has the same would do the same. ``settled``: what the edits and
    their settlement did to lines and shipments, in numbers. ``own``: the orders that the edits are about.
    """

    winners: pl.DataFrame
    losers: pl.DataFrame
    dates: pl.DataFrame
    completed: pl.DataFrame
    uncompleted: pl.DataFrame
    ships: pl.DataFrame
    fingerprint: str
    settled: Settled
    own: Sequence[str]

    @property
    def losing_others(self) -> pl.DataFrame:
        """Those of the losers that the edits are not about."""
        return self.losers.filter(~pl.col("order").is_in(self.own))

    @property
    def losing_themselves(self) -> pl.DataFrame:
        """The losers that lose by an edit of their own: they want less, or their place is another."""
        return self.losers.filter(pl.col("order").is_in(self.own))

    @property
    def won_qty(self) -> Qty:
        """Units that the winners would gain."""
        return sum(self.winners["change_qty"], Decimal(0))

    @property
    def lost_qty(self) -> Qty:
        """Units that the losers would lose."""
        return -sum(self.losers["change_qty"], Decimal(0))

    @property
    def won_value(self) -> Decimal:
        """What the units gained are worth, at the line's price, else the LIC's cost."""
        return sum(self.winners["value"], Decimal(0))

    @property
    def lost_value(self) -> Decimal:
        """What the units lost are worth."""
        return -sum(self.losers["value"], Decimal(0))

    @property
    def ready_qty(self) -> Qty:
        """Units that can ship then and cannot now; below zero if fewer can."""
        return sum(self.ships["change_qty"], Decimal(0))

    @property
    def ready_value(self) -> Decimal:
        """What the units that can ship then are worth."""
        return sum(self.ships["value"], Decimal(0))

    @property
    def is_nothing(self) -> bool:
        """Whether nothing would change but the edited records themselves."""
        return not any(frame.height for frame in _frames(self))


def preview(
    session: Session, actor: str, edits: Sequence[Edit], now: datetime | None = None, *, swept: bool = True
) -> Preview:
    """Make the edits and the settlement that follows, look at what that does, and take it back (R42).

    Not ``swept``: the edits alone, after which lines of other orders that would gain still wait (R17).
    Refusals of the edits are raised, all of them together.
    """
    with session.transaction(actor=actor, now=now, dry_run=True) as tx, promises.tried():
        return work(tx, edits, swept=swept)


def apply(
    session: Session, actor: str, edits: Sequence[Edit], fingerprint: str, now: datetime | None = None
) -> Preview:
    """Do exactly what ``preview`` showed under this fingerprint, in one transaction, or nothing.

    Whatever others did meanwhile is no hindrance as long as the answer stays the same; if it does not,
    ChangedMeanwhile says who changed what.
    """
    with session.transaction(actor=actor, now=now) as tx:
        return _as_shown(tx, edits, fingerprint, swept=True)


def do(tx: Transaction, edits: Sequence[Edit], agreed: str | None = None, *, swept: bool = False) -> Settled:
    """Make the edits for good, unless they take stock from orders they are not about (R18, R19, R23).

    If they do, TakesFromOthers is raised, and a person is asked with the ``preview`` that is not ``swept``;
    once its fingerprint is ``agreed`` to, exactly that is done, or ChangedMeanwhile says what changed;
    ``swept`` if it was seen so. One look at the record log beyond the edits themselves: what takes nothing is
    not kept waiting. A priority may cost its own order stock as well, which counts like any other loss (R19).

    Returns what the edits settled.
    """
    if agreed is not None:
        return _as_shown(tx, edits, agreed, swept=swept).settled
    before = mark(tx)
    settled = make_all(tx, edits)
    if tx.value("whatif.takes", mark=before, orders=orders_giving(edits)):
        raise TakesFromOthers(what=_in_words(edits))
    return settled


def mark(tx: Transaction) -> int:
    """The newest row of the record log, from which ``losers`` looks at what came after it."""
    newest: int = tx.value("whatif.mark")
    return newest


def losers(tx: Transaction, since: int) -> pl.DataFrame:
    """Who lost stock since a row of the record log, with the columns of ``Preview.losers``.

    What an order gave up because less of it is wanted is no loss.
    """
    return _sides(tx, since, counts_cancelled=False)[1]


def _as_shown(tx: Transaction, edits: Sequence[Edit], fingerprint: str, *, swept: bool) -> Preview:
    before = mark(tx)
    done = work(tx, edits, swept=swept)
    shown_at, _, shown = fingerprint.partition("-")
    if done.fingerprint.partition("-")[2] != shown:
        raise ChangedMeanwhile(what=_what_changed(tx, int(shown_at or 0), before))
    return done


def work(tx: Transaction, edits: Sequence[Edit], *, swept: bool = True) -> Preview:
    """Make the edits and their settlement in the caller's transaction, and return what they came to."""
    if not edits:
        raise NothingToTry
    before = mark(tx)
    select(tx, edits)
    tx.write("whatif.keep_pools")
    promises.project(tx)
    _note_standing(tx)
    tx.write("whatif.keep_standing")
    tx.write("whatif.keep_order_standing")
    found = None
    with allocation.watched(_note_more):
        settled = make_all(tx, edits)
        tx.write("whatif.select_noted_pools")
        if swept:
            decision = allocation.decide(tx, MayGain.ALL)
            settled += allocation.settle_as(tx, decision, _in_words(edits))
            found = allocation.after(decision)
    tx.write("whatif.select_noted_pools")
    promises.project(tx, found)
    _note_standing(tx)
    return _outcome(tx, before, edits, settled)


def _in_words(edits: Sequence[Edit]) -> str:
    return in_words(edits[0]) if len(edits) == 1 else "several edits"


def _note_more(tx: Transaction) -> None:
    """Note how it stands in the pools that nobody knew the edits would reach, before a settlement writes."""
    tx.write("whatif.set_pools_aside")
    tx.write("whatif.select_new_pools")
    if tx.value("allocation.touched_pool_count"):
        promises.project(tx)
        _note_standing(tx)
        tx.write("whatif.add_pools")
        tx.write("whatif.add_standing")
        tx.write("whatif.add_order_standing")
    tx.write("whatif.select_pools_aside")


def _note_standing(tx: Transaction) -> None:
    """Which lines of the touched pools wait until when, and which orders have all they want, once the days
    are projected."""
    tx.write("whatif.note_standing")
    tx.write("whatif.note_order_standing")


def _outcome(tx: Transaction, before: int, edits: Sequence[Edit], settled: Settled) -> Preview:
    """What the edits came to, by the rows of the record log after ``before``."""
    turned = tx.rows("whatif.turned_orders")
    completed = turned.filter("is_complete").drop("is_complete")
    uncompleted = turned.filter(~pl.col("is_complete")).drop("is_complete")
    dates = promises.with_moves_said(tx, tx.rows("whatif.moved_dates"))
    ships = tx.rows("whatif.moved_shipping")
    frames = (*_sides(tx, before), dates, completed, uncompleted, ships)
    return Preview(*frames, f"{before}-{_digest(edits, frames)}", settled, orders_of(edits))


def _sides(tx: Transaction, mark: int, *, counts_cancelled: bool = True) -> tuple[pl.DataFrame, pl.DataFrame]:
    outcome = tx.rows("whatif.outcome", mark=mark, counts_cancelled=counts_cancelled)
    return outcome.filter(pl.col("change_qty") > 0), outcome.filter(pl.col("change_qty") < 0)


def _frames(shown: Preview) -> tuple[pl.DataFrame, ...]:
    return shown.winners, shown.losers, shown.dates, shown.completed, shown.uncompleted, shown.ships


def _digest(edits: Sequence[Edit], frames: Sequence[pl.DataFrame]) -> str:
    text = "\n".join([*map(in_words, edits), *(frame.write_csv() for frame in frames)])
    return blake2b(text.encode(), digest_size=12).hexdigest()


def _what_changed(tx: Transaction, shown_at: int, mark: int) -> str:
    """Who changed which records after the preview was shown and before this transaction."""
    rows = tx.rows("whatif.changed_since", shown_at=shown_at, mark=mark).rows()
    if not rows:
        return "time has moved on, and dates or ages with it"
    more = "" if len(rows) <= MOST_NAMED else f" and {len(rows) - MOST_NAMED:,} more"
    by_actor: dict[str, list[str]] = {}
    for actor, record in rows[:MOST_NAMED]:
        by_actor.setdefault(actor, []).append(record)
    return "; ".join(f"{actor} changed {', '.join(records)}" for actor, records in by_actor.items()) + more
