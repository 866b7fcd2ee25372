"""The codes and texts of a file are made as everywhere else, and a code that the desk has stays as it is."""

from __future__ import annotations

import polars as pl

from engine.interchange import cleaning, kinds
from engine.interchange.bad_rows import BadRow
from engine.interchange.refusals import EmptyCell
from tests.story import Story

COLUMNS = kinds.columns("customers")


def cleaned(desk: Story, **cells: str) -> tuple[dict[str, str | None], list[str]]:
    table = pl.DataFrame(
        {"row": [2], **{column.name: [cells.get(column.name)] for column in COLUMNS}},
        schema_overrides={column.name: pl.String for column in COLUMNS},
    )
    made, odd = desk.ask(cleaning.clean, table, COLUMNS)
    return made.drop("row").row(0, named=True), [str(one) for one in odd]


def test_a_code_loses_what_cannot_be_seen_and_a_text_keeps_its_lines() -> None:
    found, odd = cleaned(Story(), customer="\u00a0north\u200b", address="Main\nStreet")
    assert (found["customer"], found["address"], odd) == ("north", "Main\nStreet", [])


def test_a_cell_of_nothing_that_counts_is_blank() -> None:
    found, odd = cleaned(Story(), customer="\u200b \u00ad")
    assert (found["customer"], odd) == (None, [])


def test_a_code_that_can_be_none_is_told_and_not_told_again_as_empty() -> None:
    found, odd = cleaned(Story(), customer="a\x07b")
    assert found["customer"] is None
    assert odd[0].startswith("Row 2: ")
    bad = [BadRow(2, EmptyCell(column="customer")), BadRow(3, EmptyCell(column="customer"))]
    _, blanked = Story().ask(cleaning.clean, pl.DataFrame({"row": [2], "customer": ["a\x07b"]}), COLUMNS[:1])
    assert [one.row for one in cleaning.without_blanked(bad, blanked)] == [3]
