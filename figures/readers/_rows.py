"""How every reader writes a table: one line a row, the cells between bars, a blank line around the whole."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from figures.sources import one_line

BAR = " | "
_HAS_DIGIT = re.compile(r"\d")


def row(cells: Iterable[str | None]) -> str:
    """One row as a line. Empty cells keep their place, so that every number stands under its header.

    An empty first cell is written as three dots: a bar at the start of a line may as well be its border.
    """
    line = one_line(BAR.join((cell or "").replace("|", "/") for cell in cells))
    return f"… {line}" if line.startswith("|") else line


def table(rows: Iterable[Sequence[str | None]]) -> str:
    """The rows that hold anything, one a line. A header over two rows is written as one."""
    filled = [[one_line(cell or "") for cell in cells] for cells in rows]
    return "\n".join(row(cells) for cells in _one_header([cells for cells in filled if any(cells)]))


def _one_header(rows: list[list[str]]) -> list[list[str]]:
    """`Houses` over `Destroyed | Damaged` as `Houses Destroyed | Houses Damaged`."""
    if len(rows) < 3 or len(rows[0]) != len(rows[1]) or _HAS_DIGIT.search("".join(rows[0] + rows[1])):
        return rows
    upper, lower = rows[0], rows[1]
    # A first row with one cell at the left is the title of the table.
    is_title = bool(upper[0]) and not any(upper[1:])
    if not all(lower) or all(upper) or is_title or not _HAS_DIGIT.search("".join(rows[2])):
        return rows
    header = []
    over = ""
    for above, below in zip(upper, lower, strict=True):
        over = above or over
        header.append(below if below == over else f"{over} {below}".strip())
    return [header, *rows[2:]]


def is_data(rows: Sequence[Sequence[str]]) -> bool:
    """Whether it is a table of data: two rows and columns or more, and cells too short to be the columns of a page."""
    cells = [cell for cells in rows for cell in cells if cell]
    return len(rows) > 1 and max(map(len, rows)) > 1 and sum(len(cell) for cell in cells) < 120 * len(cells)


def closed_up(rows: list[list[str]]) -> list[list[str]]:
    """`rows` without empty columns. Neighbours that no row fills both of become one: a merged cell split them."""
    columns = [list(column) for column in zip(*rows, strict=True) if any(cell.strip() for cell in column)]
    closed: list[list[str]] = []
    for column in columns:
        if closed and not any(left.strip() and right.strip() for left, right in zip(closed[-1], column, strict=True)):
            closed[-1] = [left or right for left, right in zip(closed[-1], column, strict=True)]
        else:
            closed.append(column)
    return [list(cells) for cells in zip(*closed, strict=True)]
