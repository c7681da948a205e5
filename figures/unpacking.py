"""Packed bytes to plain ones, with an end to how many: a small file may unpack to more than any disk holds."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import IO, cast

from figures.sources import ZIP, Source, Unreadable, kept

# Text and web pages pack to between a third and a twentieth; a page that repeats itself for ever to a thousandth.
_MOST_TIMES = 200
# What a small archive may unpack to all the same, as so many of the largest document.
_MOST_DOCUMENTS = 10
_CHUNK = 65536


@dataclass(slots=True)
class Allowance:
    """How many bytes may still be unpacked from one source, all archives in archives together."""

    most: int
    left: int

    def take(self, origin: str, count: int) -> None:
        """Take note of `count` bytes. Raises Unreadable where they are too many."""
        self.left -= count
        if self.left < 0:
            raise Unreadable(origin, f"unpacks to more than {self.most / 1e6:,.0f} MB, far more than such files hold")


def allowed(source: Source) -> Source:
    """`source` with the allowance for what is packed in it."""
    if source.allowance is not None:
        return source
    with source.open() as stream:
        size = stream.seek(0, io.SEEK_END)
    most = max(_MOST_TIMES * size, _MOST_DOCUMENTS * source.limit)
    return replace(source, allowance=Allowance(most, most))


def bounded(source: Source, stream: Callable[[], IO[bytes]]) -> Callable[[], IO[bytes]]:
    """Opens `stream` so that what is read counts against the allowance of `source`, and damage is Unreadable.

    A zip archive is read from its end, so one that lies inside another is first unpacked to a temporary file.
    """
    copies: list[Callable[[], IO[bytes]]] = []

    def opened() -> IO[bytes]:
        if copies:
            return copies[0]()
        try:
            packed = stream()
        except Unreadable:
            raise
        except Exception as error:
            raise damaged(source, error) from None
        plain = _Plain(_Bounded(packed, source))
        if not plain.peek(4).startswith(ZIP):
            return cast(IO[bytes], plain)
        copies.append(kept(lambda: cast(IO[bytes], plain), source.limit))
        return copies[0]()

    return opened


def damaged(source: Source, error: BaseException) -> Unreadable:
    """The trouble that an unpacker met, as one line."""
    cut = isinstance(error, EOFError) or "end of data" in str(error).lower() or "truncated" in str(error).lower()
    return Unreadable(source.origin, "cut off: its end is missing" if cut else "damaged archive")


class _Bounded(io.RawIOBase):
    """A stream of unpacked bytes, counted. What it reads from stays open, for the next member may come from there."""

    def __init__(self, stream: IO[bytes], source: Source) -> None:
        super().__init__()
        self.read_one = getattr(stream, "read1", stream.read)
        self.source = source
        self.place = 0
        self.trouble: Unreadable | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int | None:  # type: ignore[override]
        """The next bytes. At a trouble it first answers None, which gives out what was read before it."""
        if self.trouble is not None:
            raise self.trouble
        try:
            chunk = self.read_one(len(buffer))
            assert self.source.allowance is not None
            self.source.allowance.take(self.source.origin, len(chunk))
        except Exception as error:  # of unpackers each raises its own, and more
            self.trouble = error if isinstance(error, Unreadable) else damaged(self.source, error)
            return None
        buffer[: len(chunk)] = chunk
        self.place += len(chunk)
        return len(chunk)

    def tell(self) -> int:
        return self.place


class _Plain(io.BufferedReader):
    """The bytes before a damage are read as they are; the next look raises Unreadable."""

    def __init__(self, raw: _Bounded) -> None:
        super().__init__(raw, _CHUNK)  # type: ignore[arg-type]
        self.bounded = raw

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(size) or self._end()

    def read1(self, size: int = -1, /) -> bytes:
        return super().read1(size) or self._end()

    def readline(self, size: int | None = -1, /) -> bytes:
        return super().readline(-1 if size is None else size) or self._end()

    def _end(self) -> bytes:
        if self.bounded.trouble is not None:
            raise self.bounded.trouble
        return b""
