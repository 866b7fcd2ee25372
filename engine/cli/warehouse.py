"""``backorder warehouse``: the door of a warehouse (R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from engine.cli import output
from engine.cli.context import desk, settings

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from db.session import Session, Transaction


def warehouse(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(metavar="CODE", help="Its code; without one, all are listed.")] = "",
    name: Annotated[str | None, typer.Option(metavar="NAME", help="What it is called.")] = None,
    close: Annotated[bool, typer.Option("--close", help="Nothing new is entered for it.")] = False,
    open_: Annotated[bool, typer.Option("--open", help="Open it again.")] = False,
) -> None:
    """Make, rename, close or open a warehouse, and say how it stands; list all of them without a code."""
    from engine import warehouses

    if close and open_:
        raise typer.BadParameter("--close and --open exclude each other")
    if not code and (close or open_ or name is not None):
        raise typer.BadParameter("name the warehouse that is meant")
    with desk(ctx) as session, _looked_at(ctx, session, code) as tx:
        if code:
            code = _change(tx, code, name, closed=True if close else False if open_ else None)
        rows = output.rows(warehouses.standings(tx, code or None).rename({"code": "warehouse"}))

    def print_rows() -> None:
        if code:
            output.write(f"Warehouse {code} ({rows[0]['name']}) is {_state(rows[0])}.\n")
        else:
            output.table(
                ("warehouse", "name", "state"), [(r["warehouse"], r["name"], _state(r)) for r in rows]
            )

    output.result(ctx, rows[0] if code else rows, print_rows)


def _looked_at(ctx: typer.Context, session: Session, code: str) -> AbstractContextManager[Transaction]:
    """A transaction that may change the warehouse that is named, if one is; else only a look."""
    return session.transaction(actor=settings(ctx).actor) if code else session.reading()


def _change(tx: Transaction, code: str, name: str | None, *, closed: bool | None) -> str:
    """Make or change a warehouse; its code as the desk has it."""
    from engine import catalogue, codes, warehouses

    if closed is None and codes.find(tx, "catalogue.warehouse", code, "warehouse") is None:
        return catalogue.add_warehouse(tx, code, name=name or "")
    code = catalogue.warehouse(tx, code)["code"]
    if name is not None:
        warehouses.rename(tx, code, name)
    if closed is not None:
        (warehouses.close if closed else warehouses.reopen)(tx, code)
    return code


def _state(row: dict[str, object]) -> str:
    return "closed" if row["closed"] else "open, and meant where none is named" if row["is_home"] else "open"
