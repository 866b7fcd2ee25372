"""What each number of the desk counts: one name and one text for it, on whatever page it stands."""

from __future__ import annotations

from typing import Final

from pages.parts.literal import Markdown

WAITING_LINES: Final[Markdown] = (
    "Lines of open orders of which something waits, as they were typed: the parts of a split line count once."
)
WAITING_UNITS: Final[Markdown] = "Units of open orders that no stock is allotted to."
WORTH: Final[Markdown] = "Units times the line's price, else the LIC's cost; nothing where neither is known."
FILLABLE: Final[Markdown] = "Units that a sweep would allot to lines that wait, if it ran now."
ON_ORDER: Final[Markdown] = "Waiting units that no free stock covers, but open purchase orders do."
NOT_ORDERED: Final[Markdown] = (
    "Waiting units that neither free stock nor an open purchase order covers. A pending one covers nothing."
)
FILL_RATE: Final[Markdown] = (
    "Of the units of stocked LICs that were ordered, the share that had its stock at once: that did not wait "
    "when its order was opened, or the line came onto an open one."
)
READY: Final[Markdown] = "Orders of which something is on a shipment that has not left."
PAUSED: Final[Markdown] = (
    "Waiting lines on hold, or not wanted yet: they get nothing, and are in nobody's way."
)
PAST_ASKED: Final = "Past day asked for"
PAST_ASKED_TIP: Final[Markdown] = "The day the customer asked for is over, and it still waits."
PAST_PROMISE: Final = "Past first promise"
PAST_PROMISE_TIP: Final[Markdown] = "The day that was promised first is over, and it still waits."
SET_ASIDE: Final[Markdown] = (
    "Units allotted to Complete orders that cannot ship, since another of their lines waits. What is held on "
    "the shelf is not among them."
)
HELD: Final[Markdown] = "Units on the shelf, held for a line that ships only in one piece and needs more."
STRANDED: Final[Markdown] = "Units on hand that nobody can ship: those set aside and those held on the shelf."
