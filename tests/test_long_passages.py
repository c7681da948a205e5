"""One passage of a great length, as a broken page gives it, costs in proportion to its length."""

from __future__ import annotations

import limits
import pytest

import figures


def steps(text: str) -> int:
    return limits.steps(lambda: figures.extract(text))


@pytest.mark.parametrize(
    "unit",
    [
        "1 ", "5 killed; ", "12 people, ", "$5 million and ", "5 killed, including ", "9 hurt (of them ",
        "5 killed or hurt ", "dead and missing, 3 ",
    ],
)  # fmt: skip
def test_a_passage_four_times_as_long_makes_four_times_the_calls(unit: str) -> None:
    figures.extract(unit * 40)  # what is loaded once is not counted
    assert steps(unit * 1200) < 5 * steps(unit * 300)


def test_a_row_of_many_cells_costs_its_length() -> None:
    def table(cells: int) -> str:
        return "Place | " + "Dead | " * cells + "Hurt\n" + "Beira | " + "12 | " * cells + "30\n"

    steps(table(50))
    assert steps(table(800)) < 6 * steps(table(200))
