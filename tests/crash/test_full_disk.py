"""A disk without room, played by a limit on the size of files: one sentence, nothing lost, and on it goes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.processes import HOUSE, at, proven

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(sys.platform == "win32", reason="the limit is one of POSIX"),
]
LIMITED = """
import resource, sys
size = int(sys.argv.pop(1))
resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
from engine.cli import main
main()
"""


def limited(size: int, path: Path, *words: object) -> tuple[int, str, str]:
    """A command that may write files of at most so many bytes."""
    command = [sys.executable, "-c", LIMITED, str(size), "--db", str(path), *map(str, words)]
    done = subprocess.run(command, cwd=HOUSE, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout, done.stderr


@pytest.fixture
def path(tmp_path: Path) -> Path:
    with at(tmp_path / "desk.duckdb") as desk, desk.snapshot():
        pass
    return tmp_path / "desk.duckdb"


def many_items(folder: Path) -> Path:
    file = folder / "many.csv"
    file.write_text("lic\n" + "".join(f"L{n}\n" for n in range(20_000)), encoding="utf-8")
    return file


def test_a_commit_that_finds_no_room_is_one_sentence_and_the_desk_goes_on(path: Path, tmp_path: Path) -> None:
    file, before = many_items(tmp_path), sorted(tmp_path.iterdir())
    code, out, err = limited(path.stat().st_size, path, "import", "items", file)
    assert (code, out) == (1, "")
    assert "the disk has no room left" in err
    assert err.count("\n") == 1
    assert {one.name for one in tmp_path.iterdir()} - {one.name for one in before} <= {"desk.duckdb.wal"}
    assert proven(path)
    assert limited(1 << 30, path, "import", "items", file)[0] == 0


@pytest.mark.parametrize("words", ["backup copy.duckdb", "export all copy", "export log copy.csv"])
def test_a_copy_that_finds_no_room_is_one_sentence_and_no_half_file(
    path: Path, tmp_path: Path, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert limited(1 << 30, path, "import", "items", many_items(tmp_path))[0] == 0
    before = sorted(one.name for one in tmp_path.iterdir())
    *command, name = words.split()
    code, out, err = limited(20_000, path, *command, tmp_path / name)
    assert (code, out) == (1, "")
    assert "cannot be written (" in err
    assert err.count("\n") == 1
    assert sorted(one.name for one in tmp_path.iterdir()) == before


def test_output_that_finds_no_room_is_one_sentence(path: Path, tmp_path: Path) -> None:
    assert limited(1 << 30, path, "import", "items", many_items(tmp_path))[0] == 0
    command = [sys.executable, "-c", LIMITED, "20000", "--db", str(path), "export", "balances"]
    with (tmp_path / "out.csv").open("wb") as out:
        done = subprocess.run(command, cwd=HOUSE, stdout=out, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "did not foresee" not in done.stderr
    assert "no room left" in done.stderr
