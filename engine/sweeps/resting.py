"""What is over rests apart, so that an act reads what is open (8a); nobody who looks back sees a difference.

Lines that shipped or were cancelled are kept in the table of all lines, before the others: DuckDB keeps rows
in groups and skips those groups whose least and greatest state leave nothing to find. Promises of lines of
which nothing is promised any more are kept in a table of their own; the view ``every_promise`` has all.
"""

from __future__ import annotations

from typing import Final

from db.session import Transaction

GROUP_ROWS: Final = 122_880
"""How many rows DuckDB keeps in a group."""
SPARE_GROUPS: Final = 2
"""How many groups more than they need open lines may lie in before all lines are put in order."""


def lay_to_rest(tx: Transaction) -> None:
    """Put what is over apart. Only the closing of the day does this; an act that revives a line just does."""
    for query in ("select_ended_lines", "lay_promises", "forget_promises"):
        tx.write(f"resting.{query}")
    spread = tx.only("resting.spread", group_rows=GROUP_ROWS)
    if spread["groups"] > spread["fewest"] + SPARE_GROUPS:
        _put_in_order(tx)


def _put_in_order(tx: Transaction) -> None:
    for query in ("take_lines_up", "clear_lines", "put_lines_down"):
        tx.write(f"resting.{query}")
