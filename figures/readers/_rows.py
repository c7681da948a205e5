"""How every reader writes a table: one line a row, the cells between bars, a blank line around the whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from figures.sources import one_line

BAR = " | "


def row(cells: Iterable[str | None]) -> str:
    """One row as a line. Empty cells keep their place, so that every number stands under its header."""
    return BAR.join(one_line(cell or "").replace("|", "/") for cell in cells).strip(" ")


def table(rows: Iterable[Sequence[str | None]]) -> str:
    """The rows that hold anything, one a line."""
    return "\n".join(row(cells) for cells in rows if any((cell or "").strip() for cell in cells))


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
