"""What the desk knows of: LICs, customers with their locations, vendors, warehouses."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any, Final, cast

import polars as pl

from db.session import Transaction
from engine import codes, log, rows
from engine.errors import InactiveCustomer, ItemInUse, Unknown, WarehouseClosed
from engine.quantities import checked_amount, checked_days, plain, spelled
from engine.rows import Customer, Item, Location, Record, Vendor, Warehouse
from engine.rules import texts

ALIKE: Final = 0.75
"""How like a mistyped code another must be to be suggested: 1 is the same. Less, and they share letters
by chance."""


def item(tx: Transaction, lic: str) -> Item:
    """One LIC by its code; Unknown names the nearest codes."""
    row = codes.find(tx, "catalogue.item", lic, "LIC", by="lic")
    if row is None:
        raise unknown(tx, texts.code(lic, "LIC"))
    return cast("Item", row)


def unknown(tx: Transaction, lic: str) -> Unknown:
    """The refusal of a code that no LIC has; names those that are alike, and none that is not.

    Its fact ``code`` is the code alone.
    """
    near = ", ".join(tx.rows("catalogue.near_lics", lic=lic, least=ALIKE)["lic"])
    return Unknown(kind="LIC", name=f"{lic} (nearest: {near})" if near else lic, code=lic)


def items_named(tx: Transaction, lics: Collection[str]) -> dict[str, Item]:
    """Those of several LICs that are there, by their codes exactly as they are written."""
    if len(lics) < 2 or not all(map(texts.can_be_stored, lics)):
        return {}
    named = tx.rows("catalogue.items_named", lics=sorted(set(lics)))
    return {row["lic"]: row for row in rows.of(Item, named)}


def customer(tx: Transaction, code: str) -> Customer:
    """One customer by its code."""
    row = codes.find(tx, "catalogue.customer", code, "customer")
    return cast("Customer", _required(row, "customer", code))


def active_customer(tx: Transaction, code: str) -> Customer:
    """One customer by its code, for something new; refuses one that is inactive."""
    found = customer(tx, code)
    if not found["active"]:
        raise InactiveCustomer(customer=found["code"])
    return found


def location(tx: Transaction, of: Customer, code: str | None) -> Location:
    """One location of a customer; without a code, the one that was added first."""
    if code is None:
        if of["home_id"] is None or of["home"] is None:
            raise Unknown(kind=f"location of customer {of['code']}", name="to ship to")
        return {"location_id": of["home_id"], "code": of["home"]}
    row = codes.find(tx, "catalogue.location", code, "location", customer_id=of["customer_id"])
    return cast("Location", _required(row, f"location of customer {of['code']} called", code))


def vendor(tx: Transaction, code: str) -> Vendor:
    """One vendor by its code."""
    return cast("Vendor", _required(codes.find(tx, "catalogue.vendor", code, "vendor"), "vendor", code))


def warehouse(tx: Transaction, code: str | None = None) -> Warehouse:
    """One warehouse by its code; the first without one."""
    if code is None:
        return cast("Warehouse", tx.only("catalogue.first_warehouse"))
    row = codes.find(tx, "catalogue.warehouse", code, "warehouse")
    return cast("Warehouse", _required(row, "warehouse", code))


def open_warehouse(tx: Transaction, code: str | None = None) -> Warehouse:
    """One warehouse, as ``warehouse`` finds it, for something new; refuses one that is closed (R47)."""
    found = warehouse(tx, code)
    if found["closed"]:
        raise WarehouseClosed(warehouse=found["code"])
    return found


def _required(row: Record | None, kind: str, name: str) -> Record:
    if row is None:
        raise Unknown(kind=kind, name=name)
    return row


def items(tx: Transaction) -> pl.DataFrame:
    """Every LIC: lic, description, inventoried, decimals, discontinued, active, vendor, unit_cost,
    lead_time_days."""
    return tx.rows("catalogue.items")


def customers(tx: Transaction) -> pl.DataFrame:
    """Every customer who may order, inactive ones left out: code, name."""
    return tx.rows("catalogue.customers")


def locations(tx: Transaction, customer_code: str) -> pl.DataFrame:
    """A customer's locations: code, address; the first is where orders go that name none."""
    return tx.rows("catalogue.locations", customer=customer(tx, customer_code)["code"])


def vendors(tx: Transaction) -> pl.DataFrame:
    """Every vendor: code, name, lead_time_days."""
    return tx.rows("catalogue.vendors")


def warehouses(tx: Transaction) -> pl.DataFrame:
    """Every warehouse: code, name, closed; screens mention them only when there is more than one."""
    return tx.rows("catalogue.warehouses")


def add_item(
    tx: Transaction,
    lic: str,
    *,
    description: str = "",
    inventoried: bool = True,
    decimals: int = 0,
    discontinued: bool = False,
    active: bool = True,
    vendor_code: str | None = None,
    unit_cost: Decimal | None = None,
    lead_time_days: int | None = None,
) -> None:
    """Add a LIC. ``decimals``: how many places its quantities may have, 0 to 4."""
    lic = codes.new(tx, "catalogue.item", lic, "LIC", by="lic")
    tx.write(
        "catalogue.add_item",
        lic=lic,
        description=texts.text(description, "description"),
        inventoried=inventoried,
        decimals=decimals,
        discontinued=discontinued,
        active=active,
        vendor_id=vendor(tx, vendor_code)["vendor_id"] if vendor_code else None,
        unit_cost=checked_amount(unit_cost, "unit cost", lic),
        lead_time_days=checked_days(lead_time_days, lic),
    )
    _log_added(tx, "item", lic, item_id=item(tx, lic)["item_id"])


def retire_sold_out(tx: Transaction) -> list[str]:
    """Take discontinued LICs out of what is on offer of which nothing lies, is wanted or comes; their codes.

    A return of one puts it back (``revive``).
    """
    lics: list[str] = tx.values("catalogue.sold_out")
    for lic in lics:
        change_item(tx, lic, "discontinued and sold out", active=False)
    return lics


def revive(tx: Transaction, lic: str, why: str) -> None:
    """Offer a discontinued LIC again that was sold out, since there is some of it."""
    if not item(tx, lic)["active"]:
        change_item(tx, lic, why, active=True)


def change_item(tx: Transaction, lic: str, why: str = "", /, **changes: Any) -> None:
    """Change what is known of a LIC: any of description, discontinued, active, vendor_code, unit_cost, …

    Whether it is inventoried, and its decimals, may change only before it was ever moved or ordered. ``why``
    stands in the record log.
    """
    old = item(tx, lic)
    before: Mapping[str, Any] = old
    if "description" in changes:
        changes["description"] = texts.text(changes["description"], "description")
    checked_amount(changes.get("unit_cost"), "unit cost", lic)
    checked_days(changes.get("lead_time_days"), lic)
    shown: dict[str, tuple[object, object]] = {}
    if "vendor_code" in changes:
        code = changes.pop("vendor_code")
        new = vendor(tx, code) if code else {"vendor_id": None, "code": code}
        changes["vendor_id"] = new["vendor_id"]
        shown["vendor_id"] = old["vendor"], new["code"]
    changed = {name: value for name, value in changes.items() if before[name] != value}
    if changed.keys() & {"inventoried", "decimals"} and tx.value("catalogue.is_used", item_id=old["item_id"]):
        raise ItemInUse(lic=old["lic"])
    fields = {name: before[name] for name in _ITEM_FIELDS} | changed
    tx.write("catalogue.set_item", lic=old["lic"], **fields)
    for name, value in changed.items():
        was, now = shown.get(name, (before[name], value))
        _log_changed(tx, old, name.removesuffix("_id"), was, now, why)


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return spelled(value)
    return "nothing" if value in (None, "") else str(value)


def _logged(value: object) -> object:
    """A value as the record log keeps it, files and screens alike."""
    if isinstance(value, bool):
        return str(value).lower()
    return plain(value) if isinstance(value, Decimal) else value


def _log_changed(tx: Transaction, of: Item, field: str, was: object, now: object, why: str = "") -> None:
    change = f"{field.replace('_', ' ')} changed from {_shown(was)} to {_shown(now)}"
    log.write(
        tx,
        record="item",
        record_id=of["lic"],
        item_id=of["item_id"],
        field=field,
        old_value=_logged(was),
        new_value=_logged(now),
        sentence=f"{of['lic']}: {change} ({why})." if why else f"{of['lic']}: {change}.",
    )


_ITEM_FIELDS = (
    "description",
    "inventoried",
    "decimals",
    "discontinued",
    "active",
    "vendor_id",
    "unit_cost",
    "lead_time_days",
)


def add_customer(
    tx: Transaction, code: str, *, name: str = "", location_code: str = "MAIN", address: str = ""
) -> None:
    """Add a customer with its first location."""
    code = codes.new(tx, "catalogue.customer", code, "customer")
    tx.write("catalogue.add_customer", code=code, name=texts.text(name, "name") or code)
    _log_added(tx, "customer", code)
    add_location(tx, code, location_code, address=address)


def add_location(tx: Transaction, customer_code: str, code: str, *, address: str = "") -> None:
    """Add a location to a customer."""
    of = customer(tx, customer_code)
    taken = f"location of customer {of['code']} called"
    customer_id = of["customer_id"]
    code = codes.new(tx, "catalogue.location", code, "location", taken=taken, customer_id=customer_id)
    street = texts.text(address, "address")
    tx.write("catalogue.add_location", code=code, address=street, customer_id=customer_id)
    _log_added(tx, "location", f"{of['code']}/{code}")


def add_vendor(tx: Transaction, code: str, *, name: str = "", lead_time_days: int | None = None) -> None:
    """Add a vendor."""
    code = codes.new(tx, "catalogue.vendor", code, "vendor")
    named = texts.text(name, "name") or code
    tx.write("catalogue.add_vendor", code=code, name=named, lead_time_days=checked_days(lead_time_days, code))
    _log_added(tx, "vendor", code)


def add_warehouse(tx: Transaction, code: str, *, name: str = "") -> str:
    """Add a warehouse; its code as it is kept (R47)."""
    code = codes.new(tx, "catalogue.warehouse", code, "warehouse")
    tx.write("catalogue.add_warehouse", code=code, name=texts.text(name, "name") or code)
    _log_added(tx, "warehouse", code)
    return code


def _log_added(tx: Transaction, record: str, code: str, **facts: Any) -> None:
    log.write(
        tx,
        record=record,
        record_id=code,
        field="added",
        sentence=f"{log.headed(record)} {code} was added.",
        **facts,
    )
