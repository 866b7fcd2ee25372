"""*Order it*, from any page: what waits and nobody ordered goes onto pending purchase orders (R44)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from engine import buying
from engine.buying import Bought
from engine.buying.ordering import NamedLine
from engine.errors import DeskError, NoVendor, Refused
from engine.model import Pool
from engine.replenishment import order_now
from engine.store import Transaction
from pages.parts import desk, formats, opening_pos, pickers, vendor_dialog
from pages.parts.literal import Markdown

TIP = (
    "What neither free stock nor an open purchase order covers goes onto the vendor's pending purchase "
    "order, which says for whom it is. What a pending one has already is not ordered again."
)
_Act = Callable[[Transaction], Bought]


def lics(codes: Sequence[str], *, key: str, label: Markdown = "Order it", primary: bool = False) -> None:
    """A button that orders what waits of these LICs, after one that transfers it if it lies elsewhere.

    ``primary``: the first of the two stands out.
    """
    fetched = fetch(key=f"fetch-{key}", lics=codes, primary=primary)
    primary = primary and not fetched
    _button(partial(buying.order_it, lics=codes), key=key, label=label, primary=primary, on=bool(codes))


def lines(
    named: Sequence[NamedLine], *, key: str, label: Markdown = "Order it", primary: bool = False
) -> None:
    """A button that orders what waits on these lines of orders, after one that transfers it if it lies
    elsewhere; ``primary``: that one stands out."""
    fetch(key=f"fetch-{key}", lines=named, primary=primary)
    _button(partial(buying.order_it, lines=named), key=key, label=label, on=bool(named))


def fetch(
    *,
    key: str,
    lics: Sequence[str] = (),
    lines: Sequence[NamedLine] = (),
    pools: Sequence[Pool] = (),
    primary: bool,
) -> bool:
    """A button that transfers what waits of these from where it lies free; whether it does anywhere (R47)."""
    if not (lics or lines or pools) or not pickers.has_several_warehouses():
        return False
    with desk.reading() as tx:
        units, sources = buying.offered(tx, lics=lics, lines=lines, pools=pools)
    if units:
        label = f"Transfer {formats.units(units)} from {formats.listed(sources, 3)}"
        act = partial(buying.fetch, lics=lics, lines=lines, pools=pools)
        icon = ":material/swap_horiz:"
        _button(act, key=key, label=label, primary=primary, on=True, tip=_FETCHED, icon=icon)
    return bool(units)


_FETCHED = "What lies free in another warehouse goes onto a pending transfer; it leaves when that is sent."


def pools(chosen: Sequence[Pool], *, key: str, label: Markdown, primary: bool) -> None:
    """A button that orders what these pools need today: up to the target where they have levels."""
    _button(partial(order_now, pools=chosen), key=key, label=label, primary=primary, on=bool(chosen))


def _button(
    act: _Act,
    *,
    key: str,
    label: Markdown,
    on: bool,
    primary: bool = False,
    tip: Markdown = TIP,
    icon: str = ":material/add_shopping_cart:",
) -> None:
    if st.button(
        label,
        key=key,
        icon=icon,
        help=tip,
        type="primary" if primary else "secondary",
        disabled=not on,
    ):
        _do(act)


def _do(act: _Act) -> None:
    """Carry out an order; where nothing but a vendor is missing, ask for one first."""

    def _asked_or_refused(error: DeskError) -> None:
        lics = _without_vendor(error)
        if 0 < len(lics) <= vendor_dialog.MOST_ASKED:
            vendor_dialog.ask_for(lics, lambda tx: _bought_in_words(act(tx)))
        else:
            desk.refuse(error)

    with desk.attempting(on_refusal=_asked_or_refused) as attempt:
        desk.say(_bought_in_words(act(attempt.tx)))
    if attempt.saved:
        st.rerun()


def _bought_in_words(bought: Bought) -> str:
    """What was done; what it leaves to be opened is offered beside it."""
    opening_pos.offer(bought.to_open)
    return bought.sentence


def _without_vendor(error: DeskError) -> list[str]:
    """The LICs that have no vendor, where nothing else is wrong."""
    causes, count = (error.causes, len(error.problems)) if isinstance(error, Refused) else ([error], 1)
    lics = [cause.facts["lic"] for cause in causes if isinstance(cause, NoVendor)]
    return lics if len(lics) == count else []
