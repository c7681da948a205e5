"""How the writer opens the database."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import DatabaseError

if TYPE_CHECKING:
    from sqlite_utils import Database

# How long one writer waits for another. A batch is stored in a tenth of a second, so this is only met when the disk
# hangs.
BUSY_SECONDS = 60.0


def connect(path: Path) -> Database:
    """The database at `path`, open for writing. Raises DatabaseError."""
    database = _wrapper()
    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("pragma page_size = 8192")  # of a new database: a document touches a dozen pages by chance
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = normal")  # sound after a kill; a power cut may cost the last document
        connection.execute("pragma journal_mode = wal")
        # Of the pages that the documents of 32 MB touched, many are the same: each is put in its place once.
        connection.execute("pragma wal_autocheckpoint = 4000")
        connection.execute("pragma cache_size = -8000")  # 8 MB: with four times as much nothing is stored sooner
    except sqlite3.Error as error:
        raise DatabaseError(path, error) from None
    return database(connection, execute_plugins=False)


def _wrapper() -> type[Database]:
    """The class of sqlite-utils, which would load pandas and numpy where they are, to know their numbers by sight.

    That takes 0.4 s and 40 MB, and nothing here passes them any.
    """
    loaded = "sqlite_utils" in sys.modules
    hidden = [name for name in ("pandas", "numpy") if name not in sys.modules and not loaded]
    sys.modules.update(dict.fromkeys(hidden))  # type: ignore[arg-type]
    try:
        from sqlite_utils import Database
    finally:
        for name in hidden:
            del sys.modules[name]
    return Database
