"""Edits that let goods go from one warehouse to another (R42, R47)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from db.session import Transaction
from engine.allocation import Settled
from engine.model import Qty
from engine.supply import transfers


@dataclass(frozen=True, slots=True)
class Transfer:
    """Units of a LIC are sent from one warehouse into another, and expected on a day (R47)."""

    lic: str
    qty: Qty
    source: str
    into: str | None = None  # None: the home warehouse
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class Send:
    """A pending transfer leaves its source."""

    transfer: str
    quantities: Mapping[str, Qty] | None = None  # LIC -> units, of those that change
    expected_on: date | None = None


def make(tx: Transaction, edit: Transfer | Send) -> Settled:
    """Let goods leave for another warehouse."""
    match edit:
        case Transfer(lic, qty, source, into, expected_on):
            number = transfers.make(tx, {lic: qty}, source, into, expected_on=expected_on)
            return transfers.send(tx, number)
        case Send(number, quantities, expected_on):
            return transfers.send(tx, number, quantities, expected_on=expected_on)
