"""The filters of the backorder review; they are in the address, so that a view can be sent to others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import polars as pl
import streamlit as st

from engine.reports.slicing import AGES
from engine.rules.header import SHIP_TYPES
from engine.views import Filters, Listing
from pages.parts import desk, finding, formats, links, own_views, pickers, query
from pages.parts.backorders import views
from pages.parts.literal import Markdown
from pages.parts.own_views import IN_ADDRESS, first

MOST_NAMED: Final = 3
"""How many values of a filter are named while the filters are closed."""
_LIMITS: Final = dict(zip(AGES, ((0, 7), (8, 30), (31, 60), (61, 1_000_000)), strict=True))


def show(waiting: pl.DataFrame, counts: Mapping[str, int]) -> pl.DataFrame:
    """Draw the filters and return the rows of ``waiting`` that pass them; ``counts``: of its views."""
    fixed, own = own_views.beside_the_fixed()
    with fixed:
        view = views.choose(counts)
    query.check("age", AGES)
    query.check("ship", SHIP_TYPES.values())
    with st.container(horizontal=True, vertical_alignment="bottom"):
        word = finding.box("Find", "Order, LIC, name …", width=200)
        ages = st.pills("Age", AGES, selection_mode="multi", key="age", bind="query-params")
        ship = st.pills("Ship type", list(SHIP_TYPES.values()), key="ship", bind="query-params")
    chosen = {"q": [word], "age": ages or [], "ship": [ship] if ship else [], **_choices(waiting)}
    with own:
        own_views.show(Listing.BACKORDERS, FIELDS, lambda asked: views.lines(matching(waiting, asked)))
    return waiting.filter(view, *_conditions(chosen))


FIELDS: Final[dict[str, Any]] = {
    "q": "",
    "age": [],
    "ship": None,
    **dict.fromkeys(("view", "lic", "customer", "location", "priority"), IN_ADDRESS),
}
"""What the address calls the filters, and what they hold where nothing is chosen."""


def matching(waiting: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """The rows that pass filters as the address has them; what names nothing filters nothing."""
    every = views.views(desk.actor())
    return waiting.filter(every.get(first(filters, "view"), every[views.WHOLE]).rows, *_conditions(filters))


def _conditions(filters: Filters) -> Iterable[pl.Expr]:
    """What rows must be to pass filters, the view aside."""
    yield finding.in_text(first(filters, "q"), pl.col("text"))
    if ages := [age for age in filters.get("age", ()) if age in _LIMITS]:
        yield pl.any_horizontal(pl.col("age_days").is_between(*_LIMITS[age]) for age in ages)
    ships = {label: str(code) for code, label in SHIP_TYPES.items()}
    if first(filters, "ship") in ships:
        yield pl.col("ship_type") == ships[first(filters, "ship")]
    for name, column in _COLUMNS.items():
        if chosen := filters.get(name):
            yield pl.col(column).cast(pl.String).is_in(list(chosen))


_COLUMNS: Final = {"lic": "lic", "customer": "customer", "location": "site", "priority": "priority"}
"""The filters that name values of a column."""


def _choices(waiting: pl.DataFrame) -> dict[str, list[str]]:
    """The filters that offer what waits: LIC, customer, location, priority.

    All that they offer goes to the browser, 300 kB of 10,000 LICs, and only while one looks at it or one of
    them is set.
    """
    is_set = _any_set("lic", "customer", "location", "priority")
    st.session_state.setdefault("more-filters", is_set)  # open at first; then as somebody leaves it
    more = st.expander("More filters", key="more-filters", on_change="rerun")
    if not (more.open or is_set):
        return {}
    with more:
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
    chosen = {"lic": lics, "customer": customers, "location": locations, "priority": priorities}
    if not more.open and any(chosen.values()):
        st.caption(_in_words(chosen))
    return chosen


def _in_words(chosen: dict[str, list[str]]) -> Markdown:
    """What is set, where it is not seen: ``Only LIC A and B · customer C3``."""
    levels = [formats.priority(int(level)) for level in chosen["priority"]]
    named = {
        "LIC": chosen["lic"],
        "customer": chosen["customer"],
        "location": chosen["location"],
        "priority": levels,
    }
    some = [f"{what} {formats.listed(names, MOST_NAMED)}" for what, names in named.items() if names]
    return f"Only {' · '.join(some)}"


def _any_set(*params: str) -> bool:
    return any(param in st.query_params for param in params)


def _distinct(frame: pl.DataFrame, code: str, name: str) -> dict[str, str]:
    rows = frame.select(pl.col(code), pl.col(name).alias("name")).unique(subset=[code]).sort(code)
    return {key: pickers.both(key, label) for key, label in rows.iter_rows()}


def clear() -> None:
    """Clear every filter."""
    links.go("backorders")
