"""The views and audits: one SQL file each, found by listing the folder; the first comment says what it is for."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_COMMENT = re.compile(r"\s*--\s?(.*)")


@dataclass(frozen=True, slots=True)
class Query:
    """One SQL file: its name without `.sql`, its first comment on one line, and its statement without that comment."""

    name: str
    description: str
    sql: str


@cache
def views() -> dict[str, Query]:
    """Every view of `db/views` by name, sorted."""
    return {query.name: query for query in _queries("views")}


def stale_views(connection: sqlite3.Connection) -> tuple[list[str], list[str]]:
    """The names of the views to drop from the database and of those to create, so that it has this program's views."""
    found = connection.execute("select name, sql from sqlite_master where type = 'view'").fetchall()
    # SQLite keeps the words of a view as they were, but writes the first two in capitals.
    wanted = {name: view.sql.replace("create view", "CREATE VIEW", 1) for name, view in views().items()}
    stored = {name: sql for name, sql in found if wanted.get(name) == sql}
    return [name for name, _ in found if name not in stored], [name for name in wanted if name not in stored]


@cache
def audits() -> dict[str, Query]:
    """Every audit of `db/audits` by name, sorted. Each is a SELECT that must return no rows."""
    return {query.name: query for query in _queries("audits")}


def _queries(folder: str) -> Iterator[Query]:
    for entry in sorted(files("db").joinpath(folder).iterdir(), key=lambda one: one.name):
        if entry.name.endswith(".sql"):
            yield _query(entry.name.removesuffix(".sql"), entry.read_text(encoding="utf-8"))


def _query(name: str, text: str) -> Query:
    lines = text.strip().splitlines()
    words = []
    while lines and (comment := _COMMENT.fullmatch(lines[0])):
        words.append(comment[1].strip())
        del lines[0]
    return Query(name, " ".join(words), "\n".join(lines).strip().rstrip(";"))
