"""The closing of the day (R50): everything proven, carried forward and laid to rest, a backup."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Final

from db.session import Session, Transaction
from engine import catalogue, numbers, preferences, stock
from engine.desk import rotation
from engine.errors import DeskError
from engine.model import Outcome
from engine.past import history
from engine.progress import Progress
from engine.proof import faults
from engine.quantities import counted
from engine.sweeps import resting

AWAITED: Final = (
    "The balances are carried forward, but its backup is not there yet; if it stays so, close the day again."
)
"""What stands in the run log while the backup is made, and for good if the process is killed meanwhile."""


def close(tx: Transaction, *, has_file: bool, step: Progress) -> tuple[Outcome, int, str]:
    """Prove the whole desk, carry balances forward, lay to rest what is over: the outcome, pools, and why.

    Discontinued LICs that are sold out are not offered any more. Rows at fault are named, with their
    remedies, and the run fails by them; the balances are carried forward all the same, since they are added
    up from the movements anew. INTERRUPTED: ``back_up`` is still to come.
    """
    step("proving the whole desk")
    at_fault = faults.everywhere(tx).named
    step("carrying balances forward")
    pools = stock.carry_forward(tx)
    numbers.carry_forward(tx)
    history.carry_forward(tx)
    step(f"laying to rest what is over; {counted(pools, 'balance')} carried forward")
    resting.lay_to_rest(tx)
    catalogue.retire_sold_out(tx)
    if at_fault:
        return Outcome.FAILED, pools, f"The consistency proof fails, so that no backup was made. {at_fault}"
    if has_file and preferences.read(tx).backup_folder:
        return Outcome.INTERRUPTED, pools, AWAITED
    return Outcome.DONE, pools, ""


def back_up(session: Session, now: datetime) -> tuple[Outcome, str]:
    """Put a verified copy into the folder for backups; the outcome of the closing, and why."""
    with session.snapshot() as tx:
        prefs = preferences.read(tx)
    try:
        rotation.back_up(session, Path(prefs.backup_folder), prefs.backups_kept, now)
    except DeskError as error:
        return Outcome.FAILED, f"The balances are carried forward, but there is no backup. {error}"
    return Outcome.DONE, ""


def alarm(tx: Transaction) -> tuple[datetime, str] | None:
    """When the last closing began (naive UTC) that did not succeed, and why; None: it did, or there was none.

    One that was interrupted is made up for by the next start of the scheduler, and is no alarm.
    """
    last = tx.row("sweeps.last_closing")
    return (last["started_at"], last["error"]) if last and last["outcome"] == Outcome.FAILED else None
