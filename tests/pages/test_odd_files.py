"""Files that nobody would bring, on the page that takes them: a sentence for each, and nothing saved."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from engine.interchange import kinds
from pages.parts import desk, import_files
from tests.examples import examples
from tests.odd_files import odd_files
from tests.pages.screen import Screen
from tests.pages.test_odd_fields import LONGEST, RAW
from tests.papers import everything

SEED = int(os.environ.get("BACKORDER_SEED", "1"))
ROUNDS = examples(1)
SAMPLE = 12
FILES = odd_files()
TOO_LONG = [name for name in FILES if len(name) > 100]


def bring(screen: Screen, name: str) -> list[str]:
    """Choose a file of this name, and try it out as its columns are guessed; what is said in red."""
    screen.test.file_uploader[0].set_value((name, FILES[name], "application/octet-stream"))
    screen.again()
    return screen.click("Try it out").refusals if screen.has("Try it out") else screen.refusals


def test_a_file_that_nobody_would_bring_is_refused_or_tried(busy_desk: Path) -> None:
    before = everything(desk.session())
    for number in range(ROUNDS):
        drawn = random.Random(SEED + number)
        screen = Screen("preferences", tab="Import")
        for name in drawn.sample(list(FILES), SAMPLE):
            screen.choose("What is in the file?", drawn.choice(list(kinds.COLUMNS)))
            told = bring(screen, name)
            assert told or screen.has("Import") or "nothing new" in screen.text, (name, screen.text)
            assert not any(RAW.search(one) or len(one) > LONGEST for one in told), (name, told)
        assert everything(desk.session()) == before


@pytest.mark.parametrize("name", TOO_LONG)
def test_a_file_may_have_a_name_that_this_machine_would_not_give_it(name: str, busy_desk: Path) -> None:
    screen = Screen("preferences", tab="Import")
    screen.choose("What is in the file?", "items")
    if name.endswith(".csv"):
        bring(screen, name)
        assert screen.has("Import") or "nothing new" in screen.text
    else:
        assert "does not say by its name what it is" in bring(screen, name)[0]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("CON.csv", "_CON.csv"),
        ("nul.xlsx", "_nul.xlsx"),
        ("com1.of us.csv", "_com1.of us.csv"),
        ("lpt9.parquet", "_lpt9.parquet"),
        ("console.csv", "console.csv"),
        ("../../etc/passwd.csv", "passwd.csv"),
        ("a:b.csv", "a_b.csv"),
        (". .csv", "file.csv"),
    ],
)
def test_a_file_that_is_read_is_called_as_every_machine_would(given: str, name: str) -> None:
    assert import_files.safe_name(given) == name
