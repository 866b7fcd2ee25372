"""From records to a sheet: the row of the names is found, and the rows below it become columns of text."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.errors import Refused
from engine.interchange import gathering
from engine.interchange.gathering import FileRecord, gather
from engine.interchange.refusals import NoColumnNames

FILE = Path("some.csv")
RECORDS: list[FileRecord] = [
    (1, ["Price list", None]),
    (3, [" LIC ", "qty"]),
    (4, ["pen", " "]),
    (6, ["ink", "2"]),
]


def test_the_names_are_the_first_row_unless_that_lacks_one_that_is_needed() -> None:
    headers, cells, assumed = gather(FILE, RECORDS, frozenset())
    assert (headers, cells.height, assumed) == (["Price list", ""], 3, [])
    headers, cells, assumed = gather(FILE, RECORDS, frozenset({"lic"}))
    assert headers == ["LIC", "qty"]
    assert cells.rows() == [(4, "pen", None), (6, "ink", "2")]
    assert assumed == ["The column names are on row 3; what stands above them was left out."]


def test_a_file_of_blank_rows_has_no_names() -> None:
    with pytest.raises(NoColumnNames):
        gather(FILE, [(1, []), (2, [None, "  "])], frozenset())


def test_a_row_that_is_longer_than_the_names_is_refused_by_its_number() -> None:
    with pytest.raises(Refused) as caught:
        gather(FILE, [*RECORDS, (9, ["a", "b", "c"])], frozenset({"lic"}))
    assert [problem.partition(":")[0] for problem in caught.value.problems] == ["Row 9"]


def test_no_row_is_lost_between_portions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "_PORTION", 7)
    rows: list[FileRecord] = [(number, [str(number)]) for number in range(2, 40)]
    _, cells, _ = gather(FILE, [(1, ["lic"]), *rows], frozenset())
    assert cells["0"].to_list() == [str(number) for number in range(2, 40)]
