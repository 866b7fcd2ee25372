"""Filters that stand in the page's link by codes, where Streamlit's own binding would write their labels."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

import streamlit as st

from pages.parts import formats
from pages.parts.literal import Markdown, literal


def multiselect(
    label: Markdown, named: Mapping[str, str], *, param: str, placeholder: str = "All"
) -> list[str]:
    """Choose some of ``named`` (code -> label); the codes are the address's ``param``, one for each.

    A code in the address that is not among them is left out, and that is said: it filters nothing.
    """
    key, mirrored = f"_{param}", f"_{param}-in-address"
    asked = st.query_params.get_all(param)
    if key not in st.session_state or asked != st.session_state.get(mirrored):
        _hold(key, [code for code in asked if code in named], empty=[])
        say_left_out(param, [code for code in asked if code not in named])
    chosen: list[str] = st.multiselect(
        label, list(named), format_func=lambda code: named.get(code, code), key=key, placeholder=placeholder
    )
    if chosen:
        st.query_params[param] = chosen
    else:
        st.query_params.pop(param, None)
    st.session_state[mirrored] = list(chosen)
    return chosen


def asks_for_new() -> bool:
    """Whether the link that led here asks for what is new on this page; the address does so once."""
    return st.query_params.pop("new", None) is not None


def one_of(label: Markdown, named: Mapping[str, str], *, param: str) -> str:
    """Choose one of ``named`` (code -> label, which may change); its code is the address's ``param``.

    The first is chosen where the address names none, and is not written there. Two pages may have other codes
    for the same ``param``: these are two fields, or one would be given what was chosen of the other.
    """
    key = f"_{param}-{zlib.crc32('|'.join(named).encode()):x}"
    first, asked = next(iter(named)), st.query_params.get(param)
    if _is_asked_anew(key, asked):
        check(param, named)
        st.session_state[key] = asked if asked in named else first
    chosen = str(
        st.segmented_control(
            label,
            list(named),
            format_func=lambda code: literal(named.get(code, code)),
            key=key,
            required=True,
        )
    )
    _write(param, key, chosen if chosen != first else None)
    return chosen


def box(label: Markdown, named: Mapping[str, str], *, param: str, placeholder: str) -> str | None:
    """Choose one of ``named`` (code -> label) from a list, or none; its code is the address's ``param``.

    A code in the address that is not among them is left out, and that is said.
    """
    key, asked = f"_{param}", st.query_params.get(param)
    if _is_asked_anew(key, asked):
        check(param, named)
        _hold(key, asked if asked in named else None, empty=None)
    chosen: str | None = st.selectbox(
        label,
        list(named),
        index=None,
        format_func=lambda code: named.get(code, code),
        key=key,
        placeholder=placeholder,
    )
    _write(param, key, chosen)
    return chosen


def check(param: str, codes: Iterable[str]) -> None:
    """Say what of the address names nothing, before a field that takes it off the address reads it."""
    there = set(codes)
    say_left_out(param, [code for code in st.query_params.get_all(param) if code not in there])


def say_left_out(param: str, codes: Sequence[str]) -> None:
    """Say of codes in the address that there are none such; said once, since they are taken off it."""
    what = _CALLED.get(param, param)
    sentences = [
        f"There is no {what} {literal(code[:_LONGEST])} here; the filter was left out."
        for code in codes
        if code
    ]
    if sentences:
        st.warning("  \n".join(sentences[:_MOST_SAID]), icon=":material/filter_alt_off:")


_CALLED: Final = {
    "lic": "LIC",
    "pool": "LIC",
    "ship": "ship type",
    "by": "person",
    "about": "kind of record",
    "show": "choice",
}
"""What is filtered by, where the address calls it otherwise."""
_LONGEST: Final = 60
_MOST_SAID: Final = 5


def typed(label: Markdown, *, param: str, placeholder: str) -> str | None:
    """Type a code, or nothing, where a list of all would be too long; it is the address's ``param``."""
    key, asked = f"_{param}-typed", st.query_params.get(param)
    if _is_asked_anew(key, asked):
        st.session_state[key] = asked or ""
    code = (st.text_input(label, key=key, placeholder=placeholder) or "").strip() or None
    _write(param, key, code)
    return code


def day(label: Markdown, first: date, last: date, *, param: str) -> date:
    """Choose a day with a handle; the day is the address's ``param``, and the last one is not written there.

    Streamlit's own binding writes a day that a button sets as a number, which it does not read again.
    """
    key, asked = f"_{param}", st.query_params.get(param)
    if _is_asked_anew(key, asked):
        st.session_state[key] = formats.read_day(asked) or last
    if not first <= st.session_state[key] <= last:
        st.session_state[key] = last
    chosen: date = st.slider(label, first, last, key=key, format="D MMM YYYY")
    _write(param, key, str(chosen) if chosen != last else None)
    return chosen


def _is_asked_anew(key: str, asked: str | None) -> bool:
    """Whether the address asks a field for something else than ``_write`` has left there."""
    return key not in st.session_state or asked != st.session_state.get(f"{key}-in-address")


def _hold(key: str, value: object, *, empty: object) -> None:
    """Put a value into a field, unless it stands there: a field that was set is sent once more, with all that
    it offers, when the page is next drawn. ``empty``: what a field holds that was not drawn yet."""
    if st.session_state.get(key, empty) != value:
        st.session_state[key] = value


def _write(param: str, key: str, value: str | None) -> None:
    """Have the address say what a field holds; None: nothing."""
    if value is not None:
        st.query_params[param] = value
    else:
        st.query_params.pop(param, None)
    st.session_state[f"{key}-in-address"] = value
