"""Putting the cursor where the next word is typed: after a dialog Streamlit leaves it nowhere."""

from __future__ import annotations

import json
import uuid

import streamlit as st

_TARGET = "_focus"


def on(key: str, *, select: bool = False) -> None:
    """Put the cursor into the field with this key when the page is next drawn.

    ``select``: what stands in it is selected, so that typing replaces it.
    """
    st.session_state[_TARGET] = (key, select)


def on_arrival(key: str) -> None:
    """Put the cursor into the field with this key, unless it was sent to another one already."""
    if _TARGET not in st.session_state:
        on(key)


def has_changed(kind: str, record: str) -> bool:
    """Whether another record of this kind was shown before, in this tab; remembers the one shown now."""
    key = f"_shown-{kind}"
    before = st.session_state.get(key)
    st.session_state[key] = record
    return bool(before != record)


def on_ctrl_k(key: str) -> None:
    """Have Ctrl + K put the cursor into the field with this key, at once and wherever it stands."""
    field = json.dumps(f".st-key-{key} input")
    script = f"""<script>
    if (!window.backorderCtrlK) {{
      window.backorderCtrlK = true;
      document.addEventListener("keydown", (event) => {{
        if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "k") return;
        const field = document.querySelector({field});
        if (!field || document.querySelector('[data-testid="stDialog"]')) return;
        event.preventDefault();
        field.focus();
        field.select();
      }});
    }}
    </script>"""
    st.html(script, unsafe_allow_javascript=True)


def move() -> None:
    """Move the cursor to the field that ``on`` named, once the field is there and no dialog is open."""
    if _TARGET not in st.session_state:
        return
    key, select = st.session_state.pop(_TARGET)
    field = json.dumps(f".st-key-{key} input")
    # Another text each time, from another server too: a browser runs a script once.
    script = f"""<script>/* {uuid.uuid4().hex} */
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
