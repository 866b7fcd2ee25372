"""What would happen, before anything does?"""

from __future__ import annotations

from functools import partial

import streamlit as st

from pages.parts import lic_dialog, preview, preview_tables, shell
from pages.parts.whatif import builder as edit_builder

shell.begin(
    "What if",
    "Put one or several changes together and see who would gain, who would lose and which dates would move. "
    "Nothing is written until you apply it.",
)

builder, answer = st.columns([2, 5], gap="large")
with builder:
    edit_builder.show()
edits = edit_builder.chosen()
with answer:
    if not edits:
        st.info("Add a change; its effect on everybody is worked out here.")
    elif effect := preview.tried(edits, on_refusal=partial(lic_dialog.refuse, key="tried-new-lic")):
        preview_tables.show(effect)
        preview.apply_button(edits, effect, then=edit_builder.clear)
