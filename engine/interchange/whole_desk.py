"""The whole desk as a folder of Parquet files, one a table, and back into an empty desk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl

from db import machine, scratch
from db.session import Session, Transaction
from engine import preferences, proof
from engine.errors import DeskError, Refused, refuse
from engine.interchange import columnar, contents, desk_folder, writing
from engine.interchange.desk_folder import file_of
from engine.interchange.limits import A_TABLE
from engine.interchange.refusals import GivenTwice, Unwritable, excerpt, listed
from engine.model import YEARS
from engine.progress import Progress, unwatched
from engine.rules.texts import no_nul

VERSION = "migration"
PREFERENCES = "preference"
FROM_THE_START = {"warehouse", "schedule", VERSION}
"""The tables in which a new desk has rows."""


class OtherVersion(DeskError):
    """{folder} is a desk of version {found} and this program makes version {known}; export it with this
    program, or restore a backup of it."""


class DeskInUse(DeskError):
    """The desk has {records} already, and a whole desk comes only into an empty one; name a new file with
    --db."""


class NotTheSameTable(DeskError):
    """{file} does not fit the table {table} ({detail}); export the desk again."""


def export_all(session: Session, folder: Path, *, step: Progress = unwatched) -> dict[str, int]:
    """Write every table to ``folder``, which is made if need be; table -> how many rows it has."""
    no_nul(folder, "name of the folder")
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with scratch.folder(folder) as made:
            counts = _write_tables(session, made, step)
            folder.mkdir(exist_ok=True)
            file_of(folder, VERSION).unlink(missing_ok=True)
            for table in counts:
                scratch.put(file_of(made, table), file_of(folder, table))
    except OSError as error:
        raise Unwritable(file=folder, detail=machine.reason(error)) from error
    return counts


def _write_tables(session: Session, folder: Path, step: Progress) -> dict[str, int]:
    """Every table as a file; the one that says the version last, for a folder without it is not complete."""
    counts = {}
    with session.reading() as tx:
        for table in [*_tables(tx), VERSION]:
            step(table)
            parts = tx.parts("whole_desk.table_rows", table_name=table)
            counts[table] = writing.write_parts(parts, file_of(folder, table))
    return counts


def import_all(
    session: Session, folder: Path, *, actor: str, dry_run: bool = False, step: Progress = unwatched
) -> dict[str, int]:
    """Fill an empty desk with what ``export_all`` wrote, proven consistent; table -> how many rows came.

    Refuses a desk in use, a folder that is not complete, and one of another version.
    """
    with session.transaction(actor=actor, dry_run=dry_run) as tx:
        tables = _tables(tx)
        desk_folder.check(folder, [*tables, VERSION])
        _refuse_version(tx, folder)
        _refuse_used(tx, tables)
        tx.write("whole_desk.clear_warehouses")
        tx.write("whole_desk.clear_schedules")
        counts = {table: _fill(tx, folder, table, step) for table in tables}
        continue_numbers(tx)
        step("proving")
        broken = proof.problems(tx)["sentence"].to_list()
        if broken:
            raise Refused(broken)
    return counts


def continue_numbers(tx: Transaction) -> None:
    """Let log rows, actions, movements and promises be numbered on above those of another desk."""
    tx.value("whole_desk.continue_log_numbers")
    tx.value("whole_desk.continue_action_numbers")
    tx.value("whole_desk.continue_movement_numbers")
    tx.value("whole_desk.continue_promise_numbers")


def _tables(tx: Transaction) -> list[str]:
    """Every table but the one that says the version, which is exported too and compared on the way in."""
    return [name for name in tx.rows("whole_desk.tables")["table_name"] if name != VERSION]


def _refuse_version(tx: Transaction, folder: Path) -> None:
    versions = pl.concat(_fitting(tx, folder, VERSION))["version"]
    own = tx.value("whole_desk.version")
    if versions.is_empty():
        raise NotTheSameTable(file=file_of(folder, VERSION), table=VERSION, detail="it names no version")
    if (version := versions.max()) != own:
        raise OtherVersion(folder=folder, found=version, known=own)


def _refuse_used(tx: Transaction, tables: list[str]) -> None:
    new = [table for table in tables if table not in FROM_THE_START]
    used = [table for table in new if tx.value("whole_desk.row_count", table_name=table)]
    if used:
        raise DeskInUse(records=contents.in_words(used))


def _fill(tx: Transaction, folder: Path, table: str, step: Progress) -> int:
    step(table)
    parts, count = _fitting(tx, folder, table), 0
    if table == PREFERENCES:
        whole = pl.concat(parts)
        refuse(list(_bad_preferences(whole)))
        parts = iter([whole])
    for rows in parts:
        tx.append(table, rows)
        count += rows.height
    return count


def _fitting(tx: Transaction, folder: Path, table: str) -> Iterator[pl.DataFrame]:
    """The rows of a file, part by part, if they are such as the table has, which is empty as yet."""
    model = tx.rows("whole_desk.table_rows", table_name=table)
    filled = tx.rows("whole_desk.filled_columns", table_name=table)["column_name"].to_list()
    file = file_of(folder, table)
    for frame in columnar.parts(file, A_TABLE):
        yield _such_as(model, filled, frame, file, table)


def _such_as(
    model: pl.DataFrame, filled: list[str], frame: pl.DataFrame, file: Path, table: str
) -> pl.DataFrame:
    """A part of a file in the columns of its table; ``filled``: those in which no cell is empty."""
    if set(frame.columns) != set(model.columns):
        raise NotTheSameTable(file=file, table=table, detail=f"its columns are {listed(frame.columns)}")
    try:
        typed = frame.select(pl.col(name).cast(kind) for name, kind in model.schema.items())
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException) as error:
        detail = str(error).partition("\n")[0]
        raise NotTheSameTable(file=file, table=table, detail=detail) from error
    if empty := [name for name in filled if typed[name].null_count()]:
        raise NotTheSameTable(file=file, table=table, detail=f"cells are empty in {listed(empty)}")
    if odd := [column.name for column in typed if _leaves_the_calendar(column)]:
        years = f"outside the years {YEARS[0]} to {YEARS[-1]}"
        raise NotTheSameTable(file=file, table=table, detail=f"days are {years} in {listed(odd)}")
    return typed


def _leaves_the_calendar(column: pl.Series) -> bool:
    """Whether a day or an instant in a column, or in its lists and records, is of none of ``YEARS``: no page
    could show it."""
    kind = column.dtype
    if kind == pl.List:
        return _leaves_the_calendar(column.explode())
    if kind == pl.Struct:
        return any(_leaves_the_calendar(column.struct.field(name)) for name in column.struct.fields)
    if kind not in (pl.Date, pl.Datetime):
        return False
    first, beyond = date(YEARS[0], 1, 1), date(YEARS[-1] + 1, 1, 1)
    return not column.to_frame().select(pl.first().is_between(first, beyond, closed="left").all()).item()


def _bad_preferences(rows: pl.DataFrame) -> Iterator[DeskError]:
    """What no desk can have set: every page reads the preferences before it shows anything."""
    seen: dict[str, int] = {}
    for row, (name, value) in enumerate(rows.select("name", "value").iter_rows(), start=1):
        if seen.setdefault(name, row) != row:
            yield GivenTwice(record=f"The preference {excerpt(name)}", first=seen[name])
        elif name in preferences.ABOUT:  # what an older desk kept is not read any more
            try:
                preferences.parse(name, value)
            except DeskError as error:
                yield error
