"""``backorder asof``: the desk as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.cli.command_line import Backorder

pytestmark = pytest.mark.usefixtures("swept")


def test_asof_tells_a_day_an_instant_and_a_row(backorder: Backorder) -> None:
    data = backorder("--json", "asof", "2026-03-02").json
    assert (data["balances"][0]["allotted"], data["backlog"]["qty"]) == (25, 0)
    assert backorder("asof", "2026-03-01").out == (
        "After row #0 of the record log, 0 lines of 0 orders waited for 0 units, no prices known.\n"
    )
    assert "1 line of 1 order waited for 5 units" in backorder("asof", "2026-03-02T09:05+00:00").out
    assert (
        "1 line of 1 order waited for 5 units of book"
        in backorder("asof", "2026-03-02T09:05+00:00", "--lic", "book").out
    )
    assert "After row #" in backorder("asof", "#1", "--what", "queue").out
    assert backorder("--json", "asof", "#7").json["mark"]["entry"] == 7


def test_asof_writes_a_file(backorder: Backorder, tmp_path: Path) -> None:
    file = tmp_path / "then.csv"
    answer = backorder("asof", "2026-03-02", "--file", file)
    assert answer.out == f"1 row of balances written to {file}.\n"
    assert file.read_text(encoding="utf-8").splitlines()[0].startswith("lic,description,warehouse,on_hand")


def test_asof_refuses_what_is_no_instant(backorder: Backorder) -> None:
    answer = backorder("asof", "yesterday")
    assert (answer.code, "yesterday is no day" in answer.err) == (2, True)


@pytest.mark.parametrize(
    ("named", "said"), [("2199-03-01", "1 Mar 2199 is "), ("2199-03-01T10:00+00:00", "1 Mar 2199, ")]
)
def test_of_what_is_still_to_come_nothing_is_known(backorder: Backorder, named: str, said: str) -> None:
    answer = backorder("asof", named)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith(said)
    assert (
        "still to come, so nothing is known of it; name today, or an instant that has passed." in answer.err
    )


def test_a_file_of_a_strange_ending_is_refused_before_the_past_is_looked_at(desk: Backorder) -> None:
    assert desk("asof", "#999999", "--file", "then.pdf").err.startswith("then.pdf does not say by its name")
