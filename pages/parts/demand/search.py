"""Finding a LIC: by its code, by a word of its name, or because much of it is missing."""

from __future__ import annotations

import streamlit as st

from engine import catalogue
from engine.errors import Unknown
from engine.reports import backlog, demand
from engine.store import Transaction
from pages.parts import (
    backlog_tables,
    desk,
    finding,
    lic_dialog,
    lic_link,
    links,
    pickers,
    query,
    readings,
)
from pages.parts.literal import literal


def show() -> None:
    """The way in where no LIC is chosen: a search, and the LICs that are most short."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = finding.box("Find a LIC", "Code or a word of its name", key="find", width=380)
        _new_button(word)
    if word:
        matches(word)
        return
    short = readings.once(backlog.by_lic)
    if short.height:
        st.subheader("Most short", anchor=False)
        backlog_tables.lics(short, key="most-short", every=readings.once(backlog.summary).lics)
    elif readings.once(catalogue.items).height:
        st.success("Nothing is short. Search for a LIC to see its balances.", icon=":material/check_circle:")
    else:
        st.info("The desk knows no LICs yet. Add one, or import a file of them.")
        links.import_file()


def matches(word: str) -> None:
    """Links to the LICs that fit a word."""
    with desk.reading() as tx:
        near = demand.like(tx, word)
    if not near.height:
        st.info("No LIC matches. Try a part of its code or of its name.")
    for lic, description in near.iter_rows():
        lic_link.show(lic, pickers.both(lic, description), "chevron_right")


def unknown(lic: str) -> None:
    """What the page shows for a LIC that is not there."""
    st.error(literal(str(Unknown(kind="LIC", name=lic))), icon=":material/search_off:")
    with desk.reading() as tx:
        near = demand.like(tx, lic, least=catalogue.ALIKE, most=5)
    if near.height:
        st.markdown("Did you mean one of these?")
        for code, description in near.iter_rows():
            lic_link.show(code, pickers.both(code, description), "chevron_right")
    _new_button(lic)


def _new_button(lic: str) -> None:
    if st.button("New LIC …", icon=":material/add:") or query.asks_for_new():
        lic_dialog.ask(lic, _go_there)


def _go_there(_: Transaction, lic: str) -> None:
    st.query_params["lic"] = lic
