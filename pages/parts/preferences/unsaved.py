"""What is chosen and not saved yet: kept on other pages too, marked, and discarded by a button.

A field that is given ``IN_SESSION`` and a key that ends with ``round_of`` is there again when one comes back
from another page; what is saved must be in its key as well, so that what somebody else saved shows as it is.
"""

from __future__ import annotations

from typing import Final

import streamlit as st

IN_SESSION: Final = "session"
"""What Streamlit does with a field while another page is shown."""
_NOT_SAVED: Final = (
    ":orange-badge[:material/edit: Not saved yet] It stays here while you look at other pages; loading this "
    "tab anew (F5) or closing it discards it."
)


def say() -> None:
    """Say that something is not saved yet, and how long it stays."""
    st.markdown(_NOT_SAVED)


def discard_button(form: str) -> None:
    """The button that lets the fields of a form show what is saved."""
    st.button("Discard", key=f"discard-{form}", icon=":material/undo:", on_click=begin_anew, args=(form,))


def begin_anew(form: str) -> None:
    """Let the fields of a form show what is saved, once they are saved or discarded."""
    st.session_state[_key(form)] = round_of(form) + 1


def round_of(form: str) -> int:
    """How often a form was saved or discarded in this tab: its fields have other keys then."""
    done: int = st.session_state.get(_key(form), 0)
    return done


def _key(form: str) -> str:
    return f"_round-{form}"
