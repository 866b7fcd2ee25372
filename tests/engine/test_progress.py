"""Long work says its steps in one way."""

from __future__ import annotations

from tests.house import of


def test_whom_work_tells_its_steps_is_declared_once() -> None:
    words = "Progress = Callable[[str], None]"
    declaring = [file.name for file in of("engine") if words in file.read_text()]
    assert declaring == ["progress.py"]
