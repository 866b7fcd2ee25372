"""A link to a LIC that says its balances to whoever hovers or focuses it."""

from __future__ import annotations

from engine import stock
from pages.parts import formats, links, readings
from pages.parts.literal import Markdown, literal


def show(lic: str, label: str, icon: str = "stacked_bar_chart") -> None:
    """A link to the page of a LIC, with on hand, demand, available and on order as its tooltip."""
    links.link("demand", label, icon, tip=figures(lic), lic=lic)


def figures(lic: str) -> Markdown:
    """``CHEM-11: on hand 20, demand 25, available -5, on order 40``, of all warehouses together."""
    balances = readings.once(stock.balances, lic=lic)
    if not balances.height:
        return f"{literal(lic)} has no stock."
    named = {"on hand": "on_hand", "demand": "demand", "available": "available", "on order": "on_order"}
    sums = (f"{word} {formats.qty(formats.total(balances[column]))}" for word, column in named.items())
    return f"{literal(lic)}: {', '.join(sums)}"
