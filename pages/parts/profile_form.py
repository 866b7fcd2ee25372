"""The form of a profile: what each column of a file is, how it is written, and which of its rows count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import available_timezones

import streamlit as st

from engine.interchange import guessing, kinds
from engine.rules.profile import CellSource, Comparison, Days, Decimals, Profile, Rule
from pages.parts.literal import Markdown

MOST_RULES: Final = 10
ACROSS: Final = 3
"""How many columns are asked for side by side."""
_NOWHERE: Final = "Not in the file"
_CONSTANT: Final = "Always the same …"
_AS_THEY_READ: Final = ""
"""No way of writing is chosen. It is no None: a list that shows None offers to be emptied."""
_DAYS: Final[dict[str, str]] = {
    _AS_THEY_READ: "As they read",
    Days.DAY_FIRST: "31.03.2026 (day first)",
    Days.MONTH_FIRST: "03/31/2026 (month first)",
    Days.YEAR_FIRST: "2026-03-31 (year first)",
}
_DECIMALS: Final[dict[str, str]] = {
    _AS_THEY_READ: "As they read",
    Decimals.COMMA: "1.234,5 (comma)",
    Decimals.POINT: "1,234.5 (point)",
}
_MADE: Final = {
    "orders": ("customers", "items"),
    "stock": ("items",),
    "purchase-orders": ("vendors", "items"),
    "items": ("vendors",),
}
"""What may be made of the rows of a kind, where the page asks for it."""
_MADE_WORDS: Final = {
    "customers": "Make customers that are not known",
    "items": "Make LICs that are not known",
    "vendors": "Make vendors that are not known",
}
_ASKED_OF_MADE: Final = {
    "customers": ("name", "address", "email"),
    "items": ("description", "unit_cost"),
    "vendors": ("name",),
}
_RECORDS: Final = {"orders": "order", "purchase-orders": "po", "receipts": "po"}
"""The column that tells records of several rows apart."""


def ask(start: Profile, headers: Sequence[str], key: str) -> Profile:
    """The profile as it stands in the form, which begins with ``start``; ``headers``: of the file at hand."""
    named = [header for header in dict.fromkeys(headers) if header]
    names = [column.name for column in kinds.columns(start.kind)]
    columns = _sources(names, start.columns, named, f"{key}-column", kinds.required(start.kind))
    made = _made(start, columns, named, key)
    profile = replace(start, columns=columns, made=made, leave_out=_rules(start, named, key))
    return _filled_down(_written(profile, key), start, key)


def _sources(
    names: Sequence[str],
    start: Mapping[str, CellSource],
    headers: Sequence[str],
    key: str,
    required: set[str] | None = None,
) -> dict[str, CellSource]:
    """A field for each column; what is needed is marked."""
    sources: dict[str, CellSource] = {}
    across = st.columns(ACROSS)
    for number, name in enumerate(names):
        with across[number % ACROSS]:
            source = _source(name, start.get(name), headers, f"{key}-{name}", name in (required or ()))
        if source is not None:
            sources[name] = source
    return sources


def _source(
    name: str, start: CellSource | None, headers: Sequence[str], key: str, is_required: bool
) -> CellSource | None:
    """Where a column comes from: a header, what the profile says already, a constant, or nowhere."""
    is_plain = start is None or start == CellSource(start.headers[:1]) or not start.headers
    before = [] if is_plain else [_in_words(start)] if start else []
    options = [_NOWHERE, *before, *headers, _CONSTANT]
    chosen = st.selectbox(
        f"{_label(name)}{' *' if is_required else ''}", options, index=_at(start, options, before), key=key
    )
    if chosen == _CONSTANT:
        text = st.text_input(
            f"Always this {_label(name)}",
            start.constant if start else "",
            key=f"{key}-constant",
            max_chars=200,
        )
        return CellSource(constant=text.strip()) if text and text.strip() else None
    if before and chosen == before[0]:
        return start
    return None if chosen in (None, _NOWHERE) else CellSource((chosen,))


def _at(start: CellSource | None, options: Sequence[str], before: Sequence[str]) -> int:
    """Which option a source is; a header that this file does not have is none of them."""
    if start is None:
        return 0
    if before:
        return 1
    header = start.headers[0].lower() if start.headers else _CONSTANT.lower()
    return next((at for at, option in enumerate(options) if option.lower() == header), 0)


def _in_words(source: CellSource) -> str:
    """A source that is more than a header: ``Lineitem sku, else Lineitem name``."""
    between = ", else " if source.joined is None else " + "
    return between.join([*source.headers, *([f"“{source.constant}”"] if source.constant else [])])


def _label(name: str) -> Markdown:
    """The name of a column of the program, as a label."""
    return "LIC" if name == "lic" else name.replace("_", " ").capitalize()


def _made(
    start: Profile, columns: Mapping[str, CellSource], headers: Sequence[str], key: str
) -> dict[str, Mapping[str, CellSource]]:
    """What else is made of the rows; its code comes from where the column of that name does."""
    made: dict[str, Mapping[str, CellSource]] = {
        kind: sources for kind, sources in start.made.items() if kind not in _MADE.get(start.kind, ())
    }
    for kind in _MADE.get(start.kind, ()):
        code = kinds.columns(kind)[0].name
        before = start.made.get(kind) or _like(kind, columns, headers)
        is_on = st.toggle(_MADE_WORDS[kind], kind in start.made, key=f"{key}-make-{kind}")
        if is_on and code in columns:
            asked = _sources(_ASKED_OF_MADE[kind], before, headers, f"{key}-{kind}")
            others = {name: one for name, one in before.items() if name not in _ASKED_OF_MADE[kind]}
            made[kind] = others | {code: columns[code]} | asked
    return made


def _like(kind: str, columns: Mapping[str, CellSource], headers: Sequence[str]) -> dict[str, CellSource]:
    """What is asked of what is made, where a header that no column has yet looks like it."""
    taken = {header for source in columns.values() for header in source.headers}
    found = guessing.guess(kind, [header for header in headers if header not in taken]).columns
    return {name: source for name, source in found.items() if name in _ASKED_OF_MADE[kind]}


def _rules(start: Profile, headers: Sequence[str], key: str) -> tuple[Rule, ...]:
    """Which rows are left out; a rule of the profile is a row, and one more is always there to fill in."""
    st.caption(
        "Leave out rows (freight, cancelled, refunded) where a column says so. Type nothing for a blank cell."
    )
    rules: list[Rule] = []
    for number in range(MOST_RULES):
        before = start.leave_out[number] if number < len(start.leave_out) else None
        rule = _rule(before, headers, f"{key}-rule-{number}")
        if rule is not None:
            rules.append(rule)
        if before is None and rule is None:
            break
    return tuple(rules)


def _rule(before: Rule | None, headers: Sequence[str], key: str) -> Rule | None:
    column, test, value = st.columns([3, 2, 3], vertical_alignment="bottom")
    missing = [before.header] if before and before.header not in headers else []
    options = [*missing, *headers]
    header = column.selectbox(
        "Leave out where",
        options,
        index=options.index(before.header) if before else None,
        placeholder="No rule",
        key=f"{key}-header",
    )
    comparisons: list[Comparison] = list(Comparison)
    comparison = test.selectbox(
        "says",
        comparisons,
        index=comparisons.index(before.test) if before else 0,
        key=f"{key}-test",
    )
    text = value.text_input(
        "one of",
        ", ".join(before.values) if before else "",
        key=f"{key}-values",
        max_chars=500,
        placeholder="blank",
        help="Several with commas between them.",
    )
    if not header:
        return None
    return Rule(header, comparison, tuple(one.strip() for one in (text or "").split(",")))


def _written(profile: Profile, key: str) -> Profile:
    """How days, times and numbers are written."""
    days_box, zone_box, decimals_box = st.columns(3)
    days = days_box.selectbox(
        "Days are written",
        list(_DAYS),
        index=list(_DAYS).index(profile.days or _AS_THEY_READ),
        format_func=_DAYS.__getitem__,
        key=f"{key}-days",
    )
    zones = ["", *sorted(available_timezones())]
    zone = zone_box.selectbox(
        "Times are those of",
        zones,
        index=zones.index(profile.time_zone) if profile.time_zone in zones else 0,
        format_func=lambda name: name or "the desk",
        key=f"{key}-zone",
    )
    decimals = decimals_box.selectbox(
        "Numbers are written",
        list(_DECIMALS),
        index=list(_DECIMALS).index(profile.decimals or _AS_THEY_READ),
        format_func=_DECIMALS.__getitem__,
        key=f"{key}-decimals",
    )
    return replace(
        profile,
        days=Days(days) if days else None,
        time_zone=zone or "",
        decimals=Decimals(decimals) if decimals else None,
    )


def _filled_down(profile: Profile, start: Profile, key: str) -> Profile:
    """Whether a record's cells stand on its first row only, and whether the oldest order comes first."""
    code = _RECORDS.get(profile.kind)
    if code is None or not (source := profile.columns.get(code)) or not source.headers:
        return replace(profile, record=start.record, fill_down=start.fill_down)
    is_down = st.toggle(
        "What is about the whole order stands on its first row only",
        bool(start.fill_down),
        key=f"{key}-down",
        help="Blank cells below are filled with what stands above, inside the order.",
    )
    if profile.kind == "orders":
        oldest = st.toggle(
            "The oldest order comes first, however the file is sorted",
            start.oldest_first,
            key=f"{key}-oldest",
            help="Shops list the newest order first, and who came first is served first.",
        )
        profile = replace(profile, oldest_first=oldest)
    if not is_down:
        return replace(profile, record="", fill_down=())
    return replace(profile, record=source.headers[0], fill_down=_of_whole_records(profile, start))


_OF_A_LINE: Final = {
    "lic",
    "qty",
    "on_shortage",
    "unit_price",
    "unit_cost",
    "expected_on",
    "state",
    "warehouse",
}


def _of_whole_records(profile: Profile, start: Profile) -> tuple[str, ...]:
    """The headers of what is about a whole record: its head, who is made of it, and what rules ask."""
    head = [source for name, source in profile.columns.items() if name not in _OF_A_LINE]
    people = [source for kind in ("customers", "vendors") for source in profile.made.get(kind, {}).values()]
    lines = {
        header
        for columns in (profile.columns, profile.made.get("items", {}))
        for name, source in columns.items()
        if name in _OF_A_LINE | {"description"}
        for header in source.headers
    }
    headers = [header for source in [*head, *people] for header in source.headers]
    return tuple(one for one in dict.fromkeys([*start.fill_down, *headers]) if one not in lines)
