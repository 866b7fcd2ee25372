"""Choosing a LIC, a customer, a vendor or a warehouse by its code."""

from __future__ import annotations

from typing import Final

import polars as pl
import streamlit as st

from engine import catalogue
from pages.parts import desk, head_fields, query, readings
from pages.parts.literal import Markdown

MOST_OPTIONS: Final = 2_000
"""A list to choose from is pleasant up to here; beyond it a LIC is typed."""


def both(code: str, name: str) -> str:
    """``B100 · Algebra 1``; the code alone where there is no other name."""
    return f"{code} · {name}" if name and name != code else code


def lic(label: Markdown, *, key: str, placeholder: str = "Type a code or a name") -> str | None:
    """A LIC, chosen from a list or, on a large desk, typed; the engine says when it is unknown."""
    items = readings.once(catalogue.items)
    named = dict(items.select("lic", "description").iter_rows())
    if len(named) > MOST_OPTIONS:
        return st.text_input(label, key=f"{key}-typed", placeholder="Type a code").strip() or None
    code: str | None = st.selectbox(
        label,
        list(named),
        index=None,
        key=key,
        placeholder=placeholder,
        format_func=lambda c: both(c, named.get(c, "")),
    )
    return code


def vendor(label: Markdown, *, key: str, chosen: str | None = None, none: str = "None") -> str | None:
    """A vendor, chosen from a list, or none."""
    with desk.reading() as tx:
        vendors = catalogue.vendors(tx)
    named = dict(zip(vendors["code"], vendors["name"], strict=True))
    codes = ["", *named]
    is_set = key in st.session_state  # whoever set it, it goes before what is chosen to begin with
    at = codes.index(chosen) if chosen in named and not is_set else 0
    nobody = none if named else "There is no vendor yet"
    code = st.selectbox(
        label, codes, index=at, key=key, format_func=lambda c: both(c, named[c]) if c else nobody
    )
    return code or None


def customer(label: Markdown, *, key: str) -> str | None:
    """A customer, chosen from a list by name or code; none until somebody chooses."""
    customers = dict(readings.once(catalogue.customers).iter_rows())
    code: str | None = st.selectbox(
        label,
        list(customers),
        index=None,
        key=key,
        format_func=lambda code: head_fields.customer_label(code, customers),
        placeholder="Type a name or code",
    )
    return code


def customer_filter() -> str | None:
    """The code of the customer that a list is narrowed to, or None; the address keeps the choice."""
    names = dict(readings.once(catalogue.customers).iter_rows())
    named = {code: head_fields.customer_label(code, names) for code in names}
    return query.box("Customer", named, param="customer", placeholder="Every customer")


def warehouse(label: Markdown, *, key: str, at: int = 0) -> str | None:
    """An open warehouse, chosen from a list; where there is only one it is not asked for.

    ``at``: which one the list begins with.
    """
    with desk.reading() as tx:
        warehouses = catalogue.warehouses(tx).filter(~pl.col("closed"))
    if warehouses.height == 1:
        return str(warehouses["code"][0])
    named = dict(zip(warehouses["code"], warehouses["name"], strict=True))
    code: str | None = st.selectbox(
        label, list(named), index=at, key=key, format_func=lambda c: both(c, named[c])
    )
    return code


def source(label: Markdown, *, key: str, chosen: str | None = None) -> str | None:
    """The warehouse that something is fetched from, or none: it is bought. Where there is only one, it is not
    asked for."""
    with desk.reading() as tx:
        warehouses = catalogue.warehouses(tx).filter(~pl.col("closed"))
    if warehouses.height == 1:
        return None
    named = dict(zip(warehouses["code"], warehouses["name"], strict=True))
    codes = ["", *named]
    at = codes.index(chosen) if chosen in named else 0
    words = {"": "None: it is bought"} | {code: both(code, name) for code, name in named.items()}
    return st.selectbox(label, codes, index=at, key=key, format_func=lambda code: words[code]) or None


def has_several_warehouses() -> bool:
    """Whether screens must say which warehouse they mean."""
    with desk.reading() as tx:
        return catalogue.warehouses(tx).height > 1
