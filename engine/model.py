"""The glossary in types: every word the business uses, once.

Quantities are ``Decimal``; instants are aware UTC ``datetime``; ids are plain ``int``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import Final, NamedTuple

Qty = Decimal
Pool = tuple[int, int]
"""A stock pool: (item_id, warehouse_id)."""
POOL: Final = ("item_id", "warehouse_id")
"""The columns by which tables name a pool."""

NOTHING = Decimal(0)
LARGEST = Decimal(10) ** 12
"""No quantity, price or cost that is typed or read is larger; their products and sums may be."""
YEARS: Final = range(1900, 3000)
"""The years of the days that people and files name."""
LONGEST_LEAD_TIME = 3650
"""Days that a vendor may take."""
LOWEST_PRIORITY, HIGHEST_PRIORITY = 0, 9

PoolNo = int
"""A pool as one number, as the queue knows it; quick to look up a million times."""
Grains = int
"""A quantity in ten-thousandths of a unit, the finest there is: exact, and quick to count a million of."""


class ShipType(StrEnum):
    """How an order may leave (R30)."""

    PARTIAL = "partial"  # allotted lines go on a shipment at once
    COMPLETE = "complete"  # one shipment, when every line is allotted


class OrderState(StrEnum):
    """Where an order stands (R31)."""

    PENDING = "pending"  # a draft; changes no balance
    OPEN = "open"  # its lines are demand
    CLOSED = "closed"  # every line shipped or cancelled
    VOID = "void"  # cancelled as a whole


class LineState(StrEnum):
    """Where an order line stands. A line is atomic: all of it is in one state (R5)."""

    PENDING = "pending"  # on a draft
    BACKORDERED = "backordered"  # open, and waits for stock
    ALLOTTED = "allotted"  # open, and stock is set aside for it
    SHIPPED = "shipped"  # gone
    CANCELLED = "cancelled"  # no longer wanted


class OnShortage(StrEnum):
    """The answer to *Split this line by availability?* (R7)."""

    SPLIT = "split"  # yes: take what there is, the rest waits
    WHOLE = "whole"  # no: all at once or nothing


class ShipmentState(StrEnum):
    """Where a shipment stands (R31)."""

    PENDING = "pending"  # may still change
    PICKING = "picking"  # in somebody's hands: firm (R22)
    SHIPPED = "shipped"  # gone
    VOID = "void"  # never left, or came back


class PoState(StrEnum):
    """Where a purchase order or a transfer stands (R39, R47)."""

    PENDING = "pending"  # a draft; not on order yet
    OPEN = "open"  # the vendor has it, or a transfer is in transit; its rest is on order
    CLOSED = "closed"  # all received
    VOID = "void"  # cancelled


class Policy(StrEnum):
    """Who gets stock that is not enough for all (R15, R43)."""

    STRICT = "strict"  # by rank; a whole line that cannot be filled holds its place
    SKIP = "skip"  # what cannot be filled is skipped and holds nothing, until it has waited long
    COMPLETE_FIRST = "complete-first"  # inside a priority, orders that can be filled whole go first


class MayGain(StrEnum):
    """Who may gain in a settlement; who loses, loses at once in any case (R17)."""

    ALL = "all"  # a sweep
    ORDERS = "orders"  # the touched orders, whose event it is
    NONE = "none"  # on hand fell (R23)


class SweepName(StrEnum):
    """The scheduled jobs (R24, R50), in the order in which they run when several are due."""

    PRIMARY = "primary"  # pools that received purchase orders
    SECONDARY = "secondary"  # every pool with a line that waits
    REPLENISHMENT = "replenishment"  # orders what the pools lack
    CLOSING = "closing"  # the whole proof, balances carried forward, a backup

    @property
    def full_name(self) -> str:
        """What a sentence calls it: ``primary sweep``, ``closing of the day``."""
        return "closing of the day" if self is SweepName.CLOSING else f"{self} sweep"


class Trigger(StrEnum):
    """Why a run ran (R28)."""

    SCHEDULED = "scheduled"  # its time had come
    MANUAL = "manual"  # somebody pressed the button
    CATCH_UP = "catch-up"  # its time had passed while nobody was there


class Outcome(StrEnum):
    """How a run ended (R28)."""

    RUNNING = "running"  # not yet
    DONE = "done"  # committed
    OFF = "off"  # backorder management is switched off (R25)
    FAILED = "failed"  # rolled back; the error says why
    INTERRUPTED = "interrupted"  # the process died; nothing of it is left


class MovementKind(StrEnum):
    """Why on hand changed."""

    BEGINNING = "beginning balance"  # the opening balance of a pool
    ADJUSTMENT = "adjustment"  # a count, a loss, a find
    RECEIPT = "receipt"  # goods came in against a purchase order
    RECEIPT_VOID = "receipt void"  # a receipt was a mistake
    SHIPMENT = "shipment"  # goods left
    SHIPMENT_VOID = "shipment void"  # they came back unopened
    RETURN = "return"  # a customer sent sellable goods back
    TRANSFER = "transfer"  # goods left for another warehouse, or were brought back


class WhyMissing(StrEnum):
    """Why less of a transfer came than was sent (R47)."""

    NOT_SENT = "not-sent"  # it lies at the source, and goes back on hand there
    NOT_FOUND = "not-found"  # it was lost on the way: written off where it should have come
    DAMAGED = "damaged"  # it came and is no good: written off there
    OTHER = "other"  # written off, for a reason in a person's own words

    @property
    def words(self) -> str:
        """What the record log says of it."""
        return self.replace("-", " ")


class WhyShort(StrEnum):
    """Why less of a shipment leaves than was set aside (R46)."""

    NOT_FOUND = "not-found"
    DAMAGED = "damaged"
    CUSTOMER = "customer"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What people call it; nothing of any other reason, which has words of its own."""
        return {self.CUSTOMER: "the customer asked", self.OTHER: ""}.get(self, self.replace("-", " "))

    @property
    def is_gone(self) -> bool:
        """Whether what stays behind is not on the shelf to be sold."""
        return self in (WhyShort.NOT_FOUND, WhyShort.DAMAGED)


class Verdict(StrEnum):
    """The rule that decided what a line gets (R41)."""

    FILLED = "filled"  # all it wants
    SPLIT = "split"  # what was left; the rest waits
    NO_STOCK = "no stock"  # nothing was left when its turn came
    WHOLE = "whole line held back"  # more than there is, so it waits and holds its place
    BEHIND = "behind a held line"  # somebody ahead holds the shelf
    STEPPED_OVER = "stepped over"  # a whole line that cannot be filled; under *skip* it holds nothing
    INCOMPLETE = "complete order waiting"  # another line of its Complete order cannot be filled
    PAUSED = "paused"  # on hold, or not wanted yet, so that no walk sees it (R45)
    NO_GAINS = "waits for a sweep"  # stock fell, and in such a walk nobody gains (R23)


class QueueLine(NamedTuple):
    """One open, unshipped, not firm line, as the queue sees it: a tuple, since a desk may have a million.

    It begins with its claim, so that sorted lines are in the order in which a walk serves them: rank, but
    inside a priority those that hold stock come first, because equal priority never takes (R18).
    """

    band: int  # the priority below zero: the smallest is served first
    waits: bool  # nothing is allotted to it now
    entry_seq: int
    line_id: int
    order_id: int
    qty: Grains
    whole: bool  # all or nothing
    pool: PoolNo = 0
    complete: bool = False  # its order ships complete
    days: int = 0  # whole days since its order was opened

    @property
    def priority(self) -> int:
        """The priority of its order."""
        return -self.band

    @property
    def held(self) -> bool:
        """Whether it is allotted now."""
        return not self.waits


@dataclass(frozen=True, slots=True)
class Terms:
    """What a walk may do, besides the rows it walks over."""

    gains: bool = True  # False: stock fell, holders keep what still fits and nobody gains (R23)
    skip_age_days: int = 10  # from this age on, what is stepped over holds its place (R43)


class Ruling(NamedTuple):
    """What one line gets, and why (R41)."""

    line_id: int
    granted: Grains
    at_hand: Grains  # what lay on the shelf when its turn came
    verdict: Verdict
    blocker: int | None = None  # the line that holds the shelf, or the one its order waits for


RulingRow = tuple[int, Grains, Grains, Verdict, int | None]
"""A ruling that nobody has asked for yet: its fields as a plain tuple, which costs a fifth of the time."""


@dataclass(frozen=True)  # without slots, for what is worked out only when it is asked for
class Allotment:
    """What a policy gives every line, and what it leaves on the shelves."""

    rulings: Sequence[RulingRow]  # every line once, in the order in which they were served
    left: Mapping[PoolNo, Grains]
    held_for: Mapping[PoolNo, int]  # the whole line whose place holds the shelf, where there is one
    is_final: bool = True  # False: the same walk over what it leaves might give somebody more

    @cached_property
    def _by_line(self) -> dict[int, RulingRow]:
        return {row[0]: row for row in self.rulings}

    def ruling(self, line_id: int) -> Ruling:
        """What one line gets, and why."""
        return Ruling(*self._by_line[line_id])

    @property
    def grants(self) -> dict[int, Grains]:
        """line_id -> what it gets."""
        return {line_id: granted for line_id, granted, *_ in self.rulings}


class PaperSize(StrEnum):
    """What is printed on."""

    A4 = "a4"
    LETTER = "letter"


class MailSecurity(StrEnum):
    """How the connection to a mail server is kept private."""

    STARTTLS = "starttls"  # begins in the clear and is encrypted before anything is sent
    SSL = "ssl"  # encrypted from the first byte
    NONE = "none"  # in the clear: only for a server on this machine or in a network one trusts


class Cell(StrEnum):
    """What the cells of a column hold."""

    CODE = "code"  # a name by which a record is known; spaces around it do not count
    TEXT = "text"  # free text, kept as it is
    QTY = "qty"  # units, more than zero
    SIGNED = "signed"  # units, more or less than zero
    AMOUNT = "amount"  # zero or more, at most 4 decimals: money, levels
    COUNT = "count"  # a whole number, zero or more
    PRIORITY = "priority"  # 0 to 9 (R14)
    FLAG = "flag"  # yes or no
    DAY = "day"  # a date
    INSTANT = "instant"  # a date and a time
    CHOICE = "choice"  # one of a few words
    EMAIL = "email"  # where somebody is written to
