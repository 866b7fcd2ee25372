"""Preferences: how the desk behaves, one frozen record with defaults."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from tzlocal import get_localzone_name

from db.session import Transaction
from engine import log
from engine.errors import BadPreference, Unknown
from engine.model import Policy

Value = bool | int | str | Policy
_ON = {"on", "true", "yes", "1"}
_OFF = {"off", "false", "no", "0"}


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every preference, by the name that people write, with its default."""

    backorder_management: bool = False  # the master switch of the sweeps (R25)
    append_by_location: bool = False  # shipments may carry several orders of one location (R32)
    sweep_on_receipt: bool = False  # a receipt runs the primary sweep at once
    returns_reduce_order: bool = False  # a return owes no replacement (R34)
    allocation_policy: Policy = Policy.STRICT  # who gets stock that is not enough for all (R15)
    skip_age_days: int = 10  # how long a line is stepped over before it holds its place (R43)
    allow_negative_stock: bool = False  # an adjustment may take on hand below zero
    append_to_pending_pos: bool = True  # replenishment adds to the vendor's pending automatic PO (R37)
    draft_notices: bool = True  # drafts to customers are written after each run
    time_zone: str = ""  # how instants are shown; empty: the machine's

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return ZoneInfo(self.time_zone or get_localzone_name() or "UTC")

    def today(self, now: datetime) -> date:
        """The day it is at the desk."""
        return now.astimezone(self.zone).date()


DESCRIPTIONS = {
    "backorder_management": "Enable backorder management: the sweeps run.",
    "append_by_location": "Append auto-generated items to pending shipments by location.",
    "sweep_on_receipt": "Run the primary sweep as soon as a purchase order is received.",
    "returns_reduce_order": "Returns reduce the order quantity: no replacement is owed.",
    "allocation_policy": "Who gets stock that is not enough for all.",
    "skip_age_days": "Days a line may be stepped over before it holds its place.",
    "allow_negative_stock": "Adjustments may take on hand below zero.",
    "append_to_pending_pos": "Replenishment adds to the vendor's pending automatic purchase order.",
    "draft_notices": "Draft notices to customers after each run.",
    "time_zone": "The time zone in which times are shown and schedules run; empty is the machine's.",
}


def read(tx: Transaction) -> Preferences:
    """The preferences in force."""
    kept = tx.value("preferences.everything") or {}
    known: dict[str, Any] = {name: _parse(name, value) for name, value in kept.items() if name in _KINDS}
    return Preferences(**known)


def change(tx: Transaction, name: str, value: object) -> None:
    """Set one preference; refuses an unknown name and a value it cannot take. Logged."""
    if name not in _KINDS:
        raise Unknown(kind="preference", name=f"{name} (known: {', '.join(_KINDS)})")
    old, new = text_of(getattr(read(tx), name)), text_of(_parse(name, text_of(value)))
    if old == new:
        return
    tx.write("preferences.forget", name=name)
    tx.write("preferences.keep", name=name, value=new)
    log.write(
        tx,
        record="preference",
        record_id=name,
        field=name,
        old_value=old,
        new_value=new,
        sentence=f"{DESCRIPTIONS[name]} Changed from {old or 'nothing'} to {new or 'nothing'}.",
    )


def text_of(value: object) -> str:
    """A preference as it is written in files: on, off, strict, 10."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value).strip()


def _parse(name: str, text: str) -> Value:
    return _KINDS[name](text)


def _flag(name: str, text: str) -> bool:
    if text.lower() not in _ON | _OFF:
        raise BadPreference(name=name, value=text, takes="on or off")
    return text.lower() in _ON


def _policy(name: str, text: str) -> Policy:
    try:
        return Policy(text)
    except ValueError:
        raise BadPreference(name=name, value=text, takes=" or ".join(Policy)) from None


def _days(name: str, text: str) -> int:
    if not text.isdigit() or int(text) > 3650:
        raise BadPreference(name=name, value=text, takes="a whole number of days from 0 to 3650")
    return int(text)


def _zone(name: str, text: str) -> str:
    if text and text not in available_timezones():
        raise BadPreference(name=name, value=text, takes="the name of a time zone such as Europe/Berlin")
    return text


_READERS: dict[type, Callable[[str, str], Value]] = {bool: _flag, int: _days, str: _zone, Policy: _policy}
_KINDS = {f.name: partial(_READERS[type(f.default)], f.name) for f in fields(Preferences)}
