"""A desk that runs is written over in place, as by ``cp``: the same file, with something else in it."""

import functools
import itertools
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl
import pytest

from db import duck
from db.content import HEAD
from db.errors import DeskDamaged, DeskOverwritten, DeskReplaced
from db.session import Session
from tests.db import world
from tests.db.overwriting import MOMENTS, acts, after_the_watcher, closed, kept_logs, shown_by
from tests.db.world import Clerk, add_one, reading

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there, nobody writes into an open file")

COPIES: Final = ("another desk", "an older copy", "a twin", "zeros", "nothing", "garbage", "half of another")


@dataclass(frozen=True, slots=True)
class Furnished:
    """A desk whose counter shows 2, and what it may be overwritten with.

    The twin is a copy that went its own way since 1: as many acts, as long, and with the same head.
    """

    desk: bytes
    copies: dict[str, bytes]


def furnish(folder: Path) -> Furnished:
    path, twin, other = world.build(folder), folder / "twin.duckdb", folder / "other.duckdb"
    acts(path, 1)
    older = path.read_bytes()
    twin.write_bytes(older)
    acts(twin, 1, to=70)
    acts(other, 7)
    acts(path, 1)
    desk, size = path.read_bytes(), path.stat().st_size
    assert twin.read_bytes()[:HEAD] == desk[:HEAD]
    garbage = (bytes(n * 7919 % 251 for n in range(4096)) * (size // 4096 + 1))[:size]
    whole = other.read_bytes()
    others = whole, older, twin.read_bytes(), bytes(size), b"", garbage, whole[: HEAD + 100_000]
    return Furnished(desk, dict(zip(COPIES, others, strict=True)))


@pytest.fixture
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Furnished:
    """Made once."""
    return _furnished(tmp_path_factory.getbasetemp() / "overwritten")


@functools.cache
def _furnished(folder: Path) -> Furnished:
    folder.mkdir()
    return furnish(folder)


@pytest.fixture
def copies(path: Path, furnished: Furnished) -> dict[str, bytes]:
    """What the desk at `path` may be overwritten with."""
    path.write_bytes(furnished.desk)
    return furnished.copies


# A desk that runs in another process


Served = tuple[Clerk, dict[tuple[str, str], Path]]


@pytest.fixture
def served(path: Path, furnished: Furnished) -> Iterator[Served]:
    """A process with one open desk for each moment and each copy."""
    desks = {}
    for moment, copy in itertools.product(MOMENTS, COPIES):
        place = path.parent / f"{moment} {copy}"
        place.mkdir()
        desks[moment, copy] = world.build(place)
        desks[moment, copy].write_bytes(furnished.desk)
    clerk = Clerk(path, "serve", *desks.values())
    yield clerk, desks
    clerk.kill()


def test_what_a_running_desk_is_overwritten_with_is_noticed_and_left_as_it_is(
    served: Served, furnished: Furnished
) -> None:
    """No act is acknowledged that the file has not; and every act from before is in the log that is kept."""
    clerk, desks = served
    for (moment, copy), path in desks.items():
        content = furnished.copies[copy]
        assert clerk.does("act", path) == "3"
        if moment == "within":
            assert clerk.does("begin", path) == "begun"
        path.write_bytes(content)
        if moment == "idle":
            closed(path)
            assert path.read_bytes() == content
        told = clerk.does("end" if moment == "within" else "act", path)
        assert told.startswith("DeskOverwritten: "), (moment, copy, told)
        closed(path)
        assert path.read_bytes() == content, (moment, copy)
        [log] = kept_logs(path)
        assert f"its log is kept in {log.name}, and nothing was saved since" in told
        if copy == "another desk":
            log.with_suffix("").write_bytes(furnished.desk)
            assert shown_by(log.with_suffix(""), log, path.parent / "before") == 3
        goes_on(clerk, path, copy)


def goes_on(clerk: Clerk, path: Path, copy: str) -> None:
    """What is there now is opened next, and told what it is."""
    told = clerk.does("act", path)
    match copy:
        case "another desk":
            assert told == "8"
        case "an older copy":
            assert told == "2"
        case "a twin":
            assert told == "71"
        case _:
            assert told.startswith("DeskDamaged: "), told


# What is told, and to whom


def test_the_sentence_says_what_was_saved_last_and_where_its_log_is(
    file_desk: Session, path: Path, copies: dict[str, bytes]
) -> None:
    add_one(file_desk)
    path.write_bytes(copies["another desk"])
    sentence = (
        r"desk\.duckdb was overwritten by another program while it was in use: the last act saved before is "
        r"a test's of \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC, its log is kept in "
        r"desk\.overwritten-\w+\.duckdb\.wal, and nothing was saved since; look at what is there now, and do "
        r"it again\."
    )
    with pytest.raises(DeskOverwritten, match=sentence):
        add_one(file_desk)


def test_where_nothing_was_saved_there_is_no_log_to_keep(
    file_desk: Session, path: Path, copies: dict[str, bytes]
) -> None:
    reading(file_desk)
    path.write_bytes(copies["another desk"])
    with pytest.raises(
        DeskOverwritten, match="nothing was saved from here before, no log of it is left, and"
    ):
        add_one(file_desk)
    assert kept_logs(path) == []


@pytest.mark.parametrize("how", ["copied over", "renamed over"])
def test_what_happened_while_nobody_was_at_work_is_told_once(
    file_desk: Session, path: Path, copies: dict[str, bytes], how: str
) -> None:
    add_one(file_desk)
    if how == "copied over":
        path.write_bytes(copies["another desk"])
    else:
        path.with_name("new").write_bytes(copies["another desk"])
        path.with_name("new").replace(path)
    closed(path)
    with pytest.raises(DeskReplaced, match="overwritten by" if how == "copied over" else "replaced by"):
        reading(file_desk)
    assert add_one(file_desk) == 8


def test_what_is_read_from_a_file_that_is_overwritten_does_not_count(
    file_desk: Session, path: Path, copies: dict[str, bytes]
) -> None:
    with pytest.raises(DeskOverwritten), file_desk.snapshot() as tx:
        tx.value("world.reading")
        path.write_bytes(copies["a twin"])


@pytest.mark.parametrize("copy", ["zeros", "nothing", "garbage", "half of another"])
def test_an_act_that_stumbles_over_what_is_there_says_why(
    file_desk: Session, path: Path, copies: dict[str, bytes], copy: str
) -> None:
    with pytest.raises(DeskOverwritten), file_desk.transaction(actor="ann"):
        path.write_bytes(copies[copy])
        raise DeskDamaged(path=path, detail="no such block")


# Closing


def test_closing_writes_nothing_into_what_took_its_place(
    file_desk: Session, path: Path, copies: dict[str, bytes]
) -> None:
    add_one(file_desk)
    path.write_bytes(copies["another desk"])
    file_desk.close()
    assert path.read_bytes() == copies["another desk"]
    assert len(kept_logs(path)) == 1


def test_the_log_that_came_with_it_is_left_alone(
    file_desk: Session, path: Path, copies: dict[str, bytes]
) -> None:
    add_one(file_desk)
    path.write_bytes(copies["another desk"])
    log = path.with_name("desk.duckdb.wal")
    log.write_bytes(b"the log of another desk")
    file_desk.close()
    assert log.read_bytes() == b"the log of another desk"
    assert kept_logs(path) == []


def test_a_copy_of_the_file_is_not_made_of_another(
    file_desk: Session, path: Path, copies: dict[str, bytes]
) -> None:
    def overwrite(_tx: object) -> None:
        path.write_bytes(copies["a twin"])

    with pytest.raises(DeskOverwritten), file_desk.exclusive_file(overwrite):
        pytest.fail("it was given away as the desk")


# What is no reason to stop


@pytest.mark.parametrize("how", ["touched", "written again"])
def test_a_file_that_holds_what_it_held_goes_on(file_desk: Session, path: Path, how: str) -> None:
    acts(path, 1)
    add_one(file_desk)
    if how == "touched":
        os.utime(path)
    else:
        with path.open("r+b") as file:
            file.write(path.read_bytes())
    after_the_watcher()
    assert add_one(file_desk) == 3


def test_our_own_writing_is_never_taken_for_anothers(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duck, "CONFIG", duck.CONFIG | {"checkpoint_threshold": "1KB"})
    desk = world.session(path)
    before, folded = add_one(desk), set()
    for _ in range(40):
        assert add_one(desk) == (before := before + 1)
        folded.add(path.read_bytes()[:HEAD])
    desk.close()
    assert len(folded) > 3
    assert list(path.parent.glob("desk.*-*")) == []


def test_an_act_of_any_size_writes_nothing_into_the_file_before_it_is_saved(
    file_desk: Session, path: Path
) -> None:
    add_one(file_desk)
    content = path.read_bytes()
    many = pl.select(lic=pl.int_range(800_000).cast(pl.String))
    with file_desk.transaction(actor="ann") as tx:
        tx.append("stock", many)
        assert path.read_bytes() == content
    assert reading(file_desk) == 1


def test_a_tool_that_knows_no_lease_is_kept_out_of_an_open_desk(file_desk: Session, path: Path) -> None:
    """Whoever closes a file gives up all locks on it; looking into it must not."""
    for _ in range(3):
        add_one(file_desk)
    tool = Clerk(path, "shell")
    _, err = tool.process.communicate(timeout=60)
    assert "Could not set lock on file" in err


# The log
