"""The drafts of notices, written after runs or on request: a list, and beside it the letter that is read."""

from __future__ import annotations

import io
import zipfile
from functools import partial
from typing import Final

import polars as pl
import streamlit as st

from engine import notices, preferences, rows
from engine.model import SweepName
from engine.notices import mail
from engine.notices.outbox import DraftHead
from engine.preferences import Preferences
from engine.rules.letters import LetterKind
from engine.store import Session
from pages.parts import desk, formats, tables
from pages.parts.literal import Markdown, literal
from pages.parts.notices import letter, settling

KINDS: Final = {LetterKind.ACKNOWLEDGEMENT: "Acknowledgement", LetterKind.QUESTION: "? Question"}
"""What a letter is where it brings no news; of news it is said of how many lines."""
_SAYS_TIP: Final = (
    "How many lines are ready (units that waited are allotted now), how many were taken back (they lost "
    "units), and of how many the customer knows another day, one that has passed, or none yet. "
    "Acknowledgement: how a short order was taken. Question: a day slipped, so the customer is asked to "
    "wait, to take what is there, or to cancel."
)
_GRID: Final = "notice-drafts"


def show() -> None:
    """The button that checks for changes, the drafts as a list, and beside it the letter that is read."""
    with desk.reading() as tx:
        drafts, prefs = notices.overview(tx), preferences.read(tx)
    with st.container(horizontal=True, vertical_alignment="center"):
        _look()
        if drafts.height:
            st.caption(_newest(drafts), width="content")
    if not drafts.height:
        st.info(f"There is no draft. {_how_they_come(prefs)}", icon=":material/drafts:")
        return
    listed, beside = letter.columns()
    with listed:
        chosen = _list(drafts)
        _several(drafts, chosen.ticked)
    with beside:
        _read(chosen.read)


def _how_they_come(prefs: Preferences) -> str:
    if prefs.draft_notices:
        return "They are written after each run that changed something for a customer, or when you check."
    return "Check for changes: the preferences say that no draft is written after a run."


def _newest(drafts: pl.DataFrame) -> str:
    """``12 drafts. The newest was written 5 min ago, after run 71 (secondary sweep).``"""
    (newest,) = rows.of(DraftHead, drafts.sort("drafted_at", "notice_id").tail(1))
    return f"{formats.count(drafts.height, 'draft')}. The newest was {_written(newest)}."


def _written(draft: DraftHead) -> Markdown:
    return f"written {formats.ago(draft['drafted_at'])}, {literal(_by(draft))}"


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


def _list(drafts: pl.DataFrame) -> tables.ChosenRows:
    says = pl.struct("kind", "ready", "lost", "late").map_elements(_says, return_dtype=pl.String)
    return tables.reading_list(
        drafts,
        key=_GRID,
        alt="Drafts of notices, questions and bad news first",
        id_column="notice_id",
        ticks=True,
        words=[formats.local_column("drafted_at"), says.alias("says")],
        columns={
            "customer_name": tables.text("Customer", 130),
            "says": tables.text("What it says", 168, _SAYS_TIP),
            "drafted_at": tables.instant("Written", width=95),
        },
    )


def _says(draft: DraftHead) -> Markdown:
    """``5 ready, 3 taken back, 1 with another day``; of a letter without news, what it is."""
    news = ((draft["ready"], "ready"), (draft["lost"], "taken back"), (draft["late"], "with another day"))
    what = KINDS.get(LetterKind(draft["kind"]), "")
    return ", ".join(part for part in (what, *(f"{lines:,} {word}" for lines, word in news if lines)) if part)


def _several(drafts: pl.DataFrame, ticked: list[int]) -> None:
    """Files of all drafts; of those that are ticked, and what becomes of them."""
    picked = drafts.filter(pl.col("notice_id").is_in(ticked)) if ticked else drafts
    ids = picked["notice_id"].to_list()
    with st.container(horizontal=True, vertical_alignment="center"):
        st.download_button(
            f"Save {formats.count(picked.height, 'letter')}",
            data=partial(_zipped, desk.session(), ids),
            file_name=f"notices_{formats.today():%Y-%m-%d}.zip",
            on_click="ignore",
            icon=":material/download:",
            help="One .zip with a .txt and an .eml of each; an .eml opens as a draft in a mail program.",
        )
        if ticked:
            settling.buttons(picked, several=True)
    if not ticked:
        st.caption("Click a row, or move with the arrow keys, to read its letter. Tick rows to send several.")


def _read(notice_id: int) -> None:
    """The letter of one draft, to whom it goes and why, and what can be done with it."""
    with desk.reading() as tx:
        found = notices.drafts(tx, [notice_id])
    for row in found.to_dicts():
        (head,) = rows.of(DraftHead, found.drop("body"))
        letter.heading(row["customer_name"], row["email"], f"{_says(head)} · {_written(head)}")
        with st.container(horizontal=True):
            settling.buttons(found, several=False)
        letter.text(row["subject"], row["body"])


def _zipped(session: Session, notice_ids: list[int]) -> bytes:
    """The letters as files, written when somebody takes them away."""
    with session.reading() as tx:
        drafts = notices.drafts(tx, notice_ids)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in mail.files(drafts).items():
            archive.writestr(name, content)
    return packed.getvalue()
