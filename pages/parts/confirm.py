"""Acts that may take stock from other orders: done at once, or only as they were shown (R18, R19, R23).

    confirm.do(PendingAct([Open(number)], f"Order {number} was opened.", yes="open it"))

What takes nothing is done without a question. What does take opens the preview of it, and is done exactly as
it was shown there once a person agrees; if the desk changed meanwhile, the preview says so and is drawn anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from engine import whatif
from engine.errors import DeskError
from engine.store import Transaction
from engine.whatif import Preview, TakesFromOthers
from engine.whatif.edits import Edit
from pages.parts import desk, dialogs, preview, preview_tables
from pages.parts.literal import literal


def _nothing(_: Transaction) -> None:
    """Follow an act with nothing, as most do."""


def _never(_: DeskError) -> bool:
    """Most refusals are no questions."""
    return False


@dataclass(frozen=True, slots=True)
class PendingAct:
    """What a person wants done: it is done at once, or after a look at who would lose by it."""

    edits: Sequence[Edit]
    done: str = ""  # once it is done
    yes: str = "apply it"
    title: str = "Orders would lose stock"
    follows: Callable[[Transaction], None] = _nothing
    """What else is part of it, in its transaction, or has to be shown afterwards."""
    asks: Callable[[DeskError], bool] = _never
    """Opens another question if that is what a refusal means, and says whether it did."""


def do(act: PendingAct) -> None:
    """Do an act at once, or ask if it takes stock; a refusal is shown here."""
    with dialogs.settling(act.done, on_refusal=partial(_refused, act)) as tx:
        whatif.do(tx, act.edits)
        act.follows(tx)


def _refused(act: PendingAct, error: DeskError) -> None:
    if isinstance(error, TakesFromOthers):
        ask(act)
    elif not act.asks(error):
        dialogs.refuse(error)


def ask(act: PendingAct) -> None:
    """Show an act before it is done, whether it takes stock or not."""
    _confirm.ask(act)


@dialogs.dialog("{act.title}", width="large")
def _confirm(act: PendingAct) -> None:
    effect = preview.tried(act.edits, swept=False, on_refusal=dialogs.withdraw)
    if effect is not None:
        preview.named(act.edits)
        preview_tables.show(effect, swept=False)
        buttons(act, effect)


def buttons(act: PendingAct, effect: Preview) -> None:
    """Ask whether exactly what is shown shall be done, or nothing."""
    dialogs.confirmed(
        literal(act.yes),
        "leave it all as it is",
        tip="Exactly what is shown; if the desk changed meanwhile, you are told instead.",
        # It is given the fingerprint that was on the screen: drawn again, there would be a newer one.
        on_yes=partial(_agreed, act, effect.fingerprint),
    )


def _agreed(act: PendingAct, fingerprint: str) -> None:
    def _refused_now(error: DeskError) -> None:
        if not act.asks(error):
            preview.refuse_later(error)

    with desk.attempting(act.done, on_refusal=_refused_now) as attempt:
        whatif.do(attempt.tx, act.edits, fingerprint)
        act.follows(attempt.tx)
    if attempt.saved:
        dialogs.close()
