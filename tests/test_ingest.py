"""From sources to the database: nothing lost, nothing twice, every trouble told."""

from __future__ import annotations

import json
import os
import sqlite3
from datetime import date
from pathlib import Path

import pytest
from pdf_writer import Sheet, pdf

from db.errors import DatabaseError
from db.store import Store, open_store
from figures.ingest import Progress, Summary, ingest
from figures.model import Figure

STORY = "Officials said 1,200 people fled the town of Arden. At least 14 people were killed.\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return open_store(tmp_path / "figures.db")


@pytest.fixture
def one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document is stored as soon as it is extracted."""
    monkeypatch.setattr("figures.flow.RESULTS", 1)


def rows(store: Store, sql: str) -> list[tuple[object, ...]]:
    return list(store.db.execute(sql).fetchall())


def folder(path: Path, **files: str | bytes) -> Path:
    path.mkdir()
    for name, content in files.items():
        raw = content.encode() if isinstance(content, str) else content
        (path / name.replace("__", ".")).write_bytes(raw)
    return path


def test_every_format_of_a_folder_is_stored_with_its_figures(tmp_path: Path, store: Store) -> None:
    reports = folder(
        tmp_path / "reports",
        a__txt=STORY + "One.",
        b__md="# Floods\n\n" + STORY,
        c__html=f"<html><body><article><h1>The river rose</h1><p>{STORY}</p></article></body></html>",
        d__pdf=pdf([Sheet().lines(50, 100, STORY.split("  ")).text(50, 140, "Friday.")]),
        e__jsonl=json.dumps({"text": STORY, "date": "2024-05-03"}) + "\n" + json.dumps({"text": STORY + "Two."}),
        f__png=b"\x89PNG",
    )
    summary = ingest([str(reports)], store)
    assert (summary.new, summary.unchanged, summary.failed, summary.failures) == (6, 0, 0, [])
    assert summary.notices == [(str(reports), "passed over: 1 .png")]
    assert rows(store, "select format, count(*) from documents group by 1 order by 1") == [
        ("html", 1), ("jsonl", 2), ("markdown", 1), ("pdf", 1), ("text", 1),
    ]  # fmt: skip
    assert rows(store, "select count(*) from figures where value = 1200") == [(6,)]
    assert sum(summary.figures_by_category.values()) == rows(store, "select count(*) from figures")[0][0]
    assert summary.figures_by_category["killed"] == 6


def test_a_second_run_adds_nothing(tmp_path: Path, store: Store) -> None:
    reports = folder(tmp_path / "reports", a__txt=STORY, b__txt="")
    first = ingest([reports], store)
    before = {table: rows(store, f"select count(*) from {table}") for table in ("documents", "figures", "failures")}
    second = ingest([reports], store)
    after = {table: rows(store, f"select count(*) from {table}") for table in ("documents", "figures", "failures")}
    assert (first.new, first.failed) == (1, 1)
    assert (second.new, second.unchanged, second.failed, second.figures_by_category) == (0, 1, 1, {})
    assert before == after


def test_rubbish_is_one_line_each_and_the_rest_is_stored(tmp_path: Path, store: Store) -> None:
    reports = folder(
        tmp_path / "reports",
        a__txt=STORY,
        empty__txt="",
        binary__txt=bytes(range(256)),
        cut__pdf=pdf([Sheet().text(50, 100, STORY)])[:200],
        digits__txt=b"1234567890" * 30_000,
        lines__jsonl=json.dumps({"text": STORY + "Three."}) + '\n{"text": \n',
        mixed__txt="Twelve people died in the café.".encode("latin-1"),
    )
    summary = ingest([reports, tmp_path / "missing.txt"], store, max_bytes=200_000)
    told = {os.path.basename(origin): reason for origin, reason in summary.failures}
    assert set(told) == {"empty.txt", "binary.txt", "cut.pdf", "digits.txt", "lines.jsonl#2", "missing.txt"}
    assert all(reason and "\n" not in reason for reason in told.values())
    assert "larger than" in told["digits.txt"]
    assert summary.new == 3
    assert [os.path.basename(origin) for origin, _ in summary.notices] == ["mixed.txt"]
    stored = rows(store, "select origin, reason from failures order by rowid")
    assert stored == summary.failures


def test_where_the_day_came_from_is_stored(tmp_path: Path, store: Store) -> None:
    reports = folder(
        tmp_path / "reports",
        lined__txt="3 May 2024\n" + STORY,
        plain__txt=STORY,
        wire__jsonl=json.dumps({"text": STORY + "Four.", "date": "2024-05-04"}),
    )
    ingest([reports], store, default_date=date(2024, 5, 5))
    days = rows(store, "select date_source, published from documents order by 1")
    assert days == [("default", "2024-05-05"), ("metadata", "2024-05-04"), ("text", "2024-05-03")]
    ingest([reports], store, date=date(2024, 5, 6))
    assert rows(store, "select distinct date_source, published from documents") == [("option", "2024-05-06")]


def test_a_text_that_breaks_the_extractor_fails_alone(
    tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fall_over(text: str, **rest: object) -> list[Figure]:
        if "break" in text:
            raise ValueError("what\nis this")
        return []

    monkeypatch.setattr("figures.worker.extract", fall_over)
    reports = folder(tmp_path / "reports", a__txt="One died.", b__txt="break me", c__txt="Two died.")
    summary = ingest([reports], store)
    assert summary.new == 2
    assert summary.failures == [(str(reports / "b.txt"), "the extractor broke on it (ValueError: what is this)")]


def test_a_reader_that_breaks_fails_alone(tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def fall_over(*_: object) -> None:
        raise KeyError("th_open")

    monkeypatch.setattr("figures.readers.markdown._blocks", fall_over)
    reports = folder(tmp_path / "reports", a__md="One died.", b__txt="Two died.")
    summary = ingest([reports], store)
    assert summary.new == 1
    assert summary.failures == [(str(reports / "a.md"), "the reader broke on it (KeyError: 'th_open')")]


def test_a_database_that_cannot_be_written_stops_the_run_and_keeps_what_was_stored(
    tmp_path: Path, store: Store, one_by_one: None
) -> None:
    reports = folder(tmp_path / "reports", a__txt=STORY, b__txt=STORY + "Two.")

    def shut(progress: Progress) -> None:
        store.db.execute("pragma query_only = on")

    with pytest.raises((DatabaseError, sqlite3.Error), match="readonly"):
        ingest([reports], store, progress=shut)
    assert rows(store, "select count(*) from documents") == [(1,)]
    assert rows(store, "select count(*) from failures") == [(0,)]


def test_a_document_that_the_database_refuses_fails_alone(tmp_path: Path, store: Store) -> None:
    reports = folder(tmp_path / "reports", a__txt=STORY, b__txt=STORY + "Two.")
    store.db.execute(
        "create trigger refusal before insert on documents when new.origin like '%a.txt' "
        "begin select raise(abort, 'refused'); end"
    )
    summary = ingest([reports], store)
    assert (summary.new, summary.failed) == (1, 1)
    assert "refused" in summary.failures[0][1]


def test_stopping_half_way_keeps_what_was_stored(tmp_path: Path, store: Store, one_by_one: None) -> None:
    reports = folder(tmp_path / "reports", a__txt=STORY, b__txt=STORY + "Two.", c__txt=STORY + "Three.")

    def stop(progress: Progress) -> None:
        if progress.documents == 2:
            raise KeyboardInterrupt

    first = ingest([reports], store, progress=stop)
    assert (first.stopped, first.new) == (True, 2)
    assert rows(store, "select count(*) from documents") == [(2,)]
    again = ingest([reports], store)
    assert (again.new, again.unchanged) == (1, 2)


def test_progress_counts_to_its_end(tmp_path: Path, store: Store) -> None:
    reports = folder(tmp_path / "reports", a__txt=STORY, b__txt="", c__jsonl='{"text": "One died."}\n' * 3)
    seen: list[Progress] = []
    summary = ingest([reports, tmp_path / "missing"], store, progress=seen.append)
    assert seen == sorted(seen, key=lambda one: (one.sources, one.documents, one.failed))
    assert (seen[-1].sources, seen[-1].total) == (3, 3)
    assert seen[-1].documents == summary.new + summary.unchanged == 4
    assert seen[-1].failed == summary.failed == 2


def test_nothing_to_read_is_an_empty_summary(store: Store) -> None:
    assert ingest([], store) == Summary()
