"""The mail server that sends notices: what it is called, where its password is, and whether it works."""

from __future__ import annotations

import os
from typing import Any, Final

import streamlit as st

from engine import preferences
from engine.errors import DeskError
from engine.model import MailSecurity
from engine.notices import mail, smtp
from engine.notices.smtp import Server
from engine.preferences import ABOUT, Preferences
from engine.rules.addresses import is_this_machine
from engine.rules.preference import Group, text_of
from pages.parts import desk
from pages.parts.literal import literal
from pages.parts.preferences import unsaved

NAMES: Final = preferences.names_in(Group.MAIL)
_FORM: Final = "mail"
SECURITY: Final = {
    MailSecurity.STARTTLS: "STARTTLS, usually port 587",
    MailSecurity.SSL: "SSL/TLS, usually port 465",
    MailSecurity.NONE: "None, usually port 25",
}


def show() -> None:
    """Where notices are sent from, the fields that say so, and a test message."""
    with desk.reading() as tx:
        now = preferences.read(tx)
    try:
        via = smtp.server(now)
    except DeskError as error:
        desk.refuse(error)
        via = None
    else:
        _standing(via)
    _fields(now)
    st.subheader("Test", anchor=False)
    _test(via)


def _standing(via: Server | None) -> None:
    """What happens when somebody sends, in a sentence."""
    if via is None:
        st.info(
            "No mail server is set: notices can be copied or downloaded. Set one to send them from here.",
            icon=":material/mail_off:",
        )
        return
    who = f" as **{literal(via.user)}**" if via.user else ""
    st.markdown(
        f"Notices that somebody sends leave through **{literal(via.host)}**, port **{via.port}**{who}, "
        f"from **{literal(via.sender)}**. Nothing is sent by itself."
    )
    if via.tls is MailSecurity.NONE and not is_this_machine(via.host):
        st.warning("Without security, notices can be read on their way.", icon=":material/lock_open:")


def _fields(now: Preferences) -> None:
    forced = smtp.overrides()
    with st.container(border=True):
        typed = {name: value for name, value in _typed(now, forced).items() if name not in forced}
        st.caption(_password_note())
        if forced:
            named = ", ".join(smtp.variable(name) for name in forced)
            st.caption(f"Set in the environment, which goes before what is saved here: {literal(named)}.")
        is_changed = any(text_of(value) != text_of(getattr(now, name)) for name, value in typed.items())
        if is_changed:
            unsaved.say()
        with st.container(horizontal=True):
            if st.button("Save", type="primary", disabled=not typed):
                _save(now, typed)
            if is_changed:
                unsaved.discard_button(_FORM)


def _typed(now: Preferences, forced: dict[str, str]) -> dict[str, object]:
    """What stands in the fields; those that the environment overrides show its texts and are locked."""
    left, right = st.columns(2)
    port, security = right.columns([1, 2])
    slots = dict(zip(NAMES, (left, port, security, left, right), strict=True))
    typed: dict[str, object] = {}
    for name, slot in slots.items():
        stored, label = text_of(getattr(now, name)), ABOUT[name].label
        key = f"{name}-{stored}-{unsaved.round_of(_FORM)}"  # saved elsewhere: the field starts anew
        if name in forced:
            typed[name] = slot.text_input(label, forced[name], key=f"forced-{name}", disabled=True)
        elif name == "smtp_tls":
            options = list(SECURITY)
            typed[name] = slot.selectbox(
                label,
                options,
                options.index(now.smtp_tls),
                format_func=SECURITY.__getitem__,
                key=key,
                persist_state=unsaved.IN_SESSION,
            )
        else:
            typed[name] = _text_field(slot, name, stored, key)
    return typed


def _text_field(slot: Any, name: str, stored: str, key: str) -> str:
    shown = "" if (name, stored) == ("smtp_port", "0") else stored
    about = ABOUT[name]
    text: str = slot.text_input(
        about.label,
        shown,
        key=key,
        persist_state=unsaved.IN_SESSION,
        placeholder=about.hint,
        max_chars=about.reading.longest,
    )
    return text.strip() or ("0" if name == "smtp_port" else "")


def _password_note() -> str:
    isset = "It is set." if os.environ.get(smtp.PASSWORD) else "It is not set."
    return (
        "The password is never kept in the desk, whose file, backups and exports others may read: it is in "
        f"{smtp.PASSWORD} of the environment in which the desk is started. {isset}"
    )


def _save(before: Preferences, typed: dict[str, object]) -> None:
    with desk.attempting() as attempt:
        changed = smtp.save(attempt.tx, typed)
        after = preferences.read(attempt.tx)
    if not attempt.saved:
        return
    unsaved.begin_anew(_FORM)
    changes = [f"{ABOUT[name].label}: {_value(before, name)} → {_value(after, name)}" for name in changed]
    desk.say(f"Saved. {'; '.join(changes)}." if changes else desk.NOTHING_CHANGED)
    st.rerun()


def _value(prefs: Preferences, name: str) -> str:
    return ABOUT[name].in_words(getattr(prefs, name))


def _test(via: Server | None) -> None:
    with st.form("test-message", border=False):
        box, button = st.columns([5, 2], vertical_alignment="bottom")
        to = box.text_input("Send a test message to", placeholder="you@school.example", max_chars=254)
        sending = button.form_submit_button("Send a test message", disabled=via is None, width="stretch")
    if sending:
        _send_test(to or "")


def _send_test(to: str) -> None:
    try:
        with st.spinner("Sending …"):
            via = mail.send_test(desk.session(), to)
    except DeskError as error:
        desk.refuse(error)
        return
    st.success(
        literal(f"Mail server {via.host} at port {via.port} took a test message to {to.strip()}."),
        icon=":material/check_circle:",
    )
