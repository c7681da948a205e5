"""What the database remembers of pages from the web."""

from __future__ import annotations

import json
import sqlite3
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from db.errors import DatabaseError
from figures.web.links import Link

if TYPE_CHECKING:
    from db.store import Store
    from figures.web.fetch import Validators


class Pages:
    """The table of pages. Only what was read in the same way counts: `read_as` names version and options."""

    def __init__(self, store: Store, read_as: str) -> None:
        self.store = store
        self.read_as = read_as

    def validators(self, url: str) -> Validators | None:
        """What to ask for `url` with; None where it was not read, or by another version, or with other days."""
        from figures.web.fetch import Validators

        found = self._row("final_url, etag, modified", url)
        return None if found is None else Validators(*found)

    def documents(self, url: str) -> int:
        """How many documents the page held when it was read."""
        found = self._row("documents", url)
        return 0 if found is None else int(found[0])

    def links(self, url: str) -> list[Link]:
        """The pages that the feed at `url` pointed to when it was read."""
        rows = json.loads((self._row("links", url) or ("[]",))[0])
        return [Link(link, day and date.fromisoformat(day), stamp) for link, day, stamp in rows]

    def has(self, link: Link) -> bool:
        """Whether the page was read since the feed says it last changed."""
        return self._row("stamp", link.url) == (link.stamp,)

    def read(self, url: str, known: Validators, documents: int, *, links: list[Link], stamp: str) -> None:
        """Note that the page was read, and all its documents stored."""
        row = {
            "url": url,
            "final_url": known.url,
            "etag": known.etag,
            "modified": known.modified,
            "read_as": self.read_as,
            "documents": documents,
            "links": json.dumps([(link.url, _iso(link.published), link.stamp) for link in links]),
            "stamp": stamp,
            "read": _now(),
        }
        names = ", ".join(row)
        marks = ", ".join(f":{name}" for name in row)
        self._write(f"insert or replace into pages ({names}) values ({marks})", row)

    def unchanged(self, url: str, stamp: str) -> None:
        """Note that the page is as it was."""
        row = {"read": _now(), "stamp": stamp, "url": url}
        self._write(
            "update pages set read = :read, stamp = case :stamp when '' then stamp else :stamp end where url = :url",
            row,
        )

    def _row(self, columns: str, url: str) -> tuple[Any, ...] | None:
        sql = f"select {columns} from pages where url = ? and read_as = ?"
        found = self.store.db.execute(sql, [url, self.read_as]).fetchone()
        return None if found is None else tuple(found)

    def _write(self, sql: str, values: dict[str, Any]) -> None:
        try:
            self.store.db.execute(sql, values)
        except sqlite3.OperationalError as error:  # the disk is full, gone, or held by another program for too long
            raise DatabaseError(self.store.path, error) from None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
