"""The box into which a clerk types lines, and what became of the last one."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from engine.errors import DeskError
from engine.orders import entry
from engine.orders.entry import EntryResult
from engine.orders.typed import Candidates
from engine.quantities import plain
from engine.store import Transaction
from pages.parts import desk, focus, formats, lic_dialog, line_box, pickers
from pages.parts.literal import literal
from pages.parts.order_entry import note, own_edits, questions

WAREHOUSE: Final = "entry_warehouse"
_CHOICES: Final = "entry_choices"
_UNKNOWN: Final = "entry_unknown"
_DONE: Final = "entry_typed_done"
_HELP: Final = (
    "`LIC 25` or `LIC*25` adds 25, a LIC alone adds one. A few letters of a code or description find it. "
    "`#2 10` changes line 2 to ten, `#2 0` removes it. Price and note: `LIC 25 @12.50 // blue`. "
    "`// one truck` alone is the note of the order."
)


def show(number: str) -> None:
    """Draw the box of a draft, and what became of the line typed last."""
    if st.session_state.pop(_DONE, False):
        st.session_state["quick"] = ""
    with st.form("quick_add", clear_on_submit=True, border=False):
        box, slot, button = line_box.columns()
        box.text_input(
            "Add a line", key="quick", placeholder="LIC quantity, then Enter", help=_HELP, autocomplete="off"
        )
        if slot is not None:
            with slot:
                pickers.warehouse("From", key=WAREHOUSE)
        button.form_submit_button("Add", on_click=_take, args=(number,), width="stretch")
    note.show(number)
    _offer_new(number)
    about, offered = st.session_state.get(_CHOICES) or ("", None)
    if about == number and offered is not None:
        _offer(number, offered)


def warehouse() -> str | None:
    """The warehouse that lines are typed for; None where there is only one."""
    chosen: str | None = st.session_state.get(WAREHOUSE)
    return chosen


def _take(number: str) -> None:
    text = str(st.session_state["quick"]).strip()
    note.forget()
    st.session_state.pop(_CHOICES, None)
    st.session_state.pop(_UNKNOWN, None)
    if not text:
        return
    with (
        desk.attempting(on_refusal=lambda error: _refused(number, error, text)) as attempt,
        own_edits.own(attempt.tx, number),
    ):
        did = entry.type_line(attempt.tx, number, text, warehouse())
        if isinstance(did, EntryResult) and did.line_no is not None:
            questions.ask(attempt.tx, number, did.line_no)
    if not attempt.saved:
        return
    if isinstance(did, Candidates):
        note.keep(number, "Several LICs fit. Choose one, or type more of it.")
        st.session_state[_CHOICES] = (number, did)
        _put_back(text)
    else:
        note.keep(number, did.sentence)


def _refused(number: str, error: DeskError, text: str) -> None:
    note.keep(number, str(error), refused=True)
    if lic := lic_dialog.missing(error):
        st.session_state[_UNKNOWN] = (number, lic, text)
    _put_back(text)


def _offer_new(number: str) -> None:
    """The way to add the LIC that was typed and is not there; then the line is added as it was typed."""
    about, lic, text = st.session_state.get(_UNKNOWN) or ("", "", "")
    if about == number:
        lic_dialog.button(lic, key="entry-new-lic", then=partial(_add_new, number, lic, text))


def _add_new(number: str, typed: str, text: str, tx: Transaction, lic: str) -> None:
    """Add the line whose LIC was just added, under the code that was chosen for it."""
    with own_edits.own(tx, number):
        did = entry.type_line(tx, number, text.replace(typed, lic, 1), warehouse())
        if isinstance(did, EntryResult):
            questions.ask(tx, number, did.line_no)
            note.keep(number, did.sentence)
            st.session_state[_DONE] = True
    st.session_state.pop(_UNKNOWN, None)
    focus.on("quick")


def _put_back(text: str) -> None:
    """Let a refused text stand in the box, to be corrected or typed over: nothing is typed twice."""
    st.session_state["quick"] = text
    focus.on("quick", select=True)


def _offer(number: str, offered: Candidates) -> None:
    names = dict(offered.found.iter_rows())
    st.pills(
        f"{formats.units(offered.qty)} of which LIC?" + (" More than these fit." if offered.cut else ""),
        list(names),
        format_func=lambda lic: literal(f"{lic} {names.get(lic, '')}"),
        key="entry_choice",
        on_change=_choose,
        args=(number, offered),
    )


def _choose(number: str, offered: Candidates) -> None:
    lic = st.session_state.pop("entry_choice", None)
    if lic is None:
        return
    text = f"{lic} {plain(offered.qty)}"
    with (
        desk.attempting(on_refusal=lambda error: _refused(number, error, text)) as attempt,
        own_edits.own(attempt.tx, number),
    ):
        did = entry.add(attempt.tx, number, lic, offered.qty, warehouse(), **offered.extras)
        questions.ask(attempt.tx, number, did.line_no)
    if attempt.saved:
        st.session_state.pop(_CHOICES, None)
        st.session_state["quick"] = ""
        note.keep(number, did.sentence)
        focus.on("quick")
