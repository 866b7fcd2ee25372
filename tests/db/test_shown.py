"""What others read while a process works long: a copy that is what was saved last, as long as it is there."""

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest

from db.errors import DeskBusy, DeskTooNew
from db.session import Session
from db.shown import Shown, sign_of
from tests.db import world
from tests.db.threads import in_threads
from tests.db.world import Hire, add_one, made

LONG_SECONDS = 30.0


def _glance(desk: Session) -> int:
    """What the counter shows to one who does not want to wait."""
    with desk.reading() as tx:
        shown: int = tx.value("world.reading")
    return shown


def _shown_files(path: Path) -> list[str]:
    return sorted(file.name for file in path.parent.glob("desk.duckdb.shown*"))


@pytest.fixture
def reader(path: Path) -> Iterator[Session]:
    """The pages: longer than their wait nobody works here."""
    desk = world.session(path, "the pages", wait_seconds=10)
    yield desk
    desk.close()


@pytest.fixture
def at_work(path: Path, hire: Hire) -> world.Clerk:
    """Another process in the middle of an act that goes on until it is told; the act before is saved."""
    made(path)
    clerk = hire("work_until_told")
    assert clerk.says() == "working"
    return clerk


def test_who_only_reads_does_not_wait_for_the_end_of_another_processs_work(
    reader: Session, impatient: Session, at_work: world.Clerk
) -> None:
    assert _glance(reader) == 1
    with pytest.raises(DeskBusy), impatient.snapshot():
        pass
    assert _glance(reader) == 1
    at_work.leave()
    at_work.report()


def test_what_is_read_is_as_of_the_last_act_that_was_saved(path: Path, reader: Session) -> None:
    """One who keeps the desk over several acts shows each of them once it is saved."""
    worker = world.session(path, "the scheduler")
    with worker.holding():
        for acts in range(1, 5):
            assert add_one(worker) == acts
            assert [_glance(reader), _glance(reader)] == [acts, acts]
    worker.close()


def test_a_copy_that_has_just_gone_is_not_read(path: Path, reader: Session, at_work: world.Clerk) -> None:
    """Between the look whether one is there and its opening, its owner may take it away."""
    _glance(reader)
    assert reader._beside
    with ExitStack() as stack:
        assert reader._beside._cursor(stack)
        sign_of(path).unlink()
        assert reader._beside._cursor(stack) is None
    at_work.leave()
    at_work.report()
    assert _glance(reader) == 1000


def test_who_reads_a_copy_reads_on_when_it_is_old(path: Path, reader: Session) -> None:
    """Another reader of the same process finds a newer one meanwhile, or the desk itself."""
    worker = world.session(path, "the scheduler")
    with worker.holding():
        add_one(worker)
        with reader.reading() as first:
            assert first.value("world.reading") == 1
            add_one(worker)
            assert in_threads(lambda: _glance(reader)) == [2]
            assert first.value("world.reading") == 1
    worker.close()


def test_a_copy_is_closed_by_its_last_reader(path: Path, reader: Session) -> None:
    worker = world.session(path, "the scheduler")
    with worker.holding():
        add_one(worker)
        with reader.reading(), reader.reading():
            assert reader._beside
            copy = reader._beside._copy
            assert copy
            add_one(worker)
            assert in_threads(lambda: _glance(reader)) == [2]
            assert copy.database.execute("select 1").fetchall() == [(1,)]
        with pytest.raises(Exception, match="already closed"):
            copy.database.execute("select 1")
    worker.close()


def test_the_copy_is_gone_once_the_work_is_saved(path: Path, reader: Session, at_work: world.Clerk) -> None:
    _glance(reader)
    assert len(_shown_files(path)) >= 2
    at_work.leave()
    at_work.report()
    assert _shown_files(path) == []
    assert _glance(reader) == 1000


def test_what_only_the_log_has_is_shown_too(path: Path, hire: Hire) -> None:
    """A commit appends to the log; the file itself is written when the log is folded in."""
    made(path)
    clerk = hire("serve", path)
    assert clerk.does("act", path) == "2"
    assert path.with_name("desk.duckdb.wal").exists()
    assert clerk.does("begin", path) == "begun"
    desk = world.session(path)
    assert _glance(desk) == 2
    assert any(name.endswith(".wal") for name in _shown_files(path))
    assert clerk.does("end", path) == "None"
    clerk.leave()
    clerk.report()
    desk.close()


def test_many_read_at_once_and_one_who_writes_waits_for_its_turn(path: Path, at_work: world.Clerk) -> None:
    desk = world.session(path)
    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(add_one, desk)
        assert set(in_threads(*[lambda: _glance(desk)] * 6)) == {1}
        assert not writing.done()
        at_work.leave()
        assert writing.result(timeout=10) == 1001
    assert _glance(desk) == 1001
    at_work.report()
    desk.close()


def test_what_is_shown_can_be_worked_on_in_temporary_tables_and_not_be_changed(
    reader: Session, at_work: world.Clerk
) -> None:
    with reader.reading() as tx:
        tx.write("world.make_wish", lic="A")
        assert tx.values("world.wishes") == ["A"]
        with pytest.raises(Exception, match="read-only"):
            tx.write("world.set", reading=5)
    at_work.leave()
    at_work.report()


def test_nobody_makes_a_copy_for_a_wait_that_is_short(path: Path, hire: Hire) -> None:
    made(path)
    clerk = hire("sit")
    assert clerk.says() == "sitting"
    desk = world.session(path)
    assert _glance(desk) == 1
    assert _shown_files(path) == []
    clerk.leave()
    clerk.report()
    desk.close()


@pytest.mark.crash
def test_what_a_killed_process_left_shown_is_read_by_nobody(
    path: Path, reader: Session, at_work: world.Clerk
) -> None:
    assert _glance(reader) == 1
    left = _shown_files(path)
    at_work.kill()
    assert _shown_files(path) == left != []
    assert add_one(reader) == 2
    assert _shown_files(path) == []
    reader.close()
    sign_of(path).write_text("desk.duckdb.shown-none", encoding="utf-8")
    again = world.session(path)
    assert _glance(again) == 2
    again.close()


@pytest.mark.crash
@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="no process can be stopped here")
def test_one_that_is_stopped_at_work_keeps_nobody_from_reading(reader: Session, at_work: world.Clerk) -> None:
    _glance(reader)
    os.kill(at_work.process.pid, signal.SIGSTOP)
    assert _glance(reader) == 1
    os.kill(at_work.process.pid, signal.SIGCONT)
    at_work.leave()
    at_work.report()


def test_a_desk_of_another_version_is_not_read_beside(path: Path, at_work: world.Clerk) -> None:
    (path.parent / "newer").mkdir()
    for file in (path.parent / "migrations").glob("*.sql"):
        (path.parent / "newer" / file.name).write_text(file.read_text(encoding="utf-8"), encoding="utf-8")
    (path.parent / "newer" / "0002_more.sql").write_text("create table more (id integer);", encoding="utf-8")
    newer = world.session(path, migrations=path.parent / "newer", wait_seconds=1.5)
    with pytest.raises(DeskBusy):
        _glance(newer)
    at_work.leave()
    at_work.report()
    assert _glance(newer) == 1000
    newer.close()
    with pytest.raises(DeskTooNew):
        _glance(world.session(path))


@pytest.mark.skipif(os.name == "nt", reason="files have no modes there")
def test_the_copy_is_read_by_those_who_may_read_the_desk(
    path: Path, reader: Session, at_work: world.Clerk
) -> None:
    path.chmod(0o640)
    _glance(reader)
    modes = {oct(path.with_name(name).stat().st_mode & 0o777) for name in _shown_files(path)[1:]}
    assert modes == {"0o640"}
    at_work.leave()
    at_work.report()


def test_a_desk_in_memory_is_read_as_ever(memory_desk: Session) -> None:
    add_one(memory_desk)
    assert _glance(memory_desk) == 1


# The owner's side alone.


@pytest.fixture
def shown(path: Path) -> Iterator[Shown]:
    """The owner's side of a desk of twelve megabytes, which are copied in several pieces."""
    path.write_bytes(b"desk" * (3 << 20))
    shown = Shown(path)
    shown.begin()
    shown.open()
    yield shown
    shown.close()


def test_a_copy_that_is_of_no_use_any_more_is_not_ended(path: Path, shown: Shown) -> None:
    looks = iter([True, True, False])
    shown.show(lambda: next(looks))
    assert _shown_files(path) == []
    shown.show(lambda: True)
    assert path.with_name(sign_of(path).read_text(encoding="utf-8")).read_bytes() == path.read_bytes()


def test_who_is_about_to_change_the_desk_does_not_wait_for_the_end_of_a_copy(
    path: Path, shown: Shown
) -> None:
    """And while it changes the desk none is begun."""
    copying, looks = threading.Event(), 0

    def look() -> bool:
        nonlocal looks
        looks += 1
        copying.set()
        return shown._is_due.wait(LONG_SECONDS)

    with ThreadPoolExecutor(1) as pool:
        pool.submit(shown.show, look)
        assert copying.wait(LONG_SECONDS)
        with shown.away():
            assert _shown_files(path) == []
            shown.show(lambda: True)
            assert _shown_files(path) == []
    assert looks == 1
    assert _shown_files(path) == []


def test_where_no_copy_can_be_made_nothing_is_said_and_nothing_is_left(
    path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", full)
        shown.show(lambda: True)
    assert _shown_files(path) == []
    assert not list(path.parent.glob(".backorder-*"))
    shown.close()
    shown.show(lambda: True)
    assert _shown_files(path) == []
