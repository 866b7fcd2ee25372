"""``backorder notices``: customers are told what changed for them: drafts, files, and on request e-mail."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from engine import together
from engine.cli import arguments, output
from engine.cli.context import desk, settings
from engine.quantities import counted

if TYPE_CHECKING:
    import polars as pl

    from db.session import Transaction
    from engine.notices.mail import Sent


def notices(
    ctx: typer.Context,
    *,
    since: Annotated[
        str,
        typer.Option(metavar="RUN|DAY", help="Look back to a run, or to a day or an instant at the desk."),
    ] = "",
    out: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", parser=arguments.folder, help="Write .txt and .eml files."),
    ] = None,
    only: Annotated[
        list[str] | None, typer.Option(metavar="CUSTOMER", help="Only these customers; may be repeated.")
    ] = None,
    mark: Annotated[
        bool, typer.Option("--mark-sent", help="Mark the drafts as sent: the customers know.")
    ] = False,
    send: Annotated[bool, typer.Option("--send", help="Hand the drafts to the mail server.")] = False,
    test: Annotated[
        str, typer.Option(metavar="ADDRESS", help="Only send a test message there through the mail server.")
    ] = "",
) -> None:
    """Write a draft to each customer whose orders changed since the last ones; nothing sends itself."""
    if mark and send:
        raise typer.BadParameter(
            "--mark-sent and --send are two ways of settling the drafts; give one of them"
        )
    if test and (since or out or only or mark or send):
        raise typer.BadParameter("--test sends nothing but a test message; give it alone")
    if test:
        _test(ctx, test)
    else:
        _draft(ctx, since, only or [], out, mark=mark, send=send)


def _test(ctx: typer.Context, to: str) -> None:
    """Send one message to see whether the mail server takes it."""
    from engine.notices import mail

    with desk(ctx) as session:
        via = mail.send_test(session, to)
    text = f"Mail server {via.host} at port {via.port} took a test message to {to}."
    output.result(ctx, {"to": to, "host": via.host, "port": via.port, "sender": via.sender}, text)


def _draft(
    ctx: typer.Context, since: str, only: list[str], out: Path | None, *, mark: bool, send: bool
) -> None:
    """Draft, and write, mark or send what was drafted."""
    from engine import notices as outbox
    from engine.notices import drafting, mail

    actor = settings(ctx).actor
    with desk(ctx) as session:
        with session.transaction(actor=actor) as tx:
            with arguments.wrong_usage(drafting.BadSince):
                drafted = outbox.draft(tx, since)
            drafts = _chosen(drafted, _codes(tx, only))
        ids = drafts["notice_id"].to_list()
        files = mail.write(drafts, out) if out else []
        sent = mail.send(session, ids, actor=actor) if send and ids else None
        if mark:
            with session.transaction(actor=actor) as tx:
                outbox.mark_told(tx, ids)
    data = {
        "drafts": output.rows(drafts.rename({"run_id": "run", "notice_id": "notice"})),
        "files": files,
        "sent": sent.customers if sent else [],
    }
    output.result(ctx, data, lambda: _print(drafts, files, sent))
    if sent and sent.problems:
        output.complain("".join(f"{problem}\n" for problem in sent.problems))
        raise typer.Exit(1)


def _codes(tx: Transaction, customers: list[str]) -> list[str]:
    """The codes of the named customers as the desk has them; those that it does not know are refused
    together."""
    from engine.catalogue import customer

    return [found["code"] for found in together.each(partial(customer, tx), customers)]


def _chosen(drafts: pl.DataFrame, customers: list[str]) -> pl.DataFrame:
    """The drafts to the named customers; one that has none is no mistake."""
    import polars as pl

    return drafts.filter(pl.col("customer").is_in(customers)) if customers else drafts


def _print(drafts: pl.DataFrame, files: list[Path], sent: Sent | None) -> None:
    if not drafts.height:
        output.write("Nothing changed that a customer should know.\n")
    for row in drafts.iter_rows(named=True):
        to = f"{row['customer']} <{row['email']}>" if row["email"] else row["customer"]
        output.write(f"To: {to}\nSubject: {row['subject']}\n\n{row['body']}\n")
    if files:
        output.write(f"{counted(len(files), 'file')} written to {files[0].parent}.\n")
    if sent:
        output.write(f"{counted(len(sent.customers), 'notice')} sent.\n")
