"""What a profile reads, and which files it fits."""

from __future__ import annotations

from engine.rules.profile import CellSource, Comparison, Profile, Rule

MINE = Profile(
    "mine",
    "orders",
    columns={"order": CellSource(("No",)), "lic": CellSource(("SKU", "Name"))},
    leave_out=(Rule("Status", Comparison.IS, ("void",)),),
    record="No",
    fill_down=("Mail",),
    made={"customers": {"customer": CellSource(("Mail",))}},
    known_by=("No", "SKU"),
)


def test_it_reads_each_header_that_it_names_once() -> None:
    assert MINE.headers() == ["No", "SKU", "Name", "Mail", "Status"]


def test_it_fits_a_file_that_has_all_the_headers_it_is_known_by() -> None:
    assert MINE.fits([" sku ", "NO", "Colour"])
    assert not MINE.fits(["SKU", "Colour"])
    assert not Profile("none", "orders", {}).fits(["No", "SKU"])


def test_a_mapping_changes_where_a_column_comes_from() -> None:
    mapped = MINE.mapped({"lic": "Article", "qty": "Pieces"})
    assert mapped.columns["lic"] == CellSource(("Article",))
    assert mapped.columns["qty"] == CellSource(("Pieces",))
    assert mapped.columns["order"] == MINE.columns["order"]
