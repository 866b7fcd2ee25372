"""Records that a file of another kind names and the desk does not know yet, made of its rows.

An order export of a shop has its customers and LICs in it. What the desk knows already stays as it is; what
it knows only because an undo put it away is made anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

import polars as pl

from db.session import Transaction
from engine.interchange import kinds
from engine.interchange.reports import ImportCounts, Incoming
from engine.interchange.shaping import MADE

_THERE: Final = {"active": True, "closed": False}
"""Column -> what it says of a record that is there, and not put away."""
Loaders = Mapping[str, Callable[[Transaction, Incoming], ImportCounts]]


def load(tx: Transaction, made: Mapping[str, Incoming], loaders: Loaders) -> dict[str, int]:
    """Make what is new of each kind, each record of its first row; kind -> how many were made."""
    counts: dict[str, int] = {}
    for kind in MADE:
        if kind in made:
            incoming = new_ones(tx, kind, made[kind])
            tx.load("incoming", incoming.rows)
            done = loaders[kind](tx, incoming)
            counts[kind] = done.added + done.updated
    return {kind: count for kind, count in counts.items() if count}


def new_ones(tx: Transaction, kind: str, incoming: Incoming) -> Incoming:
    """The first row of each record that the desk does not know, or that an undo put away, and what is wrong
    with these rows."""
    key = kinds.columns(kind)[0].name
    rows = incoming.rows.drop_nulls(key).unique(key, keep="first", maintain_order=True)
    names = rows[key].to_list()
    is_away = pl.col(key).is_in(tx.rows("codes.away", kind=key, names=names)["code"].implode())
    is_known = pl.col(key).is_in(tx.rows("codes.known", kind=key, names=names)["code"].implode())
    there = {name: says for name, says in _THERE.items() if name in rows.columns}
    back = [pl.when(is_away).then(pl.lit(says)).otherwise(name).alias(name) for name, says in there.items()]
    new = rows.filter(~is_known | is_away).with_columns(back)
    numbers = set(new["row"])
    return replace(incoming, rows=new, bad=[one for one in incoming.bad if one.row in numbers])
