"""What surrounds the pages: names, the state of the sweeps, refusals in sentences."""

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from engine import orders, preferences, signals, sweeps
from engine.errors import DeskBusy
from engine.model import SweepName
from engine.store import open_desk
from pages.parts import desk, shell
from tests.pages.screen import Screen
from tests.story import Story

HOUSE = Path(__file__).parents[2]
PAGES = [file for listed in shell.SECTIONS.values() for file, _, _ in listed]


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens_on_an_empty_desk(empty_desk: Path, page: str) -> None:
    assert Screen(page).refusals == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_is_written_and_says_what_it_answers(page: str) -> None:
    text = (HOUSE / shell.file_of(page)).read_text(encoding="utf-8")
    assert text.startswith('"""')
    assert "shell.begin(" in text


def test_every_screen_is_in_the_list_of_pages() -> None:
    files = {file.stem for file in (HOUSE / "pages").glob("*.py")} - {"__init__", shell.WELCOME}
    assert files == set(PAGES)


def test_the_machine_names_who_is_at_the_screen(story: Story) -> None:
    assert Screen().sidebar_field("Who are you?") == "Ann"


def test_the_name_is_kept_from_page_to_page(story: Story) -> None:
    screen = Screen().type("Who are you?", "Zoe").again().go("orders")
    assert screen.sidebar_field("Who are you?") == "Zoe"


def test_a_scheduler_that_does_not_run_is_named_with_what_to_do(story: Story) -> None:
    said = Screen().sidebar
    assert "Scheduler stopped" in said
    assert "Primary: did not run yet" in said


def test_a_scheduler_that_runs_is_shown_with_the_next_runs(story: Story, bare_desk: Path) -> None:
    signals.beat(bare_desk, "scheduler", {}, datetime.now(UTC))
    said = Screen().sidebar
    assert "Sweeps are running" in said
    assert "next in" in said


def test_a_scheduler_that_fell_silent_has_stopped(story: Story, bare_desk: Path) -> None:
    signals.beat(bare_desk, "scheduler", {}, datetime.now(UTC) - timedelta(minutes=1))
    assert "Scheduler stopped" in Screen().sidebar


def test_sweeps_that_are_switched_off_say_so(story: Story) -> None:
    story.prefer(backorder_management="off")
    assert "Sweeps are off" in Screen().sidebar


def test_a_time_zone_is_obeyed(story: Story) -> None:
    story.prefer(time_zone="Asia/Tokyo")
    story.order("book 1")
    assert story.ask(preferences.read).time_zone == "Asia/Tokyo"
    assert [entered.hour for entered in Screen("orders").column("entered_at")] == [
        18
    ]  # the story begins at 9 UTC


def test_a_desk_in_use_is_a_sentence(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object, **kwargs: object) -> None:
        raise DeskBusy(holder="the nightly import", seconds=30)

    screen = Screen("orders")
    monkeypatch.setattr(desk.session(), "snapshot", busy)
    screen.again()
    assert screen.refusals[0].startswith(
        "the nightly import has been using the desk for more than 30 seconds"
    )


def test_pages_are_read_while_another_process_works_long(story: Story) -> None:
    number = story.order("book 1")
    with story.session.transaction(actor="Ann") as tx:
        orders.set_priority(tx, number, 3)
    with closing(open_desk(desk.path(), name="the scheduler")) as elsewhere:
        with elsewhere.transaction(actor="script") as tx:
            orders.set_priority(tx, number, 7)
            screen = Screen("orders")
            assert (screen.column("priority"), screen.refusals) == ([3], [])
        assert screen.again().column("priority") == [7]


def test_a_sweep_that_another_process_is_at_says_so(story: Story) -> None:
    """Once nobody is at it and it has not ended, it was interrupted (R28)."""
    with closing(open_desk(desk.path(), name="the scheduler")) as elsewhere:
        with elsewhere.holding():
            with elsewhere.transaction(actor="scheduler") as tx:
                tx.write(
                    "sweeps.start", sweep="secondary", run_trigger="schedule", scheduled_for=None, scope=""
                )
            assert "Secondary: :material/sync: is running" in Screen("orders").sidebar
        assert "Secondary: :material/error: interrupted" in Screen("orders").sidebar


def test_a_closing_of_the_day_that_failed_alarms_on_every_page_until_one_goes_well(story: Story) -> None:
    """R50."""
    with story.session.transaction(actor="script") as tx:
        tx._cursor.execute("update order_line set entry_seq = null where state = 'allotted'")
        tx._cursor.execute("insert into balance values (1, 1, 5)")
    sweeps.run_sweep(story.session, SweepName.CLOSING, actor="Ann")
    for page in ("backlog", "orders", "run_log"):
        screen = Screen(page)
        assert "The closing of the day failed" in screen.refusals[0]
        assert "Close the day: it is carried forward anew" in screen.refusals[0]
    assert "Closing: :material/error: failed just now, went well never" in screen.sidebar
    sweeps.run_sweep(story.session, SweepName.CLOSING, actor="Ann")
    assert screen.again().refusals == []
    assert "Closing: just now" in screen.sidebar
