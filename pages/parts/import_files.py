"""The import of a file: tried out first, with a report, then saved as a whole or not at all."""

from __future__ import annotations

import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from pathlib import Path, PurePath
from typing import Any, Final

import polars as pl
import streamlit as st

from engine import machine
from engine.errors import DeskError, Refused
from engine.interchange import guessing, importing, kinds, updating
from engine.interchange.reading import Sheet
from engine.interchange.reports import ImportLoss, ImportReport
from engine.rules import profile_text
from pages.parts import desk, formats, profile_choice, steps, tables
from pages.parts.literal import Markdown, literal

MOST_PROBLEMS: Final = 20
LONGEST_NAME: Final = 30
"""How many letters are taken of a name, and of its ending: at most 240 bytes, which every machine writes."""
_DEVICE: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that mean a device on Windows, whatever their ending."""
_NO_NAME: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_SHOWN: Final = "_import-losses"
_SEEN: Final = "_import-seen"
_CHOSEN: Final = "_import-kind-chosen"
"""There where somebody chose what is in the file."""
_ONE: Final = {"items": "LIC", "customers": "customer", "vendors": "vendor", "warehouses": "warehouse"}
"""What is made of the rows of another kind, one of it."""
_OF_ROWS: Final = {"orders": "order", "purchase-orders": "purchase order", "transfers": "transfer"}
"""What takes several rows, one of it; of other kinds each row is one."""
_STEPS: Final = {
    "reading": "Reading the file",
    "checking": "Checking every row",
    "saving": "Writing the rows",
    "settling": "Giving stock by rank",
}
"""What an import says it is doing -> how that is shown."""
ORDER: Final = (
    "vendors",
    "items",
    "customers",
    "stock",
    "orders",
    "purchase-orders",
    "receipts",
    "adjustments",
    "transfers",
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
    "transfers": "Transfers",
    "warehouses": "Warehouses",
    "preferences": "Preferences",
}


def show() -> None:
    """Choose what a file holds, try it out, import it."""
    above = st.container()
    # Any file may come: what is wrong with one is shown in a sentence, which the field itself would not do.
    file = st.file_uploader("CSV, Excel or Parquet file", key=f"import-{_round()}")
    with ExitStack() as stack:
        path = stack.enter_context(_laid_down(file)) if file is not None else None
        sheet = profile_choice.sheet_of(path) if path else None
        _recognise(file, sheet)
        with above:
            kind = st.selectbox(
                "What is in the file?",
                ORDER,
                format_func=lambda kind: WORDS[kind],
                key="import_kind",
                on_change=st.session_state.__setitem__,
                args=(_CHOSEN, True),
            )
            _columns(kind)
        if path is not None:
            _read(kind, file, path, sheet)


@contextmanager
def _laid_down(file: Any) -> Iterator[Path]:
    """A file that was dropped, where it can be read."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(file.name)
        path.write_bytes(file.getvalue())
        yield path


def _recognise(file: Any, sheet: Sheet | None) -> None:
    """Choose the kind of a file that was just dropped, where its headers tell."""
    if file is None or sheet is None or st.session_state.get(_SEEN) == file.file_id:
        return
    st.session_state[_SEEN] = file.file_id
    before = st.session_state.get("import_kind", ORDER[0])
    chosen = before if _CHOSEN in st.session_state else ""
    if not chosen or not guessing.is_own(chosen, sheet.headers):
        st.session_state["import_kind"] = profile_choice.kind_of(sheet.headers, chosen) or before


def _read(kind: str, file: Any, path: Path, sheet: Sheet | None) -> None:
    """How the file is read, and what it would come to."""
    profile, is_ready = None, True
    if sheet is not None:
        profile, is_ready = profile_choice.ask(kind, sheet, f"import-{file.file_id}")
    update = kind in updating.KINDS and st.toggle(
        "Take over what differs from the desk",
        key=f"import-{file.file_id}-update",
        help="Of records that are known: quantities, lines, days, costs, the head of an order. What somebody "
        "changed at the desk since stays, and is named.",
    )
    if is_ready:
        how = f"{kind} {update} {profile_text.to_text(profile) if profile else ''}"
        key = f"import-{file.file_id}-{zlib.crc32(how.encode()):x}"
        _offer(kind, key, path, partial(importing.import_file, profile=profile, update=update))


def _columns(kind: str) -> None:
    columns = kinds.columns(kind)
    needed = ", ".join(f"**{literal(column.name)}**" for column in columns if column.required)
    more = ", ".join(literal(column.name) for column in columns if not column.required)
    st.markdown(f"Columns: {needed}" + (f"; optional: {more}." if more else "."))
    head = ",".join(column.name for column in columns) + "\n"
    st.download_button("Empty file to fill in", head, f"{kind}.csv", "text/csv", icon=":material/download:")


def _offer(kind: str, key: str, path: Path, bring: Callable[..., ImportReport]) -> None:
    """Say what a file would come to, and import it once that is agreed to; ``key``: of the file and of how it
    is read."""
    if st.session_state.get(key):  # it was tried out, and is not again before it is done
        _save(kind, key, path, bring)
    tried = _import(kind, path, bring, dry_run=True)
    if tried is None:
        return
    st.markdown(_in_words(tried))
    _notes(tried)
    _losses(tried.losses)
    st.session_state[_SHOWN] = {key: tried.losses}
    if tried.added + tried.updated:
        st.button(f"Import {formats.count(tried.rows, 'row')}", type="primary", key=key)
    else:
        st.info("This file holds nothing new.")


def _save(kind: str, key: str, path: Path, bring: Callable[..., ImportReport]) -> None:
    """Import what was tried out; after a refusal it is tried out again below."""
    shown = st.session_state.get(_SHOWN, {}).get(key)
    done = _import(kind, path, bring, dry_run=False, agreed=shown)
    if done is not None:
        desk.say(f"{WORDS[kind]}: {_in_words(done)}", done.action_id)
        st.session_state["import_round"] = _round() + 1
        st.session_state.pop(_CHOSEN, None)
        st.rerun()


def _import(
    kind: str,
    path: Path,
    bring: Callable[..., ImportReport],
    *,
    dry_run: bool,
    agreed: list[ImportLoss] | None = None,
) -> ImportReport | None:
    """Run the import, step by step on the screen; a refusal is shown, problem by problem, and answered with
    None."""
    status = st.status(_STEPS["reading"])
    try:
        with machine.in_a_sentence():
            report = bring(
                desk.session(),
                kind,
                path,
                actor=desk.actor(),
                dry_run=dry_run,
                agreed=agreed,
                step=partial(_step, status),
            )
    except DeskError as error:
        # What is said below of a file with mistakes says that nothing was saved.
        label = "The file has mistakes" if isinstance(error, Refused) else "Nothing was saved"
        status.update(label=label, state="error")
        _refuse(error)
        return None
    done = f"{formats.count(report.rows, 'row')} read and checked" if dry_run else "Saved"
    status.update(label=done, state="complete")
    return report


def _step(status: Any, step: str) -> None:
    """Show the step that an import begins."""
    steps.show(status, _STEPS.get(step, step))


def _refuse(error: DeskError) -> None:
    if isinstance(error, Refused):
        _problems(error.problems)
    else:
        desk.refuse(error)


def safe_name(given: str) -> str:
    """What a file is called while it is read: as its owner calls it, as far as every machine would."""
    named = PurePath(given)
    stem, ending = (_NO_NAME.sub("_", part)[:LONGEST_NAME] for part in (named.stem, named.suffix))
    stem = stem.strip(". ") or "file"
    return f"{'_' if _DEVICE.fullmatch(stem) else ''}{stem}{ending}"


def _problems(problems: list[str]) -> None:
    """Show the first problems of a file; all at once would fill the screen."""
    shown = formats.bullets(problems, MOST_PROBLEMS, "more problem")
    st.error(
        f"Nothing was saved of this file. Correct it and import it again.\n{shown}", icon=":material/block:"
    )


def _in_words(report: ImportReport) -> Markdown:
    """``120 rows: 118 new, 2 unchanged.``, or ``120 rows: 40 orders new.``"""
    parts = [(report.added, "new"), (report.updated, "changed"), (report.unchanged, "unchanged")]
    one = _OF_ROWS.get(report.kind)
    numbers = (
        (formats.count(number, one) if one else f"{number:,}", word) for number, word in parts if number
    )
    counted = ", ".join(f"{number} {word}" for number, word in numbers)
    made = "".join(
        f" {formats.count(number, _ONE[kind])} made of them." for kind, number in report.made.items()
    )
    return f"{formats.count(report.rows, 'row')}: {counted or 'nothing in them'}.{made}"


def _notes(report: ImportReport) -> None:
    for sentence in report.notes:
        st.info(literal(sentence))
    for sentence in report.held[:MOST_PROBLEMS]:
        st.warning(literal(sentence))
    _more(len(report.held))
    if report.assumed:
        st.info("  \n".join(map(literal, report.assumed)))
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
    others = [loss for loss in losses if not loss.by_itself]
    themselves = [loss for loss in losses if loss.by_itself]
    if others:
        _losing(others, "would lose stock by this file", key="import-losses")
    if themselves:
        _losing(themselves, "that it changes would lose stock", key="import-losses-itself")


def _losing(losses: list[ImportLoss], what: Markdown, *, key: str) -> None:
    orders = formats.count(len({loss.order for loss in losses}), "order")
    st.warning(f"{orders} {what}.", icon=":material/arrow_downward:")
    tables.grid(
        pl.DataFrame([asdict(loss) for loss in losses]),
        key=key,
        alt="Who loses",
        most=8,
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
