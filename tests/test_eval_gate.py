"""The eval gate: on the gold passages the extractor reaches every pinned floor; the passages are the pinned ones."""

from __future__ import annotations

import json
from functools import cache

import pytest

from scripts import pin_floors

PINNED = json.loads(pin_floors.FLOORS.read_text(encoding="utf-8"))


@cache
def reached() -> dict[str, float]:
    return pin_floors.reached()


def test_the_gold_passages_are_those_that_the_floors_were_pinned_on() -> None:
    assert pin_floors.digest() == PINNED["digest"], "run scripts/pin_floors.py --new-gold and say why in the commit"


@pytest.mark.parametrize("name", sorted(PINNED["floors"]))
def test_no_floor_is_broken(name: str) -> None:
    assert reached()[name] >= PINNED["floors"][name]


def test_every_category_and_attribute_has_a_floor() -> None:
    assert set(PINNED["floors"]) == set(reached())
