"""Preferences from a file."""

from __future__ import annotations

from db.session import Transaction
from engine import preferences
from engine.errors import DeskError
from engine.interchange.bad_rows import BadRow
from engine.interchange.refusals import GivenTwice
from engine.interchange.reports import ImportCounts, Incoming
from engine.notices import smtp


def load(tx: Transaction, incoming: Incoming) -> ImportCounts:
    """Set the preferences that differ; one that cannot be set refuses the whole file.

    So do those of a mail server that would be given a password in the clear.
    """
    before = preferences.read(tx)
    bad: list[BadRow] = []
    first: dict[str, int] = {}
    for row, name, value in incoming.rows.drop_nulls().select("row", "name", "value").iter_rows():
        if first.setdefault(name, row) != row:
            bad.append(BadRow(row, GivenTwice(record=f"The preference {name}", first=first[name])))
            continue
        try:
            preferences.change(tx, name, value)
        except DeskError as error:
            bad.append(BadRow(row, error))
    incoming.refuse(bad)
    after = preferences.read(tx)
    smtp.check(after)
    updated = sum(getattr(before, name) != getattr(after, name) for name in first)
    return ImportCounts(updated=updated, unchanged=len(first) - updated)
