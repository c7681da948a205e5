"""Sources to the database: read and extracted by many processes, stored by this one, and nothing lost on the way."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import tempfile
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from functools import partial
from itertools import islice
from pathlib import Path
from types import FrameType
from typing import IO, Any

from db.pages import Pages
from db.store import Change, Ended, Extracted, Refused, Store
from figures import __version__
from figures.flow import Flow, Result
from figures.model import Document
from figures.pipeline import extract
from figures.pool import Pool
from figures.readers import known
from figures.sources import MAX_BYTES, Failure, Notice, Source, count, one_line, walk
from figures.web.fetch import Web
from figures.web.links import Link
from figures.web.visits import Unchanged, Visits
from figures.worker import OBJECTS, Orders

# The longest that reading or extracting one document may take, in seconds. A report of 300 pages takes some 20.
DOCUMENT_TIMEOUT = 120.0

# A summary names so many failures and notices at most; the database has them all.
MOST_TOLD = 10_000

# A text that asks for most of the lexicon: who says it, when, where.
_SAMPLE = "Officials in Nepal told Reuters on Friday, 3 May 2024, that floods killed 12 of 300 people; the rest fled."

# How many files are counted at each step, for the progress.
_COUNTED = 1000


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an ingest has come.

    `sources` of `total` are done, and `part` (0 to 1) of the next; `total` is None while they are still being counted.
    `documents` and `failed` are counted so far; all of that is in the database.
    """

    sources: int
    total: int | None
    documents: int
    failed: int
    origin: str
    part: float = 0.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What an ingest did. `failures` and `notices` are pairs of origin and reason, the first MOST_TOLD of each.

    `new` documents were stored, `unchanged` ones were there before, `re_extracted` ones were there from another version
    or with another day. `figures_by_category` counts the figures of new and re-extracted documents. `stopped`: Ctrl-C
    ended it before all was read.
    """

    new: int = 0
    unchanged: int = 0
    re_extracted: int = 0
    failed: int = 0
    figures_by_category: dict[str, int] = field(default_factory=dict)
    failures: list[tuple[str, str]] = field(default_factory=list)
    notices: list[tuple[str, str]] = field(default_factory=list)
    stopped: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values; failures and notices as objects with `origin` and `reason`."""
        pairs = {name: [{"origin": a, "reason": b} for a, b in getattr(self, name)] for name in ("failures", "notices")}
        return asdict(self) | pairs


def ingest(
    sources: Sequence[str | Path],
    store: Store,
    *,
    date: date | None = None,
    default_date: date | None = None,
    workers: int | None = None,
    timeout: float = DOCUMENT_TIMEOUT,
    max_bytes: int = MAX_BYTES,
    columns: Mapping[str, str] | None = None,
    web: Web | None = None,
    follow: bool = False,
    skip: Callable[[Link], bool] | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Summary:
    """Read `sources` (paths, folders, URLs, `-`), extract the figures of each document, and put them into `store`.

    `date` is the publication day of all, whatever they say; `default_date` that of those that say none. `workers`
    processes read and extract; None is one for each processor. `timeout` is the longest that reading or extracting one
    document may take, in seconds; `max_bytes` the most that one document may have. `columns` names the columns of
    sheets (`text`, `title`, `date`, `url`). `web` asks for pages; `follow` reads those that feeds point to as well, but
    for those that `skip` says to leave out.

    What cannot be read, takes too long or crashes its process is stored as a failure, with its reason, and the rest
    goes on. Ctrl-C, in the main thread, stops it: what was stored stays. Raises DatabaseError where the database cannot
    be written; what was stored until then stays.
    """
    pages = Pages(store, read_as(__version__, date, default_date))
    visits = Visits(web or Web(limit=max_bytes), pages, follow=follow, skip=skip)
    run = _Run(store, visits)
    store.begin_run(__version__, [str(source) for source in sources])
    extract(_SAMPLE)  # loads the lexicon, which the workers then share
    found = walk(sources, known, limit=max_bytes, columns=columns)
    counted = _Count(count(sources, known))
    orders = Orders(date, default_date, __version__, timeout)
    try:
        with ExitStack() as stack:
            stack.enter_context(_few_collections())
            stop = stack.enter_context(_interrupts())
            pool = stack.enter_context(Pool(workers or processors(), orders))
            taken = visits.sources(_kept(found, stop, stack), stop.wait)
            flow = Flow(taken, pool, store.wanted, lambda source: store.has_from(source.origin), seconds=timeout)
            for results in flow.results(lambda: stop.asked):
                for stale in run.put(results):
                    flow.extract_again(stale)
                if progress is not None:
                    origin = results[-1].found.origin
                    total = counted.total()
                    total = None if total is None else max(total, flow.done)  # feeds may lead to more
                    progress(Progress(flow.done, total, run.documents, run.failed, origin, flow.part))
            run.stopped = stop.asked
    except KeyboardInterrupt:
        run.stopped = True
    finally:
        store.finish_run(run.counts())
    return run.summary()


def read_as(version: str, option: date | None = None, default: date | None = None) -> str:
    """How pages are read: a page that is as before is read again by another version, or with other days by options."""
    return f"{version} {option or ''} {default or ''}".strip()


def processors() -> int:
    """How many processors this program may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Run:
    """One ingest on its way: what it has stored and counted."""

    def __init__(self, store: Store, visits: Visits) -> None:
        self.store = store
        self.visits = visits
        self.stopped = False
        self.outcomes: Counter[str] = Counter()
        self.categories: Counter[str] = Counter()
        self.failed = 0
        self.failures: list[tuple[str, str]] = []
        self.notices: list[tuple[str, str]] = []

    @property
    def documents(self) -> int:
        """The documents that are in the database."""
        return self.outcomes.total()

    def put(self, results: Sequence[Result]) -> list[Result]:
        """Store what came of the sources, in one transaction. Gives those that must be extracted anew."""
        outcomes = iter(self.store.write([_change(one) for one in results if not isinstance(one.found, Notice)]))
        stale = []
        for result in results:
            if isinstance(result.found, Notice):
                self._note(self.notices, result.found)
                continue
            outcome = next(outcomes)
            if outcome == "stale":
                stale.append(result)
            elif isinstance(outcome, Refused):
                failure = Failure(result.found.origin, one_line(outcome.reason)[:300])
                self.store.fail(failure.origin, failure.reason)
                self._fail(failure)
            elif isinstance(result.found, Failure):
                self._fail(result.found)
            elif isinstance(result.found, Unchanged):
                self.outcomes["unchanged"] += result.found.documents
            elif isinstance(result.found, Source):
                self.visits.done(result.found)
            else:
                self.outcomes[outcome] += 1
                self.visits.stored(result.found.origin)
                if result.rows is not None and outcome != "unchanged":
                    self.categories.update(result.rows.categories)
        return stale

    def counts(self) -> dict[str, int]:
        """The documents by what became of them."""
        return {
            "new": self.outcomes["new"],
            "unchanged": self.outcomes["unchanged"],
            "re-extracted": self.outcomes["re-extracted"],
            "failed": self.failed,
            "figures": self.categories.total(),
        }

    def summary(self) -> Summary:
        """What was done so far."""
        return Summary(
            new=self.outcomes["new"],
            unchanged=self.outcomes["unchanged"],
            re_extracted=self.outcomes["re-extracted"],
            failed=self.failed,
            figures_by_category=dict(sorted(self.categories.items())),
            failures=self.failures,
            notices=self.notices,
            stopped=self.stopped,
        )

    def _fail(self, failure: Failure) -> None:
        self.failed += 1
        self.visits.failed(failure.origin)
        self._note(self.failures, failure)

    def _note(self, told: list[tuple[str, str]], one: Failure | Notice) -> None:
        if len(told) < MOST_TOLD:
            told.append((one.origin, one.reason))


def _change(result: Result) -> Change:
    if isinstance(result.found, Document) and result.rows is not None:
        return Extracted(result.found, result.rows)
    if isinstance(result.found, Source | Unchanged):
        return Ended(result.found.origin)
    assert not isinstance(result.found, Notice)
    return result.found


class _Count:
    """Counts the sources, a few at a time, so that a folder of millions holds nothing up."""

    def __init__(self, found: Iterator[bool]) -> None:
        self.found = found
        self.counted = 0

    def total(self) -> int | None:
        """How many sources there are; None while they are still being counted."""
        some = list(islice(self.found, _COUNTED))
        self.counted += sum(some)
        return self.counted if len(some) < _COUNTED else None


class _Stop:
    """Whether Ctrl-C was pressed. It is obeyed between two batches; at once while `waiting`, or when pressed again."""

    def __init__(self) -> None:
        self.asked = False
        self.waiting = False

    def ask(self, number: int, frame: FrameType | None) -> None:
        """What a signal calls."""
        if self.asked or self.waiting:
            raise KeyboardInterrupt
        self.asked = True

    @contextmanager
    def wait(self) -> Iterator[None]:
        """For what may wait long: Ctrl-C ends it at once."""
        if self.asked:
            raise KeyboardInterrupt
        self.waiting = True
        try:
            yield
        finally:
            self.waiting = False


@contextmanager
def _interrupts() -> Iterator[_Stop]:
    stop = _Stop()
    if threading.current_thread() is not threading.main_thread():  # only the main thread hears signals
        yield stop
        return
    before = signal.signal(signal.SIGINT, stop.ask)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _few_collections() -> Iterator[None]:
    """Let Python look for garbage in circles less often: rows are none, and to look takes a tenth of storing."""
    before = gc.get_threshold()
    gc.set_threshold(OBJECTS, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


def _kept(
    found: Iterator[Source | Failure | Notice], stop: _Stop, stack: ExitStack
) -> Iterator[Source | Failure | Notice]:
    """What is `found`, with standard input copied to a file that every worker can open, and open again."""
    for one in found:
        if isinstance(one, Source) and one.origin == "-":
            copy = stack.enter_context(tempfile.NamedTemporaryFile())  # noqa: SIM115 (the stack closes it)
            with stop.wait(), one.open() as stream:
                shutil.copyfileobj(stream, copy)
            copy.flush()
            one = replace(one, open=partial(_bytes, copy.name))
        yield one


def _bytes(path: str) -> IO[bytes]:
    return open(path, "rb")
