"""The widget of a field, whatever it is a field of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

import streamlit as st

from engine.model import Cell, ShipType
from engine.rules.field import Field
from engine.rules.header import SHIP_TYPES
from pages.parts import formats
from pages.parts.literal import Markdown, literal

DAY: Final = "YYYY-MM-DD"
"""How a day is typed, in every field: as in files and on the command line."""
EVER: Final = date(1970, 1, 1)
"""The first day that can be looked for: no desk is older."""


def ask(field: Field, key: str, codes: Sequence[str] = (), **more: Any) -> Any:
    """The widget of a field; what stands in it is in the session under ``key``.

    ``codes``: those among which a code is chosen.
    """
    more |= {"key": key, "help": field.tip or None}
    match field.cell:
        case Cell.CODE:
            return st.selectbox(field.label, codes, **more)
        case Cell.CHOICE:
            return st.segmented_control(
                field.label, list(field.choices), format_func=choice, required=True, **more
            )
        case Cell.PRIORITY:
            return st.selectbox(field.label, range(10), format_func=formats.priority, **more)
        case Cell.DAY:
            return st.date_input(field.label, format=DAY, **more)
        case _:
            return st.text_input(field.label, placeholder=field.hint or None, max_chars=500, **more)


def hold(field: Field, row: Mapping[str, Any], key: str) -> str:
    """Put what the desk holds into the session, unless it stands there; the key."""
    value = row[field.name]
    if field.choices:
        value = field.choice(value)
    if key not in st.session_state or st.session_state[key] != value:
        st.session_state[key] = value
    return key


def choice(value: str) -> str:
    """A choice of a field, as pages name it."""
    return SHIP_TYPES[ShipType(value)] if value in SHIP_TYPES else literal(value)


def is_missing(text: str, what: Markdown, record: Markdown) -> bool:
    """Whether nothing was typed as the ``what`` of a ``record`` that needs one; if so, that is said below."""
    if not text.strip():
        st.error(f"The {record} has no {what}; type one.", icon=":material/block:")
    return not text.strip()


def refuse_unchosen(what: Markdown, record: Markdown) -> None:
    """Say below that nothing was chosen as the ``what`` of a ``record`` that needs one."""
    st.error(f"The {record} has no {what}; choose one.", icon=":material/block:")
