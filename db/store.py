"""The only writer of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from db import identity, reference
from db.connection import connect
from db.errors import DatabaseError
from db.failures import parts_of, storable
from db.migrations import migrations
from db.rows import FIGURE_COLUMNS, PASSAGE_COLUMNS, Rows, iso, rows_of
from db.sql import stale_views, views
from db.stories import KNOWN_DAYS, Stories
from figures.model import DateSource, Document, Figure
from figures.sources import Failure

if TYPE_CHECKING:
    from sqlite_utils import Database

    from figures.stories import Signature

# What became of a document. `stale`: another program has since learnt a better day of publication, so the figures must
# be extracted anew, with the day that dated() gives. `noted` is what became of anything else.
Outcome = Literal["new", "unchanged", "re-extracted", "stale", "noted"]

# What the database refuses: the fault of one document, not of the disk.
_REFUSALS = (sqlite3.IntegrityError, sqlite3.DataError, OverflowError, ValueError)

# Which publication day to believe where the same text comes with two: the better-founded one. An option is an order.
_TRUST: tuple[DateSource, ...] = ("unknown", "file time", "default", "text", "metadata", "option")


def open_store(path: str | Path) -> Store:
    """The database at `path`, made when it is missing and brought up to date when it is older. Close it, or use `with`.

    Raises DatabaseError, with the path and the reason, where that cannot be done.
    """
    return Store(Path(path))


class Extracted(NamedTuple):
    """A document, dated as it was extracted, with the rows that its figures make."""

    document: Document
    rows: Rows


class Ended(NamedTuple):
    """A source that was read to its end, so that what earlier runs noted of it and its parts is over."""

    origin: str


# A Document alone is one whose figures are there already.
Change = Extracted | Document | Failure | Ended


class Refused(NamedTuple):
    """A change that cannot be stored, and why. Nothing of it was stored."""

    reason: str


class _Stored(NamedTuple):
    """What is known of a document that is there."""

    published: date | None
    date_source: DateSource
    extraction: str
    origin: str


class Store:
    """Writes documents with their figures, each whole or not at all. Two writers at once take turns.

    What is stored does not depend on the order in which documents come: of two days of publication the better-founded
    one stays, of two origins of the same text the first in the alphabet.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = ""
        self.run: int | None = None
        self.failed_before = True
        self.db = connect(path)
        self.stories = Stories(self.db)
        try:
            self._bring_up_to_date()
        except DatabaseError:
            self.close()
            raise
        except sqlite3.Error as error:
            self.close()
            raise DatabaseError(path, error) from None

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the database file."""
        self.db.close()

    def begin_run(self, version: str, sources: Sequence[str]) -> int:
        """Note that a run of `version` over `sources` starts. Returns its number."""
        with self._transaction():
            row = {"version": version, "started": _now(), "sources": json.dumps(list(sources))}
            self.db.table("runs").insert(row)
            ((run,),) = self._rows("select last_insert_rowid()")
            self.failed_before = bool(self._rows("select 1 from failures limit 1"))
        self.version, self.run = version, int(run)
        self.compare_older()
        return self.run

    def compare_older(self) -> None:
        """Find the stories of the documents that an older version stored without looking for copies."""
        while left := self.stories.left():
            with self._transaction():
                self.stories.place_older(left)

    def finish_run(self, counts: Mapping[str, int]) -> None:
        """Note that the run is over, with its counts, such as `{"new": 3, "unchanged": 1, "failed": 0}`."""
        with self._transaction():
            self.db.table("runs").update(self._run(), {"finished": _now(), "counts": json.dumps(dict(counts))})

    def dated(self, document: Document) -> Document:
        """`document` with the publication day that the store would give it: extract with this one.

        The same text may come twice with different days: an option wins, then the better-founded day, then the earlier.
        """
        return self.wanted(document)[0]

    def has(self, document: Document) -> bool:
        """Whether this version has already extracted `document`, so that there is nothing to do."""
        return self.wanted(document)[1]

    def has_from(self, origin: str) -> bool:
        """Whether there seem to be documents from `origin` or from parts of it.

        A guess, as a text that was found at several places is noted with one of them.
        """
        first, last = parts_of(origin)
        found = "select 1 from documents where origin = ? or (origin >= ? and origin < ?) limit 1"
        return bool(self._rows(found, storable(origin), first, last))

    def wanted(self, document: Document) -> tuple[Document, bool]:
        """What dated() and has() say of `document`."""
        key = identity.document_id(document)
        return self._wanted(document, key, self._stored(key))

    def add(self, document: Document, figures: Sequence[Figure], signature: Signature | None = None) -> Outcome:
        """Store `document` with all its figures, or nothing of it. `signature` is that of its text, where it is known.

        Raises DatabaseError where the database cannot be written, ValueError where something cannot be stored: a text
        that is not Unicode, a figure without its number.
        """
        document, done = self.wanted(document)
        change: Change = document if done else Extracted(document, rows_of(document, figures, self.version, signature))
        (outcome,) = self.write([change])
        if isinstance(outcome, Refused):
            raise ValueError(outcome.reason)
        return outcome

    def seen(self, document: Document) -> None:
        """Note that `document`, which is stored, was found there too, and that its origin was read."""
        self.write([document])

    def fail(self, origin: str, reason: str) -> None:
        """Note that `origin` could not be read, and why."""
        self.write([Failure(origin, reason)])

    def write(self, changes: Sequence[Change]) -> list[Outcome | Refused]:
        """Store `changes` in one transaction, and say what became of each. One that is refused costs no other.

        Raises DatabaseError where the database cannot be written; then none is stored.
        """
        try:
            with self._transaction():
                return [self._write(change) for change in changes]
        except _REFUSALS as error:
            if len(changes) == 1:
                return [Refused(f"cannot be stored: {error}")]
        # Not a savepoint each: the full-text index would write a segment for every document.
        return [outcome for change in changes for outcome in self.write([change])]

    def _write(self, change: Change) -> Outcome:
        if isinstance(change, Failure):
            self._put_failure(change)
            return "noted"
        if isinstance(change, Ended):
            self._mended(change.origin)
            self._mended_parts(change.origin)
            return "noted"
        document, key = (
            (change, identity.document_id(change))
            if isinstance(change, Document)
            else (change.document, change.rows.document)
        )
        stored = self._stored(key)
        wanted, done = self._wanted(document, key, stored)
        if not done and (isinstance(change, Document) or wanted.published != document.published):
            return "stale"
        if not done and isinstance(change, Extracted):
            self._put(wanted, change.rows, stored)
        if done:
            self.stories.see(key, document)
        if stored:
            self._put_origin(key, document, stored)
        self._mended(document.origin)
        return "unchanged" if done else "re-extracted" if stored else "new"

    def _stored(self, key: str) -> _Stored | None:
        found = self._rows("select published, date_source, extraction_id, origin from documents where id = ?", key)
        for published, source, extraction, origin in found:
            return _Stored(published and date.fromisoformat(published), source, extraction, origin)
        return None

    def _wanted(self, document: Document, key: str, stored: _Stored | None) -> tuple[Document, bool]:
        if stored is None:
            return document, False
        if not _prefer(document.published, document.date_source, stored.published, stored.date_source):
            document = replace(document, published=stored.published, date_source=stored.date_source)
        wanted = identity.extraction_id(key, self.version, document.published)
        return document, (wanted, document.date_source) == (stored.extraction, stored.date_source)

    def _put(self, document: Document, rows: Rows, stored: _Stored | None) -> None:
        # In this order: the other way round SQLite looks through all documents for one that awaits the extraction.
        self._put_extraction(rows, document)
        number = self._put_document(rows, document)
        self._insert("passages", PASSAGE_COLUMNS, rows.passages)
        self._insert("figures", FIGURE_COLUMNS, rows.figures)
        if stored and stored.extraction != rows.extraction:
            self._forget(stored.extraction, rows.document)
        if stored:
            self.stories.place(rows.document, document, rows.signature)
        else:
            day = iso(document.published) if document.date_source in KNOWN_DAYS else None
            self.stories.place_new(number, rows.document, day, document, rows.signature)

    def _put_failure(self, failure: Failure) -> None:
        origin, reason = storable(failure.origin), storable(failure.reason)
        key = identity.failure_id(origin, reason)
        self.db.execute(
            "insert into failures (id, origin, reason, time, run_id) values (?, ?, ?, ?, ?) on conflict (id) "
            "do update set time = excluded.time, run_id = max(coalesce(run_id, 0), excluded.run_id)",
            [key, origin, reason, _now(), self.run],
        )
        self._mended(failure.origin)

    def _mended(self, origin: str) -> None:
        """Take away what earlier runs noted of `origin`: this run has read it, or says anew what is wrong.

        Only of earlier ones: what a run that began later notes is its own to keep, or two runs at once would take away
        each other's.
        """
        if self.failed_before:
            self.db.execute("delete from failures where origin = ? and run_id < ?", [storable(origin), self.run])

    def _mended_parts(self, origin: str) -> None:
        if self.failed_before:
            first, last = parts_of(origin)
            self.db.execute(
                "delete from failures where origin >= ? and origin < ? and run_id < ?", [first, last, self.run]
            )

    def _put_origin(self, key: str, document: Document, stored: _Stored) -> None:
        origin = storable(document.origin)
        if origin < stored.origin:
            self.db.execute(
                "update documents set origin = ?, url = ?, publisher = ?, format = ? where id = ?",
                [origin, document.url, document.publisher, document.format, key],
            )

    def _forget(self, extraction: str, key: str) -> None:
        """Take away a reading by this same version, which reckoned from a day that is believed no longer."""
        if not self._rows("select 1 from extractions where id = ? and version = ?", extraction, self.version):
            return
        self.db.execute("delete from figures where extraction_id = ?", [extraction])
        self.db.execute("delete from extractions where id = ?", [extraction])
        self.db.execute(
            "delete from passages where document_id = ? "
            "and id not in (select passage_id from figures where document_id = ?)",
            [key, key],
        )

    def _put_document(self, rows: Rows, document: Document) -> int:
        """Store the document; gives its number where it is new."""
        row = {
            "id": rows.document,
            "title": document.title,
            "text": document.text,
            "published": iso(document.published),
            "date_source": document.date_source,
            "language": document.language,
            "url": document.url,
            "publisher": document.publisher,
            "origin": storable(document.origin),
            "format": document.format,
            "extraction_id": rows.extraction,
        }
        return self.db.execute(_document(tuple(row)), row).lastrowid or 0

    def _put_extraction(self, rows: Rows, document: Document) -> None:
        columns = ("id", "document_id", "version", "published", "run_id")
        row = (rows.extraction, rows.document, self.version, iso(document.published), self._run())
        self._insert("extractions", columns, [row])

    def _insert(self, table: str, columns: Sequence[str], rows: list[tuple[Any, ...]]) -> None:
        # Not insert_all(): it weighs every value of every row to find the columns, and takes four times as long.
        self.db.conn.executemany(_insertion(table, columns), rows)

    def _run(self) -> int:
        if self.run is None:
            raise ValueError("begin_run() comes first")
        return self.run

    def _rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        return self.db.conn.execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # Immediate: a reader that turns writer half-way cannot wait for another writer, it fails at once.
        try:
            self.db.execute("begin immediate")
            yield
            self.db.commit()
        except sqlite3.OperationalError as error:  # the disk is full, gone, or held by another program for too long
            self._roll_back()
            raise DatabaseError(self.path, error) from None
        except BaseException:
            self._roll_back()
            raise

    def _roll_back(self) -> None:
        self.stories.forget()
        self.db.rollback()

    def _bring_up_to_date(self) -> None:
        with self._transaction():
            migrations().apply(self.db)
            _lay_views(self.db)
            reference.fill(self.db)


def _prefer(new: date | None, new_source: DateSource, stored: date | None, stored_source: DateSource) -> bool:
    if stored is None or new is None:
        return new is not None
    if new_source == "option" or new_source != stored_source:
        return _TRUST.index(new_source) >= _TRUST.index(stored_source)
    return new < stored


def _lay_views(db: Database) -> None:
    """Make the views those of this program. Untouched when they already are, so that opening writes nothing."""
    gone, wanted = stale_views(db.conn)
    for name in gone:
        db.execute(f'drop view "{name}"')
    for name in wanted:
        db.execute(views()[name].sql)


@cache
def _insertion(table: str, columns: Sequence[str]) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    return f"insert into {table} ({names}) values ({', '.join('?' * len(columns))}) on conflict do nothing"


@cache
def _document(columns: Sequence[str]) -> str:
    changing = ("published", "date_source", "extraction_id")
    return (
        f"insert into documents ({', '.join(columns)}) values ({', '.join(':' + name for name in columns)}) "
        f"on conflict (id) do update set {', '.join(f'{name} = excluded.{name}' for name in changing)}"
    )


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
