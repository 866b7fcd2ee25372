"""``backorder whatif``: edits previewed, and on request made exactly as they were shown (R42)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import arguments, naming, output
from engine.cli.arguments import line, once, pair, read
from engine.cli.context import desk, settings
from engine.model import Policy
from engine.quantities import counted, spelled

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session
    from engine.cli.naming import Records
    from engine.days import Clock
    from engine.model import Qty
    from engine.money import Money
    from engine.whatif import Preview
    from engine.whatif.edits import Edit


def _option(name: str, metavar: str, tip: str) -> Any:
    """An option of which the same twice is once, said last; but units that are named twice come twice."""
    once = None if "QTY" in metavar else arguments.last_said
    return typer.Option(name, metavar=metavar, help=tip, callback=once)


_Some = list[str] | None
_POLICIES = " or ".join(Policy)


def whatif(  # noqa: PLR0913 - every kind of edit is an option of its own
    ctx: typer.Context,
    *,
    opened: Annotated[_Some, _option("--open", "ORDER", "A draft is opened.")] = None,
    add: Annotated[_Some, _option("--add", "ORDER:LIC=QTY", "An open order gets one more line.")] = None,
    qty: Annotated[_Some, _option("--qty", "ORDER/LINE=QTY", "A line gets another quantity.")] = None,
    priority: Annotated[_Some, _option("--priority", "ORDER=N", "Give an order a priority.")] = None,
    cancel: Annotated[_Some, _option("--cancel", "ORDER[/LINE]", "Cancel an order or a line.")] = None,
    receive: Annotated[_Some, _option("--receive", "PO:LIC=QTY", "Units come on a purchase order.")] = None,
    void_receipt: Annotated[_Some, _option("--void-receipt", "RECEIPT", "A receipt is voided.")] = None,
    void: Annotated[_Some, _option("--void", "SHIPMENT", "A shipment is voided.")] = None,
    adjust: Annotated[_Some, _option("--adjust", "LIC=QTY", "Units are found, or with a minus lost.")] = None,
    moved: Annotated[_Some, _option("--date", "PO=YYYY-MM-DD", "A purchase order gets another day.")] = None,
    purchase: Annotated[_Some, _option("--purchase", "LIC=QTY@DAY", "Units are bought for a day.")] = None,
    transfer: Annotated[_Some, _option("--transfer", "LIC=QTY@FROM[:INTO][@DAY]", "Units are sent.")] = None,
    ship_type: Annotated[_Some, _option("--ship-type", "ORDER=partial|complete", "How it leaves.")] = None,
    split: Annotated[_Some, _option("--split", "ORDER/LINE", "A whole line may be split.")] = None,
    whole: Annotated[_Some, _option("--whole", "ORDER/LINE", "A line ships only in one piece.")] = None,
    release: Annotated[_Some, _option("--release", "ORDER/LINE", "A line gives up stock and place.")] = None,
    hold: Annotated[_Some, _option("--hold", "ORDER[/LINE][=DAY]", "It is on hold, until a day.")] = None,
    lift: Annotated[_Some, _option("--lift", "ORDER[/LINE]", "A hold is lifted.")] = None,
    held: Annotated[_Some, _option("--hold-customer", "CODE[=DAY]", "All they want is on hold.")] = None,
    lifted: Annotated[_Some, _option("--lift-customer", "CODE", "Their hold is lifted.")] = None,
    later: Annotated[_Some, _option("--not-before", "ORDER[/LINE]=DAY", "From when on wanted.")] = None,
    policy: Annotated[_Some, _option("--policy", "NAME", f"{_POLICIES}.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do what was shown.")] = False,
) -> None:
    """Show who would win and lose by edits, once the next sweep has settled the LICs they touch; nothing is
    written without --apply."""
    with desk(ctx) as session:
        records = naming.Records(session)
        edits: list[Edit] = [
            *_demand(records, opened, add, qty),
            *_orders(records, priority, cancel, ship_type),
            *_claims(records, (split, whole, release), (hold, lift, later), (held, lifted)),
            *_supply(records, receive, adjust, moved, (purchase, transfer)),
            *_others((void_receipt, void), policy),
        ]
        _try(ctx, session, edits, apply=apply)


def _try(ctx: typer.Context, session: Session, edits: list[Edit], *, apply: bool) -> None:
    from engine import days, money

    preview = _preview(session, settings(ctx).actor, edits, apply=apply)
    with session.reading() as tx:
        sums, clock = money.read(tx), days.clock_of(tx)
    data = _as_data(edits, preview, applied=apply)
    output.result(ctx, data, lambda: _print(edits, preview, sums, clock, applied=apply))


def _preview(session: Session, actor: str, edits: list[Edit], *, apply: bool) -> Preview:
    """What the edits would change, or with ``apply`` did change, as shown."""
    from engine import whatif as trying

    preview = trying.preview(session, actor, edits)
    if apply:
        preview = trying.apply(session, actor, edits, preview.fingerprint)
    return preview


def _demand(records: Records, opened: _Some, add: _Some, qty: _Some) -> Iterable[Edit]:
    """Short lines follow their stated answer, else the ship type: nobody is asked here (R9)."""
    from engine.quantities import parse
    from engine.whatif import edits

    for order in opened or []:
        yield edits.Open(order)
    for text in add or []:
        order, lic, units = naming.order_within(records, text, "ORDER:LIC=QTY")
        yield edits.AddLine(order, lic, parse(units, lic))
    for text in qty or []:
        named, units = pair(text, "ORDER/LINE=QTY")
        order, number = line(named, "ORDER/LINE=QTY")
        yield edits.SetQty(order, number, parse(units, f"line {number} of order {order}"))


def _orders(records: Records, priority: _Some, cancel: _Some, ship_type: _Some) -> Iterable[Edit]:
    from engine.model import ShipType
    from engine.whatif import edits

    for text in priority or []:
        order, number = pair(text, "ORDER=N")
        yield edits.Priority(order, read(int, number, text, "ORDER=N"))
    for text in cancel or []:
        yield edits.Cancel(*naming.order_or_line(records, text))
    for text in ship_type or []:
        order, how = pair(text, "ORDER=partial or ORDER=complete")
        yield edits.SetShipType(order, read(ShipType, how, text, "ORDER=partial or ORDER=complete"))


def _claims(
    records: Records,
    lines: tuple[_Some, _Some, _Some],
    pauses: tuple[_Some, _Some, _Some],
    customers: tuple[_Some, _Some],
) -> Iterable[Edit]:
    yield from _lines(*lines)
    yield from _pauses(records, *pauses)
    yield from _customers(records, *customers)


def _lines(split: _Some, whole: _Some, release: _Some) -> Iterable[Edit]:
    from engine.whatif import edits

    for kind, texts in ((edits.Split, split), (edits.Whole, whole), (edits.Release, release)):
        for text in texts or []:
            yield kind(*line(text, "ORDER/LINE"))


def _pauses(records: Records, hold: _Some, lift: _Some, not_before: _Some) -> Iterable[Edit]:
    from engine.whatif import pausing

    for text in hold or []:
        yield pausing.Hold(*naming.paused_order(records, text))
    for text in lift or []:
        yield pausing.Lift(*naming.order_or_line(records, text))
    for text in not_before or []:
        named, day = pair(text, "ORDER=YYYY-MM-DD")
        first_day = arguments.day(day, text, "ORDER=YYYY-MM-DD")
        yield pausing.NotBefore(*naming.order_or_line(records, named), first_day)


def _customers(records: Records, hold: _Some, lift: _Some) -> Iterable[Edit]:
    from engine.whatif import pausing

    for text in hold or []:
        yield pausing.HoldCustomer(*naming.paused_customer(records, text))
    for text in lift or []:
        yield pausing.LiftCustomer(text)


def _supply(
    records: Records, receive: _Some, adjust: _Some, moved: _Some, ordered: tuple[_Some, _Some]
) -> Iterable[Edit]:
    purchase, transfer = ordered
    from engine.quantities import parse
    from engine.whatif import edits

    receipts: dict[str, list[tuple[str, Qty]]] = {}
    for text in receive or []:
        po, lic, qty = naming.supply_within(records, text, "PO:LIC=QTY")
        receipts.setdefault(po, []).append((lic, parse(qty, lic)))
    for po, quantities in receipts.items():
        yield edits.Receive(po, once(quantities))
    for text in adjust or []:
        lic, qty = pair(text, "LIC=QTY")
        yield edits.Adjust(lic, parse(qty, lic))
    for text in moved or []:
        po, day = pair(text, "PO=YYYY-MM-DD")
        yield edits.MoveDate(po, arguments.day(day, text, "PO=YYYY-MM-DD"))
    for text in purchase or []:
        yield _purchase(text, "LIC=QTY@YYYY-MM-DD")
    for text in transfer or []:
        yield _transfer(text, "LIC=QTY@FROM, LIC=QTY@FROM:INTO or either with @YYYY-MM-DD")


def _purchase(text: str, form: str) -> Edit:
    from engine.quantities import parse
    from engine.whatif import edits

    lic, rest = pair(text, form)
    qty, _, day = rest.rpartition("@")
    on = arguments.day(day, text, form)
    return edits.Purchase(lic, parse(qty, lic), on)


def _transfer(text: str, form: str) -> Edit:
    from engine.quantities import parse
    from engine.whatif.transfer_edits import Transfer

    lic, rest = pair(text, form)
    qty, _, way = rest.partition("@")
    way, _, day = way.partition("@")
    source, _, into = way.partition(":")
    if not qty or not source:
        raise arguments.unfit(text, form)
    on = arguments.day(day, text, form) if day else None
    return Transfer(lic, parse(qty, lic), source, into or None, on)


def _others(voids: tuple[_Some, _Some], policies: _Some) -> Iterable[Edit]:
    yield from _voids(*voids)
    yield from _policies(policies)


def _voids(receipts: _Some, shipments: _Some) -> Iterable[Edit]:
    from engine.whatif import edits

    for text in receipts or []:
        yield edits.VoidReceipt(read(int, text, text, "the number of a receipt"))
    for text in shipments or []:
        yield edits.VoidShipment(read(int, text, text, "the number of a shipment"))


def _policies(named: _Some) -> Iterable[Edit]:
    from engine.whatif import edits

    if len(named or []) > 1:
        raise typer.BadParameter("--policy is named twice; a desk has one")
    for text in named or []:
        yield edits.SetPolicy(read(Policy, text, text, _POLICIES))


def _as_data(edits: list[Edit], preview: Preview, *, applied: bool) -> dict[str, Any]:
    from engine.whatif.wording import in_words

    return {
        "edits": [in_words(edit) for edit in edits],
        "applied": applied,
        "won_qty": preview.won_qty,
        "won_value": preview.won_value,
        "lost_qty": preview.lost_qty,
        "lost_value": preview.lost_value,
        "ready_qty": preview.ready_qty,
        "ready_value": preview.ready_value,
        **{name: output.rows(frame) for name, _, frame in _parts(preview)},
        "fingerprint": preview.fingerprint,
    }


def _parts(preview: Preview) -> list[tuple[str, str, pl.DataFrame]]:
    return [
        ("winners", "Who gains", preview.winners),
        ("losers", "Who loses", preview.losers),
        ("dates", "Dates that move", preview.dates),
        ("completed", "Orders that have all they want then", preview.completed),
        ("uncompleted", "Orders that lack something then", preview.uncompleted),
        ("ships", "What can ship, more or less than now", preview.ships),
    ]


def _ready(preview: Preview) -> str:
    """``12 units more``, ``3 units fewer``."""
    way = "fewer" if preview.ready_qty < 0 else "more"
    return f"{counted(abs(preview.ready_qty), 'unit')} {way}"


def _print(edits: list[Edit], preview: Preview, sums: Money, clock: Clock, *, applied: bool) -> None:
    from engine.whatif.wording import in_words

    for edit in edits:
        output.write(f"{in_words(edit)}.\n")
    if preview.is_nothing:
        output.write("Nobody gains or loses stock, no date moves and nothing else can ship.\n")
    else:
        output.write(
            f"{counted(preview.won_qty, 'unit')} gained, {sums.clause(preview.won_value)}; "
            f"{spelled(preview.lost_qty)} lost, {sums.clause(preview.lost_value)}.\n"
            f"{_ready(preview)} can ship, {sums.clause(abs(preview.ready_value))}.\n"
        )
    for _, title, frame in _parts(preview):
        if frame.height:
            output.write(f"\n{title}:\n")
            output.table(frame.columns, frame.rows(), clock)
    output.write("\nDone.\n" if applied else "\nNothing was written; --apply does this.\n")
