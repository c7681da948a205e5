"""What the doctor finds, and what it advises."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from stored import DOCUMENT, claim

import cli
from db.doctor import examine
from db.store import Store, open_store
from figures import __version__


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli.main, ["doctor", *map(str, arguments)])


@pytest.fixture
def sound(store: Store) -> Path:
    """A database that nothing is wrong with."""
    store.begin_run(__version__, ["storm.html"])
    store.add(DOCUMENT, [claim(), claim("300", 300)])
    store.finish_run({})
    store.db.execute("update runs set finished = started")
    store.close()
    return store.path


def test_a_sound_database_is_said_to_be_and_left_alone(sound: Path) -> None:
    before = sound.read_bytes()
    result = run("--db", sound)
    assert result.exit_code == 0
    assert "Holds 1 documents, 1 passages, 2 figures" in result.stdout
    assert result.stdout.splitlines()[-1] == "Sound."
    assert "Note" not in result.stdout
    assert sound.read_bytes() == before
    told = json.loads(run("--db", sound, "--json").stdout)
    assert (told["faults"], told["notes"], told["versions"]) == ([], [], {__version__: 1})
    assert (told["size"], told["journal"], told["counts"]["figures"]) == (len(before), "wal", 2)


def test_an_audit_that_fails_is_named_with_its_rows(sound: Path) -> None:
    with closing(sqlite3.connect(sound)) as db, db:
        db.execute("update figures set value = -7")
    result = run("--db", sound)
    assert result.exit_code == 1
    assert "Wrong: the audit value_is_counted returns 2 rows" in result.stdout
    assert "-7" in result.stdout
    assert "To do: it holds that: A value is a count" in result.stdout
    assert result.stdout.splitlines()[-1] == "Something is wrong."


@pytest.mark.parametrize("damage", ["cut", "overwritten"])
def test_damage_is_found_and_a_way_out_is_named(sound: Path, damage: str) -> None:
    raw = bytearray(sound.read_bytes())
    if damage == "cut":
        del raw[len(raw) // 2 :]
    else:
        with closing(sqlite3.connect(sound)) as db:
            (page,) = db.execute("select rootpage from sqlite_master where name = 'figures_by_passage'").fetchone()
        raw[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    sound.write_bytes(raw)
    result = run("--db", sound)
    assert (result.exit_code, result.exception.__class__) == (1, SystemExit)
    assert "Wrong: " in result.stdout
    assert "use a copy from before" in result.stdout
    assert result.stderr == ""


def test_what_is_left_to_do_is_noted_and_no_fault(sound: Path) -> None:
    with open_store(sound) as store:
        store.begin_run("0.1", ["a folder/", "b.txt"])
        store.fail("gone.txt", "no such file or folder")
        store.begin_run("0.1", ["c.txt"])
        store.begin_run("0.1", ["c.txt"])
        store.finish_run({})
        store.db.execute("update extractions set version = '0.1'")
        store.db.execute("drop view latest")
    result = run("--db", sound)
    assert result.exit_code == 0
    assert "Note: 1 failures are kept\n  To do: `figures retry`" in result.stdout
    assert "did not end; it was stopped or still runs\n  To do: figures ingest 'a folder/' b.txt" in result.stdout
    assert "c.txt" not in result.stdout, "a later run made it good"
    assert f"1 documents were read by another version than this {__version__}" in result.stdout
    assert "made by an older version" in result.stdout


def test_a_large_log_is_noted(sound: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.doctor.LARGE_LOG", 1000)
    with open_store(sound) as store:
        store.begin_run("1.0", [])
        store.add(DOCUMENT, [claim()])
        health = examine(sound)
    assert health.log_size > 1000
    assert any("write-ahead log" in note.what for note in health.notes)


def test_what_is_no_database_of_ours_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "notes.db").write_text("figures of speech " * 500)
    with closing(sqlite3.connect(tmp_path / "other.db")) as db, db:
        db.execute("create table songs (name text)")
    for name, words in (
        ("none.db", "no such database"),
        ("notes.db", "not a database"),
        ("other.db", "not a database"),
    ):
        result = run("--db", tmp_path / name)
        assert (result.exit_code, result.stdout) == (2, "")
        (line,) = result.stderr.splitlines()
        assert name in line
        assert words in line
