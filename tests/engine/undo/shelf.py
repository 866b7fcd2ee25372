"""How a shelf stands, in a few words."""

from __future__ import annotations

from tests.story import Story


def shelf(desk: Story, lic: str = "book") -> str:
    row = desk.balance(lic)
    return f"{row['on_hand']} on hand, {row['allotted']} allotted, {row['backordered']} short"
