"""What becomes of drafts: sent, marked as sent, or deleted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import polars as pl
import streamlit as st

from engine import notices, preferences
from engine.errors import DeskError
from engine.notices import mail, smtp
from engine.notices.mail import Sent
from engine.store import Transaction
from pages.parts import desk, dialogs, formats
from pages.parts.literal import Markdown, literal

MOST_NAMED: Final = 5
"""The most addresses or customers that are named before letters are sent."""


def buttons(drafts: pl.DataFrame, *, several: bool) -> None:
    """Send, mark as sent and delete, for one letter, or for several that are ticked and counted."""
    ids = drafts["notice_id"].to_list()
    number = f"{len(ids):,} " if several else ""
    key = "ticked" if several else "read"
    _send_button(drafts, f"Send {number}…", key)
    tip = "You sent them yourself, or told the customers; they are not drafted again."
    if st.button(f"Mark {number}as sent", icon=":material/check:", help=tip, key=f"mark-{key}"):
        if len(ids) == 1:
            _settle(notices.mark_told, ids, _marked(ids))
        else:
            _mark.ask(ids)
    tip = "The customers need not know; they are not drafted again."
    if st.button(
        f"Delete {len(ids):,}" if several else "Delete draft",
        icon=":material/delete:",
        help=tip,
        key=f"delete-{key}",
    ):
        if len(ids) == 1:
            _settle(notices.drop, ids, _dropped(ids))
        else:
            _drop.ask(ids)


def _marked(ids: list[int]) -> Markdown:
    return f"{formats.count(len(ids), 'notice')} marked as sent."


def _dropped(ids: list[int]) -> Markdown:
    return f"{formats.count(len(ids), 'draft')} deleted."


@dialogs.dialog(lambda ids: f"Mark {formats.count(len(ids), 'notice')} as sent?")
def _mark(ids: list[int]) -> None:
    """Ask before several letters count as sent: there is no undo."""
    st.markdown("Their customers count as told, and nothing is sent from here. This cannot be undone.")
    if dialogs.confirmed("mark them", "not now"):
        _settle(notices.mark_told, ids, _marked(ids))


@dialogs.dialog(lambda ids: f"Delete {formats.count(len(ids), 'draft')}?")
def _drop(ids: list[int]) -> None:
    """Ask before several letters go: there is no undo."""
    st.markdown("What they say is not drafted again. This cannot be undone.")
    if dialogs.confirmed("delete them", "keep them"):
        _settle(notices.drop, ids, _dropped(ids))


def _settle(act: Callable[[Transaction, list[int]], None], ids: list[int], done: Markdown) -> None:
    """Settle drafts and say so, without an undo: what a customer was told is not taken back."""
    with desk.attempting(on_refusal=dialogs.refuse) as attempt:
        act(attempt.tx, ids)
    if attempt.saved:
        desk.say(done)
        dialogs.leave()


def _send_button(drafts: pl.DataFrame, label: Markdown, key: str) -> None:
    """Sending, where a mail server is set up; else how to set one up."""
    try:
        with desk.session().reading() as tx:
            via = smtp.server(preferences.read(tx))
    except DeskError as error:
        desk.refuse(error)
        return
    to = drafts.filter(pl.col("email") != "")
    tip = (
        "To send from here, set a mail server on the Mail tab of the preferences."
        if via is None
        else None
        if to.height
        else "No e-mail address is known; enter it on the tab E-mail addresses."
    )
    if st.button(label, icon=":material/send:", disabled=tip is not None, help=tip, key=f"send-{key}"):
        silent = drafts.filter(pl.col("email") == "")["customer_name"].to_list()
        _send.ask(to["notice_id"].to_list(), to["email"].to_list(), silent)


def _title(ids: list[int], **_: object) -> str:
    return f"Send {formats.count(len(ids), 'notice')}?"


@dialogs.dialog(_title)
def _send(ids: list[int], to: list[str], silent: list[str]) -> None:
    """Ask before letters go out; ``silent``: customers of whom no address is known."""
    st.markdown(f"{formats.count(len(ids), 'e-mail')} to {formats.listed(to, MOST_NAMED)}.")
    if silent:
        have, stays = formats.verb(len(silent), "have"), formats.count(len(silent), "draft", "stay")
        st.markdown(f"{formats.listed(silent, MOST_NAMED)} {have} no e-mail address: {stays}.")
    if dialogs.confirmed(f"send {formats.them(len(ids))}", "not now"):
        _hand_over(ids)


def _hand_over(ids: list[int]) -> None:
    try:
        with st.spinner("Sending …"):
            outcome: Sent = mail.send(desk.session(), ids, actor=desk.actor())
    except DeskError as error:
        dialogs.refuse(error)
        return
    done = f"{formats.count(len(outcome.customers), 'notice')} sent."
    for problem in outcome.problems:
        st.error(literal(problem), icon=":material/block:")
    if outcome.problems:
        st.markdown(done)
    else:
        desk.say(done)
        dialogs.leave()
