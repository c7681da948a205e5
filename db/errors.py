"""What can be wrong with a database, in one clear line."""

from __future__ import annotations

from pathlib import Path


class DatabaseError(Exception):
    """A database that cannot be used. Its words name the file and the reason."""

    def __init__(self, path: Path, reason: object) -> None:
        super().__init__(f"{path}: {reason}")
        self.path = path
