"""Small worlds that many tests begin with: told once, and copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import Any

from engine.store import Session
from tests import new_desks
from tests.new_desks import NewDesks
from tests.story import Story

Tell = Callable[[Story], Any]
Telling = Callable[[Tell], tuple[Story, Any]]
"""Tells something at a world that is there; the story, and what was said."""


def nothing(story: Story) -> None:
    """What a world is told that only has its shelves."""


def told(tell: Tell, **on_hand: int | str) -> tuple[Story, Any]:
    """A desk in memory at which this was told, which must depend on nothing else; and what it said."""
    world = _World(tell, on_hand)
    return world.going_on(new_desks.begun(world.key, world.begin))


def told_at(
    desks: NewDesks, place: Path, opened: Callable[[], Session], tell: Tell, **on_hand: int | str
) -> tuple[Story, Any]:
    """As ``told``, in the file ``place``, which is opened then."""
    world = _World(tell, on_hand)
    shutil.copy(desks.file(world.key, world.begin), place)
    return world.going_on(opened())


_ended: dict[Any, tuple[datetime, str, Any]] = {}
"""By world: when it was told, who acted last, and what it said."""


class _World:
    def __init__(self, tell: Tell, on_hand: Mapping[str, int | str]) -> None:
        self.key = tell, tuple(on_hand.items())
        self._tell, self._on_hand = tell, on_hand

    def begin(self, session: Session) -> None:
        story = Story(session, **self._on_hand)
        said = self._tell(story)
        _ended[self.key] = story.now, story.actor, said

    def going_on(self, session: Session) -> tuple[Story, Any]:
        now, actor, said = _ended[self.key]
        return Story.going_on(session, now, actor), deepcopy(said)
