"""What goes from step to step of an import, and what came of it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

import polars as pl

from engine import sweeps
from engine.interchange.bad_rows import BadRow, refuse_rows, undoubted
from engine.model import Qty
from engine.progress import Progress
from engine.sweeps import SweepReport


@dataclass(frozen=True, slots=True)
class Incoming:
    """The rows of a file, typed, on their way into the desk; its table ``incoming`` holds the same rows."""

    rows: pl.DataFrame
    bad: list[BadRow]  # cells that hold no such thing
    step: Progress
    takes_over: bool = False  # whether what differs of known records is taken over, as far as it may be
    oldest_first: bool = False  # whether orders come in by when they were entered, not as in the file

    def refuse(self, more: list[BadRow]) -> None:
        """Refuse the file for its bad cells and what else was found, all at once; else go on to saving."""
        refuse_rows([*self.bad, *undoubted(more, self.bad)])
        self.step("saving")


@dataclass(frozen=True, slots=True)
class ImportCounts:
    """Records of a file: LICs, locations, vendors, pools, orders, receipts, adjustments or preferences."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0  # in the books already, as the file says or known by their reference
    held: list[str] = field(default_factory=list)  # a sentence for each order that stays pending (R10)
    notes: list[str] = field(default_factory=list)  # why records count as the same, and what of them is void
    taken_over: list[str] = field(default_factory=list)  # the numbers of the records that ``updated`` counts


@dataclass(frozen=True, slots=True)
class ImportLoss:
    """What an order loses by a file: to an urgent order of it, or by an adjustment (R18, R23).

    ``by_itself``: the file changes this very order.
    """

    order: str
    customer: str
    lic: str
    qty: Qty
    by_itself: bool = False


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or with ``dry_run`` would do."""

    kind: str
    rows: int  # with something in them, the column names not counted
    added: int
    updated: int
    unchanged: int
    held: list[str]
    notes: list[str]
    changed: list[str]  # a sentence for each field of a known record that is another now
    left_out: list[str]  # headers of a user's own spreadsheet that nobody asked for
    dry_run: bool
    losses: list[ImportLoss]
    assumed: list[str]  # a sentence for each: its encoding, where its names are, which rows were left out
    made: dict[str, int]  # kind -> how many records a profile made of the same rows
    taken_over: list[str] = field(
        default_factory=list
    )  # the numbers of known records that are as the file says now
    sweep: SweepReport | None = None  # the primary sweep that a receipt set off, if preferences say so
    action_id: int | None = None  # the number of the action that it was, for an undo; None with ``dry_run``


MOST_LISTED = 1_000
"""How many of anything are listed for programs; how many more there are stands beside."""


def as_data(report: ImportReport) -> dict[str, Any]:
    """A report as JSON has it: its fields, no list longer than 1,000, and ``not_shown``: field -> how many
    more there are."""
    data = asdict(report)
    if report.sweep:
        data["sweep"] = sweeps.as_dict(report.sweep)
    cut = {name: len(value) - MOST_LISTED for name, value in data.items() if isinstance(value, list)}
    shown = {name: value[:MOST_LISTED] if isinstance(value, list) else value for name, value in data.items()}
    return shown | {"not_shown": {name: more for name, more in cut.items() if more > 0}}
