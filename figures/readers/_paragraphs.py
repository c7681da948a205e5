"""The lines of a PDF's pages to text: paragraphs, list items and rows, without running heads and page numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from figures.readers._boxes import Box
from figures.readers._layout import MARK, Sheet

# Running heads and feet stand in this part of the page's height, at its top and its bottom.
_MARGIN = 0.12
_PAGE_NUMBER = re.compile(
    r"[-–—|\s]*(?:page|pg\.?|p\.)?[\s|]*(\d{1,4})(?:\s*(?:of|/|\||de|sur)\s*\d{1,4})?[-–—|\s]*", re.I
)
_NUMBER_AT_AN_END = re.compile(
    r"^(?:page\s*)?\d{1,4}\s*[|·•–-]\s*|\s*[|·•–-]\s*(?:page\s*[|]?\s*)?\d{1,4}$", re.IGNORECASE
)
_PAGE_OF_PAGES = re.compile(r"[\s|·•–-]*\bpage\s*\|?\s*\d{1,4}\s*(?:of|/)\s*\d{1,4}\s*$", re.IGNORECASE)
# A number in large print whose small print below says what it counts: `138,500` over `people displaced`.
_KEY_FIGURE = re.compile(
    r"[~<>+]?\s?(?:[A-Z]{2,3}\s?)?[$€£]?\s?\d[\d.,\s]*(?:%|\+|[kKmM]\+?|bn|[Tt]housand|[Mm]illion|[Bb]illion)?\s?\+?"
)
_ITEM = re.compile(rf"({MARK.pattern})(?:\s+|(?<=[-–•●])(?=[\w$€£(]))")
_END = re.compile(r"[.!?:;][\"”’')\]]*$")
_SHORT_TITLE = 12
# After these words no paragraph ends.
_LEADS_ON = re.compile(r"(?:,|\b(?:a|an|and|at|by|for|from|in|of|on|or|than|that|the|to|with))$", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, list item, heading or table as one text.

    `item` tells a list item, `table` rows, `cut` that its last line is full and ends no sentence. `style` is its size
    and weight.
    """

    text: str
    item: bool = False
    table: bool = False
    cut: bool = False
    style: tuple[int, bool] = (0, False)


def join(sheets: Sequence[Sheet]) -> str:
    """The text of all pages: a blank line between paragraphs, items and rows on lines of their own."""
    running = _running(sheets)
    words = _vocabulary(sheets)
    paragraphs: list[Paragraph] = []
    for sheet in sheets:
        leading = _leading(sheet)
        for region in sheet.regions:
            kept = [line for line in map(_unnumbered, region) if line.table or not _is_running(line, sheet, running)]
            _append(paragraphs, list(_paragraphs(kept, words, leading)), words)
    text = ""
    for before, after in zip([None, *paragraphs], paragraphs, strict=False):
        if before is not None:
            text += "\n" if before.item and after.item else "\n\n"
        text += after.text
    return text


def headline(sheet: Sheet) -> str | None:
    """The largest line of the upper half of a first page, with its neighbours of the same size."""
    lines = [line for region in sheet.regions for line in region if not line.table and line.top < sheet.height / 2]
    lines = [line for line in lines if sum(map(str.isalpha, line.text)) > 3]
    if not lines:
        return None
    largest = max(line.size for line in lines)
    title = " ".join(line.text for line in lines if line.size > 0.97 * largest)
    usual = sorted(line.size for line in lines)[len(lines) // 2]
    smaller = [line for line in lines if line.size <= 0.97 * largest]
    if len(title) < _SHORT_TITLE and smaller:  # only the country, say: the print below it goes on
        title += ", " + " ".join(line.text for line in smaller if line.size == smaller[0].size)
    return title if largest > 1.15 * usual and len(title) < 200 else None


def _vocabulary(sheets: Sequence[Sheet]) -> Counter[str]:
    """How often each word stands whole in the document: not where a line breaks at a hyphen."""
    words: Counter[str] = Counter()
    broken = False
    for line in (line for sheet in sheets for region in sheet.regions for line in region):
        whole = _WORD.findall(_HYPHEN.sub("", line.text))
        words.update(word.lower() for word in whole[broken:])
        words.update(part for word in whole[broken:] if "-" in word for part in word.lower().split("-"))
        broken = _HYPHEN.search(line.text) is not None
    return words


def _append(paragraphs: list[Paragraph], more: list[Paragraph], words: Counter[str]) -> None:
    """Add `more`; a sentence that runs over to the next column or page is put together again."""
    if paragraphs and more and not paragraphs[-1].table and not more[0].table and not more[0].item:
        last, first = paragraphs[-1], more[0]
        open_end = _END.search(last.text) is None and len(last.text) > 40
        alike = last.cut and last.style == first.style and len(first.text) > 40
        if open_end and (first.text[:1].islower() or _LEADS_ON.search(last.text) is not None or alike):
            paragraphs[-1] = replace(last, text=_continued(last.text, first.text, words), cut=first.cut)
            more = more[1:]
    paragraphs += more


def _paragraphs(lines: list[Box], words: Counter[str], leading: float) -> Iterator[Paragraph]:
    """The paragraphs of one region. `leading` is the space between two lines of a paragraph."""
    right = max((line.x1 for line in lines), default=0.0)
    start = 0
    for end in range(1, len(lines) + 1):
        if end == len(lines) or _ITEM.match(lines[end].text) is not None or _starts(lines, end, leading):
            yield _paragraph(lines[start:end], right, words)
            start = end


def _paragraph(lines: list[Box], right: float, words: Counter[str]) -> Paragraph:
    first, last = lines[0], lines[-1]
    if first.table:
        return Paragraph(first.text, table=True)
    mark = _ITEM.match(first.text)
    text = first.text if mark is None else f"{_plain_mark(mark[1])} {first.text[mark.end() :]}"
    if _is_labelled(lines):
        text = f"{text.rstrip(':')}:"
    for line in lines[1:]:
        text = _continued(text, line.text, words)
    cut = last.x1 > right - 4 * last.size and _END.search(text) is None
    return Paragraph(text, mark is not None, cut=cut, style=(round(last.size), last.bold))


def _plain_mark(mark: str) -> str:
    return mark if mark[0].isalnum() and mark != "o" else "-"


def _starts(lines: list[Box], index: int, leading: float) -> bool:
    """Whether a new paragraph starts with line `index`: by its size, its weight, the space above, or a short line."""
    before, line = lines[index - 1], lines[index]
    space = line.top - before.bottom
    if _KEY_FIGURE.fullmatch(before.text) and line.size < 0.95 * before.size and space < before.size:
        return False
    if _KEY_FIGURE.fullmatch(line.text) and index + 1 < len(lines):
        return True
    if _is_labelled(lines):
        return False
    if abs(before.size - line.size) > 0.08 * before.size or before.bold != line.bold:
        return True
    if before.cells or line.cells or space > max(0.55 * line.size, 1.6 * leading):
        return True
    # Only what follows tells how wide the column is here: text that flows round a picture is wider above it.
    right = max(one.x1 for one in lines[index - 1 : index + 3])
    first = line.text.split(" ", 1)[0]
    letter = (line.x1 - line.x0) / max(len(line.text), 1)
    fits = before.x1 + (len(first) + 2) * letter < right
    if not fits:
        return False
    much = right - before.x1 > 0.4 * (right - before.x0)
    return _END.search(before.text) is not None or (much and not line.text[:1].islower() and before.text[-1:] != ",")


def _is_labelled(lines: Sequence[Box]) -> bool:
    """Whether these are a label and below it, in larger print, its number: `Killed` over `14`, read as `Killed: 14`."""
    if len(lines) != 2 or _KEY_FIGURE.fullmatch(lines[1].text) is None or any(sign.isdigit() for sign in lines[0].text):
        return False
    return lines[1].size > 1.1 * lines[0].size and lines[1].top - lines[0].bottom < lines[1].size


def _leading(sheet: Sheet) -> float:
    """The space between two lines of a paragraph on this page: the lower quartile, for many spaces are wider."""
    pairs = [pair for region in sheet.regions for pair in pairwise(region)]
    gaps = sorted(max(after.top - before.bottom, 0.0) for before, after in pairs if before.size == after.size)
    return gaps[len(gaps) // 4] if gaps else 0.0


def _continued(text: str, more: str, words: Counter[str]) -> str:
    """`text` and the line after it. A hyphen at the line's end goes, unless the document has the word with it."""
    match = _HYPHEN.search(text)
    after = _WORD.match(more)
    if match is None or after is None:
        glued = re.search(r"[\d\w][-–/]$", text) is not None
        return text + more if glued else f"{text} {more}"
    if not more[0].islower():
        return text + more  # Les Cayes-Nord, Smith-Jones
    whole, halves = match[1] + after[0], f"{match[1]}-{after[0]}"
    closed, hyphened = words[whole.lower()], words[halves.lower()]
    # Neither is met elsewhere: two words that both stand alone are a compound.
    first, second = match[1].lower(), after[0].lower()
    compound = words[second] > 0 and words[first] + words[f"{first}s"] > 0
    if hyphened > closed or (hyphened == closed and compound):
        return text + more
    return text[: match.end(1)] + more


def _unnumbered(line: Box) -> Box:
    """`line` without `Page 2 of 3` at its end, unless it is nothing else."""
    text = _PAGE_OF_PAGES.sub("", line.text)
    return replace(line, text=text) if text and not line.table else line


def _running(sheets: Sequence[Sheet]) -> Counter[tuple[str, int]]:
    """On how many pages each line of the margins stands at the same height."""
    found: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        found.update({_place(line, sheet) for region in sheet.regions for line in region if _in_margin(line, sheet)})
    return found


def _in_margin(line: Box, sheet: Sheet) -> bool:
    return line.bottom < _MARGIN * sheet.height or line.top > (1 - _MARGIN) * sheet.height


def _place(line: Box, sheet: Sheet) -> tuple[str, int]:
    return _NUMBER_AT_AN_END.sub("", line.text).strip().lower(), round(30 * line.top / sheet.height)


def _is_running(line: Box, sheet: Sheet, running: Counter[tuple[str, int]]) -> bool:
    if not _in_margin(line, sheet):
        return False
    if (number := _PAGE_NUMBER.fullmatch(line.text)) is not None:
        return int(number[1]) == sheet.number or "page" in line.text.lower() or line.top > sheet.height / 2
    # The first head stays: it may be the only place that says the issue and its date.
    if sheet.number == 1 and line.top < sheet.height / 2:
        return False
    return running[_place(line, sheet)] > 1
