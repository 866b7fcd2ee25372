"""Doing something to see what would come of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from db.session import Session, Transaction


class _OnlyTried(Exception):
    """No error: it takes a transaction back that is not to be kept."""


@contextmanager
def transaction(
    session: Session, *, actor: str, now: datetime | None = None, dry_run: bool = False
) -> Iterator[Transaction]:
    """A transaction that is taken back at its end when it is a ``dry_run``."""
    try:
        with session.transaction(actor=actor, now=now) as tx:
            yield tx
            _take_back(dry_run)
    except _OnlyTried:
        return


def _take_back(dry_run: bool) -> None:
    if dry_run:
        raise _OnlyTried
