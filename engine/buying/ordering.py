"""*Order it*: what waits uncovered, put on the vendors' pending purchase orders, for whom it is (R44)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final, TypedDict, Unpack

import polars as pl

from db.session import Transaction
from engine import allocation, catalogue, codes, orders, stock, together
from engine.buying import links, pending, shares, uncovered
from engine.buying.pending import Takers
from engine.buying.uncovered import Uncovered
from engine.errors import DeskError, NothingNamed, NoVendor, Unknown, refuse
from engine.model import NOTHING, POOL, Pool
from engine.quantities import SUM, spelled, spelled_column
from engine.rows import Record
from engine.rules.replenishing import in_lots

NamedLine = tuple[str, int | None]
"""An order's number and one of its lines; None: all of them."""
_MOST_NAMED: Final = 5


class Selection(TypedDict, total=False):
    """What is to be ordered for: all that is bought from a vendor, else some pools, else these LICs and these
    lines of orders together."""

    lics: Sequence[str]
    lines: Sequence[NamedLine]
    pools: Sequence[Pool]
    vendor: str | None


NOTHING_WAITS: Final = "Nothing more is needed: whatever waits is covered."
"""What is said where nothing was lacking."""
_ORDERED: Final = pl.Schema(
    {
        "po": pl.String(),
        "vendor": pl.String(),
        "warehouse": pl.String(),
        "lic": pl.String(),
        "qty": SUM,
        "line_qty": SUM,
        "expected_on": pl.Date(),
        "is_new": pl.Boolean(),
    }
)


class OrderOrLic(DeskError):
    """{code} is an order and a LIC; name the LIC with --lic, or a line of the order."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What *Order it* did.

    ``ordered``: a row for each LIC and warehouse of which something was added: po, vendor, warehouse, lic,
    qty (added), line_qty (on the purchase order's line now), expected_on, is_new (the purchase order is).
    ``enough``: a sentence for each LIC of which nothing more is needed. ``have_enough``: the pending purchase
    orders that have what is enough.
    """

    ordered: pl.DataFrame
    enough: list[str]
    have_enough: Sequence[str] = ()

    def with_more(self, rows: Sequence[Record]) -> Bought:
        """What was done, with more that was ordered in the same act."""
        more = pl.DataFrame([{name: row[name] for name in _ORDERED} for row in rows], schema=_ORDERED)
        return replace(self, ordered=pl.concat([self.ordered, more]))

    @property
    def pos(self) -> list[str]:
        """The pending purchase orders that took something."""
        return self.ordered["po"].unique(maintain_order=True).to_list()

    @property
    def to_open(self) -> list[str]:
        """The pending purchase orders that have what is needed, from before or as of now."""
        return sorted({*self.numbers(fetched=False), *self.have_enough})

    def numbers(self, *, fetched: bool) -> list[str]:
        """The pending transfers, or the purchase orders, that took something."""
        rows = self.ordered.filter(pl.col("vendor").is_null() == fetched)
        return rows["po"].unique(maintain_order=True).to_list()

    @property
    def sentence(self) -> str:
        """What was done, for the person who did it: a transfer is not ordered from anybody."""
        done = [self._done("Ordered", "on", fetched=False), self._done("Put", "on transfer", fetched=True)]
        return " ".join(filter(None, [*done, *self.enough[:_MOST_NAMED]])) or NOTHING_WAITS

    def _done(self, verb: str, on: str, *, fetched: bool) -> str:
        """What was bought, or what is fetched, as a sentence; empty: nothing."""
        rows = self.ordered.filter(pl.col("vendor").is_null() == fetched).iter_rows(named=True)
        done = [f"{spelled(row['qty'])} of {row['lic']} {on} {row['po']}" for row in rows]
        more = f" and {len(done) - _MOST_NAMED:,} more" if len(done) > _MOST_NAMED else ""
        return f"{verb} {', '.join(done[:_MOST_NAMED])}{more}." if done else ""


NOTHING_BOUGHT: Final = Bought(pl.DataFrame(schema=_ORDERED), [])
"""Nothing was named, and nothing ordered."""


def order_it(tx: Transaction, **selection: Unpack[Selection]) -> Bought:
    """Put what waits uncovered of the selection on the vendors' pending purchase orders (R44).

    Only units that are on no pending purchase order yet are ordered, so that doing it twice orders once. LICs
    without a vendor are refused, all of them together, and then nothing is ordered; so are unknown records,
    and an empty selection.
    """
    return order_lacking(tx, find_lacking(tx, **selection))


def order_lacking(tx: Transaction, lacking: Lacking) -> Bought:
    """Put on the vendors' pending purchase orders what is lacking; refuses LICs without a vendor."""
    orphans = lacking.pools.filter(pl.col("vendor").is_null())["lic"].unique().sort()
    refuse([NoVendor(lic=lic) for lic in orphans])
    bought = {"from_warehouse": pl.lit(None, pl.String), "why": why_waiting("short_qty")}
    rows = lacking.pools.with_columns(**bought).to_dicts()
    ordered = write(tx, lacking, rows) if rows else pl.DataFrame(schema=_ORDERED)
    return Bought(ordered, lacking.enough, lacking.have_enough)


@dataclass(frozen=True, slots=True)
class Lacking:
    """What waits uncovered of what is meant, and is on no pending purchase order or transfer.

    ``pools``: of ``Uncovered``, with the columns of ``shares.needed``, short_qty above zero. ``short``: the
    lines, of ``find_short``, with what lies below zero in their pools.
    ``enough``: a sentence for each LIC of which nothing more is needed. ``have_enough``: the pending purchase
    orders that have what is enough.
    """

    found: Uncovered
    short: pl.DataFrame
    pools: pl.DataFrame
    enough: list[str]
    have_enough: list[str]


def find_lacking(tx: Transaction, **selection: Unpack[Selection]) -> Lacking:
    """What is lacking of the selection; refuses unknown records, and an empty selection."""
    if not any(selection.values()):
        raise NothingNamed
    if vendor := selection.get("vendor"):
        found, meant, covered = _of_vendor(tx, vendor)
    elif pools := selection.get("pools"):
        found, meant, covered = _of_pools(tx, pools)
    else:
        found, meant, covered = _of_records(tx, selection.get("lics", ()), selection.get("lines", ()))
    short = _short_of(meant, shares.find_short(found))
    needing = found.pools.join(shares.needed(short), on=POOL, maintain_order="left")
    on_them = _pending_already(found, needing)
    enough = [*_in_words(on_them), *covered]
    bought = on_them.explode("bought")["bought"].drop_nulls().unique().sort().to_list()
    return Lacking(found, short, needing.filter(pl.col("short_qty") > 0), enough, bought)


def _short_of(meant: pl.DataFrame, short: pl.DataFrame) -> pl.DataFrame:
    """What of ``find_short`` is lacking for the lines that are meant: theirs, and before it what lies below
    zero in their pools, without which they would get nothing of it."""
    lines = short.join(meant, on="root_line_id", how="semi", maintain_order="left")
    below = short.filter(pl.col("root_line_id").is_null())
    return pl.concat([below.join(lines, on=POOL, how="semi", maintain_order="left"), lines])


def why_waiting(qty: str) -> pl.Expr:
    """Why units are ordered that wait uncovered; ``qty``: the column of how many, of pools with the columns
    of ``shares.needed``."""
    below = pl.when(pl.col("is_below")).then(pl.lit(" or lie below zero")).otherwise(pl.lit(""))
    return pl.format(
        "{} wait{}, and neither stock nor a purchase order covers them", spelled_column(pl.col(qty)), below
    )


def is_order(tx: Transaction, code: str) -> bool:
    """Whether a typed code names an order and not a LIC; refused where it names both, or neither."""
    an_order = codes.find(tx, "orders.find", code, "order", by="number") is not None
    a_lic = codes.find(tx, "catalogue.item", code, "LIC", by="lic") is not None
    if an_order and a_lic:
        raise OrderOrLic(code=code)
    if not an_order and not a_lic:
        raise Unknown(kind="LIC or order", name=code)
    return an_order


Meant = tuple[Uncovered, pl.DataFrame, list[str]]
"""What waits uncovered in some pools, the typed lines there that are meant, and for what is named and needs
nothing a sentence each."""


def _of_vendor(tx: Transaction, vendor: str) -> Meant:
    """All that is bought from a vendor."""
    code = catalogue.vendor(tx, vendor)["code"]
    tx.write("allocation.select_pools_that_wait")
    found = uncovered.read(tx)
    pools = found.pools.filter(pl.col("vendor") == code)
    covered = [] if pools.height else [f"Nothing more of vendor {code} is needed: what waits is covered."]
    return found, found.lines.join(pools, on=POOL, how="semi", maintain_order="left"), covered


def _of_pools(tx: Transaction, pools: Sequence[Pool]) -> Meant:
    """All of some pools."""
    allocation.select_pools(tx, pools)
    found = uncovered.read(tx)
    return found, found.lines, [] if found.pools.height else [NOTHING_WAITS]


def _of_records(tx: Transaction, lics: Sequence[str], lines: Sequence[NamedLine]) -> Meant:
    """What is named by LIC, by order or by line."""
    stocked = together.each(partial(stock.stocked, tx, verb="order"), lics)
    items = {item["item_id"]: item["lic"] for item in stocked}
    named = [(orders.find(tx, number), line) for number, line in lines]
    numbers = {order["order_id"]: order["number"] for order, _ in named}
    whole = [order["order_id"] for order, line in named if line is None]
    roots = [orders.find_line(tx, order, line)["root_line_id"] for order, line in named if line is not None]
    tx.write("buying.select_pools", item_ids=list(items), order_ids=list(numbers))
    found = uncovered.read(tx)
    is_meant = [("item_id", list(items)), ("order_id", whole), ("root_line_id", roots)]
    meant = found.lines.filter(pl.any_horizontal(pl.col(name).is_in(ids) for name, ids in is_meant))
    lics_left, orders_left = items.keys() - meant["item_id"], numbers.keys() - meant["order_id"]
    covered = [f"Nothing more of {items[one]} is needed: what waits is covered." for one in lics_left]
    covered += [
        f"Nothing more is needed for order {numbers[one]}: what waits is covered." for one in orders_left
    ]
    return found, meant, sorted(covered)


def _pending_already(found: Uncovered, pools: pl.DataFrame) -> pl.DataFrame:
    """The LICs of which all that is meant is on pending purchase orders or transfers already: lic, pos (their
    numbers), bought (of them, the purchase orders)."""
    enough = pools.filter(pl.col("short_qty") == 0).select(*POOL, "lic")
    on_them = found.pending.join(enough, on=POOL).group_by("lic")
    pos, is_bought = pl.col("po").unique().sort(), pl.col("from_warehouse").is_null()
    bought = pl.col("po").filter(is_bought).unique()
    return on_them.agg(pos.alias("pos"), bought.alias("bought")).sort("lic")


def _in_words(on_them: pl.DataFrame) -> list[str]:
    """A sentence for each LIC of ``_pending_already``."""
    return [
        f"Nothing more of {lic} is needed: {' and '.join(pos)} {'has' if len(pos) == 1 else 'have'} it, and "
        f"{'is' if len(pos) == 1 else 'are'} still to be {'opened' if bought else 'sent'}."
        for lic, pos, bought in on_them.iter_rows()
    ]


def write(tx: Transaction, lacking: Lacking, pools: Sequence[Record]) -> pl.DataFrame:
    """Order what is lacking, and say for whom; returns a row for each pool (``Bought.ordered``).

    ``pools``: of ``Lacking``, each with how much is ordered (short_qty), from where (vendor, from_warehouse)
    and why.
    """
    found, short, takers = lacking.found, lacking.short, pending.find_orders(tx)
    own = _persons_lines(found.pending)
    decisions = [_decided(tx, row, takers, own) for row in pools]
    written = pending.write(tx, decisions).select(*POOL, "po_line_id")
    given = pl.DataFrame([[row[name] for name in _GIVEN] for row in pools], _GIVEN, orient="row")
    added = shares.hand_out(short, given.rename({"short_qty": "qty"}).join(written, on=POOL))
    before = found.links.join(written, on="po_line_id", how="semi").with_columns(pl.col("qty").cast(SUM))
    after = pl.concat([before, added.select(before.columns)]).group_by("po_line_id", "root_line_id")
    links.write(tx, before, after.agg(pl.col("qty").sum()))
    return pl.DataFrame([{name: row[name] for name in _ORDERED} for row in decisions], schema=_ORDERED)


def _decided(tx: Transaction, pool: Record, takers: Takers, own: Mapping[_Spot, Record]) -> Record:
    """The decision about one pool: a person's line on the purchase order that takes it is raised, else there
    is a new one, which replenishment leaves alone and counts against the need (R37)."""
    po = takers.get(pending.way(pool), {}).get("number", "")
    line = own.get((po, pool["item_id"], pool["warehouse_id"]), _NO_LINE)
    row = pending.decided(tx, pool | line, takers)
    if line["expected_on"] is not None:
        row["expected_on"] = line["expected_on"]
    missing = line["qty"] + row["short_qty"]
    row["need_qty"] = in_lots(missing, row["multiple_qty"], row["minimum_qty"])
    return row | {"qty": row["need_qty"] - line["qty"], "line_qty": row["need_qty"], "edited": True}


_GIVEN: Final = pl.Schema({"item_id": pl.Int32(), "warehouse_id": pl.Int32(), "short_qty": SUM})


_Spot = tuple[str, int, int]
"""A purchase order's number, a LIC and a warehouse."""
_NO_LINE: Final[Record] = {"po_line_id": None, "po": None, "qty": NOTHING, "expected_on": None}


def _persons_lines(waiting: pl.DataFrame) -> dict[_Spot, Record]:
    """What persons have ordered on pending purchase orders: po_line_id, po, qty, expected_on; of two lines of
    a LIC on one of them, the first."""
    rows = waiting.filter(~pl.col("own")).select("po_line_id", "po", "qty", "expected_on", *POOL)
    spots = reversed(rows.select("po", *POOL).rows())
    return dict(zip(spots, reversed(rows.drop(POOL).to_dicts()), strict=True))
