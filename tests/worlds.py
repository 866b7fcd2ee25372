"""Small worlds that many tests begin with: told once, and copied for each."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

from engine.store import Session
from tests import new_desks
from tests.new_desks import NewDesks
from tests.story import Story

Tell = Callable[[Story], Any]
Telling = Callable[[Tell], tuple[Story, Any]]
"""Tells something at a world that is there; the story, and what was said."""
_Asked = ParamSpec("_Asked")
_Told = TypeVar("_Told", Story, tuple[Any, ...])


def nothing(story: Story) -> None:
    """What a world is told that only has its shelves."""


def told_at(
    desks: NewDesks, place: Path, opened: Callable[[], Session], tell: Tell, **on_hand: int | str
) -> tuple[Story, Any]:
    """A desk in the file ``place``, opened then, at which this was told, which must depend on nothing else;
    and what it said."""
    world = _World(tell, on_hand)
    shutil.copy(desks.file(world.key, world.begin), place)
    return world.going_on(opened())


def copied(tell: Callable[_Asked, _Told]) -> Callable[_Asked, _Told]:
    """A function that tells a desk of its own, by what it is asked alone, and gives its story, or the story
    and what it said: asked for the same again, it gives a copy."""

    @wraps(tell)
    def told_or_copied(*args: _Asked.args, **kwargs: _Asked.kwargs) -> _Told:
        key = tell, args, tuple(kwargs.items())

        def begin(session: Session) -> None:
            with new_desks.given(session):
                said = tell(*args, **kwargs)
            _kept[key] = said

        if not new_desks.is_worth_copying(key):
            return tell(*args, **kwargs)
        session = new_desks.made[-1].copy(key, begin)
        return cast("_Told", _going_on(session, _kept[key]))

    return told_or_copied


def _going_on(session: Session, said: Any) -> Any:
    if isinstance(said, Story):
        return Story.going_on(session, said.now, said.actor)
    story, *rest = said
    return _going_on(session, story), *deepcopy(rest)


_kept: dict[Any, Any] = {}
"""The story that copies go on with, whose desk is closed, and what it said: by what was asked."""
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
