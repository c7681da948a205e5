"""What the tests of the database store: one document and claims of it."""

from __future__ import annotations

from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from db.read import open_reader
from db.store import Store
from figures.model import Document, Figure

SENTENCE = "Officials said 1,200 people fled the town and 300 children were hurt."
DOCUMENT = Document(
    f"Storm over the coast\n\n{SENTENCE}",
    title="Storm",
    published=date(2024, 5, 2),
    date_source="metadata",
    url="https://example.org/storm",
    publisher="Example News",
    origin="storm.html",
    format="html",
)


def claim(number: str = "1,200", value: float = 1200, **more: Any) -> Figure:
    """A figure of DOCUMENT."""
    start = DOCUMENT.text.index(number)
    known: dict[str, Any] = {
        "start": start, "end": start + len(number), "text": number, "value": value, "low": value, "high": value,
        "qualifier": "exact", "category": "displaced", "unit": "person", "passage": SENTENCE,
        "passage_start": DOCUMENT.text.index(SENTENCE),
    }  # fmt: skip
    return Figure(**(known | more))


def content(where: Store | Path) -> dict[str, list[tuple[Any, ...]]]:
    """Everything that is stored of the documents, leaving out when and in which run."""
    columns = "id, title, text, published, date_source, language, url, publisher, origin, format, extraction_id"
    return {
        "documents": rows(where, f"select {columns} from documents order by id"),
        "extractions": rows(where, "select id, document_id, version, published from extractions order by id"),
        "passages": rows(where, "select * from passages order by id"),
        "figures": rows(where, "select * from figures order by extraction_id, id"),
        "failures": rows(where, "select origin, reason from failures order by id"),
    }


def rows(where: Store | Path, sql: str) -> list[tuple[Any, ...]]:
    path = where.path if isinstance(where, Store) else where
    with closing(open_reader(path)) as db:
        return [tuple(row) for row in db.execute(sql)]
