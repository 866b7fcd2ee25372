"""What a file says otherwise than the file before it, taken over into orders and purchase orders.

Taken over is the difference between the two files, and only where the desk has what the first of them said:
what somebody changed at the desk since is not overwritten. All of a file is taken over, or nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from db.session import Transaction
from engine import orders, supply
from engine.errors import DeskError, TooMuchIsFirm
from engine.interchange.bad_rows import BadRow, refuse_rows
from engine.interchange.import_known import Differing, RecordContent, in_words, refusal
from engine.interchange.reports import ImportCounts, Incoming
from engine.model import Cell, OnShortage
from engine.quantities import spelled
from engine.rules.header import BY_NAME, IN_FILES, only

CAUSE: Final = "a newer file"


class StaysAsItIs(DeskError):
    """{record} keeps its {field} ({old}, not {new}): {why}; leave its rows out, or change it at the desk."""


class ChangedAtTheDesk(DeskError):
    """{record} has {now} of {lic} by now, and the file before this one said {before}: somebody changed it at
    the desk since; leave its rows out and change it there."""


_WHY: Final = {
    "customer": "an order stays with who ordered it",
    "entered_at": "since when it waits decides its place in the queue",
    "vendor": "it was sent to that vendor",
    "warehouse": "where it goes to was settled when it was opened",
    "unit_price": "the price was agreed",
    "on_shortage": "the shortage was decided when it was opened",
}


def refusals(incoming: Incoming, kind: str, differing: list[Differing]) -> list[BadRow]:
    """A refusal for each record that differs, unless what differs may be taken over and is to be."""
    if incoming.takes_over and kind in KINDS:
        return []
    return [refusal(one, may_be_taken_over=kind in KINDS) for one in differing]


def counted(counts: ImportCounts, differing: list[Differing]) -> ImportCounts:
    """Counts of a file in which the records that differed count as updated."""
    numbers = [one.number for one in differing]
    return replace(
        counts, updated=len(numbers), unchanged=counts.unchanged - len(numbers), taken_over=numbers
    )


def take_over(tx: Transaction, kind: str, differing: list[Differing]) -> list[str]:
    """Take the differences over, record by record; a sentence for each. Refuses together what cannot be."""
    bad: list[BadRow] = []
    for one in differing:
        try:
            _TAKERS[kind](tx, one)
        except DeskError as error:
            bad.append(BadRow(one.first_row, error))
            continue
        tx.write("updating.forget", kind=kind, record_id=one.record_id)
        tx.write("updating.remember", kind=kind, record_id=one.record_id, content=one.content)
    refuse_rows(bad)
    return [f"{one.called}: {in_words(one)}." for one in differing]


def _order(tx: Transaction, one: Differing) -> None:
    _refuse_fixed(one, [*one.in_file.keys() - {*IN_FILES, "lines"}])
    changes = {
        name: BY_NAME[name].checked(_value(name, one.in_file[name]), f"order {one.number}")
        for name in IN_FILES
        if one.in_file.get(name) is not None
        and name in one.on_desk
        and one.in_file[name] != one.on_desk[name]
    }
    for name, value in changes.items():
        orders.change(tx, one.number, **only(name, value))
    for (lic, warehouse), (before, now) in _pools(one).items():
        _order_lines(tx, one, lic, warehouse, before, now)


def _value(name: str, text: str) -> object:
    """A field of an order's head as files say it, as the desk takes it."""
    match BY_NAME[name].cell:
        case Cell.PRIORITY:
            return int(text)
        case Cell.DAY:
            return date.fromisoformat(text)
        case _:
            return text


def _order_lines(
    tx: Transaction,
    one: Differing,
    lic: str,
    warehouse: str | None,
    before: list[RecordContent],
    now: list[RecordContent],
) -> None:
    """What an order has of a LIC becomes what the file says: more is a new line, less comes off the last."""
    less = _units(before) - _units(now)
    units = tx.rows("updating.order_units", number=one.number).filter(lic=lic)
    here = (units.filter(warehouse=warehouse) if warehouse else units).to_dicts()
    there = sum((row["qty"] for row in here), Decimal(0))
    if there != _units(before):
        raise ChangedAtTheDesk(record=one.called, now=spelled(there), lic=lic, before=spelled(_units(before)))
    if less < 0:
        last = now[-1]
        answer = last.get("on_shortage")
        orders.add_line(
            tx,
            one.number,
            lic,
            -less,
            on_shortage=OnShortage(answer) if answer else None,
            unit_price=_amount(last.get("unit_price")),
            warehouse=warehouse,
        )
    for root in [root for row in here for root in row["lines"]]:
        less = orders.cancel_units(tx, one.number, root, less, CAUSE) if less > 0 else less
    if less > 0:
        raise TooMuchIsFirm(line=lic, order=one.number, less=spelled(less))


def _purchase_order(tx: Transaction, one: Differing) -> None:
    _refuse_fixed(one, ["vendor", "warehouse"])
    for (lic, _), (before, now) in _pools(one).items():
        _po_line(tx, one, lic, before, now)


def _po_line(
    tx: Transaction, one: Differing, lic: str, before: list[RecordContent], now: list[RecordContent]
) -> None:
    lines = supply.lines(tx, one.number).filter(lic=lic).to_dicts()
    there = sum((line["qty"] for line in lines), Decimal(0))
    if there != _units(before):
        raise ChangedAtTheDesk(record=one.called, now=spelled(there), lic=lic, before=spelled(_units(before)))
    for at in range(max(len(lines), len(now))):  # the file's lines in their order, line by line
        new = now[at] if at < len(now) else {}
        qty, cost, day = (
            Decimal(new.get("qty", 0)),
            _amount(new.get("unit_cost")),
            _day(new.get("expected_on")),
        )
        if at < len(lines):
            line_id = lines[at]["po_line_id"]
            supply.change_po_line(tx, one.number, line_id, qty=qty, unit_cost=cost, expected_on=day)
        else:
            supply.add_po_line(tx, one.number, lic, qty, unit_cost=cost, expected_on=day)


_TAKERS: Final[Mapping[str, Callable[[Transaction, Differing], None]]] = {
    "orders": _order,
    "purchase-orders": _purchase_order,
}
KINDS: Final = frozenset(_TAKERS)
"""The kinds of which a newer file may be taken over."""


def _refuse_fixed(one: Differing, names: list[str]) -> None:
    """Refuse what cannot become another once a record is open."""
    for name in sorted(names):
        new, old = one.in_file.get(name), one.on_desk.get(name)
        if name in one.on_desk and new is not None and new != old:
            _refuse(one, name, old, new)


def _refuse(one: Differing, name: str, old: Any, new: Any) -> None:
    field = name.replace("_", " ")
    raise StaysAsItIs(record=one.called, field=field, old=old or "none", new=new or "none", why=_WHY[name])


def _pools(one: Differing) -> dict[tuple[str, str | None], tuple[list[RecordContent], list[RecordContent]]]:
    """The lines that the file before and this one have of each LIC and warehouse, where they differ.

    What becomes more comes first: a record of which nothing is left would be over.
    """
    pools: dict[tuple[str, str | None], tuple[list[RecordContent], list[RecordContent]]] = defaultdict(
        lambda: ([], [])
    )
    knows_warehouse = all(line.get("warehouse") for line in one.on_desk["lines"])
    for at, lines in enumerate((one.on_desk["lines"], one.in_file["lines"])):
        for line in lines:
            pools[line["lic"], line.get("warehouse") if knows_warehouse else None][at].append(line)
    for before, now in pools.values():
        for name in ("unit_price", "on_shortage"):
            old, new = _facts(before, name), _facts(now, name)
            if before and now and name in before[0] and old != new:
                _refuse(one, name, ", ".join(sorted(old)), ", ".join(sorted(new)))
    differing = {pool: pair for pool, pair in pools.items() if pair[0] != pair[1]}
    return dict(sorted(differing.items(), key=lambda one: _units(one[1][0]) - _units(one[1][1])))


def _facts(lines: list[RecordContent], name: str) -> set[str]:
    return {line[name] for line in lines if line.get(name) is not None}


def _units(lines: list[RecordContent]) -> Decimal:
    return sum((Decimal(line["qty"]) for line in lines), Decimal(0))


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
