"""The sentence under the box of a draft: what the last thing typed or answered did."""

from __future__ import annotations

from typing import Final

import streamlit as st

from pages.parts.literal import literal

_NOTE: Final = "entry_note"


def keep(number: str, sentence: str, *, refused: bool = False) -> None:
    """Keep a note on a draft until something else is done."""
    st.session_state[_NOTE] = (number, refused, sentence)


def forget() -> None:
    """Forget the note."""
    st.session_state.pop(_NOTE, None)


def show(number: str) -> None:
    """Show the note, if it is about this draft."""
    about, refused, sentence = st.session_state.get(_NOTE) or ("", False, "")
    if about == number:
        (st.error if refused else st.caption)(literal(sentence))
