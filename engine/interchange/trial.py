"""Doing something to see what would come of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from db.session import Session, Transaction


class _OnlyTried(Exception):  # noqa: N818 - no error: it takes a transaction back that is not to be kept
    pass


@contextmanager
def transaction(
    session: Session, *, actor: str, now: datetime | None = None, dry_run: bool = False
) -> Iterator[Transaction]:
    """A transaction that is taken back at its end when it is a ``dry_run``."""
    try:
        with session.transaction(actor=actor, now=now) as tx:
            yield tx
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
