"""What every form with an order's head says and offers alike: whose order, where to, how, how urgent."""

from __future__ import annotations

from typing import Final

from engine import catalogue
from engine.store import Transaction

SHIP_TYPE_HELP: Final = (
    "Partial OK: what is there ships at once, the rest follows. "
    "Complete: nothing leaves until every line of the order can go, then all of it travels together."
)
PRIORITY_HELP: Final = (
    "0 to 9, higher first. As soon as the order opens, a higher priority takes stock that lower ones have "
    "not shipped yet. Among equals, who came first is served first."
)


def customer_label(code: str, customers: dict[str, str]) -> str:
    """``Harbour School · HARBOUR``."""
    name = customers.get(code, code)
    return code if name == code else f"{name} · {code}"


def locations_of(tx: Transaction, customer: str) -> list[str]:
    """The codes of a customer's locations."""
    codes: list[str] = catalogue.locations(tx, customer)["code"].to_list()
    return codes
