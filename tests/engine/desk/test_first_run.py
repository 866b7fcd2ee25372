"""A desk is new until somebody chose how to begin, or it holds something."""

from engine.desk import first_run
from tests.story import Story


def test_a_desk_is_new_until_somebody_chose_or_it_holds_something() -> None:
    desk = Story()
    assert desk.ask(first_run.kind).new
    with desk.act() as tx:
        first_run.begin(tx, managed=True, how="empty")
    assert not desk.ask(first_run.kind).new
    assert not Story(book=1).ask(first_run.kind).new
