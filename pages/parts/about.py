"""What the menu says about this product, and the keys it listens to."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import Any, Final

import streamlit as st

from pages.parts.literal import Markdown

NAME: Final = "Backorder Desk"
_PACKAGE: Final = "backorder-desk"

KEYS: Final[dict[Markdown, Markdown]] = {
    "Enter": "Sends the box you type in: adds a line, counts a scan, confirms a count.",
    "Ctrl+Enter": "Presses the blue button: opens an order, saves a form, books a return, adds lines.",
    "Ctrl+K": "Puts the cursor into *Go to or do*: a number opens it, a verb of the command line does it.",
    "Y": "Agrees, in a question.",
    "N": "Declines, in a question: nothing is done.",
    "B": "Shipping short: what is left waits on backorder.",
    "D": "Shipping short: the order is reduced.",
    "G": "Shipping short: back to the quantities.",
    "Esc": "Closes a question or a drawer; nothing is done.",
    "Tab": "From field to field; Shift+Tab goes back.",
}
"""Key -> what it does. Where a button has a key, it stands on the button."""

MORE: Final[Markdown] = (
    "README.md and docs/ beside the program say all of it: the rules, files in and out, the command line. "
    "`backorder --help` lists the commands, `backorder check` proves that the desk is consistent."
)


def menu() -> dict[Any, str | None]:
    """The entries of the menu at the top right: *Get help* is a page of the desk, in a tab of its own."""
    url = st.context.url or ""
    home = "/".join(url.split("/")[:3])
    return {"Get help": f"{home}/help" if home else None, "Report a bug": None, "About": _about()}


def _about() -> Markdown:
    return (
        f"**{NAME} {_version()}**: who gets the next unit of stock, and why.\n\n"
        "It runs on this machine, in one file, and calls nobody. Free under the MIT licence.\n\n"
        "Keys: **Enter** sends the box you type in, **Ctrl+Enter** presses the blue button, **Y** and **N** "
        "answer a question, **Esc** closes it. *Get help* lists all of them."
    )


def _version() -> str:
    try:
        return version(_PACKAGE)
    except PackageNotFoundError:  # run from a folder that was never installed
        return ""
