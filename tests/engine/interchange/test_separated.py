"""CSV: rows out are the records in, for any text, or a refusal that names the row (section 10)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.errors import DeskError, Refused
from engine.interchange import gathering, reading, separated
from tests.examples import examples
from tests.papers import csv_text

EXAMPLES = examples(60)


def read(folder: Path, content: str | bytes, needed: tuple[str, ...] = ()) -> reading.Sheet:
    file = folder / "some.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return reading.read(file, needed)


def cells(folder: Path, content: str | bytes, needed: tuple[str, ...] = ()) -> list[tuple[object, ...]]:
    return read(folder, content, needed).cells.rows()


def refused(folder: Path, content: str | bytes) -> list[str]:
    with pytest.raises(Refused) as caught:
        read(folder, content)
    return caught.value.problems


@pytest.mark.parametrize(
    "content",
    [
        'a,b\n1,leave at 12" door\n2,1/2 " anchor\n',
        'a;b\r\n1;leave at 12" door\r\n2;1/2 " anchor\r\n',
        'a|b\r1|"leave at 12"" door"\r2|1/2 " anchor\r',
        'sep=|\na|b\n1|leave at 12" door\n2|1/2 " anchor',
        '\ufeffa\tb\n1\tleave at 12" door\n2\t"1/2 "" anchor"\n',
    ],
)
def test_inch_marks_outside_quotes_are_characters(tmp_path: Path, content: str) -> None:
    assert cells(tmp_path, content) == [(2, "1", 'leave at 12" door'), (3, "2", '1/2 " anchor')]


@pytest.mark.parametrize(
    ("content", "row", "why"),
    [
        ('a,b\n1,x\n2,"12" rack"\n3,y\n', 3, "not doubled"),
        ('a,b\n1,"back \\" door"\n2,y\n', 2, "not doubled"),
        ('a,b\n1,"back \\", door"\n', 2, "after a backslash"),
        ('a,b\n1,"one\ntwo"\n\n2,"6" shelf"\n', 4, "not doubled"),
        ('a,b\n1,x\n2,"open\n3,y\n', 3, "never closed"),
        ('a,b\n1,x\n2," anchor\n3,y\n', 3, "never closed"),
        ('a,b,c\n1," wood anchor,1.00\n2,anchor 1/2",.95\n', 2, "several rows, or are inch marks"),
        ('a,b\n1, "x"\n', 2, "a quote after a space"),
        ('a,b\n1,"x" \n', 2, "not doubled"),
        ("a,b\n1,x\r2,y\n", 2, "old Macs"),
        ("a,b\n1,2\n1,x\0y\n", 3, "NUL"),
        ("a,b\n1,2\n1," + "x" * 32_768 + "\n", 3, "32,768 characters"),
        ('a,b\n1,"' + "x" * 1_000_001 + '"\n', 2, "more than 1,000,000 characters"),
        ("a,b\n1,2\n" + "," * 2_000 + "1\n", 3, "2001 cells"),
    ],
)
def test_what_is_read_in_several_ways_is_refused_by_its_row(
    tmp_path: Path, content: str, row: int, why: str
) -> None:
    (problem,) = refused(tmp_path, content)
    assert problem.startswith(f"Row {row}: ")
    assert why in problem
    assert len(problem) < 300


def test_a_row_is_a_record_as_a_spreadsheet_counts_them(tmp_path: Path) -> None:
    content = 'sep=,\na,b\n\n1,"two\r\nlines\nor three"\n,\n2,x\r\r\n3,y\n'
    assert cells(tmp_path, content) == [(3, "1", "two\r\nlines\nor three"), (5, "2", "x"), (7, "3", "y")]


def test_no_row_of_a_long_file_is_lost(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_PORTION", 50)
    for rows in (1, 18, 19, 20, 21, 40, 1_000):
        found = read(tmp_path, "a,b\n" + "".join(f"{i},x\n" for i in range(rows)), ("a",)).cells
        assert found["row"].to_list() == list(range(2, rows + 2))
        assert found["0"].to_list() == list(map(str, range(rows)))


def test_a_title_above_the_names_is_left_out_and_told(tmp_path: Path) -> None:
    sheet = read(tmp_path, 'Price list, March\n\n"as of\ntoday"\nlic;description\nB-2;x\n', ("lic",))
    assert sheet.headers == ["lic", "description"]
    assert sheet.cells.rows() == [(5, "B-2", "x")]
    assert sheet.assumed == ["The column names are on row 4; what stands above them was left out."]


def test_a_line_that_names_no_separator_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DeskError, match="names no separator"):
        read(tmp_path, "sep=ab\nlic\nA\n")


def test_a_comma_in_a_name_does_not_hide_the_separator(tmp_path: Path) -> None:
    sheet = read(tmp_path, "lic;price, in EUR\nA;1\n", ("lic",))
    assert sheet.headers == ["lic", "price, in EUR"]


characters = st.characters(codec="utf-8", exclude_characters="\0\ufeff\x1c\x1d\x1e\x1f")
texts = st.text(characters | st.sampled_from("\",;|\t\r\n\\ '=x1"), max_size=8)
tables = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(texts, min_size=width, max_size=width), max_size=5)
)


def kept(table: list[list[str]]) -> list[list[str | None]]:
    """What comes back: cells without anything in them are blank, rows of such cells left out."""
    filled = [[cell if cell.strip() else None for cell in row] for row in table]
    return [row for row in filled if any(row)]


def by_python(table: list[list[str]]) -> str:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows(table)
    return out.getvalue()


def by_a_spreadsheet(table: list[list[str]]) -> str:
    """Quotes only where they are needed, semicolons, a blank where a text begins with a formula's sign."""

    def written(cell: str) -> str:
        return '"' + cell.replace('"', '""') + '"' if any(sign in cell for sign in '";\r\n') else cell

    return "".join(";".join(map(written, row)) + "\r\n" for row in table)


def by_us(table: list[list[str]]) -> str:
    head, *rows = table
    frame = pl.DataFrame(rows, schema=dict.fromkeys(head, pl.String), orient="row")
    return csv_text(frame)


@settings(max_examples=EXAMPLES)
@given(tables, st.sampled_from([by_python, by_a_spreadsheet, by_us]))
def test_any_table_comes_back_with_the_same_cells(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], write: Callable[[list[list[str]]], str]
) -> None:
    head = [f"name {i}" for i in range(len(table[0]) if table else 2)]
    content = write([head, *table])
    if any(separated.doubts(content, ";" if write is by_a_spreadsheet else ",")):
        return  # two inch marks that could be the quotes of a cell of several lines
    sheet = read(tmp_path_factory.mktemp("csv"), content, ("name 0",))
    assert sheet.headers == head
    neutral = [[_without_mark(cell) if write is not by_us else cell for cell in row] for row in table]
    assert [list(row) for row in sheet.cells.drop("row").rows()] == kept(neutral)


def _without_mark(cell: str) -> str:
    """A text that begins like a neutralised formula is read as that formula."""

    return re.sub(reading.FORMULA, r"\1", cell)


@settings(max_examples=EXAMPLES)
@given(tables, st.lists(st.tuples(st.integers(0, 200), st.sampled_from(b'",;\r\n\\x\0 \xe4')), max_size=3))
def test_mangled_bytes_give_the_records_of_a_plain_reader_or_a_refusal(
    tmp_path_factory: pytest.TempPathFactory, table: list[list[str]], changes: list[tuple[int, int]]
) -> None:
    content = bytearray(by_python([["a", "b"], *table]).encode())
    for at, byte in changes:
        content[at % len(content)] = byte
    try:
        sheet = read(tmp_path_factory.mktemp("csv"), bytes(content))
    except DeskError:
        return
    text = content.decode("cp1252" if sheet.assumed else "utf-8")
    separator = {True: ","}.get(sheet.comma_separated)
    for sign in [separator] if separator else ";|\t":
        if plain(text, sign) == [list(row) for row in sheet.cells.rows()]:
            return
    raise AssertionError(f"{text!r} was read as {sheet.cells.rows()}")


def plain(text: str, separator: str) -> list[list[object]]:
    """Rows and cells below the names, letter by letter, by the book (RFC 4180)."""
    rows: list[list[str]] = []
    row: list[str] = []
    cell, quoted, at = "", False, 0
    while at < len(text):
        sign = text[at]
        if quoted and text[at : at + 2] == '""':
            cell, at = cell + '"', at + 1
        elif sign == '"' and (quoted or not cell):
            quoted = not quoted
        elif quoted or sign not in (separator, "\r", "\n"):
            cell += sign
        else:
            row, cell = [*row, cell], ""
            if sign != separator:
                at += text[at : at + 2] == "\r\n"
                rows, row = [*rows, row], []
        at += 1
    rows.append([*row, cell])
    filled = [(n, cells) for n, cells in enumerate(rows, 1) if any(one.strip() for one in cells)]
    width = len(filled[0][1])
    padded = [(n, [*cells, *[""] * width][:width]) for n, cells in filled[1:]]
    return [[n, *(_without_mark(one) if one.strip() else None for one in cells)] for n, cells in padded]
