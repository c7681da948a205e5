"""JSON Lines: one object a line, in the shape of a news service or with `text`, `title`, `date` and so on."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from figures.decode import decode, what_binary
from figures.model import Document
from figures.readers import _records
from figures.sources import Failure, Notice, Source, Unreadable, too_large

FORMAT = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
ORDER = 20

# A whole object on one line, or one whose line is longer than the head. JSON over several lines is not JSON Lines.
_AN_OBJECT = re.compile(rb'\{[ \t]*"[^\n]*(?:\}\s*(?:\n|\Z)|[^\n]{4000})')
_MORE_OBJECTS = re.compile(rb"\}[ \t\r]*\n\s*\{")
_BLANK = re.compile(rb"[\s,]*\Z")


def recognises(head: bytes, suffix: str) -> bool:
    """Whether the first line looks like a JSON object, or the suffix says so and it is text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in SUFFIXES:
        return start.startswith(b"{") or what_binary(head) is None  # a NUL may be on one broken line only
    if suffix == ".json" and _MORE_OBJECTS.search(start) is None:
        return False
    return _AN_OBJECT.match(start) is not None


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """The documents, each with its line number in its origin. A broken line is one Failure, and the rest goes on."""
    lines = 0
    guesses: Counter[str] = Counter()
    with source.open() as stream:
        while line := stream.readline(source.limit + 1):
            lines += 1
            origin = f"{source.origin}#{lines}"
            if len(line) > source.limit:
                yield Failure(origin, too_large(source.limit))
                _skip_line(stream.readline, line, source.limit)
            elif not _BLANK.match(line):
                yield from _line(line, origin, source, guesses)
    if guesses:
        names = ", ".join(sorted(guesses))
        yield Notice(source.origin, f"{guesses.total()} lines are not UTF-8: read as {names}, which is a guess")


def _skip_line(readline: Any, line: bytes, limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = readline(limit)


def _line(line: bytes, origin: str, source: Source, guesses: Counter[str]) -> Iterator[Document | Failure | Notice]:
    """What one line holds. An encoding that had to be guessed is counted in `guesses`."""
    try:
        text, encoding = decode(line, origin)
        guesses.update([encoding] if encoding is not None else [])
        record = json.loads(text, strict=False)  # a bare tab or control sign in a string costs no document
    except Unreadable as error:
        yield Failure(origin, error.reason)
    except json.JSONDecodeError as error:
        yield Failure(origin, f"broken JSON: {error.msg} at character {error.pos + 1}")
    except RecursionError:
        yield Failure(origin, "broken JSON: nested too deeply")
    except ValueError:  # more digits than Python reads, which no document has
        yield Failure(origin, "broken JSON: a number of thousands of digits")
    else:
        yield from _records.documents(record, source, FORMAT, origin)
