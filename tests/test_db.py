"""The database: what is stored, once, whole, and found again."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import fields, replace
from datetime import date
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stored import DOCUMENT, claim, content, rows

from db import identity
from db.errors import DatabaseError
from db.read import audit, open_reader
from db.rows import COPIED, DAYS, LISTS, rows_of
from db.sql import views
from db.store import Ended, Extracted, Store, open_store
from figures.lexicon import categories
from figures.model import Document, Figure
from figures.sources import Failure


def test_every_field_of_a_figure_is_stored_and_read_back(store: Store) -> None:
    full = claim(
        low=1000.0, high=1400.0, qualifier="range", modifier="about", modality="projected", measure="stock",
        group="families", place="Beira", country="MOZ", source="Officials", when="on Tuesday",
        date_start=date(2024, 4, 30), date_end=date(2024, 5, 1), date_precision="week", as_of=date(2024, 5, 1),
        claimant="Government of Mozambique", place_id="1052373", latitude=-19.8, longitude=34.9, place_role="origin",
        source_type="government", via="Reuters", cause="disaster", hazard="storm", sector="shelter", confidence=0.9,
        rule="verb fled", facets=("children", "women"), nationality=("MOZ",), people_estimate=5200.0,
        household_size=4.3, household_size_source="UN DESA 2019", usd_estimate=17.5, usd_rate=0.0146,
        usd_rate_day=date(2024, 4, 30), no_estimate="",
    )  # fmt: skip
    store.add(DOCUMENT, [full])
    with closing(open_reader(store.path)) as db:
        row = dict(db.execute("select * from figures_full").fetchone())
    renamed = {"group": "group_words", "when": "when_words", "passage": "sentence", "passage_start": "sentence_start"}
    for name, value in full.to_dict().items():
        stored = row[renamed.get(name, name)]
        assert (json.loads(stored) if name in LISTS else stored) == value, name
    assert (row["title"], row["document_url"], row["publisher"]) == (
        "Storm",
        "https://example.org/storm",
        "Example News",
    )


def test_no_field_of_the_model_is_forgotten() -> None:
    elsewhere = {"group", "when", "part_of", "passage", "passage_start"}
    assert {field.name for field in fields(Figure)} == {*COPIED, *DAYS, *LISTS, *elsewhere}


def test_adding_twice_changes_nothing(store: Store) -> None:
    assert store.add(DOCUMENT, [claim()]) == "new"
    before = content(store)
    assert store.has(DOCUMENT)
    assert store.add(DOCUMENT, [claim()]) == "unchanged"
    assert content(store) == before


def test_the_same_text_elsewhere_is_the_same_document(store: Store) -> None:
    store.add(DOCUMENT, [claim()])
    assert store.has(replace(DOCUMENT, origin="copy.html", url=None))
    assert not store.has(replace(DOCUMENT, text=DOCUMENT.text + " More."))
    assert not store.has(replace(DOCUMENT, title="Flood"))


def test_a_newer_version_shows_its_own_reading_and_keeps_the_older(store: Store) -> None:
    store.add(DOCUMENT, [claim(), claim("300", 300)])
    store.begin_run("1.1", [])
    assert not store.has(DOCUMENT)
    assert store.add(DOCUMENT, [claim(), claim("300", 300, category="injured")]) == "re-extracted"
    shown = rows(store, "select category, version from figures_full order by start")
    assert shown == [("displaced", "1.1"), ("injured", "1.1")]
    assert rows(store, "select count(*) from figures") == [(4,)]
    same = "select count(*) from figures where category = 'displaced' and value = 1200 group by id"
    assert rows(store, same) == [(2,)], "a number read the same way keeps its id"


@pytest.mark.parametrize(
    ("first", "second", "kept"),
    [
        (("metadata", 2), ("file time", 9), 2),
        (("file time", 9), ("metadata", 2), 2),
        (("metadata", 2), ("option", 5), 5),
        (("option", 5), ("option", 4), 4),
        (("option", 4), ("option", 5), 5),
        (("option", 5), ("metadata", 2), 5),
        (("file time", 3), ("file time", 8), 3),
        (("file time", 8), ("file time", 3), 3),
        (("text", 3), ("unknown", None), 3),
        (("unknown", None), ("default", 3), 3),
    ],
)
def test_the_better_founded_day_of_publication_wins(store: Store, first: Any, second: Any, kept: int) -> None:
    for source, number in (first, second):
        day = None if number is None else date(2024, 5, number)
        document = store.dated(replace(DOCUMENT, date_source=source, published=day))
        store.add(document, [claim()])
    assert rows(store, "select distinct published, as_of from figures_full") == [(f"2024-05-0{kept}",) * 2]
    assert store.has(document)


def test_going_back_to_an_earlier_day_shows_the_earlier_reading(store: Store) -> None:
    for number in (1, 2, 1):
        document = replace(DOCUMENT, published=date(2024, 5, number), date_source="option")
        store.add(document, [claim(as_of=document.published)])
    assert rows(store, "select as_of from figures_full") == [("2024-05-01",)]


def test_a_part_points_to_its_whole(store: Store) -> None:
    store.add(DOCUMENT, [claim(), claim("300", 300, part_of=0)])
    ((whole, part),) = rows(
        store, "select w.value, f.value from figures_full f join figures_full w on f.part_of = w.figure_id"
    )
    assert (whole, part) == (1200, 300)


def test_a_document_that_cannot_be_stored_whole_is_not_stored_at_all(store: Store) -> None:
    with pytest.raises(ValueError, match=r"figures\.rule"):
        store.add(DOCUMENT, [claim(), claim("300", 300, rule=None)])
    assert not any(content(store).values())
    assert store.add(DOCUMENT, [claim()]) == "new"


def test_a_text_that_is_not_unicode_is_refused_and_the_store_goes_on(store: Store) -> None:
    with pytest.raises(ValueError, match="surrogates"):
        store.add(Document("12 dead \ud800", origin="broken.txt"), [])
    assert store.add(DOCUMENT, [claim()]) == "new"


def test_a_full_disk_is_named_and_what_was_stored_stays(store: Store) -> None:
    store.add(DOCUMENT, [claim()])
    (pages,) = store.db.execute("pragma page_count").fetchone()
    store.db.execute(f"pragma max_page_count = {pages}")
    with pytest.raises(DatabaseError, match=r"figures\.db: database or disk is full"):
        store.add(Document("A long report. " * 10_000), [])
    assert rows(store, "select count(*) from documents") == [(1,)]


def test_a_database_in_a_place_that_cannot_be_written_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.add(DOCUMENT, [claim()])
    store.close()
    monkeypatch.setattr("os.access", lambda path, mode: False)
    assert rows(store, "select value from figures_full") == [(1200,)]
    assert [path.name for path in store.path.parent.iterdir()] == ["figures.db"]


def test_reading_leaves_no_files_behind(store: Store) -> None:
    store.close()
    rows(store, "select 1 from figures_full")
    assert [path.name for path in store.path.parent.iterdir()] == ["figures.db"]


def test_a_failure_is_told_once_and_goes_when_the_source_is_read(store: Store) -> None:
    store.fail("storm.html", "empty file")
    store.fail("storm.html", "empty file")
    store.fail("other.pdf", "encrypted")
    assert rows(store, "select origin from failures order by origin") == [("other.pdf",), ("storm.html",)]
    store.begin_run("1.0", [])
    store.fail("storm.html", "one page cannot be read")
    store.add(DOCUMENT, [])
    left = rows(store, "select origin, reason from failures order by origin")
    assert left == [("other.pdf", "encrypted"), ("storm.html", "one page cannot be read")]


def test_a_run_says_what_it_did(store: Store) -> None:
    store.finish_run({"new": 1, "failed": 0})
    ((version, counts, sources, done),) = rows(store, "select version, counts, sources, finished >= started from runs")
    assert (version, counts, sources, done) == ("1.0", '{"new": 1, "failed": 0}', '["storm.html"]', 1)


def test_search_finds_words_by_their_stem_and_forgets_what_is_gone(store: Store) -> None:
    store.add(DOCUMENT, [claim()])
    found = "select d.title from documents_fts t join documents d on d.number = t.rowid where documents_fts match ?"
    assert [tuple(row) for row in store.db.execute(found, ["storms"])] == [("Storm",)]
    assert list(store.db.execute(found, ["earthquake"])) == []
    store.db.execute("update documents set text = 'Earthquake'")
    assert len(list(store.db.execute(found, ["earthquake"]))) == 1
    assert list(store.db.execute(found, ["children"])) == []


def test_the_tables_of_words_hold_what_the_program_knows(store: Store) -> None:
    assert rows(store, "select name from categories order by position") == [(name,) for name in categories()]
    assert ("measure", "stock") in rows(store, "select field, word from vocabulary")


def test_an_older_database_gets_the_new_views_when_it_is_read(store: Store) -> None:
    store.add(DOCUMENT, [claim()])
    store.db.execute("drop view latest")
    store.db.execute("create view gone as select 1")
    store.close()
    assert rows(store.path, "select value from latest") == [(1200,)]
    kept = rows(store.path, "select name from sqlite_master where type = 'view' order by name")
    assert kept == [(name,) for name in views()]


def test_opening_a_database_that_is_up_to_date_changes_nothing(store: Store) -> None:
    store.close()
    before = store.path.read_bytes()
    open_store(store.path).close()
    assert store.path.read_bytes() == before


def test_reading_needs_no_writer(store: Store) -> None:
    code = (
        "import sys; from db.read import open_reader; open_reader(sys.argv[1]); sys.exit('sqlite_utils' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code, str(store.path)]).returncode == 0


def test_a_view_has_a_description() -> None:
    assert all(len(view.description) > 20 for view in views().values())


@pytest.mark.parametrize(("name", "made"), [("notes.db", b"not a database " * 400), ("no/such/folder.db", None)])
def test_what_is_no_database_is_named_with_the_reason(tmp_path: Path, name: str, made: bytes | None) -> None:
    wrong = tmp_path / name
    if made:
        wrong.write_bytes(made)
    with pytest.raises(DatabaseError, match=wrong.name):
        open_store(wrong)
    with pytest.raises(DatabaseError, match=wrong.name):
        open_reader(wrong)


def test_a_database_of_something_else_is_not_touched(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as db:
        db.execute("create table documents (name text)")
    with pytest.raises(DatabaseError, match=r"other\.db"):
        open_reader(other)
    with closing(sqlite3.connect(other)) as db:
        assert db.execute("select name from sqlite_master").fetchall() == [("documents",)]


def test_a_reader_cannot_write(store: Store) -> None:
    with closing(open_reader(store.path)) as db, pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.execute("delete from documents")


def test_a_document_costs_the_same_however_many_are_there(store: Store) -> None:
    steps: list[int] = []

    def one_more_step() -> int:
        steps[-1] += 1
        return 0

    store.db.conn.set_progress_handler(one_more_step, 20)  # every 20 instructions of SQLite's machine
    for i in range(400):
        steps.append(0)
        store.add(replace(DOCUMENT, title=f"Storm {i}"), [claim(), claim("300", 300)])
    assert sum(steps[-20:]) < 1.5 * sum(steps[10:30])


WRITER = """
import sys
from db.store import open_store
from figures.model import Document, Figure
from figures.sources import Failure
with open_store(sys.argv[1]) as store:
    store.begin_run("1.0", [])
    added = 0
    for i in range(int(sys.argv[2])):
        text = f"{i} people were killed."
        figure = Figure(0, len(str(i)), str(i), i, i, i, "exact", "killed", "person", passage=text)
        added += store.add(Document(text, origin=f"{i}.txt"), [figure]) == "new"
        if added == 20:
            print("on the way", flush=True)
    store.finish_run({})
"""


def writer(path: Path, documents: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), str(documents)], stdout=subprocess.PIPE, text=True
    )


def test_two_writers_at_once_both_finish(tmp_path: Path) -> None:
    path = tmp_path / "figures.db"
    running = [writer(path, 60) for _ in range(2)]
    assert [process.communicate() and process.returncode for process in running] == [0, 0]
    assert rows(path, "select count(*), count(distinct text) from documents") == [(60, 60)]
    with closing(open_reader(path)) as db:
        assert audit(db) == {}


def test_a_kill_leaves_a_sound_database_and_the_next_run_completes_it(tmp_path: Path) -> None:
    path = tmp_path / "figures.db"
    for _ in range(2):
        process = writer(path, 100_000)
        assert process.stdout
        assert process.stdout.readline()
        process.kill()
        process.communicate()
        with closing(open_reader(path)) as db:
            assert audit(db) == {}
            assert db.execute("pragma integrity_check").fetchone()[0] == "ok"
        stored = rows(path, "select count(*) from documents")[0][0]
        assert stored == rows(path, "select count(*) from figures_full")[0][0]
    assert writer(path, stored + 5).wait() == 0
    undisturbed = path.with_name("undisturbed.db")
    assert writer(undisturbed, stored + 5).wait() == 0
    assert content(path) == content(undisturbed)


@given(text=st.text(), title=st.none() | st.text(), language=st.sampled_from(["en", "fr"]))
@settings(max_examples=50)
def test_an_id_depends_on_the_content_alone(text: str, title: str | None, language: str) -> None:
    document = Document(text, title=title, language=language)
    elsewhere = replace(document, origin="x", url="y", published=date(2024, 1, 1), publisher="z", format="pdf")
    assert identity.document_id(document) == identity.document_id(elsewhere)
    assert identity.document_id(document) != identity.document_id(replace(document, text=text + "."))
    assert identity.document_id(document) != identity.document_id(replace(document, language="es"))


def test_one_document_that_is_refused_costs_no_other_of_its_batch(store: Store) -> None:
    documents = [Document(f"{n} people were killed.", origin=f"{n}.txt") for n in range(5)]
    documents[2] = replace(documents[2], text="12 dead \ud800")
    changes = [Extracted(document, rows_of(document, [], store.version)) for document in documents]
    outcomes = store.write([*changes, Failure("gone.txt", "no such file")])
    assert [outcome if isinstance(outcome, str) else "refused" for outcome in outcomes] == [
        "new", "new", "refused", "new", "new", "noted",
    ]  # fmt: skip
    assert rows(store, "select count(*) from documents") == [(4,)]
    assert rows(store, "select origin from failures") == [("gone.txt",)]


def test_figures_reckoned_from_a_day_that_is_no_longer_believed_are_refused(store: Store) -> None:
    change = Extracted(DOCUMENT, rows_of(DOCUMENT, [claim()], "1.0"))
    known = replace(DOCUMENT, published=date(2024, 4, 1), date_source="option")
    store.begin_run("0.9", [])
    store.add(known, [claim()])
    store.begin_run("1.0", [])
    assert store.write([change]) == ["stale"]
    assert store.dated(DOCUMENT).published == date(2024, 4, 1)


def test_what_is_stored_does_not_depend_on_the_order(tmp_path: Path) -> None:
    copies = [
        replace(DOCUMENT, origin=origin, url=f"{origin}/", published=date(2024, 5, day), date_source=source)
        for origin, day, source in (("b.html", 7, "file time"), ("c.html", 3, "file time"), ("a.html", 9, "text"))
    ]
    ends = []
    for n, order in enumerate(permutations(copies)):
        with open_store(tmp_path / f"{n}.db") as store:
            store.begin_run("1.0", [])
            for document in order:
                store.add(document, [claim(as_of=store.dated(document).published)])
        ends.append(content(tmp_path / f"{n}.db"))
    assert all(end == ends[0] for end in ends)
    assert [row[3:5] for row in ends[0]["documents"]] == [("2024-05-09", "text")]
    assert len(ends[0]["extractions"]) == len(ends[0]["figures"]) == 1
    assert [row[8] for row in ends[0]["documents"]] == ["a.html"]


def test_two_runs_at_once_do_not_take_away_each_others_failures(tmp_path: Path) -> None:
    path = tmp_path / "figures.db"
    steps = [Failure("a.pdf", "page 2 cannot be read"), Failure("a.pdf", "page 3 cannot be read"), Ended("a.pdf")]
    with open_store(path) as one, open_store(path) as two:
        one.begin_run("1.0", [])
        two.begin_run("1.0", [])
        for order in sorted(set(permutations([0, 0, 0, 1, 1, 1]))):
            left = [iter(steps), iter(steps)]
            for which in order:
                (one, two)[which].write([next(left[which])])
            assert rows(path, "select count(*) from failures") == [(2,)], order
            one.db.execute("delete from failures")


def test_what_was_noted_of_a_source_and_its_parts_goes_when_it_is_read_whole(store: Store) -> None:
    for origin in ("a.jsonl", "a.jsonl#3", "a.jsonl#b.txt", "a.jsonl.txt", "a.json", "a.jsonl2#3"):
        store.fail(origin, "broken")
    store.begin_run("1.0", [])
    store.write([Ended("a.jsonl")])
    assert {origin for (origin,) in rows(store, "select origin from failures")} == {
        "a.jsonl.txt",
        "a.json",
        "a.jsonl2#3",
    }


def test_a_figure_that_is_part_of_nothing_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="part of figure 7"):
        store.add(DOCUMENT, [claim(part_of=7)])
