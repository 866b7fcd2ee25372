"""``backorder whatif``: edits previewed, and on request made exactly as they were shown (R42)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from engine.cli import arguments, naming, output
from engine.cli import edit_texts as texts
from engine.cli.context import desk, settings
from engine.cli.edit_texts import EditText, Reader
from engine.quantities import counted, spelled

if TYPE_CHECKING:
    import polars as pl

    from db.session import Session
    from engine.days import Clock
    from engine.money import Money
    from engine.whatif import Preview
    from engine.whatif.edits import Edit


def _option(name: str, metavar: str, tip: str, reader: Reader) -> Any:
    """An option of which the same twice is once, said last; but units that are named twice come twice."""

    def edit(text: str) -> EditText:
        return EditText(text, reader)

    once = None if "QTY" in metavar else arguments.last_said
    return typer.Option(name, metavar=metavar, help=tip, callback=once, parser=edit)


_Texts = list[EditText] | None
_OPEN = _option("--open", "ORDER", "A draft is opened.", texts.opened)
_ADD = _option("--add", "ORDER:LIC=QTY", "An open order gets one more line.", texts.line_added)
_QTY = _option("--qty", "ORDER/LINE=QTY", "A line gets another quantity.", texts.qty)
_PRIORITY = _option("--priority", "ORDER=N", "Give an order a priority.", texts.priority)
_CANCEL = _option("--cancel", "ORDER[/LINE]", "Cancel an order or a line.", texts.cancelled)
_RECEIVE = typer.Option("--receive", metavar="PO:LIC=QTY", help="Units come on a purchase order.")
_VOID_RECEIPT = _option("--void-receipt", "RECEIPT", "A receipt is voided.", texts.receipt_voided)
_VOID = _option("--void", "SHIPMENT", "A shipment is voided.", texts.shipment_voided)
_ADJUST = _option("--adjust", "LIC=QTY", "Units are found, or with a minus lost.", texts.adjusted)
_DATE = _option("--date", "PO=YYYY-MM-DD", "A purchase order gets another day.", texts.date_moved)
_PURCHASE = _option("--purchase", "LIC=QTY@DAY", "Units are bought for a day.", texts.purchased)
_TRANSFER = _option("--transfer", "LIC=QTY@FROM[:INTO][@DAY]", "Units are sent.", texts.transferred)
_SHIP_TYPE = _option("--ship-type", "ORDER=partial|complete", "How it leaves.", texts.ship_type)
_SPLIT = _option("--split", "ORDER/LINE", "A whole line may be split.", texts.split)
_WHOLE = _option("--whole", "ORDER/LINE", "A line ships only in one piece.", texts.whole)
_RELEASE = _option("--release", "ORDER/LINE", "A line gives up stock and place.", texts.released)
_HOLD = _option("--hold", "ORDER[/LINE][=DAY]", "It is on hold, until a day.", texts.held)
_LIFT = _option("--lift", "ORDER[/LINE]", "A hold is lifted.", texts.lifted)
_HOLD_CUSTOMER = _option("--hold-customer", "CODE[=DAY]", "All they want is on hold.", texts.customer_held)
_LIFT_CUSTOMER = _option("--lift-customer", "CODE", "Their hold is lifted.", texts.customer_lifted)
_NOT_BEFORE = _option("--not-before", "ORDER[/LINE]=DAY", "From when on wanted.", texts.not_before)
_POLICY = _option("--policy", "NAME", f"{texts.POLICY_NAMES}.", texts.policy)


def whatif(  # noqa: PLR0913 - every kind of edit is an option of its own
    ctx: typer.Context,
    *,
    opened: Annotated[_Texts, _OPEN] = None,
    add: Annotated[_Texts, _ADD] = None,
    qty: Annotated[_Texts, _QTY] = None,
    priority: Annotated[_Texts, _PRIORITY] = None,
    cancel: Annotated[_Texts, _CANCEL] = None,
    receive: Annotated[list[str] | None, _RECEIVE] = None,
    void_receipt: Annotated[_Texts, _VOID_RECEIPT] = None,
    void: Annotated[_Texts, _VOID] = None,
    adjust: Annotated[_Texts, _ADJUST] = None,
    moved: Annotated[_Texts, _DATE] = None,
    purchase: Annotated[_Texts, _PURCHASE] = None,
    transfer: Annotated[_Texts, _TRANSFER] = None,
    ship_type: Annotated[_Texts, _SHIP_TYPE] = None,
    split: Annotated[_Texts, _SPLIT] = None,
    whole: Annotated[_Texts, _WHOLE] = None,
    release: Annotated[_Texts, _RELEASE] = None,
    hold: Annotated[_Texts, _HOLD] = None,
    lift: Annotated[_Texts, _LIFT] = None,
    held: Annotated[_Texts, _HOLD_CUSTOMER] = None,
    lifted: Annotated[_Texts, _LIFT_CUSTOMER] = None,
    later: Annotated[_Texts, _NOT_BEFORE] = None,
    policy: Annotated[_Texts, _POLICY] = None,
    apply: Annotated[bool, typer.Option("--apply", help="Do what was shown.")] = False,
) -> None:
    """Show who would win and lose by edits, once the next sweep has settled the LICs they touch; nothing is
    written without --apply."""
    with desk(ctx) as session:
        records = naming.Records(session)
        edits = [
            *texts.read(records, opened, add, qty, priority, cancel, ship_type),
            *texts.read(records, split, whole, release, hold, lift, later, held, lifted),
            *texts.receipts(records, receive),
            *texts.read(records, adjust, moved, purchase, transfer, void_receipt, void),
            *texts.read(records, _one(policy)),
        ]
        _try(ctx, session, edits, apply=apply)


def _one(policies: _Texts) -> _Texts:
    """The policy that was named; a desk has one."""
    if len(policies or []) > 1:
        raise typer.BadParameter("--policy is named twice; a desk has one")
    return policies


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
