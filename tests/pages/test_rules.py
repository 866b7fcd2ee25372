"""The rules of a desk: counted before they are saved, saved together, undone as one."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import preferences
from tests.pages.screen import Screen
from tests.story import Story


def turn(screen: Screen, label: str) -> Screen:
    """Turn the switch whose label begins so."""
    switch = next(toggle for toggle in screen.test.toggle if toggle.label.startswith(label))
    switch.set_value(not switch.value)
    return screen.again()


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("Append auto-generated", "append_by_location"),
        ("Run the primary sweep", "sweep_on_receipt"),
        ("Returns reduce", "returns_reduce_order"),
        ("Adjustments may", "allow_negative_stock"),
        ("Add to the vendor's", "append_to_pending_pos"),
        ("Draft notices", "draft_notices"),
        ("Enable backorder", "backorder_management"),
    ],
)
def test_each_switch_turns_its_preference_there_and_back_once_it_is_saved(
    story: Story, label: str, name: str
) -> None:
    before = getattr(story.ask(preferences.read), name)
    screen = turn(Screen("preferences"), label)
    assert getattr(story.ask(preferences.read), name) is before
    assert len(screen.click("Save").successes) == 1
    assert getattr(story.ask(preferences.read), name) is not before
    assert not screen.has("Save")
    turn(screen, label).click("Save")
    assert getattr(story.ask(preferences.read), name) is before


def test_a_change_says_first_what_it_would_touch_on_this_desk(story: Story) -> None:
    """Section 9: with and without the switch."""
    story.adjust("pen", 4)
    story.order("pen 2")
    story.order("book 99")
    screen = turn(Screen("preferences"), "Append auto-generated")
    assert "off → on. 2 shipments of Partial OK orders are pending" in screen.text
    assert screen.click("Discard").test.toggle[1].value is False
    assert not screen.has("Save")
    assert story.ask(preferences.read).append_by_location is False


def test_several_changes_are_saved_together_and_undone_as_one(story: Story) -> None:
    screen = turn(turn(Screen("preferences"), "Append auto-generated"), "Returns reduce")
    screen.type("Currency", "EUR").again().click("Save")
    saved = story.ask(preferences.read)
    assert (saved.append_by_location, saved.returns_reduce_order, saved.currency) == (True, True, "EUR")
    screen.click("Undo").click("Yes: undo it")
    back = story.ask(preferences.read)
    assert (back.append_by_location, back.returns_reduce_order, back.currency) == (False, False, "")


def test_what_is_not_saved_is_said_so_and_is_there_again_after_another_page(story: Story) -> None:
    screen = turn(Screen("preferences"), "Returns reduce").type("Currency", "EUR").again()
    assert "Not saved yet" in screen.text
    screen.go("orders").go("preferences")
    assert "Not saved yet" in screen.text
    assert "EUR" in [field.value for field in screen.test.text_input]
    screen.click("Save").go("orders").go("preferences")
    saved = story.ask(preferences.read)
    assert (saved.returns_reduce_order, saved.currency) == (True, "EUR")
    assert "Not saved yet" not in screen.text


def test_what_was_saved_and_undone_is_not_left_as_a_change(story: Story) -> None:
    screen = turn(Screen("preferences"), "Returns reduce").click("Save")
    screen.click("Undo").click("Yes: undo it")
    assert "Not saved yet" not in screen.text
    assert not screen.has("Save")


def test_what_is_discarded_is_gone_for_good(story: Story) -> None:
    screen = Screen("preferences").type("Currency", "EUR").again().click("Discard")
    screen.go("orders").go("preferences")
    assert not screen.has("Discard")


def test_what_cannot_be_saved_is_refused_whole_and_stays_to_be_corrected(story: Story) -> None:
    screen = turn(Screen("preferences"), "Returns reduce").type("Currency", "12").again()
    assert "an ISO code such as EUR" in screen.text
    assert "an ISO code such as EUR" in screen.click("Save").refusals[0]
    assert story.ask(preferences.read).returns_reduce_order is False
    screen.type("Currency", "EUR").again().click("Save")
    assert story.ask(preferences.read).returns_reduce_order is True


def test_the_example_says_which_way_it_is_now(story: Story) -> None:
    story.prefer(append_by_location="on")
    assert "**On** :blue-badge[now]" in [said.value for said in Screen("preferences").test.markdown]


def test_without_the_master_switch_the_page_says_what_that_means(story: Story) -> None:
    story.prefer(backorder_management="off")
    assert "The sweeps do nothing" in Screen("preferences").test.warning[0].value
    assert "sweeps run and do nothing" in Screen("preferences", tab="Schedules").test.warning[0].value


def test_the_time_zone_is_chosen(story: Story) -> None:
    Screen("preferences").choose("Time zone", "Asia/Tokyo").click("Save")
    assert story.ask(preferences.read).time_zone == "Asia/Tokyo"


def test_the_folder_for_backups_is_named_and_a_wrong_one_is_refused(story: Story, tmp_path: Path) -> None:
    """R50, section 10."""
    screen = Screen("preferences").type("Folder for backups", str(tmp_path / "nowhere")).again().click("Save")
    assert "nowhere is not there; make it, or name another." in screen.refusals[0]
    screen.type("Folder for backups", str(tmp_path)).again().click("Save")
    assert screen.successes == [f"Folder for backups: {tmp_path}."]
    assert story.ask(preferences.read).backup_folder == str(tmp_path)
