"""Desks to measure on, written by SQL in the product's own shapes and kept for the next measurement.

A desk is written in the tables of one version (``SHAPES``) and then brought over by the product's own
migrations, so that what the product thinks of later needs no change here. ``waiting`` is a desk on which
everything waits, ``rested`` the same after its first evening, and ``settled`` after one sweep before that, by
the code as it is now. All give a copy: whoever measures may write into it.
"""

from __future__ import annotations

import getpass
import hashlib
import os
import shutil
import tempfile
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import duckdb

from db import days, queries
from db.migrate import migrate
from db.session import MIGRATIONS
from engine import notices, sweeps
from engine.model import Outcome, SweepName
from engine.store import open_desk
from tests.bench.settings import LINES_PER_ORDER, SEED, Setting

SHAPES: Final = 14
"""The version in whose tables a desk is written."""
ACTOR: Final = "bench"
HOUSE: Final = Path(__file__).parents[2]
KEPT_HOURS: Final = 12
SQL: Final = queries.load(Path(__file__).with_name("sql"))


def cache() -> Path:
    """Where desks are kept; BACKORDER_BENCH names another folder."""
    named = os.environ.get("BACKORDER_BENCH")
    folder = Path(named) if named else Path(tempfile.gettempdir()) / f"backorder-bench-{getpass.getuser()}"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def waiting(setting: Setting, place: Path) -> Path:
    """A copy, in ``place``, of the desk on which everything waits."""
    return _copy(_kept_waiting(setting), place)


def rested(setting: Setting, place: Path) -> Path:
    """A copy, in ``place``, of the waiting desk after a closing of the day and a first look for news: what is
    over rests, and only what happens from then on is news."""
    return _copy(_kept_used("rested", setting, [SweepName.CLOSING]), place)


def settled(setting: Setting, place: Path) -> Path:
    """A copy, in ``place``, of the desk after a sweep of everything that waits and a closing of the day."""
    return _copy(_kept_used("settled", setting, [SweepName.SECONDARY, SweepName.CLOSING]), place)


def then(setting: Setting, place: Path) -> Path:
    """A copy, in ``place``, of the waiting desk in the tables of version ``SHAPES``."""
    return _copy(_kept_then(setting), place)


def _kept_then(setting: Setting) -> Path:
    made_by = [*_steps()[:SHAPES], *sorted(Path(__file__).parent.glob("sql/*.sql")), Path(__file__)]
    name = f"{_digest(made_by)}-{SEED}-{setting.lines}-{setting.closed}-{setting.mix}-{setting.policy}"
    return _kept("then", name, lambda file: write_then(file, setting))


def _kept_waiting(setting: Setting) -> Path:
    written = _kept_then(setting)
    return _kept(f"waiting-{_digest(_steps())}", written.stem, lambda file: _bring_over(written, file))


def _steps() -> list[Path]:
    """The product's migrations, in their order."""
    return sorted(MIGRATIONS.glob("*.sql"))


def _bring_over(written: Path, file: Path) -> None:
    shutil.copyfile(written, file)
    with duckdb.connect(str(file)) as desk:
        migrate(desk, MIGRATIONS, None)
        desk.execute("checkpoint").complete()


def _kept(kind: str, name: str, make: Any) -> Path:
    """The file of this kind and name, made unless it is there; one that nobody used for hours goes."""
    _clear_old()
    file = cache() / f"{kind}-{datetime.now(UTC):%j}-{name}.duckdb"
    if not file.exists():
        with tempfile.TemporaryDirectory(dir=cache()) as folder:
            part = Path(folder) / "part.duckdb"
            make(part)
            part.replace(file)
    os.utime(file)
    return file


def _clear_old() -> None:
    oldest = time.time() - KEPT_HOURS * 3_600
    for file in cache().glob("*.duckdb"):
        if file.stat().st_mtime < oldest:
            file.unlink(missing_ok=True)


def _digest(files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def _copy(file: Path, place: Path) -> Path:
    target = place / "desk.duckdb"
    shutil.copyfile(file, target)
    return target


def _kept_used(kind: str, setting: Setting, runs: list[SweepName]) -> Path:
    """The desk after some runs by the code as it is now."""
    code = _digest(
        sorted([*HOUSE.glob("engine/**/*.py"), *HOUSE.glob("db/**/*.py"), *HOUSE.glob("db/**/*.sql")])
    )
    kept = _kept_waiting(setting)
    return _kept(f"{kind}-{code}", kept.stem, lambda file: _use(kept, file, runs))


def _use(waiting_desk: Path, file: Path, runs: list[SweepName]) -> None:
    shutil.copyfile(waiting_desk, file)
    with closing(open_desk(file, name="the bench")) as desk:
        for run in runs:
            done = sweeps.run_sweep(desk, run, actor=ACTOR)
            assert done is not None
            assert done.outcome == Outcome.DONE, done.error
        with desk.transaction(actor=ACTOR) as tx:
            notices.look(tx)


def write_then(file: Path, setting: Setting) -> None:
    """Write the waiting desk in the tables of version ``SHAPES``."""
    with duckdb.connect(str(file)) as desk:
        _make_tables(desk)
        desk.begin()
        _fill(desk, setting)
        desk.commit()
        desk.execute("checkpoint").complete()


def _make_tables(desk: duckdb.DuckDBPyConnection) -> None:
    with tempfile.TemporaryDirectory() as folder:
        for step in _steps()[:SHAPES]:
            shutil.copyfile(step, Path(folder) / step.name)
        migrate(desk, Path(folder), None)


def _fill(desk: duckdb.DuckDBPyConnection, setting: Setting) -> None:
    now = datetime.now(UTC).replace(tzinfo=None)
    given = {"now": now, "today": days.day_of(now, days.zone_named("")), "actor": ACTOR} | of_setting(setting)
    run(desk, given, "open.customers", "open.locations", "open.vendor", "open.items", "open.switch")
    if setting.closed:
        _write_history(desk, given, setting.closed)
    _write_open(desk, given, setting.lines)
    run(desk, given, "open.count_on")


def _write_history(desk: duckdb.DuckDBPyConnection, given: dict[str, Any], lines: int) -> None:
    """A year that ended some days ago."""
    orders = lines // LINES_PER_ORDER
    _order_lines(desk, given, orders, seed=SEED + 1)
    run_action = 3 * (orders + 1) + 1
    given = given | {
        "begun": given["now"] - timedelta(days=375),
        "orders": orders,
        "run_action": run_action,
        "po_action": run_action + 400,
    }
    for name in (name for name in SQL if name.startswith("history.")):
        run(desk, given, name)


def _write_open(desk: duckdb.DuckDBPyConnection, given: dict[str, Any], lines: int) -> None:
    _order_lines(desk, given, lines // LINES_PER_ORDER, seed=SEED)
    run(desk, given, "orders.half_of_it")
    run(desk, given | _next(desk), "open.buy", "open.orders", "open.lines")
    for name in ("log_orders", "log_lines", "promises", "shelve", "log_shelf"):
        run(desk, given | _next(desk), f"open.{name}")
    for name in ("open_pos", "open_po_lines", "vendor_days", "log_pos", "log_po_lines"):
        run(desk, given | _next(desk), f"open.{name}")


def make_orders(bare: duckdb.DuckDBPyConnection, setting: Setting) -> None:
    """Make the temporary tables ``ordered`` and ``shelf`` of a setting's open lines."""
    numbers = {"first_order": 1, "first_line": 1, "orders": setting.lines // LINES_PER_ORDER, "seed": SEED}
    run(bare, numbers | of_setting(setting), "orders.order_lines", "orders.half_of_it")


def of_setting(setting: Setting) -> dict[str, Any]:
    """What the queries ask of a setting."""
    return {
        "lics": setting.lics,
        "customers": setting.customers,
        "pos": setting.pos,
        "mix": setting.mix,
        "policy": setting.policy,
    }


def _order_lines(desk: duckdb.DuckDBPyConnection, given: dict[str, Any], orders: int, seed: int) -> None:
    """Make the temporary table of the lines that so many orders have."""
    numbers = _next(desk)
    first = {"first_order": numbers["first_order"], "first_line": numbers["first_line"]}
    run(desk, given | first | {"orders": orders, "seed": seed}, "orders.order_lines")


def _next(desk: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """The numbers that are free, for the queries that give some."""
    row = desk.execute(SQL["open.newest"].sql).fetchone()
    assert row is not None
    log, order, line, movement, promise, po, po_line, action = row
    return {
        "first_log": log,
        "first_order": order + 1,
        "first_line": line + 1,
        "first_movement": movement,
        "first_promise": promise,
        "first_po": po + 1,
        "first_po_line": po_line + 1,
        "action": action + 1,
    }


def run(desk: duckdb.DuckDBPyConnection, given: dict[str, Any], *names: str) -> None:
    """Run queries of tests/bench/sql by name, each with what it names of what is given."""
    for name in names:
        query = SQL[name]
        desk.execute(query.sql, {key: given[key] for key in query.params}).fetchall()
