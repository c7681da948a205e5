"""Readers: one module a format, found by listing this folder."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from figures.model import Document


def read(source: str | Path) -> Iterator[Document]:
    """The documents of `source`: a path, a folder, a URL or `-`."""
    yield Document(Path(source).read_text(encoding="utf-8"), origin=str(source))
