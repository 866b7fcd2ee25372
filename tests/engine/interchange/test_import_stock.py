"""Opening balances and adjustments from files (R23, R24)."""

from __future__ import annotations

from engine import stock
from tests.papers import Papers


def test_an_opening_balance_is_a_movement_of_its_own_kind(papers: Papers) -> None:
    assert papers.counts("stock", "lic,qty\nbook,20\npen,5\n") == (2, 0, 0)
    assert papers.desk.balance("book")["on_hand"] == "20"
    assert papers.desk.ask(stock.movements, "book")["kind"].to_list() == ["beginning balance"]


def test_r24_lines_that_wait_are_filled_by_the_next_sweep_and_not_by_an_opening_balance(
    papers: Papers,
) -> None:
    number = papers.desk.order("book 5")
    papers.bring("stock", "lic,qty\nbook,20\n")
    assert papers.desk.state(number) == "5 backordered"
    papers.desk.sweep()
    assert papers.desk.state(number) == "5 allotted"


def test_the_same_opening_balances_twice_change_nothing_and_another_one_is_refused(papers: Papers) -> None:
    papers.bring("stock", "lic,qty\nbook,20\n")
    before = papers.everything()
    assert papers.counts("stock", "lic,qty,warehouse\nbook,20.0,MAIN\n") == (0, 0, 1)
    assert papers.everything() == before
    (problem,) = papers.refused("stock", "lic,qty\nbook,21\npen,1\n")
    assert problem == (
        "Row 2: book in warehouse MAIN has an opening balance of 20 already, not 21; "
        "post the difference as an adjustment."
    )


def test_an_opening_balance_of_zero_has_nothing_to_post(papers: Papers) -> None:
    assert papers.counts("stock", "lic,qty\nbook,0\npen,5\n") == (1, 0, 1)


def test_section_10_all_bad_opening_balances_are_told_at_once(papers: Papers) -> None:
    papers.desk.item("hours", inventoried=False)
    assert papers.refused(
        "stock",
        "lic,qty,warehouse\nbok,1,\nbook,1,MOON\nhours,1,\nbook,1.5,\npen,0,\npen,-1,\n,1,\nbook,2,\n",
    ) == [
        "Row 2: There is no LIC bok; check the spelling or add it first.",
        "Row 3: There is no warehouse MOON; check the spelling or add it first.",
        "Row 4: hours is not an inventoried item, so it has no stock to adjust; name another.",
        "Row 5: The quantity 1.5 of book is not in whole units; round it.",
        "Row 7: In the column qty, -1 is less than zero; correct it.",
        "Row 7: The opening balance of pen was given on row 6 already; keep one of the two rows.",
        "Row 8: The column lic is empty; fill it in.",
        "Row 9: The opening balance of book was given on row 5 already; keep one of the two rows.",
    ]


def test_adjustments_are_posted_once_by_their_reference(papers: Papers) -> None:
    papers.bring("stock", "lic,qty\nbook,20\npen,5\n")
    text = "reference,lic,qty,reason\nK1,book,-3,lost\nK1,pen,1,found\nK2,book,2,found\n"
    assert papers.counts("adjustments", text) == (3, 0, 0)
    assert papers.desk.balance("book")["on_hand"] == "19"
    before = papers.everything()
    assert papers.counts("adjustments", text) == (0, 0, 3)
    assert papers.everything() == before


def test_r23_falls_take_from_the_back_of_the_queue_once_for_all_rows(papers: Papers) -> None:
    """
    on hand: book 20         before             after book -6, book -6
    first   book 10          10 allotted        8 allotted, 2 backordered
    second  book 10          10 allotted        10 backordered
    """
    papers.bring("stock", "lic,qty\nbook,20\n")
    first, second = papers.desk.order("book 10"), papers.desk.order("book 10")
    papers.bring("adjustments", "reference,lic,qty,reason\nK1,book,-6,lost\nK2,book,-6,lost\n")
    assert papers.desk.state(first) == "8 allotted, 2 backordered"
    assert papers.desk.state(second) == "10 backordered"


def test_section_10_all_bad_adjustments_are_told_at_once(papers: Papers) -> None:
    papers.bring("stock", "lic,qty\nbook,5\n")
    papers.bring("adjustments", "reference,lic,qty,reason\nK1,book,1,found\n")
    assert papers.refused(
        "adjustments",
        """
        reference,lic,qty,reason
        K1,book,2,found
        K2,book,0,none
        K3,book,-4,lost
        K4,book,-4,lost
        K5,book,1,
        ,pen,1,x
        """,
    ) == [
        (
            "Row 2: The adjustment K1 of book is in the books with 1, not 2; give the new one a "
            "reference of its own."
        ),
        "Row 3: The quantity 0 of book changes nothing; correct it or leave the row out.",
        (
            "Row 5: book has only 2 on hand, so 4 cannot be taken off; correct the quantity or allow "
            "negative stock in the preferences."
        ),
        "Row 6: The column reason is empty; fill it in.",
        "Row 7: The column reference is empty; fill it in.",
    ]


def test_an_adjustment_may_go_below_zero_where_preferences_allow_it(papers: Papers) -> None:
    papers.desk.prefer(allow_negative_stock="on")
    papers.bring("adjustments", "reference,lic,qty,reason\nK1,book,-4,lost\n")
    assert papers.desk.balance("book")["on_hand"] == "-4"
