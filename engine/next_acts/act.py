"""What an act is: to what it is done, whom it helps, and which of several comes first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

import polars as pl

from engine.model import Pool, Qty
from engine.quantities import SUM
from engine.whatif.edits import Edit


class Kind(StrEnum):
    """What is done; of two acts that come to the same, the one named first here helps sooner."""

    IN_PARTS = "in parts"  # a Complete order ships what it has
    SPLIT = "split"  # a whole line takes what there is
    RELEASE = "release"  # a line gives its stock and its place up to those behind it
    SEND = "send"  # a pending transfer leaves
    FETCH = "fetch"  # what lies free in another warehouse goes on a transfer
    OPEN = "open"  # a pending purchase order goes to its vendor
    NEW_DAY = "new day"  # late supply gets the day that its vendor names
    ORDER = "order"  # what nobody ordered goes on the vendor's pending purchase order


HELPED = pl.Schema(
    {
        "order": pl.String(),
        "customer": pl.String(),
        "lic": pl.String(),
        "change_qty": SUM,
        "value": pl.Decimal(38, 2),
    }
)
"""Whom an act helps: units by order and LIC, and what they are worth at the line's price, else the LIC's
cost."""


@dataclass(frozen=True)  # without slots, since what is counted once is kept in it
class Act:
    """One act, and what it comes to.

    ``helped`` has the columns of ``HELPED``; it is empty where only a trial shows it, as of stranded stock.
    """

    kind: Kind
    subject: str  # what it is done to: an order and its line, a number, a vendor, a way between warehouses
    sentence: str
    qty: Qty
    value: Decimal
    helped: pl.DataFrame
    edit: Edit | None = None  # what is tried and done; None: the kind has a use case of its own
    pools: tuple[Pool, ...] = ()  # of which something is ordered, or fetched
    customer: str | None = None  # whose order lets stock go

    @property
    def name(self) -> str:
        """Tells the act from all others; the same as long as it can be done."""
        return f"{self.kind} {self.subject}"

    @cached_property
    def orders(self) -> int:
        """How many orders it is known to help. Counted once: of a large desk it may help half a million."""
        return self.helped["order"].n_unique()

    @cached_property
    def customers(self) -> list[str]:
        """The customers that an act helps, those of most units first; else whose order lets stock go."""
        if self.helped.is_empty():
            return [self.customer] if self.customer else []
        sums = self.helped.group_by("customer", maintain_order=True).agg(pl.col("change_qty").sum())
        return sums.sort("change_qty", descending=True, maintain_order=True)["customer"].to_list()


def helping(
    kind: Kind,
    subject: str,
    sentence: str,
    helped: pl.DataFrame,
    *,
    edit: Edit | None = None,
    pools: tuple[Pool, ...] = (),
) -> Act:
    """An act that comes to what those whom it helps get by it."""
    qty, value = helped.select(pl.col("change_qty", "value").sum()).row(0)
    return Act(kind, subject, sentence, qty, value, helped, edit, pools)


def in_order(acts: Iterable[Act]) -> list[Act]:
    """The acts, the best first: the most value, then the most units, then what helps sooner."""
    kinds = list(Kind)
    return sorted(acts, key=lambda act: (-act.value, -act.qty, kinds.index(act.kind), act.subject))
