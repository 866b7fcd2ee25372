"""One LIC: its balances and what they mean, who wants it in which order, and what is on its way."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl
import streamlit as st

from engine import catalogue, demand, log, stock
from engine.errors import Unknown
from engine.model import LineState
from pages.parts import (
    adjusting,
    demand_search,
    desk,
    formats,
    item_facts,
    links,
    log_view,
    pickers,
    priority_dialog,
    tables,
)

Record = dict[str, Any]


def show(lic: str) -> None:
    """The whole page of one LIC, or the nearest ones if there is no such LIC."""
    links.link("demand", "Another LIC", "arrow_back")
    try:
        with desk.session().snapshot() as tx:
            item = catalogue.item(tx, lic)
            balances = stock.balances(tx, item["lic"])
            queue = demand.queue(tx, item["lic"])
            held = demand.held_back(tx, item["lic"])
    except Unknown:
        demand_search.unknown(lic)
        return
    _head(item)
    if item["inventoried"]:
        _balances(balances)
    else:
        st.info("It has no stock: its lines never wait and ship with their order.")
    st.subheader("Who wants it", anchor="who-wants-it")
    _queue(item["lic"], queue, held)
    _more(item)
    priority_dialog.answer()


def _head(item: Record) -> None:
    st.header(pickers.both(item["lic"], item["description"]), anchor=False)
    with st.container(horizontal=True):
        if item["discontinued"]:
            st.badge(
                "Discontinued", icon=":material/block:", color="orange", help="It is sold while stock lasts."
            )
        if not item["active"]:
            st.badge("Inactive", icon=":material/visibility_off:", color="gray")
        if item["vendor"]:
            st.badge(f"Vendor {item['vendor']}", icon=":material/factory:", color="gray")


def _balances(balances: pl.DataFrame) -> None:
    """Eight figures, and the two that are easily confused in a sentence (R1, R2)."""
    names = ("on_hand", "allotted", "free", "backordered", "demand", "available", "on_order", "total")
    sums = {name: formats.total(balances[name]) for name in names}
    with st.grid(8, min_column_width=105, gap="xsmall"):
        for name in names:
            label, tip = _FIGURES[name]
            shown = formats.plain_grouped(sums[name])
            value = f"[{shown}](#who-wants-it)" if name == "demand" and sums[name] else shown
            st.metric(label, value, help=tip, border=True, height="stretch")
    st.caption(_explained(sums))
    if balances.height > 1:
        _by_warehouse(balances, names)


_FIGURES = {
    "on_hand": ("On hand", "What lies on the shelf."),
    "allotted": ("Allotted", "What of it is set aside for lines that have not shipped yet."),
    "free": ("Free", "On hand minus allotted: what the next sweep can give."),
    "backordered": ("Backordered", "What open orders want and do not have."),
    "demand": ("Demand", "What open orders want, backordered or not. Click to see the orders."),
    "available": ("Available", "On hand minus demand: what a new order can have at once."),
    "on_order": ("On order", "What open purchase orders still bring."),
    "total": ("Total", "Available plus on order: what replenishment goes by."),
}


def _explained(sums: dict[str, Decimal]) -> str:
    said = {name: formats.plain_grouped(value) for name, value in sums.items()}
    on_hand, wanted, allotted = said["on_hand"], said["demand"], said["allotted"]
    return (
        f"Available {said['available']} = {on_hand} on hand − {wanted} wanted; it decides the entry prompt. "
        f"Free {said['free']} = {on_hand} on hand − {allotted} allotted: a sweep can give it."
    )


def _by_warehouse(balances: pl.DataFrame, names: tuple[str, ...]) -> None:
    columns = {name: tables.qty(_FIGURES[name][0]) for name in names}
    tables.grid(
        balances,
        key="warehouses",
        alt="The balances of each warehouse",
        columns={"warehouse": tables.text("Warehouse", 110)} | columns,
    )


def _queue(lic: str, queue: pl.DataFrame, held: list[str]) -> None:
    """Every open line in the order in which it is served."""
    if not queue.height:
        st.success("Nobody waits for it: no open order wants it.", icon=":material/check_circle:")
        return
    for sentence in held:
        st.warning(sentence, icon=":material/front_hand:")
    waits = queue.filter(pl.col("state") == LineState.BACKORDERED)
    st.caption(
        f"{formats.count(queue.height, 'line')} in the order in which they are served; "
        f"{formats.count(waits.height, 'line')} wait for {formats.units(formats.total(waits['qty']))}."
    )
    columns = {
        "place": tables.number("Place", width=55),
        "order": links.column("Order", "orders", "order", key="open-wanting-order", width=65),
        "customer_name": tables.text("Customer", 140),
        "priority": tables.text("Priority", 65),
        "opened_at": tables.day("Entered"),
        "qty": tables.qty("Wants", width=60),
        "held_qty": tables.qty("Holds", width=60),
        "running_qty": tables.qty("Need so far", "What this line and all before it want.", 85),
        "covered_by": tables.text("Covered by", 165),
        "reason": tables.text("Why it waits", 250),
    }
    if pickers.has_several_warehouses():
        columns = {"warehouse": tables.text("Warehouse", 95)} | columns
    chosen = tables.grid(
        queue.with_columns(
            formats.local_column("opened_at"),
            pl.col("priority").map_elements(formats.priority, pl.String),
            pl.when(pl.col("whole"))
            .then(pl.col("reason") + " All at once or nothing.")
            .otherwise(pl.col("reason")),
        ),
        key=f"queue-{lic}",
        alt=f"Who wants {lic}, in the order of the queue",
        id_column="order",
        select="multi-row",
        columns=columns,
    )
    if st.button("Set priority …", icon=":material/keyboard_double_arrow_up:", disabled=not chosen):
        priority_dialog.ask(chosen)
    if not chosen:
        st.caption("Select lines to change the priority of their orders.")


def _more(item: Record) -> None:
    """What is on its way, what moved, what was written, and what is known of it."""
    draw = {
        "On its way": _coming,
        "Adjust stock": _adjust,
        "Movements": _movements,
        "Record log": _log,
        "Facts": item_facts.show,
    }
    for tab, part in zip(st.tabs(list(draw), key="more", on_change="rerun"), draw.values(), strict=True):
        if tab.open:
            with tab:
                part(item)


def _coming(item: Record) -> None:
    with desk.reading() as tx:
        coming = demand.coming(tx, item["lic"])
    if not coming.height:
        st.info("Nothing is on order, and nothing is planned.")
        links.link("supply", "Start a purchase order", "add")
        return
    maker = (
        pl.when(pl.col("automatic"))
        .then(pl.lit("Replenishment"))
        .otherwise(pl.lit("A person"))
        .alias("maker")
    )
    tables.grid(
        coming.with_columns(formats.words("state", formats.PO_STATE), maker),
        key="coming",
        alt=f"Purchase orders that bring {item['lic']}",
        height="content",
        columns={
            "po": links.column("Purchase order", "supply", "po", key="open-coming-po"),
            "state": tables.text("State", 100, "A pending one is not on order yet."),
            "vendor_name": tables.text("Vendor", 200),
            "open_qty": tables.qty("To come"),
            "received": tables.qty("Received"),
            "expected_on": tables.day("Expected"),
            "maker": tables.text("Started by", 120),
        },
    )


def _adjust(item: Record) -> None:
    fresh = st.session_state.setdefault("lic-adjusted", 0)
    with st.form(f"adjust-lic-{fresh}", enter_to_submit=False):
        row = st.columns([1, 3, 1], vertical_alignment="bottom")
        typed = row[0].text_input("Units, + or −", placeholder="-3", key=f"adjust-units-{fresh}")
        reason = row[1].text_input("Reason", placeholder="Count, loss, find …", key=f"adjust-why-{fresh}")
        place = pickers.warehouse("Warehouse", key=f"adjust-where-{fresh}")
        sent = row[2].form_submit_button("Adjust", type="primary", width="stretch")
    st.caption(
        "What is found waits for the next sweep. What is lost takes from the back of the queue at once."
    )
    if sent and adjusting.adjust(item["lic"], typed, reason, place):
        st.session_state["lic-adjusted"] += 1
        st.rerun()


def _movements(item: Record) -> None:
    with desk.reading() as tx:
        moved = stock.movements(tx, item["lic"])
    if not moved.height:
        st.info("It never moved.")
        return
    tables.grid(
        moved.with_columns(formats.local_column("moved_at"), pl.col("kind").str.to_titlecase()),
        key="movements",
        alt=f"The newest movements of {item['lic']}",
        height=tables.height_of(moved.height, 10),
        columns={
            "moved_at": tables.instant("When"),
            "qty": tables.qty("Units"),
            "kind": tables.text("Kind", 150),
            "reason": tables.text("Why", 320),
            "actor": tables.text("Who", 120),
        },
    )


def _log(item: Record) -> None:
    with desk.reading() as tx:
        rows = log.search(tx, item_id=item["item_id"])
    log_view.show(rows, key="lic-log", alt=f"Record log of {item['lic']}", with_record=True)
