"""Speakers that a text names beside what they say: in brackets, in a headline, round a quotation."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from figures import claimants

Reach = Literal["left", "right", "both"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """A speaker at [start:end] of a passage. Its words reach `left` of it, `right` of it, or over the whole passage."""

    start: int
    end: int
    text: str
    reach: Reach
    at: int  # where the verb or the phrase of saying stands
    via: str = ""
    cited: bool = False  # `citing X`: another speaker relays X
    about: str = ""  # what is said of the speaker by the way: `a spokesman for UNICEF`

    def covers(self, start: int, end: int) -> bool:
        """Whether the number at [start:end] is in what this speaker says."""
        if self.start <= start < self.end:
            return False
        return self.reach == "both" or (self.reach == "left") == (end <= self.at)


_BRACKET = re.compile(r"\(([A-Z\d][^(),;]{1,60}?)(,\s*(?:as of\s+)?\d{1,2}\s[^()]{3,20})?\)")


def in_brackets(text: str) -> list[Attribution]:
    """`3,700 were evacuated (Civil Defence).` What opens a passage is the source of the one before."""
    if "(" not in text:
        return []
    found = []
    for match in _BRACKET.finditer(text, 1):
        before = text[: match.start()].rstrip()
        if match[2] is None and (before.rsplit(None, 1)[-1:] or "X")[0][:1].isupper():
            continue  # `the World Food Programme (WFP)`
        follows = text[match.end() : match.end() + 2].strip()[:1]
        if claimants.is_known(match[1]) and (match[2] or follows in ("", ":", ".", "|")):
            found.append(Attribution(match.start(1), match.end(1), match[1], "both", match.start()))
    return found


def citation(text: str, at: int, end: int) -> Attribution | None:
    """The source in brackets, with its day, that closes the paragraph from `end` on: `(OCHA, 16 Aug 2013)`."""
    stop = text.find("\n", end)
    for match in _BRACKET.finditer(text, end, min(len(text), end + 600, stop if stop >= 0 else len(text))):
        if match[2] and claimants.is_known(match[1]):
            return Attribution(match.start(1) - at, match.end(1) - at, match[1], "left", match.start() - at)
    return None


_LINE_OPENS = re.compile(r"([A-Z][\w .’'-]{1,40}):\s+[A-Z“\"]")
_LINE_CLOSES = re.compile(r"(?::|\s[–—-])\s+((?:the\s)?[A-Za-z][\w .’'-]{2,30}?)\.?\s*$")


def of_the_line(text: str, is_office: Callable[[str], bool]) -> list[Attribution]:
    """Who speaks in a headline: `UNHCR: 162 flown out`, `Floods kill 12: officials`. `is_office` knows the nameless."""
    found = []
    if ":" in text[:42] and (match := _LINE_OPENS.match(text)) and claimants.is_known(match[1]):
        found.append(Attribution(0, match.end(1), match[1], "right", 0))
    match = _LINE_CLOSES.search(text, max(0, len(text) - 40))
    if match and (claimants.is_known(match[1]) or is_office(match[1])):
        found.append(Attribution(match.start(1), match.end(1), match[1], "left", match.start()))
    return found


# A quotation longer than this is a text of its own, or its closing mark was lost.
_LONGEST_QUOTE = 1_500
_OPENING = ("“", '"', "‘‘", "''")
_MARKS = re.compile(r"[“”\"]|''|‘‘")


def quotation(text: str, at: int) -> tuple[int, int] | None:
    """Start and end of the quotation that holds offset `at` of `text`, its marks left out. None outside quotations.

    Straight marks open and close by turns within a paragraph; where a paragraph opens with a mark and never closes it,
    the quotation ends with the paragraph.
    """
    paragraph = max(text.rfind("\n", max(0, at - _LONGEST_QUOTE), at) + 1, at - _LONGEST_QUOTE, 0)
    said = text[paragraph:at]
    if not any(map(said.__contains__, _OPENING)):
        return None
    opened = -1
    for mark in _MARKS.finditer(text, paragraph, at):
        closes = mark[0] in ("”", "''") or (mark[0] == '"' and opened >= 0)
        opened = -1 if closes else mark.end()
    if opened < 0:
        return None
    end = text.find("\n", at)
    closing = re.compile(r"”|\"|''").search(text, at, min(len(text), at + _LONGEST_QUOTE))
    limit = end if end >= 0 else len(text)
    return opened, min(closing.start() if closing else limit, limit)
