"""What waits uncovered, and the acts that cover it: order it, open or send what is pending, fetch what lies
elsewhere (R44, R47)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from db.session import Transaction
from engine.buying import fetching, shares, uncovered
from engine.buying.uncovered import Uncovered
from engine.model import POOL, Pool, Qty
from engine.next_acts.act import Act, ActKind, helping
from engine.quantities import SUM, counted, spelled
from engine.rows import Record
from engine.rules.enumeration import in_a_row
from engine.whatif.transfer_edits import Send

_MOST_NAMED: Final = 2


def find(tx: Transaction) -> list[Act]:
    """What covers units that wait uncovered; each unit counts for one act alone.

    What is pending is opened or sent; of the rest, what another warehouse has to spare is fetched, and
    what is left is ordered, unless the LIC is discontinued or inactive, or has no vendor.
    """
    tx.write("allocation.select_pools_that_wait")
    found = uncovered.read(tx)
    if found.lines.is_empty():
        return []
    takers = shares.takers(found)
    short = shares.without(takers, shares.in_pools(found.pending))
    lacking = _lacking(found, short)
    sources = fetching.with_sources(tx, lacking)
    rest = fetching.without_fetched(short, lacking, sources)
    given = (
        (short, _fetched(sources)),
        (rest.short, _bought(rest.pools)),
        (takers, _pending(found)),
    )
    every = pl.concat([ways for _, ways in given]).with_row_index("way")
    parts = []
    for lines, ways in given:
        numbered = every.filter(pl.col("kind").is_in(ways["kind"].unique().implode()))
        parts.append(shares.hand_out(lines, numbered, "way"))
    return list(_acts(tx, every, pl.concat(parts)))


def _lacking(found: Uncovered, short: pl.DataFrame) -> pl.DataFrame:
    """The pools of which units wait that are on nothing pending either, with how many: short_qty."""
    needed = shares.needed(short).filter(pl.col("short_qty") > 0)
    return found.pools.join(needed, on=POOL, maintain_order="left")


def _fetched(sources: Sequence[Record]) -> pl.DataFrame:
    """What of it other warehouses have to spare: the ways, a row for each pool."""
    subject = pl.format("{} {}", "from_warehouse", "warehouse")
    return _ways(
        pl.DataFrame(sources, schema=_SOURCE), pl.lit(ActKind.FETCH.value), subject, pl.col("short_qty")
    )


def _bought(lacking: pl.DataFrame) -> pl.DataFrame:
    """What of the rest is bought, of LICs that are still bought at all: the ways, a row for each pool."""
    buyable = lacking.filter(~pl.col("discontinued"), "active", pl.col("vendor").is_not_null())
    nowhere = buyable.with_columns(from_warehouse=pl.lit(None, pl.String()))
    return _ways(nowhere, pl.lit(ActKind.ORDER.value), pl.col("vendor"), pl.col("short_qty"))


def _pending(found: Uncovered) -> pl.DataFrame:
    """What is pending of pools that lack something: the ways, a row for each pool and number."""
    sums = found.pending.group_by("po", *POOL, maintain_order=True).agg(
        pl.col("qty").cast(SUM).sum(), pl.col("vendor", "from_warehouse").first()
    )
    named = sums.join(
        found.pools.select(*POOL, "lic", "warehouse", "vendor_name"), on=POOL, maintain_order="left"
    )
    is_bought = pl.col("from_warehouse").is_null()
    kind = pl.when(is_bought).then(pl.lit(ActKind.OPEN.value)).otherwise(pl.lit(ActKind.SEND.value))
    return _ways(named, kind, pl.col("po"), pl.col("qty"))


_WAY: Final = pl.Schema(
    {
        "kind": pl.String(),
        "subject": pl.String(),
        "item_id": pl.Int32(),
        "warehouse_id": pl.Int32(),
        "lic": pl.String(),
        "qty": SUM,
        "vendor_name": pl.String(),
        "from_warehouse": pl.String(),
        "warehouse": pl.String(),
        "is_pending": pl.Boolean(),
    }
)
"""A way on which units of a pool come: of which act, how many, from where and into which warehouse."""
_SOURCE: Final = pl.Schema(
    {
        name: _WAY[name]
        for name in ("item_id", "warehouse_id", "lic", "vendor_name", "from_warehouse", "warehouse")
    }
    | {"short_qty": SUM}
)
"""What is read of a pool that another warehouse has something to spare of."""


def _ways(pools: pl.DataFrame, kind: pl.Expr, subject: pl.Expr, qty: pl.Expr) -> pl.DataFrame:
    """The ways of these pools: of which act, to what it is done and how many units, for each of them."""
    is_pending = pl.col("kind").is_in([ActKind.OPEN.value, ActKind.SEND.value])
    ways = pools.with_columns(kind=kind, subject=subject, qty=qty).with_columns(is_pending=is_pending)
    return ways.select(pl.col(name).cast(dtype) for name, dtype in _WAY.items())


def _acts(tx: Transaction, ways: pl.DataFrame, given: pl.DataFrame) -> Iterator[Act]:
    """The acts of these ways that help a line, each with those whom it helps; ``given``: way, root_line_id
    (null: the units make good what lies below zero), qty."""
    by_act = given.join(ways.select("way", "kind", "subject", "lic"), on="way", maintain_order="left")
    if by_act.is_empty():
        return
    with tx.lent("helping_line", by_act.select("kind", "subject", "root_line_id", "qty")):
        helped = tx.rows("next_acts.helped")
    for key, of_it in helped.group_by("kind", "subject", maintain_order=True):
        of_act = pl.col("kind") == key[0], pl.col("subject") == key[1]
        yield _act(ways.filter(*of_act), by_act.filter(*of_act), of_it.drop("kind", "subject"))


def _act(ways: pl.DataFrame, given: pl.DataFrame, helped: pl.DataFrame) -> Act:
    kind, subject = ActKind(ways["kind"][0]), ways["subject"][0]
    waits = given.drop_nulls("root_line_id") if ways["is_pending"][0] else given
    goods = waits.group_by("lic").agg(pl.col("qty").sum()).sort("qty", "lic", descending=[True, False])
    pools: list[Pool] = ways.select(POOL).rows()
    sentence = _sentence(kind, ways.row(0, named=True), _listed(goods.rows()))
    edit = Send(subject) if kind is ActKind.SEND else None
    return helping(kind, subject, sentence, helped, edit=edit, pools=tuple(pools))


def _sentence(kind: ActKind, way: Record, goods: str) -> str:
    match kind:
        case ActKind.SEND:
            return f"Send transfer {way['subject']} to warehouse {way['warehouse']}: {goods} wait there"
        case ActKind.FETCH:
            ends = f"from warehouse {way['from_warehouse']} into {way['warehouse']}"
            return f"Transfer {goods} {ends}, where they are needed"
        case ActKind.OPEN:
            return f"Open purchase order {way['subject']}: {goods} wait for it"
        case _:
            return f"Order {goods} from {way['vendor_name']}"


def _listed(goods: Sequence[tuple[str, Qty]]) -> str:
    """``180 of FR-9 and 150 of SPA-8``, ``180 of FR-9, 150 of SPA-8 and 3 more LICs``."""
    named = [f"{spelled(qty)} of {lic}" for lic, qty in goods[:_MOST_NAMED]]
    more = len(goods) - len(named)
    return in_a_row([*named, counted(more, "more LIC")] if more else named)
