"""A desk in a file, and the pages that show it."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
import streamlit as st
import time_machine
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import app_test, local_script_runner
from streamlit.testing.v1.local_script_runner import LocalScriptRunner

from engine.desk import first_run
from engine.store import open_desk
from pages.parts import desk
from tests import worlds
from tests.new_desks import NewDesks
from tests.odd import some_of_everything
from tests.story import Story
from tests.worlds import Telling

_give_up = local_script_runner.require_widgets_deltas


class _Pages(PagesManager):
    """What AppTest sets back before each run, instead of the class that says how every session runs."""


@pytest.fixture(autouse=True)
def _in_the_morning() -> Iterator[None]:
    """The clock goes on from a quarter past nine: what a test did today would be
    yesterday's on a page drawn after midnight."""
    with time_machine.travel(datetime.now(UTC).replace(hour=9, minute=15), tick=True):
        yield


@pytest.fixture(autouse=True)
def _warm_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every page runs through app.py, as on a server that somebody visited; AppTest alone would skip it."""
    monkeypatch.setattr(app_test, "PagesManager", _Pages)
    monkeypatch.setattr(PagesManager, "uses_pages_directory", False)
    # No page has components of other packages, and AppTest looks for them longer than a page is drawn.
    monkeypatch.setattr(BidiComponentManager, "discover_and_register_components", lambda *_, **__: None)
    monkeypatch.setattr(local_script_runner, "require_widgets_deltas", _wait_until_drawn)


def _wait_until_drawn(runner: LocalScriptRunner, timeout: float = 3) -> None:
    """Wait for the end of the thread that draws a page: AppTest wakes up a thousand times a second to look
    through all that it was sent."""
    if runner._script_thread:
        runner._script_thread.join(timeout)
    if not runner.script_stopped():
        _give_up(runner, 0)


@pytest.fixture(autouse=True)
def _told_errors() -> Iterator[None]:
    """What a person never sees of an error, a test that fails says."""
    st.set_option("client.showErrorDetails", "full")
    yield
    st.set_option("client.showErrorDetails", "none")


@pytest.fixture
def bare_desk(desk_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A desk that was never opened; the pages will show it."""
    monkeypatch.setenv("BACKORDER_DB", str(desk_path))
    monkeypatch.setenv("BACKORDER_ACTOR", "Ann")
    yield desk_path
    desk.session().close()
    st.cache_resource.clear()


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk that has some of everything, to be copied and not to be opened."""
    path = tmp_path_factory.mktemp("made") / "desk.duckdb"
    with closing(open_desk(path, name="a test")) as session:
        some_of_everything(Story(session, book=20, pen=100))
    return path


@pytest.fixture
def busy_desk(made: Path, bare_desk: Path) -> Path:
    """A desk that has some of everything, for the pages to show and the test to change."""
    shutil.copy(made, bare_desk)
    return bare_desk


@pytest.fixture
def empty_desk(bare_desk: Path) -> Path:
    """A desk that somebody chose to start empty."""
    with desk.session().transaction(actor="Ann") as tx:
        first_run.begin(tx, managed=True, how="empty")
    return bare_desk


@pytest.fixture
def tell(bare_desk: Path, new_desks: NewDesks) -> Telling:
    """Tells something at the small world of the rule tests, 20 books and 100 pens, on the desk that the pages
    show."""
    return lambda what: worlds.told_at(new_desks, bare_desk, desk.session, what, book=20, pen=100)


@pytest.fixture
def story(tell: Telling) -> Story:
    """The small world of the rule tests, on the desk that the pages show: 20 books, 100 pens."""
    return tell(worlds.nothing)[0]
