"""The eight balances of a LIC, each of which opens the rows that add up to it (R1, R2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

import polars as pl
import streamlit as st

from engine.model import LineState
from engine.quantities import spelled
from engine.reports import added_up
from engine.reports.added_up import TERMS, Balance
from pages.parts import desk, dialogs, export, facts, formats, links, pickers, style, tables
from pages.parts.literal import Markdown, literal


class Figure(NamedTuple):
    """What a balance is called, and what it counts."""

    name: Markdown
    tip: Markdown


FIGURES: Final[Mapping[Balance, Figure]] = {
    Balance.ON_HAND: Figure("On hand", "Units on the shelf. Click to see the movements."),
    Balance.ALLOTTED: Figure(
        "Allotted", "Units on the shelf that are set aside for lines. Click to see the lines and shipments."
    ),
    Balance.FREE: Figure("Free", "On hand minus allotted: what the next sweep can give. Click to see both."),
    Balance.WAITING: Figure("Waiting", f"{facts.WAITING_UNITS} Click to see the lines."),
    Balance.DEMAND: Figure(
        "Demand", "Units of open orders that have not shipped, waiting or not. Click to see the lines."
    ),
    Balance.AVAILABLE: Figure(
        "Available", "On hand minus demand: what a new order can have at once. Click to see both."
    ),
    Balance.ON_ORDER: Figure(
        "On order", "Units that open purchase orders still bring. Click to see the purchase orders."
    ),
    Balance.TOTAL: Figure("Total", "Available plus on order: what replenishment goes by. Click to see both."),
}


def show(lic: str, sums: Mapping[Balance, Decimal]) -> None:
    """The balances side by side; a click on one opens what it is added up from."""
    with st.grid(8, min_column_width=105, gap="xsmall"):
        for balance in FIGURES:
            _card(lic, balance, sums, key=f"{style.FIGURE}{balance}")


def of_warehouses(lic: str, balances: pl.DataFrame) -> None:
    """The balances of each warehouse (``stock.balances``); a click on one opens what it is added up from."""
    warehouses = [(row["warehouse"], {one: row[one] for one in Balance}) for row in balances.to_dicts()]
    spelt = {str(one): [spelled(sums[one]) for _, sums in warehouses] for one in FIGURES}
    tables.grid(
        balances.select("warehouse", *(pl.Series(name, texts) for name, texts in spelt.items())),
        key="warehouses",
        alt="The balances of each warehouse",
        columns={"warehouse": tables.text("Warehouse", 110)}
        | {str(one): _clickable(lic, one, warehouses) for one in FIGURES},
    )


_OfWarehouse = tuple[str, Mapping[Balance, Decimal]]
"""A warehouse, and its balances."""


def _clickable(lic: str, balance: Balance, warehouses: Sequence[_OfWarehouse]) -> Any:
    """The column of a balance; a click on one of a warehouse opens its rows."""
    key = f"open-warehouse-{balance}"
    return st.column_config.ButtonColumn(
        FIGURES[balance].name,
        width=85,
        help=FIGURES[balance].tip,
        type="tertiary",
        alignment="right",
        key=key,
        on_click=_clicked,
        args=(key, lic, balance, warehouses),
    )


def _clicked(key: str, lic: str, balance: Balance, warehouses: Sequence[_OfWarehouse]) -> None:
    warehouse, sums = warehouses[st.session_state[key]["row"]]
    _added_up.ask(lic, balance, sums, warehouse)


def _card(
    lic: str, balance: Balance, sums: Mapping[Balance, Decimal], warehouse: str | None = None, *, key: str
) -> bool:
    figure = FIGURES[balance]
    label = f":small[{figure.name}] {spelled(sums[balance])}"
    pressed = st.button(label, key=key, help=figure.tip, width="stretch")
    if pressed:
        _added_up.ask(lic, balance, sums, warehouse)
    return pressed


def _title(lic: str, balance: Balance, sums: Mapping[Balance, Decimal], warehouse: str | None = None) -> str:
    where = f" in {warehouse}" if warehouse else ""
    return f"{lic}{where}: {FIGURES[balance].name.lower()} {spelled(sums[balance])}"


@dialogs.dialog(_title, width="large")
def _added_up(
    lic: str, balance: Balance, sums: Mapping[Balance, Decimal], warehouse: str | None = None
) -> None:
    """The rows of a balance, as a list and as files; or the two balances of which it is the sum.
    ``warehouse``: of this one; None: of all together."""
    if terms := TERMS.get(balance):
        _terms(lic, balance, sums, warehouse, terms)
        return
    with desk.reading() as tx:
        rows = added_up.rows(tx, lic, balance)
    if warehouse is not None:
        rows = rows.filter(pl.col("warehouse") == warehouse)
    if not rows.height:
        st.caption("There are no rows: it is 0.")
        return
    word, draw = _LISTS.get(balance, ("line", _lines))
    st.markdown(
        f"{formats.count(rows.height, word)}, together **{formats.units(formats.total(rows['qty']))}**."
    )
    draw(rows, lic)
    export.popover(export.plain(rows), f"{balance}-of-lic".replace("_", "-"))


def _terms(
    lic: str,
    balance: Balance,
    sums: Mapping[Balance, Decimal],
    warehouse: str | None,
    terms: tuple[tuple[Balance, int], ...],
) -> None:
    """The equation, and each of its two sides as a figure that opens its rows."""
    (first, _), (second, sign) = terms
    word = "plus" if sign > 0 else "less"
    st.markdown(
        f"**{spelled(sums[balance])}** = {spelled(sums[first])} {FIGURES[first].name.lower()} {word} "
        f"{spelled(sums[second])} {FIGURES[second].name.lower()}."
    )
    with st.grid(2, min_column_width=105):
        pressed = [
            _card(lic, one, sums, warehouse, key=f"{style.FIGURE}{one}-of-{balance}") for one, _ in terms
        ]
    if any(pressed):
        st.rerun()


def _lines(rows: pl.DataFrame, lic: str) -> None:
    stands = pl.when(pl.col("state") == LineState.BACKORDERED).then("reason").otherwise("covered_by")
    tables.grid(
        rows.with_columns(
            stands.alias("why"),
            formats.words("state", formats.LINE_STATE),
            pl.col("shipment_id").cast(pl.String).fill_null(""),
        ),
        key="figure-lines",
        alt=f"The lines of orders for {lic}",
        most=10,
        columns={
            "order": links.column("Order", "orders", "order", key="open-figure-order", width=75),
            "line": tables.number("Line", width=45),
            "qty": tables.qty("Units", width=60),
            "state": tables.text("State", 90),
            "shipment_id": links.column(
                "Shipment", "shipments", "shipment", key="open-figure-shipment", width=75
            ),
            "customer_name": tables.text("Customer", 180),
            "why": tables.text("Covered by, or why it waits", 230),
            **_warehouse(),
        },
    )


def _movements(rows: pl.DataFrame, lic: str) -> None:
    tables.grid(
        rows.with_columns(formats.local_column("moved_at"), formats.begun_large("kind")),
        key="figure-movements",
        alt=f"The movements of {lic}, newest first",
        most=10,
        columns=movement_columns() | _warehouse(),
    )


def movement_columns() -> tables.Columns:
    """The columns of the movements of a LIC, here and in their tab."""
    return {
        "moved_at": tables.instant("When"),
        "qty": tables.qty("Units"),
        "kind": tables.text("Kind", 150),
        "reason": tables.text("Reason", 320),
        "actor": tables.text("By", 120),
    }


def _purchase_orders(rows: pl.DataFrame, lic: str) -> None:
    is_late = pl.col("expected_on") < formats.today()
    tables.grid(
        rows.with_columns(
            formats.due_words("expected_on", is_late),
            pl.col("vendor_name").fill_null(pl.format("Transfer from {}", "from_warehouse")),
        ),
        key="figure-pos",
        alt=f"The purchase orders that bring {lic}",
        most=10,
        columns={
            "po": links.column("Purchase order", "supply", "po", key="open-figure-po", width=110),
            "qty": tables.qty("To come", width=75),
            "expected_on": tables.text("Expected", 110),
            "vendor_name": tables.text("Vendor", 200),
            "received": tables.qty("Received", width=75),
            **_warehouse(),
        },
    )


def _warehouse() -> tables.Columns:
    return {"warehouse": tables.text("Warehouse", 95)} if pickers.has_several_warehouses() else {}


_LISTS: Final = {
    Balance.ON_HAND: ("movement", _movements),
    Balance.ON_ORDER: ("purchase order line", _purchase_orders),
}
"""What the rows of a balance are called, and who draws them; of the others they are lines of orders."""


def explained(sums: Mapping[Balance, Decimal], *, together: bool) -> Markdown:
    """What two of the figures come from; ``together``: of several warehouses."""
    on_hand, demand, allotted, available, free = (
        spelled(sums[one])
        for one in (Balance.ON_HAND, Balance.DEMAND, Balance.ALLOTTED, Balance.AVAILABLE, Balance.FREE)
    )
    lead = "All warehouses together. " if together else ""
    where = ", where it lies" if together else ""
    return literal(
        f"{lead}Available to a new order: {available}, which is {on_hand} on hand less {demand} in demand. "
        f"Free for the next sweep{where}: {free}, which is {on_hand} on hand less {allotted} allotted."
    )
