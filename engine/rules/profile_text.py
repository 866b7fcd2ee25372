"""A profile as text: JSON in the names of its fields, so that it can be looked at, changed and handed on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final, TypeVar
from zoneinfo import ZoneInfo

from engine.errors import DeskError
from engine.rules import texts
from engine.rules.profile import CellSource, Comparison, Days, Decimals, Profile, Rule

Word = TypeVar("Word", bound=StrEnum)
LONGEST_NAME: Final = 60
LONGEST_PROFILE: Final = 100_000
"""Characters of a profile as text."""


class BadProfile(DeskError):
    """The profile {name} cannot be read ({detail}); correct it, or make it anew on the page of imports."""


def to_text(profile: Profile) -> str:
    """A profile as JSON, without what it does not say."""
    data: dict[str, Any] = {
        "name": profile.name,
        "kind": profile.kind,
        "title": profile.title,
        "columns": _sources(profile.columns),
        "made": {kind: _sources(columns) for kind, columns in profile.made.items()},
        "record": profile.record,
        "fill_down": list(profile.fill_down),
        "leave_out": [
            {"header": rule.header, "test": str(rule.test), "values": list(rule.values)}
            for rule in profile.leave_out
        ],
        "days": profile.days and str(profile.days),
        "time_zone": profile.time_zone,
        "decimals": profile.decimals and str(profile.decimals),
        "oldest_first": profile.oldest_first,
        "known_by": list(profile.known_by),
    }
    return json.dumps({name: value for name, value in data.items() if value}, indent=2, ensure_ascii=False)


def _sources(columns: Mapping[str, CellSource]) -> dict[str, Any]:
    return {name: _source(source) for name, source in columns.items()}


def _source(source: CellSource) -> object:
    """A source as JSON: the bare header where it is no more than that."""
    data: dict[str, Any] = {
        "headers": list(source.headers),
        "constant": source.constant,
        "words": dict(source.words),
    }
    given = {name: value for name, value in data.items() if value}
    if source.joined is not None:
        given["joined"] = source.joined
    return source.headers[0] if given.keys() == {"headers"} and len(source.headers) == 1 else given


def from_text(text: str, name: str = "") -> Profile:
    """The profile that a JSON text holds, under ``name`` or the name it has; BadProfile for any other."""
    called = texts.shown(name) or "in the file"
    if len(text) > LONGEST_PROFILE:
        raise BadProfile(name=called, detail=f"it has more than {LONGEST_PROFILE:,} characters")
    try:
        return _read(json.loads(text), name)
    except (ValueError, TypeError, AttributeError, RecursionError) as error:
        detail = error.args[0] if type(error) is _NoProfile else "it is no profile in JSON"
        raise BadProfile(name=called, detail=detail) from error


class _NoProfile(ValueError):
    """What is wrong with a profile, in words."""


_FIELDS: Final = {
    *("name", "kind", "title", "columns", "made", "record", "fill_down", "leave_out"),
    *("days", "time_zone", "decimals", "oldest_first", "known_by"),
}


def _read(data: Any, name: str) -> Profile:
    _refuse_unknown(_mapping(data, "it"), _FIELDS)
    if not data.get("columns"):
        raise _NoProfile("it names no columns")
    return Profile(
        name=called(name or _text(data.get("name", ""), "name")),
        kind=_text(data.get("kind", ""), "kind"),
        title=_text(data.get("title", ""), "title"),
        columns=_columns(data["columns"]),
        made={kind: _columns(columns) for kind, columns in _mapping(data.get("made", {}), "made").items()},
        record=_text(data.get("record", ""), "record"),
        fill_down=_texts(data.get("fill_down", ()), "fill_down"),
        leave_out=tuple(_rule(rule) for rule in _list(data.get("leave_out", ()), "leave_out")),
        days=_one_of(Days, data.get("days"), "days"),
        time_zone=_zone(_text(data.get("time_zone", ""), "time_zone")),
        decimals=_one_of(Decimals, data.get("decimals"), "decimals"),
        oldest_first=data.get("oldest_first", False) is True,
        known_by=_texts(data.get("known_by", ()), "known_by"),
    )


def called(name: str) -> str:
    """The name of a profile as it is kept."""
    return texts.code(texts.line(name, "name", LONGEST_NAME), "name of a profile")


def _columns(data: Any) -> dict[str, CellSource]:
    return {name: _source_of(one, name) for name, one in _mapping(data, "columns").items()}


def _source_of(data: Any, column: str) -> CellSource:
    if isinstance(data, str):
        return CellSource((_text(data, column),))
    _refuse_unknown(_mapping(data, column), {"headers", "joined", "constant", "words"})
    joined = data.get("joined")
    source = CellSource(
        headers=_texts(data.get("headers", ()), column),
        joined=None if joined is None else _text(joined, "joined"),
        constant=_text(data.get("constant", ""), "constant"),
        words={
            _text(cell, "words").lower(): _text(word, "words")
            for cell, word in _mapping(data.get("words", {}), "words").items()
        },
    )
    if not source.headers and not source.constant:
        raise _NoProfile(f"its column {texts.shown(column)} has neither headers nor a constant")
    return source


def _rule(data: Any) -> Rule:
    _refuse_unknown(_mapping(data, "leave_out"), {"header", "test", "values"})
    values = _texts(data.get("values", ()), "values")
    test = _one_of(Comparison, data.get("test"), "test")
    header = _text(data.get("header", ""), "header")
    if not values or test is None or not header:
        raise _NoProfile("a rule of leave_out needs a header, a test and values")
    return Rule(header, test, values)


def _refuse_unknown(data: Mapping[str, Any], fields: set[str]) -> None:
    if unknown := sorted(data.keys() - fields):
        raise _NoProfile(f"it has a field {texts.shown(unknown[0])}; known are {', '.join(sorted(fields))}")


def _mapping(data: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise _NoProfile(f"{texts.shown(what)} has no fields")
    return data


def _list(data: Any, what: str) -> Sequence[Any]:
    if not isinstance(data, list | tuple):
        raise _NoProfile(f"{texts.shown(what)} is no list")
    return data


def _texts(data: Any, what: str) -> tuple[str, ...]:
    return tuple(_text(one, what) for one in _list(data, what))


def _text(data: Any, what: str) -> str:
    if not isinstance(data, str) or not texts.can_be_stored(data):
        raise _NoProfile(f"{texts.shown(what)} is no text")
    return data


def _one_of(words: type[Word], data: Any, what: str) -> Word | None:
    if data is None:
        return None
    if data not in list(words):
        raise _NoProfile(f"{what} must be one of {', '.join(words)}")
    return words(data)


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key if name else ""
    except (KeyError, ValueError, OSError):
        raise _NoProfile(f"there is no time zone {texts.shown(name)}") from None
