"""A chart of the figures: how many floors each piece of work costs, on every desk, with its goal."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape

from tests.bench.goals import Times
from tests.bench.running import Measured

LEFT, WIDTH, TOP, ROW, RIGHT = 260, 560, 64, 24, 30
"""Pixels: of the words, of the scale, above it, of a row, to its right."""
COLOURS: Final = ("#7fb3d5", "#2e86c1", "#1b4f72", "#b9770e")
"""From the smallest desk to the largest."""
GOAL: Final = "#1e8449"
TITLE: Final = "Times the floor, by the wall (median)"


def svg(measured: Sequence[Measured]) -> str:
    """The figures of plain desks, one row for each piece of work that has a floor."""
    shown = [one for one in measured if one.by_wall and one.setting.mix == "plain"]
    words = list(dict.fromkeys(one.figure.words for one in shown))
    sizes = sorted({one.setting.lines for one in shown})
    most = max((one.by_wall or 1 for one in shown), default=1)
    decades = max(math.ceil(math.log10(most)), 1)
    height = TOP + ROW * len(words) + 30
    rows = [part for n, word in enumerate(words) for part in _row(n, word, shown, sizes, decades)]
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{LEFT + WIDTH + RIGHT}" height="{height}" '
        f'role="img" font-family="sans-serif" font-size="12" aria-label="{TITLE}">'
    )
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return "\n".join([head, ground, *_legend(sizes), *_scale(decades, height), *rows, "</svg>"]) + "\n"


def _x(ratio: float, decades: int) -> float:
    """Where a ratio stands; what costs less than its floor stands at one."""
    return round(LEFT + WIDTH * max(math.log10(ratio), 0) / decades, 1)


def _legend(sizes: Sequence[int]) -> Iterator[str]:
    """What the dots mean."""
    yield f'<text x="10" y="20" font-weight="bold">{TITLE}</text>'
    for n, size in enumerate(sizes):
        x = LEFT + 125 * n
        yield f'<circle cx="{x}" cy="16" r="5" fill="{_colour(n)}"/>'
        yield f'<text x="{x + 9}" y="20">{size:,} open</text>'
    yield f'<circle cx="{LEFT}" cy="36" r="5" fill="#fff" stroke="#555" stroke-width="2"/>'
    yield f'<text x="{LEFT + 9}" y="40">with a year behind it</text>'
    yield f'<path d="M{LEFT + 185} 29v14" stroke="{GOAL}" stroke-width="3"/>'
    yield f'<text x="{LEFT + 194}" y="40">goal</text>'


def _colour(n: int) -> str:
    return COLOURS[min(n, len(COLOURS) - 1)]


def _scale(decades: int, height: int) -> Iterator[str]:
    for decade in range(decades + 1):
        x = _x(10**decade, decades)
        yield f'<path d="M{x} {TOP - 8}V{height - 22}" stroke="#ddd"/>'
        yield f'<text x="{x}" y="{height - 8}" text-anchor="middle" fill="#555">{10**decade:,} ×</text>'


def _row(n: int, words: str, shown: Sequence[Measured], sizes: Sequence[int], decades: int) -> Iterator[str]:
    """One piece of work: its goal, and a dot for each desk."""
    y = TOP + ROW * n + ROW // 2
    mine = [one for one in shown if one.figure.words == words]
    yield f'<text x="10" y="{y + 4}">{escape(words)}</text>'
    goal = mine[0].figure.goal
    if isinstance(goal, Times):
        yield f'<path d="M{_x(goal.most, decades)} {y - 8}v16" stroke="{GOAL}" stroke-width="3"/>'
    for one in mine:
        colour = _colour(sizes.index(one.setting.lines))
        fill = "#fff" if one.setting.closed else colour
        title = escape(f"{one.setting}: {one.by_wall:.1f} ×, {one.work.wall() * 1000:,.1f} ms")
        yield (
            f'<circle cx="{_x(one.by_wall or 1, decades)}" cy="{y}" r="5" fill="{fill}" stroke="{colour}" '
            f'stroke-width="2"><title>{title}</title></circle>'
        )
