"""Preferences: how the desk behaves, one frozen record with defaults."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from db import days
from db.session import Transaction
from engine import guards, log
from engine.errors import BadPreference, DeskError, Unknown, refuse
from engine.model import MailSecurity, Policy
from engine.rules import addresses
from engine.rules.queue import POLICIES, PolicyRule

Value = bool | int | str | Policy | MailSecurity
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
    currency: str = ""  # of every price and cost, as an ISO code or a sign; empty: it is not named
    time_zone: str = ""  # how instants are shown; empty: the machine's
    smtp_host: str = ""  # the mail server that sends notices; empty: none
    smtp_port: int = 0  # where it listens; 0: as usual for its security
    smtp_tls: MailSecurity = MailSecurity.STARTTLS  # how the connection is kept private
    smtp_user: str = ""  # whom to sign in as; empty: nobody
    smtp_sender: str = ""  # the address that notices come from

    @property
    def policy_rule(self) -> PolicyRule:
        """What the desk knows of the policy in force."""
        return POLICIES[self.allocation_policy]

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone."""
        return days.zone_named(self.time_zone)


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
    "currency": "The currency of every price and cost, an ISO code or a sign; empty names none.",
    "time_zone": "The time zone in which times are shown and schedules run; empty is the machine's.",
    "smtp_host": "The mail server that sends notices.",
    "smtp_port": "The port of the mail server; 0 is the usual one.",
    "smtp_tls": "The security of the connection to the mail server.",
    "smtp_user": "The user to sign in to the mail server as.",
    "smtp_sender": "The address that notices come from.",
}


def read(tx: Transaction) -> Preferences:
    """The preferences in force."""
    kept = tx.value("preferences.everything") or {}
    known: dict[str, Any] = {name: parse(name, value) for name, value in kept.items() if name in _KINDS}
    return Preferences(**known)


def change(tx: Transaction, name: str, value: object) -> None:
    """Set one preference; refuses an unknown name and a value it cannot take. Logged."""
    old, new = text_of(getattr(read(tx), name, "")), text_of(parse(name, text_of(value)))
    if old == new:
        return
    if (name, new) == ("allow_negative_stock", "off"):
        guards.check_negative_off(tx)
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


def change_all(tx: Transaction, wanted: Mapping[str, object]) -> list[str]:
    """Set several preferences together, or refuse all that cannot be; returns the names that changed."""
    before, problems = read(tx), list[DeskError]()
    for name, value in wanted.items():
        try:
            change(tx, name, value)
        except DeskError as error:
            problems.append(error)
    refuse(problems)
    after = read(tx)
    return [name for name in wanted if getattr(before, name) != getattr(after, name)]


def text_of(value: object) -> str:
    """A preference as it is written in files: on, off, strict, 10."""
    if isinstance(value, bool):
        return "on" if value else "off"
    return str(value).strip()


def parse(name: str, text: str) -> Value:
    """What the text of a preference means; refuses an unknown name and a text it cannot be."""
    if name not in _KINDS:
        raise Unknown(kind="preference", name=f"{name} (known: {', '.join(_KINDS)})")
    kind = _KINDS[name]
    try:
        return kind.read(text)
    except ValueError:
        raise BadPreference(name=name, value=" ".join(text.split()) or "empty", takes=kind.takes) from None


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the texts of some preferences are read: a function that raises ValueError, and what it takes."""

    read: Callable[[str], Value]
    takes: str


def _flag(text: str) -> bool:
    if text.lower() not in _ON | _OFF:
        raise ValueError
    return text.lower() in _ON


def _whole(text: str, *, most: int) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise ValueError
    return int(text)


def _fits(text: str, *, test: Callable[[str], object]) -> str:
    if text and not test(text):
        raise ValueError
    return text


def _text(test: Callable[[str], object], takes: str) -> _Kind:
    """Texts that pass the test, and none at all."""
    return _Kind(partial(_fits, test=test), takes)


_BY_TYPE: dict[type, _Kind] = {
    bool: _Kind(_flag, "on or off"),
    Policy: _Kind(Policy, " or ".join(Policy)),
    MailSecurity: _Kind(MailSecurity, " or ".join(MailSecurity)),
}
_BY_NAME = {
    "skip_age_days": _Kind(partial(_whole, most=3650), "a whole number of days from 0 to 3650"),
    "currency": _text(
        lambda text: len(text) <= 5 and text.isprintable() and not any(map(str.isdigit, text)),
        "an ISO code such as EUR, or a sign such as €, of up to 5 letters and no digits",
    ),
    "time_zone": _text(
        lambda text: text in available_timezones(), "the name of a time zone such as Europe/Berlin"
    ),
    "smtp_host": _text(addresses.is_host, "the name of a machine such as smtp.school.example"),
    "smtp_port": _Kind(partial(_whole, most=65535), "a port from 1 to 65535, or 0 for the usual one"),
    "smtp_user": _text(
        lambda text: len(text) <= addresses.LONGEST_ADDRESS and text.isprintable(),
        "a name of up to 254 characters in one line",
    ),
    "smtp_sender": _text(addresses.is_address, "an e-mail address such as orders@school.example"),
}
_KINDS = {f.name: _BY_NAME.get(f.name) or _BY_TYPE[type(f.default)] for f in fields(Preferences)}
