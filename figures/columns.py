"""What parts the columns of a table in plain text, and what leads from a label to its number."""

from __future__ import annotations

import re

_GAP = re.compile(r"(?<!\s)\s{2,}+")
# Marks of a list are those of columns only where whole lines are made of them.
_LISTS = ("; ", " / ", ", ")


def column_mark(line: str) -> str:
    """What parts the cells of a row: a bar, a tab, two spaces or more, else the mark of a list. "" for no row."""
    if "|" in line:
        return "|"
    if "\t" in line.strip():
        return "\t"
    if "  " in line.strip():
        return "  "
    return next((mark for mark in _LISTS if line.count(mark) > 1), "")


def parts_of(line: str, mark: str) -> list[str]:
    """The cells of a line."""
    return _GAP.split(line.strip()) if mark == "  " else [cell.strip() for cell in line.strip().split(mark)]


def barred(text: str) -> str:
    """A row of the same length with a bar for whatever parts its cells, but for a tab."""
    mark = column_mark(text)
    if mark in ("", "|", "\t") or "\n" in text:  # a number on one line and its label on another are no row
        return text
    if mark == "  ":
        return re.sub(r" {2,}", lambda gap: "|".ljust(len(gap[0])), text)
    return text.replace(mark, "|".ljust(len(mark)))


# `Deaths ......... 12`, `Missing     7`: what leads the eye from a label to its number.
_LEADER = re.compile(r"(?<![ .…\u00a0])(?: {2,}+|[ \u00a0]?(?:…{2}|\.{4}| \. )[.… \u00a0]*+)(?=[A-Z]{0,3}[$€£~]? ?\d)")
_LONGEST_LED = 100  # characters of a line
_LED_LINE = re.compile(r"\s{0,20}+[^\W\d_][^\d\n]{1,80}+\d[\d.,]{0,16}+(?: ?[^\W\d_]{1,20}+| ?%){0,3}+\s{0,9}")


def is_led(line: str) -> bool:
    """Whether a line is a label and its number, with dots or spaces between."""
    return len(line) <= _LONGEST_LED and led(line) != line and _LED_LINE.fullmatch(line) is not None


def led(text: str) -> str:
    """`text` of the same length, with a colon where dots or spaces lead from a label to its number."""
    if "  " not in text and "...." not in text and "……" not in text and " . " not in text:
        return text
    return _LEADER.sub(_led, text)


def _led(gap: re.Match[str]) -> str:
    """A colon for the leader `gap` where a label ends before it, and nothing else where none does."""
    last = gap.string[max(0, gap.start() - 2) : gap.start()].rstrip(")]")[-1:]
    return ":".ljust(len(gap[0])) if last.isalpha() else gap[0]
