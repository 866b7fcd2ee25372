"""The desk on any day: one day, two days, and a run step by step."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from engine.model import SweepName
from pages.parts import pickers
from pages.parts.any_day import film
from tests.pages.screen import Screen
from tests.story import Story

DAY = "2026-03-02"
"""The day of the small world."""
RUN = "A run, step by step"


def test_the_page_answers_what_the_desk_looked_like_on_a_day(story: Story) -> None:
    number = story.order("book 25")
    story.now = story.now.replace(day=4)
    story.supply("book", 5)
    story.sweep()
    screen = Screen("any_day", day=DAY)
    assert "1 line of 1 order waited for 5 units" in screen.text.replace("*", "")
    assert "now 5 units fewer wait" in screen.text.replace("*", "")
    (book,) = [row for row in screen.frame("available", "backordered") if row["lic"] == "book"]
    assert (book["on_hand"], book["backordered"]) == (20, 5)
    (line,) = screen.frame("held_qty", "waiting_qty")
    assert (line["order"], line["held_qty"], line["waiting_qty"]) == (number, 20, 5)
    assert line["customer_name"] == "School"


def test_the_handle_moves_by_a_day_and_stands_in_the_address(story: Story) -> None:
    story.order("book 25")
    screen = Screen("any_day", day="2026-03-03")
    screen.test.button(key="_day-to-The day before").click()
    screen.again()
    assert "At the end of 2 Mar" in screen.text.replace("*", "")
    assert screen.address["day"] == DAY
    screen.test.slider(key="_day").set_value(date(2026, 3, 5))
    assert "At the end of 5 Mar" in screen.again().text.replace("*", "")


def test_a_day_that_is_none_is_today(story: Story) -> None:
    story.order("book 25")
    for day in ("1999-01-01", "2999-01-01", "soon"):
        assert "that is now" in Screen("any_day", day=day).text


def test_one_lic_on_a_day(story: Story) -> None:
    story.order("book 25", "pen 3")
    screen = Screen("any_day", day=DAY, lic="book")
    figures = {metric.label: metric.value for metric in screen.test.metric}
    assert (figures["On hand"], figures["Waiting"], figures["Allotted"]) == ("20", "5", "20")
    assert [row["lic"] for row in screen.frame("held_qty", "waiting_qty")] == ["book"]
    story.item("chalk")
    assert "There was nothing of it" in Screen("any_day", day=DAY, lic="chalk").text


def test_on_a_desk_of_many_lics_the_one_is_typed(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of all of them would be megabytes."""
    monkeypatch.setattr(pickers, "MOST_OPTIONS", 0)
    story.order("book 25", "pen 3")
    screen = Screen("any_day", day=DAY).type("LIC", " book ").again()
    assert [row["lic"] for row in screen.frame("held_qty", "waiting_qty")] == ["book"]
    assert screen.address["lic"] == "book"
    unknown = ["There is no LIC bok (nearest: book); check the spelling or add it first."]
    assert Screen("any_day", day=DAY, lic="bok").refusals == unknown
    assert Screen("any_day", tab="Two days", lic="bok").refusals == unknown


def test_an_empty_desk_says_so(empty_desk: Path) -> None:
    assert "The desk held nothing" in Screen("any_day").text


def test_two_days_are_compared_in_sentences(story: Story) -> None:
    number = story.order("book 25")
    story.now = story.now.replace(day=4)
    story.supply("book", 5)
    story.sweep()
    screen = Screen("any_day", tab="Two days", between="2026-03-02")
    screen.test.slider(key="between").set_value((date(2026, 3, 2), date(2026, 3, 4)))
    said = screen.again().text.replace("*", "")
    assert f"School, order {number} line 1: 5 of book given on 4 Mar." in said
    assert "brought 5 of book on 4 Mar." in said
    assert "Nobody began to wait." in said
    story.order("pen 100")
    alone = Screen("any_day", tab="Two days", lic="book")
    alone.test.slider(key="between").set_value((date(2026, 3, 2), date(2026, 3, 4)))
    assert (
        "Of book, at the end of 2 Mar 5 units waited on 1 line; at the end of 4 Mar nothing waited. "
        "Between them 0 units began to wait, 5 units were given"
    ) in alone.again().text.replace("*", "")
    screen.test.slider(key="between").set_value((date(2026, 3, 4), date(2026, 3, 4)))
    assert "Both handles stand on one day" in screen.again().text


def test_a_run_is_told_step_by_step(story: Story) -> None:
    first, second = story.order("book 25"), story.order("book 10")
    story.supply("book", 8)
    run = story.sweep(SweepName.PRIMARY).run_id
    screen = Screen("any_day", tab=RUN, run=str(run))
    assert "Step 1 of 3" in screen.text
    assert "It keeps its 20" in screen.text
    screen.click("Next").click("Next")
    assert screen.address["step"] == "3"
    assert f"Order {second} line 1 of School" in screen.text
    assert "It gets the 3 that were left, and the other 7 wait" in screen.text
    assert [row["order"] for row in screen.frame("granted_qty", "rule")] == [first, first, second]
    assert "same result" in screen.text


def test_a_choice_of_runs_that_ends_says_so(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    rest = "The newest 1 are shown; `backorder replay` with the number of an older one compares that."
    story.order("book 25")
    story.supply("book", 5)
    story.sweep()
    assert rest not in Screen("any_day", tab=RUN).text
    monkeypatch.setattr(film, "MOST_RUNS", 1)
    assert rest in Screen("any_day", tab=RUN).text


def test_a_run_leads_to_its_steps(story: Story) -> None:
    story.order("book 25")
    story.supply("book", 5)
    story.sweep(SweepName.PRIMARY)
    assert "Step by step" in Screen("run_log").pick("runs", 0).links


def test_where_no_run_filled_anything_it_is_said(story: Story) -> None:
    assert "No run can be replayed yet" in Screen("any_day", tab=RUN).text
