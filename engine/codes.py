"""Records by the codes that people type, and codes for new records: made by ``rules.texts`` and nowhere else.

A code is looked for exactly as it was typed before it is looked for as new codes are made, so that a record
that an older program gave an odd code can still be named by it.
"""

from __future__ import annotations

from typing import Any

from db.session import Transaction
from engine.errors import AlreadyExists, DeskError
from engine.rows import Record
from engine.rules import texts


def find(
    tx: Transaction, query: str, typed: object, what: str, *, by: str = "code", **facts: Any
) -> Record | None:
    """The record that the query finds by a typed code; None: there is none. Refuses what can be no code.

    ``by``: the query's parameter for the code. ``what`` the code is for is named in a refusal.
    """
    text = str(typed)
    row = tx.row(query, **{by: text}, **facts) if texts.can_be_stored(text) else None
    if row is not None:
        return row
    made = texts.code(text, what)
    return None if made == text else tx.row(query, **{by: made}, **facts)


def new(
    tx: Transaction,
    query: str,
    typed: object,
    what: str,
    *,
    by: str = "code",
    taken: str | None = None,
    **facts: Any,
) -> str:
    """The code for a new record; AlreadyExists if the query finds one that has it, as typed or as made.

    ``taken``: how that other record is called, else as ``what``.
    """
    if find(tx, query, typed, what, by=by, **facts):
        by = "number" if by == "number" else "code"
        raise AlreadyExists(kind=taken or what, name=str(typed), by=by)
    return texts.code(typed, what)


def spellings(typed: str) -> list[str]:
    """A text as it was typed and as codes are made, the likelier first; none if it can be neither.

    What to look for where a text may also mean something else than a code.
    """
    as_typed = [typed] if texts.can_be_stored(typed) else []
    try:
        made = texts.code(typed, "code")
    except DeskError:
        return as_typed
    return list(dict.fromkeys([*as_typed, made]))
