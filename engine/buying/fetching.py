"""What waits uncovered and lies elsewhere, put on pending transfers, for whom it is (R44, R47).

Asked before anything is bought: what lies free in another warehouse, and nobody waits for there, need not be.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple, Unpack

import polars as pl

from db.session import Transaction
from engine.buying import ordering, shares
from engine.buying.ordering import Bought, Selection
from engine.model import NOTHING, POOL, Pool, Qty
from engine.quantities import SUM, spelled
from engine.rows import Record
from engine.supply import transfers


def fetch(tx: Transaction, **selection: Unpack[Selection]) -> Bought:
    """Put what waits uncovered of the selection on pending transfers: each pool from the warehouse that has
    most of it to spare.

    Only units that are on no pending purchase order or transfer are fetched, so that doing it twice fetches
    once. Unknown records are refused, and an empty selection.
    """
    lacking = ordering.find_lacking(tx, **selection)
    rows = with_sources(tx, lacking.pools)
    ordered = ordering.write(tx, lacking, rows) if rows else ordering.NOTHING_BOUGHT.ordered
    lics_done = {row["lic"] for row in rows}
    bare = sorted({lic for lic in lacking.pools["lic"] if lic not in lics_done})
    nowhere = [f"No other warehouse has any of {lic} to spare." for lic in bare]
    return Bought(ordered, [*nowhere, *lacking.enough], lacking.have_enough)


def fetch_then_order(tx: Transaction, **selection: Unpack[Selection]) -> Bought:
    """Fetch what lies elsewhere of the selection, and order the rest (R44, R47).

    What was pending before is said; what this act itself put on transfers is not said a second time.
    """
    before = ordering.find_lacking(tx, **selection)
    fetched = fetch(tx, **selection)
    bought = ordering.order_it(tx, **selection).with_more(fetched.ordered.to_dicts())
    return replace(bought, enough=before.enough, have_enough=before.have_enough)


def order_rest(tx: Transaction, *, pools: Sequence[Pool]) -> Bought:
    """Order what waits uncovered of these pools, but for the units that ``fetch`` would bring: these are left
    to a transfer."""
    lacking = ordering.find_lacking(tx, pools=pools)
    rest = without_fetched(lacking.short, lacking.pools, with_sources(tx, lacking.pools))
    return ordering.order_lacking(tx, replace(lacking, short=rest.short, pools=rest.pools))


_FETCHED: Final = pl.Schema({"item_id": pl.Int32(), "warehouse_id": pl.Int32(), "qty": SUM})


class Rest(NamedTuple):
    """What is lacking beyond what is fetched: the lines and the pools of ``ordering.Lacking``."""

    short: pl.DataFrame
    pools: pl.DataFrame


def without_fetched(short: pl.DataFrame, pools: pl.DataFrame, fetched: Sequence[Record]) -> Rest:
    """What these lines and pools lack once they have what is fetched, which those served first get.

    ``fetched``: of ``with_sources``.
    """
    cells = [(row["item_id"], row["warehouse_id"], row["short_qty"]) for row in fetched]
    ways = pl.DataFrame(cells, _FETCHED, orient="row")
    left = pl.col("short_qty") - pl.col("qty").fill_null(pl.lit(NOTHING, SUM))
    rest = (
        pools.join(ways, on=POOL, how="left", maintain_order="left")
        .with_columns(short_qty=left.cast(SUM))
        .drop("qty")
    )
    return Rest(shares.without(short, ways), rest.filter(pl.col("short_qty") > 0))


def offered(tx: Transaction, **selection: Unpack[Selection]) -> tuple[Qty, list[str]]:
    """How much ``fetch`` would put on transfers of the selection, and from which warehouses."""
    rows = with_sources(tx, ordering.find_lacking(tx, **selection).pools)
    return sum((row["short_qty"] for row in rows), NOTHING), sorted({row["from_warehouse"] for row in rows})


def with_sources(tx: Transaction, pools: pl.DataFrame) -> list[Record]:
    """The pools that can be fetched for, each with its source and what of it is fetched.

    ``pools``: of ``ordering.Lacking``, and so are those that are returned, with from_warehouse, and short_qty
    as much as is fetched.
    """
    if pools.is_empty():
        return []
    sources = transfers.spare(tx, pools)
    spare: defaultdict[Pool, list[Record]] = defaultdict(list)
    for row in sources.to_dicts():
        spare[row["item_id"], row["warehouse_id"]].append(row)
    left: dict[Pool, Qty] = {}
    rows = []
    for pool in pools.join(sources, on=POOL, how="semi", maintain_order="left").to_dicts():
        best = _best(spare[pool["item_id"], pool["warehouse_id"]], left)
        if best is None:
            continue
        given = min(pool["short_qty"], best["left"])
        left[pool["item_id"], best["from_warehouse_id"]] = best["left"] - given
        rows.append(_fetched(pool, given, best["from_warehouse"]))
    return rows


def _fetched(pool: Record, qty: Qty, source: str) -> Record:
    """What of a pool is fetched, and from where: as many units as wait, in no lots."""
    return pool | {
        "vendor": None,
        "from_warehouse": source,
        "short_qty": qty,
        "lead_time_days": None,
        "multiple_qty": NOTHING,
        "minimum_qty": NOTHING,
        "why": f"{spelled(qty)} wait, and lie in warehouse {source}",
    }


def _best(there: list[Record], left: dict[Pool, Qty]) -> Record | None:
    """The source that has most left to give."""
    rows = ((row, (row["item_id"], row["from_warehouse_id"])) for row in there)
    given = [row | {"left": left.get(source, row["spare_qty"])} for row, source in rows]
    best = max(given, key=lambda row: row["left"], default=None)
    return best if best is not None and best["left"] > 0 else None
