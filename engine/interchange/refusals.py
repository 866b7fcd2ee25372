"""What can be wrong with a file, a sentence each (section 10), and how much of a cell a sentence shows."""

from __future__ import annotations

from collections.abc import Iterable

from engine.errors import DeskError
from engine.rules import texts


class WrongExtension(DeskError):
    """{file} does not say by its name what it is; end it in .csv, .xlsx or .parquet."""


class Unreadable(DeskError):
    """{file} cannot be read ({detail}); check the file, or save it again as CSV, Excel or Parquet."""


class TooBig(DeskError):
    """{file} has {found}, and the most that is read at once is {most}; split it, or leave out what is not
    needed."""


class TableTooBig(DeskError):
    """{file} has {found}, and the most that a table of a whole desk may have is {most}; take a backup of that
    desk instead, and restore it."""


class NoPlainFile(DeskError):
    """{file} is {what} and no plain file; put the file itself there, or name it."""


class NulCharacter(DeskError):
    """It cannot be read: it holds a NUL character, so this is no plain text or the file is damaged; save it
    again as CSV UTF-8."""


class NotUtf8(DeskError):
    """It cannot be read: the file is in UTF-8, and here are bytes that are not; save it again as CSV
    UTF-8."""


class OtherEncoding(DeskError):
    """It cannot be read: its letters are in an old encoding of DOS or a Mac, and which one cannot be known;
    save the file again as CSV UTF-8."""


class OpenQuote(DeskError):
    """It cannot be read: a quote is opened and never closed; close it, or put the cell into quotes and write
    the inch mark in it twice."""


class StrayQuote(DeskError):
    """It cannot be read: inside a cell in quotes stands a quote that is not doubled (an inch mark, or one
    after a backslash); write it twice, or take the quotes around the cell away."""


class DoubtfulQuote(DeskError):
    """It has two readings: {detail}; write each quote inside a cell twice, and quotes around the cell
    without spaces before them."""


class MixedLineEnds(DeskError):
    """It has two readings: it ends as old Macs end lines (a carriage return) and other rows do not; save the
    file again with one kind of line ends."""


class BadSeparatorLine(DeskError):
    """{file} begins with {line}, which names no separator; write sep=; or another sign, or remove that
    line."""


class EndlessCell(DeskError):
    """It cannot be read: a cell has more than {most} characters, as if a quote were not closed; close
    or shorten it."""


class LongCell(DeskError):
    """The cell in column {column} has {found} characters, and the most is {most}; shorten it."""


class OtherWorkbook(DeskError):
    """{file} is a workbook of a kind that is not read; open it in your spreadsheet and save it as .xlsx."""


class ErrorCell(DeskError):
    """In the column {column} stands the error {value}; correct the cell, and save the workbook again."""


class LateFormula(DeskError):
    """In the column {column} stands a formula that was never calculated; open the workbook in your
    spreadsheet and save it again."""


class MergedCells(DeskError):
    """In the column {column} the cells {cells} are merged, so that only the first of them has a value;
    unmerge them and fill each in."""


class LongNumber(DeskError):
    """In the column {column}, {value} is a number of more than 15 digits, and Excel does not keep the last
    ones; store it as text."""


class TwoReadings(DeskError):
    """In the column {column}, {value} can be {small} or {large}; write it as one of these."""


class TwoDays(DeskError):
    """In the column {column}, {value} can be {one} or {other}; write it as one of these."""


class Unwritable(DeskError):
    """{file} cannot be written ({detail}); check that its folder exists, that you may write there, and that
    there is room."""


class NoColumnNames(DeskError):
    """{file} is empty; its first row has the column names."""


class TooManyRows(DeskError):
    """{rows} rows are more than an Excel sheet holds ({most}); write {file} as CSV or Parquet instead."""


class NotForExcel(DeskError):
    """{file} cannot be written: the {column} of {record} (row {row}) has {what}, and Excel would not keep
    it; write it as CSV or Parquet instead."""


class UnknownKind(DeskError):
    """There is no kind of file called {kind}; name one of {known}."""


class UnknownColumns(DeskError):
    """{file} has columns that are unknown in {kind}: {columns}; known are {known}, so rename or remove the
    others."""


class MissingColumns(DeskError):
    """{file} lacks columns that {kind} need: {columns}; add them, or name yours with --map
    COLUMN=THEIR_HEADER."""


class NoName(DeskError):
    """{file} cannot be read: column {column} has no name; name it, or empty it."""


class DuplicateColumn(DeskError):
    """{file} has several columns called {column}; rename all but one."""


class BadMapping(DeskError):
    """--map {option} does not fit: {detail}; write --map COLUMN=THEIR_HEADER."""


class TooManyCells(DeskError):
    """There are {found} cells under {expected} column names; name the columns of the others, empty them, or
    put text that has a separator in it into quotes."""


class EmptyCell(DeskError):
    """The column {column} is empty; fill it in."""


class NotANumber(DeskError):
    """In the column {column}, {value} is not a number; write it like 25 or 2.5."""


class NotACount(DeskError):
    """In the column {column}, {value} is not a whole number of days up to 3650; write it like 7."""


class BelowZero(DeskError):
    """In the column {column}, {value} is less than zero; correct it."""


class NotPositive(DeskError):
    """In the column {column}, {value} must be more than zero; correct it."""


class TooFine(DeskError):
    """In the column {column}, {value} has more than 4 decimal places; round it."""


class TooLarge(DeskError):
    """In the column {column}, {value} is beyond a million millions; check it."""


class NotADay(DeskError):
    """In the column {column}, {value} is not a day; write it like 2026-03-31."""


class NotAnInstant(DeskError):
    """In the column {column}, {value} is not a time; write it like 2026-03-31 14:30."""


class NotAFlag(DeskError):
    """In the column {column}, {value} is neither yes nor no; write one of yes, y, true, 1, on, x, no, n,
    false, 0, off."""


class NotAChoice(DeskError):
    """In the column {column}, {value} is not one of {choices}; write one of these."""


class NotAnAddress(DeskError):
    """In the column {column}, {value} is not an e-mail address; write it like orders@school.example."""


class ZeroAdjustment(DeskError):
    """The quantity 0 of {lic} changes nothing; correct it or leave the row out."""


class GivenTwice(DeskError):
    """{record} was given on row {first} already; keep one of the two rows."""


class Disagrees(DeskError):
    """The {column} {value} of {record} differs from row {first}, which says {other}; make them agree."""


class ItemDisagrees(DeskError):
    """LIC {lic} is described otherwise than on row {first}; make the rows of one LIC agree."""


class OrderRowsApart(DeskError):
    """Order {order} was on row {first} already; the rows of one order stand together, so sort them."""


class NoState(DeskError):
    """Order {order} says of some lines how they stand and not of this one; fill in its state, or empty all of
    them."""


class NotFree(DeskError):
    """{lic} has only {free} free, so {qty} cannot be allotted as the state says; bring the stock first, or
    call the line backordered."""


class OneLevelOnly(DeskError):
    """{lic} needs both a replenish level and a target; give both."""


class OtherOpening(DeskError):
    """{lic} in warehouse {warehouse} has an opening balance of {known} already, not {qty}; post the
    difference as an adjustment."""


class OtherAdjustment(DeskError):
    """The adjustment {reference} of {lic} is in the books with {known}, not {qty}; give the new one a
    reference of its own."""


class StillToCome(DeskError):
    """The receipt on purchase order {po} is of {received_at}, which is still to come; write when it came, or
    leave that empty."""


class EnteredToCome(DeskError):
    """Order {order} is said to be entered {entered_at}, which is still to come; write when it was entered, or
    leave that empty."""


class SameFile(DeskError):
    """Receipts without a reference, {receipts} of them, count as the same, because a file with exactly
    these rows came in on {imported_at} by {actor}; give each receipt a reference to book
    more like them."""


class NumberOfOther(DeskError):
    """{number} is the number of a {kind} already; give this one a number of its own."""


class OtherReason(DeskError):
    """The adjustment {reference} of {lic} is in the books for another reason ({known}); give the new one a
    reference of its own."""


class OtherContent(DeskError):
    """{record} is in the books already, and this file says otherwise ({differences}); take that over with
    --update, leave its rows out, or give a new one a number of its own."""


class BookedOtherwise(DeskError):
    """{record} is booked already, and this file says otherwise ({differences}); what was booked stays: void
    it at the desk first, or leave its rows out."""


def excerpt(text: object) -> str:
    """As much of a cell as a sentence bears, on one line."""
    return texts.shown(str(text))


def listed(names: Iterable[str], most: int = 20) -> str:
    """Names in a row, the first of them when there are many: ``a, b and 3 others``."""
    every = list(names)
    shown = ", ".join(excerpt(name) for name in every[:most])
    return shown if len(every) <= most else f"{shown} and {len(every) - most:,} others"
