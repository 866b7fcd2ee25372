"""Fixtures for tests of files in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers import Papers
from tests.story import Story


@pytest.fixture
def papers(tmp_path: Path) -> Papers:
    """A desk with two LICs and nothing on the shelf, and a folder for files."""
    return Papers(Story(book=0, pen=0), tmp_path)
