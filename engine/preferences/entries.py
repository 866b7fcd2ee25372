# ruff: noqa: RUF009 - an entry is a field of the dataclass, with its default and what is said of it
"""Each preference is one entry of ``Preferences``: its name, its default, what people read of it, and how its
text is read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import PurePath
from typing import Final, TypeVar
from zoneinfo import available_timezones

from engine.errors import BadPreference, NoSuch
from engine.model import MailSecurity, PaperSize, Policy
from engine.rules import addresses
from engine.rules.preference import BY_TYPE, About, Group, TextReader, Value, number, text
from engine.rules.queue import POLICIES, PolicyRule

T = TypeVar("T", bound=Value)
LONGEST_SKIP_AGE: Final = 3650
"""Days that a line may be skipped."""
LONGEST_SLIP: Final = 3650
"""Days of a slip, or without an answer."""
LONGEST_FOLDER: Final = 500
LONGEST_CURRENCY: Final = 5
LONGEST_LETTERHEAD: Final = 200
LONGEST_ZONE: Final = 64
MOST_BACKUPS: Final = 3650


def _preference(
    default: T,
    group: Group,
    label: str,
    meaning: str = "",
    *,
    reading: TextReader | None = None,
    empty: str = "",
    hint: str = "",
) -> T:
    """The entry of a preference; how it is read follows from its type unless ``reading`` says it."""
    about = About(group, label, meaning, reading or BY_TYPE[type(default)], empty, hint)
    return field(default=default, metadata={"about": about})


@dataclass(frozen=True, slots=True)
class Preferences:
    """Every preference, by the name that people write."""

    backorder_management: bool = _preference(
        False,
        Group.SWEEPS,
        "Enable backorder management",
        "On: the sweeps run; they fill lines that wait and propose purchase orders. Off: they do nothing.",
    )
    append_by_location: bool = _preference(
        False,
        Group.SHIPMENTS,
        "Append auto-generated items to pending shipments by location",
        "On: what is allotted joins a pending shipment to the same customer and location, whatever the "
        "order. Off: each order has shipments of its own. Lines of one order join its own pending shipment "
        "in any case; an order that ships complete travels alone.",
    )
    sweep_on_receipt: bool = _preference(
        False,
        Group.GOODS,
        "Run the primary sweep as soon as a purchase order is received",
        "On: what came is given at once to lines that wait. Off: they wait for the sweep.",
    )
    returns_reduce_order: bool = _preference(
        False,
        Group.GOODS,
        "Returns reduce the order quantity",
        "On: returned goods are off the order. Off: a replacement is owed, and waits at the order's own "
        "place in the queue.",
    )
    allocation_policy: Policy = _preference(
        Policy.STRICT, Group.POLICY, "Who gets stock that is not enough for all"
    )
    skip_age_days: int = _preference(
        10,
        Group.POLICY,
        "Days a line may be skipped before it holds its place",
        reading=number(LONGEST_SKIP_AGE, f"a whole number of days from 0 to {LONGEST_SKIP_AGE}"),
    )
    not_before_lead_days: int = _preference(
        0,
        Group.LINES,
        "Days before its day on which a line takes part",
        "A line that is not wanted before a day is served from so many days before it.",
        reading=number(LONGEST_SKIP_AGE, f"a whole number of days from 0 to {LONGEST_SKIP_AGE}"),
    )
    allow_negative_stock: bool = _preference(
        False,
        Group.GOODS,
        "Adjustments may take on hand below zero",
        "On: counts may run ahead of the paperwork. Off: such an adjustment is refused.",
    )
    append_to_pending_pos: bool = _preference(
        True,
        Group.REPLENISHMENT,
        "Add to the vendor's pending automatic purchase order",
        "On: each vendor has one pending automatic purchase order, which grows and shrinks with the need. "
        "Off: new needs start a new one.",
    )
    order_without_levels: bool = _preference(
        False,
        Group.REPLENISHMENT,
        "Also order what waits without levels",
        "On: replenishment also orders what waits of LICs without levels and nobody ordered. Off: somebody "
        "orders it by hand.",
    )
    draft_notices: bool = _preference(
        True,
        Group.NOTICES,
        "Draft notices to customers after each run",
        "On: after a sweep or an undo, a draft lies ready for each customer whose outcome changed. Off: "
        "drafts are written when somebody checks for changes. In neither case is anything sent.",
    )
    acknowledge_orders: bool = _preference(
        True,
        Group.NOTICES,
        "Draft an acknowledgement when an order opens short",
        "On: it says what ships now, what follows when, and what is not ordered yet. Off: none is drafted.",
    )
    ask_after_days: int = _preference(
        14,
        Group.NOTICES,
        "Days a promise may slip before its customer is asked",
        "Beyond them a draft asks whether to wait, to send what is there, or to cancel.",
        reading=number(LONGEST_SLIP, f"a whole number of days from 1 to {LONGEST_SLIP}, or 0 for never"),
        empty="never asked",
    )
    answer_days: int = _preference(
        5,
        Group.NOTICES,
        "Days a question may go without an answer",
        "After them it stands first among the questions, marked; nothing is ever cancelled by itself.",
        reading=number(LONGEST_SLIP, f"a whole number of days from 0 to {LONGEST_SLIP}"),
    )
    backup_folder: str = _preference(
        "",
        Group.BACKUPS,
        "Folder for backups",
        "The closing of the day puts a verified copy of the desk there.",
        reading=text(
            lambda text: PurePath(text).is_absolute(),
            LONGEST_FOLDER,
            "the whole path of a folder such as /var/backups/desk",
        ),
        empty="none",
        hint="No backup",
    )
    backups_kept: int = _preference(
        14,
        Group.BACKUPS,
        "Backups that are kept",
        "Of the copies that the closing of the day made, the newest so many stay.",
        reading=number(MOST_BACKUPS, f"a whole number from 1 to {MOST_BACKUPS}, or 0 for all"),
        empty="all",
    )
    paper_size: PaperSize = _preference(
        PaperSize.A4,
        Group.PAPER,
        "Paper",
        "What picking lists, packing slips and purchase orders are laid out for.",
    )
    letterhead: str = _preference(
        "",
        Group.PAPER,
        "Letterhead",
        "Printed at the head of every sheet: who sends it, and from where.",
        reading=text(bool, LONGEST_LETTERHEAD, "a text of up to 200 letters in one line"),
        empty="none",
        hint="Lakeside School Supplies, 4 Mill Road, Lakeside",
    )
    currency: str = _preference(
        "",
        Group.MONEY,
        "Currency",
        "Written with every sum. Prices and costs in files stay plain numbers.",
        reading=text(
            lambda text: not any(map(str.isdigit, text)),
            LONGEST_CURRENCY,
            "an ISO code such as EUR, or a sign such as €, of up to 5 letters and no digits",
        ),
        empty="none",
        hint="EUR, €, …",
    )
    time_zone: str = _preference(
        "",
        Group.CLOCK,
        "Time zone",
        "Times are shown in it, and schedules run by it.",
        reading=text(
            lambda text: text in available_timezones(),
            LONGEST_ZONE,
            "the name of a time zone such as Europe/Berlin",
        ),
        empty="as this machine",
    )
    smtp_host: str = _preference(
        "",
        Group.MAIL,
        "Mail server",
        reading=text(
            addresses.is_host,
            addresses.LONGEST_HOST,
            "the name of a machine such as smtp.school.example",
        ),
        hint="smtp.school.example",
    )
    smtp_port: int = _preference(
        0,
        Group.MAIL,
        "Port",
        reading=number(65535, "a port from 1 to 65535, or 0 for the usual one"),
        empty="the usual one",
        hint="The usual one",
    )
    smtp_tls: MailSecurity = _preference(MailSecurity.STARTTLS, Group.MAIL, "Security")
    smtp_user: str = _preference(
        "",
        Group.MAIL,
        "User",
        reading=text(
            bool,
            addresses.LONGEST_ADDRESS,
            "a name of up to 254 characters in one line",
        ),
        hint="No sign-in",
    )
    smtp_sender: str = _preference(
        "",
        Group.MAIL,
        "Sender",
        reading=text(
            addresses.is_address,
            addresses.LONGEST_ADDRESS,
            "an e-mail address such as orders@school.example",
        ),
        hint="orders@school.example",
    )

    @property
    def policy_rule(self) -> PolicyRule:
        """What the desk knows of the policy in force."""
        return POLICIES[self.allocation_policy]


ABOUT: Final[Mapping[str, About]] = {entry.name: entry.metadata["about"] for entry in fields(Preferences)}
"""Name -> what screens and the command line say of a preference."""


def names_in(group: Group) -> list[str]:
    """The preferences about one thing."""
    return [name for name, about in ABOUT.items() if about.group is group]


def parse(name: str, given: str) -> Value:
    """The value that is ``given`` as text; refuses an unknown name and a text it cannot be."""
    if name not in ABOUT:
        raise NoSuch(kind="preference", name=f"{name} (known: {', '.join(ABOUT)})")
    reading = ABOUT[name].reading
    try:
        return reading.read(given)
    except ValueError:
        raise BadPreference(
            name=name, value=" ".join(given.split()) or "empty", takes=reading.takes
        ) from None
