"""Dates, times and parts of names: the quick search finds what the slow one finds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures import quantities
from figures.names import _matches, _patterns, named

PIECES = [
    "12", "1,200", "3.5", "2015", "12/05/2019", "09/2018", "4", "COVID-19", "Phase ", "phase ", "Camp ", "May ",
    "page ", "No. ", "v2", "+44 20 ", "(", ")", "[7]", "www.oru.org ", "10:30 ", "pm ", "th ", "of ", "to ", "and ",
    "people ", "Unit ", "F16", "a", "Z", ", ", ". ", "- ", " ", "\n", "12,3456", "19-20 May ", "week ", "o'clock ", "é",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=24))
def test_looking_near_digits_finds_what_looking_everywhere_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    everywhere = [match.span() for match in _patterns().all.finditer(text)]
    assert [match.span() for match in _matches(text)] == everywhere


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("In Phase 3 areas 1,200 people left on 4 May.", ["name", "date"]),
        ("Write to aid4@oru.org by 09/2018.", ["url", "date"]),
        ("It is in quarter 2, at page 12.", ["name", "page"]),
    ],
)
def test_reasons(text: str, reasons: list[str]) -> None:
    assert [one.reason for one in named(text)[1]] == reasons


@pytest.mark.parametrize("unit", ["one two ", "12 half ", "May 2 ", "proportion of ", "rate of ", "(", "of the "])
def test_the_time_is_linear_in_the_text(unit: str) -> None:
    def seconds(count: int) -> float:
        text = unit * count
        begin = time.perf_counter()
        quantities(text)
        return time.perf_counter() - begin

    seconds(100)
    small = min(seconds(500) for _ in range(3))
    assert min(seconds(5000) for _ in range(2)) < 40 * small + 0.05
