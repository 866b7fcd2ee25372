"""What everything costs on desks of many lines: ``make bench``, or ``make bench QUICK=1``.

One thing on one desk, for whoever changes it::

    python -m tests.bench --only order,receipt --sizes 100000
    python -m tests.bench --only full,nothing --sizes 10000,100000 --history no
    python -m tests.bench --list

``order`` is an order of five lines, typed and opened; ``--list`` names the others. Every figure stands
beside the floor that was measured between its rounds (tests/bench/floors.py) and as a ratio to it, by the
wall and in CPU time, with its goal. *n* is how often, *stmts* the number of statements (the median; without
begin and commit). Ratios of one run count, not milliseconds. A desk is built once for each version of the
code and kept (tests/bench/desks.py says where), so that the second measurement begins at once. ``--docs``
writes docs/performance.json, its chart and the table in docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.model import Policy
from tests.bench import ages, desks, docs, report, running
from tests.bench.figures import FIGURES, Figure
from tests.bench.running import Measured
from tests.bench.settings import MIXES, Setting

SIZES = (10_000, 100_000, 1_000_000)
CLOSED = 1_000_000
SPECIAL = (
    Setting(100_000, mix="skewed"),
    Setting(100_000, mix="mixed"),
    Setting(100_000, mix="mixed", policy=Policy.SKIP),
    Setting(100_000, mix="mixed", policy=Policy.COMPLETE_FIRST),
)
QUICK_SIZES, QUICK_CLOSED, QUICK_SHARE = (10_000,), 100_000, 0.2
MINUTES, QUICK_MINUTES = 16.0, 2.5
"""After these nothing new is begun; what is left is named."""


def main() -> None:
    """Measure what was asked for, print it, and write it where that was asked."""
    given = _arguments()
    if given.list:
        for figure in FIGURES:
            print(f"{figure.name:22}{figure.words}")
        return
    figures = _named(given.only)
    print(report.HEAD, flush=True)
    measured: list[Measured] = []
    for one in measure(given, figures):
        measured.append(one)
        print(report.row(one), flush=True)
    growth = list(ages.growth(measured))
    for compared in growth:
        print(report.growth_row(compared))
    if given.json:
        given.json.write_text(json.dumps(report.as_json(measured, growth), indent=1) + "\n", encoding="utf-8")
    if given.docs:
        docs.write(desks.HOUSE / "docs", measured, growth)


def measure(given: argparse.Namespace, figures: list[Figure]) -> Iterator[Measured]:
    """Measure figures on every desk that was asked for."""
    share = given.rounds or (QUICK_SHARE if given.quick else 1.0)
    minutes = given.minutes or (QUICK_MINUTES if given.quick else MINUTES)
    deadline = time.monotonic() + minutes * 60
    for n, setting in enumerate(settings(given)):
        yield from running.measure(setting, running.on(setting, figures, first=n == 0), share, deadline)


def _named(only: str) -> list[Figure]:
    try:
        return running.named([name for name in only.split(",") if name])
    except ValueError as error:
        raise SystemExit(f"{error}.") from None


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
    parser.add_argument("--minutes", type=float, help=f"after these nothing new is begun ({MINUTES:g})")
    parser.add_argument("--quick", action="store_true", help="the smallest desk, few rounds")
    parser.add_argument("--json", type=Path, help="write the figures there, too")
    parser.add_argument("--docs", action="store_true", help="write them into docs/")
    parser.add_argument("--list", action="store_true", help="name the figures and end")
    return parser.parse_args()


def settings(given: argparse.Namespace) -> Iterator[Setting]:
    """The desks to measure on, the largest last, since its time may be over; the special ones before it."""
    sizes = [int(size) for size in given.sizes.split(",") if size]
    closed = given.closed or (QUICK_CLOSED if given.quick else CLOSED)
    all_of_it = not (sizes or given.quick)
    for lines in sizes or (QUICK_SIZES if given.quick else SIZES):
        if all_of_it and lines == SIZES[-1]:
            yield from SPECIAL
        young = Setting(lines, 0, given.mix, given.policy)
        if given.history != "yes":
            yield young
        if given.history != "no":
            yield replace(young, closed=closed)


if __name__ == "__main__":
    main()
