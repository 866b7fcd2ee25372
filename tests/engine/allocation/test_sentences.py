"""What the record log says of a settlement, word for word."""

from tests.story import Story


def said(desk: Story, number: str) -> list[str]:
    """The sentences about units of an order, the oldest first."""
    return [text for text in desk.log(number) if text.startswith("Line ") and " ordered" not in text]


def test_a_gain_says_what_was_allotted_and_what_still_waits() -> None:
    desk = Story()
    desk.item("book", "2.5", decimals=1)
    number = desk.order("book 5")
    assert f"Line 1: 2.5 of book allotted, 2.5 wait as line 2 (order {number} was opened)." in said(
        desk, number
    )


def test_a_loss_names_who_comes_first_and_the_taker_says_from_whom() -> None:
    desk = Story(book=10)
    first = desk.order("book 10")
    second = desk.order("book 4", priority=5)
    event = f"(order {second} was opened)."
    lost = (
        f"Line 1: 4 of book went back to backorder as line 2: order {second} comes first, priority 5 before 0"
    )
    assert f"{lost} {event}" in said(desk, first)
    assert f"Line 1: 4 of book taken from order {first}, priority 5 before 0 {event}" in said(desk, second)


def test_a_fall_of_stock_is_named_as_what_took_the_units() -> None:
    desk = Story(book=10)
    number = desk.order("book 10")
    desk.adjust("book", -3)
    assert [text for text in said(desk, number) if "on hand no longer covers it" in text]
