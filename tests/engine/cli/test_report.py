"""``backorder report``."""

from __future__ import annotations

from pathlib import Path

from tests.engine.cli.command_line import Backorder


def test_the_report_of_today_goes_to_a_file(desk: Backorder, folder: Path) -> None:
    answer = desk("report", "--to", "morning.html")
    assert answer.out.startswith("The morning report of ")
    assert "To decide today" in (folder / "morning.html").read_text(encoding="utf-8")


def test_the_report_of_a_day_that_is_over_goes_to_standard_output(desk: Backorder) -> None:
    text = desk("report", "2026-03-31").out
    assert "<title>Morning report of 31 March 2026</title>" in text
    assert "To decide today" not in text
    assert desk("--json", "report", "2026-03-31").json["day"] == "2026-03-31"


def test_no_day_and_a_day_to_come_are_refused(desk: Backorder) -> None:
    assert desk("report", "soon").code == 2
    answer = desk("report", "2999-01-01")
    assert (answer.code, answer.err) == (
        1,
        "There is no report of 1 Jan 2999 yet; name today or a day before it.\n",
    )
