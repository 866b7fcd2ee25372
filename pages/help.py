"""How is this desk used: which page answers what, which keys are there, what is it called here?"""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path
from typing import Final

import streamlit as st

from pages.parts import about, finding, links, shell
from pages.parts.literal import literal

TAKES_OTHER_WORDS: Final = ", ".join(f"*{literal(name)}*" for name in ("SKU", "Pick ticket", "7792"))


@cache
def question(page: str) -> str:
    """What a page answers: the question at the head of its file."""
    text = (shell.HOUSE / shell.file_of(page)).read_text(encoding="utf-8")
    asked, sign, _ = str(ast.get_docstring(ast.parse(text))).partition("?")
    return f"{asked}{sign}".replace("\n", " ")


shell.begin("Help", "Which page answers what, the keys, and what other systems call things.")
pages, keys = st.columns([3, 2], gap="large")
with pages:
    st.subheader("Where is it?", anchor=False)
    for listed in shell.SECTIONS.values():
        for page, title, icon in listed:
            if page != Path(__file__).stem:
                name, answers = st.columns([1, 3], vertical_alignment="center")
                with name:
                    links.link(page, title, icon)
                answers.markdown(literal(question(page)))
with keys:
    st.subheader("Keys", anchor=False)
    st.table(
        {"Key": [f"**{key}**" for key in about.KEYS], "Does": list(about.KEYS.values())}, border="horizontal"
    )
    st.subheader("Words of other systems", anchor=False)
    word = finding.box("Find a word", "SKU, pick ticket, 7792 …", key="help_word")
    if not word:
        st.caption(f"Every *Find* box knows them too: {TAKES_OTHER_WORDS}.")
    elif not finding.named(word):
        st.info("No other system that is known here calls something so.")
    st.subheader("More", anchor=False)
    st.markdown(about.MORE)
