"""An import is one event: tried without a trace, done once, one sweep after it at most."""

from __future__ import annotations

from pathlib import Path

import pytest
from xlsxwriter import Workbook

from tests.papers import Papers


@pytest.mark.parametrize("kind", ["items", "vendors", "customers", "preferences"])
def test_a_dry_run_reports_the_same_and_saves_nothing(papers: Papers, kind: str) -> None:
    texts = {
        "items": "lic\nchalk\n",
        "vendors": "vendor\nink-co\n",
        "customers": "customer\nuni\n",
        "preferences": "name,value\nskip_age_days,5\n",
    }
    before = papers.everything()
    tried = papers.bring(kind, texts[kind], dry_run=True)
    assert papers.everything() == before
    done = papers.bring(kind, texts[kind])
    assert (tried.added, tried.updated, tried.unchanged) == (done.added, done.updated, done.unchanged)
    assert papers.everything() != before


def test_what_has_other_columns_is_refused_with_the_sheet_that_was_read(
    papers: Papers, tmp_path: Path
) -> None:
    """The columns may be right on another."""
    file = tmp_path / "items.xlsx"
    with Workbook(file) as book:
        book.add_worksheet("Notes").write(0, 0, "hello")
        book.add_worksheet("Items").write_column(0, 0, ["lic", "chalk"])
    unknown, sheet = papers.refused("items", file)
    assert unknown.startswith("items.xlsx has columns that are unknown in items: hello;")
    assert sheet == "The sheet Notes was read, and not Items."
