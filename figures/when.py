"""When: the words that date a figure, and the days they stand for against the publication date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from figures import lexicon
from figures.kind import clause

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
    month: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    phrases: dict[str, Sense]


_YEAR = r"(?:1[89]|20)\d\d"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|decade|weekend|season)s?"
_COUNT = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|couple of|several)"
_PART = r"(?:morning|afternoon|evening|night|noon|dawn|midday)"
_LEAD = (
    r"(?:(?:(?:early|late|later|earlier|mid)[ -])?(?:on the night of|on|in|since|as of|as at|as on|by|until|till|up to|from|between|during|over|for|before|"
    r"after|through|throughout|at|of|within|around|dated)\s+(?:(?:the\s+)?(?:early|late|mid|end of|beginning of|start of|middle of|night of|"
    r"morning of|week of|month of|months of|period|early hours of|early morning of|whole of)[ -]?\s*)*)?"
)


@cache
def calendar() -> Calendar:
    """The pattern of times, and the names of months and days with their numbers (Monday is 0)."""
    table = lexicon.load("context/dates.toml")
    months = {name.lower(): n for n, row in enumerate(table["months"], 1) for name in row.split("|")}
    weekdays = {name.lower(): n for n, row in enumerate(table["weekdays"]) for name in row.split("|")}
    month = rf"(?:{'|'.join('|'.join(row.split('|')) for row in table['months'])})\b\.?"
    month = rf"(?:{month}|{month.upper().replace(chr(92) + 'B', chr(92) + 'b')})"
    weekday = rf"(?:{'|'.join('|'.join(row.split('|')) for row in table['weekdays'])})\b"
    season = "|".join(table["seasons"])
    event = "|".join(sorted(table["events"], key=len, reverse=True))
    day = r"\d{1,2}(?:st|nd|rd|th)?"
    date_ = (
        rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
        rf"|{day}\s*(?:to|-|–|and|&)\s*{day}\s+(?:of\s+)?{month}(?:,?\s+{_YEAR})?"
        rf"|{day}\s+(?:of\s+)?{month}(?:,?\s+{_YEAR})?"
        rf"|{month}\s+{day}(?!\d)(?:\s*(?:to|-|–|and|&)\s*{day}(?!\d))?(?:,?\s+{_YEAR})?"
        rf"|(?:(?:early|late|mid)[ -])?{month}(?:\s*[-–/]\s*{month})?(?:,?\s+(?:of\s+)?(?:{_YEAR}|this year|last year))?"
        rf"|(?:the\s+)?(?:first|second|third|fourth)\s+(?:half|quarter)\s+of\s+(?:{_YEAR}|the year)"
        rf"|(?:the\s+)?(?:{season})(?:\s+(?:of\s+)?{_YEAR})?|{_YEAR}(?:[/–-]\d{{2,4}})?\b(?!\s*(?:people|persons|families|houses|homes|cases|deaths)))"
    )
    weekdays_ = rf"(?:early\s+|late\s+|last\s+|next\s+|this\s+)*{weekday}(?:\s+(?:{_PART}))?"
    when_ = rf"(?:{date_}|{weekdays_})(?:\s+last year|\s+this year)?"
    phrases: dict[str, Sense] = {}
    for sense in ("present", "running", "vague"):
        phrases.update(dict.fromkeys(table[sense], sense))
    began = r"(?:began|begun|started|broke out|erupted|came into effect|intervened|ended|resumed|hit|struck|escalated|intensified)"
    pieces = [
        rf"(?:{'|'.join(sorted(phrases, key=len, reverse=True))})\b",
        rf"since\s+(?:the\s+|its\s+|their\s+)?(?:[\w’'()-]+\s+){{0,6}}?(?:start|beginning|onset|outbreak|inception|founding|launch|secession|fall|end|{event})\b"
        rf"(?:\s+of\s+(?:the\s+)?(?:[\w’'-]+\s?){{1,4}}?(?=\s+in\s|\s+on\s|[,.;]|\s+(?:have|has|had|more|at|a|an|over|some|and|but|according)\b|$))?"
        rf"(?:\s+(?:[\w’'-]+\s+){{0,3}}?{began})?(?:\s+(?:in|on)\s+(?:{date_}))?(?:\s+almost a year ago)?",
        rf"since\s+(?:[\w’'-]+\s+){{1,6}}?{began}(?:\s+(?:in|on)\s+)?(?:{when_}|last week|last month)?",
        rf"(?:between|from)\s+(?:the\s+)?(?:{when_}|{day})\s*(?:,\s*)?(?:and|to|until|till|through|-|–)\s*(?:the\s+)?{when_}",
        rf"{_LEAD}{when_}(?:\s*(?:and|or|&|,)\s+(?:on\s+|in\s+)?{when_})*",
        rf"(?:in|over|during|within|for|throughout|at)\s+(?:the\s+|a\s+|just\s+|less than\s+|more than\s+)*(?:space of\s+|course of\s+)?(?:past|last|coming|next|previous|preceding|following|first|final)\s+"
        rf"(?:{_COUNT}\s+)?(?:consecutive\s+)?(?:financial\s+|reporting\s+)?{_UNIT}(?:\s+alone)?",
        rf"(?:the\s+)?(?:past|last|previous)\s+(?:{_COUNT}\s+){_UNIT}",
        rf"(?:in|over|during|within)\s+(?:the\s+space of\s+|less than\s+|just\s+|only\s+|more than\s+|about\s+)*(?:{_COUNT}|one|a|24|48|72)[\s-]+{_UNIT}(?:\s+(?:period|stretch))?",
        rf"(?:earlier\s+|later\s+|late\s+|early\s+)*(?:this|last|next)\s+(?:{_UNIT}|{_PART}|{season})",
        r"(?:that|the same|the following|the previous|the next)\s+(?:year|month|week|day|night)",
        rf"(?:{_COUNT}|a)\s+(?:{_UNIT})\s+(?:ago|earlier|later)",
        rf"per\s+{_UNIT}|(?:each|every)\s+(?:day|week|month|year)",
        r"(?:early\s+|late\s+|later\s+)?(?:today|yesterday|tonight|tomorrow|overnight)(?:\s+(?:morning|evening|night))?",
        rf"in\s+week\s+\d+(?:\s+of\s+{_YEAR})?",
        r"(?:during|in)\s+(?:the\s+|a\s+)(?:[\w’'-]+\s+){0,3}?(?:fighting|offensive|raid|operation|siege|attack|battle|battles|storming|epidemic|pandemic|ceasefire|campaign)\b",
    ]
    body = "|".join(f"(?:{piece})" for piece in pieces)
    return Calendar(
        re.compile(rf"(?<![\w$€£-])(?:{_insensitive(body)})(?![\w%])"),
        re.compile(month, re.IGNORECASE),
        months,
        weekdays,
        phrases,
    )


def _insensitive(body: str) -> str:
    """The pattern ignoring case, but with `may`, `march` and the days in capitals only, as running text has them."""
    return rf"(?i:{body})"


# One of these stands in every time: the cheap gate before the costly pattern.
_GATE = re.compile(
    r"\b(?:19|20)\d\d|\d\d?[./]\d\d?[./]\d{4}|\b(?:mon|tues?|wed|thu(?:rs?)?|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)\b|"
    r"(?:day|days|morning|night)\b|\b(?:january|february|march|april|june|july|august|september|october|november|december|"
    r"weeks?|months?|years?|hours|overnight|currently|presently|now|present|moment|date|far|since|during|recent|recently|"
    r"season|summer|winter|spring|autumn|quarter|time|period|weekend|peak|decades?)\b",
    re.IGNORECASE,
)
_SMALL_MONTH = re.compile(r"\b(?:may|march|sun|sat|mar|fall|dec|jan|wed|mon|thu|spring)\b")


def times(text: str) -> list[Time]:
    """The times that `text` words, in order."""
    if not _GATE.search(text):
        return []
    found = []
    for match in calendar().times.finditer(text):
        words = match[0].rstrip(" ,.")
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
    if _BARE_YEAR.match(words) and _UNIT_AFTER.match(text, start + len(words)):
        return False
    return not (words[0].isdigit() and start and text[start - 1] in ".,")


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


_SAYING = re.compile(
    r"\b(?:said|says|say|told|tells|reported|reports|announced|added|stated|confirmed|declared|warned|statement|interview|conference|briefing|wrote|"
    r"tweeted|quoted|revealed|released|published|issued|report|updated|according|pledged)\b(?:\s+(?!that\b)[\w'’-]+){0,4}\s*(?:,\s*)?$",
    re.IGNORECASE,
)


def governing(text: str, start: int, end: int, found: list[Time]) -> Time | None:
    """The time that dates the number at [start:end] of its sentence. None for none; days on which it was said do not count."""
    own = [one for one in found if not (one.start < end and one.end > start) and not _dates_the_saying(text, one)]
    if not own:
        return None
    left, right = clause(text, start, end)
    return min(own, key=lambda one: _distance(one, text, start, end, left, right))


def _dates_the_saying(text: str, time: Time) -> bool:
    if time.sense in ("as of", "running", "present", "since"):
        return False
    before = text[: time.start]
    return _SAYING.search(before[-60:]) is not None


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
