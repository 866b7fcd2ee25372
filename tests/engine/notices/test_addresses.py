"""E-mail addresses of customers: typed, from a file, and refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine import notices
from tests.papers import Papers
from tests.story import Story


def test_an_address_is_kept_and_logged_and_a_bad_one_refused() -> None:
    desk = Story()
    with desk.act() as tx:
        notices.set_address(tx, "school", " orders@school.example ")
    assert desk.ask(notices.address, "school") == "orders@school.example"
    for bad in (
        "orders",
        "a@b",
        "a b@school.example",
        "a@school.example,b@x.example",
        "@x.example",
        "a@b@c.example",
    ):
        with desk.act() as tx, pytest.raises(notices.BadAddress, match="customer school"):
            notices.set_address(tx, "school", bad)
    with desk.act() as tx:
        notices.set_address(tx, "school", "")
    assert desk.ask(notices.address, "school") == ""


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    return Papers(Story(book=0), tmp_path)


def test_addresses_come_with_customers_from_a_file_and_the_same_file_twice_changes_nothing(
    papers: Papers,
) -> None:
    text = "customer,location,email\nschool,,a@school.example\nschool,annex,\nuni,,b@uni.example\n"
    assert papers.counts("customers", text) == (1, 1, 1)
    assert papers.counts("customers", text) == (0, 0, 3)
    assert papers.counts("customers", "customer,email\nuni,c@uni.example\nschool,\n") == (0, 1, 1)
    assert [papers.desk.ask(notices.address, who) for who in ("school", "uni")] == [
        "a@school.example",
        "c@uni.example",
    ]


def test_section_10_bad_addresses_in_a_file_are_refused(papers: Papers) -> None:
    text = "customer,location,email\nuni,,a@uni.example\nuni,labs,b@uni.example\ncollege,,nowhere\n"
    other, bad = papers.refused("customers", text)
    assert other == (
        "Row 3: The email b@uni.example of customer uni differs from row 2, which says a@uni.example; "
        "make them agree."
    )
    assert bad == (
        "Row 4: In the column email, nowhere is not an e-mail address; write it like orders@school.example."
    )
