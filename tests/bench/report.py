"""What was measured, as rows to read and as JSON."""

from __future__ import annotations

import platform
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

import psutil

from tests.bench.ages import Growth
from tests.bench.running import Measured

HEAD: Final = (
    f"{'desk':38}{'work':38}{'n':>4}{'p50 ms':>10}{'p95':>10}{'p99':>10}{'CPU ms':>10}{'stmts':>6}"
    f"  {'floor':16}{'ms':>9}{'CPU ms':>9}{'× wall':>8}{'× CPU':>8}  goal"
)


def row(one: Measured) -> str:
    """One figure as a row of the table."""
    if one.left_out:
        return f"{one.setting!s:38}{one.figure.words:38}  left out: {one.left_out}"
    return (
        f"{one.setting!s:38}{one.figure.words:38}{len(one.work.taken):4}"
        + "".join(f"{one.work.wall(percent) * 1000:10,.1f}" for percent in (50, 95, 99))
        + f"{one.work.cpu() * 1000:10,.1f}{one.work.statements() or '':>6}  {_beside(one)}  {_judged(one)}"
    )


def _beside(one: Measured) -> str:
    """The floor, and how many times it the work took."""
    if not one.figure.floor:
        return " " * 50
    ratios = "".join(f"{'–':>8}" if by is None else f"{by:8,.1f}" for by in (one.by_wall, one.by_cpu))
    return f"{one.figure.floor.name:16}{one.floor.wall() * 1000:9,.1f}{one.floor.cpu() * 1000:9,.1f}{ratios}"


def _judged(one: Measured) -> str:
    """The goal and whether it is met, with what else there is to say."""
    goal = f"{one.figure.goal}: {one.verdict}" if one.figure.goal else "no goal"
    rate = f" ({one.work.per_second():,.0f}/s)" if one.work.per_second() else ""
    memory = f" ({one.work.gib():.2f} GiB)" if one.work.gib() else ""
    sent = f" ({one.work.sent() / 1000:,.0f} kB sent)" if one.work.sent() else ""
    return goal + rate + memory + sent


def growth_row(one: Growth) -> str:
    """How a figure grows, as a row."""
    wall, cpu = one.by
    return f"{one.what:76}{wall:8,.2f} × by the wall{cpu:8,.2f} × in CPU time  ≤ {one.most:g}: {one.verdict}"


def as_json(measured: Iterable[Measured], growth: Sequence[Growth]) -> dict[str, Any]:
    """Everything measured, with the machine; times in milliseconds."""
    return {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": _machine(),
        "figures": [_as_json(one) for one in measured],
        "growth": [
            {"what": one.what, "wall": round(one.by[0], 3), "cpu": round(one.by[1], 3), "most": one.most}
            for one in growth
        ],
    }


def _machine() -> dict[str, Any]:
    """What the figures depend on besides the program."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": psutil.cpu_count(),
        "gib": round(psutil.virtual_memory().total / 2**30),
        "python": platform.python_version(),
    } | {name: version(name) for name in ("duckdb", "polars", "streamlit")}


def _as_json(one: Measured) -> dict[str, Any]:
    head = {
        "name": one.figure.name,
        "work": one.figure.words,
        "open": one.setting.lines,
        "closed": one.setting.closed,
        "mix": one.setting.mix,
        "policy": str(one.setting.policy),
    }
    if one.left_out:
        return head | {"left_out": one.left_out}
    return head | {
        "rounds": len(one.work.taken),
        "ms": {f"p{percent}": _ms(one.work.wall(percent)) for percent in (50, 95, 99)},
        "cpu_ms": {f"p{percent}": _ms(one.work.cpu(percent)) for percent in (50, 95)},
        "statements": one.work.statements(),
        "gib": round(one.work.gib(), 2),
        "per_second": round(one.work.per_second()),
        "sent_kb": round(one.work.sent() / 1000),
        "floor": _floor(one),
        "goal": str(one.figure.goal or ""),
        "verdict": one.verdict,
    }


def _floor(one: Measured) -> dict[str, Any] | None:
    if not one.figure.floor:
        return None
    return {
        "name": one.figure.floor.name,
        "ms": {f"p{percent}": _ms(one.floor.wall(percent)) for percent in (50, 95)},
        "cpu_ms": {f"p{percent}": _ms(one.floor.cpu(percent)) for percent in (50, 95)},
        "times": {"wall": _round(one.by_wall), "cpu": _round(one.by_cpu)},
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 2)


def _round(ratio: float | None) -> float | None:
    return None if ratio is None else round(ratio, 2)
