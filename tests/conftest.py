"""What several test files need: a database to write to."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from db.store import Store, open_store

# No test asserts a time: a busy machine is no fault of the code.
settings.register_profile("patient", deadline=None)
settings.load_profile("patient")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new database with a run begun."""
    with open_store(tmp_path / "figures.db") as opened:
        opened.begin_run("1.0", ["storm.html"])
        yield opened
