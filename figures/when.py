"""When: which of the times that a passage words dates a figure."""

from __future__ import annotations

import re
from functools import cache

from figures import lexicon
from figures.kind import clause
from figures.timewords import Time, is_bare_year
from figures.wholewords import WholeWords, first_word, index

# A time further off than this many characters dates nothing: the passage is no sentence.
_REACH = 1_000


def governing(text: str, start: int, end: int, found: list[Time]) -> Time | None:
    """The time that dates the number at [start:end] of its sentence, or None. `found` has those that tell."""
    near = [one for one in found if start - _REACH < one.end and one.start < end + _REACH]
    own = [one for one in near if not (one.start < end and one.end > start)]
    own = [one for one in own if _reaches(text, one, start, end)]
    if not own:
        return None
    left, right = clause(text, start, end)
    return min(own, key=lambda one: _distance(one, text, start, end, left, right))


def is_event(category: str) -> bool:
    """Whether figures of a category tell of an event, which the last day told of dates."""
    return category in lexicon.load("context/dates.toml")["governed"]


# `Two of the injured have died`: that is news, not what the last day told of brought.
_PERFECT = frozenset({"has", "have", "another", "more"})


def is_of_now(text: str) -> bool:
    """Whether a sentence reports what is new at the time of writing."""
    return not _PERFECT.isdisjoint(index(text))


def told(found: list[Time], before: int) -> Time | None:
    """The last of the times that tell which ends before offset `before`: what `the next day` is reckoned from."""
    return next((one for one in reversed(found) if one.end <= before), None)


def tells(text: str, time: Time) -> bool:
    """Whether a time dates what is told, not the telling: no dateline, no day of a statement."""
    return not (_dates_the_saying(text, time) or _is_dateline(text, time) or _compares(text, time))


@cache
def _said() -> frozenset[str]:
    return frozenset(map(first_word, lexicon.load("context/dates.toml")["said"]))


@cache
def _saying() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """A verb of saying before the day on which it was said, with the few words between; and right after that day."""
    number = r"\d|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|hundreds|thousands)\b"
    verbs = "|".join(sorted(lexicon.load("context/dates.toml")["said"], key=len, reverse=True))
    return (
        re.compile(rf"(\S+)?\s*\b(?:{verbs})\b(?:\s+(?!that\b|{number})[\w'’-]+){{0,4}}\s*(?:,\s*)?$", re.IGNORECASE),
        re.compile(rf"\s+(?:{verbs})\b(?<!according)", re.IGNORECASE),
    )


# `cases reported on Monday`, `were confirmed dead on Monday`: the day is theirs.
_PASSIVE = frozenset(
    {
        "was", "were", "been", "are", "is", "be", "being", "newly", "case", "cases", "death", "deaths", "infections",
        "fatalities", "incidents", "displacements", "and",
    }
)  # fmt: skip
_SPANS = ("from ", "between ", "over ", "within ", "throughout ", "during ")


def _dates_the_saying(text: str, time: Time) -> bool:
    if time.sense in ("as of", "running", "present", "since", "future", "vague") or _said().isdisjoint(index(text)):
        return False
    if time.text.lower().startswith(_SPANS):
        return False
    left, right = _saying()
    if right.match(text, time.end) and re.match(r"(?:on\s|late\s|early\s)*[A-Z]|yesterday|today|earlier", time.text):
        return time.start > 0 and text[time.start - 2] != ","
    before = left.search(text[max(0, time.start - 80) : time.start])
    return before is not None and (before[1] or "").lower() not in _PASSIVE


# The dash, or the start of the text, that follows a dateline: `MANILA, 26 December (AFP) –`.
_DASH = re.compile(
    r"[\s*]*(?:,\s*[A-Z][\w .,*]{2,40})?(?:\([^()]{2,50}\)[\s*]*)?[-–—]{1,3}[\s*]|\s+(?=[\"“A-Z])|\s+(?=\d+\s+[A-Z])"
)
_DAY_FIRST = re.compile(
    r"(?=.*\b\d{1,2}\b)(?:\d|Mon|Tue|Wed|Thu|Fri|Sat|Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
)


def _is_dateline(text: str, time: Time) -> bool:
    """A bare date that heads a text says when it was written."""
    if not _DAY_FIRST.match(time.text):
        return False
    published = lexicon.load("context/dates.toml")["published"]
    if text[max(0, time.start - 30) : time.start].lower().rstrip(" :").endswith(tuple(published)):
        return True
    after = _DASH.match(text, time.end)
    return after is not None and (
        "-" in after[0] or "–" in after[0] or "—" in after[0] or bool(_YEAR.search(time.text))
    )


_YEAR = re.compile(r"\b\d{4}\b")


_SUPERLATIVE = re.compile(
    r"\b(?!(?:rest|west|test|request|interest|forest|harvest|protest|arrest|unrest|latest)\b)(?:[a-z]{2,}est|worst|most|first|record|only"
    r"|not (?:been )?(?:seen|occurred|happened))\b[^,;.]{0,90}$",
    re.IGNORECASE,
)


_GROWTH = re.compile(
    r"\b(?:increas|ris|rose|up|down|decreas|fall|fell|drop|gr[eo]w|declin)[a-z]*\b[^,;.]{0,60}$", re.IGNORECASE
)
_LONG = re.compile(r"(?:in|for|over)\b.*\b(?:years|decades)$", re.IGNORECASE)


def compares(text: str, since: int) -> bool:
    """Whether the `since` at offset `since` says how long there was none such: `the deadliest flood since 1987`."""
    return _SUPERLATIVE.search(text, max(0, since - 110), since) is not None


def _compares(text: str, time: Time) -> bool:
    """Whether a time is only compared with: that of `the deadliest since 1987` and of `up by 300 from May`."""
    if time.sense == "since" or _LONG.match(time.text):
        return compares(text, time.start)
    from_ = time.text[:5].lower() == "from " and " to " not in time.text
    return from_ and _GROWTH.search(text, max(0, time.start - 110), time.start) is not None


@cache
def _barriers() -> WholeWords:
    return WholeWords(lexicon.load("context/dates.toml")["barriers"])


_NEXT_SENTENCE = re.compile(r"(?<=[a-z]{2})[.!?](?:\[\d+\])*\s+(?:[A-Z]|$)")
_SENTENCE_END = re.compile(rf"{_NEXT_SENTENCE.pattern}|•|\so\s|;")


def _reaches(text: str, time: Time, start: int, end: int) -> bool:
    """Whether nothing stands between a time and the number at [start:end] that keeps them apart."""
    opened = text.rfind("(", max(0, time.start - 80), time.start)
    if opened >= 0 and ")" not in text[opened : time.start]:
        closed = text.find(")", time.end, time.end + 80)
        rest = text[opened + 1 : time.start] + (text[time.end : closed] if closed > 0 else "")
        outside = end <= opened or 0 < closed <= start
        if outside and (sum(map(str.isalpha, rest)) > _BRACKETED or any(map(str.isdigit, rest))):
            return False  # `1,006 released (1,428 in 2017)`: the year is the bracket's own
    if time.start < end:
        return _NEXT_SENTENCE.search(text, time.end, start) is None
    between = (text, end, time.start)
    return not (_SENTENCE_END.search(*between) or _barriers().stands_in(*between))


# Letters that a bracket may hold besides its time: `(as of 1 May)`.
_BRACKETED = 7


def _distance(time: Time, text: str, start: int, end: int, left: int, right: int) -> float:
    between = text[end : time.start] if time.start >= end else text[time.end : start]
    distance: float = len(between)
    if not left <= time.start < right:
        # What opens the sentence dates all of it: `Since 2014, a total of ...; 74,606 from Kenya`.
        distance += 40 if not text[: time.start].strip() else 120
    if time.start >= end:
        distance += 15
    elif _DIGIT.search(text, left, time.start):
        distance += 40  # `11 people on Monday and 25 on Wednesday`: the first day is the first number's
    if is_bare_year(time.text):
        distance += 60
    if time.sense == "vague" or time.text.lower() == "now":
        distance += 30
    return distance + 12 * len(_NUMBER.findall(between))


_DIGIT = re.compile(r"\d")
_NUMBER = re.compile(r"\d(?<!\w\d)[\d,.]*\b")
