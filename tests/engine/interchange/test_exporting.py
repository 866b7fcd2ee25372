"""Files out: exactly the columns of the contract, plain quantities, days and instants."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from engine.errors import DeskError
from engine.interchange import exporting, handover
from tests.engine.interchange.desks import busy_desk
from tests.papers import Papers, csv_text
from tests.story import Story
from tests.test_interface import files_out
from tests.two_warehouses import sent, two_warehouses


@pytest.fixture(scope="module")
def desk() -> Story:
    """A busy desk; the tests only read it."""
    return busy_desk()


@pytest.fixture
def papers(desk: Story, tmp_path: Path) -> Papers:
    return Papers(desk, tmp_path)


@pytest.mark.parametrize("kind", sorted(exporting.EXPORTS.keys() - handover.KINDS.keys()))
def test_a_file_out_has_exactly_its_columns(papers: Papers, kind: str) -> None:
    assert papers.out(kind).columns == files_out()[kind]


@pytest.mark.parametrize("kind", exporting.EXPORTS)
@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_every_kind_is_written_in_every_format(papers: Papers, kind: str, ending: str) -> None:
    if kind == "transfers":  # the busy desk has one warehouse
        story = two_warehouses(main=0, east=5)
        sent(story, 2)
        papers = Papers(story, papers.folder)
    rows = exporting.export_file(papers.desk.session, kind, papers.folder / f"out.{ending}")
    assert rows == papers.out(kind).height > 0


def test_quantities_are_plain(papers: Papers) -> None:
    text = csv_text(papers.out("balances"))
    assert text.splitlines()[1:] == [
        "book,MAIN,20,25,-5,20,0,40,35,5",
        "paper,MAIN,2,1.75,0.25,1.5,0.5,0,0.25,0.25",
        "pen,MAIN,3,0,3,0,3,0,3,0",
    ]


def test_lines_say_where_they_are_and_what_they_were_split_from(papers: Papers) -> None:
    rows = papers.out("lines").select("line", "root_line", "lic", "qty", "state").rows()
    assert rows == [
        (1, 1, "book", Decimal(20), "allotted"),
        (3, 1, "book", Decimal(5), "backordered"),
        (2, 2, "paper", Decimal("1.25"), "allotted"),
        (1, 1, "paper", Decimal("0.5"), "shipped"),
        (1, 1, "paper", Decimal("0.25"), "backordered"),
        (1, 1, "paper", Decimal("0.25"), "picking"),
        (1, 1, "pen", Decimal(3), "cancelled"),
    ]


def test_r40_lines_carry_the_day_on_which_supply_covers_them(papers: Papers) -> None:
    days = dict(papers.out("lines").filter(state="backordered").select("lic", "projected_on").iter_rows())
    assert days == {"book": date(2026, 3, 7), "paper": papers.desk.now.date()}


def test_shipments_say_what_a_void_one_carried(papers: Papers) -> None:
    found = papers.out("shipments").select("state", "lic", "qty").rows()
    assert ("void", "paper", Decimal("0.25")) in found
    assert ("shipped", "paper", Decimal("0.5")) in found


def test_a_row_of_the_log_names_the_line_that_it_moves_or_edits(papers: Papers) -> None:
    rows = papers.out("log").filter(pl.col("line").is_not_null())
    told = set(rows.select("kind", "field", "line", "lic").iter_rows())
    assert ("log", "state", 1, "pen") in told  # cancelled
    assert ("edit", "pinned", 2, None) in told


def test_instants_are_iso_utc(papers: Papers) -> None:
    text = csv_text(papers.out("runs"))
    assert ",2026-03-02T09:" in text
    assert "Z,done," in text


def test_a_formula_in_the_record_log_is_neutralised_in_csv(papers: Papers) -> None:
    assert ",'=cmd()\n" in csv_text(papers.out("log"))


def test_an_unknown_kind_names_the_known_ones(papers: Papers) -> None:
    with pytest.raises(DeskError, match="balances, lines, backorders"):
        papers.out("colours")
