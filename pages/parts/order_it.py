"""*Order it*, from any page: what waits and nobody ordered goes onto pending purchase orders (R44)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from engine import buying, supply
from engine.buying import Bought
from engine.buying.ordering import OrderLine
from engine.model import Pool, Qty
from engine.replenishment import order_now
from engine.reports import elsewhere
from engine.store import Transaction
from pages.parts import desk, formats, links
from pages.parts.literal import Markdown, literal

TIP = (
    "What neither free stock nor an open purchase order covers goes onto the vendor's pending purchase "
    "order, which says for whom it is. What a pending one has already is not ordered again."
)
_Act = Callable[[Transaction], Bought]


def lics(codes: Sequence[str], *, key: str, label: Markdown = "Order it", primary: bool = False) -> None:
    """A button that orders what waits of these LICs."""
    _button(partial(buying.order_it, lics=codes), key=key, label=label, primary=primary, on=bool(codes))


def lines(named: Sequence[OrderLine], *, key: str, label: Markdown = "Order it") -> None:
    """A button that orders what waits on these lines of orders."""
    _button(partial(buying.order_it, lines=named), key=key, label=label, on=bool(named))


def fetch(lic: str, short: Qty) -> None:
    """A button that transfers what waits of a LIC from another warehouse, if it lies free there (R47)."""
    with desk.reading() as tx:
        there = elsewhere.of_lic(tx, lic)
    if there:
        units = formats.units(min(short, there[0].qty))
        label = f"Transfer {units} from {literal(there[0].warehouse)}"
        _button(partial(buying.fetch, lics=[lic]), key="fetch-it", label=label, primary=True, on=True)
        st.markdown(literal(" ".join(one.sentence for one in there)))


def open_pos(numbers: Sequence[str], *, key: str) -> None:
    """A button that opens pending purchase orders, where there are any, and a link to each of them."""
    if not numbers:
        return
    several = formats.count(len(numbers), "purchase order")
    label = f"Open {literal(numbers[0]) if len(numbers) == 1 else several}"
    if st.button(label, key=key, icon=":material/send:", help=_OPENED):
        done = f"{formats.listed(numbers, 9)} {formats.verb(len(numbers), 'are')} open: it is on order now."
        with desk.acting(done) as tx:
            supply.open_pos(tx, numbers)
    for number in numbers:
        links.link("supply", number, "receipt_long", po=number)


_OPENED = (
    "They go to their vendors: from then on their units are on order, and replenishment leaves them alone."
)


def pools(chosen: Sequence[Pool], *, key: str, label: Markdown, primary: bool) -> None:
    """A button that orders what these pools need today: up to the target where they have levels."""
    _button(partial(order_now, pools=chosen), key=key, label=label, primary=primary, on=bool(chosen))


def _button(act: _Act, *, key: str, label: Markdown, on: bool, primary: bool = False) -> None:
    if st.button(
        label,
        key=key,
        icon=":material/add_shopping_cart:",
        help=TIP,
        type="primary" if primary else "secondary",
        disabled=not on,
    ):
        with desk.acting() as tx:
            desk.say(act(tx).sentence)
