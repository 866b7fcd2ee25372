"""Records that a file of another kind names and the desk does not know yet, made of its rows.

An order export of a shop has its customers and LICs in it. What the desk knows already stays as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import polars as pl

from db.session import Transaction
from engine.interchange import kinds
from engine.interchange.reports import Counts, Incoming
from engine.interchange.shaping import MADE

Loaders = Mapping[str, Callable[[Transaction, Incoming], Counts]]


def load(tx: Transaction, made: Mapping[str, Incoming], loaders: Loaders) -> dict[str, int]:
    """Make what is new of each kind, each record of its first row; kind -> how many were made."""
    counts: dict[str, int] = {}
    for kind in MADE:
        if kind in made:
            incoming = new_ones(tx, kind, made[kind])
            tx.load("incoming", incoming.rows)
            counts[kind] = loaders[kind](tx, incoming).added
    return {kind: count for kind, count in counts.items() if count}


def new_ones(tx: Transaction, kind: str, incoming: Incoming) -> Incoming:
    """The first row of each record that the desk does not know, and what is wrong with these rows."""
    key = kinds.columns(kind)[0].name
    rows = incoming.rows.drop_nulls(key).unique(key, keep="first", maintain_order=True)
    known_codes = tx.rows("codes.known", kind=key, names=rows[key].to_list())["code"]
    new = rows.filter(~pl.col(key).is_in(known_codes.implode()))
    there = set(new["row"])
    return replace(incoming, rows=new, bad=[one for one in incoming.bad if one.row in there])
