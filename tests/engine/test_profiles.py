"""Profiles kept in the desk: under a name, logged, undone, recognised by the headers of a file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import log, profiles, undo
from engine.errors import Unknown
from engine.rules.profile import CellSource, Profile
from engine.rules.shops import SHOPS
from tests.story import Story

MINE = Profile("mine", "items", {"lic": CellSource(("Article",))}, known_by=("Article",))


def kept_in(desk: Story) -> list[str]:
    return [one.name for one in desk.ask(profiles.every)]


def test_a_profile_is_kept_changed_and_taken_away_and_each_is_logged() -> None:
    desk = Story()
    for one in (MINE, replace(MINE, title="An article list")):
        with desk.act() as tx:
            profiles.keep(tx, one)
    assert desk.ask(profiles.find, "mine").title == "An article list"
    assert kept_in(desk) == ["mine", *SHOPS]
    with desk.act() as tx:
        profiles.forget(tx, "mine")
    assert kept_in(desk) == [*SHOPS]
    rows = desk.ask(log.search).filter(record="profile")
    assert rows["sentence"].to_list()[::-1] == [
        "The profile mine for files of items was made.",
        "The profile mine for files of items was changed.",
        "The profile mine for files of items was taken away.",
    ]


def test_a_profile_that_is_kept_again_as_it_is_is_not_logged() -> None:
    desk = Story()
    for _ in range(2):
        with desk.act() as tx:
            profiles.keep(tx, MINE)
    assert desk.ask(log.search).filter(record="profile").height == 1


def test_an_undo_sets_a_profile_back_unless_it_was_changed_since() -> None:
    desk = Story()
    with desk.act() as tx:
        profiles.keep(tx, MINE)
    with desk.act() as tx:
        profiles.forget(tx, "mine")
    desk.undo()
    assert desk.ask(profiles.find, "mine") == MINE
    made = desk.ask(log.search).filter(record="profile")["log_id"][-1]
    with desk.act() as tx:
        profiles.keep(tx, replace(MINE, title="Other"))
    with pytest.raises(undo.NothingOfItCanBeUndone, match="made it another since then, so it stays"):
        desk.undo(log_id=made)


def test_a_profile_of_the_program_stays_as_it_is() -> None:
    desk = Story()
    with desk.act() as tx, pytest.raises(profiles.OfTheProgram):
        profiles.keep(tx, replace(MINE, name="shopify-orders"))
    with desk.act() as tx, pytest.raises(profiles.OfTheProgram):
        profiles.forget(tx, "shopify-orders")


def test_one_that_is_not_there_is_refused_with_those_that_are() -> None:
    desk = Story()
    with pytest.raises(Unknown, match=r"no profile yours \(there are shopify-orders"):
        desk.ask(profiles.find, "yours")


def test_a_file_is_recognised_by_its_headers_the_desk_s_own_profiles_first() -> None:
    desk = Story()
    own = replace(SHOPS["shopify-orders"], name="our shop")
    with desk.act() as tx:
        profiles.keep(tx, own)
        profiles.keep(tx, MINE)
    headers = [*SHOPS["shopify-orders"].known_by, "Email"]
    like = desk.ask(profiles.looking_like, headers)
    assert [one.name for one in like] == ["our shop", "shopify-orders"]
    assert desk.ask(profiles.looking_like, headers, "items") == []
