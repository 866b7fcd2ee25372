"""Refusals: one class, one sentence that names the record and the remedy (section 10)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from db.errors import DeskBusy, DeskError

__all__ = ["DeskBusy", "DeskError"]


class Unknown(DeskError):
    """There is no {kind} {name}; check the spelling or add it first."""


class NoSuch(Unknown):
    """There is no {kind} {name}; name one that is there."""


class AlreadyExists(DeskError):
    """There is a {kind} {name} already; choose another {by} for it."""


class EmptyText(DeskError):
    """The {what} is empty; name one."""


class OddCharacter(DeskError):
    """The {what} {shown} has {character} in it; write it without."""


class LongText(DeskError):
    """The {what} {shown} has {length} characters, and {most} is the most; shorten it."""


class BadQuantity(DeskError):
    """The quantity {qty} of {lic} must be more than zero; type what is wanted."""


class NoChange(DeskError):
    """The quantity 0 of {lic} changes nothing; type how many more there are, or fewer with a minus."""


class UnclearQuantity(DeskError):
    """The quantity {qty} of {lic} is not a plain number; write it like 1000 or 2.5."""


class UnclearPrice(DeskError):
    """The price {price} is not a plain number; write it like 12.50."""


class AmbiguousLic(DeskError):
    """{text} fits several LICs ({lics}); type more of it, or the whole code."""


class TooMuchPasted(DeskError):
    """{rows} rows are too many to paste, the most is {most}; import them as a file of orders."""


class TooManyDecimals(DeskError):
    """The quantity {qty} of {lic} {finer}; round it."""

    def __init__(self, *, decimals: int | str, **facts: Any) -> None:
        """``decimals``: how many places the LIC has; most have none."""
        few = {0: "is not in whole units", 1: "has more than 1 decimal place"}
        super().__init__(finer=few.get(int(decimals), f"has more than {decimals} decimal places"), **facts)


class AbsurdQuantity(DeskError):
    """The quantity {qty} of {lic} is beyond a million millions; check it."""


class BadAmount(DeskError):
    """The {what} {amount} of {lic} is not from 0 to a million millions with at most 4 decimal places; correct
    it."""


class BadLeadTime(DeskError):
    """The lead time of {of} cannot be {days} days; it is from 0 to {most}."""


class BadPriority(DeskError):
    """The priority {priority} of {record} is not a whole number from 0 to 9; choose one of those."""


class EmptyOrder(DeskError):
    """Order {order} has no lines; add one before you open it."""


class EmptyPurchaseOrder(DeskError):
    """Purchase order {po} has no lines; add one before you open it."""


class FirmNotCovered(DeskError):
    """{lic} has {firm} on shipments being picked or pinned, more than the {on_hand} that would be left; void
    those shipments or unpin the lines first."""


class OnHandBelowZero(DeskError):
    """{lic} would have {on_hand} on hand, since goods have left that would not have come; void the shipments
    they left with or count what is there first, or allow negative stock in the preferences."""


class AllottedTwice(DeskError):
    """{lic} would have {allotted} allotted with {on_hand} on hand, so nothing was saved; count what is there,
    or void shipments of it first."""


class NegativeStockStays(DeskError):
    """Negative stock cannot be switched off while the stock needs it: {lics}; post what was found or received
    first."""


class ProofFailed(DeskError):
    """The consistency proof found {problems}, so the run was taken back: {first}"""


class WrongState(DeskError):
    """{record} is {state}, so it cannot be {verb}; {remedy}."""


class LineBeingPicked(DeskError):
    """Line {line} of order {order} is on shipment {shipment}, which is being picked, so it cannot be {verb};
    void that shipment first."""


class LinePinned(DeskError):
    """Line {line} of order {order} is pinned, so it cannot be {verb}; unpin it first."""


class TooMuchIsFirm(DeskError):
    """Line {line} of order {order} is partly shipped, being picked or pinned, so it cannot be lowered by
    {less}; lower it by less, or void the shipment first."""


class InactiveItem(DeskError):
    """{lic} is inactive, so it cannot be ordered; activate it or name another."""


class InactiveCustomer(DeskError):
    """Customer {customer} is inactive, so nothing can be ordered for them; import customers with active true
    for them, or name another."""


class ItemInUse(DeskError):
    """{lic} is in use, so it cannot be made another kind of item; add a new LIC for the new kind."""


class ReceivedAlready(DeskError):
    """{lic} on purchase order {po} is received with {received}, so it cannot be lowered to {qty}; void the
    receipt first."""


class ReceiptVoid(DeskError):
    """Receipt {receipt} is void already, so it cannot be voided; nothing is left to do."""


class ReceiptBooked(DeskError):
    """Receipt {receipt} is in the books, so it cannot be booked again; nothing is left to do."""


class NoReason(DeskError):
    """The adjustment of {lic} is without a reason, so it cannot be posted; say why."""


class ChangedSince(DeskError):
    """Order {order} was changed by {who} at {when}, after you read it; look at it again before you change
    it."""


class DiscontinuedShort(DeskError):
    """{lic} on line {line} of order {order} is discontinued and only {available} of {qty} are available;
    reduce the line, remove it, or buy more."""


class ShippingTooMuch(DeskError):
    """Line {line} on shipment {shipment} has {allotted} allotted, so {qty} cannot ship; ship that or less."""


class ShipmentChanged(DeskError):
    """Shipment {shipment} no longer carries what you saw; look at it again before it leaves."""


class NothingShips(DeskError):
    """Nothing is left on shipment {shipment} to ship; void it instead."""


class OverReceipt(DeskError):
    """{lic} on purchase order {po} has only {open_qty} left to receive, not {qty}; correct the quantity, or
    say that so much came (receive --over)."""


class PastPurchase(DeskError):
    """{lic} cannot be bought for {day}, which has passed; name a day that is still to come."""


class NoVendor(DeskError):
    """{lic} has no vendor, so it cannot be ordered; set one on the LIC or on its replenishment level."""


class NothingNamed(DeskError):
    """There is nothing to order; name a LIC, an order or a vendor."""


class PastDay(DeskError):
    """{record} cannot come on {day}, which has passed; name today or a later day."""


class NotEnoughStock(DeskError):
    """{lic} has only {on_hand} on hand, so {qty} cannot be taken off; correct the quantity or allow negative
    stock in the preferences."""


class TooMuchReturned(DeskError):
    """Only {shipped} of line {line} of order {order} shipped and did not come back yet, so {qty} cannot be
    returned; correct the quantity."""


class CameBackAlready(DeskError):
    """Shipment {shipment} cannot be voided: {qty} of {lic} on line {line} of order {order} came back as a
    return already; undo that return first, or return the rest as well."""


class NothingAllotted(DeskError):
    """Line {line} of order {order} has no stock to pin; wait until it is allotted."""


class BadPreference(DeskError):
    """The preference {name} cannot be {value}; it takes {takes}."""


class BadLevels(DeskError):
    """The target {target} of {lic} must be above its replenish level {level}; raise the target or lower the
    level."""


class NoLongerInventoried(DeskError):
    """{lic} is not an inventoried item, so it has no stock to {verb}; name another."""


class WarehouseClosed(DeskError):
    """Warehouse {warehouse} is closed; open it again, or name another."""


class WarehouseInUse(DeskError):
    """Warehouse {warehouse} cannot be closed while {why}."""


class HomeWarehouse(DeskError):
    """Warehouse {warehouse} is meant wherever none is named, so it cannot be closed; close another, or rename
    it."""


class SourceIsItself(DeskError):
    """{lic} cannot be fetched for warehouse {warehouse} from {warehouse} itself; name another, or buy it."""


class TwoSources(DeskError):
    """{lic} comes either from warehouse {warehouse} or from vendor {vendor}; name one of them."""


class Refused(DeskError):
    """{sentences}"""

    def __init__(self, problems: Sequence[DeskError | str]) -> None:
        """Several problems at once: ``problems`` in the order in which they were met."""
        self.problems = [str(problem) for problem in problems]
        self.causes = [problem for problem in problems if isinstance(problem, DeskError)]
        super().__init__(sentences="\n".join(self.problems))


class ShortageUnanswered(DeskError):
    """Order {order} has short lines that nobody decided on; split them, or let them wait whole."""

    def __init__(self, *, shortages: Sequence[Any], **facts: Any) -> None:
        """``shortages``: the questions to ask, each a ``rules.shortages.Shortage``."""
        self.shortages = list(shortages)
        super().__init__(**facts)


@contextmanager
def noted(problems: list[DeskError | str]) -> Iterator[None]:
    """Note what is refused within, so that ``refuse`` raises it together with what else is wrong."""
    try:
        yield
    except DeskError as problem:
        problems.extend(problem.problems if isinstance(problem, Refused) else [problem])


def refuse(problems: Sequence[DeskError | str]) -> None:
    """Raise one error for all ``problems``, what is met twice once; nothing to raise when there are none."""
    problems = list({str(problem): problem for problem in problems}.values())
    if len(problems) == 1 and isinstance(problems[0], DeskError):
        raise problems[0]
    if problems:
        raise Refused(problems)
