"""The steps of an undo are asked only where the action did what they undo, and that changes no answer."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine import undo
from engine.errors import DeskError
from engine.undo import Undone, compensating
from tests.acts import Act, acts, supply_acts
from tests.engine.undo.test_random_undos import EXAMPLES, performed, undone
from tests.story import Story
from tests.two_warehouses import add_other


@settings(
    max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
)
@given(script=st.lists(st.one_of(acts, supply_acts), min_size=4, max_size=8))
def test_a_step_that_is_left_out_had_nothing_to_do(
    script: list[Act], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Undone, and that undone again, with every step asked as with those alone that the facts ask for."""
    desk = add_other(Story(book=30, pen=10))
    for act, first_log_id, _ in reversed(performed(desk, script)):
        _same_with_every_step(desk, monkeypatch, act, log_id=first_log_id)
        if done := undone(desk, log_id=first_log_id):
            _same_with_every_step(desk, monkeypatch, act, run_id=done.run_id)


def _same_with_every_step(
    desk: Story, monkeypatch: pytest.MonkeyPatch, act: Act, **target: int | None
) -> None:
    some = _foreseen(desk, **target)
    with monkeypatch.context() as patched:
        patched.setattr(compensating, "ONLY_OF", {})
        assert _foreseen(desk, **target) == some, act


def _foreseen(desk: Story, *, log_id: int | None = None, run_id: int | None = None) -> Undone | str:
    """What an undo would do now, or why not."""
    try:
        return undo.preview(desk.session, actor="Ann", log_id=log_id, run_id=run_id)
    except DeskError as refusal:
        return str(refusal)
