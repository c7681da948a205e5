"""What the tests of the readers share: bytes in, what came out of them."""

from __future__ import annotations

import io

from figures.model import Document
from figures.readers import documents
from figures.sources import MAX_BYTES, Failure, Notice, Source


def read_bytes(raw: bytes, name: str, *, limit: int = MAX_BYTES) -> list[Document | Failure | Notice]:
    """All that comes of a source called `name` that holds `raw`."""
    return list(documents(Source(name, name, lambda: io.BytesIO(raw), limit=limit)))


def one_document(raw: bytes | str, name: str) -> Document:
    """The only document of `raw`, where nothing failed and nothing was guessed."""
    (document,) = read_bytes(raw.encode() if isinstance(raw, str) else raw, name)
    assert isinstance(document, Document), document
    return document


def reason(raw: bytes, name: str, *, limit: int = MAX_BYTES) -> str:
    """Why `raw` cannot be read, where that is all there is to say of it."""
    (failure,) = read_bytes(raw, name, limit=limit)
    assert isinstance(failure, Failure), failure
    assert failure.origin == name
    assert "\n" not in failure.reason
    return failure.reason
