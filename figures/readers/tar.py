"""Tar archives: each file in them as if it lay in a folder. They are read once, from front to back."""

from __future__ import annotations

import io
import tarfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import IO, cast

from figures.readers._members import Taken, plain_name
from figures.sources import Failure, Notice, Source, Unreadable, kept
from figures.unpacking import allowed, bounded, damaged

FORMAT = "tar"
SUFFIXES = (".tar",)
ORDER = 14

_MARK = slice(257, 262)
# How far behind the last file is looked for more: the end mark is two blocks of 512 zeros, filled up to 10,240.
_LOOK = 20_480


def recognises(head: bytes, suffix: str) -> bool:
    """Whether the mark of a tar archive is where the standard has it, or the suffix says so and it is no text."""
    return head[_MARK] == b"ustar" or (suffix in SUFFIXES and b"\x00" in head)


def read(source: Source) -> Iterator[Source | Failure | Notice]:
    """Each file in the archive as a source. Raises Unreadable where it is damaged."""
    source = allowed(source)
    taken = Taken(source)
    try:
        with source.open() as stream, tarfile.open(fileobj=stream, mode="r|") as packed:
            for info in packed:
                if info.isdir() or not _is_taken(info, taken):
                    continue
                part = source.part(plain_name(info.name), io.BytesIO, modified=_day(info))
                plain = bounded(part, partial(_stream, packed, info))
                yield source.part(part.name, kept(plain, source.limit), modified=part.modified)
                if source.allowance is not None and source.allowance.left < 0:
                    return  # that was told already
            left = packed.fileobj.read(_LOOK)
    except Unreadable:
        raise
    except Exception as error:  # tarfile raises nearly anything on a damaged file
        raise damaged(source, error) from None
    if left.strip(b"\x00"):
        yield Failure(source.origin, f"damaged archive: after {taken.count} files the rest could not be read")
    elif not left:
        yield Notice(source.origin, "no end mark: the archive may be cut off")
    yield from taken.told()


def _is_taken(info: tarfile.TarInfo, taken: Taken) -> bool:
    if not info.isfile():
        taken.passed["not a file"] += 1  # a link may lead anywhere
        return False
    return taken.takes(info.name)


def _stream(packed: tarfile.TarFile, info: tarfile.TarInfo) -> IO[bytes]:
    return cast(IO[bytes], packed.extractfile(info))


def _day(info: tarfile.TarInfo) -> date | None:
    try:
        return datetime.fromtimestamp(info.mtime, UTC).date() if info.mtime else None
    except (ValueError, OverflowError, OSError):
        return None
