"""The field of every page that goes to a record by its number and does what the command line does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import polars as pl
import streamlit as st

from engine import supply
from engine.cli import typed
from engine.cli.confirm import Asks
from engine.desk import called
from engine.desk.called import Called
from engine.errors import DeskError
from engine.paper import Print
from engine.whatif.wording import in_words
from pages.parts import (
    confirm,
    desk,
    dialogs,
    finding,
    focus,
    formats,
    late_dialog,
    links,
    paper,
    shell,
    style,
    tables,
)
from pages.parts.confirm import PendingAct
from pages.parts.literal import literal

KEY: Final = style.COMMAND
_ANSWER: Final = "_command-answer"
_REPORT: Final = "_command-report"
_LONGEST: Final = 200
"""Letters up to which an answer of one line stands at the top of the page, and not in a window of its own."""
_WHERE: Final = {
    "order": ("orders", "order"),
    "purchase order": ("supply", "po"),
    "transfer": ("supply", "transfer"),
    "shipment": ("shipments", "shipment"),
    "LIC": ("demand", "lic"),
    "customer": ("orders", "q"),
}
"""The page of a record and what in its address names it."""


def show() -> None:
    """The field, and under it what could not be done, or which of several records could be meant."""
    st.text_input(
        "Go to or do",
        key=KEY,
        max_chars=1_000,
        placeholder="Go to or do (Ctrl + K, ? for help)",
        icon=":material/terminal:",
        autocomplete="off",
        on_change=_obey,
        label_visibility="collapsed",
    )
    focus.on_ctrl_k(KEY)
    if (day := st.session_state.pop(_REPORT, None)) is not None:
        links.go("morning", **({} if day == formats.today() else {"day": day}))
    answer = st.session_state.pop(_ANSWER, None)
    if isinstance(answer, str):
        st.error(literal(answer), icon=":material/block:")
    elif answer is not None:
        _show_meant(*answer)


def _show_meant(line: str, records: list[Called]) -> None:
    """Go to the one record or page that a word means; else links to all it could mean, here and elsewhere."""
    for record in records:
        page, param = _WHERE[record.kind]
        if len(records) == 1:
            links.go(page, **{param: record.name})
        kind = record.kind if record.kind.isupper() else record.kind.capitalize()
        links.link(page, f"{kind} {record.name}", **{param: record.name})
    screens = [] if records else shell.called(line)
    for screen, title, icon in screens:
        if len(screens) == 1:
            links.go(screen)
        links.link(screen, title, icon)
    for name, term in finding.named(line):
        # What it is called here comes first: the sidebar cuts a link off at its end.
        links.link(term.page, f"{term.called} ({name})", "translate", **term.params)


def _obey() -> None:
    """Do what was typed; what was not understood or refused stays in the field, to be mended."""
    line = str(st.session_state[KEY] or "").strip()
    problem = _done(line) if line else ""
    if problem:
        st.session_state[_ANSWER] = problem
    else:
        st.session_state[KEY] = ""


def _done(line: str) -> str:
    """Do what a line says; why not, if it cannot be done."""
    if line == "?":
        _verbs.ask()
        return ""
    try:
        words = typed.words_of(line)
    except ValueError as error:
        return str(error)
    match words:
        case ["print", *named]:
            return _print(named)
        case ["report", *named]:
            return _report(named)
        case ["late", number, day] if _asks_late(number, formats.read_day(day)):
            return ""
    return _run(words) if words and typed.is_verb(words[0]) else _go(line)


def _go(line: str) -> str:
    """Have the record or page of this name opened, or all it could mean offered, once the field is drawn."""
    try:
        with desk.session().reading() as tx:
            records = called.records(tx, line)
    except DeskError as error:
        return str(error)
    if not (records or shell.called(line) or finding.named(line)):
        return f"Nothing is called {line} here; type a number, a LIC, a page or a verb, or ? for the verbs."
    st.session_state[_ANSWER] = (line, records)
    return ""


def _print(words: Sequence[str]) -> str:
    """Lay out paper, as the buttons do."""
    sheets = {sheet.value: sheet for sheet in Print}
    what, numbers = sheets.get("".join(words[:1])), words[1:]
    if what is None or not numbers:
        return f"Say what to print, and of which numbers: print {'|'.join(sheets)} NUMBER …"
    paper.ask(numbers, (what,))
    return ""


def _report(words: Sequence[str]) -> str:
    """Have the morning report of a day opened, once the field is drawn."""
    day = formats.read_day(words[0]) if words else formats.today()
    if day is None or len(words) > 1:
        return "Say of which day the morning report is, such as report 2026-03-31, or none for today."
    st.session_state[_REPORT] = day
    return ""


def _asks_late(number: str, day: date | None) -> bool:
    """Show what a new expected day would move, as the button does, and ask; False where the command itself
    has to say what is wrong."""
    if day is None or day < formats.today():
        return False
    try:
        with desk.session().reading() as tx:
            found = supply.find(tx, number)
    except DeskError:
        return False
    late_dialog.ask(found["number"], day)
    return True


def _run(words: list[str], agreed: str = "") -> str:
    """Run a command and show what it says, or ask what it asks."""
    answered = typed.run(desk.session(), desk.actor(), words, agreed)
    if answered.asks:
        _ask(words, answered.asks)
    elif not answered.problem:
        _tell(" ".join(words), answered)
    return answered.problem


def _ask(words: list[str], asks: Asks) -> None:
    if asks.edits:
        named = "; ".join(map(in_words, asks.edits))
        confirm.ask(PendingAct(asks.edits, f"Done: {named}."))
    else:
        _question.ask(words, asks.shown)


def _tell(line: str, answered: typed.Answered) -> None:
    """One sentence at the top of the page, with the way back; what is longer in a window."""
    text = answered.text.strip() or "Done."
    dialogs.close()
    if "\n" not in text and len(text) <= _LONGEST:
        desk.say(text, answered.action_id)
        return
    if answered.action_id is not None:
        desk.say(f"Done: {line}.", answered.action_id)
    _window.ask(line, text)


@dialogs.dialog("Answer", width="large")
def _window(line: str, text: str) -> None:
    st.caption(literal(line))
    st.code(text, language=None)


@dialogs.dialog("Go on?", width="large")
def _question(words: list[str], shown: str) -> None:
    st.code(shown, language=None)
    if problem := st.session_state.pop(_ANSWER, None):
        st.error(literal(problem), icon=":material/block:")
    dialogs.confirmed(
        "go on",
        "leave it all as it is",
        tip="Exactly what is shown; if the desk changed meanwhile, you are asked again.",
        on_yes=lambda: _agree(words, shown),
    )


def _agree(words: list[str], shown: str) -> None:
    if problem := _run(words, shown):
        st.session_state[_ANSWER] = problem


@dialogs.dialog("What can be typed", width="large")
def _verbs() -> None:
    st.markdown(
        "The number of an order, a shipment, a purchase order or a transfer, a LIC, a customer or the title "
        "of a page opens it: `1004`, `FR-9`, `run log`. These verbs of the command line do what they do "
        "there, with the same questions: `split 1004 2`. A verb and `--help` says what it takes. Ctrl + K "
        "puts the cursor into the field."
    )
    listed = pl.DataFrame(list(typed.verbs().items()), ["verb", "does"], orient="row")
    tables.grid(
        listed,
        key="verbs",
        alt="The verbs and what each does",
        most=14,
        columns={"verb": tables.text("Verb", 110), "does": tables.text("What it does", 700)},
    )
