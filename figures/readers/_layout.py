"""A page of a PDF to lines and tables in reading order.

Columns are found by cutting: a group of lines that all leave the same strip of the page free is split at that strip,
and each side is cut again. A line that crosses the strip ends the group (the recursive XY-cut of Nagy and Seth, 1984,
with columns tried before rows). Lengths are points, and `top` grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from figures.readers import _rows, _tables
from figures.readers._boxes import Box, merged, on_lines

if TYPE_CHECKING:
    from pdfplumber.page import Page

# The mark of a list item where it stands alone: a bullet, also of a symbol font, or a number with a full stop.
MARK = re.compile(r"(?:[•●○◦▪■□‣➢➤✓✔·*\-–—\uf0b7\uf0a7\uf0d8\uf0fc\uf076]|o|(?:\d{1,2}|[a-z])[.)])")

# A page with more small shapes than this is a map.
_MOST_BULLETS = 200


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page: its regions in reading order, each a list of lines or one table."""

    number: int
    height: float
    regions: tuple[tuple[Box, ...], ...]


def sheet(page: Page) -> Sheet:
    """The lines and tables of `page` in reading order."""
    padding = _padding(page.chars)
    upright = page.filter(
        lambda thing: bool(thing.get("upright", True)) and id(thing) not in padding and not _is_unknown(thing)
    )
    if _is_doubled(upright):
        upright = upright.dedupe_chars()
    tables = _tables.with_lines(upright)
    found = upright.extract_words(x_tolerance_ratio=0.18, y_tolerance=2, return_chars=True)
    words = [box for box in map(_word, found) if box.text and not any(_inside(box, table) for table in tables)]
    boxes = _with_marks(words, _drawn_bullets(page)) + [box for box in tables if box.text]
    regions = _regions(boxes) if boxes else []
    return Sheet(page.page_number, float(page.height), tuple(tuple(region) for region in regions))


def _is_unknown(thing: dict[str, Any]) -> bool:
    """Whether a letter has no known meaning: the reader writes `(cid:10)`, whose 10 would pass for a number."""
    return str(thing.get("text", "")).startswith("(cid:")


def _padding(letters: Sequence[dict[str, Any]]) -> set[int]:
    """The blanks of long runs, by id. Empty lines made of blanks lie over other lines and would tear their words."""
    runs = (list(run) for blank, run in groupby(letters, key=lambda letter: letter["text"].isspace()) if blank)
    return {id(letter) for run in runs if len(run) > 2 for letter in run}


def _is_doubled(page: Page) -> bool:
    """Whether letters are printed twice, for bold or a shadow. Mending that takes a third of the time, so only then."""
    places = Counter((letter["text"], round(letter["x0"]), round(letter["top"])) for letter in page.chars)
    return len(places) < 0.98 * len(page.chars)


def _word(found: dict[str, Any]) -> Box:
    letters = found["chars"]
    bold = sum("bold" in str(letter["fontname"]).lower() for letter in letters) * 2 > len(letters)
    size = median(float(letter["size"]) for letter in letters)
    return Box(found["x0"], found["x1"], found["top"], found["bottom"], _text(found["text"]), size, bold)


def _text(text: str) -> str:
    """`text` without the pictures of symbol fonts; those used as bullets stay."""
    return "".join(_plain(sign) if "\ue000" <= sign <= "\uf8ff" else sign for sign in text)


def _plain(sign: str) -> str:
    return "•" if MARK.fullmatch(sign) else ""


def _inside(word: Box, table: Box) -> bool:
    x, y = (word.x0 + word.x1) / 2, (word.top + word.bottom) / 2
    return table.x0 <= x <= table.x1 and table.top <= y <= table.bottom


def _with_marks(words: list[Box], bullets: list[Box]) -> list[Box]:
    """`words` with each list mark joined to the word after it, so that the gap between them is no column.

    Drawn `bullets` with no word after them are left out: they are dots on a map.
    """
    joined: list[Box] = []
    for line in on_lines(words + bullets):
        mark: Box | None = None
        for word in line:
            if mark is not None and word not in bullets and 0 < word.x0 - mark.x1 < 4 * word.size:
                joined.append(replace(word, x0=mark.x0, text=f"{mark.text} {word.text}"))
                mark = None
                continue
            joined += [mark] if mark is not None and mark not in bullets else []
            mark = word if MARK.fullmatch(word.text) else None
            joined += [word] if mark is None else []
        joined += [mark] if mark is not None and mark not in bullets else []
    return joined


def _drawn_bullets(page: Page) -> list[Box]:
    """Bullets drawn as small discs or squares, as browsers print them: each alone, for several make an icon.

    A page with hundreds of them is a map.
    """
    drawn = [*page.curves, *page.rects, *page.images]
    small = [
        thing for thing in drawn if 1.5 < thing["width"] < 6 and 0.7 < thing["width"] / (thing["height"] or 1) < 1.4
    ]
    if len(small) > _MOST_BULLETS:
        return []
    alone = [one for one in small if not any(other is not one and _touch(one, other) for other in drawn)]
    return [Box(one["x0"], one["x1"], one["top"], one["bottom"], "•") for one in alone]


def _touch(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two drawn things are closer than two bullets ever are. What holds the one inside is its background."""
    near = 5.0
    around = other["x0"] < one["x0"] - near and other["x1"] > one["x1"] + near
    level = other["x0"] - near < one["x1"] and one["x0"] < other["x1"] + near
    upright = other["top"] - near < one["bottom"] and one["top"] < other["bottom"] + near
    return level and upright and not around


def _regions(boxes: list[Box]) -> list[list[Box]]:
    """The regions of `boxes` in reading order, each as lines from top to bottom."""
    bands = _bands(boxes)
    regions: list[list[Box]] = []
    plain: list[Box] = []
    at = 0
    while at < len(bands):
        end, gutters = _columns_from(bands, at)
        if not gutters:
            plain += bands[at]
            at += 1
            continue
        regions += _lines(plain)
        plain = []
        start = at + _before_columns(bands[at:end], gutters)
        regions += _lines(box for band in bands[at:start] for box in band)
        regions += _split([box for band in bands[start:end] for box in band], gutters)
        at = end
    return regions + _lines(plain)


def _bands(boxes: list[Box]) -> list[list[Box]]:
    """`boxes` as rows over the whole width, cut wherever a level line can be drawn through nothing."""
    bands: list[list[Box]] = []
    bottom = float("-inf")
    for box in sorted(boxes, key=lambda box: box.top):
        slack = 0.15 * (box.bottom - box.top)  # the boxes of close-set lines overlap a little
        if box.top + slack >= bottom:
            bands.append([])
        bands[-1].append(box)
        bottom = max(bottom, box.bottom - slack)
    return bands


def _columns_from(bands: list[list[Box]], at: int) -> tuple[int, list[float]]:
    """How far from band `at` columns go, and the middles of the strips between them; no strips where there are none."""
    best: tuple[int, list[float]] = (at + 1, [])
    group: list[Box] = []
    for end in range(at, len(bands)):
        group += bands[end]
        gaps = _gaps(group)
        if not gaps and len(bands[end]) and _spans(bands[end], group):
            break
        if gutters := [gap for gap in gaps if _parts(group, gap)]:
            best = (end + 1, gutters)
    end, gutters = best
    return (_without_new_section(bands[at:end], gutters) + at, gutters) if gutters else best


def _before_columns(bands: list[list[Box]], gutters: list[float]) -> int:
    """How many of `bands` stand above the columns: those at the left only, down to the last wide space below one."""
    first = next(index for index, band in enumerate(bands) if max(box.x1 for box in band) > gutters[0])
    for index in range(first, 0, -1):
        above, below = bands[index - 1], bands[index]
        if min(box.top for box in below) - max(box.bottom for box in above) > 0.6 * below[0].size:
            return index
    return 0


def _without_new_section(bands: list[list[Box]], gutters: list[float]) -> int:
    """How many of `bands` belong to the columns: not the heading below them, at the left, and what follows it."""
    last = max(index for index, band in enumerate(bands) if max(box.x1 for box in band) > gutters[0])
    usual = median(box.size for band in bands for box in band)
    for index in range(last + 1, len(bands)):
        if all(box.bold or box.size > 1.1 * usual for box in bands[index]):
            return index
    return len(bands)


def _spans(band: list[Box], group: list[Box]) -> bool:
    """Whether `band` alone is as wide as all of `group`, so that no column can go on beside it."""
    width = max(box.x1 for box in group) - min(box.x0 for box in group)
    return max(box.x1 for box in band) - min(box.x0 for box in band) > 0.97 * width and len(group) > len(band)


def _gaps(boxes: list[Box]) -> list[float]:
    """The middles of the upright strips that no box touches, wider than any space between two words."""
    least = max(7.0, 0.9 * median(box.size for box in boxes))
    gaps = []
    right = float("inf")
    for box in sorted(boxes, key=lambda box: box.x0):
        if box.x0 - right >= least:
            gaps.append((box.x0 + right) / 2)
        right = max(right, box.x1) if right != float("inf") else box.x1
    return gaps


def _parts(boxes: list[Box], gutter: float) -> bool:
    """Whether text stands side by side at `gutter`, over two lines or more."""
    left = [box for box in boxes if box.x1 < gutter]
    right = [box for box in boxes if box.x0 > gutter]
    top = max(min(box.top for box in left), min(box.top for box in right))
    bottom = min(max(box.bottom for box in left), max(box.bottom for box in right))
    return bottom - top > 1.5 * median(box.size for box in boxes)


def _split(group: list[Box], gutters: list[float]) -> list[list[Box]]:
    if (table := _tables.without_lines(group, gutters)) is not None:
        return [[table]]
    edges = [float("-inf"), *gutters, float("inf")]
    sides = [[box for box in group if low < box.x0 < high] for low, high in pairwise(edges)]
    return [region for side in sides if side for region in _regions(side)]


def _lines(boxes: Iterable[Box]) -> list[list[Box]]:
    """`boxes` of one column as regions: runs of lines, and each table by itself."""
    regions: list[list[Box]] = []
    for line in on_lines(boxes):
        if line[0].table:
            regions += [[box] for box in line if box.table]
            line = [box for box in line if not box.table]
        if line:
            if not regions or regions[-1][-1].table:
                regions.append([])
            regions[-1].append(_line(line))
    return regions


def _line(words: list[Box]) -> Box:
    """The words as one line; a gap as wide as three letters is the border of a cell."""
    apart = [word.x0 - before.x1 > 3 * max(word.size, before.size) for before, word in pairwise(words)]
    more = [(_rows.BAR if gap else " ") + word.text for gap, word in zip(apart, words[1:], strict=True)]
    return replace(merged(words, words[0].text + "".join(more)), cells=any(apart))
