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


# Append only: a database remembers the names that it has seen.
STEPS = (create_tables,)


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
