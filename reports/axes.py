"""Where the ticks of an axis stand and what they say. Pure arithmetic: nothing is drawn here."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from math import ceil, floor, log10

from reports.wording import MONTHS, SIGNS, number_words

STEPS = (1, 2, 2.5, 5, 10)
DAY_STEPS = (1, 2, 3, 7, 14)
MONTH_STEPS = (1, 2, 3, 6)
YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100)
HEADROOM = 1.08  # the highest mark stays this far below the top of the axis
YEARS_ROOM = 1.5  # a year is so much narrower than a day and month
# Powers of ten instead of an even scale when a quarter of the marks would lie in the lowest two-hundredth of the axis,
# which is under a pixel or two: they could not be told from zero.
UNREADABLE = 200


def spread_wide(values: Sequence[float]) -> bool:
    """Whether an even axis would press a quarter of the `values` flat onto zero."""
    counts = sorted(value for value in values if value > 0)
    return bool(counts) and counts[-1] > UNREADABLE * counts[(len(counts) - 1) // 4]


def count_ticks(values: Sequence[float], most: int = 6) -> list[float]:
    """Round ticks from 0 (or below, for a fall) to past the highest of `values`; whole numbers where all are whole."""
    top = max([0.0, *values]) * HEADROOM
    bottom = min([0.0, *values]) * HEADROOM
    top = top if top > bottom else 1.0
    whole = all(float(value).is_integer() for value in values)
    step = _round_step((top - bottom) / (most - 1))
    if whole:
        step = max(1.0, step if step.is_integer() else ceil(step))
    return [step * n for n in range(floor(bottom / step), ceil(top / step) + 1)]


def _round_step(least: float) -> float:
    power = 10.0 ** floor(log10(least))
    return next(power * step for step in STEPS if power * step >= least * (1 - 1e-9))


def ten_ticks(values: Sequence[float], most: int = 8) -> list[float]:
    """0 and about `most` powers of ten that hold every positive value; of more, every second or third from the top."""
    counts = [value for value in values if value > 0]
    first, last = floor(log10(min(counts))), ceil(log10(max(counts) * HEADROOM))
    step = ceil((last - first) / most)
    return [0.0, *(10.0**n for n in range(last - (last - first) // step * step, last + 1, step))]


def tick_words(value: float, unit: str) -> str:
    """A tick of the count axis: `1.2 million`, and `$1.2 million` where the currency has a sign."""
    return f"{SIGNS[unit]}{number_words(value)}" if unit in SIGNS and value else number_words(value)


def day_ticks(first: date, last: date, most: int) -> list[tuple[date, str]]:
    """About `most` ticks between two days, and what they say: half as many again where they are years.

    The year stands under the first tick of each year.
    """
    chosen = next((days for days, room in _ladder(first, last) if len(days) <= most * room), [first])
    return list(zip(chosen, _tick_labels(chosen), strict=True))


def _ladder(first: date, last: date) -> Iterator[tuple[list[date], float]]:
    span = (last - first).days
    for step in DAY_STEPS:
        yield [first + timedelta(days=n) for n in range(0, span + 1, step)], 1
    for step in MONTH_STEPS:
        months = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in range(1, 13, step)]
        yield [day for day in months if first <= day <= last], 1
    for step in YEAR_STEPS:
        years = range(ceil(first.year / step) * step, last.year + 1, step)
        yield [date(year, 1, 1) for year in years if first <= date(max(year, 1), 1, 1) <= last], YEARS_ROOM


def _tick_labels(days: Sequence[date]) -> list[str]:
    firsts = all(day.day == 1 for day in days) and len(days) > 1
    if firsts and all(day.month == 1 for day in days):
        return [f"{day.year}\n " for day in days]
    labels = []
    for before, day in zip([None, *days], days, strict=False):
        name = MONTHS[day.month - 1][:3]
        new_year = before is None or before.year != day.year
        # Always two lines: a label of one line would sit higher than its neighbours.
        labels.append((name if firsts else f"{day.day} {name}") + (f"\n{day.year}" if new_year else "\n "))
    return labels
