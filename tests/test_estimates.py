"""Estimates beside what was said: people from households, dollars from other money."""

from __future__ import annotations

import subprocess
import sys
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import figures
from figures.estimates import HOUSEHOLD_SOURCE, MOST_DAYS, dollars, estimated, household_sizes
from figures.model import Figure

DAY = date(2024, 5, 1)
# The European Central Bank's reference rates: https://www.ecb.europa.eu/stats/eurofxref/
EURO_IN_DOLLARS = {date(2024, 5, 2): 1.0698, date(2000, 1, 3): 1.009, date(2008, 7, 15): 1.599}


def figure(unit: str, value: float = 1000, **more: Any) -> Figure:
    return Figure(0, 4, "1000", value, value, value, "exact", "displaced", unit, **more)


def test_households_are_counted_in_people_and_kept() -> None:
    (found,) = figures.extract("Floods displaced 2,000 families in Sindh, Pakistan.", published=DAY)
    assert (found.value, found.unit) == (2000, "household")
    assert found.household_size == household_sizes()["PAK"]
    assert found.people_estimate == round(2000 * household_sizes()["PAK"])
    assert (found.household_size_source, found.no_estimate) == (HOUSEHOLD_SOURCE, "")


@pytest.mark.parametrize(
    ("country", "reason"),
    [("", "country unknown"), ("SOM", "no household size for SOM"), ("XXX", "no household size for XXX")],
)
def test_a_country_without_a_size_gets_no_default(country: str, reason: str) -> None:
    (found,) = estimated([figure("household", country=country)])
    assert (found.people_estimate, found.household_size, found.household_size_source) == (None, None, "")
    assert found.no_estimate == reason


@pytest.mark.parametrize(("day", "rate"), EURO_IN_DOLLARS.items())
def test_money_is_told_in_dollars_at_the_rate_of_its_day(day: date, rate: float) -> None:
    (found,) = estimated([figure("EUR", as_of=day)])
    assert (found.usd_rate, found.usd_rate_day, found.usd_estimate) == (rate, day, round(rate * 1000, 2))
    assert (found.value, found.unit) == (1000, "EUR")


def test_a_day_without_a_rate_takes_the_nearest_one() -> None:
    sunday = date(2024, 5, 5)
    assert sunday.weekday() == 6
    (found,) = estimated([figure("EUR", as_of=sunday)])
    assert found.usd_rate_day == sunday + timedelta(days=1)
    assert estimated([figure("EUR", as_of=sunday - timedelta(days=1))])[0].usd_rate_day == date(2024, 5, 3)


@pytest.mark.parametrize(
    ("unit", "day", "reason"),
    [
        ("SYP", DAY, "no rate for SYP"),
        ("EUR", None, "day unknown"),
        ("EUR", date(1998, 12, 27), "no EUR rate within 7 days of 1998-12-27"),
        ("RUB", date(2022, 3, 9), "no RUB rate within 7 days of 2022-03-09"),
        ("EUR", date.max, "no EUR rate within 7 days of 9999-12-31"),
        ("EUR", date.min, "no EUR rate within 7 days of 0001-01-01"),
    ],
)
def test_without_a_rate_there_is_no_estimate_and_it_says_why(unit: str, day: date | None, reason: str) -> None:
    (found,) = estimated([figure(unit, as_of=day)])
    assert (found.usd_estimate, found.usd_rate, found.usd_rate_day, found.no_estimate) == (None, None, None, reason)


def test_seven_days_off_is_near_enough_and_eight_are_not() -> None:
    last = date(2022, 3, 1)  # the Bank's last rate for the rouble
    assert dollars("RUB", last + timedelta(days=MOST_DAYS)) == dollars("RUB", last)
    assert isinstance(dollars("RUB", last + timedelta(days=MOST_DAYS + 1)), str)


@pytest.mark.parametrize("unit", ["person", "USD", "km2", "tonne", ""])
def test_what_needs_no_estimate_is_left_as_it_is(unit: str) -> None:
    one = figure(unit, as_of=DAY, country="PAK")
    assert estimated([one]) == [one]


@given(st.floats(0, 1e12), st.sampled_from(["household", "EUR", "KES", "PHP", "JPY"]), st.dates(date(1990, 1, 1)))
def test_an_estimate_is_the_value_times_its_factor(value: float, unit: str, day: date) -> None:
    (found,) = estimated([figure(unit, value, country="NPL", as_of=day)])
    assert (found.value, found.unit) == (value, unit)
    if found.people_estimate is not None and found.household_size is not None:
        assert abs(found.people_estimate - value * found.household_size) <= 0.5
    if found.usd_estimate is not None and found.usd_rate is not None and found.usd_rate_day is not None:
        assert found.usd_estimate == round(value * found.usd_rate, 2)
        assert abs(found.usd_rate_day - day) <= timedelta(days=MOST_DAYS)
    assert bool(found.no_estimate) == (found.people_estimate is None and found.usd_estimate is None)


def test_explain_shows_the_same_as_extract() -> None:
    text = "Germany pledged 30 million euros for Nepal. Floods displaced 2,000 families, including 300 children."
    told = [one.figure for one in figures.explain(text, published=DAY) if one.figure]
    assert told == figures.extract(text, published=DAY)
    assert any(one.usd_estimate for one in told)
    assert any(one.people_estimate for one in told)


def test_rates_are_loaded_for_foreign_money_alone() -> None:
    code = (
        "import sys, datetime, figures\n"
        "day = datetime.date(2024, 5, 1)\n"
        "figures.extract('The storm killed 14 people and 2,000 families in Nepal got $3 million.', published=day)\n"
        "assert 'currency_converter' not in sys.modules\n"
        "figures.extract('Norway pledged 3 million euros for the displaced in Chad.', published=day)\n"
        "assert 'currency_converter' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
