"""Packed single files: gzip, bzip2 and xz. What is in them is read as if it had never been packed."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable, Iterator
from typing import IO, Any

from figures.sources import Source
from figures.unpacking import allowed, bounded

FORMAT = "gzip"
SUFFIXES = (".gz", ".bz2", ".xz", ".tgz", ".tbz2", ".txz")
ORDER = 12

_OPENERS: dict[bytes, Callable[..., Any]] = {b"\x1f\x8b": gzip.open, b"BZh": bz2.open, b"\xfd7zXZ\x00": lzma.open}
_INSIDE = {".tgz": ".tar", ".tbz2": ".tar", ".txz": ".tar"}


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it starts as one of the three does."""
    return head.startswith(tuple(_OPENERS))


def read(source: Source) -> Iterator[Source]:
    """The one source that is packed in it, under the name that is left without the suffix."""
    source = allowed(source)
    with source.open() as stream:
        start = stream.read(8)
    unpacker = next(opener for mark, opener in _OPENERS.items() if start.startswith(mark))

    def plain() -> IO[bytes]:
        return unpacker(source.open())  # type: ignore[no-any-return]

    stem, suffix = os.path.splitext(source.name)
    name = stem + _INSIDE.get(suffix.lower(), "") if suffix.lower() in SUFFIXES else source.name
    yield source.part(
        name,
        bounded(source, plain),
        origin=source.origin,
        url=source.url,
        charset=source.charset,
    )
