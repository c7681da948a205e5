"""The page about formats names every ending that is read."""

from __future__ import annotations

import re
from pathlib import Path

from figures.readers import readers

PAGE = Path(__file__).resolve().parent.parent / "docs" / "formats.md"


def test_the_page_names_every_ending_and_no_other() -> None:
    table = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    named = {ending for line in table for ending in re.findall(r"\.\w+", line.split("|")[2])}
    assert named == {suffix for reader in readers() for suffix in reader.SUFFIXES}
