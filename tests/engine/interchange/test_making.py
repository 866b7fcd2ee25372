"""What is made of the rows of a file of another kind: what is new, and nothing else."""

from __future__ import annotations

import pytest

from engine.rules.profile import CellSource, Profile
from tests.papers import Papers

BOOKED = Profile(
    "booked",
    "orders",
    {
        "order": CellSource(("order",)),
        "customer": CellSource(("who",)),
        "lic": CellSource(("lic",)),
        "qty": CellSource(("qty",)),
    },
    made={
        "customers": {"customer": CellSource(("who",)), "email": CellSource(("mail",))},
        "items": {"lic": CellSource(("lic",)), "description": CellSource(("what",))},
    },
)
HEAD = "order,who,mail,lic,what,qty\n"


def test_what_is_known_stays_as_it_is_and_what_is_new_is_made_of_its_first_row(papers: Papers) -> None:
    before = papers.out("items").filter(lic="book").rows()
    rows = "1,school,a@b.example,book,Other,1\n2,inn,a@b.example,mug,Mug,1\n3,inn,,mug,Cup,1\n"
    report = papers.bring("orders", HEAD + rows, profile=BOOKED)
    assert report.made == {"items": 1, "customers": 1}
    assert papers.out("items").filter(lic="book").rows() == before
    assert papers.out("items").filter(lic="mug")["description"].to_list() == ["Mug"]
    assert papers.out("customers").filter(customer="inn")["email"].to_list() == ["a@b.example"]


def test_what_is_wrong_with_a_known_record_s_row_does_not_matter_and_else_it_is_named(papers: Papers) -> None:
    assert papers.bring("orders", HEAD + "1,school,no mail,book,,1\n", profile=BOOKED).added == 1
    [problem] = papers.refused("orders", HEAD + "2,school,,book,,1\n3,inn,no mail,book,,1\n", profile=BOOKED)
    assert problem.startswith("Row 3: In the column email, no mail is not an e-mail address")


def test_a_refused_order_makes_nothing(papers: Papers) -> None:
    [problem] = papers.refused("orders", HEAD + "1,inn,,mug,Mug,none\n", profile=BOOKED)
    assert problem.startswith("Row 2: In the column qty, none is not a number")


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_dry_run_makes_nothing(papers: Papers, dry_run: bool) -> None:
    report = papers.bring("orders", HEAD + "1,inn,,mug,Mug,1\n", profile=BOOKED, dry_run=dry_run)
    assert report.made == {"items": 1, "customers": 1}
    assert papers.out("items").filter(lic="mug").height == (0 if dry_run else 1)
