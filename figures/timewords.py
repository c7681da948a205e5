"""The times that a text words: `on Tuesday`, `since 17 October`, `in the past 24 hours`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Literal

from figures import lexicon
from figures.wholewords import first_word, found_at, index, lowered, starts

Sense = Literal["within", "since", "as of", "until", "present", "running", "future", "vague"]


@dataclass(frozen=True, slots=True)
class Time:
    """A time as a passage words it, at [start:end] of the passage, and how it bounds what it dates."""

    start: int
    end: int
    text: str
    sense: Sense


@dataclass(frozen=True, slots=True)
class Calendar:
    """The pattern of times, and the names of months and days with their numbers (Monday is 0)."""

    times: re.Pattern[str]
    first: frozenset[str]  # the words that a time begins with, where it begins with no number
    month: re.Pattern[str]
    months: dict[str, int]
    weekdays: dict[str, int]
    phrases: dict[str, Sense]


_YEAR = r"(?:1[89]|20)\d\d"
_UNIT = r"(?:minute|hour|day|week|fortnight|month|quarter|year|decade|weekend|season)s?"
_SMALL = r"two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|few|couple of|several"
_COUNT = rf"(?:\d+|{_SMALL})"
_NTH = r"(?:first|second|third|fourth|fifth|last|final)"
_PART = r"(?:morning|afternoon|evening|night|noon|dawn|midday)"
_HOUR = r"(?:dawn|midnight|noon|midday|sunrise|sunset|nightfall|dusk)"
_CLOCK = r"\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?|hours|hrs|h)?(?:\s+(?:local time|gmt|utc))?,?"
_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_TO = r"\s*(?:to|-|–|and|&)\s*"
_WEEKS = r"(?:(?:epidemiological|epi|reporting|calendar)[- ])?weeks?\s+(?:no\.?\s*)?\d{1,2}"
# A number of this shape is a count, not a year: `2015 people`.
_COUNTED = r"(?!\s*(?:people|persons|families|houses|homes|cases|deaths))"
# What may lead a time that is reckoned from the day of writing: `since last week`, `until yesterday`.
_FROM_NOW = (
    r"(?:(?:since|as of|until|till|by|up to|from|during|over|for|in|on|through|throughout|around|at)\s+"
    r"(?:about\s+|around\s+|almost\s+|just\s+over\s+)?)?"
)


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
        "since", "between", "from", "in", "over", "during", "within", "for", "throughout", "at", "per", "each",
        "every", "today", "yesterday", "tonight", "tomorrow", "overnight", "first", "second", "third", "fourth",
        "fifth", "final", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
        "few", "couple", "several", "so", "end", "beginning", "start", "middle",
        "week", "weeks", "epidemiological", "epi",
        "before", "by", "until", "till", "around", "through", "following", "after",
    }
)  # fmt: skip


@cache
def calendar() -> Calendar:
    """The calendar of the lexicon."""
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
    moment = rf"(?:(?:{weekday},?\s+(?:the\s+)?)?{date_}|{weekdays})(?:\s+last year|\s+this year)?"
    nth = rf"{_NTH}\s+(?:{_COUNT}\s+)?{_UNIT}\s+of|(?:first|second)\s+half\s+of"
    part = rf"(?:the\s+)?(?:{_either(table['parts'])}|{nth})(?:-\s*|\s+)"
    lead = (
        rf"(?:(?:(?:early|late|later|earlier|mid)[ -])?{_either(table['leads'])}\s+(?:{part}){{0,3}}"
        r"|so far\s+(?:in|during)\s+"
        rf"|(?:as of|as at|by|at|until|till|around|since)\s+{_CLOCK}\s+(?:on\s+)?"
        rf"|(?:shortly\s+)?(?:at|before|since|from|by|around|until|after)\s+{_HOUR}\s+(?:on\s+)?"
        rf"|(?:the\s+)?(?:{nth}|(?:end|beginning|start|middle)\s+of|week\s+(?:of|ending))\s+)?"
    )
    which = r"(?:past|last|coming|next|previous|preceding|following|first|final)"
    today = r"(?:today|yesterday|tonight|tomorrow|overnight)"
    return [
        rf"so far\s+this\s+{_UNIT}",
        rf"{_either(phrases)}\b(?!\s+(?:in|during)\s+(?:{_YEAR}|{month}))|at\s+(?:the|that|this)(?:\s+[a-z-]+){{0,3}}\s+time\b",
        *_since(event, began, date_, moment),
        rf"(?:between|from)\s+(?:the\s+)?(?:{moment}|{_DAY})\s*(?:,\s*)?(?:and|to|until|till|through|-|–)\s*(?:the\s+)?"
        rf"{moment}",
        rf"(?:in|over|during)\s+the\s+{_COUNT}\s+{_UNIT}\s+(?:to|ending|until|through)\s+{moment}",
        *_weeks(),
        rf"(?:in|during|over|for)\s+the\s+{_NTH}\s+(?:{_COUNT}\s+)?{_UNIT}\s+of\s+(?:the|this|last)\s+year",
        rf"{lead}{moment}(?:\s*(?:and|or|&|,)\s+(?:on\s+|in\s+)?{moment})*",
        rf"(?:as of|as at|by|at|until|till|around|since)\s+{_CLOCK}\s+(?:on\s+)?{today}",
        rf"(?:shortly\s+)?(?:at|before|since|from|by|around|until|after)\s+{_HOUR}(?:\s+(?:on\s+)?{today})?",
        r"(?:in|during|over|throughout|since|of)\s+(?:last|this|next)\s+year['’]s\s+(?:[\w-]+\s+)?(?:season|winter)",
        rf"(?:in|over|during|within|for|throughout|at)\s+(?:the\s+|a\s+|its\s+|just\s+|less than\s+|more than\s+)*"
        rf"(?:space of\s+|course of\s+)?(?:the\s+)?{which}\s+(?:{_COUNT}\s+)?(?:consecutive\s+)?"
        rf"(?:financial\s+|reporting\s+)?{_UNIT}(?:\s+alone)?",
        rf"(?:the\s+)?(?:past|last|previous)\s+(?:{_COUNT}\s+){_UNIT}",
        r"(?:over|on|at|during|in|since)\s+the\s+weekend",
        rf"(?:in|over|during|within)\s+(?:the\s+space of\s+|less than\s+|just\s+|only\s+|more than\s+|about\s+|a\s+)*"
        rf"(?:{_COUNT}|one|a|24|48|72)[\s-]+{_UNIT}(?:\s+(?:period|stretch))?",
        rf"{_FROM_NOW}(?:the\s+)?(?:end|beginning|start|middle|close)\s+of\s+(?:the|this|last|next)\s+"
        rf"(?:year|month|week|quarter)",
        rf"(?:in|during|of|for)\s+the\s+{_YEAR}(?:[/–-]\d{{2,4}})?\s+(?:[\w-]+\s+)?(?:season|period|winter)",
        rf"{_FROM_NOW}(?:earlier\s+|later\s+|late\s+|early\s+)*(?:this|last|next)\s+(?:{_UNIT}|{_PART}|{season})",
        r"(?:throughout|during|over|in|within)\s+the\s+(?:whole\s+|entire\s+|reporting\s+|reported\s+|same\s+)*"
        r"(?:week|month|year|quarter|period)",
        r"(?:by|at|in|since)\s+mid-?year",
        r"(?:that|the same|the following|the previous|the next)\s+(?:year|month|week|day|night|morning|weekend)"
        r"(?:\s+alone)?",
        rf"{_FROM_NOW}(?:{_COUNT}|an?|one)\s+(?:{_UNIT})\s+(?:ago|earlier|later)",
        rf"per\s+{_UNIT}|(?:each|every)\s+(?:day|week|month|year)",
        rf"{_FROM_NOW}(?:early\s+|late\s+|later\s+|earlier\s+)?{today}"
        rf"(?:\s+(?:morning|evening|night))?(?:(?:\s*,)?\s*(?:{date_}|{weekday}))?",
        rf"(?:during|in)\s+(?:the\s+|a\s+)(?:[\w’'-]+\s+){{0,3}}?{_either(table['spells'])}\b",
    ]


def _date(month: str, season: str) -> str:
    return (
        rf"(?:\d{{4}}-\d\d-\d\d|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}"
        rf"|{_DAY}{_TO}{_DAY}\s+(?:of\s+)?{month}(?:,?\s+{_YEAR})?"
        rf"|{_DAY}\s+(?:of\s+)?{month}(?:,?\s+{_YEAR})?"
        rf"|{month}\s+{_DAY}(?!\d)(?:{_TO}{_DAY}(?!\d))?(?:,?\s+{_YEAR})?|{month},\s+{_DAY},\s+{_YEAR}"
        rf"|(?:(?:early|late|mid)[ -])?{month}(?:\s*[-–/]\s*{month})?"
        rf"(?:,?\s+(?:of\s+)?(?:{_YEAR}|this year|last year))?"
        rf"|(?:the\s+)?(?:first|second|third|fourth)\s+(?:half|quarter)\s+of\s+(?:{_YEAR}|the year|this year|last year)"
        rf"|(?:the\s+)?{season}(?:\s+(?:of\s+)?{_YEAR})?"
        rf"|(?:(?:early|late|mid)[ -])?{_YEAR}(?:[/–-]\d{{2,4}})?\b{_COUNTED})"
    )


def _weeks() -> list[str]:
    """`in week 23`, `epi week 40 of 2023`, `between week 25 and 26`."""
    more = rf"(?:\s*(?:/|-|–|and|to)\s*(?:week\s+)?\d{{1,2}})?(?:,?\s*(?:of\s+|/)?{_YEAR})?"
    return [
        rf"(?:in|during|for|by|since|from|between|of|as at|as of|until)\s+(?:the\s+)?(?:end\s+(?:of\s+)?)?"
        rf"{_WEEKS}{more}",
        rf"(?:epidemiological|epi)[- ]weeks?\s+\d{{1,2}}{more}",
    ]


def _since(event: str, began: str, date_: str, moment: str) -> list[str]:
    """`since the start of the war in 2012`, `since protests began last week`."""
    start = r"(?:start|beginning|onset|outbreak|inception|founding|launch|secession|fall|end|closure)"
    # `of the war` ends where the sentence goes on; `of the year` and `of May` at once.
    on = (
        r"(?=\s+in\s|\s+on\s|[,.;]|\s+\d|\s+(?:have|has|had|more|at|a|an|over|some|and|but|according|nearly|almost|about|around"
        r"|were|was|are|is|killed|died|fled|left)\b|$)"
    )
    year = rf"(?:(?:the\s+|this\s+|last\s+)?(?:year|month|week|(?:{_MONTHS})(?:\s+(?:19|20)\d\d)?|(?:19|20)\d\d)\b)"
    word = r"(?!\d)[\w’'-]+"
    return [
        rf"since\s+(?:the\s+|its\s+|their\s+)?(?:(?!\d)[\w’'()-]+\s+){{0,6}}?(?:{start}|{event})\b"
        rf"(?:\s+of\s+(?:{year}|(?:the\s+)?{word}(?:\s{word}){{0,3}}?\s?{on}))?"
        rf"(?:\s+(?:{word}\s+){{0,3}}?{began})?(?:\s+(?:in|on)\s+(?:{date_}))?",
        rf"since\s+(?:{word}\s+){{1,6}}?{began}(?:\s+(?:in|on)\s+)?(?:{moment}|last week|last month)?",
    ]


# Every time holds one of these words, one that ends as `Monday` does, or the number of a year.
_TELLING = frozenset(
    {
        "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri", "sat", "sun", "jan", "feb", "mar", "apr", "may",
        "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "january", "february", "march", "april", "june",
        "july", "august", "september", "october", "november", "december", "week", "weeks", "month", "months", "year",
        "years", "hours", "overnight", "currently", "presently", "now", "present", "moment", "date", "far", "since",
        "during", "recent", "recently", "season", "summer", "winter", "spring", "autumn", "quarter", "time", "period",
        "weekend", "peak", "decade", "decades", "dawn", "midnight", "noon", "sunrise", "sunset", "nightfall", "dusk",
        "midyear", "annually", "monsoon",
    }
)  # fmt: skip
_NUMERIC = re.compile(r"\d\d?[./]\d\d?[./]\d{4}")


def _may_hold_a_time(text: str) -> bool:
    """The cheap look before the costly pattern."""
    words, low = index(text), lowered(text)
    return (
        not _TELLING.isdisjoint(words)
        or (any(map(low.__contains__, _DAYS)) and any(word.endswith(_DAYS) for word in words))
        or (any(map(low.__contains__, _CENTURIES)) and any(map(_begins_as_year, words)))
        or (("." in text or "/" in text) and _NUMERIC.search(text) is not None)
    )


_DAYS = ("day", "days", "morning", "night")
_CENTURIES = ("19", "20")


def _begins_as_year(word: str) -> bool:
    return word[:2] in _CENTURIES and len(word) > 3 and word[2:4].isdecimal()


_SMALL_MONTH = re.compile(r"\b(?:may|march|sun|sat|mar|fall|dec|jan|wed|mon|thu|spring)\b")


def times(text: str) -> list[Time]:
    """The times that `text` words, in order."""
    if not _may_hold_a_time(text):
        return []
    found = []
    low = lowered(text)
    at = sorted([*starts(text, calendar().first), *_numbers(text)])
    for match in found_at(calendar().times, low, at):
        words = text[match.start() : match.end()].rstrip(" ,.")
        if _is_time(words, text, match.start()):
            more = words[:6].lower() == "since " and not _COMPLETE.search(words)
            end = _clause_end(low, match.start() + len(words)) if more else 0
            words = text[match.start() : end] if end else words
            found.append(Time(match.start(), match.start() + len(words), words, _sense(words)))
    return _joined(text, found)


_DIGITS = re.compile(r"\d+")


def _numbers(text: str) -> list[int]:
    """Where the words that begin with a digit stand."""
    found = (match.start() for match in _DIGITS.finditer(text))
    return [at for at in found if not (text[at - 1 : at].isalnum() or text[at - 1 : at] == "_")]


_FURTHER = re.compile(r",?\s+(?=on\s|from\s|between\s|\d|[a-z]+\s\d)", re.IGNORECASE)
_LOOSE = re.compile(r"(?:overnight|yesterday|today)$|.*\b(?:season|week|month|year)$|(?:early|late)\b.*", re.IGNORECASE)


def _joined(text: str, found: list[Time]) -> list[Time]:
    """`overnight, 20 to 21 January` is one time: the second says which one the first is."""
    joined: list[Time] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and last.sense == one.sense == "within" and _LOOSE.match(last.text):
            gap = _FURTHER.match(text, last.end)
            if gap and gap.end() == one.start and re.search(r"\d", one.text):
                joined[-1] = Time(last.start, one.end, text[last.start : one.end], "within")
                continue
        joined.append(one)
    return joined


# `since the war` + ` between the two states started almost a year ago`: what is left of the clause, where it is short,
# tells of no other number and ends at a mark.
_CLAUSE_END = re.compile(
    r"(?:\s+(?!(?:and|but|or|have|has|had|more|which|who|while|with|according|when|as|killing|leaving)\b)[a-zà-ž’'“”\"-]+"
    rf"|\s+and(?=\s+(?:the\s+)?[a-zà-ž’'-]+\s+{'(?:started|began|broke|ended|struck|hit)'})){{0,12}}"
    rf"(?:\s+{_DAY}(?!\d))?(?:,?\s+{_YEAR})?(?=\s*(?:[.,;:!?)”\"]|$))"
)


# `since the end of May`, `since the start of the year`: what comes after is no part of it.
_COMPLETE = re.compile(rf"\bof (?:the |this |last )?(?:year|month|week|{_MONTHS}|(?:19|20)\d\d)$", re.IGNORECASE)
# `since the end of the fast 40 died`: the number is of what happened since.
_COUNT_AT_END = re.compile(rf"(?<!\w)(?!(?:{_MONTHS})\s)[^\W\d]\S*\s+\d{{1,2}}$")


def _clause_end(low: str, at: int) -> int:
    """Where the clause that `since` opens ends, 0 where it says more than when."""
    rest = _CLAUSE_END.match(low, at)
    if rest is None or rest.end() == at or _COUNT_AT_END.search(rest[0]):
        return 0
    return rest.end()


_BARE_YEAR = re.compile(rf"{_YEAR}(?:[/–-]\d+)?$")
_UNIT_AFTER = re.compile(r"\s*(?:people|persons|families|households|houses|homes|cases|deaths|%|km|USD)\b")


def is_bare_year(words: str) -> bool:
    """`2015`: dates only what has no better time."""
    return _BARE_YEAR.match(words) is not None


def _is_time(words: str, text: str, start: int) -> bool:
    """Whether what looks like a time is one: not `may`, not the `for` of `for 2,000 people`."""
    if _SMALL_MONTH.search(words) and not re.search(r"[A-Z]\w+day|\d|season|last|this|next", words):
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
    if low.endswith(" time"):
        return "vague"
    if low.startswith("since"):
        return "since"
    if low.startswith(("as of", "as at", "as on")):
        return "as of"
    if low.startswith(("by ", "until", "till", "up to")):
        return "until"
    if "coming" in low or low.startswith("next ") or " next " in low or "tomorrow" in low:
        return "future" if low.rsplit(None, 1)[-1] not in ("day", "morning", "night") else "within"
    return "within"
