"""The filters of the backorder review; they are in the address, so that a view can be sent to others."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import polars as pl
import streamlit as st

from engine.reports.slicing import AGES
from pages.parts import finding, formats, links, pickers, query
from pages.parts.backorders import views

_LIMITS: Final = dict(zip(AGES, ((0, 7), (8, 30), (31, 60), (61, 1_000_000)), strict=True))


def show(waiting: pl.DataFrame) -> pl.DataFrame:
    """Draw the filters and return the rows of ``waiting`` that pass them."""
    view = views.choose(waiting)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = finding.box("Find", "Order, LIC, name …", width=200)
        ages = st.pills("Age", AGES, selection_mode="multi", key="age", bind="query-params")
        ship = st.pills("Ship type", list(formats.SHIP_TYPE.values()), key="ship", bind="query-params")
    conditions = [view, _has_word(word), *_choices(waiting)]
    if ages:
        conditions.append(pl.any_horizontal(pl.col("age_days").is_between(*_LIMITS[age]) for age in ages))
    if ship:
        conditions.append(pl.col("ship_type") == _code_of(ship))
    return waiting.filter(*conditions)


def _choices(waiting: pl.DataFrame) -> Iterable[pl.Expr]:
    """The filters that offer what waits: LIC, customer, location, priority."""
    with st.expander("More filters", expanded=_any_set("lic", "customer", "location", "priority")):
        row = st.columns(4)
        with row[0]:
            lics = query.multiselect("LICs", _distinct(waiting, "lic", "description"), param="lic")
        with row[1]:
            customers = query.multiselect(
                "Customers", _distinct(waiting, "customer", "customer_name"), param="customer"
            )
        at = waiting.filter(pl.col("customer").is_in(customers)) if customers else waiting
        with row[2]:
            locations = query.multiselect("Locations", _distinct(at, "site", "site"), param="location")
        with row[3]:
            levels = {str(n): formats.priority(n) for n in waiting["priority"].unique().sort(descending=True)}
            priorities = query.multiselect("Priorities", levels, param="priority")
    for column, chosen in (("lic", lics), ("customer", customers), ("site", locations)):
        if chosen:
            yield pl.col(column).is_in(chosen)
    if priorities:
        yield pl.col("priority").cast(pl.String).is_in(priorities)


def _any_set(*params: str) -> bool:
    return any(param in st.query_params for param in params)


def _distinct(frame: pl.DataFrame, code: str, name: str) -> dict[str, str]:
    rows = frame.select(pl.col(code), pl.col(name).alias("name")).unique(subset=[code]).sort(code)
    return {key: pickers.both(key, label) for key, label in rows.iter_rows()}


def _has_word(word: str) -> pl.Expr:
    """Rows in which every word of the search occurs somewhere."""
    columns = pl.col(
        "order", "lic", "description", "customer", "customer_name", "location"
    ).str.to_lowercase()
    parts = word.lower().split()
    matches = [pl.any_horizontal(columns.str.contains(part, literal=True)) for part in parts]
    return pl.all_horizontal(pl.lit(True), *matches)


def _code_of(ship: str) -> str:
    return next(str(code) for code, label in formats.SHIP_TYPE.items() if label == ship)


def clear() -> None:
    """Clear every filter."""
    links.go("backorders")
