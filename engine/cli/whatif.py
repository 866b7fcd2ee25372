# ruff: noqa: PLC0415 - heavy libraries are imported by the commands that need them: --help answers at once
"""What if: edits previewed, and on request applied exactly as they were shown (R42)."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from engine.cli import output
from engine.cli.context import desk, settings
from engine.model import Policy

if TYPE_CHECKING:
    import polars as pl

    from engine.money import Money
    from engine.whatif import Preview
    from engine.whatif.edits import Edit


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    app.command()(whatif)


def _option(name: str, metavar: str, tip: str) -> Any:
    return typer.Option(name, metavar=metavar, help=tip)


_Some = list[str] | None
_POLICIES = " or ".join(Policy)
T = TypeVar("T")


def whatif(  # noqa: PLR0913 - every kind of edit is an option of its own
    ctx: typer.Context,
    *,
    opened: Annotated[_Some, _option("--open", "ORDER", "A draft is opened.")] = None,
    add: Annotated[_Some, _option("--add", "ORDER:LIC=QTY", "An open order gets one more line.")] = None,
    qty: Annotated[_Some, _option("--qty", "ORDER/LINE=QTY", "So much is ordered of a line.")] = None,
    priority: Annotated[_Some, _option("--priority", "ORDER=N", "Give an order a priority.")] = None,
    cancel: Annotated[_Some, _option("--cancel", "ORDER[/LINE]", "Cancel an order or a line.")] = None,
    receive: Annotated[_Some, _option("--receive", "PO:LIC=QTY", "A delivery comes.")] = None,
    void_receipt: Annotated[_Some, _option("--void-receipt", "RECEIPT", "A delivery is voided.")] = None,
    void: Annotated[_Some, _option("--void", "SHIPMENT", "A shipment is voided.")] = None,
    adjust: Annotated[_Some, _option("--adjust", "LIC=QTY", "Units are found, or with a minus lost.")] = None,
    moved: Annotated[_Some, _option("--date", "PO=YYYY-MM-DD", "A purchase order comes on a day.")] = None,
    ship_type: Annotated[_Some, _option("--ship-type", "ORDER=partial|complete", "How it leaves.")] = None,
    split: Annotated[_Some, _option("--split", "ORDER/LINE", "A whole line may be split.")] = None,
    whole: Annotated[_Some, _option("--whole", "ORDER/LINE", "A line ships only in one piece.")] = None,
    release: Annotated[_Some, _option("--release", "ORDER/LINE", "A line gives up stock and place.")] = None,
    policy: Annotated[_Some, _option("--policy", "NAME", f"{_POLICIES}.")] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do what was shown.")] = False,
) -> None:
    """Show who would win and lose by edits, one or several at once; nothing is written without --apply.

    The answer counts the settlement that the next sweep would make of the pools the edits touch.
    """
    from engine import money
    from engine import whatif as trying

    wanted = [
        *_demand(opened, add, qty),
        *_orders(priority, cancel, ship_type),
        *_lines(split, whole, release),
        *_supply(receive, adjust, moved),
        *_voids(void_receipt, void),
        *_policies(policy),
    ]
    actor = settings(ctx).actor
    with desk(ctx) as session:
        told = trying.preview(session, actor, wanted)
        if apply:
            told = trying.apply(session, actor, wanted, told.fingerprint)
        with session.snapshot() as tx:
            sums = money.read(tx)
    output.result(
        ctx, _as_data(wanted, told, applied=apply), lambda: _print(wanted, told, sums, applied=apply)
    )


def _demand(opened: _Some, add: _Some, qty: _Some) -> Iterable[Edit]:
    """Short lines follow their stated answer, else the ship type: nobody is asked here (R9)."""
    from engine.quantities import parse
    from engine.whatif import edits

    for order in opened or []:
        yield edits.Open(order)
    for text in add or []:
        order, colon, units = text.partition(":")
        lic, wanted = _pair(units if colon else "", "ORDER:LIC=QTY", text)
        yield edits.AddLine(order, lic, parse(wanted, lic))
    for text in qty or []:
        named, wanted = _pair(text, "ORDER/LINE=QTY")
        yield edits.SetQty(*_line(named, "ORDER/LINE=QTY"), parse(wanted, f"line {named}"))


def _orders(priority: _Some, cancel: _Some, ship_type: _Some) -> Iterable[Edit]:
    from engine.model import ShipType
    from engine.whatif import edits

    for text in priority or []:
        order, number = _pair(text, "ORDER=N")
        yield edits.Priority(order, _read(int, number, text, "ORDER=N"))
    for text in cancel or []:
        yield edits.Cancel(*_line(text, "ORDER/LINE")) if "/" in text else edits.Cancel(text)
    for text in ship_type or []:
        order, how = _pair(text, "ORDER=partial or ORDER=complete")
        yield edits.SetShipType(order, _read(ShipType, how, text, "ORDER=partial or ORDER=complete"))


def _lines(split: _Some, whole: _Some, release: _Some) -> Iterable[Edit]:
    from engine.whatif import edits

    for kind, texts in ((edits.Split, split), (edits.Whole, whole), (edits.Release, release)):
        for text in texts or []:
            yield kind(*_line(text, "ORDER/LINE"))


def _supply(receive: _Some, adjust: _Some, moved: _Some) -> Iterable[Edit]:
    from engine.quantities import parse
    from engine.whatif import edits

    deliveries: dict[str, dict[str, Any]] = {}
    for text in receive or []:
        po, colon, units = text.partition(":")
        lic, qty = _pair(units if colon else "", "PO:LIC=QTY", text)
        deliveries.setdefault(po, {})[lic] = parse(qty, lic)
    for po, quantities in deliveries.items():
        yield edits.Receive(po, quantities)
    for text in adjust or []:
        lic, qty = _pair(text, "LIC=QTY")
        yield edits.Adjust(lic, parse(qty, lic))
    for text in moved or []:
        po, day = _pair(text, "PO=YYYY-MM-DD")
        yield edits.MoveDate(po, _read(date.fromisoformat, day, text, "PO=YYYY-MM-DD"))


def _voids(receipts: _Some, shipments: _Some) -> Iterable[Edit]:
    from engine.whatif import edits

    for text in receipts or []:
        yield edits.VoidReceipt(_read(int, text, text, "the number of a delivery"))
    for text in shipments or []:
        yield edits.VoidShipment(_read(int, text, text, "the number of a shipment"))


def _policies(named: _Some) -> Iterable[Edit]:
    from engine.whatif import edits

    for text in named or []:
        yield edits.SetPolicy(_read(Policy, text, text, _POLICIES))


def _pair(text: str, form: str, whole: str = "") -> tuple[str, str]:
    name, equals, value = text.rpartition("=")
    if not equals or not name or not value:
        raise typer.BadParameter(f"{whole or text} is not {form}")
    return name, value


def _line(text: str, form: str) -> tuple[str, int]:
    order, _, line = text.rpartition("/")
    if not order:
        raise typer.BadParameter(f"{text} is not {form}")
    return order, _read(int, line, text, form)


def _read(kind: Callable[[str], T], value: str, text: str, form: str) -> T:
    try:
        return kind(value)
    except ValueError:
        raise typer.BadParameter(f"{text} is not {form}") from None


def _as_data(wanted: list[Edit], told: Preview, *, applied: bool) -> dict[str, Any]:
    from engine.whatif.wording import in_words

    return {
        "edits": [in_words(edit) for edit in wanted],
        "applied": applied,
        "won_qty": told.won_qty,
        "won_value": told.won_value,
        "lost_qty": told.lost_qty,
        "lost_value": told.lost_value,
        "ready_qty": told.ready_qty,
        "ready_value": told.ready_value,
        **{name: output.rows(frame) for name, _, frame in _parts(told)},
        "fingerprint": told.fingerprint,
    }


def _parts(told: Preview) -> list[tuple[str, str, pl.DataFrame]]:
    return [
        ("winners", "Who gains", told.winners),
        ("losers", "Who loses", told.losers),
        ("dates", "Dates that move", told.dates),
        ("completed", "Orders that have all they want then", told.completed),
        ("uncompleted", "Orders that lack something then", told.uncompleted),
        ("ships", "What can ship, more or less than now", told.ships),
    ]


def _print(wanted: list[Edit], told: Preview, sums: Money, *, applied: bool) -> None:
    from engine.whatif.wording import in_words

    for edit in wanted:
        sys.stdout.write(f"{in_words(edit)}.\n")
    if told.is_nothing:
        sys.stdout.write("Nobody gains or loses stock, no date moves and nothing else can ship.\n")
    else:
        sys.stdout.write(
            f"{output.said(told.won_qty)} units gained, {sums.clause(told.won_value)}; "
            f"{output.said(told.lost_qty)} lost, {sums.clause(told.lost_value)}.\n"
            f"{output.said(told.ready_qty)} units more can ship, {sums.clause(told.ready_value)}.\n"
        )
    for _, title, frame in _parts(told):
        if frame.height:
            sys.stdout.write(f"\n{title}:\n")
            output.table(frame.columns, frame.rows())
    sys.stdout.write("\nDone.\n" if applied else "\nNothing was written; --apply does this.\n")
