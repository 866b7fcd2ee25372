"""Records of a file that the desk has already: the same as before, or refused with what differs.

Compared is what files said, never what the desk did with a record since: after splits, shipments, returns and
changes by hand the same file is still the same. A record that no file brought in is compared with what was
typed when it was opened, as far as the desk keeps that. A purchase order may also be as the desk hands it
over now.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

import polars as pl

from db.session import Transaction
from engine import days
from engine.days import Clock
from engine.errors import DeskError
from engine.interchange import handover
from engine.interchange.bad_rows import BadRow
from engine.interchange.refusals import BookedOtherwise, OtherContent, listed
from engine.quantities import plain

MOST_DIFFERENCES = 6
_LOOKS = {
    "orders": ("import_known.say_orders", "import_known.describe_orders"),
    "purchase-orders": ("import_known.say_purchase_orders", "import_known.describe_purchase_orders"),
    "receipts": ("import_known.say_receipts", "import_known.describe_receipts"),
    "transfers": ("import_known.say_transfers", "import_known.describe_transfers"),
}
_CALLED = {
    "orders": "Order {number}",
    "purchase-orders": "Purchase order {number}",
    "receipts": "Receipt {reference} against purchase order {number}",
    "transfers": "Transfer {number}",
}

RecordContent = Mapping[str, Any]
LineText = dict[str, str]


class StayVoid(DeskError):
    """Void, and left so because a file that comes again changes nothing: {records}; give what is wanted anew
    a number of its own."""


class StayReduced(DeskError):
    """Less is wanted now than the file says, and left so because a file that comes again changes nothing:
    {records}; add what is wanted anew where they are."""


@dataclass(frozen=True, slots=True)
class Differing:
    """A record that is known, and of which this file says something else than the file or the desk before."""

    first_row: int
    record_id: int
    number: str
    called: str  # "Order 7"
    on_desk: RecordContent
    in_file: RecordContent
    content: str  # of the file, as it is remembered
    differences: list[str]


def find_differing(tx: Transaction, kind: str) -> list[Differing]:
    """The records of the table ``incoming`` that are known with other content."""
    for look in _LOOKS[kind]:
        tx.write(look)
    clock = days.clock_of(tx)
    every = (_compared(kind, row, clock) for row in tx.rows("import_known.differing", kind=kind).to_dicts())
    differing = [one for one in every if one.differences]
    return _unlike_now(tx, differing) if kind == "purchase-orders" and differing else differing


def _unlike_now(tx: Transaction, differing: list[Differing]) -> list[Differing]:
    """Those of some purchase orders of which a file says something else, too, than this desk would hand over:
    its own file is no news to it, whatever became of a purchase order since it was opened."""
    rows = handover.export(tx, handover.PURCHASES).filter(
        pl.col("po").is_in([one.number for one in differing])
    )
    now, fields = defaultdict[str, list[LineText]](list), set(rows.columns) - {"po"}
    for row in rows.to_dicts():
        now[row["po"]].append({name: _text(row[name]) for name in fields if row[name] is not None})
    return [one for one in differing if _counted(now[one.number], fields) != _counted(_rows_of(one), fields)]


def _rows_of(one: Differing) -> list[LineText]:
    """The rows of a file about a record: each line with what is said of them all."""
    heads = {name: value for name, value in one.in_file.items() if name != "lines"}
    return [heads | line for line in one.in_file["lines"]]


def _text(value: Any) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def _compared(kind: str, row: dict[str, Any], clock: Clock) -> Differing:
    on_desk, in_file = json.loads(row["on_desk"]), json.loads(row["in_file"])
    return Differing(
        row["first_row"],
        row["record_id"],
        row["number"],
        _CALLED[kind].format(**row),
        on_desk,
        in_file,
        row["in_file"],
        differences(on_desk, in_file, clock),
    )


def notes_on_less(tx: Transaction, kind: str) -> list[str]:
    """A sentence that names the records of the file that were cancelled since they came in, and one that
    names those of which less is wanted now; of transfers, which become less as they come, only the first.

    They count as known: a file that comes again changes nothing. Asked after ``find_differing``.
    """
    less = tx.rows("import_known.find_less", kind=kind)
    told = {StayVoid: less.filter("is_void"), StayReduced: less.filter(~pl.col("is_void"))}
    return [str(note(records=listed(rows["record"]))) for note, rows in told.items() if rows.height]


def refusal(one: Differing, *, may_be_taken_over: bool) -> BadRow:
    """Why a record that differs is refused: with what differs, and what can be done."""
    reason = OtherContent if may_be_taken_over else BookedOtherwise
    return BadRow(one.first_row, reason(record=one.called, differences=in_words(one)))


def in_words(one: Differing) -> str:
    """What differs, the first of it: ``quantity of book 5 instead of 3, 2 more``."""
    more = len(one.differences) - MOST_DIFFERENCES
    rest = [f"{more:,} more"] if more > 0 else []
    return ", ".join(one.differences[:MOST_DIFFERENCES] + rest)


def differences(on_desk: RecordContent, in_file: RecordContent, clock: Clock) -> list[str]:
    """What a file has otherwise than the desk, in words; a fact that the desk does not know is not compared.

    Both have facts by name, and ``lines``, each with a ``lic``, whose order does not count.
    """
    facts = [
        name for name in in_file if name != "lines" and name in on_desk and in_file[name] != on_desk[name]
    ]
    differing = [_instead(name, "", in_file[name], on_desk[name], clock) for name in facts]
    return differing + list(_line_differences(on_desk["lines"], in_file["lines"], clock))


def _line_differences(on_desk: list[LineText], in_file: list[LineText], clock: Clock) -> Iterator[str]:
    fields = set.intersection(*(set(line) for line in on_desk)) if on_desk else {"lic", "qty"}
    before, now = (_counted(lines, fields) for lines in (on_desk, in_file))
    gone, come = _by_lic(before - now), _by_lic(now - before)
    for lic in sorted(gone.keys() | come.keys()):
        both = min(len(gone[lic]), len(come[lic]))
        for old, new in zip(gone[lic], come[lic], strict=False):
            yield from (
                _instead(field, f" of {lic}", new.get(field), old.get(field), clock)
                for field in sorted(fields)
                if new.get(field) != old.get(field)
            )
        yield from (f"a line more, {line.get('qty')} of {lic}" for line in come[lic][both:])
        yield from (f"a line less, {line.get('qty')} of {lic}" for line in gone[lic][both:])


def _counted(lines: list[LineText], fields: set[str]) -> Counter[tuple[tuple[str, str], ...]]:
    return Counter(
        tuple(sorted((name, value) for name, value in line.items() if name in fields and value is not None))
        for line in lines
    )


def _by_lic(lines: Counter[tuple[tuple[str, str], ...]]) -> dict[str, list[LineText]]:
    by_lic: dict[str, list[LineText]] = defaultdict(list)
    for line in sorted(lines.elements()):
        by_lic[dict(line).get("lic", "")].append(dict(line))
    return by_lic


def _instead(field: str, of: str, new: str | None, old: str | None, clock: Clock) -> str:
    if field in _WHEN:
        new, old = (value and clock.in_text(value) for value in (new, old))
    return f"{_words(field)}{of} {new or 'nothing'} instead of {old or 'nothing'}"


_WHEN: Final = ("entered_at", "expected_on", "hold_until", "not_before", "received_at", "requested_on")
"""What is a day or an instant."""


def _words(field: str) -> str:
    return {"qty": "quantity", "lic": "LIC"}.get(field, field.replace("_", " "))
