"""Which desk, who acts, how long to wait: options first, then the environment, then the usual."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import BadWait, settings


def test_the_usual_desk_lies_in_the_folder_one_is_in() -> None:
    found = settings(environ={})
    assert found.path == Path.cwd() / "desk.duckdb"
    assert found.actor
    assert found.wait_seconds == 30


def test_the_demo_has_a_file_of_its_own() -> None:
    """Not even BACKORDER_DB lets the demo write its made-up orders into a real desk."""
    assert settings(demo=True, environ={"BACKORDER_DB": "real.duckdb"}).path == Path.cwd() / "demo.duckdb"
    assert settings(demo=True, path="other.duckdb", environ={}).path == Path.cwd() / "other.duckdb"


def test_an_option_goes_before_the_environment() -> None:
    environ = {"BACKORDER_DB": "there.duckdb", "BACKORDER_ACTOR": "Ann", "BACKORDER_WAIT": "2.5"}
    found = settings(environ=environ)
    assert (found.path.name, found.actor, found.wait_seconds) == ("there.duckdb", "Ann", 2.5)
    found = settings(path="here.duckdb", actor="Bob", environ=environ)
    assert (found.path.name, found.actor) == ("here.duckdb", "Bob")


def test_the_home_folder_may_be_written_short() -> None:
    assert settings(path="~/desk.duckdb", environ={}).path == Path.home() / "desk.duckdb"


@pytest.mark.parametrize("text", ["soon", "0", "-1", "nan", "inf"])
def test_a_wait_that_is_no_number_of_seconds_is_refused(text: str) -> None:
    with pytest.raises(BadWait, match="give one such as 30"):
        settings(environ={"BACKORDER_WAIT": text})
