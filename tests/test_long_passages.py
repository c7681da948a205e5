"""One passage of a great length, as a broken page gives it, costs in proportion to its length."""

from __future__ import annotations

import sys

import pytest

import figures


def steps(text: str) -> int:
    """How many calls the extraction of `text` makes: a measure of work that does not hang on the machine."""
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += 1

    sys.setprofile(count)
    try:
        figures.extract(text)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize(
    "unit", ["1 ", "5 killed; ", "12 people, ", "$5 million and ", "5 killed, including ", "9 hurt (of them "]
)
def test_a_passage_four_times_as_long_makes_four_times_the_calls(unit: str) -> None:
    figures.extract(unit * 40)  # what is loaded once is not counted
    assert steps(unit * 1200) < 5 * steps(unit * 300)
