"""Examines a database: is it whole, is it true to its texts, what does it hold, and what is there to do."""

from __future__ import annotations

import json
import shlex
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from db.errors import DatabaseError
from db.migrations import is_complete
from db.read import connect
from db.sql import audits, stale_views
from figures import __version__

TABLES = ("documents", "passages", "figures", "extractions", "runs", "failures")

# A log that no program clears away although nothing holds it: the last writer was killed, or a reader never closes.
LARGE_LOG = 64_000_000  # bytes

_MOST_SHOWN = 3

_DAMAGED = (
    "use a copy from before; or read the sources into a new database with `figures ingest SOURCE... --db NEW`; what "
    "can be saved is printed by `sqlite3 {path} .recover`"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something found, and what to do about it."""

    what: str
    advice: str


@dataclass(frozen=True, slots=True)
class Health:
    """What examine() found. `faults` are wrong, `notes` are worth knowing. Sizes are in bytes.

    `versions` are the versions of the program whose reading is shown, with the number of documents of each.
    """

    path: str
    faults: list[Finding] = field(default_factory=list)
    notes: list[Finding] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    versions: dict[str, int] = field(default_factory=dict)
    program: str = __version__
    sqlite: str = sqlite3.sqlite_version
    size: int = 0
    log_size: int = 0
    journal: str = ""


def examine(path: Path) -> Health:
    """The health of the database at `path`, which is only read. Raises DatabaseError where there is none."""
    if not path.is_file():
        raise DatabaseError(path, "no such database; `figures ingest` makes one" if not path.exists() else "no file")
    log = path.with_name(path.name + "-wal")
    health = Health(str(path), size=path.stat().st_size, log_size=log.stat().st_size if log.is_file() else 0)
    try:
        with closing(connect(path)) as db:
            if not db.execute("select 1 from sqlite_master where name = '_sqlite_migrations'").fetchall():
                raise DatabaseError(path, "not a database of figures")
            return _examined(db, path, health)
    except sqlite3.DatabaseError as error:
        if "not a database" in str(error):
            raise DatabaseError(path, error) from None
        health.faults.append(Finding(f"cannot be read: {error}", _DAMAGED.format(path=path)))
        return health


def _examined(db: sqlite3.Connection, path: Path, health: Health) -> Health:
    health.faults.extend(_damage(db, path))
    if not is_complete(db) or stale_views(db) != ([], []):
        brought = "the next `figures ingest` or `figures list` brings it up to date"
        health.notes.append(Finding("made by an older version of the program", brought))
    health.faults.extend(_failing_audits(db))
    health.notes.extend(_notes(db, health))
    counts = {table: db.execute(f"select count(*) from {table}").fetchone()[0] for table in TABLES}
    versions = dict(_versions(db))
    (journal,) = db.execute("pragma journal_mode").fetchone()
    return Health(
        health.path, health.faults, health.notes, counts, versions,
        size=health.size, log_size=health.log_size, journal=journal,
    )  # fmt: skip


def _damage(db: sqlite3.Connection, path: Path) -> Iterator[Finding]:
    for (line,) in db.execute("pragma integrity_check(3)"):
        if line != "ok":
            yield Finding(f"the file is damaged: {' '.join(line.split())}", _DAMAGED.format(path=path))


def _failing_audits(db: sqlite3.Connection) -> Iterator[Finding]:
    for audit in audits().values():
        try:
            rows = db.execute(audit.sql).fetchmany(1001)
        except sqlite3.Error as error:
            yield Finding(f"the audit {audit.name} cannot be run: {error}", f"look at db/audits/{audit.name}.sql")
            continue
        if rows:
            some = "; ".join(", ".join(map(str, row)) for row in rows[:_MOST_SHOWN])
            many = f"over {len(rows) - 1:,}" if len(rows) > 1000 else f"{len(rows):,}"
            yield Finding(
                f"the audit {audit.name} returns {many} rows, such as: {some}",
                f"it holds that: {audit.description} Something else wrote to it, or the program has a fault: read the "
                "sources into a new database, and report it if that fails too",
            )


def _notes(db: sqlite3.Connection, health: Health) -> Iterator[Finding]:
    old = sum(count for version, count in _versions(db) if version != __version__)
    if old:
        yield Finding(
            f"{old:,} documents were read by another version than this {__version__}",
            "`figures ingest` with the same sources reads them anew, and keeps what was read before",
        )
    for started, sources in _stopped(db):
        words = " ".join(shlex.quote(source) for source in json.loads(sources))
        yield Finding(f"the run of {started} did not end; it was stopped or still runs", f"figures ingest {words}")
    (failures,) = db.execute("select count(*) from failures").fetchone()
    if failures:
        yield Finding(
            f"{failures:,} failures are kept", "`figures retry` reads them again; select origin, reason from failures"
        )
    if health.log_size > LARGE_LOG:
        yield Finding(
            f"the write-ahead log has {health.log_size / 1e6:,.0f} MB",
            "it is sound; close other programs that read the database, and the next `figures ingest` clears it",
        )


def _versions(db: sqlite3.Connection) -> list[tuple[str, int]]:
    return [
        (version, count)
        for version, count in db.execute(
            "select version, count(*) from documents d join extractions e on e.id = d.extraction_id "
            "group by version order by version"
        )
    ]


def _stopped(db: sqlite3.Connection) -> list[tuple[str, str]]:
    """The runs that did not end and that no later run of the same sources made good."""
    return [
        (started, sources)
        for started, sources in db.execute(
            "select started, sources from runs r where finished is null and not exists "
            "(select 1 from runs l where l.sources = r.sources and l.id > r.id) order by id"
        )
    ]
