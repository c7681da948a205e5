"""The tables that come with the program: categories, countries and the closed vocabularies, for joins and audits."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from figures import model
from figures.crisis import hazard_names
from figures.lexicon import categories

if TYPE_CHECKING:
    from sqlite_utils import Database

VOCABULARY: dict[str, tuple[str, ...]] = {
    "qualifier": model.QUALIFIERS,
    "modality": model.MODALITIES,
    "measure": model.MEASURES,
    "date_precision": model.DATE_PRECISIONS,
    "place_role": model.PLACE_ROLES,
    "source_type": model.SOURCE_TYPES,
    "cause": model.CAUSES,
    "sector": model.SECTORS,
    "facet": model.FACETS,
    "date_source": model.DATE_SOURCES,
}


def fill(db: Database) -> None:
    """Bring the three tables up to date. Rows that the program no longer has are kept: older figures use them."""
    _put(db, "categories", _categories())
    _put(db, "countries", _countries())
    words = {**VOCABULARY, "hazard": hazard_names()}
    _put(db, "vocabulary", [(field, word) for field, known in words.items() for word in known])


def _categories() -> list[tuple[Any, ...]]:
    return [
        (one.name, one.label, one.meaning, one.family, one.order, one.measure, json.dumps(one.units), one.hxl, one.idmc)
        for one in categories().values()
    ]


def _countries() -> list[tuple[Any, ...]]:
    from figures.where import countries

    return sorted(countries().items())


def _put(db: Database, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    stored = set(db.execute(f"select * from {table}").fetchall())
    for row in rows:
        if row not in stored:
            db.execute(f"insert or replace into {table} values ({', '.join('?' * len(row))})", row)
