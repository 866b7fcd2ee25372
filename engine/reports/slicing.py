"""What the backlog is narrowed to: LICs, customers, ages, priorities, vendors; each by codes, as an address
has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from db.session import Transaction

AGES: Final = ("0–7 days", "8–30 days", "31–60 days", "over 60 days")
"""The age buckets, the youngest first."""
PRIORITIES: Final = tuple(str(number) for number in range(10))
NO_VENDOR: Final = ""
"""The code under which LICs without a vendor are chosen."""
Codes = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Slice:
    """Which lines are looked at: those that have one of the codes of each; no code narrows nothing."""

    lic: Codes = ()
    customer: Codes = ()
    age: Codes = ()
    priority: Codes = ()
    vendor: Codes = ()

    @property
    def codes(self) -> dict[str, Codes]:
        """What is narrowed to, by the name of each."""
        return {name: codes for name, codes in asdict(self).items() if codes}

    @property
    def lists(self) -> dict[str, list[str]]:
        """The codes as queries ask for them."""
        return {name: list(codes) for name, codes in asdict(self).items()}

    def toggled(self, name: str, code: str) -> Slice:
        """The slice with a code more, or without it where it has it."""
        before = asdict(self)
        has: Codes = before[name]
        after = tuple(one for one in has if one != code) if code in has else (*has, code)
        return Slice(**before | {name: after})


WHOLE: Final = Slice()
"""The backlog as it is, narrowed to nothing."""


def of(tx: Transaction, typed: Mapping[str, Sequence[str]]) -> tuple[Slice, dict[str, dict[str, str]]]:
    """The slice that an address names, and what its codes are called; codes that there are none of are
    dropped, and narrow nothing."""
    lists = {name: list(dict.fromkeys(typed.get(name, ()))) for name in WHOLE.lists}
    names: dict[str, dict[str, str]] = {
        "age": {age: age for age in AGES},
        "priority": {number: number for number in PRIORITIES},
        "vendor": {NO_VENDOR: ""},
    }
    asked = {name: lists[name] for name in ("lic", "customer", "vendor")}
    if any(asked.values()):
        for kind, code, name in tx.rows("backlog.names", **asked).iter_rows():
            names.setdefault(kind, {})[code] = name
    there = {name: tuple(code for code in lists[name] if code in names.get(name, {})) for name in lists}
    return Slice(**there), {name: {code: names[name][code] for code in there[name]} for name in there}
