"""The progress bar: what it says, and that it is silent where nobody looks."""

from __future__ import annotations

import io
import sys

import pytest

from figures.ingest import Progress
from reports.progress import bar, words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def shown(monkeypatch: pytest.MonkeyPatch, *steps: Progress) -> str:
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    with bar(quiet=False) as tell:
        assert tell
        for step in steps:
            tell(step)
    return screen.getvalue()


def test_rate_and_failures_are_told() -> None:
    assert words(Progress(1, 2, 3000, 2, "a"), 10) == "3,000 documents, 300 a second, 2 failed"
    assert words(Progress(0, None, 0, 0, "a"), 0) == "0 documents, 0 a second, 0 failed"


def test_the_bar_counts_to_its_end_and_says_how_long_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = [Progress(n, 10, n, 0, "a") for n in range(1, 11)]
    text = shown(monkeypatch, *steps)
    assert "100%" in text
    assert "10 documents" in text


def test_a_bar_without_an_end_has_no_per_cent(monkeypatch: pytest.MonkeyPatch) -> None:
    text = shown(monkeypatch, Progress(1, None, 7, 1, "a"), Progress(2, None, 9, 1, "b"))
    assert "9 documents" in text
    assert "%" not in text


def test_a_part_of_a_source_moves_the_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert " 25%" in shown(monkeypatch, Progress(0, 2, 7, 1, "a", part=0.5))


def test_nothing_is_shown_where_nobody_looks(capsys: pytest.CaptureFixture[str]) -> None:
    for quiet in (True, False):
        with bar(quiet) as tell:
            assert tell is None
    assert capsys.readouterr().err == ""
