"""What a person sees: which texts of a table are cut, what overflows, what is too pale to be read."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page

from pages.parts import answers, widths

HEADER = 31
NOTE_TEXTS = r"""
(() => {
  const drawn = new Map(), headers = new Map(), moved = new Map(), drawings = new Map();
  const table = canvas => canvas.closest('[data-testid="stDataFrame"]') || canvas;
  const drawingOf = (canvas, isName) => {
    const at = drawings.get(table(canvas)) || {number: 0, names: false};
    if (isName && !at.names) at.number += 1;
    drawings.set(table(canvas), Object.assign(at, {names: isName}));
    return at.number;
  };
  const noteHeader = (canvas, {text, left, y, drawing}) => {
    const seen = headers.get(table(canvas)) || new Map();
    if (y >= HEADER) return;
    if (seen.has(text) && Math.abs(seen.get(text) - left) > 1) moved.set(table(canvas), drawing);
    headers.set(table(canvas), seen.set(text, left));
  };
  const draw = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, ...rest) {
    const at = this.getTransform(), width = this.measureText(text).width * at.a;
    const share = {center: 0.5, right: 1, end: 1}[this.textAlign] || 0;
    const list = drawn.get(this.canvas) || [];
    const note = {text, left: at.a * x + at.e - share * width, width, y: at.d * y + at.f};
    note.drawing = drawingOf(this.canvas, note.y < HEADER);
    noteHeader(this.canvas, note);
    list.push(note);
    drawn.set(this.canvas, list.slice(-4000));
    return draw.call(this, text, x, y, ...rest);
  };
  window.forgetTexts = () => drawn.clear();
  window.tables = () => [...document.querySelectorAll('[data-testid="stDataFrame"]')].map(grid => ({
    key: /st-key-(?:table|ticked)-(\S+)/.exec(
      grid.closest('[class*="st-key-table-"], [class*="st-key-ticked-"]')?.className || '')?.[1] || '',
    width: grid.getBoundingClientRect().width,
    height: grid.getBoundingClientRect().height,
    shown: grid.checkVisibility(),
    texts: [...grid.querySelectorAll('canvas')].flatMap(canvas => drawn.get(canvas) || [])
      .filter(note => note.drawing >= (moved.get(grid) || 0)),
  }));
})();
""".replace("HEADER", str(HEADER))
"""Tables are drawn on a canvas: this notes every text that is drawn, where, and how wide it is. What was
drawn before a column moved is not there any more. A table is drawn names first and cells after them,
on a busy machine twice in one go: the first name after a cell begins the next drawing."""
CELL, FLUSH, AIR = 8, 5, 8
"""The pixels of the row of names (``HEADER``), those between the edge of a column and its name, those
without which the last column seems to be cut, and those above the names."""


@dataclass
class Column:
    """A column of a table that is on the screen."""

    name: str
    start: float
    end: float


def covered_by_tools(page: Page) -> list[str]:
    """What is covered by that which the first table offers under the mouse."""
    table = page.locator("[data-testid=stDataFrame]:visible").first
    table.hover()
    page.wait_for_timeout(300)  # it fades in
    tools = table.get_by_test_id("stElementToolbar")
    tools.get_by_role("button").last.click(trial=True)  # nothing hides it
    (top, end), (names, _) = _from_to(tools), _from_to(table)
    buttons = page.locator("[data-testid=stMain] button:visible").all()
    covered = [button.inner_text() for button in buttons if _from_to(button)[0] < top < _from_to(button)[1]]
    return covered + ["the names of columns"] * (end > names + AIR)


def _from_to(place: Locator) -> tuple[float, float]:
    box = place.bounding_box()
    assert box is not None
    return box["y"], box["y"] + box["height"]


def columns(table: dict[str, Any]) -> list[Column]:
    """The columns that are drawn, at least in part."""
    named = {text["text"]: text["left"] - CELL for text in table["texts"] if text["y"] < HEADER}
    starts = sorted(named.items(), key=lambda pair: pair[1])
    ends = [start for _, start in starts[1:]] + [table["width"]]
    return [Column(name, start, end) for (name, start), end in zip(starts, ends, strict=True)]


def cut(page: Page, wanted: Callable[[str], tuple[str, ...]] = answers.of) -> list[str]:
    """Columns of the tables of the page that cannot be read whole: of those that are ``wanted`` by the key of
    a table, all that answer its question."""
    found = []
    for table in page.evaluate("window.tables()"):
        if not table["texts"]:
            continue  # folded away
        shown = {column.name: column for column in columns(table)}
        for name in wanted(table["key"]):
            if name not in shown:
                found.append(f"{table['key']}: {name} is not on the screen")
                continue
            found += [f"{table['key']}: {name} cuts {text!r}" for text in _cut_in(table, shown[name])]
    return found


def _cut_in(table: dict[str, Any], column: Column) -> list[str]:
    """The texts of a column, its name among them, that do not end inside it."""
    inside = (text for text in table["texts"] if column.start <= text["left"] + 1 < column.end)
    return sorted({text["text"] for text in inside if text["left"] + text["width"] > column.end + 1})


def at_the_edge(page: Page) -> list[str]:
    """Columns that begin inside their table and are cut by its right edge: their names or texts are seen in
    part, or stand flush with it. One that begins beyond the edge is reached by scrolling; one that is cut is
    misread."""
    found = []
    for table in page.evaluate("window.tables()"):
        if not (table["shown"] and table["texts"]):
            continue
        last = columns(table)[-1]
        inside = Column(last.name, last.start, last.end - FLUSH)
        if last.start < table["width"] - CELL and (texts := _cut_in(table, inside)):
            found.append(f"{table['key']}: {last.name} cuts {texts[0]!r} at the edge")
    return found


def with_empty_rows(page: Page) -> list[str]:
    """Tables with room for another row below the last one: what is seen there looks like an empty row."""
    return [
        table["key"]
        for table in page.evaluate("window.tables()")
        if table["shown"] and table["texts"]
        if table["height"] - max(text["y"] for text in table["texts"]) > widths.TALL_ROW
    ]


def rivals(page: Page) -> list[str]:
    """Rows of buttons in which more than one stands out: one does not see which is meant."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('[data-testid="stHorizontalBlock"]')].map(row =>
             [...row.querySelectorAll('button[kind^="primary"]')].filter(one => one.checkVisibility()
               && one.closest('[data-testid="stHorizontalBlock"]') === row).map(one => one.innerText))
           .filter(names => names.length > 1).map(names => names.join(' | '))"""
    )
    return found


def seen(page: Page) -> set[str]:
    """The keys of the tables of a page."""
    return {table["key"] for table in page.evaluate("window.tables()")}


def overflows(page: Page) -> bool:
    """Whether something is wider than the page."""
    wide: bool = page.evaluate(
        """() => [document.documentElement, document.querySelector('[data-testid="stMain"]')]
           .some(element => element.scrollWidth > element.clientWidth + 1)"""
    )
    return wide


def overflows_for_good(page: Page) -> bool:
    """Whether something stays wider than the page once it had time to fit itself into another width."""
    page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    for _ in range(20):
        if not overflows(page):
            return False
        page.wait_for_timeout(200)
    return True


def contrast(place: Locator) -> float:
    """Between the ground of a place, which is most of it, and what stands out most, in its real pixels."""
    return contrast_of(place.screenshot())


def contrast_of(screenshot: bytes) -> float:
    """Between the ground of a picture, which is most of it, and what stands out most."""
    picture = Image.open(io.BytesIO(screenshot)).convert("RGB")
    colours: Any = picture.getcolors(picture.width * picture.height)  # how often, and which
    ground = luminance(max(colours)[1])
    return max(ratio(ground, luminance(colour)) for _, colour in colours)


def luminance(colour: tuple[int, ...]) -> float:
    """The luminance of red, green and blue from 0 to 255, as WCAG reckons it."""
    shares = [part / 255 for part in colour[:3]]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in shares]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one: float, other: float) -> float:
    """The contrast of two luminances: 1 to 21."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)
