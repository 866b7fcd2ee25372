"""What Spark says when something is wrong, in sentences. Spark says it at length."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path
from typing import Final

from engine.errors import DeskError, Refused
from engine.plan.refusals import (
    FilesDisagree,
    NoJava,
    NothingThere,
    NotRead,
    OutThere,
    SparkFailed,
    SparkNotStarted,
    StoreUnknown,
)

_NOTHING: Final = re.compile(r"\[(PATH_NOT_FOUND|UNABLE_TO_INFER_SCHEMA)\b")
_DISAGREE: Final = re.compile(r"\[(CANNOT_MERGE_SCHEMAS|FAILED_MERGE|CONFLICTING_|COLUMN_ALREADY_EXISTS)")
_TAKEN: Final = re.compile(r"\[PATH_ALREADY_EXISTS\b")
_NO_STORE: Final = re.compile(r"No FileSystem for scheme|Class org\.apache\.hadoop\.fs\.\S+ not found")
_OURS: Final = re.compile(r"^(?:engine|db)\.[\w.]+: (.+)$", re.MULTILINE)
"""A sentence of our own, as a worker's traceback ends with it."""
_CAUSE: Final = re.compile(r"^(?:: |Caused by: )?(?:[\w$]+\.)*[\w$]*(?:Error|Exception): (.+)$", re.MULTILINE)


def of_start(message: str) -> DeskError:
    """Why Spark did not start."""
    home = os.environ.get("JAVA_HOME")
    if not shutil.which("java", path=Path(home) / "bin" if home else None):
        return NoJava()
    return SparkNotStarted(detail=_reason(message))


def of_reading(address: str, message: str) -> DeskError:
    """Why the table at an address cannot be read."""
    if _NO_STORE.search(message):
        return StoreUnknown(address=address)
    if _NOTHING.search(message):
        return NothingThere(address=address)
    if _DISAGREE.search(message):
        return FilesDisagree(address=address, detail=_reason(message))
    return NotRead(address=address, detail=_reason(message))


def of_work(out: str, message: str) -> DeskError:
    """Why a plan was not made; a worker's sentence is handed on."""
    if ours := _OURS.findall(message):
        return Refused([ours[-1]])
    if _NO_STORE.search(message):
        return StoreUnknown(address=out)
    if _TAKEN.search(message):
        return OutThere(address=out)
    return SparkFailed(detail=_reason(message))


def _reason(message: str) -> str:
    """The innermost cause that is named, else the last line."""
    causes = _CAUSE.findall(message) or message.strip().splitlines() or [""]
    return re.sub(r"^\[[A-Z_.]+\] | SQLSTATE: \w+$", "", causes[-1].strip()).rstrip(".;")
