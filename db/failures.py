"""The failures that are kept: which sources to read again."""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator

# What stands between a source and a part of it, as in reports.jsonl#12 and reports.zip#may.pdf.
PART_MARK = "#"

# How the database writes the bytes of a name that are no UTF-8: Python's lone surrogates, spelt out.
_SPELT = re.compile(r"\\udc([89a-f][0-9a-f])")


def storable(name: str) -> str:
    """`name` as Unicode. Names of files are bytes; Python shows those that are no UTF-8 with lone surrogates."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def parts_of(origin: str) -> tuple[str, str]:
    """The first origin that a part of `origin` may have, and the first after it that none has."""
    return storable(origin) + PART_MARK, storable(origin) + chr(ord(PART_MARK) + 1)


def sources_to_retry(db: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """The sources of all failures, each once and sorted, and the origins that nobody can read again."""
    origins = [origin for (origin,) in db.execute("select distinct origin from failures order by origin")]
    lost = [origin for origin in origins if origin == "-" or origin.startswith(f"-{PART_MARK}")]
    return list(dict.fromkeys(_source(origin) for origin in origins if origin not in lost)), lost


def _source(origin: str) -> str:
    """The file or address that `origin` is a part of."""
    if "://" in origin:
        return origin.split(PART_MARK, 1)[0]
    for name in _names(origin):
        for path in (name, _SPELT.sub(lambda found: chr(0xDC00 + int(found[1], 16)), name)):
            if os.path.exists(path):
                return path
    return origin


def _names(origin: str) -> Iterator[str]:
    """`origin`, and what is left of it as one part after the other is taken off its end."""
    yield origin
    for at in range(len(origin) - 1, 0, -1):
        if origin[at] == PART_MARK:
            yield origin[:at]
