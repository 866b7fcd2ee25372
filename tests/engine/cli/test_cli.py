"""The command line: every command, exit codes, one line per problem, JSON that is nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import typer

from engine import cli, preferences
from engine.cli import context, output
from engine.store import open_desk

HOUSE = Path(__file__).parents[2]
LOG = "desk.duckdb.errors.log"


@dataclass(frozen=True)
class Answer:
    """What a command line came to."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output, which must be JSON and nothing else."""
        return json.loads(self.out)


Backorder = Callable[..., Answer]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, with no desk yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "desk.duckdb"))
    monkeypatch.setenv("BACKORDER_ACTOR", "Ann")
    return tmp_path


@pytest.fixture
def backorder(folder: Path, capsys: pytest.CaptureFixture[str]) -> Backorder:
    """The command line, in this process."""

    def call(*arguments: object) -> Answer:
        code = cli.run([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        return Answer(code, out, err)

    return call


def paper(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8")
    return name


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with two orders: book 20 of 25 allotted on shipment 1, pen 5 on shipment 2."""
    folder = tmp_path_factory.mktemp("made")
    for kind, text in {
        "vendors": "vendor\npress\n",
        "items": "lic\nbook\npen\n",
        "customers": "customer\nschool\n",
        "stock": "lic,qty\nbook,20\npen,9\n",
        "orders": "order,customer,lic,qty,unit_price\nA1,school,book,25,2.5\nA2,school,pen,5,\n",
        "purchase-orders": "po,vendor,lic,qty,expected_on\nP1,press,book,40,2099-04-01\n",
        "preferences": "name,value\nbackorder_management,on\n",
    }.items():
        file = folder / paper(folder, f"{kind}.csv", text)
        assert cli.run(["--db", str(folder / "desk.duckdb"), "import", kind, str(file)]) == 0
    return folder / "desk.duckdb"


@pytest.fixture
def desk(backorder: Backorder, folder: Path, made: Path, capsys: pytest.CaptureFixture[str]) -> Backorder:
    """The command line on a desk of its own."""
    shutil.copy(made, folder / "desk.duckdb")
    capsys.readouterr()
    return backorder


def lines(backorder: Backorder) -> list[str]:
    """The lines of the desk in a few words."""
    rows = backorder("--json", "export", "lines").json
    return [f"{row['order']}/{row['line']} {row['qty']} {row['state']}" for row in rows]


def test_init_makes_a_desk_and_says_so(backorder, folder):
    assert backorder("init").out == f"Made the desk {folder / 'desk.duckdb'}.\n"
    assert backorder("init").out == f"{folder / 'desk.duckdb'} is up to date.\n"
    told = backorder("--json", "init").json
    assert told["from_version"] == told["to_version"] > 0


def test_db_names_another_desk(backorder, folder):
    assert backorder("--db", "other.duckdb", "init").code == 0
    assert (folder / "other.duckdb").exists()
    assert not (folder / "desk.duckdb").exists()


def test_a_mistyped_path_makes_no_desk(backorder, folder):
    answer = backorder("--db", "typo.duckdb", "export", "lines")
    assert (answer.code, answer.out) == (1, "")
    remedy = "make one with backorder init, or name another with --db."
    assert answer.err == f"There is no desk {folder / 'typo.duckdb'}; {remedy}\n"
    assert not (folder / "typo.duckdb").exists()


def test_import_reports_what_it_did(backorder, folder):
    file = paper(folder, "items.csv", "lic\nbook\n")
    assert backorder("import", "items", file).out == "items: 1 added, 0 updated, 0 unchanged (1 row).\n"
    told = backorder("--json", "import", "items", file).json
    assert (told["added"], told["unchanged"], told["dry_run"]) == (0, 1, False)


def test_import_lists_every_bad_row_on_a_line_of_its_own_and_saves_nothing(desk, folder):
    file = paper(folder, "bad.csv", "order,customer,lic,qty\nB1,nobody,book,1\nB2,school,bok,0\n")
    answer = desk("--json", "import", "orders", file)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.splitlines() == [
        "Row 2: There is no customer nobody; check the spelling or add it first.",
        "Row 3: The quantity 0 of bok must be more than zero; type what is wanted.",
        "Row 3: There is no LIC bok; check the spelling or add it first.",
    ]
    assert len(lines(desk)) == 3


def test_import_tries_with_a_dry_run(backorder, folder):
    file = paper(folder, "items.csv", "lic\nbook\n")
    answer = backorder("import", "items", file, "--dry-run")
    assert answer.out.startswith("Nothing was saved. Would be: items: 1 added")
    assert backorder("--json", "import", "items", file).json["added"] == 1


def test_import_reads_their_headers_with_map(backorder, folder):
    file = paper(folder, "theirs.csv", "StockCode,Country\nbook,UK\n")
    answer = backorder("import", "items", file, "--map", "lic=StockCode")
    assert answer.out.splitlines()[1] == "Left out, because nobody asked for them: Country."


def test_export_writes_csv_to_standard_output_without_a_file(desk):
    answer = desk("export", "balances")
    assert (answer.code, answer.err) == (0, "")
    assert answer.out.splitlines()[1] == "book,MAIN,20,25,-5,20,0,40,35,5"


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet"])
def test_export_writes_a_file(desk, folder, ending):
    answer = desk("export", "lines", f"lines.{ending}")
    assert answer.out == f"3 rows of lines written to lines.{ending}.\n"
    assert (folder / f"lines.{ending}").exists()


def test_export_all_and_import_all_make_the_same_desk(desk, folder):
    assert desk("export", "all", "whole").code == 0
    assert desk("--db", "copy.duckdb", "import", "all", "whole").code == 0
    kinds = ("lines", "log", "balances")
    ours = [desk("export", kind).out for kind in kinds]
    assert [desk("--db", "copy.duckdb", "export", kind).out for kind in kinds] == ours


def test_sweep_prints_its_row_of_the_run_log(desk):
    told = desk("--json", "sweep", "secondary").json
    assert (told["sweep"], told["run_trigger"], told["outcome"], told["actor"]) == (
        "secondary",
        "manual",
        "done",
        "Ann",
    )
    assert "outcome             done" in desk("sweep", "primary").out


def test_r25_a_sweep_says_that_backorder_management_is_off(desk, folder):
    desk("import", "preferences", paper(folder, "p.csv", "name,value\nbackorder_management,off\n"))
    answer = desk("--json", "sweep", "secondary")
    assert (answer.code, answer.json["outcome"]) == (0, "off")


def test_r18_priority_settles_at_once(desk, folder):
    desk("import", "orders", paper(folder, "o.csv", "order,customer,lic,qty\nA3,school,book,5\n"))
    answer = desk("priority", "A3", 5)
    assert answer.out == "Order A3 has priority 5. 1 line gained 5, 1 lost 5.\n"
    assert lines(desk) == [
        "A1/1 15 allotted",
        "A1/2 5 backordered",
        "A1/3 5 backordered",
        "A2/1 5 allotted",
        "A3/1 5 allotted",
    ]


@dataclass
class Terminal:
    """Somebody at a terminal who always gives the same answer, perhaps after somebody else acted."""

    yes: bool
    meanwhile: Callable[[], object] = lambda: None
    asked: list[str] = field(default_factory=list)

    def confirm(self, question: str, **_: object) -> None:
        self.asked.append(question)
        self.meanwhile()
        if not self.yes:
            raise typer.Abort


@pytest.fixture
def seated(monkeypatch) -> Callable[..., Terminal]:
    def sit_down(*, yes: bool, meanwhile: Callable[[], object] = lambda: None) -> Terminal:
        seat = Terminal(yes, meanwhile)
        monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
        monkeypatch.setattr("typer.confirm", seat.confirm)
        return seat

    return sit_down


TAKES: dict[tuple[object, ...], tuple[str, str]] = {
    ("priority", "A3", 5): ("5", "Order A3 has priority 5. 1 line gained 5, 1 lost 5."),
    ("adjust", "book", -5, "--reason", "water"): (
        "5",
        "book: on hand 15 in MAIN. 0 lines gained 0, 1 lost 5.",
    ),
    ("void", 1): ("20", "Shipment 1 is void."),
}
"""Commands that take books from A1 when A3 wants some, what it loses, and what is said once that is done."""


def wants(desk, folder) -> list[str]:
    """A3 waits for 5 books, and A1 has all 20."""
    desk("import", "orders", paper(folder, "o.csv", "order,customer,lic,qty\nA3,school,book,5\n"))
    return lines(desk)


@pytest.mark.parametrize("takes", TAKES, ids=lambda takes: str(takes[0]))
def test_r19_on_a_terminal_who_would_lose_is_shown_and_asked(desk, folder, seated, takes):
    before, seat = wants(desk, folder), seated(yes=False)
    answer = desk(*takes)
    lost, _ = TAKES[takes]
    assert seat.asked == [f"1 order would lose {lost} units. Go on?"]
    assert answer.out.splitlines()[-1].split()[:4] == ["A1", "school", "book", lost]
    assert (answer.code, answer.err) == (1, "Nothing was done.\n")
    assert lines(desk) == before


@pytest.mark.parametrize("takes", TAKES, ids=lambda takes: str(takes[0]))
def test_what_was_agreed_to_on_a_terminal_is_done_as_shown(desk, folder, seated, takes):
    before, _ = wants(desk, folder), seated(yes=True)
    answer = desk(*takes)
    assert (answer.code, answer.out.splitlines()[-1]) == (0, TAKES[takes][1])
    assert lines(desk) != before


@pytest.mark.parametrize("takes", TAKES, ids=lambda takes: str(takes[0]))
@pytest.mark.parametrize("how", ["--yes", "--json", "in a pipe"])
def test_nobody_is_asked_in_a_pipe_nor_with_yes_nor_for_json(desk, folder, seated, monkeypatch, takes, how):
    before, seat = wants(desk, folder), seated(yes=False)
    if how == "in a pipe":
        monkeypatch.setattr(sys.stdin, "isatty", lambda: False, raising=False)
    arguments = {"--yes": [*takes, how], "--json": [how, *takes], "in a pipe": takes}[how]
    answer = desk(*arguments)
    assert (answer.code, seat.asked) == (0, [])
    assert how == "--json" or answer.out == f"{TAKES[takes][1]}\n"
    assert lines(desk) != before


def test_what_changed_while_a_terminal_was_asked_is_said_and_nothing_is_done(desk, folder, seated):
    wants(desk, folder)
    seated(yes=True, meanwhile=lambda: desk("--json", "--actor", "Bob", "cancel", "A1"))
    answer = desk("priority", "A3", 5)
    assert answer.code == 1
    assert "Bob changed order A1" in answer.err
    assert desk("--json", "export", "log").json[-1]["actor"] == "Bob"


def test_an_import_tells_who_loses_stock_by_it(desk, folder):
    orders = paper(folder, "o.csv", "order,customer,lic,qty,priority\nA3,school,book,5,3\n")
    tried = desk("import", "orders", orders, "--dry-run").out.splitlines()
    assert tried[-3:-2] == ["Would lose stock by it:"]
    assert tried[-1].split() == ["A1", "school", "book", "5"]
    assert desk("--json", "import", "orders", orders).json["losses"] == [
        {"order": "A1", "customer": "school", "lic": "book", "qty": 5}
    ]


@pytest.mark.parametrize("yes", [False, True])
def test_a_sweep_by_which_orders_lose_is_asked_about_on_a_terminal(desk, folder, seated, yes):
    """A4, complete, holds 4 pens and lacks books; under skip it gives them to A5."""
    rows = "A4,school,pen,4,complete\nA4,school,book,50,complete\nA5,school,pen,4,partial\n"
    desk("import", "orders", paper(folder, "o.csv", f"order,customer,lic,qty,ship_type\n{rows}"))
    with (
        closing(open_desk(folder / "desk.duckdb", name="a test")) as kept,
        kept.transaction(actor="Bob") as tx,
    ):
        preferences.change(tx, "allocation_policy", "skip")
    before, seat = lines(desk), seated(yes=yes)
    answer = desk("sweep", "secondary")
    assert seat.asked == ["1 order would lose 4 units. Go on?"]
    assert (answer.code == 0, lines(desk) != before) == (yes, yes)


def test_what_takes_nothing_asks_nothing_on_a_terminal(desk, folder, seated):
    wants(desk, folder)
    seat = seated(yes=False)
    assert desk("adjust", "pen", -1, "--reason", "count").out == "pen: on hand 8 in MAIN.\n"
    assert desk("adjust", "book", 5, "--reason", "find").code == 0
    assert desk("priority", "A1", 2).out == "Order A1 has priority 2. 1 line gained 5, 0 lost 0.\n"
    assert seat.asked == []


def test_cancel_takes_an_order_or_a_line(desk):
    assert desk("cancel", "A1", 2).out == "Line 2 of order A1 was cancelled; the order is open.\n"
    assert desk("cancel", "A2").out == "Order A2 was cancelled; the order is void.\n"
    assert lines(desk) == ["A1/1 20 allotted", "A1/2 5 cancelled", "A2/1 5 cancelled"]


def test_shipments_are_picked_shipped_and_voided_several_at_once(desk):
    assert desk("pick", 1, 2).out == "Shipments 1, 2 are being picked.\n"
    assert desk("ship", 2).out == "Shipment 2 is shipped.\n"
    assert desk("--json", "void", 1).json == [{"shipment": 1, "state": "void"}]
    assert lines(desk) == ["A1/1 20 backordered", "A1/2 5 backordered", "A2/1 5 shipped"]


def test_r12_a_short_shipment_backorders_the_rest_or_reduces_the_order(desk):
    assert desk("ship", 1, "--short", "1=15").code == 0
    assert desk("ship", 2, "--short", "A2/1=3", "--reduce").code == 0
    assert lines(desk) == [
        "A1/1 15 shipped",
        "A1/2 5 backordered",
        "A1/3 5 backordered",
        "A2/1 3 shipped",
        "A2/2 2 cancelled",
    ]


def test_r39_receive_books_a_delivery(desk):
    answer = desk("receive", "P1", "book=10", "--reference", "D1")
    assert answer.out == "Receipt 1 is booked against purchase order P1.\n"
    assert desk("receive", "P1", "book=31").code == 1
    assert desk("receive", "P1", "book=31", "--over").out.endswith("All of it is here; it is closed.\n")


def test_receive_runs_the_primary_sweep_where_preferences_say_so(desk, folder):
    desk("import", "preferences", paper(folder, "p.csv", "name,value\nsweep_on_receipt,on\n"))
    told = desk("--json", "receive", "P1", "book=5").json
    assert (told["sweep"]["sweep"], told["sweep"]["lines_filled"]) == ("primary", 1)


def test_r23_adjust_takes_a_signed_quantity(desk):
    assert (
        desk("adjust", "book", -8, "--reason", "broken").out
        == "book: on hand 12 in MAIN. 0 lines gained 0, 1 lost 8.\n"
    )
    told = desk("--json", "adjust", "pen", "+1", "--reason", "found").json
    assert told["balances"][0]["on_hand"] == 10


def test_r34_return_takes_goods_back(desk):
    desk("ship", 2)
    assert (
        desk("return", "A2", 1, 2).out
        == "2 of line 1 of order A2 came back, fit to sell; the order is open.\n"
    )
    assert desk("--json", "return", "A2", 1, 1, "--unsellable").json["sellable"] is False


def test_check_proves_the_desk(desk):
    assert desk("check").out == "The desk is consistent.\n"
    assert desk("--json", "check").json == {"consistent": True, "problems": []}


def test_check_exits_1_with_the_offending_rows(desk, folder):
    from contextlib import closing

    from engine import store

    with (
        closing(store.open_desk(folder / "desk.duckdb", name="a test")) as session,
        session.transaction(actor="x") as tx,
    ):
        tx.write("line_states.set_qty", line_id=1, qty=99)
    answer = desk("check")
    assert answer.code == 1
    assert "problem" in answer.out.splitlines()[0]
    assert "A1" in answer.out
    assert len(answer.err.splitlines()) == 1
    told = desk("--json", "check")
    assert told.code == 1
    assert told.json["consistent"] is False
    assert {"problem", "record", "sentence"} == set(told.json["problems"][0])


def test_schedule_shows_when_the_sweeps_run(desk):
    told = desk("--json", "schedule").json
    assert [row["sweep"] for row in told] == ["primary", "secondary", "replenishment"]


def test_backup_and_restore(desk, folder):
    assert desk("backup", "copy.duckdb").out.startswith("2 orders with 3 lines are safe in copy.duckdb")
    before = lines(desk)
    desk("cancel", "A1")
    answer = desk("--json", "restore", "copy.duckdb")
    assert Path(answer.json["kept"]).exists()
    assert lines(desk) == before
    assert desk("restore", paper(folder, "junk.duckdb", "no desk")).code == 1


def test_the_actor_is_named_in_the_record_log(desk):
    desk("--actor", "Bob", "cancel", "A2")
    assert desk("--json", "export", "log").json[-1]["actor"] == "Bob"


def test_json_has_exact_numbers_and_iso_instants(desk):
    out = desk("--json", "export", "backorders").out
    assert '"value": 12.50' in out or '"value": 12.5' in out
    assert '"projected_on": "2099-04-01"' in out
    assert desk("--json", "export", "log").json[0]["logged_at"].endswith("Z")


REFUSALS: Sequence[Sequence[object]] = (
    ("cancel", "Z9"),
    ("priority", "A1", 12),
    ("pick", 99),
    ("ship", 98, 99),
    ("void", 99),
    ("receive", "P9", "book=1"),
    ("receive", "P1", "bok=1"),
    ("receive", "P1", "book=x"),
    ("adjust", "bok", 1, "--reason", "x"),
    ("adjust", "book", -999, "--reason", "x"),
    ("return", "A1", 1, 1),
    ("import", "orders", "none.csv"),
    ("import", "all", "none"),
    ("export", "lines", "lines.pdf"),
    ("backup", "none/copy.duckdb"),
    ("restore", "none.duckdb"),
)


@pytest.mark.parametrize("arguments", REFUSALS, ids=lambda arguments: " ".join(map(str, arguments)))
def test_a_refusal_is_a_line_for_each_problem_and_exit_1(desk, arguments):
    answer = desk("--json", *arguments)
    assert (answer.code, answer.out) == (1, "")
    problems = answer.err.splitlines()
    assert len(problems) == (2 if arguments[0] == "ship" else 1)
    assert all(problem.endswith(".") for problem in problems)


MISTAKES: Sequence[Sequence[object]] = (
    ("bogus",),
    ("cancel",),
    ("priority", "A1", "high"),
    ("sweep", "tertiary"),
    ("export", "colours"),
    ("export", "all"),
    ("import", "colours", "items.csv"),
    ("import", "items", "items.csv", "--map", "lic"),
    ("receive", "P1", "book"),
    ("ship", 1, "--short", "1"),
    ("ship", 1, 2, "--short", "1=1"),
    ("adjust", "book", 1),
    ("adjust", "book", 1, "--reason", "x", "--bogus"),
    ("--bogus", "check"),
)


@pytest.mark.parametrize("arguments", MISTAKES, ids=lambda arguments: " ".join(map(str, arguments)))
def test_wrong_usage_is_one_line_and_exit_2(desk, arguments):
    answer = desk(*arguments)
    assert (answer.code, answer.out) == (2, "")
    assert len(answer.err.splitlines()) == 1


def test_nobody_sees_a_traceback_and_the_details_are_written_down(desk, folder, monkeypatch):
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr("engine.orders.cancel_order", break_down)
    answer = desk("cancel", "A1")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == (
        "Something went wrong that the program did not foresee (ZeroDivisionError); "
        f"{folder / LOG} says more.\n"
    )
    written = (folder / LOG).read_text(encoding="utf-8")
    assert "backorder cancel A1" in written
    assert "nobody foresaw this" in written


def test_the_details_go_elsewhere_where_the_desk_has_no_folder(monkeypatch, tmp_path):
    monkeypatch.setenv("BACKORDER_DB", str(tmp_path / "none" / "desk.duckdb"))
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(tmp_path))
    assert str(tmp_path / "backorder.errors.log") in context.log_unexpected(ValueError("x"), ["check"])


def test_backorder_alone_lists_the_commands(backorder):
    answer = backorder()
    assert answer.code == 2
    assert "sweep" in answer.err


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output and standard error look like a terminal."""
    monkeypatch.setattr(output, "_is_terminal", lambda stream: True)


@pytest.mark.usefixtures("terminal")
def test_a_terminal_sees_tables_with_rules_and_a_bar_while_something_long_runs(desk):
    answer = desk("schedule")
    assert "──" in answer.out
    assert "secondary" in answer.out
    assert "sweep" in desk("sweep", "secondary").err


def test_a_pipe_sees_plain_columns_and_no_bar(desk):
    answer = desk("schedule")
    assert answer.out.split()[:2] == ["sweep", "enabled"]
    assert "─" not in answer.out
    assert desk("sweep", "secondary").err == ""


def started(*arguments: object, folder: Path, **options: Any) -> subprocess.CompletedProcess[str]:
    """A real process, as a script starts it."""
    environment = os.environ | {"BACKORDER_DB": str(folder / "desk.duckdb"), "PYTHONPATH": str(HOUSE)}
    command = [sys.executable, "-m", "engine.cli", *map(str, arguments)]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        **options,
    )


def test_a_script_sees_exit_codes_and_clean_streams(tmp_path):
    made = started("--json", "init", folder=tmp_path)
    assert (made.returncode, json.loads(made.stdout)["from_version"]) == (0, 0)
    refused = started("cancel", "Z9", folder=tmp_path)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.splitlines()[0] == "There is no order Z9; check the spelling or add it first."
    assert started("bogus", folder=tmp_path).returncode == 2


def test_a_pipe_that_closes_early_is_no_error(tmp_path):
    started("init", folder=tmp_path)
    environment = os.environ | {"BACKORDER_DB": str(tmp_path / "desk.duckdb"), "PYTHONPATH": str(HOUSE)}
    command = [sys.executable, "-m", "engine.cli", "export", "log"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_help_answers_without_the_heavy_libraries(tmp_path):
    began = time.perf_counter()
    helped = started("--help", folder=tmp_path)
    assert (helped.returncode, "receive" in helped.stdout) == (0, True)
    assert time.perf_counter() - began < 20  # a loaded machine; half a second on a free one
    heavy = (
        "import sys, engine.cli; print(sorted({'duckdb', 'polars', 'streamlit', 'rich'} & set(sys.modules)))"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", heavy], cwd=HOUSE, capture_output=True, text=True, check=True, timeout=60
    )
    assert loaded.stdout == "[]\n"
