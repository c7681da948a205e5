"""The chart contract, in one place: style, size, layout, axes, and a source line that comes from the rows plotted.

A report hands over the panels with their rows and draws the marks; title, legend, units, sources and notes cannot be
forgotten. The same rows give the same bytes: no clock, no random salt, and only the fonts that matplotlib brings.
Lengths are inches and type sizes points. Text is never read as mathematics, so `$5 to $6` stays as it is.
"""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from math import log10
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from reports.axes import count_ticks, day_ticks, spread_wide, ten_ticks, tick_words
from reports.claims import NOT_ATTRIBUTED, Claim
from reports.wording import counted, listed, period_words

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH, NARROW, DPI = 7.2, 5.0, 160  # NARROW stays readable at the width of a phone
MARGIN, GAP = 0.2, 0.1
PANEL, LOW_PANEL = 2.5, 1.4  # the height of one panel's axes; low where there is little to see
FEW = 3  # so many marks, or fewer, make a low panel
INK, SOFT, RULE = "#1a1a1a", "#5a5a5a", "#dddddd"
TITLE_SIZE, HEADING_SIZE, LABEL_SIZE, NOTE_SIZE = 14.0, 10.0, 9.0, 8.0
LEADING = 1.3  # line height as a multiple of the type size
# Okabe and Ito's palette (2008), told apart by the colour-blind; shapes say the same again for black-and-white print.
STYLES = (
    ("#0072B2", "o"), ("#D55E00", "s"), ("#009E73", "^"), ("#CC79A7", "D"), ("#E69F00", "v"), ("#56B4E9", "P"),
)  # fmt: skip
OTHERS, NOBODY = ("#8c8c8c", "X"), ("#4d4d4d", "h")
MOST_NAMES = 6
NAMED_SOURCES, NAMED_OUTLETS = 8, 3
LONGEST_NAME = 44  # characters of a claimant in the legend
FONT = "DejaVu Sans"  # it comes with matplotlib, so that every machine draws the same
# For names in scripts that it lacks, where the machine has them.
MORE_FONTS = (
    "Noto Sans CJK SC", "Noto Sans CJK JP", "WenQuanYi Zen Hei", "Noto Sans Devanagari", "Noto Sans Bengali",
    "Noto Sans Ethiopic", "Noto Sans Myanmar", "Noto Sans Khmer", "Noto Sans Thai", "Noto Sans Sinhala",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Panel:
    """One axis of a chart: its heading, its unit, and the claims on it."""

    heading: str
    unit: str
    rows: list[Claim]

    @property
    def height(self) -> float:
        """The height of the axes."""
        return LOW_PANEL if len(self.rows) <= FEW else PANEL

    @property
    def marks(self) -> list[float]:
        """Every value that the axis has to reach: the points, and the ends of ranges."""
        ends = (end for row in self.rows if row.qualifier == "range" for end in (row.low, row.high))
        return [row.value for row in self.rows] + [end for end in ends if end is not None]


@dataclass(slots=True)
class Sheet:
    """A chart on paper. `axes` go with the panels; `style` gives colour and marker; `spots` say where points lie.

    A spot is (figure_id, x, y) with x and y as fractions of the picture from its top left corner.
    """

    figure: Figure
    axes: list[Axes]
    styles: dict[str, tuple[str, str]]
    spots: list[tuple[str, float, float]] = field(default_factory=list)

    def style(self, claim: Claim) -> tuple[str, str]:
        """Colour and marker of the claim's claimant."""
        return self.styles.get(claim.who, OTHERS)

    def spot(self, claim: Claim, axes: Axes, x: float, y: float) -> None:
        """Remember where a claim was drawn (data coordinates)."""
        across, up = self.figure.transFigure.inverted().transform(axes.transData.transform((x, y)))
        self.spots.append((claim.figure_id, round(float(across), 4), round(1 - float(up), 4)))


@contextmanager
def chart(
    panels: Sequence[Panel], to: Path | BinaryIO, *, title: str, notes: Sequence[str] = (), width: float = WIDTH
) -> Iterator[Sheet]:
    """A sheet to draw the panels' claims on; it is written to `to` as PNG when the block ends.

    Raises ValueError where the panels hold no claim: an empty chart would say that nothing happened.
    """
    import matplotlib

    rows = [row for panel in panels for row in panel.rows]
    if not rows:
        raise ValueError(f"{title}: no claim to draw")
    with matplotlib.rc_context(), warnings.catch_warnings():
        # A name in a script that the font lacks is drawn as boxes; the reader of the terminal can do nothing about it.
        warnings.filterwarnings("ignore", message="Glyph", category=UserWarning)
        matplotlib.rcdefaults()  # a user's own matplotlibrc must not change the picture
        matplotlib.rcParams.update({"font.family": fonts(), "text.parse_math": False, "path.simplify": False})
        sheet = _laid_out(panels, rows, title, notes, width)
        yield sheet
        sheet.figure.savefig(to, format="png", dpi=DPI, metadata={"Software": None, "Title": title})


def claimant_styles(rows: Sequence[Claim]) -> dict[str, tuple[str, str]]:
    """Colour and marker of the claimants with most claims, at most `MOST_NAMES`; the rest are drawn as `OTHERS`."""
    counts = Counter(row.who for row in rows)
    named = sorted((name for name in counts if name != NOT_ATTRIBUTED), key=lambda name: (-counts[name], name))
    most = MOST_NAMES if len(named) <= MOST_NAMES else MOST_NAMES - 1
    styles = dict(zip(named[:most], STYLES, strict=False))
    return styles | ({NOT_ATTRIBUTED: NOBODY} if NOT_ATTRIBUTED in counts else {})


def source_line(rows: Sequence[Claim]) -> str:
    """Who says what is drawn, how many documents it was read from, who published them, and for which days."""
    counts = Counter(row.who for row in rows)
    order = sorted(counts, key=lambda name: (name == NOT_ATTRIBUTED, -counts[name], name))
    outlets = Counter(row.publisher for row in {row.document_id: row for row in rows}.values() if row.publisher)
    published = listed(sorted(outlets, key=lambda name: (-outlets[name], name)), NAMED_OUTLETS)
    documents = counted(len({row.document_id for row in rows}), "document")
    days = period_words([row.as_of for row in rows if row.as_of])
    who = "Source" if len(order) == 1 else "Sources"
    told = f", told in {documents}" + (f" ({published})" if published else "")
    names = [f"claims with {name}" if name == NOT_ATTRIBUTED and len(order) > 1 else name for name in order]
    return f"{who}: {listed(names, NAMED_SOURCES)}{told}; {days}."


def _laid_out(panels: Sequence[Panel], rows: list[Claim], title: str, notes: Sequence[str], width: float) -> Sheet:
    """The empty sheet: text is measured first, so that the sheet is as high as what stands on it."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(width, 10), dpi=DPI, facecolor="white")
    FigureCanvasAgg(figure)
    room = width - 2 * MARGIN
    styles = claimant_styles(rows)
    head = wrapped(title, TITLE_SIZE, room, bold=True)
    key = _key(rows, styles, room)
    foot = [line for text in (source_line(rows), *notes) for line in wrapped(text, NOTE_SIZE, room)]
    scales = [_scale(panel) for panel in panels]
    left = MARGIN + max(text_width(text, LABEL_SIZE) for scale in scales for text in scale.labels) + GAP

    page = _Page(figure, width)
    page.lines(head, TITLE_SIZE, INK, bold=True)
    page.skip(GAP / 2)
    page.key(key)
    days = _days(rows)
    boxes = []
    for panel, scale in zip(panels, scales, strict=True):
        page.skip(GAP)
        page.lines(wrapped(panel.heading + scale.note, HEADING_SIZE, room), HEADING_SIZE, INK, bold=False)
        page.skip(GAP * 0.8)
        boxes.append((left, page.down, width - MARGIN - left, panel.height))
        page.skip(panel.height + 2.6 * _line(LABEL_SIZE))
    page.lines(foot, NOTE_SIZE, SOFT)
    page.finish()
    axes = [_axes(figure, box, scale, days) for box, scale in zip(boxes, scales, strict=True)]
    return Sheet(figure, axes, styles)


@lru_cache(maxsize=1)
def fonts() -> list[str]:
    """The typefaces to set text in: the first that has a letter draws it."""
    from matplotlib.font_manager import fontManager

    here = set(fontManager.get_font_names())
    return [FONT, *(name for name in MORE_FONTS if name in here)]


@lru_cache(maxsize=20_000)
def text_width(text: str, size: float, bold: bool = False) -> float:
    """The width of one line of text as it will be drawn, in inches."""
    from matplotlib.font_manager import FontProperties

    font = FontProperties(family=fonts(), size=size, weight="bold" if bold else "normal")
    return float(_ruler().get_text_width_height_descent(text, font, False)[0]) / DPI


@lru_cache(maxsize=1)
def _ruler() -> Any:
    from matplotlib.backends.backend_agg import RendererAgg

    return RendererAgg(1, 1, DPI)  # type: ignore[no-untyped-call]


def wrapped(text: str, size: float, room: float, bold: bool = False) -> list[str]:
    """The text in lines no wider than `room`; a word that is too long for a line is broken."""
    space = text_width("n n", size, bold) - text_width("nn", size, bold)
    lines: list[str] = []
    used = 0.0
    for word in (part for whole in text.split() for part in _broken(whole, size, room, bold)):
        wide = text_width(word, size, bold)
        if lines and used + space + wide <= room:
            lines[-1] += f" {word}"
            used += space + wide
        else:
            lines.append(word)
            used = wide
    return lines


def _broken(word: str, size: float, room: float, bold: bool) -> Iterator[str]:
    while len(word) > 1 and text_width(word, size, bold) > room:
        fits = next((n for n in range(len(word) - 1, 1, -1) if text_width(word[:n], size, bold) <= room), 1)
        yield word[:fits]
        word = word[fits:]
    yield word


@dataclass(frozen=True, slots=True)
class _Scale:
    ticks: list[float]
    labels: list[str]
    tens: bool

    @property
    def note(self) -> str:
        return " (axis in powers of ten)" if self.tens else ""


ZERO_ROOM = 0.22
ARROW_ROOM, TENS_ARROW_ROOM = 1.15, 4  # the axis reaches this many times further where a mark carries an arrow


def _scale(panel: Panel) -> _Scale:
    tens = spread_wide(panel.marks)
    room = TENS_ARROW_ROOM if tens else ARROW_ROOM
    values = panel.marks + [row.value * room for row in panel.rows if row.qualifier in ("at_least", "vague")]
    low = panel.height < PANEL
    ticks = ten_ticks(values, 4 if low else 8) if tens else count_ticks(values, 4 if low else 6)
    return _Scale(ticks, [tick_words(tick, panel.unit) for tick in ticks], tens)


def _line(size: float) -> float:
    return size * LEADING / 72


KeyEntry = tuple[float, int, str, tuple[str, str]]  # inches from the left, row, name, style


def _key(rows: list[Claim], styles: dict[str, tuple[str, str]], room: float) -> list[KeyEntry]:
    """The legend as a line of names that flows on when it is full."""
    entries = [(_short(name), style) for name, style in styles.items()]
    others = len({row.who for row in rows} - set(styles))
    if others:
        entries.append((counted(others, "other claimant"), OTHERS))
    placed: list[KeyEntry] = []
    across, line = 0.0, 0
    for name, style in entries:
        wide = 0.2 + text_width(name, LABEL_SIZE) + 0.2
        if across and across + wide - 0.2 > room:
            across, line = 0.0, line + 1
        placed.append((across, line, name, style))
        across += wide
    return placed


def _short(name: str) -> str:
    if len(name) <= LONGEST_NAME:
        return name
    kept = name[:LONGEST_NAME]
    return (kept.rsplit(" ", 1)[0] if " " in kept else kept[:-1]) + "…"


class _Page:
    """Sets text from the top of a sheet downwards; `finish` cuts the sheet to its height and moves all into place."""

    def __init__(self, figure: Figure, width: float) -> None:
        self.figure, self.width, self.down = figure, width, MARGIN
        self._texts: list[tuple[Any, float]] = []
        self._marks: list[tuple[Any, float]] = []

    def skip(self, inches: float) -> None:
        self.down += inches

    def lines(self, lines: Sequence[str], size: float, colour: str, bold: bool = False) -> None:
        for line in lines:
            self._text(MARGIN, line, size, colour, bold)
            self.down += _line(size)

    def key(self, entries: Sequence[KeyEntry]) -> None:
        from matplotlib.lines import Line2D

        top = self.down
        for across, row, name, (colour, marker) in entries:
            self.down = top + row * _line(LABEL_SIZE)
            mark = Line2D(
                [MARGIN + across + 0.06], [0], marker=marker, color=colour, markersize=6.5, markeredgecolor="white",
                markeredgewidth=0.5, transform=self.figure.dpi_scale_trans,
            )  # fmt: skip
            self.figure.add_artist(mark)
            self._marks.append((mark, self.down + _line(LABEL_SIZE) / 2))
            self._text(MARGIN + across + 0.18, name, LABEL_SIZE, INK, False)
        self.down += _line(LABEL_SIZE)

    def _text(self, across: float, text: str, size: float, colour: str, bold: bool) -> None:
        artist = self.figure.text(
            across, 0, text, fontsize=size, color=colour, fontweight="bold" if bold else "normal", va="center",
            transform=self.figure.dpi_scale_trans,
        )  # fmt: skip
        self._texts.append((artist, self.down + _line(size) / 2))

    def finish(self) -> None:
        height = self.down + MARGIN
        self.figure.set_size_inches(self.width, height)
        for artist, down in self._texts:
            artist.set_y(height - down)
        for mark, down in self._marks:
            mark.set_ydata([height - down])


@dataclass(frozen=True, slots=True)
class _Days:
    """The days of the data, and the ends of the time axis as ordinals: with air, and room for a label on the right."""

    ends: tuple[date, date]
    limits: tuple[float, float]


def _days(rows: Sequence[Claim]) -> _Days:
    days = [row.as_of for row in rows if row.as_of]
    first, last = min(days), max(days)
    span = (last - first).days
    air = max(0.04 * span, 0.6) if span else 4
    return _Days((first, last), (first.toordinal() - air, last.toordinal() + (2 * air if span else air)))


def _axes(figure: Figure, box: tuple[float, float, float, float], scale: _Scale, days: _Days) -> Axes:
    wide, high = figure.get_size_inches()
    left, down, across, tall = box
    axes = figure.add_axes((left / wide, 1 - (down + tall) / high, across / wide, tall / high))
    if scale.tens:
        decades = log10(scale.ticks[-1] / scale.ticks[1])
        # Room for the label of 0 below that of the first power of ten.
        axes.set_yscale("symlog", linthresh=scale.ticks[1], linscale=max(0.4, decades * ZERO_ROOM / (tall - ZERO_ROOM)))
    axes.set_ylim(scale.ticks[0], scale.ticks[-1])
    axes.set_yticks(scale.ticks, scale.labels, fontsize=LABEL_SIZE, color=SOFT)
    axes.set_xlim(*days.limits)
    ticks = day_ticks(*days.ends, max(2, int(across / 0.8)))
    axes.set_xticks([day.toordinal() for day, _ in ticks], [text for _, text in ticks], fontsize=LABEL_SIZE, color=SOFT)
    axes.minorticks_off()
    axes.tick_params(axis="y", length=0, pad=4)
    axes.tick_params(axis="x", length=3, color=SOFT)
    axes.grid(axis="y", color=RULE, linewidth=0.7)
    axes.set_axisbelow(True)
    for side in ("top", "left", "right"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(SOFT)
    return axes
