"""JSON Lines, one document a line, with `text` and where known `title, date, url, publisher, language`."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from typing import Any

from figures.decode import clean, decode, has_words, what_binary
from figures.model import Document
from figures.published import parse_stamp
from figures.sources import Failure, Notice, Source, Unreadable, one_line, too_large

FORMAT = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")
ORDER = 20

# A whole object on one line, or one whose line is longer than the head. JSON over several lines is not JSON Lines.
_AN_OBJECT = re.compile(rb'\{[ \t]*"[^\n]*(?:\}\s*(?:\n|\Z)|[^\n]{4000})')
_BLANK = re.compile(rb"[\s,]*\Z")


def recognises(head: bytes, suffix: str) -> bool:
    """Whether the first line looks like a JSON object, or the suffix says so and it is text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if suffix in SUFFIXES:
        return start.startswith(b"{") or what_binary(head) is None  # a NUL may be on one broken line only
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
                yield _line(line, origin, guesses)
    if guesses:
        names = ", ".join(sorted(guesses))
        yield Notice(source.origin, f"{guesses.total()} lines are not UTF-8: read as {names}, which is a guess")


def _skip_line(readline: Any, line: bytes, limit: int) -> None:
    while line and not line.endswith(b"\n"):
        line = readline(limit)


def _line(line: bytes, origin: str, guesses: Counter[str]) -> Document | Failure:
    """The document of one line. An encoding that had to be guessed is counted in `guesses`."""
    try:
        text, encoding = decode(line, origin)
        guesses.update([encoding] if encoding is not None else [])
        record = json.loads(text, strict=False)  # a bare tab or control sign in a string costs no document
    except Unreadable as error:
        return Failure(origin, error.reason)
    except json.JSONDecodeError as error:
        return Failure(origin, f"broken JSON: {error.msg} at character {error.pos + 1}")
    except RecursionError:
        return Failure(origin, "broken JSON: nested too deeply")
    except ValueError:  # more digits than Python reads, which no document has
        return Failure(origin, "broken JSON: a number of thousands of digits")
    return _document(record, origin)


def _document(record: Any, origin: str) -> Document | Failure:
    if not isinstance(record, dict):
        return Failure(origin, "not a JSON object")
    text = record.get("text")
    if not isinstance(text, str):
        return Failure(origin, 'no "text" in the JSON object' if text is None else '"text" is not a string')
    if not has_words(text):
        return Failure(origin, '"text" has no words in it')
    published: date | None = parse_stamp(record.get("date"))
    return Document(
        clean(text),
        title=_words(record, "title"),
        published=published,
        date_source="unknown" if published is None else "metadata",
        language=(_words(record, "language") or "en")[:2].lower(),
        url=_words(record, "url"),
        publisher=_words(record, "publisher"),
        origin=origin,
        format=FORMAT,
    )


def _words(record: dict[str, Any], key: str) -> str | None:
    value = record.get(key)
    return one_line(clean(value)) or None if isinstance(value, str) else None
