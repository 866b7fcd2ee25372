"""What the tests of a plan may ask for."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.engine.plan.lake import Lake


@pytest.fixture
def lake(tmp_path: Path) -> Lake:
    return Lake(tmp_path)
