"""Views of lists that people keep: the filters of now under a name, for one person or for the whole desk.

A view is stored as its text, so that the record log has all of it and an undo sets it back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from db.session import Transaction
from engine import log
from engine.errors import DeskError, NoSuch, refuse
from engine.rules import texts

Filters = Mapping[str, Sequence[str]]
"""What stands in the address of a list: each filter by its name there, with what was chosen."""
LONGEST_NAME: Final = 40


class Listing(StrEnum):
    """The lists of which views are kept."""

    BACKORDERS = "backorders"
    ORDERS = "orders"
    ORDER_ITEMS = "order items"
    SHIPMENTS = "shipments"
    SUPPLY = "supply"
    TRANSFERS = "transfers"


class NamelessView(DeskError):
    """The view has no name; type one."""


class NothingFiltered(DeskError):
    """The view would show everything; choose a filter first."""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A view that was kept; ``owner``: whose it is, empty for everybody's at this desk."""

    listing: Listing
    name: str
    filters: Filters
    owner: str = ""

    @property
    def text(self) -> str:
        """The view as it is stored and logged, without its name."""
        filters = {name: list(chosen) for name, chosen in sorted(self.filters.items())}
        return json.dumps({"listing": self.listing, "owner": self.owner, "filters": filters})


def every(tx: Transaction, listing: Listing, person: str) -> list[SavedView]:
    """The views of a list that a person sees: those of the desk, and their own; by name."""
    rows = tx.rows("views.every", listing=listing, person=person).iter_rows(named=True)
    return [_from_text(row["name"], row["content"]) for row in rows]


def keep(tx: Transaction, view: SavedView) -> None:
    """Keep a view under its name, in the place of the one that its owner has by it. Logged.

    A view without a name or without a filter is refused, and both are told.
    """
    name = texts.line(view.name, "name of the view", LONGEST_NAME)
    problems: list[DeskError | str] = [] if name else [NamelessView()]
    if not any(view.filters.values()):
        problems.append(NothingFiltered())
    refuse(problems)
    _set(tx, SavedView(view.listing, name, view.filters, view.owner), is_there=True)


def forget(tx: Transaction, view: SavedView) -> None:
    """Take a view away. Logged; one that is not there is refused."""
    if not content(tx, view):
        raise NoSuch(kind="view", name=view.name)
    _set(tx, view, is_there=False)


def content(tx: Transaction, view: SavedView) -> str:
    """The text of the view of this list, name and owner; empty where there is none."""
    row = tx.row("views.find", listing=view.listing, name=view.name, owner=view.owner)
    return "" if row is None else str(row["content"])


def set_back(tx: Transaction, name: str, old: str, new: str) -> bool:
    """Make the text of a view ``old`` again if it still is ``new``; say whether it was. Empty: no view."""
    view = _from_text(name, old or new)
    if content(tx, view) != new:
        return False
    _set(tx, view, is_there=bool(old))
    return True


def _set(tx: Transaction, view: SavedView, *, is_there: bool) -> None:
    old, new = content(tx, view), view.text if is_there else ""
    if old == new:
        return
    named = {"listing": view.listing, "name": view.name, "owner": view.owner}
    tx.write("views.forget", **named)
    if is_there:
        tx.write("views.keep", **named, content=new)
    verb = "was taken away" if not new else "was changed" if old else "was kept"
    whose = f"{view.owner}'s view" if view.owner else "The view"
    log.write(
        tx,
        record="view",
        record_id=view.name,
        field="content",
        old_value=old,
        new_value=new,
        sentence=f"{whose} {view.name} of the list of {view.listing} {verb}.",
    )


def _from_text(name: str, text: str) -> SavedView:
    stored = json.loads(text)
    return SavedView(Listing(stored["listing"]), name, stored["filters"], stored["owner"])
