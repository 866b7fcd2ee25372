"""An order typed on the page."""

from tests.pages.screen import Screen
from tests.story import Story

STATUS = "prospect"


def typing(story: Story, *lines: str, customer: str = "school") -> Screen:
    """The page with a draft on it, its lines typed one after the other."""
    screen = Screen("order_entry").choose("Customer", customer)
    for line in lines:
        screen.enter("Add a line", line, "Add")
    return screen
