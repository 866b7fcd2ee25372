"""docs/performance: the figures as JSON, as a chart, and as the tables between two marks of the page."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from tests.bench import chart, report
from tests.bench.ages import Growth
from tests.bench.running import Measured

BEGIN: Final = "<!-- figures: written by make bench -->"
END: Final = "<!-- end of the figures -->"


def write(folder: Path, measured: Sequence[Measured], growth: Sequence[Growth]) -> None:
    """Write performance.json, performance.svg and the tables of performance.md, which has both marks."""
    found = report.as_json(measured, growth)
    (folder / "performance.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (folder / "performance.svg").write_text(chart.svg(measured), encoding="utf-8")
    page = folder / "performance.md"
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    text = "\n".join(_tables(measured, growth, found))
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def _tables(
    measured: Sequence[Measured], growth: Sequence[Growth], found: dict[str, object]
) -> Iterator[str]:
    machine = found["machine"]
    assert isinstance(machine, dict)
    yield (
        f"Measured {str(found['measured_at'])[:10]} on {machine['cores']} cores and {machine['gib']} GiB, "
        f"{machine['system']}, Python {machine['python']}, DuckDB {machine['duckdb']}, "
        f"Polars {machine['polars']}, Streamlit {machine['streamlit']}."
    )
    for title, plain in (("Desks of any size", True), ("Desks of another kind", False)):
        some = [one for one in measured if (one.setting.mix == "plain") is plain]
        if some:
            yield from ("", f"### {title}", "", *_table(some))
    if growth:
        yield from ("", "### How it grows", "", *_growth(growth))


def _table(measured: Sequence[Measured]) -> Iterator[str]:
    """A row for each piece of work, a column for each desk."""
    settings = list(dict.fromkeys(one.setting for one in measured))
    found = {(one.figure.name, one.setting): one for one in measured}
    yield "| work | floor | goal | " + " | ".join(map(str, settings)) + " |"
    yield "| --- | --- | --- |" + " ---: |" * len(settings)
    for figure in dict.fromkeys(one.figure for one in measured):
        cells = [_cell(found.get((figure.name, setting))) for setting in settings]
        floor, goal = figure.floor.name if figure.floor else "", figure.goal or ""
        yield f"| {figure.words} | {floor} | {goal} | " + " | ".join(cells) + " |"


def _cell(one: Measured | None) -> str:
    """The median and p95, the ratios, statements, rate and memory; bold where the goal is missed."""
    if one is None:
        return ""
    if one.left_out:
        return "left out"
    said = [f"{_time(one.work.wall())} (p95 {_time(one.work.wall(95))})"]
    if one.by_wall is not None:
        said.append(f"{one.by_wall:.1f} × ({one.by_cpu:.1f} CPU)" if one.by_cpu else f"{one.by_wall:.1f} ×")
    if one.work.statements():
        said.append(f"{one.work.statements()} stmts")
    if one.work.per_second():
        said.append(f"{one.work.per_second():,.0f}/s")
    if one.work.gib():
        said.append(f"{one.work.gib():.1f} GiB")
    if one.work.sent():
        said.append(f"server {_time(one.work.cpu())} CPU, {one.work.sent() / 1000:,.0f} kB sent")
    text = ", ".join(said)
    return f"**{text}**" if one.verdict == "missed" else text


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def _growth(growth: Sequence[Growth]) -> Iterator[str]:
    yield "| what | by the wall | in CPU time | goal |"
    yield "| --- | ---: | ---: | ---: |"
    for one in growth:
        wall, cpu = one.by
        yield f"| {one.what} | {wall:.2f} × | {cpu:.2f} × | ≤ {one.most:g} × |"
