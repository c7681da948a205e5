"""Reading the database: connections that cannot write, and the audits."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path
from typing import Any

from db.errors import DatabaseError
from db.migrations import is_complete
from db.sql import audits, stale_views


def open_reader(path: str | Path) -> sqlite3.Connection:
    """A connection to the database at `path` that cannot write; rows can be asked by column name.

    A database of an older version is brought up to date first. Raises DatabaseError, with the path and the reason.
    """
    path = Path(path)
    if not path.is_file():
        raise DatabaseError(path, "no such database; `figures ingest` makes one" if not path.exists() else "no file")
    try:
        connection = connect(path)
        if not _is_current(connection):
            connection.close()
            _bring_up_to_date(path)
            connection = connect(path)
    except sqlite3.Error as error:
        raise DatabaseError(path, error) from None
    return connection


def audit(connection: sqlite3.Connection) -> dict[str, list[dict[str, Any]]]:
    """The rows that each failing audit returns, by the audit's name. Empty for a sound database."""
    found = {name: _rows(connection, query.sql) for name, query in audits().items()}
    return {name: rows for name, rows in found.items() if rows}


def _rows(connection: sqlite3.Connection, sql: str) -> list[dict[str, Any]]:
    cursor = connection.execute(sql)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def connect(path: Path) -> sqlite3.Connection:
    """A connection to the file as it is, which cannot write. Raises sqlite3.Error."""
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{_mode(path)}", uri=True, timeout=60)
    connection.row_factory = sqlite3.Row
    connection.execute("pragma query_only = on")
    return connection


def _mode(path: Path) -> str:
    """How to open the file. Read-write where that is allowed, or the last reader could not clear the log away."""
    if os.access(path, os.W_OK) and os.access(path.parent, os.W_OK):
        return "mode=rw"
    log = path.with_name(path.name + "-wal")
    # SQLite wants to lay a log beside the file even to read it. Without one nobody is writing, so none is needed.
    return "mode=ro" if log.is_file() and log.stat().st_size else "mode=ro&immutable=1"


def _is_current(connection: sqlite3.Connection) -> bool:
    return is_complete(connection) and stale_views(connection) == ([], [])


def _bring_up_to_date(path: Path) -> None:
    from db.store import open_store

    open_store(path).close()
