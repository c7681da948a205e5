"""Which claims a line may join: the rules that tell a series from a heap of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from statistics import median

from reports.claims import FIRM, NOT_ATTRIBUTED, Claim

# A series counts the same thing again and again. An event (flow) happens once, a change is no level.
JOINED_MEASURES = ("stock", "cumulative")
LEAST_DAYS = 3  # fewer days than this are points, not a line
LEAST_GAP = 30  # days; a line may always cross a month without news
USUAL_GAPS = 3  # a line may cross three times the usual spacing of its own days
MOST_GAP = 400  # days; a yearly count may come a month late, but nothing speaks for two years
LARGEST_STEP = 10  # a tenfold step from one day to the next is another scope, not news


@dataclass(frozen=True, slots=True)
class Line:
    """The highest claim of each day for one place, by one claimant ("" where it runs over several).

    `parts` are unbroken; `gap` is the longest stretch in days that the line may cross.
    """

    parts: tuple[tuple[tuple[date, float], ...], ...]
    who: str
    place: str
    gap: int


def best_lines(claims: Sequence[Claim]) -> list[Line]:
    """The lines through the claims of one panel; none where they are no series.

    Joined are reported, firm claims with a known day, of one measure that repeats (stock or running total), for the
    one place that has most days, the whole country winning ties. Each claimant with `LEAST_DAYS` days has a line of its
    own, so that two who contradict each other make two lines and not a saw; where nobody has, one line runs over all.
    Each day counts once, with its highest claim, as in the view `series_daily`: the parts of a count are never above
    the whole. A line breaks over a gap of `USUAL_GAPS` times its usual spacing (at least `LEAST_GAP` and at most
    `MOST_GAP` days), and over a step of more than `LARGEST_STEP` times.
    """
    rows = _of_one_scope([one for one in claims if _joins(one)])
    names = sorted({row.who for row in rows} - {NOT_ATTRIBUTED})
    own = [line for who in names if (line := _line([row for row in rows if row.who == who], who))]
    whole = _line(rows, "")
    return own or ([whole] if whole else [])


def _joins(claim: Claim) -> bool:
    said = claim.modality == "reported" and claim.as_of is not None and not claim.is_guessed
    return said and claim.qualifier in FIRM and claim.measure in JOINED_MEASURES


def _of_one_scope(claims: Iterable[Claim]) -> list[Claim]:
    scopes: dict[tuple[str, str], list[Claim]] = {}
    for one in claims:
        scopes.setdefault(one.scope, []).append(one)
    order = sorted(scopes, key=lambda scope: (-len({row.as_of for row in scopes[scope]}), scope))
    return scopes[order[0]] if order else []


def _line(rows: Sequence[Claim], who: str) -> Line | None:
    days: dict[date, float] = {}
    for row in rows:
        if row.as_of:
            days[row.as_of] = max(row.value, days.get(row.as_of, row.value))
    if len(days) < LEAST_DAYS:
        return None
    points = sorted(days.items())
    gap = longest_gap([day for day, _ in points])
    parts = tuple(part for part in _unbroken(points, gap) if len(part) > 1)
    return Line(parts, who, rows[0].place if rows[0].scope[0] else "", gap) if parts else None


def longest_gap(days: Sequence[date]) -> int:
    """The longest stretch, in days, that a line through these days may cross: see `best_lines`."""
    usual = median((later - day).days for day, later in pairwise(days))
    return min(MOST_GAP, max(LEAST_GAP, round(USUAL_GAPS * usual)))


def _unbroken(points: list[tuple[date, float]], gap: int) -> list[tuple[tuple[date, float], ...]]:
    parts = [[points[0]]]
    for before, after in pairwise(points):
        small, large = sorted((before[1], after[1]))
        joined = after[0] - before[0] <= timedelta(days=gap) and large <= LARGEST_STEP * max(small, 1)
        if joined:
            parts[-1].append(after)
        else:
            parts.append([after])
    return [tuple(part) for part in parts]
