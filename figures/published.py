"""The day a document was published, and where that was found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from figures.model import DateSource, Document

# How far into a document its own date line is looked for. A cover page or a masthead has fewer lines than this.
_HEAD_LINES = 15
_HEAD_CHARACTERS = 2500

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:Mon|Tue|Tues|Wed|Wednes|Thu|Thur|Thurs|Fri|Sat|Satur|Sun)(?:day)?\.?,?[ ]+)?"
# A span of days (`22-27 October 2025`) is dated by its last day.
_DAY = rf"{_WEEKDAY}(?:\d{{1,2}}[ ]?(?:-|–|to)[ ]?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?"
_DATES = (
    r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)(?!\d)",
    rf"{_DAY}[ ]+(?:of[ ]+)?(?P<month>{_MONTH}),?[ ]+(?P<year>(?:19|20)\d\d)\b",
    rf"{_WEEKDAY}(?P<month>{_MONTH})[ ]+(?:\d{{1,2}}[ ]?(?:-|–|to)[ ]?)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]+"
    r"(?P<year>(?:19|20)\d\d)\b",
    r"(?P<first>\d{1,2})(?P<sign>[/.-])(?P<second>\d{1,2})(?P=sign)(?P<year>(?:19|20)\d\d)\b",
)
_ANY_DATE = "(?:" + "|".join(re.sub(r"\(\?P<\w+>", "(?:", one).replace("(?P=sign)", "[/.-]") for one in _DATES) + ")"
_YEAR = re.compile(r"(?:19|20)\d\d")  # every form has one
_FORMS = tuple(re.compile(one, re.IGNORECASE) for one in _DATES)
_DATE = re.compile(_ANY_DATE, re.IGNORECASE)

# `date 2020-02-12 ...`, `Published: 3 May 2024`: a word that says what the date is, at the start of a line.
_LABELLED = re.compile(
    r"^\W{0,3}(?:(?:publication|release|report|reporting|issue)[ ]+(?:date|period)"
    r"|date(?:[ ]of[ ](?:publication|issue))?|dated"
    r"|published(?:[ ]on)?|posted(?:[ ]on)?|issued(?:[ ]on)?|released(?:[ ]on)?|last[ ]updated|updated(?:[ ]on)?"
    rf"|as[ ]of)\W{{0,3}}[ ]*(?P<date>{_ANY_DATE})",
    re.IGNORECASE,
)
# A line that is nothing but a date, with or without an hour after it.
_HOUR = r"(?:[ T,|-]+\d{1,2}[:.]\d\d.{0,20})?"
_ALONE = re.compile(rf"^[^\w©]{{0,3}}(?P<date>{_ANY_DATE}){_HOUR}\W{{0,3}}$", re.IGNORECASE)
# `NAIROBI, 3 May 2024 —`, `Geneva/Kabul (5 June 2020) -`: a place, a date, a dash or colon, the text.
_DATELINE = re.compile(
    r"(?:^|[ ])(?P<place>[A-Z][\w.'’-]+(?:[ /,]{1,2}[A-Z][\w.'’-]+){0,5})"
    rf"(?:,[ ]?|[ ]?\(|[ ][-–—][ ]|[ ])(?P<date>{_ANY_DATE})\)?"
    r"(?:[ ]?\([A-Z][\w ./-]{1,30}\))?[ ]?(?:--|[-–—:|])"
)
# A title or masthead of a kind that is dated: `Situation Report No. 3 | 12 March 2024`, `... as of 23 October 2025`.
_DATED_KIND = re.compile(
    r"\b(?:sit(?:uation)?[ -]?rep(?:ort)?|(?:flash|situation|humanitarian|operational|weekly|monthly|daily)[ ]+"
    r"(?:update|report|brief|bulletin|snapshot|overview|appeal)|flash[ ]report|update|bulletin|snapshot|press[ ]release"
    r"|news[ ]release|statement|factsheet|fact[ ]sheet|dashboard|report[ ](?:no|n°|nº|#)|issue[ ](?:no|n°|#|\d)|as[ ]of"
    r"|reporting[ ]period|date)\b",
    re.IGNORECASE,
)
_MOST_WORDS_OF_A_MASTHEAD = 25
_LONGEST_STAMP = 100  # characters


def dated(
    document: Document, *, option: date | None = None, default: date | None = None, modified: date | None = None
) -> Document:
    """`document` with its day of publication, from the best of what there is, and where that came from.

    In this order: `option` (the user says so), what the reader found (metadata), the date line of the text, `default`,
    `modified` (the day the file was last changed: a guess), unknown.
    """
    if option is not None:
        return replace(document, published=option, date_source="option")
    if document.published is not None:
        return document
    if (day := date_line(document.text)) is not None:
        return replace(document, published=day, date_source="text")
    if default is not None:
        return replace(document, published=default, date_source="default")
    if modified is not None:
        return replace(document, published=modified, date_source="file time")
    return replace(document, published=None, date_source="unknown")


def date_line(text: str, near: date | None = None) -> date | None:
    """The day that the head of `text` says it is from: a labelled date, a date alone, a dateline, a dated masthead.

    Only full dates count. `12/10/2025` counts only where `near`, a day close to the right one, tells day from month.
    """
    for line in filter(_YEAR.search, _head(text)):
        for found in _candidates(line):
            if (day := day_in(found, near)) is not None:
                return day
    return None


def printed_or(made: date | None, text: str) -> tuple[date | None, DateSource]:
    """The day printed on a report; where none is, the day `made` of its file, which is often some days later."""
    printed = date_line(text, near=made)
    if printed is not None and (made is None or printed <= made + timedelta(days=1)):
        return printed, "text"
    return made, "unknown" if made is None else "metadata"


def day_in(words: str, near: date | None = None) -> date | None:
    """The first full date in `words`, or None: `2024-05-03`, `3 May 2024`, `May 3rd, 2024`, `03/05/2024`."""
    for form in _FORMS:
        if (match := form.search(words)) is not None:
            return _day(match.groupdict(), near)
    return None


def parse_stamp(stamp: object) -> date | None:
    """The day of a metadata field: `2024-05-03T10:00:00Z`, `20240503T100000Z`, `Fri, 03 May 2024 10:00:00 GMT`.

    The day is the one written, whatever the time zone. None where day, month or year is missing or it is no date.
    """
    if isinstance(stamp, dict):  # ReliefWeb: {"original": ..., "created": ...}
        return next((day for key in ("original", "created", "date") if (day := parse_stamp(stamp.get(key)))), None)
    if not isinstance(stamp, str) or not re.search(r"\d", stamp[:_LONGEST_STAMP]):
        return None
    stamp = stamp[:_LONGEST_STAMP]
    from dateutil import parser

    try:
        # What a stamp leaves out is taken from the default: two defaults that differ in all parts show it.
        first = parser.parse(stamp, default=datetime(2000, 1, 1), ignoretz=True)
        second = parser.parse(stamp, default=datetime(2001, 2, 2), ignoretz=True)
    except Exception:  # of stamps that are none dateutil raises nearly anything
        return day_in(stamp)
    if first.date() == second.date() and re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}.*", stamp.strip()):
        return day_in(stamp)
    return first.date() if first.date() == second.date() else None


def _head(text: str) -> Iterator[str]:
    lines = (line.strip() for line in text[:_HEAD_CHARACTERS].split("\n"))
    for count, line in enumerate(line for line in lines if line):
        if count == _HEAD_LINES:
            return
        yield line


def _candidates(line: str) -> Iterator[str]:
    for pattern in (_LABELLED, _ALONE):
        if (match := pattern.search(line[:200])) is not None:
            yield match["date"]
    if (match := _DATELINE.search(line[:400])) is not None:
        yield match["date"]
    if len(line.split()) <= _MOST_WORDS_OF_A_MASTHEAD and _DATED_KIND.search(line) and (match := _DATE.search(line)):
        yield match[0]


def _day(parts: dict[str, str | None], near: date | None) -> date | None:
    from dateutil import parser

    if (iso := parts.get("iso")) is not None:
        return _valid(int(iso[:4]), int(iso[5:7]), int(iso[8:]))
    year = int(parts["year"] or 0)
    if (month := parts.get("month")) is not None:
        number = parser.parserinfo().month(month.rstrip(".").lower())
        return _valid(year, number or 0, int(parts["day"] or 0))
    first, second = int(parts["first"] or 0), int(parts["second"] or 0)
    days = {day for day in (_valid(year, second, first), _valid(year, first, second)) if day is not None}
    if len(days) == 1:
        return days.pop()
    return min(days, key=lambda day: abs((day - near).days)) if days and near is not None else None


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
