"""New desks for tests: made of ones that were made before, which takes a third of the time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from db import duck
from db.migrate import MigrationReport, migrate, steps_in, version_of
from db.session import MIGRATIONS
from engine.store import Session, open_desk

Begin = Callable[[Session], None]


class NewDesks:
    """The desks that others are copies of, each a file in ``folder``: one that was migrated and holds nothing
    else, and those that several tests begin with."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._like = folder / "first.duckdb"  # what a new desk is a copy of
        self._asked = Counter[Hashable]()
        self._begun = dict[Hashable, Path]()
        _make_first(self._like)

    def migrate(self, connection: duck.Connection, folder: Path, path: Path | None) -> MigrationReport:
        """What stands for ``db.migrate.migrate``: a new desk is copied, any other is migrated."""
        if folder != MIGRATIONS or version_of(connection, path):
            return migrate(connection, folder, path)
        [(own,)] = connection.execute("select current_database()").fetchall()
        connection.execute(f"attach '{self._like}' as first (read_only)").complete()
        connection.execute(f'copy from database first to "{own}"').complete()
        connection.execute("detach first").complete()
        return MigrationReport(0, steps_in(MIGRATIONS)[-1].version, None)

    def begun(self, key: Hashable, begin: Begin) -> Session:
        """A desk in memory that ``begin`` was done at; from the second of a key on, a copy of a file."""
        if not self.is_asked_again(key):
            desk = open_desk(None, name="a test")
            begin(desk)
            return desk
        return self.copy(key, begin)

    def is_asked_again(self, key: Hashable) -> bool:
        """Whether somebody asked before: only then a file is worth its while."""
        self._asked[key] += 1
        return self._asked[key] > 1

    def copy(self, key: Hashable, begin: Begin) -> Session:
        """A desk in memory that is a copy of the file that ``begin`` was done at."""
        desk = open_desk(None, name="a test")
        with self._copying(self.file(key, begin)), desk.snapshot():
            return desk

    def file(self, key: Hashable, begin: Begin) -> Path:
        """A desk that ``begin`` was done at, to be copied and not to be opened."""
        if key not in self._begun:
            place = self._folder / f"{len(self._begun)}.duckdb"
            with closing(open_desk(place, name="a test")) as desk:
                begin(desk)
            self._begun[key] = place
        return self._begun[key]

    @contextmanager
    def _copying(self, place: Path) -> Iterator[None]:
        before, self._like = self._like, place
        try:
            yield
        finally:
            self._like = before


def _make_first(place: Path) -> None:
    with duck.open_memory() as connection:
        connection.execute(f"attach '{place}' as first").complete()
        connection.execute("use first").complete()
        migrate(connection, MIGRATIONS, None)
        connection.execute("use memory").complete()
        connection.execute("detach first").complete()


made: Final[list[NewDesks]] = []
"""Those of this process, where tests run."""
_given: Final[list[Session]] = []


@contextmanager
def given(desk: Session) -> Iterator[None]:
    """Inside the block the first story is told at this desk, and not at one of its own."""
    _given.append(desk)
    try:
        yield
    finally:
        _given.clear()


def own() -> Session | None:
    """The desk that is given to the next story, if one is."""
    return _given.pop() if _given else None


def is_worth_copying(key: Hashable) -> bool:
    """Whether what is asked for was asked for before, and nobody is told to take the desk that is given."""
    return not _given and bool(made) and made[-1].is_asked_again(key)


def begun(key: Hashable, begin: Begin) -> Session:
    """A desk in memory that ``begin`` was done at, which depends on ``key`` alone."""
    if made:
        return made[-1].begun(key, begin)
    desk = open_desk(None, name="a test")
    begin(desk)
    return desk
