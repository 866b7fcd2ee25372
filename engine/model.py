"""The glossary in types: every word the business uses, once.

Quantities are ``Decimal``; instants are aware UTC ``datetime``; ids are plain ``int``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Qty = Decimal
Pool = tuple[int, int]
"""A stock pool: (item_id, warehouse_id)."""

NOTHING = Decimal(0)


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
    """Where a purchase order stands (R39)."""

    PENDING = "pending"  # a draft; not on order yet
    OPEN = "open"  # the vendor has it; its rest is on order
    CLOSED = "closed"  # all received
    VOID = "void"  # called off


class Policy(StrEnum):
    """Who gets stock that is not enough for all (R15, R43)."""

    STRICT = "strict"  # by rank; a whole line that cannot be filled holds its place


class SweepName(StrEnum):
    """The scheduled jobs (R24)."""

    PRIMARY = "primary"  # pools that received purchase orders
    SECONDARY = "secondary"  # every pool with a line that waits
    REPLENISHMENT = "replenishment"  # orders what the pools lack


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
    RECEIPT = "receipt"  # a vendor delivered
    RECEIPT_VOID = "receipt void"  # a receipt was a mistake
    SHIPMENT = "shipment"  # goods left
    SHIPMENT_VOID = "shipment void"  # they came back unopened
    RETURN = "return"  # a customer sent sellable goods back


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One open, unshipped, not firm line of a pool, as the queue sees it."""

    line_id: int
    order_id: int
    priority: int
    entry_seq: int
    qty: Qty
    held: bool  # allotted now
    whole: bool  # all or nothing


@dataclass(frozen=True, slots=True)
class PoolResult:
    """What a policy gives each line of one pool, and what it kept on the shelf."""

    grants: dict[int, Qty]  # line_id -> units, every line named
    held_for: int | None  # the whole line whose place holds the shelf, if any
    left: Qty  # on the shelf afterwards
