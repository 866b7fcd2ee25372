"""How results are written: JSON for programs, tables for a terminal, plain columns for a pipe."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.cli import output
from engine.model import SweepName
from tests.engine.cli.command_line import Backorder

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(-(10**16), 10**16, places=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)


@dataclass(frozen=True)
class Record:
    """Something a command has found out."""

    on: date
    qtys: tuple[Decimal, ...]


def test_json_has_exact_numbers_and_iso_instants(desk: Backorder) -> None:
    out = desk("--json", "export", "backorders").out
    assert '"value": 12.5' in out
    assert '"projected_on": "2099-04-01"' in out
    assert desk("--json", "export", "log").json[0]["logged_at"].endswith("Z")


@given(VALUES)
def test_json_gives_every_value_back(value: object) -> None:
    """Decimals too: those of a whole number as a whole number, as people write them."""
    assert json.loads(output.as_json(value), parse_float=Decimal) == value


def test_json_is_laid_out_as_by_python_and_knows_what_commands_answer_with() -> None:
    data = {"a": [1, {"b": None}], "empty": [], "none": {}, "ü": 'quo"te'}
    assert output.as_json(data) == json.dumps(data, indent=2, ensure_ascii=False)
    record = Record(date(2026, 3, 31), (Decimal("2.5000"), Decimal("900719925474099.3001")))
    assert output.as_json([record, datetime(2026, 3, 31, 14, 30), Path("a/b"), SweepName.PRIMARY]) == (  # noqa: DTZ001 - as the desk keeps it
        """[
  {
    "on": "2026-03-31",
    "qtys": [
      2.5,
      900719925474099.3001
    ]
  },
  "2026-03-31T14:30:00Z",
  "a/b",
  "primary"
]"""
    )


@pytest.mark.usefixtures("terminal")
def test_a_terminal_sees_tables_with_rules_and_a_bar_while_something_long_runs(desk: Backorder) -> None:
    answer = desk("schedule")
    assert "──" in answer.out
    assert "secondary" in answer.out
    assert "sweep" in desk("sweep", "secondary").err


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output and standard error look like a terminal."""
    monkeypatch.setattr(output, "_is_terminal", lambda stream: True)


def test_a_table_has_sums_of_money_as_sentences_have_them() -> None:
    rows = [(Decimal("453.6"), Decimal("14.50")), (Decimal(-1250), Decimal(3))]
    with output.caught() as texts:
        output.table(("value", "qty"), rows)
    assert [line.split() for line in "".join(texts).splitlines()[1:]] == [
        ["453.60", "14.5"],
        ["-1,250.00", "3"],
    ]


def test_a_pipe_sees_plain_columns_and_no_bar(desk: Backorder) -> None:
    answer = desk("schedule")
    assert answer.out.split()[:2] == ["sweep", "enabled"]
    assert "─" not in answer.out
    assert desk("sweep", "secondary").err == ""
