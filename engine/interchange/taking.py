"""One file of a watched folder: taken in once, or sent back with its reasons.

A private copy is read, so that nobody changes it meanwhile. That its content is taken in is written with what
it brought, in one transaction: whoever is killed between that and the move finds it taken.
"""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from db import scratch
from db.session import Session, Transaction
from engine import days, profiles
from engine.errors import DeskError, Refused
from engine.interchange import guessing, importing, inbox, limits, reading
from engine.interchange.inbox import BAD, DONE, Inbox, Stamp
from engine.interchange.reports import ImportReport
from engine.rules.profile import Profile


class TakenAlready(DeskError):
    """A file of this content came in as {name} on {taken_at} by {taken_by}."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file."""

    file: Path  # where it was
    put: Path | None  # where it is; None: it was changed meanwhile, and is looked at again
    report: ImportReport | None  # None: nothing was saved of it
    sentences: list[str]  # why it came back, or that it had been taken before
    is_bad: bool = False  # whether it came back


def take(session: Session, box: Inbox, file: Path, stamp: Stamp, *, actor: str) -> Taken:
    """Take in a file that has this stamp, and move it away.

    What is the file's fault sends it back. A desk or a disk that is not ready raises, and so does a folder
    into which nothing can be put; the file stays.
    """
    try:
        limits.check_file(file, links=False)
        with scratch.folder(file) as folder:
            copy = Path(shutil.copyfile(file, folder / file.name, follow_symlinks=False))
            return _taken(session, box, file, copy, stamp, actor)
    except Refused as refused:
        problems = refused.problems
    except DeskError as error:
        if is_of_the_desk(error) or isinstance(error, inbox.NoInbox):
            raise
        problems = [str(error)]
    return Taken(file, inbox.put(file, stamp, BAD, problems), None, problems, is_bad=True)


def is_of_the_desk(error: DeskError) -> bool:
    """Whether no other file would be taken either: what db says is of the desk or the machine."""
    return not type(error).__module__.startswith("engine.")


def _taken(session: Session, box: Inbox, file: Path, copy: Path, stamp: Stamp, actor: str) -> Taken:
    with copy.open("rb") as content:
        fingerprint = hashlib.file_digest(content, "sha256").hexdigest()

    def note(tx: Transaction) -> None:
        if before := tx.row("taking.taken", kind=box.kind, fingerprint=fingerprint):
            raise TakenAlready(**before | {"taken_at": days.clock_of(tx).spelled(before["taken_at"])})
        tx.write("taking.remember", kind=box.kind, fingerprint=fingerprint, name=file.name)

    report, sentences = None, list[str]()
    try:
        profile = _profile(session, box, copy)
        report = importing.import_file(session, box.kind, copy, actor=actor, profile=profile, first=note)
    except TakenAlready as again:
        sentences = [str(again)]
    return Taken(file, inbox.put(file, stamp, DONE), report, sentences)


def _profile(session: Session, box: Inbox, file: Path) -> Profile | None:
    """The profile of the folder, or the first that recognises a file of other columns than the kind's own."""
    with session.snapshot() as tx:
        if box.profile:
            return profiles.find(tx, box.profile)
        headers = reading.read(file).headers
        if guessing.is_own(box.kind, headers):
            return None
        return next(iter(profiles.looking_like(tx, headers, box.kind)), None)
