"""Numbers that are dates, clock times or parts of names: found first and masked, so that no one counts them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import NamedTuple

from figures.lexicon import load
from figures.units import signs


class Named(NamedTuple):
    """text[start:end] is no count, because of `reason`."""

    start: int
    end: int
    reason: str
    value: float


_DIGITS = re.compile(r"\d+")
_ASCII_DIGITS = re.compile(r"[0-9]+")  # twice as quick where there are no others
_WORD = re.compile(r"\w")
# Where a name may begin: at a digit or mark, or at a word with a digit not far behind.
_GATE = r"(?:(?<!\d)(?=[\d+\[(])|(?<=\d,\d{3})(?=\d)|(?<![A-Za-z\d])(?=[A-Za-z][^\d\n]{0,30}\d))"
_BEFORE = 31  # characters before its digits in which a name may begin
# `1,200 people`, `12%`: a number that is no part of a name, whatever stands before it; most are of this kind.
_PLAIN = re.compile(
    r"(?<=\s)\d{1,3}(?:,\d{3})*(?:\.\d+)?(?=%|\s(?!(?:to|and|until|or|through|till|of|hrs|hours|local|(?i:[ap]\.?m))\b|o['’])[a-z])"
)
# The address of a page. Its digits may come long after it begins, so it is looked for by itself.
_ADDRESS = re.compile(r"(?P<url>(?:https?://|www\.)\S{1,300})")
_MASK = "\x01"
_REASONS = {"marker": "list_marker"}


def named(text: str) -> tuple[str, list[Named]]:
    """`text` with the digits of dates, times and names masked, and what was masked, in reading order."""
    if "://" in text or "www." in text:
        text, addresses = _masked(text, _ADDRESS.finditer(text))
        text, others = _masked(text, _matches(text))
        return text, sorted(addresses + others, key=attrgetter("start"))
    return _masked(text, _matches(text))


def _masked(text: str, matches: Iterator[re.Match[str]]) -> tuple[str, list[Named]]:
    """`text` with the digits of `matches` masked, and those that have any."""
    found: list[Named] = []
    pieces: list[str] = []
    at = 0
    for match in matches:
        reason = _REASONS.get(kind := (match.lastgroup or "name").rstrip("0123456789"), kind)
        start, end = match.span(match.lastgroup or 0)
        digits = _DIGITS.search(match[0])
        if digits is None:
            continue
        found.append(Named(start, end, reason, float(digits[0][:15])))
        pieces += [text[at:start], _WORD.sub(_MASK, text[start:end])]
        at = end
    return "".join([*pieces, text[at:]]) if found else text, found


def _matches(text: str) -> Iterator[re.Match[str]]:
    """The matches of the pattern, tried only where one may begin: at digits and a little before them."""
    patterns = _patterns()
    if "@" in text:  # an address may begin anywhere
        yield from patterns.all.finditer(text)
        return
    at = before = 0
    for run in (_ASCII_DIGITS if text.isascii() else _DIGITS).finditer(text):
        start, end = run.span()
        if end <= before:
            continue
        plain = _PLAIN.match(text, start)
        while at < end:  # an address may end before the digits
            match = _worded(text, max(at, before, start - _BEFORE), start, patterns) if at <= start else None
            if match is None and not plain:
                match = _digital(text, start, end, at, max(at, before), patterns)
            if match is None:
                break
            yield match
            at = match.end()
        before = plain.end() if plain else end


def _worded(text: str, floor: int, start: int, patterns: _Patterns) -> re.Match[str] | None:
    """The first match that begins with a word before the digits at `start`."""
    for word in patterns.opening.finditer(text, floor, start):
        if match := patterns.worded.match(text, word.start()):
            return match
    return None


def _digital(text: str, start: int, end: int, at: int, floor: int, patterns: _Patterns) -> re.Match[str] | None:
    """The match that begins at the mark before the digits text[start:end], or at the digits."""
    if at <= start:
        if start > floor and text[start - 1] in "+[(" and (match := patterns.digital.match(text, start - 1)):
            return match
        if match := patterns.digital.match(text, start):
            return match
    # `12,3456`: the mark of a note stuck to a number
    note = start + 3
    return patterns.digital.match(text, note) if at <= note < end and text[start - 1 : start] == "," else None


@dataclass(frozen=True, slots=True)
class _Patterns:
    """All names; those that begin with a digit or mark; those that begin with a letter; how the latter begin."""

    all: re.Pattern[str]
    digital: re.Pattern[str]
    worded: re.Pattern[str]
    opening: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    words = load("lang/en.toml")
    spelt = [form for month in words["months"].split() for form in (month.capitalize(), month.upper())]
    months = "|".join(sorted(spelt, key=len, reverse=True))
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    days = rf"{day}(?:(?:\s?[-–—/&]\s?|\s(?:to|and|until|or|through|till)\s(?:the\s)?|,\s?){day}){{0,6}}"
    year = r"(?:,?\s?(?:19|20)\d\d|\s['’]\d\d)"
    codes = "|".join(re.escape(mark) for mark in sorted(signs(), key=len, reverse=True) if len(mark) > 1)
    # `P14-million`, `R5bn`: a letter is money only before a large number.
    scales = "million|billion|trillion|crore|lakh|thousand"
    money = rf"(?:{codes})\d|[A-Z][a-z]?\d{{1,3}}(?:,\d{{3}}|[.\d]*[\s-]?(?:{scales}|[MmBb]n?\b))"
    code = r"[A-Z][A-Za-z]{0,12}[-‑–]?\d"  # `COVID-19`, `F16`
    labels = _by_letter(words["names"]["labels"], r"{0}(?:{1})")
    own_time = "".join(rf"(?<![{one[0].upper()}{one[0]}]{one[1:]}\s)" for one in _NOT_NUMBERED)
    low_labels = _by_letter(words["names"]["any_case"], r"[{0}{2}](?i:{1})")
    kinds = [
        (
            "marker",
            r"\A[(\[]?\d{1,2}(?:\.\d{1,2})*[.)\]]\s|\A\d{1,2}(?:\.\d{1,2}){1,3}\s(?=[A-Z][a-z]+\s)(?!Million|Billion|Thousand)|(?<=[;.]\s)\d{1,2}[.)]\s(?=[A-Z])|(?<=:\s)1[.)]\s(?=[A-Z])|(?<=[a-z.)%]\s)\d{1,2}\.\d{1,2}\s(?=(?:In|From|Since|The|Of|Out|Between|During|On|At|As|A|An)\s)",
        ),
        (
            "note2",
            r"\A\d{1,3}\s(?=(?:In|The|This|These|As|At|For|From|Since|Of|On|During|While|[A-Z][a-z]+ly,|[A-Z][a-z]+ally)\s)",
        ),
        ("note1", r"(?<=\d,\d{3})\d(?![\d,])"),
        ("url1", r"\S{1,80}@\S{1,80}\.\w{2,}"),
        ("date1", rf"(?<![\d,.$€£]){days}(?:\sof)?[\s-]?(?:{months})\b\.?(?:\s?[-–]\s?{days}\s(?:{months})\b)?{year}?"),
        (
            "date2",
            # `In March 18 structures were pulled down`, `Jan 32; Feb 9; Mar 13`
            rf"\b(?!(?<=\b[Ii]n\s)(?:{months})\s\d{{1,2}}\s(?:[a-z]{{3,}}s|were|had|have|people|men|women|children)\b)"
            rf"(?!(?:{months})\b\.?\s\d{{1,2}};\s(?:{months})\b\.?\s\d)"
            rf"(?:{months})\b\.?\s(?:the\s)?{days}(?![\d]|[,.]\d|\s?(?:%|percent|per\scent|people|million))(?:\s?[-–]\s?(?:{months})\b\.?\s{day})?{year}?",
        ),
        (
            "date3",
            rf"\b(?:{months})\b\.?[\s,/–-]{{1,3}}(?:['’]\d\d|(?:1[6-9]|20)\d\d)(?:\s?[-–/]\s?(?:19|20)?\d\d)?\b(?!,\d)",
        ),
        (
            "date7",
            r"\b(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?,?\s(?:3[01]|[12]\d|[1-9])(?=\s?[:–—-]\s|,?\s\d|\n)",
        ),
        ("date4", r"(?<![\d.,/-])(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:3[01]|[12]\d|0?[1-9])(?!\d)"),
        (
            "date5",
            r"(?<![\d.,/-])(?:3[01]|[12]\d|0?[1-9])(?P<mark>[-/.])(?:3[01]|[12]\d|0?[1-9])(?P=mark)(?:19|20)?\d\d(?![\d%])",
        ),
        ("date6", r"(?<![\d.,/])(?:0[1-9]|1[0-2])/(?:19|20)\d\d(?![\d/%])"),
        # `$15 million (1972 USD, $68 million 2005 USD)`
        (
            "year2",
            r"(?:(?<=\()|(?<=llion\s))(?:19|20)\d\d(?=\s(?:US\s?(?:dollars|\$)|USD|EUR|GBP|euros|dollars)[),])",
        ),
        ("year1", r"(?<![\d.,/$€£-])(?:19|20)\d\d(?:s\b|['’]s\b|\s?[-–/]\s?(?:(?:19|20)\d\d|\d\d)(?![\d,%]))"),
        (
            "clock",
            r"(?<![\d.,:])(?:[01]?\d|2[0-4])[:h][0-5]\d(?::[0-5]\d)?(?:\s?[-–]\s?\d{1,2}[:h]\d\d)?\s?(?:(?i:[ap]\.?m)\b\.?|hrs?\b|hours\b|GMT|UTC|EST|EDT|local\stime)?(?![\d%])",
        ),
        (
            "clock1",
            r"(?<![\d.,:])(?:1[0-2]|0?[1-9])(?:[.:][0-5]\d)?\s?(?i:[ap]\.?m)\b\.?|(?<![\d.,])[0-2]\d[0-5]\d\s?(?:hrs|hours|GMT|UTC)\b|\b\d{1,2}\so['’]clock",
        ),
        (
            "phone",
            r"(?<![\d.,])\+\d{1,3}(?:[\s().-]{0,2}\d{1,4}){3,7}(?!\d)|\b(?:tel|phone|fax|mob)\b[.:\s]{1,3}[\d\s()+.-]{7,25}",
        ),
        ("version", r"(?<![\d.,])\d{1,3}(?:\.\d{1,3}){2,5}(?![\d])(?=\s[A-Z])|\bv\d+(?:\.\d+)*\b"),
        ("page", r"(?i:\bpages?|\bpp?\.)\s?\d+(?:\s?(?:[-–]|of|/|\|)\s?\d+)?"),
        (
            "name1",
            rf"(?:\b(?:{labels})(?:\b[ \u00a0.:#-]{{0,2}}|s\b[ \u00a0.#-]{{0,2}})"
            rf"|\b{own_time}(?:{low_labels})s?\b[ \u00a0.#-]{{0,2}})"
            r"(?:(?:No\.?|no\.?|#)?[ \u00a0]?)"
            r"(?:\d++(?:\.\d+)*+(?:(?:\s?[-–/&]\s?|,\s|,(?!\d{3}(?!\d)))\d++(?!,?\d{3}|\.\d|\s(?!and\b|or\b|to\b|of\b|in\b)[a-z]))*"
            r"(?![MKk]\b)[A-Za-z]?(?:\+|\b)(?:,?\s?(?:and|or|to|&)\s\d++(?!,\d|\.\d))*)"
            r"(?!,\d{3}|\s?%|\s?(?:(?:mn?|bn|M|K)\b|million|billion|thousand|per\s?cent)|\s(?:people|persons|individuals|families|households|children|civilians|houses|homes|were|killed|injured|dead|wounded|cases)\b)",
        ),
        (
            "name2",
            rf"(?={code})(?!{money})(?<!\$)\b{code}\d{{0,20}}(?!,\d\d\d)[A-Za-z0-9]*(?:[-‑/.][A-Za-z0-9]+)*\b",
        ),
        ("name3", r"\b(?:no|No|NO|nos|Nos)\.\s?\d+(?:\s?(?:[-–,&]|and)\s?\d+)*"),
        ("name4", r"\b(?:19|20)\d\d-\d{2,4}-\d+|\b\d+[A-Z]\d+\w*|\b24/7\b|\b9/11\b|\b\d{1,4}/\d{2,4}(?=\s\()"),
        ("ordinal", r"\b\d{1,3}(?:st|nd|rd|th)\b"),
        (
            "note",
            r"(?<=\))\d{1,2}(?=\s[a-zA-Z])|(?:(?<=[^\d\s][.”\"’)])|(?<=[a-z]{3}))\d{1,3}(?=\s[A-Z“]|$)|(?<=[^\d\s],)\d{1,3}$|(?<=\S)\[\d{1,3}\]",
        ),
    ]
    small = [*(re.split(r"[\\(]", label)[0] for label in words["names"]["any_case"]), *_SMALL]
    small_words = _by_letter(small, "{0}(?:{1})")
    return _Patterns(
        all=_any_of(kinds),
        digital=_any_of([one for one in kinds if one[0] not in _WORDED | {"url1"}]),
        worded=_any_of([one for one in kinds if one[0] in _WORDED or one[0] in ("phone", "version")]),
        opening=re.compile(rf"(?<![A-Za-z\d])(?:[A-Z]|{small_words})"),
    )


# `this week 188 came`: a time or thing that these words name has no number
_NOT_NUMBERED = (
    "last", "this", "next", "past", "previous", "each", "a", "same", "two", "three", "first", "second", "other",
)  # fmt: skip
_SMALL = (r"pages?\b", r"pp?\.", r"tel\b", r"phone\b", r"fax\b", r"mob\b", r"nos?\.", r"v$")
_WORDED = frozenset(["date2", "date3", "date7", "page", "name1", "name2", "name3"])


def _by_letter(patterns: list[str], group: str) -> str:
    """The alternatives grouped by their first letter: the engine skips a group by one look at that letter."""
    groups: dict[str, list[str]] = {}
    for pattern in patterns:
        groups.setdefault(pattern[0], []).append(pattern[1:])
    return "|".join(group.format(first, "|".join(rest), first.upper()) for first, rest in groups.items())


def _any_of(kinds: list[tuple[str, str]]) -> re.Pattern[str]:
    return re.compile(_GATE + "(?:" + "|".join(f"(?P<{name}>{pattern})" for name, pattern in kinds) + ")")
