"""Every policy on the desk's own open orders, side by side, before one is chosen (R43).

Each policy walks the very queue the desk has now; nothing is written but temporary tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from db import days
from db.session import Transaction
from engine import allocation, preferences, queues
from engine.model import MayGain, Policy, Qty, Terms
from engine.rules.queue import POLICIES


@dataclass(frozen=True, slots=True)
class PolicyOutcome:
    """What one policy comes to if it settled the desk now."""

    policy: Policy
    in_force: bool  # the desk's present policy
    wanted_qty: Qty  # units of all open lines
    ship_qty: Qty  # units that could ship now
    orders: int
    orders_completed: int  # orders of which every open line would have its stock
    lines_filled: int
    set_aside_qty: Qty  # allotted to Complete orders that lack something; what shelves hold is not in it
    lines_waiting: int
    waiting_days: int  # days that the waiting lines have waited, added up
    longest_days: int  # what the longest waiter has waited
    fairness: float | None  # Jain's index of the customers' filled shares; 1: all fare alike

    @property
    def ship_share(self) -> float:
        """The part of what is wanted that could ship now; 0 to 1."""
        return float(self.ship_qty / self.wanted_qty) if self.wanted_qty else 0.0

    @property
    def completed_share(self) -> float:
        """The part of the open orders that would be complete; 0 to 1."""
        return self.orders_completed / self.orders if self.orders else 0.0


def one_by_one(tx: Transaction) -> Iterator[PolicyOutcome]:
    """The figures of each policy on all open orders, as soon as they are known: on a large desk somebody
    watches. None on a desk without open orders."""
    in_force = preferences.read(tx).allocation_policy
    allocation.select_pools(tx, [])
    short, terms = queues.read_short(tx)
    with tx.lent("short_line", short.select("line_id")):
        tx.write("policies.find_open")
    by_rank, stepping = (
        queues.taking_part(short, POLICIES[policy], terms.skip_age_days)
        for policy in (Policy.STRICT, Policy.SKIP)
    )
    queues.find_certain(tx, stepping, MayGain.ALL, terms)
    for policy in Policy:
        queue = stepping if POLICIES[policy].steps_over else by_rank
        if row := _figures(tx, queue, policy, in_force, terms):
            yield row


def version(tx: Transaction) -> str:
    """Another one whenever the figures may be others: after every change of the desk, and every hour."""
    return f"{tx.value('whatif.mark')} {days.local(tx.now, tx.zone):%Y-%m-%d %H}"


def _figures(
    tx: Transaction, queue: pl.DataFrame, policy: Policy, in_force: Policy, terms: Terms
) -> PolicyOutcome | None:
    with tx.lent("walked", queues.walk(tx, queue, MayGain.ALL, policy, terms, is_known=True)):
        tx.write("policies.find_outcome")
    row = tx.only("policies.figures")
    if not row["orders"]:
        return None
    return PolicyOutcome(policy=policy, in_force=policy is in_force, **row)


def table(figures: list[PolicyOutcome]) -> pl.DataFrame:
    """The figures as a table, a row a policy, with the shares as percentages."""
    return pl.DataFrame(
        {
            "policy": [row.policy.value for row in figures],
            "in_force": [row.in_force for row in figures],
            "ship_qty": [row.ship_qty for row in figures],
            "ship_percent": [round(100 * row.ship_share, 1) for row in figures],
            "orders_completed": [row.orders_completed for row in figures],
            "completed_percent": [round(100 * row.completed_share, 1) for row in figures],
            "lines_filled": [row.lines_filled for row in figures],
            "set_aside_qty": [row.set_aside_qty for row in figures],
            "lines_waiting": [row.lines_waiting for row in figures],
            "waiting_days": [row.waiting_days for row in figures],
            "longest_days": [row.longest_days for row in figures],
            "fairness": [row.fairness and round(row.fairness, 3) for row in figures],
        }
    )
