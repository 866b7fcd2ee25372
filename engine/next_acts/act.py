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
from engine.whatif import Preview
from engine.whatif.edits import Edit


class ActKind(StrEnum):
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

    kind: ActKind
    subject: str  # what it is done to: an order and its line, a number, a vendor, a way between warehouses
    sentence: str
    qty: Qty
    value: Decimal
    helped: pl.DataFrame
    edit: Edit | None = None  # what is tried and done; None: the kind has a use case of its own
    pools: tuple[Pool, ...] = ()  # of which something is ordered, or fetched
    customer: str | None = None  # whose order lets stock go
    order: str | None = None  # which that is
    lic: str | None = None  # of which it does; None: of all that it has

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


@dataclass(frozen=True, slots=True)
class ChosenLines:
    """The waiting lines that acts are asked for; ``lines``: a row for each order and LIC."""

    lines: pl.DataFrame

    def may_gain_by(self, act: Act) -> bool:
        """Whether an act helps one of them; of stranded stock, whether a trial could show that it does."""
        if act.helped.height:
            return self._has(act.helped)
        return self._has_order(pl.Series([act.order])) or (
            act.lic is not None and act.lic in self.lines["lic"]
        )

    def gains_by(self, act: Act, effect: Preview) -> bool:
        """Whether an act that was tried helps one of them: it gains stock, or its order can ship more."""
        if act.helped.height:
            return self._has(act.helped)
        more = effect.ships.filter(pl.col("change_qty") > 0)["order"]
        return self._has(effect.winners) or self._has_order(more)

    def _has(self, helped: pl.DataFrame) -> bool:
        return helped.join(self.lines, on=["order", "lic"], how="semi").height > 0

    def _has_order(self, orders: pl.Series) -> bool:
        return bool(self.lines["order"].is_in(orders.implode()).any())


def helping(
    kind: ActKind,
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
    kinds = list(ActKind)
    return sorted(acts, key=lambda act: (-act.value, -act.qty, kinds.index(act.kind), act.subject))
