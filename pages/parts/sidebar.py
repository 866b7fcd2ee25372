"""The sidebar: who is at the screen, and whether the sweeps run."""

from __future__ import annotations

import streamlit as st

from pages.parts import desk


def show() -> None:
    """Draw it, under the list of pages."""
    with st.sidebar:
        _who()


def _who() -> None:
    if "actor" not in st.session_state:
        st.session_state["actor"] = desk.default_actor()
    st.text_input(
        "Who are you?",
        key="actor",
        max_chars=60,
        help="What you do is written into the record log under this name. It is a name, not a password.",
    )
