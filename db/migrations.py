"""The database's shape, changed by named functions, each applied once and in order. Views are laid anew instead."""

from __future__ import annotations

import sqlite3
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations


def create_tables(db: Database) -> None:
    """The tables, indexes and triggers of schema.sql."""
    db.executescript(files("db").joinpath("schema.sql").read_text(encoding="utf-8"))


def add_facets_and_estimates(db: Database) -> None:
    """The columns for facets, nationality and estimates, where the tables were made before there were any."""
    stored = {column.name for column in db.table("figures").columns}
    for name, kind in _FACETS_AND_ESTIMATES.items():
        if name not in stored:
            db.execute(f"alter table figures add column {name} {kind}")


_FACETS_AND_ESTIMATES = {
    "facets": "text not null default '[]'",
    "nationality": "text not null default '[]'",
    "people_estimate": "real",
    "household_size": "real",
    "household_size_source": "text not null default ''",
    "usd_estimate": "real",
    "usd_rate": "real",
    "usd_rate_day": "text",
    "no_estimate": "text not null default ''",
}


def add_stories(db: Database) -> None:
    """The tables of copies and newer versions. Each document is a story of its own until it is compared with others."""
    from db.stories import page

    if db.table("stories").exists():  # laid with the others in a new database
        return
    for statement in _STORIES.split(";"):
        db.execute(statement)
    found = db.execute("select number, origin, url, publisher from documents").fetchall()
    sightings = [(*row, page(row[2])) for row in found]
    db.conn.executemany("insert into sightings values (?, ?, ?, ?, ?, null)", sightings)
    db.conn.executemany(
        "insert into stories values (?, ?, '', null)", db.execute("select id, id from documents").fetchall()
    )


_STORIES = """
create table sightings (
    document integer not null references documents (number), origin text not null, url text, publisher text,
    page text not null, newer_id text references documents (id), primary key (document, origin)
) strict, without rowid;
create table stories (
    document_id text primary key references documents (id), story_id text not null references documents (id),
    rank text not null, newer_id text references documents (id)
) strict, without rowid;
create table signatures (
    document integer primary key references documents (number), scheme text not null, day text,
    words integer not null, slots blob not null
) strict;
create table bands (
    band integer not null, document integer not null references documents (number), primary key (band, document)
) strict, without rowid;
create index sightings_by_page on sightings (page, document) where page <> '';
create index stories_by_rank on stories (story_id, rank)
"""


def remember_pages(db: Database) -> None:
    """The table of pages from the web, pages.sql."""
    db.executescript(files("db").joinpath("pages.sql").read_text(encoding="utf-8"))


def keep_fresh_bands_apart(db: Database) -> None:
    """The table of fresh bands, bands of 31 bits, as signatures have them since, and an index of days."""
    if db.table("fresh_bands").exists():  # laid with the others in a new database
        return
    for statement in _FRESH_BANDS.split(";"):
        db.execute(statement)


_FRESH_BANDS = """
create table fresh_bands (document integer primary key, bands blob not null) strict;
alter table bands rename to longer_bands;
create table bands (band integer not null, document integer not null, primary key (band, document))
    strict, without rowid;
insert or ignore into bands select band & 0x7fffffff, document from longer_bands order by 1, 2;
drop table longer_bands;
create index days_of_signatures on signatures (document, day);
update signatures set scheme = '2' || substr(scheme, 2) where scheme like '1.%'
"""


# Append only: a database remembers the names that it has seen.
STEPS = (create_tables, add_facets_and_estimates, add_stories, remember_pages, keep_fresh_bands_apart)


def migrations() -> Migrations:
    """The steps as sqlite-utils applies them, in order."""
    from sqlite_utils.migrations import Migrations

    known = Migrations("figures")
    for step in STEPS:
        known()(step)
    return known


def is_complete(connection: sqlite3.Connection) -> bool:
    """Whether the database behind `connection` has had every step. Needs no sqlite-utils, whose import is slow."""
    try:
        applied = connection.execute("select name from _sqlite_migrations where migration_set = 'figures'").fetchall()
    except sqlite3.OperationalError:  # no such table: not yet a database of ours
        return False
    return {step.__name__ for step in STEPS} <= {name for (name,) in applied}
