"""Kills ingest at random moments and holds that the same command completes the database, each time.

    python bench/soak/kills.py [--documents 200] [--kills 200] [--large 2000] [--large-kills 5] [--seed 1]

Prints one line. Ends with 1 and names the moment where a database differs from that of an undisturbed run in documents,
passages, figures or failures, where an audit returns rows, or where a process stays behind.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

ROOT = Path(__file__).parent.parent.parent
sys.path[:0] = [str(Path(__file__).parent), str(ROOT), str(ROOT / "tests")]

from made import texts, write  # noqa: E402
from stored import content  # noqa: E402

import cli  # noqa: E402
from db.read import audit, open_reader  # noqa: E402
from figures.pipeline import extract  # noqa: E402

# A worker finishes the document that it has in hand before it sees that nobody waits for it, in seconds.
LONGEST_GOODBYE = 60

# What cannot be read: a run must note it as often as an undisturbed one, too.
RUBBISH = {"empty.txt": b"", "binary.txt": bytes(range(256)), "cut.jsonl": b'{"text": "Twelve died."}\n{"text": \n'}


def start(folder: Path, database: Path) -> tuple[int, int]:
    """Start the command in a process of its own, and give its id and the end of a pipe that it and its workers hold.

    The process is forked, which spares it the time to start; the kills fall into its work instead.
    """
    end, held = os.pipe()
    pid = os.fork()
    if pid:
        os.close(held)
        return pid, end
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    try:
        cli.main(["ingest", "--quiet", str(folder), "--db", str(database)])
    except SystemExit as left:
        os._exit(left.code if isinstance(left.code, int) else 3)
    os._exit(3)


def finish(pid: int, end: int) -> bool:
    """Wait for the process, and for the last of its workers; False where one stays behind."""
    os.waitpid(pid, 0)
    gone, _, _ = select.select([end], [], [], LONGEST_GOODBYE)
    os.close(end)
    return bool(gone)


def undisturbed(folder: Path, database: Path) -> tuple[dict[str, list[Any]], float]:
    """What the database holds after a run that nobody disturbs, and its seconds."""
    started = time.perf_counter()
    finish(*start(folder, database))
    return content(database), time.perf_counter() - started


def faults(folder: Path, database: Path, wanted: dict[str, list[Any]], moment: float) -> Iterator[str]:
    """Kill a run after `moment` seconds, run it again to its end, and say what is wrong then."""
    pid, end = start(folder, database)
    time.sleep(moment)
    os.kill(pid, signal.SIGKILL)
    if not finish(pid, end):
        yield "a worker stays behind"
    if database.is_file() and database.stat().st_size:
        with closing(open_reader(database)) as db:
            yield from (f"after the kill the audit {name} returns rows" for name in audit(db))
    finish(*start(folder, database))
    found = content(database)
    yield from (f"{table} differ" for table in wanted if found[table] != wanted[table])
    with closing(open_reader(database)) as db:
        yield from (f"the audit {name} returns rows" for name in audit(db))
        if (said := db.execute("pragma integrity_check").fetchone()[0]) != "ok":
            yield said


def soak(folder: Path, kills: int, chance: random.Random) -> tuple[int, int, list[str]]:
    """How many kills were made, how many of them in the middle of storing, and what was wrong."""
    wanted, seconds = undisturbed(folder, folder.with_suffix(".db"))
    wrong: list[str] = []
    midway = 0
    for number in range(kills):
        database = folder.with_name(f"{folder.name}-{number}.db")
        moment = chance.uniform(0, seconds)
        for fault in faults(folder, database, wanted, moment):
            wrong.append(f"kill {number} after {moment:.3f} s: {fault}")
            print(f"kills: {wrong[-1]}", file=sys.stderr, flush=True)
        with closing(open_reader(database)) as db:
            (runs,) = db.execute("select count(*) from runs where id in (select run_id from extractions)").fetchone()
        midway += runs > 1
        for path in folder.parent.glob(f"{database.name}*"):
            path.unlink()
    return kills, midway, wrong


def main() -> int:
    """Soak, print one line, and say with the exit code whether it is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name, default in (("documents", 200), ("kills", 200), ("large", 2000), ("large-kills", 5), ("seed", 1)):
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    extract("At least 12 people were killed.")
    chance = random.Random(asked.seed)
    told, wrong = [], []
    with TemporaryDirectory() as name:
        for documents, kills in ((asked.documents, asked.kills), (asked.large, asked.large_kills)):
            folder = Path(name) / str(documents)
            write(folder, documents)
            for rubbish, raw in RUBBISH.items():
                (folder / rubbish).write_bytes(raw)
            (folder / "twice.txt").write_text(next(texts(1)), encoding="utf-8")
            made, midway, found = soak(folder, kills, chance)
            told.append(f"{made} kills in {documents:,} documents ({midway} with some stored)")
            wrong += found
            shutil.rmtree(folder)
    print(f"kills: {'FAILED' if wrong else 'ok'}: {', '.join(told)}: {len(wrong)} faults")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
