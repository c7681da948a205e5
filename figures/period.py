"""A time as worded to the days that a figure is about, and the day as of which it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from figures.days import Days, count_of, days_of, grain_of, size_of
from figures.model import DatePrecision
from figures.timewords import Time


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included. None where the words and the publication date leave it open.

    `as_of` is the day for which the figure is true: the end of the period, never after publication where that is known.
    """

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = ""
    as_of: date | None = None


# A day or month without a year is in the past of the publication, a few days for slips of the pen aside; what is
# planned or forecast may lie this far ahead of it.
_AHEAD = timedelta(days=3)
_PLANNED_AHEAD = timedelta(days=240)


def resolve(
    time: Time | None,
    published: date | None,
    year: int | None = None,
    ahead: bool = False,
    told: Period | None = None,
) -> Period:
    """The period of `time`. `year` is that of the text where nothing else says one; `ahead` says that the figure is
    planned or forecast; `told` is the period told of before, from which `the next day` is reckoned. No time: as of
    publication.
    """
    if time is None or time.sense in ("vague", "present"):
        return Period(as_of=published)
    low = time.text.lower()
    days = _from_told(low, told) or days_of(time.text, published, year, _PLANNED_AHEAD if ahead else _AHEAD)
    if time.sense == "running" or days is None:
        return Period(as_of=published)
    start, end, precision = days
    if time.sense == "since":
        return Period(start, published, precision, published)
    if time.sense in ("as of", "until"):
        end, precision = _last_day(low, end, precision)
        return Period(end, end, precision, end if time.sense == "as of" else _not_after(end, published))
    return Period(start, end, precision, _not_after(end, published))


def _not_after(day: date, published: date | None) -> date:
    return min(day, published) if published else day


def _last_day(low: str, end: date, precision: DatePrecision) -> tuple[date, DatePrecision]:
    """The day that `by` or `as of` names: `by the end of 2019`, `by mid-2023`."""
    if "end" in low.split():
        return (end if precision != "season" else end.replace(month=12, day=31)), "day"
    if precision == "season" and "mid" in low:
        return date(end.year, 6, 30), "month"
    if precision == "week" and re.search(r"\bmid\b", low):
        return end.replace(day=15), "day"
    return end, precision


_SAME = re.compile(r"^(?:that|the same)\s+(day|night|morning|weekend|week|month|year)\b")
_BESIDE = re.compile(r"^the\s+(next|following|previous)\s+(day|night|morning)\b")
_APART = re.compile(r"(\d+|[a-z]+(?: of)?)\s+(day|week|month|year)s?\s+(later|earlier)$")


def is_reckoned(time: Time) -> bool:
    """Whether a time is reckoned from one told of before: `the next day`, `two weeks later`."""
    low = time.text.lower()
    if low.startswith("th"):
        return _SAME.search(low) is not None or _BESIDE.search(low) is not None
    return low.endswith(("later", "earlier")) and _APART.search(low) is not None


def _from_told(low: str, told: Period | None) -> Days | None:
    """The days of `the same day`, `the next day`, `two weeks later`, reckoned from what was told before."""
    if told is None or told.start is None or told.end is None:
        return None
    if _SAME.match(low):
        return told.start, told.end, told.precision
    if beside := _BESIDE.match(low):
        day = told.start - timedelta(days=1) if beside[1] == "previous" else told.end + timedelta(days=1)
        return day, day, "day"
    if apart := _APART.search(low):
        size = size_of(apart[2], count_of(apart[1]))
        if size is not None:
            day = told.end + size if apart[3] == "later" else told.start - size
            return day, day, grain_of(apart[2])
    return None
