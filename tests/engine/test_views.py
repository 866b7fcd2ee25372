"""Views kept in the desk: for one person or for all, logged, undone."""

from __future__ import annotations

import pytest

from engine import log, undo, views
from engine.errors import DeskError, Unknown
from engine.views import Listing, SavedView
from tests.story import Story

LATE = SavedView(Listing.ORDERS, "Late books", {"view": ["short"], "q": ["book"]}, "Ann")
OURS = SavedView(Listing.ORDERS, "Ours", {"customer": ["school"]})


def keep(desk: Story, *kept: SavedView) -> None:
    for view in kept:
        with desk.act() as tx:
            views.keep(tx, view)


def seen(desk: Story, person: str, listing: Listing = Listing.ORDERS) -> list[str]:
    return [view.name for view in desk.ask(views.every, listing, person)]


def test_a_person_sees_their_own_views_of_a_list_and_those_of_the_desk() -> None:
    desk = Story()
    keep(desk, LATE, OURS)
    assert (seen(desk, "Ann"), seen(desk, "Bert")) == (["Late books", "Ours"], ["Ours"])
    assert seen(desk, "Ann", Listing.SUPPLY) == []
    assert desk.ask(views.every, Listing.ORDERS, "Ann")[0] == LATE


def test_a_view_kept_again_under_its_name_is_another() -> None:
    desk = Story()
    keep(desk, LATE, SavedView(Listing.ORDERS, " Late  books ", {"q": ["pen"]}, "Ann"))
    (view,) = desk.ask(views.every, Listing.ORDERS, "Ann")
    assert view.filters == {"q": ["pen"]}
    assert desk.ask(log.search).filter(record="view")["sentence"].to_list()[::-1] == [
        "Ann's view Late books of the list of orders was kept.",
        "Ann's view Late books of the list of orders was changed.",
    ]


def test_a_view_without_a_name_and_a_filter_is_refused_for_both() -> None:
    desk = Story()
    with pytest.raises(DeskError) as refused, desk.act() as tx:
        views.keep(tx, SavedView(Listing.ORDERS, "  ", {"q": []}))
    assert str(refused.value).splitlines() == [
        "The view has no name; type one.",
        "The view would show everything; choose a filter first.",
    ]
    assert seen(desk, "") == []


def test_a_view_is_taken_away_and_undo_brings_it_back() -> None:
    desk = Story()
    keep(desk, LATE)
    with desk.act() as tx:
        views.forget(tx, LATE)
    assert seen(desk, "Ann") == []
    undo.undo(desk.session, actor="Ann", log_id=desk.ask(undo.last_action).first_log_id)
    assert seen(desk, "Ann") == ["Late books"]
    with pytest.raises(Unknown, match="There is no view Ours"), desk.act() as tx:
        views.forget(tx, OURS)


def test_an_undo_leaves_a_view_that_was_changed_since() -> None:
    desk = Story()
    keep(desk, LATE)
    first = desk.ask(log.search).filter(record="view")["log_id"][0]
    keep(desk, SavedView(Listing.ORDERS, "Late books", {"q": ["pen"]}, "Ann"))
    with pytest.raises(DeskError, match="another"):
        undo.undo(desk.session, actor="Ann", log_id=first)
    assert desk.ask(views.every, Listing.ORDERS, "Ann")[0].filters == {"q": ["pen"]}
