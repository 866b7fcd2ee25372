"""Whether opening a desk may make it: only who asks for a new one, or where there never was one."""

from pathlib import Path

import pytest

from db.errors import (
    DeskVanished,
    NoDesk,
)
from db.making import Making
from tests.db import world
from tests.db.world import add_one, reading


def test_a_desk_that_may_not_be_made_is_refused_and_nothing_is_left(path: Path) -> None:
    desk = world.session(path, making=Making.NEVER)
    with pytest.raises(NoDesk, match=r"There is no desk .*desk\.duckdb; make one with backorder init"):
        reading(desk)
    desk.close()
    assert [file.name for file in path.parent.iterdir()] == ["migrations"]


@pytest.mark.parametrize("making", [Making.NEVER, Making.WHERE_NONE_WAS])
def test_where_a_desk_was_none_is_made_by_itself(path: Path, making: Making) -> None:
    first = world.session(path)
    add_one(first)
    first.close()
    path.unlink()
    desk = world.session(path, making=making)
    with pytest.raises(DeskVanished):
        reading(desk)
    desk.close()
    assert not path.exists()
    asked_for = world.session(path, making=Making.ALWAYS)
    assert reading(asked_for) == 0
    asked_for.close()
