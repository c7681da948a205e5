"""Numbers in brackets that share out another number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.model import Passage, Quantity
from figures.quantities import recognise


def units(text: str) -> dict[str, str]:
    found = recognise(Passage(0, len(text), text))
    return {one.text: one.unit for one in found if isinstance(one, Quantity)}


def test_a_series_in_brackets_counts_what_its_sum_counts() -> None:
    text = "It gave 176 health facilities food for 4,175 children, in Sud (46), Nippes (42), Ouest (37), Nord (51)."
    found = units(text)
    assert {found[number] for number in ("46", "42", "37", "51")} == {"health_facility"}


@pytest.mark.parametrize("last", ["50", "52"])
def test_a_series_that_adds_up_to_nothing_counts_what_came_last(last: str) -> None:
    text = f"It supplied 176 clinics with food for 4,175 children, in Sud (46), Nippes (42), Ouest (37), Nord ({last})."
    assert units(text)["46"] == "person"


@given(st.lists(st.integers(2, 900), min_size=3, max_size=6))
def test_the_parts_of_a_number_have_its_unit(parts: list[int]) -> None:
    names = ", ".join(f"Zone {chr(65 + at)} ({part})" for at, part in enumerate(parts))
    text = f"Storms hit {sum(parts)} schools and 12,345 pupils in {names}."
    found = units(text)
    assert {found[str(part)] for part in parts} == {"school"}
