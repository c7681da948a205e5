"""Ids: hashes of content, so that the same thing stored twice is one row."""

from __future__ import annotations

import json
from datetime import date
from hashlib import blake2b

from figures.model import Document, Figure


def document_id(document: Document) -> str:
    """The id of a text: its title, words and language. Where and when it was read plays no part."""
    return _hash("document", document.title, document.text, document.language)


def extraction_id(document: str, version: str, published: date | None) -> str:
    """The id of one reading: which document, by which version, with dates reckoned from which day."""
    return _hash("extraction", document, version, None if published is None else published.isoformat())


def passage_id(document: str, start: int, end: int) -> str:
    """The id of a passage: which document, and where in it. Those of one document lie together in the index."""
    return f"{document}.{start}.{end}"


def figure_id(document: str, figure: Figure) -> str:
    """The id of a claim: which number of which document, and what it was read as.

    A better extractor that reads the number the same way gives the same id, so that what a reviewer said of it stays.
    """
    return _hash("figure", document, figure.start, figure.end, figure.category, figure.unit, figure.value)


def failure_id(origin: str, reason: str) -> str:
    """The id of a failure: the same trouble with the same source is one row."""
    return _hash("failure", origin, reason)


def _hash(*parts: str | float | None) -> str:
    # 80 bits: with ten million rows the chance that any two meet is about one in ten billion.
    return blake2b(json.dumps(parts).encode(), digest_size=10).hexdigest()
