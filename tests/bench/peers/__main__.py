"""Tryton and django-oscar beside the desk, at a thousand lines, in one run: ``make bench-peers``.

They are set up from the package registry, each in an environment of its own that is kept
(tests/bench/desks.py says where), on PostgreSQL where the machine has it, else on SQLite. All three have the
same orders and the same stock, and do two things. *full*: every open line is shared out again by priority and
entry, committed. *order*: one order of five lines with its stock check and allotment, committed. For each
line the others do more than to share out stock (prices, taxes, access rules, workflows), record by record; so
does the desk (its log, promises, shipments, proof). The table says how many lines and units each gave.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb

from tests.bench import acts, desks, sweeping
from tests.bench.measuring import Series, Taken, timed
from tests.bench.peers import environments
from tests.bench.peers.environments import Database
from tests.bench.settings import Setting
from tests.bench.world import opened

SETTING: Final = Setting(1_000)
ORDERS, SWEEPS = 40, 5


@dataclass(frozen=True, slots=True)
class Peer:
    """Another system."""

    name: str
    words: str
    packages: tuple[str, ...]


POSTGRES: Final = ("psycopg[binary]>=3.2,<4", "psycopg_pool>=3.2,<4")
PEERS: Final = (
    Peer("oscar", "django-oscar 4.2, its reservations in a loop", ("django-oscar==4.2.*", *POSTGRES)),
    Peer("tryton", "Tryton 8.2, modules stock and sale", ("trytond_sale==8.2.*", *POSTGRES)),
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one system took, and what it gave: lines that got something, and units."""

    words: str
    full: Series
    order: Series
    lines: int
    units: float


def main() -> None:
    """Measure all three and print the table."""
    with tempfile.TemporaryDirectory() as folder, environments.database() as database:
        lines = Path(folder) / "lines.json"
        lines.write_text(json.dumps(_lines()), encoding="utf-8")
        print(f"1,000 lines; the desk on DuckDB, the others on {database.name}.\n", flush=True)
        print(f"{'':46}{'full ms':>10}{'×':>8}{'order ms':>10}{'×':>8}{'lines':>8}{'units':>8}", flush=True)
        desk = _desk()
        print(_row(desk, desk), flush=True)
        for peer in PEERS:
            print(_row(_peer(peer, lines, database, Path(folder)), desk), flush=True)
        again = _desk()
        print(_row(again, desk), flush=True)


def _lines() -> list[dict[str, Any]]:
    """The open lines, as a file to import has them."""
    with duckdb.connect() as bare:
        desks.make_orders(bare, SETTING)
        found: list[dict[str, Any]] = bare.sql(desks.SQL["orders.as_file"].sql).pl().to_dicts()
        return found


def _desk() -> Result:
    """The desk."""
    with opened(SETTING) as world:
        full = Series([timed(sweeping.full(world)) for _ in range(SWEEPS)])
        order = Series([timed(acts.order(world)) for _ in range(ORDERS)])
        lines, units = world.floors.granted()
        return Result("Backorder Desk", full, order, lines, units)


def _peer(peer: Peer, lines: Path, database: Database, folder: Path) -> Result:
    """Run what a peer does, in its environment."""
    python = environments.python_with(peer.name, peer.packages)
    said = list(_said(python, peer, lines, database, folder))
    taken = {
        name: Series([Taken(one["wall"], one["cpu"], 0, 0, 0) for one in said if one["name"] == name])
        for name in ("full", "order")
    }
    [given] = [one for one in said if one["name"] == "given"]
    return Result(peer.words, taken["full"], taken["order"], given["lines"], given["units"])


def _said(
    python: Path, peer: Peer, lines: Path, database: Database, folder: Path
) -> Iterator[dict[str, Any]]:
    """What a peer answers; what it says besides is shown if it fails."""
    script = ["-m", f"tests.bench.peers.{peer.name}_peer"]
    done = subprocess.run(
        [str(python), *script, str(lines), str(database.socket or ""), str(folder)],
        cwd=desks.HOUSE,
        env=environments.variables(peer.name, database, folder),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{peer.words} failed:\n{done.stderr}")
    for line in done.stdout.splitlines():
        if line.startswith("{"):
            yield json.loads(line)


def _row(one: Result, desk: Result) -> str:
    """One system; how many times as long as the desk it took, by the wall."""
    full, order = one.full.wall(), one.order.wall()
    return (
        f"{one.words:46}{full * 1000:10,.0f}{full / desk.full.wall():8,.1f}{order * 1000:10,.1f}"
        f"{order / desk.order.wall():8,.1f}{one.lines:8,}{one.units:8,.0f}"
    )


if __name__ == "__main__":
    main()
