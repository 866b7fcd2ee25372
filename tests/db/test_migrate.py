"""Bringing a desk up to the program's version."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from db.errors import BackupFailed, DeskTooNew, MigrationFailed
from db.migrate import MigrationReport, migrate, steps_in
from db.session import MIGRATIONS, Session
from tests.db import world
from tests.db.world import add_one, reading

SECOND = "alter table counter add column colour varchar; update counter set colour = 'red';"


@pytest.fixture
def migrations(path: Path) -> Path:
    return path.parent / "migrations"


@pytest.fixture
def made(path: Path) -> Path:
    """A desk of version 1 whose counter shows 1."""
    desk = world.session(path)
    add_one(desk)
    desk.close()
    return path


@pytest.fixture
def stranger(made: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """That desk, opened without a session."""
    with duckdb.connect(made) as connection:
        yield connection


def opened(path: Path) -> MigrationReport:
    desk = world.session(path)
    reading(desk)
    desk.close()
    assert desk.migration
    return desk.migration


def ask(path: Path, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(path, read_only=True) as connection:
        rows: list[tuple[object, ...]] = connection.execute(sql).fetchall()
        return rows


def test_a_fresh_desk_is_made_by_every_step(path: Path, migrations: Path) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    assert opened(path) == MigrationReport(from_version=0, to_version=2, backup=None)
    assert ask(path, "select version, name from migration order by version") == [
        (1, "counter"),
        (2, "colour"),
    ]
    assert ask(path, "select colour from counter") == [("red",)]
    [(applied_at,)] = ask(path, "select max(applied_at) from migration")
    assert isinstance(applied_at, datetime)


def test_a_desk_that_is_up_to_date_is_left_alone(made: Path) -> None:
    assert opened(made) == MigrationReport(from_version=1, to_version=1, backup=None)


def test_an_older_desk_is_copied_and_brought_up(made: Path, migrations: Path) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    report = opened(made)
    assert (report.from_version, report.to_version) == (1, 2)
    assert report.backup
    assert report.backup.name.startswith("desk.before-v2-2")
    assert report.backup.name.endswith(".duckdb")
    assert ask(made, "select reading, colour from counter") == [(1, "red")]
    assert ask(report.backup, "select * from counter") == [(1, 1)]
    assert [file.name for file in made.parent.iterdir() if ".part" in file.name] == []


def test_the_copy_is_a_desk_the_older_program_can_open(made: Path, migrations: Path) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    backup = opened(made).backup
    assert backup
    (migrations / "0002_colour.sql").unlink()
    older = world.session(backup)
    assert add_one(older) == 2
    older.close()


def test_the_copy_keeps_sequences_defaults_views_and_keys(path: Path, migrations: Path) -> None:
    (migrations / "0002_more.sql").write_text(
        """create sequence ticket start 5;
        create table queue (id bigint primary key default nextval('ticket'), qty decimal(18, 4) check (qty >
        0)); insert into queue (qty) values (1), (2); create view queued as select count(*) as waiting from
        queue;"""
    )
    opened(path)
    (migrations / "0003_colour.sql").write_text(SECOND)
    backup = opened(path).backup
    assert backup
    with duckdb.connect(backup) as connection:
        connection.execute("insert into queue (qty) values (3)").complete()
        assert connection.execute("select id from queue order by id").fetchall() == [(5,), (6,), (7,)]
        assert connection.execute("select waiting from queued").fetchall() == [(3,)]
        for wrong in ("insert into queue (qty) values (-1)", "insert into queue values (5, 1)"):
            with pytest.raises(duckdb.ConstraintException):
                connection.execute(wrong)


def test_the_desks_own_schema_can_be_copied(desk_path: Path, migrations: Path) -> None:
    """The copy before an upgrade must hold for the tables there really are."""
    session = Session(desk_path, name="a test")
    with session.snapshot():
        pass
    session.close()
    for file in MIGRATIONS.glob("*.sql"):
        (migrations / file.name).write_bytes(file.read_bytes())
    (migrations / "0001_counter.sql").unlink()
    newest = steps_in(migrations)[-1].version
    (migrations / f"{newest + 1:04}_next.sql").write_text("select 1;")
    later = Session(desk_path, name="a test", migrations=migrations)
    with later.snapshot():
        pass
    assert later.migration
    assert later.migration.to_version == newest + 1
    assert later.migration.backup
    later.close()


def test_a_step_that_fails_leaves_nothing_of_itself(made: Path, migrations: Path) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    (migrations / "0003_wrong.sql").write_text(
        "create table half (a integer); insert into no_such_table values (1);"
    )
    desk = world.session(made)
    with pytest.raises(MigrationFailed, match=r"could not be brought to version 3 \(.*no_such_table"):
        reading(desk)
    desk.close()
    assert ask(made, "select max(version) from migration") == [(2,)]
    assert ask(made, "select count(*) from duckdb_tables() where table_name = 'half'") == [(0,)]


def test_an_upgrade_that_stopped_half_way_is_carried_on(made: Path, migrations: Path) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    third = migrations / "0003_more.sql"
    third.write_text("insert into no_such_table values (1);")
    with pytest.raises(MigrationFailed):
        opened(made)
    third.write_text("update counter set reading = 7;")
    report = opened(made)
    assert (report.from_version, report.to_version) == (2, 3)
    assert ask(made, "select reading from counter") == [(7,)]


def test_a_newer_desk_is_refused_and_not_touched(made: Path, migrations: Path) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    opened(made)
    (migrations / "0002_colour.sql").unlink()
    desk = world.session(made)
    with pytest.raises(DeskTooNew, match=r"version 2, and this one knows 1\); install the newer program"):
        reading(desk)
    desk.close()
    assert ask(made, "select max(version) from migration") == [(2,)]


def test_a_copy_that_differs_stops_the_upgrade(
    made: Path, migrations: Path, stranger: duckdb.DuckDBPyConnection, monkeypatch: pytest.MonkeyPatch
) -> None:
    (migrations / "0002_colour.sql").write_text(SECOND)
    monkeypatch.setattr("db.migrate._differing_tables", lambda connection, own: ["stock"])
    with pytest.raises(BackupFailed, match="differs from it in stock"):
        migrate(stranger, migrations, made)
    assert stranger.execute("select max(version) from migration").fetchall() == [(1,)]
    assert list(made.parent.glob("desk.before-*")) == []


def test_a_desk_in_memory_is_not_copied(migrations: Path) -> None:
    with duckdb.connect() as connection:
        migrate(connection, migrations, None)
        (migrations / "0002_colour.sql").write_text(SECOND)
        assert migrate(connection, migrations, None) == MigrationReport(1, 2, None)


@pytest.mark.parametrize(
    "names", [["0002_a.sql"], ["0001_a.sql", "0003_b.sql"], ["0001_a.sql", "0001_b.sql"]]
)
def test_numbers_are_without_gaps_and_used_once(tmp_path: Path, names: list[str]) -> None:
    for name in names:
        (tmp_path / name).write_text("select 1;")
    with pytest.raises(ValueError, match="not numbered"):
        steps_in(tmp_path)


def test_the_desks_own_migrations_are_numbered() -> None:
    assert [step.version for step in steps_in(MIGRATIONS)][:1] == [1]
