"""Edits that can be tried before they are made (R42): each one record, made by the use case of everyday.

Several make one trial: they are made in the order in which they are named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial

from db.session import Transaction
from engine import buying, orders, preferences, shipments, stock, supply, together
from engine.allocation import Settled
from engine.model import OnShortage, Policy, Qty, ShipType
from engine.orders import answering, line_edits
from engine.rules.letters import Answer
from engine.whatif import pausing, transfer_edits
from engine.whatif.pausing import CustomerEdit, PauseEdit
from engine.whatif.transfer_edits import Send, Transfer


@dataclass(frozen=True, slots=True)
class Open:
    """A draft becomes demand; ``ask``: a short line that nobody decided on is asked about (R9)."""

    order: str
    ask: bool = field(default=False, compare=False)
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AddLine:
    """One more line on an open order, at the back of the queue (R11)."""

    order: str
    lic: str
    qty: Qty
    warehouse: str | None = None
    on_shortage: OnShortage | None = None
    unit_price: Decimal | None = None
    note: str = ""
    ask: bool = field(default=False, compare=False)
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SetQty:
    """What is ordered of a line and its split siblings together (R11)."""

    order: str
    line: int
    qty: Qty
    on_shortage: OnShortage | None = None
    ask: bool = field(default=False, compare=False)
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Priority:
    """An order gets another priority, and with it another place in the queue."""

    order: str
    priority: int
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cancel:
    """What has not shipped of an order, or of one line, is no longer wanted."""

    order: str
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Receive:
    """A receipt against an open purchase order."""

    po: str
    quantities: Mapping[str, Qty]  # LIC -> units
    over: bool = False


@dataclass(frozen=True, slots=True)
class VoidReceipt:
    """A receipt is taken back out of the books."""

    receipt_id: int


@dataclass(frozen=True, slots=True)
class VoidShipment:
    """A shipment is voided."""

    shipment_id: int


@dataclass(frozen=True, slots=True)
class Adjust:
    """An adjustment of on hand, up or down."""

    lic: str
    qty: Qty  # signed
    warehouse: str | None = None
    reason: str | None = field(default=None, compare=False)  # None: it was tried out, and then posted
    reference: str | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class MoveDate:
    """What a purchase order still brings comes on another day."""

    po: str
    expected_on: date


@dataclass(frozen=True, slots=True)
class Purchase:
    """Units of a LIC are bought from its vendor, on an open purchase order, and expected on a day (R44)."""

    lic: str
    qty: Qty
    expected_on: date
    warehouse: str | None = None


@dataclass(frozen=True, slots=True)
class SetShipType:
    """An order leaves in parts, or only complete."""

    order: str
    ship_type: ShipType


@dataclass(frozen=True, slots=True)
class Split:
    """A whole line may be split."""

    order: str
    line: int
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Whole:
    """A line ships only in one piece."""

    order: str
    line: int
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Release:
    """A line gives its stock back and waits at the back of the queue."""

    order: str
    line: int
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class AnswerQuestion:
    """A customer's answer to a question about one line, or about all that was asked of the order (R51)."""

    order: str
    answer: Answer
    line: int | None = None
    seen: int | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class SetPolicy:
    """Another rule for stock that is not enough for all."""

    policy: Policy
    skip_age_days: int | None = None  # None: as it is


LineEdit = Split | Whole | Release
"""An edit of one line that is open already."""
OrderEdit = Open | AddLine | SetQty | Priority | Cancel | SetShipType | AnswerQuestion | LineEdit | PauseEdit
"""An edit of one order, which it names as ``order``."""
SupplyEdit = Receive | VoidReceipt | MoveDate | Purchase | Transfer | Send
"""An edit of what comes."""
DeskEdit = SupplyEdit | VoidShipment | Adjust | SetPolicy | CustomerEdit
"""An edit of what lies on the shelf, what comes, a customer, or the rules."""
Edit = OrderEdit | DeskEdit


def make(tx: Transaction, edit: Edit) -> Settled:
    """Make one edit for good, as its own page and command would, and return what was settled at once.

    What is left to the next sweep (R24) comes back as zeros; the refusals are those of the use case.
    """
    if isinstance(edit, PauseEdit | CustomerEdit):
        return pausing.make(tx, edit)
    match edit:
        case Open() | AddLine() | SetQty():
            return _make_demand(tx, edit)
        case Priority() | Split() | Whole() | Release() | AnswerQuestion():
            return _change_claim(tx, edit)
        case VoidReceipt() | Adjust():
            return _correct(tx, edit)
        case Transfer() | Send():
            return transfer_edits.make(tx, edit)
        case _:
            _make_unsettled(tx, edit)
            return Settled()


def _correct(tx: Transaction, edit: VoidReceipt | Adjust) -> Settled:
    """Correct what lies on the shelf; an adjustment that was tried out first needs no reason."""
    if isinstance(edit, VoidReceipt):
        return supply.void_receipt(tx, edit.receipt_id)
    if edit.reason is None:
        cause = "tried out first, then posted"
        return stock.correct(tx, edit.lic, edit.qty, cause=cause, warehouse=edit.warehouse)
    source = {"reference": edit.reference, "warehouse": edit.warehouse}
    return stock.adjust(tx, edit.lic, edit.qty, reason=edit.reason, **source)


def make_all(tx: Transaction, edits: Sequence[Edit]) -> Settled:
    """Make edits for good, one after the other, and return what they settled together.

    What they refuse is raised together, and then the caller's transaction must not be kept.
    """
    return sum(together.each(partial(make, tx), edits), Settled())


def _make_demand(tx: Transaction, edit: Open | AddLine | SetQty) -> Settled:
    """Make an edit that stock may be short for (R9, R11)."""
    match edit:
        case Open(order, ask, seen):
            return orders.open_order(tx, order, ask=ask, seen=seen).settled
        case AddLine(order, lic, qty):
            fields = ("warehouse", "on_shortage", "unit_price", "note", "ask", "seen")
            facts = {name: getattr(edit, name) for name in fields}
            return orders.add_line(tx, order, lic, qty, **facts).settled
        case SetQty(order, line, qty, answer, ask, seen):
            return orders.change_qty(tx, order, line, qty, on_shortage=answer, ask=ask, seen=seen)


def _change_claim(tx: Transaction, edit: Priority | Split | Whole | Release | AnswerQuestion) -> Settled:
    """Make an edit of what lines claim: their order's place in the queue, or what they may be given."""
    match edit:
        case Priority(order, priority, seen):
            return orders.set_priority(tx, order, priority, seen=seen)
        case Split(order, line, seen) | Whole(order, line, seen):
            return line_edits.set_whole(tx, order, line, whole=isinstance(edit, Whole), seen=seen)
        case AnswerQuestion(order, answer, line, seen):
            return answering.answer_question(tx, order, answer, line, seen=seen)
        case Release(order, line, seen):
            return line_edits.release(tx, order, line, seen=seen)


def _make_unsettled(
    tx: Transaction, edit: Cancel | SetShipType | Receive | VoidShipment | MoveDate | Purchase | SetPolicy
) -> None:
    """Make an edit after which whatever comes free, or may change hands, waits for the next sweep (R24)."""
    match edit:
        case Cancel(order, None):
            orders.cancel_order(tx, order)
        case Cancel(order, int(line)):
            orders.cancel_line(tx, order, line)
        case SetShipType(order, ship_type):
            orders.change(tx, order, ship_type=ship_type)
        case VoidShipment(shipment_id):
            shipments.void(tx, [shipment_id])
        case SetPolicy():
            _set_policy(tx, edit)
        case Receive() | MoveDate() | Purchase():
            _change_supply(tx, edit)


def _change_supply(tx: Transaction, edit: Receive | MoveDate | Purchase) -> None:
    """Make an edit of what purchase orders bring, and when."""
    match edit:
        case Receive(po, quantities, over):
            supply.receive(tx, po, quantities, over=over)
        case MoveDate(po, expected_on):
            supply.mark_late(tx, po, expected_on)
        case Purchase(lic, qty, expected_on, warehouse):
            buying.purchase(tx, lic, qty, expected_on, warehouse=warehouse)


def _set_policy(tx: Transaction, edit: SetPolicy) -> None:
    preferences.change(tx, "allocation_policy", edit.policy)
    if edit.skip_age_days is not None:
        preferences.change(tx, "skip_age_days", edit.skip_age_days)
