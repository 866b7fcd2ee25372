"""What a typed number or code is the name of: where somebody wants to go who typed nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from db.session import Transaction
from engine import codes

Kind = Literal["order", "purchase order", "transfer", "shipment", "LIC", "customer"]


@dataclass(frozen=True, slots=True)
class Called:
    """A record by its number or code, as the desk writes it."""

    kind: Kind
    name: str


def records(tx: Transaction, typed: str) -> list[Called]:
    """The records that have a typed number or code, which may be several: an order 12 and a shipment 12.

    Where none has it as it was typed, those that have it in capitals or not.
    """
    spellings = codes.spellings(typed)
    found = tx.rows("called.records", spellings=spellings)
    if found.is_empty():
        found = tx.rows("called.in_any_case", spellings=spellings)
    return [Called(kind, name) for kind, name in found.iter_rows()]
