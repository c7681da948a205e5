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

# Append only: a database remembers the names that it has seen.
STEPS = (create_tables, add_facets_and_estimates)


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
