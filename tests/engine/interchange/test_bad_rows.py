"""What is wrong with the rows of a file, found by queries: each names a refusal that is written down."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import polars as pl
import pytest

from engine.interchange import bad_rows

SQL = Path(__file__).parents[3] / "db/sql"
NAMED = re.compile(r"'([A-Z][a-z]+(?:[A-Z][a-z]+)*)'(?= as refusal|, map|, '[A-Z]|\))")
"""The name of a refusal where a query gives it: before its facts, or as one of two."""


def test_queries_name_the_refusals_that_are_written_down_and_no_others() -> None:
    files = sorted(SQL.glob("import_*.sql"))
    named = {name for file in files for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert named == set(bad_rows.BY_NAME)


@pytest.mark.parametrize("name", bad_rows.BY_NAME)
def test_no_remedy_is_cut_however_long_the_words_before_it(name: str) -> None:
    template = " ".join((bad_rows.BY_NAME[name].__doc__ or "").split())
    facts = {fact: f"{'long ' * 30}end" for _, fact, _, _ in Formatter().parse(template) if fact}
    facts |= {"decimals": "0"} if facts.pop("finer", "") else {}
    [bad] = bad_rows.from_rows(pl.DataFrame({"row": [2], "refusal": [name], "facts": [facts]}))
    end = template.rpartition("}")[2]
    assert str(bad).endswith("end." if end == "." else end)


def test_a_bad_row_says_its_number_and_the_sentence_of_its_refusal() -> None:
    found = pl.DataFrame({"row": [3], "refusal": ["Unknown"], "facts": [{"kind": "LIC", "name": "bok"}]})
    [bad] = bad_rows.from_rows(found)
    assert str(bad) == "Row 3: There is no LIC bok; check the spelling or add it first."
    with pytest.raises(KeyError):
        bad_rows.from_rows(found.with_columns(refusal=pl.lit("Anything")))
