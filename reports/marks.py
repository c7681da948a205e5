"""The marks of a chart: points, ranges, bounds, stems and the best line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from typing import TYPE_CHECKING

from reports.chart import OTHERS, SOFT, Sheet
from reports.claims import Claim
from reports.lines import Line

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.path import Path as MarkerPath

POINT, SMALL_POINT = 7.0, 5.0  # points of type; small where there are many marks
MANY = 60
ARROW = 15.0  # an arrow says that the number is open on that side; its length says nothing
APART = 8.0  # marks of one day that are nearer than this are set side by side


@dataclass(frozen=True, slots=True)
class Mark:
    """A claim with its place on the axes: `x` in days (shifted beside its neighbours), `y` in the unit."""

    claim: Claim
    x: float
    y: float


def draw_claims(sheet: Sheet, axes: Axes, rows: Sequence[Claim]) -> list[Mark]:
    """Draw the claims as points with their ranges and bounds; hollow where they are only expected."""
    marks = side_by_side(axes, rows)
    size = SMALL_POINT if len(marks) > MANY else POINT
    for mark in marks:
        colour, marker = sheet.style(mark.claim)
        _draw_bounds(axes, mark, colour)
        hollow = mark.claim.modality != "reported"
        axes.plot(
            [mark.x], [mark.y], linestyle="none", marker=marker, markersize=size,
            markerfacecolor="white" if hollow else colour, markeredgecolor=colour if hollow else "white",
            markeredgewidth=1.2 if hollow else 0.6, zorder=4, clip_on=False,
        )  # fmt: skip
        sheet.spot(mark.claim, axes, mark.x, mark.y)
    return marks


def draw_stems(axes: Axes, marks: Sequence[Mark]) -> None:
    """A thin stem from zero to each mark: an event stands alone, nothing joins it to the next."""
    axes.vlines([mark.x for mark in marks], 0, [mark.y for mark in marks], colors="#c4c4c4", linewidth=1, zorder=1)


def draw_line(sheet: Sheet, axes: Axes, line: Line) -> None:
    """A line in its claimant's colour, grey where it runs over several claimants, broken where the claims break."""
    colour = sheet.styles.get(line.who, OTHERS)[0] if line.who else SOFT
    for part in line.parts:
        axes.plot([day.toordinal() for day, _ in part], [y for _, y in part], color=colour, linewidth=1.4, zorder=2)


def side_by_side(axes: Axes, rows: Sequence[Claim]) -> list[Mark]:
    """Where each claim is drawn: claims of one day that would hide each other are moved apart by a mark's width."""
    scale = axes.figure.dpi / 72
    left = axes.transData.inverted().transform((0, 0))[0]
    day = axes.transData.inverted().transform((1, 0))[0] - left  # days to a pixel
    placed: dict[int, list[tuple[float, float]]] = defaultdict(list)
    marks = []
    for claim in rows:
        assert claim.as_of is not None
        ordinal = claim.as_of.toordinal()
        y = axes.transData.transform((ordinal, claim.value))[1] / scale
        steps = (n * sign * APART for n in range(4) for sign in (1, -1))
        shift = next((dx for dx in steps if all(hypot(dx - a, y - b) >= APART for a, b in placed[ordinal])), 0.0)
        placed[ordinal].append((shift, y))
        marks.append(Mark(claim, ordinal + shift * scale * day, claim.value))
    return marks


def _draw_bounds(axes: Axes, mark: Mark, colour: str) -> None:
    claim = mark.claim
    if claim.qualifier == "range" and claim.low is not None and claim.high is not None:
        axes.vlines([mark.x], [claim.low], [claim.high], colors=colour, linewidth=2.2, alpha=0.55, zorder=3)
        for end in (claim.low, claim.high):
            axes.plot([mark.x], [end], marker="_", markersize=8, color=colour, markeredgewidth=1.6, zorder=3)
        return
    side = open_side(claim)
    if side:
        axes.plot(
            [mark.x], [mark.y], linestyle="none", marker=_arrow(side), markersize=2 * ARROW, markerfacecolor="none",
            markeredgecolor=colour, markeredgewidth=1.1, zorder=3,
        )  # fmt: skip


def open_side(claim: Claim) -> int:
    """1 where the true number may be higher (`at least`, vague words), -1 where it may be lower (`up to`), else 0."""
    return {"at_least": 1, "vague": 1, "at_most": -1}.get(claim.qualifier, 0)


def _arrow(side: int) -> MarkerPath:
    from matplotlib.path import Path

    points = [(0, 0), (0, side), (-0.22, 0.72 * side), (0, side), (0.22, 0.72 * side)]
    codes = [Path.MOVETO, Path.LINETO, Path.MOVETO, Path.LINETO, Path.LINETO]
    return Path(points, codes)
