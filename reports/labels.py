"""The numbers written beside the marks of a chart: where there is room, and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from math import ceil, hypot
from typing import TYPE_CHECKING

from reports.chart import INK, LABEL_SIZE, Sheet
from reports.lines import Line
from reports.marks import ARROW, POINT, Mark, open_side
from reports.wording import claim_words, is_currency

if TYPE_CHECKING:
    from matplotlib.axes import Axes

ALL = 6  # up to so many marks every one has its number beside it; of more, only the newest and the highest
AIR = 2.0  # points between a number and what stands beside it
Box = tuple[float, float, float, float]  # left, bottom, right, top in pixels
# Where a number may stand, from the best place to the worst: points from its mark, and how it is set there.
PLACES = (
    (0, 7, "center", "bottom"), (8, 0, "left", "center"), (-8, 0, "right", "center"), (0, -7, "center", "top"),
    (7, 7, "left", "bottom"), (-7, 7, "right", "bottom"), (7, -7, "left", "top"), (-7, -7, "right", "top"),
    (0, 20, "center", "bottom"),
)  # fmt: skip


def draw_numbers(sheet: Sheet, axes: Axes, marks: Sequence[Mark], lines: Sequence[Line], stems: bool) -> None:
    """Write numbers beside marks. A number that would touch a mark, a line, another
    number or the edge, or stand nearer to another mark, is left out."""
    renderer = sheet.figure.canvas.get_renderer()  # type: ignore[attr-defined]
    scale = sheet.figure.dpi / 72
    room = axes.get_window_extent(renderer)
    points = [(mark, *axes.transData.transform((mark.x, mark.y))) for mark in marks]
    taken = [box for mark in marks for box in _boxes(axes, mark, scale, stems)]
    taken += [box for line in lines for part in line.parts for box in _along(axes, part, scale)]
    for mark in _chosen(marks):
        for dx, dy, across, up in PLACES:
            note = axes.annotate(
                _words(mark), (mark.x, mark.y), (dx, dy), textcoords="offset points", ha=across, va=up,
                fontsize=LABEL_SIZE, color=INK, zorder=5, annotation_clip=False,
            )  # fmt: skip
            box = note.get_window_extent(renderer).extents
            inside = room.x0 <= box[0] and box[2] <= room.x1 and room.y0 <= box[1] and box[3] <= room.y1 + 4 * scale
            own = min(points, key=lambda point: (round(_distance(box, point[1], point[2])), point[0] is not mark))[0]
            if inside and own is mark and not any(_touch(box, other, AIR * scale) for other in taken):
                taken.append(box)
                break
            note.remove()


def _words(mark: Mark) -> str:
    claim = mark.claim
    unit = claim.unit if is_currency(claim.unit) else ""
    return claim_words(claim.value, claim.low, claim.high, claim.qualifier, unit, claim.text)


def _chosen(marks: Sequence[Mark]) -> list[Mark]:
    if len(marks) <= ALL:
        return list(marks)
    said = [mark for mark in marks if mark.claim.modality == "reported"] or list(marks)
    newest = max(said, key=lambda mark: (mark.claim.as_of, mark.y))
    highest = max(said, key=lambda mark: (mark.y, mark.x))
    return [newest] if newest == highest else [newest, highest]


def _boxes(axes: Axes, mark: Mark, scale: float, stems: bool) -> Iterator[Box]:
    """The room that a mark takes: its point, its arrow or bar, and its stem."""
    claim = mark.claim
    x, y = axes.transData.transform((mark.x, mark.y))
    half, thin = POINT * scale * 0.75, 2 * scale
    yield x - half, y - half, x + half, y + half
    side = open_side(claim) * ARROW * scale
    if side:
        yield x - 2 * thin, min(y, y + side), x + 2 * thin, max(y, y + side)
    if claim.qualifier == "range" and claim.low is not None and claim.high is not None:
        low, high = (axes.transData.transform((mark.x, end))[1] for end in (claim.low, claim.high))
        yield x - 2 * thin, low, x + 2 * thin, high
    if stems:
        yield x - thin / 2, axes.transData.transform((mark.x, 0))[1], x + thin / 2, y


def _along(axes: Axes, part: Sequence[tuple[date, float]], scale: float) -> Iterator[Box]:
    """Small boxes strung along a line."""
    points = [axes.transData.transform((day.toordinal(), y)) for day, y in part]
    thin = 1.5 * scale
    for (x0, y0), (x1, y1) in pairwise(points):
        steps = max(1, ceil(hypot(x1 - x0, y1 - y0) / thin))
        for n in range(steps + 1):
            x, y = x0 + (x1 - x0) * n / steps, y0 + (y1 - y0) * n / steps
            yield x - thin, y - thin, x + thin, y + thin


def _distance(box: Box, x: float, y: float) -> float:
    return hypot(max(box[0] - x, 0, x - box[2]), max(box[1] - y, 0, y - box[3]))


def _touch(one: Box, other: Box, air: float) -> bool:
    beside = one[0] < other[2] + air and other[0] < one[2] + air
    return beside and one[1] < other[3] and other[1] < one[3]
