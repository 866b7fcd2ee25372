"""What is wrong with the rows of a file, found by queries: each names a refusal that is written down."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import polars as pl
import pytest

from engine.days import Clock
from engine.interchange import bad_rows

SQL = Path(__file__).parents[3] / "db/sql"
CLOCK = Clock(ZoneInfo("Europe/Berlin"), date(2026, 3, 1))
NAMED = re.compile(r"'([A-Z][a-z]+(?:[A-Z][a-z]+)*)'(?= as refusal|, map|, '[A-Z]|\))")
"""The name of a refusal where a query gives it: before its facts, or as one of two."""


def test_queries_name_the_refusals_that_are_written_down_and_no_others() -> None:
    files = sorted(SQL.glob("import_*.sql"))
    named = {name for file in files for name in NAMED.findall(file.read_text(encoding="utf-8"))}
    assert named == set(bad_rows.BY_NAME)


def _found(name: str, facts: dict[str, str]) -> pl.DataFrame:
    return pl.DataFrame({"row": [2], "refusal": [name], "facts": [facts]})


@pytest.mark.parametrize("name", bad_rows.BY_NAME)
def test_no_remedy_is_cut_however_long_the_words_before_it(name: str) -> None:
    template = " ".join((bad_rows.BY_NAME[name].__doc__ or "").split())
    facts = {fact: f"{'long ' * 30}end" for _, fact, _, _ in Formatter().parse(template) if fact}
    facts |= {"decimals": "0"} if facts.pop("finer", "") else {}
    [bad] = bad_rows.from_rows(_found(name, facts), CLOCK)
    end = template.rpartition("}")[2]
    assert str(bad).endswith("end." if end == "." else end)


def test_days_and_instants_are_said_as_people_write_them() -> None:
    when = {"po": "2026-03-31", "received_at": "2026-03-31 12:00:00.5"}
    rows = {"column": "requested_on", "value": "2026-04-01", "other": "2026-04-02", "record": "order 7"}
    facts = [("StillToCome", when), ("Disagrees", rows | {"first": "2"})]
    said = [str(bad) for one in facts for bad in bad_rows.from_rows(_found(*one), CLOCK)]
    assert said[0].startswith("Row 2: The receipt on purchase order 2026-03-31 is of 31 Mar, 14:00, which")
    assert "requested_on 1 Apr 2026 of order 7 differs from row 2, which says 2 Apr 2026;" in said[1]


def test_a_bad_row_says_its_number_and_the_sentence_of_its_refusal() -> None:
    found = pl.DataFrame({"row": [3], "refusal": ["Unknown"], "facts": [{"kind": "LIC", "name": "bok"}]})
    [bad] = bad_rows.from_rows(found, CLOCK)
    assert str(bad) == "Row 3: There is no LIC bok; check the spelling or add it first."
    with pytest.raises(KeyError):
        bad_rows.from_rows(found.with_columns(refusal=pl.lit("Anything")), CLOCK)
