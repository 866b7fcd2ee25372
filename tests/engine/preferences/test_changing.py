"""The preferences in force: a change holds at once, and is logged in the words of the page."""

from __future__ import annotations

from datetime import timedelta

from engine import log, preferences
from tests.story import Story


def test_a_change_is_logged_by_the_name_that_the_page_shows() -> None:
    """Section 9."""
    desk = Story(book=5)
    desk.prefer(append_to_pending_pos="off", currency="EUR", smtp_port="2525")
    assert desk.ask(log.search)["sentence"].to_list()[:3] == [
        "Port (Mail): changed from the usual one to 2525.",
        "Currency (Money): changed from none to EUR.",
        "Add to the vendor's pending automatic purchase order (Replenishment): changed from on to off.",
    ]


def test_the_time_zone_holds_from_the_act_that_sets_it_on() -> None:
    """Eight in the evening by UTC is the next morning on Kiritimati."""
    desk = Story()
    desk.now = desk.now.replace(hour=20)
    desk.prefer(time_zone="UTC")
    with desk.act() as tx:
        before = tx.today
        preferences.change(tx, "time_zone", "Pacific/Kiritimati")
        assert tx.today == before + timedelta(days=1)
