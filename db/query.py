"""Questions to the database: figures by category, country, day and so on."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Any

LISTS = ("facets", "nationality")  # columns that hold JSON arrays


class UnknownWordError(ValueError):
    """A filter names something that is not there. Its words say what is near."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which figures to list. What is empty or None filters nothing; values of one field are alternatives.

    `countries` and `origins` are ISO 3166-1 alpha-3 codes or names: where the counted people are, and where they came
    from or of what nation they are. `claimants` match in part, whatever the case. `search` is a full-text query over
    the documents. With `copies` the figures of copies and of replaced versions are listed too, else each story once.
    """

    categories: Sequence[str] = ()
    countries: Sequence[str] = ()
    origins: Sequence[str] = ()
    claimants: Sequence[str] = ()
    measures: Sequence[str] = ()
    modalities: Sequence[str] = ()
    units: Sequence[str] = ()
    facets: Sequence[str] = ()
    sectors: Sequence[str] = ()
    causes: Sequence[str] = ()
    hazards: Sequence[str] = ()
    roles: Sequence[str] = ()
    since: date | None = None
    until: date | None = None
    least: float | None = None
    most: float | None = None
    search: str = ""
    copies: bool = False
    limit: int | None = None


def list_figures(db: sqlite3.Connection, which: Filter) -> list[dict[str, Any]]:
    """The rows of `figures_full` (with copies: `figures_all`) that `which` lets through, newest first.

    `facets` and `nationality` come as lists. Raises UnknownWordError for a category, country or other word that the
    database does not know, and for a search that is not written as SQLite's full-text search wants it.
    """
    conditions, values = [], []
    for condition, more in _conditions(db, which):
        conditions.append(condition)
        values.extend(more)
    where = f"where {' and '.join(conditions)} " if conditions else ""
    limit = "" if which.limit is None else f" limit {int(which.limit)}"
    order = 'order by as_of is null, as_of desc, published desc, document_id, "start"'
    try:
        view = "figures_all" if which.copies else "figures_full"
        cursor = db.execute(f"select * from {view} {where}{order}{limit}", values)
    except sqlite3.OperationalError as error:
        if not which.search:
            raise
        raise UnknownWordError(f"search {which.search!r}: {error}") from None
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    for row in rows:
        row |= {name: json.loads(row[name]) for name in LISTS}
    return rows


def _conditions(db: sqlite3.Connection, which: Filter) -> Iterator[tuple[str, list[Any]]]:
    for column, words, known in (
        ("category", which.categories, "select name from categories"),
        ("measure", which.measures, "select word from vocabulary where field = 'measure'"),
        ("modality", which.modalities, "select word from vocabulary where field = 'modality'"),
        ("unit", which.units, "select distinct unit from figures where unit <> ''"),
        ("sector", which.sectors, "select word from vocabulary where field = 'sector'"),
        ("cause", which.causes, "select word from vocabulary where field = 'cause' and word <> ''"),
        ("hazard", which.hazards, "select word from vocabulary where field = 'hazard'"),
        ("place_role", which.roles, "select word from vocabulary where field = 'place_role' and word <> ''"),
    ):
        if words:
            yield _one_of(column, [_known(db, column, word, known) for word in words])
    if which.countries:
        yield _one_of("country", [_country(db, word) for word in which.countries])
    if which.origins:
        condition, codes = _one_of("country", [_country(db, word) for word in which.origins])
        nation = condition.replace("country", "value", 1)
        yield (
            f"(place_role = 'origin' and {condition} or exists (select 1 from json_each(nationality) where {nation}))",
            codes * 2,
        )
    if which.facets:
        known = "select word from vocabulary where field = 'facet'"
        condition, words = _one_of("value", [_known(db, "facet", word, known) for word in which.facets])
        yield f"exists (select 1 from json_each(facets) where {condition})", words
    if which.claimants:
        said = "(claimant like ? escape '\\' or source like ? escape '\\')"
        parts = [part for word in which.claimants for part in [_part(word)] * 2]
        yield f"({' or '.join([said] * len(which.claimants))})", parts
    if which.search:
        found = (
            "select d.id from documents_fts as t join documents as d on d.number = t.rowid where documents_fts match ?"
        )
        yield f"document_id in ({found})", [which.search]
    yield from _bounds(which)


def _bounds(which: Filter) -> Iterator[tuple[str, list[Any]]]:
    for condition, bound in (
        ("as_of >= ?", which.since),
        ("as_of <= ?", which.until),
        ("value >= ?", which.least),
        ("value <= ?", which.most),
    ):
        if bound is not None:
            yield condition, [bound.isoformat() if isinstance(bound, date) else bound]


def _one_of(column: str, words: list[str]) -> tuple[str, list[Any]]:
    return f"{column} in ({', '.join('?' * len(words))})", words


def _part(word: str) -> str:
    for special in "\\%_":
        word = word.replace(special, f"\\{special}")
    return f"%{word}%"


def _known(db: sqlite3.Connection, field: str, word: str, sql: str) -> str:
    words = [row[0] for row in db.execute(sql)]
    for known in words:
        if known.casefold() == word.casefold():
            return str(known)
    raise UnknownWordError(_unknown(field, word, words))


def _country(db: sqlite3.Connection, word: str) -> str:
    names = {}
    for code, name in db.execute("select code, name from countries"):
        names[code.casefold()] = names[name.casefold()] = code
    if word.casefold() not in names:
        raise UnknownWordError(_unknown("country", word, [key.upper() if len(key) == 3 else key for key in names]))
    return str(names[word.casefold()])


def _unknown(field: str, word: str, words: Sequence[str]) -> str:
    near = get_close_matches(word.casefold(), words, n=3, cutoff=0.6)
    return f"no {field} {word!r}" + (f"; near: {', '.join(near)}" if near else "")


def columns(db: sqlite3.Connection) -> list[str]:
    """The names of the columns that list_figures() gives."""
    return [column[0] for column in db.execute("select * from figures_full limit 0").description]
