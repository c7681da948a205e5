"""Many processes, one database: crashes, kills, time-outs, two runs at once, and Ctrl-C."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner
from stored import content, rows

import cli
from db.read import audit, open_reader
from db.store import open_store
from figures import worker as working
from figures.flow import BATCH_CHARACTERS
from figures.ingest import Progress, Summary, ingest
from figures.model import Document
from figures.pool import Pool
from figures.sources import Source

FIGURES = [sys.executable, "-c", "import cli; cli.main()"]
extract = working.extract


def reports(folder: Path, count: int, first: int = 0) -> Path:
    """`count` documents with figures, two that are the same, and things that cannot be read."""
    folder.mkdir()
    for n in range(first, first + count):
        (folder / f"{n:03}.txt").write_text(f"Officials said {n + 100} people fled. At least {n + 2} were killed.\n")
    (folder / "again.txt").write_text((folder / f"{first:03}.txt").read_text())
    (folder / "empty.txt").write_text("")
    lines = [
        {"text": f"The flood displaced {n + 1000} families.", "date": "2024-05-01"} for n in range(first, first + 8)
    ]
    (folder / "wire.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines) + '{"text": \n')
    return folder


def into(path: Path, *sources: Path, **how: Any) -> Summary:
    with open_store(path) as store:
        return ingest(sources, store, **how)


def instead(monkeypatch: pytest.MonkeyPatch, act: Callable[[str], None]) -> None:
    """Have the extractor `act` on every text first."""

    def acting(text: str, **rest: Any) -> Any:
        act(text)
        return extract(text, **rest)

    monkeypatch.setattr("figures.worker.extract", acting)


def test_many_workers_store_what_one_stores(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 20)
    one, three = (into(tmp_path / f"{n}.db", folder, workers=n) for n in (1, 3))
    assert one == three
    assert (one.new, one.unchanged, one.failed) == (28, 1, 2)
    assert content(tmp_path / "1.db") == content(tmp_path / "3.db")


def test_a_document_that_kills_its_worker_is_set_aside_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = reports(tmp_path / "in", 12)

    def die(text: str) -> None:
        if "said 105" in text:
            os.kill(os.getpid(), signal.SIGUSR1)

    instead(monkeypatch, die)
    summary = into(tmp_path / "f.db", folder, workers=2)
    assert (summary.new, summary.failed) == (19, 3)
    reason = "extracting its figures crashed its process (SIGUSR1)"
    assert (str(folder / "005.txt"), reason) in summary.failures
    assert (str(folder / "005.txt"), reason) in rows(tmp_path / "f.db", "select origin, reason from failures")


def test_a_worker_that_is_killed_once_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reports(tmp_path / "in", 12)
    into(tmp_path / "undisturbed.db", folder, workers=2)

    def die_once(text: str) -> None:
        for mark in ("said 105", "displaced 1003"):
            if mark in text and not (tmp_path / mark).exists():
                (tmp_path / mark).touch()
                os.kill(os.getpid(), signal.SIGKILL)

    instead(monkeypatch, die_once)
    summary = into(tmp_path / "f.db", folder, workers=2)
    assert (tmp_path / "said 105").exists()
    assert summary.failed == 2
    assert content(tmp_path / "f.db") == content(tmp_path / "undisturbed.db")


@pytest.mark.parametrize("before", [1, 5])
def test_a_reader_that_kills_its_worker_is_set_aside_with_what_came_before_it_stored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, before: int
) -> None:
    folder = reports(tmp_path / "in", 3)
    read = working.documents

    def die_half_way(source: Any, **rest: Any) -> Any:
        for n, found in enumerate(read(source, **rest)):
            if source.name.endswith(".jsonl") and n == before:
                os._exit(3)
            yield found

    monkeypatch.setattr("figures.worker.documents", die_half_way)
    summary = into(tmp_path / "f.db", folder, workers=2)
    reason = f"reading it ended its process (exit code 3) after {before} documents; the rest was not read"
    assert summary.failures == [(str(folder / "empty.txt"), "empty file"), (str(folder / "wire.jsonl"), reason)]
    assert summary.new == 3 + before
    monkeypatch.setattr("figures.worker.documents", read)
    into(tmp_path / "f.db", folder, workers=2)
    left = rows(tmp_path / "f.db", "select origin from failures order by origin")
    assert left == [(str(folder / "empty.txt"),), (str(folder / "wire.jsonl#9"),)]


def test_a_document_that_takes_too_long_is_set_aside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = reports(tmp_path / "in", 6)

    def hang(text: str) -> None:
        if "said 103" in text:
            signal.pause()

    instead(monkeypatch, hang)
    summary = into(tmp_path / "f.db", folder, workers=2, timeout=1.5)
    assert (str(folder / "003.txt"), "extracting its figures took over 1.5 s") in summary.failures
    assert summary.new == 13


def test_a_file_that_never_ends_is_set_aside(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    summary = into(tmp_path / "f.db", pipe, workers=1, timeout=0.3)
    assert summary.failures == [(str(pipe), "reading it took over 0.3 s")]


def test_the_fuse_of_a_worker_ends_it_where_the_parent_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("figures.worker._GRACE", -0.9)
    instead(monkeypatch, lambda text: signal.pause())
    (tmp_path / "a.txt").write_text("One died.")
    summary = into(tmp_path / "f.db", tmp_path / "a.txt", workers=1, timeout=1.0)
    assert summary.failures == [(str(tmp_path / "a.txt"), "extracting its figures took over 1 s")]


def test_one_file_of_many_documents_is_extracted_by_all_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "wire.jsonl"
    path.write_text("".join(f'{{"text": "A storm killed {n} people."}}\n' for n in range(1, 120)))
    pids = tmp_path / "pids"
    pids.mkdir()
    instead(monkeypatch, lambda text: (pids / str(os.getpid())).touch())
    seen: list[Progress] = []
    summary = into(tmp_path / "f.db", path, workers=3, progress=seen.append)
    assert summary.new == 119
    assert len(list(pids.iterdir())) == 3
    assert rows(tmp_path / "f.db", "select origin from documents order by number") == [
        (f"{path}#{n}",) for n in range(1, 120)
    ]


@pytest.mark.parametrize(
    ("name", "size", "fewest", "most"), [("a", 1_000, 50, 70), ("a" * 4_000, 10, 2, 16), ("a", 10**6, 2, 2)]
)
def test_what_waits_for_a_worker_is_little_work_and_fits_into_its_pipe(
    monkeypatch: pytest.MonkeyPatch, name: str, size: int, fewest: int, most: int
) -> None:
    """A parent that writes into a full pipe waits for a worker, which may wait for the parent."""
    monkeypatch.setattr("figures.pool._Worker.start", lambda worker, ends: None)
    pool = Pool(1, working.Orders(None, None, "1.0", 5.0))
    pipe: list[bytes] = []
    pool.workers[0].ends = [SimpleNamespace(send_bytes=pipe.append)]  # type: ignore[list-item]
    while pool.has_room(0):
        pool.give(0, working.Read(1, Source(name, name, partial(open, name), size=size)), 5)
    assert fewest <= pool.load(0) <= most
    pool.give(0, working.Extract(2, [Document("é" * BATCH_CHARACTERS)]), 5)
    assert sum(map(len, pipe[1:])) < 65_536


def test_standard_input_is_read_and_cannot_be_read_again(tmp_path: Path) -> None:
    database = str(tmp_path / "f.db")
    lines = '{"text": "One died."}\n' * 30 + '{"text": "Two died."}\n{"text":\n'
    run = CliRunner().invoke(cli.main, ["ingest", "-", "--json", "--db", database], input=lines)
    told = json.loads(run.stdout)
    assert (told["new"], told["unchanged"], told["failed"], run.exit_code) == (2, 29, 1, 1)
    assert told["failures"][0]["origin"] == "-#32"
    again = CliRunner().invoke(cli.main, ["retry", "--db", database])
    assert (again.exit_code, again.stderr.count("\n")) == (1, 1)
    assert "-#32: came from standard input, which cannot be read again" in again.stderr


def test_retry_reads_the_sources_of_failures_and_nothing_else(tmp_path: Path) -> None:
    folder = reports(tmp_path / "in", 3)
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt"))
    odd.write_text("")
    database = tmp_path / "f.db"
    assert into(database, folder).failed == 3
    (folder / "000.txt").write_text("This one changed, and 77 people died.")
    (folder / "empty.txt").write_text("Sixty people died.")
    odd.write_text("Seventy people died.")
    (folder / "wire.jsonl").write_text('{"text": "Eighty people died."}\n')
    run = CliRunner().invoke(cli.main, ["retry", "--json", "--db", str(database)])
    told = json.loads(run.stdout)
    assert (told["new"], told["unchanged"], told["failures"], run.exit_code) == (3, 0, [], 0)
    assert rows(database, "select * from failures") == []


def test_a_failure_has_one_reason_the_newest(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("")
    into(tmp_path / "f.db", path)
    path.unlink()
    into(tmp_path / "f.db", path)
    assert rows(tmp_path / "f.db", "select reason from failures") == [("no such file or folder",)]


def test_two_runs_at_once_end_as_one(tmp_path: Path) -> None:
    a, b, shared = (reports(tmp_path / name, 12, first) for name, first in (("a", 0), ("b", 6), ("shared", 40)))
    both = [
        subprocess.Popen(
            [*FIGURES, "ingest", "-q", *map(str, some), "--db", str(tmp_path / "two.db"), "--workers", "2"]
        )
        for some in ((a, shared), (shared, b))
    ]
    assert [process.wait() for process in both] == [1, 1]  # 1: some files cannot be read
    into(tmp_path / "one.db", a, shared, b)
    assert content(tmp_path / "two.db") == content(tmp_path / "one.db")
    with closing(open_reader(tmp_path / "two.db")) as db:
        assert audit(db) == {}


def test_the_order_of_sources_does_not_show_in_the_database(tmp_path: Path) -> None:
    a, b = reports(tmp_path / "a", 4), reports(tmp_path / "b", 4)
    for n, path in enumerate([*sorted(a.iterdir()), *sorted(b.iterdir(), reverse=True)]):
        os.utime(path, (1_700_000_000 + n * 100_000,) * 2)
    into(tmp_path / "ab.db", a, b)
    into(tmp_path / "ba.db", b, a)
    assert content(tmp_path / "ab.db") == content(tmp_path / "ba.db")


RUN = """
import sys
from db.store import open_store
from figures import flow
from figures.ingest import ingest
flow.RESULTS = 1
with open_store(sys.argv[1]) as store:
    ingest(sys.argv[2:], store, workers=2, progress=lambda now: print(now.documents, flush=True))
"""


@pytest.mark.parametrize("lines", [1, 7, 22])
def test_a_kill_at_any_moment_leaves_a_database_that_the_same_command_completes(tmp_path: Path, lines: int) -> None:
    folder = reports(tmp_path / "in", 16)
    command = [sys.executable, "-c", RUN, str(tmp_path / "f.db"), str(folder)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    for _ in range(lines):
        assert process.stdout.readline()
    process.kill()
    process.communicate(timeout=60)  # ends when the last worker has closed its end, too
    with closing(open_reader(tmp_path / "f.db")) as db:
        assert audit(db) == {}
    assert 1 <= rows(tmp_path / "f.db", "select count(*) from documents")[0][0] < 24
    into(tmp_path / "f.db", folder)
    into(tmp_path / "undisturbed.db", folder)
    assert content(tmp_path / "f.db") == content(tmp_path / "undisturbed.db")


def test_ctrl_c_prints_the_summary_so_far_and_leaves_no_process(tmp_path: Path) -> None:
    folder, pipe = reports(tmp_path / "in", 3), tmp_path / "pipe"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*FIGURES, "ingest", str(folder), str(pipe), "--workers", "2", "--json", "--db", str(tmp_path / "f.db")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    with pipe.open("w"):  # opens when a worker opens the other end
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to the workers as well
        out, errors = process.communicate(timeout=60)
    told = json.loads(out)
    assert process.returncode == 130
    assert (told["stopped"], told["new"]) == (True, rows(tmp_path / "f.db", "select count(*) from documents")[0][0])
    assert errors == "figures: stopped; what was stored is sound, and the same command goes on from there\n"
    assert rows(tmp_path / "f.db", "select finished is not null from runs") == [(1,)]
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
