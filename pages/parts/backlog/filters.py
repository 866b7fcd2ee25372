"""What the backlog is narrowed to: the address has it, a click on a bar sets it, chips take it off again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import polars as pl
import streamlit as st

from engine.reports import slicing
from engine.reports.slicing import NO_VENDOR, WHOLE, Slice
from pages.parts import desk, formats, pickers, query
from pages.parts.backlog import figures
from pages.parts.backlog.figures import Leaders
from pages.parts.literal import Markdown, literal

_LABELS: Final[dict[str, Markdown]] = {
    "lic": "LIC",
    "customer": "Customer",
    "age": "Age",
    "priority": "Priority",
    "vendor": "Vendor",
}
Names = Mapping[str, Mapping[str, str]]


class Narrowed(NamedTuple):
    """What the page is narrowed to, and what its codes are called."""

    only: Slice
    names: Names


def read() -> Narrowed:
    """What the address narrows the page to; codes that there are none of are taken off
    it, and that is said."""
    typed = {name: st.query_params.get_all(name) for name in WHOLE.lists}
    with desk.reading() as tx:
        only, names = slicing.of(tx, typed)
    if any(list(codes) != typed[name] for name, codes in zip(typed, only.lists.values(), strict=True)):
        for name, codes in only.lists.items():
            query.say_left_out(name, [code for code in dict.fromkeys(typed[name]) if code not in codes])
        _write(only)
    return Narrowed(only, names)


def toggle(only: Slice, name: str, code: str) -> None:
    """Narrow the page to one code more, or take it off."""
    _write(only.toggled(name, code))


def _write(only: Slice) -> None:
    for name, codes in only.lists.items():
        _write_codes(name, codes)


def _write_codes(name: str, codes: Sequence[str]) -> None:
    if codes:
        st.query_params[name] = list(codes)
    else:
        st.query_params.pop(name, None)


def chips(narrowed: Narrowed) -> None:
    """What the page is narrowed to, each with the way to take it off, and lists to choose by keyboard."""
    only, names = narrowed
    offered = _offered(figures.leaders(only, by_value=False))
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        with st.popover("Filter", icon=":material/filter_list:"):
            st.caption("Or click a bar below. All figures, charts and tables follow.")
            for name, label in _LABELS.items():
                _choices(label, name, only.lists[name], _named(offered[name], names[name]))
        for name, codes in only.codes.items():
            for code in codes:
                st.button(
                    f"{_LABELS[name]}: {literal(_spelled(name, code, names[name].get(code, '')))}",
                    key=f"chip-{name}-{code}",
                    icon=":material/close:",
                    icon_position="right",
                    help="Take this filter off.",
                    on_click=toggle,
                    args=(only, name, code),
                )
        if only != WHOLE:
            st.button("Clear all", key="clear-filters", type="tertiary", on_click=_write, args=(WHOLE,))


def _choices(label: Markdown, name: str, chosen: list[str], named: Mapping[str, str]) -> None:
    """A list to choose codes from; what is chosen elsewhere stands in it."""
    key = f"filter-{name}"
    st.session_state[key] = chosen
    st.multiselect(
        label,
        list(named),
        format_func=lambda code: _spelled(name, code, named.get(code, "")),
        key=key,
        placeholder="All",
        on_change=_chosen,
        args=(name, key),
    )


def _chosen(name: str, key: str) -> None:
    _write_codes(name, st.session_state[key])


def _offered(leaders: Leaders) -> dict[str, pl.DataFrame]:
    """The codes that bars show, and what they are called."""
    return {
        "lic": leaders.by_lic.select("lic", "description"),
        "customer": leaders.by_customer.select("customer", "name"),
        "age": leaders.by_age.select("age", name="age"),
        "priority": leaders.by_priority.select("priority", name="priority"),
        "vendor": leaders.by_vendor.select("vendor", "name"),
    }


def _named(offered: pl.DataFrame, names: Mapping[str, str]) -> dict[str, str]:
    return {str(code): str(label) for code, label in offered.iter_rows()} | dict(names)


def _spelled(name: str, code: str, label: str) -> str:
    """A code in words for people."""
    if name == "priority":
        return formats.priority(int(code))
    if code == NO_VENDOR:
        return "none known"
    return pickers.both(code, label)
