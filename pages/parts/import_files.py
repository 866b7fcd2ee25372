"""The import of a file: tried out first, with a report, then saved as a whole or not at all."""

from __future__ import annotations

import re
import tempfile
from dataclasses import asdict
from pathlib import Path, PurePath
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import machine
from engine.errors import DeskError, Refused
from engine.interchange import importing, kinds
from engine.interchange.reports import ImportLoss, ImportReport
from pages.parts import desk, formats, tables
from pages.parts.literal import Markdown, literal

MOST_PROBLEMS: Final = 20
LONGEST_NAME: Final = 30
"""How many letters are taken of a name, and of its ending: at most 240 bytes, which every machine writes."""
_NO_NAME: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_SHOWN: Final = "_import-losses"
ORDER: Final = (
    "vendors",
    "items",
    "customers",
    "stock",
    "orders",
    "purchase-orders",
    "receipts",
    "adjustments",
    "warehouses",
    "preferences",
)
WORDS: Final = {
    "items": "LICs",
    "customers": "Customers and their locations",
    "vendors": "Vendors",
    "stock": "Opening stock",
    "orders": "Orders",
    "purchase-orders": "Purchase orders",
    "receipts": "Receipts",
    "adjustments": "Stock adjustments",
    "warehouses": "Warehouses",
    "preferences": "Preferences",
}


def show() -> None:
    """Choose what a file holds, try it out, import it."""
    kind = st.selectbox(
        "What is in the file?", ORDER, format_func=lambda kind: WORDS[kind], key="import_kind"
    )
    _columns(kind)
    # Any file may come: what is wrong with one is shown in a sentence, which the field itself would not do.
    file = st.file_uploader("CSV, Excel or Parquet file", key=f"import-{kind}-{_round()}")
    if file is not None:
        _offer(kind, file)


def _columns(kind: str) -> None:
    columns = kinds.columns(kind)
    needed = ", ".join(f"**{literal(column.name)}**" for column in columns if column.required)
    more = ", ".join(literal(column.name) for column in columns if not column.required)
    st.markdown(f"Columns: {needed}" + (f"; optional: {more}." if more else "."))
    head = ",".join(column.name for column in columns) + "\n"
    st.download_button("Empty file to fill in", head, f"{kind}.csv", "text/csv", icon=":material/download:")


def _offer(kind: str, file: Any) -> None:
    shown = st.session_state.get(_SHOWN, {}).get(file.file_id)
    tried = _import(kind, file, dry_run=True)
    if tried is None:
        return
    st.markdown(_in_words(tried))
    _notes(tried)
    _losses(tried.losses)
    st.session_state[_SHOWN] = {file.file_id: tried.losses}
    if not tried.added + tried.updated:
        st.info("This file holds nothing new.")
    elif st.button(f"Import {formats.count(tried.rows, 'row')}", type="primary"):
        done = _import(kind, file, dry_run=False, agreed=shown)
        if done is not None:
            desk.say(f"{WORDS[kind]}: {_in_words(done)}")
            st.session_state["import_round"] = _round() + 1
            st.rerun()


def _import(
    kind: str, file: Any, *, dry_run: bool, agreed: list[ImportLoss] | None = None
) -> ImportReport | None:
    """Run the import; a refusal is shown, problem by problem, and answered with None."""
    try:
        with machine.in_a_sentence(), tempfile.TemporaryDirectory() as folder, st.spinner("Reading the file"):
            path = Path(folder) / _name(file.name)
            path.write_bytes(file.getvalue())
            return importing.import_file(
                desk.session(), kind, path, actor=desk.actor(), dry_run=dry_run, agreed=agreed
            )
    except Refused as refused:
        _problems(refused.problems)
    except DeskError as error:
        desk.refuse(error)
    return None


def _name(given: str) -> str:
    """What a file is called while it is read: as its owner calls it, as far as every machine would."""
    named = PurePath(given)
    stem, ending = (_NO_NAME.sub("_", part)[:LONGEST_NAME] for part in (named.stem, named.suffix))
    return f"{stem.strip('. ') or 'file'}{ending}"


def _problems(problems: list[str]) -> None:
    """Show the first problems of a file; all at once would fill the screen."""
    shown = "\n".join(f"- {literal(problem)}" for problem in problems[:MOST_PROBLEMS])
    more = len(problems) - MOST_PROBLEMS
    rest = f"\n- and {formats.count(more, 'more problem')}" if more > 0 else ""
    st.error(
        f"Nothing was saved. Correct the file and import it again.\n{shown}{rest}", icon=":material/block:"
    )


def _in_words(report: ImportReport) -> Markdown:
    """``120 rows: 118 new, 2 unchanged.``"""
    parts = [(report.added, "new"), (report.updated, "changed"), (report.unchanged, "unchanged")]
    counted = ", ".join(f"{number:,} {word}" for number, word in parts if number)
    return f"{formats.count(report.rows, 'row')}: {counted or 'nothing in them'}."


def _notes(report: ImportReport) -> None:
    for sentence in report.notes:
        st.info(literal(sentence))
    for sentence in report.held[:MOST_PROBLEMS]:
        st.warning(literal(sentence))
    _more(len(report.held))
    for sentence in report.assumed:
        st.info(literal(sentence))
    if report.changed:
        st.caption("  \n".join(map(literal, report.changed[:MOST_PROBLEMS])))
        _more(len(report.changed))
    if report.left_out:
        st.caption(f"Left out: {literal(', '.join(report.left_out[:MOST_PROBLEMS]))}.")
        _more(len(report.left_out))


def _more(number: int) -> None:
    if number > MOST_PROBLEMS:
        st.caption(f"And {number - MOST_PROBLEMS:,} more.")


def _losses(losses: list[ImportLoss]) -> None:
    """Whose stock the file takes (R18, R23): shown before it is imported."""
    if not losses:
        return
    orders = formats.count(len({loss.order for loss in losses}), "order")
    st.warning(f"{orders} would lose stock by this file.", icon=":material/arrow_downward:")
    tables.grid(
        pl.DataFrame([asdict(loss) for loss in losses]),
        key="import-losses",
        alt="Who loses",
        height=tables.height_of(len(losses), 8),
        columns={
            "order": tables.text("Order", 90),
            "customer": tables.text("Customer", 200),
            "lic": tables.text("LIC", 120),
            "qty": tables.qty("Loses"),
        },
    )


def _round() -> int:
    """Counts the files imported, so that the field is empty for the next."""
    done: int = st.session_state.get("import_round", 0)
    return done
