"""What the office formats share: a zip archive of XML, checked before a library unpacks it."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from typing import IO

from figures.readers.zip import opened
from figures.sources import Source, Unreadable, too_large

# Photographs are most of the bytes of a report, and XML packs well: unpacked it may be this many times a text.
TIMES_LARGER = 5
_LOCKED = 0x1
_MOST_PARTS = 10_000


def has_part(head: bytes, name: str) -> bool:
    """Whether a zip archive with this head holds the part called `name`. See `Source.head`."""
    return f"\n{name}\n".encode() in head


def checked(source: Source) -> IO[bytes]:
    """The bytes of an office file whose parts are of a sane size. Raises Unreadable.

    The sizes are those that the archive states; more than that is never unpacked of a part.
    """
    stream = source.open()
    try:
        with closing(opened(stream, source.origin)) as packed:
            parts = packed.infolist()
            if any(part.flag_bits & _LOCKED for part in parts):
                raise Unreadable(source.origin, "locked: the file needs a password")
            text = sum(part.file_size for part in parts if part.filename.endswith((".xml", ".rels")))
            if text > TIMES_LARGER * source.limit:
                raise Unreadable(source.origin, too_large(TIMES_LARGER * source.limit))
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > 5 * TIMES_LARGER * source.limit:
                raise Unreadable(source.origin, "unpacks to far more than such files hold")
    except BaseException:
        stream.close()
        raise
    stream.seek(0)
    return stream


def day(stamp: object) -> date | None:
    """The day of a property of the file."""
    return stamp.date() if isinstance(stamp, datetime) else None
