"""``backorder sweep``."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from engine import preferences
from engine.store import open_desk
from tests.engine.cli.command_line import Backorder, SitDown, lines, paper


def test_sweep_prints_its_row_of_the_run_log(desk: Backorder) -> None:
    row = desk("--json", "sweep", "secondary").json
    assert [row[name] for name in ("sweep", "trigger", "outcome", "actor")] == [
        "secondary",
        "manual",
        "done",
        "Ann",
    ]
    assert "outcome             done" in desk("sweep", "primary").out


@pytest.mark.parametrize("scope", [("--lic", "book"), ("--order", "A1"), ("--customer", "school")])
def test_r24_the_secondary_sweep_runs_for_one_alone(desk: Backorder, scope: tuple[str, str]) -> None:
    row = desk("--json", "sweep", "secondary", *scope).json
    assert (row["scope"], row["pools"]) == (" ".join(scope).removeprefix("--").replace("lic", "LIC"), 1)
    assert desk("--json", "export", "runs").json[0]["scope"] == row["scope"]


def test_a_sweep_for_one_alone_is_refused_where_it_means_nothing(desk: Backorder) -> None:
    assert desk("sweep", "secondary", "--lic", "bok").err.startswith("There is no LIC bok")
    refused = desk("sweep", "primary", "--order", "A1")
    assert (refused.code, refused.err) == (
        1,
        "The primary sweep is never run for order A1 alone; run the secondary sweep for it.\n",
    )
    assert desk("sweep", "secondary", "--lic", "book", "--order", "A1").code == 2


def test_the_day_is_closed_by_hand_with_its_backup(desk: Backorder, folder: Path) -> None:
    """R50."""
    rows = f"name,value\nbackup_folder,{folder}\nbackups_kept,1\nbackorder_management,off\n"
    desk("import", "preferences", paper(folder, "p.csv", rows))
    row = desk("--json", "sweep", "closing").json
    assert [row[name] for name in ("sweep", "outcome", "error")] == ["closing", "done", ""]
    assert row["pools"] > 0
    assert len(list(folder.glob("desk-*T*.duckdb"))) == 1


def test_a_closing_that_fails_names_the_rows_and_ends_with_1(desk: Backorder, folder: Path) -> None:
    """R50."""
    desk("sweep", "closing")
    with closing(open_desk(folder / "desk.duckdb", name="a test")) as kept, kept.transaction(actor="x") as tx:
        tx._cursor.execute("update balance set qty = 77 where item_id = 1")
    answer = desk("sweep", "closing")
    assert answer.code == 1
    assert answer.err.startswith("The closing of the day failed: The consistency proof fails")
    assert "Close the day: it is carried forward anew" in answer.err
    assert desk("sweep", "closing").code == 0


def test_r25_a_sweep_says_that_backorder_management_is_off(desk: Backorder, folder: Path) -> None:
    desk("import", "preferences", paper(folder, "p.csv", "name,value\nbackorder_management,off\n"))
    answer = desk("--json", "sweep", "secondary")
    assert (answer.code, answer.json["outcome"]) == (0, "off")


@pytest.mark.parametrize("yes", [False, True])
def test_a_sweep_by_which_orders_lose_is_asked_about_on_a_terminal(
    desk: Backorder, folder: Path, seated: SitDown, yes: bool
) -> None:
    """A4, complete, holds 4 pens and lacks books; under skip it gives them to A5."""
    rows = "A4,school,pen,4,complete\nA4,school,book,50,complete\nA5,school,pen,4,partial\n"
    desk("import", "orders", paper(folder, "o.csv", f"order,customer,lic,qty,ship_type\n{rows}"))
    with (
        closing(open_desk(folder / "desk.duckdb", name="a test")) as kept,
        kept.transaction(actor="Bob") as tx,
    ):
        preferences.change(tx, "allocation_policy", "skip")
    before, seat = lines(desk), seated(yes=yes)
    answer = desk("sweep", "secondary")
    assert seat.asked == ["1 order would lose 4 units. Go on?"]
    assert (answer.code == 0, lines(desk) != before) == (yes, yes)
