"""The marks that part the columns of a table in plain text."""

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
    if mark in ("", "|", "\t"):
        return text
    if mark == "  ":
        return re.sub(r" {2,}", lambda gap: "|".ljust(len(gap[0])), text)
    return text.replace(mark, "|".ljust(len(mark)))
