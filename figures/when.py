"""When: the words that date a figure, and the days they stand for against the publication date."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from figures import lexicon
from figures.kind import clause
from figures.wholewords import first_word, found_at, index, lowered

Sense = Literal["within", "since", "as of", "until", "present", "running", "future", "vague"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time as a passage words it, at [start:end] of the passage, and the parts that the words were made of."""

    start: int
    end: int
    text: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class Calendar:
    times: re.Pattern[str]
    first: frozenset[str]  # the words that a time begins with, where it begins with no number
    month: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    phrases: dict[str, Sense]


_YEAR = r"(?:1[89]|20)\d\d"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|decade|weekend|season)s?"
_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|couple of|several)"
_PART = r"(?:morning|afternoon|evening|night|noon|dawn|midday)"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s*(?:to|-|–|and|&)\s*"
# A number of this shape is a count, not a year: `2015 people`.
_COUNTED = r"(?!\s*(?:people|persons|families|houses|homes|cases|deaths))"


def _either(words: Iterable[str]) -> str:
    return "(?:" + "|".join(sorted(map(str.lower, words), key=len, reverse=True)) + ")"


def _names(rows: list[str]) -> str:
    """The names of `January|Jan` as one pattern, the beginnings shared: it is compiled many times over."""
    parts = []
    for row in rows:
        names = row.lower().split("|")
        stem = min(names, key=len)
        rests = [name.removeprefix(stem) for name in names if name != stem]
        parts.append(f"{stem}(?:{'|'.join(rests)})?" if rests else stem)
    return f"(?:{'|'.join(parts)})"


# What the alternatives of `_pieces` begin with, apart from the words of the lexicon.
_STARTS = frozenset(
    {
        "a", "the", "that", "this", "last", "next", "past", "previous", "early", "earlier", "late", "later", "mid",
        "since", "between", "from", "in", "over", "during", "within", "for", "throughout", "at", "per", "each", "every",
        "today",
        "yesterday", "tonight", "tomorrow", "overnight", "first", "second", "third", "fourth", "two", "three", "four",
        "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "few", "couple", "several",
    }
)  # fmt: skip


@cache
def calendar() -> Calendar:
    """The pattern of times, and the names of months and days with their numbers (Monday is 0)."""
    table = lexicon.load("context/dates.toml")
    months = {name.lower(): n for n, row in enumerate(table["months"], 1) for name in row.split("|")}
    weekdays = {name.lower(): n for n, row in enumerate(table["weekdays"]) for name in row.split("|")}
    phrases: dict[str, Sense] = {}
    for sense in ("present", "running", "vague"):
        phrases.update(dict.fromkeys(table[sense], sense))
    month = rf"{_names(table['months'])}\b\.?"
    weekday = rf"{_names(table['weekdays'])}\b"
    body = "|".join(f"(?:{piece})" for piece in _pieces(table, month, weekday, list(phrases)))
    times_ = re.compile(rf"(?<![\w$€£-])(?:{body})(?![\w%])")
    first = _STARTS.union(months, weekdays, map(first_word, (*phrases, *table["seasons"], *table["leads"])))
    return Calendar(times_, first, re.compile(month, re.IGNORECASE), months, weekdays, phrases)


def _pieces(table: dict[str, list[str]], month: str, weekday: str, phrases: list[str]) -> list[str]:
    """The alternatives of the pattern, the longer-reaching first."""
    season, event, began = _either(table["seasons"]), _either(table["events"]), _either(table["began"])
    date_ = _date(month, season)
    weekdays = rf"(?:early\s+|late\s+|last\s+|next\s+|this\s+)*{weekday}(?:\s+(?:{_PART}))?"
    moment = rf"(?:{date_}|{weekdays})(?:\s+last year|\s+this year)?"
    lead = (
        rf"(?:(?:(?:early|late|later|earlier|mid)[ -])?{_either(table['leads'])}\s+"
        rf"(?:(?:the\s+)?{_either(table['parts'])}[ -]?\s*)*)?"
    )
    which = r"(?:past|last|coming|next|previous|preceding|following|first|final)"
    return [
        rf"{_either(phrases)}\b",
        *_since(event, began, date_, moment),
        rf"(?:between|from)\s+(?:the\s+)?(?:{moment}|{_DAY})\s*(?:,\s*)?(?:and|to|until|till|through|-|–)\s*(?:the\s+)?"
        rf"{moment}",
        rf"{lead}{moment}(?:\s*(?:and|or|&|,)\s+(?:on\s+|in\s+)?{moment})*",
        rf"(?:in|over|during|within|for|throughout|at)\s+(?:the\s+|a\s+|its\s+|just\s+|less than\s+|more than\s+)*"
        rf"(?:space of\s+|course of\s+)?{which}\s+(?:{_COUNT}\s+)?(?:consecutive\s+)?(?:financial\s+|reporting\s+)?"
        rf"{_UNIT}(?:\s+alone)?",
        rf"(?:the\s+)?(?:past|last|previous)\s+(?:{_COUNT}\s+){_UNIT}",
        rf"(?:in|over|during|within)\s+(?:the\s+space of\s+|less than\s+|just\s+|only\s+|more than\s+|about\s+|a\s+)*"
        rf"(?:{_COUNT}|one|a|24|48|72)[\s-]+{_UNIT}(?:\s+(?:period|stretch))?",
        rf"(?:earlier\s+|later\s+|late\s+|early\s+)*(?:this|last|next)\s+(?:{_UNIT}|{_PART}|{season})",
        r"(?:that|the same|the following|the previous|the next)\s+(?:year|month|week|day|night)",
        rf"(?:{_COUNT}|a)\s+(?:{_UNIT})\s+(?:ago|earlier|later)",
        rf"per\s+{_UNIT}|(?:each|every)\s+(?:day|week|month|year)",
        r"(?:early\s+|late\s+|later\s+)?(?:today|yesterday|tonight|tomorrow|overnight)(?:\s+(?:morning|evening|night))?",
        rf"in\s+week\s+\d+(?:\s+of\s+{_YEAR})?",
        rf"(?:during|in)\s+(?:the\s+|a\s+)(?:[\w’'-]+\s+){{0,3}}?{_either(table['spells'])}\b",
    ]


def _date(month: str, season: str) -> str:
    return (
        rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
        rf"|{_DAY}{_TO}{_DAY}\s+(?:of\s+)?{month}(?:,?\s+{_YEAR})?"
        rf"|{_DAY}\s+(?:of\s+)?{month}(?:,?\s+{_YEAR})?"
        rf"|{month}\s+{_DAY}(?!\d)(?:{_TO}{_DAY}(?!\d))?(?:,?\s+{_YEAR})?"
        rf"|(?:(?:early|late|mid)[ -])?{month}(?:\s*[-–/]\s*{month})?"
        rf"(?:,?\s+(?:of\s+)?(?:{_YEAR}|this year|last year))?"
        rf"|(?:the\s+)?(?:first|second|third|fourth)\s+(?:half|quarter)\s+of\s+(?:{_YEAR}|the year)"
        rf"|(?:the\s+)?{season}(?:\s+(?:of\s+)?{_YEAR})?|{_YEAR}(?:[/–-]\d{{2,4}})?\b{_COUNTED})"
    )


def _since(event: str, began: str, date_: str, moment: str) -> list[str]:
    """`since the start of the war in 2012`, `since protests began last week`."""
    start = r"(?:start|beginning|onset|outbreak|inception|founding|launch|secession|fall|end)"
    # `of the war` ends where the sentence goes on.
    on = r"(?=\s+in\s|\s+on\s|[,.;]|\s+(?:have|has|had|more|at|a|an|over|some|and|but|according)\b|$)"
    return [
        rf"since\s+(?:the\s+|its\s+|their\s+)?(?:[\w’'()-]+\s+){{0,6}}?(?:{start}|{event})\b"
        rf"(?:\s+of\s+(?:the\s+)?(?:[\w’'-]+\s?){{1,4}}?{on})?"
        rf"(?:\s+(?:[\w’'-]+\s+){{0,3}}?{began})?(?:\s+(?:in|on)\s+(?:{date_}))?",
        rf"since\s+(?:[\w’'-]+\s+){{1,6}}?{began}(?:\s+(?:in|on)\s+)?(?:{moment}|last week|last month)?",
    ]


# Every time holds one of these words, one that ends as `Monday` does, or the number of a year.
_TELLING = frozenset(
    {
        "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may",
        "jun",
        "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february", "march", "april", "june", "july",
        "august", "september", "october", "november", "december", "week", "weeks", "month", "months", "year", "years",
        "hours", "overnight", "currently", "presently", "now", "present", "moment", "date", "far", "since", "during",
        "recent", "recently", "season", "summer", "winter", "spring", "autumn", "quarter", "time", "period", "weekend",
        "peak", "decade", "decades",
    }
)  # fmt: skip
_NUMERIC = re.compile(r"\d\d?[./]\d\d?[./]\d{4}")


def _may_hold_a_time(text: str) -> bool:
    """The cheap look before the costly pattern."""
    words = index(text)
    return (
        not _TELLING.isdisjoint(words)
        or any(word.endswith(("day", "days", "morning", "night")) or _begins_as_year(word) for word in words)
        or (("." in text or "/" in text) and _NUMERIC.search(text) is not None)
    )


def _begins_as_year(word: str) -> bool:
    return word[:2] in ("19", "20") and len(word) > 3 and word[2:4].isdecimal()


_SMALL_MONTH = re.compile(r"\b(?:may|march|sun|sat|mar|fall|dec|jan|wed|mon|thu|spring)\b")


def times(text: str) -> list[Time]:
    """The times that `text` words, in order."""
    if not _may_hold_a_time(text):
        return []
    found = []
    first = calendar().first
    at = sorted(at for word, at_ in index(text).items() if word in first or word[0].isdecimal() for at in at_)
    for match in found_at(calendar().times, lowered(text), at):
        words = text[match.start() : match.end()].rstrip(" ,.")
        if _is_time(words, text, match.start()):
            found.append(Time(match.start(), match.start() + len(words), words, _sense(words)))
    return found


_BARE_YEAR = re.compile(rf"{_YEAR}(?:[/–-]\d+)?$")
_UNIT_AFTER = re.compile(r"\s*(?:people|persons|families|households|houses|homes|cases|deaths|%|km|USD)\b")


def _is_time(words: str, text: str, start: int) -> bool:
    """Whether what looks like a time is one: not `may`, not the `for` of `for 2,000 people`."""
    if _SMALL_MONTH.search(words) and not re.search(r"[A-Z]\w+day|\d", words):
        return False
    if words.lower() in ("may", "march", "fall", "spring", "of may", "the fall", "second", "sun", "sat", "mon"):
        return words in ("May", "March", "of May") and bool(
            re.search(r"\b(?:in|of|since|by|until)\s*$", text[:start], re.IGNORECASE)
        )
    if words.lower() in _needs_lead():
        return False
    if _BARE_YEAR.match(words) and _UNIT_AFTER.match(text, start + len(words)):
        return False
    return not (words[0].isdigit() and start and text[start - 1] in ".,")


@cache
def _needs_lead() -> frozenset[str]:
    """Words that date nothing on their own: `monsoon floods`, `Ametlla de Mar`."""
    table = lexicon.load("context/dates.toml")
    short = (name for row in (*table["months"], *table["weekdays"]) for name in row.split("|")[1:])
    return frozenset(word.lower() for word in (*table["seasons"], *short)) | {"of monsoon", "the monsoon"}


def _sense(words: str) -> Sense:
    low = words.lower()
    if low in calendar().phrases:
        return calendar().phrases[low]
    if low.startswith("since"):
        return "since"
    if low.startswith(("as of", "as at", "as on")):
        return "as of"
    if low.startswith(("by ", "until", "till", "up to")):
        return "until"
    if "coming" in low or "next" in low or "tomorrow" in low:
        return "future"
    return "within"


@cache
def _said() -> frozenset[str]:
    return frozenset(map(first_word, lexicon.load("context/dates.toml")["said"]))


@cache
def _saying() -> re.Pattern[str]:
    """A verb of saying, and the few words that may stand between it and the day on which it was said."""
    verbs = _either(lexicon.load("context/dates.toml")["said"])
    return re.compile(rf"\b{verbs}\b(?:\s+(?!that\b)[\w'’-]+){{0,4}}\s*(?:,\s*)?$", re.IGNORECASE)


# A time further off than this many characters dates nothing: the passage is no sentence.
_REACH = 1_000


def governing(text: str, start: int, end: int, found: list[Time]) -> Time | None:
    """The time that dates the number at [start:end] of its sentence, or None. The day on which it was said does not."""
    near = [one for one in found if start - _REACH < one.end and one.start < end + _REACH]
    own = [one for one in near if not (one.start < end and one.end > start) and not _dates_the_saying(text, one)]
    if not own:
        return None
    left, right = clause(text, start, end)
    return min(own, key=lambda one: _distance(one, text, start, end, left, right))


def _dates_the_saying(text: str, time: Time) -> bool:
    if time.sense in ("as of", "running", "present", "since", "future", "vague"):
        return False
    before = text[max(0, time.start - 60) : time.start]
    return not _said().isdisjoint(index(text)) and _saying().search(before) is not None


def _distance(time: Time, text: str, start: int, end: int, left: int, right: int) -> float:
    between = text[end : time.start] if time.start >= end else text[time.end : start]
    distance: float = len(between)
    if not left <= time.start < right:
        # What opens the sentence dates all of it: `Since 2014, a total of ...; 74,606 from Kenya`.
        distance += 40 if not text[: time.start].strip() else 120
    if time.start >= end:
        distance += 15
    elif re.search(r"\d", text[left : time.start]):
        distance += 40  # `11 people on Monday and 25 on Wednesday`: the first day is the first number's
    if _BARE_YEAR.match(time.text):
        distance += 60
    if time.sense == "vague":
        distance += 30
    return distance + 12 * len(re.findall(r"\b\d[\d,.]*\b", between))
