"""Edits as texts: how ``backorder whatif`` reads what follows each of its options.

A text is read once the desk is open, since only the desk tells an order whose number has a slash in it from
one of its lines (``naming``). Every reader takes what there is and a text, and returns the edit; what cannot
be read is wrong usage. ``EDITS`` has the options with their readers.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import typer

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
OptionReader = Callable[["Records", Sequence[str]], list["Edit"]]
"""Makes edits of what there is and all texts behind an option."""


@dataclass(frozen=True, slots=True)
class EditOption:
    """An option of ``backorder whatif``: the form of what follows it, what its help says, how it is read."""

    form: str
    tip: str
    reader: OptionReader


def read(records: Records, typed: Mapping[str, Sequence[str] | None]) -> list[Edit]:
    """The edits of the texts typed behind each option, in the order of ``IN_TURN``."""
    return [edit for name in IN_TURN for edit in EDITS[name].reader(records, typed.get(name) or [])]


def each(reader: Reader) -> OptionReader:
    """Reads each text behind an option by itself."""
    return lambda records, texts: [reader(records, text) for text in texts]


def receipts(records: Records, texts: Sequence[str]) -> list[Edit]:
    """What comes, of texts ``PO:LIC=QTY``: all that one purchase order brings is one receipt."""
    from engine.quantities import parse
    from engine.whatif import edits

    came: dict[str, list[tuple[str, Qty]]] = {}
    for text in texts:
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


def policies(records: Records, texts: Sequence[str]) -> list[Edit]:
    """The one policy that is named; a desk has one."""
    if len(texts) > 1:
        raise typer.BadParameter("--policy is named twice; a desk has one")
    return [policy(records, text) for text in texts]


EDITS: Final = {
    "open": EditOption("ORDER", "A draft is opened.", each(opened)),
    "add": EditOption("ORDER:LIC=QTY", "An open order gets one more line.", each(line_added)),
    "qty": EditOption("ORDER/LINE=QTY", "A line gets another quantity.", each(qty)),
    "priority": EditOption("ORDER=N", "An order gets a priority.", each(priority)),
    "cancel": EditOption("ORDER[/LINE]", "An order or a line is cancelled.", each(cancelled)),
    "receive": EditOption("PO:LIC=QTY", "Units come on a purchase order.", receipts),
    "void_receipt": EditOption("RECEIPT", "A receipt is voided.", each(receipt_voided)),
    "void": EditOption("SHIPMENT", "A shipment is voided.", each(shipment_voided)),
    "adjust": EditOption("LIC=QTY", "Units are found, or with a minus lost.", each(adjusted)),
    "date": EditOption("PO=DAY", "A purchase order gets another day.", each(date_moved)),
    "purchase": EditOption("LIC=QTY@DAY", "Units are bought for a day.", each(purchased)),
    "transfer": EditOption("LIC=QTY@FROM[:INTO][@DAY]", "Units go to another warehouse.", each(transferred)),
    "ship_type": EditOption(
        "ORDER=partial|complete", "An order leaves in parts, or complete.", each(ship_type)
    ),
    "split": EditOption("ORDER/LINE", "A whole line may be split.", each(split)),
    "whole": EditOption("ORDER/LINE", "A line ships only in one piece.", each(whole)),
    "release": EditOption("ORDER/LINE", "A line gives up stock and place.", each(released)),
    "hold": EditOption("ORDER[/LINE][=DAY]", "An order or a line is on hold.", each(held)),
    "lift": EditOption("ORDER[/LINE]", "A hold is lifted.", each(lifted)),
    "hold_customer": EditOption("CODE[=DAY]", "All that a customer wants is on hold.", each(customer_held)),
    "lift_customer": EditOption("CODE", "The hold on a customer is lifted.", each(customer_lifted)),
    "not_before": EditOption("ORDER[/LINE]=DAY", "Neither is wanted before a day.", each(not_before)),
    "policy": EditOption("NAME", f"The desk has a policy: {POLICY_NAMES}.", policies),
}
"""The options by the names that Python has for them, in the order in which ``--help`` lists them."""
IN_TURN: Final = (
    *("open", "add", "qty", "priority", "cancel", "ship_type"),
    *("split", "whole", "release", "hold", "lift", "not_before", "hold_customer", "lift_customer"),
    *("receive", "adjust", "date", "purchase", "transfer", "void_receipt", "void", "policy"),
)
"""The order in which edits are made, however they are typed: those of orders before those of goods."""
