"""A *Find* box: what it holds, which rows it finds, and where a word of another system leads here."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

import polars as pl
import streamlit as st

from pages.parts import links
from pages.parts.literal import Markdown


@dataclass(frozen=True, slots=True)
class Term:
    """A thing of this desk that other systems call otherwise."""

    called: str  # its name here
    page: str
    params: dict[str, str]
    elsewhere: tuple[str, ...]  # its names in other systems, numbers of preferences included


def _term(called: str, page: str, *elsewhere: str, **params: str) -> Term:
    return Term(called, page, params, elsewhere)


TERMS: Final = (
    _term("Available, on order entry and LIC demand", "demand", "Invtry", "ATP", "Available to promise"),
    _term("Priority", "backorders", "Ffmt Priority", "Fulfillment Priority", "Fulfilment Priority"),
    _term(
        "Order items, Waiting", "order_items", "Find Back Ordered Items", "Open order lines",
        view="backordered",
    ),
    _term("Backorder review", "backorders", "BO flag", "Backorder report", "Open backorders"),
    _term(
        "Enable backorder management", "preferences", "Enable back order management", "Order Management",
        tab="Rules",
    ),
    _term(
        "Primary sweep", "preferences", "7792", "Primary Backorder Process", "Incoming Shipments",
        tab="Schedules",
    ),
    _term(
        "Secondary sweep", "preferences", "8050", "Secondary Backorder Process", "Available Inventory",
        tab="Schedules",
    ),
    _term("Schedules", "preferences", "Automation Schedules", "Schedule Setup", "Cron", tab="Schedules"),
    _term("Allotted, on Order items", "order_items", "Reserved", "Allocated", "Committed", view="allotted"),
    _term("Allocation policy", "preferences", "Allocation rules", "Reservation", tab="Allocation policy"),
    _term("Shipments, Picking", "shipments", "Picking list", "Pick ticket", "Wave", view="picking"),
    _term("Shipments", "shipments", "Fulfillment", "Fulfilment", "Dispatch"),
    _term("Paper, printed on Shipments", "shipments", "Packing slip", "Packing list", "Delivery note"),
    _term("On hold, on an order", "orders", "Credit hold", "Order hold", "Delivery block", "Stop shipping"),
    _term("Transfers, under Supply", "supply", "Stock transfer", "Stock move", "Internal transfer"),
    _term("LIC", "demand", "SKU", "Part number", "Product code", "Item code", "Line Item Code"),
    _term("Replenishment", "replenishment", "Reorder point", "Min/max", "Safety stock", "MRP"),
    _term("Purchase orders, under Supply", "supply", "Inbound", "Incoming stock"),
    _term("Adjustments", "supply", "Stock count", "Cycle count", "Inventory adjustment", tab="Adjustments"),
    _term("Warehouses", "preferences", "Office", "Site", "Stock location", tab="Warehouses"),
    _term("Record log", "record_log", "Audit trail", "Change history", "Chatter"),
    _term("Run log", "run_log", "Job history", "Automation log"),
)  # fmt: skip
"""What other systems call things; aACE's names and numbers among them."""
LEAST: Final = 4
"""Letters from which on the beginning of a name is taken for it."""
MOST: Final = 3


def box(label: Markdown, hint: str, *, key: str = "q", slot: Any = None, width: int | None = None) -> str:
    """The words that are looked for, a space between two; key ``q`` keeps it in the address.

    Under the box stand links to what the word is called here, where other systems call something so.
    ``slot``: a column to draw into.
    """
    more: dict[str, Any] = {"bind": "query-params"} if key == "q" else {}
    if width:
        more["width"] = width
    with slot or st.container(width=width or "stretch", gap="xsmall"):
        word = st.text_input(label, key=key, placeholder=hint, type="search", **more) or ""
        for name, term in named(word):
            links.link(term.page, f"{name} is called here: {term.called}", "translate", **term.params)
    return " ".join(word.split())


def mentions(words: str, *columns: str) -> pl.Expr:
    """Rows in which every word stands in one of the columns, in capitals or not; without a word, all."""
    return in_text(words, text(*columns))


def text(*columns: str) -> pl.Expr:
    """What words are looked for in, of all columns together. A long list keeps it: the looking is quicker."""
    return pl.concat_str(columns, separator="\n", ignore_nulls=True).str.to_lowercase()


def in_text(words: str, texts: pl.Expr) -> pl.Expr:
    """Rows in whose ``text`` every word stands; without a word, all."""
    each = [texts.str.contains(word, literal=True) for word in words.lower().split()]
    return pl.all_horizontal(pl.lit(value=True), *each)


def named(word: str) -> list[tuple[str, Term]]:
    """Names of other systems that a word is, or begins, each with what is called so; the exact one first."""
    typed = _plain(word)
    fits = [
        (name, term)
        for term in TERMS
        for name in term.elsewhere
        if typed and (_plain(name) == typed or (len(typed) >= LEAST and _plain(name).startswith(typed)))
    ]
    once = {term.called: (name, term) for name, term in reversed(fits)}
    return sorted(once.values(), key=lambda fit: (_plain(fit[0]) != typed, fit[0]))[:MOST]


def _plain(text: str) -> str:
    """A name without case, space and signs."""
    return re.sub(r"[\W_]+", "", text.casefold())
