"""New desks for tests: made of a desk that was migrated once, which takes a third of the time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from db import duck
from db.migrate import MigrationReport, migrate, steps_in, version_of
from db.session import MIGRATIONS

Migrate = Callable[[duck.Connection, Path, Path | None], MigrationReport]


def make_first(place: Path) -> None:
    """A desk at ``place`` that went through every migration, and holds nothing else."""
    with duck.open_memory() as connection:
        connection.execute(f"attach '{place}' as first").complete()
        connection.execute("use first").complete()
        migrate(connection, MIGRATIONS, None)
        connection.execute("use memory").complete()
        connection.execute("detach first").complete()


def migrating_from(first: Path) -> Migrate:
    """What stands for ``migrate``: a new desk is copied from ``first``, any other is migrated."""
    newest = steps_in(MIGRATIONS)[-1].version

    def migrate_or_copy(connection: duck.Connection, folder: Path, path: Path | None) -> MigrationReport:
        if folder != MIGRATIONS or version_of(connection, path):
            return migrate(connection, folder, path)
        [(own,)] = connection.execute("select current_database()").fetchall()
        connection.execute(f"attach '{first}' as first (read_only)").complete()
        connection.execute(f'copy from database first to "{own}"').complete()
        connection.execute("detach first").complete()
        return MigrationReport(0, newest, None)

    return migrate_or_copy
