"""What every test may ask for: a desk, a place for one, and the browser if there is one."""

import importlib.util
import os
import shutil
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db import session
from engine.store import Session, open_desk
from tests.longest_first import longest_first
from tests.new_desks import NewDesks, made

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "no Chromium found: browser tests left out (install one, or name it in BACKORDER_BROWSER)"
NO_SPARK = "no Apache Spark, or no Java for it: its tests left out (make install-spark; default-jre-headless)"
REQUIRED_BY = {
    "browser": "BACKORDER_REQUIRE_BROWSER",
    "crash": "BACKORDER_REQUIRE_BROWSER",
    "spark": "BACKORDER_REQUIRE_SPARK",
}
"""What must run where this is 1, by mark."""

# Two slow cores must not turn a correct property into a failure. CI judges every change by the same examples;
# on a developer's machine they are new each time.
settings.register_profile("desk", deadline=None, derandomize=os.environ.get("CI") == "true")
settings.load_profile("desk")


@pytest.fixture(scope="session", autouse=True)
def new_desks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[NewDesks]:
    """Every new desk is a copy of one that was made before."""
    desks = NewDesks(tmp_path_factory.mktemp("new"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(session, "migrate", desks.migrate)
        made.append(desks)
        yield desks
        made.remove(desks)


@pytest.fixture
def desk() -> Iterator[Session]:
    """A new desk in memory."""
    new = open_desk(None, name="a test")
    yield new
    new.close()


@pytest.fixture
def desk_path(tmp_path: Path) -> Path:
    """Where a desk may be made."""
    return tmp_path / "desk.duckdb"


@pytest.fixture(scope="session")
def browser_path() -> str:
    """The program to start for browser tests."""
    path = browser_of_machine()
    if path is None:
        pytest.skip(NO_BROWSER)
    return path


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what needs a browser, or Spark, where there is none; workers begin with what takes long."""
    if hasattr(config, "workerinput"):
        places = longest_first(items)
        items.sort(key=lambda item: places[item.path])
    there = {"browser": browser_of_machine() is not None, "spark": has_spark()}
    for mark, reason in (("browser", NO_BROWSER), ("spark", NO_SPARK)):
        for item in items:
            if not there[mark] and item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI a test that is left out although it must run has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and _must_run(item):
        report.outcome = "failed"
        report.longrepr = f"left out, but it must run here: {report.longrepr}"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line for each reason that tests did not run."""
    for reason in (NO_BROWSER, NO_SPARK):
        skipped = [r for r in terminalreporter.stats.get("skipped", []) if reason in str(r.longrepr)]
        if skipped:
            terminalreporter.write_line(f"{len(skipped)} tests skipped: {reason}")


def browser_of_machine() -> str | None:
    """The browser's program, if there is one."""
    named = os.environ.get("BACKORDER_BROWSER")
    return named or next(filter(None, map(shutil.which, BROWSERS)), None)


def has_spark() -> bool:
    """Whether plans can be made with Spark here."""
    home = os.environ.get("JAVA_HOME")
    java = shutil.which("java", path=Path(home) / "bin" if home else None)
    return bool(java and importlib.util.find_spec("pyspark"))


def _must_run(item: pytest.Item) -> bool:
    return any(os.environ.get(by) == "1" for mark, by in REQUIRED_BY.items() if item.get_closest_marker(mark))
