"""One chart for each category and country: what was claimed, by whom, as of when."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from reports.chart import WIDTH, Panel, Sheet, chart, claimant_styles
from reports.claims import Claim, by_chart, by_panel, chartable, of_one_time, once, read_claims
from reports.labels import draw_numbers
from reports.lines import LARGEST_STEP, Line, best_lines
from reports.marks import draw_claims, draw_line, draw_stems, open_side
from reports.wording import counted, heading_words, listed, measure_words, unit_words

TITLE = "Charts over time, one for each category and country"
MOST_CHARTS = 60  # the fullest are drawn; a folder of thousands of pictures helps nobody
MOST_PANELS = 3


@dataclass(frozen=True, slots=True)
class Trend:
    """A chart to be: the claims of one category and country, those drawn and how many were left out, and why."""

    category: str
    country: str
    title: str
    panels: list[Panel]
    left_out: list[str]

    @property
    def name(self) -> str:
        """The file name, such as `trend-killed-SYR.png`."""
        where = re.sub(r"\W+", "_", self.country) or "no-country"
        return f"trend-{re.sub(r'[^a-z0-9_]+', '_', self.category.lower())}-{where}.png"

    @property
    def rows(self) -> list[Claim]:
        """Every claim drawn."""
        return [row for panel in self.panels for row in panel.rows]


def build(db: Path, out: Path) -> list[Path]:
    """Draw the `MOST_CHARTS` fullest charts as PNG files in `out`."""
    return [draw(trend, out / trend.name) for trend in trends(read_claims(db))[:MOST_CHARTS]]


def trends(claims: Sequence[Claim]) -> list[Trend]:
    """Every chart that the claims allow, the fullest first, those without a country last."""
    return [trend for rows in by_chart(claims).values() if (trend := _trend(rows)).panels]


def draw(trend: Trend, to: Path, width: float = WIDTH) -> Path:
    """Draw one chart into a file."""
    draw_into(trend, to, width)
    return to


def draw_into(trend: Trend, to: Path | BinaryIO, width: float = WIDTH) -> Sheet:
    """Draw one chart into a file or a buffer; the sheet that comes back knows where each claim lies."""
    named = claimant_styles(trend.rows)  # lines of the others, all in one grey, would be a tangle
    lines = [[line for line in best_lines(panel.rows) if not line.who or line.who in named] for panel in trend.panels]
    notes = [*_notes(trend, [line for found in lines for line in found]), *trend.left_out]
    with chart(trend.panels, to, title=trend.title, notes=[" ".join(notes)] if notes else [], width=width) as sheet:
        for axes, panel, found in zip(sheet.axes, trend.panels, lines, strict=True):
            marks = draw_claims(sheet, axes, panel.rows)
            stems = not found and axes.get_yscale() == "linear"
            for line in found:
                draw_line(sheet, axes, line)
            if stems:
                draw_stems(axes, marks)
            draw_numbers(sheet, axes, marks, found, stems)
    return sheet


def _trend(rows: Sequence[Claim]) -> Trend:
    first = rows[0]
    every = by_panel(once(of_one_time([row for row in rows if chartable(row)])))
    shown = dict(list(every.items())[:MOST_PANELS])
    panels = [Panel(measure_words(*key), key[0], found) for key, found in shown.items()]
    units = list(dict.fromkeys(unit for unit, _, _ in shown))
    title = heading_words(first.category, first.category_label, first.family, units, first.country_name)
    return Trend(first.category, first.country, title, panels, _left_out(rows, every))


def _left_out(rows: Sequence[Claim], every: dict[tuple[str, str, str], list[Claim]]) -> list[str]:
    """What the chart does not show, in plain words."""
    parts = sum(bool(row.is_part) for row in rows)
    denied = sum(row.modality == "denied" and not row.is_part for row in rows)
    dated = [row for row in rows if chartable(row)]
    old = sorted({row.as_of.year for row in set(dated) - set(of_one_time(dated)) if row.as_of})
    undated = sum(row.as_of is None and not row.is_part and row.modality != "denied" for row in rows)
    hidden = list(every.items())[MOST_PANELS:]
    more = sum(len(found) for _, found in hidden)
    kinds = listed(list(dict.fromkeys(_kind_words(*key) for key, _ in hidden)), 4)
    told = [
        (parts, f"{counted(parts, 'part')} of a larger figure"),
        (denied, f"{counted(denied, 'figure')} said to be false"),
        (len(old), f"figures for {listed([str(year) for year in old], 4)}, far from the rest in time"),
        (undated, f"{counted(undated, 'figure')} without a date"),
        (more, f"{counted(more, 'figure')} in other units or of another kind ({kinds})"),
    ]
    phrases = [text for number, text in told if number]
    return [f"Not drawn: {listed(phrases, 5)}."] if phrases else []


def _kind_words(unit: str, measure: str, sector: str) -> str:
    return unit_words(unit) if sector == "none" else f"{unit_words(unit)} for {sector}"


def _notes(trend: Trend, lines: Sequence[Line]) -> list[str]:
    """How to read the marks: only those that are on this chart."""
    rows = trend.rows
    notes = []
    if any(row.qualifier == "range" for row in rows):
        notes.append("Bars: ranges, with the point at the middle.")
    if any(open_side(row) > 0 for row in rows):
        notes.append("Arrow up: “at least”, or a vague word drawn at its low end.")
    if any(open_side(row) < 0 for row in rows):
        notes.append("Arrow down: “up to”.")
    if any(row.modality != "reported" for row in rows):
        notes.append("Hollow: projected or planned, not reported.")
    places = sorted({row.place for row in rows if row.scope[0]})
    guessed = sum(row.is_guessed for row in rows)
    if guessed:
        notes.append(f"{counted(guessed, 'claim')} without a known day: drawn at the file’s date, a guess.")
    if places and trend.country:
        notes.append(f"Some claims are for one place only: {listed(places, 3)}.")
    if lines:
        notes.append(_line_note(lines))
    return notes


def _line_note(lines: Sequence[Line]) -> str:
    where = listed(sorted({line.place or "the country as a whole" for line in lines}), 3)
    whose = "one claimant’s highest number" if all(line.who for line in lines) else "the highest claim"
    return (
        f"Line: {whose} of each day for {where}, broken where none comes for "
        f"{max(line.gap for line in lines)} days and over a step of more than {LARGEST_STEP} times."
    )
