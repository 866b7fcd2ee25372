"""The first run: how a desk that holds nothing begins."""

from pathlib import Path

import pytest

from engine import demo, preferences
from engine.desk import first_run
from pages.parts import desk
from tests.pages.screen import Screen
from tests.story import Story


def managed() -> bool:
    with desk.session().snapshot() as tx:
        return preferences.read(tx).backorder_management


def new() -> bool:
    with desk.session().snapshot() as tx:
        return first_run.kind(tx).new


@pytest.mark.parametrize("page", ["backlog", "orders", "preferences"])
def test_a_new_desk_welcomes_at_every_address(bare_desk: Path, page: str) -> None:
    screen = Screen()
    assert screen.title == "Welcome to Backorder Desk"
    assert screen.has("Load the demo")
    assert screen.has("Import my files")
    assert screen.has("Start empty")


def test_starting_empty_switches_backorder_management_on(bare_desk: Path) -> None:
    screen = Screen().click("Start empty")
    assert screen.successes[0] == "The desk was started: empty."
    assert not screen.has("Undo")  # a desk that was begun stays begun
    assert (managed(), new()) == (True, False)


def test_backorder_management_can_be_left_off(bare_desk: Path) -> None:
    Screen().switch("Enable backorder management", on=False).click("Start empty")
    assert (managed(), new()) == (False, False)


def test_a_desk_that_was_begun_does_not_ask_again(empty_desk: Path) -> None:
    assert Screen().title == "Backlog"


def test_a_desk_with_customers_and_lics_was_begun(story: Story) -> None:
    assert Screen().title == "Backlog"


def test_files_are_tried_out_and_brought_in_one_by_one(bare_desk: Path) -> None:
    screen = Screen().click("Import my files")
    screen.choose("What is in the file?", "items").upload(
        "items.csv", "lic,description\nbook,Textbook\npen,Pen\n"
    )
    assert "2 rows: 2 new." in screen.text
    assert new()
    screen.click("Import 2 rows")
    assert screen.successes == ["LICs: 2 rows: 2 new."]
    assert screen.has("Undo")
    assert "This desk holds nothing yet" not in screen.text
    assert not screen.has("Load the demo")  # it comes into an empty desk alone
    screen.choose("What is in the file?", "customers").upload(
        "customers.csv", "customer,name\nschool,School\n"
    )
    screen.click("Import 1 row")
    assert screen.has("Done: go to the desk")
    screen.click("Done: go to the desk")
    assert screen.title == "Backlog"


def test_a_desk_with_vendors_alone_is_not_said_to_hold_nothing(bare_desk: Path) -> None:
    screen = Screen().click("Import my files").upload("vendors.csv", "vendor\npress\n").click("Import 1 row")
    assert "This desk holds nothing yet" not in screen.text
    assert not screen.has("Load the demo")
    assert screen.has("Done: go to the desk")


def test_a_file_with_mistakes_names_each_and_saves_nothing(bare_desk: Path) -> None:
    screen = Screen().click("Import my files").choose("What is in the file?", "stock")
    screen.upload("stock.csv", "lic,qty\nnope,5\npen,many\n")
    said = [screen.test.status[0].label, *screen.refusals]
    assert "\n".join(said).count("Nothing was saved") == 1
    assert "nope" in screen.refusals[0]
    assert "many" in screen.refusals[0]


@pytest.mark.parametrize(
    ("name", "content"), [("items.csv", ""), ("items.csv", "colour\nred\n"), ("items.xlsx", "no workbook")]
)
def test_a_file_that_cannot_be_read_is_refused(bare_desk: Path, name: str, content: str) -> None:
    screen = Screen().click("Import my files").choose("What is in the file?", "items").upload(name, content)
    if screen.has("Try it out"):
        screen.click("Try it out")
    assert screen.refusals


def test_the_demo_is_loaded_into_a_new_desk(bare_desk: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(demo, "load_demo", lambda session, progress, actor: told.append(actor))
    screen = Screen().click("Load the demo")
    assert told == ["Ann"]
    assert screen.successes[0] == "The desk was started: with the demo."
    assert managed()


def test_the_demo_never_comes_over_a_desk_that_is_in_use(
    bare_desk: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(session: object, progress: object, actor: object) -> None:
        raise demo.DeskNotEmpty(records="LICs")

    monkeypatch.setattr(demo, "load_demo", refuse)
    screen = Screen().click("Load the demo")
    assert "the demo comes only into an empty one" in screen.refusals[0]
    assert new()
