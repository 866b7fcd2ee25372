"""Stranded stock that one order, or one line, lets go: what the remedies of it come to as acts (R15, R30)."""

from __future__ import annotations

from typing import Final

import polars as pl

from db.session import Transaction
from engine.next_acts.act import HELPED, Act, ActKind
from engine.reports import stranded
from engine.reports.stranded import Remedy

_KINDS: Final = {
    stranded.RemedyKind.IN_PARTS: ActKind.IN_PARTS,
    stranded.RemedyKind.SPLIT: ActKind.SPLIT,
    stranded.RemedyKind.RELEASE: ActKind.RELEASE,
}
"""The remedies that a person can carry out at once; units that must come in first have other acts."""


def find(tx: Transaction) -> list[Act]:
    """What would free stranded stock, for each order that has some the act that frees most.

    Leaves the temporary tables of ``promises.project`` behind, of all that waits.
    """
    best: dict[str | None, Act] = {}
    for remedy in stranded.find(tx).remedies:
        if remedy.kind in _KINDS and remedy.frees_qty > 0:
            best.setdefault(remedy.order, _act(remedy))
    return list(best.values())


def _act(remedy: Remedy) -> Act:
    line = getattr(remedy.edit, "line", None)
    return Act(
        kind=_KINDS[remedy.kind],
        subject=f"{remedy.order}" if line is None else f"{remedy.order}/{line}",
        sentence=remedy.sentence,
        qty=remedy.frees_qty,
        value=remedy.frees_value,
        helped=pl.DataFrame(schema=HELPED),
        edit=remedy.edit,
        customer=remedy.customer,
        order=remedy.order,
        lic=remedy.lic,
    )
