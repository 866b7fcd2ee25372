"""Every cell of every kind of file with what nobody would type: taken or refused in a sentence, and whole."""

from __future__ import annotations

import os
import random
import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest

from engine import preferences
from engine.errors import DeskError, Refused
from engine.interchange import kinds, writing
from engine.interchange.importing import import_file
from engine.interchange.refusals import NotForExcel
from engine.preferences import Preferences
from tests.examples import examples
from tests.odd import DAYS, NUMBERS, ODD, dressed
from tests.papers import everything
from tests.story import Story

SEED = int(os.environ.get("BACKORDER_SEED", "1"))
ROUNDS = examples(1)
ENDINGS = ("csv", "xlsx", "parquet")
LONGEST = 1_000
RAW = re.compile(r"Traceback|could not be read or written just now|\b[A-Z]\w* Error:")
"""What only a program says."""
NAMES = [field.name for field in fields(Preferences)]
RIGHT = {
    "lic": "ruler",
    "qty": "1",
    "customer": "school",
    "location": "annex",
    "vendor": "press",
    "po": "PO101",
    "order": "N1",
    "reference": "R1",
    "reason": "count",
    "name": "skip_age_days",
    "value": "7",
    "priority": "3",
    "entered_at": "2026-03-01T10:00",
    "requested_on": "2026-04-01",
    "expected_on": "2026-04-01",
    "received_at": "2026-03-01T10:00",
    "email": "ann@school.example",
    "on_shortage": "split",
    "ship_type": "partial",
}
"""What may stand in a column."""
RECORD = {"items": "lic", "orders": "order", "purchase-orders": "po", "vendors": "vendor"}
"""Kinds of which each row here is a record of its own, by the column that names it."""

Row = dict[str, str | None]


class Oddity:
    """Files with odd cells, drawn."""

    def __init__(self, drawn: random.Random) -> None:
        self._drawn = drawn

    def sheet(self, kind: str) -> pl.DataFrame:
        """A row for each column in which that column is odd, and one or none with nothing wrong."""
        columns = [column.name for column in kinds.columns(kind)]
        odd: list[str] = [*columns, ""]
        rows: list[Row] = [self._row(kind, columns, number, one) for number, one in enumerate(odd)]
        if kind == "preferences":
            rows += [dict.fromkeys(columns) | {"name": name, "value": self.word()} for name in NAMES]
        kept = self._drawn.sample(rows, self._drawn.choice((1, 2, len(rows))))
        return pl.DataFrame(kept, schema_overrides=dict.fromkeys(columns, pl.String)).select(columns)

    def _row(self, kind: str, columns: list[str], number: int, odd: str) -> Row:
        named = {RECORD[kind]: f"N{number}"} if kind in RECORD else {}
        return dict.fromkeys(columns) | RIGHT | named | ({odd: self.word()} if odd else {})

    def word(self) -> str:
        """A word that a file can hold: no half of a character."""
        kind = self._drawn.random()
        if kind < 0.1:
            return self._drawn.choice(dressed("book"))
        word = self._drawn.choice(NUMBERS if kind < 0.4 else DAYS if kind < 0.5 else ODD)
        return word.encode(errors="replace").decode()


def problems(story: Story, kind: str, file: Path) -> Iterator[str]:
    """What is wrong with how a file is taken or refused."""
    before = everything(story.session)
    try:
        import_file(story.session, kind, file, actor="Ann", now=story.now)
    except DeskError as error:
        told = error.problems if isinstance(error, Refused) else [str(error)]
        yield from (one[:300] for one in told if len(one) > LONGEST or RAW.search(one) or "\n" in one)
        if everything(story.session) != before:
            yield "Something was saved, though it was refused."
    story.prove()
    story.ask(preferences.read)


@pytest.mark.parametrize("kind", kinds.COLUMNS)
def test_whatever_stands_in_a_cell_is_taken_or_refused_whole(kind: str, tmp_path: Path) -> None:
    for seed in range(SEED, SEED + ROUNDS):
        story, oddity = Story(book=20, pen=5), Oddity(random.Random(f"{kind} {seed}"))
        story.item("ruler")
        story.purchase("ruler", 9)
        for ending in ENDINGS:
            file = tmp_path / f"{kind}.{ending}"
            try:
                writing.write(oddity.sheet(kind), file)
            except NotForExcel:
                continue
            faults = list(problems(story, kind, file))
            assert not faults, (seed, ending, faults)
        story.session.close()
