"""What takes long, step by step on the screen while it runs."""

from __future__ import annotations

from typing import Any

from pages.parts.literal import literal


def show(status: Any, step: str) -> None:
    """Show the step that begins in a status (``st.status``), and keep those that are behind it."""
    words = literal(step[:1].upper() + step[1:])
    status.update(label=f"{words} …")
    status.write(words)
