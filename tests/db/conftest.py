"""The small world of tests/db/world.py, ready to use."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from db import queries
from db.session import Session
from tests.db import world
from tests.db.world import Clerk, Hire


@pytest.fixture(autouse=True)
def _queries(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """The small world's questions, except for tests about the questions themselves, and of the whole desk."""
    if "desk" not in request.fixturenames and request.node.path.stem not in {"test_queries", "test_batch"}:
        monkeypatch.setattr(queries, "of_file", queries.of_file)  # puts it back afterwards
        world.use_these_queries()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a desk of the small world may be made."""
    return world.build(tmp_path)


@pytest.fixture
def file_desk(path: Path) -> Iterator[Session]:
    """A desk in a file, as the pages have it."""
    session = world.session(path, "the pages")
    yield session
    session.close()


@pytest.fixture
def memory_desk(path: Path) -> Iterator[Session]:
    """A desk in memory."""
    session = world.session(None, migrations=path.parent / "migrations")
    yield session
    session.close()


@pytest.fixture
def hire(path: Path) -> Iterator[Hire]:
    """Starts other processes at the desk, and ends those that are still there."""
    clerks: list[Clerk] = []

    def start(*order: object, name: str = "the scheduler") -> Clerk:
        clerks.append(Clerk(path, *order, name=name))
        return clerks[-1]

    yield start
    for clerk in clerks:
        if clerk.process.returncode is None:
            clerk.kill()


@pytest.fixture
def impatient(path: Path) -> Iterator[Session]:
    """A session that waits only a little."""
    desk = world.session(path, "a backorder command", wait_seconds=0.4)
    yield desk
    desk.close()
