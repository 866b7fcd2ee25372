"""What the small files beside a desk are called: its own name, a dot, and what they are for."""

from pathlib import Path


def beside(path: Path, what: str) -> Path:
    """The file beside the desk at `path` that is for `what`: ``desk.duckdb.hold``."""
    return path.with_name(f"{path.name}.{what}")
