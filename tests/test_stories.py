"""One story once: what the database makes of copies and of versions of a page."""

from __future__ import annotations

import json
import random
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from pathlib import Path

import pytest
from click.testing import CliRunner
from stored import rows
from story_pairs import stories

import cli
from db import migrations
from db.duplicates import duplicates
from db.query import Filter, list_figures
from db.read import audit, open_reader
from db.rows import rows_of
from db.store import Extracted, Refused, Store, open_store
from db.stories import page
from figures.ingest import ingest
from figures.model import Document
from figures.pipeline import extract
from figures.stories import signature

TABLES = ("stories", "sightings", "signatures", "bands", "fresh_bands")
MARKET = stories("conflict")[0]
WIRE = MARKET[0].document
CUT = MARKET[1].document
UPDATE = MARKET[3].document


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://www.Example.org/a/?utm_source=x&id=3#top", "example.org/a?id=3"),
        ("http://example.org/a", "example.org/a"),
        ("https://example.org/a/", "example.org/a"),
        ("file:///tmp/a.html", ""),
        ("https://[broken", ""),
        (None, ""),
    ],
)
def test_a_page_has_one_name(url: str | None, name: str) -> None:
    assert page(url) == name


def add(store: Store, documents: Iterable[Document]) -> None:
    for document in documents:
        store.add(document, extract(document.text, published=document.published, title=document.title))


def partition(store: Store) -> dict[str, str]:
    """The origin of the first document of each document's story, by origin."""
    return dict(
        rows(
            store,
            "select d.origin, h.origin from stories s join documents d on d.id = s.document_id "
            "join documents h on h.id = s.story_id order by 1",
        )
    )


def test_ten_copies_count_as_one_report(store: Store) -> None:
    outlets = [
        replace(WIRE, text=f"By the Daily {n}\n\n{WIRE.text}", origin=f"{n}.html", publisher=f"Daily {n}")
        for n in range(10)
    ]
    add(store, [WIRE])
    figures = rows(store, "select value, category from figures_full order by 1, 2")
    series = rows(store, "select * from series_daily order by category, day, measure, unit")
    claimants = rows(store, "select * from claimants order by claimant")
    add(store, outlets)
    assert rows(store, "select value, category from figures_full order by 1, 2") == figures
    assert rows(store, "select * from series_daily order by category, day, measure, unit") == series
    assert rows(store, "select * from claimants order by claimant") == claimants
    assert rows(store, "select count(*) from figures_all") == [(11 * len(figures),)]
    ((copies, named),) = rows(store, "select copies, outlets from documents_summary where document_id = story_id")
    assert copies == 10
    assert {f"Daily {n}" for n in range(10)} <= set(named.split(","))
    with closing(open_reader(store.path)) as db:
        assert len(list_figures(db, Filter())) == len(figures)
        assert len(list_figures(db, Filter(copies=True))) == 11 * len(figures)
        assert audit(db) == {}


def test_what_only_a_copy_says_is_kept(store: Store) -> None:
    longer = replace(WIRE, text=f"{WIRE.text}\n\nThe shells also destroyed 38 houses.", origin="z", publisher="Post")
    add(store, [WIRE, longer])
    assert set(partition(store).values()) == {WIRE.origin}
    assert rows(store, "select value, publisher from figures_full where category = 'destroyed'") == [(38, "Post")]


def test_an_update_is_a_report_of_its_own(store: Store) -> None:
    add(store, [WIRE, CUT, UPDATE])
    told = partition(store)
    assert told[CUT.origin] == WIRE.origin
    assert told[UPDATE.origin] == UPDATE.origin


def test_the_order_of_coming_changes_nothing(tmp_path: Path) -> None:
    """All orders of the five texts of one story, and some orders of the texts of twelve."""
    few = [version.document for version in MARKET]
    many = [version.document for story in stories("refugees_and_aid") for version in story]
    orders: list[Sequence[Document]] = list(permutations(few))[::8]
    for seed in range(3):
        orders.append(random.Random(seed).sample(many, len(many)))
    found: dict[int, list[dict[str, str]]] = {}
    for number, order in enumerate(orders):
        with open_store(tmp_path / f"{number}.db") as store:
            store.begin_run("1.0", [])
            for document in order:
                store.add(document, [])
            found.setdefault(len(order), []).append(partition(store))
    assert len(found) == 2
    for told in found.values():
        assert all(one == told[0] for one in told)


def test_the_first_document_of_a_story_is_the_earliest(store: Store) -> None:
    late, early = replace(WIRE, origin="a"), replace(CUT, origin="b", published=date(2024, 3, 4))
    unknown = replace(CUT, title="Undated", origin="0", published=None, date_source="unknown")
    add(store, [unknown, late, early])
    assert set(partition(store).values()) == {"b"}


def test_a_better_founded_day_joins_and_parts_stories(store: Store) -> None:
    guessed = replace(CUT, published=date(2020, 1, 1), date_source="file time")
    add(store, [WIRE, guessed])
    assert partition(store)[CUT.origin] == WIRE.origin
    add(store, [store.dated(replace(CUT, published=WIRE.published + timedelta(90), date_source="metadata"))])  # type: ignore[operator]
    assert partition(store)[CUT.origin] == CUT.origin


V1 = Document(
    "At least 12 people were killed in the flood at Gummi, the district said. About 300 families are in schools.",
    title="Flood at Gummi", published=date(2024, 9, 16), date_source="metadata",
    url="https://example.org/flood?utm_source=mail", origin="v1",
)  # fmt: skip
V2 = replace(V1, text=V1.text.replace("12", "19"), url="https://www.example.org/flood#latest", origin="v2")


def test_a_later_version_of_a_page_replaces_the_older_and_keeps_it(store: Store) -> None:
    add(store, [V1, V2])
    assert rows(store, "select value from figures_full where category = 'killed'") == [(19,)]
    assert rows(store, "select value from figures_all where category = 'killed' order by 1") == [(12,), (19,)]
    assert rows(store, "select text from documents where origin = 'v1'") == [(V1.text,)]
    with closing(open_reader(store.path)) as db:
        (found,) = duplicates(db)
        assert (found["kind"], found["origin"], found["first_origin"]) == ("revision", "v1", "v2")
        assert (found["numbers_only_here"], found["numbers_only_first"]) == ([12], [19])
        assert audit(db) == {}


def test_the_version_of_the_later_day_is_the_newer_one(store: Store) -> None:
    add(store, [replace(V2, published=date(2024, 9, 17)), V1])
    assert rows(store, "select value from figures_full where category = 'killed'") == [(19,)]


def test_two_reports_under_one_address_are_both_kept(store: Store) -> None:
    other = replace(stories("floods")[1][0].document, url=V1.url)
    add(store, [replace(WIRE, url=V1.url), other])
    assert rows(store, "select count(*) from stories where newer_id is not null") == [(0,)]


def test_a_copy_outlives_the_version_that_it_was_made_of(store: Store) -> None:
    page = "https://example.org/market"
    add(store, [replace(WIRE, url=page), CUT, replace(UPDATE, url=page)])
    shown = {origin for (origin,) in rows(store, "select distinct document_origin from figures_full")}
    assert shown == {CUT.origin, UPDATE.origin}


def test_the_same_text_elsewhere_is_seen_and_counted(store: Store) -> None:
    add(store, [WIRE])
    again = replace(WIRE, origin="once-more.html", publisher="Herald")
    store.seen(again)
    store.seen(again)
    with closing(open_reader(store.path)) as db:
        (found,) = duplicates(db, "repeat")
    assert (found["first_origin"], found["origin"], found["similarity"]) == (WIRE.origin, again.origin, 1)
    assert rows(store, "select copies from documents_summary") == [(1,)]


def test_an_older_database_gets_its_stories_with_the_next_run(store: Store, tmp_path: Path) -> None:
    add(store, [WIRE, CUT, UPDATE, V1, V2])
    wanted = partition(store), rows(store, "select document_id, newer_id from stories order by 1")
    for table in TABLES:
        store.db.execute(f"drop table {table}")
    store.db.execute("delete from _sqlite_migrations where name in ('add_stories', 'keep_fresh_bands_apart')")
    store.close()
    before = rows(store.path, "select count(*) from figures_full")
    assert before == rows(store.path, "select count(*) from figures_all"), "nothing is hidden until it is compared"
    told = CliRunner().invoke(cli.main, ["duplicates", "--db", str(store.path)])
    assert "5 documents of an older version" in told.output
    with open_store(store.path) as again:
        again.begin_run("1.0", [])
        assert (partition(again), rows(again, "select document_id, newer_id from stories order by 1")) == wanted
    with closing(open_reader(store.path)) as db:
        assert audit(db) == {}


def test_the_tables_of_an_upgraded_database_are_those_of_a_new_one(store: Store) -> None:
    new = {name: _shape(store.db.conn, name) for name in TABLES}
    for name in TABLES:
        store.db.execute(f"drop table {name}")
    migrations.add_stories(store.db)
    migrations.keep_fresh_bands_apart(store.db)
    assert {name: _shape(store.db.conn, name) for name in TABLES} == new
    assert all(columns for columns, _ in new.values())


def _shape(db: sqlite3.Connection, table: str) -> tuple[list[tuple[object, ...]], list[str]]:
    """The columns of a table and the names of its indexes."""
    indexes = db.execute("select name from sqlite_master where type = 'index' and tbl_name = ?", [table])
    return [tuple(row) for row in db.execute(f"pragma table_info({table})")], sorted(name for (name,) in indexes)


def test_an_older_database_knows_its_bands_after_they_were_shortened(store: Store) -> None:
    """Signatures are kept when the numbers of bands change, so that thousands of texts need not be read again."""
    add(store, [WIRE])
    store.db.execute("drop table fresh_bands")
    store.db.execute("drop index days_of_signatures")
    store.db.execute("update signatures set scheme = '1' || substr(scheme, 2)")
    longer = [(band | 5 << 40, 1) for band in signature(WIRE.text).bands]
    store.db.conn.executemany("insert into bands values (?, ?)", longer)
    migrations.keep_fresh_bands_apart(store.db)
    assert store.stories.left() == []
    add(store, [CUT])
    assert partition(store)[CUT.origin] == WIRE.origin


def test_copies_are_found_wherever_the_bands_of_the_first_are_kept(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In memory, written by another program that has the database open as well, or among those of many."""
    add(store, [UPDATE, V1])
    with open_store(store.path) as other:
        other.begin_run("1.0", [])
        add(other, [WIRE])
    add(store, [CUT])
    assert partition(store)[CUT.origin] == WIRE.origin
    monkeypatch.setattr("db.bands.MOST_FRESH", 5)
    add(store, [V2])
    assert rows(store, "select count(*) from fresh_bands") == [(0,)]
    bands = rows(store, "select band, document from bands order by 1, 2")
    kept = [signature(text).bands for (text,) in rows(store, "select text from documents order by number")]
    assert bands == sorted((band, at) for at, some in enumerate(kept, 1) for band in some)
    again = replace(CUT, text=CUT.text + " Read more.", origin="z")
    add(store, [again])
    assert partition(store)[again.origin] == WIRE.origin


def test_copies_are_found_after_a_transaction_was_taken_back(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """It put the bands among the others and emptied the memory, and then nothing of that was true."""
    monkeypatch.setattr("db.bands.MOST_FRESH", 2)
    store.db.execute(
        "create trigger refusal before insert on documents when new.origin = 'refused' "
        "begin select raise(abort, 'refused'); end"
    )
    add(store, [WIRE])
    both = (V1, replace(UPDATE, origin="refused"))
    outcomes = store.write([Extracted(one, rows_of(one, [], "1.0")) for one in both])
    assert outcomes[0] == "new"
    assert isinstance(outcomes[1], Refused)
    add(store, [CUT])
    assert partition(store)[CUT.origin] == WIRE.origin


def test_a_signature_of_another_program_is_made_anew(store: Store) -> None:
    add(store, [WIRE, CUT])
    store.db.execute("update signatures set scheme = '0', slots = x''")
    store.begin_run("1.0", [])
    assert rows(store, "select count(distinct scheme), min(length(slots)) from signatures") == [(1, 256)]
    assert partition(store)[CUT.origin] == WIRE.origin


def test_a_form_filled_in_again_and_again_costs_the_same_each_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reports of one form share their bands, and none is a copy: the work for one is bounded."""
    monkeypatch.setattr("db.bands.MOST_IN_BAND", 20)
    monkeypatch.setattr("db.bands.MOST_SHARING", 200)
    monkeypatch.setattr("db.stories.MOST_COMPARED", 3)
    steps = [0]

    def one_more_step() -> int:
        steps[-1] += 1
        return 0

    store.db.conn.set_progress_handler(one_more_step, 20)
    body = " ".join(f"word{n} and" for n in range(40))
    for n in range(120):
        steps.append(0)
        store.add(Document(f"In camp there were {n} people on the day and {body}", origin=f"{n}"), [])
    assert sum(steps[-20:]) < 1.5 * sum(steps[30:50])
    assert rows(store, "select count(*) from stories where document_id <> story_id") == [(0,)]


def test_the_command_shows_what_was_merged_and_why(tmp_path: Path) -> None:
    database = str(tmp_path / "figures.db")
    with open_store(database) as store:
        store.begin_run("1.0", [])
        add(store, [WIRE, replace(CUT, publisher="Herald"), UPDATE, V1, V2])
        store.seen(replace(UPDATE, origin="z"))
    told = CliRunner().invoke(cli.main, ["duplicates", "--db", database])
    assert told.exit_code == 0
    assert "Herald" in told.output
    assert "numbers in both: " in told.output
    assert "3 stories; 1 copy in other words, 1 repeat word for word" in told.output
    found = CliRunner().invoke(cli.main, ["duplicates", "--db", database, "--json"])
    kinds = [json.loads(line)["kind"] for line in found.stdout.splitlines() if line.startswith("{")]
    assert sorted(kinds) == ["copy", "repeat", "revision"]
    only = CliRunner().invoke(cli.main, ["duplicates", "--db", database, "--json", "--kind", "copy"])
    (copy,) = [json.loads(line) for line in only.stdout.splitlines() if line.startswith("{")]
    assert copy["similarity"] >= 0.4
    assert 17 in copy["numbers_shared"]


def test_a_text_read_twice_under_two_names_is_one_document_with_two_places(tmp_path: Path) -> None:
    for name in ("one.txt", "two.txt"):
        (tmp_path / name).write_text(WIRE.text, "utf-8")
    with open_store(tmp_path / "figures.db") as store:
        ingest([tmp_path / "one.txt", tmp_path / "two.txt"], store)
        ingest([tmp_path / "one.txt", tmp_path / "two.txt"], store)
    found = rows(tmp_path / "figures.db", "select origin from sightings order by 1")
    assert [Path(origin).name for (origin,) in found] == ["one.txt", "two.txt"]


def test_a_copy_of_a_copy_is_told_through_which_it_belongs(store: Store) -> None:
    """The end of a story shares nothing with its beginning, but both do with the whole."""
    parts = [story[0].document.text for story in stories("floods")[:3]]
    whole = Document("\n\n".join(parts), origin="b", published=date(2024, 5, 2), date_source="metadata")
    begin = replace(whole, text=parts[0], origin="a")
    end = replace(whole, text="\n\n".join(parts[1:]), origin="c")
    add(store, [begin, end, whole])
    with closing(open_reader(store.path)) as db:
        found = {row["origin"]: row["because_of"] for row in duplicates(db, "copy")}
    assert found == {"b": None, "c": "b"}
