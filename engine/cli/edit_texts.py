"""Edits as texts: how ``backorder whatif`` reads what follows each of its options.

A text is read once the desk is open, since only the desk tells an order whose number has a slash in it from
one of its lines (``naming``). Every reader takes what there is and a text, and returns the edit; what cannot
be read is wrong usage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from engine.cli import arguments, naming
from engine.cli.arguments import line, once, pair
from engine.model import Policy

if TYPE_CHECKING:
    from engine.cli.naming import Records
    from engine.model import Qty
    from engine.whatif.edits import Edit

POLICY_NAMES: Final = " or ".join(Policy)
Reader = Callable[["Records", str], "Edit"]
"""Makes an edit of what there is and a text."""


@dataclass(frozen=True, slots=True)
class EditText:
    """What was typed after an option, and how it is read as an edit."""

    text: str
    reader: Reader

    def __str__(self) -> str:
        return self.text


def read(records: Records, *options: Iterable[EditText] | None) -> Iterable[Edit]:
    """The edits that were typed, option by option; an option that was not given has none."""
    for texts in options:
        for one in texts or []:
            yield one.reader(records, one.text)


def receipts(records: Records, texts: Iterable[str] | None) -> Iterable[Edit]:
    """What comes, of texts ``PO:LIC=QTY``: all that one purchase order brings is one receipt."""
    from engine.quantities import parse
    from engine.whatif import edits

    came: dict[str, list[tuple[str, Qty]]] = {}
    for text in texts or []:
        po, lic, qty = naming.supply_within(records, text, "PO:LIC=QTY")
        came.setdefault(po, []).append((lic, parse(qty, lic)))
    return [edits.Receive(po, once(units)) for po, units in came.items()]


def opened(_: Records, text: str) -> Edit:
    """``ORDER``. Short lines follow their stated answer, else the ship type: nobody is asked here (R9)."""
    from engine.whatif import edits

    return edits.Open(text)


def line_added(records: Records, text: str) -> Edit:
    """``ORDER:LIC=QTY``."""
    from engine.quantities import parse
    from engine.whatif import edits

    order, lic, units = naming.order_within(records, text, "ORDER:LIC=QTY")
    return edits.AddLine(order, lic, parse(units, lic))


def qty(_: Records, text: str) -> Edit:
    """``ORDER/LINE=QTY``."""
    from engine.quantities import parse
    from engine.whatif import edits

    named, units = pair(text, "ORDER/LINE=QTY")
    order, number = line(named, "ORDER/LINE=QTY")
    return edits.SetQty(order, number, parse(units, f"line {number} of order {order}"))


def priority(_: Records, text: str) -> Edit:
    """``ORDER=N``."""
    from engine.whatif import edits

    order, number = pair(text, "ORDER=N")
    return edits.Priority(order, arguments.read(arguments.number, number, text, "ORDER=N"))


def cancelled(records: Records, text: str) -> Edit:
    """``ORDER`` or ``ORDER/LINE``."""
    from engine.whatif import edits

    return edits.Cancel(*naming.order_or_line(records, text))


def ship_type(_: Records, text: str) -> Edit:
    """``ORDER=partial`` or ``ORDER=complete``."""
    from engine.model import ShipType
    from engine.whatif import edits

    form = "ORDER=partial or ORDER=complete"
    order, how = pair(text, form)
    return edits.SetShipType(order, arguments.read(ShipType, how, text, form))


def split(_: Records, text: str) -> Edit:
    """``ORDER/LINE``: it may be split."""
    from engine.whatif import edits

    return edits.Split(*line(text, "ORDER/LINE"))


def whole(_: Records, text: str) -> Edit:
    """``ORDER/LINE``: it ships only in one piece."""
    from engine.whatif import edits

    return edits.Whole(*line(text, "ORDER/LINE"))


def released(_: Records, text: str) -> Edit:
    """``ORDER/LINE``: it gives up stock and place."""
    from engine.whatif import edits

    return edits.Release(*line(text, "ORDER/LINE"))


def held(records: Records, text: str) -> Edit:
    """``ORDER[/LINE][=DAY]``."""
    from engine.whatif import pausing

    return pausing.PutOnHold(*naming.paused_order(records, text))


def lifted(records: Records, text: str) -> Edit:
    """``ORDER[/LINE]``: its hold is lifted."""
    from engine.whatif import pausing

    return pausing.Lift(*naming.order_or_line(records, text))


def customer_held(records: Records, text: str) -> Edit:
    """``CODE[=DAY]``."""
    from engine.whatif import pausing

    return pausing.HoldCustomer(*naming.paused_customer(records, text))


def customer_lifted(_: Records, text: str) -> Edit:
    """``CODE``: the hold on the customer is lifted."""
    from engine.whatif import pausing

    return pausing.LiftCustomer(text)


def not_before(records: Records, text: str) -> Edit:
    """``ORDER[/LINE]=DAY``."""
    from engine.whatif import pausing

    named, day = pair(text, "ORDER=YYYY-MM-DD")
    first_day = arguments.day(day, text, "ORDER=YYYY-MM-DD")
    return pausing.NotBefore(*naming.order_or_line(records, named), first_day)


def adjusted(_: Records, text: str) -> Edit:
    """``LIC=QTY``: units found, or with a minus lost."""
    from engine.quantities import parse
    from engine.whatif import edits

    lic, units = pair(text, "LIC=QTY")
    return edits.Adjust(lic, parse(units, lic))


def date_moved(_: Records, text: str) -> Edit:
    """``PO=YYYY-MM-DD``."""
    from engine.whatif import edits

    po, day = pair(text, "PO=YYYY-MM-DD")
    return edits.MoveDate(po, arguments.day(day, text, "PO=YYYY-MM-DD"))


def purchased(_records: Records, text: str) -> Edit:
    """``LIC=QTY@DAY``."""
    from engine.quantities import parse
    from engine.whatif import edits

    form = "LIC=QTY@YYYY-MM-DD"
    lic, rest = pair(text, form)
    units, _, day = rest.rpartition("@")
    on = arguments.day(day, text, form)
    return edits.Purchase(lic, parse(units, lic), on)


def transferred(_records: Records, text: str) -> Edit:
    """``LIC=QTY@FROM[:INTO][@DAY]``."""
    from engine.quantities import parse
    from engine.whatif.transfer_edits import Transfer

    form = "LIC=QTY@FROM, LIC=QTY@FROM:INTO or either with @YYYY-MM-DD"
    lic, rest = pair(text, form)
    units, _, way = rest.partition("@")
    way, _, day = way.partition("@")
    source, _, into = way.partition(":")
    if not units or not source:
        raise arguments.unfit(text, form)
    on = arguments.day(day, text, form) if day else None
    return Transfer(lic, parse(units, lic), source, into or None, on)


def receipt_voided(_: Records, text: str) -> Edit:
    """``RECEIPT``: it is voided."""
    from engine.whatif import edits

    return edits.VoidReceipt(arguments.read(arguments.number, text, text, "the number of a receipt"))


def shipment_voided(_: Records, text: str) -> Edit:
    """``SHIPMENT``: it is voided."""
    from engine.whatif import edits

    return edits.VoidShipment(arguments.read(arguments.number, text, text, "the number of a shipment"))


def policy(_: Records, text: str) -> Edit:
    """``NAME`` of a policy."""
    from engine.whatif import edits

    return edits.SetPolicy(arguments.read(Policy, text, text, POLICY_NAMES))
