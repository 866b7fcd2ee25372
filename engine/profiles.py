"""The profiles of the desk: kept under a name, listed, changed, taken away; beside those of the program.

A profile is stored as its text, so that the record log has all of it and an undo sets it back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from db.session import Transaction
from engine import log
from engine.errors import DeskError, Unknown
from engine.rules import profile_text
from engine.rules.profile import Profile
from engine.rules.shops import SHOPS

CONTENT: Final = "content"
"""The field of the record log that holds a profile's text; empty: there was none."""


class OfTheProgram(DeskError):
    """The profile {name} comes with the program and stays as it is; keep yours under another name."""


def every(tx: Transaction) -> list[Profile]:
    """Every profile: those of the desk by name, then those that come with the program."""
    own = [
        profile_text.from_text(row["content"], row["name"]) for row in tx.rows("profiles.every").to_dicts()
    ]
    return [*own, *SHOPS.values()]


def find(tx: Transaction, name: str) -> Profile:
    """The profile of that name; Unknown lists those there are."""
    if name in SHOPS:
        return SHOPS[name]
    row = tx.row("profiles.find", name=name)
    if row is None:
        listed = ", ".join(profile.name for profile in every(tx))
        raise Unknown(kind="profile", name=f"{name} (there are {listed})")
    return profile_text.from_text(row["content"], row["name"])


def keep(tx: Transaction, profile: Profile) -> None:
    """Keep a profile under its name, in the place of the one that the desk has by it. Logged."""
    _set(tx, profile_text.called(profile.name), profile.kind, profile_text.to_text(profile))


def forget(tx: Transaction, name: str) -> None:
    """Take a profile away; one that comes with the program stays. Logged."""
    found = find(tx, name)
    _set(tx, found.name, found.kind, "")


def set_back(tx: Transaction, name: str, content: str) -> None:
    """Make the text of a profile what it was; an empty one takes it away. Logged."""
    if content:
        keep(tx, profile_text.from_text(content, name))
    else:
        forget(tx, name)


def content(tx: Transaction, name: str) -> str:
    """The text of a profile of the desk; empty where there is none."""
    row = tx.row("profiles.find", name=name)
    return "" if row is None else str(row["content"])


def looking_like(tx: Transaction, headers: Iterable[str], kind: str | None = None) -> list[Profile]:
    """The profiles that read files with these headers, of one kind or all; the desk's own first."""
    there = list(headers)
    return [one for one in every(tx) if one.fits(there) and kind in (None, one.kind)]


def _set(tx: Transaction, name: str, kind: str, new: str) -> None:
    if name in SHOPS:
        raise OfTheProgram(name=name)
    old = content(tx, name)
    if old == new:
        return
    tx.write("profiles.forget", name=name)
    if new:
        tx.write("profiles.keep", name=name, kind=kind, content=new)
    verb = "was taken away" if not new else "was changed" if old else "was made"
    log.write(
        tx,
        record="profile",
        record_id=name,
        field=CONTENT,
        old_value=old,
        new_value=new,
        sentence=f"The profile {name} for files of {kind} {verb}.",
    )
