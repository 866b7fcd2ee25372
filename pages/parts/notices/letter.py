"""A list of notices and, beside it, the letter of the one that is read; on a phone below it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from pages.parts.literal import Markdown, literal


def columns() -> tuple[Any, Any]:
    """Where the list stands, and where the letter."""
    listed, beside = st.columns([12, 14], gap="medium")
    return listed, beside


def heading(customer: str, email: str, about: Markdown) -> None:
    """For whom a letter is, where it goes, and what is to be known of it."""
    st.subheader(literal(customer), anchor=False)
    to = f"To {literal(email)}" if email else "No e-mail address is known"
    st.caption(f"{to} · {about}")


def text(subject: str, body: str) -> None:
    """What a letter says, with a button that copies it."""
    st.markdown(f"**{literal(subject)}**")
    st.code(body, language=None, wrap_lines=True)
