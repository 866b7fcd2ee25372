"""Where the peers live: a virtual environment each, and PostgreSQL where the machine has it, else SQLite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import quote

from tests.bench.desks import cache

POSTGRES_USER: Final = "postgres"
"""Whom PostgreSQL runs as where this process is root, as whom it refuses to run."""


@dataclass(frozen=True, slots=True)
class Database:
    """A server to make databases on; without a folder it is SQLite."""

    socket: Path | None

    @property
    def name(self) -> str:
        """What a person calls it."""
        return "PostgreSQL" if self.socket else "SQLite"


def python_with(name: str, packages: tuple[str, ...]) -> Path:
    """The Python of an environment that has these packages from the package registry; made once."""
    folder = cache() / f"peer-{name}"
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = folder / "packages.txt"
    if not done.exists() or done.read_text(encoding="utf-8") != "\n".join(packages):
        _run(sys.executable, "-m", "venv", "--clear", str(folder))
        _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *packages)
        done.write_text("\n".join(packages), encoding="utf-8")
    return python


@contextmanager
def database() -> Iterator[Database]:
    """A PostgreSQL of our own that ends with the block; SQLite where the machine has none."""
    programs = _postgres()
    if programs is None:
        yield Database(None)
        return
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        _give_to_postgres(place)
        _as_postgres(
            programs,
            "initdb",
            "-D",
            f"{place}/data",
            "-A",
            "trust",
            "-U",
            "bench",
            "-E",
            "UTF8",
            "--locale=C",
        )
        listening = f"-k {place} -c listen_addresses="
        _as_postgres(
            programs, "pg_ctl", "-D", f"{place}/data", "-w", "-o", listening, "-l", f"{place}/log", "start"
        )
        try:
            yield Database(place)
        finally:
            _as_postgres(programs, "pg_ctl", "-D", f"{place}/data", "-m", "immediate", "stop")


def variables(name: str, server: Database, folder: Path) -> dict[str, str]:
    """The environment variables of a peer's process: where Tryton, which is told so, makes its database."""
    where = f"postgresql://bench@{quote(str(server.socket), safe='')}/" if server.socket else "sqlite://"
    tryton = {"TRYTOND_DATABASE__URI": where, "TRYTOND_DATABASE__PATH": str(folder), "DB_NAME": name}
    return {**os.environ, **tryton}


def _postgres() -> Path | None:
    """The folder with PostgreSQL's programs, if it is there and may run."""
    found = shutil.which("initdb")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return folders[-1] if folders and (not _is_root() or _has_postgres_user()) else None


def _has_postgres_user() -> bool:
    """Whether root could run it as somebody else."""
    runuser = shutil.which("runuser")
    return (
        runuser is not None
        and not subprocess.run(
            [runuser, "-u", POSTGRES_USER, "--", "true"], capture_output=True, check=False
        ).returncode
    )


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _give_to_postgres(place: Path) -> None:
    if _is_root():
        shutil.chown(place, POSTGRES_USER)
        place.chmod(0o755)


def _as_postgres(programs: Path, program: str, *words: str) -> None:
    before = ["runuser", "-u", POSTGRES_USER, "--"] if _is_root() else []
    # It must not inherit our output: the server would hold it open.
    subprocess.run(
        [*before, str(programs / program), *words],
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _run(*command: str) -> None:
    """Run a command; what it says is shown if it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
