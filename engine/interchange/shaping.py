"""A file as others write it, shaped by a profile: from a sheet of text to the columns of a kind.

Pure: sheet and profile in, tables of text out. Rows keep the number that they have in the file, so that
whatever is wrong with one is said by that. Customers and LICs that are made of the same rows are shaped
likewise.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import reduce
from typing import Final

import polars as pl

from engine.errors import DeskError
from engine.interchange import kinds, numbers, written_days
from engine.interchange.bad_rows import refuse_rows
from engine.interchange.kinds import NUMBERS, Column
from engine.interchange.reading import Sheet
from engine.interchange.refusals import listed
from engine.model import Cell
from engine.quantities import counted
from engine.rules.profile import BLANK, OTHERWISE, CellSource, Comparison, Profile, Rule

MADE: Final = ("vendors", "warehouses", "items", "customers")
"""What may be made of the rows of a file of another kind, in the order in which it is made."""
_DAYS: Final = (Cell.DAY, Cell.INSTANT)
_MARKED: Final = r"^'([0-9])"
"""How spreadsheets mark a figure as text: the post code '01360."""
_HEAD: Final = "order"
_OF_A_LINE: Final = ("lic", "qty", "on_shortage", "unit_price", "warehouse", "state")
"""The columns of orders that say something of one line."""


class UnfitProfile(DeskError):
    """The profile {name} does not fit ({detail}); correct it."""


class NotOfThisProfile(DeskError):
    """{file} is no {profile}: it has no column {headers}, and {column} comes from there; choose another
    profile."""


@dataclass(frozen=True, slots=True)
class Shaped:
    """What a file comes to: text under the columns of its kind, beside the numbers of its rows."""

    table: pl.DataFrame
    made: Mapping[str, pl.DataFrame]  # kind -> such a table
    sentences: list[str]  # which rows were left out, and why
    has_others: bool  # whether the file has columns that the profile does not read


def check(profile: Profile) -> None:
    """Refuse a profile of which the kind, or a column, is none of the desk's, or a needed one is missing."""
    for kind, columns in {profile.kind: profile.columns, **profile.made}.items():
        if kind != profile.kind and kind not in MADE:
            raise UnfitProfile(name=profile.name, detail=f"{kind} cannot be made of other rows")
        own = {column.name: column for column in kinds.columns(kind)}
        if unknown := sorted(columns.keys() - own):
            detail = f"{kind} has no column {unknown[0]}, it has {', '.join(own)}"
            raise UnfitProfile(name=profile.name, detail=detail)
        missing = [name for name, column in own.items() if column.required and name not in columns]
        if missing:
            detail = f"it lacks {', '.join(missing)}, needed for {kind}"
            raise UnfitProfile(name=profile.name, detail=detail)


def needed(profile: Profile) -> list[str]:
    """The headers without which a row is not the row of column names of such a file. Refuses as ``check``."""
    check(profile)
    if profile.known_by:
        return list(profile.known_by)
    required = (profile.columns[c.name] for c in kinds.columns(profile.kind) if c.required)
    return [source.headers[0] for source in required if len(source.headers) == 1]


def shape(sheet: Sheet, profile: Profile) -> Shaped:
    """The rows of a sheet as a profile reads them. Refuses a file without what it must have."""
    check(profile)
    at = kinds.positions(sheet, {header.lower() for header in profile.headers()})
    _refuse_unlike(sheet, profile, at)
    used = {at[name.lower()]: name for name in profile.headers() if name.lower() in at}
    whole, sentences = _left_out(_filled_down(sheet, profile, at), profile, at)
    refuse_rows(fault.named(used[fault.column]) for fault in whole.faults_in(set(used)))
    tables = {
        kind: _table(whole, columns, kind, profile, at)
        for kind, columns in {**profile.made, profile.kind: profile.columns}.items()
    }
    has_others = any(header and i not in used for i, header in enumerate(sheet.headers))
    return Shaped(tables.pop(profile.kind), tables, sentences, has_others)


def _refuse_unlike(sheet: Sheet, profile: Profile, at: Mapping[str, int]) -> None:
    for column in kinds.columns(profile.kind):
        source = profile.columns.get(column.name, CellSource())
        there = source.constant or any(header.lower() in at for header in source.headers)
        if column.required and not there:
            raise NotOfThisProfile(
                file=sheet.file.name,
                profile=profile.title or profile.name,
                headers=listed(source.headers),
                column=column.name,
            )


def _filled_down(sheet: Sheet, profile: Profile, at: Mapping[str, int]) -> Sheet:
    """The sheet with the cells filled in that a record has only on its first row."""
    record = at.get(profile.record.lower())
    if record is None:
        return sheet
    begin = pl.col(str(record)).forward_fill()
    others = [str(at[header.lower()]) for header in profile.fill_down if header.lower() in at]
    cells = sheet.cells.with_columns(begin)
    filled = [pl.col(name).forward_fill().over(str(record)) for name in others if name != str(record)]
    return replace(sheet, cells=cells.with_columns(filled))


def _left_out(sheet: Sheet, profile: Profile, at: Mapping[str, int]) -> tuple[Sheet, list[str]]:
    """The sheet without the rows that its rules leave out, and a sentence for each rule that did, or could
    not."""
    cells, sentences = sheet.cells, list[str]()
    for rule in profile.leave_out:
        column = at.get(rule.header.lower())
        if column is None:
            sentences.append(f"The file has no column {rule.header}, so nothing is left out by it.")
            continue
        hit = cells.select(_meets(pl.col(str(column)), rule)).to_series()
        if hit.any():
            sentences.append(_why(rule, cells.filter(hit)["row"]))
            cells = cells.filter(~hit)
    return replace(sheet, cells=cells), sentences


def _meets(cell: pl.Expr, rule: Rule) -> pl.Expr:
    text = cell.str.strip_chars().str.to_lowercase().fill_null(BLANK)
    values = [value.strip().lower() for value in rule.values]
    if rule.test is Comparison.CONTAINS:
        return reduce(lambda hit, value: hit | text.str.contains(value, literal=True), values, pl.lit(False))
    return text.is_in(values) if rule.test is Comparison.IS else ~text.is_in(values)


def _why(rule: Rule, rows: pl.Series) -> str:
    shown = listed((f"row {row}" for row in rows.to_list()), most=5)
    return f"Left out {counted(len(rows), 'row')} because {in_words(rule)}: {shown}."


def in_words(rule: Rule) -> str:
    """A rule as people say it: ``Financial Status is refunded or voided``."""
    values = " or ".join(value or "blank" for value in rule.values)
    return f"{rule.header} {rule.test} {values}"


def _table(
    sheet: Sheet, columns: Mapping[str, CellSource], kind: str, profile: Profile, at: Mapping[str, int]
) -> pl.DataFrame:
    picked = [_cells(sheet, columns.get(one.name), one, profile, at) for one in kinds.columns(kind)]
    return sheet.cells.select("row").with_columns(picked)


def _cells(
    sheet: Sheet, source: CellSource | None, column: Column, profile: Profile, at: Mapping[str, int]
) -> pl.Series:
    """The cells under one column as its source says; null where nothing does."""
    empty = pl.Series(column.name, [None], dtype=pl.String).new_from_index(0, sheet.cells.height)
    if source is None:
        return empty
    there = [at[header.lower()] for header in source.headers if header.lower() in at]
    given = [_worded(_plain(sheet, one, column, profile), source.words) for one in there]
    if given and source.joined is not None:
        bare = [cells.str.replace(_MARKED, "${1}") for cells in given]
        together = pl.concat_str(bare, separator=source.joined, ignore_nulls=True).replace(BLANK, None)
    else:
        together = pl.coalesce([*given, empty])
    cells = pl.select(together.alias(column.name)).to_series()
    return cells.fill_null(source.constant) if source.constant else cells


def _plain(sheet: Sheet, at: int, column: Column, profile: Profile) -> pl.Series:
    """One column of the file: its numbers and days as the desk writes them."""
    cells = sheet.cells[str(at)].alias(column.name)
    if column.cell in _DAYS:
        return written_days.plain(cells, profile.days)
    if column.cell not in NUMBERS:
        return cells
    exact = sheet.exact_cells(at)
    if profile.decimals:
        return numbers.chosen(cells, profile.decimals, exact=exact)
    return numbers.settled(cells, comma_separated=sheet.comma_separated, exact=exact)


def _worded(cells: pl.Series, words: Mapping[str, str]) -> pl.Series:
    """The cells with the words that they mean; one that means nothing is blank."""
    if not words:
        return cells
    key = cells.str.strip_chars().str.to_lowercase()
    meant = [_meant(one, cell, words) for one, cell in zip(key.to_list(), cells.to_list(), strict=True)]
    return pl.Series(cells.name, meant, dtype=pl.String)


def _meant(key: str | None, cell: str | None, words: Mapping[str, str]) -> str | None:
    if key is None:
        return words.get(BLANK) or None
    return words.get(key, words.get(OTHERWISE, cell)) or None


def order_rows(table: pl.DataFrame, *, has_others: bool) -> tuple[pl.DataFrame, list[str]]:
    """The rows of orders as a shop means them, and a sentence for what was left out.

    Who orders may stand on the first row of an order alone. ``has_others``: the file has columns that nobody
    asked for; a row that holds nothing but these and its order (freight, a note) is no line then.
    """
    customer = pl.col("customer").fill_null(pl.col("customer").drop_nulls().first().over(_HEAD))
    named = table.with_columns(pl.when(pl.col(_HEAD).is_not_null()).then(customer).otherwise("customer"))
    if not has_others:
        return named, []
    says_nothing = pl.all_horizontal(pl.col(_OF_A_LINE).is_null()) & pl.col(_HEAD).is_not_null()
    empty = named.filter(says_nothing)["row"]
    if empty.is_empty():
        return named, []
    shown = listed((f"row {row}" for row in empty.to_list()), most=5)
    sentence = f"Left out {counted(len(empty), 'row')} because nothing of a line stands there: {shown}."
    return named.filter(~says_nothing), [sentence]
