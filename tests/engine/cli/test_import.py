"""``backorder import``."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.import_ import KINDS
from engine.interchange import kinds
from tests.engine.cli.command_line import Backorder, lines, paper


def test_import_reports_what_it_did(backorder: Backorder, folder: Path) -> None:
    file = paper(folder, "items.csv", "lic\nbook\n")
    assert backorder("import", "items", file).out == "items: 1 added, 0 updated, 0 unchanged (1 row).\n"
    data = backorder("--json", "import", "items", file).json
    assert (data["added"], data["unchanged"], data["dry_run"]) == (0, 1, False)


def test_import_lists_every_bad_row_on_a_line_of_its_own_and_saves_nothing(
    desk: Backorder, folder: Path
) -> None:
    file = paper(folder, "bad.csv", "order,customer,lic,qty\nB1,nobody,book,1\nB2,school,bok,0\n")
    answer = desk("--json", "import", "orders", file)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines() == [
        "Row 2: There is no customer nobody; check the spelling or add it first.",
        "Row 3: The quantity 0 of bok must be more than zero; type what is wanted.",
        "Row 3: There is no LIC bok; check the spelling or add it first.",
    ]
    assert len(lines(desk)) == 3


def test_import_tries_with_a_dry_run(backorder: Backorder, folder: Path) -> None:
    file = paper(folder, "items.csv", "lic\nbook\n")
    answer = backorder("import", "items", file, "--dry-run")
    assert answer.out.startswith("Nothing was saved. Would be: items: 1 added")
    assert backorder("--json", "import", "items", file).json["added"] == 1


def test_import_reads_their_headers_with_map(backorder: Backorder, folder: Path) -> None:
    file = paper(folder, "theirs.csv", "StockCode,Country\nbook,UK\n")
    answer = backorder("import", "items", file, "--map", "lic=StockCode")
    assert answer.out.splitlines()[1] == "Left out, because nobody asked for them: Country."


@pytest.mark.parametrize("option", [("--map", "lic=A"), ("--profile", "mine"), ("--update",)])
def test_a_whole_desk_comes_as_it_is(backorder: Backorder, folder: Path, option: tuple[str, ...]) -> None:
    answer = backorder("import", "all", folder, *option)
    assert (answer.code, answer.out) == (2, "")
    assert "all takes in a desk as it is; --map, --profile and --update are for one kind" in answer.err


def test_the_help_names_every_kind_of_file() -> None:
    assert KINDS.removesuffix(", or all.").split(", ") == sorted(kinds.COLUMNS, key=KINDS.index)


def test_import_says_who_loses_stock_by_it(desk: Backorder, folder: Path) -> None:
    orders = paper(folder, "o.csv", "order,customer,lic,qty,priority\nA3,school,book,5,3\n")
    tried = desk("import", "orders", orders, "--dry-run").out.splitlines()
    assert tried[-3:-2] == ["Would lose stock by it:"]
    assert tried[-1].split() == ["A1", "school", "book", "5"]
    assert desk("--json", "import", "orders", orders).json["losses"] == [
        {"order": "A1", "customer": "school", "lic": "book", "qty": 5, "by_itself": False}
    ]


def test_what_a_newer_file_says_otherwise_is_taken_over_with_update(desk: Backorder, tmp_path: Path) -> None:
    file = tmp_path / "orders.csv"
    for qty in (3, 5):
        file.write_text(f"order,customer,lic,qty\n7,school,book,{qty}\n", encoding="utf-8")
        answer = desk("import", "orders", file, "--update")
    assert answer.out.splitlines()[:2] == [
        "orders: 0 added, 1 updated, 0 unchanged (1 row).",
        "Order 7: quantity of book 5 instead of 3.",
    ]


@pytest.mark.parametrize("words", [(), ("--dry-run",), ("--profile", "none")])
def test_a_first_import_that_saves_nothing_leaves_no_desk_behind(
    backorder: Backorder, tmp_path: Path, words: tuple[str, ...]
) -> None:
    path = tmp_path / "new" / "desk.duckdb"
    path.parent.mkdir()
    bad, good = paper(tmp_path, "bad.csv", "lic,decimals\na,9\n"), paper(tmp_path, "good.csv", "lic\na\n")
    refused = backorder("--db", str(path), "import", "items", good if words else bad, *words)
    assert (refused.code, list(path.parent.iterdir())) == (0 if words == ("--dry-run",) else 1, [])
    assert backorder("--db", str(path), "import", "items", good).code == 0
    assert backorder("--db", str(path), "import", "items", bad).code == 1
    assert backorder("--db", str(path), "export", "items").out.splitlines()[1:]
