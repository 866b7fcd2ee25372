"""How a file is read: as it is, by a profile that fits it, or by what somebody chooses for each column."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import polars as pl
import streamlit as st

from engine import profiles
from engine.errors import DeskError
from engine.interchange import guessing, reading, shaping
from engine.rules import profile_text
from engine.rules.profile import Profile
from engine.rules.shops import SHOPS
from pages.parts import desk, fields, profile_form, tables
from pages.parts.literal import literal

FIRST_ROWS: Final = 5
MOST_COLUMNS: Final = 100
AS_IT_IS, CHOOSE = "", "\0choose"
"""The ways to read a file that are no profile."""
_TRIED: Final = "_profile-tried"
_NAMED: Final = "_profile-kept"
"""The text of the profile that was tried out, and the name of one that was just kept."""


def kind_of(headers: Sequence[str], chosen: str) -> str | None:
    """The kind of a file that a profile recognises, else what its headers are most like: ``chosen`` if it may
    be that, or None."""
    with desk.reading() as tx:
        like = [one.kind for one in profiles.looking_like(tx, headers)]
    if not like:
        return guessing.kind_of(headers, chosen)
    return chosen if chosen in like else like[0]


def sheet_of(file: Path) -> reading.Sheet | None:
    """The first sight of a file; None where it cannot be read, which the import says in its sentence."""
    try:
        return reading.read(file)
    except DeskError:
        return None


def ask(kind: str, sheet: reading.Sheet, key: str) -> tuple[Profile | None, bool]:
    """The profile that a file is read by, None for as it is, and whether it is to be tried out now."""
    with desk.reading() as tx:
        every = {one.name: one for one in profiles.every(tx) if one.kind == kind}
    like = [one for one in every.values() if one.fits(sheet.headers)]
    own = guessing.is_own(kind, sheet.headers)
    first = AS_IT_IS if own else like[0].name if like else CHOOSE
    if like and not own:
        title = like[0].title or f"file of {like[0].name}"
        st.info(f"This looks like a {literal(title)}.", icon=":material/search:")
    names, field = [AS_IT_IS, *every, CHOOSE], f"{key}-{kind}-how"
    first = st.session_state.pop(_NAMED, st.session_state.get(field, first))
    st.session_state[field] = first if first in names else CHOOSE
    chosen = st.selectbox("How is it read?", names, format_func=lambda name: _called(name, every), key=field)
    _first_rows(sheet)
    if chosen in (None, AS_IT_IS):
        return None, True
    return _by_profile(kind, sheet, every.get(chosen), f"{key}-{kind}-{chosen}")


def _called(name: str, every: dict[str, Profile]) -> str:
    if name == AS_IT_IS:
        return "As it is: its columns are named as above"
    if name == CHOOSE:
        return "I say what each column is …"
    return f"{name} ({every[name].title})" if every[name].title else name


def _first_rows(sheet: reading.Sheet) -> None:
    """The first rows of a file as they stand there."""
    headers = sheet.headers[:MOST_COLUMNS]
    named = {str(at): header or f"Column {at + 1}" for at, header in enumerate(headers)}
    rows = sheet.cells.head(FIRST_ROWS).select("row", *named)
    tables.grid(
        rows.with_columns(pl.col(list(named)).fill_null("")),
        key="import-first-rows",
        alt="The first rows of the file",
        columns={"row": tables.number("Row", width=50)}
        | {at: tables.text(literal(header), 130) for at, header in named.items()},
        most=FIRST_ROWS,
    )


def _by_profile(
    kind: str, sheet: reading.Sheet, profile: Profile | None, key: str
) -> tuple[Profile | None, bool]:
    """A profile as it is, or as it is changed here; what is changed is tried out when it is asked for."""
    if profile is not None and not st.toggle("Change how it is read", key=f"{key}-change"):
        _delete(profile)
        return profile, True
    start = profile or guessing.guess(kind, sheet.headers, "of this file")
    if profile is None:
        st.caption("What each column of the desk is in your file; those with a star are needed.")
    form = profile_form.ask(start, sheet.headers, key)
    text = profile_text.to_text(replace(form, name="", title=""))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if st.button("Try it out", icon=":material/play_arrow:"):
            st.session_state[_TRIED] = text
        _keep(form, profile, sheet.headers)
    return form, st.session_state.get(_TRIED) == text


def _keep(form: Profile, before: Profile | None, headers: Sequence[str]) -> None:
    """The field for a name, and the button that keeps the profile under it."""
    is_own = before is not None and before.name not in SHOPS
    name = st.text_input(
        "Keep it under the name",
        before.name if before and is_own else "",
        key=f"profile-name-{before.name if before else ''}",
        max_chars=profile_text.LONGEST_NAME,
        placeholder="our shop",
    )
    if not st.button("Keep", icon=":material/bookmark:"):
        return
    if fields.is_missing(name or "", "name", "profile"):
        return
    with desk.attempting(f"The profile {name.strip()} is kept.") as attempt:
        kept_as = profile_text.called(name)
        profile = replace(form, name=kept_as, title="", known_by=_known_by(form, headers))
        shaping.check(profile)
        profiles.keep(attempt.tx, profile)
    if attempt.saved:
        st.session_state[_NAMED] = kept_as
        st.rerun()


def _known_by(form: Profile, headers: Sequence[str]) -> tuple[str, ...]:
    """The headers of this file that the profile reads: by these the next one is recognised."""
    there = {header.lower() for header in headers}
    return form.known_by or tuple(header for header in form.headers() if header.lower() in there)


def _delete(profile: Profile) -> None:
    """The button that takes a profile of the desk away."""
    if profile.name not in SHOPS and st.button("Delete this profile", icon=":material/delete:"):
        with desk.acting(f"The profile {profile.name} was taken away.") as tx:
            profiles.forget(tx, profile.name)
