"""On hand, demand, available and on order of the LIC in the row of any table that is hovered or focused.

Streamlit has no tooltips for cells. One component on each page therefore watches all its tables: where the
mouse rests on a row of a table that has a column *LIC*, or the keyboard is in one, it asks for that LIC
alone, and what is answered stands under the table. Only this part of the page is run for it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import streamlit as st

from engine import machine, stock
from engine.errors import DeskError
from pages.parts import desk, lic_link, style

_KEY: Final = style.UNSEEN
_HTML: Final = '<div popover="manual"></div><p role="status"></p>'
_ART: Final = Path(__file__).parents[1] / "art"
_component: Final = st.components.v2.component(
    _KEY,
    html=_HTML,
    css=(_ART / "lic_figures.css").read_text(encoding="utf-8"),
    js=(_ART / "lic_figures.js").read_text(encoding="utf-8"),
)


@st.fragment
def watch() -> None:
    """Watch the tables of this page; takes no room on it (``style``).

    An answer repeats which asking it answers: the browser does not hear the same one twice, and a row that
    was left and is pointed at again would stay silent.
    """
    state: Any = st.session_state.get(_KEY) or {}
    asked = state.get("lic") or {}
    data = {**answer(asked.get("lic")), "nth": asked.get("nth")}
    _component(key=_KEY, data=data, on_lic_change=_hear)


def answer(lic: str | None) -> dict[str, str]:
    """``lic`` and its ``figures`` in words; nothing where none was asked for, or the desk cannot tell."""
    if not lic:
        return {}
    try:
        with machine.in_a_sentence(), desk.session().reading() as tx:
            return {"lic": lic, "figures": lic_link.sums(lic, stock.balances(tx, lic))}
    except DeskError:  # no LIC of the desk, or somebody else is using it: whoever pointed there did not ask
        return {}


def _hear() -> None:
    """A LIC was pointed at; what is drawn next reads which."""
