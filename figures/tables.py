"""Plain-text tables: which column and which row a number of a table row stands in."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from figures.columns import barred, led
from figures.lexicon import load
from figures.model import Passage
from figures.rolls import HEDGES, entry, is_place
from figures.subjects import is_when, starts_wherein
from figures.units import DURATIONS, nouns, signs

_RULE = re.compile(r"[\s|:+=\-–—]*")
_WORDS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class Cell(NamedTuple):
    """The words at the head of a number's column, at the start of its row, and in the line above the table."""

    column: str
    label: str
    caption: str


@dataclass(slots=True)
class Table:
    """The table being read: the cells of its header row, and the line above it.

    A roll of places with a number each is a table too, whose numbers are what the line above it says.
    """

    caption: str = ""
    header: list[str] = field(default_factory=list)
    cells: list[tuple[int, int, str]] = field(default_factory=list)
    is_roll: bool = False
    runs: frozenset[int] = frozenset()  # where the lines of rolls of names that nobody knows start

    def enter(self, passage: Passage, numbers: bool) -> None:
        """Take note of the next row; a row without numbers is a header. Any other passage ends the table."""
        if passage.kind != "row":
            self.header, self.cells, self.caption, self.is_roll = [], [], passage.text[:200], False
            if numbers and passage.kind == "item" and passage.section:
                self._enter_roll(passage, passage.section)
            return
        if _RULE.fullmatch(passage.text):
            return
        self.cells = _cells(passage)
        if not numbers:
            self.header, self.is_roll = [text for _, _, text in self.cells], False
        elif not self.header and len(self.cells) == 2:
            self._enter_roll(passage, self.caption)

    def _enter_roll(self, passage: Passage, head: str) -> None:
        """Take note of a line of a roll under the words `head`, if it is one."""
        line = entry(passage.text)
        if line and (is_place(line.name) or is_total(passage.text) or passage.start in self.runs):
            start, end = passage.start + line.name_end, passage.end
            self.cells = [(passage.start, start, line.name), (start, end, "")]
            self.header, self.is_roll = ["", head], True

    def cell(self, start: int) -> Cell | None:
        """The cell of the number at document offset `start`, or None outside a table with a header."""
        if not self.header or not self.cells:
            return None
        column = bisect_right(self.cells, start, key=itemgetter(0)) - 1
        # The corner of a table may be empty: its header row then has a cell less.
        head = column - (len(self.cells) == len(self.header) + 1)
        if not 0 <= head < len(self.header) or start >= self.cells[column][1]:
            return None
        label = self.cells[0][2] if column else ""
        return Cell(self.header[head], label, self.caption)


def _cells(passage: Passage) -> list[tuple[int, int, str]]:
    """The cells of a row with document offsets."""
    text = barred(passage.text)
    mark = r"\|" if "|" in text else r"\t"
    found: list[tuple[int, int, str]] = []
    at = 0
    for end in [*(match.start() for match in re.finditer(mark, text)), len(text)]:
        found.append((passage.start + at, passage.start + end, text[at:end].strip(" |\t*_")))
        at = end + 1
    # The bars at the edges of a Markdown row leave an empty cell on either side.
    if "|" in passage.text and found and not found[0][2]:
        found = found[1:]
    return found


@cache
def _total() -> re.Pattern[str]:
    return re.compile(
        rf"[\s|*_]*(?:{'|'.join(load('lang/en.toml')['table']['total'])})s?\b[^|\t]{{0,20}}(?:[|\t:]|  )", re.I
    )


def is_total(row: str) -> bool:
    """Whether the first cell of a row says that it sums up the others: `Grand total | 16`."""
    return _total().match(row) is not None


_LABEL_ENDS = frozenset(":=|–—-")
_LABEL_STARTS = re.compile(r"[\n.;|,:=•●▪■✓►]|\s[–—-]\s")


_LIST_MARK = re.compile(r"^\s{0,9}\(?(?:\d{1,2}|[a-z])\)\s")  # `2) Wounded – 40`
_HEDGED = re.compile(rf"(?<=[:=|–—-] )(?:{HEDGES})\s$")


def label_before(passage: Passage, start: int) -> str:
    """The words before the mark that a number at document offset `start` follows: `Destroyed housing: 146`."""
    at = start - passage.start
    before = led(passage.text[max(0, at - 90) : at + 1])[:-1]
    before = _HEDGED.sub("", before).rstrip(" \t*_$€£~")
    mark = before[-1:]
    if mark not in _LABEL_ENDS or (mark in "–—-" and not before[-2:-1].isspace()):
        return ""
    label = _LIST_MARK.sub("", _LABEL_STARTS.split(before[:-1].rstrip())[-1]).strip(" \t*_()")
    return label if 2 < len(label) < 80 and label[0].isalpha() else ""


@cache
def _currency() -> re.Pattern[str]:
    sure = (mark for mark in signs() if len(mark) > 1 or not mark.isalpha())  # `(N)` is no money
    marks = "|".join(re.escape(mark) for mark in sorted(sure, key=len, reverse=True))
    scale = r"(?P<{0}>thousands?|millions?|billions?|mn?|bn)"
    return re.compile(
        rf"\((?:in )?(?:{scale.format('first')}\s(?:of\s)?)?(?P<mark>{marks})(?:\s?{scale.format('last')})?\)\s*$"
    )


_SCALES = {"t": 1e3, "m": 1e6, "b": 1e9}


def currency_of(words: str) -> tuple[str, float]:
    """The currency in brackets at the end of `words`, in which all of a column is told, and by what its numbers are
    multiplied: ("USD", 1e6) of `Required (US$ million)`; ("", 1) without one."""
    currency = _currency().search(words) if words.endswith(")") else None
    if currency is None:
        return "", 1.0
    scale = currency["first"] or currency["last"]
    return signs()[currency["mark"]], _SCALES[scale[0]] if scale else 1.0


def unit_of(words: str) -> str:
    """The unit of the last noun of `words` that has one: `People affected` gives person; else "". What only tells where
    or how, as `In shelters`, gives none."""
    if starts_wherein(words):
        return ""
    known = nouns()
    unit = next((known[word] for word in reversed(_WORDS.findall(words.lower())) if word in known), "")
    return "" if unit in DURATIONS and is_when(words) else unit
