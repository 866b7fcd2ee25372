"""Putting the cursor where the next word is typed: after a dialog Streamlit leaves it nowhere."""

from __future__ import annotations

import json
import uuid
from typing import Final

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


def on_ctrl_enter() -> None:
    """Have Ctrl + Enter do one thing: press the button of an open dialog; else send what stands typed in the
    sidebar, or in a form that has no such key, as Enter does; else press the button of the page.

    Streamlit would have it press the button of the page in every case as well, and what was typed into the
    dialog or the form could be lost to that.
    """
    st.html(_SENDING, unsafe_allow_javascript=True)


_SENDING: Final = """<script>
if (!window.backorderSending) {
  window.backorderSending = true;
  const isMeant = event => (event.ctrlKey || event.metaKey) && event.key === "Enter";
  let isTyped = false;  // where Enter sends it: known before its field is emptied
  // The field has had the key when it comes to the body, and the buttons have not.
  document.body.addEventListener("keydown", (event) => {
    if (isMeant(event) && isTyped) event.stopPropagation();
  });
  window.addEventListener("keydown", (event) => {
    if (!isMeant(event)) return;
    const form = event.target.closest('[data-testid="stForm"]');
    const sent = form ? !form.querySelector("button kbd") : event.target.closest('[data-testid="stSidebar"]');
    isTyped = !!event.target.value && !!sent;
    const dialog = document.querySelector('[data-testid="stDialog"] [role="dialog"]');
    if (!dialog) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.repeat) return;
    const field = document.activeElement;
    if (dialog.contains(field)) {  // a field tells what was typed into it when it is left
      field.blur();
      field.focus();
    }
    const sends = button => (button.querySelector("kbd")?.textContent || "").includes("Enter");
    [...dialog.querySelectorAll("button")].find(sends)?.click();
  }, true);
}
</script>"""


def in_what_opens() -> None:
    """Have a dialog or a popover that opens take the cursor into its first field, and a dialog close the
    popover from which it was asked, which would lie over it.

    A dialog whose answers are single letters keeps them: nobody may type a Y into its field. Nor does the
    cursor move where there is no mouse, because a keyboard would cover half of a phone.
    """
    st.html(_OPENING, unsafe_allow_javascript=True)


_OPENING: Final = """<script>
if (!window.backorderOpening) {
  window.backorderOpening = true;
  const dialog = '[data-testid="stDialog"] [role="dialog"]', popover = '[data-testid="stPopoverBody"]';
  const fields = 'input:not([type="checkbox"], [type="radio"], :disabled), textarea:not(:disabled), ' +
    '[role="spinbutton"]';
  const asking = '[data-testid="stMain"] [data-testid="stPopover"] [aria-expanded="true"]';
  const seen = new WeakSet();
  let touched = 0;
  for (const way of ["keydown", "pointerdown"]) document.addEventListener(way, () => { touched += 1; }, true);
  const into = (opened, before, left, put) => {
    const keys = [...opened.querySelectorAll("button kbd")].map(key => key.textContent.trim());
    const letters = keys.some(key => key.length === 1);
    if (!opened.isConnected || letters || touched > before || !left) return;
    const field = [...opened.querySelectorAll(fields)].find(one => one.checkVisibility());
    const at = document.activeElement, chosen = opened.contains(at) && at.matches(fields) && at !== put;
    if (field && field !== at && !chosen) field.focus();
    // What opens takes the cursor late, and a field to choose from is drawn after those below it.
    setTimeout(() => into(opened, before, left - 1, chosen ? put : field), 60);
  };
  const look = () => {
    for (const opened of document.querySelectorAll(`${dialog}, ${popover}`)) {
      if (seen.has(opened)) continue;
      seen.add(opened);
      if (opened.matches(dialog)) document.querySelectorAll(asking).forEach(button => button.click());
      if (!matchMedia("(hover: none)").matches) setTimeout(() => into(opened, touched, 200), 120);
    }
  };
  new MutationObserver(look).observe(document.body, {childList: true, subtree: true});
}
</script>"""


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
