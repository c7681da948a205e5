"""Tables on a page of a PDF: those with lines around their cells, and those with nothing but space between them."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from figures.readers import _rows
from figures.readers._boxes import Box, merged, on_lines

if TYPE_CHECKING:
    from pdfplumber.page import Page
    from pdfplumber.table import Table

# A page with more lines drawn on it than this is a map or a chart, where looking for tables takes minutes.
_MOST_EDGES = 4000
_NUMBER = re.compile(r"[-–+~<>≈]?\s?(?:US|[A-Z]{3})?\s?[$€£]?\s?\d|[-–—]$|(?:n/?a|nil|none|tbc|tbd)$", re.IGNORECASE)


def with_lines(page: Page) -> list[Box]:
    """The tables of data whose cells have lines around them; not the frames around prose."""
    if len(page.edges) > _MOST_EDGES:
        return []
    boxes = []
    for table in page.find_tables():
        rows = _grid(table)
        if _is_data(rows):
            x0, top, x1, bottom = table.bbox
            boxes.append(Box(x0, x1, top, bottom, _rows.table(rows), table=True))
    return boxes


def _grid(table: Table) -> list[list[str]]:
    """The cells, with those that span several rows said in each, and columns that only a merged cell made closed up."""
    texts = table.extract()
    starts: dict[tuple[float, ...], str] = {}
    for line, words in zip(table.rows, texts, strict=True):
        starts |= {cell: word or "" for cell, word in zip(line.cells, words, strict=True) if cell is not None}
    grid = []
    for line, words in zip(table.rows, texts, strict=True):
        cells = []
        for column, (cell, word) in enumerate(zip(line.cells, words, strict=True)):
            cells.append((word or "") if cell is not None else _from_above(table, line, column, starts))
        grid.append(cells)
    return _rows.closed_up(grid)


def _from_above(table: Table, line: Any, column: int, starts: dict[tuple[float, ...], str]) -> str:
    """What the cell says that reaches into this place of `line` from a row above; "" where it reaches from the left."""
    above = [cell for row in table.rows if row.bbox[1] < line.bbox[1] and (cell := row.cells[column]) is not None]
    return starts[above[-1]] if above and above[-1][3] >= line.bbox[3] - 1 else ""


def _is_data(rows: list[list[str]]) -> bool:
    """Whether it is a table of data, not a frame around prose: rows and columns, and short cells."""
    filled = [cell for cells in rows for cell in cells if cell.strip()]
    wide = sum(sum(bool(cell.strip()) for cell in cells) > 1 for cells in rows)
    return wide > 1 and sum(map(len, filled)) < 120 * len(filled) and max(map(len, filled)) < 600


def without_lines(group: list[Box], gutters: list[float]) -> Box | None:
    """The rows of `group` as a table, where most rows fill several columns and those after the first hold numbers."""
    if any(box.table for box in group) or _is_key_figures(group):
        return None
    rows = _whole_rows(on_lines(group), gutters)
    later = [cell for cells in rows for cell in cells[1:] if cell]
    full = sum(sum(bool(cell) for cell in cells) > 1 for cells in rows)
    numbers = sum(_NUMBER.match(cell) is not None and len(cell.split()) < 5 for cell in later)
    if len(rows) < 3 or full < 0.6 * len(rows) or numbers < 0.5 * len(later):
        return None
    box = merged(group, _rows.table(rows))
    return replace(box, table=True)


def _whole_rows(lines: list[list[Box]], gutters: list[float]) -> list[list[str]]:
    """The cells of each row. A line that has only a first cell and is close to the row below or above belongs to it."""
    tops = [line[0].top for line in lines]
    steps = [after - before for before, after in pairwise(tops)]
    step = median(steps) if steps else 0.0
    rows: list[list[str]] = []
    label = ""
    for index, line in enumerate(lines):
        cells = _cells(line, gutters)
        if any(cells[1:]):
            cells[0] = f"{label} {cells[0]}".strip()
            label = ""
            rows.append(cells)
        elif index + 1 < len(lines) and steps[index] < 0.8 * step:
            label = f"{label} {cells[0]}".strip()
        elif rows and index > 0 and steps[index - 1] < 0.8 * step:
            rows[-1][0] = f"{rows[-1][0]} {cells[0]}"
        else:
            rows.append(cells)
    return rows


def _is_key_figures(group: list[Box]) -> bool:
    """Whether the numbers stand in larger print than the words: boxes of key figures, each to be read by itself."""
    numbers = [box.size for box in group if _NUMBER.match(box.text) is not None]
    words = [box.size for box in group if box.text[:1].isalpha()]
    return bool(numbers and words) and median(numbers) > 1.1 * median(words)


def _cells(line: list[Box], gutters: list[float]) -> list[str]:
    edges = [float("-inf"), *gutters, float("inf")]
    spans = pairwise(edges)
    return [" ".join(word.text for word in line if low < word.x0 < high) for low, high in spans]
