"""What stands on a page of a PDF: words, lines and tables, each a box.

Lengths are points, and `top` grows downwards.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Box:
    """Something on a page: a word, a line, or a table. `size` is the height of its letters.

    `cells` tells a line whose words stand apart, as in a row of a table.
    """

    x0: float
    x1: float
    top: float
    bottom: float
    text: str
    size: float = 10.0
    bold: bool = False
    table: bool = False
    cells: bool = False


def merged(boxes: Sequence[Box], text: str) -> Box:
    """The box around `boxes`, with `text` in it."""
    return Box(
        min(box.x0 for box in boxes),
        max(box.x1 for box in boxes),
        min(box.top for box in boxes),
        max(box.bottom for box in boxes),
        text,
        median(box.size for box in boxes),
        sum(box.bold for box in boxes) * 2 > len(boxes),
    )


def on_lines(boxes: Iterable[Box]) -> list[list[Box]]:
    """`boxes` by the line that they stand on, each line from left to right."""
    lines: list[list[Box]] = []
    for box in sorted(boxes, key=lambda box: (box.top + box.bottom) / 2):
        middle = (box.top + box.bottom) / 2
        last = lines[-1][-1] if lines else None
        if last is not None and last.top < middle < last.bottom and box.top < (last.top + last.bottom) / 2 < box.bottom:
            lines[-1].append(box)
        else:
            lines.append([box])
    return [sorted(line, key=lambda box: box.x0) for line in lines]
