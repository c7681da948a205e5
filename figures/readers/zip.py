"""Zip archives: each file in them as if it lay in a folder. Nothing is written to disk under the names in there."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from figures.readers._members import Taken, plain_name
from figures.sources import ZIP, Failure, Notice, Source, Unreadable
from figures.unpacking import allowed, bounded

FORMAT = "zip"
SUFFIXES = (".zip",)
ORDER = 15  # after the office files, which are zip archives too

# Office files that are not read: what shows them, and what they are.
_OFFICE = {
    "ppt/presentation.xml": "slides (PowerPoint)",
    "content.xml": "an OpenDocument file",
    "xl/workbook.bin": "a binary Excel workbook",
    "META-INF/container.xml": "an electronic book (EPUB)",
}
_LOCKED = 0x1
_LEAST_YEAR = 1990  # where no time was kept, 1980


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it starts as a zip archive."""
    return head.startswith(ZIP)


def read(source: Source) -> Iterator[Source | Failure | Notice]:
    """Each file in the archive as a source. Raises Unreadable for an archive that is damaged or an office file."""
    source = allowed(source)
    with source.open() as stream, opened(stream, source.origin) as packed:
        names = set(packed.namelist())
        if what := next((what for name, what in _OFFICE.items() if name in names), None):
            raise Unreadable(source.origin, f"{what}, which is not read")
        yield from _members(packed, source)


def opened(stream: IO[bytes], origin: str) -> ZipFile:
    """The archive in `stream`. Raises Unreadable where it is damaged."""
    try:
        return ZipFile(stream)
    except Exception as error:  # zipfile raises nearly anything on a damaged file
        cut = isinstance(error, BadZipFile) and "not a zip file" in str(error)
        raise Unreadable(origin, "cut off or damaged zip archive" if cut else "damaged zip archive") from None


def _members(packed: ZipFile, source: Source) -> Iterator[Source | Failure | Notice]:
    taken = Taken(source)
    locked = 0
    for info in packed.infolist():
        if info.is_dir() or not taken.takes(info.filename):
            continue
        if info.flag_bits & _LOCKED:
            locked += 1
            continue
        name = plain_name(info.filename)
        part = source.part(name, io.BytesIO, modified=_day(info))
        yield source.part(name, bounded(part, partial(packed.open, info)), modified=_day(info))
        if source.allowance is not None and source.allowance.left < 0:
            return  # that was told already
    if locked:
        yield Failure(source.origin, f"locked: {locked} of its {taken.count} files need a password")
    yield from taken.told()


def _day(info: ZipInfo) -> date | None:
    try:
        return date(*info.date_time[:3]) if info.date_time[0] > _LEAST_YEAR else None
    except ValueError:
        return None
