"""The only writer of the database."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal

from db import identity, reference
from db.errors import DatabaseError
from db.migrations import migrations
from db.sql import stale_views, views
from db.stories import Stories
from figures.model import DateSource, Document, Figure

if TYPE_CHECKING:
    from sqlite_utils import Database

    from figures.stories import Signature

Outcome = Literal["new", "unchanged", "re-extracted"]

# How long one writer waits for another. A document is stored in milliseconds, so this is only met when the disk hangs.
BUSY_SECONDS = 60.0

# Which publication day to believe where the same text comes with two: the better-founded one. An option is an order.
_TRUST: tuple[DateSource, ...] = ("unknown", "file time", "default", "text", "metadata", "option")


def open_store(path: str | Path) -> Store:
    """The database at `path`, made when it is missing and brought up to date when it is older. Close it, or use `with`.

    Raises DatabaseError, with the path and the reason, where that cannot be done.
    """
    return Store(Path(path))


class Store:
    """Writes documents with their figures. Each document is one transaction; two writers at once take turns."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.version = ""
        self.run: int | None = None
        self.db = _connect(path)
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
        found = self._rows("select published, date_source from documents where id = ?", identity.document_id(document))
        for published, source in found:
            stored = published and date.fromisoformat(published)
            if not _prefer(document.published, document.date_source, stored, source):
                return replace(document, published=stored, date_source=source)
        return document

    def has(self, document: Document) -> bool:
        """Whether this version has already extracted `document`, so that there is nothing to do."""
        document = self.dated(document)
        key = identity.document_id(document)
        wanted = identity.extraction_id(key, self.version, document.published)
        found = self._rows("select extraction_id, date_source from documents where id = ?", key)
        return found == [(wanted, document.date_source)]

    def add(self, document: Document, figures: Sequence[Figure], signature: Signature | None = None) -> Outcome:
        """Store `document` with all its figures, or nothing of it. `signature` is that of its text, where it is known.

        Raises DatabaseError where the database cannot be written, ValueError where something cannot be stored: a text
        that is not Unicode, a figure without its number.
        """
        try:
            return self._add(document, figures, signature)
        except (sqlite3.IntegrityError, OverflowError, IndexError) as error:
            raise ValueError(f"cannot be stored: {error}") from None

    def _add(self, document: Document, figures: Sequence[Figure], signature: Signature | None) -> Outcome:
        with self._transaction():
            if self.has(document):
                self.stories.see(identity.document_id(document), document)
                return "unchanged"
            document = self.dated(document)
            key = identity.document_id(document)
            extraction = identity.extraction_id(key, self.version, document.published)
            known = self._rows("select 1 from documents where id = ?", key)
            # In this order: the other way round SQLite looks through all documents for one that awaits the extraction.
            self._put_extraction(extraction, key, document.published)
            self._put_document(key, document, extraction)
            self._put_figures(key, extraction, figures)
            self.stories.place(key, document, signature)
        self.mended(document.origin)
        return "re-extracted" if known else "new"

    def seen(self, document: Document) -> None:
        """Note that `document`, which is stored, was found there too, and that its origin was read."""
        key = identity.document_id(document)
        if not self.stories.is_seen(key, document):
            with self._transaction():
                self.stories.see(key, document)
        self.mended(document.origin)

    def fail(self, origin: str, reason: str) -> None:
        """Note that `origin` could not be read, and why."""
        origin, reason = _storable(origin), _storable(reason)
        row = {"id": identity.failure_id(origin, reason), "origin": origin, "reason": reason}
        with self._transaction():
            self.db.table("failures").upsert({**row, "time": _now(), "run_id": self.run}, pk="id")

    def mended(self, origin: str) -> None:
        """Note that `origin` was read: its failures of earlier runs are over, those of this run tell of its parts."""
        which = ("where origin = ? and run_id is not ?", [_storable(origin), self.run])
        if self.db.execute(f"select 1 from failures {which[0]}", which[1]).fetchone():
            with self._transaction():
                self.db.execute(f"delete from failures {which[0]}", which[1])

    def _put_document(self, key: str, document: Document, extraction: str) -> None:
        row = {
            "id": key,
            "title": document.title,
            "text": document.text,
            "published": _iso(document.published),
            "date_source": document.date_source,
            "language": document.language,
            "url": document.url,
            "publisher": document.publisher,
            "origin": _storable(document.origin),
            "format": document.format,
            "extraction_id": extraction,
        }
        changing = ("published", "date_source", "extraction_id")
        self.db.execute(
            f"insert into documents ({', '.join(row)}) values ({', '.join(':' + name for name in row)}) "
            f"on conflict (id) do update set {', '.join(f'{name} = excluded.{name}' for name in changing)}",
            row,
        )

    def _put_extraction(self, extraction: str, key: str, published: date | None) -> None:
        row = {
            "id": extraction,
            "document_id": key,
            "version": self.version,
            "published": _iso(published),
            "run_id": self._run(),
        }
        self._insert("extractions", [row])

    def _put_figures(self, key: str, extraction: str, figures: Sequence[Figure]) -> None:
        ids = [identity.figure_id(key, figure) for figure in figures]
        passages = {(one.passage_start, one.passage_start + len(one.passage)): one.passage for one in figures}
        keys = {span: identity.passage_id(key, *span) for span in passages}
        self._insert(
            "passages",
            [
                {"id": keys[start, end], "document_id": key, "start": start, "end": end, "text": text}
                for (start, end), text in passages.items()
            ],
        )
        self._insert(
            "figures",
            [
                _figure_row(one, figure, ids)
                | {
                    "extraction_id": extraction,
                    "document_id": key,
                    "passage_id": keys[figure.passage_start, figure.passage_start + len(figure.passage)],
                }
                for one, figure in zip(ids, figures, strict=True)
            ],
        )

    def _insert(self, table: str, rows: list[dict[str, Any]]) -> None:
        # Not insert_all(): it weighs every value of every row to find the columns, and takes four times as long.
        if rows:
            names = ", ".join(f'"{name}"' for name in rows[0])
            marks = ", ".join(f":{name}" for name in rows[0])
            self.db.conn.executemany(f"insert into {table} ({names}) values ({marks}) on conflict do nothing", rows)

    def _run(self) -> int:
        if self.run is None:
            raise ValueError("begin_run() comes first")
        return self.run

    def _rows(self, sql: str, *values: str) -> list[tuple[Any, ...]]:
        return list(self.db.execute(sql, list(values)).fetchall())

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        # Immediate: a reader that turns writer half-way cannot wait for another writer, it fails at once.
        try:
            self.db.execute("begin immediate")
            yield
            self.db.commit()
        except sqlite3.OperationalError as error:  # the disk is full, gone, or held by another program for too long
            self.db.rollback()
            raise DatabaseError(self.path, error) from None
        except BaseException:
            self.db.rollback()
            raise

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


def _figure_row(key: str, figure: Figure, ids: Sequence[str]) -> dict[str, Any]:
    """The columns of `figure`. `ids` are those of all figures of the document, which `part_of` counts in."""
    row = {name: getattr(figure, name) for name in COPIED}
    days = {name: _iso(getattr(figure, name)) for name in DAYS}
    part_of = None if figure.part_of is None else ids[figure.part_of]
    lists = {name: json.dumps(getattr(figure, name)) for name in LISTS}
    words = {"id": key, "group_words": figure.group, "when_words": figure.when, "part_of": part_of}
    return row | days | lists | words


DAYS = ("date_start", "date_end", "as_of", "usd_rate_day")
LISTS = ("facets", "nationality")  # stored as JSON arrays
COPIED = (
    "start", "end", "text", "value", "low", "high", "qualifier", "modifier", "category", "unit", "modality", "measure",
    "place", "country", "place_id", "latitude", "longitude", "place_role", "source", "claimant", "source_type", "via",
    "date_precision", "cause", "hazard", "sector", "people_estimate", "household_size", "household_size_source",
    "usd_estimate", "usd_rate", "no_estimate", "confidence", "rule",
)  # fmt: skip


def _lay_views(db: Database) -> None:
    """Make the views those of this program. Untouched when they already are, so that opening writes nothing."""
    gone, wanted = stale_views(db.conn)
    for name in gone:
        db.execute(f'drop view "{name}"')
    for name in wanted:
        db.execute(views()[name].sql)


def _connect(path: Path) -> Database:
    from sqlite_utils import Database

    try:
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None)
        connection.execute("pragma foreign_keys = on")
        connection.execute("pragma synchronous = normal")  # sound after a kill; a power cut may cost the last document
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma cache_size = -32000")  # 32 MB: the indexes of some ten thousand documents
    except sqlite3.Error as error:
        raise DatabaseError(path, error) from None
    return Database(connection, execute_plugins=False)


def _storable(name: str) -> str:
    """`name` as Unicode. Names of files are bytes; Python shows those that are no UTF-8 with lone surrogates."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
