"""Preferences and schedules in a real browser."""

import pytest
from playwright.sync_api import expect

from engine import preferences
from engine.model import SweepName
from engine.sweeps import schedule_text, schedules
from tests.browser.server import Tab
from tests.story import Story

pytestmark = pytest.mark.browser


def test_appending_by_location_is_counted_saved_and_taken_back(tab: Tab, story: Story) -> None:
    story.order("pen 1")
    before = story.ask(preferences.read).append_by_location
    tab.go("/preferences")
    switch = tab.page.get_by_role("switch", name="Append auto-generated items")
    expect(switch).to_be_checked(checked=before)
    tab.page.get_by_text("Append auto-generated items").first.click()
    tab.says("of Partial OK orders")
    assert story.ask(preferences.read).append_by_location is before
    tab.click("Save")
    tab.says("Append auto-generated items to pending shipments by location: ")
    assert story.ask(preferences.read).append_by_location is not before
    expect(switch).to_be_checked(checked=not before)
    tab.click("Undo")
    tab.asked("Yes: undo it")
    tab.press("y")
    tab.not_asked()
    expect(switch).to_be_checked(checked=before)


def test_a_schedule_is_changed_in_plain_words_and_the_sweep_run(tab: Tab, story: Story) -> None:
    tab.go("/preferences?tab=Schedules")
    tab.says(schedule_text.describe(schedules.DEFAULT_SCHEDULES[0]).capitalize())
    tab.page.get_by_text("Change the schedule").first.click()
    every = tab.page.get_by_role("spinbutton", name="Every").first
    every.fill("20")
    every.press("Enter")
    tab.says("It runs every 20 minutes, every day.")
    tab.page.get_by_role("button", name="Sun", exact=True).first.click()
    tab.says("It runs every 20 minutes, Mon–Sat.")
    tab.click("Save the schedule")
    tab.says("The primary sweep: every 20 minutes, Mon–Sat.")
    assert story.ask(schedules.schedule_of, SweepName.PRIMARY).every_n == 20
    tab.click("Run now")
    tab.says("Primary sweep: ")
