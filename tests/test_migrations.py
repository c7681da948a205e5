"""A database that an older version made: it is brought up to date and loses nothing."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from stored import DOCUMENT, claim, rows

from db import identity
from db.migrations import STEPS
from db.read import audit, open_reader
from db.rows import COPIED, DAYS, LISTS
from db.sql import views
from db.store import Store, open_store

OLDER = Path(__file__).parent / "older" / "schema-0.2.0.sql"
NEW = {
    "facets", "nationality", "people_estimate", "household_size", "household_size_source", "usd_estimate", "usd_rate",
    "usd_rate_day", "no_estimate",
}  # fmt: skip


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A database with one document and two figures, as version 0.2.0 left it."""
    path = tmp_path / "older.db"
    key = identity.document_id(DOCUMENT)
    extraction = identity.extraction_id(key, "0.2.0", DOCUMENT.published)
    with closing(sqlite3.connect(path)) as db:
        db.executescript(OLDER.read_text(encoding="utf-8"))
        db.execute(
            "create table _sqlite_migrations (id integer primary key, migration_set text, name text, applied_at text)"
        )
        db.execute("insert into _sqlite_migrations values (1, 'figures', 'create_tables', '2026-01-01 00:00:00')")
        db.execute("insert into runs (id, version, started) values (1, '0.2.0', '2026-01-01T00:00:00+00:00')")
        db.execute(
            "insert into documents (id, title, published, date_source, language, origin, format, extraction_id, text)"
            " values (?, 'Storm', '2024-05-02', 'metadata', 'en', 'storm.html', 'html', ?, ?)",
            (key, extraction, DOCUMENT.text),
        )
        db.execute("insert into extractions values (?, ?, '0.2.0', '2024-05-02', 1)", (extraction, key))
        db.executemany("insert into categories values (?, ?, '', 'movement', 1, 'flow', '[]', '', '')",
                       [("displaced", "Displaced")])  # fmt: skip
        for nth, one in enumerate([claim(unit="household"), claim("300", 300)]):
            start, end = one.passage_start, one.passage_start + len(one.passage)
            passage = identity.passage_id(key, start, end)
            db.execute("insert or ignore into passages values (?, ?, ?, ?, ?)", (passage, key, start, end, one.passage))
            known = {name: getattr(one, name) for name in (*COPIED, *DAYS) if name not in NEW}
            words = {"id": f"figure{nth}", "extraction_id": extraction, "document_id": key, "passage_id": passage}
            row = {**known, **words, "group_words": "", "when_words": "", "part_of": "figure0" if nth else None}
            names = ", ".join(f'"{name}"' for name in row)
            db.execute(f"insert into figures ({names}) values ({', '.join('?' * len(row))})", list(row.values()))
        db.commit()
    return path


def columns(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {row[1] for row in db.execute("pragma table_info(figures)")}


def test_an_older_database_gets_the_new_columns_and_keeps_its_rows(older: Path, store: Store) -> None:
    before = columns(older)
    assert not NEW & before
    named = ", ".join(f'"{name}"' for name in sorted(before))
    with closing(sqlite3.connect(older)) as db:
        kept = db.execute(f"select {named} from figures order by id").fetchall()
    open_store(older).close()
    assert columns(older) == columns(store.path) == before | NEW
    assert rows(older, f"select {named} from figures order by id") == kept
    assert rows(older, "select facets, people_estimate, no_estimate from figures") == [("[]", None, "")] * 2
    assert {name for (name,) in rows(older, "select name from sqlite_master where type = 'view'")} == set(views())
    with closing(open_reader(older)) as db:
        assert set(audit(db)) <= {"unit_fits_category", "words_are_known"}  # its words came later than this fixture's


def test_an_older_database_is_written_to_as_a_new_one(older: Path) -> None:
    figure = claim(
        facets=("children",), nationality=("SYR",), unit="EUR", usd_estimate=1300.0, usd_rate=1.0833,
        usd_rate_day=date(2024, 5, 1),
    )  # fmt: skip
    with open_store(older) as store:
        store.begin_run("0.3.0", [])
        assert store.add(DOCUMENT, [figure]) == "re-extracted"
    assert rows(older, f"select {', '.join(LISTS)}, usd_rate_day from figures_full") == [
        ('["children"]', '["SYR"]', "2024-05-01")
    ]


def test_every_step_is_applied_once(older: Path) -> None:
    for _ in range(2):
        open_store(older).close()
    names = [name for (name,) in rows(older, "select name from _sqlite_migrations order by id")]
    assert names == [step.__name__ for step in STEPS]


def test_the_writer_starts_without_pandas(tmp_path: Path) -> None:
    """sqlite-utils would load it: half of the time that a run of one document takes."""
    code = "import sys; from db.store import open_store; open_store(sys.argv[1]); print('pandas' in sys.modules)"
    command = [sys.executable, "-c", code, str(tmp_path / "f.db")]
    told = subprocess.run(command, capture_output=True, text=True)
    assert told.stdout == "False\n", told.stderr
