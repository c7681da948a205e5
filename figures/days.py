"""The first and the last day that the words of a time stand for, reckoned from the publication date."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from functools import lru_cache

from dateutil.relativedelta import SA, relativedelta

from figures.model import DatePrecision
from figures.timewords import calendar

Days = tuple[date, date, DatePrecision]

_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_NUMERIC = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})")
_YEAR = re.compile(r"(?<![\d,.])((?:1[89]|20)\d\d)(?:[/–-](\d{2,4}))?\b")
_DAY = re.compile(r"(?<![\d,.:])(\d{1,2})(?:st|nd|rd|th)?(?![\d:%])\b(?!\s*(?:[ap]\.?m|hours|hrs|weeks|months|days))")
_WEEK = re.compile(
    r"\bweeks?\s+(?:no\.?\s*)?(\d{1,2})\b(?:\s*(?:/|-|–|and|to)\s*(?:week\s+)?(\d{1,2})\b)?(?:,?\s*(?:of\s+|/)?(\d{4}))?"
)
_NUMBERS = r"\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|an?|one|few|couple of|several"
_SPAN = re.compile(
    rf"(?:\b(the\s+)?(past|last|previous|coming|next|preceding|following)\s+)?({_NUMBERS})?[\s-]*"
    r"\b(hour|day|week|fortnight|month|quarter|year|decade)s?\b(\s+(?:ago|earlier))?"
)
# `first ten days of May`, `second week of May`, `first half of May`.
_PORTION = re.compile(
    rf"\b(first|second|third|fourth|fifth|last|final)\s+(?:({_NUMBERS})\s+)?(day|week|month|half)s?\s+of"
)
# `in the 12 months to June`
_RUNNING_TO = re.compile(
    rf"(?:in|over|during)\s+the\s+({_NUMBERS})\s+(day|week|month|quarter|year)s?\s+(?:to|ending|until|through)\s+(.+)"
)
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
_COUNTS = {
    "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "couple of": 2, "few": 3, "several": 3,
}  # fmt: skip
_SEASONS = {"winter": (12, 2), "spring": (3, 5), "summer": (6, 8), "autumn": (9, 11), "fall": (9, 11)}
_PARTS_OF_YEAR: dict[str, tuple[int, int, DatePrecision]] = {
    "first half": (1, 6, "month"), "second half": (7, 12, "month"), "latter half": (7, 12, "month"),
    "first quarter": (1, 3, "month"), "second quarter": (4, 6, "month"), "third quarter": (7, 9, "month"),
    "fourth quarter": (10, 12, "month"), "last quarter": (10, 12, "month"), "final quarter": (10, 12, "month"),
    "early": (1, 4, "season"), "mid": (5, 8, "season"), "late": (9, 12, "season"),
    "beginning of": (1, 4, "season"), "start of": (1, 4, "season"), "middle of": (5, 8, "season"),
    "end": (9, 12, "season"),
}  # fmt: skip


@lru_cache(maxsize=4_096)
def days_of(text: str, published: date | None, year: int | None, ahead: timedelta) -> Days | None:
    """The days of a time's words, both included. A text says the same times again and again.

    `year` is that of the text where nothing else says one; a day without a year lies at most `ahead` of publication.
    """
    low = text.lower()
    try:
        if running := _RUNNING_TO.match(low):
            last = days_of(running[3], published, year, ahead)
            size = size_of(running[2], count_of(running[1]))
            return (last[1] + timedelta(days=1) - size, last[1], grain_of(running[2])) if last and size else None
        return (
            _week_days(low, published) or _calendar_days(low, published, year, ahead) or _relative_days(low, published)
        )
    except (ValueError, OverflowError):
        return None  # 31 June


def count_of(word: str | None) -> int:
    """`three` or `3` as a number; 1 for `a` and for no word."""
    return int(word) if word and word.isdigit() else _COUNTS.get(word or "", 1)


def size_of(unit: str, count: int) -> relativedelta | timedelta | None:
    """So many hours, days, weeks, … as a length of time; an hour counts as the day it is part of."""
    if count > 1000:
        return None
    if unit == "hour":
        return timedelta(days=max(1, round(count / 24)))
    sizes: dict[str, relativedelta | timedelta] = {
        "day": timedelta(days=count), "week": timedelta(weeks=count), "fortnight": timedelta(weeks=2 * count),
        "month": relativedelta(months=count), "quarter": relativedelta(months=3 * count),
        "year": relativedelta(years=count), "decade": relativedelta(years=10 * count),
    }  # fmt: skip
    return sizes.get(unit)


def grain_of(unit: str) -> DatePrecision:
    """How finely a period counted in `unit` is dated."""
    if unit in ("hour", "day"):
        return "day"
    if unit in ("week", "fortnight"):
        return "week"
    return "month" if unit in ("month", "quarter") else "year"


def _week_days(low: str, published: date | None) -> Days | None:
    """The days of weeks called by their number: those of ISO 8601, which epidemiologists count by too."""
    found = _WEEK.search(low)
    if found is None:
        return None
    year = int(found[3]) if found[3] else published.year if published else 0
    if not year:
        return None
    monday = date.fromisocalendar(year, int(found[1]), 1)
    if published and not found[3] and monday > published:
        monday = date.fromisocalendar(year - 1, int(found[1]), 1)
        year -= 1
    last = date.fromisocalendar(year, int(found[2]), 1) if found[2] else monday
    return monday, max(monday, last) + timedelta(days=6), "week"


def _calendar_days(low: str, published: date | None, year: int | None, ahead: timedelta) -> Days | None:
    if found := _ISO.search(low):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return day, day, "day"
    if found := _NUMERIC.search(low):
        day = date(int(found[3]), int(found[2]), int(found[1]))
        return day, day, "day"
    months = [(m.start(), calendar().months[m[0].rstrip(".")]) for m in calendar().month.finditer(low)]
    years = [int(written) for m in _YEAR.finditer(low) for written in _years(m)]
    if published and (which := re.search(r"\b(last|this|the) year\b", low)):
        years = years or [published.year - (which[1] == "last")]
    if months:
        return _month_days(low, months, years, lambda month, day: _year_of(month, day, published, year, ahead))
    if years and not re.search(r"ago|(?:end|beginning|start) of (?:the|this|last) year", low):
        return _year_days(low, years, published)
    return None


def _years(written: re.Match[str]) -> list[str]:
    """`2019/20` as both its years."""
    first, second = written[1], written[2]
    last = first[: 4 - len(second)] + second if second else ""
    return [first, last] if last > first else [first]


def _month_days(
    low: str, months: list[tuple[int, int]], years: list[int], newest: Callable[[int, int], int | None]
) -> Days | None:
    bare = _YEAR.sub(lambda m: " " * len(m[0]), low)
    days = [int(m[1]) for m in _DAY.finditer(bare) if 1 <= int(m[1]) <= 31]
    first, last = months[0][1], months[-1][1]
    # A range may run on past the publication: its first day says which year it is.
    first_year = years[0] - (len(years) < 2 and first > last) if years else newest(first, days[0] if days else 1)
    if first_year is None:
        return None
    last_year = years[-1] if years else first_year + (first > last)
    if days:
        start = date(first_year, first, days[0])
        return _week_round(low, start) or (start, max(start, date(last_year, last, days[-1])), "day")
    start, end = date(first_year, first, 1), _month_end(last_year, last)
    if first == last and (part := _part_of(low, start, end)):
        return part
    return start, end, "month"


def _week_round(low: str, day: date) -> Days | None:
    """The week that is called by one of its days."""
    if "week ending" in low:
        return day - timedelta(days=6), day, "week"
    if "week of" in low or "week starting" in low:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6), "week"
    return None


def _part_of(low: str, start: date, end: date) -> Days | None:
    """The part of a month that is spoken of."""
    if portion := _PORTION.search(low):
        return _portion(portion, start, end)
    if re.search(r"\b(?:early|beginning of|start of)\b", low):
        return start, start.replace(day=10), "week"
    if re.search(r"\b(?:late|end of|end)\b", low):
        return start.replace(day=21), end, "week"
    if re.search(r"\b(?:mid|middle of)\b", low):
        return start.replace(day=11), start.replace(day=20), "week"
    return None


def _portion(portion: re.Match[str], start: date, end: date) -> Days | None:
    nth, unit, count = portion[1], portion[3], count_of(portion[2])
    if unit == "half":
        middle = start + (end - start) / 2
        return (start, middle, "week") if nth == "first" else (middle + timedelta(days=1), end, "week")
    size = size_of(unit, count)
    if size is None:
        return None
    if nth in ("last", "final"):
        return end + timedelta(days=1) - size, end, grain_of(unit)
    first = start
    for _ in range(_ORDINALS[nth] - 1):
        first += size
    return first, min(end, first + size - timedelta(days=1)), grain_of(unit)


def _year_of(month: int, day: int, published: date | None, year: int | None, ahead: timedelta) -> int | None:
    """The year of a month and day without one: the newest that is not after publication, or little after it."""
    if published is None:
        return year
    guess = date(published.year, month, min(day, 28))
    return published.year - 1 if guess > published + ahead else published.year


def _year_days(low: str, years: list[int], published: date | None) -> Days | None:
    first_day, last_day = date(years[0], 1, 1), date(years[-1], 12, 31)
    if portion := _PORTION.search(low):
        if portion[3] != "half":
            return _portion(portion, first_day, last_day)
    elif season := next((name for name in _SEASONS if name in low), ""):
        return _season(season, years[0])
    elif "season" in low:
        return first_day, last_day, "year"
    for words, (first, last, precision) in _PARTS_OF_YEAR.items():
        if re.search(rf"\b{words}\b", low):
            return date(years[0], first, 1), _month_end(years[0], last), precision
    if published and "this year" in low:
        last_day = min(last_day, max(first_day, published))
    return first_day, last_day, "year"


def _season(season: str, year: int) -> Days:
    """A season of the northern half of the earth; a winter is that of the year in which it begins."""
    first, last = _SEASONS[season]
    return date(year, first, 1), _month_end(year + (first > last), last), "season"


def _month_end(year: int, month: int) -> date:
    return date(year, month, 1) + relativedelta(months=1, days=-1)


def _relative_days(low: str, published: date | None) -> Days | None:
    if published is None:
        return None
    names = re.findall(r"[a-z]+", low)
    weekdays = [calendar().weekdays[name] for name in names if name in calendar().weekdays]
    if weekdays:
        back = 1 if "last" in names else 0  # `last Friday`, on a Friday, is that of the week before
        days = [published - timedelta(days=(published.weekday() - day - back) % 7 + back) for day in weekdays]
        if "next" in names:
            days = [day + timedelta(days=7) for day in days]
        return min(days), max(days), "day"
    if "yesterday" in low or "last night" in low:
        return published - timedelta(days=1), published - timedelta(days=1), "day"
    if "overnight" in low:
        return published - timedelta(days=1), published, "day"
    if "tomorrow" in low:
        return published + timedelta(days=1), published + timedelta(days=1), "day"
    if re.search(r"\b(?:today|tonight|this (?:morning|afternoon|evening)|since (?:dawn|midnight|noon))\b", low):
        return published, published, "day"
    return _season_days(low, published) or _edge_days(low, published) or _span_days(low, published)


def _season_days(low: str, published: date) -> Days | None:
    """`last winter`, `this summer`."""
    season = next((name for name in _SEASONS if re.search(rf"\b(?:last|this|next)\s+{name}\b", low)), "")
    if not season:
        return None
    start, end, precision = _season(season, published.year)
    begun = start if "this" in low or "next" in low else end
    if begun > published:
        start, end, precision = _season(season, published.year - 1)
    if "next" in low and start <= published:
        start, end, precision = _season(season, start.year + 1)
    return start, min(end, published) if "this" in low and start <= published else end, precision


_EDGE = re.compile(
    r"\b(end|close|beginning|start|middle|mid)[- ]?(?:of )?(the|this|last|next)? ?(year|month|week|quarter)\b"
)


def _edge_days(low: str, published: date) -> Days | None:
    """`the end of the year`, `midyear`: the day that a year, month or week begins or ends on."""
    found = _EDGE.search(low)
    if found is None:
        return None
    edge, which, unit = found[1], found[2], found[3]
    around = _last(unit, published) if which == "last" else _next(unit, published) if which == "next" else None
    around = around or _whole(unit, published)
    start, end, _ = around
    if edge in ("end", "close"):
        return end, end, "day"
    if edge in ("beginning", "start"):
        return start, start, grain_of(unit)
    middle = date(start.year, 6, 30) if unit == "year" else start + (end - start) / 2
    return middle, middle, "month" if unit == "year" else "week"


def _span_days(low: str, published: date) -> Days | None:
    if "weekend" in low:
        saturday = published + relativedelta(weekday=SA(-1))
        return saturday, saturday + timedelta(days=1), "day"
    found = _SPAN.search(low)
    if not found:
        return None
    rolls, which, word, unit, ago = found.groups()
    if which is None and word is None and re.search(r"\b(?:this|the)\s(?:[a-z]+\s)*[a-z]+$", low) and "same" not in low:
        return _this(unit, published)
    if which in ("last", "previous") and not word and not (rolls and which == "last" and unit != "week"):
        return _last(unit, published)
    if which == "next" and not word:
        return _next(unit, published)
    size = size_of(unit, count_of(word))
    if size is None:
        return None
    if ago:
        return published - size, published - size, grain_of(unit)
    if which in ("coming", "next", "following"):
        return published, published + size, grain_of(unit)
    if which or low.startswith(("in ", "over ", "during ", "within ")):
        return published - size, published, grain_of(unit)
    return None


def _whole(unit: str, day: date) -> Days:
    """The week, month, quarter or year around `day`."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6), "week"
    if unit == "month":
        return day.replace(day=1), _month_end(day.year, day.month), "month"
    if unit == "quarter":
        first = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return first, _month_end(first.year, first.month + 2), "month"
    return date(day.year, 1, 1), date(day.year, 12, 31), "year"


_WHOLE = frozenset({"week", "month", "quarter", "year"})


def _this(unit: str, published: date) -> Days | None:
    if unit not in _WHOLE:
        return None
    start, _, precision = _whole(unit, published)
    return start, published, precision


def _last(unit: str, published: date) -> Days | None:
    return _whole(unit, _whole(unit, published)[0] - timedelta(days=1)) if unit in _WHOLE else None


def _next(unit: str, published: date) -> Days | None:
    return _whole(unit, _whole(unit, published)[1] + timedelta(days=1)) if unit in _WHOLE else None
