"""A run, step by step: whose turn it was, who was ahead, what was left, what it got, which rule decided."""

from __future__ import annotations

from typing import Any, Final

import polars as pl
import streamlit as st

from engine import sweeps
from engine.past import replay, steps
from engine.past.steps import Film
from engine.store import Transaction
from pages.parts import export, formats, links, pickers, query, readings, run_table, tables, vega
from pages.parts.any_day import pictures, spans
from pages.parts.literal import Markdown, literal

MOST_RUNS: Final = 500
_OLDER: Final[Markdown] = "; `backorder replay` with the number of an older one compares that"


def show() -> None:
    """Choose a run, one of its LICs and a step."""
    runs, read = readings.once(_runs)
    if not runs:
        st.info("No run can be replayed yet: a sweep that fills has to run first.")
        return
    which, where = st.columns([1.3, 1])
    with which:
        run = query.box("Run", runs, param="run", placeholder="Choose a run")
        tables.ends_at(MOST_RUNS, read, _OLDER)
    if run is None:
        st.caption("Choose a run to see each of its steps, and the rule that decided it.")
        return
    seen = readings.once(steps.film, int(run))
    if not seen.steps.height:
        st.info("No line wanted any of what the run looked at.")
        return
    with where:
        pool = query.box("LIC", _pools(seen), param="pool", placeholder="Where most changed hands")
    _verdict(seen)
    _pool(seen, pool or next(iter(_pools(seen))))


def _runs(tx: Transaction) -> tuple[dict[str, str], int]:
    """The runs that can be replayed, by number, the newest first, in words; and among how many they are."""
    can = set(replay.replayable(tx, MOST_RUNS))
    titles = {name: title for title, name in run_table.titles().items()}
    newest = sweeps.runs(tx, None, most=MOST_RUNS)
    rows = newest.filter(pl.col("run_id").is_in(can)).iter_rows(named=True)
    return {str(row["run_id"]): _named(row, titles) for row in rows}, newest.height


def _named(row: dict[str, Any], titles: dict[str, str]) -> str:
    filled, released = row["lines_filled"], row["lines_released"]
    did = f"{formats.count(filled, 'line')} filled" if filled or not released else ""
    lost = f"{formats.count(released, 'line')} released" if released else ""
    what = ", ".join(filter(None, [did, lost]))
    name = titles.get(row["sweep"], row["sweep"])
    return f"{row['run_id']} · {name}, {formats.when(row['started_at'])} · {what}"


def _pools(seen: Film) -> dict[str, str]:
    """The pools of the run by their code in the address, where most changed hands first."""
    several = pickers.has_several_warehouses()
    return {
        f"{row['lic']}@{row['warehouse']}": _pool_named(row, several=several)
        for row in seen.pools.iter_rows(named=True)
    }


def _pool_named(row: dict[str, Any], *, several: bool) -> str:
    where = f" in {row['warehouse']}" if several else ""
    did = [
        f"{formats.units(row[name])} {word}"
        for name, word in (("gained_qty", "given"), ("lost_qty", "taken"))
        if row[name]
    ]
    return f"{row['lic']}{where} · {', '.join(did) or 'nothing changed'}"


def _verdict(seen: Film) -> None:
    """How much the run did, and whether its replay comes to the same."""
    changed = seen.pools.filter(pl.col("gained_qty") + pl.col("lost_qty") > 0).height
    given = formats.units(formats.total(seen.pools["gained_qty"]))
    same = (
        "The record log gives the same result again"
        if seen.replay.is_same
        else "The record log gives another"
    )
    mark = ":green-badge[:material/check: same result]" if seen.replay.is_same else ":red-badge[differs]"
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"**{formats.count(seen.steps.height, 'step')}** over {formats.count(seen.pools.height, 'LIC')}; "
            f"**{given}** given in {formats.count(changed, 'LIC')}. {mark}",
            help=f"Walked again by the record log, the run comes to {same} result.",
            width="stretch",
        )
        links.link("run_log", "What it wrote", "history")


def _pool(seen: Film, pool: str) -> None:
    lic, _, warehouse = pool.rpartition("@")
    rows = seen.steps.filter(lic=lic, warehouse=warehouse)
    at = _step(rows.height)
    row = rows.row(at - 1, named=True)
    with st.container(border=True):
        st.markdown(f"**Step {at} of {rows.height:,} · {literal(row['rule'])}.** {_turn(row)}")
        st.markdown(_ahead(row))
        st.markdown(literal(row["sentence"]))
    chart = vega.cached(pictures.shelf, rows, at)
    vega.draw(chart, width="stretch", alt=f"What lay of {lic}, and who has it after step {at}.")
    _table(rows, at)


def _step(count: int) -> int:
    """The step that is looked at; buttons move on and back."""
    stood = st.session_state.get("step", 1)
    if not isinstance(stood, int) or not 1 <= stood <= count:
        st.session_state.pop("step", None)
    if count == 1:
        return 1
    with st.container(horizontal=True, vertical_alignment="bottom"):
        before = st.container(width="content")
        step: int = st.slider("Step", 1, count, key="step", bind="query-params")
        after = st.container(width="content")
    spans.mover(before, ":material/chevron_left: Back", "step", step - 1, on=step > 1, tip="The step before")
    spans.mover(
        after, "Next :material/chevron_right:", "step", step + 1, on=step < count, tip="The next step"
    )
    return step


def _turn(row: dict[str, Any]) -> str:
    """Whose turn it is."""
    has = "has" if row["held"] else "waits for"
    priority = f"priority {row['priority']}" if row["priority"] else "normal priority"
    piece = ", in one piece" if row["whole"] else ""
    complete = ", its order ships complete" if row["complete"] else ""
    return (
        f"Order {literal(row['order'])} line {row['line']} of {literal(row['customer_name'])}, {priority}, "
        f"opened {formats.day(row['opened_at'])}, {has} "
        f"{formats.units(row['qty'])}{piece}{complete}."
    )


def _ahead(row: dict[str, Any]) -> str:
    """Who was served before it, and what was left."""
    before = formats.count(row["ahead"], "line", "were")
    ahead = (
        f"{before} served before it, for {formats.units(row['ahead_qty'])}"
        if row["ahead"]
        else "It is the first"
    )
    return f"{ahead}; **{formats.units(row['at_hand_qty'])}** {formats.verb(row['at_hand_qty'], 'are')} left."


def _table(rows: pl.DataFrame, at: int) -> None:
    shown = rows.with_columns(
        pl.when(pl.col("step") == at).then(pl.lit("▶")).otherwise(pl.lit("")).alias("now"),
        tables.blank_zero("priority"),
        tables.blank_zero("gain_qty"),
    )
    columns = {
        "now": tables.text("", 30),
        "step": tables.number("Step", width=50),
        "order": links.column("Order", "orders", "order", key="film-order", width=75),
        "line": tables.number("Line", width=45),
        "customer_name": tables.text("Customer", 170),
        "priority": tables.number("Priority", width=60),
        "qty": tables.qty("Wanted", width=65),
        "at_hand_qty": tables.qty("Still there", "What was left when its turn came.", 65),
        "granted_qty": tables.qty("Has after", width=75),
        "gain_qty": tables.qty("Change", "What it gained; below zero what it lost.", 70),
        "rule": tables.text("Rule", 190),
    }
    tables.grid(shown, key="film", columns=columns, alt="Every step of the run in this LIC")
    export.popover(rows, "steps")
