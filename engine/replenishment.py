"""Replenishment: levels, and the automatic purchase orders they cause (R35 to R38), and with the preference
those for what waits without levels (R44).

Levels may say that a pool is fetched for from another warehouse in the place of a vendor: then the automatic
order is a transfer, of what that warehouse has to spare above its own level (R47).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

import polars as pl

from db.session import Transaction
from engine import allocation, buying, catalogue, log, preferences, stock
from engine.buying import Bought, links, pending, shares, uncovered
from engine.buying.uncovered import Uncovered
from engine.errors import BadLevels, DeskError, NoVendor, SourceIsItself, TwoSources, refuse
from engine.model import NOTHING, POOL, Pool, Qty
from engine.proof import faults
from engine.quantities import SUM, checked, checked_days, spelled, spelled_column
from engine.rows import Item, Record, Warehouse
from engine.rules.replenishing import Levels, fetched, need

HAS_SOURCE: Final = pl.any_horizontal(pl.col("vendor", "from_warehouse").is_not_null())
"""Whether a pool can be ordered for: from a vendor (R38), or from a warehouse (R47)."""


@dataclass(frozen=True, slots=True)
class Replenished:
    """What a replenishment did (R28); transfers count as purchase orders."""

    pools: int
    pos_created: int
    pos_topped_up: int  # existing automatic purchase orders with a changed or a new line


def set_levels(
    tx: Transaction,
    lic: str,
    *,
    level: Qty,
    target: Qty,
    multiple: Qty = Decimal(1),
    minimum: Qty = NOTHING,
    vendor: str | None = None,
    lead_time_days: int | None = None,
    warehouse: str | None = None,
    transfer_from: str | None = None,
) -> None:
    """Say how a pool is kept filled (R35); a target that is not above the level is refused (R38).

    ``transfer_from``: the warehouse it is fetched from, in the place of a vendor; then the lead time is that
    of the way between the two (R47).
    """
    item = stock.stocked(tx, lic, "replenish")
    lic = item["lic"]
    if target <= level:
        raise BadLevels(lic=lic, target=spelled(target), level=spelled(level))
    for qty in (level, target, multiple, minimum):
        if qty:
            checked(qty, lic, item["decimals"])
    into = catalogue.warehouse(tx, warehouse)
    row = {
        "item_id": item["item_id"],
        "warehouse_id": into["warehouse_id"],
        "level_qty": level,
        "target_qty": target,
        "multiple_qty": multiple,
        "minimum_qty": minimum,
        "vendor_id": catalogue.vendor(tx, vendor)["vendor_id"] if vendor else None,
        "lead_time_days": checked_days(lead_time_days, lic),
        "from_warehouse_id": _source(tx, lic, into, transfer_from, vendor),
    }
    _keep_levels(tx, item, row)


def _keep_levels(tx: Transaction, item: Item, row: Record) -> None:
    before = _levels_text(tx, row)
    tx.write("replenishment.add_levels", **row)
    tx.write("replenishment.set_levels", **row)
    level, target = spelled(row["level_qty"]), spelled(row["target_qty"])
    _log_levels(tx, item, row, before, f"{item['lic']} is replenished at {level} up to {target}.")


def _source(
    tx: Transaction, lic: str, into: Warehouse, transfer_from: str | None, vendor: str | None
) -> int | None:
    """The warehouse that a pool is fetched from; None: it is bought for."""
    if transfer_from is None:
        return None
    there = catalogue.open_warehouse(tx, transfer_from)
    if there["warehouse_id"] == into["warehouse_id"]:
        raise SourceIsItself(lic=lic, warehouse=into["code"])
    if vendor is not None:
        raise TwoSources(lic=lic, warehouse=there["code"], vendor=vendor)
    return there["warehouse_id"]


def drop_levels(tx: Transaction, lic: str, *, warehouse: str | None = None) -> None:
    """Stop replenishing a pool."""
    item = catalogue.item(tx, lic)
    lic = item["lic"]
    named = catalogue.warehouse(tx, warehouse)
    pool = {"item_id": item["item_id"], "warehouse_id": named["warehouse_id"]}
    before = _levels_text(tx, pool)
    if before is None:
        return
    tx.write("replenishment.drop_levels", **pool)
    _log_levels(tx, item, pool, before, f"{lic} is no longer replenished.")


def _levels_text(tx: Transaction, pool: Record) -> str | None:
    """The levels of a pool as the record log keeps them; None: it has none."""
    text: str | None = tx.value(
        "replenishment.levels_text", item_id=pool["item_id"], warehouse_id=pool["warehouse_id"]
    )
    return text


def _log_levels(tx: Transaction, item: Item, pool: Record, before: str | None, sentence: str) -> None:
    log.write(
        tx,
        record="item",
        record_id=item["lic"],
        item_id=item["item_id"],
        warehouse_id=pool["warehouse_id"],
        field="levels",
        old_value=before,
        new_value=_levels_text(tx, pool),
        sentence=sentence,
    )


def levels(tx: Transaction) -> pl.DataFrame:
    """The levels of every pool that has some, also of those that are skipped (R38, R47).

    Columns: lic, description, decimals, warehouse, level_qty, target_qty, multiple_qty, minimum_qty,
    vendor (null: the LIC's own), from_warehouse (that it is fetched from; null: it is bought),
    lead_time_days (the same), discontinued, active, closed (its warehouse).
    """
    return tx.rows("replenishment.levels")


def proposal(tx: Transaction) -> pl.DataFrame:
    """What each pool with levels needs now, and why (R36).

    Columns: lic, description, warehouse, vendor (null: nobody to order from, R38, or fetched), from_warehouse
    (that it is fetched from, R47), level_qty, target_qty, on_hand_qty, demand_qty, on_order_qty, total_qty,
    by_hand_qty, proposed_qty (on the automatic PO or transfer now), need_qty, unmet_qty (needed, and not to
    spare at the source), po, …
    """
    frame = tx.rows("replenishment.proposal")
    spare: dict[Pool, Qty] = {}  # of each source, what it has above its own level
    if frame["from_warehouse_id"].is_not_null().any():
        spare = {(item, source): qty for item, source, qty in tx.rows("replenishment.spare").iter_rows()}
    needs = [_need(row, spare) for row in frame.to_dicts()]
    return frame.with_columns(pl.DataFrame(needs, {"need_qty": SUM, "unmet_qty": SUM}, orient="row"))


def _need(row: Record, spare: dict[Pool, Qty]) -> tuple[Qty, Qty]:
    """What a pool needs and can have, and what it cannot; what it has is taken off ``spare``."""
    levels = Levels(row["level_qty"], row["target_qty"], row["multiple_qty"], row["minimum_qty"])
    needed = need(row["total_qty"], levels, row["by_hand_qty"])
    if row["from_warehouse_id"] is None:
        return needed, NOTHING
    source = (row["item_id"], row["from_warehouse_id"])
    given = fetched(needed, spare.get(source, NOTHING), levels)
    spare[source] = spare.get(source, NOTHING) - given
    return given, needed - given


def replenish(tx: Transaction, pools: Sequence[Pool] | None = None) -> Replenished:
    """Rewrite the pending automatic purchase orders and transfers to today's need, of all pools or of some
    (R37, R44, R47); twice is the same as once.

    Lines a person edited stay; a line no longer needed goes to zero, and an automatic order left empty is
    voided. Pools that the run leaves out are not looked at (R29). Each line is for those who wait, by rank.
    """
    if pools is None:
        select(tx)
    else:
        allocation.select_pools(tx, pools)
    served, decided = _rewrite(tx)
    created = {row["po"] for row in decided if row["is_new"]}
    touched = {row["po"] for row in decided if row["need_qty"]} - created
    return Replenished(served.height, len(created), len(touched))


def _rewrite(tx: Transaction) -> tuple[pl.DataFrame, list[Record]]:
    """Order what the selected pools need; returns those that were served, and what was decided."""
    found = uncovered.read(tx)
    needs = pl.concat([_with_levels(tx), _without_levels(tx, found)], how="diagonal_relaxed")
    served = _served(tx, needs)
    changed = served.filter(HAS_SOURCE, pl.col("need_qty") != pl.col("proposed_qty")).to_dicts()
    takers = pending.find_orders(tx)
    rows = [*_misplaced(tx), *changed]
    decided = [pending.decided(tx, row, takers) | {"edited": False} for row in rows]
    if decided:
        pending.write(tx, decided)
        for step in ("log_void_empty", "void_empty"):
            tx.write(f"replenishment.{step}")
    _say_for_whom(tx, found, served)
    return served, decided


def _misplaced(tx: Transaction) -> list[Record]:
    """What stands where the levels do not have it ordered any more, and is taken off."""
    nothing = {"need_qty": NOTHING, "lead_time_days": None, "why": "it is ordered elsewhere now"}
    lines = tx.rows("replenishment.misplaced").join(_left_out(tx), on=POOL, how="anti", maintain_order="left")
    return [row | nothing for row in lines.to_dicts()]


def select(tx: Transaction) -> None:
    """Select the pools that a replenishment looks at: those with levels, and with the preference *Also order
    what waits without levels* those in which a line waits, or that have something on order for that (R44)."""
    also = preferences.read(tx).order_without_levels
    tx.write("replenishment.select_pools", also_without_levels=also)


def select_all(tx: Transaction) -> None:
    """Select the pools of which something may have to be ordered, whatever the preference says."""
    tx.write("replenishment.select_pools", also_without_levels=True)


def _with_levels(tx: Transaction) -> pl.DataFrame:
    """What the selected pools with levels need (``proposal``), and why."""
    selected = tx.rows("replenishment.selected")
    total, level, target = (spelled_column(pl.col(name)) for name in ("total_qty", "level_qty", "target_qty"))
    why = pl.format("total {} is at or below level {}, target {}", total, level, target)
    return proposal(tx).join(selected, on=POOL, how="semi", maintain_order="left").with_columns(why=why)


def _without_levels(tx: Transaction, found: Uncovered) -> pl.DataFrame:
    """What the selected pools without levels need: what waits there and nobody ordered (R44)."""
    own = (
        found.pending.filter("own")
        .group_by(POOL)
        .agg(pl.col("po_line_id", "po").first(), proposed_qty=pl.col("qty").cast(SUM).sum())
    )
    need = shares.needed(_short_without_own(found)).rename({"short_qty": "need_qty"})
    rows = tx.rows("replenishment.without_levels").join(own, on=POOL, how="left", maintain_order="left")
    rows = rows.join(need, on=POOL, how="left", maintain_order="left").with_columns(
        pl.col("need_qty", "proposed_qty").fill_null(pl.lit(0, SUM))
    )
    return rows.with_columns(why=buying.why_waiting("need_qty"))


def _short_without_own(found: Uncovered) -> pl.DataFrame:
    """What waits uncovered and is on no pending purchase order but the lines that replenishment rewrites."""
    return shares.find_short(replace(found, pending=found.pending.filter(~pl.col("own"))))


def _say_for_whom(tx: Transaction, found: Uncovered, served: pl.DataFrame) -> None:
    """Let the lines that replenishment rewrites be for those who wait now, by rank (R44)."""
    lines = tx.rows("buying.pending").filter("own").join(served, on=POOL, how="semi")
    own = lines.sort("po_line_id").unique(POOL, keep="first", maintain_order=True)
    old = found.links.join(
        found.pending.filter("own").join(served, on=POOL, how="semi"), on="po_line_id", how="semi"
    )
    if own.is_empty() and old.is_empty():
        return
    links.write(tx, old, shares.hand_out(_short_without_own(found), own))


def _served(tx: Transaction, pools: pl.DataFrame) -> pl.DataFrame:
    """Without those that the run leaves out (R29)."""
    return pools.join(_left_out(tx), on=POOL, how="anti")


def _left_out(tx: Transaction) -> pl.DataFrame:
    return pl.DataFrame(faults.left_out(tx), schema=dict.fromkeys(POOL, pl.Int32), orient="row")


def order_now(tx: Transaction, pools: Sequence[Pool]) -> Bought:
    """Put on pending purchase orders what these pools need today: up to the target where they have levels,
    else what waits uncovered (R36, R44).

    Refused as by ``buying.order_it``.
    """
    allocation.select_pools(tx, pools)
    levelled = proposal(tx).join(tx.rows("replenishment.selected"), on=POOL, how="semi")
    needing = levelled.filter(pl.col("need_qty") > pl.col("proposed_qty"))
    problems: list[DeskError] = [NoVendor(lic=lic) for lic in needing.filter(~HAS_SOURCE)["lic"]]
    rest = set(pools) - set(needing.select(POOL).iter_rows())
    try:
        bought = buying.order_it(tx, pools=sorted(rest)) if rest else buying.NOTHING_BOUGHT
    except DeskError as problem:
        problems.append(problem)
    refuse(problems)
    allocation.select_pools(tx, list(needing.select(POOL).iter_rows()))
    _, decided = _rewrite(tx)
    more = [
        row | {"qty": row["need_qty"] - row["proposed_qty"], "line_qty": row["need_qty"]} for row in decided
    ]
    return bought.with_more(more)
