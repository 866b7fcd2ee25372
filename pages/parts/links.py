"""From one page to another inside the session: rows that open a page, and links that carry a filter."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.parts import shell
from pages.parts.literal import Markdown, literal


def go(page: str, **params: object) -> None:
    """Open a page by its short name; ``params`` become the address's."""
    st.switch_page(shell.file_of(page), query_params=_texts(params))


def link(
    page: str, label: str, icon: str | None = None, tip: Markdown | None = None, **params: object
) -> None:
    """A link to a page by its short name, reached with the keyboard as well; ``label`` is shown as it is."""
    marked = f":material/{icon}:" if icon else None
    st.page_link(
        shell.file_of(page), label=literal(label), icon=marked, help=tip, query_params=_texts(params)
    )


def import_file() -> None:
    """The link to where files are imported."""
    link("preferences", "Import a file", "upload_file", tab="Import")


def column(label: str, page: str, param: str, *, key: str, width: int = 120, tip: str | None = None) -> Any:
    """A table's column whose values are links: a click opens ``page`` with the value as ``param``."""
    return column_to(label, lambda value: (page, {param: value}), key=key, width=width, tip=tip)


def column_to(
    label: str,
    target: Callable[[str], tuple[str, dict[str, str]]],
    *,
    key: str,
    width: int = 120,
    tip: str | None = None,
) -> Any:
    """A table's column whose values are links: ``target`` gives for a value the page that a click opens, and
    what stands in its address."""
    return st.column_config.ButtonColumn(
        label,
        width=width,
        help=tip,
        type="tertiary",
        alignment="left",
        key=key,
        on_click=_open_clicked,
        args=(key, target),
    )


def _open_clicked(key: str, target: Callable[[str], tuple[str, dict[str, str]]]) -> None:
    clicked = st.session_state[key]
    if clicked["label"]:
        page, params = target(clicked["label"])
        go(page, **params)


def _texts(params: dict[str, object]) -> dict[str, str | list[str]]:
    """What stands in an address: a text for each, and of several one for each of them."""
    return {
        name: list(map(str, value)) if isinstance(value, list | tuple) else str(value)
        for name, value in params.items()
    }
