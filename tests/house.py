"""The house as its tests read it: files, trees, queries asked."""

import ast
import itertools
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

HOUSE = Path(__file__).parent.parent


SOURCES = sorted(file for folder in ("engine", "db", "pages") for file in (HOUSE / folder).rglob("*.py")) + [
    file for file in [HOUSE / "app.py"] if file.exists()
]


ASKING = {"rows", "row", "only", "value", "write", "make"}


QUERY_NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")


FILLED_IN = {"now", "actor", "run_id", "action_id", "action_so_far", "today", "clock", "lead_days"}


SQL_FLAGS = re.IGNORECASE | re.DOTALL | re.MULTILINE


@cache
def tree(file: Path) -> ast.Module:
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def here(file: Path) -> str:
    return file.relative_to(HOUSE).as_posix()


def of(folder: str) -> list[Path]:
    return [file for file in SOURCES if here(file).startswith(folder)]


def imports(file: Path) -> Iterator[str]:
    """The dotted names of the modules a file imports; `from a import b` gives a and a.b."""
    for node in ast.walk(tree(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def roots(file: Path) -> set[str]:
    return {name.partition(".")[0] for name in imports(file)}


def strings(file: Path) -> set[str]:
    constants = (node.value for node in ast.walk(tree(file)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)}


def defines(file: Path) -> bool:
    """Whether a module has functions or classes of its own."""
    return any(isinstance(node, ast.FunctionDef | ast.ClassDef) for node in tree(file).body)


def docstrings() -> Iterator[tuple[str, str]]:
    """Where each docstring begins, and its text; but not of tests, which their names introduce."""
    for file in [*SOURCES, *sorted((HOUSE / "tests").rglob("*.py"))]:
        for node in ast.walk(tree(file)):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
                for above, below in itertools.pairwise([node, *node.body]):
                    match below:
                        case ast.Expr(value=ast.Constant(value=str(text))) if not _is_test(above):
                            yield f"{here(file)}:{below.lineno}", " ".join(text.split())


def _is_test(node: ast.AST) -> bool:
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def asked(file: Path) -> set[str]:
    """The query names a file knows: whole, or a stem as in `f"orders.{step}"` and the steps beside it."""
    words = strings(file)
    stems = {word for word in words if re.fullmatch(r"[a-z_]+\.", word)}
    return words | {stem + word for stem in stems for word in words}


def askings() -> Iterator[tuple[str, str, ast.Call]]:
    """Every call such as `tx.rows("orders.lines", ...)`: where it stands, the query's name, the call."""
    for file in SOURCES:
        for node in ast.walk(tree(file)):
            match node:
                case ast.Call(func=ast.Attribute(attr=method), args=[ast.Constant(value=str(name))]) if (
                    method in ASKING and QUERY_NAME.fullmatch(name)
                ):
                    yield f"{here(file)}:{node.lineno}", name, node
