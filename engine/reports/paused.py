"""Why paused lines get nothing, or are put on no shipment (R41, R45)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from db.session import Transaction
from engine import days, preferences
from engine.model import LineState
from engine.rules import holds
from engine.rules.holds import Pause


@dataclass(frozen=True, slots=True)
class Paused:
    """The open lines of the desk, or of some orders, that are paused.

    ``reasons``: line_id -> why, in sentences; ``lines_of``: order_id -> the numbers of those of its lines
    that wait and are paused; ``untils``: line_id -> the day from which it is not paused any more.
    """

    reasons: dict[int, str]
    lines_of: dict[int, list[int]]
    untils: dict[int, date]

    def reason(self, line_id: int, order_id: int) -> str | None:
        """Why a line that waits has no part in the queue, also beside paused ones; None: it has."""
        if own := self.reasons.get(line_id):
            return own
        beside = self.lines_of.get(order_id)
        return holds.waits_with(beside) if beside else None


def read(tx: Transaction, order_ids: Iterable[int] | None = None) -> Paused:
    """Read what is paused, and by what: of some orders, or of all."""
    today, lead_days = tx.today, preferences.read(tx).not_before_lead_days
    reasons, lines_of = dict[int, str](), defaultdict[int, list[int]](list)
    untils = dict[int, date]()
    asked = None if order_ids is None else list(order_ids)
    for row in tx.rows("holds.paused", order_ids=asked).iter_rows(named=True):
        pause = Pause(*(row[name] for name in _PAUSE))
        untils[row["line_id"]] = row["paused_until"]
        reasons[row["line_id"]] = pause.in_words(today, lead_days, days.spelled)
        if row["state"] == LineState.BACKORDERED:
            lines_of[row["order_id"]].append(row["line_no"])
    return Paused(reasons, dict(lines_of), untils)


_PAUSE = ("line_hold", "order_hold", "customer_hold", "customer_name", "not_before")
