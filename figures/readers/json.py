"""JSON: the replies of news and report services, one object or lists of them. See `shapes.toml`."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from figures.decode import decode
from figures.model import Document
from figures.readers import _records, jsonl
from figures.sources import Failure, Notice, Source, Unreadable

FORMAT = "json"
SUFFIXES = (".json", ".geojson")
ORDER = 21

_START = re.compile(rb"(?:\{\s*[\"}]|\[\s*[\[{\"\]])")


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it starts as an object or a list of JSON does."""
    return _START.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is not None


def read(source: Source) -> Iterator[Document | Failure | Notice]:
    """The documents, each with its number in its origin. Raises Unreadable where it is no JSON or holds no text."""
    text, guess = decode(source.raw(), source.origin, source.charset)
    try:
        value = json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data":  # an object a line, under the name of JSON
            yield from jsonl.read(source)
            return
        raise Unreadable(source.origin, f"broken JSON: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise Unreadable(source.origin, "broken JSON: nested too deeply") from None
    except ValueError:  # more digits than Python reads, which no document has
        raise Unreadable(source.origin, "broken JSON: a number of thousands of digits") from None
    if guess is not None:
        yield Notice(source.origin, f"not UTF-8: read as {guess}, which is a guess")
    yield from _records.documents(value, source, FORMAT)
