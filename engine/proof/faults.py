"""What was at fault before a run: the pools it leaves out, and in words why and what to do (R29).

A run serves the pools whose rows are in order. Nearly always all are, so the proof is asked beforehand only
where a pool is plainly at fault or a run without it came to nothing. What is at fault elsewhere is no
matter of the run's: the closing of the day and ``backorder check`` prove everything.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from db.session import Transaction
from engine import guards
from engine.errors import ProofFailed
from engine.model import Pool
from engine.proof import checks
from engine.quantities import counted

MOST_IN_FULL: Final = 5
"""How many faults a sentence gives in full, of the run that left them out as of the one that made them."""
_CARRY_ANEW: Final = "Close the day: it is carried forward anew from the movements."
_REMEDIES: Final = {
    "negative on hand": "Count what is there and post the difference, or allow negative stock.",
    "promised twice": "Count what is there and post the difference, or void shipments of it.",
    "returned too much": "Undo the return: its shipment was voided too, so that its units count twice.",
    "balance without its movements": _CARRY_ANEW,
    "receipts without their movements": _CARRY_ANEW,
    "asked twice": "Enter what the customer answers: it answers both.",
}
_OF_LETTERS: Final = ("question disagrees", "asked twice", "answer without its log", "letter disagrees")
"""What is at fault in letters and answers (R51): no stock is, so that no pool is left out for it."""
_OTHERWISE: Final = "Restore a backup from before, or ask whoever changed the file."


@dataclass(frozen=True, slots=True)
class Faults:
    """What was at fault when a run began; ``problems`` with the columns of ``proof.problems`` at least."""

    problems: pl.DataFrame

    @property
    def sentence(self) -> str:
        """What a run says that left them out; empty where nothing is at fault."""
        if not self.problems.height:
            return ""
        of_letters = pl.col("problem").is_in(_OF_LETTERS)
        stock, letters = (Faults(self.problems.filter(each)).named for each in (~of_letters, of_letters))
        left_out = f"Left out what was at fault before: {stock} Everything else was served."
        served = f"At fault before, though no stock is: {letters}"
        return " ".join([left_out] * bool(stock) + [served] * bool(letters))

    @property
    def named(self) -> str:
        """In words, with the remedies; empty where nothing is at fault."""
        if not self.problems.height:
            return ""
        sentences = [
            f"{sentence} {_REMEDIES.get(problem, _OTHERWISE)}"
            for problem, sentence in self.problems.select("problem", "sentence")
            .head(MOST_IN_FULL)
            .iter_rows()
        ]
        more = self.problems.height - MOST_IN_FULL
        rest = f" {more:,} more rows are at fault: see the consistency check." if more > 0 else ""
        return " ".join(sentences) + rest


NONE: Final = Faults(pl.DataFrame())


def before_run(tx: Transaction) -> Faults:
    """What is at fault in the touched pools, which the transaction's run leaves out; written down for it."""
    faults = _find(tx)
    if faults.problems.height:
        tx.write("faults.leave_out")
        tx.write("faults.deselect")
    return faults


def everywhere(tx: Transaction) -> Faults:
    """What the whole proof finds at fault now; nothing is left out for it."""
    return Faults(checks.broken_rows(tx))


def pools(tx: Transaction) -> list[Pool]:
    """The pools that a run would leave out of the touched ones if it began now; nothing is written."""
    return list(tx.rows("faults.pools").iter_rows()) if _find(tx).problems.height else []


def _find(tx: Transaction) -> Faults:
    """What is at fault now in the touched pools, and where, in the temporary table ``pool_at_fault``."""
    faults = Faults(checks.broken_touched_rows(tx))
    if faults.problems.height:
        tx.load("fault", faults.problems)
        tx.load("pool_standing", guards.standings(tx, tx.rows("guards.every_pool")))
        tx.write("faults.find_pools")
    return faults


def left_out(tx: Transaction) -> list[Pool]:
    """The pools that the transaction's run leaves out."""
    return list(tx.rows("faults.left_out").iter_rows())


def refuse_new(before: Faults, new: pl.DataFrame, more: list[str]) -> None:
    """Raise ProofFailed for ``new`` rows at fault that were not so when the run began, and for ``more``."""
    if before.problems.height:
        new = new.join(before.problems, on=("problem", "record"), how="anti")
    sentences = new["sentence"].to_list() + more
    if sentences:
        problems = counted(len(sentences), "problem")
        raise ProofFailed(problems=problems, first=" ".join(sentences[:MOST_IN_FULL]))
