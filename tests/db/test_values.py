"""Values on their way into a statement."""

from datetime import UTC, datetime, timedelta, timezone

import polars as pl
import pytest

from db.errors import BeyondCalendar, BeyondNumbers, NoText
from db.values import identifier, in_utc, naive_utc, plain

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NAIVE_NOON = datetime(2026, 11, 22, 12, 0)  # noqa: DTZ001  what the desk keeps


def test_an_instant_is_kept_as_naive_utc() -> None:
    assert plain(NOON.astimezone(timezone(timedelta(hours=-5)))) == NAIVE_NOON
    assert naive_utc(NAIVE_NOON) == NAIVE_NOON


def test_an_instant_that_utc_has_not_is_refused() -> None:
    with pytest.raises(BeyondCalendar):
        naive_utc(datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5))))


@pytest.mark.parametrize("number", [2**63, -(2**63) - 1, 10**40])
def test_a_number_that_does_not_fit_is_refused(number: int) -> None:
    with pytest.raises(BeyondNumbers):
        plain([1, number])


def test_a_list_is_looked_through_to_its_last_value() -> None:
    assert plain([3, 1, 2]) == [3, 1, 2]
    assert plain([1, None, "é", [NOON]]) == [1, None, "é", [NAIVE_NOON]]
    for bad in ([1, 2**63, 2], [-(2**63) - 1], [True, 2**63]):
        with pytest.raises(BeyondNumbers):
            plain(bad)
    with pytest.raises(NoText):
        plain(["fine", "\ud800"])


def test_half_a_letter_is_no_text() -> None:
    assert plain("Größe") == "Größe"
    with pytest.raises(NoText):
        plain("\ud800")


def test_the_instants_of_a_frame_are_naive_utc() -> None:
    frame = pl.DataFrame({"at": [NOON.astimezone(timezone(timedelta(hours=3)))], "n": [1]})
    assert in_utc(frame)["at"].to_list() == [NAIVE_NOON]
    assert in_utc(frame.select("n")).to_dicts() == [{"n": 1}]


def test_a_table_has_a_name() -> None:
    assert identifier("stock") == '"stock"'
    with pytest.raises(ValueError, match="not a table name"):
        identifier('stock" where true')
