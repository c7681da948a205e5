"""Estimates beside what was said: people from households, and US dollars from other money."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

from figures.model import Figure

HOUSEHOLD_SOURCE = "UN DESA 2019"  # Database on Household Size and Composition 2019; see lexicon/household_size.csv
# A weekend and its holidays are bridged; a currency that the European Central Bank gave up years ago is not.
MOST_DAYS = 7


def estimated(figures: Sequence[Figure]) -> list[Figure]:
    """`figures` with the estimates that can be made, and with the reason where one cannot."""
    return [_estimated(one) for one in figures]


def _estimated(figure: Figure) -> Figure:
    if figure.unit == "household":
        return _in_people(figure)
    if len(figure.unit) == 3 and figure.unit.isupper() and figure.unit != "USD":
        return _in_dollars(figure)
    return figure


def _in_people(figure: Figure) -> Figure:
    if not figure.country:
        return replace(figure, no_estimate="country unknown")
    size = household_sizes().get(figure.country)
    if size is None:
        return replace(figure, no_estimate=f"no household size for {figure.country}")
    people = float(round(figure.value * size))
    return replace(figure, people_estimate=people, household_size=size, household_size_source=HOUSEHOLD_SOURCE)


def _in_dollars(figure: Figure) -> Figure:
    if figure.as_of is None:
        return replace(figure, no_estimate="day unknown")
    found = dollars(figure.unit, figure.as_of)
    if isinstance(found, str):
        return replace(figure, no_estimate=found)
    rate, day = found
    return replace(figure, usd_estimate=round(figure.value * rate, 2), usd_rate=rate, usd_rate_day=day)


@cache
def household_sizes() -> dict[str, float]:
    """People in an average household, by ISO 3166-1 alpha-3. A country that is missing is not known."""
    lines = files("figures.lexicon").joinpath("household_size.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {row["iso3"]: float(row["people"]) for row in rows}


@lru_cache(maxsize=4096)
def dollars(currency: str, day: date) -> tuple[float, date] | str:
    """US dollars for one unit of `currency` (ISO 4217) on `day`, to six digits, and the day of that rate.

    The rate is the European Central Bank's of the nearest day, at most `MOST_DAYS` off. Else the reason why there is
    none, in words.
    """
    history = _history()
    if currency not in history.currencies:
        return f"no rate for {currency}"
    for off in sorted(range(-MOST_DAYS, MOST_DAYS + 1), key=lambda days: (abs(days), days)):
        try:
            near = day + timedelta(days=off)
        except OverflowError:  # the end of the calendar
            continue
        rates = history.rates(near)
        if currency in rates and "USD" in rates:
            return float(f"{1 / rates[currency] * rates['USD']:.6g}"), near
    return f"no {currency} rate within {MOST_DAYS} days of {day.isoformat()}"


class _History(NamedTuple):
    """What the Bank's table tells: the head of its columns, and the row of each day as it is written."""

    currencies: list[str]
    rows: dict[str, str]

    def rates(self, day: date) -> dict[str, float]:
        """How much of each currency a euro was worth on `day`; empty for a weekend or a holiday."""
        cells = zip(self.currencies, self.rows.get(day.isoformat(), "").split(","), strict=False)
        return {currency: float(cell) for currency, cell in cells if cell not in ("", "N/A")}


@cache
def _history() -> _History:
    """The Bank's history, read from the package on the first amount that needs it.

    The package's own reader makes a number and a date of each cell, which takes a fifth of a second.
    """
    from currency_converter import CURRENCY_FILE

    with zipfile.ZipFile(CURRENCY_FILE) as packed:
        head, *lines = packed.read(packed.namelist()[0]).decode("utf-8").splitlines()
    rows = (line.rstrip().partition(",") for line in lines)
    # The table tells of euros; so a euro is always worth one.
    return _History(["EUR", *head.rstrip(", \n").split(",")[1:]], {day: f"1,{cells}" for day, _, cells in rows})
