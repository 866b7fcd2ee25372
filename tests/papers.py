"""Files for tests of the interchange: written as a person would, brought into a small world, proven."""

from __future__ import annotations

from inspect import cleandoc
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from db.session import Session
from engine.errors import DeskError, Refused
from engine.interchange import exporting, whole_desk, writing
from engine.interchange.importing import import_file
from engine.interchange.reports import ImportReport
from tests.story import Story


def csv_text(frame: pl.DataFrame) -> str:
    """A table as the CSV file that would be written of it."""
    out = BytesIO()
    writing.write_csv(frame, out)
    return out.getvalue().decode()


class Papers:
    """A desk and a folder with files for it."""

    def __init__(self, desk: Story, folder: Path) -> None:
        self.desk = desk
        self.folder = folder

    def paper(self, name: str, text: str) -> Path:
        """A file with this text, less its indentation."""
        file = self.folder / name
        file.write_text(cleandoc(text), encoding="utf-8")
        return file

    def bring(self, kind: str, what: str | Path, **options: Any) -> ImportReport:
        """Import CSV text, or a file; the desk must be consistent afterwards."""
        file = self.paper(f"{kind}.csv", what) if isinstance(what, str) else what
        report = import_file(self.desk.session, kind, file, actor="Ann", now=self.desk.now, **options)
        self.desk.prove()
        return report

    def counts(self, kind: str, what: str | Path, **options: Any) -> tuple[int, int, int]:
        """Added, updated and unchanged records of an import."""
        report = self.bring(kind, what, **options)
        return report.added, report.updated, report.unchanged

    def refused(self, kind: str, what: str | Path, **options: Any) -> list[str]:
        """Why an import is refused, and that nothing of it was saved."""
        before = self.everything()
        with pytest.raises(DeskError) as caught:
            self.bring(kind, what, **options)
        assert self.everything() == before
        error = caught.value
        return error.problems if isinstance(error, Refused) else [str(error)]

    def everything(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        return everything(self.desk.session)

    def out(self, kind: str) -> pl.DataFrame:
        """What an export gives."""
        return exporting.export_frame(self.desk.session, kind, now=self.desk.now)


def everything(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of a desk."""
    with session.snapshot() as tx:
        names = [*tx.rows("whole_desk.tables")["table_name"]]
        return {name: tx.rows("whole_desk.table_rows", table_name=name).rows() for name in names}


def versions_aside(tables: dict[str, list[tuple[Any, ...]]]) -> dict[str, list[tuple[Any, ...]]]:
    """Without the table that says when this very file was made."""
    return {name: rows for name, rows in tables.items() if name != whole_desk.VERSION}
