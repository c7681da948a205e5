"""One passage of a great length, as a broken page gives it, costs in proportion to its length."""

from __future__ import annotations

import limits
import pytest

import figures


def steps(text: str) -> int:
    return limits.steps(lambda: figures.extract(text))


@pytest.mark.parametrize(
    "unit", ["1 ", "5 killed; ", "12 people, ", "$5 million and ", "5 killed, including ", "9 hurt (of them "]
)
def test_a_passage_four_times_as_long_makes_four_times_the_calls(unit: str) -> None:
    figures.extract(unit * 40)  # what is loaded once is not counted
    assert steps(unit * 1200) < 5 * steps(unit * 300)
