"""How long questions take on a desk of many lines: ``python -m tests.bench.asking --lines 100000``.

Explain, compare, the previews of an edit and of a policy, and stranded stock, on the workload of
``tests.bench`` with 30 % Complete orders and 25 % whole lines; docs/speed.md says what came out.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from random import Random

import polars as pl

from engine import preferences, sweeps, whatif
from engine.model import Policy, SweepName
from engine.reports import policies, stranded
from engine.reports.explain import explain
from engine.store import Session, open_desk
from engine.whatif.edits import Priority, SetPolicy, Split
from tests.bench import workload
from tests.bench.__main__ import CLERK, fill, tell, timed

ROUNDS = 3


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=100_000, help="open lines (100000)")
    parser.add_argument("--short", type=float, default=1.0, help="of the LICs, those that are short (1.0)")
    parser.add_argument("--policy", type=Policy, default=Policy.STRICT, help="in force (strict)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        workload.write(place, given.lines)
        mix(place / "orders.parquet")
        supply(place, given.short)
        with closing(open_desk(place / "bench.duckdb", name="the bench")) as desk:
            fill(desk, place)
            sweeps.run_sweep(desk, SweepName.SECONDARY, actor=CLERK)
            switch(desk, given.policy)
            measure(desk)


def switch(desk: Session, policy: Policy) -> None:
    """Put another policy in force and settle the desk by it, as the next sweep would."""
    if policy is not Policy.STRICT:
        with desk.transaction(actor=CLERK) as tx:
            preferences.change(tx, "allocation_policy", policy)
        sweeps.run_sweep(desk, SweepName.SECONDARY, actor=CLERK)


def mix(file: Path) -> None:
    """30 % of the orders ship complete; a quarter of the lines only in one piece."""
    random = Random(11)
    lines = pl.read_parquet(file)
    complete = {order: random.random() < 0.30 for order in lines["order"].unique().sort()}
    lines.with_columns(
        pl.Series("ship_type", ["complete" if complete[order] else "partial" for order in lines["order"]]),
        pl.Series("on_shortage", ["whole" if random.random() < 0.25 else "split" for _ in lines["order"]]),
    ).write_parquet(file)


def supply(folder: Path, short: float) -> None:
    """Half of what is wanted of the LICs that are short, and all of the others."""
    random = Random(13)
    wanted = pl.read_parquet(folder / "orders.parquet").group_by("lic").agg(pl.col("qty").sum()).sort("lic")
    shares = pl.Series([0.5 if random.random() < short else 1.0 for _ in range(wanted.height)])
    wanted.with_columns((pl.col("qty") * shares).cast(pl.Int64)).write_parquet(folder / "stock.parquet")


def measure(desk: Session) -> None:
    """The median of a few rounds of each question."""
    ask = asking(desk)
    say("explain an order", lambda: ask(lambda tx: explain(tx, "B7")))
    say("preview of a priority", lambda: whatif.preview(desk, CLERK, [Priority("B7", 9)]))
    say("preview of a split", lambda: whatif.preview(desk, CLERK, [Split("B7", 1)]))
    say("stranded stock", lambda: ask(stranded.find))
    say("compare the policies", lambda: ask(policies.compare))
    for policy in Policy:
        say(f"preview of a switch to {policy}", partial(whatif.preview, desk, CLERK, [SetPolicy(policy)]))


def asking(desk: Session) -> Callable[[Callable[..., object]], object]:
    """Questions in a snapshot of their own."""

    def ask(question: Callable[..., object]) -> object:
        with desk.snapshot() as tx:
            return question(tx)

    return ask


def say(what: str, work: Callable[[], object]) -> None:
    """One row of the table."""
    tell(what, statistics.median(timed(work)[0] for _ in range(ROUNDS)))


if __name__ == "__main__":
    main()
