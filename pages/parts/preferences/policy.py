"""The allocation policy: who gets stock that is not enough for all (R43)."""

from __future__ import annotations

from typing import Any, Final

import streamlit as st

from engine import preferences
from engine.preferences import ABOUT, LONGEST_SKIP_AGE
from engine.rules.queue import POLICIES
from engine.whatif.edits import SetPolicy
from pages.parts import desk, links, preview
from pages.parts.preferences import unsaved

_FORM: Final = "policy"


def show() -> None:
    """The choice, tried before it is made, and the way to the comparison of all policies."""
    with desk.reading() as tx:
        now = preferences.read(tx)
    chosen: Any = st.radio(
        ABOUT["allocation_policy"].label,
        list(POLICIES),
        index=list(POLICIES).index(now.allocation_policy),
        format_func=lambda policy: POLICIES[policy].title,
        captions=[rule.meaning for rule in POLICIES.values()],
        key=f"policy-{now.allocation_policy}-{unsaved.round_of(_FORM)}",
        persist_state=unsaved.IN_SESSION,
    )
    days = st.number_input(
        ABOUT["skip_age_days"].label,
        0,
        LONGEST_SKIP_AGE,
        now.skip_age_days,
        key=f"skip-age-{now.skip_age_days}-{unsaved.round_of(_FORM)}",
        persist_state=unsaved.IN_SESSION,
        width=380,
        disabled=not POLICIES[chosen].steps_over,
    )
    changed = (chosen, days) != (now.allocation_policy, now.skip_age_days)
    if changed:
        unsaved.say()
    with st.container(horizontal=True, vertical_alignment="center"):
        if st.button(
            "Preview the switch", type="primary", disabled=not changed, icon=":material/visibility:"
        ):
            preview.ask([SetPolicy(chosen, days)])
        if changed:
            unsaved.discard_button(_FORM)
        links.link("policies", "Compare them on today's orders", "balance")
