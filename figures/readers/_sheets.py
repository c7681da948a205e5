"""Rows of a sheet to documents: a sheet of articles gives one a row, a sheet of figures is one table.

Which columns hold the text, the title, the day and the address is told by the user or guessed from their heads, and
what was guessed is said.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import chain, islice

from figures.decode import clean, has_words
from figures.model import Document
from figures.published import parse_stamp, printed_or
from figures.readers._rows import table
from figures.sources import Failure, Notice, Source, Unreadable, one_line, too_large

# Rows that are looked at to tell what a sheet holds.
_SAMPLE = 200
# A column with this many characters in the middle of its cells is prose; names and labels are shorter.
_PROSE = 60
_NUMBER = re.compile(r"[-+~<>≈$€£]?\s*[\d.,\s]+%?")
_TAGS = re.compile(r"#[a-z]")

Row = Sequence[str]


@cache
def _heads() -> dict[str, list[str]]:
    """What the heads of columns are called, by what stands below them."""
    return tomllib.loads((files("figures") / "readers" / "columns.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Columns:
    """Where in a row of an article each part stands. `guessed` tells whether the user named the text."""

    places: Mapping[str, int]
    guessed: bool

    def part(self, cells: Row, name: str) -> str:
        """The words of one part, "" where there are none."""
        place = self.places.get(name, -1)
        return cells[place] if 0 <= place < len(cells) else ""


def documents(
    source: Source, rows: Iterable[Row], form: str, name: str = "", made: date | None = None
) -> Iterator[Document | Failure | Notice]:
    """What a sheet holds, nothing where it is empty; `name` is that of the sheet, `made` the day of the file.

    Raises Unreadable where a column that was named is missing.
    """
    rows = iter([clean(cell).strip() for cell in cells] for cells in rows)
    sample = list(islice(rows, _SAMPLE))
    if not any(map(any, sample)):
        return
    at = _head(sample, source.columns)
    head = sample[at]
    columns = _columns(head, sample[at + 1 :], source)
    if columns is None:
        titles = [one_line(" ".join(cells)) for cells in sample[:at] if any(cells)]
        yield from _figures(source, chain(sample[at:], rows), form, name, made, titles)
        return
    if columns.guessed:
        named = ", ".join(f"{part} from {head[place]!r}" for part, place in columns.places.items())
        yield Notice(source.origin + (f"#{name}" if name else ""), f"columns guessed: {named}")
    yield from _articles(source, columns, chain(sample[at + 1 :], rows), at + 2, form, name)


def _head(sample: Sequence[Row], named: Mapping[str, str]) -> int:
    """The row with the heads of the columns: the first with a named column, else the first with two cells of words."""
    wanted = {_key(name) for name in named.values()}
    for at, cells in enumerate(sample[:20]):
        if wanted and wanted & {_key(cell) for cell in cells}:
            return at
    for at, cells in enumerate(sample[:20]):
        filled = [cell for cell in cells if cell]
        if (len(filled) > 1 or len(cells) == 1) and not any(_NUMBER.fullmatch(cell) for cell in filled):
            return at
    return 0


def _columns(head: Row, sample: Sequence[Row], source: Source) -> Columns | None:
    """The columns of articles; None where there is no column of text, for then it is a table of figures."""
    keys = [_key(cell) for cell in head]
    places: dict[str, int] = {}
    for part, name in source.columns.items():
        if _key(name) not in keys:
            raise Unreadable(source.origin, f"no column {name!r}; its columns are {', '.join(map(repr, head))}"[:300])
        places[part] = keys.index(_key(name))
    if "text" not in places:
        text = _text_column(keys, sample)
        if text is None:
            return None
        places = {"text": text, **places}
    for part, names in _heads().items():
        found = next((keys.index(name) for name in names if name in keys), None)
        if part not in places and found is not None and found not in places.values():
            places[part] = found
    return Columns(places, "text" not in source.columns)


def _text_column(keys: Sequence[str], sample: Sequence[Row]) -> int | None:
    """The column of prose: one whose head says so and whose cells are sentences, else the one with the longest."""
    length = {place: _usual(sample, place) for place in range(len(keys))}
    for name in _heads()["text"]:
        if name in keys and length[keys.index(name)] >= _PROSE / 3:
            return keys.index(name)
    taken = {place for place, key in enumerate(keys) if key in (*_heads()["url"], *_heads()["title"])}
    prose = [place for place in length if place not in taken and length[place] >= _PROSE]
    return max(prose, key=lambda place: length[place], default=None)


def _usual(sample: Sequence[Row], place: int) -> int:
    """The length in the middle of the filled cells of a column, 0 where most are no prose."""
    lengths = sorted(len(cells[place]) for cells in sample if place < len(cells) and cells[place])
    prose = sum(" " in cells[place] for cells in sample if place < len(cells))
    return lengths[len(lengths) // 2] if lengths and 2 * prose >= len(lengths) else 0


def _key(head: str) -> str:
    return re.sub(r"[\W_]+", " ", head).strip().lower()


def _articles(
    source: Source, columns: Columns, rows: Iterable[Row], first: int, form: str, name: str
) -> Iterator[Document | Failure]:
    for number, cells in enumerate(rows, start=first):
        origin = f"{source.origin}#{name}{'!' if name else ''}{number}"
        if not any(cells) or all(_TAGS.match(cell) for cell in cells if cell):
            continue
        text = columns.part(cells, "text")
        if not has_words(text):
            yield Failure(origin, "no words in its text column")
            continue
        if len(text) > source.limit:
            yield Failure(origin, too_large(source.limit))
            continue
        published: date | None = parse_stamp(columns.part(cells, "date"))
        language = columns.part(cells, "language")
        yield Document(
            text,
            title=one_line(columns.part(cells, "title")) or None,
            published=published,
            date_source="unknown" if published is None else "metadata",
            language=language[:2].lower() if re.fullmatch(r"[a-zA-Z]{2}(?:[-_]\w+)?", language) else "en",
            url=columns.part(cells, "url") or None,
            publisher=columns.part(cells, "publisher") or None,
            origin=origin,
            format=form,
        )


def _figures(
    source: Source, rows: Iterable[Row], form: str, name: str, made: date | None, titles: Sequence[str]
) -> Iterator[Document | Failure | Notice]:
    """The sheet as one text: the lines above its header, then its rows."""
    origin = source.origin + (f"#{name}" if name else "")
    kept: list[Row] = []
    size = 0
    for cells in rows:
        # Rows of tags under the header, as in the Humanitarian Exchange Language, are for programs.
        if any(cells) and not all(_TAGS.match(cell) for cell in cells if cell):
            kept.append(cells)
            size += sum(map(len, cells)) + len(cells)
        if size > source.limit:
            yield Failure(origin, f"no column of text in it, and as one table {too_large(source.limit)}")
            return
    text = "\n\n".join([*titles, table(kept)])
    if not has_words(text):
        yield Failure(origin, "no words in it")
        return
    published, found_in = printed_or(made, text)
    yield Document(
        text,
        title=name or None,
        published=published,
        date_source=found_in,
        url=source.url,
        origin=origin,
        format=form,
    )
