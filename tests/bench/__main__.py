"""How fast a desk of many lines settles: ``python -m tests.bench --lines 100000``.

Times move with the machine; what counts is the ratio of two measurements made in one run, side by side.
"""

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from engine import orders, preferences, proof, sweeps
from engine.interchange.importing import import_file
from engine.model import SweepName
from engine.store import Session, open_desk
from tests.bench import workload
from tests.bench.bare import Bare

CLERK = "bench"
ROUNDS = 5


def main() -> None:
    """Measure and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--lines", type=int, default=100_000, help="open lines (100000)")
    parser.add_argument("--orders", type=int, default=20, help="single orders to open afterwards (20)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), given.lines, given.orders)


def measure(folder: Path, lines: int, singles: int) -> None:
    """One desk, filled, swept, proven and used."""
    workload.write(folder, lines)
    frames = [pl.read_parquet(folder / f"{kind}.parquet") for kind in ("orders", "stock")]
    bare = Bare(*frames)
    with closing(open_desk(folder / "bench.duckdb", name="the bench")) as desk:
        tell(f"import of {lines:,} lines", fill(desk, folder))
        windows = [bare.run() for _ in range(ROUNDS)]
        swept, report = timed(lambda: sweeps.run_sweep(desk, SweepName.SECONDARY, actor=CLERK))
        windows += [bare.run() for _ in range(ROUNDS)]
        check_same(report, windows[0])
        again, _ = timed(lambda: sweeps.run_sweep(desk, SweepName.SECONDARY, actor=CLERK))
        window = statistics.median(seconds for seconds, _, _ in windows)
        proven, problems = timed(lambda: prove(desk))
        assert not problems, problems
        typing, opening = zip(*(one_order(desk, frames[0], n) for n in range(singles)), strict=True)
        tell("bare DuckDB window over the same lines", window)
        tell("secondary sweep, committed and proven", swept, f"{swept / window:.0f} times the window")
        tell("the same sweep again: nothing changes", again, f"{again / window:.0f} times the window")
        tell("consistency proof", proven)
        tell("one order of 5 lines typed", statistics.median(typing))
        tell("the same order opened (check, allot, ship, log)", statistics.median(opening))
        tell("  slowest of them", max(opening))


def fill(desk: Session, folder: Path) -> float:
    """Everything waits, then stock comes; the seconds that the import of the orders took."""
    with desk.transaction(actor=CLERK) as tx:
        preferences.change(tx, "backorder_management", "on")
    for kind in ("items", "customers"):
        import_file(desk, kind, folder / f"{kind}.parquet", actor=CLERK)
    seconds, _ = timed(lambda: import_file(desk, "orders", folder / "orders.parquet", actor=CLERK))
    import_file(desk, "stock", folder / "stock.parquet", actor=CLERK)
    return seconds


def prove(desk: Session) -> list[str]:
    """What the consistency proof finds."""
    with desk.snapshot() as tx:
        return proof.problems(tx)["sentence"].to_list()


def one_order(desk: Session, lines: pl.DataFrame, n: int) -> tuple[float, float]:
    """Type an order of five lines and open it, each in a transaction of its own; the seconds of both."""
    lics = lines["lic"].unique(maintain_order=True)[n * 5 : n * 5 + 5].to_list()
    typing, number = timed(lambda: type_order(desk, lics))
    opening, _ = timed(lambda: open_order(desk, number))
    return typing, opening


def type_order(desk: Session, lics: list[str]) -> str:
    """A draft of one line per LIC."""
    with desk.transaction(actor=CLERK) as tx:
        number = orders.create(tx, "C0", priority=2)
        for lic in lics:
            orders.add_line(tx, number, lic, Decimal(7))
        return number


def open_order(desk: Session, number: str) -> None:
    """Open it: stock check, allotment, takeover, shipment and log."""
    with desk.transaction(actor=CLERK) as tx:
        orders.open_order(tx, number)


def check_same(report: sweeps.SweepReport | None, window: tuple[float, int, Decimal]) -> None:
    """The sweep and the window gave the same units to as many lines."""
    assert report is not None
    _, lines, units = window
    assert (report.counts.lines_filled, report.counts.units_allotted) == (lines, units), (report, window)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    """Seconds, and what the work gave."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


def tell(what: str, seconds: float, ratio: str = "") -> None:
    """One row of the table."""
    print(f"{what:50}{seconds * 1000:12,.1f} ms   {ratio}".rstrip(), flush=True)


if __name__ == "__main__":
    main()
