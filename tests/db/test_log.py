"""A desk whose log somebody spoils, removes or puts in place."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from db.session import Session
from tests.db.overwriting import MOMENTS, acts, closed, shown_by
from tests.db.world import add_one


def cut(log: Path) -> None:
    os.truncate(log, 0)


def zero(log: Path) -> None:
    with log.open("r+b") as file:
        file.write(bytes(log.stat().st_size))


def replace(log: Path) -> None:
    shutil.copy(log, aside := log.with_name("aside"))
    os.truncate(aside, 50)
    aside.replace(log)


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("spoil", [cut, zero, replace, Path.unlink])
def test_a_log_that_somebody_spoils_costs_no_act(
    file_desk: Session, path: Path, spoil: Callable[[Path], None], moment: str
) -> None:
    """The file is brought up to date before anything else is called saved."""
    log = path.with_name("desk.duckdb.wal")
    assert add_one(file_desk) == 1
    if moment == "within":
        with file_desk.transaction(actor="ann") as tx:
            tx.write("world.set", reading=2)
            spoil(log)
    else:
        spoil(log)
        if moment == "idle":
            closed(path)
            assert shown_by(path, log, path.parent / "idle") == 1
        add_one(file_desk)
    assert shown_by(path, log, path.parent / "killed") == 2
    assert add_one(file_desk) == 3
    file_desk.close()
    assert shown_by(path, log, path.parent / "closed") == 3


def test_a_log_that_is_put_beside_a_running_desk_is_kept(file_desk: Session, path: Path) -> None:
    acts(path, 1)
    log = path.with_name("desk.duckdb.wal")
    with file_desk.transaction(actor="ann") as tx:
        tx.write("world.set", reading=2)
        log.write_bytes(b"the log of another desk")
    assert shown_by(path, log, path.parent / "killed") == 2
    [kept] = path.parent.glob("desk.foreign-*.duckdb.wal")
    assert kept.read_bytes() == b"the log of another desk"
