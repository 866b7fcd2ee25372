"""Looks at a demo: what its proof finds, and how a LIC stands."""

from __future__ import annotations

from decimal import Decimal

from engine import proof, stock
from engine.store import Session


def broken(session: Session) -> list[str]:
    with session.snapshot() as tx:
        return proof.problems(tx)["sentence"].to_list()


def balance(session: Session, lic: str) -> dict[str, Decimal]:
    with session.snapshot() as tx:
        row = stock.balances(tx, lic).to_dicts()[0]
    return {name: row[name] for name in ("on_hand", "free", "available", "backordered")}
