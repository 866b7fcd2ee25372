"""What `make install` takes: the versions and the bytes of the lock files, and nothing besides."""

import re
import tomllib
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock", "requirements-spark.lock"]


def locked(file: str) -> dict[str, str]:
    """name -> everything the lock file says of it."""
    text = (HOUSE / file).read_text(encoding="utf-8")
    entries = re.findall(r"^([\w.-]+)==(.*(?:\n .*)*)", text, re.MULTILINE)
    assert len(entries) == text.count("==") - text.count("== '"), "each of them was found"
    return dict(entries)


@pytest.mark.parametrize("file", LOCKS)
def test_every_package_is_locked_with_its_hashes(file: str) -> None:
    assert [name for name, said in locked(file).items() if "--hash=sha256:" not in said] == []


@pytest.mark.parametrize("file", LOCKS[1:])
def test_the_other_locks_name_the_same_versions(file: str) -> None:
    def version(said: str) -> str:
        return said.split(maxsplit=1)[0]

    ours, theirs = locked(LOCKS[0]), locked(file)
    assert {name: version(said) for name, said in ours.items() if name in theirs} == {
        name: version(theirs[name]) for name in ours if name in theirs
    }


def test_a_build_needs_nothing_that_is_not_locked() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["build-system"]["requires"] == project["dependency-groups"]["build"] == ["setuptools>=77"]
    assert "setuptools" in locked("requirements.lock")


def test_spark_which_is_large_is_installed_by_those_alone_who_ask_for_it() -> None:
    assert [file for file in LOCKS if "pyspark" in locked(file)] == ["requirements-spark.lock"]


def test_the_makefile_installs_by_hash_only() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    installs = [line for line in makefile.splitlines() if line.startswith("\t$(PIP)")]
    assert len(installs) == 4
    for line in installs:
        assert "--require-hashes" in line or "--no-deps --no-build-isolation --no-index" in line


def test_what_tests_compile_is_kept_whatever_the_shell_says() -> None:
    makefile = (HOUSE / "Makefile").read_text(encoding="utf-8")
    assert [line for line in makefile.splitlines() if line.startswith("PYTEST := PYTHONDONTWRITEBYTECODE= ")]
