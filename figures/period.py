"""A time as worded to the days it stands for, against the publication date."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import relativedelta

from figures.model import DatePrecision
from figures.when import Time, calendar


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both ends included. None where the words and the publication date leave it open.

    `as_of` is the day for which the figure is true: the end of the period, never after publication where that is known.
    """

    start: date | None = None
    end: date | None = None
    precision: DatePrecision = ""
    as_of: date | None = None


_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"(?<![\d,.])((?:1[89]|20)\d\d)(?:[/–-](\d{2,4}))?\b")
_DAY = re.compile(r"(?<![\d,.:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:%])\b")
_SPAN = re.compile(
    r"(?:\b(past|last|previous|coming|next|preceding|following)\s+)?"
    r"(\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a|one|few|couple of|several)?[\s-]*"
    r"\b(hour|day|week|fortnight|month|quarter|year|decade)s?\b(\s+(?:ago|earlier))?",
    re.IGNORECASE,
)
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "couple of": 2, "few": 3, "several": 3,
}  # fmt: skip
# A day or month without a year is in the past of the publication, a few days for slips of the pen aside; what is
# planned or forecast may lie this far ahead of it.
_AHEAD = timedelta(days=3)
_PLANNED_AHEAD = timedelta(days=240)
_SEASONS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}

Days = tuple[date, date, DatePrecision]


def resolve(time: Time | None, published: date | None, year: int | None = None, ahead: bool = False) -> Period:
    """The period of `time`. `year` is that of the text where nothing else says one; `ahead` says that the figure is
    planned or forecast. No time: as of publication.
    """
    if time is None or time.sense in ("vague", "present"):
        return Period(as_of=published)
    days = _days(time.text, published, year, _PLANNED_AHEAD if ahead else _AHEAD)
    if time.sense == "running" or days is None:
        return Period(as_of=published)
    start, end, precision = days
    if time.sense == "since":
        return Period(start, published, precision, published)
    if time.sense in ("as of", "until"):
        return Period(end, end, precision, end if time.sense == "as of" else _not_after(end, published))
    return Period(start, end, precision, _not_after(end, published))


def _not_after(day: date, published: date | None) -> date:
    return min(day, published) if published else day


@lru_cache(maxsize=4_096)
def _days(text: str, published: date | None, year: int | None, ahead: timedelta) -> Days | None:
    """The days that a time's words mean. A text says the same times again and again."""
    try:
        return _calendar_days(text, published, year, ahead) or _relative_days(text, published)
    except (ValueError, OverflowError):
        return None  # 31 June


def _calendar_days(text: str, published: date | None, year: int | None, ahead: timedelta) -> Days | None:
    if found := _ISO.search(text):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return day, day, "day"
    if found := _NUMERIC.search(text):
        day = date(int(found[3]), int(found[2]), int(found[1]))
        return day, day, "day"
    months = [(m.start(), calendar().months[m[0].rstrip(".").lower()]) for m in calendar().month.finditer(text)]
    years = [int(m[1]) for m in _YEAR.finditer(text)]
    if "last year" in text.lower() and published:
        years = [published.year - 1]
    if "this year" in text.lower() and published:
        years = [published.year]
    if months:
        return _month_days(text, months, years, lambda month, day: _year_of(month, day, published, year, ahead))
    if years and not re.search(r"week|ago", text):
        return _year_days(text, years)
    return None


def _month_days(
    text: str, months: list[tuple[int, int]], years: list[int], newest: Callable[[int, int], int | None]
) -> Days | None:
    bare = _YEAR.sub(lambda m: " " * len(m[0]), text)
    days = [int(m[1]) for m in _DAY.finditer(bare) if 1 <= int(m[1]) <= 31]
    first, last = months[0][1], months[-1][1]
    last_year = years[-1] if years else newest(last, days[-1] if days else 1)
    if last_year is None:
        return None
    first_year = years[0] if years else last_year
    if len(years) < 2 and first > last:
        first_year = last_year - 1
    if days:
        start = date(first_year, first, days[0])
        return start, max(start, date(last_year, last, days[-1])), "day"
    start, end = date(first_year, first, 1), _month_end(last_year, last)
    low = text.lower()
    if first == last and (part := _part_of(low, start, end)):
        return part
    return start, end, "month"


def _part_of(text: str, start: date, end: date) -> Days | None:
    if re.search(r"\b(?:early|beginning of|start of)\b", text):
        return start, start.replace(day=10), "week"
    if re.search(r"\b(?:late|end of|end)\b", text):
        return start.replace(day=21), end, "week"
    if re.search(r"\bmid\b", text):
        return start.replace(day=11), start.replace(day=20), "week"
    return None


def _year_of(month: int, day: int, published: date | None, year: int | None, ahead: timedelta) -> int | None:
    """The year of a month and day without one: the newest that is not after publication, or little after it."""
    if published is None:
        return year
    guess = date(published.year, month, min(day, 28))
    return published.year - 1 if guess > published + ahead else published.year


def _year_days(text: str, years: list[int]) -> Days:
    low = text.lower()
    for words, (first, last) in {
        "first half": (1, 6), "second half": (7, 12), "first quarter": (1, 3), "second quarter": (4, 6),
        "third quarter": (7, 9), "fourth quarter": (10, 12),
    }.items():  # fmt: skip
        if words in low:
            return date(years[0], first, 1), _month_end(years[0], last), "month"
    for season, (first, last) in _SEASONS.items():
        if season in low:
            end_year = years[0] + (first > last)
            return date(years[0], first, 1), _month_end(end_year, last), "season"
    return date(years[0], 1, 1), date(years[-1], 12, 31), "year"


def _month_end(year: int, month: int) -> date:
    return date(year, month, 1) + relativedelta(months=1, days=-1)


def _relative_days(text: str, published: date | None) -> Days | None:
    if published is None:
        return None
    low = text.lower()
    weekdays = [calendar().weekdays[name] for name in re.findall(r"[a-z]+", low) if name in calendar().weekdays]
    if weekdays:
        days = [published - timedelta(days=(published.weekday() - day) % 7) for day in weekdays]
        if low.startswith("next"):
            days = [day + timedelta(days=7) for day in days]
        return min(days), max(days), "day"
    if "yesterday" in low or "last night" in low:
        return published - timedelta(days=1), published - timedelta(days=1), "day"
    if "overnight" in low:
        return published - timedelta(days=1), published, "day"
    if "tomorrow" in low:
        return published + timedelta(days=1), published + timedelta(days=1), "day"
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening))\b", low):
        return published, published, "day"
    return _span_days(low, published)


def _span_days(low: str, published: date) -> Days | None:
    if "weekend" in low:
        saturday = published - timedelta(days=(published.weekday() - 5) % 7)
        return saturday, saturday + timedelta(days=1), "day"
    found = _SPAN.search(low)
    if not found:
        return None
    unit, count_word = found[3], found[2]
    count = int(count_word) if count_word and count_word.isdigit() else _COUNTS.get(count_word or "", 1)
    if low.startswith(("this", "earlier this", "later this", "late this", "early this")):
        return _this(unit, published)
    if found[1] in ("last", "previous") and not count_word:
        return _last(unit, published)
    size = _size(unit, count)
    if size is None:
        return None
    if found[4]:
        day = published - size
        return (
            day,
            day,
            "day" if unit in ("hour", "day") else "week" if unit == "week" else "month" if unit == "month" else "year",
        )
    if found[1] in ("coming", "next", "following"):
        return published, published + size, _grain(unit)
    if found[1] or low.startswith(("in ", "over ", "during ", "within ")):
        return published - size, published, _grain(unit)
    return None


def _grain(unit: str) -> DatePrecision:
    return (
        "day" if unit in ("hour", "day", "week", "fortnight") else "month" if unit in ("month", "quarter") else "year"
    )


def _size(unit: str, count: int) -> relativedelta | timedelta | None:
    if count > 1000:
        return None
    sizes: dict[str, relativedelta | timedelta] = {
        "hour": timedelta(hours=count), "day": timedelta(days=count), "week": timedelta(weeks=count),
        "fortnight": timedelta(weeks=2 * count), "month": relativedelta(months=count),
        "quarter": relativedelta(months=3 * count), "year": relativedelta(years=count),
        "decade": relativedelta(years=10 * count),
    }  # fmt: skip
    if unit == "hour":
        return timedelta(days=max(1, round(count / 24)))
    return sizes.get(unit)


def _this(unit: str, published: date) -> Days | None:
    if unit == "week":
        return published - timedelta(days=published.weekday()), published, "week"
    if unit == "month":
        return published.replace(day=1), published, "month"
    if unit == "year":
        return published.replace(month=1, day=1), published, "year"
    return None


def _last(unit: str, published: date) -> Days | None:
    if unit == "week":
        monday = published - timedelta(days=published.weekday() + 7)
        return monday, monday + timedelta(days=6), "week"
    if unit == "month":
        first = published.replace(day=1) - relativedelta(months=1)
        return first, _month_end(first.year, first.month), "month"
    if unit == "year":
        return date(published.year - 1, 1, 1), date(published.year - 1, 12, 31), "year"
    if unit == "quarter":
        first = date(published.year, 3 * ((published.month - 1) // 3) + 1, 1) - relativedelta(months=3)
        return first, _month_end(first.year, first.month + 2), "month"
    return None
