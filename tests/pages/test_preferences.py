"""Preferences: switches, schedules, policies, and what can be taken away."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from engine import catalogue, orders, preferences, warehouses
from engine.model import SweepName
from engine.rules.calendar import Schedule
from engine.sweeps import schedule_text, schedules
from engine.sweeps.schedules import DEFAULT_SCHEDULES
from tests import mail as post
from tests.pages.screen import Screen
from tests.story import Story


def test_an_empty_desk_has_its_preferences(empty_desk: Path) -> None:
    screen = Screen("preferences")
    assert screen.test.toggle[0].label == "Enable backorder management"
    assert len(screen.test.toggle) == 9


def schedule(story: Story, sweep: SweepName) -> Schedule:
    found: Schedule = story.ask(schedules.schedule_of, sweep)
    return found


def test_a_schedule_says_as_the_run_log_does_that_somebody_ran_it(story: Story) -> None:
    story.sweep(SweepName.SECONDARY)
    text = Screen("preferences", tab="Schedules").text
    assert "done, by hand" in text
    assert "manual" not in text


def test_schedules_say_when_they_run_in_plain_words(story: Story) -> None:
    said = Screen("preferences", tab="Schedules").text
    primary, secondary, *_ = map(schedule_text.describe, DEFAULT_SCHEDULES)
    assert f"**Primary sweep** · {primary.capitalize()}" in said
    assert f"**Secondary sweep** · {secondary.capitalize()}" in said


def test_an_interval_is_changed(story: Story) -> None:
    screen = Screen("preferences", tab="Schedules")
    screen.test.number_input[0].set_value(45)
    screen.again()
    assert any("It runs every 45 minutes" in caption.value for caption in screen.test.caption)
    screen.click("Save the schedule")
    assert "every 45 minutes" in screen.successes[0]
    assert schedule(story, SweepName.PRIMARY).every_n == 45


def test_times_that_cannot_be_read_or_lie_outside_the_window_are_refused(story: Story) -> None:
    screen = Screen("preferences", tab="Schedules")
    screen.test.text_input(key=_key(screen, "times-secondary")).input("25:99")
    screen.again()
    assert any("25:99" in refusal for refusal in screen.refusals)
    screen.test.text_input(key=_key(screen, "times-secondary")).input("02:00, 14:30")
    screen.again()
    assert screen.refusals == []


def test_no_weekday_ticked_warns_that_it_never_runs(story: Story) -> None:
    screen = Screen("preferences", tab="Schedules")
    days = next(field for field in screen.test.button_group if field.label == "Weekdays")
    days.set_value([])
    screen.again()
    assert "The primary sweep never runs: no weekday is ticked." in [w.value for w in screen.test.warning]


def test_a_sweep_runs_at_the_press_of_a_button(story: Story) -> None:
    order = story.order("book 25")
    story.adjust("book", 5)
    screen = Screen("preferences", tab="Schedules")
    screen.test.button(key=f"run-{SweepName.SECONDARY}").click()
    screen.again()
    assert "1 line filled with 5 units" in screen.successes[0]
    assert story.state(order) == "20 allotted, 5 allotted"
    (row,) = screen.frame("sweep", "outcome")
    assert (row["sweep"], row["outcome"], row["run_trigger"]) == ("Secondary sweep", "✓ Done", "By hand")


def test_a_sweep_that_is_gated_says_so(story: Story) -> None:
    story.prefer(backorder_management="off")
    screen = Screen("preferences", tab="Schedules")
    screen.test.button(key=f"run-{SweepName.PRIMARY}").click()
    screen.again()
    assert "Backorder management is off" in screen.successes[0]


def test_r42_a_policy_is_tried_before_it_is_chosen(story: Story) -> None:
    screen = Screen("preferences", tab="Allocation policy")
    screen.test.radio[0].set_value("skip")
    screen.again()
    screen.test.number_input[0].set_value(20)
    screen.again().click("Preview the switch")
    assert story.ask(preferences.read).allocation_policy == "strict"
    screen.click("Apply")
    prefs = story.ask(preferences.read)
    assert (prefs.allocation_policy, prefs.skip_age_days) == ("skip", 20)


def test_a_backup_and_tables_are_offered(story: Story) -> None:
    story.order("book 25")
    screen = Screen("preferences", tab="Export").click("Make a backup")
    assert "The backup holds 1 order, 2 lines." in screen.successes
    screen.choose("What", "Lines that wait").offer("backorders")
    buttons: list[Any] = list(screen.test.get("download_button"))
    assert {button.label for button in buttons} >= {"CSV", "Excel", "Parquet"}


def test_a_mail_server_is_named_and_the_page_says_what_changed(story: Story) -> None:
    screen = Screen("preferences", tab="Mail")
    assert "No mail server is set" in screen.test.info[0].value
    assert "BACKORDER_SMTP_PASSWORD" in screen.text
    assert screen.button("Send a test message").disabled
    screen.type("Mail server", " mail.example ").type("Port", "2525").type("Sender", "desk@desk.example")
    screen.click("Save")
    told = (
        "Mail server: nothing → mail.example; Port: the usual one → 2525; Sender: nothing → desk@desk.example"
    )
    assert screen.successes == [f"Saved. {told}."]
    assert "**mail.example**, port **2525**" in screen.text
    prefs = story.ask(preferences.read)
    assert (prefs.smtp_host, prefs.smtp_port, prefs.smtp_sender) == (
        "mail.example",
        2525,
        "desk@desk.example",
    )
    assert screen.click("Save").successes == ["Nothing was changed."]
    assert screen.type("Port", "").click("Save").successes == ["Saved. Port: 2525 → the usual one."]


def test_a_mail_server_that_cannot_be_is_refused_in_all_that_is_wrong(story: Story) -> None:
    screen = Screen("preferences", tab="Mail")
    screen.type("Mail server", "mail:25").type("Port", "lots").type("Sender", "desk").click("Save")
    assert len(screen.refusals[0].splitlines()) == 3
    screen.type("Mail server", "mail.example").type("Port", "").type("Sender", "").click("Save")
    assert "has no sender" in screen.refusals[0]
    assert story.ask(preferences.read).smtp_host == ""


def test_what_the_environment_overrides_is_said_and_locked(
    story: Story, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BACKORDER_SMTP_HOST", "named.example")
    monkeypatch.setenv("BACKORDER_SMTP_SENDER", "desk@desk.example")
    screen = Screen("preferences", tab="Mail")
    assert "goes before what is saved here: BACKORDER_SMTP_HOST, BACKORDER_SMTP_SENDER." in screen.text
    locked = [field.label for field in screen.test.main.text_input if field.disabled]
    assert locked == ["Mail server", "Sender"]
    screen.type("User", "desk").click("Save")
    prefs = story.ask(preferences.read)
    assert (prefs.smtp_host, prefs.smtp_user) == ("", "desk")
    monkeypatch.setenv("BACKORDER_SMTP_PORT", "lots")
    assert "PORT cannot be lots" in Screen("preferences", tab="Mail").refusals[0]


def test_a_test_message_is_sent_or_refused_in_words(story: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    with post.listening() as server:
        for name, value in server.variables().items():
            monkeypatch.setenv(name, value)
        screen = Screen("preferences", tab="Mail")
        screen.enter("Send a test message to", "ann@desk.example", "Send a test message")
        assert "took a test message to ann@desk.example." in screen.successes[0]
        screen.enter("Send a test message to", "refused@desk.example", "Send a test message")
        assert "(550 no such box)" in screen.refusals[0]
        assert len(server.letters) == 1
    screen.enter("Send a test message to", "ann@desk.example", "Send a test message")
    assert "(Connection refused)" in screen.refusals[0]


def _key(screen: Screen, start: str) -> str:
    return next(str(key) for key in screen.test.session_state if str(key).startswith(start))


def test_a_file_is_brought_in(story: Story) -> None:
    screen = Screen("preferences", tab="Import").choose("What is in the file?", "customers")
    screen.upload("customers.csv", "customer,name\nmuseum,City Museum\n").click("Import 1 row")
    assert screen.successes == ["Customers and their locations: 1 row: 1 new."]


def test_whose_stock_a_file_takes_is_shown_before_it_is_brought_in(story: Story) -> None:
    story.order("book 20")
    screen = Screen("preferences", tab="Import").choose("What is in the file?", "adjustments")
    screen.upload("count.csv", "lic,qty,reason,reference\nbook,-5,count,C1\n")
    assert "1 order would lose stock by this file." in screen.test.warning[0].value
    assert screen.frame("order", "lic", "qty") == [
        {"order": "1001", "customer": "School", "lic": "book", "qty": 5}
    ]
    assert story.state("1001") == "20 allotted"
    with story.act() as tx:
        orders.change_qty(tx, "1001", 1, Decimal(18))
    screen.click("Import 1 row")
    assert "no longer what was shown" in screen.refusals[0]
    assert story.state("1001") == "18 allotted, 2 cancelled"


def test_a_file_that_takes_is_brought_in_as_it_was_shown(story: Story) -> None:
    story.order("book 20")
    screen = Screen("preferences", tab="Import").choose("What is in the file?", "adjustments")
    screen.upload("count.csv", "lic,qty,reason,reference\nbook,-5,count,C1\n").click("Import 1 row")
    assert screen.successes == ["Stock adjustments: 1 row: 1 new."]
    assert story.state("1001") == "15 allotted, 5 backordered"


def test_r47_a_warehouse_is_made_renamed_closed_and_opened(story: Story) -> None:
    screen = Screen("preferences", tab="Warehouses")
    assert [row["code"] for row in screen.table()] == ["MAIN"]
    screen.click("Add a warehouse").enter("Code", "", "Add warehouse")
    assert screen.refusals == ["The warehouse has no code; type one."]
    screen.type("Name", "East hall").enter("Code", "EAST", "Add warehouse")
    assert screen.successes == ["Warehouse EAST was added."]
    screen.pick("warehouses", 1).click("Rename").enter("Name", "Old hall", "Save")
    assert screen.successes == ["Warehouse EAST is called Old hall."]
    screen.pick("warehouses", 1).click("Close")
    assert [row["state"] for row in screen.table()] == ["Open, and meant where none is named", "Closed"]
    assert screen.pick("warehouses", 1).click("Open again").table()[1]["state"] == "Open"


def test_r47_the_page_says_why_a_warehouse_stays_open(story: Story) -> None:
    screen = Screen("preferences", tab="Warehouses").pick("warehouses", 0).click("Close")
    assert "Warehouse MAIN is meant wherever none is named" in screen.refusals[0]


def test_r47_only_open_warehouses_are_chosen_from(story: Story) -> None:
    with story.act() as tx:
        catalogue.add_warehouse(tx, "EAST")
        catalogue.add_warehouse(tx, "WEST")
        warehouses.close(tx, "EAST")
    supply = Screen("supply", tab="Adjustments")
    [chosen] = [box.options for box in supply.test.selectbox if box.label == "Warehouse"]
    assert chosen == ["MAIN · Main warehouse", "WEST"]


def test_no_tab_says_of_a_desk_as_it_is_that_something_is_not_saved(story: Story) -> None:
    for tab in ("Rules", "Schedules", "Allocation policy", "Mail"):
        screen = Screen("preferences", tab=tab)
        assert "Not saved yet" not in screen.text, tab
        assert not screen.has("Discard"), tab


def test_a_schedule_that_is_not_saved_is_marked_kept_and_discarded(story: Story) -> None:
    screen = Screen("preferences", tab="Schedules")
    before = screen.test.number_input[0].value
    screen.test.number_input[0].set_value(17)
    assert "Not saved yet" in screen.again().text
    screen.go("orders").go("preferences", tab="Schedules")
    assert (screen.test.number_input[0].value, "Not saved yet" in screen.text) == (17, True)
    screen.click("Discard").go("orders").go("preferences", tab="Schedules")
    assert (screen.test.number_input[0].value, "Not saved yet" in screen.text) == (before, False)


def test_a_policy_that_is_not_chosen_yet_is_marked_kept_and_discarded(story: Story) -> None:
    screen = Screen("preferences", tab="Allocation policy")
    screen.test.radio[0].set_value("skip")
    assert "Not saved yet" in screen.again().text
    screen.go("orders").go("preferences", tab="Allocation policy")
    assert (screen.test.radio[0].value, "Not saved yet" in screen.text) == ("skip", True)
    assert screen.click("Discard").test.radio[0].value == "strict"
    assert "Not saved yet" not in screen.text


def test_a_mail_server_that_is_not_saved_is_marked_kept_and_discarded(story: Story) -> None:
    screen = Screen("preferences", tab="Mail").type("Mail server", "mail.example").again()
    assert "Not saved yet" in screen.text
    screen.go("orders").go("preferences", tab="Mail")
    assert screen.test.main.text_input[0].value == "mail.example"
    assert screen.click("Discard").test.main.text_input[0].value == ""
    assert "Not saved yet" not in screen.text
