"""A preview of edits on the screen, on a page or as a question, and the button that does what it shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from engine import whatif
from engine.errors import DeskError
from engine.whatif import Preview
from engine.whatif.edits import Edit
from engine.whatif.wording import in_words
from pages.parts import desk, dialogs, preview_tables
from pages.parts.literal import literal

_REFUSED = "_preview-refused"
MOST_EDITS = 6
"""How many edits are listed by name."""


def ask(edits: Sequence[Edit], *, real: bool = True) -> None:
    """Open the preview of these edits; not ``real``: they can be looked at, but not be applied."""
    _preview.ask(list(edits), real)


@dialogs.dialog("Preview", width="large")
def _preview(edits: list[Edit], real: bool) -> None:
    effect = tried(edits)
    if effect is None:
        return
    named(edits)
    preview_tables.show(effect)
    if real:
        apply_button(edits, effect, then=dialogs.close)
    else:
        st.info("These units are not ordered yet: order them first, and receive them when they come.")


def tried(
    edits: Sequence[Edit], *, swept: bool = True, on_refusal: Callable[[DeskError], None] = dialogs.refuse
) -> Preview | None:
    """What the edits would come to; None, with the reason on the screen, if one of them is refused.

    Not ``swept``: at once, before the next sweep gives to others what comes free.
    """
    refused = st.session_state.pop(_REFUSED, None)
    try:
        with st.spinner("Trying it out …", show_time=True):
            effect = whatif.preview(desk.session(), desk.actor(), edits, swept=swept)
    except DeskError as error:
        on_refusal(error)
        return None
    if refused:
        desk.refuse(refused)
    return effect


def apply_button(edits: Sequence[Edit], effect: Preview, *, then: Callable[[], None]) -> None:
    """The button that does what is shown, and ``then`` follows; what changed meanwhile is shown in red.

    A callback, because it is given the fingerprint that was on the screen: once the page is drawn again,
    there would be a newer one.
    """
    st.button(
        "Apply",
        type="primary",
        shortcut="Ctrl+Enter",
        help="Exactly what is shown; if the desk changed meanwhile, you are told instead.",
        on_click=_apply,
        args=(list(edits), effect.fingerprint, then),
    )


def _apply(edits: list[Edit], fingerprint: str, then: Callable[[], None]) -> None:
    done = f"Done: {'; '.join(map(in_words, edits))}."
    with desk.attempting(done, on_refusal=refuse_later) as attempt:
        whatif.do(attempt.tx, edits, fingerprint, swept=True)
    if attempt.saved:
        then()


def refuse_later(error: DeskError) -> None:
    """Show a refusal above the preview when it is drawn again: for callbacks."""
    st.session_state[_REFUSED] = error


def named(edits: Sequence[Edit]) -> None:
    """What is tried, in words; the first of them if they are many."""
    words = [literal(in_words(edit)) for edit in edits[:MOST_EDITS]]
    if len(edits) > MOST_EDITS:
        words.append(f"and {len(edits) - MOST_EDITS:,} more")
    st.markdown("\n".join(f"- {word}" for word in words) if len(words) > 1 else f"{words[0]}.")
