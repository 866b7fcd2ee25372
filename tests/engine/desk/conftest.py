"""A desk in a file, and one whose log holds what nobody folded in."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine import store
from tests.engine.desk.copies import HOUSE, log_of
from tests.story import Story


@pytest.fixture
def desk(desk_path: Path) -> Iterator[Story]:
    """A desk in a file."""
    story = Story(store.open_desk(desk_path, name="a test"), book=20)
    story.order("book 15")
    yield story
    story.session.close()


KILLED = """
import os, sys
from pathlib import Path
from engine import catalogue, store
desk = store.open_desk(Path(sys.argv[1]), name="the killed")
for name in sys.argv[2:]:
    with desk.transaction(actor="Ann") as tx:
        catalogue.add_customer(tx, name)
os._exit(9)
"""


@pytest.fixture
def with_log(desk: Story, desk_path: Path) -> Path:
    """A desk whose last two customers stand in its log only, because whoever wrote them was killed."""
    desk.session.close()
    subprocess.run([sys.executable, "-c", KILLED, str(desk_path), "north", "south"], cwd=HOUSE, check=False)
    assert log_of(desk_path).exists()
    return desk_path
