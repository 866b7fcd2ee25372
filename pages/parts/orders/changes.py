"""More of an open order: another quantity of a line, or one more line (R11); what it takes is shown first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Final

import streamlit as st

from engine.errors import DeskError, ShortageUnanswered
from engine.model import OnShortage
from engine.orders import typed
from engine.quantities import parse, plain, spelled
from engine.rows import ListedLine
from engine.rules import typed_lines
from engine.store import Transaction
from engine.whatif.edits import AddLine, SetQty
from pages.parts import confirm, desk, focus, lic_dialog, line_box, pickers, shortage
from pages.parts.confirm import PendingAct

_ADDED: Final = "lines_added"


def quantity_box(number: str, line: ListedLine, ordered: Decimal, seen: int) -> None:
    """The quantity of a line and its split siblings together, and the button that changes it."""
    key = f"ordered-{number}-{line['line_no']}-{plain(ordered)}"
    typed = st.text_input("Ordered quantity", plain(ordered), key=key, width=120) or ""
    if not st.button("Change quantity", key="change_qty"):
        return
    try:
        qty = parse(typed, line["lic"])
    except DeskError as error:
        desk.refuse(error)
        return
    done = f"Line {line['line_no']}: {spelled(ordered)} of {line['lic']} became {typed.strip()}."
    edit = partial(SetQty, number, line["line_no"], qty, seen=seen)
    _try(lambda say: PendingAct([edit(on_shortage=say, ask=say is None)], done, yes="change it"))


def add_box(number: str, seen: int) -> None:
    """A box for one more line; it empties itself when the line is added, and keeps what was refused."""
    added = st.session_state.get(_ADDED, 0)
    with st.form("add_line", border=False):
        box, slot, button = line_box.columns()
        warehouse = None
        if slot is not None:
            with slot:
                warehouse = pickers.warehouse("From", key="add_line_place")
        key = f"add_line-{number}-{added}"
        text = box.text_input("Add a line", key=key, placeholder="LIC quantity, then Enter")
        sent = button.form_submit_button("Add", width="stretch")
    if sent and text and text.strip() and (refused := _add(number, text.strip(), warehouse, seen)):
        lic_dialog.refuse(refused, key="order-new-lic", then=lambda *_: focus.on(key))


def _add(number: str, text: str, warehouse: str | None, seen: int) -> DeskError | None:
    """Add a line, or ask what must be asked first; returns why it cannot be read."""
    try:
        with desk.session().reading() as tx:
            parts = typed_lines.parts(text)
            lic, qty = typed.resolve_one(tx, parts.goods)
            also = typed.extras(parts)
    except DeskError as error:
        return error
    done = f"{text} was added to order {number}."
    edit = partial(AddLine, number, lic, qty, warehouse, seen=seen, **also)
    _try(
        lambda say: PendingAct(
            [edit(on_shortage=say, ask=say is None)], done, yes="add it", follows=_empty_the_box
        )
    )
    return None


def _empty_the_box(_: Transaction) -> None:
    st.session_state[_ADDED] = st.session_state.get(_ADDED, 0) + 1


def _try(act: Callable[[OnShortage | None], PendingAct], say: OnShortage | None = None) -> None:
    """Do an act; if stock is short, ask, and do it with the answer (R7)."""

    def _asks(error: DeskError) -> bool:
        if not isinstance(error, ShortageUnanswered):
            return False
        shortage.ask(error.shortages[0], partial(_try, act))
        return True

    confirm.do(replace(act(say), asks=_asks))
