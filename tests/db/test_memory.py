"""What one writer asked and the next need not ask again."""

from collections.abc import Callable

import pytest

from db.memory import Memory
from db.session import Session


def answers(*given: int) -> Callable[[], int]:
    """Answers in their turn, each once."""
    left = iter(given)
    return lambda: next(left)


def test_an_answer_holds_until_its_table_is_written() -> None:
    memory, ask = Memory(), answers(1, 2)
    assert [memory.recall("rules", "preference", ask) for _ in range(2)] == [1, 1]
    memory.forget("stock")
    assert memory.recall("rules", "preference", ask) == 1
    memory.forget("preference")
    assert memory.recall("rules", "preference", ask) == 2


def test_nothing_is_an_answer_too() -> None:
    memory = Memory()
    assert memory.recall("rules", "preference", lambda: None) is None
    assert memory.recall("rules", "preference", answers()) is None


def test_a_file_that_is_let_go_leaves_nothing_behind() -> None:
    memory = Memory()
    memory.recall("rules", "preference", answers(1))
    memory.clear()
    assert memory.recall("rules", "preference", answers(2)) == 2


def shown(desk: Session) -> int:
    """What the counter shows, asked by a writer."""
    with desk.transaction(actor="Ann") as tx:
        found: int = tx.lasting("world.reading", "counter")
    return found


def test_a_writer_knows_what_the_one_before_has_read(memory_desk: Session) -> None:
    assert shown(memory_desk) == 0
    with memory_desk.transaction(actor="Ann") as tx:
        tx._cursor.execute("update counter set reading = 7")
    assert shown(memory_desk) == 0, "nobody read it again"
    with memory_desk.snapshot() as tx:
        assert tx.lasting("world.reading", "counter") == 7, "a reader knows what it reads itself"


def test_a_writer_that_writes_the_table_reads_it_again_and_so_does_the_next(memory_desk: Session) -> None:
    assert shown(memory_desk) == 0
    with memory_desk.transaction(actor="Ann") as tx:
        tx.write("world.set", reading=7)
        assert tx.lasting("world.reading", "counter") == 7
    assert shown(memory_desk) == 7


def test_what_was_written_and_taken_back_is_not_remembered(memory_desk: Session) -> None:
    assert shown(memory_desk) == 0
    with pytest.raises(RuntimeError, match="no"), memory_desk.transaction(actor="Ann") as tx:
        tx.write("world.set", reading=7)
        assert tx.lasting("world.reading", "counter") == 7
        raise RuntimeError("no")
    assert shown(memory_desk) == 0


def test_what_another_process_may_have_written_is_read_again(file_desk: Session) -> None:
    assert shown(file_desk) == 0
    with file_desk.exclusive_file():
        file_desk._memory.recall("world.reading", "counter", answers(99))
    assert shown(file_desk) == 0
