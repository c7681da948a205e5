"""Measures how fast documents are read into a database, beside the extractor alone with as many processes, and whether
the memory grows with their number.

    python bench/soak/throughput.py [--documents 10000] [--workers N]

Prints one line. Ends with 1 where ingest runs at less than 70% of the extractor's speed, its peak memory grows by more
than 10% from a tenth of the documents to all, or a document is lost.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent))
from made import texts, write

LEAST_RATIO = 0.70
MOST_GROWTH = 1.10
INGEST = [sys.executable, "-c", "import cli; cli.main()", "ingest", "--quiet"]


def figures_of(text: str) -> int:
    """How many figures the extractor finds."""
    import figures

    return len(figures.extract(text))


def processor_seconds() -> float:
    """The processor time of all processes that were started and have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def extractor_alone(count: int, workers: int) -> tuple[float, float]:
    """Documents a second of the extractor alone, and seconds of processor time for one.

    The first is without the time that the processes take to start.
    """
    used = processor_seconds()
    pool = multiprocessing.Pool(workers)
    pool.map(figures_of, texts(4 * workers, seed=2), chunksize=1)
    started = time.perf_counter()
    for _ in pool.imap_unordered(figures_of, texts(count), chunksize=20):
        pass
    seconds = time.perf_counter() - started
    pool.close()
    pool.join()
    return count / seconds, (processor_seconds() - used) / count


def ingest(folder: Path, database: Path, workers: int) -> tuple[float, float, float]:
    """Seconds, seconds of processor time, and the peak megabytes of the command with all its workers.

    Memory that they share is counted once.
    """
    used = processor_seconds()
    started = time.perf_counter()
    process = subprocess.Popen([*INGEST, str(folder), "--db", str(database), "--workers", str(workers)])
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, sum(map(megabytes, family(process.pid))))
        time.sleep(1.0)  # to look costs time itself
    if process.returncode:
        raise SystemExit(f"throughput: ingest ended with {process.returncode}")
    return time.perf_counter() - started, processor_seconds() - used, peak


def family(pid: int) -> Iterator[int]:
    """The process and all that came of it."""
    yield pid
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from family(int(child))


def megabytes(pid: int) -> float:
    """The memory of a process, with its share of what it shares; 0 where it is gone."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def stored(database: Path) -> tuple[int, int]:
    """Documents and figures in the database."""
    with closing(sqlite3.connect(database)) as db:
        documents, figures = db.execute(
            "select (select count(*) from documents), (select count(*) from figures)"
        ).fetchone()
    return documents, figures


def main() -> int:
    """Measure, print one line, and say with the exit code whether it is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=len(os.sched_getaffinity(0)))
    asked = parser.parse_args()
    few = asked.documents // 10
    with TemporaryDirectory() as name:
        folder = Path(name)
        write(folder / "few", few)
        write(folder / "all", asked.documents)
        *_, small = ingest(folder / "few", folder / "few.db", asked.workers)
        # The extractor before and after, for a machine with other work is not equally fast all the time.
        some = asked.documents // 3
        before, first = extractor_alone(some, asked.workers)
        seconds, used, large = ingest(folder / "all", folder / "all.db", asked.workers)
        after, second = extractor_alone(some, asked.workers)
        documents, figures = stored(folder / "all.db")
    speed, alone = documents / seconds, (before + after) / 2
    effort = (first + second) / 2 / (used / documents)
    well = speed / alone >= LEAST_RATIO and large / small <= MOST_GROWTH and documents == asked.documents
    print(
        f"throughput: {'ok' if well else 'FAILED'}: {documents:,} of {asked.documents:,} documents extracted, "
        f"{figures:,} figures, {asked.workers} workers: {speed:.0f} documents/s, the extractor alone {alone:.0f}/s, "
        f"ratio {speed / alone:.2f} (by processor time {effort:.2f}); peak memory {small:.0f} MB with {few:,}, "
        f"{large:.0f} MB with {documents:,} "
        f"({large / small - 1:+.0%})"
    )
    return 0 if well else 1


if __name__ == "__main__":
    sys.exit(main())
