"""Every command with words that nobody would type: it is done or refused in a line, and never unforeseen."""

from __future__ import annotations

import json
import os
import random
import shlex
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

from engine import cli, orders, proof, supply
from engine.cli import app
from engine.desk.backup import backup
from engine.service import supervisor
from engine.store import open_desk
from tests.examples import examples
from tests.odd import dressed, some_of_everything
from tests.odd_lines import Lines
from tests.story import Story

SEED = int(os.environ.get("BACKORDER_SEED", "1"))
ROUNDS = examples(1)
LONGEST_COMPLAINT = 2_000
ZONES = ("Pacific/Pago_Pago", "Pacific/Kiritimati")
"""Eleven hours behind and fourteen ahead."""
RIGHT = {
    "ORDER": ("1001", "1002", "1003", "1004"),
    "LINE": ("1", "2"),
    "LIC": ("book", "pen"),
    "PO": ("PO101", "PO102"),
    "QTY": ("1", "2", "-1"),
    "SHIPMENT": ("1", "2", "3"),
    "RECEIPT": ("1",),
    "RUN": ("1", "2"),
    "N": ("0", "5"),
    "TEXT": ("count",),
    "CUSTOMER": ("school",),
    "CODE": ("MAIN",),
    "DAY": ("2099-04-01",),
    "INSTANT": ("2026-03-02", "#5"),
    "NAME": ("primary", "secondary", "skip"),
    "KIND": ("items", "orders", "stock", "lines", "backorders", "log", "all"),
    "FILE": ("items.csv", "new.csv", "new.xlsx", "new.parquet", "backup.duckdb"),
    "COLUMN": ("lic",),
    "THEIR-HEADER": ("lic",),
    "FOLDER": ("folder",),
    "ADDRESS": ("ann@desk.example",),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a desk that has some of everything, and with files in it that are odd as files."""
    folder = tmp_path_factory.mktemp("made")
    with closing(open_desk(folder / "desk.duckdb", name="a test")) as session:
        story = Story(session, book=20, pen=5)
        some_of_everything(story)
        backup(session, folder / "backup.duckdb")
    _odd_files(folder)
    return folder


def _odd_files(folder: Path) -> None:
    (folder / "items.csv").write_text("lic\nbook\n")
    for name in ("folder", "folder.csv", "folder.parquet"):
        (folder / name).mkdir()
    for ending in ("csv", "xlsx", "parquet"):
        (folder / f"empty.{ending}").touch()
        (folder / f"garbage.{ending}").write_bytes(random.Random(SEED).randbytes(3000))
        for device in ("null", "full"):
            (folder / f"{device}.{ending}").symlink_to(f"/dev/{device}")
    (folder / "nowhere.csv").symlink_to("missing/nowhere.csv")


@pytest.fixture
def folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with some of everything, to be changed: the one one is in."""
    place = shutil.copytree(made, tmp_path / "place", symlinks=True)
    monkeypatch.chdir(place)
    monkeypatch.setenv("BACKORDER_DB", str(place / "desk.duckdb"))
    monkeypatch.setenv("BACKORDER_WAIT", "1")
    monkeypatch.setattr(supervisor, "up", lambda *_: 0)
    return place


CODES = {
    "explain": ("1002", []),
    "cancel": ("1003", []),
    "priority": ("1002", ["3"]),
    "late": ("PO101", ["2099-04-01"]),
    "receive": ("PO102", ["pen=1"]),
    "adjust": ("book", ["1", "--reason", "count"]),
    "return": ("1001", ["1", "1"]),
    "not-before": ("1003", ["2099-04-01"]),
    "split": ("1003", ["1"]),
    "whole": ("1003", ["1"]),
    "release": ("1002", ["3", "--yes"]),
    "pin": ("1002", ["1"]),
    "unpin": ("1002", ["1"]),
}
"""Commands that begin with a code, with one that is there and with what else they need."""


@pytest.mark.parametrize("command", CODES)
def test_a_dressed_code_finds_its_record(
    command: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, rest = CODES[command]
    word = random.Random(command).choice(dressed(code))
    assert cli.run([command, word, *rest]) == 0, (ascii(word), capsys.readouterr().err)


def test_every_command_that_takes_a_code_is_asked_for_a_dressed_one() -> None:
    root: Any = get_command(app.app)
    taking = {
        name
        for name, command in root.commands.items()
        if command.params
        and command.params[0].param_type_name == "argument"
        and command.params[0].required
        and command.params[0].nargs == 1
        and command.params[0].metavar in ("ORDER", "PO", "LIC")
    }
    assert taking == set(CODES)


@pytest.mark.parametrize("command", ["orders", "purchase-orders"])
def test_the_largest_number_of_a_file_leaves_room_for_the_next(folder: Path, command: str) -> None:
    head, row = {"orders": ("order,customer", "{},school"), "purchase-orders": ("po,vendor", "PO{},press")}[
        command
    ]
    rows = [row.format(number) for number in (2**63 - 1, 2**62, "9" * 15, "9" * 40, "1e18", "\u0669")]
    Path("large.csv").write_text(
        "\n".join([f"{head},lic,qty", *(f"{one},book,1" for one in rows)]), encoding="utf-8"
    )
    assert cli.run(["import", command, "large.csv"]) == 0
    with (
        closing(open_desk(folder / "desk.duckdb", name="a test")) as session,
        session.transaction(actor="Ann") as tx,
    ):
        made = orders.create(tx, "school") if command == "orders" else supply.create_po(tx, "press")
    assert made in ("1005", "PO103")


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "0001-01-01T00:00", "9999-12-31T23:59:59.999999"]
)
def test_the_ends_of_the_calendar_are_days_as_well_or_refused(
    zone: str, day: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lie_in(zone)
    for line in (
        ["asof", day],
        ["late", "PO101", day],
        ["whatif", "--date", f"PO101={day}"],
        ["notices", "--since", day],
    ):
        code = cli.run(line)
        assert _faults(line, code, *capsys.readouterr()) == [], line


def lie_in(zone: str) -> None:
    """Give the desk another time zone."""
    Path("zone.csv").write_text(f"name,value\ntime_zone,{zone}\n")
    assert cli.run(["import", "preferences", "zone.csv"]) == 0


@pytest.mark.parametrize("number", range(ROUNDS))
def test_whatever_is_typed_is_done_or_refused_in_a_line(
    number: int, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    lie_in(ZONES[number % 2])
    capfd.readouterr()
    faults = []
    for line in Lines(random.Random(SEED + number), RIGHT).of_every_parameter():
        code = cli.run(line)
        faults += [f"{_brief(line)}: {fault}" for fault in _faults(line, code, *capfd.readouterr())]
    assert not faults, "\n".join(faults)
    with closing(open_desk(folder / "desk.duckdb", name="a test")) as session, session.snapshot() as tx:
        assert proof.problems(tx)["sentence"].to_list() == []


def _faults(line: list[str], code: int, out: str, err: str) -> list[str]:
    """What is wrong with the answer to a line."""
    found = [] if code in (0, 1, 2) else [f"exit code {code}"]
    found += [err] if "did not foresee" in err or "Traceback" in out + err else []
    found += [f"{len(err)} characters of complaint: {err[:200]}"] if len(err) > LONGEST_COMPLAINT else []
    found += ["refused without a word"] if code and not (out or err) else []
    if line[0] == "--json" and out and not _is_json(out):
        found.append(f"not JSON: {out[:200]}")
    return found


def _is_json(out: str) -> bool:
    try:
        json.loads(out)
    except ValueError:
        return False
    return True


def _brief(line: list[str]) -> str:
    return " ".join(ascii(word if len(word) < 60 else f"{word[:60]}… {len(word)}") for word in line)


STRANGE = {
    "TZ": "../../etc/passwd",
    "LANG": "C",
    "LC_ALL": "C",
    "PYTHONUTF8": "0",
    "COLUMNS": "0",
    "LINES": "x",
    "TMPDIR": "/nonexistent",
}


@pytest.mark.parametrize("json", [[], ["--json"]])
def test_a_pipe_that_nobody_reads_any_more_is_no_mistake(folder: Path, json: list[str]) -> None:
    gone, pipe = os.pipe()
    os.close(gone)
    done = _process([*json, "export", "lines"], stdout=pipe)
    os.close(pipe)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_strange_environment_and_closed_outputs_change_nothing(folder: Path) -> None:
    told = _process(["export", "lines"], stdout=subprocess.PIPE, env=os.environ | STRANGE)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith("order,customer,")
    shell = f"{shlex.join(_COMMAND)} export lines >&- 2>&- <&-"
    assert subprocess.run(shell, shell=True, check=False, timeout=60).returncode == 0


_COMMAND = [sys.executable, "-m", "engine.cli"]


def _process(line: list[str], **facts: Any) -> subprocess.CompletedProcess[str]:
    """A command line as a process of its own."""
    return subprocess.run(
        [*_COMMAND, *line], stderr=subprocess.PIPE, text=True, check=False, timeout=60, **facts
    )
