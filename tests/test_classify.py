"""When a category is told, and how the values that carry it are made."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, asdict

import pytest

from figures.classify import AHEAD, LEAST, NO_FIGURE, Likely
from figures.making import quickly
from figures.model import Quantity
from figures.pipeline import explain


@pytest.mark.parametrize(
    ("share", "beside", "none", "doubtful"),
    [
        (0.9, 0.05, 0.01, False),
        (0.4, 0.1, 0.06, False),  # the rest is spread thinly
        (0.5, 0.45, 0.01, True),  # another category is nearly as likely
        (0.5, 0.1, 0.35, True),  # it may well be no figure
        (0.25, 0.1, 0.1, True),
    ],
)
def test_a_category_is_told_where_it_stands_out(share: float, beside: float, none: float, doubtful: bool) -> None:
    assert Likely("killed", share, beside, none).is_doubtful is doubtful


def test_what_just_reaches_the_bars_is_told() -> None:
    assert not Likely("killed", LEAST, LEAST / (AHEAD + 0.01), NO_FIGURE).is_doubtful


def test_a_value_that_is_made_quickly_is_like_any_other() -> None:
    given = (3, 5, "12", 12.0, 12.0, 12.0, "exact")
    plain, quick = Quantity(*given), quickly(Quantity)(*given)
    assert type(quick) is Quantity
    assert (quick, hash(quick), asdict(quick)) == (plain, hash(plain), asdict(plain))
    with pytest.raises(FrozenInstanceError):
        quick.start = 4  # type: ignore[misc]


def test_a_zero_counts_nothing() -> None:
    found = explain("Song has 14 cases and 0 deaths.")
    assert [(one.figure and one.figure.category, one.reason) for one in found] == [("cases", ""), (None, "zero")]
