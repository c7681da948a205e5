"""Bodies as they were before the server packed them, and never larger than what may be."""

from __future__ import annotations

import zlib
from collections.abc import Iterable

# What is asked for. A list of several packings one in another is not: it is how small answers become huge ones.
ACCEPTED = "gzip, deflate"
_PACKINGS = {"gzip": 31, "x-gzip": 31, "deflate": 15}  # window bits of zlib: 16 more for the frame of gzip
_STEP = 65536


class Garbled(Exception):  # noqa: N818 (it says what the body is)
    """A body that cannot be unpacked. Its words are the reason."""


def unpacked(parts: Iterable[bytes], packing: str, most: int) -> bytes:
    """The body that comes in `parts`, at most one byte longer than `most`, after which nothing more is taken.

    `packing` is the header Content-Encoding. Raises Garbled where it is another one, or the body does not fit it.
    """
    packing = packing.strip().lower()
    body = bytearray()
    if packing not in ("", "identity"):
        if packing not in _PACKINGS:
            raise Garbled("the answer is packed in a way that was not asked for")
        parts = _each(parts, packing)
    for part in parts:
        body += part
        if len(body) > most:
            break
    return bytes(body[: most + 1])


def _each(parts: Iterable[bytes], packing: str) -> Iterable[bytes]:
    """The unpacked bytes, a step at a time: a small part can hold a thousand times its size."""
    unpacker, fresh = zlib.decompressobj(_PACKINGS[packing]), True
    for part in parts:
        while part:
            if fresh and packing == "deflate" and part[0] & 0x0F != 8:
                unpacker = zlib.decompressobj(-15)  # many servers leave out the frame that deflate has in HTTP
            fresh = False
            try:
                yield unpacker.decompress(part, _STEP)
            except zlib.error:
                raise Garbled("the answer is packed in a way that cannot be unpacked") from None
            part = unpacker.unconsumed_tail
            if unpacker.eof:  # gzip may be several pieces, one after the other; zeros after the last are padding
                part = unpacker.unused_data.lstrip(b"\0")
                if part and packing == "deflate":
                    return
                if part:
                    unpacker = zlib.decompressobj(_PACKINGS[packing])
    if not unpacker.eof and not fresh:
        raise Garbled("the answer was cut off or garbled")
