"""Putting the cursor where the next word is typed: after a dialog Streamlit leaves it nowhere."""

from __future__ import annotations

import json
from itertools import count

import streamlit as st

_WANTED = "_focus"
_nonces = count()


def on(key: str, *, select: bool = False) -> None:
    """Put the cursor into the field with this key when the page is next drawn.

    ``select``: what stands in it is selected, so that typing replaces it.
    """
    st.session_state[_WANTED] = (key, select)


def on_arrival(key: str) -> None:
    """Put the cursor into the field with this key, unless it was sent to another one already."""
    if _WANTED not in st.session_state:
        on(key)


def left(kind: str, record: str) -> bool:
    """Whether another record of this kind was shown before, in this tab; remembers the one shown now."""
    kept = f"_shown-{kind}"
    before = st.session_state.get(kept)
    st.session_state[kept] = record
    return bool(before != record)


def place() -> None:
    """Move the cursor where ``on`` said, once the field is there and no dialog is open."""
    if _WANTED not in st.session_state:
        return
    key, select = st.session_state.pop(_WANTED)
    field = json.dumps(f".st-key-{key} input")
    script = f"""<script>/* {next(_nonces)} */
    (() => {{
      let left = 50;
      const look = () => {{
        const field = document.querySelector({field});
        if (field && !document.querySelector('[data-testid="stDialog"]')) field.focus();
        if (document.activeElement !== field && left--) setTimeout(look, 60);
        else if ({json.dumps(select)} && field) setTimeout(() => field.select(), 60);
      }};
      setTimeout(look, 60);
    }})();
    </script>"""
    st.html(script, unsafe_allow_javascript=True)
