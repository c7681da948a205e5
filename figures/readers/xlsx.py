"""Excel workbooks: each sheet as articles or as a table of figures. Of formulas the last result is taken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from figures.model import Document
from figures.readers import _office, _sheets
from figures.sources import Failure, Notice, Source, Unreadable, one_line, too_large

if TYPE_CHECKING:
    from openpyxl import Workbook

FORMAT = "xlsx"
SUFFIXES = (".xlsx", ".xlsm")
ORDER = 11

_PART = "xl/workbook.xml"
_MOST_COLUMNS = 1000
# Excel has 1,048,576 rows; one stray cell in the last row makes them all, and they are empty.
_MOST_EMPTY_ROWS = 5000
_LARGEST_GAP = 60_000


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it is a zip archive with the main part of a workbook."""
    return _office.has_part(head, _PART)


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """What each sheet holds. Raises Unreadable for a file that is damaged, locked, or has no cells."""
    with closing(_office.checked(source)) as stream:
        book = _opened(stream, source.origin)
        known = book.properties
        days = [day for day in map(_office.day, (known.created, known.modified)) if day is not None]
        found = False
        missing: list[str] = []
        for sheet in book.worksheets:
            name = one_line(sheet.title)
            try:
                for one in _sheets.documents(
                    source, _rows(sheet, source, missing), FORMAT, name, max(days, default=None)
                ):
                    found = True
                    yield one
            except Unreadable as error:
                missing.append(f"sheet {name!r}: {error.reason}")
            except Exception:  # openpyxl raises nearly anything on a damaged sheet
                found = True
                yield Failure(f"{source.origin}#{name}", "damaged sheet")
    if not found:
        raise Unreadable(source.origin, missing[0] if missing else "no words in it")
    yield from (Notice(source.origin, reason) for reason in missing)


def _opened(stream: Any, origin: str) -> Workbook:
    import warnings

    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and forms that it does not know
            return openpyxl.load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    except Exception:  # openpyxl, zipfile and lxml raise nearly anything on a damaged file
        raise Unreadable(origin, "damaged Excel workbook") from None


def _rows(sheet: Any, source: Source, told: list[str]) -> Iterator[list[str]]:
    """The rows as words, without what is empty at their ends. What was not read is put into `told`."""
    sheet.reset_dimensions()  # what the file says of its size may be anything
    empty = size = 0
    for cells in sheet.iter_rows(values_only=True):
        row = [_words(cell) for cell in cells[:_MOST_COLUMNS]]
        while row and not row[-1]:
            row.pop()
        empty = 0 if row else empty + 1
        if empty > _LARGEST_GAP:
            told.append(f"sheet {one_line(sheet.title)!r}: what stands below {_LARGEST_GAP:,} empty rows was not read")
            return
        size += sum(map(len, row))
        if size > _office.TIMES_LARGER * source.limit:
            raise Unreadable(source.origin, too_large(_office.TIMES_LARGER * source.limit))
        if empty < _MOST_EMPTY_ROWS:
            yield row


def _words(cell: object) -> str:
    """A cell as it is written: whole numbers without a point, days as ISO."""
    if cell is None or isinstance(cell, bool):
        return "" if cell is None else str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)
