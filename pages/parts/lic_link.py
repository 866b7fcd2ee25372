"""A link to a LIC that says its balances to whoever hovers or focuses it."""

from __future__ import annotations

import polars as pl

from engine import stock
from pages.parts import formats, links, readings
from pages.parts.literal import Markdown, literal


def show(lic: str, label: str, icon: str = "stacked_bar_chart") -> None:
    """A link to the page of a LIC, with on hand, demand, available and on order as its tooltip."""
    links.link("demand", label, icon, tip=figures(lic), lic=lic)


def figures(lic: str) -> Markdown:
    """``sums`` as they are now, for a tooltip."""
    return literal(sums(lic, readings.once(stock.balances, lic=lic)))


def sums(lic: str, balances: pl.DataFrame) -> str:
    """``CHEM-11: on hand 20, demand 25, available -5, on order 40``, from the balances of its pools.

    Of several pools it says that it adds them up: at the entry of an order one alone is available.
    """
    if not balances.height:
        return f"{lic} has no stock."
    named = {"on hand": "on_hand", "demand": "demand", "available": "available", "on order": "on_order"}
    parts = (f"{word} {formats.qty(formats.total(balances[column]))}" for word, column in named.items())
    of = f"{lic}, all warehouses" if balances.height > 1 else lic
    return f"{of}: {', '.join(parts)}"
