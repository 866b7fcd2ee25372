"""The drafts of notices: written after runs or on request; copied, downloaded, sent, marked as sent."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from engine import notices, preferences, rows
from engine.errors import DeskError
from engine.model import SweepName
from engine.notices import mail, smtp
from engine.notices.mail import Sent
from engine.notices.outbox import Draft, DraftHead
from engine.preferences import Preferences
from engine.rules.letters import LetterKind
from engine.store import Session
from pages.parts import desk, dialogs, formats, tables
from pages.parts.literal import Markdown, literal

MOST_SHOWN: Final = 20
"""Letters shown whole at a time; the table has them all."""

KINDS: Final = {
    LetterKind.NEWS: "News",
    LetterKind.ACKNOWLEDGEMENT: "Acknowledgement",
    LetterKind.QUESTION: "? Question",
}
_KIND_TIP: Final = (
    "News: what changed. Acknowledgement: how a short order was taken. Question: a day slipped, so the "
    "customer is asked to wait, to take what is there, or to cancel."
)
_GRID: Final = "notice-drafts"


def show() -> None:
    """The button that checks for changes, the drafts as a table, their actions, and the letters."""
    with desk.reading() as tx:
        drafts, prefs = notices.overview(tx), preferences.read(tx)
    _look()
    if not drafts.height:
        st.info(f"There is no draft. {_how_they_come(prefs)}", icon=":material/drafts:")
        return
    st.caption(_newest(drafts))
    chosen = _table(drafts)
    picked = drafts.filter(pl.col("notice_id").is_in(chosen)) if chosen else drafts
    _actions(picked, is_picked=bool(chosen))
    with desk.reading() as tx:
        shown = notices.drafts(tx, picked["notice_id"].head(MOST_SHOWN).to_list())
    _letters(shown, picked.height)


def _how_they_come(prefs: Preferences) -> str:
    if prefs.draft_notices:
        return "They are written after each run that changed something for a customer, or when you check."
    return "Check for changes: the preferences say that no draft is written after a run."


def _newest(drafts: pl.DataFrame) -> str:
    """``12 drafts. The newest was written 5 min ago, after run 71 (secondary sweep).``"""
    (newest,) = rows.of(DraftHead, drafts.sort("drafted_at", "notice_id").tail(1))
    return (
        f"{formats.count(drafts.height, 'draft')}. "
        f"The newest was written {formats.ago(newest['drafted_at'])}, {literal(_by(newest))}."
    )


def _by(draft: DraftHead) -> str:
    """``after run 71 (secondary sweep)``, ``when Ann checked for changes`` or ``opened the order``."""
    if draft["sweep"] is None and draft["kind"] == LetterKind.ACKNOWLEDGEMENT:
        return f"when {draft['drafted_by']} opened the order"
    if draft["sweep"] is None:
        return f"when {draft['drafted_by']} checked for changes"
    kind = draft["sweep"] if draft["sweep"] == "undo" else SweepName(draft["sweep"]).full_name
    return f"after run {draft['run_id']} ({kind})"


def _look() -> None:
    tip = "Writes the drafts anew: one for each customer for whom something changed."
    if st.button("Check for changes", type="primary", icon=":material/campaign:", help=tip):
        with desk.acting() as tx:
            notices.look(tx)
            number = notices.draft_count(tx)
            desk.say(
                f"{formats.count(number, 'draft')} to look at."
                if number
                else "Nothing changed for a customer."
            )


def _table(drafts: pl.DataFrame) -> list[int]:
    chosen: list[int] = tables.grid(
        drafts.with_columns(
            formats.local_column("drafted_at"),
            pl.format("Run {}", "run_id").fill_null(pl.col("drafted_by")).alias("origin"),
            formats.words("kind", KINDS),
            *map(tables.blank_zero, ("ready", "late", "lost")),
        ),
        key=_GRID,
        alt="Drafts of notices, bad news first",
        id_column="notice_id",
        select="multi-row",
        columns={
            "customer_name": tables.text("Customer", 165),
            "kind": tables.text("Letter", 112, _KIND_TIP),
            "ready": tables.number("Ready", "Lines of which units that waited are allotted now.", 55),
            "lost": tables.number("Taken back", "Lines that lost units.", 85),
            "late": tables.number(
                "Later", "Lines that come later than their customer knows, or whose day has passed.", 50
            ),
            "subject": tables.text("Subject", 180),
            "drafted_at": tables.instant("Written", width=100),
            "origin": tables.text(
                "By", 65, "The run after which it was written, or who checked for changes."
            ),
            "email": tables.text("E-mail", 165),
        },
    )
    return chosen


def _actions(picked: pl.DataFrame, *, is_picked: bool) -> None:
    """Files of all drafts or of those that are picked; to send, mark or delete some, they must be picked."""
    ids = picked["notice_id"].to_list()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"{formats.count(picked.height, 'draft')} as files",
            data=partial(_zipped, desk.session(), ids),
            file_name=f"notices_{formats.today():%Y-%m-%d}.zip",
            on_click="ignore",
            icon=":material/download:",
            help="A .txt and an .eml for each; an .eml opens as a draft in a mail program.",
        )
        tip = "You sent them yourself, or told the customers; they are not drafted again."
        if st.button("Mark as sent", icon=":material/check:", disabled=not is_picked, help=tip):
            with desk.acting(f"{formats.count(len(ids), 'notice')} marked as sent.") as tx:
                notices.mark_told(tx, ids)
        tip = "The customers need not know; they are not drafted again."
        if st.button("Delete drafts", icon=":material/delete:", disabled=not is_picked, help=tip):
            with desk.acting(f"{formats.count(len(ids), 'draft')} deleted.") as tx:
                notices.drop(tx, ids)
        _send_button(picked, is_picked=is_picked)
    if not is_picked:
        st.caption("Select drafts to send them, to mark them as sent or to delete them.")


def _send_button(picked: pl.DataFrame, *, is_picked: bool) -> None:
    """Sending, where a mail server is set up; else how to set one up."""
    try:
        with desk.session().snapshot() as tx:
            via = smtp.server(preferences.read(tx))
    except DeskError as error:
        desk.refuse(error)
        return
    to = picked.filter(pl.col("email") != "")
    tip = "To send from here, set a mail server on the Mail tab of the preferences."
    can = via is not None and is_picked and to.height
    if st.button("Send …", icon=":material/send:", disabled=not can, help=None if via else tip):
        _send.ask(to["notice_id"].to_list(), to["email"].to_list())


@dialogs.dialog("Send these notices?")
def _send(ids: list[int], to: list[str]) -> None:
    st.markdown(f"{formats.count(len(ids), 'e-mail')} to {formats.listed(to, 5)}.")
    if dialogs.confirmed("send them", "not now"):
        _hand_over(ids)


def _hand_over(ids: list[int]) -> None:
    try:
        with st.spinner("Sending …"):
            outcome: Sent = mail.send(desk.session(), ids, actor=desk.actor())
    except DeskError as error:
        desk.refuse(error)
        return
    for problem in outcome.problems:
        st.error(literal(problem), icon=":material/block:")
    if not outcome.problems:
        desk.say(f"{formats.count(len(outcome.customers), 'notice')} sent.")
        dialogs.leave()


def _letters(shown: pl.DataFrame, picked: int) -> None:
    """The first letters of those that are picked, each with a button that copies it."""
    for draft in rows.of(Draft, shown):
        with st.expander(_heading(draft), expanded=picked <= 3):
            st.caption(f"Subject: {literal(draft['subject'])}")
            st.code(draft["body"], language=None, wrap_lines=True)
    if picked > MOST_SHOWN:
        st.caption(f"The first {MOST_SHOWN} of {picked} letters; select rows to see others.")


def _heading(draft: Draft) -> str:
    kinds = (
        _some(draft["ready"], "ready"),
        _some(draft["lost"], "taken back"),
        _some(draft["late"], "later"),
    )
    what = KINDS[LetterKind(draft["kind"])] if draft["kind"] != LetterKind.NEWS else ""
    return f"**{literal(draft['customer_name'])}** · {', '.join(part for part in (what, *kinds) if part)}"


def _some(lines: int, word: Markdown) -> Markdown:
    return f"{lines:,} {word}" if lines else ""


def _zipped(session: Session, notice_ids: list[int]) -> bytes:
    """The letters as files, written when somebody takes them away."""
    with session.snapshot() as tx:
        drafts = notices.drafts(tx, notice_ids)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in mail.files(drafts).items():
            archive.writestr(name, content)
    return packed.getvalue()
