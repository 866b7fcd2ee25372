"""What single acts cost on a desk of many lines: ``python -m tests.bench.acting --lines 100000``.

The desk of ``tests.bench.asking``, with purchase orders of a hundred LICs each, settled before. An order of
five lines typed and opened, one receipt, a priority, a count, one sweep, an explanation and the list of
all that waits: CPU seconds, which hardly move with what else the machine does; docs/speed.md says what came
out.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random

import polars as pl

from db.session import Transaction
from engine import catalogue, orders, stock, supply, sweeps
from engine.interchange.importing import import_file
from engine.model import Outcome, Policy, SweepName
from engine.reports import backorders
from engine.reports.explain import explain
from engine.store import Session, open_desk
from tests.bench import workload
from tests.bench.__main__ import CLERK, fill, open_order, tell, type_order
from tests.bench.asking import asking, mix, switch
from tests.bench.asking import supply as shelve

ROUNDS = 3
LICS_PER_PO = 100


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=100_000, help="open lines (100000)")
    parser.add_argument("--short", type=float, default=1.0, help="of the LICs, those that are short (1.0)")
    parser.add_argument("--pos", type=int, default=1, help="purchase orders of a hundred LICs each (1)")
    parser.add_argument("--policy", type=Policy, default=Policy.STRICT, help="in force (strict)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        with closing(open_desk(place / "bench.duckdb", name="the bench")) as desk:
            build(desk, place, given.lines, given.short, given.pos)
            switch(desk, given.policy)
            measure(desk)


def build(desk: Session, folder: Path, lines: int, short: float, pos: int) -> None:
    """A settled desk, and then what is bought."""
    workload.write(folder, lines)
    mix(folder / "orders.parquet")
    shelve(folder, short)
    fill(desk, folder)
    sweeps.run_sweep(desk, SweepName.SECONDARY, actor=CLERK)
    buy(folder, pos)
    for kind in ("vendors", "purchase-orders"):
        import_file(desk, kind, folder / f"{kind}.parquet", actor=CLERK)


def buy(folder: Path, pos: int) -> None:
    """Purchase orders that bring a few units of a hundred LICs each, some day in the next two months."""
    random = Random(17)
    lics = pl.read_parquet(folder / "orders.parquet")["lic"].unique().sort().to_list()
    random.shuffle(lics)
    today = datetime.now(UTC).date()
    days = [today + timedelta(days=random.randint(1, 60)) for _ in range(pos)]
    lines = [
        (f"PO{po}", "V", lic, random.randint(5, 60), days[po])
        for po in range(pos)
        for lic in lics[po * LICS_PER_PO : (po + 1) * LICS_PER_PO]
    ]
    names = ["po", "vendor", "lic", "qty", "expected_on"]
    pl.DataFrame(lines, schema=names, orient="row").write_parquet(folder / "purchase-orders.parquet")
    pl.DataFrame({"vendor": ["V"]}).write_parquet(folder / "vendors.parquet")


def measure(desk: Session) -> None:
    """The median of a few rounds of each act."""
    ask, numbers = asking(desk), count()
    with desk.snapshot() as tx:
        bought = supply.lines(tx, "PO0").select("lic", "qty").rows()
        lics = catalogue.items(tx)["lic"].to_list()

    def act(work: Callable[[Transaction], object]) -> None:
        with desk.transaction(actor=CLERK) as tx:
            work(tx)

    def order() -> None:
        n = next(numbers)
        open_order(desk, type_order(desk, lics[n * 5 : n * 5 + 5]))

    def receive() -> None:
        lic, qty = bought[next(numbers)]
        act(lambda tx: supply.receive(tx, "PO0", {lic: qty}))

    def find(tx: Transaction) -> None:
        stock.adjust(tx, lics[next(numbers) + 50], Decimal(1), reason="count")

    def sweep() -> None:
        done = sweeps.run_sweep(desk, SweepName.PRIMARY, actor=CLERK)
        assert done is not None
        assert done.outcome == Outcome.DONE, done.error

    say("an order of five lines typed and opened", order)
    say(
        "a count on one shelf",
        lambda: act(lambda tx: stock.adjust(tx, lics[next(numbers) + 50], Decimal(1), reason="count")),
    )
    say("a priority", lambda: act(lambda tx: orders.set_priority(tx, f"B{next(numbers) + 100}", 9)))
    say("a receipt of one LIC", receive)
    say("a primary sweep after it", sweep, rounds=1)
    say("explain an order", lambda: ask(lambda tx: explain(tx, "B7")))
    say("everything that waits", lambda: ask(backorders.waiting), rounds=1)


def say(what: str, work: Callable[[], object], rounds: int = ROUNDS) -> None:
    """One row of the table."""
    tell(what, statistics.median(used(work) for _ in range(rounds)))


def used(work: Callable[[], object]) -> float:
    """CPU seconds."""
    started = time.process_time()
    work()
    return time.process_time() - started


if __name__ == "__main__":
    main()
