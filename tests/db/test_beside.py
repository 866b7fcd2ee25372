"""What the small files beside a desk are called."""

from pathlib import Path

import pytest

from db.beside import beside
from tests.house import SOURCES, here


@pytest.mark.parametrize("name", ["desk.duckdb", "desk", "a.b c.d"])
def test_a_file_beside_a_desk_has_its_whole_name_before_what_it_is_for(name: str) -> None:
    assert beside(Path("/desks") / name, "hold") == Path("/desks") / f"{name}.hold"


def test_nobody_else_makes_such_a_name() -> None:
    makers = [here(file) for file in SOURCES if ".name}." in file.read_text("utf-8")]
    assert makers == ["db/beside.py"]
