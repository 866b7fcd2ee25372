"""What everything costs on desks of many lines: ``make bench``, or ``make bench QUICK=1``.

One thing on one desk, for whoever changes it::

    python -m tests.bench --only order,receipt --sizes 100000
    python -m tests.bench --only full,nothing --sizes 10000,100000 --history no
    python -m tests.bench --list

``order`` is an order of five lines, typed and opened; ``--list`` names the others. Every figure stands
beside the floor that was measured between its rounds (tests/bench/floors.py) and as a ratio to it, by the
wall and in CPU time, with its goal: at most so many times that floor. *n* is how often, *stmts* the number of
statements (the median; without begin and commit). Ratios of one run count, not milliseconds. A desk is built
once for each version of the code and kept (tests/bench/desks.py says where), so that the second measurement
begins at once.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from engine.model import Policy
from tests.bench import running
from tests.bench.figures import FIGURES
from tests.bench.running import Measured
from tests.bench.settings import MIXES, Setting

SIZES = (10_000, 100_000, 1_000_000)
CLOSED = 1_000_000
QUICK_SIZES, QUICK_CLOSED, QUICK_SHARE = (10_000,), 100_000, 0.2


def main() -> None:
    """Measure what was asked for and print it."""
    given = _arguments()
    if given.list:
        for figure in FIGURES:
            print(f"{figure.name:14}{figure.words}")
        return
    figures = running.named([name for name in given.only.split(",") if name])
    share = given.rounds or (QUICK_SHARE if given.quick else 1.0)
    print(HEAD, flush=True)
    for setting in settings(given):
        for measured in running.measure(setting, figures, share):
            print(row(measured), flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--only", default="", help="names of figures, with commas between (all)")
    parser.add_argument("--sizes", default="", help="open lines, with commas between (10000,100000,1000000)")
    parser.add_argument(
        "--history", choices=("yes", "no", "both"), default="both", help="a year behind it (both)"
    )
    parser.add_argument("--closed", type=int, help=f"closed lines of that year ({CLOSED})")
    parser.add_argument("--mix", choices=MIXES, default="plain", help="what kind of desk (plain)")
    parser.add_argument("--policy", type=Policy, default=Policy.STRICT, help="in force (strict)")
    parser.add_argument("--rounds", type=float, help="so many times as many rounds (1.0)")
    parser.add_argument("--quick", action="store_true", help="the smallest desk, few rounds")
    parser.add_argument("--list", action="store_true", help="name the figures and end")
    return parser.parse_args()


def settings(given: argparse.Namespace) -> Iterator[Setting]:
    """The desks to measure on, the smallest first."""
    sizes = [int(size) for size in given.sizes.split(",") if size]
    closed = given.closed or (QUICK_CLOSED if given.quick else CLOSED)
    for lines in sizes or (QUICK_SIZES if given.quick else SIZES):
        if given.history != "yes":
            yield Setting(lines, 0, given.mix, given.policy)
        if given.history != "no":
            yield Setting(lines, closed, given.mix, given.policy)


HEAD = (
    f"{'desk':34}{'work':40}{'n':>4}{'p50 ms':>10}{'p95':>10}{'p99':>10}{'CPU ms':>10}{'stmts':>6}"
    f"  {'floor':14}{'ms':>8}{'CPU ms':>8}{'× wall':>8}{'× CPU':>8}  goal"
)


def row(measured: Measured) -> str:
    """One figure as a row of the table."""
    figure, work, floor = measured.figure, measured.work, measured.floor
    wall, cpu = running.ratios(measured)
    times = "".join(f"{work.wall(percent) * 1000:10,.1f}" for percent in (50, 95, 99))
    return (
        f"{measured.setting!s:34}{figure.words:40}{len(work.taken):4}{times}{work.cpu() * 1000:10,.1f}"
        f"{work.statements():6}  {figure.beside:14}{floor.wall() * 1000:8,.1f}{floor.cpu() * 1000:8,.1f}"
        f"{wall:8,.1f}{cpu:8,.1f}  ≤ {figure.most:g}: {running.verdict(measured)}"
    )


if __name__ == "__main__":
    main()
