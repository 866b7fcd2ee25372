"""What somebody wants planned, what a plan came to, and what is wrong with a wish before a file is read."""

from __future__ import annotations

import operator
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Final

from engine.errors import DeskError
from engine.model import NOTHING, Policy, Qty, Terms
from engine.plan import places
from engine.plan.refusals import (
    BadMemory,
    BadSkipAge,
    FileInStore,
    NoTempFolder,
    UnknownEngine,
    UnknownPolicy,
)
from engine.preferences import LONGEST_SKIP_AGE
from engine.rules.queue import POLICIES

ENGINES: Final = ("duckdb", "spark")
"""What plans are made with."""
_SIZE: Final = re.compile(r"\s*(\d+(?:\.\d+)?)\s*([KMGT])I?B\s*", re.IGNORECASE)
_UNITS: Final = {"K": 10**3, "M": 10**6, "G": 10**9, "T": 10**12}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants planned, as it was typed."""

    lines: str  # an address, see ``places``
    stock: str
    out: str  # nothing may be there yet
    policy: str = Policy.STRICT
    engine: str = ENGINES[0]
    skip_age_days: int = Terms().skip_age_days
    memory: str | None = None  # "8GB"; None: most of the machine's
    temp: Path | None = None  # the folder for what exceeds it; None: beside ``out``

    @property
    def looks_beyond_pool(self) -> bool:
        """Whether pools decide about each other under the policy, if there is such a policy."""
        return self.policy in list(Policy) and POLICIES[Policy(self.policy)].looks_beyond_pool

    @property
    def terms(self) -> Terms:
        """The terms of the walk."""
        return Terms(skip_age_days=self.skip_age_days)


@dataclass(frozen=True, slots=True)
class Changes:
    """What a walk changes. Quantities are exact."""

    lines_gained: int = 0
    units_gained: Qty = NOTHING
    lines_lost: int = 0
    units_lost: Qty = NOTHING
    lines_waiting: int = 0
    units_waiting: Qty = NOTHING

    def __add__(self, other: Changes) -> Changes:
        return Changes(*map(operator.add, astuple(self), astuple(other)))


@dataclass(frozen=True, slots=True)
class Plan:
    """What a plan came to."""

    lines: int
    pools: int
    pools_without_stock: int  # their stock was not given: nothing lies there
    changes: Changes


def faults(wanted: Wanted) -> Iterator[DeskError]:
    """What is wrong with the options, and with the places for the result and for what exceeds memory."""
    yield from mistyped(wanted)
    if wanted.temp and not wanted.temp.is_dir():
        yield NoTempFolder(folder=wanted.temp)
    if wanted.engine != "spark" or places.on_disk(wanted.out):
        yield from places.out_fault(wanted.out)
    elif places.is_file(wanted.out):
        yield FileInStore(address=wanted.out)


def mistyped(wanted: Wanted) -> Iterator[DeskError]:
    """Which options say nothing that can be meant, whatever lies where."""
    if wanted.policy not in list(Policy):
        yield UnknownPolicy(name=wanted.policy, known=", ".join(Policy))
    if wanted.engine not in ENGINES:
        yield UnknownEngine(name=wanted.engine, known=", ".join(ENGINES))
    if not 0 <= wanted.skip_age_days <= LONGEST_SKIP_AGE:
        yield BadSkipAge(days=wanted.skip_age_days, most=LONGEST_SKIP_AGE)
    if wanted.memory and not _SIZE.fullmatch(wanted.memory):
        yield BadMemory(said=wanted.memory)


def bytes_of(memory: str) -> int:
    """How many bytes a size means that has no fault."""
    if not (found := _SIZE.fullmatch(memory)):
        raise ValueError(memory)
    return int(float(found[1]) * _UNITS[found[2].upper()])
