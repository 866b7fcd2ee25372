"""What a transaction promises to those who work with it."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum

import polars as pl
import pytest

from db.errors import DeskFailed
from db.session import Session
from db.transaction import Later, Transaction

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NAIVE_NOON = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  what the desk keeps


class Colour(StrEnum):
    RED = "red"


def test_rows_are_a_frame_in_the_order_of_the_query(memory_desk: Session) -> None:
    with memory_desk.snapshot() as tx:
        assert tx.rows("world.several").to_dicts() == [
            {"number": 0, "double": 0},
            {"number": 1, "double": 2},
            {"number": 2, "double": 4},
        ]


def test_row_and_value_are_the_first_of_several(memory_desk: Session) -> None:
    with memory_desk.snapshot() as tx:
        assert tx.row("world.several") == {"number": 0, "double": 0}
        assert tx.value("world.several") == 0
        assert tx.value("world.reading") == 0, "the rows left over are in nobody's way"


def test_no_row_is_none_and_an_empty_frame(memory_desk: Session) -> None:
    with memory_desk.snapshot() as tx:
        assert tx.row("world.nothing") is None
        assert tx.value("world.nothing") is None
        assert tx.rows("world.nothing").shape == (0, 1)


def test_a_statement_that_writes_and_returns_runs_once(memory_desk: Session) -> None:
    with memory_desk.transaction(actor="ann") as tx:
        assert tx.value("world.bump_returning") == 1
        assert tx.row("world.bump_returning") == {"reading": 2}
        assert tx.rows("world.bump_returning").to_dicts() == [{"reading": 3}]
        assert tx.value("world.reading") == 3


def test_now_actor_and_run_are_filled_in(memory_desk: Session) -> None:
    with memory_desk.transaction(actor="ann", now=NOON) as tx:
        tx.write("world.add_stock", lic="LIC-1", on_hand=Decimal("1.5"))
        tx.run_id = 7
        tx.write("world.add_stock", lic="LIC-2", on_hand=2)
        assert tx.now == NOON
        assert tx.rows("world.stock").rows() == [
            ("LIC-1", Decimal("1.5000"), NAIVE_NOON, "ann"),
            ("LIC-2", Decimal("2.0000"), NAIVE_NOON, "ann 7"),
        ]


def test_an_instant_of_another_zone_is_kept_as_utc(memory_desk: Session) -> None:
    elsewhere = datetime(2026, 11, 22, 17, 30, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    with memory_desk.transaction(actor="ann", now=elsewhere) as tx:
        tx.write("world.add_stock", lic="LIC-1", on_hand=1)
        assert (tx.now, tx.now.tzinfo) == (NOON, UTC)
        assert tx.value("world.echo", given=elsewhere) == NAIVE_NOON
        assert tx.rows("world.stock_since", since=elsewhere).height == 1
        assert tx.rows("world.stock_since", since=NOON + timedelta(microseconds=1)).height == 0


@pytest.mark.parametrize(
    "given", [None, 1, "a", Decimal("12.3400"), date(2026, 11, 22), NAIVE_NOON, True, Colour.RED, ["a", "b"]]
)
def test_what_goes_in_comes_out(memory_desk: Session, given: object) -> None:
    with memory_desk.snapshot() as tx:
        assert tx.value("world.echo", given=given) == given


def test_parameters_must_be_those_the_query_names(memory_desk: Session) -> None:
    with memory_desk.snapshot() as tx:
        with pytest.raises(TypeError, match=r"world\.add_stock: missing \['lic'\], unknown \['lik'\]"):
            tx.write("world.add_stock", lik="LIC-1", on_hand=1)
        with pytest.raises(TypeError, match=r"world\.reading: missing \[\], unknown \['id'\]"):
            tx.value("world.reading", id=1)


def test_a_failing_query_is_named(memory_desk: Session) -> None:
    with pytest.raises(Exception, match="no_such_table") as caught, memory_desk.snapshot() as tx:
        tx.rows("world.wrong")
    assert caught.value.__notes__ == ["in the query world.wrong"]


def test_what_the_disk_refuses_is_a_sentence(memory_desk: Session) -> None:
    with pytest.raises(DeskFailed, match="could not be read or written"), memory_desk.snapshot() as tx:
        tx.rows("world.unreadable")


def test_a_long_answer_is_read_part_by_part(memory_desk: Session) -> None:
    with memory_desk.snapshot() as tx:
        parts = tx.parts("world.many", rows=250_000, bad=-1)
        assert parts.schema.names == ["number"]
        read = list(parts)
        assert (len(read) > 1, sum(part.num_rows for part in read)) == (True, 250_000)
        assert read[-1][0][-1].as_py() == "249999"
        assert tx.parts("world.many", rows=0, bad=-1).read_all().num_rows == 0
        assert tx.rows("world.many", rows=1, bad=-1).height == 1


def test_what_the_disk_refuses_in_the_middle_of_a_long_answer_is_a_sentence(memory_desk: Session) -> None:
    with pytest.raises(DeskFailed, match="could not read"), memory_desk.snapshot() as tx:
        for _ in tx.parts("world.many", rows=500_000, bad=450_000):
            pass
    with memory_desk.snapshot() as tx:
        assert tx.rows("world.many", rows=1, bad=-1).height == 1


def test_a_long_answer_of_which_the_rest_is_not_read_is_over_with_its_transaction(
    memory_desk: Session,
) -> None:
    with pytest.raises(ZeroDivisionError), memory_desk.transaction(actor="ann") as tx:
        tx.write("world.make_wish", lic="LIC-1")
        for _ in tx.parts("world.many", rows=500_000, bad=-1):
            raise ZeroDivisionError
    with memory_desk.transaction(actor="ann") as tx:
        assert tx.rows("world.many", rows=1, bad=-1).height == 1


def test_a_frame_is_loaded_as_a_temporary_table_and_replaced(memory_desk: Session) -> None:
    with memory_desk.transaction(actor="ann") as tx:
        tx.load("wish", pl.DataFrame({"lic": ["LIC-1", "LIC-2"]}))
        tx.load("wish", pl.DataFrame({"lic": ["LIC-3"], "at": [NOON]}))
        assert tx.rows("world.wishes").rows() == [("LIC-3", NAIVE_NOON)]


def test_an_empty_frame_keeps_its_columns(memory_desk: Session) -> None:
    empty = pl.DataFrame(schema={"lic": pl.String, "qty": pl.Decimal(18, 4), "at": pl.Datetime("us", "UTC")})
    with memory_desk.transaction(actor="ann") as tx:
        tx.load("wish", empty)
        frame = tx.rows("world.wishes")
    assert (frame.height, frame.columns) == (0, ["lic", "qty", "at"])
    assert frame.schema["qty"] == pl.Decimal(18, 4)


def test_a_temporary_table_works_in_a_snapshot_and_is_nobody_elses(memory_desk: Session) -> None:
    with memory_desk.snapshot() as one, memory_desk.snapshot() as other:
        one.load("wish", pl.DataFrame({"lic": ["LIC-1"]}))
        other.write("world.make_wish", lic="LIC-2")
        assert one.rows("world.wishes").rows() == [("LIC-1",)]
        assert other.rows("world.wishes").rows() == [("LIC-2",)]
    with pytest.raises(Exception, match="wish"), memory_desk.snapshot() as later:
        later.rows("world.wishes")


def test_a_frame_is_appended_by_column_name_with_defaults(memory_desk: Session) -> None:
    frame = pl.DataFrame({"counted_at": [NOON], "on_hand": [Decimal("2.25")], "lic": ["LIC-1"]})
    with memory_desk.transaction(actor="ann") as tx:
        tx.append("stock", frame)
    with memory_desk.snapshot() as tx:
        assert tx.rows("world.stock").rows() == [("LIC-1", Decimal("2.2500"), NAIVE_NOON, "none")]


@pytest.mark.parametrize("table", ["stock; drop table stock", 'st"ock', "", "main.stock", "größe"])
def test_a_table_name_is_only_a_name(memory_desk: Session, table: str) -> None:
    with memory_desk.transaction(actor="ann") as tx:
        for put in (tx.load, tx.append):
            with pytest.raises(ValueError, match="not a table name"):
                put(table, pl.DataFrame({"lic": ["LIC-1"]}))


def test_a_python_variable_is_never_read_as_a_table(memory_desk: Session) -> None:
    no_such_table = pl.DataFrame({"a": [1]})
    with pytest.raises(Exception, match="does not exist"), memory_desk.snapshot() as tx:
        tx.rows("world.wrong")
    assert no_such_table.height == 1


def _marked(tx: Transaction, more: int = 0) -> tuple[str, int]:
    tx.make("world.mark", more=more)
    found = tx.only("world.marked")
    return found["mark"], found["reading"]


def test_a_table_is_made_once_as_long_as_what_it_comes_from_stays(memory_desk: Session) -> None:
    with memory_desk.transaction(actor="a test") as tx:
        first = _marked(tx)
        tx.write("world.make_wish", lic="A")  # another temporary table
        assert _marked(tx) == first
        assert _marked(tx, more=2)[1] == first[1] + 2
        tx.write("world.set", reading=7)
        assert _marked(tx, more=2)[1] == 9
        tx.write("world.forge")
        assert _marked(tx, more=2)[1] == 9
        tx.append("counter", pl.DataFrame({"id": [2], "reading": [8]}))
        tx.make("world.mark", more=2)
        assert sorted(tx.rows("world.marked")["reading"]) == [9, 10]


def test_a_table_is_made_anew_while_rows_are_kept_back(memory_desk: Session) -> None:
    later = Later("world.add_kept", "kept", frozenset({"counter"}), pl.concat, lambda rows: rows)
    with memory_desk.transaction(actor="a test") as tx:
        before = _marked(tx)
        tx.keep_back(later, pl.DataFrame({"reading": [5]}))
        tx.make("world.mark", more=0)
        assert sorted(tx.rows("world.marked")["reading"]) == [before[1], 5]
