"""One cursor, one transaction: named queries in, rows out."""

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import polars as pl

from db import days, frames, queries
from db.duck import Connection, in_a_sentence, in_parts, parsed
from db.memory import Memory
from db.values import identifier, in_utc, plain

_FRAME: Final = "_frame"
_OWN: Final = frozenset(
    {"now", "actor", "run_id", "today", "clock", "action_id", "action_so_far", "lead_days"}
)


@dataclass(frozen=True, slots=True)
class Later:
    """A query that inserts rows which need not be there at once: all of a transaction by one statement.

    It draws the number of the action, if none was drawn yet, and returns it.
    """

    query: str
    table: str
    """The name under which the query reads them."""
    seen_by: frozenset[str]
    """The words by which a query could see the rows, or give numbers in their turn."""
    whole: Callable[[list[pl.DataFrame]], pl.DataFrame]
    """Makes one frame, with the columns that the query reads, of those that were kept back."""
    digest: Callable[[pl.DataFrame], pl.DataFrame]
    """What the transaction remembers of rows that it inserted."""


class Transaction:
    """What a use case works with. Whoever opened it commits; it must not leave the thread that opened it.

    `$now`, `$actor`, `$run_id`, `$action_id`, `$action_so_far` (null before it has one), `$today` (the desk's
    day), `$clock` (for the macro `desk_day`) and `$lead_days` (for the macro `paused_until`) are filled in
    wherever a query mentions them. Instants go in aware (they are kept as naive UTC) and come out naive.
    """

    def __init__(
        self,
        cursor: Connection,
        *,
        now: datetime,
        actor: str,
        path: Path | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Wrap a cursor on which a transaction has begun; `now` must be aware.

        `memory`: of the writers of this process, where this is one.
        """
        self.now: Final = now.astimezone(UTC)
        self.actor: Final = actor
        self.run_id: int | None = None
        self._cursor = cursor
        self._path = path
        self._memory = memory
        self._action_id: int | None = None
        self._preferences: dict[str, str] | None = None
        self._zone: ZoneInfo | None = None
        self._kept_back: dict[Later, list[pl.DataFrame]] = {}
        self._digests: dict[Later, list[pl.DataFrame]] = {}
        self._written: set[str] = set()
        self._appended: set[str] = set()
        self._made: dict[str, Mapping[str, Any]] = {}

    @property
    def preferences(self) -> Mapping[str, str]:
        """The preferences that were set, as texts by name; read when first asked for."""
        if self._preferences is None:
            self._preferences = self.lasting("preferences.everything", "preference") or {}
        return self._preferences

    def forget_preferences(self) -> None:
        """Read the preferences again: whoever writes them says so."""
        self._preferences = self._zone = None

    @property
    def zone(self) -> ZoneInfo:
        """The desk's time zone, as its preference says in this transaction."""
        if self._zone is None:
            self._zone = days.zone_named(self.preferences.get("time_zone", ""))
        return self._zone

    @property
    def action_id(self) -> int:
        """The number of the action that this transaction is: what it writes belongs together, and carries it.

        Given when it is first asked for; a number that was taken back with its transaction is left out.
        """
        if self._action_id is None:
            self._action_id = self.value("log.next_action")
        return self._action_id

    @property
    def number(self) -> int | None:
        """The number of the action that this transaction is, if it wrote anything that carries one."""
        return self._action_id

    @property
    def today(self) -> date:
        """The day it is at the desk."""
        return days.day_of(self.now, self.zone)

    def rows(self, name: str, /, **params: Any) -> pl.DataFrame:
        """Every row of a named query."""
        query = self._next(name)
        with in_a_sentence(self._path), _Noted(query):
            return frames.read(
                self._cursor.execute(parsed(self._cursor, query.sql), self._filled(query, params))
            )

    def row(self, name: str, /, **params: Any) -> dict[str, Any] | None:
        """The first row by column name, or None."""
        values, columns = self._first(name, params)
        return dict(zip(columns, values, strict=True)) if values is not None else None

    def only(self, name: str, /, **params: Any) -> dict[str, Any]:
        """The one row of a query that always has one, such as a sum; LookupError if it has none after all."""
        found = self.row(name, **params)
        if found is None:
            raise LookupError(f"{name} answered with no row")
        return found

    def value(self, name: str, /, **params: Any) -> Any:
        """The first column of the first row, or None."""
        values, _ = self._first(name, params)
        return values[0] if values is not None else None

    def lasting(self, name: str, table: str) -> Any:
        """The value of a query that asks the stored `table` alone, if no writer before has asked it."""
        if self._memory is None or self.wrote(table) or self.appended(table):
            return self.value(name)
        return self._memory.recall(name, table, lambda: self.value(name))

    def values(self, name: str, /, **params: Any) -> list[Any]:
        """The first column of every row; also of a statement that writes and says what it wrote."""
        query = self._next(name)
        with in_a_sentence(self._path), _Noted(query):
            result = self._cursor.execute(parsed(self._cursor, query.sql), self._filled(query, params))
            found = [row[0] for row in result.fetchall()]
            result.complete()
            return found

    def parts(self, name: str, /, **params: Any) -> Any:
        """Every row of a named query as an Arrow record batch reader, worked out as they are read.

        No other query can be asked before all of them are read.
        """
        query = self._next(name)
        with in_a_sentence(self._path), _Noted(query):
            return in_parts(self._cursor, query.sql, self._filled(query, params), self._path)

    def write(self, name: str, /, **params: Any) -> None:
        """Run a named query for what it changes."""
        query = self._next(name)
        with in_a_sentence(self._path), _Noted(query):
            self._cursor.execute(parsed(self._cursor, query.sql), self._filled(query, params)).complete()

    def make(self, name: str, /, **params: Any) -> None:
        """Run a query that makes temporary tables of what is stored, unless they are there and still so."""
        if self._kept_back or self._made.get(name) != params:
            self.write(name, **params)
            self._made[name] = params

    @contextlib.contextmanager
    def lent(self, table: str, frame: pl.DataFrame) -> Iterator[None]:
        """Let the queries of the block read `frame` as `table`, without a copy; none may change it."""
        with in_a_sentence(self._path):
            self._cursor.register(table, in_utc(frame))
        try:
            yield
        finally:
            self._cursor.unregister(table)

    def keep_back(self, later: Later, rows: pl.DataFrame) -> None:
        """Have `rows` inserted by one statement with all others of `later`.

        They are there for every query that could see them, in the order in which they came, and at the end.
        """
        self._kept_back.setdefault(later, []).append(rows)

    def insert_kept_back(self, query: queries.Query | None = None) -> None:
        """Insert the rows that were kept back and that `query` could see; without one, all."""
        for later in list(self._kept_back):
            if query is None or not query.words.isdisjoint(later.seen_by):
                rows = later.whole(self._kept_back.pop(later))
                self._digests.setdefault(later, []).append(later.digest(rows))
                with self.lent(later.table, rows):
                    self._action_id = self.value(later.query) or self._action_id

    def digest(self, later: Later) -> pl.DataFrame | None:
        """What is remembered of the rows of ``later`` in this transaction; None when it has none."""
        self.insert_kept_back()
        digests = self._digests.get(later)
        return pl.concat(digests) if digests else None

    def wrote(self, table: str, *, but_by: str = "") -> bool:
        """Whether this transaction wrote the stored ``table``, by another query than ``but_by``."""
        return any(queries.get(name).writes == table for name in self._written - {but_by})

    def appended(self, table: str) -> bool:
        """Whether whole rows of ``table`` were brought from elsewhere, with the numbers they had there."""
        return table in self._appended

    def load(self, table: str, frame: pl.DataFrame) -> None:
        """Keep `frame` as the temporary table `table`, instead of an older one, in this transaction."""
        self._from_frame(f"create or replace temp table {identifier(table)} as from {_FRAME}", frame)

    def append(self, table: str, frame: pl.DataFrame) -> None:
        """Insert the rows of `frame` by column name; columns it has not get their defaults."""
        self.forget_preferences()  # their table may be among them
        self._appended.add(table)
        if self._memory:
            self._memory.forget(table)
        self._from_frame(f"insert into {identifier(table)} by name select * from {_FRAME}", frame)

    def _next(self, name: str) -> queries.Query:
        """The query that is asked now, once what it could see is there."""
        query = queries.get(name)
        if self._kept_back:
            self.insert_kept_back(query)
        if query.writes:
            self._written.add(name)
            self._made = {made: params for made, params in self._made.items() if query.leaves(made)}
            if self._memory:
                self._memory.forget(query.writes)
        return query

    def _first(self, name: str, params: Mapping[str, Any]) -> tuple[tuple[Any, ...] | None, list[str]]:
        query = self._next(name)
        with in_a_sentence(self._path), _Noted(query):
            result = self._cursor.execute(parsed(self._cursor, query.sql), self._filled(query, params))
            columns = [column[0] for column in result.description or ()]
            values = result.fetchone()
            result.complete()  # DuckDB refuses the next statement while rows of this one are left
            return values, columns

    def _from_frame(self, sql: str, frame: pl.DataFrame) -> None:
        self._made.clear()
        with in_a_sentence(self._path), self.lent(_FRAME, frame):
            self._cursor.execute(sql).complete()

    def _filled(self, query: queries.Query, params: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters the query names, ours included; TypeError when given and named differ."""
        if not params and not query.params:
            return {}
        given = {key: self._own(key) for key in query.params & _OWN} | dict(params)
        if given.keys() != query.params:
            missing, unknown = query.params - given.keys(), given.keys() - query.params
            raise TypeError(f"{query.name}: missing {sorted(missing)}, unknown {sorted(unknown)}")
        return {key: plain(value) for key, value in given.items()}

    def _own(self, name: str) -> Any:
        """The value of a parameter that no caller gives."""
        if name == "action_so_far":
            return self._action_id
        if name == "clock":
            return days.clock(self.zone)
        if name == "lead_days":
            return int(self.preferences.get("not_before_lead_days") or 0)
        return getattr(self, name)


class _Noted:
    """Adds the query's name to an error that leaves the block: DuckDB's own does not say which it was.

    A class and not a generator because it stands around every statement, and this costs a tenth.
    """

    __slots__ = ("_query",)

    def __init__(self, query: queries.Query) -> None:
        self._query = query

    def __enter__(self) -> None: ...

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if error is not None:
            error.add_note(f"in the query {self._query.name}")
