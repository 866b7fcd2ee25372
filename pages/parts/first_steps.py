"""What a desk still lacks before its first order can be typed: shown until there is one."""

from __future__ import annotations

from typing import Final

import streamlit as st

from engine.desk import first_run
from engine.desk.first_run import FirstSteps
from pages.parts import desk, links
from pages.parts.literal import Markdown

_WORDS: Final[dict[str, tuple[Markdown, Markdown]]] = {
    "lics": ("LICs", "The things you sell."),
    "customers": ("Customers", "Who orders them, and where it goes."),
    "stock": ("Stock", "How many lie on the shelf: an import, a count or a receipt."),
    "orders": ("The first order", "Typed from the keyboard, or imported."),
}


def show() -> None:
    """The four steps with what is done, each with the ways to do it; nothing once there is an order."""
    with desk.reading() as tx:
        done = first_run.steps(tx)
    if done.orders:
        return
    st.subheader("First steps", anchor=False)
    for step, (name, meaning) in _WORDS.items():
        _step(name, meaning, done=getattr(done, step))
        if not getattr(done, step):
            _ways(step, done)


def _step(name: Markdown, meaning: Markdown, *, done: bool) -> None:
    mark = ":green[:material/check_circle:]" if done else ":material/radio_button_unchecked:"
    st.markdown(f"{mark} **{name}.** {meaning}")


def _ways(step: str, done: FirstSteps) -> None:
    """Where a step is done: by hand, or with a file."""
    with st.container(horizontal=True):
        match step:
            case "lics":
                links.link("demand", "New LIC …", "add", new="lic")
            case "customers":
                links.link("order_entry", "New customer", "person_add", new="customer")
            case "stock" if done.lics:
                links.link("supply", "Count it", "inventory", tab="Adjustments")
            case "orders" if done.lics and done.customers:
                links.link("order_entry", "Type an order", "edit_square")
        links.import_file()
